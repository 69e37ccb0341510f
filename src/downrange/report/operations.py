"""The section on operations: what a measure stops, as tables and pictures out of the JSON of ``consequence``.

The registry's page and the report draw the same things from the same document; nothing is computed here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from markupsafe import Markup

from downrange.base.figures import significant
from downrange.base.money import Money
from downrange.report.azimuths import DropZone, Way, azimuth_map, compass
from downrange.report.dependencies import Box, Link, dependency_picture
from downrange.report.gantt import Flight, Hold, late_from, manifest_timeline
from downrange.report.tradeoff import Choice, tradeoff_curve
from downrange.report.words import word

__all__ = [
    "azimuth_maps", "dependency_chart", "flights_of", "holds_of", "section", "timeline_chart",
    "tradeoff_chart",
]  # fmt: skip

Document = Mapping[str, Any]
_MOST_HOLDS = 3


def section(document: Document | None, curve: Document | None = None) -> dict[str, Any] | None:
    """Give what the template prints of the consequences; None where the case has none.

    Parameters
    ----------
    document : mapping, optional
        What ``downrange consequence --json`` prints.
    curve : mapping, optional
        One of the selections of ``attach``: ``target`` and ``curve``, for the trade-off of harm and cover.
    """
    if document is None:
        return None
    launches = document["launches"]
    return {
        "on": document["on"],
        "lead": lead(document),
        "timeline": timeline_chart(document),
        "launches": [_launch_row(row) for row in launches],
        "without": [_launch_row(row) for row in document["without_permission"]],
        "dependents": document["dependents"],
        "permissions": [row for row in document["permissions"] if row["avoids"]],
        "idle_number": sum(not row["avoids"] for row in document["permissions"]),
        "money": [{**row, "amount": _money(row["amount"])} for row in document["money"]],
        "points": _points(document),
        "named": document["named"],
        "graph": dependency_chart(document),
        "links": _links(document),
        "alternatives": _alternatives(document),
        "maps": azimuth_maps(document),
        "tracks": [_track_row(site, row) for site in document["tracks"] for row in site["tracks"]],
        "zones": [_zone_row(site, row) for site in document["tracks"] for row in site["zones"]],
        "worth": document["worth"],
        "curve": tradeoff_chart(curve) if curve else "",
        "choices": _choices(curve) if curve else [],
        "notes": document["notes"],
        "complete_to": document["complete_to"],
        "credit": document["credit"],
    }


def lead(document: Document) -> str:
    """Say in a sentence how many launches stop, are late and fly as planned.

    >>> lead({"launches": [{"effect": "stopped"}, {"effect": "unaffected"}], "on": "2025-11-27"})
    'Of 2 launches still to fly on 2025-11-27, 1 is stopped, none is delayed, and 1 is not touched.'
    """
    counts = dict.fromkeys(("stopped", "delayed", "unaffected"), 0)
    for row in document["launches"]:
        counts[row["effect"]] += 1
    stopped, delayed, kept = (_count(counts[name]) for name in counts)
    total = len(document["launches"])
    return (
        f"Of {total} launches still to fly on {document['on']}, {stopped} stopped, {delayed} delayed, "
        f"and {kept} not touched."
    )


def _count(number: int) -> str:
    return "none is" if number == 0 else "1 is" if number == 1 else f"{number} are"


def flights_of(document: Document) -> list[Flight]:
    """Make the rows of the time line of the launches of a document."""
    return [
        Flight(
            row["title"],
            (date.fromisoformat(row["date"]), date.fromisoformat(row["date_until"])),
            row["effect"],
            None if row["delay_d"] is None else tuple(row["delay_d"][q] for q in ("p05", "p50", "p95")),
            date.fromisoformat(row["flew_on"]) if row["flew_on"] else None,
        )
        for row in document["launches"]
    ]


def holds_of(document: Document) -> list[Hold]:
    """Make the holds and losses of a document, one for each asset; many of one kind and day are counted."""
    found: dict[tuple[str, date, date | None, bool], dict[str, None]] = {}
    for row in document["withdrawn"]:
        kind = "lost" if row["kind"] == "lost" else "held, use permitted" if row["use_permitted"] else "held"
        until = date.fromisoformat(row["until"]) if row["until"] else None
        key = (kind, date.fromisoformat(row["since"]), until, row["use_permitted"])
        found.setdefault(key, {})[row["asset"].removeprefix("asset/")] = None
    return [
        Hold(f"{name}: {kind}", since, until, permitted)
        for (kind, since, until, permitted), names in found.items()
        for name in (names if len(names) <= _MOST_HOLDS else [f"{len(names)} things"])
    ]


def timeline_chart(document: Document) -> Markup:
    """Draw the manifest before and after."""
    on = date.fromisoformat(document["on"])
    told = f"{lead(document)} The same days stand in the table below."
    return manifest_timeline(flights_of(document), holds_of(document), on, word("op_timeline"), told)


def _launch_row(row: Document) -> dict[str, str]:
    flight = flights_of({"launches": [row]})[0]
    first, last = flight.planned
    late = late_from(flight)
    days = row["delay_d"]
    delay = "" if row["effect"] == "unaffected" else word("op_no_way")
    if days is not None and row["effect"] != "unaffected":
        delay = f"{significant(days['p50'])} d ({significant(days['p05'])} to {significant(days['p95'])})"
    return {
        "title": row["title"],
        "vehicle": row["vehicle"],
        "planned": first.isoformat() if first == last else f"{first.isoformat()} to {last.isoformat()}",
        "effect": row["effect"],
        "delay": delay,
        "then": f"{late[1].isoformat()} ({late[0].isoformat()} to {late[2].isoformat()})" if late else "",
        "flew": row["flew_on"] or "",
        "why": row["why"],
        "harm": _harm(row),
    }


def _harm(row: Document) -> str:
    if row.get("harm_on") is None:
        return ""
    return f"{row['harm_on']}: {100 * row['harm_probability']:.0f} % of the draws fly later"


def _points(document: Document) -> list[dict[str, str]]:
    """Give single points of failure: by name and rank for those who need it, else counted by kind."""
    if document["named"]:
        return [
            {
                "what": row["resource"],
                "kind": row["kind"],
                "told": f"{len(row['launches'])} launches",
                "lives": word("yes") if row["lives"] else word("no"),
            }
            for row in document["single_points"]
        ]
    return [
        {
            "what": row["kind"].replace("-", " "),
            "kind": "",
            "told": str(row["single_points"]),
            "lives": word("yes") if row["lives"] else word("no"),
        }
        for row in document["single_points"]
    ]


def dependency_chart(document: Document) -> Markup:
    """Draw what needs what; with names or by kind, as the document has it."""
    graph = document["graph"]
    boxes = [_box(node, named=document["named"]) for node in graph["nodes"]]
    links = [Link(edge["start"], edge["end"], _style(edge)) for edge in graph["edges"]]
    told = f"{word('op_graph_told')} {word('op_table_told')}"
    return dependency_picture(boxes, links, word("op_graph"), told)


def _box(node: Document, *, named: bool) -> Box:
    note = ""
    if node["column"] == 2:
        note = f"({node['launches_number']})"
    elif not named and node["points_number"]:
        note = f"◎ {node['points_number']}"
    return Box(node["name"], node["title"], node["column"], node["state"], bool(node["points_number"]), note)


def _style(edge: Document) -> str:
    if edge["phase"] == "repair":
        return "repair"
    return "option" if edge["options_number"] > 1 else "plain"


def _links(document: Document) -> list[dict[str, str]]:
    """Give the graph as a table: each thing, what it needs, and whether it alone stops launches."""
    nodes = {node["name"]: node for node in document["graph"]["nodes"]}
    rows = []
    for node in sorted(nodes.values(), key=lambda one: -one["column"]):
        edges = [edge for edge in document["graph"]["edges"] if edge["start"] == node["name"]]
        words = [
            {"repair": "to mend: ", "option": "one of: ", "plain": ""}[_style(edge)]
            + nodes[edge["end"]]["title"]
            for edge in edges
            if edge["end"] in nodes
        ]
        note = f" ({node['launches_number']})" if node["column"] == 2 else ""
        rows.append(
            {
                "what": node["title"] + note,
                "needs": "; ".join(dict.fromkeys(words)),
                "state": {"withdrawn": "withdrawn", "fails": "fails with it", "stands": ""}[node["state"]],
                "points": str(node["points_number"] or ""),
            }
        )
    return rows


def _alternatives(document: Document) -> list[dict[str, str]]:
    """Give who could take over: launches with the same answer share a row."""
    titles = {row["launch"]: row["title"] for row in document["launches"]}
    grouped: dict[tuple[str, bool, str, str, str, str], list[str]] = {}
    for row in document["alternatives"]:
        azimuth = "" if row["azimuth_deg"] is None else f"{row['azimuth_deg'] % 360:.0f}°"
        key = (
            row["site"],
            row["possible"],
            row["why"],
            azimuth,
            _record(row),
            _payload(row.get("payload_change")),
        )
        grouped.setdefault(key, []).append(titles.get(row["launch"], row["launch"]))
    return [
        {
            "launches": ", ".join(names),
            "site": site.capitalize(),
            "possible": word("yes") if possible else word("no"),
            "why": why,
            "azimuth": azimuth,
            "payload": payload,
            "record": told,
        }
        for (site, possible, why, azimuth, told, payload), names in grouped.items()
    ]


def _record(row: Document) -> str:
    """Tell whether the vehicle's family flies there, as far as the log goes."""
    told = row["record"]
    span = f"{told['log_from']} to {told['log_to']}"
    if not told["flights_number"]:
        return f"none of this family in the log there ({span})"
    return (
        f"{told['flights_number']} flights of this family in the log there ({span}), "
        f"{told['year_before_number']} in its last year, the last on {told['last_on']}"
    )


