"""The log: every fact and posting is an entry of a Merkle tree, from the first one.

An entry is the canonical JSON of its kind, its subject (the digest of what was recorded) and the time of
recording. Times never run backwards along the log, so "recorded by then" is a prefix of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from downrange.base.canonical import canonical
from downrange.registry import merkle
from downrange.registry.rows import ask, insert, moment, octets, stamp

__all__ = [
    "Head",
    "append",
    "catch_up",
    "due",
    "entry",
    "fetch",
    "head",
    "leaf",
    "recorded_by",
    "root_at",
    "tail",
]

_TILE = 1 << merkle.TILE_HEIGHT


@dataclass(frozen=True)
class Head:
    """A tree head: how many entries, and the root over them."""

    size: int
    root_hash: bytes


def entry(kind: str, subject: str, recorded_at: datetime) -> bytes:
    """Spell an entry of the log: what its leaf hash is taken of."""
    return canonical(_entry(kind, subject, recorded_at))


def _entry(kind: str, subject: str, recorded_at: datetime) -> dict[str, str]:
    at = recorded_at.astimezone(UTC).isoformat(timespec="microseconds")
    return {"kind": kind, "recorded_at": at, "subject": subject}


def leaf(sequence: int) -> dict[str, str]:
    """Give what an entry of the log says; its canonical JSON is what the leaf hash is the hash of.

    Raises
    ------
    LookupError
        If there is no such entry.
    """
    rows = ask("SELECT kind, subject, recorded_at FROM registry_log_leaf WHERE sequence = %s", [sequence])
    if not rows:
        raise LookupError(f"the log holds no entry {sequence}")
    kind, subject, at = rows[0]
    return _entry(kind, subject, moment(at))


def tail() -> tuple[int, datetime | None]:
    """Give the number of entries and when the last was recorded."""
    rows = ask("SELECT sequence, recorded_at FROM registry_log_leaf ORDER BY sequence DESC LIMIT 1")
    return (int(rows[0][0]) + 1, moment(rows[0][1])) if rows else (0, None)


def append(kind: str, subjects: Sequence[str], size: int, recorded_at: datetime) -> None:
    """Put entries at the end of a log of ``size``; the caller holds the writer's lock.

    Raises
    ------
    django.db.IntegrityError
        If the log is not of that size: the database lets no gap and no second entry in.
    """
    at = stamp(recorded_at)
    # The spelling of an entry around its subject is the same for a whole batch.
    before, after = entry(kind, "\x00", recorded_at).split(b"\\u0000")
    hashes = [merkle.leaf_hash(before + subject.encode() + after) for subject in subjects]
    insert(
        "registry_log_leaf",
        ("sequence", "kind", "subject", "recorded_at", "leaf_hash"),
        [(size + i, kind, subjects[i], at, hashes[i]) for i in range(len(subjects))],
    )
    _tile(size, hashes)


def due(sequence: int) -> bool:
    """Say whether an entry is the last of its 256, so that its tile can be stored."""
    return (sequence + 1) % _TILE == 0


def catch_up() -> None:
    """Store the nodes that a quick posting left to be stored; they are derived, and read as if stored."""
    size, _ = tail()
    _tile(size, [])


def _tile(size: int, hashes: Sequence[bytes]) -> None:
    """Store the nodes that are complete with new leaves and not stored yet, level by level."""
    level, first, row, complete = 0, size, list(hashes), (size + len(hashes)) // _TILE
    while complete:
        stored = ask(
            "SELECT coalesce(max(position), -1) FROM registry_log_tile WHERE level = %s",
            [level + merkle.TILE_HEIGHT],
        )
        start = int(stored[0][0]) + 1
        if start >= complete:
            return
        known = fetch(level, start * _TILE, first - start * _TILE) if start * _TILE < first else []
        below = [*known, *row][: (complete - start) * _TILE]
        row = [merkle.fold(below[i : i + _TILE]) for i in range(0, len(below), _TILE)]
        level, first, complete = level + merkle.TILE_HEIGHT, start, complete // _TILE
        insert(
            "registry_log_tile",
            ("level", "position", "node_hash"),
            [(level, start + i, node) for i, node in enumerate(row)],
        )


def fetch(level: int, first: int, count: int) -> list[bytes]:
    """Read hashes, leaves at level 0 and tiles above, in the shape that the proofs ask for.

    A tile that is not stored yet is worked out from what lies below it.
    """
    if level == 0:
        rows = ask(
            "SELECT leaf_hash FROM registry_log_leaf WHERE sequence >= %s AND sequence < %s"
            " ORDER BY sequence",
            [first, first + count],
        )
    else:
        rows = ask(
            "SELECT node_hash FROM registry_log_tile WHERE level = %s AND position >= %s AND position < %s"
            " ORDER BY position",
            [level, first, first + count],
        )
    found = [octets(row[0]) for row in rows]
    if len(found) != count and level:
        below = level - merkle.TILE_HEIGHT
        return [merkle.fold(fetch(below, (first + i) * _TILE, _TILE)) for i in range(count)]
    if len(found) != count:
        raise LookupError(f"the log has no {count} hashes from {first} at level {level}")
    return found


def root_at(size: int) -> bytes:
    """Give the root over the first ``size`` entries."""
    return merkle.root(fetch, size)


def head() -> Head:
    """Give the current tree head."""
    size, _ = tail()
    return Head(size, root_at(size))


def recorded_by(known_at: datetime | None) -> int:
    """Give how many entries were recorded by a time (None: all), by halving: their times never fall."""
    size, last = tail()
    if known_at is None or last is None or last <= known_at:
        return size
    low, high = 0, size - 1
    while low < high:
        middle = (low + high) // 2
        rows = ask("SELECT recorded_at FROM registry_log_leaf WHERE sequence = %s", [middle])
        if moment(rows[0][0]) <= known_at:
            low = middle + 1
        else:
            high = middle
    return low
