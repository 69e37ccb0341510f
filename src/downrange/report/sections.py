"""The parts of the page as plain values, from what was said to what was assumed.

Pure functions of a case and an assessment; nothing here knows of HTML.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from downrange.base.figures import significant
from downrange.base.money import Money
from downrange.base.spread import Choice
from downrange.base.trace import Leaf, Trace
from downrange.base.units import convert
from downrange.case.schema import Case, Event, Measure, Measured, Unknown, day_range
from downrange.damage.assessment import Assessment, Range
from downrange.report import numbers
from downrange.report.charts import Group, Moment, Part, Point, Row, Span
from downrange.report.sums import exact
from downrange.report.words import word

__all__ = [
    "Assumed",
    "Compared",
    "Derivation",
    "Ladder",
    "Line",
    "Spoken",
    "assumed",
    "compared",
    "derivation",
    "headline",
    "ladders",
    "measured_groups",
    "party_name",
    "spoken",
    "time_line_of",
]

_SUBSTANCES = ("udmh", "n2o4", "kerosene")
_WAYS = (
    ("reacted_kg", "reacted"), ("to_air_kg", "to the air"), ("to_soil_kg", "into the soil"),
)  # fmt: skip


def party_name(case: Case, reference: str | Unknown | None) -> str:
    """Give a party's English name, or what is unknown about it, or the reference itself."""
    if reference is None:
        return ""
    if isinstance(reference, Unknown):
        return reference.unknown
    return next((party.name.en for party in case.parties if party.id == reference), reference)


@dataclass(frozen=True)
class Spoken:
    """A statement as a line of a table."""

    identifier: str
    about: str
    value: str
    said_by: str
    said_on: str
    stance: str
    echo_of: str | None
    source: str


def spoken(case: Case) -> tuple[Spoken, ...]:
    """Give every statement of a case; echoes name what they repeat."""
    return tuple(
        Spoken(
            statement.id,
            f"{statement.about} · {statement.property}",
            value_text(case, statement.value),
            party_name(case, statement.said_by),
            statement.said_on or statement.reported_on or "",
            statement.stance,
            statement.copied_from,
            statement.source,
        )
        for statement in case.statements
    )


def value_text(case: Case, value: Any) -> str:
    """Write the value of a statement."""
    for key in ("unknown", "text", "date"):
        if hasattr(value, key):
            words = str(getattr(value, key))
            return f"{word('nothing_known')}: {words}" if key == "unknown" else words
    if hasattr(value, "party"):
        return party_name(case, value.party)
    about = "about " if getattr(value, "approximate", False) else ""
    about = "over " if getattr(value, "over", False) else about
    unit = numbers.unit_label(getattr(value, "unit", ""))
    single = getattr(value, "amount", getattr(value, "number", None))
    if single is not None:
        return f"{about}{_plain(single)} {unit}".strip()
    return f"{about}{_plain(value.low)}–{_plain(value.high)} {unit}".strip()


def _plain(number: Any) -> str:
    if isinstance(number, Money):
        return f"{exact(number)} {number.currency}"
    return _as_said(number) if isinstance(number, float | int) else "?"


_MOST_MOMENTS = 9


def time_line_of(case: Case) -> tuple[tuple[Moment, ...], tuple[Span, ...]]:
    """Lay dated events and measures on a line: half by date, half by order, so that crowds stay readable.

    Of a long course only the events nearest to the measures (else to the claim) are drawn; the table has all.
    """
    dated = _nearest(sorted(case.timeline, key=lambda event: day_range(event.on)[0]), case)
    if not dated:
        return (), ()
    days = [day_range(event.on)[0].toordinal() for event in dated]
    width, last = max(days[-1] - days[0], 1), max(len(days) - 1, 1)

    def place(day: int) -> float:
        by_date = min(max((day - days[0]) / width, 0.0), 1.0)
        later = next((i for i, d in enumerate(days) if d >= day), last)
        earlier = max(later - 1, 0)
        gap = max(days[later] - days[earlier], 1)
        by_order = min(max(earlier + (day - days[earlier]) / gap, 0.0), last) / last
        return 0.3 * by_date + 0.7 * by_order

    moments = tuple(
        Moment(0.3 * (day - days[0]) / width + 0.7 * index / last, event.on, _short(event.title, 48))
        for index, (day, event) in enumerate(zip(days, dated, strict=True))
    )
    return moments, tuple(_span(case, measure, place) for measure in case.measures)


