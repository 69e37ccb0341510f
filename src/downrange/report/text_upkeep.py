"""What upkeep found, as lines for people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

__all__ = ["backup", "verified"]


def backup(document: dict[str, Any]) -> Iterator[str]:
    """Say where the copy is, and what its head is."""
    yield f"{document['file']}: {document['size']} entries of the log"
    yield f"root {document['root_hash']} (in {document['file']}.head)"


def verified(document: dict[str, Any]) -> Iterator[str]:
    """Say whether the registry is whole, and what is not."""
    for problem in document["problems"]:
        yield f"  {problem['key'] or problem['file']}: {problem['message']}"
    state = "whole" if document["ok"] else f"{len(document['problems'])} problems"
    yield f"{state}: {document['size']} entries of the log, root {document['root_hash']}"
