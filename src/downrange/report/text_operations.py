"""What the command line prints of a measure's consequences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from downrange.report.text import money, number, table

__all__ = ["consequence"]

Document = dict[str, Any]

_MOST_POINTS = 10
_MOST_NAMED = 4


def consequence(document: Document) -> Iterator[str]:
    """Print launches with their fate, who depends on them, who could take over, which permission helps."""
    yield f"{document['case']}, as of {document['on']}"
    yield from _withdrawn(document)
    rows = [
        (
            row["launch"].removeprefix("launch/"),
            row["date"],
            row["effect"],
            _delay(row),
            _share(row["still_out_probability"]) if row["effect"] != "unaffected" else "",
            row["why"],
        )
        for row in document["launches"]
    ]
    yield ""
    yield from table(rows, ("launch", "planned", "effect", "delay", "still out", "why"))
    yield from _dependents(document)
    yield from _alternatives(document)
    yield from _permissions(document)
    stopping = [row for row in document["without_permission"] if row["effect"] == "stopped"]
    if stopping:
        yield f"without the permission {len(stopping)} launches would stop: {_names(stopping)}"
    for row in document["money"]:
        yield f"lost: {money(row['amount'])}: {row['what']}"
    yield from _points(document)
    yield from (f"what the site is worth: {row['says']} [{row['source']}]" for row in document["worth"])
    if document["complete_to"]:
        yield f"the log of launches is complete to {document['complete_to']}"
    yield from document["notes"]
    yield document["credit"]


def _permissions(document: Document) -> Iterator[str]:
    """Tell permissions that keep launches one by one; of those that no launch needs, for how many things."""
    idle: dict[tuple[str, str], list[str]] = {}
    for row in document["permissions"]:
        state = "in force" if row["in_force"] else "would help"
        article = f" ({row['article']})" if row["article"] else ""
        said = f"{row['permission']}{article}"
        if row["avoids"]:
            yield f"permission ({state}): {row['asset']}: {said}; keeps {len(row['avoids'])} launches"
        else:
            idle.setdefault((state, said), []).append(row["asset"])
    for (state, said), assets in idle.items():
        told = ", ".join(assets) if len(assets) <= _MOST_NAMED else f"{len(assets)} things"
        yield f"permission ({state}): {told}: {said}; no launch needs it"


def _withdrawn(document: Document) -> Iterator[str]:
    for row in document["withdrawn"]:
        use = ", use permitted" if row["use_permitted"] else ""
        until = f" until {row['until']}" if row["until"] and row["until"] <= document["on"] else ""
        units = f", {row['units_number']} of its units" if row["units_number"] else ""
        what = row["resource"] or "nothing a launch needs"
        yield f"  {row['asset']}: {what}{units} {row['kind']} since {row['since']}{until}{use}"


def _delay(row: Document) -> str:
    late = row["delay_d"]
    if late is None:
        return "no way out known"
    if row["effect"] == "unaffected":
        return ""
    return f"{number(late['p50'])} d ({number(late['p05'])} to {number(late['p95'])})"


def _share(probability: float) -> str:
    return f"{100.0 * probability:.0f} %"


def _names(rows: list[Document]) -> str:
    return ", ".join(row["launch"].removeprefix("launch/") for row in rows)


def _dependents(document: Document) -> Iterator[str]:
    for row in document["dependents"]:
        day = row["first_irreversible_harm_on"]
        harm = (
            row["why"] if day is None else f"{day}, {_share(row['harm_probability'])} of the draws fly later"
        )
        lives = "lives depend on it; " if row["lives"] else ""
        yield f"depends: {row['dependent']} ({row['effect']}; {lives}irreversible harm: {harm})"


def _alternatives(document: Document) -> Iterator[str]:
    """Print who could take over: launches with the same answer share a line."""
    grouped: dict[tuple[str, bool, str, str], list[Document]] = {}
    for row in document["alternatives"]:
        key = (row["site"], row["possible"], row["why"], _payload(row.get("payload_change")))
        grouped.setdefault(key, []).append(row)
    for (site, possible, why, payload), rows in grouped.items():
        word = "could" if possible else "could not"
        azimuth = rows[0]["azimuth_deg"]
        way = "" if azimuth is None else f"; azimuth {azimuth % 360.0:.0f} degrees"
        yield f"{site} {word} take {_names(rows)}: {why}{way}{payload}"


def _payload(change: Document | None) -> str:
    if change is None:
        return ""
    if change.get("missing"):
        return f"; payload there: refused, {', '.join(change['missing'])}"
    return f"; payload there {100.0 * change['change_share']:+.1f} %"


def _points(document: Document) -> Iterator[str]:
    points = document["single_points"]
    if not document["named"]:
        for row in points:
            lives = ", lives depend on it" if row["lives"] else ""
            yield f"single points of failure, {row['kind']}: {row['single_points']}{lives}"
        return
    for row in points[:_MOST_POINTS]:
        lives = ", crews or their supply among them" if row["lives"] else ""
        yield f"single point {row['rank']}: {row['resource']} stops {len(row['launches'])} launches{lives}"
    if len(points) > _MOST_POINTS:
        yield f"and {len(points) - _MOST_POINTS} more single points (--json names them all)"
