"""Replies of a named party and complaints, by the interface."""

from __future__ import annotations

from django.test import Client
from tests.web import driving
from tests.web.api import calling

REPLIES = f"/cases/{driving.CASE}/replies"
COMPLAINT = {"text": "Stopped at the post without an order.", "contact": "post box 7"}


def test_a_party_replies_for_itself_only(pages: str) -> None:
    debtor = calling.keyed("debtor")
    made = calling.post(debtor, REPLIES, {"text": "The sum is disputed."})
    assert (made.status_code, made.json()["party"]) == (201, "party/tsenki"), made.content
    listed = calling.keyed("auditor").get(f"/api/v1{REPLIES}").json()["items"]
    assert [one["text"] for one in listed] == ["The sum is disputed."]
    other = {"party": "party/baiterek-jv", "text": "not ours to say"}
    calling.is_problem(calling.post(debtor, REPLIES, other), 403)
    for role in ("regulator", "bailiff", "customs"):
        calling.is_problem(calling.post(calling.keyed(role), REPLIES, {"text": "no party"}), 403)
    empty = calling.is_problem(calling.post(debtor, REPLIES, {"text": " "}), 422)
    assert empty["errors"][0]["field"] == "text"


def test_anybody_complains_and_the_regulator_decides_once(pages: str) -> None:
    made = calling.post(Client(), "/redress", COMPLAINT)
    assert made.status_code == 201, made.content
    reference = made.json()["reference"]
    assert "text" not in made.json()
    regulator = calling.keyed("regulator")
    row = regulator.get("/api/v1/redress").json()["items"][0]
    assert (row["reference"], row["contact"], row["state"]) == (reference, "post box 7", "open")
    for role in ("bailiff", "auditor", "customs"):
        calling.is_problem(calling.keyed(role).get("/api/v1/redress"), 403)
    path = f"/redress/{reference}/decision"
    done = calling.post(regulator, path, {"granted": True, "answer": "The order had ended."})
    assert (done.status_code, done.json()["state"]) == (201, "granted")
    calling.is_problem(calling.post(regulator, path, {"granted": False, "answer": "again"}), 422)
    told = Client().get(f"/api/v1/redress/{reference}").json()
    assert (told["state"], told["answer"]) == ("granted", "The order had ended.")
    calling.is_problem(Client().get("/api/v1/redress/NONE"), 404)


def test_a_visitors_request_bears_no_key(pages: str) -> None:
    refused = calling.post(Client(), "/redress", COMPLAINT, **{"Idempotency-Key": "visitor-1"})
    calling.is_problem(refused, 422)
