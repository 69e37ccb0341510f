"""The charts: intervals on a log axis, a time line, the split of a mass. Values in, SVG out.

Every chart has two drawings: a wide one and a narrow one whose labels stand above their bars, so that a phone
shows the whole picture without scrolling. The style sheet shows one of them. Behind each stands a table.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from downrange.damage.assessment import Range
from downrange.report.svg import element, figure, text

__all__ = ["Group", "Moment", "Part", "Point", "Row", "Span", "interval_chart", "split_chart", "time_line"]


@dataclass(frozen=True)
class Point:
    """Something measured or reported: one value, or a low and a high one, in the unit of its row."""

    low: float
    high: float
    label: str


@dataclass(frozen=True)
class Row:
    """One line of an interval chart. ``style``: law, persuasive, analogy, model, refused or absent."""

    label: str
    style: str
    interval: Range | None = None
    note: str = ""
    points: tuple[Point, ...] = ()


@dataclass(frozen=True)
class Group:
    """Rows under one heading."""

    title: str
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Moment:
    """A dated thing on the time line: ``at_share`` is its place, 0 at the left end and 1 at the right."""

    at_share: float
    date: str
    title: str


@dataclass(frozen=True)
class Span:
    """Something that lasts: from ``from_share`` to ``to_share`` of the line, and perhaps longer.

    ``open_end``: nobody reported an end, so the rest of the line is drawn as an outline.
    """

    from_share: float
    to_share: float
    title: str
    open_end: bool = False


@dataclass(frozen=True)
class Part:
    """A part of a mass: its median as a share of the whole, the words for it, and its style's name."""

    share: float
    title: str
    note: str
    style: str


@dataclass(frozen=True)
class _Axis:
    low: int
    high: int
    left: int
    right: int

    def place(self, number: float) -> float:
        if number <= 0:
            return self.left
        part = (math.log10(number) - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)


def _axis(groups: Sequence[Group], marks: Sequence[float], left: int, right: int) -> _Axis:
    numbers = list(marks)
    for group in groups:
        for row in group.rows:
            if row.interval:
                numbers += [row.interval.p05, row.interval.p50, row.interval.p95]
            for point in row.points:
                numbers += [point.low, point.high]
    positive = [number for number in numbers if number > 0] or [0.1, 1.0]
    low, high = math.floor(math.log10(min(positive))), math.ceil(math.log10(max(positive)) + 1e-9)
    return _Axis(low, max(high, low + 1), left, right)


def interval_chart(
    groups: Sequence[Group],
    *,
    title: str,
    tick: Callable[[int], str],
    mark: tuple[float, str] | None = None,
) -> Markup:
    """Draw intervals on one log axis, wide and narrow.

    Parameters
    ----------
    groups : sequence of Group
        Rows in order.
    title : str
        For screen readers.
    tick : callable
        Label of a decade, given its exponent.
    mark : (number, label), optional
        A line across the chart, such as the sum itself.
    """
    return _intervals(groups, title, tick, mark, wide=True) + _intervals(
        groups, title, tick, mark, wide=False
    )


def _intervals(
    groups: Sequence[Group],
    title: str,
    tick: Callable[[int], str],
    mark: tuple[float, str] | None,
    *,
    wide: bool,
) -> Markup:
    width = 860 if wide else 360
    left, right = (250, 556) if wide else (6, 350)
    axis = _axis(groups, [mark[0]] if mark else [], left, right)
    rows: list[Markup] = []
    y = 34.0
    for group in groups:
        if group.title:
            y += 12 if wide else 10
            for line in _lines(group.title, 110 if wide else 44):
                rows.append(text(0, y + 8, line, "grp"))
                y += 16
            y += -2 if wide else 10
        for row in group.rows:
            lines = _lines(row.label, 38 if wide else 54)
            y += 24 if wide else 0
            rows += _row_wide(row, lines, axis, y) if wide else _row_narrow(row, lines, axis, y)
            y += 15 * (len(lines) - 1) if wide else 50 + 15 * (len(lines) - 1)
        y += 6
    height = y + 14
    parts = _grid(axis, height, tick, mark, wide) + rows
    return figure(width, height, parts, title, "wide-only" if wide else "narrow-only")


