"""How the draws of a figure lie: a small histogram each, with its own axis, and the table behind them.

Figures of different units and currencies are never laid on one axis, so each row names the ends of its own.
Wide and narrow drawings as in :mod:`downrange.report.charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite, log10
from typing import Any

from markupsafe import Markup

from downrange.base.figures import share_text, significant
from downrange.damage.assessment import Assessment, Histogram, QuantileError, Range
from downrange.damage.comparison import method_title
from downrange.report import numbers
from downrange.report.svg import element, figure, text
from downrange.report.words import word

__all__ = ["Shape", "shape_chart", "shapes"]

_HIGH = 34.0
"""Height of the tallest bar, in the picture's units."""


@dataclass(frozen=True)
class Shape:
    """One figure with its draws; ``style``: law, persuasive, analogy or model."""

    title: str
    unit: str
    style: str
    histogram: Histogram
    interval: Range
    error: QuantileError | None


def shapes(assessment: Assessment) -> dict[str, Any] | None:
    """Draw how the sums and the main quantities lie; None where nothing spreads.

    Returns
    -------
    dict
        ``chart``: SVG; ``rows``: for each figure ``title``, ``p05``, ``p50``, ``p95`` (with one standard
        error, where the draws tell it) and ``nought``, the share of draws at nought.
    """
    found = [*_sums(assessment), *_quantities(assessment)]
    if not found:
        return None
    return {"chart": shape_chart(found, word("shapes_title")), "rows": [_row(one) for one in found]}


def _sums(assessment: Assessment) -> list[Shape]:
    return [
        Shape(
            method_title(damage), damage.currency, damage.applicability, assessment.histograms[name],
            damage.amount, assessment.errors.get(name),
        )
        for damage in assessment.damages
        for name in (f"damages.{damage.method}",)
        if name in assessment.histograms and damage.amount is not None and damage.currency is not None
    ]  # fmt: skip


def _quantities(assessment: Assessment) -> list[Shape]:
    return [
        Shape(
            numbers.quantity_title(name), numbers.unit_text(name), "model", histogram,
            assessment.quantities[name], assessment.errors.get(figure_),
        )
        for figure_, histogram in assessment.histograms.items()
        for name in (figure_.removeprefix("quantities."),)
        if figure_.startswith("quantities.") and name in assessment.quantities
    ]  # fmt: skip


def _row(shape: Shape) -> dict[str, str]:
    off = shape.error
    errors = (off.p05, off.p50, off.p95) if off else (None, None, None)
    ends = (shape.interval.p05, shape.interval.p50, shape.interval.p95)
    told = [_with_error(value, error) for value, error in zip(ends, errors, strict=True)]
    share = shape.histogram.nought_share
    return {
        "title": f"{shape.title}, {shape.unit}" if shape.unit else shape.title,
        **dict(zip(("p05", "p50", "p95"), told, strict=True)),
        "nought": share_text(share) if share else "",
    }


def _with_error(value: float, error: float | None) -> str:
    if error is None:
        return significant(value)
    return f"{significant(value)} ± {significant(error) if isfinite(error) else '?'}"


def shape_chart(rows: Sequence[Shape], title: str) -> Markup:
    """Draw each figure's histogram, its 5-95 % interval under it and its median, wide and narrow."""
    return _drawn(rows, title, wide=True) + _drawn(rows, title, wide=False)


def _drawn(rows: Sequence[Shape], title: str, *, wide: bool) -> Markup:
    left, right = (250.0, 592.0) if wide else (4.0, 356.0)
    parts: list[Markup] = []
    y = 6.0
    for row in rows:
        lines = _lines(row.title, 33 if wide else 54)
        y += 0.0 if wide else 16.0 * len(lines)
        base = y + _HIGH
        last = base if wide else base - _HIGH - 6.0
        for index, line in enumerate(reversed(lines)):
            parts.append(text(12 if wide else 0, last - 15.0 * index, line, "row"))
        parts += _bars(row, left, right, base) + _ends(row, left, right, base)
        note = f"{numbers.interval_text(row.interval)} {row.unit}".strip()
        parts.append(text(604, base, note, "lab") if wide else text(right, base + 34, note, "lab", "end"))
        y = base + (26.0 if wide else 46.0)
    return figure(860 if wide else 360, y, parts, title, "wide-only" if wide else "narrow-only")


def _place(row: Shape, number: float, left: float, right: float) -> float:
    made = row.histogram
    if made.logarithmic:
        share = log10(number / made.low) / log10(made.high / made.low) if number > 0 else 0.0
    else:
        share = (number - made.low) / (made.high - made.low)
    return left + (right - left) * min(max(share, 0.0), 1.0)


def _bars(row: Shape, left: float, right: float, base: float) -> list[Markup]:
    made = row.histogram
    width, most = (right - left) / len(made.shares), max(made.shares)
    found = []
    for index, share in enumerate(made.shares):
        if share:
            high = _HIGH * share / most
            found.append(
                element(
                    "rect", x=left + width * index, y=base - high, width=max(width - 0.6, 0.4), height=high,
                    class_=f"hist {row.style}",
                )
            )  # fmt: skip
    return found


def _ends(row: Shape, left: float, right: float, base: float) -> list[Markup]:
    """Draw the interval with its median, and what the ends of the axis are."""
    made, y = row.histogram, base + 5.0
    low, middle, high = (
        _place(row, end, left, right) for end in (row.interval.p05, row.interval.p50, row.interval.p95)
    )
    scale = word("by_factor") if made.logarithmic else word("by_width")
    nought = f"; {word('at_nought', share=share_text(made.nought_share))}" if made.nought_share else ""
    return [
        element("line", x1=left, x2=right, y1=base, y2=base, class_="grid"),
        element("line", x1=low, x2=high, y1=y, y2=y, class_="span"),
        element("circle", cx=middle, cy=y, r=3.4, class_="dot model"),
        text(left, base + 19, significant(made.low), "ax"),
        text((left + right) / 2, base + 19, f"{scale}{nought}", "ax", "middle"),
        text(right, base + 19, significant(made.high), "ax", "end"),
    ]


def _lines(words: str, most: int) -> list[str]:
    from textwrap import wrap

    return wrap(words, most)[:3] or [""]
