import json

import pytest

from downrange.base.canonical import canonical
from downrange.case.schema import Case
from downrange.damage.ensemble import assess, manifest_of, members, range_of


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
