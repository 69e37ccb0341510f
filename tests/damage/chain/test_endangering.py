from dataclasses import replace

import pytest

from downrange.base.trace import Tracer
from downrange.damage.assess import assess_one
from downrange.damage.chain.endangering import EXPECTATION, RURAL, endanger
from downrange.damage.chain.member import Down
from downrange.damage.chain.plan import plan
from downrange.damage.drawn import Drawn
from downrange.damage.valuation.method import Valued
from downrange.inputs.cases import read_case
from downrange.physics.release import Load


def _expected(where: tuple[float, float], speed_m_per_s: float = 200.0) -> tuple[float, dict[str, float]]:
    prepared = plan(read_case("soyuz-nominal").case)
    drawn = Drawn(prepared.own, 1, 0, Tracer())
    down = Down("booster", *where, 300.0, speed_m_per_s, Load({}), 3_800.0, 4)
    return endanger(prepared, drawn, [down], Tracer())[EXPECTATION], drawn.values


def test_four_boosters_in_the_steppe_by_hand() -> None:
    """14 CFR 417 appendix A: four pieces x seven times their broadside x persons per area."""
    found, values = _expected((47.3, 66.0))
    booster = next(s for s in plan(read_case("soyuz-nominal").case).vehicle.stages if s.name == "booster")
    wide = "body_diameter_m" if booster.has("body_diameter_m") else "diameter_m"
    area_m2 = booster.figure("length_m").value * booster.figure(wide).value
    assert found == pytest.approx(4 * 7 * area_m2 * values[RURAL] / 1e6)
    assert 0.01 <= values[RURAL] <= 2.1


def test_a_piece_in_a_town_finds_its_density_and_one_that_settles_like_a_leaf_nobody() -> None:
    city = next(s for s in plan(read_case("soyuz-nominal").case).settlements if s.name.startswith("Ba"))
    town, values = _expected((city.latitude_deg, city.longitude_deg))
    steppe, _ = _expected((47.3, 66.0))
    assert town / steppe == pytest.approx(values["built_up_density_persons_per_km2"] / values[RURAL])
    assert _expected((47.3, 66.0), speed_m_per_s=0.05)[0] == 0.0


def test_the_chain_prices_the_expectation_and_elsewhere_asks_for_the_density() -> None:
    member = assess_one(plan(read_case("proton-2013").case), 2, 1)
    assert 0.0 < member.quantities[EXPECTATION] < 1.0
    (priced,) = [o for o in member.outcomes if o.method == "us-vsl" and isinstance(o, Valued)]
    assert priced.amount == pytest.approx(member.quantities[EXPECTATION] * 9.2e6)
    prepared = plan(read_case("proton-2013").case)
    abroad = replace(prepared, context=replace(prepared.context, jurisdiction="us"))
    assert endanger(abroad, Drawn({}, 1, 0, Tracer()), member.down, Tracer()) == {}
