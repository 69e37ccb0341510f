"""Rates of a span of days from the library's series, for comparing printed sums.

Comparing asks whether *some* rate of those days fits, so weaker series count too, widened by the error they
state. Which day is official is another question (:mod:`downrange.evidence.rate_days`).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache

from downrange.evidence.sums import RateSpan
from downrange.reference.exchange import quotes

__all__ = ["LibraryRates"]

_DAILY = ("official-printed", "imf-daily", "imf-month-end", "weekly-cross", "month-end-cross")
"""Series of single days, best first; means over months and years are too coarse to rule a sum out."""

_PIVOT = "KZT"

NEIGHBOUR = timedelta(days=4)
"""A month's last session is dated by its day in one series and by the next official day in another."""


class LibraryRates:
    """The library's rates as spans: pairs with the tenge as printed, others as crosses of one day."""

    def span(self, base: str, quote: str, first: date, last: date) -> RateSpan | None:
        """Give the least and greatest rate between two days; None where no series has one.

        Where only month ends are in hand and none falls into the span, the neighbouring ones speak for it.

        Parameters
        ----------
        base, quote : str
            Codes; the rate is units of ``quote`` for one ``base``.
        first, last : date
            Both included.
        """
        if base == quote:
            return RateSpan(Fraction(1), Fraction(1), "unity")
        month = timedelta(days=31)
        found = list(_rates(base, quote, first, last))
        found = found or list(_rates(base, quote, first - month, last + month))
        if not found:
            return None
        named = dict.fromkeys(name for _, _, name in found)
        return RateSpan(min(low for low, _, _ in found), max(high for _, high, _ in found), ", ".join(named))


@lru_cache(maxsize=16)
def _of_series(series: str, base: str) -> tuple[tuple[date, date, Fraction, Fraction], ...]:
    rows = []
    for one in quotes(series):
        if (one.base, one.quote) == (base, _PIVOT):
            error = Fraction(one.tolerance_percent) / 100
            rate = Fraction(one.rate)
            rows.append((one.on, one.through, rate * (1 - error), rate * (1 + error)))
    return tuple(rows)


def _rates(base: str, quote: str, first: date, last: date) -> Iterator[tuple[Fraction, Fraction, str]]:
    if quote == _PIVOT:
        for series in _DAILY:
            for on, through, low, high in _of_series(series, base):
                if on <= last and through >= first:
                    yield low, high, series
    elif base == _PIVOT:
        for low, high, series in _rates(quote, base, first, last):
            yield 1 / high, 1 / low, series
    else:
        yield from _crosses(base, quote, first, last)


def _crosses(base: str, quote: str, first: date, last: date) -> Iterator[tuple[Fraction, Fraction, str]]:
    """Divide two rates of one day, or of neighbouring days where the series date their rows differently."""
    below = [
        (on, low, high, series)
        for series in _DAILY
        for on, through, low, high in _of_series(series, quote)
        if on <= last and through >= first
    ]
    for series in _DAILY:
        for on, through, low, high in _of_series(series, base):
            if on > last or through < first or not below:
                continue
            near = min(below, key=lambda row: abs(row[0] - on))
            if abs(near[0] - on) <= NEIGHBOUR:
                yield low / near[2], high / near[1], f"{series}/{near[3]}"
