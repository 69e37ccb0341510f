"""Held against owed, freed shares, and costs that grow by the day."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.law.enforcement.proportion import freed, keeping, proportion


def usd(amount: str | int) -> Money:
    return Money.of(amount, "USD")


def test_forty_four_times_the_claim() -> None:
    found = proportion(usd(22000000000), usd(500000000), Decimal(2))
    assert found.held_to_claim == 44
    assert found.over_limit
    assert "policy" in found.told
    assert proportion(usd(1), usd(1)).over_limit is None


def test_refusals() -> None:
    with pytest.raises(ValueError, match="rate"):
        proportion(usd(1), Money.of(1, "EUR"))
    with pytest.raises(ValueError, match="nothing"):
        proportion(usd(1), usd(0))
    with pytest.raises(ValueError, match="share"):
        freed(usd(1), Decimal(2))
    with pytest.raises(ValueError, match="before"):
        keeping(usd(1), date(2023, 1, 2), date(2023, 1, 1))
    with pytest.raises(ValueError, match="rate"):
        keeping(usd(1), date(2023, 1, 1), date(2023, 1, 2), Money.of(1, "EUR"))


def test_half_of_a_flow_freed() -> None:
    assert freed(usd(17300000), Decimal("0.5")) == (usd(8650000), usd(8650000))


def test_an_aircraft_in_toronto() -> None:
    """C$1,065.60 a day: 300 days make C$319,680; C$305,655 are 286.8 days and C$1,393,588 are 1,307.8."""
    day = Money.of("1065.60", "CAD")
    assert keeping(day, date(2022, 2, 27), date(2022, 12, 24)).cost == Money.of(319680, "CAD")
    assert round(Money.of(305655, "CAD").amount / day.amount, 1) == Decimal("286.8")
    assert round(Money.of(1393588, "CAD").amount / day.amount, 1) == Decimal("1307.8")
    assert (
        keeping(day, date(2022, 2, 27), date(2022, 2, 28), Money.of("2131.20", "CAD")).eats_value_after_days
        == 2
    )
    assert keeping(Money(0, "CAD"), date(2022, 2, 27), date(2022, 2, 28), day).eats_value_after_days is None


@given(st.integers(0, 10**12), st.decimals(0, 1, places=4))
def test_freed_and_held_make_the_whole(minor: int, share: Decimal) -> None:
    free, stays = freed(Money(minor, "USD"), share)
    assert free + stays == Money(minor, "USD")
    assert free.minor >= 0
    assert stays.minor >= 0
