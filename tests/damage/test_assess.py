import pytest

from downrange.case.schema import Case
from downrange.damage.assess import assess_one, plan
from downrange.damage.valuation.method import Refused, Valued
from downrange.errors import SourceError


def test_a_draw_is_the_same_alone_and_again(proton_2013: Case) -> None:
    one, two = (assess_one(plan(proton_2013), 7, 3) for _ in range(2))
    assert one.quantities == two.quantities
    assert one.inputs == two.inputs
    assert assess_one(plan(proton_2013), 8, 3).quantities != one.quantities


def test_every_kilogram_is_in_one_place(proton_2013: Case) -> None:
    for draw in range(12):
        member = assess_one(plan(proton_2013), draw, 1)
        for slug in ("udmh", "n2o4", "kerosene", "oxygen"):
            places = [
                member.quantities[f"{slug}_{where}_kg"]
                for where in ("reacted", "to_air", "to_soil", "residue_in_tanks")
            ]
            assert sum(places) == pytest.approx(member.inputs[f"{slug}_on_board_kg"], rel=1e-9)
            assert min(places) >= 0


def test_every_sum_leads_down_to_sourced_leaves(proton_2013: Case) -> None:
    member = assess_one(plan(proton_2013), 0, 1)
    valued = [o for o in member.outcomes if isinstance(o, Valued)]
    assert {o.method for o in valued} >= {"eu-ce-delft-2024", "kz-emission-fee-576"}
    for outcome in valued:
        why = member.trace.why(f"damages.{outcome.method}")
        assert why.steps[-1].output == outcome.amount
        assert why.leaves
        assert all(leaf.source for leaf in why.leaves)
        made = {s.name for s in why.steps} | {leaf.name for leaf in why.leaves}
        assert all(name in made for step in why.steps for name in step.inputs), "an input that nobody made"
    assert "udmh_on_board_kg" in {leaf.name for leaf in member.trace.why("damages.eu-ce-delft-2024").leaves}


def test_the_method_that_was_law_is_refused_by_name(proton_2013: Case) -> None:
    refused = {o.method: o for o in assess_one(plan(proton_2013), 0, 1).outcomes if isinstance(o, Refused)}
    assert refused["kz-535"].missing
    assert refused["us-sc-ghg-2023"].missing


def test_a_nominal_launch_drops_its_parts_downrange(soyuz_nominal: Case) -> None:
    member = assess_one(plan(soyuz_nominal), 0, 1)
    assert {d.body for d in member.down} == {"booster", "stage-1", "fairing"}
    ranges = {d.body: d.range_from_pad_km for d in member.down}
    assert 200 < ranges["booster"] < 450
    assert ranges["booster"] < ranges["stage-1"]
    assert member.quantities["kerosene_to_soil_kg"] < 4 * 400 + 500
    assert member.quantities["exhaust_co2_kg"] > 1e5


def test_published_indices_that_hold_more_carbon_than_the_fuel_are_told(soyuz_nominal: Case) -> None:
    # 637 g CO2, 318 g CO and 22 g soot a kilogram of propellant hold 332 g of carbon; at an oxidiser ratio of 2.48
    # a kilogram of propellant has 0.857 / 3.48 = 246 g of it.
    member = assess_one(plan(soyuz_nominal), 0, 1)
    step = next(s for s in member.trace.steps if s.name == "exhaust_co2_kg")
    assert "1.3" in step.validity
    assert "carbon" in step.validity


def test_a_vehicle_without_masses_is_refused_with_what_is_missing(soyuz_nominal: Case) -> None:
    scenario = soyuz_nominal.scenario
    assert scenario is not None
    soyuz_5 = soyuz_nominal.model_copy(
        update={"scenario": scenario.model_copy(update={"vehicle": "soyuz-5"})}
    )
    with pytest.raises(SourceError) as caught:
        plan(soyuz_5)
    assert any("propellant_kg" in name for name in caught.value.missing)


def test_a_case_without_a_scenario_is_refused(soyuz_nominal: Case) -> None:
    with pytest.raises(SourceError):
        plan(soyuz_nominal.model_copy(update={"scenario": None}))
