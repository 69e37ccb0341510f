"""Ways a debt ends or changes by agreement: settlement with write-off, instalments, standstill, set-off.

A settlement in full and final satisfaction writes off the rest only once it is performed, unless it says
otherwise. An instalment that a sanctions list stops while the debtor offered it is "willing but barred", not
default.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from downrange.base.calendar import add_months, add_working_days
from downrange.base.money import Money, Rounding
from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found
from downrange.reference.exchange import Converted, Quote, convert

__all__ = [
    "Instalment",
    "Paid",
    "Plan",
    "PlanState",
    "SetOff",
    "Settlement",
    "SettlementState",
    "Standstill",
    "equal_instalments",
    "part_payment",
    "plan_state",
    "set_off",
    "settle",
]


@dataclass(frozen=True)
class Settlement:
    """An agreed sum for a claim; ``write_off_when`` says what ends the rest."""

    asked: Money
    agreed: Money
    agreed_on: date
    pay_by: date | None = None
    write_off_when: Literal["agreed", "performed"] = "performed"

    def __post_init__(self) -> None:
        if self.asked.currency != self.agreed.currency:
            raise ValueError("asked and agreed are in two currencies")


@dataclass(frozen=True)
class SettlementState:
    """Where a settlement stands on a day."""

    state: Literal["not-yet", "pending", "performed", "broken"]
    paid: Money
    due: Money
    written_off: Money


@dataclass(frozen=True)
class Paid:
    """A payment made, or one offered and stopped (``barred``), by its value date."""

    amount: Money
    on: date
    barred: bool = False


def _sum(paid: Iterable[Paid], on: date, currency: str) -> Money:
    minor = sum(
        one.amount.minor
        for one in paid
        if one.on <= on and not one.barred and one.amount.currency == currency
    )
    return Money(minor, currency)


def settle(settlement: Settlement, paid: Sequence[Paid], on: date) -> SettlementState:
    """Give what is due and what is written off under a settlement on a day.

    Before the settlement, or once it is broken (unpaid after ``pay_by``), the full claim less payments is
    due.
    """
    currency = settlement.agreed.currency
    got = _sum(paid, on, currency)
    none = Money(0, currency)
    if on < settlement.agreed_on:
        return SettlementState("not-yet", got, settlement.asked - got, none)
    rest = settlement.asked - settlement.agreed
    if got >= settlement.agreed:
        return SettlementState("performed", got, none, rest)
    at_once = settlement.write_off_when == "agreed"
    if settlement.pay_by is not None and on > settlement.pay_by and not at_once:
        return SettlementState("broken", got, settlement.asked - got, none)
    return SettlementState("pending", got, settlement.agreed - got, rest if at_once else none)


@dataclass(frozen=True)
class Instalment:
    """One payment of a plan."""

    due_on: date
    amount: Money


@dataclass(frozen=True)
class Plan:
    """Instalments with the trigger of default: so many missed in a row, each after its days of grace.

    ``grace_unit`` counts grace in calendar or Kazakh working days; ``accelerates`` makes everything due at
    default.
    """

    instalments: tuple[Instalment, ...]
    missed_number: int = 1
    grace_days: int = 0
    grace_unit: Literal["calendar", "working"] = "calendar"
    accelerates: bool = True

    def __post_init__(self) -> None:
        if not self.instalments or self.missed_number < 1 or self.grace_days < 0:
            raise ValueError(
                "a plan needs instalments, a trigger of one or more missed, and no negative grace"
            )

    def last_day(self, instalment: Instalment) -> date:
        """Give the last day on which an instalment can be paid without being missed."""
        if self.grace_unit == "working":
            return add_working_days(instalment.due_on, self.grace_days)
        return instalment.due_on + timedelta(days=self.grace_days)


@dataclass(frozen=True)
class PlanState:
    """Where a plan stands: what is overdue, what is due now, whether and since when it is in default."""

    state: Literal["kept", "overdue", "willing-but-barred", "default", "performed"]
    paid: Money
    overdue: Money
    due_now: Money
    left: Money
    default_on: date | None
    because: str


def equal_instalments(total: Money, number: int, first: date, every_months: int) -> tuple[Instalment, ...]:
    """Cut a sum into equal instalments; the minor units left over go to the first ones."""
    if number < 1:
        raise ValueError("at least one instalment")
    each, over = divmod(total.minor, number)
    return tuple(
        Instalment(
            add_months(first, index * every_months, "last-day"), Money(each + (index < over), total.currency)
        )
        for index in range(number)
    )


def _missed(plan: Plan, paid: Sequence[Paid], on: date) -> tuple[date | None, list[Instalment]]:
    """Give the day of default, if any, and the instalments not covered in time up to a day."""
    currency = plan.instalments[0].amount.currency
    needed, run, missed = Money(0, currency), 0, []
    for one in sorted(plan.instalments, key=lambda item: item.due_on):
        needed = needed + one.amount
        limit = plan.last_day(one)
        if limit >= on:
            break
        if _sum(paid, limit, currency) >= needed:
            run = 0
            continue
        missed.append(one)
        offered = [each for each in paid if each.barred and each.on <= limit]
        short = needed.minor - _sum(paid, limit, currency).minor
        run = run if sum(each.amount.minor for each in offered) >= short else run + 1
        if run >= plan.missed_number:
            return limit + timedelta(days=1), missed
    return None, missed


def plan_state(plan: Plan, paid: Sequence[Paid], on: date) -> PlanState:
    """Give the state of an instalment plan on a day (the end of it).

    An instalment short of money only because offers were stopped by a bar does not count towards default.
    """
    currency = plan.instalments[0].amount.currency
    total = Money(sum(one.amount.minor for one in plan.instalments), currency)
    got = _sum(paid, on, currency)
    fallen = Money(sum(one.amount.minor for one in plan.instalments if one.due_on <= on), currency)
    none = Money(0, currency)
    overdue, left = max(fallen - got, none), max(total - got, none)
    default_on, missed = _missed(plan, paid, on)
    if got >= total:
        return PlanState("performed", got, none, none, none, default_on, "paid in full")
    if default_on is not None:
        due = left if plan.accelerates else overdue
        told = f"{plan.missed_number} missed after the days of grace"
        return PlanState("default", got, overdue, due, left, default_on, told)
    offered = any(one.barred and one.on <= on for one in paid)
    if overdue.minor and missed and offered:
        told = "the debtor offered and a list stopped the payment: no default, measures stay"
        return PlanState("willing-but-barred", got, overdue, overdue, left, None, told)
    if overdue.minor:
        return PlanState(
            "overdue", got, overdue, overdue, left, None, "overdue, within the trigger of default"
        )
    return PlanState("kept", got, none, none, left, None, "every instalment so far is paid")


@dataclass(frozen=True)
class Standstill:
    """Days on which the parties agreed to hold still, both ends included, and what stands still."""

    start: date
    end: date
    stops: tuple[Literal["enforcement", "interest", "limitation"], ...] = ("enforcement",)

    def covers(self, on: date, what: str) -> bool:
        """Say whether something stands still on a day."""
        return what in self.stops and self.start <= on <= self.end

    def spans(self, start: date, end: date, what: str) -> tuple[tuple[date, date], ...]:
        """Cut the days from ``start`` up to but not including ``end`` to those that still run."""
        if what not in self.stops or self.end < start or self.start >= end:
            return ((start, end),)
        after = self.end + timedelta(days=1)
        pieces = ((start, min(self.start, end)), (max(after, start), end))
        return tuple((first, last) for first, last in pieces if first < last)


@dataclass(frozen=True)
class SetOff:
    """What a set-off takes from both debts, and what is left of each; refused with the reason."""

    taken: Money
    claim_left: Money
    counter_left: Money
    refused: str | None
    rule: Found


def set_off(
    claim: Money,
    counter: Money,
    on: date,
    *,
    both_due: bool,
    counter_barred_by_time: bool,
    book: Rulebook = NO_BOOK,
) -> SetOff:
    """Set a counter-debt off by one side's notice (Civil Code of Kazakhstan art. 367-373).

    Raises
    ------
    ValueError
        If the debts are in two currencies: convert first, at a named rate.
    """
    rule = book.find("kz-civil-code.set_off_needs", on)
    if claim.currency != counter.currency:
        raise ValueError("a set-off of two currencies needs a rate, a source and a date")
    none = Money(0, claim.currency)
    if not both_due:
        return SetOff(none, claim, counter, "one of the debts is not yet due", rule)
    if counter_barred_by_time:
        return SetOff(none, claim, counter, "the counter-debt is time-barred", rule)
    taken = min(claim, counter)
    return SetOff(taken, claim - taken, counter - taken, None, rule)


def part_payment(payment: Money, at: Quote, claim_currency: str, rounding: Rounding = "half-up") -> Converted:
    """Turn a payment in another currency into the claim's at one named quote (ENF 58(3): the day of payment).

    Raises
    ------
    ValueError
        If the quote does not join the two currencies, or the payment already is in the claim's.
    """
    if payment.currency == claim_currency:
        raise ValueError(f"the payment already is in {claim_currency}")
    found = convert(payment, at, rounding)
    if found.amount.currency != claim_currency:
        raise ValueError(f"{at.pair} does not lead to {claim_currency}")
    return found