def _nearest(dated: list[Event], case: Case) -> list[Event]:
    """Keep the events nearest to the first measure, else to the first claim."""
    known = [m.since if isinstance(m.since, str) else m.seen_from for m in case.measures]
    anchors = [day for day in known if day] or [c.arising_on for c in case.claims] or [case.from_]
    anchor = min(day_range(day)[0] for day in anchors)
    nearest = sorted(dated, key=lambda event: abs((day_range(event.on)[0] - anchor).days))[:_MOST_MOMENTS]
    return sorted(nearest, key=lambda event: day_range(event.on)[0])


def _span(case: Case, measure: Measure, place: Callable[[int], float]) -> Span:
    """Give a measure's span; where its day is unknown, from the day it was first seen to the last."""
    since = measure.since if isinstance(measure.since, str) else measure.seen_from
    until = measure.until if isinstance(measure.until, str) else None
    seen = until or measure.seen_until
    start = place(day_range(since)[0].toordinal()) if since else 0.0
    end = place(day_range(seen)[1].toordinal()) if seen else 1.0
    title = f"{measure.kind.replace('-', ' ')}: {party_name(case, measure.against)}"
    return Span(start, max(end, start), _short(title, 60), open_end=until is None)


def _short(words: str, most: int = 34) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip(" ,;") + "…"


Line = tuple[tuple[str, str], ...]
"""A sentence in parts: words, and the place on the page where the figure among them is derived, or ""."""


def headline(assessment: Assessment) -> list[Line]:
    """Say in a sentence where the propellant went and how much ground lay over the limit."""
    found: list[Line] = []
    for substance in _SUBSTANCES:
        soil, air = f"{substance}_to_soil_kg", f"{substance}_to_air_kg"
        if soil not in assessment.quantities or assessment.quantities[soil].p95 <= 0:
            continue
        parts = [
            (f"Of the {numbers.quantity_title(substance)}, ", ""),
            _figure(assessment, soil),
            (" went into the soil", ""),
        ]
        if air in assessment.quantities:
            parts += [(" and ", ""), _figure(assessment, air), (" to the air", "")]
        area = "soil_splash_area_over_limit_m2"
        area = area if substance == "udmh" else f"{substance}_{area}"
        if substance != "n2o4" and area in assessment.quantities:
            parts += [
                ("; ", ""),
                _figure(assessment, area),
                (" of ground lay over the limit where it splashed", ""),
            ]
        found.append((*parts, (".", "")))
    if len(found) < 2:
        found += _exhaust(assessment)
    return found[:2]


def _exhaust(assessment: Assessment) -> list[Line]:
    known = [
        (key, name)
        for key, name in (("exhaust_co2_kg", "CO₂"), ("exhaust_nox_kg", "NOx"), ("exhaust_soot_kg", "soot"))
        if key in assessment.quantities
    ]
    if not known:
        return []
    parts = [("In the exhaust and the fire: ", "")]
    for index, (key, name) in enumerate(known):
        parts += [(", " if index else "", ""), _figure(assessment, key), (f" of {name}", "")]
    return [(*parts, (".", ""))]


def _figure(assessment: Assessment, name: str) -> tuple[str, str]:
    """Write a figure with the anchor of its derivation."""
    figure = assessment.quantities[name]
    if name.endswith("_kg"):
        return _tonnes(figure), f"q-{name}"
    return f"{numbers.interval_text(figure)} {numbers.unit_text(name)}", f"q-{name}"


@dataclass(frozen=True)
class Ladder:
    """Where one propellant went: parts with their medians."""

    substance: str
    parts: tuple[Part, ...]


