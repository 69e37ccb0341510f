import numpy as np
import pytest
from numpy.typing import NDArray

from downrange.case.schema import Case
from downrange.damage.assess import assess_one, plan
from downrange.damage.chain.member import Member
from downrange.damage.chain.outcomes import PROBABILITY, reported
from downrange.inputs.cases import read_case

PREPARED = plan(read_case("proton-1999-10").case)


def _columns(members: list[Member]) -> dict[str, NDArray[np.float64]]:
    names = {name for member in members for name in member.quantities}
    return {name: np.array([m.quantities.get(name, np.nan) for m in members]) for name in names}


def _arrived(members: list[Member]) -> NDArray[np.float64]:
    return np.array([float(bool(member.down[0].arrives)) for member in members])


@pytest.fixture(scope="module")
def kept() -> list[Member]:
    return [assess_one(PREPARED, draw, 1) for draw in range(24)]


def test_both_outcomes_are_drawn_and_a_zero_is_never_averaged_into_a_maximum(kept: list[Member]) -> None:
    arrived = [m for m in kept if m.down[0].arrives]
    assert 0 < len(arrived) < len(kept)
    found = reported("breakup-aloft", _arrived(kept), _columns(kept))
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
    columns = _columns(few)
    found = reported("impact", None, columns)
    assert set(found) == set(columns)
    assert all(np.array_equal(found[name], columns[name]) for name in columns)


def test_a_fact_of_arrival_is_not_drawn() -> None:
    prepared = plan(read_case("proton-2007").case)
    few = [assess_one(prepared, draw, 1) for draw in range(16)]
    found = reported("impact", _arrived(few), _columns(few))
    assert found["crater_diameter_m"].min() > 0.0
    assert 0.0 < found[PROBABILITY][0] < 1.0


def test_steps_lead_to_leaves(kept: list[Member]) -> None:
    for member in kept[:8]:
        made = {step.name for step in member.trace.steps} | {leaf.name for leaf in member.trace.leaves}
        missing = {name for step in member.trace.steps for name in step.inputs} - made
        assert not missing, missing


def test_what_dropped_stages_spilled_is_of_every_draw() -> None:
    columns = {
        "kerosene_soil_peak_mg_per_kg_of_dropped_stages": np.array([1.0, 2.0, 3.0]),
        "booster_range_from_pad_km": np.array([290.0, 300.0, 310.0]),
    }
    found = reported("breakup-aloft", np.array([1.0, 0.0, 0.0]), columns)
    for name, values in columns.items():
        assert found[name].tolist() == values.tolist()
    assert not [name for name in found if "_given_" in name]
