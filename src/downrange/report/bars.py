"""Bars to the left and the right of nought: what each change moved a figure by.

Every figure has a scale of its own, its largest move filling its side, because figures in different
currencies are never laid on one axis. Wide and narrow drawings as in :mod:`downrange.report.charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from downrange.base.figures import significant
from downrange.report.svg import element, figure, text

__all__ = ["Bar", "Moved", "move_chart", "signed"]


@dataclass(frozen=True)
class Bar:
    """One change and what it moved, in the unit of its figure; ``style``: fact, method or law."""

    label: str
    number: float
    style: str


@dataclass(frozen=True)
class Moved:
    """A figure, its unit in words, and the changes that moved it."""

    title: str
    unit: str
    bars: tuple[Bar, ...]


def signed(number: float) -> str:
    """Write a difference with its sign, to two digits.

    >>> signed(2300.0), signed(-0.042), signed(0.0)
    ('+2,300', '−0.042', '0')
    """
    if number == 0:
        return "0"
    return ("+" if number > 0 else "\u2212") + significant(abs(number))


def move_chart(groups: Sequence[Moved], title: str) -> Markup:
    """Draw what each change moved, figure by figure, wide and narrow."""
    return _drawn(groups, title, wide=True) + _drawn(groups, title, wide=False)


def _drawn(groups: Sequence[Moved], title: str, *, wide: bool) -> Markup:
    left, right = (300.0, 720.0) if wide else (6.0, 354.0)
    middle = (left + right) / 2
    parts: list[Markup] = []
    y = 4.0
    for group in groups:
        parts.append(text(0, y + 16, _cut(f"{group.title}, {group.unit}", 110 if wide else 46), "grp"))
        y += 24
        top = y
        scale = (right - left) / 2 / (max(abs(bar.number) for bar in group.bars) or 1.0)
        for bar in group.bars:
            y += 0 if wide else 16
            length = abs(bar.number) * scale
            start = middle - length if bar.number < 0 else middle
            label = _cut(bar.label, 44 if wide else 52)
            parts.append(text(12 if wide else 0, y + 15 if wide else y, label, "row"))
            parts.append(
                element(
                    "rect", x=start, y=y + 4, width=max(length, 1.0), height=14, class_=f"move {bar.style}"
                )
            )
            told = text(860, y + 15, signed(bar.number), "lab", "end")
            parts.append(told if wide else text(right, y, signed(bar.number), "lab", "end"))
            y += 24 if wide else 26
        parts.append(element("line", x1=middle, x2=middle, y1=top, y2=y, class_="tl"))
        y += 10
    return figure(860 if wide else 360, y, parts, title, "wide-only" if wide else "narrow-only")


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"
