"""The rate tells the date: the three printed dollar figures, and what never becomes official."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.errors import InputError
from downrange.evidence.rate_days import rate_days, read_printed

DEBT = "13684550338.70 KZT"


def test_the_dollar_figure_of_2023() -> None:
    """29.7 M needs 459.98 to 461.54: 1 February 2023 fits, the mean of 2022 fits, days of March are open."""
    found = rate_days(DEBT, "29.7 M USD", date(2022, 1, 1), date(2023, 3, 31))
    assert (round(float(found.low), 2), round(float(found.high), 2)) == (459.98, 461.54)
    assert [(one.on, str(one.rate)) for one in found.days] == [(date(2023, 2, 1), "460.51")]
    assert (date(2023, 3, 2), date(2023, 3, 31)) in found.open
    assert [str(one.rate) for one in found.wider if one.series == "year-mean"] == ["460.165"]
    spans = [(one.start, one.end) for one in found.crossings]
    assert (date(2023, 3, 8), date(2023, 3, 15)) in spans
    assert (date(2023, 3, 22), date(2023, 3, 29)) in spans


def test_the_dollar_figure_of_2013() -> None:
    """89.5 M fits six official days of 2013; 21 November is the only one near the claim."""
    found = rate_days("13690747305 KZT", "89.5 M USD", date(2013, 1, 1), date(2013, 12, 31))
    assert [one.on.isoformat() for one in found.days] == [
        "2013-07-23", "2013-09-07", "2013-09-20", "2013-09-24", "2013-09-25", "2013-11-21",
    ]  # fmt: skip
    assert (round(float(found.low), 2), round(float(found.high), 2)) == (152.88, 153.05)
    accident = date(2013, 7, 2)
    assert not any(one.on <= accident <= one.through for one in found.days)
    assert not any(start <= accident <= end for start, end in found.open)


def test_a_figure_no_day_explains_is_an_error() -> None:
    found = rate_days(DEBT, "23.5 M USD")
    assert found.days == found.wider == ()
    assert "fits" in found.notes[0]


def test_the_order_of_the_amounts_does_not_matter() -> None:
    one, other = rate_days(DEBT, "29.7 M USD"), rate_days("29.7 M USD", DEBT)
    assert one == other
    assert one.pair == "USD/KZT"
    assert [day.on for day in one.days] == [date(2023, 2, 1)]


def test_a_weak_series_widens_and_never_makes_a_day() -> None:
    found = rate_days(DEBT, "2 bn RUB", date(2023, 1, 1), date(2023, 3, 31))
    assert not found.days
    assert found.open == ((date(2023, 1, 1), date(2023, 3, 31)),)
    assert {one.series for one in found.wider} == {"customs-month", "month-end-cross"}


def test_keys_of_the_answer() -> None:
    body = rate_days(DEBT, "29.7 M USD", date(2023, 1, 1), date(2023, 3, 31)).as_json()
    assert {"pair", "low", "high", "days", "open", "wider"} <= set(body)
    assert body["days"][0]["on"] == "2023-02-01"
    assert body["days"][0]["rate"] == 460.51
    assert body["open"][0] == {"from": "2023-01-05", "to": "2023-01-31"}
    json_pair = rate_days("1 M EUR", "1.1 M USD").as_json()
    assert json_pair["notes"] == ["no series of USD/EUR is in hand"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("29.7 M USD", 29650000, 29750000),
        ("13.5 bn KZT", 13450000000, 13550000000),
        ("13,690,747,305 KZT", Fraction("13690747304.5"), Fraction("13690747305.5")),
        ("13684550338.70 KZT", Fraction("13684550338.695"), Fraction("13684550338.705")),
    ],
)
def test_the_last_printed_digit_gives_the_rounding(text: str, low: Fraction, high: Fraction) -> None:
    printed = read_printed(text)
    assert (printed.low, printed.high) == (low, high)


@pytest.mark.parametrize("text", ["twenty USD", "0 USD", "29.7 M XYZ", "29.7 quux USD"])
def test_what_is_no_amount_is_refused(text: str) -> None:
    with pytest.raises(InputError):
        rate_days(text, DEBT)


def test_one_currency_or_a_reversed_span_is_refused() -> None:
    with pytest.raises(InputError, match="two currencies"):
        rate_days(DEBT, DEBT)
    with pytest.raises(InputError, match="wrong way"):
        rate_days(DEBT, "29.7 M USD", date(2023, 2, 1), date(2023, 1, 1))


@given(st.integers(100, 500), st.dates(date(2013, 1, 1), date(2018, 1, 1)), st.integers(1, 400))
def test_days_and_open_days_never_overlap(rate: int, start: date, length: int) -> None:
    end = date.fromordinal(start.toordinal() + length)
    found = rate_days(f"{rate}.00 KZT", "1.00 USD", start, end)
    for one in found.days:
        assert found.low <= Fraction(one.rate) <= found.high
        assert not any(first <= max(one.on, start) <= last for first, last in found.open)
    for (_, last), (first, _) in zip(found.open, found.open[1:], strict=False):
        assert last < first
