"""The exit ban (ENF 33): from which debt, how early, and when it must be lifted.

The ban hangs on the office, not on the person: a new head ends the old ban and becomes a candidate for a
fresh one with a notice of his own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from downrange.base.calendar import add_working_days, calendar_flags
from downrange.base.money import Money
from downrange.law.rule import NO_BOOK, Rulebook, flags_of
from downrange.reference.dated import Found

__all__ = ["ExitBan", "Lifting", "exit_ban", "lifting"]


@dataclass(frozen=True)
class ExitBan:
    """Whether the bailiff must order the ban, and the first and last day on which it may take effect."""

    required: bool
    threshold: Money
    earliest_order: date | None
    court_decides_by: date | None
    article: str
    rules: tuple[Found, ...]
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Lifting:
    """Whether a ground lifts the ban and by when; what follows for a new head."""

    lifts: bool
    by: date | None
    because: str
    rule: Found


def exit_ban(
    debt: Money,
    on: date,
    notice_on: date | None,
    periodic_unpaid_months: int = 0,
    book: Rulebook = NO_BOOK,
) -> ExitBan:
    """Say whether an exit ban must be ordered and how early.

    Parameters
    ----------
    debt : Money
        In tenge; equal to the threshold counts.
    notice_on : date or None
        Day of the proper notice about the ban to the debtor, or to the head of the debtor company.
    periodic_unpaid_months : int
        Whole months of unpaid periodic payments.

    Raises
    ------
    ValueError
        If the debt is not in tenge.
    """
    if debt.currency != "KZT":
        raise ValueError(f"the threshold is laid down in tenge; {debt} needs a rate, a source and a date")
    multiples = book.find("kz-enforcement.exit_ban_threshold_mci", on)
    months = book.find("kz-enforcement.exit_ban_periodic_months", on)
    notice = book.find("kz-enforcement.exit_ban_notice_working_days", on)
    sanction = book.find("kz-civil-procedure.sanction_decision_working_days", on)
    threshold, index = book.index(multiples.count, on)
    required = debt >= threshold or periodic_unpaid_months > months.count
    rules = (multiples, months, notice, sanction, index)
    if not required or notice_on is None:
        return ExitBan(required, threshold, None, None, multiples.article, rules, flags_of(rules))
    after = add_working_days(notice_on, notice.count)
    decided = add_working_days(after, sanction.count)
    flags = (*flags_of(rules), *calendar_flags(notice_on, decided))
    return ExitBan(True, threshold, after, decided, multiples.article, rules, flags)


def lifting(
    ground: str, happened_on: date, *, only_founder: bool = False, book: Rulebook = NO_BOOK
) -> Lifting:
    """Say whether a ground lifts the ban: six do, a change of head too unless he is the only founder."""
    grounds = book.find("kz-enforcement.exit_ban_lifting_grounds", happened_on)
    days = book.find("kz-enforcement.exit_ban_lifting_working_days", happened_on)
    if ground not in grounds.items:
        return Lifting(False, None, f"{ground} is none of the six grounds", grounds)
    if ground == "change-of-head" and only_founder:
        return Lifting(False, None, "the former head is the company's only founder", grounds)
    by = add_working_days(happened_on, days.count)
    told = "the ban hangs on the office: the new head may get one after a notice of his own"
    return Lifting(True, by, told if ground == "change-of-head" else ground, grounds)
