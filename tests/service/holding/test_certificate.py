"""The certificate of a release holds by itself, and every forgery of it shows."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from tests.service.exercise import CLAIM, NAME, act, in_force, load, tenge

from downrange.base.canonical import canonical
from downrange.errors import RecordError


def released() -> None:
    from downrange.service.holding import release

    load()
    in_force("attachment", ("asset/crane-07",), "2023-01-24", order="EX-1")
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    release.pay(NAME, CLAIM, "k", tenge("12500000000"), act("bailiff", "2023-05-02", "payment"))


def test_it_proves_its_place_under_a_signed_head(registry: str, tmp_path: Path) -> None:
    from downrange.service.holding.certificate import certificate, faults

    released()
    early = certificate(NAME, CLAIM)
    assert (early["checkpoint"], faults(early)) == (None, ["no signed head covers it yet"])
    paper = certificate(NAME, CLAIM, key_file=tmp_path / "key.pem")
    assert faults(paper) == []
    assert faults(json.loads(canonical(paper)), bytes.fromhex(paper["checkpoint"]["public_key"])) == []
    assert faults(paper, bytes(32)) != []
    assert paper["measures"] == [
        {
            "measure": "measure/attachment-1",
            "kind": "attachment",
            "order": "EX-1",
            "things": ["asset/crane-07"],
        }
    ]
    assert paper["article"] == "ENF 47(2)"


def test_a_later_head_must_continue_what_was_certified(registry: str, tmp_path: Path) -> None:
    from datetime import timedelta

    from downrange.service.border.gate import check
    from downrange.service.holding.certificate import certificate, continued, faults
    from downrange.service.record.log import daily_checkpoint, regular_checkpoint

    key = tmp_path / "key.pem"
    daily_checkpoint(key)  # the day's head stands before the release
    released()
    paper = json.loads(canonical(certificate(NAME, CLAIM, key_file=key)))
    assert faults(paper, later=continued(paper)) == []  # the head that covers it is the last one yet
    check("ABC 1")
    head = regular_checkpoint(key, every=timedelta(0))
    assert regular_checkpoint(key, every=timedelta(0)) == head  # nothing new, nothing signed
    later = json.loads(canonical(continued(paper)))
    public = bytes.fromhex(paper["checkpoint"]["public_key"])
    assert (later["size"], later["from_size"]) == (head.size, paper["log"]["size"])
    assert later["size"] > later["from_size"]
    assert faults(paper, public, later) == []
    other = {**later, "consistency": ["00" * 32 for _ in later["consistency"]]}
    assert faults(paper, public, other) == ["the later head does not continue the log of the certificate"]
    note = later["checkpoint"]["note"].replace(f"\n{head.size}\n", f"\n{head.size + 1}\n")
    forged = {**later, "checkpoint": {**later["checkpoint"], "note": note}}
    assert faults(paper, public, forged) == [
        "the later head: the signature under the checkpoint does not fit"
    ]


FORGERIES: tuple[tuple[tuple[Any, ...], Any], ...] = (
    (("released_on",), "2023-04-02"),
    (("by",), "office/nobody"),
    (("posting", "key"), "another"),
    (("measures", 0, "things"), ["asset/crane-07", "asset/flats-a"]),
    (("measures", 0, "order"), "EX-2"),
    (("measures", 0, "kind"), "movement-ban"),
    (("fact", "body", "ground"), "waiver"),
    (("log", "sequence"), 3),
    (("log", "recorded_at"), "2023-05-02T00:00:00.000000+00:00"),
    (("log", "root_hash"), "00" * 32),
    (("case",), "tsenki-2023"),
)


def test_every_forgery_shows(registry: str, tmp_path: Path) -> None:
    from downrange.service.holding.certificate import certificate, faults

    released()
    paper = certificate(NAME, CLAIM, key_file=tmp_path / "key.pem")
    for path, forged in FORGERIES:
        copied = copy.deepcopy(paper)
        place: Any = copied
        for key in path[:-1]:
            place = place[key]
        assert place[path[-1]] != forged
        place[path[-1]] = forged
        assert faults(copied) != [], path


def test_there_is_none_without_a_release(registry: str) -> None:
    from downrange.service.holding.certificate import certificate

    load()
    with pytest.raises(RecordError, match="no release"):
        certificate(NAME, CLAIM)
