"""Interest and penalties, exact until the one rounding: simple, compound, per day, capped, by rate periods.

Kazakhstan asks a penalty on others' money at one rate of one chosen day, flat over the delay, not an
integral over the rate's history (Civil Code art. 353). The article names no day count, so it is a parameter.
Before 2017-04-01 that rate is the refinancing rate, not the base rate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any, Literal

from downrange.base.calendar import DayCount, add_months, year_fraction
from downrange.base.money import Money, Rounding, round_fraction
from downrange.law.rule import NO_BOOK, Rulebook, flags_of
from downrange.reference.dated import Found, history

__all__ = [
    "Choice",
    "Compounding",
    "Interest",
    "InterestLine",
    "RatePeriod",
    "compound",
    "daily_penalty",
    "exact_simple",
    "late_payment",
    "late_payment_range",
    "late_payment_rate",
    "rate_periods",
    "simple",
]

Compounding = Literal["monthly", "quarterly", "yearly"]
_STEP_MONTHS: Mapping[str, int] = {"monthly": 1, "quarterly": 3, "yearly": 12}


@dataclass(frozen=True)
class RatePeriod:
    """A rate from a first day to the day after its last, percent a year, with its article."""

    start: date
    end: date
    percent: Decimal
    article: str


@dataclass(frozen=True)
class InterestLine:
    """One line of the working: what was owed from a day up to, not including, another, and what it bore.

    ``bore`` is exact to the ten-thousandth of the currency's unit for reading; the lines are summed exactly
    and rounded once, so their printed sum may differ from the total by the last printed digits.
    """

    start: date
    end: date
    owed: Money
    percent: Decimal
    per: Literal["y", "d"]
    bore: Decimal

    def as_json(self) -> dict[str, Any]:
        """Give the line with plain values."""
        return {
            "start": self.start.isoformat(),
            "end": self.end.isoformat(),
            "days": (self.end - self.start).days,
            "owed": self.owed.as_json(),
            "percent": str(self.percent),
            "per": self.per,
            "bore": str(self.bore),
        }


@dataclass(frozen=True)
class Choice:
    """What interest comes to under one allowed choice."""

    rule: str
    rate: Decimal
    day_count: DayCount
    article: str
    amount: Money
    rules: tuple[Found, ...] = ()
    flags: tuple[str, ...] = ()
    lines: tuple[InterestLine, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the choice with the keys of the command line; the rate is percent a year."""
        return {
            "rule": self.rule,
            "rate": str(self.rate),
            "day_count": self.day_count,
            "article": self.article,
            "amount": self.amount.as_json(),
            "flags": list(self.flags),
            "lines": [line.as_json() for line in self.lines],
        }