def _grid(
    axis: _Axis, height: float, tick: Callable[[int], str], mark: tuple[float, str] | None, wide: bool
) -> list[Markup]:
    parts: list[Markup] = []
    room = (axis.right - axis.left) / (axis.high - axis.low)
    every = max(1, math.ceil((64 if wide else 78) / room))
    anchor = round(math.log10(mark[0])) if mark else axis.low
    for exponent in range(axis.low, axis.high + 1):
        x = axis.place(10.0**exponent)
        parts.append(element("line", x1=x, x2=x, y1=24, y2=height, class_="grid"))
        on_mark = mark is not None and abs(math.log10(mark[0]) - exponent) < 0.02
        if (exponent - anchor) % every == 0 and not on_mark:
            side = "middle" if wide or axis.left + 30 < x < axis.right - 30 else None
            side = "end" if not wide and x >= axis.right - 30 else side
            parts.append(text(x, 16, tick(exponent), "ax", side))
    if mark is not None:
        x = axis.place(mark[0])
        parts.append(element("line", x1=x, x2=x, y1=22, y2=height, class_="debt"))
        side = "end" if x > axis.right - 30 and not wide else "middle"
        parts.append(text(x, 16, mark[1], "ax debtl", side))
    return parts


def _row_wide(row: Row, lines: Sequence[str], axis: _Axis, y: float) -> list[Markup]:
    parts = [text(12, y + 15 * index, line, "row") for index, line in enumerate(lines)]
    parts += _marks(row, axis, y - 4)
    parts.append(text(axis.right + 16, y, _shortened(row.note, 46), _note_class(row)))
    return parts


def _row_narrow(row: Row, lines: Sequence[str], axis: _Axis, y: float) -> list[Markup]:
    parts = [text(0, y + 4 + 15 * index, line, "row") for index, line in enumerate(lines)]
    y += 15 * (len(lines) - 1)
    parts += _marks(row, axis, y + 15)
    parts.append(text(axis.right + 8, y + 33, _shortened(row.note, 58), f"{_note_class(row)} small", "end"))
    return parts


def _note_class(row: Row) -> str:
    return "lab mut" if row.style in ("refused", "absent") else "lab"


def _lines(words: str, most: int) -> list[str]:
    """Break words into at most two lines."""
    if len(words) <= most:
        return [words]
    cut = words.rfind(" ", 0, most + 1)
    cut = cut if cut > 0 else most
    return [words[:cut], _shortened(words[cut:].strip(), most)]


