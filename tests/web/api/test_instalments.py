"""Instalments by the interface: asked, granted by another, refused where they make no plan."""

from __future__ import annotations

from typing import Any

from tests.web import driving
from tests.web.api import calling

EXERCISE = "tsenki-2023-exercise"
PATH = f"/cases/{EXERCISE}/claims/debt/instalments"
PLAN: dict[str, Any] = {
    "instalments": [
        {"due_on": "2023-07-01", "amount": {"amount": "1000.00", "currency": "KZT"}},
        {"due_on": "2023-08-01", "amount": {"amount": "500.00", "currency": "KZT"}},
    ],
    "because": "cash comes late", "on": "2023-06-01", "document": "request 3",
}  # fmt: skip
RULING = {"granted": True, "on": "2023-06-10", "document": "ruling 4"}


def test_a_request_is_granted_by_another_and_read_by_who_sees_the_debt(pages: str) -> None:
    asked = calling.post(calling.keyed("regulator"), PATH, PLAN)
    assert asked.status_code == 201, asked.content
    number = asked.json()["number"]
    assert asked.json()["role"] == "regulator"
    done = calling.post(calling.keyed("approver"), f"{PATH}/{number}/decision", RULING)
    assert (done.status_code, done.json()["state"]) == (201, "granted")
    listed = driving.client("auditor").get(f"/api/v1{PATH}").json()["items"]
    assert [one["state"] for one in listed] == ["granted"]
    again = calling.post(calling.keyed("bailiff"), f"{PATH}/{number}/decision", RULING)
    calling.is_problem(again, 404)
    calling.is_problem(driving.client("auditor").get("/api/v1" + PATH.replace("debt", "none")), 404)


def test_who_may_not_is_refused_and_what_makes_no_plan_is_said(pages: str) -> None:
    for role in ("debtor", "bailiff", "auditor", "customs"):
        calling.is_problem(calling.post(calling.keyed(role), PATH, PLAN), 403)
    mixed = {**PLAN, "instalments": PLAN["instalments"][::-1]}
    calling.is_problem(calling.post(calling.keyed("regulator"), PATH, mixed), 409)
    wrong = calling.is_problem(
        calling.post(calling.keyed("regulator"), PATH, {**PLAN, "grace_days": -1}), 422
    )
    assert "grace_days" in str(wrong["errors"])
    for role in ("regulator", "creditor"):
        calling.is_problem(calling.post(calling.keyed(role), f"{PATH}/1/decision", RULING), 403)
