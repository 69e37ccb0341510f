from downrange.base.trace import Tracer
from downrange.damage.assess import assess_one
from downrange.damage.chain.letting_go import drawn_soil
from downrange.damage.chain.member import Aloft, LetGo
from downrange.damage.chain.plan import plan
from downrange.damage.chain.soaking import soak
from downrange.damage.drawn import Drawn
from downrange.inputs.cases import read_case


def test_nothing_let_go_soaks_nothing() -> None:
    prepared = plan(read_case("proton-2013").case)
    drawn = Drawn(prepared.own, 1, 0, Tracer())
    found = soak(prepared, drawn, LetGo(), Aloft(46.0, 63.0), drawn_soil(prepared, drawn, Tracer()), Tracer())
    assert found == {}


def test_the_two_areas_are_kept_apart_and_the_higher_limit_holds_less() -> None:
    prepared = plan(read_case("proton-2013").case)
    for draw in range(6):
        found = assess_one(prepared, draw, 1).quantities
        for area in ("soil_splash_area_over_limit_m2", "soil_deposit_area_over_limit_m2"):
            assert found[f"{area}_at_0_3"] <= found[area]


def test_spots_of_a_nominal_launch_are_metres_wide() -> None:
    prepared = plan(read_case("soyuz-nominal").case)
    radii = [assess_one(prepared, draw, 1).quantities["spot_radius_over_limit_m"] for draw in range(8)]
    assert max(radii) < 40
    assert max(radii) > 0
