"""The manifest before and after a measure: when each launch was planned, and when it may fly now.

Pure functions: values in, SVG out. A wide drawing and a narrow one, as in :mod:`downrange.report.charts`;
shape says what colour says: a ring is the plan, a disc an untouched launch, a diamond the median of a late
one, a square of a stopped one, a triangle a flight on record. The table behind it is the caller's.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from downrange.report.svg import element, figure, text

__all__ = ["Flight", "Hold", "manifest_timeline"]

_MOST_ROWS = 36
_BEYOND_D = 1100
"""The picture ends so many days after the last plan: longer bars end in an arrow."""
_MONTHS = (1, 2, 3, 6, 12, 24, 60)


@dataclass(frozen=True)
class Flight:
    """One launch: its planned days, what becomes of it, and the days it is late (5, 50, 95 %)."""

    title: str
    planned: tuple[date, date]
    effect: str
    delay_d: tuple[float, float, float] | None
    flew_on: date | None = None

    @property
    def late(self) -> bool:
        """Whether it is stopped or delayed."""
        return self.effect != "unaffected"


@dataclass(frozen=True)
class Hold:
    """What is out of use, since when, and until when if that is on record; ``permitted``: its use goes on."""

    title: str
    since: date
    until: date | None = None
    permitted: bool = False


@dataclass(frozen=True)
class _Days:
    first: int
    last: int
    left: int
    right: int

    def x(self, day: float) -> float:
        part = (day - self.first) / (self.last - self.first)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)


def manifest_timeline(
    flights: Sequence[Flight], holds: Sequence[Hold], on: date, title: str, description: str = ""
) -> Markup:
    """Draw the manifest before and after, wide and narrow.

    Parameters
    ----------
    flights : sequence of Flight
        In the order of the rows; more than 36 are cut to those touched first, and the picture says so.
    holds : sequence of Hold
        Drawn above the launches; those of one title and day once.
    on : date
        The day of the question: a line from top to bottom.
    title, description : str
        For screen readers.
    """
    touched = sorted(flights, key=lambda one: not one.late)[:_MOST_ROWS]
    shown = [one for one in flights if one in touched]
    left = len(flights) - len(shown)
    holds = list(dict.fromkeys(holds))
    return _drawn(shown, holds, on, (title, description), left, wide=True) + _drawn(
        shown, holds, on, (title, description), left, wide=False
    )


def _axis(flights: Sequence[Flight], holds: Sequence[Hold], on: date, left: int, right: int) -> _Days:
    days = [on.toordinal(), *(day.toordinal() for one in flights for day in one.planned)]
    days += [one.since.toordinal() for one in holds]
    days += [one.flew_on.toordinal() for one in flights if one.flew_on]
    late = [one.planned[1].toordinal() + one.delay_d[2] for one in flights if one.delay_d and one.late]
    last = min(max([*days, *late]), max(days) + _BEYOND_D)
    span = max(last - min(days), 60)
    return _Days(int(min(days) - 0.02 * span), int(last + 0.04 * span) + 1, left, right)


def _drawn(
    flights: Sequence[Flight],
    holds: Sequence[Hold],
    on: date,
    told: tuple[str, str],
    more_number: int,
    *,
    wide: bool,
) -> Markup:
    left, right = (236, 846) if wide else (8, 350)
    days = _axis(flights, holds, on, left, right)
    y = 40.0
    rows: list[Markup] = []
    for hold in holds:
        rows += _label(hold.title, y, wide)
        y += 0 if wide else 14
        rows += _hold(hold, days, y)
        y += 24 if wide else 20
    for flight in flights:
        rows += _label(flight.title, y, wide)
        y += 0 if wide else 14
        rows += _flight(flight, days, y)
        y += 24 if wide else 20
    if more_number:
        rows.append(text(0, y, f"and {more_number} more that are not touched: see the table", "tdate"))
        y += 18
    parts = _months(days, y - 8, 64 if wide else 84)
    x = days.x(on.toordinal())
    parts.append(element("line", x1=x, x2=x, y1=22, y2=y - 8, class_="debt"))
    side = "end" if x > right - 60 else None
    parts.append(text(x + (-4 if side else 4), 30, f"asked on {on.isoformat()}", "ax debtl", side))
    return figure(
        860 if wide else 360, y, parts + rows, told[0], "wide-only" if wide else "narrow-only", told[1]
    )


def _label(words: str, y: float, wide: bool) -> list[Markup]:
    most = 36 if wide else 50
    return [text(0, y + 4, words if len(words) <= most else words[: most - 1].rstrip() + "…", "row")]


def _months(days: _Days, bottom: float, room: float) -> list[Markup]:
    step = next(
        (n for n in _MONTHS if (days.right - days.left) * 30.4 * n / (days.last - days.first) >= room), 120
    )
    first = date.fromordinal(days.first)
    month = 12 * first.year + first.month - 1
    month += -month % step
    parts: list[Markup] = []
    while True:
        day = date(month // 12, month % 12 + 1, 1).toordinal()
        if day > days.last:
            return parts
        if day >= days.first:
            x = days.x(day)
            parts.append(element("line", x1=x, x2=x, y1=18, y2=bottom, class_="grid"))
            label = f"{month // 12}" if step >= 12 else f"{month // 12}-{month % 12 + 1:02d}"
            side = "end" if x > days.right - 24 else "middle" if x > days.left + 24 else None
            parts.append(text(x, 14, label, "ax", side))
        month += step


def _hold(hold: Hold, days: _Days, y: float) -> list[Markup]:
    a = days.x(hold.since.toordinal())
    class_ = "held used" if hold.permitted else "held"
    if hold.until is not None:
        b = max(days.x(hold.until.toordinal()), a + 3)
        return [element("rect", x=a, y=y - 5, width=b - a, height=10, class_=class_)]
    b = days.right
    tip = f"M{b - 8:.1f} {y - 5:.1f}L{b:.1f} {y:.1f}L{b - 8:.1f} {y + 5:.1f}"
    return [
        element("rect", x=a, y=y - 5, width=max(b - 8 - a, 3.0), height=10, class_=class_),
        element("path", d=tip, class_="tip"),
    ]


def _flight(flight: Flight, days: _Days, y: float) -> list[Markup]:
    first, last = (day.toordinal() for day in flight.planned)
    a, b = days.x(first), days.x(last)
    parts: list[Markup] = []
    if flight.late:
        parts += _late(flight, days, y)
    if b - a > 8:
        parts.append(element("rect", x=a, y=y - 5, width=b - a, height=10, rx=5, class_="plan"))
    elif flight.late:
        parts.append(element("circle", cx=(a + b) / 2, cy=y, r=5, class_="plan"))
    if not flight.late:
        parts.append(element("circle", cx=(a + b) / 2, cy=y, r=4.4, class_="kept"))
    if flight.flew_on is not None:
        x = days.x(flight.flew_on.toordinal())
        tip = element("title", f"flown {flight.flew_on.isoformat()}")
        parts.append(element("path", tip, d=f"M{x:.1f} {y - 6:.1f}l5.5 10h-11z", class_="flown"))
    return parts


def _late(flight: Flight, days: _Days, y: float) -> list[Markup]:
    first, last = (day.toordinal() for day in flight.planned)
    if flight.delay_d is None:
        x = days.x(last)
        words = "no way out known"
        room = days.right - x > 130
        return [
            element("rect", x=x, y=y - 5, width=max(days.right - x, 3.0), height=10, class_="ref"),
            text(days.right - 4 if room else x - 10, y + 4, words, "lab mut", "end"),
        ]
    middle = (first + last) / 2
    low, half, high = (middle + number for number in flight.delay_d)
    a, b = days.x(low), days.x(high)
    parts = [
        element("rect", x=a, y=y - 5, width=max(b - a, 3.0), height=10, rx=5, class_=f"bar {flight.effect}")
    ]
    if high > days.last:
        parts.append(element("path", d=f"M{b - 6:.1f} {y - 5:.1f}l6 5l-6 5", class_="tip"))
    x = days.x(half)
    if flight.effect == "stopped":
        parts.append(element("rect", x=x - 4.5, y=y - 4.5, width=9, height=9, class_="dot stopped"))
    else:
        parts.append(element("path", d=f"M{x:.1f} {y - 6:.1f}l6 6l-6 6l-6 -6z", class_="dot delayed"))
    return parts


def late_from(flight: Flight) -> tuple[date, date, date] | None:
    """Give the day at 5, 50 and 95 % on which a late flight flies; None where it is not late or never flies.

    >>> late_from(Flight("x", (date(2025, 12, 20), date(2025, 12, 20)), "delayed", (1.0, 2.0, 3.0)))[1]
    datetime.date(2025, 12, 22)
    """
    if flight.delay_d is None or not flight.late:
        return None
    middle = flight.planned[0] + (flight.planned[1] - flight.planned[0]) / 2
    low, half, high = (middle + timedelta(days=round(number)) for number in flight.delay_d)
    return low, half, high
