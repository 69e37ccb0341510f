"""Somebody an article names: the value that finding actors, speakers and roles share."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Actor"]


@dataclass(frozen=True)
class Actor:
    """Somebody who can speak or be bound: a person, an office, a body."""

    name: str
    slug: str | None
    kind: str
    start: int
    end: int
    title: str | None = None
