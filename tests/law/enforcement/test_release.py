"""What ends measures, what only pauses the proceeding, and what the release waits for."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.law.enforcement.release import excess, release, suspension_end

DAY = date(2024, 9, 2)


@pytest.mark.parametrize("ending", ["payment", "settlement", "mediation", "waiver"])
def test_release_waits_for_the_charges(ending: str) -> None:
    held = release(ending, DAY, charges_paid=False)
    assert not held.released
    assert "costs" in str(held.waits_for)
    assert release(ending, DAY, charges_paid=True).released


@pytest.mark.parametrize("ending", ["suspension", "deferral", "instalments"])
def test_a_pause_lifts_nothing(ending: str) -> None:
    found = release(ending, DAY, charges_paid=True)
    assert not found.released
    assert found.article == "ENF 32(5)"


def test_the_gateway_releases_by_itself_and_a_void_title_waits_for_nothing() -> None:
    assert release("payment", DAY, charges_paid=False, through_gateway=True).released
    assert release("title-set-aside", DAY, charges_paid=False).released


def test_a_letter_suspends_ten_days_and_thirty_with_mediation() -> None:
    assert suspension_end(date(2023, 4, 3), mediation=False)[0] == date(2023, 4, 13)
    end, rule = suspension_end(date(2023, 4, 3), mediation=True)
    assert end == date(2023, 5, 3)
    assert rule.article == "ENF 44(8)"


def kzt(amount: int) -> Money:
    return Money.of(str(amount), "KZT")


def test_the_excess_keeps_what_covers_the_rest_with_the_least_held_over() -> None:
    held = {"asset/a": kzt(50), "asset/b": kzt(30), "asset/c": kzt(25), "asset/d": Money.of("9", "USD")}
    found = excess(held, kzt(55))
    assert (found.keep, found.let_go, found.kept) == (("asset/b", "asset/c"), ("asset/a",), kzt(55))
    assert excess(held, kzt(0)).let_go == ("asset/a", "asset/b", "asset/c")
    assert excess(held, kzt(1000)).let_go == ()
    assert found.no_rate == ("asset/d",)


@given(st.lists(st.integers(1, 500), min_size=1, max_size=8), st.integers(0, 2000))
def test_no_smaller_set_covers(values: list[int], rest: int) -> None:
    held = {f"asset/{place}": kzt(value) for place, value in enumerate(values)}
    found = excess(held, kzt(rest))
    sums = [sum(part) for size in range(len(values) + 1) for part in combinations(values, size)]
    enough = [one for one in sums if one >= rest]
    assert found.kept == kzt(min(enough) if enough else sum(values))
    assert sorted((*found.keep, *found.let_go)) == sorted(held)
