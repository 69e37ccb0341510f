"""What needs no key: the public register without persons, proofs that anybody checks."""

from __future__ import annotations

from tests.web import driving
from tests.web.api import calling

from downrange.web import cases

EXERCISE = "tsenki-2023-exercise"


def test_the_public_register_shows_no_person_and_no_thing(pages: str) -> None:
    answer = driving.client().get(f"/api/v1/public/cases/{EXERCISE}")
    assert answer.status_code == 200
    text = answer.content.decode()
    case = cases.the_case(EXERCISE)
    for party in case.parties:
        if party.kind in ("person", "office"):
            assert party.name.en not in text
    assert not [asset.id for asset in case.assets if asset.id in text]
    listed = driving.client().get("/api/v1/public/cases?limit=200").json()
    assert len(listed["items"]) == len(cases.names())
    calling.is_problem(driving.client().get("/api/v1/public/cases/none"), 404)


def test_a_stranger_checks_a_proof_and_a_forged_one_fails(pages: str) -> None:
    client = driving.client()
    proof = client.get("/api/v1/log/entries/5/proof").json()
    good = calling.post(client, "/log/verify", proof).json()
    assert good == {"path": True, "root": True, "leaf": True, "holds": True}
    assert calling.post(client, "/log/verify", {**proof, "leaf_hash": "00" * 32}).json()["holds"] is False
    wrong = calling.is_problem(calling.post(client, "/log/verify", {**proof, "size": "many"}), 422)
    assert [one["field"] for one in wrong["errors"]] == ["size"]
    calling.is_problem(client.get("/api/v1/log/entries/99999999/proof"), 404)


def test_the_log_continues_what_it_was(pages: str) -> None:
    client = driving.client()
    head = client.get("/api/v1/log/head").json()
    found = client.get("/api/v1/log/consistency?first=7").json()
    assert found["second"] == head["size"]
    assert found["second_root_hash"] == head["root_hash"]
    assert found["proof"]
    calling.is_problem(client.get("/api/v1/log/consistency?first=0"), 404)
    calling.is_problem(client.get("/api/v1/log/consistency?first=5&second=4"), 404)


def test_customs_officers_see_the_gate_only(pages: str) -> None:
    calling.is_problem(driving.client("customs").get("/api/v1/public/cases"), 403)
    calling.is_problem(driving.client("customs").get("/api/v1/log/head"), 403)
