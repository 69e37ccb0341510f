"""What the command line prints of a matter: statements, contradictions, days of a rate, a lease."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from downrange.report.text import money, number, table

__all__ = ["conflicts", "lease", "plume", "rate_days", "statements"]

Document = dict[str, Any]

SIGNS = {"confirmed": "✓", "wrong": "✕", "disputed": "≠", "ambiguous": "?", "out-of-scope": "–"}
"""Signs beside the words of a verdict, as on the pages."""


def _said(value: Any) -> str:
    """Print the value of a statement in words."""
    if not isinstance(value, dict):
        return str(value)
    for key in ("amount", "low"):
        if isinstance(value.get(key), dict):
            low, high = value.get("low"), value.get("high")
            return money(value["amount"]) if key == "amount" else f"{money(low)} to {money(high)}"
    if value.get("number") is not None:
        return f"{number(value['number'])} {value.get('unit') or ''}".strip()
    if value.get("low") is not None:
        return f"{number(value['low'])} to {number(value['high'])} {value.get('unit') or ''}".strip()
    if "unknown" in value:
        return f"nothing known: {value['unknown']}"
    return str(value.get("text") or value.get("date") or value.get("party") or "")


def statements(document: Document) -> Iterator[str]:
    """Print who said what, then the verdicts."""
    rows = [
        (
            row["id"].removeprefix("statement/"), f"{row['about']} {row['property']}",
            _said(row["value"])[:60],
            row["said_by"].removeprefix("party/"), row["stance"], row["reported_on"] or row["said_on"] or "",
        )
        for row in document["statements"]
    ]  # fmt: skip
    yield f"{len(rows)} statements, {document['sayings_number']} when echoes count once"
    yield from table(rows, ("statement", "about", "value", "said by", "stance", "when"))
    for verdict in document.get("verdicts", ()):
        yield ""
        yield f"{SIGNS[verdict['verdict']]} {verdict['verdict']}: {verdict['claim']}"
        yield f"    {verdict['because']}"
    yield f"{len(document['conflicts'])} contradictions: --conflicts prints them"


def conflicts(document: Document) -> Iterator[str]:
    """Print contradictions side by side: what each side says, what would settle it, what it moves."""
    values = {row["id"]: _said(row["value"]) for row in document["statements"]}
    for conflict in document["conflicts"]:
        yield f"{conflict['kind']}: {conflict['about']} {conflict.get('property', '')}".rstrip()
        for place, side in enumerate(conflict["sides"], start=1):
            for name in side:
                yield f"    {place}. {name}: {values.get(name, '')}".rstrip(": ")
        yield f"    because {conflict['because']}"
        yield f"    settled by {conflict['settled_by']}; moves {', '.join(conflict['moves']) or 'nothing'}"
    yield f"{len(document['conflicts'])} contradictions"


def rate_days(document: Document) -> Iterator[str]:
    """Print the days on which a rate makes two sums the same, and the days without an official rate."""
    yield f"{document['pair']} between {document['low']} and {document['high']}"
    if not document["days"]:
        yield "no day of an official rate in hand fits"
    for day in document["days"]:
        yield f"  {day['on']}  {day['rate']}  ({day['series']})"
    for gap in document["open"]:
        yield f"  open {gap['from']} .. {gap['to']}: no official rate in hand"
    for day in document["wider"]:
        yield f"  weaker: {day['on']}  {day['rate']}  ({day['series']})"


def lease(document: Document) -> Iterator[str]:
    """Print a lease: rent, what is due and paid, obligations, positions."""
    yield f"{document['title']}, on {document['on']}"
    for head in ("rent_per_year", "due", "paid", "arrears"):
        reason = document.get(f"{head}_reason")
        yield f"  {head:<14} {money(document[head])}{f': {reason}' if reason and not document[head] else ''}"
    schedule = document["schedule"]
    if schedule:
        first, last = schedule[0], schedule[-1]
        span = f"{first['period_start']} .. {last['period_end']}"
        yield f"  {len(schedule)} periods, {span}, {money(first['amount'])} each"
    yield ""
    rows = [(o["name"], o["state"], o["evidence"] or "") for o in document["obligations"]]
    yield from table(rows, ("obligation", "state", "evidence"))
    yield ""
    told = [(p["party"], p["date"] or "", p["about"], p["says"][:80]) for p in document["positions"]]
    yield from table(told, ("party", "when", "about", "says"))


def plume(document: Document) -> Iterator[str]:
    """Print what arrives at the arcs and receptors."""
    length = document["obukhov_length_m"]
    stability = "infinite (neutral)" if length is None else f"{length:.1f} m"
    friction = document["friction_velocity_m_per_s"]
    yield f"u* {friction:.3f} m/s, L {stability}, {document['particles']:,} particles"
    rows = [
        (f"{arc['x_m']:g}", f"{arc['concentration_kg_per_m3']:.3e}", f"{arc['standard_error_kg_per_m3']:.1e}")
        for arc in [*document["arcs"], *document["receptors"]]
    ]
    yield from table(rows, ("x m", "kg/m3", "standard error"))
    if document.get("assumed"):
        yield f"Assumed: {', '.join(document['assumed'])}"