def ladders(assessment: Assessment) -> tuple[Ladder, ...]:
    """Give the split of each propellant the assessment speaks of."""
    found = []
    for substance in _SUBSTANCES:
        ways = [
            (title, key.removeprefix("to_").removesuffix("_kg"), assessment.quantities[f"{substance}_{key}"])
            for key, title in _WAYS
            if f"{substance}_{key}" in assessment.quantities
            and assessment.quantities[f"{substance}_{key}"].p95 > 0
        ]
        total = sum(amount.p50 for _, _, amount in ways)
        if len(ways) < 2 or total <= 0:
            continue
        name = numbers.quantity_title(substance)
        parts = tuple(
            Part(amount.p50 / total, title, _tonnes(amount), style) for title, style, amount in ways
        )
        found.append(Ladder(name, parts))
    return tuple(found)


def _tonnes(mass: Range) -> str:
    if mass.p50 >= 1000:
        return f"{numbers.interval_text(Range(mass.p05 / 1e3, mass.p50 / 1e3, mass.p95 / 1e3))} t"
    return f"{numbers.interval_text(mass)} kg"


@dataclass(frozen=True)
class Compared:
    """One measured or reported outcome against the model's interval; ``inside`` is yes, no or partly."""

    title: str
    measured: str
    said_by: str
    on: str
    note: str
    modelled: str
    inside: str
    source: str
    quantity: str


def compared(case: Case, assessment: Assessment) -> tuple[Compared, ...]:
    """Hold every measured outcome against the model, contradictions side by side."""
    found = []
    for item in case.measured:
        figure = assessment.quantities.get(item.quantity)
        low, high = _bounds(item)
        unit = numbers.unit_text(item.quantity) or numbers.unit_label(item.unit)
        shown = _as_said(low) if low == high else f"{_as_said(low)}–{_as_said(high)}"
        modelled = (
            f"{numbers.interval_text(figure)} {unit}".strip() if figure else "no model here gives this figure"
        )
        found.append(
            Compared(
                numbers.quantity_title(item.quantity),
                f"{shown} {unit}".strip(),
                party_name(case, item.said_by),
                item.on or "",
                item.note or "",
                modelled,
                _inside(figure, low, high),
                item.source,
                item.quantity,
            )
        )
    return tuple(found)


def _as_said(number: float) -> str:
    """Write a reported number with the digits it was reported with."""
    text = f"{number:,.4f}" if abs(number) < 1000 else f"{number:,.1f}"
    return text.rstrip("0").rstrip(".")


def _bounds(item: Measured) -> tuple[float, float]:
    """Give a measured value or range in the unit of the quantity's name."""
    from downrange.base.units import unit_of

    low = item.low if item.low is not None else item.number
    high = item.high if item.high is not None else item.number
    low, high = low if low is not None else high, high if high is not None else low
    assert low is not None, item.quantity
    assert high is not None, item.quantity
    unit = unit_of(item.quantity)
    if unit and item.unit and unit != item.unit:
        return convert(low, item.unit, unit), convert(high, item.unit, unit)
    return low, high


def _inside(figure: Range | None, low: float, high: float) -> str:
    if figure is None:
        return ""
    least, most = _two_digits(figure.p05), _two_digits(figure.p95)
    if least <= low and high <= most:
        return word("yes")
    return "partly" if low <= most and high >= least else word("no")


def _two_digits(number: float) -> float:
    """Round as the interval is printed, so that the word agrees with what the reader sees."""
    return float(significant(number).replace(",", ""))


