"""The 10 % sanction or the 3-25 % pay, never both; ceiling, edges, flags."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.law.charges import charges, private_pay, state_sanction

DEBT = Money.of("13684550338.70", "KZT")
MCI_2024 = 3692


def tenge(amount: str | int) -> Money:
    return Money.of(amount, "KZT")


def test_golden_sums_of_2023() -> None:
    state, private = charges(DEBT, date(2023, 7, 1))
    assert (state.assumption, private.assumption) == ("state-bailiff", "private-bailiff")
    assert state.amount == tenge("1368455033.87")
    assert private.amount == tenge("34500000")
    assert not any("wording" in flag for flag in private.flags)


def test_without_the_ceiling_it_would_be_three_percent() -> None:
    assert DEBT.times(3, "half-up").minor // 100 == tenge("410536510.16").minor


def test_before_the_bands_were_known_the_answer_carries_the_flag() -> None:
    private = private_pay(DEBT, date(2022, 12, 1))
    assert private.amount == tenge("30630000")  # 10,000 x 3,063: the index for penalties, not 3,180
    assert any("wording not verified for this date" in flag for flag in private.flags)


def test_known_kind_gives_one_outcome() -> None:
    assert [one.head for one in charges(DEBT, date(2024, 1, 1), "state")] == ["sanction"]
    assert [one.head for one in charges(DEBT, date(2024, 1, 1), "private")] == ["bailiff-pay"]


@pytest.mark.parametrize(
    ("multiples", "percent_of_index"),
    [
        (60, 1500),
        (61, 1220),
        (300, 6000),
        (1000, 15000),
        (5000, 50000),
        (10000, 80000),
        (20000, 100000),
        (20001, 60003),
    ],
)
def test_bands_are_flat_as_printed(multiples: int, percent_of_index: int) -> None:
    pay = private_pay(tenge(multiples * MCI_2024), date(2024, 1, 1))
    assert pay.amount == Money(percent_of_index * MCI_2024, "KZT")  # hundredths of an index in tiyn
    jumped = any("jump" in flag for flag in pay.flags)
    assert jumped is (multiples in (61, 20001))


@given(st.integers(1, 10**13))
def test_marginal_pay_never_falls_and_never_passes_the_ceiling(minor: int) -> None:
    day = date(2024, 1, 1)
    here = private_pay(Money(minor, "KZT"), day, bands="marginal")
    more = private_pay(Money(minor + 100, "KZT"), day, bands="marginal")
    assert here.amount <= more.amount <= tenge(10000 * MCI_2024)
    assert here.amount <= Money(minor, "KZT")


def test_no_sanction_from_the_state_or_below_one_index() -> None:
    day = date(2024, 1, 1)
    assert state_sanction(DEBT, day, debtor_is_state=True).amount.minor == 0
    assert state_sanction(tenge(3691), day).amount.minor == 0
    assert state_sanction(tenge(3692), day).amount == tenge("369.20")


def test_other_money_needs_a_rate() -> None:
    with pytest.raises(ValueError, match="rate"):
        state_sanction(Money.of(1, "USD"), date(2024, 1, 1))


def test_json() -> None:
    body = state_sanction(DEBT, date(2023, 3, 14)).as_json()
    assert body["amount"] == {"amount": "1368455033.87", "currency": "KZT"}
    assert body["article"] == "ENF 124"
