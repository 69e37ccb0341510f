"""Value of a statistical life and its transfer."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Context, Refused, Valued
from downrange.damage.valuation.us_vsl import (
    METHOD,
    METHOD_TRANSFER,
    base_year,
    from_payments_usd,
    transfer_usd,
)
from downrange.errors import SourceError
from downrange.reference import library
from downrange.reference.prices import IncomeVintage, income_per_head_usd

RISK = Harm(casualty_expectation=1e-3)


def test_v4_a_hundred_thousand_people_paying_a_hundred_dollars() -> None:
    """100,000 people each pay 100 USD to be spared a risk of 1 in 100,000: one statistical life, 10 m USD."""
    assert from_payments_usd(100.0, 1e-5) == pytest.approx(10e6)
    assert library.value("tariffs/us/vsl.yaml", "us-epa.2006.value_usd").value == 7.4e6


@pytest.mark.parametrize(("year", "millions"), [(2012, 9.1), (2013, 9.2), (2019, 10.9), (2023, 13.2)])
def test_expected_deaths_times_the_value_of_the_year(year: int, millions: float) -> None:
    valued = METHOD.value(RISK, Context("us", date(year, 6, 1)), {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(millions * 1e3)
    assert (valued.price_year, list(valued.parts)) == (year, ["health"])


@pytest.mark.parametrize(
    ("country", "elasticity", "millions"),
    [
        ("kz", 0.8, 7.190), ("kz", 1.0, 6.177), ("kz", 1.2, 5.307),
        ("ru", 0.8, 8.037), ("ru", 1.0, 7.100), ("ru", 1.2, 6.272),
    ],
)  # fmt: skip
def test_golden_transfers_of_2023(country: str, elasticity: float, millions: float) -> None:
    drawn = {"vsl_income_elasticity_number": elasticity}
    valued = METHOD_TRANSFER.value(RISK, Context(country, date(2023, 3, 1)), drawn)
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(millions * 1e3, rel=2e-4)


@pytest.mark.parametrize(
    ("country", "elasticity", "millions"),
    [("KAZ", 0.8, 4.820), ("KAZ", 1.0, 4.100), ("RUS", 0.8, 5.184), ("RUS", 1.0, 4.491)],
)
def test_golden_transfers_of_2013(country: str, elasticity: float, millions: float) -> None:
    ratio = income_per_head_usd(country, 2013) / income_per_head_usd("USA", 2013)
    assert transfer_usd(9.2, ratio, elasticity) == pytest.approx(millions, abs=6e-4)


@pytest.mark.parametrize(
    ("country", "vintage", "elasticity", "millions"),
    [
        ("KAZ", "world_bank_v2025", 0.8, 2.048),
        ("KAZ", "world_bank_v2025", 0.7, 2.199),
        ("KAZ", "world_bank_v2025", 0.9, 1.908),
        ("RUS", "world_bank_v2025", 0.8, 1.872),
        ("RUS", "imf_v2022", 0.8, 2.412),
    ],
)
def test_golden_transfers_of_the_european_base(
    country: str, vintage: IncomeVintage, elasticity: float, millions: float
) -> None:
    base_income = library.value("tariffs/us/vsl.yaml", "who-heat.gdp_per_head_usd").value
    base = library.value("tariffs/us/vsl.yaml", "who-heat.2005.value_usd").value / 1e6
    ratio = income_per_head_usd(country, 2005, vintage) / base_income
    assert transfer_usd(base, ratio, elasticity) == pytest.approx(millions, abs=6e-4)


@given(st.floats(0.1, 2.0), st.floats(0.5, 1.5), st.floats(0.5, 20.0))
def test_inflation_passes_one_to_one(income: float, elasticity: float, prices: float) -> None:
    plain = transfer_usd(1.0, income, elasticity)
    assert transfer_usd(1.0, income, elasticity, price_ratio=prices) == pytest.approx(prices * plain)
    grown = transfer_usd(1.0, income, elasticity, income_growth_ratio=prices)
    assert grown == pytest.approx(prices**elasticity * plain)


def test_years_outside_the_table() -> None:
    assert base_year(2026) == 2023
    with pytest.raises(SourceError):
        base_year(2007)
    late = METHOD.value(RISK, Context("kz", date(2026, 1, 1)), {})
    assert isinstance(late, Valued)
    assert any("nearest before" in flag for flag in late.flags)
    for context in (Context("kz", date(2007, 9, 6)), Context("kz", None)):
        for which in (METHOD, METHOD_TRANSFER):
            assert isinstance(which.value(RISK, context, {}), Refused)


def test_no_income_no_transfer_and_no_risk_no_sum() -> None:
    refused = METHOD_TRANSFER.value(RISK, Context("cn", date(2020, 1, 1)), {})
    assert isinstance(refused, Refused)
    assert "cn" in refused.missing[0]
    nothing = METHOD.value(Harm(), Context("us", date(2020, 1, 1)), {})
    assert isinstance(nothing, Refused)
    assert nothing.nothing_to_price


def test_applicability() -> None:
    assert METHOD.applies(Context("us", None)).applicability == "persuasive"
    assert METHOD.applies(Context("kz", None)).applicability == "analogy"
    assert METHOD_TRANSFER.applies(Context("kz", None)).applicability == "analogy"
