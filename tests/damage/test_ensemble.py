import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from downrange.base.canonical import canonical
from downrange.case.schema import Case
from downrange.damage.chain.mapping import MAPPED_DRAWS
from downrange.damage.ensemble import assess, manifest_of, members, range_of
from downrange.inputs.cases import read_case


def test_same_manifest_same_numbers_whatever_the_workers(soyuz_worst_case: Case) -> None:
    one = assess(soyuz_worst_case, 140, 2)
    two = assess(soyuz_worst_case, 140, 2, workers=2)
    assert one.manifest == two.manifest
    assert canonical(one.quantities) == canonical(two.quantities)
    assert canonical(one.damages) == canonical(two.damages)
    assert canonical(one.drivers) == canonical(two.drivers)


def test_draws_can_be_added(soyuz_worst_case: Case) -> None:
    few = [m.quantities for m in members(soyuz_worst_case, 3, 1)]
    more = [m.quantities for m in members(soyuz_worst_case, 5, 1)]
    assert more[:3] == few


def test_ranges_damages_drivers_and_assumptions(proton_2013: Case) -> None:
    told: list[tuple[int, int]] = []
    found = assess(proton_2013, 64, 1, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (64, 64)
    for name, interval in found.quantities.items():
        assert interval.p05 <= interval.p50 <= interval.p95, name
    by_method = {d.method: d for d in found.damages}
    assert by_method["kz-535"].status == "refused"
    assert by_method["kz-535"].applicability == "law"
    assert by_method["eu-ce-delft-2024"].applicability == "analogy"
    assert by_method["eu-ce-delft-2024"].amount is not None
    assert "stem_share" in found.assumed
    assert found.fields
    assert {p.kind for p in found.places} >= {"pad", "zone", "settlement"}
    assert found.central.leaves


def test_the_plan_to_restore_the_ground_comes_with_the_sums(proton_2013: Case) -> None:
    found = assess(proton_2013, 4, seed=2)
    assert found.remediation.standing.applicability == "analogy"  # the code of 2021 came later
    assert found.remediation.ground[0].substance == "udmh"
    assert {damage.method for damage in found.remediation.costs} == {"cleanup-cost", "cleanup-cost-uk"}
    (delft,) = [damage for damage in found.damages if damage.method == "eu-ce-delft-2024"]
    assert set(delft.parts) >= {"air", "soil"}


def test_the_manifest_tells_runs_apart(proton_2013: Case, soyuz_worst_case: Case) -> None:
    one = manifest_of(proton_2013, 10, 1)
    assert one == manifest_of(proton_2013, 10, 1)
    assert one != manifest_of(proton_2013, 10, 2)
    assert one.inputs["case"] != manifest_of(soyuz_worst_case, 10, 1).inputs["case"]
    assert json.dumps(one.as_json())


def test_quantiles() -> None:
    found = range_of(list(range(101)))
    assert (found.p05, found.p50, found.p95) == (5, 50, 95)
    assert range_of([2.0]).p95 == pytest.approx(2.0)


def test_a_stored_run_comes_out_again_in_another_process(tmp_path: Path) -> None:
    found = assess(read_case("proton-1999-10").case, 8, 11)
    stored = tmp_path / "stored.json"
    stored.write_bytes(canonical({"manifest": found.manifest.as_json(), "quantities": found.quantities}))
    again = (
        "import json, sys\n"
        "from pathlib import Path\n"
        "from downrange.base.canonical import canonical\n"
        "from downrange.damage.ensemble import assess\n"
        "from downrange.inputs.cases import read_case\n"
        "run = json.loads(Path(sys.argv[1]).read_text())['manifest']\n"
        "found = assess(read_case('proton-1999-10').case, run['samples'], run['seed'])\n"
        "made = {'manifest': found.manifest.as_json(), 'quantities': found.quantities}\n"
        "sys.stdout.buffer.write(canonical(made))\n"
    )
    other = {**os.environ, "PYTHONHASHSEED": "4321", "NUMBA_NUM_THREADS": "1"}
    ran = subprocess.run(
        [sys.executable, "-c", again, str(stored)], env=other, capture_output=True, check=True, timeout=120
    )
    assert json.loads(ran.stdout) == json.loads(stored.read_bytes())


def test_beyond_the_mapped_draws_only_figures_are_kept(soyuz_worst_case: Case) -> None:
    first, *_, late = list(members(soyuz_worst_case, MAPPED_DRAWS + 1, 1))
    assert first.trace.steps
    assert late.trace.steps == ()
    assert late.aloft.clouds == ()
    assert len(pickle.dumps(late)) < 60_000  # bytes that each further draw adds at most


def test_a_failure_aloft_gives_both_outcomes_and_an_ellipse() -> None:
    found = assess(read_case("proton-1999-10").case, 24, 1)
    assert 0.0 < found.quantities["probability_of_arrival"].p50 < 1.0
    assert found.quantities["impact_ellipse_major_km"].p50 > 50.0
    assert {p.kind for p in found.places} >= {"impact", "ellipse"}
    by_method = {d.method: d for d in found.damages}
    assert by_method["eu-ce-delft-2024"].amount is not None
