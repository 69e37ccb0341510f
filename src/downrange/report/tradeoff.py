"""The curve of harm against cover: how much of a debt can be held for how many launches stopped."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from downrange.base.figures import significant
from downrange.report.svg import element, figure, text

__all__ = ["Choice", "tradeoff_curve"]


@dataclass(frozen=True)
class Choice:
    """One point: launches stopped, and the most that can be covered at that harm, in one currency."""

    launches_number: int
    covered_number: float


def tradeoff_curve(
    choices: Sequence[Choice], target_number: float | None, currency: str, title: str, description: str = ""
) -> Markup:
    """Draw the steps of harm against cover, and the debt as a line; wide and narrow.

    Parameters
    ----------
    choices : sequence of Choice
        Least harm first; cover never falls.
    target_number : float or None
        What has to be covered, in ``currency``; None where nothing is owed.
    title, description : str
        For screen readers.
    """
    if not choices:
        return Markup("")
    told = (title, description)
    return _drawn(choices, target_number, currency, told, wide=True) + _drawn(
        choices, target_number, currency, told, wide=False
    )


def _drawn(
    choices: Sequence[Choice], target: float | None, currency: str, told: tuple[str, str], *, wide: bool
) -> Markup:
    width, height = (860, 300.0) if wide else (360, 260.0)
    left, right, top, bottom = (112.0 if wide else 76.0), width - 16.0, 30.0, height - 44.0
    most = max(1, choices[-1].launches_number)
    greatest = 1.06 * max([choice.covered_number for choice in choices] + [target or 0.0]) or 1.0

    def x(launches_number: float) -> float:
        return left + (right - left) * launches_number / (most + 0.6)

    def y(covered_number: float) -> float:
        return bottom - (bottom - top) * covered_number / greatest

    parts = _grid(greatest, most, (left, right, bottom), x, y)
    if target:
        parts.append(element("line", x1=left, x2=right, y1=y(target), y2=y(target), class_="debt"))
        parts.append(
            text(right, y(target) - 5, f"to be covered: {significant(target)} {currency}", "ax debtl", "end")
        )
    d = f"M{x(choices[0].launches_number):.1f} {y(choices[0].covered_number):.1f}"
    for choice in choices[1:]:
        d += f"H{x(choice.launches_number):.1f}V{y(choice.covered_number):.1f}"
    parts.append(element("path", d=f"{d}H{right:.1f}", class_="curve"))
    for choice in choices:
        enough = target is not None and choice.covered_number >= target
        place = {"cx": x(choice.launches_number), "cy": y(choice.covered_number)}
        parts.append(element("circle", r=5, class_="dot persuasive" if enough else "dot analogy", **place))
    parts.append(text((left + right) / 2, height - 8, "launches stopped", "ax", "middle"))
    parts.append(text(0, 14, f"covered, {currency}", "ax"))
    return figure(width, height, parts, told[0], "wide-only" if wide else "narrow-only", told[1])


def _grid(
    greatest: float, most: int, edges: tuple[float, float, float], x: object, y: object
) -> list[Markup]:
    assert callable(x)
    assert callable(y)
    left, right, bottom = edges
    parts: list[Markup] = []
    power = 10.0 ** math.floor(math.log10(greatest / 4))
    step = max(n * power for n in (1, 2, 5) if n * power <= greatest / 4 * 1.0001)
    for n in range(math.floor(greatest / step) + 1):
        at = y(n * step)
        parts.append(element("line", x1=left, x2=right, y1=at, y2=at, class_="grid"))
        parts.append(text(left - 8, at + 4, _short(n * step), "ax", "end"))
    every = max(1, math.ceil(most / 12))
    for n in range(0, most + 1, every):
        at = x(n)
        parts.append(element("line", x1=at, x2=at, y1=bottom, y2=bottom + 5, class_="tl"))
        parts.append(text(at, bottom + 18, str(n), "ax", "middle"))
    return parts


def _short(number: float) -> str:
    """Write a sum on an axis: thousands, millions, billions.

    >>> _short(2.5e9), _short(0.0), _short(4000.0)
    ('2.5 bn', '0', '4,000')
    """
    for power, word in ((1e9, "bn"), (1e6, "m")):
        if number >= power:
            return f"{number / power:g} {word}"
    return f"{number:,.0f}"
