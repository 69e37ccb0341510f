"""From the title to the sale."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.base.money import Money
from downrange.law.enforcement.proceeding import (
    advance_at_most,
    auction_floor,
    fine,
    licence_block_possible,
    non_money_penalty,
    opening,
    presenting,
    sale_order,
)

DAY = date(2024, 2, 1)


def tenge(amount: int) -> Money:
    return Money.of(amount, "KZT")


def test_presenting_between_five_working_days_and_three_years() -> None:
    found = presenting(date(2022, 11, 30))
    assert (found.earliest, found.latest) == (date(2022, 12, 7), date(2025, 11, 30))
    assert presenting(date(2022, 11, 30), interim_order=True).latest == date(2023, 11, 30)


def test_opening_leaves_no_voluntary_time() -> None:
    found = opening(date(2023, 1, 26))
    assert found.by == found.measures_by == date(2023, 1, 31)
    assert found.voluntary_working_days == 0


def test_production_assets_are_sold_last_and_money_first() -> None:
    assets = (
        ("pad", "production-assets"), ("flat", "immovables-not-in-production"), ("account", "money"),
        ("car", "movables-not-in-production"),
    )  # fmt: skip
    assert sale_order(assets, DAY) == ("account", "car", "flat", "pad")


def test_floors_of_the_second_auction() -> None:
    assert auction_floor(tenge(1000), DAY, immovable=False)[0] == tenge(500)
    assert auction_floor(tenge(1000), DAY, immovable=True)[0] == tenge(750)


def test_advance_licence_penalty_fine() -> None:
    assert advance_at_most(DAY, for_the_state=False)[0] == tenge(15 * 3692)
    assert advance_at_most(DAY, for_the_state=True)[0] == tenge(0)
    assert not licence_block_possible(tenge(1250 * 3692), DAY, company=True)[0]
    assert licence_block_possible(tenge(1250 * 3692 + 1), DAY, company=True)[0]
    assert licence_block_possible(tenge(250 * 3692 + 1), DAY, company=False)[0]
    assert non_money_penalty(10, DAY, small_business=False)[0] == tenge(100 * 3692)
    assert non_money_penalty(365, DAY, small_business=False)[0] == tenge(900 * 3692)
    assert non_money_penalty(365, DAY, small_business=True)[0] == tenge(600 * 3692)
    assert fine("disobeying_bailiff", "company", DAY)[0] == tenge(20 * 3692)
    money, rule = fine("non_performance", "large-business", date(2026, 1, 5))
    assert (money, rule.article) == (tenge(50 * 4325), "ADM 669(1)")
    with pytest.raises(KeyError):
        fine("disobeying_bailiff", "ship", DAY)
