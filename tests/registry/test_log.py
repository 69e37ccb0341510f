from __future__ import annotations

import hashlib
import itertools
import json
from datetime import UTC, datetime, timedelta

import pytest

from downrange.base.canonical import canonical
from downrange.errors import RecordError
from downrange.registry import merkle

START = datetime(2023, 3, 7, tzinfo=UTC)


def subject(i: int) -> str:
    return hashlib.sha256(str(i).encode()).hexdigest()


def append(size: int, count: int, at: datetime = START) -> None:
    from downrange.registry import log
    from downrange.service.record.work import writing

    with writing():
        log.append("fact", [subject(size + i) for i in range(count)], size, at)


def naive_root(hashes: list[bytes]) -> bytes:
    if len(hashes) == 1:
        return hashes[0]
    k = 1
    while 2 * k < len(hashes):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(hashes[:k]) + naive_root(hashes[k:])).digest()


def naive_leaf(i: int, at: datetime = START) -> bytes:
    entry = {"kind": "fact", "subject": subject(i), "recorded_at": at.isoformat(timespec="microseconds")}
    return hashlib.sha256(
        b"\x00" + json.dumps(entry, sort_keys=True, separators=(",", ":")).encode()
    ).digest()


def test_an_entry_is_canonical_json() -> None:
    from downrange.registry import log

    at = datetime(2023, 3, 7, 6, tzinfo=UTC)
    expected = canonical({"kind": "fact", "subject": "ab", "recorded_at": "2023-03-07T06:00:00.000000+00:00"})
    assert log.entry("fact", "ab", at) == expected


@pytest.mark.parametrize("sizes", [(1,), (255, 1, 1), (256,), (300, 300), (100, 1000, 3), (65700,)])
def test_heads_are_the_roots_of_the_definition(registry: str, sizes: tuple[int, ...]) -> None:
    from downrange.registry import log

    size = 0
    for count in sizes:
        append(size, count)
        size += count
    leaves = [naive_leaf(i) for i in range(size)]
    head = log.head()
    assert (head.size, head.root_hash) == (size, naive_root(leaves))
    for earlier in {1, size // 2 + 1, size}:
        assert log.root_at(earlier) == naive_root(leaves[:earlier])


def test_the_empty_log(registry: str) -> None:
    from downrange.registry import log

    assert log.tail() == (0, None)
    assert log.head().root_hash == hashlib.sha256().digest()
    assert log.recorded_by(START) == 0


def test_proofs_from_the_database_verify(registry: str) -> None:
    from downrange.registry import log

    append(0, 700)
    heads = {size: log.root_at(size) for size in (1, 255, 256, 257, 512, 700)}
    for first, second in itertools.combinations_with_replacement(heads, 2):
        proof = merkle.consistency_proof(log.fetch, first, second)
        assert merkle.verify_consistency(first, second, proof, heads[first], heads[second])
    for size, index in itertools.product((257, 700), (0, 255, 256)):
        proof = merkle.inclusion_proof(log.fetch, index, size)
        assert merkle.verify_inclusion(naive_leaf(index), index, size, proof, heads[size])


def test_what_is_not_there_is_not_made_up(registry: str) -> None:
    from downrange.registry import log

    append(0, 3)
    with pytest.raises(LookupError, match="no 2 hashes from 2 at level 0"):
        log.fetch(0, 2, 2)


def test_an_append_knows_where_it_stands(registry: str) -> None:
    append(0, 3)
    for wrong in (2, 4):
        with pytest.raises(RecordError, match=r"no gaps|duplicate"):
            append(wrong, 1)


def test_what_was_recorded_by_a_time_is_a_prefix(registry: str) -> None:
    from downrange.registry import log

    for i in range(9):
        append(2 * i, 2, START + timedelta(seconds=i))
    assert log.tail() == (18, START + timedelta(seconds=8))
    assert log.recorded_by(None) == 18
    assert log.recorded_by(START - timedelta(microseconds=1)) == 0
    for i in range(9):
        assert log.recorded_by(START + timedelta(seconds=i)) == 2 * i + 2
        assert log.recorded_by(START + timedelta(seconds=i, microseconds=999_999)) == 2 * i + 2


def test_tiles_that_are_not_stored_are_worked_out(registry: str) -> None:
    from downrange.registry import log
    from downrange.registry.rows import ask
    from downrange.service.record.work import writing

    append(0, 700)
    stored = [log.fetch(8, i, 1) for i in range(2)]
    with writing():
        log.catch_up()
    assert ask("SELECT count(*) FROM registry_log_tile") == [(2,)]
    assert stored == [[naive_root([naive_leaf(j) for j in range(256 * i, 256 * i + 256)])] for i in range(2)]


def test_what_an_entry_says_hashes_to_its_leaf(registry: str) -> None:
    import hashlib
    from datetime import date

    import pytest

    from downrange.base.canonical import canonical
    from downrange.registry import facts, log
    from downrange.service.record.facts import record_fact

    fact = record_fact(facts.FactDraft("event", "a/event/x", {"a": 1}, "clerk", date(2023, 4, 3)))
    said = log.leaf(fact.sequence)
    assert said["subject"] == fact.id
    assert log.fetch(0, fact.sequence, 1) == [hashlib.sha256(b"\x00" + canonical(said)).digest()]
    assert facts.latest("event", 3)[0].id == fact.id
    with pytest.raises(LookupError):
        log.leaf(fact.sequence + 1)
