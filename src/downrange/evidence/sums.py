"""Printed sums: how far a figure was rounded, and whether two of them can be one debt.

A sum printed as ``29.7 M USD`` means anything that rounds to it: from 29.65 to 29.75 million. Two sums in two
currencies can be one debt if some rate of the days concerned takes one range into the other. Nothing here is
a binary float: the ranges are exact fractions.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Literal, Protocol

from downrange.base.money import Money
from downrange.case.schema import Amount

__all__ = [
    "RateSpan",
    "Rates",
    "SumRange",
    "compare_sums",
    "implied_rate",
    "is_rounding_of",
    "printed_range",
    "rounded_like",
]

Verdict = Literal["same", "different", "open"]

_SPELLED = re.compile(
    r"^\s*[-−]?\d[\d  ,']*?(?:\.(?P<decimals>\d+))?\s*(?P<scale>[a-z]+\.?)?\s+[A-Z]{3}\s*$", re.IGNORECASE
)
_SCALES = {
    "": 0, "k": 3, "thousand": 3, "m": 6, "mn": 6, "million": 6, "b": 9, "bn": 9, "billion": 9,
    "tn": 12, "trillion": 12,
}  # fmt: skip

ROUND_ZEROS = 3
"""From this many zeros at the end on, a sum without its printed spelling is taken as rounded there."""


@dataclass(frozen=True)
class SumRange:
    """What a printed sum can have been, in units of the currency; ``place`` is one of its last digit."""

    low: Fraction
    high: Fraction
    currency: str
    place: Fraction

    def meets(self, other: SumRange) -> bool:
        """Tell whether two ranges of one currency have a sum in common."""
        assert self.currency == other.currency, "compare_sums converts first"
        return self.low <= other.high and other.low <= self.high


@dataclass(frozen=True)
class RateSpan:
    """The least and greatest rate of a span of days, with the series it was read from."""

    low: Fraction
    high: Fraction
    series: str


class Rates(Protocol):
    """Where rates come from: units of ``quote`` for one ``base``, from day to day."""

    def span(self, base: str, quote: str, first: date, last: date) -> RateSpan | None:
        """Give the span of rates between two days, both included; None where none is in hand."""
        ...


def _place(value: Amount, money: Money) -> Fraction:
    if value.printed is not None:
        found = _SPELLED.match(value.printed)
        assert found is not None, "the schema checked the spelling"
        scale = _SCALES[(found["scale"] or "").lower().rstrip(".")]
        return Fraction(10) ** (scale - len(found["decimals"] or ""))
    whole, cents = divmod(abs(money.minor), 10 ** -_exponent(money))
    zeros = len(str(whole)) - len(str(whole).rstrip("0")) if whole and not cents else 0
    return Fraction(10) ** zeros if zeros >= ROUND_ZEROS else Fraction(0)


def _exponent(money: Money) -> int:
    exponent = money.amount.as_tuple().exponent
    assert isinstance(exponent, int)
    return exponent


def printed_range(value: Amount) -> SumRange:
    """Give the range of sums that a printed one stands for.

    The half of the last printed digit either way; twice that where the source said "about"; from the figure
    to one more of its last digit where it said "over". Without the printed spelling three or more zeros at
    the end are taken for rounding, anything else for exact.

    >>> span = printed_range(Amount(amount=Money.parse("29.7 M USD"), printed="29.7 M USD"))
    >>> float(span.low), float(span.high)
    (29650000.0, 29750000.0)
    """
    if value.amount is None:
        ends = [money for money in (value.low, value.high) if money is not None]
        low, high = Fraction(ends[0].amount), Fraction(ends[-1].amount)
        return SumRange(low, high, ends[0].currency, high - low)
    money = value.amount
    place = _place(value, money)
    middle = Fraction(money.amount)
    if value.over:
        return SumRange(middle, middle + place, money.currency, place)
    half = place if value.approximate else place / 2
    return SumRange(middle - half, middle + half, money.currency, place)


def is_rounding_of(printed: Amount, exact: Amount) -> bool:
    """Tell whether the exact sum rounds to the printed one, both in one currency."""
    outer, inner = printed_range(printed), printed_range(exact)
    return outer.currency == inner.currency and outer.low <= inner.low and inner.high <= outer.high


def rounded_like(exact: Amount, printed: Amount) -> Decimal:
    """Round an exact sum to the last digit that another figure was printed to (half away from zero)."""
    place = printed_range(printed).place
    middle = printed_range(exact)
    value = (middle.low + middle.high) / 2
    if not place:
        return Decimal(value.numerator) / Decimal(value.denominator)
    whole = int(abs(value) / place + Fraction(1, 2)) * place * (1 if value >= 0 else -1)
    return Decimal(whole.numerator) / Decimal(whole.denominator)


def implied_rate(quote: Amount, base: Amount) -> tuple[Fraction, Fraction]:
    """Give the least and greatest rate (units of quote for one base) that makes two printed sums one debt.

    >>> notice = Amount(amount=Money.parse("13684550338.70 KZT"))
    >>> low, high = implied_rate(notice, Amount(amount=Money.parse("29.7 M USD"), printed="29.7 M USD"))
    >>> round(float(low), 2), round(float(high), 2)
    (459.98, 461.54)
    """
    above, below = printed_range(quote), printed_range(base)
    if below.low <= 0:
        raise ValueError("a sum that may be zero implies no rate")
    return above.low / below.high, above.high / below.low


def compare_sums(one: Amount, other: Amount, rates: Rates, first: date, last: date) -> Verdict:
    """Tell whether two printed sums can be one debt at some rate between two days.

    Returns
    -------
    {"same", "different", "open"}
        "open" where the currencies differ and no rate of those days is in hand.
    """
    a, b = printed_range(one), printed_range(other)
    if a.currency == b.currency:
        return "same" if a.meets(b) else "different"
    span = rates.span(b.currency, a.currency, first, last)
    if span is None:
        return "open"
    if a.low <= 0 or b.low <= 0:
        return "same" if a.low <= 0 and b.low <= 0 else "different"
    low, high = implied_rate(one, other)
    return "same" if low <= span.high and span.low <= high else "different"
