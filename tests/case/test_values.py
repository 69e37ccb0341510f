from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from downrange.base.money import Money
from downrange.case.values import Amount, Figure, PartialDate, Unknown, Value, When, Who, Words, day_range

VALUE: TypeAdapter[object] = TypeAdapter(Value)
PARTIAL: TypeAdapter[str] = TypeAdapter(PartialDate)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2022", date(2022, 1, 1), date(2022, 12, 31)),
        ("2022-11", date(2022, 11, 1), date(2022, 11, 30)),
        ("2023-12", date(2023, 12, 1), date(2023, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("9999-12", date(9999, 12, 1), date(9999, 12, 31)),
        ("2023-03-07", date(2023, 3, 7), date(2023, 3, 7)),
    ],
)
def test_day_range_of_known_dates(text: str, first: date, last: date) -> None:
    assert day_range(text) == (first, last)


@given(st.dates())
def test_day_range_encloses_the_day_at_every_precision(day: date) -> None:
    for text in (day.isoformat(), day.isoformat()[:7], day.isoformat()[:4]):
        first, last = day_range(text)
        assert first <= day <= last


def test_a_bare_year_is_a_date() -> None:
    assert PARTIAL.validate_python(2022) == "2022"


@pytest.mark.parametrize("text", ["2022-13", "22", "2022-02-30", "March 2023", True])
def test_what_is_no_date_is_refused(text: object) -> None:
    with pytest.raises(ValidationError):
        PARTIAL.validate_python(text)


@pytest.mark.parametrize(
    ("given_value", "kind"),
    [
        ({"amount": {"amount": "1.00", "currency": "USD"}}, Amount),
        ({"low": {"amount": "1", "currency": "KZT"}, "high": {"amount": "2", "currency": "KZT"}}, Amount),
        ({"low": 2, "high": 6, "unit": "m_per_s"}, Figure),
        ({"number": 123, "unit": "mg_per_kg"}, Figure),
        ({"text": "in our words"}, Words),
        ({"date": 2022}, When),
        ({"party": "party/tsenki"}, Who),
        ({"unknown": "never published"}, Unknown),
    ],
)
def test_a_value_is_told_by_its_keys(given_value: dict[str, object], kind: type) -> None:
    assert isinstance(VALUE.validate_python(given_value), kind)


@pytest.mark.parametrize("wrong", [{}, {"number": "many"}, {"amount": 3.5}, {"text": "a", "number": 1}])
def test_a_value_of_no_shape_is_refused(wrong: object) -> None:
    with pytest.raises(ValidationError):
        VALUE.validate_python(wrong)


def test_the_printed_spelling_must_be_the_amount() -> None:
    assert Amount(amount=Money.parse("29.7 M USD"), printed="29.7 M USD").printed == "29.7 M USD"
    with pytest.raises(ValidationError, match="not the amount"):
        Amount(amount=Money.parse("29.6 M USD"), printed="29.7 M USD")


def test_a_range_runs_upwards_in_one_currency() -> None:
    with pytest.raises(ValidationError, match="low is above high"):
        Figure(low=2.0, high=1.0, unit="km")
    with pytest.raises(ValidationError, match="low is above high"):
        Amount(low=Money(3, "USD"), high=Money(2, "USD"))
    with pytest.raises(ValidationError, match="two currencies"):
        Amount(low=Money(2, "USD"), high=Money(3, "EUR"))
    assert Amount(low=Money(2, "USD"), high=Money(2, "USD")).high == Money(2, "USD")


def test_a_unit_nobody_knows_is_refused() -> None:
    with pytest.raises(ValidationError, match="'furlongs' is no unit"):
        Figure(number=5.0, unit="furlongs")
    assert Figure(number=5.0, unit="mg_per_kg").unit == "mg_per_kg"
