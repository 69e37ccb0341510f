"""Intake by the interface: one's own draft, each item decided, on record once."""

from __future__ import annotations

from typing import Any

from tests.web import driving
from tests.web.api import calling

ARTICLE = {
    "text": "On 14 March 2023 the ministry said that the debt is 13.5 billion tenge.\n",
    "name": "a note",
    "published": "2023-03-15",
}


def _get(client: Any, path: str) -> Any:
    return client.get(f"/api/v1{path}")


def test_an_article_becomes_statements_on_record(pages: str) -> None:
    client = calling.keyed("regulator")
    made = calling.post(client, "/intake/drafts", ARTICLE)
    assert made.status_code == 201, made.content
    assert "text" not in made.json(), "an answer that is kept holds no article"
    path = f"/intake/drafts/{made.json()['number']}"
    items = _get(client, path).json()["report"]["items"]
    assert items
    for one in items:
        told = calling.post(client, f"{path}/decisions", {"item": one["id"], "verdict": "accepted"})
        assert told.status_code == 201, told.content
    assert told.json()["undecided_number"] == 0
    citation = {"case": driving.CASE, "publisher": "A paper", "title": "A note"}
    missing = calling.is_problem(calling.post(client, f"{path}/record", {**citation, "case": "none"}), 422)
    assert missing["errors"][0]["field"] == "case"
    done = calling.post(client, f"{path}/record", citation)
    assert done.status_code == 201, done.content
    assert done.json()["recorded"]
    calling.is_problem(calling.post(client, f"{path}/record", citation), 422)
    again = {"item": items[0]["id"], "verdict": "rejected"}
    calling.is_problem(calling.post(client, f"{path}/decisions", again), 422)


def test_a_draft_is_its_makers_own(pages: str) -> None:
    client = calling.keyed("regulator")
    number = calling.post(client, "/intake/drafts", ARTICLE).json()["number"]
    assert [one["number"] for one in _get(client, "/intake/drafts").json()["items"]] == [number]
    for role in ("bailiff", "auditor", "debtor"):
        calling.is_problem(_get(calling.keyed(role), f"/intake/drafts/{number}"), 403)
    assert client.delete(f"/api/v1/intake/drafts/{number}").json() == {"number": number}
    calling.is_problem(_get(client, f"/intake/drafts/{number}"), 404)


def test_what_is_no_article_and_no_item_is_named(pages: str) -> None:
    client = calling.keyed("regulator")
    empty = calling.is_problem(calling.post(client, "/intake/drafts", {**ARTICLE, "text": "  "}), 422)
    assert empty["errors"][0]["field"] == "text"
    number = calling.post(client, "/intake/drafts", ARTICLE).json()["number"]
    for body in ({"item": "none", "verdict": "accepted"}, {"item": "none", "verdict": "perhaps"}):
        assert calling.is_problem(calling.post(client, f"/intake/drafts/{number}/decisions", body), 422)[
            "errors"
        ]
