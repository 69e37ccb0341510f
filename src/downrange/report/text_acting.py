"""What the command line prints of acts on a registry: what was recorded, measures, certificates."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from downrange.report.text import money, table

__all__ = ["carried_out", "certificate", "checked", "recorded", "state"]

Document = dict[str, Any]


def recorded(document: Document) -> Iterator[str]:
    """Print what putting a case on record did."""
    yield f"{document['case']} is on record" + (", a fictional case" if document["fictional"] else "")
    yield f"  facts: {document['facts_number']}, of these new {document['fresh_facts_number']}"
    yield f"  postings: {document['postings_number']}, of these new {document['fresh_postings_number']}"
    if document["reversed_number"]:
        yield f"  reversed since they are gone: {document['reversed_number']}"


def carried_out(document: Document) -> Iterator[str]:
    """Print each act with what came of it."""
    yield from table(
        [
            (str(one["number"]), one["on"], one["step"], one["role"] or "", _came(one))
            for one in document["acts"]
        ],
        ("no.", "day", "step", "act of", "what came of it"),
    )
    yield f"on record up to entry {document['log_sequence']} of the log"
    if document["fictional"]:
        yield "  a fictional case"


def _came(one: Document) -> str:
    if "answer" in one:
        return f"{one['answer']}: {one['identifier']}"
    if "measure" in one:
        return f"{one['measure']} is {one['state']}"
    found = one.get("result") or {}
    if "left" in found:
        released = f"released {', '.join(found['released'])}" if found["released"] else "released nothing"
        waits = f"; waits for {found['waits_for']}" if found["waits_for"] else ""
        return f"left {money(found['left'])}; {released}{waits}"
    if found.get("release"):
        return f"release {found['release'][:12]}"
    if "lifted" in found:
        return f"lifted {', '.join(found['lifted']) or 'nothing'}; candidate {found['candidate']['party']}"
    return "on record"


def state(document: Document) -> Iterator[str]:
    """Print where each measure and each proceeding stands, what is covered, and the next possible steps."""
    yield f"{document['case']}, as of {document['on']}" + (
        "; a fictional case" if document["fictional"] else ""
    )
    rows = [
        (
            one["measure"], one["kind"], one["state"] + (" (reported)" if one["reported"] else ""),
            one["since"] or "", one["until"] or "", str(len(one["reaches"])), str(len(one["let_go"])),
            _covered(one["covers"]),
        )
        for one in document["measures"]
    ]  # fmt: skip
    yield from table(rows, ("measure", "kind", "state", "since", "until", "things", "let go", "covers"))
    for claim in document["claims"]:
        yield f"{claim['claim']}: left {_left(claim['left'])}"
        if claim["suspended"]:
            until = claim["suspended_until"] or "resumed"
            yield f"  suspended ({claim['cause']}) until {until}; measures stay"
        if claim["plan"]:
            yield f"  plan of instalments: {claim['plan']['state']} ({claim['plan']['because']})"
        if claim["ended_on"]:
            yield f"  ended on {claim['ended_on']}: {claim['ending']}"
    yield ""
    steps = [
        (one["measure"], step["step"], " or ".join(step["who"]), step["by"] or "", step["article"])
        for one in document["measures"]
        for step in one["next"]
    ]
    if steps:
        yield from table(steps, ("measure", "may come next", "by whom", "by the day", "article"))


def _left(left: Document) -> str:
    return money(left) if "amount" in left else f"not known: {left['unknown']}"


def _covered(covers: list[Document]) -> str:
    from decimal import Decimal

    sums: dict[str, Decimal] = {}
    for one in covers:
        held = one["held"]
        sums[held["currency"]] = sums.get(held["currency"], Decimal(0)) + Decimal(held["amount"])
    return ", ".join(money({"amount": str(sum_), "currency": code}) for code, sum_ in sums.items())


def certificate(document: Document) -> Iterator[str]:
    """Print a certificate of release."""
    yield f"release of {document['case']}/{document['claim']} on {document['released_on']}"
    yield f"  by {document['by']}"
    yield f"  ground: {document['ground']} ({document['article']})"
    rows = [
        (one["measure"], one["kind"], one["order"] or "", str(len(one["things"])))
        for one in document["measures"]
    ]
    yield from table(rows, ("measure", "kind", "order", "things"))
    log = document["log"]
    yield f"  entry {log['sequence']} of a log of {log['size']}, root {log['root_hash']}"
    yield f"  {document['checkpoint_reason'] or 'under a signed head of the log'}"


def checked(document: Document) -> Iterator[str]:
    """Print whether a certificate holds, and if not, why."""
    if document["ok"]:
        yield f"✓ the certificate holds: {document['case']}/{document['claim']}, {document['released_on']}"
        return
    yield "✕ the certificate does not hold"
    for fault in document["faults"]:
        yield f"  {fault}"
