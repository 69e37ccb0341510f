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
        yield f"    source: {'; '.join(_cited(document['sources'][key]) for key in verdict['sources'])}"
    yield f"{len(document['conflicts'])} contradictions: --conflicts prints them"


def _cited(source: Document) -> str:
    """Cite a source by publisher, title and date."""
    return ", ".join(str(source[part]) for part in ("publisher", "title", "date") if source.get(part))


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
    for day in document["wider"]:
        yield f"  weaker: {day['on']}  {day['rate']}  ({day['series']})"
    if not document["days"] and not document["wider"]:
        unless = ", unless converted on an open day" if document["open"] else ""
        yield f"no rate of those days makes the two sums one: one of them is in error{unless}"
    gaps = document["open"]
    for gap in gaps[:GAPS]:
        yield f"  open {gap['from']} .. {gap['to']}: no official rate in hand"
    if len(gaps) > GAPS:
        yield (
            f"  and {len(gaps) - GAPS} more spans to {gaps[-1]['to']} without an official rate in hand "
            "(--json lists them all, --from and --to narrow the days)"
        )


GAPS = 20
"""Spans without a rate that are printed one by one."""


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
    told = [(p["party"], p["date"] or "", p["about"], p["says"]) for p in document["positions"]]
    yield from table(told, ("party", "when", "about", "says"))
    for line in document.get("budget", ()):
        sign = "agrees" if line["agrees"] else "DIFFERS"
        sums = f"printed {money(line['printed'])}, computed {money(line['computed'])}"
        yield f"budget {line['year']}: {sums}, {sign} ({line['kind']})"
    for one in document.get("netting", ()):
        yield f"netting, {one['version']}:"
        for side in ("russia", "kazakhstan"):
            heads = ", ".join(f"{name} {money(value)}" for name, value in one[side].items())
            yield f"    {side}: {heads}"
        yield f"    balance {money(one['balance'])}, owed by {one['owed_by']}; {one['paid']}"
    for paid in document.get("payments", ()):
        yield f"reported payment {paid['on']}: {money(paid['amount'])}, {paid['what']}"
    for act in document.get("instruments", ()):
        yield f"instrument: {act['title']}: {act['state']}, {act['because']}"
    for note in document.get("notes", ()):
        yield f"note: {note}"


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
    for arc in [*document["arcs"], *document["receptors"]]:
        for level in arc.get("levels", ()):
            yield (
                f"{arc['x_m']:g} m: {level['substance']} {level['concentration_ppm']:.3g} ppm, "
                f"{level['share_of_level_ratio']:.2g} of {level['level']} {level['level_ppm']:.3g} ppm "
                f"({level['rule']})"
            )
    notes = {
        arc["levels_note"] for arc in [*document["arcs"], *document["receptors"]] if "levels_note" in arc
    }
    yield from sorted(notes)
    if document.get("assumed"):
        yield f"Assumed: {', '.join(document['assumed'])}"


def validation(document: Document) -> Iterator[str]:
    """Print measured against computed, set by set, good or bad."""
    for one in document["sets"]:
        verdict = {True: "met", False: "NOT MET", None: "not judged"}[one["met"]]
        yield f"== {one['set']}: {verdict}"
        if one.get("why"):
            yield f"   {one['why']}"
        rows = [
            (
                row["what"], number(row.get("measured")), number(row.get("computed")),
                _inside(row), str(row.get("why") or "")[:80],
            )
            for row in one["rows"]
        ]  # fmt: skip
        if rows:
            yield from table(rows, ("what", "measured", "computed", "interval", "why"))
        for name, score in one["scores"].items():
            if isinstance(score, int | float | str | bool) or score is None:
                yield f"   {name}: {number(score) if not isinstance(score, bool) else score}"
            elif "interval_ratio" in score:
                yield _pool(name, score)
                yield from _beside(name, score, one.get("baseline") or {})
            elif "brier_score" in score:
                chances = ", ".join(f"{k} {number(v)}" for k, v in score.items() if k != "brier_score")
                yield f"   {name}: Brier score {score['brier_score']:.2f}; probability of arrival: {chances}"
        yield from _swaps((one.get("baseline") or {}).get("swaps") or {})
        yield ""


def _pool(name: str, score: Document) -> str:
    """Print one pool of an ensemble's scores against what was asked, with the reason of a miss."""
    line = (
        f"   {name}: {score['inside']} of {score['rows']} inside; trivial over ours "
        f"{score['interval_ratio']:.2f} (interval), {score['crps_ratio']:.2f} (CRPS); "
        f"asked {score['must_ratio']:g}: "
    )
    return line + ("met" if score["met"] else f"NOT MET: {score.get('why', '')}")


