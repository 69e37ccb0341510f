"""Clean-up cost as a range."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.base.units import convert
from downrange.damage.harm import Harm
from downrange.damage.valuation.cleanup_cost import METHOD, METHOD_UK, QUOTE
from downrange.damage.valuation.method import Context, Refused, Valued

HERE = Context("kz", date(2023, 1, 1), leased_land=True)


def _valued(harm: Harm, drawn: dict[str, float]) -> Valued:
    found = METHOD.value(harm, HERE, drawn)
    assert isinstance(found, Valued)
    return found


@pytest.mark.parametrize(
    ("technology", "name", "low", "high", "year"),
    [
        (1.0, "cleanup_thermal_desorption_usd_per_m3", 7_850.0, 13_080.0, 1993),
        (2.0, "cleanup_excavation_usd_per_m3", 10_460.0, 15_700.0, 2006),
    ],
)
def test_a_hundred_cubic_metres(technology: float, name: str, low: float, high: float, year: int) -> None:
    unit = METHOD.parameters()[name]
    for probability, expected in ((1e-12, low), (1 - 1e-12, high)):
        drawn = {"cleanup_technology_number": technology, name: unit.draw(probability)}
        valued = _valued(Harm(treated_volume_m3={"udmh": 100.0}), drawn)
        assert valued.amount == pytest.approx(expected, rel=0.0005)
        assert valued.price_year == year


def test_the_ranges_are_those_per_cubic_yard() -> None:
    unit = METHOD.parameters()["cleanup_thermal_desorption_usd_per_m3"]
    assert unit.draw(1e-12) == pytest.approx(convert(60.0, "per_yd3", "per_m3"), rel=1e-4)
    assert unit.draw(1 - 1e-12) == pytest.approx(convert(100.0, "per_yd3", "per_m3"), rel=1e-4)


def test_overlapping_soils_are_dug_once() -> None:
    valued = _valued(Harm(treated_volume_m3={"udmh": 100.0, "kerosene": 40.0}), {QUOTE: 10.0})
    assert valued.amount == 1_000.0
    assert valued.lines[0].quantity_name == "udmh_treated_volume_m3"
    assert any("counts once" in flag for flag in valued.flags)


def test_a_local_quote_takes_the_place_of_the_table() -> None:
    valued = _valued(Harm(treated_volume_m3={"udmh": 10.0}), {QUOTE: 33.0})
    assert valued.amount == 330.0
    assert valued.price_year is None


def test_by_mass_in_the_united_kingdom() -> None:
    drawn = {"cleanup_uk_technology_number": 1.0, "cleanup_uk_land_farming_gbp_per_t": 10.0}
    valued = METHOD_UK.value(Harm(treated_mass_kg={"udmh": 2_000.0}), HERE, drawn)
    assert isinstance(valued, Valued)
    assert (valued.amount, valued.currency, valued.price_year) == (20.0, "GBP", 1996)
    assert set(METHOD_UK.parameters()) >= {
        "cleanup_uk_incineration_gbp_per_t",
        "cleanup_uk_technology_number",
    }
    incineration = METHOD_UK.value(
        Harm(treated_mass_kg={"udmh": 1_000.0}),
        HERE,
        {"cleanup_uk_technology_number": 8.0, "cleanup_uk_incineration_gbp_per_t": 1200.0},
    )
    assert isinstance(incineration, Valued)
    assert incineration.amount == 1200.0


def test_without_a_depth_it_refuses_and_without_soil_it_prices_nothing() -> None:
    for which in (METHOD, METHOD_UK):
        missing = which.value(Harm(), HERE, {})
        assert isinstance(missing, Refused)
        assert not missing.nothing_to_price
    nothing = METHOD.value(Harm(treated_volume_m3={"udmh": 0.0}), HERE, {})
    assert isinstance(nothing, Refused)
    assert nothing.nothing_to_price


def test_the_code_of_2021_makes_the_head_persuasive() -> None:
    applies = METHOD.applies(HERE)
    assert applies.applicability == "persuasive"
    assert "disputed" in applies.why
    assert METHOD.applies(Context("kz", date(2013, 7, 2))).applicability == "analogy"