def _shortened(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def _marks(row: Row, axis: _Axis, middle: float) -> list[Markup]:
    parts: list[Markup] = []
    if row.style in ("refused", "absent"):
        return [
            element(
                "rect", x=axis.left, y=middle - 6, width=axis.right - axis.left, height=12, rx=2,
                class_="ref" if row.style == "refused" else "ref absent",
            )
        ]  # fmt: skip
    if row.interval is not None:
        a, b = axis.place(row.interval.p05), axis.place(row.interval.p95)
        parts.append(
            element(
                "rect", x=a, y=middle - 5, width=max(b - a, 3.0), height=10, rx=5, class_=f"bar {row.style}"
            )
        )
        parts.append(_median(row.style, axis.place(row.interval.p50), middle))
    for point in row.points:
        parts += _measured(point, axis, middle)
    return parts


def _median(style: str, x: float, y: float) -> Markup:
    """Mark the median by shape and colour alike: law a square, persuasive a disc, analogy a ring."""
    if style == "law":
        return element("rect", x=x - 5, y=y - 5, width=10, height=10, class_="dot law")
    return element("circle", cx=x, cy=y, r=5.2 if style != "analogy" else 4.4, class_=f"dot {style}")


def _measured(point: Point, axis: _Axis, y: float) -> list[Markup]:
    a, b = axis.place(point.low), axis.place(point.high)
    tip = element("title", point.label)
    if b - a > 1:
        ends = f"M{a:.1f} {y - 6:.1f}v12M{a:.1f} {y:.1f}H{b:.1f}M{b:.1f} {y - 6:.1f}v12"
        return [element("path", tip, d=ends, class_="measline")]
    return [element("path", tip, d=f"M{a:.1f} {y - 8:.1f}l5 8l-5 8l-5 -8z", class_="measpoint")]


def split_chart(parts: Sequence[Part], title: str) -> Markup:
    """Draw how a mass splits, its parts side by side by their medians."""
    total = sum(part.share for part in parts) or 1.0
    drawn: list[Markup] = []
    x = 0.0
    for part in parts:
        width = 860 * part.share / total
        drawn.append(
            element("rect", x=x, y=6, width=max(width - 2, 1.0), height=30, class_=f"part {part.style}")
        )
        x += width
    return figure(860, 42, drawn, title)


_LEVEL = 48  # height of a label of three lines on the time line


def time_line(moments: Sequence[Moment], spans: Sequence[Span], end: str, title: str) -> Markup:
    """Draw dated things above and below a line, and what lasts beneath it; for wide screens."""
    left, right = 14.0, 846.0
    words = [_lines(moment.title, 24) for moment in moments]
    places = [left + (right - left) * moment.at_share for moment in moments]
    level_of = _levels(places, [max(map(len, lines)) for lines in words])
    above = max((level for side, level in level_of if side < 0), default=0)
    below = max((level for side, level in level_of if side > 0), default=0)
    y = 62.0 + _LEVEL * above
    parts = [element("line", x1=4, x2=856, y1=y, y2=y, class_="tl")]
    for moment, lines, x, (side, level) in zip(moments, words, places, level_of, strict=True):
        top = y - 54 - _LEVEL * level if side < 0 else y + 22 + _LEVEL * level
        parts.append(element("line", x1=x, x2=x, y1=y, y2=top, class_="grid"))
        parts.append(element("circle", cx=x, cy=y, r=5, class_="tdot"))
        anchor, dx = ("end", -4.0) if x > _TURN else (None, 4.0)
        parts.append(text(x + dx, top + 8, moment.date, "tdate", anchor))
        for index, line in enumerate(lines):
            parts.append(text(x + dx, top + 22 + 14 * index, line, "tn", anchor))
    y += 30 + _LEVEL * (below + 1)
    for span in spans:
        a, b = left + (right - left) * span.from_share, left + (right - left) * span.to_share
        parts.append(text(left, y, span.title, "tn"))
        parts.append(element("rect", x=a, y=y + 6, width=max(b - a, 4.0), height=10, class_="held"))
        if span.open_end and b < right - 4:
            parts.append(element("rect", x=b, y=y + 6, width=right - b, height=10, class_="ref"))
        y += 36
    if any(span.open_end for span in spans):
        parts.append(text(right, y - 10, end, "tdate", "end"))
        y += 4
    return figure(860, y, parts, title, "wide-only")


_TURN = 660.0  # right of here labels stand to the left of their stem


def _levels(places: list[float], longest: list[int]) -> list[tuple[int, int]]:
    """Give each label a side of the line and a level on which it meets neither a label nor a stem."""
    taken: dict[tuple[int, int], list[tuple[float, float]]] = {}
    chosen: list[tuple[int, int]] = []
    for index, (x, count) in enumerate(zip(places, longest, strict=True)):
        width = max(7.4 * count, 74.0)
        a, b = (x - width - 4, x + 4) if x > _TURN else (x - 4, x + width + 4)
        first = -1 if index % 2 == 0 else 1
        spots = [(side, level) for level in range(8) for side in (first, -first)]
        free = (s for s in spots if all(b < c or a > d for c, d in taken.get(s, [])))
        side, level = next(free, (first, 8))
        taken.setdefault((side, level), []).append((a, b))
        for under in range(level):  # its stem crosses the levels nearer to the line
            taken.setdefault((side, under), []).append((x - 2, x + 2))
        chosen.append((side, level))
    return chosen
