"""Use cases of the log: sign its head regularly, prove an entry, prove that nothing before was touched."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.errors import RecordError
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from downrange.errors import Problem
    from downrange.registry.checkpoint import SignedHead

__all__ = [
    "HEAD_EVERY",
    "Inclusion",
    "check_registry",
    "daily_checkpoint",
    "prove_consistency",
    "prove_entry",
    "regular_checkpoint",
]

HEAD_EVERY = timedelta(hours=1)
"""How often a server signs the head of a log that grew: what is certified waits no longer for a head."""


@dataclass(frozen=True)
class Inclusion:
    """What shows a stranger that an entry is in the log of ``size``: hashes, bottom first."""

    sequence: int
    size: int
    leaf_hash: bytes
    proof: tuple[bytes, ...]
    root_hash: bytes

    def as_json(self) -> dict[str, Any]:
        """Give the proof with hashes in hexadecimal."""
        return {
            "sequence": self.sequence,
            "size": self.size,
            "leaf_hash": self.leaf_hash.hex(),
            "proof": [step.hex() for step in self.proof],
            "root_hash": self.root_hash.hex(),
        }


def daily_checkpoint(key_file: Path, covering: int | None = None) -> SignedHead:
    """Sign the tree head unless today's is signed already; the key is made at the first one.

    The public key is put on record as a fact before the first head that it signs.

    Parameters
    ----------
    covering : int, optional
        The place of an entry that the head must cover: a further head is signed if today's does not.

    Raises
    ------
    RecordError
        If the key file holds no key, or another key than the one on record signed before.
    """

    def stands(latest: SignedHead, at: datetime) -> bool:
        return latest.size > covering if covering is not None else latest.signed_at.date() == at.date()

    return _signed(key_file, stands)


def regular_checkpoint(key_file: Path, every: timedelta = HEAD_EVERY) -> SignedHead:
    """Sign the tree head if the log grew and the last head is so old; give the head that stands.

    Raises
    ------
    RecordError
        As for :func:`daily_checkpoint`.
    """
    from downrange.registry import log

    def stands(latest: SignedHead, at: datetime) -> bool:
        return latest.size == log.tail()[0] or at - latest.signed_at < every

    return _signed(key_file, stands)


def _signed(key_file: Path, stands: Callable[[SignedHead, datetime], bool]) -> SignedHead:
    from downrange.registry import checkpoint, facts, heads, log
    from downrange.registry.database import now

    with writing():
        at = now()
        latest = heads.latest()
        if latest is not None and stands(latest, at):
            return latest
        if not key_file.exists() and latest is not None:
            raise RecordError(f"the key that signed so far is not at {key_file}")
        key_file.parent.mkdir(parents=True, exist_ok=True)
        key = checkpoint.load_key(key_file) if key_file.exists() else checkpoint.make_key(key_file)
        public = checkpoint.public_bytes(key).hex()
        announced = facts.as_of("log/key", "signing-key")
        if not announced:
            draft = facts.FactDraft("signing-key", "log/key", {"ed25519": public}, "log/operator", at.date())
            facts.record([draft])
        elif announced[-1].body["ed25519"] != public:
            raise RecordError(f"{key_file} is not the key on record; supersede the fact to change keys")
        head = log.head()
        signed = checkpoint.sign_head(key, head.size, head.root_hash, at)
        return heads.store(signed)


def prove_entry(sequence: int, size: int | None = None) -> Inclusion:
    """Prove that an entry is in the log as it was at ``size`` (default: now).

    Raises
    ------
    RecordError
        If there is no such entry, or the log was never of that size.
    """
    from downrange.registry import log, merkle

    there, _ = log.tail()
    size = there if size is None else size
    if not 0 <= sequence < size <= there:
        raise RecordError(f"the log has {there} entries; asked for {sequence} in {size}")
    proof = tuple(merkle.inclusion_proof(log.fetch, sequence, size))
    return Inclusion(sequence, size, log.fetch(0, sequence, 1)[0], proof, log.root_at(size))


def prove_consistency(first: int, second: int | None = None) -> tuple[bytes, ...]:
    """Prove that the log at ``second`` (default: now) continues the log at ``first``.

    Raises
    ------
    RecordError
        If the log never had those sizes in that order.
    """
    from downrange.registry import log, merkle

    there, _ = log.tail()
    second = there if second is None else second
    if not 0 < first <= second <= there:
        raise RecordError(f"the log has {there} entries; asked for {first} to {second}")
    return tuple(merkle.consistency_proof(log.fetch, first, second))


def check_registry() -> list[Problem]:
    """Recompute every digest, hash, signature and balance; give what does not agree."""
    from downrange.registry import checks

    return checks.verify()
