"""Papers and overrides by the interface."""

from __future__ import annotations

from datetime import date

from tests.web import driving
from tests.web.api import calling

from downrange.service.holding import release
from downrange.service.holding.lives import Act

EXERCISE = "tsenki-2023-exercise"


def test_an_order_is_read_as_it_is_printed(pages: str) -> None:
    state = calling.keyed("auditor").get(f"/api/v1/cases/{driving.CASE}/proceeding").json()
    held = next(one["measure"] for one in state["measures"]).partition("/")[2]
    found = calling.keyed("debtor").get(f"/api/v1/cases/{driving.CASE}/measures/{held}/order")
    assert found.status_code == 200, found.content
    assert found.json()["draft"]
    for role in ("customs", "rule_editor"):
        refused = calling.keyed(role).get(f"/api/v1/cases/{driving.CASE}/measures/{held}/order")
        calling.is_problem(refused, 403)
    other = calling.keyed("debtor").get(f"/api/v1/cases/{EXERCISE}/measures/{held}/order")
    calling.is_problem(other, 403)


def test_a_person_decides_against_an_answer_once(pages: str) -> None:
    officer = calling.keyed("customs")
    asked = calling.post(officer, "/gate/check", {"identifier": "asset/box-01", "case": EXERCISE}).json()
    body = {"sequence": asked["log_sequence"], "because": "the seal was read wrongly"}
    first = calling.post(officer, "/gate/overrides", body, **{"Idempotency-Key": "override-1"})
    assert first.status_code == 201, first.content
    again = calling.post(officer, "/gate/overrides", body, **{"Idempotency-Key": "override-1"})
    assert again.json() == first.json()
    wrong = calling.is_problem(calling.post(officer, "/gate/overrides", {**body, "sequence": 0}), 422)
    assert wrong["errors"]
    for role in ("auditor", "debtor"):
        calling.is_problem(calling.post(calling.keyed(role), "/gate/overrides", body), 403)


def test_the_certificate_of_a_release_bears_its_proof(pages: str) -> None:
    """Last of this module: it ends with everything of the exercise released."""
    reader, bailiff = calling.keyed("auditor"), calling.keyed("bailiff")
    path = f"/api/v1/cases/{EXERCISE}/claims/debt/certificate"
    calling.is_problem(reader.get(path), 404)
    act = Act("user/bailiff", "bailiff", date(2023, 5, 30), "statement of charges 1")
    release.no_charges(EXERCISE, "claim/debt", act)
    paid = {"claim": "claim/debt", "amount": {"amount": "12500000000.00", "currency": "KZT"},
            "on": "2023-06-01", "document": "payment order 13"}  # fmt: skip
    done = calling.post(
        bailiff, f"/cases/{EXERCISE}/payments", paid, **{"Idempotency-Key": "payment-order-13"}
    )
    assert done.status_code == 201, done.content
    found = reader.get(path)
    assert (found.status_code, found.json()["certificate"]) == (200, "release"), found.content
    assert found.json()["released_on"] == "2023-06-01"
    calling.is_problem(reader.get(path.replace("debt", "none")), 404)
    calling.is_problem(calling.keyed("customs").get(path), 403)
