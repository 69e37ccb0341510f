from __future__ import annotations

from datetime import date
from fractions import Fraction

from downrange.evidence.rates import LibraryRates

RATES = LibraryRates()


def test_a_day_of_the_daily_series() -> None:
    span = RATES.span("USD", "KZT", date(2013, 11, 21), date(2013, 11, 21))
    assert span is not None
    assert span.low <= Fraction(153) <= span.high
    assert span.high / span.low < Fraction("1.03")


def test_the_official_rate_of_february_2023_lies_in_its_span() -> None:
    span = RATES.span("USD", "KZT", date(2023, 2, 1), date(2023, 2, 1))
    assert span is not None
    assert span.low <= Fraction("460.51") <= span.high


def test_the_inverse_and_a_cross() -> None:
    days = date(2023, 1, 1), date(2023, 3, 31)
    direct, inverse = RATES.span("USD", "KZT", *days), RATES.span("KZT", "USD", *days)
    assert direct is not None
    assert inverse is not None
    assert inverse.low == 1 / direct.high
    cross = RATES.span("USD", "RUB", *days)
    assert cross is not None
    assert 65 < cross.low < Fraction("69.6")
    assert 77 < cross.high < 80
    assert RATES.span("USD", "USD", *days) is not None


def test_days_without_any_rate() -> None:
    assert RATES.span("USD", "KZT", date(1980, 1, 1), date(1980, 12, 31)) is None
    assert RATES.span("XDR", "KZT", date(2013, 1, 1), date(2013, 12, 31)) is None
