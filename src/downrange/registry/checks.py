"""Everything that must hold, looked at from the rows up: each finding is a problem with its place.

The database refuses what would break these rules; the checks find what got round it (a disk, a hand with the
rights of the database's owner).
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from downrange.errors import Problem, RecordError, Where
from downrange.registry import facts, gate, log, merkle, views
from downrange.registry.checkpoint import read_note
from downrange.registry.entries import stored_digest
from downrange.registry.rows import ask, day, moment, octets

__all__ = ["verify"]

_AT_ONCE = 20_000


def verify() -> list[Problem]:
    """Recompute every digest, leaf, tile, checkpoint, balance and fold; give what does not agree."""
    return [
        *_leaves(),
        *_tiles(),
        *_checkpoints(),
        *_facts(),
        *_postings(),
        *_unmatched(),
        *views.compare(),
        *gate.compare(),
    ]


def _problem(where: str, message: str) -> Problem:
    return Problem(Where("registry", where), message)


def _leaves() -> Iterator[Problem]:
    expected = 0
    last = None
    for start in range(0, log.tail()[0], _AT_ONCE):
        rows = ask(
            "SELECT sequence, kind, subject, recorded_at, leaf_hash FROM registry_log_leaf"
            " WHERE sequence >= %s AND sequence < %s ORDER BY sequence",
            [start, start + _AT_ONCE],
        )
        for sequence, kind, subject, stored_at, stored_hash in rows:
            at = moment(stored_at)
            if sequence != expected:
                yield _problem(f"log.{sequence}", f"entries {expected} to {sequence - 1} are missing")
            if merkle.leaf_hash(log.entry(kind, subject, at)) != octets(stored_hash):
                yield _problem(f"log.{sequence}", "the leaf hash is not that of the entry")
            if last is not None and at < last:
                yield _problem(f"log.{sequence}", "the time of recording runs backwards")
            expected, last = sequence + 1, at


def _tiles() -> Iterator[Problem]:
    size, level = log.tail()[0], 0
    while size >> merkle.TILE_HEIGHT:
        for position in range(size >> merkle.TILE_HEIGHT):
            where = f"tile.{level + merkle.TILE_HEIGHT}.{position}"
            try:
                below = log.fetch(level, position << merkle.TILE_HEIGHT, 1 << merkle.TILE_HEIGHT)
                above = log.fetch(level + merkle.TILE_HEIGHT, position, 1)
            except LookupError as error:
                yield _problem(where, str(error))
                continue
            if merkle.fold(below) != above[0]:
                yield _problem(where, "the node is not that of the hashes below it")
        level, size = level + merkle.TILE_HEIGHT, size >> merkle.TILE_HEIGHT


def _checkpoints() -> Iterator[Problem]:
    for size, root, key, note in ask(
        "SELECT size, root_hash, public_key, note FROM registry_checkpoint ORDER BY size"
    ):
        try:
            signed = read_note(note, octets(key))
            now_there = log.root_at(size)
        except (RecordError, LookupError) as error:
            yield _problem(f"checkpoint.{size}", str(error))
            continue
        if (signed.size, signed.root_hash) != (size, octets(root)) or now_there != octets(root):
            yield _problem(f"checkpoint.{size}", "the log is not the one that was signed")


def _facts() -> Iterator[Problem]:
    for fact in facts.everything():
        same = facts.FactDraft(
            fact.kind,
            fact.about,
            fact.body,
            fact.by,
            fact.effective_on,
            fact.document_sha256,
            fact.document_page,
            fact.supersedes,
        )
        if facts.fact_id(same) != fact.id:
            yield _problem(f"fact.{fact.sequence}", "the fact is not the one that was recorded")


def _postings() -> Iterator[Problem]:
    digits = views.digits_by_number()
    for start in range(0, log.tail()[0], _AT_ONCE):
        legs: dict[int, list[tuple[str, str, int, int]]] = {}
        for sequence, account, currency, minor in ask(
            'SELECT l.sequence, a."key", l.currency_id, l.minor FROM registry_leg l'
            " JOIN registry_account a ON a.id = l.account_id"
            " WHERE l.sequence >= %s AND l.sequence < %s ORDER BY l.sequence, l.line",
            [start, start + _AT_ONCE],
        ):
            as_money = digits[currency]
            legs.setdefault(sequence, []).append((account, as_money.code, as_money.exponent, minor))
        for row in ask(
            'SELECT sequence, "key", kind, effective_on, "by", memo, document_sha256, document_page,'
            " expires_on, reverses_id, resolves_id, digest FROM registry_transaction"
            " WHERE sequence >= %s AND sequence < %s ORDER BY sequence",
            [start, start + _AT_ONCE],
        ):
            yield from _posting(row, legs.pop(row[0], []))
        for sequence in legs:
            yield _problem(f"posting.{sequence}", "legs without a sealing row")


def _posting(row: tuple[Any, ...], legs: list[tuple[str, str, int, int]]) -> Iterator[Problem]:
    sequence, key, kind, on, by, memo, document, page, expires, reverses, resolves, recorded = row
    until: date | None = day(expires) if expires is not None else None
    values = (key, kind, day(on), by, memo, document, page, until, reverses, resolves, legs)
    if stored_digest(*values) != recorded:
        yield _problem(f"posting.{sequence}", "the posting is not the one that was recorded")
    sums: dict[tuple[str, int], int] = {}
    for _, code, exponent, minor in legs:
        sums[code, exponent] = sums.get((code, exponent), 0) + minor
    if any(sums.values()):
        yield _problem(f"posting.{sequence}", "the legs do not balance")


def _unmatched() -> Iterator[Problem]:
    """Find entries of the log that nothing stands behind, and records with another subject than theirs."""
    for kind, table, subject in (
        ("fact", "registry_fact", "id"),
        ("transaction", "registry_transaction", "digest"),
    ):
        text = (
            "SELECT g.sequence FROM registry_log_leaf g LEFT JOIN TABLE r"
            " ON r.sequence = g.sequence AND r.SUBJECT = g.subject WHERE g.kind = %s AND r.sequence IS NULL"
        )
        for (sequence,) in ask(text.replace("TABLE", table).replace("SUBJECT", subject), [kind]):
            yield _problem(f"log.{sequence}", f"no {kind} stands behind this entry")
