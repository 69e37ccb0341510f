"""Use case: may this leave, asked of a case, of a registry's database or of a snapshot.

Asked of a database, answer and log entry are one unit of work under the writer's lock: nobody is told
``ALLOW`` after a measure is on record, and the place of the entry in the log comes back with the answer.
What was asked may be a person's number, so the log holds a salted commitment to it, and the text can be
erased.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.case.schema import Case
    from downrange.registry.gate_index import GateIndex

__all__ = ["check", "fault_of", "open_database", "override", "recorded_index"]

KINDS = ("asset", "container", "person")


def check(
    identifier: str,
    kind: str | None = None,
    case: str | None = None,
    database: str | None = None,
    snapshot: Path | None = None,
    on: str | None = None,
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
        from downrange.service.snapshot import check_snapshot

        return check_snapshot(identifier, snapshot, kind, on)
    if database is not None or case is None:
        return _in_database(identifier, kind, case, database, on)
    return _in_case(identifier, kind, case, on)


def _in_case(identifier: str, kind: str | None, name: str, on: str | None) -> dict[str, Any]:
    from downrange.inputs.cases import read_case
    from downrange.law.enforcement.gate import decide
    from downrange.registry.gate_index import case_index
    from downrange.service.account import day

    case = read_case(name).case
    asked_on = day(on, case.state_of_knowledge or case.to)
    text = identifier.strip().removeprefix(f"{case.case}/")
    index = case_index(case)
    try:
        found = decide(text, index.hits(text, asked_on, names=_names(kind)), asked_on, fault_of(text, kind))
    finally:
        index.close()
    body = found.as_json()
    return {
        **body,
        "as_of": asked_on.isoformat(),
        "log_sequence": None,
        "case": case.case,
        "fictional": case.fictional,
    }


def _names(kind: str | None) -> bool:
    return kind in (None, "person")


def fault_of(text: str, kind: str | None) -> str | None:
    """Say what is wrong with a number whose shape or kind shows that it bears a check digit."""
    from downrange.law.identifiers import fault
    from downrange.registry.marks import normal

    mark = normal(text)
    if kind == "container" or (
        len(mark) == 11 and mark[:4].isalpha() and mark[3] in "UJZ" and mark[4:].isdigit()
    ):
        return fault("container", mark)
    if mark.isascii() and mark.isdigit() and len(mark) == 12:
        wagon, person = fault("rail-wagon", mark), fault("iin", mark)
        return None if wagon is None or person is None else person
    return None


def open_database(database: str | None) -> None:
    """Point the registry at a database that is there.

    Raises
    ------
    InputError
        If no such file is there, or it is no registry of this version.
    """
    import os

    from downrange.registry.address import DEFAULT_URL, database_from_url
    from downrange.registry.database import configure

    url = database or os.environ.get("DOWNRANGE_DATABASE_URL", DEFAULT_URL)
    settings = database_from_url(url)
    if settings["ENGINE"].endswith("sqlite3") and not Path(settings["NAME"]).is_file():
        where = Where("command line", "--database")
        raise InputError(
            Problem(
                where,
                "there is no such database",
                value=url,
                expected="--case, --snapshot, or a registry's database",
            )
        )
    configure(url)
    from django.db import DatabaseError

    from downrange.registry.rows import ask

    try:
        ask("SELECT count(*) FROM registry_gate_subject WHERE id < 0")
    except DatabaseError as error:
        where = Where("command line", "--database")
        message = f"no registry of this version: {str(error).splitlines()[0]}"
        raise InputError(
            Problem(where, message, value=url, expected="a database that was migrated")
        ) from error


def _in_database(
    identifier: str, kind: str | None, case: str | None, database: str | None, on: str | None
) -> dict[str, Any]:
    from downrange.service.account import day

    open_database(database)
    from downrange.registry import facts
    from downrange.service import gate
    from downrange.service.work import writing

    now = datetime.now(UTC)
    asked_on = day(on) if on else now.date()
    with writing():
        answer = gate.check(identifier, kind, case, asked_on)
        told = {"answer": answer["answer"], "matched": answer["matched"]}
        told |= {"on": asked_on.isoformat(), "at": now.isoformat()}
        held_back = {"asked": identifier, "subject": answer["subject"]}
        note = facts.FactDraft("gate-query", "gate/query", told, "gate", now.date(), private=held_back)
        logged = facts.record([note])[0]
    return {**answer, "log_sequence": logged.sequence}


def override(sequence: int, by: str, because: str, database: str | None = None) -> int:
    """Put on record that a person let something pass, or held it, against the answer logged at ``sequence``.

    Returns
    -------
    int
        The place of this note in the log.

    Raises
    ------
    InputError
        If nobody or no reason is named, or no answer of the gate stands at that place.
    """
    if not by.strip() or not because.strip():
        raise InputError(Problem(Where("command line", "--because"), "an override needs who and why"))
    open_database(database)
    from downrange.registry import facts
    from downrange.service.facts import facts_as_of, record_fact

    queries = [one for one in facts_as_of("gate/query", "gate-query") if one.sequence == sequence]
    if not queries:
        problem = Problem(
            Where("command line", "sequence"), "no answer of the gate stands there", value=str(sequence)
        )
        raise InputError(problem)
    body = {"of": queries[0].id, "answer": queries[0].body["answer"], "because": because}
    draft = facts.FactDraft("gate-override", "gate/query", body, by, datetime.now(UTC).date())
    return record_fact(draft).sequence


def recorded_index(case: str | None) -> tuple[str, bool, GateIndex, int]:
    """Build the index from the facts of a case on record: its name, whether it is fiction, the log's size.

    Raises
    ------
    InputError
        If several cases are on record and none is named, or what is on record does not suffice.
    """
    from downrange.registry import log
    from downrange.registry.facts import as_of
    from downrange.registry.gate_index import case_index

    heads = {fact.about.split("/")[0]: fact.body for fact in as_of(kind="case")}
    chosen = case or (next(iter(heads)) if len(heads) == 1 else None)
    if chosen is None or chosen not in heads:
        where = Where("command line", "--case")
        problem = Problem(
            where, "name a case that is on record", value=case, expected=", ".join(sorted(heads)) or "one"
        )
        raise InputError(problem)
    parts = {
        kind: [
            f.body
            for f in as_of(kind=kind)
            if f.about.startswith(f"{chosen}/") and not f.body.get("withdrawn")
        ]
        for kind in ("party", "asset", "measure")
    }
    return (
        chosen,
        bool(heads[chosen].get("fictional")),
        case_index(_as_case(chosen, heads[chosen], parts)),
        log.tail()[0],
    )


def _as_case(name: str, head: dict[str, Any], parts: dict[str, list[dict[str, Any]]]) -> Case:
    from pydantic import ValidationError

    from downrange.case.schema import Case

    body = {"case": name, "title": head["title"], "from": head["from"], "to": date.max.isoformat(),
            "parties": parts["party"], "assets": parts["asset"], "measures": parts["measure"]}  # fmt: skip
    try:
        return Case.model_validate(body)
    except ValidationError as error:
        first = error.errors()[0]
        where = Where("registry", f"{name}/{'.'.join(str(part) for part in first['loc'])}")
        raise InputError(Problem(where, f"what is on record does not suffice: {first['msg']}")) from error
