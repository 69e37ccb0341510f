"""Working days, months with explicit rounding, and day counts.

Working days of Kazakhstan come from the package ``holidays`` (0.109 and later: it knows the rest-day
transfers with their act numbers, that 30 August is no holiday in 2026, and that 7 January and Kurban Ait do
not shift). Its limits are told by :func:`calendar_flags`: the five-day week only; Kurban Ait after 2025 is
an estimate; the days of the state of emergency of spring 2020 are not in it. Ask only whether a day is
worked: the package's own list of worked weekends is wrong in places.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from functools import lru_cache
from typing import Any, Literal

__all__ = [
    "DayCount",
    "MonthRounding",
    "add_months",
    "add_working_days",
    "add_years",
    "calendar_flags",
    "is_working_day",
    "working_days_between",
    "year_fraction",
]

DayCount = Literal["act/365", "act/act", "act/360", "30/360"]
MonthRounding = Literal["last-day", "next-day"]

_ESTIMATED_AFTER = 2025


@lru_cache(maxsize=1)
def _kazakhstan() -> Any:
    from holidays import country_holidays

    return country_holidays("KZ")


def is_working_day(day: date) -> bool:
    """Say whether a day is worked in Kazakhstan in the five-day week."""
    return bool(_kazakhstan().is_working_day(day))


def add_working_days(start: date, number: int) -> date:
    """Give the day that is ``number`` working days after ``start``; the day of the event is not counted.

    Raises
    ------
    ValueError
        If the number is negative.
    """
    if number < 0:
        raise ValueError("a time limit of negative length")
    day = start
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """Count the working days after ``start`` up to and including ``end``."""
    return sum(is_working_day(day) for day in _days(start, end))


def _days(start: date, end: date) -> Iterator[date]:
    day = start
    while day < end:
        day += timedelta(days=1)
        yield day


def calendar_flags(start: date, end: date) -> tuple[str, ...]:
    """Say what is uncertain about the working days between two dates."""
    flags = []
    if end.year > _ESTIMATED_AFTER:
        flags.append("Kurban Ait after 2025 is an estimate of the calendar")
    if start <= date(2020, 5, 11) and end >= date(2020, 3, 16):
        flags.append("the state of emergency of spring 2020 is not in the calendar")
    return tuple(flags)


def add_months(start: date, number: int, rounding: MonthRounding) -> date:
    """Give the day ``number`` months later; a day the month lacks is rounded as named.

    ``last-day`` takes the last day of the month (31 January + 1 = 28 February), ``next-day`` the first of
    the next.

    >>> add_months(date(2023, 1, 31), 1, "last-day")
    datetime.date(2023, 2, 28)
    """
    year, month = divmod(start.year * 12 + start.month - 1 + number, 12)
    month += 1
    length = calendar.monthrange(year, month)[1]
    if start.day <= length:
        return date(year, month, start.day)
    if rounding == "last-day":
        return date(year, month, length)
    return date(year, month, length) + timedelta(days=1)


def add_years(start: date, number: int, rounding: MonthRounding) -> date:
    """Give the day ``number`` years later; 29 February is rounded as named."""
    return add_months(start, 12 * number, rounding)


def year_fraction(start: date, end: date, convention: DayCount) -> Fraction:
    """Give the exact share of a year between two dates; the first day counts, the last does not.

    ``act/365``: days over 365. ``act/360``: days over 360. ``act/act``: days of leap years over 366, others
    over 365 (ISDA 2006, section 4.16(b)). ``30/360``: each month 30 days, bond basis (ISDA 2006, section
    4.16(f)).

    Raises
    ------
    ValueError
        If ``end`` lies before ``start``.
    """
    if end < start:
        raise ValueError(f"{end} lies before {start}")
    if convention == "act/365":
        return Fraction((end - start).days, 365)
    if convention == "act/360":
        return Fraction((end - start).days, 360)
    if convention == "30/360":
        first = min(start.day, 30)
        last = 30 if end.day == 31 and first == 30 else end.day
        days = 360 * (end.year - start.year) + 30 * (end.month - start.month) + last - first
        return Fraction(days, 360)
    total = Fraction(0)
    day = start
    while day < end:
        turn = min(date(day.year + 1, 1, 1), end)
        total += Fraction((turn - day).days, 366 if calendar.isleap(day.year) else 365)
        day = turn
    return total
