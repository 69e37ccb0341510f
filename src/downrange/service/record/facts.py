"""Use cases of facts: put on record, look up as of two dates, forget what the law orders to forget."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.registry.facts import Fact, FactDraft

__all__ = ["facts_as_of", "forget", "record_fact", "record_facts"]


def record_fact(draft: FactDraft) -> Fact:
    """Put one fact on record; the same fact twice is on record once.

    Raises
    ------
    RecordError
        If it supersedes what is unknown or already superseded.
    """
    return record_facts([draft])[0]


def record_facts(drafts: Sequence[FactDraft]) -> list[Fact]:
    """Put facts on record together, all or none.

    Raises
    ------
    RecordError
        If one of them cannot be recorded; then none is.
    """
    from downrange.registry import facts

    with writing():
        return facts.record(drafts)


def facts_as_of(
    about: str | None = None,
    kind: str | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
) -> list[Fact]:
    """Give the facts that hold at the end of a day, as far as known at a time."""
    from downrange.registry import facts

    return facts.as_of(about, kind, on, known_at)


def forget(fact: Fact, by: str, because: str, effective_on: date) -> Fact:
    """Erase the private part of a fact, and put on record that it was erased, by whom and why.

    Raises
    ------
    RecordError
        If the fact holds nothing back.
    """
    from downrange.errors import RecordError
    from downrange.registry import facts

    if "private_commitment" not in fact.body:
        raise RecordError(f"fact {fact.id[:12]} has no private part")
    note = facts.FactDraft("erasure", fact.about, {"of": fact.id, "because": because}, by, effective_on)
    with writing():
        facts.erase_private(fact)
        return facts.record([note])[0]
