import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from downrange.base.canonical import canonical
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment
from downrange.damage.chain.mapping import MAPPED_DRAWS
from downrange.damage.draws.block import Block
from downrange.damage.draws.crew import Alone, Crew, Processes
from downrange.damage.ensemble import Until, assess, figures, manifest_of
from downrange.errors import InputError
from downrange.inputs.cases import read_case


def _same(one: Assessment, two: Assessment) -> bool:
    """Bit for bit: manifest, figures, errors, drivers, places and fields."""
    parts = (
        "manifest",
        "quantities",
        "damages",
        "drivers",
        "errors",
        "swings",
        "narrowing",
        "places",
        "fields",
    )
    return all(canonical(getattr(one, part)) == canonical(getattr(two, part)) for part in parts)


def test_same_manifest_same_numbers_whatever_the_workers(soyuz_worst_case: Case) -> None:
    assert _same(assess(soyuz_worst_case, 140, 2), assess(soyuz_worst_case, 140, 2, Processes(2)))


@dataclass(frozen=True)
class _Mortal:
    """Walks so many blocks and dies."""

    blocks_number: int

    def run(
        self, case: Case, blocks: Iterable[range], seed: int, meanwhile: Callable[[], None]
    ) -> Iterator[Block]:
        for number, block in enumerate(Alone().run(case, blocks, seed, meanwhile)):
            if number == self.blocks_number:
                raise KeyboardInterrupt
            yield block

    def gathered(self) -> AbstractContextManager[Crew]:
        return nullcontext(self)


def test_figures_alone_are_those_of_the_assessment(soyuz_worst_case: Case) -> None:
    whole, bare = assess(soyuz_worst_case, 80, 2), figures(soyuz_worst_case, 80, 2)
    assert bare.quantities == whole.quantities
    assert canonical(bare.damages) == canonical(whole.damages)
    assert bare.manifest == whole.manifest


def test_a_run_that_was_stopped_goes_on_bit_for_bit(soyuz_worst_case: Case, tmp_path: Path) -> None:
    keep = tmp_path / "draws"
    with pytest.raises(KeyboardInterrupt):
        assess(soyuz_worst_case, 200, 2, _Mortal(2), keep=keep)
    kept = {path.name: path.stat().st_mtime_ns for path in keep.glob("draws-*.npz")}
    assert len(kept) == 4  # two with the mapped draws, two that were walked before the end
    whole = assess(soyuz_worst_case, 200, 2)
    assert _same(assess(soyuz_worst_case, 200, 2, keep=keep), whole)
    later = {path.name: path.stat().st_mtime_ns for path in keep.glob("draws-*.npz")}
    beyond = [name for name in kept if int(name[6:14]) >= MAPPED_DRAWS]
    assert beyond
    assert all(later[name] == kept[name] for name in beyond)  # not walked again
    with pytest.raises(InputError, match="another run"):
        assess(soyuz_worst_case, 200, 3, keep=keep)


def test_draws_can_be_added(soyuz_worst_case: Case, tmp_path: Path) -> None:
    keep = tmp_path / "draws"
    assess(soyuz_worst_case, 96, 1, keep=keep)
    assert _same(assess(soyuz_worst_case, 128, 1, keep=keep), assess(soyuz_worst_case, 128, 1))


def test_a_run_goes_on_until_a_figure_is_known(soyuz_worst_case: Case, tmp_path: Path) -> None:
    figure, keep = "damages.us-boscem", tmp_path / "draws"
    told: list[tuple[int, int]] = []
    wanted = Until(0.05, figure, most=2_560)
    found = assess(
        soyuz_worst_case, 100, 1, keep=keep, until=wanted, progress=lambda d, n: told.append((d, n))
    )
    assert found.until is not None
    assert found.until.met is (found.until.reached_share <= 0.05)
    assert found.samples % 128 == 0
    assert found.samples >= 1024
    assert told[-1] == (found.samples, found.samples)
    assert all(done <= expected for done, expected in told)
    amount = next(d.amount for d in found.damages if d.method == "us-boscem")
    assert amount is not None
    assert found.until.reached_share == found.errors[figure].p95 / amount.p95
    plain = assess(soyuz_worst_case, found.samples, 1, keep=keep)
    assert _same(replace(found, until=None), plain)
    never = assess(soyuz_worst_case, 100, 1, keep=keep, until=Until(1e-9, figure, most=1_024))
    assert never.until is not None
    assert (never.until.met, never.samples) == (False, 1_024)
    with pytest.raises(InputError, match="no such figure") as caught:
        assess(soyuz_worst_case, 100, 1, keep=keep, until=Until(0.1, "damages.us-bosce"))
    assert "damages.us-boscem" in str(caught.value.problems[0].expected)


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


def test_a_failure_aloft_gives_both_outcomes_and_an_ellipse() -> None:
    found = assess(read_case("proton-1999-10").case, 24, 1)
    assert 0.0 < found.quantities["probability_of_arrival"].p50 < 1.0
    assert found.quantities["impact_ellipse_major_km"].p50 > 50.0
    assert {p.kind for p in found.places} >= {"impact", "ellipse"}
    by_method = {d.method: d for d in found.damages}
    assert by_method["eu-ce-delft-2024"].amount is not None
