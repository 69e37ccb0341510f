"""Signed tree heads as the database keeps them."""

from __future__ import annotations

from downrange.registry.checkpoint import SignedHead
from downrange.registry.database import refused_writes
from downrange.registry.rows import ask, insert, moment, stamp

__all__ = ["at_size", "latest", "store"]

_SELECT = "SELECT size, root_hash, signed_at, public_key, note FROM registry_checkpoint"


def _head(rows: list[tuple[object, ...]]) -> SignedHead | None:
    if not rows:
        return None
    size, root, at, key, note = rows[0]
    assert isinstance(size, int)
    assert isinstance(root, bytes | memoryview)
    assert isinstance(key, bytes | memoryview)
    return SignedHead(size, bytes(root), moment(at), bytes(key), str(note))


def latest() -> SignedHead | None:
    """Give the last signed head, or None."""
    return _head(ask(_SELECT + " ORDER BY size DESC LIMIT 1"))


def at_size(size: int) -> SignedHead | None:
    """Give the signed head over so many entries, or None."""
    return _head(ask(_SELECT + " WHERE size = %s", [size]))


def store(head: SignedHead) -> SignedHead:
    """Keep a signed head; one of the same size is given back as it stands."""
    before = at_size(head.size)
    if before is not None:
        return before
    with refused_writes():
        insert(
            "registry_checkpoint",
            ("size", "day", "signed_at", "root_hash", "public_key", "note"),
            [
                (
                    head.size,
                    head.signed_at.date().isoformat(),
                    stamp(head.signed_at),
                    head.root_hash,
                    head.public_key,
                    head.note,
                )
            ],
        )
    return head
