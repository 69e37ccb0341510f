"""Interest to the last tiyn: the golden sums, and properties in exact numbers."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.calendar import DayCount
from downrange.base.money import Money
from downrange.errors import SourceError
from downrange.law.interest import (
    RatePeriod,
    compound,
    daily_penalty,
    late_payment,
    late_payment_range,
    late_payment_rate,
    rate_periods,
    simple,
)

DEBT = Money.of("13684550338.70", "KZT")
ROUBLES = Money.of(1000000, "RUB")


def period(start: str, end: str, percent: str) -> RatePeriod:
    return RatePeriod(date.fromisoformat(start), date.fromisoformat(end), Decimal(percent), "test")


@pytest.mark.parametrize(
    ("start", "end", "percent", "interest"),
    [
        ("2023-01-01", "2024-01-01", "16.75", "2292162181.73"),
        ("2023-01-01", "2024-01-01", "18", "2463219060.97"),
        ("2022-12-05", "2023-07-10", "16.75", "1362737516.26"),
        ("2023-01-01", "2024-01-01", "8", "1094764027.10"),
        ("2023-03-07", "2023-03-08", "16.75", "6279896.39"),
    ],
)
def test_golden_sums_on_the_debt(start: str, end: str, percent: str, interest: str) -> None:
    found = simple(DEBT, [period(start, end, percent)], "act/365", "half-up")
    assert found == Money.of(interest, "KZT")


def test_golden_sums_in_roubles_from_the_series() -> None:
    spring = rate_periods("ru-rates.key_percent_per_y", date(2022, 2, 28), date(2022, 4, 11))
    assert [one.percent for one in spring] == [Decimal("20.0")]
    assert simple(ROUBLES, spring, "act/365", "half-up") == Money.of("23013.70", "RUB")
    june = rate_periods("ru-rates.key_percent_per_y", date(2022, 5, 27), date(2022, 6, 14))
    assert [one.percent for one in june] == [Decimal("11.0")]
    assert simple(ROUBLES, june, "act/365", "half-up") == Money.of("5424.66", "RUB")


def test_the_incomplete_list_would_overstate() -> None:
    wrong = simple(ROUBLES, [period("2022-05-27", "2022-06-14", "14")], "act/365", "half-up")
    assert wrong == Money.of("6904.11", "RUB")


def test_a_span_over_an_unknown_step_is_refused() -> None:
    with pytest.raises(SourceError):
        rate_periods("kz-rates.base_percent_per_y", date(2023, 12, 1), date(2024, 3, 1))
    spans = rate_periods("kz-rates.base_percent_per_y", date(2023, 8, 1), date(2023, 12, 1))
    assert [str(one.percent) for one in spans] == ["16.75", "16.5", "16", "15.75"]
    assert [one.start for one in spans][1:] == [date(2023, 8, 28), date(2023, 10, 9), date(2023, 11, 27)]


def test_before_april_2017_the_refinancing_rate() -> None:
    assert late_payment_rate(date(2017, 3, 31))[0] == Decimal("5.5")
    assert late_payment_rate(date(2017, 4, 1))[0] == 11
    assert late_payment_rate(date(2023, 3, 14))[0] == Decimal("16.75")
    with pytest.raises(SourceError):
        late_payment_rate(date(2014, 1, 1))


def test_late_payment_takes_the_rate_of_one_day_and_not_the_history() -> None:
    choice = late_payment(DEBT, date(2022, 2, 1), date(2023, 2, 1), date(2022, 2, 1), "claim")
    assert choice.rate == Decimal("10.25")
    assert choice.amount == DEBT.times(Decimal("0.1025"), "half-up")
    assert choice.article == "CC1 353"


def test_every_allowed_choice_is_shown_and_refusals_are_named() -> None:
    days = {"claim": date(2022, 3, 1), "judgment": date(2022, 12, 7), "payment": date(2024, 2, 1)}
    found = late_payment_range(DEBT, date(2022, 3, 1), date(2024, 2, 1), days)
    assert [str(choice.rate) for choice in found.choices] == ["13.5", "16.75"]
    assert found.low < found.high
    assert len(found.refused) == 1
    assert found.as_json()["choices"][0]["day_count"] == "act/365"
    with pytest.raises(SourceError, match="no allowed choice"):
        late_payment_range(DEBT, date(2022, 3, 1), date(2024, 2, 1), {"payment": date(2024, 2, 1)})


@pytest.mark.parametrize(
    ("days", "cap", "amount"),
    [(10, None, "1000.00"), (10, "5", "500.00"), (0, "5", "0"), (50, "5", "500.00")],
)
def test_penalty_per_day_with_its_cap(days: int, cap: str | None, amount: str) -> None:
    found = daily_penalty(Money.of(10000, "KZT"), Decimal(1), days, Decimal(cap) if cap else None, "half-up")
    assert found == Money.of(amount, "KZT")


def test_a_negative_delay_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        daily_penalty(DEBT, Decimal("0.1"), -1, None, "half-up")


def test_compound_over_two_years_is_the_square() -> None:
    spans = [period("2022-01-01", "2024-01-01", "10")]
    yearly = compound(Money.of(1000, "KZT"), spans, "act/365", "yearly", "half-up")
    assert yearly == Money.of("210.00", "KZT")
    assert compound(Money.of(1000, "KZT"), [], "act/365", "yearly", "half-up").minor == 0


DAY = st.dates(date(2010, 1, 1), date(2030, 12, 31))
CONVENTIONS: list[DayCount] = ["act/365", "act/act", "act/360"]


@given(DAY, st.integers(1, 2000), st.integers(1, 1999), st.sampled_from(CONVENTIONS), st.integers(1, 10**15))
def test_cutting_a_period_changes_nothing(
    start: date, length: int, cut: int, convention: DayCount, minor: int
) -> None:
    end = start + timedelta(days=length)
    middle = start + timedelta(days=min(cut, length))
    whole = [RatePeriod(start, end, Decimal("16.75"), "x")]
    parts = [RatePeriod(start, middle, Decimal("16.75"), "x"), RatePeriod(middle, end, Decimal("16.75"), "x")]
    money = Money(minor, "KZT")
    assert simple(money, whole, convention, "half-up") == simple(money, parts, convention, "half-up")
    assert compound(money, whole, convention, "monthly", "half-up") == compound(
        money, parts, convention, "monthly", "half-up"
    )


@given(DAY, st.integers(1, 1500), st.integers(1, 10**12))
def test_compound_is_never_less_than_simple(start: date, length: int, minor: int) -> None:
    spans = [RatePeriod(start, start + timedelta(days=length), Decimal(12), "x")]
    money = Money(minor, "KZT")
    assert compound(money, spans, "act/365", "quarterly", "down") >= simple(money, spans, "act/365", "down")
