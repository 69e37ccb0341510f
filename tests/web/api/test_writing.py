"""What changes the record by the interface: once, by who may, with the refusal of the use case."""

from __future__ import annotations

from typing import Any

import pytest
from tests.web import driving
from tests.web.api import calling

from downrange.base.money import Money
from downrange.errors import InputError
from downrange.web.api import writing
from downrange.web.deeds import CLAIM_DEEDS, MEASURE_DEEDS
from downrange.web.models import Idempotency

EXERCISE = "tsenki-2023-exercise"
PAYMENT = {
    "claim": "claim/debt",
    "amount": {"amount": "1000000.00", "currency": "KZT"},
    "on": "2023-12-20",
    "document": "payment order 17",
    "licence": "licence of the exercise",
}


def pay(user: str, body: Any = None, key: str = "key-0000001", case: str = EXERCISE) -> Any:
    headers = {"Idempotency-Key": key} if key else {}
    return calling.post(calling.keyed(user), f"/cases/{case}/payments", body or PAYMENT, **headers)


def paid(case: str = EXERCISE) -> int:
    from downrange.service.holding.release import owed

    return owed(case, "claim/debt").paid.minor


def test_a_payment_counts_once_however_often_it_is_sent(pages: str) -> None:
    before = paid()
    first = pay("bailiff")
    assert first.status_code == 201, first.content
    again = pay("bailiff")
    assert again.status_code == 201
    assert again.json() == first.json()
    assert again.headers["Idempotency-Replayed"] == "true"
    assert paid() - before == 100_000_000
    other = pay("bailiff", {**PAYMENT, "document": "payment order 18"})
    assert calling.is_problem(other, 422)["errors"][0]["field"] == "Idempotency_Key"
    assert pay("bailiff", key="key-0000002").status_code == 201
    assert paid() - before == 200_000_000


def test_a_refused_payment_leaves_its_key_free_and_the_record_as_it_was(pages: str) -> None:
    before = paid()
    nought = {**PAYMENT, "amount": {"amount": "0", "currency": "KZT"}}
    calling.is_problem(pay("bailiff", nought), 409)
    assert not Idempotency.objects.exists()
    assert paid() == before
    assert pay("bailiff").status_code == 201


def test_an_answer_that_was_never_written_down_is_not_given_twice_at_once(pages: str) -> None:
    assert pay("bailiff").status_code == 201
    Idempotency.objects.update(response=None)
    calling.is_problem(pay("bailiff"), 409)


@pytest.mark.parametrize("role", ["regulator", "approver", "auditor", "customs", "rule_editor"])
def test_payments_are_the_bailiffs(pages: str, role: str) -> None:
    before = paid()
    calling.is_problem(pay(role), 403)
    assert paid() == before


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"amount": {"amount": "1.234", "currency": "KZT"}}, "amount.amount"),
        ({"amount": {"amount": "1", "currency": "XXX"}}, "amount"),
        ({"amount": {"amount": 1, "currency": "KZT"}}, "amount.amount"),
        ({"on": "2023-13-01"}, "on"),
        ({"document": ""}, "document"),
        ({"claim": "debt"}, "claim"),
        ({"paid_by": "somebody"}, "paid_by"),
    ],
)
def test_the_field_that_is_wrong_is_named(pages: str, change: dict[str, Any], field: str) -> None:
    answer = calling.is_problem(pay("bailiff", {**PAYMENT, **change}), 422)
    assert [one["field"] for one in answer["errors"]] == [field]


def test_a_payment_needs_its_key_and_its_claim(pages: str) -> None:
    assert calling.is_problem(pay("bailiff", key=""), 422)["errors"]
    calling.is_problem(pay("bailiff", {**PAYMENT, "claim": "claim/none"}), 404)
    calling.is_problem(pay("bailiff", case="no-such-case"), 404)


def test_an_order_goes_through_two_persons_and_the_gate_knows(pages: str) -> None:
    bailiff, approver = calling.keyed("bailiff"), calling.keyed("approver")
    thing = "asset/box-01"
    order = {
        "kind": "attachment",
        "claim": "claim/debt",
        "against": "party/tsenki",
        "reaches": [thing],
        "on": "2023-12-20",
        "document": "order 5",
    }
    from downrange.web import cases

    order["against"] = next(one.debtor for one in cases.the_case(EXERCISE).claims if one.id == "claim/debt")
    made = calling.post(bailiff, f"/cases/{EXERCISE}/measures", order)
    assert made.status_code == 201, made.content
    name = made.json()["measure"]["id"].partition("/")[2]
    step = {"on": "2023-12-21", "document": "order 5"}
    path = f"/cases/{EXERCISE}/measures/{name}"
    calling.is_problem(calling.post(bailiff, f"{path}/approve", step), 403)
    calling.is_problem(calling.post(bailiff, f"{path}/put-in-force", step), 409)  # nobody approved it
    approved = calling.post(approver, f"{path}/approve", step)
    assert approved.status_code == 201, approved.content
    calling.is_problem(calling.post(approver, f"{path}/put-in-force", step), 403)
    forced = calling.post(bailiff, f"{path}/put-in-force", {**step, "queue": True})
    assert forced.status_code == 201, forced.content
    state = next(one for one in forced.json()["measures"] if one["measure"] == f"measure/{name}")
    assert state["state"] == "in-force"
    asked = {"identifier": thing, "kind": "asset", "case": EXERCISE}
    answer = calling.post(calling.keyed("customs"), "/gate/check", asked).json()
    assert answer["answer"] == "STOP"
    assert f"measure/{name}" in [one["id"] for one in answer["measures"]]
    calling.is_problem(calling.post(bailiff, f"/cases/{EXERCISE}/measures/none/serve", step), 422)


