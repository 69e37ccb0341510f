"""Days of launch logs as far as they are known: a quarter, a month, a doubtful day, an hour in another zone.

Every answer is the first and the last day that may be meant. GCAT marks doubt by a question mark; the day
stands as it is written, since the catalogue does not say how wide the doubt is.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import UTC, date, datetime, timedelta

__all__ = ["Days", "gcat_days", "library_days", "partial_days"]

Days = tuple[date, date]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GCAT = re.compile(
    r"(?P<year>\d{4})(?:"
    r" +(?P<month>[A-Z][a-z]{2})(?: +(?P<day>\d{1,2})(?:\.\d+)?(?: +[\d:.]+[hZ]?)?)?"
    r"| +Q(?P<quarter>[1-4])| +H(?P<half>[12])|(?P<decade>s))? *\??"
)
_CENTURY = re.compile(r"(?P<century>\d{2})C\??")
_PARTIAL = re.compile(r"(?P<year>\d{4})(?:-(?P<month>\d{2})(?:-(?P<day>\d{2}))?)?")


def _months(year: int, first: int, last: int) -> Days:
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def gcat_days(text: str) -> Days | None:
    """Read a day as GCAT writes it, exact or vague; None where it is none.

    >>> gcat_days("2025 Q3")
    (datetime.date(2025, 7, 1), datetime.date(2025, 9, 30))
    >>> gcat_days("2024 Mar 12?") == gcat_days("2024 Mar 12 0830:15")
    True
    """
    century = _CENTURY.fullmatch(text.strip())
    if century:
        last = 100 * int(century["century"])
        return (date(last - 99, 1, 1), date(last, 12, 31)) if last else None
    found = _GCAT.fullmatch(text.strip())
    if found is None or found["year"] == "0000":
        return None
    year = int(found["year"])
    if found["decade"]:
        return date(year, 1, 1), date(min(year + 9, 9999), 12, 31)
    if found["quarter"]:
        return _months(year, 3 * int(found["quarter"]) - 2, 3 * int(found["quarter"]))
    if found["half"]:
        return _months(year, 6 * int(found["half"]) - 5, 6 * int(found["half"]))
    if found["month"] is None:
        return _months(year, 1, 12)
    if found["month"] not in _MONTHS:
        return None
    month = 1 + _MONTHS.index(found["month"])
    return _months(year, month, month) if found["day"] is None else _one(year, month, int(found["day"]))


def _one(year: int, month: int, day: int) -> Days | None:
    try:
        found = date(year, month, day)
    except ValueError:
        return None
    return found, found


def partial_days(text: str) -> Days | None:
    """Read ``2025``, ``2025-12`` or ``2025-12-20``; None where it is none of them."""
    found = _PARTIAL.fullmatch(text.strip())
    if found is None or found["year"] == "0000":
        return None
    year = int(found["year"])
    if found["month"] is None:
        return _months(year, 1, 12)
    month = int(found["month"])
    if not 1 <= month <= 12:
        return None
    return _months(year, month, month) if found["day"] is None else _one(year, month, int(found["day"]))


def library_days(net: str, precision: str = "") -> Days | None:
    """Read ``net`` of Launch Library 2, an hour in any zone, as days in UTC; None where it is none.

    Parameters
    ----------
    net : str
        ISO 8601; without a zone it counts as UTC.
    precision : str
        ``net_precision.name``: ``Month``, ``Quarter 3``, ``Second Half``, ``Year`` and such; anything finer
        or unknown is the day itself.
    """
    try:
        moment = datetime.fromisoformat(net)
        day = (moment if moment.tzinfo is None else moment.astimezone(UTC)).date()
    except (ValueError, OverflowError):
        return None
    word = precision.lower()
    if "week" in word:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if "month" in word:
        return _months(day.year, day.month, day.month)
    if "quarter" in word:
        first = 3 * ((day.month - 1) // 3) + 1
        return _months(day.year, first, first + 2)
    if "half" in word:
        return _months(day.year, 1, 6) if day.month <= 6 else _months(day.year, 7, 12)
    if "year" in word:
        return _months(day.year, 1, 12)
    if "decade" in word:
        return date(day.year - day.year % 10 or 1, 1, 1), date(day.year - day.year % 10 + 9, 12, 31)
    return day, day
