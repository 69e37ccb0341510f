"""Rates with their conventions: the press-checked days, the switch of 2012, no silent conversion."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from downrange.base.money import Money
from downrange.errors import SourceError
from downrange.reference.exchange import convert, official, quotes, series_names, supplied_quote


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        ("2007-09-06", "123.03"),
        ("2010-06-30", "147.46"),
        ("2013-07-02", "151.81"),
        ("2013-11-21", "153.00"),
        ("2014-02-11", "155.56"),
        ("2014-02-12", "163.90"),
        ("2014-02-13", "184.50"),
        ("2019-01-31", "380.51"),
        ("2019-02-01", "380.06"),
        ("2022-01-14", "433.69"),
        ("2022-02-27", "467.09"),
        ("2022-12-01", "468.90"),
        ("2023-01-01", "462.65"),
        ("2023-02-01", "460.51"),
        ("2023-03-01", "445.82"),
        ("2023-04-01", "451.71"),
    ],
)
def test_official_rate_of_a_day(day: str, rate: str) -> None:
    assert official("USD", "KZT", date.fromisoformat(day)).rate == Decimal(rate)


@pytest.mark.parametrize(
    ("row", "rate"), [("2010-07-29", "147.56"), ("2010-10-12", "147.60"), ("2010-10-19", "147.56")]
)
def test_the_series_agrees_with_the_press_in_2010(row: str, rate: str) -> None:
    found = [one for one in quotes("imf-daily") if one.on == date.fromisoformat(row)]
    assert [one.rate for one in found] == [Decimal(rate)]


def test_the_series_is_next_day_from_november_2012() -> None:
    row = next(one for one in quotes("imf-daily") if one.on == date(2019, 2, 1))
    assert row.rate == Decimal("380.06")
    assert "2019-01-31" in row.convention
    between = [one for one in quotes("imf-daily") if date(2012, 10, 2) <= one.on <= date(2012, 11, 10)]
    assert between
    assert {one.standing for one in between} == {"ambiguous"}


@pytest.mark.parametrize("day", ["2023-03-07", "2023-03-13", "2023-03-14", "2012-10-10", "2026-11-23"])
def test_a_day_without_an_official_rate_is_refused(day: str) -> None:
    with pytest.raises(SourceError, match="no official rate"):
        official("USD", "KZT", date.fromisoformat(day))


def test_the_debt_at_the_rate_that_fits() -> None:
    found = convert(Money.of("13684550338.70", "KZT"), official("USD", "KZT", date(2023, 2, 1)), "half-up")
    assert round(found.amount.amount) == 29716076
    body = found.as_json()
    assert body["rate"] == "460.51"
    assert "2023-01-31" in body["convention"]


def test_the_claim_of_2013_at_the_accident_and_at_the_press_day() -> None:
    claim = Money.of(13690747305, "KZT")
    at = [
        convert(claim, official("USD", "KZT", day), "half-up").amount.amount
        for day in (date(2013, 7, 2), date(2013, 11, 21))
    ]
    assert [round(amount / 10000) / 100 for amount in at] == [90.18, 89.48]


def test_conversion_needs_a_rate_of_the_same_currencies() -> None:
    quote = supplied_quote("USD", "KZT", "450", date(2023, 3, 14), "the bank's note of 14 March")
    assert convert(Money.of(100, "USD"), quote, "half-up").amount == Money.of(45000, "KZT")
    with pytest.raises(ValueError, match="does not convert"):
        convert(Money.of(100, "EUR"), quote, "half-up")


def test_weak_series_are_never_official_and_near_the_printed_crosses() -> None:
    weekly = {one.on: one for one in quotes("weekly-cross") if one.base == "USD"}
    for day, rate in {
        "2023-03-01": 441.3,
        "2023-03-08": 438.3,
        "2023-03-15": 468.2,
        "2022-12-14": 467.8,
    }.items():
        assert float(weekly[date.fromisoformat(day)].rate) == pytest.approx(rate, abs=0.06)
    for name in ("weekly-cross", "month-end-cross", "year-mean", "customs-month"):
        assert {one.standing for one in quotes(name)} == {"weak"}


def test_the_official_series_agree_but_for_two_days() -> None:
    """Two independent tables of the same bank's figures; where they differ the daily one is taken."""
    daily = {one.on: one.rate for one in quotes("imf-daily") if one.standing == "official"}
    monthly = {one.on: one.rate for one in quotes("imf-month-end") if one.standing == "official"}
    both = sorted(set(daily) & set(monthly))
    assert len(both) > 80
    assert [day for day in both if daily[day] != monthly[day]] == [date(2010, 6, 1), date(2016, 4, 30)]
    assert official("USD", "KZT", date(2016, 4, 30)).rate == Decimal("330.41")


def test_an_unknown_series_is_refused() -> None:
    assert len(series_names()) == 7
    with pytest.raises(SourceError):
        quotes("no-such")
