"""Reading by the interface: what the use cases say, page by page, and only one's own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from tests.web import driving
from tests.web.api import calling

from downrange.service.border import gate
from downrange.web import cases

EXERCISE = "tsenki-2023-exercise"


def get(user: str, path: str, status: int = 200) -> Any:
    answer = driving.client(user).get(f"{calling.ROOT}{path}")
    assert answer.status_code == status, answer.content
    return answer.json()


def test_sums_and_account_are_those_of_the_use_case(pages: str) -> None:
    sums = get("debtor", f"/cases/{driving.CASE}?on=2023-03-14")
    assert sums["claims"][0]["asserted"] == {"amount": "13684550338.70", "currency": "KZT"}
    assert sums["fictional"] is False
    account = get("creditor", f"/cases/{driving.CASE}/balance?on=2023-03-14")
    told = json.loads(json.dumps(cases.account(driving.CASE, "2023-03-14")))
    assert account["claims"] == told
    assert account["claims"][0]["paid_reason"]


def test_lists_go_on_where_they_stopped(pages: str) -> None:
    names: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        part = get("regulator", f"/cases?limit=7&cursor={cursor}")
        assert len(part["items"]) <= 7
        names += [row["name"] for row in part["items"]]
        cursor = part["next"]
    assert names == sorted(cases.names())
    assert [row["name"] for row in get("debtor", "/cases")["items"]] == [driving.CASE]
    first = get("bailiff", f"/cases/{EXERCISE}/assets?limit=20")
    second = get("bailiff", f"/cases/{EXERCISE}/assets?limit=20&cursor={first['next']}")
    seen = [row["asset"]["id"] for row in (*first["items"], *second["items"])]
    assert len(seen) == 40
    assert seen == sorted(seen)
    assert first["total_number"] == len(cases.the_case(EXERCISE).assets)
    accounts = get("bailiff", f"/cases/{EXERCISE}/assets?kind=account&limit=200")["items"]
    assert {row["asset"]["kind"] for row in accounts} == {"account"}


@pytest.mark.parametrize(
    ("query", "field"),
    [("limit=0", "limit"), ("limit=201", "limit"), ("limit=x", "limit"), ("cursor=A%00", "cursor")],
)
def test_bounds_are_named(pages: str, query: str, field: str) -> None:
    wrong = get("bailiff", f"/cases/{EXERCISE}/assets?{query}", 422)
    assert [one["field"] for one in wrong["errors"]] == [field]


@pytest.mark.parametrize("day", ["2023-02-31", "14.03.2023", "0001-01-01", "9999-01-01", "now"])
def test_a_day_that_is_none_is_named(pages: str, day: str) -> None:
    wrong = get("regulator", f"/cases/{driving.CASE}/balance?on={day}", 422)
    assert [one["field"] for one in wrong["errors"]] == ["on"]


def test_statements_by_day_and_speaker(pages: str) -> None:
    every = get("creditor", f"/cases/{driving.CASE}/statements")
    early = get("creditor", f"/cases/{driving.CASE}/statements?on=2023-03-08")
    assert 0 < len(early["statements"]) < len(every["statements"])
    speaker = every["statements"][0]["said_by"]
    one = get("creditor", f"/cases/{driving.CASE}/statements?by={speaker}")
    assert len(one["statements"]) < len(every["statements"])
    wrong = get("creditor", f"/cases/{driving.CASE}/statements?by=party/nobody-here", 422)
    assert wrong["errors"]


@pytest.mark.parametrize(
    ("path", "part"),
    [
        (f"/cases/{EXERCISE}/attachment", "targets"),
        (f"/cases/{driving.CASE}/proceeding", "measures"),
        (f"/cases/{driving.CASE}/ladder", "rungs"),
        ("/cases/baikonur-lease/lease", "schedule"),
        ("/cases/baikonur-2025-pad-31/consequence", "launches"),
    ],
)
def test_documents_keep_their_keys(pages: str, path: str, part: str) -> None:
    assert get("regulator", path)[part]


def test_what_a_case_does_not_hold_is_not_there(pages: str) -> None:
    assert "no lease" in get("regulator", f"/cases/{driving.CASE}/lease", 404)["detail"]
    assert "no claim" in get("regulator", "/cases/baikonur-2025-pad-31/ladder", 404)["detail"]


def test_an_order_of_the_registry_shows_in_what_is_computed_of_the_case(pages: str) -> None:
    """Held and its use barred here, not in the file of the case: it stops launches and is a rung taken."""
    from tests.service import exercise

    from downrange.service.holding import measures

    thing = "asset/oxygen-plant"
    order = exercise.in_force("attachment", (thing,), "2023-03-10")
    permit = next(one for one in cases.the_case(EXERCISE).measures if one.id == order).permits[0]
    exercise.in_force("licence-block", (), "2023-03-24")
    asked = f"/cases/{EXERCISE}/consequence?on=2023-03-30"
    held = get("regulator", asked)
    assert [row["use_permitted"] for row in held["withdrawn"] if row["asset"] == thing] == [True]
    assert {row["effect"] for row in held["launches"]} == {"unaffected"}
    measures.withdraw_permit(EXERCISE, order, permit, exercise.act("bailiff", "2023-03-25"))
    assert "stopped" in {row["effect"] for row in get("regulator", asked)["launches"]}
    rungs = get("regulator", f"/cases/{EXERCISE}/ladder?on=2023-03-30")["rungs"]
    assert {one["state"] for one in rungs if one["step"] == "blocking licences"} == {"taken"}
    drafted = get("regulator", f"/cases/{EXERCISE}/attachment?on=2023-03-30")
    assert thing not in {row["asset"] for row in drafted["targets"][0]["chosen"]}


def test_a_person_orders_a_thing_to_be_taken_or_left_with_the_reason(pages: str) -> None:
    path = f"/cases/{EXERCISE}/attachment?on=2023-05-02"
    plain = get("regulator", path)["targets"][0]
    chosen, left = plain["chosen"][0]["asset"], plain["left"][-1]["asset"]
    asked = f"{path}&exclude={chosen}&include={left}&because=the+crane+is+leased"
    other = get("regulator", asked)
    target = other["targets"][0]
    assert chosen not in {row["asset"] for row in target["chosen"]}
    assert left in {row["asset"] for row in target["chosen"]}
    assert other["policy"]["because"] == "the crane is leased"
    assert get("regulator", path)["targets"][0] == plain  # the law's own order is kept apart
    for role in ("customs", "debtor"):
        get(role, asked.replace(EXERCISE, driving.CASE) if role == "customs" else asked, 403)


@pytest.mark.parametrize(
    ("query", "fields"),
    [
        ("include=asset/oxygen-plant", ["because"]),
        ("exclude=asset/nothing-there&because=x", ["exclude"]),
        ("include=asset/oxygen-plant&exclude=asset/oxygen-plant&because=x", ["exclude"]),
        ("include=oxygen&because=x", ["include.0"]),
        ("include=asset/oxygen-plant&because=%00", ["because"]),
    ],
)
def test_orders_that_cannot_be_followed_name_their_field(pages: str, query: str, fields: list[str]) -> None:
    wrong = get("regulator", f"/cases/{EXERCISE}/attachment?on=2023-05-02&{query}", 422)
    assert [one["field"] for one in wrong["errors"]] == fields


def test_a_large_register_is_answered_when_its_run_is_done(
    pages: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from downrange.web import selecting, worker
    from downrange.web.models import Job

    asked = f"/cases/{EXERCISE}/attachment?on=2023-05-02"
    small = get("regulator", asked)
    monkeypatch.setattr(selecting, "MOST_AT_ONCE", 5)
    monkeypatch.setattr(selecting, "MOST_LISTED", 2)
    assert get("regulator", asked, 202)["state"] == "queued"
    assert get("regulator", asked, 202)["state"] == "queued"
    assert Job.objects.count() == 1  # looking again is no second run
    assert worker.work_off()
    large = get("regulator", asked)
    assert large["targets"][0]["target"] == small["targets"][0]["target"]
    assert large["targets"][0]["left"] == small["targets"][0]["left"][:2]
    assert large["targets"][0]["left_number"] == len(small["targets"][0]["left"])
    assert large["notes"] == small["notes"]
    ordered = f"{asked}&exclude={small['targets'][0]['chosen'][0]['asset']}&because=leased"
    assert get("regulator", ordered, 202)["state"] == "queued"  # another question, a run of its own
    assert worker.work_off()
    assert get("regulator", ordered)["targets"] != large["targets"]
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact

    record_fact(FactDraft("word", f"{EXERCISE}/word", {"a": 1}, "clerk", cases.today()))
    assert any("recorded since" in note for note in get("regulator", asked)["notes"])
    assert get("regulator", f"{asked}&anew=true", 202)["state"] == "queued"
    Job.objects.filter(state="queued").update(state="failed", error="no debtor")
    assert "no debtor" in get("regulator", asked, 409)["detail"]
    get("customs", asked, 403)


def test_weak_points_are_named_to_the_regulator_only(pages: str) -> None:
    path = "/cases/baikonur-2025-pad-31/consequence"
    assert get("regulator", path)["named"] is True
    assert get("bailiff", path)["named"] is False
    get("debtor", path, 403)
    get("customs", path, 403)


def test_one_sees_who_asked_after_ones_own_party(pages: str) -> None:
    purpose = "departure of a crew"
    name = next(one.name.en for one in cases.the_case(driving.CASE).parties if one.id == "party/tsenki")
    gate.check(name, "person", driving.CASE, by="user/customs", purpose=purpose)
    mine = get("debtor", f"/cases/{driving.CASE}/look-ups")
    assert mine["parties"] == ["party/tsenki"]
    assert purpose in [row["purpose"] for row in mine["items"]]
    theirs = get("creditor", f"/cases/{driving.CASE}/look-ups")
    assert purpose not in [row["purpose"] for row in theirs["items"]]
    get("regulator", f"/cases/{driving.CASE}/look-ups", 403)


def test_one_is_told_who_one_is(pages: str) -> None:
    told = get("debtor", "/me")
    assert told["name"] == "debtor"
    assert told["standings"] == [{"role": "debtor", "case": driving.CASE, "party": "party/tsenki"}]
    assert "measure.object" in told["actions"]
    assert "payment.record" not in told["actions"]
