"""Use case: ask a registry whether something may leave; every question is logged before it is answered.

Answer and log entry are one unit of work under the writer's lock, so nobody is told ``ALLOW`` after a measure
is on record. Questions that come while another is being written wait for their turn and are then answered
together, in one commit: its one forced write makes all their entries durable, and only then are they given
their answers. What was asked may be a person's number, so the log holds a salted commitment to it, and the
text can be erased.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.registry.facts import Fact, FactDraft

__all__ = [
    "NO_PURPOSE",
    "Desk",
    "Question",
    "asked_offline",
    "authorities",
    "check",
    "looked_up",
    "note_override",
    "open_database",
    "override",
]

_ABOUT = "gate/query"
NO_PURPOSE = "asked after a person or firm without a purpose: the log says so"
"""The note of an answer about somebody for whose look-up no purpose was given."""


@dataclass(frozen=True)
class Question:
    """What an officer asks, who he is, and why he asks after a person."""

    identifier: str
    kind: str | None = None
    case: str | None = None
    on: date | None = None
    by: str = "gate"
    purpose: str = ""


@dataclass
class _Ticket:
    question: Question
    answer: dict[str, Any] | None = None
    served: bool = False


@dataclass
class Desk:
    """Where questions wait for the writer's lock, to be answered and logged together."""

    waiting: list[_Ticket] = field(default_factory=list)
    door: threading.Lock = field(default_factory=threading.Lock)
    turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, question: Question) -> dict[str, Any]:
        """Give the answer once its log entry is durable.

        Whoever gets the turn serves all who wait by then; the others find themselves served.
        """
        ticket = _Ticket(question)
        with self.door:
            self.waiting.append(ticket)
        with self.turn:
            if not ticket.served:
                with self.door:
                    served, self.waiting = self.waiting, []
                self._serve(served)
        if ticket.answer is None:  # somebody else's question failed the unit of work: ask alone
            return answer_together([question])[0]
        return ticket.answer

    def _serve(self, tickets: Sequence[_Ticket]) -> None:
        try:
            answers = answer_together([one.question for one in tickets])
            for one, answer in zip(tickets, answers, strict=True):
                one.answer = answer
        except InputError:  # of one question: each is then asked alone, and hears of its own
            pass
        finally:
            for one in tickets:
                one.served = True


_DESK = Desk()


def check(
    identifier: str,
    kind: str | None = None,
    case: str | None = None,
    on: date | None = None,
    *,
    by: str = "gate",
    purpose: str = "",
) -> dict[str, Any]:
    """Answer whether a thing or a person may leave, with the keys of ``check --json``, and log the question.

    Parameters
    ----------
    identifier : str
        A registered number, a slug (``asset/crane-07``), or a name.
    kind : str, optional
        ``asset``, ``container`` or ``person``; a thing is never looked for by name.
    case : str, optional
        Only what this case has on record.
    on : date, optional
        The day asked about; by default today, UTC.
    by, purpose : str
        Who asks; and why, where a person is asked for: both are shown to the person.

    Raises
    ------
    InputError
        If the case is not on record.
    """
    return _DESK.ask(Question(identifier, kind, case, on, by, purpose))


def answer_together(questions: Sequence[Question]) -> list[dict[str, Any]]:
    """Answer and log questions in one unit of work; the answers come back when their entries are durable.

    Raises
    ------
    InputError
        If a case is not on record.
    """
    from downrange.registry import facts
    from downrange.service.record.work import writing

    now = datetime.now(UTC)
    with writing():
        found = [_answered(one, now) for one in questions]
        logged = facts.record([draft for _, draft in found])
    return [
        {**answer, "log_sequence": entry.sequence} for (answer, _), entry in zip(found, logged, strict=True)
    ]


def asked_offline(questions: Sequence[tuple[Question, str, datetime]]) -> list[int]:
    """Log questions that a device answered by itself, from its extract: the question, its answer, when.

    What the registry would have answered is logged beside what the officer was told, for the day of then.

    Returns
    -------
    list of int
        Their places in the log.

    Raises
    ------
    InputError
        If a case is not on record, or an answer is none.
    """
    from dataclasses import replace

    from downrange.registry import facts
    from downrange.service.record.work import writing

    wrong = {told for _, told, _ in questions} - {"ALLOW", "STOP", "REFER"}
    if wrong:
        raise InputError(Problem(Where("device", "answer"), "no answer of a gate", value=min(wrong)))
    drafts = []
    now = datetime.now(UTC)
    with writing():
        for question, told, at in questions:
            _, draft = _answered(replace(question, on=at.date()), now)
            offline = {"offline": {"answer": told, "at": at.isoformat()}}
            drafts.append(replace(draft, body={**draft.body, **offline}))
        return [fact.sequence for fact in facts.record(drafts)]


def _answered(question: Question, now: datetime) -> tuple[dict[str, Any], FactDraft]:
    from downrange.law.enforcement.gate import decide
    from downrange.registry.facts import FactDraft
    from downrange.registry.gate import store
    from downrange.registry.marks import digit_fault

    known = store(question.case)
    cases = known.cases()
    if question.case is not None and question.case not in cases:
        where = Where("command line", "--case")
        raise InputError(
            Problem(where, "no such case is on record", value=question.case, expected=", ".join(cases))
        )
    day, text = question.on or now.date(), question.identifier.strip()
    hits = known.hits(text, day, names=question.kind in (None, "person"))
    answer = decide(text, hits, day, digit_fault(text, question.kind))
    body = answer.as_json()
    if any(one.subject.startswith("party/") for one in hits) and not question.purpose:
        body["notes"].append(NO_PURPOSE)
    told = {"answer": answer.answer, "matched": answer.matched, "kind": question.kind}
    told |= {"on": day.isoformat(), "at": now.isoformat()}
    held_back = {"asked": question.identifier, "subjects": list(answer.subjects), "purpose": question.purpose}
    draft = FactDraft("gate-query", _ABOUT, told, question.by, now.date(), private=held_back)
    of = answer.case or question.case
    return {**body, "as_of": day.isoformat(), "fictional": cases.get(of or "", False)}, draft


