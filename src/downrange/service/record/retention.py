"""Use case: how long what may be forgotten is kept, and what of it is due to be forgotten.

A private part is kept for as long as a suit about it may be brought (general limitation, CC1 178, from the
library's ``kz-civil-code.limitation_years``), and no longer. Nothing is erased by itself: a person erases,
and that is put on record. Facts without a private part stay for good: the record is append-only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from downrange.reference.dated import Found
    from downrange.registry.facts import Fact

__all__ = ["KEPT", "Due", "Kept", "due", "erase", "period"]

_LIMITATION = "kz-civil-code.limitation_years"


@dataclass(frozen=True)
class Kept:
    """A kind of fact with a private part: what that part is, and from when its period runs."""

    kind: str
    what: str
    runs_from: str = "the day of recording"


KEPT = (
    Kept("gate-query", "what was asked at the gate, after whom, and for what purpose"),
    Kept("register-query", "what was looked for in the register, what was found, and for what purpose"),
    Kept("redress", "how to reach a person who complains of a stop"),
)
"""Every kind of fact that holds something back; a test holds it against the code that records them."""


@dataclass(frozen=True)
class Due:
    """A private part whose period is over."""

    fact: Fact
    kept: Kept
    since: date


def period(on: date) -> Found:
    """Give how many years a private part is kept, by the rule in force on a day."""
    from downrange.law.rule import NO_BOOK

    return NO_BOOK.find(_LIMITATION, on)


def due(on: date, at_most: int = 200) -> tuple[Due, ...]:
    """List the private parts, oldest first, whose period is over on a day and that are not erased yet."""
    from downrange.registry.facts import as_of, private_part

    years = period(on).count
    found: list[Due] = []
    for kept in KEPT:
        for fact in as_of(kind=kept.kind):
            over = _years_after(fact.recorded_at.date(), years)
            if over <= on and private_part(fact) is not None:
                found.append(Due(fact, kept, over))
    found.sort(key=lambda one: (one.since, one.fact.sequence))
    return tuple(found[:at_most])


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # the 29th of February
        return day.replace(year=day.year + years, month=3, day=1)


def erase(sequence: int, by: str, because: str, on: date) -> Fact:
    """Forget the private part of the fact at a place of the log; that it was forgotten is put on record.

    Raises
    ------
    InputError
        If no fact with a private part stands there, it was erased already, or no reason is named.
    """
    from downrange.errors import InputError, Problem, Where
    from downrange.registry.facts import by_id, private_part
    from downrange.registry.rows import ask
    from downrange.service.record.facts import forget

    if not because.strip():
        raise InputError(Problem(Where("form", "because"), "an erasure needs a reason"))
    rows = ask("SELECT id FROM registry_fact WHERE sequence = %s", [sequence])
    fact = by_id([rows[0][0]])[0] if rows else None
    if fact is None or private_part(fact) is None:
        where = Where("form", "sequence")
        raise InputError(Problem(where, "nothing to be forgotten stands there", value=str(sequence)))
    return forget(fact, by, because, on)
