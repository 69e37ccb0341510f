"""Interest of a claim up to a day, on what was owed in each stretch of days, under every allowed choice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from downrange.base.calendar import DayCount
from downrange.base.money import Money, round_fraction
from downrange.case.schema import InterestTerms, day_range
from downrange.errors import SourceError
from downrange.law.interest import (
    Choice,
    Interest,
    InterestLine,
    RatePeriod,
    compound,
    exact_simple,
    late_payment_rate,
)
from downrange.law.rule import NO_BOOK, Rulebook, flags_of

__all__ = ["Stretch", "accrued", "stretches"]


@dataclass(frozen=True)
class Stretch:
    """What was owed from a day up to, not including, another."""

    start: date
    end: date
    owed: Money


def stretches(
    principal: Money, reductions: Sequence[tuple[date, Money]], start: date, end: date
) -> tuple[Stretch, ...]:
    """Cut the days from ``start`` up to ``end`` where payments reduced the debt; each counts on its day."""
    owed, here, found = principal, start, []
    for day, amount in sorted(reductions, key=lambda one: one[0]):
        if day > here:
            cut = min(day, end)
            if cut > here and owed.minor > 0:
                found.append(Stretch(here, cut, owed))
            here = max(here, cut)
        owed = owed - amount
    if end > here and owed.minor > 0:
        found.append(Stretch(here, end, owed))
    return tuple(found)


def accrued(
    terms: InterestTerms,
    principal: Money,
    reductions: Sequence[tuple[date, Money]],
    on: date,
    book: Rulebook = NO_BOOK,
) -> tuple[Interest | None, str | None]:
    """Give the interest accrued up to a day, least and most over the choices, or None with the reason.

    A first day of delay known only to the month or year gives the choices for its first and last possible
    day.

    Parameters
    ----------
    reductions : sequence of (day, amount)
        Payments and write-offs credited to the principal.
    """
    first, last = day_range(terms.start_on)
    if on <= first:
        return None, f"not yet: it runs from {terms.start_on}"
    starts = [first] if first == last else [first, min(last, on)]
    choices: list[Choice] = []
    refused: list[str] = []
    for start in starts:
        pieces = stretches(principal, reductions, start, on)
        named = "" if len(starts) == 1 else f", from {start}"
        for convention in terms.day_counts:
            found, missing = _choices(terms, pieces, principal, on, convention, named, book)
            choices += found
            refused += missing
    if not choices:
        return None, "refused: " + "; ".join(dict.fromkeys(refused))
    amounts = [choice.amount for choice in choices]
    return Interest(min(amounts), max(amounts), tuple(choices), tuple(dict.fromkeys(refused))), None


def _choices(
    terms: InterestTerms,
    pieces: tuple[Stretch, ...],
    principal: Money,
    on: date,
    convention: DayCount,
    named: str,
    book: Rulebook,
) -> tuple[list[Choice], list[str]]:
    if terms.rule == "kz-353":
        return _at_chosen_days(terms, pieces, principal.currency, on, convention, named, book)
    if terms.rule == "per-day":
        return [_per_day(terms, pieces, principal, convention, named)], []
    rate = Decimal(terms.rate_percent_per_y or "0")
    name = terms.rule + named
    if terms.rule == "compound":
        assert terms.compounding is not None, "the schema demands it"
        if len(pieces) > 1 or (pieces and pieces[0].owed != principal):
            return [], ["compound interest beside part payments: what they pay first is not laid down"]
        period = [RatePeriod(pieces[0].start, pieces[0].end, rate, terms.article)]
        amount = compound(principal, period, convention, terms.compounding, "half-up")
        whole = (_line(pieces[0], rate, "y", Fraction(amount.minor)),)
        return [Choice(name, rate, convention, terms.article, amount, lines=whole)], []
    amount = _simple(pieces, rate, convention, principal.currency)
    lines = _lines(pieces, rate, convention)
    return [Choice(name, rate, convention, terms.article, amount, lines=lines)], []


def _simple(pieces: Sequence[Stretch], rate: Decimal, convention: DayCount, currency: str) -> Money:
    """Sum simple interest over the stretches exactly and round once."""
    exact = sum(
        (
            exact_simple(piece.owed, [RatePeriod(piece.start, piece.end, rate, "")], convention)
            for piece in pieces
        ),
        Fraction(0),
    )
    return Money(round_fraction(exact, "half-up"), currency)


def _lines(pieces: Sequence[Stretch], rate: Decimal, convention: DayCount) -> tuple[InterestLine, ...]:
    return tuple(
        _line(
            piece,
            rate,
            "y",
            exact_simple(piece.owed, [RatePeriod(piece.start, piece.end, rate, "")], convention),
        )
        for piece in pieces
    )


def _line(piece: Stretch, rate: Decimal, per: Literal["y", "d"], minor: Fraction) -> InterestLine:
    """Write a line; what it bore is cut for reading to four digits beyond the minor unit's place."""
    unit = piece.owed.amount / piece.owed.minor if piece.owed.minor else Decimal(0)
    bore = (unit * minor.numerator / minor.denominator).quantize(Decimal("0.0001"))
    return InterestLine(piece.start, piece.end, piece.owed, rate, per, bore)


def _per_day(
    terms: InterestTerms, pieces: tuple[Stretch, ...], principal: Money, convention: DayCount, named: str
) -> Choice:
    rate = Decimal(terms.penalty_percent_per_d or "0")
    exact = sum(
        (Fraction(piece.owed.minor * (piece.end - piece.start).days) for piece in pieces), Fraction(0)
    )
    total = Money(round_fraction(exact * Fraction(rate) / 100, "half-up"), principal.currency)
    if terms.cap_percent is not None:
        total = min(total, principal.times(Decimal(terms.cap_percent) / 100, "half-up"))
    lines = tuple(
        _line(
            piece,
            rate,
            "d",
            Fraction(piece.owed.minor * (piece.end - piece.start).days) * Fraction(rate) / 100,
        )
        for piece in pieces
    )
    return Choice("per-day" + named, rate, convention, terms.article, total, lines=lines)


def _at_chosen_days(
    terms: InterestTerms,
    pieces: tuple[Stretch, ...],
    currency: str,
    on: date,
    convention: DayCount,
    named: str,
    book: Rulebook,
) -> tuple[list[Choice], list[str]]:
    """Take the rate of each day the creditor may choose; of an unpaid debt the day asked about."""
    days = {what: day_range(text)[1] for what, text in terms.choice_days.items()}
    days.setdefault("payment", on)
    found, refused = [], []
    for what, day in days.items():
        if day > on:
            continue
        try:
            rate, rules = late_payment_rate(day, book)
        except SourceError as error:
            refused.append(f"rate of the day of {what}: {error}")
            continue

        amount = _simple(pieces, rate, convention, currency)
        rule = f"rate of the day of {what} ({day}){named}"
        lines = _lines(pieces, rate, convention)
        found.append(Choice(rule, rate, convention, "CC1 353", amount, rules, flags_of(rules), lines))
    return found, refused
