"""The tree of RFC 6962 (Certificate Transparency), section 2.1: hashes, roots and both kinds of proof.

::

    leaf  = SHA-256(0x00 || entry)                node = SHA-256(0x01 || left || right)
    MTH({}) = SHA-256()                           MTH({d}) = leaf(d)
    MTH(D[n]) = node(MTH(D[0:k]), MTH(D[k:n]))    k the largest power of two below n

Only the leaves and one node for each 256 nodes of the stored level below are kept ("tiles" of height 8), so
that an append costs next to nothing and a proof reads a few short runs. Pure: whoever holds the hashes hands
in a function that reads them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

__all__ = [
    "TILE_HEIGHT",
    "Fetch",
    "consistency_proof",
    "fold",
    "inclusion_proof",
    "leaf_hash",
    "node_hash",
    "root",
    "verify_consistency",
    "verify_inclusion",
]

TILE_HEIGHT = 8

Fetch = Callable[[int, int, int], Sequence[bytes]]
"""Reads stored hashes: (level, a multiple of 8; index of the first; how many) -> hashes of 32 bytes."""


def leaf_hash(entry: bytes) -> bytes:
    """Hash an entry of the log (RFC 6962 2.1)."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Hash two subtrees into the one above them (RFC 6962 2.1)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def fold(hashes: Sequence[bytes]) -> bytes:
    """Hash a complete run (a power of two of neighbours) into its top."""
    row = list(hashes)
    assert row, "nothing to fold"
    assert len(row) & (len(row) - 1) == 0, "a complete subtree holds a power of two"
    while len(row) > 1:
        row = [node_hash(row[i], row[i + 1]) for i in range(0, len(row), 2)]
    return row[0]


def _split(size: int) -> int:
    """Give the largest power of two smaller than ``size`` (size > 1)."""
    return 1 << ((size - 1).bit_length() - 1)


def _range(fetch: Fetch, start: int, size: int) -> bytes:
    """Hash the entries [start, start + size), a range as the proofs of RFC 6962 meet them."""
    if size & (size - 1) == 0:
        height = size.bit_length() - 1
        level = height - height % TILE_HEIGHT
        return fold(fetch(level, start >> level, 1 << (height - level)))
    cut = _split(size)
    return node_hash(_range(fetch, start, cut), _range(fetch, start + cut, size - cut))


def root(fetch: Fetch, size: int) -> bytes:
    """Give the tree head over the first ``size`` entries; of none, the hash of nothing."""
    return hashlib.sha256().digest() if size == 0 else _range(fetch, 0, size)


def inclusion_proof(fetch: Fetch, index: int, size: int) -> list[bytes]:
    """Prove that entry ``index`` is in the tree of ``size`` (PATH of RFC 6962 2.1.1), lowest node first.

    Raises
    ------
    ValueError
        If the entry is not in a tree of that size.
    """
    if not 0 <= index < size:
        raise ValueError(f"entry {index} is not in a tree of {size}")
    path: list[bytes] = []
    start = 0
    while size > 1:
        cut = _split(size)
        if index - start < cut:
            path.append(_range(fetch, start + cut, size - cut))
            size = cut
        else:
            path.append(_range(fetch, start, cut))
            start, size = start + cut, size - cut
    return path[::-1]


def consistency_proof(fetch: Fetch, first: int, second: int) -> list[bytes]:
    """Prove that the tree of ``second`` continues the tree of ``first`` (PROOF of RFC 6962 2.1.2).

    Raises
    ------
    ValueError
        Unless 0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"a tree of {second} cannot continue one of {first}")
    proof: list[bytes] = []
    start, size, wanted, whole = 0, second, first, True
    while wanted != size:
        cut = _split(size)
        if wanted <= cut:
            proof.append(_range(fetch, start + cut, size - cut))
            size = cut
        else:
            proof.append(_range(fetch, start, cut))
            start, size, wanted, whole = start + cut, size - cut, wanted - cut, False
    if not whole:
        proof.append(_range(fetch, start, size))
    return proof[::-1]


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], head: bytes) -> bool:
    """Check an inclusion proof with nothing but the hashes in hand (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, computed = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if node & 1 or node == last:
            computed = node_hash(step, computed)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            computed = node_hash(computed, step)
        node, last = node >> 1, last >> 1
    return last == 0 and computed == head


def verify_consistency(
    first: int, second: int, proof: Sequence[bytes], first_head: bytes, second_head: bytes
) -> bool:
    """Check a consistency proof with nothing but the hashes in hand (RFC 9162, 2.1.4.2)."""
    if not 0 < first <= second:
        return False
    if first == second:
        return not proof and first_head == second_head
    path = [first_head, *proof] if first & (first - 1) == 0 else list(proof)
    if not path:
        return False
    node, last = first - 1, second - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = path[0]
    for step in path[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while node and not node & 1:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, step)
        node, last = node >> 1, last >> 1
    return last == 0 and old == first_head and new == second_head
