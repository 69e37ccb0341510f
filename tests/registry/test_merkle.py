from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.registry import merkle

# An independent reading of RFC 6962, 2.1: the definitions written down as they stand, over the entries
# themselves, without stored nodes.


def mth(entries: list[bytes]) -> bytes:
    if not entries:
        return hashlib.sha256(b"").digest()
    if len(entries) == 1:
        return hashlib.sha256(b"\x00" + entries[0]).digest()
    k = largest_power_below(len(entries))
    return hashlib.sha256(b"\x01" + mth(entries[:k]) + mth(entries[k:])).digest()


def largest_power_below(n: int) -> int:
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def path(m: int, entries: list[bytes]) -> list[bytes]:
    if len(entries) == 1:
        return []
    k = largest_power_below(len(entries))
    if m < k:
        return [*path(m, entries[:k]), mth(entries[k:])]
    return [*path(m - k, entries[k:]), mth(entries[:k])]


def subproof(m: int, entries: list[bytes], whole: bool) -> list[bytes]:
    if m == len(entries):
        return [] if whole else [mth(entries)]
    k = largest_power_below(len(entries))
    if m <= k:
        return [*subproof(m, entries[:k], whole), mth(entries[k:])]
    return [*subproof(m - k, entries[k:], False), mth(entries[:k])]


def fetch_from(entries: list[bytes]) -> merkle.Fetch:
    """Hashes as the log stores them: leaves, and complete runs of 256 of the level below."""

    def fetch(level: int, first: int, count: int) -> list[bytes]:
        assert level % merkle.TILE_HEIGHT == 0
        width = 1 << level
        assert (first + count) * width <= len(entries), "asked for a node that is not complete"
        return [mth(entries[i * width : (i + 1) * width]) for i in range(first, first + count)]

    return fetch


def make(count: int) -> list[bytes]:
    return [f"entry {i}".encode() for i in range(count)]


# Roots of the eight inputs that implementations of RFC 6962 share (certificate-transparency-go, merkle tests).
SHARED_INPUTS = [
    bytes.fromhex(text)
    for text in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
SHARED_ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_of_the_shared_inputs(size: int) -> None:
    entries = SHARED_INPUTS[:size]
    assert merkle.root(fetch_from(entries), size).hex() == SHARED_ROOTS[size - 1]


def test_the_empty_tree() -> None:
    assert merkle.root(fetch_from([]), 0) == hashlib.sha256(b"").digest()


@given(st.integers(1, 600))
def test_root_is_the_definition(size: int) -> None:
    entries = make(size)
    assert merkle.root(fetch_from(entries), size) == mth(entries)


@given(st.data())
def test_inclusion_proofs(data: st.DataObject) -> None:
    size = data.draw(st.one_of(st.integers(1, 40), st.integers(250, 520)))
    index = data.draw(st.integers(0, size - 1))
    entries = make(size)
    proof = merkle.inclusion_proof(fetch_from(entries), index, size)
    assert proof == path(index, entries)
    leaf, head = merkle.leaf_hash(entries[index]), mth(entries)
    assert merkle.verify_inclusion(leaf, index, size, proof, head)
    other = data.draw(st.integers(0, size - 1).filter(lambda i: i != index)) if size > 1 else None
    if other is not None:
        assert not merkle.verify_inclusion(leaf, other, size, proof, head)
        assert not merkle.verify_inclusion(merkle.leaf_hash(entries[other]), index, size, proof, head)
        assert not merkle.verify_inclusion(leaf, index, size, proof[:-1], head)
    assert not merkle.verify_inclusion(leaf, index, size, [*proof, leaf], head)


@given(st.data())
def test_consistency_proofs(data: st.DataObject) -> None:
    second = data.draw(st.one_of(st.integers(1, 40), st.integers(250, 520)))
    first = data.draw(st.integers(1, second))
    entries = make(second)
    proof = merkle.consistency_proof(fetch_from(entries), first, second)
    assert proof == subproof(first, entries, True)
    old, new = mth(entries[:first]), mth(entries)
    assert merkle.verify_consistency(first, second, proof, old, new)
    changed = [b"changed", *entries[1:first]]
    assert not merkle.verify_consistency(first, second, proof, mth(changed), new)
    assert not merkle.verify_consistency(first, second, [*proof, old], old, new)
    if proof:
        assert not merkle.verify_consistency(first, second, proof[:-1], old, new)


def test_a_rewritten_history_has_no_proof() -> None:
    entries = make(300)
    rewritten = [*entries[:100], b"other", *entries[101:], b"more"]
    proof = merkle.consistency_proof(fetch_from(rewritten), 300, 301)
    assert not merkle.verify_consistency(300, 301, proof, mth(entries), mth(rewritten))


@pytest.mark.parametrize(("index", "size"), [(-1, 3), (3, 3), (0, 0)])
def test_no_proof_of_what_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="is not in a tree"):
        merkle.inclusion_proof(fetch_from(make(size)), index, size)


@pytest.mark.parametrize(("first", "second"), [(0, 3), (4, 3)])
def test_no_consistency_of_impossible_sizes(first: int, second: int) -> None:
    with pytest.raises(ValueError, match="cannot continue"):
        merkle.consistency_proof(fetch_from(make(4)), first, second)
    assert not merkle.verify_consistency(first, second, [], b"", b"")


def test_fold_wants_a_complete_run() -> None:
    with pytest.raises(AssertionError, match="power of two"):
        merkle.fold([b"a", b"b", b"c"])
