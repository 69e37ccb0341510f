"""Use case: who did what: the facts of the log, newest first, by kind and by whom, without private parts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from downrange.base.actor import spellings

if TYPE_CHECKING:
    from downrange.registry.facts import Fact

__all__ = ["done", "kinds"]


def kinds() -> dict[str, int]:
    """Count the facts of each kind, superseded ones too."""
    from downrange.registry.rows import ask

    rows = ask("SELECT kind, COUNT(*) FROM registry_fact GROUP BY kind ORDER BY kind")
    return {str(kind): int(number) for kind, number in rows}


def done(kind: str = "", by: str = "", before: int | None = None, limit: int = 50) -> list[Fact]:
    """List facts, newest first, superseded ones too.

    Parameters
    ----------
    kind, by : str, optional
        Only those of this kind, or put on record by this person or office, a user by either spelling.
    before : int, optional
        Only those before this place in the log.
    limit : int
        At most so many.
    """
    from downrange.registry.facts import by_id
    from downrange.registry.rows import ask

    text, values = "SELECT f.id FROM registry_fact f WHERE f.sequence < %s", [before or 1 << 62]
    found: list[object] = list(values)
    if kind:
        text, found = f"{text} AND f.kind = %s", [*found, kind]
    if by:
        text, found = f'{text} AND f."by" IN LIST', [*found, list(spellings(by))]
    rows = ask(f"{text} ORDER BY f.sequence DESC LIMIT %s", [*found, limit])
    return sorted(by_id([row[0] for row in rows]), key=lambda one: -one.sequence)
