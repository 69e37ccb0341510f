from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.case.schema import Amount
from downrange.evidence.rates import LibraryRates
from downrange.evidence.sums import (
    RateSpan,
    compare_sums,
    implied_rate,
    is_rounding_of,
    printed_range,
    rounded_like,
)


class Fixed:
    """Rates that never move."""

    def __init__(self, low: str, high: str) -> None:
        self.low, self.high = Fraction(low), Fraction(high)

    def span(self, base: str, quote: str, first: date, last: date) -> RateSpan | None:
        return RateSpan(self.low, self.high, "fixed") if (base, quote) == ("USD", "KZT") else None


def printed(text: str, **more: bool) -> Amount:
    return Amount.model_validate({"amount": Money.parse(text), "printed": text, **more})


NOTICE = Amount(amount=Money.of("13684550338.70", "KZT"))
DAYS = date(2022, 11, 1), date(2023, 3, 31)


@pytest.mark.parametrize(
    ("value", "low", "high"),
    [
        (printed("29.7 M USD"), "29650000", "29750000"),
        (printed("29 M USD"), "28500000", "29500000"),
        (printed("29 M USD", approximate=True), "28000000", "30000000"),
        (printed("2 bn RUB", over=True), "2000000000", "3000000000"),
        (printed("2738.2 M RUB"), "2738150000", "2738250000"),
        (printed("13684550338.70 KZT"), "13684550338.695", "13684550338.705"),
        (NOTICE, "13684550338.70", "13684550338.70"),
        (Amount(amount=Money.of("13690747305", "KZT")), "13690747305", "13690747305"),
        (Amount(amount=Money.of("115000000", "USD")), "114500000", "115500000"),
        (Amount(low=Money.of(1, "KZT"), high=Money.of(2, "KZT")), "1", "2"),
        (Amount(amount=Money.of(0, "KZT")), "0", "0"),
    ],
)
def test_what_a_printed_sum_stands_for(value: Amount, low: str, high: str) -> None:
    span = printed_range(value)
    assert (span.low, span.high) == (Fraction(low), Fraction(high))


def test_the_press_sum_is_not_a_rounding_to_three_digits() -> None:
    assert not is_rounding_of(printed("13.5 bn KZT"), NOTICE)
    assert not is_rounding_of(printed("13.6 bn KZT"), NOTICE)
    assert is_rounding_of(printed("13.7 bn KZT"), NOTICE)
    assert rounded_like(NOTICE, printed("13.5 bn KZT")) == Decimal("13700000000")
    assert not is_rounding_of(printed("13.7 bn RUB"), NOTICE)


def test_the_implied_rates_of_the_facts() -> None:
    low, high = implied_rate(NOTICE, printed("29.7 M USD"))
    assert (round(float(low), 2), round(float(high), 2)) == (459.98, 461.54)
    low, high = implied_rate(Amount(amount=Money.of("13690747305", "KZT")), printed("89.5 M USD"))
    assert (round(float(low), 2), round(float(high), 2)) == (152.88, 153.05)
    with pytest.raises(ValueError, match="implies no rate"):
        implied_rate(NOTICE, printed("0 M USD"))


def test_one_debt_at_a_rate_of_its_days_and_not_at_anothers() -> None:
    rates = LibraryRates()
    assert compare_sums(NOTICE, printed("29.7 M USD"), rates, *DAYS) == "same"
    assert compare_sums(NOTICE, printed("2 bn RUB", over=True), rates, *DAYS) == "same"
    assert compare_sums(NOTICE, printed("23.5 M USD"), rates, *DAYS) == "different"
    assert compare_sums(NOTICE, printed("26 M USD"), rates, *DAYS) == "different"


def test_the_near_twin_of_2013_is_another_debt() -> None:
    twin = Amount(amount=Money.of("13690747305", "KZT"))
    days = date(2013, 7, 2), date(2013, 11, 22)
    assert compare_sums(twin, printed("89.5 M USD"), LibraryRates(), *days) == "same"
    assert compare_sums(twin, printed("29.7 M USD"), LibraryRates(), *days) == "different"
    assert compare_sums(NOTICE, twin, LibraryRates(), *days) == "different"


def test_without_a_rate_nothing_is_said() -> None:
    assert compare_sums(NOTICE, printed("29.7 M EUR"), Fixed("1", "2"), *DAYS) == "open"
    assert compare_sums(NOTICE, printed("29.7 M USD"), Fixed("440", "459"), *DAYS) == "different"
    assert compare_sums(NOTICE, printed("29.7 M USD"), Fixed("440", "460"), *DAYS) == "same"
    assert compare_sums(printed("5 M KZT"), printed("0 M USD"), Fixed("1", "2"), *DAYS) == "different"


@given(st.integers(1, 10**9), st.integers(0, 3), st.sampled_from(["M", "bn", "thousand"]))
def test_a_printed_sum_lies_inside_its_own_range(digits: int, decimals: int, scale: str) -> None:
    value = printed(f"{Decimal(digits).scaleb(-decimals):f} {scale} USD")
    span = printed_range(value)
    assert value.amount is not None
    assert span.low < Fraction(value.amount.amount) < span.high
    assert span.high - span.low == span.place


@given(st.integers(1, 10**12), st.integers(1, 10**6))
def test_converting_and_comparing_agree(minor: int, rate: int) -> None:
    dollars = Amount(amount=Money(minor, "USD"), printed=f"{Money(minor, 'USD').amount} USD")
    tenge = Amount(amount=Money(minor * rate, "KZT"), printed=f"{Money(minor * rate, 'KZT').amount} KZT")
    assert compare_sums(tenge, dollars, Fixed(str(rate), str(rate)), *DAYS) == "same"
