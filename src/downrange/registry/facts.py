"""Facts: who put what on record, from which day it holds, on which page of which document, superseding what.

A fact is never changed. A correction is a new fact that supersedes the old one, and only one may: two people
who correct the same fact at once cannot both succeed unseen. What the law may order us to forget is kept
apart; the fact, and with it the log, holds a salted commitment to it only.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from downrange.base.canonical import canonical, digest
from downrange.errors import RecordError
from downrange.registry import log
from downrange.registry.database import now, refused_writes, take_writer_lock
from downrange.registry.rows import after, ask, change, day, insert, moment, stamp

__all__ = [
    "Fact",
    "FactDraft",
    "as_of",
    "by_id",
    "commitment",
    "content",
    "erase_private",
    "everything",
    "fact_id",
    "history",
    "latest",
    "more_than",
    "private_part",
    "record",
    "standing",
    "under",
]


@dataclass(frozen=True)
class FactDraft:
    """A fact before it is recorded.

    Attributes
    ----------
    kind, about
        What sort of fact, and the identifier of what it is about (``claim/debt``).
    body
        What is said: plain values with canonical JSON.
    by
        Who puts it on record.
    effective_on
        From which day it holds.
    document_sha256, document_page
        The document it rests on, and where in it.
    supersedes
        The id of the fact that it corrects.
    private
        What may have to be forgotten; only a commitment to it becomes part of the fact.
    """

    kind: str
    about: str
    body: Mapping[str, Any]
    by: str
    effective_on: date
    document_sha256: str = ""
    document_page: str = ""
    supersedes: str | None = None
    private: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Fact:
    """A recorded fact."""

    id: str
    sequence: int
    recorded_at: datetime
    kind: str
    about: str
    body: dict[str, Any]
    by: str
    effective_on: date
    document_sha256: str
    document_page: str
    supersedes: str | None


def content(draft: FactDraft) -> dict[str, Any]:
    """Give what the id of a fact is the digest of; the private part is not in it."""
    return {
        "about": draft.about,
        "body": draft.body,
        "by": draft.by,
        "document_page": draft.document_page,
        "document_sha256": draft.document_sha256,
        "effective_on": draft.effective_on,
        "kind": draft.kind,
        "supersedes": draft.supersedes,
    }


def fact_id(draft: FactDraft) -> str:
    """Give the sha256 of the canonical JSON of what is said; the time of recording is the log's."""
    return digest(content(draft))


def commitment(salt: str, private: Mapping[str, Any]) -> str:
    """Commit to something private: without the salt nobody can find it by trying."""
    return digest({"private": private, "salt": salt})


def record(drafts: Sequence[FactDraft]) -> list[Fact]:
    """Record facts in their order; one that is on record word for word is given back as it stands.

    Raises
    ------
    RecordError
        If a fact names nobody or nothing, or supersedes what is unknown or already superseded.
    """
    take_writer_lock()
    drafts = [_sealed(draft) for draft in drafts]
    ids = [fact_id(draft) for draft in drafts]
    known = {fact.id: fact for fact in by_id(ids)}
    fresh = {key: draft for key, draft in zip(ids, drafts, strict=True) if key not in known}
    if fresh:
        _check_superseded(fresh, known)
        size, last = log.tail()
        at = now() if last is None else max(now(), last)
        with refused_writes():
            log.append("fact", list(fresh), size, at)
            insert("registry_fact", _COLUMNS, [_row(*item, size + i) for i, item in enumerate(fresh.items())])
        known.update({fact.id: fact for fact in by_id(list(fresh))})
    return [known[key] for key in ids]


_COLUMNS = (
    "id", "sequence", "kind", "about", "body", "by", "effective_on", "document_sha256", "document_page",
    "supersedes_id",
)  # fmt: skip


def _row(key: str, draft: FactDraft, sequence: int) -> tuple[Any, ...]:
    what = (key, sequence, draft.kind, draft.about, canonical(draft.body).decode(), draft.by)
    document = (draft.document_sha256, draft.document_page)
    return (*what, draft.effective_on.isoformat(), *document, draft.supersedes)


