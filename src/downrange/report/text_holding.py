"""What the command line prints of holding and letting go: the ladder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from downrange.report.text import money, table

__all__ = ["ladder"]

Document = dict[str, Any]

SIGNS = {"taken": "✓", "open": "→", "waits": "…", "closed": "✕", "not-known": "?"}
"""Signs beside the words of a rung's state."""


def ladder(document: Document) -> Iterator[str]:
    """Print the rungs with state, needs, cost and article, then the debtor's answers and the charges."""
    yield f"{document['case']}, {document['claim']}, as of {document['on']}"
    if document["fictional"]:
        yield "  a fictional case"
    rows = [
        (
            f"{SIGNS[one['state']]} {one['state']}", one["step"], one["opens_on"] or "", one["needs"],
            money(one["cost"]) if one["cost"] else "", one["takes"], one["article"],
        )
        for one in document["rungs"]
    ]  # fmt: skip
    yield ""
    yield from table(rows, ("state", "the creditor may", "from", "needs", "costs", "takes", "article"))
    for one in document["rungs"]:
        if one["state"] in ("closed", "not-known"):
            yield f"  {one['step']}: {one['because']}"
    if document["answers"]:
        yield ""
        moves = [(one["move"], one["limit"], one["effect"], one["article"]) for one in document["answers"]]
        yield from table(moves, ("the debtor may answer by", "limit", "effect", "article"))
    for one in document["costs"]:
        told = f"{money(one['amount'])} ({one['article']}; {one['when']})"
        yield f"charge, if a {one['assumption']} enforces: {told}"
    for one in document.get("not_said", ()):
        yield f"{one['question']} {one['told']} (nearest: {one['article']})"
    for other in document.get("others", ()):
        yield ""
        yield from ladder({"case": document["case"], "fictional": False, **other})
    yield "the program drafts; courts, prosecutors and bailiffs decide"
