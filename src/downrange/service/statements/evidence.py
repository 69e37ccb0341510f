"""Use cases of evidence: who said what, what contradicts what, what a public claim is worth."""

from __future__ import annotations

from datetime import date
from typing import Any

from downrange.case.schema import Case, Statement
from downrange.errors import InputError, Problem, SourceError, Where

__all__ = ["rate_days_of", "statements_of", "statements_report", "vehicle_components"]


def vehicle_components(vehicle: str) -> frozenset[str] | None:
    """Give what a vehicle's own stages burn; None where the library lacks it. Upper stages are left out."""
    from downrange.reference import library

    try:
        stages = library.table(f"vehicles/{vehicle}.yaml").get("stages", {})
    except SourceError:
        return None
    return frozenset(component for stage in stages.values() for component in stage.get("components", ()))


def statements_report(
    case: Case,
    on: date | None = None,
    conflicts: bool = True,
    by: str | None = None,
    outlet: str | None = None,
) -> dict[str, Any]:
    """Give who said what, as known at the end of a day, with the keys of ``statements --json``.

    Parameters
    ----------
    case : Case
        The matter.
    on : date or None
        Only what was known at the end of that day; None gives all.
    conflicts : bool
        Also find the contradictions; otherwise the list is empty.
    by, outlet : str or None
        Only what this party said, its offices among it; only what this outlet printed. Of the contradictions
        those that such a statement takes part in, with all their sides; of the verdicts those on one of them.

    Returns
    -------
    dict
        ``case``, ``on``, ``statements``, ``sayings_number`` (echoes counted once), ``chains`` (who repeated
        whom: ``{origin, echoes}``), ``conflicts``, ``choices``, ``sources`` (key → citation) and, where the
        case has them, ``verdicts``.

    Raises
    ------
    InputError
        If the case has no such party.
    """
    from downrange.evidence.statements import chains, independent_number, known_on, row

    every = known_on(case, on)
    known = _chosen(case, every, by, outlet)
    shown = {statement.id for statement in known}
    found = _conflicts(case, every) if conflicts else []
    report: dict[str, Any] = {
        "case": case.case,
        "on": on.isoformat() if on else None,
        "statements": [row(statement) for statement in known],
        "sayings_number": independent_number(known),
        "chains": [
            {"origin": chain.origin.id, "echoes": [echo.id for echo in chain.echoes]}
            for chain in chains(known)
            if chain.echoes
        ],
        "conflicts": [one for one in found if shown & {name for side in one["sides"] for name in side}],
        "choices": [choice.model_dump(mode="json", exclude_none=True) for choice in case.choices],
        "sources": _citations(case, known),
    }
    verdicts = case.verdicts
    if by or outlet or on:  # of a part of what was said, only what is judged of that part
        verdicts = tuple(one for one in verdicts if shown & set(one.statements))
    if case.verdicts:
        report["verdicts"] = [
            {
                "id": verdict.id,
                "claim": verdict.claim,
                "said_by": verdict.said_by,
                "verdict": verdict.verdict,
                "because": verdict.because,
                "sources": list(verdict.sources),
                "statements": list(verdict.statements),
            }
            for verdict in verdicts
        ]
    return report


def _chosen(
    case: Case, known: tuple[Statement, ...], by: str | None, outlet: str | None
) -> tuple[Statement, ...]:
    """Leave what a party said and an outlet printed."""
    from downrange.evidence.statements import by_outlet, by_speaker

    for name, find in ((by, by_speaker), (outlet, by_outlet)):
        if name is None:
            continue
        party = name if name.startswith("party/") else f"party/{name}"
        if party not in {one.id for one in case.parties}:
            names = ", ".join(sorted(one.id.split("/")[1] for one in case.parties))
            problem = Problem(Where(case.case, "parties"), "has no such party", value=name, expected=names)
            raise InputError(problem)
        kept = {statement.id for statement in find(case, party)}
        known = tuple(statement for statement in known if statement.id in kept)
    return known


def _conflicts(case: Case, known: tuple[Statement, ...]) -> list[dict[str, Any]]:
    from downrange.evidence.conflict import conflicts as found_among
    from downrange.evidence.rates import LibraryRates
    from downrange.evidence.statements import independent_number

    by_id = {statement.id: statement for statement in known}
    rows = []
    for one in found_among(case, known, LibraryRates(), vehicle_components):
        sayings = [independent_number([by_id[name] for name in side if name in by_id]) for side in one.sides]
        rows.append({**one.as_json(), "sayings_number": sayings})
    return rows


def _citations(case: Case, known: tuple[Statement, ...]) -> dict[str, Any]:
    from downrange.reference import library

    keys = [statement.source for statement in known]
    keys += [key for verdict in case.verdicts for key in verdict.sources]
    return {
        key: (case.sources.get(key) or library.citation(key)).model_dump(mode="json", exclude_none=True)
        for key in dict.fromkeys(keys)
    }


def statements_of(
    name: str, on: str | None = None, by: str | None = None, outlet: str | None = None
) -> dict[str, Any]:
    """Read a case and give its statements and conflicts, as known at the end of a day.

    Raises
    ------
    InputError
        If the case cannot be read, the day is none, or the case has no such party.
    """
    from downrange.inputs.cases import read_case
    from downrange.service.days import day

    return statements_report(read_case(name).case, day(on) if on else None, by=by, outlet=outlet)


def rate_days_of(first: str, second: str, start: str | None = None, end: str | None = None) -> dict[str, Any]:
    """Say on which days an official rate makes two printed amounts the same; the keys of ``rate-days``."""
    from downrange.evidence.rate_days import rate_days
    from downrange.service.days import day, first_day

    since = first_day(start, "--from") if start else None
    until = day(end, option="--to") if end else None
    return rate_days(first, second, since, until).as_json()
