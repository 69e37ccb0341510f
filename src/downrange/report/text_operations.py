"""What the command line prints of a measure's consequences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from downrange.report.text import money, number, table

__all__ = ["consequence"]

Document = dict[str, Any]


def _delay(row: Document) -> str:
    late = row["delay_d"]
    if late is None:
        return "no way out known"
    if row["effect"] == "unaffected":
        return ""
    return f"{number(late['p50'])} d ({number(late['p05'])} to {number(late['p95'])})"


def consequence(document: Document) -> Iterator[str]:
    """Print launches with their fate, who depends on them, who could take over, which permission helps."""
    yield f"{document['case']}, as of {document['on']}"
    for row in document["withdrawn"]:
        use = ", use permitted" if row["use_permitted"] else ""
        what = row["resource"] or "nothing a launch needs"
        yield f"  {row['asset']}: {what} {row['kind']} since {row['since']}{use}"
    rows = [
        (row["launch"].removeprefix("launch/"), row["date"], row["effect"], _delay(row), row["why"])
        for row in document["launches"]
    ]
    yield ""
    yield from table(rows, ("launch", "planned", "effect", "delay", "why"))
    for row in document["dependents"]:
        harm = row["first_irreversible_harm_on"] or row["why"]
        yield f"depends: {row['dependent']} ({row['effect']}; irreversible harm: {harm})"
    for row in document["alternatives"]:
        word = "could" if row["possible"] else "could not"
        yield f"{row['site']} {word} take {row['launch'].removeprefix('launch/')}: {row['why']}"
    for row in document["permissions"]:
        state = "in force" if row["in_force"] else "would help"
        article = f" ({row['article']})" if row["article"] else ""
        kept = f"keeps {len(row['avoids'])} launches"
        yield f"permission ({state}): {row['asset']}: {row['permission']}{article}; {kept}"
    for row in document["money"]:
        yield f"lost: {money(row['amount'])}: {row['what']}"
    yield from document["notes"]
    yield document["credit"]