def _payload(change: Document | None) -> str:
    if change is None:
        return ""
    if change.get("missing"):
        return f"{word('refused')}: {', '.join(change['missing'])}"
    return (
        f"{100 * change['change_share']:+.1f} % ({significant(change['payload_from_kg'])} kg to "
        f"{significant(change['payload_to_kg'])} kg)"
    )


def azimuth_maps(document: Document) -> list[dict[str, Any]]:
    """Draw a map of azimuths for each site with tracks, those of the launches first."""
    drawn = []
    for site in document["tracks"]:
        ways = [
            Way(row["name"], row["azimuth_deg"], _asked(row, site["wanted_deg"]))
            for row in site["tracks"]
            if row["azimuth_deg"] is not None
        ]
        zones = [
            DropZone(
                row["name"].split(",")[0] + (" (doubtful)" if row["doubtful"] else ""),
                row["latitude_deg"], row["longitude_deg"],
                row["major_km"], row["minor_km"], row["axis_azimuth_deg"],
            )
            for row in site["zones"]
        ]  # fmt: skip
        name = site["site"].capitalize()
        title = word("op_azimuths", site=name)
        told = "; ".join(f"{way.name} {way.azimuth_deg:.0f}° ({compass(way.azimuth_deg)})" for way in ways)
        start = (name, site["latitude_deg"], site["longitude_deg"])
        size = (430, 360) if site["launches_here"] else (300, 300)
        drawn.append({"title": title, "svg": azimuth_map(start, ways, zones, title, told, heights=size)})
    return drawn


