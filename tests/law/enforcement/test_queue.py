"""Several creditors on one thing, on every day: never more than the value, never less than could be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.law.enforcement.queue import Place, Wish, places

DAY = date(2021, 7, 8)


def eur(amount: int) -> Money:
    return Money(amount, "EUR")


def test_the_first_holds_the_second_waits_and_takes_over() -> None:
    first = Wish("cairn", 5, DAY, eur(380), until=date(2022, 2, 1))
    second = Wish("devas", 5, date(2021, 9, 24), eur(380))
    flat = eur(380)
    assert places(flat, [first, second], DAY) == (Place("cairn", eur(380), eur(0)),)
    assert places(flat, [first, second], date(2021, 9, 24))[1] == Place("devas", eur(0), eur(380))
    assert places(flat, [first, second], date(2022, 2, 1)) == (Place("devas", eur(380), eur(0)),)


def test_the_better_rank_takes_what_is_let_go_and_ousts_nobody() -> None:
    wishes = [
        Wish("contract", 5, DAY, eur(60), until=DAY + timedelta(9)),
        Wish("other", 5, DAY + timedelta(1), eur(100)),
        Wish("wages", 1, DAY + timedelta(2), eur(50)),
    ]
    found = {one.creditor: one.holds for one in places(eur(100), wishes, DAY + timedelta(3))}
    assert found == {"contract": eur(60), "other": eur(40), "wages": eur(0)}
    later = {one.creditor: one.holds for one in places(eur(100), wishes, DAY + timedelta(9))}
    assert later == {"other": eur(50), "wages": eur(50)}


def test_two_currencies_are_refused() -> None:
    with pytest.raises(ValueError, match="two currencies"):
        places(eur(1), [Wish("a", 5, DAY, Money(1, "USD"))], DAY)


wishes_of = st.lists(
    st.tuples(st.integers(1, 5), st.integers(0, 9), st.integers(1, 90), st.none() | st.integers(1, 9)),
    max_size=6,
)


@given(wishes_of, st.integers(1, 120), st.integers(0, 20))
def test_never_over_the_value_and_nothing_idle_while_somebody_waits(
    rows: list[tuple[int, int, int, int | None]], value: int, after: int
) -> None:
    wishes = [
        Wish(f"c{i}", rank, DAY + timedelta(since), eur(asks),
             None if lasts is None else DAY + timedelta(since + lasts))
        for i, (rank, since, asks, lasts) in enumerate(rows)
    ]  # fmt: skip
    found = places(eur(value), wishes, DAY + timedelta(after))
    held = sum(one.holds.minor for one in found)
    waiting = sum(one.waits.minor for one in found)
    assert held <= value
    assert held == value or waiting == 0
    assert all(one.holds.minor >= 0 and one.waits.minor >= 0 for one in found)
