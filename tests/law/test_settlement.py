"""Settlement and write-off (Cosmos 954), instalments with default, standstill, set-off, another currency."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.law.settlement import (
    Instalment,
    Paid,
    Plan,
    Settlement,
    Standstill,
    equal_instalments,
    part_payment,
    plan_state,
    set_off,
    settle,
)
from downrange.reference.exchange import official, supplied_quote

COSMOS = Settlement(Money.of("6041174.70", "CAD"), Money.of(3000000, "CAD"), date(1981, 4, 2))


def tenge(amount: int) -> Money:
    return Money.of(amount, "KZT")


def test_cosmos_954() -> None:
    """Asked C$6,041,174.70; C$3,000,000 in full and final settlement: C$3,041,174.70 written off, 49.66 % paid."""
    assert settle(COSMOS, [], date(1980, 1, 1)).due == COSMOS.asked
    pending = settle(COSMOS, [], date(1981, 4, 2))
    assert (pending.state, pending.due, pending.written_off.minor) == ("pending", COSMOS.agreed, 0)
    done = settle(COSMOS, [Paid(Money.of(3000000, "CAD"), date(1981, 6, 1))], date(1982, 1, 1))
    assert (done.state, done.due.minor, done.written_off) == ("performed", 0, Money.of("3041174.70", "CAD"))
    assert round(Decimal(100) * COSMOS.agreed.amount / COSMOS.asked.amount, 2) == Decimal("49.66")


def test_a_broken_settlement_revives_the_claim() -> None:
    dated = Settlement(tenge(100), tenge(40), date(2023, 1, 1), pay_by=date(2023, 6, 1))
    part = [Paid(tenge(10), date(2023, 2, 1))]
    assert settle(dated, part, date(2023, 6, 1)).due == tenge(30)
    broken = settle(dated, part, date(2023, 6, 2))
    assert (broken.state, broken.due) == ("broken", tenge(90))
    at_once = Settlement(tenge(100), tenge(40), date(2023, 1, 1), date(2023, 6, 1), "agreed")
    kept = settle(at_once, part, date(2023, 6, 2))
    assert (kept.state, kept.due, kept.written_off) == ("pending", tenge(30), tenge(60))
    with pytest.raises(ValueError, match="two currencies"):
        Settlement(tenge(1), Money.of(1, "USD"), date(2023, 1, 1))


PLAN = Plan(equal_instalments(tenge(300), 3, date(2023, 1, 31), 1), missed_number=2, grace_days=5)


def test_equal_instalments_keep_the_sum_and_the_month_end() -> None:
    assert [one.due_on for one in PLAN.instalments] == [
        date(2023, 1, 31),
        date(2023, 2, 28),
        date(2023, 3, 31),
    ]
    cut = equal_instalments(Money(1000, "KZT"), 3, date(2023, 1, 1), 1)
    assert [one.amount.minor for one in cut] == [334, 333, 333]


@pytest.mark.parametrize(
    ("day", "state"),
    [
        ("2023-01-30", "kept"),
        ("2023-01-31", "overdue"),
        ("2023-02-05", "overdue"),
        ("2023-03-05", "overdue"),
        ("2023-03-06", "default"),
    ],
)
def test_default_after_two_missed_and_five_days_of_grace(day: str, state: str) -> None:
    assert plan_state(PLAN, [], date.fromisoformat(day)).state == state


def test_default_makes_everything_due() -> None:
    found = plan_state(PLAN, [Paid(tenge(50), date(2023, 1, 31))], date(2023, 3, 6))
    assert (found.default_on, found.due_now, found.overdue) == (date(2023, 3, 6), tenge(250), tenge(150))
    slow = Plan(PLAN.instalments, 2, 5, accelerates=False)
    assert plan_state(slow, [], date(2023, 3, 6)).due_now == tenge(200)


def test_paying_in_time_keeps_and_performs() -> None:
    paid = [Paid(tenge(100), one.due_on) for one in PLAN.instalments]
    assert plan_state(PLAN, paid, date(2023, 3, 1)).state == "kept"
    assert plan_state(PLAN, paid, date(2023, 4, 1)).state == "performed"


def test_an_offer_that_a_list_stops_is_no_default() -> None:
    offers = [Paid(tenge(100), one.due_on, barred=True) for one in PLAN.instalments]
    found = plan_state(PLAN, offers, date(2023, 4, 30))
    assert (found.state, found.default_on, found.overdue) == ("willing-but-barred", None, tenge(300))
    assert plan_state(PLAN, offers[:1], date(2023, 4, 30)).state == "default"


def test_grace_in_working_days_skips_nauryz() -> None:
    plan = Plan((Instalment(date(2023, 3, 17), tenge(1)),), grace_days=5, grace_unit="working")
    assert plan.last_day(plan.instalments[0]) == date(2023, 3, 29)
    with pytest.raises(ValueError, match="plan needs"):
        Plan(())


def test_standstill_cuts_the_days_of_interest() -> None:
    still = Standstill(date(2023, 3, 14), date(2023, 3, 31), ("interest", "enforcement"))
    assert still.covers(date(2023, 3, 14), "enforcement")
    assert not still.covers(date(2023, 3, 14), "limitation")
    assert still.spans(date(2023, 3, 1), date(2023, 4, 10), "interest") == (
        (date(2023, 3, 1), date(2023, 3, 14)),
        (date(2023, 4, 1), date(2023, 4, 10)),
    )
    assert still.spans(date(2023, 3, 20), date(2023, 3, 25), "interest") == ()
    whole = ((date(2023, 3, 1), date(2023, 4, 10)),)
    assert still.spans(*whole[0], "limitation") == whole


def test_set_off_takes_the_smaller_and_refuses_with_the_reason() -> None:
    day = date(2023, 3, 14)
    found = set_off(tenge(100), tenge(30), day, both_due=True, counter_barred_by_time=False)
    assert (found.taken, found.claim_left, found.counter_left.minor) == (tenge(30), tenge(70), 0)
    assert "time-barred" in str(
        set_off(tenge(1), tenge(1), day, both_due=True, counter_barred_by_time=True).refused
    )
    assert set_off(tenge(1), tenge(1), day, both_due=False, counter_barred_by_time=False).refused
    with pytest.raises(ValueError, match="rate"):
        set_off(tenge(1), Money.of(1, "USD"), day, both_due=True, counter_barred_by_time=False)


def test_part_payment_in_dollars_at_the_rate_of_the_day() -> None:
    quote = official("USD", "KZT", date(2023, 2, 1))
    found = part_payment(Money.of(1000000, "USD"), quote, "KZT")
    assert found.amount == Money.of("460510000", "KZT")
    assert found.as_json()["series"] == "imf-month-end"
    with pytest.raises(ValueError, match="already"):
        part_payment(tenge(1), quote, "KZT")
    euro = supplied_quote("EUR", "USD", "1.08", date(2023, 2, 1), "bank")
    with pytest.raises(ValueError, match="does not lead"):
        part_payment(Money.of(1, "EUR"), euro, "KZT")


@given(st.integers(1, 10**12), st.integers(1, 60))
def test_instalments_add_up(minor: int, number: int) -> None:
    cut = equal_instalments(Money(minor, "KZT"), number, date(2023, 1, 31), 1)
    assert sum(one.amount.minor for one in cut) == minor
    assert max(one.amount.minor for one in cut) - min(one.amount.minor for one in cut) <= 1
