"""What everybody may see: sums and measures, no persons; and proofs that anybody can check."""

from __future__ import annotations

import hashlib
import json

import pytest

from downrange.base.canonical import canonical
from downrange.errors import InputError
from downrange.inputs.cases import read_case

NAME = "tsenki-2023-exercise"


def test_no_person_and_no_list_of_things_is_shown(registry: str) -> None:
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.public import recent, register_of

    case = read_case(NAME).case
    load_case(case)
    shown = register_of(case)
    assert {one.kind for one in shown} >= {"case", "claim", "measure"}
    text = json.dumps([one.shown for one in shown], ensure_ascii=False)
    persons = [party for party in case.parties if party.kind in ("person", "office")]
    assert persons
    for person in persons:
        for name in person.name.model_dump(exclude_none=True).values():
            assert name not in text
        for identifier in person.identifiers:
            assert identifier.value not in text
    for asset in case.assets:
        assert asset.id not in text
    ban = next(one for one in shown if one.shown.get("kind") == "exit-ban")
    assert (ban.withheld, "against" in ban.shown) == ("person", False)
    held = next(one for one in shown if one.shown.get("kind") == "attachment")
    assert held.shown["reaches_number"] > 0
    newest = recent({NAME: case}, 5)
    assert [one.sequence for one in newest] == sorted((one.sequence for one in newest), reverse=True)
    assert len(newest) == 5
    assert recent({}, 5) == []


def test_a_stranger_can_recompute_the_leaf_and_follow_the_path(registry: str) -> None:
    from downrange.registry import merkle
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.public import log_head, proof_of, register_of, verified

    case = read_case(NAME).case
    load_case(case)
    head = log_head()
    for one in register_of(case)[:5]:
        proof = proof_of(one.sequence)
        leaf = hashlib.sha256(b"\x00" + canonical(proof["leaf"])).digest()
        assert leaf.hex() == proof["leaf_hash"]
        steps = [bytes.fromhex(step) for step in proof["proof"]]
        root = bytes.fromhex(head["root_hash"])
        assert merkle.verify_inclusion(leaf, one.sequence, head["size"], steps, root)
        assert verified(proof) == {"path": True, "root": True, "leaf": True}
        other = {**proof, "leaf_hash": hashlib.sha256(b"forged").hexdigest()}
        assert verified(other) == {"path": False, "root": True, "leaf": False}
        later = {**proof, "size": head["size"] + 1}
        assert verified(later)["root"] is False
    with pytest.raises(InputError, match="no proof"):
        verified({"sequence": "x"})


def test_the_checkpoint_is_shown_when_there_is_one(
    registry: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    from downrange.registry.checkpoint import read_note
    from downrange.service.keeping.casebook import load_case
    from downrange.service.record.log import daily_checkpoint
    from downrange.service.record.public import log_head

    load_case(read_case("tsenki-2023").case)
    assert log_head()["checkpoint"] is None
    daily_checkpoint(tmp_path_factory.mktemp("key") / "log.pem")
    told = log_head()["checkpoint"]
    head = read_note(told["note"], bytes.fromhex(told["public_key"]))
    assert (head.size, head.root_hash.hex()) == (told["size"], told["root_hash"])
