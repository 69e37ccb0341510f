import numpy as np
import pytest

from downrange.case.schema import Case
from downrange.damage.assess import assess_one, plan
from downrange.damage.chain.member import Member
from downrange.damage.chain.outcomes import PROBABILITY, reported
from downrange.damage.ensemble import _columns
from downrange.inputs.cases import read_case

PREPARED = plan(read_case("proton-1999-10").case)


@pytest.fixture(scope="module")
def kept() -> list[Member]:
    return [assess_one(PREPARED, draw, 1) for draw in range(24)]


def test_both_outcomes_are_drawn_and_a_zero_is_never_averaged_into_a_maximum(kept: list[Member]) -> None:
    arrived = [m for m in kept if m.down[0].arrives]
    assert 0 < len(arrived) < len(kept)
    found = reported(PREPARED, kept, _columns([m.quantities for m in kept]))
    assert len(found["crater_diameter_m_given_arrival"]) == len(arrived)
    assert found["crater_diameter_m_given_arrival"].min() > 0.0
    assert "crater_diameter_m" not in found  # the scenario's outcome has none
    assert len(found["udmh_soil_peak_mg_per_kg"]) == len(kept) - len(arrived)
    np.testing.assert_array_equal(
        found["udmh_soil_peak_mg_per_kg"], found["udmh_soil_peak_mg_per_kg_given_break_up"]
    )
    assert len(found["udmh_to_air_kg"]) == len(kept)
    assert set(found[PROBABILITY]) == {len(arrived) / len(kept)}


def test_every_kilogram_is_in_one_place_whichever_the_outcome(kept: list[Member]) -> None:
    for member in kept:
        for slug in ("udmh", "n2o4"):
            places = [
                member.quantities[f"{slug}_{place}_kg"]
                for place in ("reacted", "to_air", "to_soil", "residue_in_tanks")
            ]
            assert sum(places) == pytest.approx(member.inputs[f"{slug}_on_board_kg"], rel=1e-9)
            assert member.quantities[f"{slug}_to_air_aloft_kg"] <= member.quantities[f"{slug}_to_air_kg"]


def test_where_nobody_asks_about_arrival_nothing_changes(proton_2013: Case) -> None:
    prepared = plan(proton_2013)
    few = [assess_one(prepared, draw, 1) for draw in range(3)]
    columns = _columns([m.quantities for m in few])
    assert reported(prepared, few, columns) == columns


def test_a_fact_of_arrival_is_not_drawn() -> None:
    prepared = plan(read_case("proton-2007").case)
    few = [assess_one(prepared, draw, 1) for draw in range(16)]
    found = reported(prepared, few, _columns([m.quantities for m in few]))
    assert found["crater_diameter_m"].min() > 0.0
    assert 0.0 < found[PROBABILITY][0] < 1.0


def test_steps_lead_to_leaves(kept: list[Member]) -> None:
    for member in kept[:8]:
        made = {step.name for step in member.trace.steps} | {leaf.name for leaf in member.trace.leaves}
        missing = {name for step in member.trace.steps for name in step.inputs} - made
        assert not missing, missing
