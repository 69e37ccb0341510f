"""Administration by the interface: the pages' acts under the pages' rules, and no secret in a kept answer."""

from __future__ import annotations

import pytest
from tests.web import driving
from tests.web.api import calling

from downrange.registry.models import User
from downrange.web import users
from downrange.web.models import Idempotency

ROLE = {"name": "officer-9", "role": "customs"}
RULE = {
    "parameter": "kz-enforcement.state_sanction_percent",
    "value": 7,
    "source": "an editor's reading of the code",
    "holds_from": "2023-01-01",
}


def test_a_user_is_made_switched_off_and_loses_the_role(pages: str) -> None:
    client = calling.keyed("regulator")
    made = calling.post(client, "/users", ROLE, **{"Idempotency-Key": "user-0001"})
    assert made.status_code == 201, made.content
    number, held = made.json()["number"], made.json()["roles"][0]["number"]
    assert made.json() in client.get("/api/v1/users?limit=200").json()["items"]
    off = calling.post(client, f"/users/{number}/active", {"active": False})
    assert off.json()["active"] is False
    calling.post(client, f"/users/{number}/active", {"active": True})
    link = calling.post(client, f"/users/{number}/link", {})
    assert (link.status_code, link.headers["Cache-Control"]) == (201, "no-store"), link.content
    key, token = link.json()["path"].strip("/").split("/")[-2:]
    assert users.by_link(key, token) == User.objects.get(username="officer-9")
    assert not [one for one in Idempotency.objects.all() if token in str(one.response)]
    assert client.delete(f"/api/v1/roles/{held}").json()["roles"] == []
    calling.is_problem(client.delete(f"/api/v1/roles/{held}"), 404)


def test_what_no_user_may_have_is_named(pages: str) -> None:
    client = calling.keyed("regulator")
    for change, field in (
        ({"role": "king"}, "role"),
        ({"case": "none"}, "case"),
        ({"party": "party/tsenki"}, "party"),
        ({"role": "debtor"}, "party"),
        ({"name": " "}, "name"),
    ):
        answer = calling.is_problem(calling.post(client, "/users", {**ROLE, **change}), 422)
        assert [one["field"] for one in answer["errors"]] == [field]
    own = User.objects.get(username="regulator").pk
    calling.is_problem(calling.post(client, f"/users/{own}/active", {"active": False}), 422)
    calling.is_problem(calling.post(client, "/users/999999/active", {"active": False}), 404)


@pytest.mark.parametrize("role", ["bailiff", "approver", "auditor", "debtor", "rule_editor", "customs"])
def test_users_are_the_regulators(pages: str, role: str) -> None:
    calling.is_problem(calling.keyed(role).get("/api/v1/users"), 403)
    calling.is_problem(calling.post(calling.keyed(role), "/users", ROLE), 403)


def test_an_organisation_is_named_once(pages: str) -> None:
    client = calling.keyed("regulator")
    made = calling.post(client, "/organisations", {"name": "Customs post 1"}).json()
    assert calling.post(client, "/organisations", {"name": "Customs post 1"}).json() == made
    assert client.get("/api/v1/organisations").json()["items"] == [made]


def test_an_editor_supplies_a_rule_and_takes_it_back(pages: str) -> None:
    editor = calling.keyed("rule_editor")
    made = calling.post(editor, "/rules/supplied", RULE)
    assert made.status_code == 201, made.content
    listed = calling.keyed("auditor").get("/api/v1/rules/supplied").json()["items"]
    assert [(one["parameter"], one["value"]) for one in listed] == [(RULE["parameter"], 7)]
    for role in ("regulator", "bailiff", "debtor"):
        calling.is_problem(calling.post(calling.keyed(role), "/rules/supplied", RULE), 403)
    for change in ({"parameter": "none.such"}, {"holds_to": "2022-01-01"}, {"case": "none"}):
        answer = calling.is_problem(calling.post(editor, "/rules/supplied", {**RULE, **change}), 422)
        assert answer["errors"]
    back = {"parameter": RULE["parameter"], "because": "misread"}
    assert calling.post(editor, "/rules/withdrawals", back).status_code == 201
    calling.is_problem(calling.post(editor, "/rules/withdrawals", back), 422)


def test_the_audit_is_read_in_pieces_by_who_may(pages: str) -> None:
    reader = calling.keyed("auditor")
    first = reader.get("/api/v1/audit?limit=2").json()
    assert len(first["items"]) == 2
    following = reader.get(f"/api/v1/audit?limit=2&cursor={first['next']}").json()
    assert following["items"][0]["sequence"] < first["items"][-1]["sequence"]
    for role in ("bailiff", "debtor"):
        calling.is_problem(calling.keyed(role).get("/api/v1/audit"), 403)


def test_what_is_private_is_forgotten_for_a_reason(pages: str) -> None:
    regulator = calling.keyed("regulator")
    asked = {"identifier": "somebody", "kind": "person", "purpose": "departure", "case": driving.CASE}
    place = calling.post(regulator, "/gate/check", asked).json()["log_sequence"]
    assert regulator.get("/api/v1/retention").status_code == 200
    done = calling.post(regulator, "/erasures", {"sequence": place, "because": "asked by the person"})
    assert done.status_code == 201, done.content
    again = calling.post(regulator, "/erasures", {"sequence": place, "because": "asked by the person"})
    calling.is_problem(again, 422)
    for role in ("auditor", "bailiff"):
        body = {"sequence": place, "because": "no"}
        calling.is_problem(calling.post(calling.keyed(role), "/erasures", body), 403)


def test_rules_in_force_on_a_day_by_pages_and_what_is_refused(pages: str) -> None:
    from downrange.reference import dated

    client = calling.keyed("auditor")
    rows: list[dict[str, object]] = []
    cursor: str | None = ""
    while cursor is not None:
        part = client.get(f"/api/v1/rules?on=2007-09-06&limit=40&cursor={cursor}").json()
        assert part["on"] == "2007-09-06"
        rows += part["items"]
        cursor = part["next"]
    names = [str(row["parameter"]) for row in rows]
    assert names == sorted(name for name, _rule, _says in dated.parameters())
    by_name = dict(zip(names, rows, strict=True))
    assert by_name["baikonur.ownership_cutoff"]["value"] == "1991-08-31"
    assert by_name["baikonur.ownership_cutoff"]["article"] == "lease 6.1"
    source = by_name["baikonur.ownership_cutoff"]["source"]
    assert isinstance(source, dict)
    assert {"publisher", "title"} <= set(source)
    refused = [row for row in rows if row["article"] is None]
    assert refused  # acts that were not yet in force
    assert all(row["why"] and row["value"] is None for row in refused)
    wrong = calling.is_problem(client.get("/api/v1/rules?on=2007-09-31"), 422)
    assert [one["field"] for one in wrong["errors"]] == ["on"]
    calling.is_problem(calling.keyed("customs").get("/api/v1/rules"), 403)