def _beside(name: str, score: Document, baseline: Document) -> Iterator[str]:
    """Print what one pool scores with each event left out, and what copying the other event scores."""
    for event, rest in (score.get("left_out") or {}).items():
        interval, crps = rest["interval_ratio"], rest["crps_ratio"]
        yield f"      without {event}: {interval:.2f} (interval), {crps:.2f} (CRPS)"
    copied = (baseline.get("copy_the_other") or {}).get(name)
    if copied is not None:
        yield f"      copying the other event instead: {copied:.2f} (interval)"


def _swaps(swaps: Document) -> Iterator[str]:
    """Print what moves when one structure or input is replaced."""
    rows = [
        (name, moved["what"], number(moved["median_ratio"]), number(moved["width_ratio"]),
         "inside" if moved["inside"] else "outside")
        for name, found in swaps.items()
        for moved in found
    ]  # fmt: skip
    if rows:
        yield from table(rows, ("replaced by", "row", "median times", "width times", "measured is then"))


def _inside(row: Document) -> str:
    if row.get("low") is None:
        return ""
    sign = {True: "inside", False: "outside", None: ""}[row.get("inside")]
    return f"{number(row['low'])}..{number(row['high'])} {sign}".strip()


def ascent(document: Document) -> Iterator[str]:
    """Print the events of an ascent and where its parts fall."""
    yield f"{document['vehicle']} from {document['site']}, payload {number(document['payload_kg'])} kg"
    yield _heading(document)
    rows = [
        (
            event["name"], f"{event['time_s']:.1f}", f"{event['altitude_km']:.1f}",
            f"{event['speed_m_per_s']:.0f}", f"{event['flight_path_angle_deg']:.1f}",
            f"{event['downrange_km']:.0f}",
        )
        for event in sorted([*document["events"], *document.get("at", ())], key=lambda e: float(e["time_s"]))
    ]  # fmt: skip
    yield from table(rows, ("event", "t s", "h km", "v m/s", "angle deg", "downrange km"))
    for event in document.get("at", ()):
        left = ", ".join(f"{number(mass)} kg {name}" for name, mass in event["propellant_left_kg"].items())
        yield f"on board at {event['name']}: {left}"
    for part in document["falls"]:
        if "ellipse" not in part:
            yield f"{part['body']}: {part['why']}"
            continue
        place = f"{part['latitude_deg']:.2f} N {part['longitude_deg']:.2f} E"
        axes = f"{part['ellipse']['major_km']:.0f} x {part['ellipse']['minor_km']:.0f} km"
        distance = f"{part['range_from_pad_km']:.0f} km from the pad"
        yield f"{part['body']} falls at {place}, {distance}, ellipse {axes}"
    yield f"Wind: {document['wind']['source']}"
    yield f"Fitted to: {', '.join(map(str, document['fitted_to'])) or 'nothing'}"


def _heading(document: Document) -> str:
    """Say which way the launch leaves, and by what: two headings lead into an orbit of an inclination."""
    taken, inclination = f"{document['azimuth_deg']:.1f} deg", document["inclination_deg"]
    if document["other_azimuth_deg"] is not None:
        other = f"{document['other_azimuth_deg']:.1f} deg"
        return (
            f"launch azimuth {taken}, into an orbit of {inclination:g} deg; "
            f"the other heading into it is {other} (--azimuth-deg takes it)"
        )
    if inclination is not None:
        return f"launch azimuth {taken}, then turned into an orbit of {inclination:g} deg (a dogleg)"
    return f"launch azimuth {taken}"


def attach(document: Document) -> Iterator[str]:
    """Print a draft of what to attach: chosen, left and excluded, with reasons."""
    for target in document["targets"]:
        yield f"{target['assumption']}: {money(target['target'])}, covered {money(target['covered'])}"
        rows = [(c["asset"], money(c["value"]), c["reason"], c["article"]) for c in target["chosen"]]
        yield from table(rows, ("chosen", "value", "why", "article"))
    rows_out = [(e["asset"], e["reason"][:80], e["article"]) for e in document["excluded"]]
    if rows_out:
        yield from table(rows_out, ("excluded", "why", "article"))
    held = len({one["asset"] for one in document.get("already_held", ())})
    if held:
        yield f"held already on that day: {held} things"
    yield from (f"what would change it: {one}" for one in document.get("what_would_change", ()))
    policy = document.get("policy") or {}
    if policy.get("because"):
        told = [f"take {one}" for one in policy["include"]] + [f"leave {one}" for one in policy["exclude"]]
        yield f"{policy['is']}: {', '.join(told)}, because {policy['because']} ({policy['article']})"
    if policy.get("excess_at_most_ratio"):
        yield f"{policy['is']}: an excess of at most {policy['excess_at_most_ratio']} of the target"
    yield from document.get("notes", ())
