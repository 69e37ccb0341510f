"""Working days of Kazakhstan against printed counts, months with a named rounding, day counts."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.calendar import (
    DayCount,
    MonthRounding,
    add_months,
    add_working_days,
    add_years,
    calendar_flags,
    is_working_day,
    working_days_between,
    year_fraction,
)

DAYS = st.dates(date(2015, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(("year", "number"), [(2025, 246), (2026, 247)])
def test_working_days_of_a_year(year: int, number: int) -> None:
    """246 in the printed calendar of 2025; 247 in 2026, with 30 August no holiday any more."""
    assert working_days_between(date(year - 1, 12, 31), date(year, 12, 31)) == number


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        ("2026-08-31", True),  # 30 August ceased to be a holiday in 2026
        ("2025-08-29", True),
        ("2020-01-03", False),  # transfer, resolution 820 of 2019
        ("2020-01-05", True),  # the Sunday worked instead
        ("2021-07-05", False),
        ("2021-07-03", True),
        ("2023-03-08", False),
        ("2023-03-14", True),
        ("2026-03-09", False),  # 8 March is a Sunday and shifts
    ],
)
def test_days_with_a_trap(day: str, worked: bool) -> None:
    assert is_working_day(date.fromisoformat(day)) is worked


def test_transfers_of_the_acts(measured_data: object) -> None:
    import csv
    from pathlib import Path

    with (Path(str(measured_data)) / "holidays_kz_transfers.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    assert len(rows) == 10
    for row in rows:
        assert not is_working_day(date.fromisoformat(row["day_off"])), row
        assert is_working_day(date.fromisoformat(row["worked_instead"])), row


def test_five_working_days_over_nauryz() -> None:
    """21 to 23 March 2023 are Nauryz: five working days after Friday 17 March end on the 29th."""
    assert add_working_days(date(2023, 3, 17), 5) == date(2023, 3, 29)
    assert add_working_days(date(2023, 3, 17), 0) == date(2023, 3, 17)
    with pytest.raises(ValueError, match="negative"):
        add_working_days(date(2023, 3, 17), -1)


@given(DAYS, st.integers(1, 30))
def test_adding_and_counting_agree(day: date, number: int) -> None:
    end = add_working_days(day, number)
    assert is_working_day(end)
    assert working_days_between(day, end) == number
    assert end - day >= timedelta(days=number)


@pytest.mark.parametrize(
    ("start", "number", "rounding", "end"),
    [
        ("2023-01-31", 1, "last-day", "2023-02-28"),
        ("2023-01-31", 1, "next-day", "2023-03-01"),
        ("2024-01-31", 1, "last-day", "2024-02-29"),
        ("2022-11-30", 3, "last-day", "2023-02-28"),
        ("2023-03-07", 4, "last-day", "2023-07-07"),
        ("2022-12-15", -1, "last-day", "2022-11-15"),
    ],
)
def test_months_are_rounded_as_named(start: str, number: int, rounding: MonthRounding, end: str) -> None:
    assert add_months(date.fromisoformat(start), number, rounding) == date.fromisoformat(end)


def test_years_from_a_leap_day() -> None:
    assert add_years(date(2024, 2, 29), 3, "last-day") == date(2027, 2, 28)
    assert add_years(date(2024, 2, 29), 3, "next-day") == date(2027, 3, 1)


@pytest.mark.parametrize(
    ("start", "end", "convention", "share"),
    [
        ("2022-12-05", "2023-07-10", "act/365", Fraction(217, 365)),
        ("2022-12-05", "2023-07-10", "act/360", Fraction(217, 360)),
        ("2023-12-31", "2024-01-02", "act/act", Fraction(1, 365) + Fraction(1, 366)),
        ("2024-01-01", "2025-01-01", "act/act", Fraction(1)),
        ("2024-01-31", "2024-03-31", "30/360", Fraction(60, 360)),
        ("2024-01-30", "2024-02-29", "30/360", Fraction(29, 360)),
        ("2007-10-31", "2008-11-30", "30/360", Fraction(390, 360)),
    ],
)
def test_day_counts(start: str, end: str, convention: DayCount, share: Fraction) -> None:
    assert year_fraction(date.fromisoformat(start), date.fromisoformat(end), convention) == share


@given(DAYS, DAYS, DAYS, st.sampled_from(["act/365", "act/360", "act/act"]))
def test_actual_day_counts_add_up(a: date, b: date, c: date, convention: DayCount) -> None:
    first, middle, last = sorted((a, b, c))
    whole = year_fraction(first, last, convention)
    assert whole == year_fraction(first, middle, convention) + year_fraction(middle, last, convention)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="before"):
        year_fraction(date(2023, 1, 2), date(2023, 1, 1), "act/365")


def test_the_calendar_says_what_it_does_not_know() -> None:
    assert calendar_flags(date(2026, 1, 1), date(2026, 6, 30))
    assert calendar_flags(date(2020, 4, 1), date(2020, 4, 30))
    assert not calendar_flags(date(2023, 1, 1), date(2023, 6, 30))