def _sealed(draft: FactDraft) -> FactDraft:
    """Check a draft, and put a commitment in the place of its private part."""
    if not (draft.kind and draft.about and draft.by):
        raise RecordError("a fact needs a kind, something it is about and somebody who records it")
    if not draft.private:
        return draft
    salt = secrets.token_hex(32)
    key = commitment(salt, draft.private)
    insert(
        "registry_private_part",
        ("commitment", "salt", "body"),
        [(key, salt, canonical(draft.private).decode())],
    )
    return FactDraft(
        draft.kind,
        draft.about,
        {**draft.body, "private_commitment": key},
        draft.by,
        draft.effective_on,
        draft.document_sha256,
        draft.document_page,
        draft.supersedes,
    )


def _check_superseded(fresh: Mapping[str, FactDraft], known: Mapping[str, Fact]) -> None:
    wanted = {draft.supersedes for draft in fresh.values() if draft.supersedes}
    there = {fact.id for fact in by_id(wanted)} | set(fresh) | set(known)
    rows = ask("SELECT supersedes_id FROM registry_fact WHERE supersedes_id IN LIST", [sorted(wanted)])
    taken = {row[0] for row in rows}
    for key, draft in fresh.items():
        if draft.supersedes and draft.supersedes not in there:
            raise RecordError(f"fact {key[:12]} supersedes {draft.supersedes[:12]}, which is not on record")
        if draft.supersedes and draft.supersedes in taken:
            raise RecordError(f"{draft.supersedes[:12]} is superseded already: correct the latest fact")


_SELECT = (
    'SELECT f.id, f.sequence, g.recorded_at, f.kind, f.about, f.body, f."by", f.effective_on,'
    " f.document_sha256, f.document_page, f.supersedes_id"
    " FROM registry_fact f JOIN registry_log_leaf g ON g.sequence = f.sequence"
)


_STANDING = "".join(
    (
        _SELECT,
        " WHERE f.about FROM TEXT %s AND f.about BEFORE TEXT %s AND NOT EXISTS",
        " (SELECT 1 FROM registry_fact s WHERE s.supersedes_id = f.id)",
    )
)
_LATER = (
    "SELECT 1 FROM registry_fact s WHERE s.supersedes_id = f.id AND s.effective_on <= %s AND s.sequence < %s"
)
_HOLDING = f"{_SELECT} WHERE f.effective_on <= %s AND f.sequence < %s AND NOT EXISTS ({_LATER})"


_UNDER = f"{_SELECT} WHERE f.kind = %s AND f.about FROM TEXT %s AND f.about BEFORE TEXT %s"
_SUPERSEDED = "SELECT 1 FROM registry_fact s WHERE s.supersedes_id = f.id"
_BY_ABOUT = " ORDER BY f.about, f.sequence"


def _fact(row: tuple[Any, ...]) -> Fact:
    key, sequence, at, kind, about, body, by, on, document, page, supersedes = row
    return Fact(
        key, sequence, moment(at), kind, about, json.loads(body), by, day(on), document, page, supersedes
    )


def by_id(ids: Iterable[str]) -> list[Fact]:
    """Read facts by their ids, in the order of the log."""
    rows = ask(_SELECT + " WHERE f.id IN LIST ORDER BY f.sequence", [sorted(set(ids))])
    return [_fact(row) for row in rows]


def everything() -> Iterator[Fact]:
    """Read all facts in the order of the log, superseded ones too, a piece at a time."""
    last = -1
    while rows := ask(_SELECT + " WHERE f.sequence > %s ORDER BY f.sequence LIMIT 5000", [last]):
        yield from map(_fact, rows)
        last = rows[-1][1]


