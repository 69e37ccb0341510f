"""A contest in words: the sides beside each other, what each change moved, what both support."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from downrange.report.text import money, number, table

__all__ = ["contest"]

Document = dict[str, Any]

_SUMS = ("damages.", "claims.", "choices.")


def contest(document: Document) -> Iterator[str]:
    """Print the sides beside each other, what each change moved, and what both support."""
    heads = [side["by"].removeprefix("party/") for side in document["sides"]]
    yield f"{document['case']}: {document['samples']} draws a side"
    yield from _beside(document["sides"], heads)
    for change in document["changes"]:
        yield from _changed(change)
    for row in document.get("by_kind", ()):
        figure, side = row["figure"], heads[row["side"]]
        parts = ", ".join(f"{kind} {_sum(figure, row[kind])}" for kind in ("fact", "method", "law"))
        yield f"{figure}, {side}: {_sum(figure, row['whole'])} {row['currency']} in all; {parts}"
    yield f"{len(document['common'])} inputs are common ground"
    for row in document.get("differences", ()):
        yield f"still apart, {row['kind']}: {row['path']}: {' / '.join(map(_printed, row['values']))}"
    for row in document.get("settlement", ()):
        if row["figure"].startswith(_SUMS):
            told = "both support" if row["overlap"] else "no overlap, the gap is"
            low, high = (_sum(row["figure"], row[end]) for end in ("low", "high"))
            yield f"{row['figure']}: {told} {low} to {high}"


def _beside(sides: Sequence[Document], heads: Sequence[str]) -> Iterator[str]:
    """Lay the sides' computed sums out beside each other, then the stated ones that differ or stand alone."""
    rows = []
    for damage in sides[0]["damages"]:
        amounts = [_amount(side, damage["method"]) for side in sides]
        if any(amounts):
            rows.append((damage["method"], damage["currency"] or "", *(a or "refused" for a in amounts)))
    if rows:
        yield from table(rows, ("median of", "in", *heads))
        yield ""
    stated = [side.get("claims", {}) for side in sides]
    written = [
        (name, *(money(one.get(name)) for one in stated))
        for name in dict.fromkeys(name for one in stated for name in one)
        if not rows or any(one.get(name) != stated[0].get(name) for one in stated)
    ]
    if written:
        yield from table(written, ("stated sum", *heads))
        yield ""


def _changed(change: Document) -> Iterator[str]:
    """Say what a change put in place of what, and which sums it moved."""
    before, after = _printed(change["from"]), _printed(change["to"])
    yield f"{change['path']} ({change['kind']}): {before} -> {after}, by {change['by']}"
    if change.get("unread"):
        yield "    no draw read it: the case computes without an input of this name"
    if change["from"] == change["to"]:
        yield "    the case holds this value already"
    moved = [move for move in change["moves"] if move["figure"].startswith(_SUMS)]
    for move in moved:
        yield f"    moves {move['figure']} by {_sum(move['figure'], move['amount'])}"
    if change.get("completes"):
        yield f"    with others it completes {', '.join(change['completes'])}, which the case leaves refused"
    elif not moved:
        others = len(change["moves"])
        yield "    moves no sum" + (f", but {others} other figures (--json)" if others else "")


def _printed(value: Any) -> str:
    return money(value) if isinstance(value, dict) and {"amount", "currency"} <= set(value) else str(value)


def _sum(figure: str, amount: Any) -> str:
    """Print a sum or its change: a stated one exactly, a computed one as far as it is known."""
    return number(float(amount)) if figure.startswith("damages.") else f"{Decimal(str(amount)):,}"


def _amount(side: Document, method: str) -> str:
    found = next((d["amount"] for d in side["damages"] if d["method"] == method), None)
    return number(float(found["p50"])) if found else ""
