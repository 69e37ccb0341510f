"""Price indices and incomes: golden deflations, and the vintage that moves them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.errors import SourceError
from downrange.reference.library import citation
from downrange.reference.prices import deflate, income_per_head_usd, index_ratio


def test_the_epa_value_of_2006_in_dollars_of_2023() -> None:
    found = deflate(7.4e6, "USD", "USA", 2006, 2023)
    assert found.amount == pytest.approx(10.7625e6, rel=1e-5)
    assert (found.series, found.currency) == ("gdp_deflator_v2025", "USD")
    assert citation(found.source).publisher == "World Bank"


def test_cosmos_954_in_dollars_of_2024() -> None:
    assert deflate(3e6, "CAD", "CAN", 1981, 2024).amount == pytest.approx(9.548e6, rel=1e-4)


@pytest.mark.parametrize(("country", "old", "new"), [("KAZ", 1.8441, 1.8995), ("RUS", 1.6597, 1.6922)])
def test_the_vintage_moves_the_result(country: str, old: float, new: float) -> None:
    assert index_ratio(country, 2013, 2021, "gdp_deflator_v2022") == pytest.approx(old, abs=5e-5)
    assert index_ratio(country, 2013, 2021, "gdp_deflator_v2025") == pytest.approx(new, abs=5e-5)


@pytest.mark.parametrize(("year", "level"), [(1990, 59.30), (2013, 94.77), (2020, 105.36), (2024, 125.23)])
def test_the_american_deflator_is_2017_based(year: int, level: float) -> None:
    assert 100 * index_ratio("USA", 2017, year, "gdp_deflator_v2025") == pytest.approx(level, abs=0.005)


def test_what_is_missing_or_broken_is_refused() -> None:
    with pytest.raises(SourceError, match="is refused"):
        index_ratio("CAN", 1998, 2005, "gdp_deflator_v2022")
    with pytest.raises(SourceError):
        index_ratio("KAZ", 2013, 2030, "gdp_deflator_v2025")
    with pytest.raises(SourceError):
        income_per_head_usd("ATA", 2020)


def test_incomes_differ_by_vintage() -> None:
    assert income_per_head_usd("KAZ", 2023) == pytest.approx(38_515, abs=1)
    assert income_per_head_usd("RUS", 2005, "imf_v2022") / income_per_head_usd("RUS", 2005) == pytest.approx(
        1.37, abs=0.01
    )


@given(st.integers(1995, 2024), st.integers(1995, 2024), st.integers(1995, 2024))
def test_deflation_chains(one: int, two: int, three: int) -> None:
    direct = index_ratio("KAZ", one, three, "gdp_deflator_v2025")
    chained = index_ratio("KAZ", one, two, "gdp_deflator_v2025") * index_ratio(
        "KAZ", two, three, "gdp_deflator_v2025"
    )
    assert direct == pytest.approx(chained)
