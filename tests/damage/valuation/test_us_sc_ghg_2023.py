"""Social cost of greenhouse gases."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Emission, Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.us_sc_ghg_2023 import METHOD, RATES, cost_usd_per_t
from downrange.errors import SourceError


def _two_digits(value: float) -> float:
    return float(f"{value:.1e}")


@pytest.mark.parametrize(
    ("gas", "year", "published"),
    [("co2", 2025, (130, 210, 360)), ("ch4", 2030, (1900, 2400, 3200)), ("co2", 2020, (120, 190, 340))],
)
def test_v2_two_digits_reproduce_the_published_table(
    gas: str, year: int, published: tuple[float, ...]
) -> None:
    assert tuple(_two_digits(cost_usd_per_t(gas, year, rate)) for rate in RATES.values()) == published


def test_v3_a_hundred_tonnes_in_2025() -> None:
    harm = Harm(emissions=(Emission("co2", 100_000.0, 0.0, 80_000.0),))
    valued = METHOD.value(harm, Context("kz", date(2025, 5, 1)), {"scghg_discount_number": 2.0})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(21_200.0)
    assert (valued.price_year, valued.currency) == (2020, "USD")


def test_before_2020_it_refuses() -> None:
    harm = Harm(emissions=(Emission("co2", 1.0, 0.0, 1.0),))
    for context in (Context("kz", date(2013, 7, 2)), Context("kz", None)):
        refused = METHOD.value(harm, context, {})
        assert isinstance(refused, Refused)
        assert not refused.nothing_to_price
    with pytest.raises(SourceError):
        cost_usd_per_t("co2", 2019)
    with pytest.raises(SourceError):
        cost_usd_per_t("sf6", 2025)


def test_between_the_years_in_hand_it_interpolates_and_says_so() -> None:
    assert cost_usd_per_t("co2", 2032) == pytest.approx(230 + 18 * 2 / 5)
    harm = Harm(emissions=(Emission("co2", 1000.0, 0.0, 1.0),))
    valued = METHOD.value(harm, Context("us", date(2032, 1, 1)), {})
    assert isinstance(valued, Valued)
    assert any("interpolated" in flag for flag in valued.flags)


def test_black_carbon_is_refused_above_the_tropopause() -> None:
    harm = Harm(emissions=(Emission("soot", 1000.0, 0.0, 44_000.0), Emission("nox", 5.0, 0.0, 1.0)))
    drawn = {"tropopause_altitude_m": 11_000.0, "black_carbon_co2_equivalent_factor": 658.0}
    valued = METHOD.value(harm, Context("kz", date(2025, 1, 1)), drawn)
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(0.25 * 658 * 212)
    unpriced = {item.what: item for item in valued.unpriced}
    assert unpriced["soot"].mass_kg == pytest.approx(750.0)
    assert "refused" in unpriced["soot"].why
    assert unpriced["nox"].mass_kg == 5.0
    aloft = Harm(emissions=(Emission("soot", 1000.0, 20_000.0, 44_000.0),))
    refused = METHOD.value(aloft, Context("kz", date(2025, 1, 1)), {})
    assert isinstance(refused, Refused)


def test_it_is_nobody_s_law() -> None:
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"
    assert METHOD.applies(Context("us", None)).applicability == "persuasive"


@given(st.integers(2020, 2079), st.sampled_from(["co2", "ch4", "n2o"]))
def test_costs_rise_with_the_year_and_fall_with_the_rate(year: int, gas: str) -> None:
    for rate in RATES.values():
        assert cost_usd_per_t(gas, year, rate) < cost_usd_per_t(gas, year + 1, rate)
    values = [cost_usd_per_t(gas, year, rate) for rate in RATES.values()]
    assert values == sorted(values)
