"""Allocation: Kazakh against Russian order, nothing lost, arrival order of one day without effect, ranks."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from downrange.base.money import Money
from downrange.law.payment import (
    Due,
    Order,
    Payment,
    agreed_order,
    allocate,
    by_ranks,
    order_of,
    pay_all,
)

DAY = date(2023, 3, 14)


def tenge(amount: int) -> Money:
    return Money.of(amount, "KZT")


DUES = (
    Due("costs", "costs", tenge(10), date(2023, 1, 1)),
    Due("penalty", "penalty", tenge(20), date(2023, 1, 1)),
    Due("principal", "principal", tenge(100), date(2023, 1, 1)),
    Due("remuneration", "remuneration", tenge(30), date(2023, 1, 1)),
    Due("next", "principal", tenge(100), date(2024, 1, 1)),
)


@pytest.mark.parametrize(
    ("law", "parts"),
    [
        ("kz", {"principal": 100, "remuneration": 15}),
        ("ru", {"costs": 10, "remuneration": 30, "principal": 75}),
    ],
)
def test_115_tenge_go_two_ways(law: str, parts: dict[str, int]) -> None:
    """Kazakhstan: principal and remuneration first. Russia: costs, the price of credit, principal."""
    spread = allocate(tenge(115), DUES, DAY, order_of(law, DAY))
    assert {part.due: part.amount for part in spread.parts} == {
        name: tenge(amount) for name, amount in parts.items()
    }
    assert not spread.left.minor


def test_penalty_and_costs_come_last_in_kazakhstan_and_default_interest_in_russia() -> None:
    kz = [part.due for part in allocate(tenge(260), DUES, DAY, order_of("kz", DAY)).parts]
    assert kz == ["principal", "remuneration", "next", "penalty", "costs"]
    ru = [part.due for part in allocate(tenge(260), DUES, DAY, order_of("ru", DAY)).parts]
    assert ru == ["costs", "remuneration", "principal", "next", "penalty"]


def test_a_bailiff_takes_fines_and_pay_before_creditors() -> None:
    dues = (*DUES[2:3], Due("pay", "bailiff-pay", tenge(5), DAY), Due("fine", "fine", tenge(3), DAY))
    spread = allocate(tenge(50), dues, DAY, order_of("private-bailiff", DAY))
    assert [(part.due, part.amount) for part in spread.parts] == [
        ("fine", tenge(3)), ("pay", tenge(5)), ("principal", tenge(42)),
    ]  # fmt: skip


def test_what_is_over_goes_back() -> None:
    spread = allocate(tenge(300), DUES, DAY, order_of("kz", DAY))
    assert spread.left == tenge(40)
    assert spread.remaining == ()


def test_an_agreed_order_goes_first_and_must_know_the_heads() -> None:
    order = agreed_order(["costs", "principal"], "clause 9")
    assert allocate(tenge(15), DUES[:1] + DUES[2:3], DAY, order).parts[0].due == "costs"
    with pytest.raises(ValueError, match="does not know"):
        allocate(tenge(1), DUES, DAY, order)


def test_no_silent_conversion_and_no_negative_payment() -> None:
    with pytest.raises(ValueError, match="rate"):
        allocate(Money.of(1, "USD"), DUES, DAY, order_of("kz", DAY))
    with pytest.raises(ValueError, match="reversal"):
        allocate(tenge(-1), DUES, DAY, order_of("kz", DAY))
    with pytest.raises(ValueError, match="no order"):
        order_of("xx", DAY)


def test_two_dues_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="share"):
        allocate(tenge(1), DUES[:1] * 2, DAY, order_of("kz", DAY))


def test_the_order_of_before_2020_is_flagged() -> None:
    assert any("wording" in flag for flag in order_of("kz", date(2013, 7, 2)).rules[0].flags)


HEADS = st.sampled_from(["principal", "remuneration", "penalty", "costs"])
SPREAD = st.lists(st.tuples(HEADS, st.integers(0, 10**12), st.integers(-400, 400)), min_size=1, max_size=8)
ORDERS = st.sampled_from(["kz", "ru"])


def _dues(rows: list[tuple[str, int, int]]) -> tuple[Due, ...]:
    return tuple(
        Due(f"d{index}", head, Money(minor, "KZT"), DAY + timedelta(days=days))
        for index, (head, minor, days) in enumerate(rows)
    )


@given(SPREAD, st.integers(0, 10**13), ORDERS)
def test_parts_and_rest_add_up_to_the_payment(rows: list[tuple[str, int, int]], minor: int, law: str) -> None:
    dues = _dues(rows)
    spread = allocate(Money(minor, "KZT"), dues, DAY, order_of(law, DAY))
    assert sum(part.amount.minor for part in spread.parts) + spread.left.minor == minor
    owed = sum(due.amount.minor for due in dues)
    assert sum(due.amount.minor for due in spread.remaining) == owed - (minor - spread.left.minor)
    assert spread.left.minor == 0 or not spread.remaining
    for part in spread.parts:
        assert part.amount.minor > 0


@given(SPREAD, st.lists(st.integers(0, 10**12), min_size=1, max_size=3), ORDERS)
def test_arrival_order_of_one_value_date_changes_nothing(
    rows: list[tuple[str, int, int]], sums: list[int], law: str
) -> None:
    dues, order = _dues(rows), order_of(law, DAY)
    payments = [Payment(f"p{index}", Money(minor, "KZT"), DAY) for index, minor in enumerate(sums)]
    ends = {pay_all(each, dues, order)[-1].remaining for each in permutations(payments)}
    assert len(ends) == 1
    one_by_one: tuple[Due, ...] = dues
    for payment in payments:
        one_by_one = allocate(payment.amount, one_by_one, DAY, order).remaining
    assert ends == {one_by_one}


@given(
    st.integers(0, 10**12),
    st.dictionaries(
        st.text("abcdef", min_size=1, max_size=3),
        st.tuples(st.integers(1, 5), st.integers(0, 10**11)),
        min_size=1,
        max_size=6,
    ),
)
def test_ranks_in_full_before_the_next_and_pro_rata_inside(
    minor: int, rows: dict[str, tuple[int, int]]
) -> None:
    claims = {name: (rank, Money(owed, "KZT")) for name, (rank, owed) in rows.items()}
    given_ = by_ranks(Money(minor, "KZT"), claims)
    assert sum(one.minor for one in given_.values()) == min(minor, sum(owed for _, owed in rows.values()))
    short = [rank for name, (rank, owed) in rows.items() if given_[name].minor < owed]
    for name, (rank, owed) in rows.items():
        assert given_[name].minor <= owed
        if short and rank > min(short):
            assert given_[name].minor == 0
    if short:
        inside = {name: owed for name, (rank, owed) in rows.items() if rank == min(short)}
        got = sum(given_[name].minor for name in inside)
        for name, owed in inside.items():
            assert abs(given_[name].minor - Fraction(got * owed, sum(inside.values()))) < 1


class LedgerAgainstRationals(RuleBasedStateMachine):
    """Dues and payments against an independent model that keeps one exact rational for each head."""

    def __init__(self) -> None:
        super().__init__()
        self.dues: tuple[Due, ...] = ()
        self.number = 0
        self.owed: dict[str, Fraction] = {}
        self.order: Order = order_of("ru", DAY)

    @rule(head=HEADS, minor=st.integers(1, 10**9))
    def charge(self, head: str, minor: int) -> None:
        self.number += 1
        self.dues += (Due(f"{self.number}", head, Money(minor, "KZT"), DAY),)
        self.owed[head] = self.owed.get(head, Fraction(0)) + Fraction(minor, 100)

    @rule(minor=st.integers(0, 10**9))
    def pay(self, minor: int) -> None:
        spread = allocate(Money(minor, "KZT"), self.dues, DAY, self.order)
        self.dues = spread.remaining
        left = Fraction(minor, 100)
        for head in ("costs", "remuneration", "principal", "penalty"):
            taken = min(left, self.owed.get(head, Fraction(0)))
            self.owed[head] = self.owed.get(head, Fraction(0)) - taken
            left -= taken
        assert Fraction(spread.left.minor, 100) == left

    @invariant()
    def both_say_the_same(self) -> None:
        for head in ("costs", "remuneration", "principal", "penalty"):
            mine = sum(due.amount.minor for due in self.dues if due.head == head)
            assert Fraction(mine, 100) == self.owed.get(head, Fraction(0))


TestLedgerAgainstRationals = LedgerAgainstRationals.TestCase
