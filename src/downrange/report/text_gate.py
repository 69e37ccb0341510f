"""What the command line prints of the gate's answer and of a snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from downrange.report.text import table

__all__ = ["answer", "imported", "overridden", "written"]

Document = dict[str, Any]

SIGNS = {"ALLOW": "✓", "STOP": "✕", "REFER": "?"}


def answer(document: Document) -> Iterator[str]:
    """Print the answer first, then why, then the measures and what is excepted."""
    asked = f": {document['subject']} ({document['matched']})" if document["subject"] else ""
    yield f"{SIGNS[document['answer']]} {document['answer']}{asked}"
    yield f"  {document['because']}"
    rows = [
        (
            one["id"],
            one["kind"],
            one["order"] or "not known",
            one["since"] or "not known",
            one["until"] or "open",
            ", ".join(one["permits"]),
        )
        for one in document["measures"]
    ]
    if rows:
        yield from table(rows, ("measure", "kind", "order", "since", "until", "permits"))
    yield from (f"  excepted: {one}" for one in document.get("exceptions", ()))
    yield from (f"  note: {one}" for one in document.get("notes", ()))
    place = document["log_sequence"]
    logged = "not logged" if place is None else f"log sequence {place}"
    fiction = "; a fictional case" if document.get("fictional") else ""
    yield f"  as of {document['as_of']}; {logged}{fiction}"


def written(document: Document) -> Iterator[str]:
    """Print where a snapshot went, for whom, and until when it may stop anybody."""
    numbers = f"{document['things_number']} things, {document['persons_number']} persons (hashed)"
    yield f"{document['file']}: {numbers}"
    yield f"  made {document['made_at']}, stops until {document['expires_on']}, then refers"
    yield f"  to the device: {document['file']} and {document['device_file']}"
    yield f"  stays here: {document['signing_key']}"


def overridden(document: Document) -> Iterator[str]:
    """Print what was decided against which answer, by whom and why."""
    yield f"{document['answer']} of log sequence {document['overrides']} overridden by {document['by']}"
    yield f"  because {document['because']}"
    yield f"  on record at log sequence {document['log_sequence']}; the answer stays logged"


def imported(document: Document) -> Iterator[str]:
    """Print what putting a register on record did, and what is doubtful about its numbers."""
    told = (
        f"{document[f'{what}_number']} {word}"
        for what, word in (("recorded", "new"), ("superseded", "changed"), ("unchanged", "as before"))
    )
    yield f"{document['case']}: {', '.join(told)}; the log has {document['log_sequence']} entries"
    for one in document["warnings"]:
        line = "" if one["line"] is None else f":{one['line']}"
        yield f"  {one['file']}{line}: {one['key']}: {one['value']}: {one['message']}"