def _asked(row: Document, wanted: Sequence[float]) -> bool:
    return any(abs(row["inclination_deg"] - one) <= 1.0 for one in wanted)


def _track_row(site: Document, row: Document) -> dict[str, str]:
    known = row["inclination_deg"] is not None
    return {
        "site": site["site"].capitalize(),
        "name": row["name"],
        "inclination": f"{row['inclination_deg']:g}°" if known else word("op_not_in_hand"),
        "azimuth": f"{row['azimuth_deg'] % 360:.0f}° ({compass(row['azimuth_deg'])})" if known else "",
        "zones": row["zones"],
        "source": row["source"],
    }


def _zone_row(site: Document, row: Document) -> dict[str, str]:
    size = f"{row['major_km']:g} × {row['minor_km']:g} km" if row["major_km"] else ""
    size = size or (f"{row['area_km2']:g} km²" if row["area_km2"] else word("op_not_in_hand"))
    return {
        "site": site["site"].capitalize(),
        "name": row["name"] + (" (doubtful)" if row["doubtful"] else ""),
        "place": f"{row['latitude_deg']:.3f}°, {row['longitude_deg']:.3f}°",
        "range": f"{row['range_km']:.0f} km",
        "azimuth": f"{row['azimuth_deg']:.0f}°",
        "size": size,
        "source": row["source"],
    }


def tradeoff_chart(curve: Document) -> Markup:
    """Draw harm against cover for one selection: ``target`` and ``curve`` as ``attach --json`` gives them."""
    choices = [
        Choice(point["launches_stopped"], float(point["covered"]["amount"])) for point in curve["curve"]
    ]
    target = curve["target"]
    currency = target["currency"]
    told = "; ".join(
        f"{c.launches_number} launches stopped: {significant(c.covered_number)} {currency}" for c in choices
    )
    return tradeoff_curve(choices, float(target["amount"]), currency, word("op_tradeoff"), told)


def _choices(curve: Document) -> list[dict[str, str]]:
    target = float(curve["target"]["amount"])
    return [
        {
            "launches": str(point["launches_stopped"]),
            "covered": _money(point["covered"]),
            "enough": word("yes") if float(point["covered"]["amount"]) >= target else word("no"),
            "assets": ", ".join(name.removeprefix("asset/") for name in point["added"]) or word("none"),
        }
        for point in curve["curve"]
    ]


def _money(value: Document) -> str:
    money = Money.of(str(value["amount"]), str(value["currency"]))
    return f"{money.amount:,} {money.currency}"
