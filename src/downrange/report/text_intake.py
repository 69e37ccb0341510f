"""What the command line prints of an article: draft items, what is known already, what does not fit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from downrange.report.text import table

__all__ = ["intake", "names"]

Document = dict[str, Any]


def _marks(item: Document) -> str:
    marks = [word for word in ("negated", "hedged") if item[word]]
    if item["role"]:
        marks.insert(0, str(item["role"]))
    if item["speaker"]:
        marks.append(f"by {item['speaker']}")
    if item["outlet"] and item["outlet"] != item["speaker"]:
        marks.append(f"in {item['outlet']}")
    return ", ".join(marks)


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values() if part not in (None, [], True))
    return "" if value is None else str(value)


def _decision(item: Document) -> str:
    return item["decision"]["verdict"] if item["decision"] else ""


def intake(document: Document) -> Iterator[str]:
    """Print the items of an article in the order of the text; each is a draft until somebody confirms it."""
    rows = [
        (
            item["kind"], " ".join(item["text"].split())[:48], _value(item["value"])[:48], _marks(item)[:48],
            f"{item['start']}-{item['end']}", f"{item['confidence']:.2f}", _decision(item),
        )
        for item in document["items"]
    ]  # fmt: skip
    yield from table(rows, ("kind", "words", "value", "marks", "place", "confidence", "decision"))
    for row in document["known"]:
        how = row.get("how") or "a rounding of it at a rate of those days"
        also = f"; also in {', '.join(row['also'])}" if row.get("also") else ""
        yield f"known: {row['item']} is {row['is']} of {row['case']} ({how}){also}"
    for row in document["conflicts"]:
        yield f"does not fit: {row['item']} against {row['is']} of {row['case']}: {row['because']}"
    for statement in document["statements"]:
        yield f"accepted: {statement['id']} ({statement['property']}), characters {statement['span']}"
    left, count = document["undecided_number"], len(document["items"])
    yield f"{left} of {count} items are drafts until a person accepts, corrects or rejects them."


def names(document: Document) -> Iterator[str]:
    """Print which parties a name may mean, and the decisions about them."""
    rows = [
        (match["party"], match["name"], match["how"], f"{match['score']:.3f}", ", ".join(match["cases"]))
        for match in document["matches"]
    ]
    yield from table(rows, ("party", "known as", "how", "score", "cases"))
    if not rows:
        yield f"no party of the casebook is called {document['name']} or nearly so"
    for row in document["decisions"]:
        who = f"by {row['by']} on {row['on']}"
        yield f"{row['left']} and {row['right']}: {row['kind']}, {who}: {row['because']}"
    for group in document["groups"]:
        if len(group) > 1:
            yield f"one party: {', '.join(group)}"
