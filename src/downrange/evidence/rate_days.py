"""The rate tells the date: on which days an official rate makes two printed amounts the same.

Two amounts of one debt in two currencies, each printed to its last digit, leave an interval of rates. The
days are those on which an official rate in hand lay in it; the open days those for which none is in hand. A
weaker series (a weekly cross, a mean) may show where an open day could be; it never makes a day official.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from downrange.base.money import Money
from downrange.errors import InputError, Problem, Where
from downrange.reference.exchange import Quote, quotes

__all__ = ["Crossing", "Printed", "RateDays", "rate_days", "read_printed"]

_OFFICIAL = ("official-printed", "imf-daily", "imf-month-end")
_WEAKER = ("year-mean", "weekly-cross", "month-end-cross", "customs-month")
_NUMBER = re.compile(
    r"\d[\d  ,']*(?:\.(?P<decimals>\d+))?\s*(?P<scale>[A-Za-z]+\.?)?\s*(?P<code>[A-Za-z]{3})\s*$"
)
_SCALES = {
    "k": 3,
    "thousand": 3,
    "m": 6,
    "mn": 6,
    "million": 6,
    "b": 9,
    "bn": 9,
    "billion": 9,
    "trillion": 12,
}


@dataclass(frozen=True)
class Printed:
    """An amount as somebody printed it: the sums it may round (low and high, in units of the currency)."""

    text: str
    currency: str
    low: Fraction
    high: Fraction


@dataclass(frozen=True)
class Crossing:
    """Two neighbouring points of a weak series between which it passed the interval."""

    start: date
    end: date
    series: str


@dataclass(frozen=True)
class RateDays:
    """The interval of rates, the days that fit, the days nobody can speak for, what weaker series show."""

    pair: str
    low: Fraction
    high: Fraction
    days: tuple[Quote, ...]
    open: tuple[tuple[date, date], ...]
    wider: tuple[Quote, ...]
    crossings: tuple[Crossing, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """Give the answer with the keys of ``rate-days --json``."""
        return {
            "pair": self.pair,
            "low": _rounded(self.low),
            "high": _rounded(self.high),
            "days": [_quote_json(one) for one in self.days],
            "open": [{"from": start.isoformat(), "to": end.isoformat()} for start, end in self.open],
            "wider": [_quote_json(one) for one in self.wider],
            "crossings": [
                {"from": one.start.isoformat(), "to": one.end.isoformat(), "series": one.series}
                for one in self.crossings
            ],
            "notes": list(self.notes),
        }


def _rounded(rate: Fraction) -> float:
    return float(round(rate, 6))


def _quote_json(one: Quote) -> dict[str, Any]:
    body: dict[str, Any] = {"on": one.on.isoformat(), "rate": float(one.rate), "series": one.series}
    if one.through != one.on:
        body["through"] = one.through.isoformat()
    return body | {"standing": one.standing, "convention": one.convention, "source": one.source}


def read_printed(text: str) -> Printed:
    """Read a printed amount with the half unit of its last printed digit on either side.

    >>> read_printed("29.7 M USD").high
    Fraction(29750000, 1)

    Raises
    ------
    InputError
        If the text is no amount with a currency.
    """
    found = _NUMBER.search(text)
    try:
        money = Money.parse(text)
    except ValueError as error:
        expected = "for example '13684550338.70 KZT' or '29.7 M USD'"
        raise InputError(
            Problem(Where("command line", "AMOUNT"), str(error), value=text, expected=expected)
        ) from error
    assert found is not None
    scale = _SCALES.get((found["scale"] or "").lower().rstrip("."), 0)
    half = Fraction(10) ** (scale - len(found["decimals"] or "")) / 2
    amount = Fraction(money.amount)
    if amount - half <= 0:
        raise InputError(Problem(Where("command line", "AMOUNT"), "a sum above zero is needed", value=text))
    return Printed(text, money.currency, amount - half, amount + half)


def _oriented(first: Printed, second: Printed) -> tuple[Printed, Printed]:
    """Order the two so that the rate is tenge (or else the first's currency) per unit of the other."""
    if first.currency == second.currency:
        raise InputError(f"both amounts are in {first.currency}: two currencies are needed")
    return (second, first) if second.currency == "KZT" else (first, second)


def rate_days(first: str, second: str, start: date | None = None, end: date | None = None) -> RateDays:
    """Find the days on which an official rate makes two printed amounts the same, within their rounding.

    Parameters
    ----------
    first, second : str
        The amounts as printed, in two currencies, one of them tenge for any series to exist.
    start, end : date, optional
        The days to look at; by default all the days the series in hand span.

    Raises
    ------
    InputError
        If an amount cannot be read, both are of one currency, or the days are the wrong way round.
    """
    quoted, base = _oriented(read_printed(first), read_printed(second))
    low, high = quoted.low / base.high, quoted.high / base.low
    mine = [one for name in _OFFICIAL for one in quotes(name) if _is(one, base.currency, quoted.currency)]
    weak = [one for name in _WEAKER for one in quotes(name) if _is(one, base.currency, quoted.currency)]
    every = [*mine, *weak]
    start = start or min((one.on for one in every), default=date(1993, 11, 15))
    end = end or max((one.through for one in every), default=date(2026, 12, 31))
    if end < start:
        raise InputError(f"the days run from {start} to {end}: the wrong way round")
    held = [one for one in mine if one.through >= start and one.on <= end]
    sure = [one for one in held if one.standing != "ambiguous"]
    fits = _once(one for one in sure if _inside(one, low, high))
    unsure = [one for one in held if one.standing == "ambiguous" and _inside(one, low, high)]
    near = [one for one in weak if one.through >= start and one.on <= end]
    wider = [*unsure, *(one for one in near if _inside(one, low, high))]
    return RateDays(
        f"{base.currency}/{quoted.currency}", low, high, fits, _gaps(sure, start, end),
        tuple(sorted(wider, key=lambda one: (one.on, one.series))), _crossings(near, low, high),
        _notes(fits, every, f"{base.currency}/{quoted.currency}"),
    )  # fmt: skip


def _is(one: Quote, base: str, quote: str) -> bool:
    return (one.base, one.quote) == (base, quote)


def _inside(one: Quote, low: Fraction, high: Fraction) -> bool:
    slack = Fraction(one.tolerance_percent) / 100
    rate = Fraction(one.rate)
    return low <= rate * (1 + slack) and rate * (1 - slack) <= high


def _once(found: Any) -> tuple[Quote, ...]:
    """Keep one quote for each first day, the one read as official before the derived ones."""
    by_day: dict[date, Quote] = {}
    for one in found:
        by_day.setdefault(one.on, one)
    return tuple(by_day[day] for day in sorted(by_day))


def _gaps(sure: list[Quote], start: date, end: date) -> tuple[tuple[date, date], ...]:
    covered = sorted((max(one.on, start), min(one.through, end)) for one in sure)
    gaps, following = [], start
    for first, last in covered:
        if first > following:
            gaps.append((following, first - timedelta(days=1)))
        following = max(following, last + timedelta(days=1))
    if following <= end:
        gaps.append((following, end))
    return tuple(gaps)


def _crossings(weak: list[Quote], low: Fraction, high: Fraction) -> tuple[Crossing, ...]:
    """Give the neighbouring weekly points between which the cross passed over the whole interval."""
    points = [one for one in weak if one.series == "weekly-cross"]
    points.sort(key=lambda one: one.on)
    found = []
    for before, after in pairwise(points):
        least, most = sorted((Fraction(before.rate), Fraction(after.rate)))
        if least < low and most > high and after.on - before.on <= timedelta(days=15):
            found.append(Crossing(before.on, after.on, before.series))
    return tuple(found)


def _notes(fits: tuple[Quote, ...], every: list[Quote], pair: str) -> tuple[str, ...]:
    if not every:
        return (f"no series of {pair} is in hand",)
    notes = []
    rates = [Decimal(one.rate) for one in every]
    if not fits:
        notes.append(
            f"no official rate in hand fits; the series of {pair} run from {min(rates)} to {max(rates)}"
        )
    if any(one.standing == "unchecked" for one in fits):
        notes.append("before April 2009 the date convention of the series was not checked against the press")
    return tuple(notes)
