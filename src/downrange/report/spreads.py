"""How wide the figures are, and what moves them: pictures out of an assessment's quantiles and drivers.

Intervals of one unit share a logarithmic axis; a driver's bar runs from the sum at the one end of the input
to the sum at the other, its mark is the median of the sum. Values in, SVG out; the tables stand beside.
"""

from __future__ import annotations

import re
from typing import Any

from downrange.base.figures import significant
from downrange.damage import comparison
from downrange.damage.assessment import Assessment, Damage, Driver, Range, Swing
from downrange.report import numbers
from downrange.report.charts import Group, Row, interval_chart
from downrange.report.words import word

__all__ = ["distributions", "driver_charts", "narrowing"]

_MOST_ROWS = 14
_MOST_DRIVERS = 4
_NAME = re.compile(r"\b[a-z0-9]+(?:_[a-z0-9]+)+\b")


def distributions(assessment: Assessment) -> list[dict[str, Any]]:
    """Draw the quantities that spread, unit by unit, two and more of a unit in a picture.

    Nought has no place on the axis: a quantity that is nought at 5 % is left to the table.
    """
    by_unit: dict[str, list[Row]] = {}
    for name, figure in assessment.quantities.items():
        unit = numbers.unit_text(name)
        if unit and 0 < figure.p05 < figure.p95:
            row = Row(numbers.quantity_title(name), "model", figure, numbers.interval_text(figure))
            by_unit.setdefault(unit, []).append(row)
    return [
        {
            "unit": unit,
            "chart": _chart(rows[:_MOST_ROWS], unit, f"How wide the figures are, {unit}"),
            "rows": [_ends(row) for row in rows],
        }
        for unit, rows in by_unit.items()
        if len(rows) > 1
    ]


def _ends(row: Row) -> dict[str, str]:
    assert row.interval is not None
    ends = (row.interval.p05, row.interval.p50, row.interval.p95)
    return dict(zip(("title", "p05", "p50", "p95"), (row.label, *map(significant, ends)), strict=True))


def _chart(rows: list[Row], unit: str, title: str, groups: list[Group] | None = None) -> Any:
    return interval_chart(
        groups or [Group("", tuple(rows))],
        title=title,
        tick=lambda exponent: f"{significant(10.0**exponent, 1)} {unit}",
    )


def driver_charts(assessment: Assessment) -> list[dict[str, Any]]:
    """Draw each sum under the low and the high end of what moves it most, currency by currency."""
    found: dict[str, list[Group]] = {}
    for damage in assessment.damages:
        if damage.amount is None or damage.currency is None:
            continue
        figure = f"damages.{damage.method}"
        rows = [
            _row(driver, damage.amount)
            for driver in assessment.drivers
            if driver.figure == figure and driver.resolved and min(driver.low, driver.high) > 0
        ][:_MOST_DRIVERS]
        rows += [
            _swing(swing, damage) for swing in assessment.swings if swing.figure == figure and swing.low > 0
        ]
        if rows and damage.amount.p05 > 0:
            rows.insert(0, Row(word("all_inputs"), damage.applicability, damage.amount, word("all_draws")))
        if rows:
            found.setdefault(damage.currency, []).append(Group(comparison.method_title(damage), tuple(rows)))
    return [
        {"currency": currency, "chart": _chart([], currency, f"What moves the sums in {currency}", groups)}
        for currency, groups in found.items()
    ]


def _row(driver: Driver, whole: Range) -> Row:
    low, high = sorted((driver.low, driver.high))
    middle = min(max(whole.p50, low), high)
    low_percent, high_percent = 100 * driver.low_share, 100 * driver.high_share
    told = f"{100 * driver.share:.0f} % of the spread ({low_percent:.0f}–{high_percent:.0f})"
    return Row(numbers.quantity_title(driver.input), "model", Range(low, middle, high), told)


def _swing(swing: Swing, damage: Damage) -> Row:
    low, high = sorted((swing.low, swing.high))
    assert damage.amount is not None
    middle = min(max(damage.amount.p50, low), high)
    return Row(swing.what, "analogy", Range(low, middle, high), f"moved {significant(swing.ratio, 3)}-fold")


def narrowing(assessment: Assessment) -> list[str]:
    """Say what would narrow each sum most, with the names that people read in place of our own."""
    titles = {damage.method: comparison.method_title(damage) for damage in assessment.damages}
    lines = []
    for line in assessment.narrowing:
        method, _, rest = line.partition(": ")
        told = _NAME.sub(lambda found: numbers.quantity_title(found[0]), rest)
        lines.append(f"{titles.get(method, method)}: {told}")
    return lines