def open_database(database: str | None) -> None:
    """Point the registry at a database that is there.

    Raises
    ------
    InputError
        If no such file is there, or it is no registry of this version.
    """
    import os

    from downrange.registry.address import DEFAULT_URL, database_from_url, without_user
    from downrange.registry.database import configure

    url = database or os.environ.get("DOWNRANGE_DATABASE_URL", DEFAULT_URL)
    settings = database_from_url(url)
    if settings["ENGINE"].endswith("sqlite3") and not Path(settings["NAME"]).is_file():
        where = Where("command line", "--database")
        raise InputError(
            Problem(
                where,
                "there is no such database",
                value=without_user(url),
                expected="--case, --snapshot, or a registry's database",
            )
        )
    configure(url)
    from django.db import DatabaseError

    from downrange.registry.gate import store

    try:
        store().cases()
    except DatabaseError as error:
        where = Where("command line", "--database")
        message = f"no registry of this version: {str(error).splitlines()[0]}"
        raise InputError(
            Problem(where, message, value=without_user(url), expected="a database that was migrated")
        ) from error


def override(sequence: int, by: str, because: str, database: str | None = None) -> dict[str, Any]:
    """Put on record that a person let something pass, or held it, against the answer logged at ``sequence``.

    Returns
    -------
    dict
        The answer overridden and its place, who did so and why, and the place of this note in the log.

    Raises
    ------
    InputError
        If nobody or no reason is named, or no answer of the gate stands at that place.
    """
    _who_and_why(by, because)
    open_database(database)
    return note_override(sequence, by, because)


def _who_and_why(by: str, because: str) -> None:
    if not by.strip() or not because.strip():
        raise InputError(Problem(Where("command line", "--because"), "an override needs who and why"))


def note_override(sequence: int, by: str, because: str) -> dict[str, Any]:
    """Do what :func:`override` does, in the registry that is open already.

    Raises
    ------
    InputError
        If nobody or no reason is named, or no answer of the gate stands at that place.
    """
    _who_and_why(by, because)
    from downrange.registry import facts
    from downrange.service.record.facts import facts_as_of, record_fact

    queries = [one for one in facts_as_of(_ABOUT, "gate-query") if one.sequence == sequence]
    if not queries:
        problem = Problem(
            Where("command line", "SEQUENCE"), "no answer of the gate stands there", value=str(sequence)
        )
        raise InputError(problem)
    answer = queries[0].body["answer"]
    body = {"of": queries[0].id, "answer": answer, "because": because}
    noted = record_fact(facts.FactDraft("gate-override", _ABOUT, body, by, datetime.now(UTC).date()))
    return {
        "overrides": sequence, "answer": answer, "by": by, "because": because, "log_sequence": noted.sequence
    }  # fmt: skip


def authorities(case: str, measures: Sequence[str]) -> dict[str, dict[str, str] | None]:
    """Name who ordered each measure of a case, by measure: whom to call; None where that is not known."""
    from downrange.registry.facts import standing

    found: dict[str, dict[str, str] | None] = {}
    for measure in measures:
        bodies = [one.body for one in standing(f"{case}/{measure}") if one.about == f"{case}/{measure}"]
        who = bodies[-1].get("ordered_by") if bodies else None
        parties = standing(f"{case}/{who}") if isinstance(who, str) else []
        names = [one.body["name"] for one in parties if one.about == f"{case}/{who}" and "name" in one.body]
        found[measure] = {tongue: text for tongue, text in names[-1].items() if text} if names else None
    return found


def looked_up(subject: str) -> list[dict[str, Any]]:
    """Say who asked after a party or thing, when, why and what the answer was: for the one concerned.

    Parameters
    ----------
    subject : str
        Its key, ``CASE/party/slug``. Questions whose text was erased are no longer found.

    Returns
    -------
    list of dict
        In the order of the log: ``log_sequence``, ``at``, ``by``, ``purpose``, ``answer``, ``matched``,
        ``on``, and ``overrides``: what persons decided against it.
    """
    from downrange.registry.facts import as_of

    against: dict[str, list[Fact]] = {}
    for note in as_of(_ABOUT, "gate-override"):
        against.setdefault(note.body["of"], []).append(note)
    return [
        {
            "log_sequence": query.sequence,
            "at": query.body["at"],
            "by": query.by,
            "purpose": private["purpose"],
            "answer": query.body["answer"],
            "matched": query.body["matched"],
            "on": query.body["on"],
            "overrides": [
                {"by": note.by, "because": note.body["because"], "log_sequence": note.sequence}
                for note in against.get(query.id, ())
            ],
        }
        for query, private in _queries()
        if subject in private["subjects"]
    ]


def _queries() -> Iterator[tuple[Fact, dict[str, Any]]]:
    from downrange.registry.facts import as_of, private_part

    asked = [*as_of(_ABOUT, "gate-query"), *as_of("register/query", "register-query")]
    for query in sorted(asked, key=lambda one: one.sequence):
        private = private_part(query)
        if private is not None:
            yield query, private
