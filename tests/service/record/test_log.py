from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from downrange.errors import RecordError
from downrange.registry import merkle
from downrange.registry.facts import FactDraft


def fact(i: int) -> FactDraft:
    return FactDraft("note", f"claim/{i}", {"i": i}, "office/clerk", date(2023, 3, 7))


def test_a_stranger_can_check_an_entry_and_the_history(registry: str, tmp_path: Path) -> None:
    from downrange.registry.checkpoint import read_note
    from downrange.service.record.facts import facts_as_of, record_facts
    from downrange.service.record.log import daily_checkpoint, prove_consistency, prove_entry

    record_facts([fact(i) for i in range(20)])
    signed = daily_checkpoint(tmp_path / "key.pem")
    assert signed.size == 21, "the public key goes on record before the first head it signs"
    public = bytes.fromhex(facts_as_of("log/key")[0].body["ed25519"])
    record_facts([fact(i) for i in range(20, 50)])
    # From here on only what a stranger holds: the note, the key and the proofs.
    trusted = read_note(signed.note, public)
    shown = prove_entry(7, trusted.size)
    assert merkle.verify_inclusion(shown.leaf_hash, 7, trusted.size, shown.proof, trusted.root_hash)
    latest = prove_entry(49)
    proof = prove_consistency(trusted.size)
    assert merkle.verify_consistency(trusted.size, latest.size, proof, trusted.root_hash, latest.root_hash)
    assert latest.as_json()["root_hash"] == latest.root_hash.hex()


def test_one_checkpoint_a_day(registry: str, tmp_path: Path) -> None:
    from downrange.service.record.facts import record_fact
    from downrange.service.record.log import daily_checkpoint

    first = daily_checkpoint(tmp_path / "key.pem")
    record_fact(fact(1))
    assert daily_checkpoint(tmp_path / "key.pem") == first


def test_another_key_signs_nothing(registry: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from datetime import timedelta

    from downrange.registry import database
    from downrange.registry.checkpoint import make_key
    from downrange.service.record.facts import record_fact
    from downrange.service.record.log import daily_checkpoint

    daily_checkpoint(tmp_path / "key.pem")
    tomorrow = database.now() + timedelta(days=1)
    monkeypatch.setattr(database, "now", lambda: tomorrow)
    with pytest.raises(RecordError, match="the key that signed so far is not at"):
        daily_checkpoint(tmp_path / "lost.pem")
    make_key(tmp_path / "other.pem")
    with pytest.raises(RecordError, match="is not the key on record"):
        daily_checkpoint(tmp_path / "other.pem")
    record_fact(fact(1))
    assert daily_checkpoint(tmp_path / "key.pem").signed_at == tomorrow


def test_no_proof_of_what_never_was(registry: str) -> None:
    from downrange.service.record.facts import record_fact
    from downrange.service.record.log import check_registry, prove_consistency, prove_entry

    record_fact(fact(1))
    with pytest.raises(RecordError, match="the log has 1 entries"):
        prove_entry(1)
    with pytest.raises(RecordError, match="the log has 1 entries"):
        prove_consistency(1, 2)
    assert check_registry() == []