def measured_groups(case: Case, assessment: Assessment) -> Mapping[str, list[Group]]:
    """Lay measured against modelled out as charts, one for each unit; rows in the order of the case."""
    charts: dict[str, dict[str, list[Point]]] = {}
    for item, line in zip(case.measured, compared(case, assessment), strict=True):
        low, high = _bounds(item)
        if low <= 0 and high <= 0:
            continue
        unit = numbers.unit_text(item.quantity) or numbers.unit_label(item.unit) or "number"
        label = ", ".join(part for part in (line.measured, line.said_by, line.on) if part)
        charts.setdefault(unit, {}).setdefault(item.quantity, []).append(Point(low, high, label))
    laid: dict[str, list[Group]] = {}
    for unit, by_quantity in charts.items():
        if not any(name in assessment.quantities for name in by_quantity):
            continue  # nothing to hold against the model: the table alone says it
        rows = tuple(
            Row(
                numbers.quantity_title(name), "model", assessment.quantities.get(name),
                _measured_note(points), tuple(points),
            )
            for name, points in by_quantity.items()
        )  # fmt: skip
        laid[unit] = [Group("", rows)]
    return laid


def _measured_note(points: Sequence[Point]) -> str:
    shown = sorted({p.low for p in points} | {p.high for p in points})
    text = _as_said(shown[0])
    return f"reported {text}" if len(shown) == 1 else f"reported {text} … {_as_said(shown[-1])}"


@dataclass(frozen=True)
class Derivation:
    """How a figure came about: its steps in order and the leaves under them, for the central draw."""

    figure: str
    steps: tuple[Mapping[str, str], ...]
    leaves: tuple[Mapping[str, str], ...]


def derivation(trace: Trace, *names: str) -> Derivation | None:
    """Give the derivation of the first of some names the trace knows; None where it knows none."""
    known = {step.name for step in trace.steps}
    name = next((name for name in names if name in known), None)
    if name is None:
        return None
    part = trace.why(name)
    steps = tuple(
        {
            "name": numbers.quantity_title(step.name),
            "value": _value(step.output, step.unit),
            "method": step.method,
            "inputs": ", ".join(numbers.quantity_title(i) for i in step.inputs),
            "validity": step.validity,
        }
        for step in part.steps
    )
    leaves = tuple(
        {
            "name": numbers.quantity_title(leaf.name),
            "value": _value(leaf.value, leaf.unit),
            "kind": leaf.kind,
            "source": leaf.source,
            "locator": leaf.locator or "",
        }
        for leaf in part.leaves
    )
    return Derivation(name, steps, leaves)


def _value(value: float | str, unit: str) -> str:
    if isinstance(value, str):
        return value
    return f"{significant(value, 4)} {numbers.unit_label(unit)}".strip()


@dataclass(frozen=True)
class Assumed:
    """An input nobody measured, with the range it was drawn from where the case states it."""

    name: str
    value: str
    argument: str
    source: str


def assumed(case: Case, assessment: Assessment) -> tuple[Assumed, ...]:
    """Give the assumptions of an assessment with their argument."""
    leaves = {leaf.name: leaf for leaf in assessment.central.leaves}
    own = case.scenario.inputs if case.scenario else {}
    found = []
    for name in assessment.assumed:
        title = numbers.quantity_title(name)
        if name in own:
            low, high = own[name].low_high()
            unit = numbers.unit_label(own[name].unit)
            value = f"{significant(low)}–{significant(high)} {unit}".strip()
            found.append(Assumed(title, value, own[name].rationale or "", own[name].source))
        elif name in leaves:
            leaf = leaves[name]
            value = _drawn_from(leaf) or f"{_value(leaf.value, leaf.unit)} (central draw)"
            found.append(Assumed(title, value, leaf.locator or "", leaf.source))
        else:
            found.append(Assumed(title, "", "", ""))
    return tuple(found)


def _drawn_from(leaf: Leaf) -> str:
    """Give the range an assumption was drawn from, 5 to 95 %; the values themselves of a choice."""
    if leaf.spread is None:
        return ""
    unit = numbers.unit_label(leaf.unit)
    if isinstance(leaf.spread, Choice):
        return f"{' or '.join(_as_said(value) for value in leaf.spread.values)} {unit}".strip()
    low, high = significant(leaf.spread.quantile(0.05)), significant(leaf.spread.quantile(0.95))
    return f"{low}–{high} {unit}".strip()
