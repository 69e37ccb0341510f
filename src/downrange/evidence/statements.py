"""Questions to the statements of a case: what was known when, who said it, and who only repeated it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from downrange.base.canonical import digest
from downrange.case.schema import Case, Statement, day_range

__all__ = [
    "Chain",
    "by_outlet",
    "by_speaker",
    "chains",
    "independent_number",
    "known_on",
    "row",
    "standing",
    "value_json",
]


@dataclass(frozen=True)
class Chain:
    """One saying and everybody who repeated it: however many echoes, it counts once.

    ``origin`` is the statement the others were copied from, or the earliest report of one speaker's words.
    """

    origin: Statement
    echoes: tuple[Statement, ...] = ()

    @property
    def ids(self) -> tuple[str, ...]:
        """The origin's identifier, then the echoes'."""
        return (self.origin.id, *(echo.id for echo in self.echoes))


def first_known(statement: Statement) -> tuple[date, date] | None:
    """Give the first and last day on which a statement can have become known; None where no date is given."""
    text = statement.reported_on or statement.first_seen or statement.said_on
    return day_range(text) if text else None


def known_on(case: Case, on: date | None = None, *, perhaps: bool = False) -> tuple[Statement, ...]:
    """Give the statements known at the end of a day, in the order of the case.

    Parameters
    ----------
    case : Case
        The matter.
    on : date or None
        The day; None gives all.
    perhaps : bool
        Also those whose date is only known as a month or year that the day falls into.

    Notes
    -----
    A statement is known from the day it was reported, not from the day it was said. One without any date
    (a treaty's rule, a library fact) is taken as known at all times.
    """
    if on is None:
        return case.statements
    kept = []
    for statement in case.statements:
        days = first_known(statement)
        if days is None or days[0 if perhaps else 1] <= on:
            kept.append(statement)
    return tuple(kept)


def standing(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """Leave out what a later statement among them supersedes; nothing is lost, it only stands no more."""
    given = tuple(statements)
    gone = {statement.supersedes for statement in given if statement.supersedes}
    return tuple(statement for statement in given if statement.id not in gone)


def by_speaker(case: Case, party: str, *, with_offices: bool = True) -> tuple[Statement, ...]:
    """Give what a party said, by default with what its offices and parts said."""
    speakers = {party}
    parents = {item.id: item.part_of for item in case.parties}
    while with_offices:
        more = {child for child, parent in parents.items() if parent in speakers} - speakers
        if not more:
            break
        speakers |= more
    return tuple(statement for statement in case.statements if statement.said_by in speakers)


def by_outlet(case: Case, party: str) -> tuple[Statement, ...]:
    """Give what an outlet printed, its own words among it."""
    return tuple(statement for statement in case.statements if statement.reported_by == party)


def _saying(statement: Statement) -> str:
    """Name one saying: the same speaker giving the same value of the same thing, whoever printed it."""
    return digest(
        [statement.about, statement.property, statement.said_by, value_json(statement), statement.stance]
    )


def chains(statements: Sequence[Statement]) -> tuple[Chain, ...]:
    """Group statements into sayings, in the order in which their origins stand.

    A statement joins the one it was copied from; and two reports of one speaker giving one value of one thing
    are one saying. The earliest known statement of a group is its origin, unless the case names another.
    """
    by_id = {statement.id: statement for statement in statements}
    parent: dict[str, str] = {statement.id: statement.id for statement in statements}

    def root(name: str) -> str:
        while parent[name] != name:
            name = parent[name]
        return name

    first_of: dict[str, str] = {}
    for statement in statements:
        same = first_of.setdefault(_saying(statement), statement.id)
        parent[root(statement.id)] = root(same)
        if statement.copied_from in by_id:
            parent[root(statement.id)] = root(str(statement.copied_from))
    groups: dict[str, list[Statement]] = {}
    for statement in statements:
        groups.setdefault(root(statement.id), []).append(statement)
    return tuple(_chain(group, by_id) for group in groups.values())


def _chain(group: list[Statement], by_id: dict[str, Statement]) -> Chain:
    copied = [statement for statement in group if statement.copied_from not in by_id]
    origin = min(copied or group, key=lambda statement: (first_known(statement) or (date.max,))[0])
    return Chain(origin, tuple(statement for statement in group if statement is not origin))


def independent_number(statements: Sequence[Statement]) -> int:
    """Count sayings: five echoes of one report are one."""
    return len(chains(statements))


def value_json(statement: Statement) -> dict[str, Any]:
    """Give a statement's value as plain JSON, without the keys that were not given."""
    return statement.value.model_dump(mode="json", exclude_unset=True)


def row(statement: Statement) -> dict[str, Any]:
    """Give one row with the keys of ``statements --json``."""
    return {
        "id": statement.id,
        "about": statement.about,
        "property": statement.property,
        "value": value_json(statement),
        "said_by": statement.said_by,
        "said_on": statement.said_on,
        "reported_by": statement.reported_by,
        "reported_on": statement.reported_on,
        "stance": statement.stance,
        "source": statement.source,
        "locator": statement.locator,
        "capacity": statement.capacity,
        "copied_from": statement.copied_from,
        "supersedes": statement.supersedes,
        "note": statement.note,
    }