def test_a_debtor_objects_in_its_own_case_only(pages: str) -> None:
    debtor, other = calling.keyed("debtor"), calling.keyed("auditor")
    measures = debtor.get(f"/api/v1/cases/{driving.CASE}/proceeding").json()["measures"]
    held = next(one["measure"] for one in measures if one["state"] == "in-force")
    path = f"/cases/{driving.CASE}/measures/{held.partition('/')[2]}/object"
    body = {"on": "2023-03-16", "document": "objection 1", "because": "the debt is disputed"}
    calling.is_problem(calling.post(other, path, body), 403)
    told = calling.post(debtor, path, body)
    assert told.status_code in (201, 409), told.content  # the law decides; the door let it through
    foreign = f"/cases/{EXERCISE}/measures/{held.partition('/')[2]}/object"
    calling.is_problem(calling.post(debtor, foreign, body), 403)


def test_a_person_is_asked_after_with_a_purpose_only(pages: str) -> None:
    client = calling.keyed("customs")
    person = {"identifier": "somebody", "kind": "person"}
    refused = calling.is_problem(calling.post(client, "/gate/check", person), 422)
    assert refused["errors"][0]["field"] == "purpose"
    told = calling.post(client, "/gate/check", {**person, "purpose": "departure"})
    assert told.json()["answer"] in ("ALLOW", "REFER", "STOP")
    for role in ("debtor", "creditor", "auditor", "approver"):
        calling.is_problem(calling.post(calling.keyed(role), "/gate/check", person), 403)


def test_a_register_goes_in_whole_or_not_at_all(pages: str) -> None:
    client = calling.keyed("bailiff")
    thing = {
        "id": "asset/new-crane",
        "title": {"en": "A new crane"},
        "kind": "vehicle",
        "owner": "party/tsenki",
        "identifiers": [{"kind": "serial", "value": "NC-2201"}],
    }
    done = calling.post(client, f"/cases/{EXERCISE}/assets", {"assets": [thing]})
    assert done.status_code == 201, done.content
    assert done.json()["recorded_number"] == 1
    again = calling.post(client, f"/cases/{EXERCISE}/assets", {"assets": [thing]}).json()
    assert (again["recorded_number"], again["unchanged_number"]) == (0, 1)
    bad = {"assets": [{**thing, "id": "asset/other"}, {**thing, "owner": "nobody"}]}
    wrong = calling.is_problem(calling.post(client, f"/cases/{EXERCISE}/assets", bad), 422)
    assert wrong["errors"][0]["field"] == "assets.1.owner"
    listed = client.get(f"/api/v1/cases/{EXERCISE}/assets?limit=200&cursor=asset/new").json()["items"]
    assert "asset/new-crane" in [row["asset"]["id"] for row in listed]
    for role in ("approver", "auditor", "customs"):
        calling.is_problem(calling.post(calling.keyed(role), f"/cases/{EXERCISE}/assets", bad), 403)


def test_every_act_of_the_pages_has_its_address() -> None:
    paths = {path.rpartition("/")[2] for method, path, _ in calling.operations() if method == "POST"}
    assert set(MEASURE_DEEDS) <= paths
    assert set(CLAIM_DEEDS) - {"pay"} <= paths


def test_what_an_act_is_told_is_one_text_one_day_one_outcome() -> None:
    given = writing.given_of({"on": "2023-01-01", "ground": "payment", "until": "2023-02-01"})
    assert (given["told"], str(given["day"]), given["outcome"]) == ("payment", "2023-02-01", None)
    summed = writing.given_of({"amount": {}}, Money.of("5", "KZT"))
    assert (summed["amount"], summed["currency"]) == ("5.00", "KZT")


def test_money_that_is_none_is_named() -> None:
    class Given:
        amount, currency = "1.5", "JPY"

    with pytest.raises(InputError, match="amount"):
        writing.money("amount", Given())
