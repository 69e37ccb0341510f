"""Use case: may this leave? One gate with three doors: a case, a registry's database, a snapshot.

The same register gives the same answer through each of them; a test holds them against each other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from downrange.errors import InputError, Problem, Where

__all__ = ["check"]

KINDS = ("asset", "container", "person")
_NOT_LOGGED = (
    "a question to a case file is not logged, since there is no registry; with --database it would be"
)


def check(
    identifier: str,
    kind: str | None = None,
    case: str | None = None,
    database: str | None = None,
    snapshot: Path | None = None,
    on: str | None = None,
    *,
    by: str = "gate",
    purpose: str = "",
) -> dict[str, Any]:
    """Answer whether a thing or a person may leave, with the keys of ``check --json``.

    Parameters
    ----------
    identifier : str
        A registered number, a slug (``asset/crane-07``), or a name.
    kind : str, optional
        ``asset``, ``container`` or ``person``; a thing is never looked for by name.
    case, database, snapshot
        Where to look: a case of the casebook or a folder, a database's address, a signed extract. Without
        any, the default database if it is there.
    on : str, optional
        The day asked about; the case's state of knowledge, else today (UTC).
    by, purpose : str
        Who asks, and why, for the log of a database.

    Raises
    ------
    InputError
        If the day, the kind, the case, the database or the snapshot cannot be used.
    """
    if kind is not None and kind not in KINDS:
        problem = Problem(
            Where("command line", "--kind"), "no such kind", value=kind, expected=", ".join(KINDS)
        )
        raise InputError(problem)
    if not identifier.strip():
        raise InputError(Problem(Where("command line", "IDENTIFIER"), "nothing is asked for"))
    if snapshot is not None:
        from downrange.service.border.snapshot import check_snapshot

        return check_snapshot(identifier, snapshot, kind, on)
    if database is not None or case is None:
        from downrange.service.border import gate
        from downrange.service.days import day

        asked_on = day(on) if on else None
        gate.open_database(database)
        return gate.check(identifier, kind, case, asked_on, by=by, purpose=purpose)
    return _in_case(identifier, kind, case, on)


def _in_case(identifier: str, kind: str | None, name: str, on: str | None) -> dict[str, Any]:
    from downrange.inputs.cases import read_case
    from downrange.law.enforcement.gate import decide
    from downrange.registry.gate_index import case_index
    from downrange.registry.marks import digit_fault
    from downrange.service.days import day

    case = read_case(name).case
    asked_on = day(on, case.state_of_knowledge or case.to)
    text = identifier.strip()
    index = case_index(case)
    try:
        hits = index.store.hits(text, asked_on, names=kind in (None, "person"))
    finally:
        index.close()
    body = decide(text, hits, asked_on, digit_fault(text, kind)).as_json()
    return {
        **body,
        "notes": [*body["notes"], _NOT_LOGGED],
        "as_of": asked_on.isoformat(),
        "log_sequence": None,
        "case": case.case,
        "fictional": case.fictional,
    }
