"""Use case: may this leave? ``ALLOW``, ``STOP`` or ``REFER``, with what was found and why.

The program answers from the record alone and decides nothing: a ``STOP`` names the order of a person, and on
every doubt (a slip of the pen, a name alone, a date half known, a measure against the owner that lists no
things) it says ``REFER``.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from downrange.law.enforcement.measures import MeasureState
    from downrange.registry.gate import Hold, Reached

__all__ = ["check", "check_case", "check_database"]

# Measures against a person; on somebody's goods they say nothing.
_OF_PERSONS = ("exit-ban", "licence-block", "body-ban")


def check(
    identifier: str, kind: str | None = None, case: str | None = None, on: date | None = None
) -> dict[str, Any]:
    """Answer whether a thing or a person may leave, with the keys of ``check --json``.

    Parameters
    ----------
    identifier : str
        A registered number, a slug (``asset/crane-07``), or a person's name.
    kind : str, optional
        ``asset``, ``container`` or ``person``; names are looked for unless it says a thing.
    case : str, optional
        Only what this case has on record.
    on : date, optional
        The day asked about; by default today, UTC.
    """
    from downrange.registry import gate, log
    from downrange.registry.database import now

    at = now()
    day, under = on or at.date(), f"{case}/" if case else ""
    matched, subjects = _matched(identifier.strip(), kind, under)
    reached = gate.upwards(subjects) if matched in ("exact", "normalised") else list(subjects)
    found = _found(reached, gate.holds(reached) if reached else [], day)
    answer, because = _answer(identifier, matched, subjects, found, day, at)
    return {
        "answer": answer,
        "subject": subjects[0].key if subjects else None,
        "matched": matched,
        "measures": [state.as_json() for _, state, _ in found],
        "because": because,
        "as_of": day.isoformat(),
        "log_sequence": log.tail()[0] - 1,
    }


def _matched(text: str, kind: str | None, under: str) -> tuple[str | None, list[Reached]]:
    """Find what is asked for, and how: exact, normalised, near-miss, name, or not at all."""
    from downrange.registry import gate

    if found := gate.find_key(text, under):
        return "exact", found
    if found := gate.find(text, "normal", under):
        return ("exact" if any(one.spelt == text for one in found) else "normalised"), found
    if found := gate.near(text, under):
        return "near-miss", found
    if kind in (None, "person") and (found := gate.find(text, "name", under)):
        return "name", found
    return None, []


def check_case(identifier: str, case: str, kind: str | None = None, on: date | None = None) -> dict[str, Any]:
    """Answer from one case of the casebook, put on record in memory for this one question.

    Raises
    ------
    InputError
        If the case cannot be read.
    """
    from downrange.inputs.cases import read_case
    from downrange.registry.database import migrate
    from downrange.service.recording import load_case

    found = read_case(case).case
    migrate("sqlite:///:memory:")
    load_case(found)
    return check(identifier, kind, found.case, on)


def check_database(
    identifier: str, database_url: str, kind: str | None = None, on: date | None = None
) -> dict[str, Any]:
    """Answer from a registry, whatever cases it holds.

    Raises
    ------
    InputError
        If the address of the database cannot be read.
    """
    from downrange.registry.database import configure

    configure(database_url)
    return check(identifier, kind, None, on)


_Found = tuple["Reached", "MeasureState", bool]
"""Where a measure sits, its state on the day, and whether it surely reaches what was asked for."""


def _found(reached: list[Reached], holds: list[Hold], day: date) -> list[_Found]:
    """Keep the measures that are in force, or may be, and reach what was asked for, or may."""
    from downrange.case.schema import Measure
    from downrange.law.enforcement.measures import state_of

    places = {one.id: one for one in reached}
    found: list[_Found] = []
    for hold in sorted(holds, key=lambda one: (one.measure, one.role != "reaches")):
        place = places[hold.subject]
        measure = Measure.model_validate(hold.body)
        if place.way == "owner" and (measure.kind in _OF_PERSONS or hold.role == "named"):
            continue
        if any(state.measure == measure for _, state, _ in found):
            continue
        state = state_of(measure, day)
        if state.state in ("in-force", "possibly", "unknown"):
            found.append((place, state, place.way != "owner"))
    return found


def _answer(
    asked: str,
    matched: str | None,
    subjects: list[Reached],
    found: list[_Found],
    day: date,
    at: datetime,
) -> tuple[str, str]:
    sure = [state for _, state, surely in found if surely and state.state == "in-force"]
    if matched in ("exact", "normalised") and sure:
        return "STOP", "; ".join(
            f"{state.measure.id} ({state.measure.kind}): {state.because}" for state in sure
        )
    if matched in ("near-miss", "name"):
        likeness = "one slip away from" if matched == "near-miss" else "the name of"
        return "REFER", f"{asked} is {likeness} {subjects[0].spelt} ({subjects[0].key}): compare the papers"
    if found:
        place, state, surely = found[0]
        doubt = state.because if surely else f"it is against the owner, {place.key}, and may reach this thing"
        return "REFER", f"{state.measure.id} ({state.measure.kind}): {doubt}"
    if wrong := _wrong_digit(asked):
        return "REFER", wrong
    return (
        "ALLOW",
        f"no measure found as of {day.isoformat()}, in the record of {at.isoformat(timespec='seconds')}",
    )


def _wrong_digit(text: str) -> str | None:
    """Say what is wrong with a number that has the shape of a checked one and fails its check."""
    from downrange.law.identifiers import is_container, is_kazakh_number
    from downrange.registry.marks import normal

    mark = normal(text)
    if re.fullmatch(r"[A-Z]{3}[UJZ][0-9]{7}", mark) and not is_container(mark):
        return f"{text} is no container number: its check digit is wrong"
    if re.fullmatch(r"[0-9]{12}", mark) and not is_kazakh_number(mark):
        return f"{text} is no Kazakh personal or business number: its check digit is wrong"
    return None
