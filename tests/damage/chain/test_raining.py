import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.base.trace import Tracer
from downrange.damage.assess import assess_one
from downrange.damage.chain.letting_go import drawn_soil
from downrange.damage.chain.member import Down
from downrange.damage.chain.plan import plan
from downrange.damage.chain.raining import rain
from downrange.damage.drawn import Drawn
from downrange.inputs.cases import read_case
from downrange.physics.release import Load

PREPARED = plan(read_case("proton-1999-10").case)


@settings(max_examples=25, deadline=None)
@given(
    st.floats(200.0, 90e3),
    st.floats(0.0, 1e5),
    st.floats(0.0, 1e5),
    st.floats(0.0, 1e4),
    st.integers(0, 200),
)
def test_every_kilogram_of_opened_tanks_is_in_one_place(
    opened_m: float, udmh_kg: float, n2o4_kg: float, oxygen_kg: float, draw: int
) -> None:
    tracer = Tracer()
    drawn = Drawn(PREPARED.own, 1, draw, tracer)
    load = Load({"udmh": udmh_kg, "n2o4": n2o4_kg, "oxygen": oxygen_kg})
    down = Down("proton-k", 48.0, 70.0, 700.0, 200.0, load, arrives=False, opened_m=opened_m)
    released = rain(PREPARED, drawn, down, drawn_soil(PREPARED, drawn, Tracer()), tracer)
    assert released.to_air_kg == {}  # nothing of it in the cloud near the ground
    for slug, mass_kg in load.components_kg.items():
        places = [
            float(tracer.steps[f"{slug}_{place}_kg"].output)
            for place in ("reacted", "to_air", "to_soil", "residue_in_tanks")
        ]
        assert min(places) >= 0.0
        assert sum(places) == pytest.approx(mass_kg, rel=1e-9, abs=1e-9)
    for emission in released.emissions:
        assert emission.from_altitude_m <= emission.to_altitude_m <= opened_m + 1e-6
        assert emission.substance != "oxygen"


def test_drops_from_just_above_the_ground_reach_it_and_from_high_up_do_not() -> None:
    found = {}
    for opened_m in (250.0, 30e3):
        tracer = Tracer()
        drawn = Drawn(PREPARED.own, 1, 0, tracer)
        down = Down("proton-k", 48.0, 70.0, 700.0, 200.0, Load({"udmh": 1e4}), opened_m=opened_m)
        rain(PREPARED, drawn, down, drawn_soil(PREPARED, drawn, Tracer()), tracer)
        found[opened_m] = float(tracer.steps["udmh_to_soil_kg"].output)
    assert found[30e3] == 0.0
    assert found[250.0] > 100.0


def test_what_left_in_the_fall_is_in_the_air_and_no_part_of_the_cloud() -> None:
    prepared = plan(read_case("proton-2007").case)
    for draw in range(6):
        member = assess_one(prepared, draw, 1)
        carried = sum(air.substances["udmh"].ledger.released_kg for air in member.aloft.clouds)
        aloft = member.quantities["udmh_to_air_aloft_kg"]
        assert carried + aloft == pytest.approx(member.quantities["udmh_to_air_kg"], rel=1e-6)
        lost = 1.0 - member.inputs["arriving_share"]
        assert aloft == pytest.approx(lost * member.inputs["udmh_on_board_kg"])


def test_the_rival_of_an_arrival_is_all_in_the_air() -> None:
    found = assess_one(plan(read_case("proton-2007").case), 0, 1)
    whole = found.inputs["udmh_on_board_kg"]
    rival = [found.quantities[f"udmh_to_{place}_kg_given_break_up"] for place in ("air", "soil")]
    assert sum(rival) == pytest.approx(whole)
    assert found.quantities["udmh_soil_peak_mg_per_kg_given_break_up"] < 0.1
