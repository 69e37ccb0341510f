from dataclasses import replace

import pytest

from downrange.base.source import Sourced
from downrange.damage.assess import assess_one
from downrange.damage.chain.plan import Plan, plan
from downrange.damage.chain.products import PEROXIDE, TREATED
from downrange.inputs.cases import read_case


def prepared() -> Plan:
    return plan(read_case("proton-2013").case)


def with_treatment(peroxide_kg: float) -> Plan:
    known = prepared()
    given = {
        TREATED: Sourced(value=10.0, unit="d", source="own-2013", kind="measured"),
        PEROXIDE: Sourced(value=peroxide_kg, unit="kg", source="own-2013", kind="measured"),
    }
    return replace(known, own={**known.own, **given})


def test_an_oxidiser_leaves_nitrate_and_udmh_leaves_ndma() -> None:
    found = [assess_one(prepared(), draw, 1) for draw in range(6)]
    assert any(one.quantities["nitrate_soil_sampled_max_mg_per_kg"] > 0.0 for one in found)
    for one in found:
        assert 0.0 <= one.quantities["ndma_in_soil_kg"] <= 0.37 * one.quantities["udmh_to_soil_kg"] + 1e-9
        assert "ndma_in_soil_kg" in {step.name for step in one.trace.steps}
        assert not any(name.startswith("udmh_taken") for name in one.quantities)  # nothing is on record


@pytest.mark.parametrize("peroxide_kg", [5_000.0, 500_000.0])
def test_a_treatment_on_record_takes_no_more_than_its_oxidant_can(peroxide_kg: float) -> None:
    treated, plain = with_treatment(peroxide_kg), prepared()
    most_kg = 0.8 * peroxide_kg / 0.034015 / 2.0 * 0.0601
    for draw in range(4):
        found = assess_one(treated, draw, 1).quantities
        assert 0.0 <= found["udmh_taken_by_treatment_kg"] <= most_kg
        area = found["soil_splash_area_after_treatment_m2"]
        assert found["soil_splash_area_after_treatment_m2_at_0_3"] <= area
        assert area <= found["soil_splash_area_over_limit_m2"] + 1e-6
        before = assess_one(plain, draw, 1).quantities
        same = "soil_splash_area_over_limit_m2"
        assert found[same] == before[same]  # what the ground held before it stays as it was
