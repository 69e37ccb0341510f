from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from downrange.base.canonical import digest
from downrange.errors import RecordError
from downrange.registry.facts import Fact, FactDraft, commitment, content, fact_id

NOTICE = FactDraft(
    "notice",
    "claim/debt",
    {"served": True, "amount": "13684550338.70"},
    "office/bailiff",
    date(2023, 1, 31),
    "ab" * 32,
    "p. 2",
)


def record(*drafts: FactDraft) -> list[Fact]:
    from downrange.service.record.facts import record_facts

    return record_facts(drafts)


def test_the_id_is_the_digest_of_what_was_said() -> None:
    assert fact_id(NOTICE) == digest(
        {
            "kind": "notice",
            "about": "claim/debt",
            "body": {"amount": "13684550338.70", "served": True},
            "by": "office/bailiff",
            "effective_on": "2023-01-31",
            "document_sha256": "ab" * 32,
            "document_page": "p. 2",
            "supersedes": None,
        }
    )
    for other in (
        replace(NOTICE, by="office/clerk"),
        replace(NOTICE, document_page="p. 3"),
        replace(NOTICE, effective_on=date(2023, 2, 1)),
        replace(NOTICE, supersedes="f" * 64),
    ):
        assert fact_id(other) != fact_id(NOTICE)
    assert set(content(NOTICE)) == {
        "about", "body", "by", "document_page", "document_sha256", "effective_on", "kind", "supersedes",
    }  # fmt: skip


def test_a_fact_is_on_record_once(registry: str) -> None:
    from downrange.registry import facts, log

    first = record(NOTICE, NOTICE)
    again = record(NOTICE)
    assert first[0] == first[1] == again[0]
    assert log.tail()[0] == 1
    found = facts.by_id([fact_id(NOTICE)])[0]
    assert (found.body, found.by, found.effective_on, found.document_page) == (
        NOTICE.body,
        "office/bailiff",
        date(2023, 1, 31),
        "p. 2",
    )


def test_a_correction_supersedes_and_both_dates_are_kept(registry: str) -> None:
    from downrange.registry import facts

    old = record(NOTICE)[0]
    better = replace(NOTICE, body={"served": False}, supersedes=old.id, effective_on=date(2023, 2, 15))
    new = record(better)[0]
    assert facts.as_of("claim/debt") == [new]
    assert facts.as_of("claim/debt", on=date(2023, 2, 14)) == [old]
    assert facts.as_of("claim/debt", on=date(2023, 2, 15)) == [new]
    assert facts.as_of("claim/debt", known_at=old.recorded_at) == (
        [old] if old.recorded_at < new.recorded_at else [new]
    )
    assert facts.as_of("claim/debt", on=date(2023, 1, 30)) == []
    assert facts.as_of("claim/other") == []
    assert facts.as_of(kind="notice") == [new]
    assert facts.as_of(kind="award") == []
    assert list(facts.everything()) == [old, new]


def test_one_fact_corrects_another_and_only_one(registry: str) -> None:
    old = record(NOTICE)[0]
    record(replace(NOTICE, body={"v": 1}, supersedes=old.id))
    with pytest.raises(RecordError, match="superseded already"):
        record(replace(NOTICE, body={"v": 2}, supersedes=old.id))
    with pytest.raises(RecordError, match="is not on record"):
        record(replace(NOTICE, body={"v": 3}, supersedes="0" * 64))
    with pytest.raises(RecordError, match="needs a kind"):
        record(replace(NOTICE, about=""))


def test_chains_within_one_batch(registry: str) -> None:
    from downrange.registry import facts

    second = replace(NOTICE, body={"v": 2}, supersedes=fact_id(NOTICE))
    record(NOTICE, second)
    assert [fact.body for fact in facts.as_of("claim/debt")] == [{"v": 2}]


def test_what_is_private_is_apart_and_can_be_forgotten(registry: str) -> None:
    from downrange.registry import facts, log
    from downrange.registry.rows import ask, change
    from downrange.service.record.facts import forget
    from downrange.service.record.log import check_registry

    kept = record(replace(NOTICE, private={"name": "A. Nonym"}))[0]
    assert facts.private_part(kept) == {"name": "A. Nonym"}
    assert facts.private_part(record(NOTICE)[0]) is None
    stored = ask("SELECT body FROM registry_fact WHERE id = %s", [kept.id])[0][0]
    assert "Nonym" not in stored
    assert kept.body["private_commitment"] in stored
    head = log.root_at(2)
    note = forget(kept, "office/clerk", "ordered by the court", date(2024, 1, 1))
    assert facts.private_part(kept) is None
    assert note.body == {"of": kept.id, "because": "ordered by the court"}
    assert log.root_at(2) == head
    assert check_registry() == []
    with pytest.raises(RecordError, match="no private part"):
        forget(note, "office/clerk", "again", date(2024, 1, 1))
    swapped = record(replace(NOTICE, private={"name": "B"}))[0]
    change(
        "UPDATE registry_private_part SET body = '{}' WHERE commitment = %s",
        [swapped.body["private_commitment"]],
    )
    with pytest.raises(RecordError, match="not what was recorded"):
        facts.private_part(swapped)


def test_a_commitment_hides_and_binds() -> None:
    assert commitment("s", {"a": 1}) != commitment("t", {"a": 1})
    assert commitment("s", {"a": 1}) != commitment("s", {"a": 2})


def test_what_stands_under_a_prefix(registry: str) -> None:
    from downrange.registry import facts

    first = record(NOTICE, replace(NOTICE, about="claims"), replace(NOTICE, by="office/clerk"))[0]
    assert facts.standing("claim/", "office/bailiff") == [first]
    better = record(replace(NOTICE, body={"v": 1}, supersedes=first.id))
    assert facts.standing("claim/", "office/bailiff") == better