def standing(prefix: str, by: str | None = None) -> list[Fact]:
    """Give the facts that somebody (None: anybody) recorded about what begins so, none superseded."""
    values = [prefix, after(prefix)]
    if by is None:
        return [_fact(row) for row in ask(_STANDING + " ORDER BY f.sequence", values)]
    return [_fact(row) for row in ask(_STANDING + ' AND f."by" = %s ORDER BY f.sequence', [*values, by])]


def under(prefix: str, kind: str, on: date | None = None) -> list[Fact]:
    """Give the facts of a kind about what begins so that hold at the end of a day, none superseded by then.

    Without a day the latest of each counts, whatever its effective date.
    """
    if on is None:
        values: list[Any] = [kind, prefix, after(prefix)]
        return [_fact(row) for row in ask(_UNDER + f" AND NOT EXISTS ({_SUPERSEDED}){_BY_ABOUT}", values)]
    size = log.recorded_by(None)
    values = [kind, prefix, after(prefix), on.isoformat(), size, on.isoformat(), size]
    held = f" AND f.effective_on <= %s AND f.sequence < %s AND NOT EXISTS ({_LATER})"
    return [_fact(row) for row in ask(_UNDER + held + _BY_ABOUT, values)]


def more_than(prefix: str, kind: str, number: int) -> bool:
    """Say whether more facts of a kind than so many, corrections included, are about what begins so."""
    text = (
        "SELECT 1 FROM registry_fact f WHERE f.kind = %s AND f.about FROM TEXT %s AND f.about BEFORE TEXT %s"
        " LIMIT 1 OFFSET %s"
    )
    return bool(ask(text, [kind, prefix, after(prefix), number]))


def latest(kind: str, limit: int) -> list[Fact]:
    """Give the facts of a kind that were recorded last, newest first, none superseded."""
    text = f"{_SELECT} WHERE f.kind = %s AND NOT EXISTS ({_SUPERSEDED}) ORDER BY f.sequence DESC LIMIT %s"
    return [_fact(row) for row in ask(text, [kind, limit])]


def history(about: str, kind: str) -> list[Fact]:
    """Give every fact of a kind about one thing in the order of the log, superseded ones too."""
    return [
        _fact(row)
        for row in ask(f"{_SELECT} WHERE f.about = %s AND f.kind = %s ORDER BY f.sequence", [about, kind])
    ]


def as_of(
    about: str | None = None,
    kind: str | None = None,
    on: date | None = None,
    known_at: datetime | None = None,
) -> list[Fact]:
    """Give the facts that hold at the end of a day, as far as recorded by a time, none superseded by then.

    What supersedes a fact does so from its own effective date on: the old one still holds before it.
    """
    size = log.recorded_by(known_at)
    until = (on or date.max).isoformat()
    values: list[Any] = [until, size, until, size]
    text = _HOLDING
    if about is not None:
        text, values = text + " AND f.about = %s", [*values, about]
    if kind is not None:
        text, values = text + " AND f.kind = %s", [*values, kind]
    return [_fact(row) for row in ask(text + " ORDER BY f.effective_on, f.sequence", values)]


def private_part(fact: Fact) -> dict[str, Any] | None:
    """Read what a fact holds back, proved against its commitment; None if there is none or it was erased.

    Raises
    ------
    RecordError
        If what is kept is not what the fact committed to.
    """
    key = fact.body.get("private_commitment")
    rows = ask("SELECT salt, body FROM registry_private_part WHERE commitment = %s", [key]) if key else []
    if not rows or not rows[0][1]:
        return None
    salt, body = rows[0]
    private: dict[str, Any] = json.loads(body)
    if commitment(salt, private) != key:
        raise RecordError(f"the private part of fact {fact.id[:12]} is not what was recorded")
    return private


def erase_private(fact: Fact) -> None:
    """Forget the private part of a fact: text and salt; fact and log stay as they are and still verify."""
    change(
        "UPDATE registry_private_part SET body = '', salt = '', erased_at = %s WHERE commitment = %s",
        [stamp(now()), fact.body.get("private_commitment", "")],
    )