@dataclass(frozen=True)
class Interest:
    """The least and the most that interest may come to, with every allowed choice."""

    low: Money
    high: Money
    choices: tuple[Choice, ...]
    refused: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the range with its choices."""
        return {
            "low": self.low.as_json(),
            "high": self.high.as_json(),
            "choices": [choice.as_json() for choice in self.choices],
            "refused": list(self.refused),
        }


def exact_simple(principal: Money, periods: Sequence[RatePeriod], convention: DayCount) -> Fraction:
    """Give simple interest over rate periods in minor units, exact."""
    return principal.minor * sum((_share(period, convention) for period in periods), Fraction(0))


def simple(
    principal: Money, periods: Sequence[RatePeriod], convention: DayCount, rounding: Rounding
) -> Money:
    """Give simple interest over rate periods, summed exactly and rounded once."""
    return Money(round_fraction(exact_simple(principal, periods, convention), rounding), principal.currency)


def _share(period: RatePeriod, convention: DayCount) -> Fraction:
    return Fraction(period.percent) / 100 * year_fraction(period.start, period.end, convention)


def compound(
    principal: Money,
    periods: Sequence[RatePeriod],
    convention: DayCount,
    every: Compounding,
    rounding: Rounding,
) -> Money:
    """Give compound interest: what accrued joins the principal every month, quarter or year from the start.

    Exact until the one rounding at the end; rate changes inside a compounding term share it by days.
    """
    if not periods:
        return Money(0, principal.currency)
    start, end = periods[0].start, periods[-1].end
    grown, turn, number = Fraction(1), start, 0
    while turn < end:
        number += 1
        following = min(add_months(start, number * _STEP_MONTHS[every], "last-day"), end)
        rate = sum((_share(part, convention) for part in _between(periods, turn, following)), Fraction(0))
        grown *= 1 + rate
        turn = following
    return principal.times(grown - 1, rounding)


def _between(periods: Sequence[RatePeriod], start: date, end: date) -> list[RatePeriod]:
    return [
        RatePeriod(max(one.start, start), min(one.end, end), one.percent, one.article)
        for one in periods
        if one.start < end and one.end > start
    ]


def daily_penalty(
    principal: Money, percent_per_day: Decimal, days: int, cap_percent: Decimal | None, rounding: Rounding
) -> Money:
    """Give a penalty of so many percent a day, under a cap in percent of the principal where there is one.

    Raises
    ------
    ValueError
        If the days are negative.
    """
    if days < 0:
        raise ValueError("a delay of negative length")
    percent = Fraction(percent_per_day) * days
    if cap_percent is not None:
        percent = min(percent, Fraction(cap_percent))
    return Money(round_fraction(Fraction(principal.minor) * percent / 100, rounding), principal.currency)


def rate_periods(parameter: str, start: date, end: date, book: Rulebook = NO_BOOK) -> tuple[RatePeriod, ...]:
    """Cut a span into periods of one rate each.

    Parameters
    ----------
    parameter : str
        A series such as ``ru-rates.key_percent_per_y``.
    start, end : date
        First day and the day after the last.

    Raises
    ------
    SourceError
        If any day of the span has no verified rate.
    """
    turns = {start, end}
    for version in history(parameter):
        turns |= {day for day in (version.valid_from, _after(version.valid_to)) if day and start < day < end}
    days = sorted(turns)
    found = []
    for first, following in pairwise(days):
        rule = book.find(parameter, first)
        found.append(RatePeriod(first, following, rule.number, rule.article))
    return tuple(found)


def _after(day: date | None) -> date | None:
    return None if day is None else day + timedelta(days=1)


def late_payment_rate(on: date, book: Rulebook = NO_BOOK) -> tuple[Decimal, tuple[Found, ...]]:
    """Give the rate of Civil Code of Kazakhstan art. 353 on a day: refinancing to 2017-03-31, then base.

    Raises
    ------
    SourceError
        If the rate of that day is not verified.
    """
    series = book.find("kz-civil-code.late_payment_rate_series", on)
    rate = book.find(f"kz-rates.{series.text}_percent_per_y", on)
    return rate.number, (series, rate)


def late_payment(
    principal: Money,
    start: date,
    end: date,
    rate_day: date,
    what: str,
    book: Rulebook = NO_BOOK,
    convention: DayCount = "act/365",
) -> Choice:
    """Give the penalty for late payment at the rate of one chosen day, simple (Civil Code art. 353).

    Parameters
    ----------
    start, end : date
        First day of delay and the day of payment (not counted).
    rate_day : date
        The day whose rate is chosen.
    what : str
        Which choice that is: performance, claim, judgment or payment.
    """
    rate, rules = late_payment_rate(rate_day, book)
    amount = simple(principal, [RatePeriod(start, end, rate, "CC1 353")], convention, "half-up")
    rule = f"rate of the day of {what} ({rate_day})"
    return Choice(rule, rate, convention, "CC1 353", amount, rules, flags_of(rules))


def late_payment_range(
    principal: Money,
    start: date,
    end: date,
    days: Mapping[str, date],
    book: Rulebook = NO_BOOK,
    conventions: Sequence[DayCount] = ("act/365",),
) -> Interest:
    """Give the penalty under every choice the article allows the creditor, least and most.

    Parameters
    ----------
    days : mapping
        The day of each known choice: ``performance``, ``claim``, ``judgment``, ``payment``.

    Raises
    ------
    SourceError
        If no choice has a verified rate.
    """
    from downrange.errors import SourceError

    choices, refused = [], []
    for what, day in days.items():
        for convention in conventions:
            try:
                choices.append(late_payment(principal, start, end, day, what, book, convention))
            except SourceError as error:
                refused.append(str(error))
    if not choices:
        raise SourceError("no allowed choice has a verified rate", refused)
    amounts = [choice.amount for choice in choices]
    return Interest(min(amounts), max(amounts), tuple(choices), tuple(dict.fromkeys(refused)))
