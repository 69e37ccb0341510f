"""Long runs by the interface: asked for, looked at, stopped; one's own only."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from tests.web import driving
from tests.web.api import calling

from downrange.web import jobs
from downrange.web.models import Job

CASE = "proton-2013"


def asked(**body: object) -> dict[str, object]:
    answer = calling.post(driving.client("regulator"), f"/cases/{CASE}/assessments", body)
    assert answer.status_code == 202, answer.content
    found: dict[str, object] = answer.json()
    return found


def test_a_run_is_asked_for_once_looked_at_and_stopped(pages: str) -> None:
    first = asked(samples=20)
    assert (first["state"], first["kind"], first["result"]) == ("queued", "assess", None)
    assert asked(samples=20)["number"] == first["number"]
    client = calling.keyed("regulator")
    assert client.get(f"/api/v1/jobs/{first['number']}").json()["state"] == "queued"
    assert [one["number"] for one in client.get("/api/v1/jobs").json()["items"]] == [first["number"]]
    stopped = calling.post(client, f"/jobs/{first['number']}/cancel", {})
    assert stopped.json()["state"] == "cancelled"


def test_runs_of_others_are_not_there(pages: str) -> None:
    number = asked()["number"]
    for role in ("creditor", "debtor"):
        client = calling.keyed(role)
        calling.is_problem(client.get(f"/api/v1/jobs/{number}"), 404)
        calling.is_problem(calling.post(client, f"/jobs/{number}/cancel", {}), 404)
        assert client.get("/api/v1/jobs").json() == {"items": [], "next": None}
    for role in ("bailiff", "customs"):
        calling.is_problem(calling.keyed(role).get(f"/api/v1/jobs/{number}"), 403)
    assert Job.objects.get(pk=int(str(number))).state == "queued"


def test_a_list_of_runs_goes_on(pages: str) -> None:
    numbers = [asked(seed=seed)["number"] for seed in range(3)]
    client = calling.keyed("regulator")
    first = client.get("/api/v1/jobs?limit=2").json()
    rest = client.get(f"/api/v1/jobs?limit=2&cursor={first['next']}").json()
    assert [one["number"] for one in (*first["items"], *rest["items"])] == numbers[::-1]
    assert rest["next"] is None


def test_too_many_runs_are_refused_for_a_while(pages: str) -> None:
    for seed in range(jobs.MOST_WAITING_OF_USER):
        asked(seed=seed)
    answer = calling.post(calling.keyed("regulator"), f"/cases/{CASE}/assessments", {"seed": 99})
    calling.is_problem(answer, 429)
    assert answer.headers["Retry-After"] == "60"


def test_the_latest_assessment_is_shown_to_who_may_see_it(pages: str) -> None:
    client = calling.keyed("auditor")
    calling.is_problem(client.get(f"/api/v1/cases/{CASE}/assessment"), 404)
    Job.objects.create(
        kind="assess", case=CASE, state="done", asked_at=datetime.now(UTC), result={"samples": 20}
    )
    assert client.get(f"/api/v1/cases/{CASE}/assessment").json()["result"] == {"samples": 20}
    kept = {"events": [{"prefix": "", "assessment": {"samples": 30}}], "answers": []}  # a run of the pages
    Job.objects.create(kind="assessment", case=CASE, state="done", asked_at=datetime.now(UTC), result=kept)
    newest = client.get(f"/api/v1/cases/{CASE}/assessment").json()["result"]
    assert newest == {"samples": 30, "answers": []}


@pytest.mark.parametrize(
    ("path", "value"), [("scenario.inputs.no_such_thing", 6), ("scenario.inputs", "x"), ("nothing", 1)]
)
def test_a_contest_is_checked_at_once(pages: str, path: str, value: object) -> None:
    body = {"set": {path: {"value": value, "source": "log"}}, "because": "measured otherwise"}
    answer = calling.post(calling.keyed("regulator"), f"/cases/{CASE}/contests", body)
    assert calling.is_problem(answer, 422)["errors"]
    assert not Job.objects.exists()


def test_a_contest_is_queued_with_its_values(pages: str) -> None:
    from downrange.web import cases

    scenario = cases.the_case(CASE).scenario
    assert scenario is not None
    name, given = next(iter(scenario.inputs.items()))
    body = {"set": {f"scenario.inputs.{name}": {"value": 3.0, "source": "log"}}, "samples": 20}
    answer = calling.post(calling.keyed("regulator"), f"/cases/{CASE}/contests", body)
    assert answer.status_code in (202, 422), given
    if answer.status_code == 202:
        assert name in Job.objects.get().arguments["overrides"][0]


def _contest(user: str, state: str = "done") -> Job:
    from downrange.registry.models import User

    document = {"by": "party/a", "parties": {"party/a": "A"}, "because": ["measured otherwise"], "sides": []}
    return Job.objects.create(
        kind="contest", case=driving.CASE, state=state, asked_at=datetime.now(UTC), result=document,
        asked_by=User.objects.get(username=user), arguments={"overrides": ["{}"]},
    )  # fmt: skip


def test_a_finished_contest_of_ones_own_is_attached_once_and_read_by_who_sees_the_case(pages: str) -> None:
    path = f"/cases/{driving.CASE}/counters"
    mine, client = _contest("debtor"), calling.keyed("debtor")
    first, again = (calling.post(client, path, {"job": mine.pk}) for _ in range(2))
    assert (first.status_code, again.json()) == (201, first.json())
    assert first.json()["by"] == "debtor (A)"
    reader = driving.client("creditor")
    assert [one["document"] for one in reader.get(f"/api/v1{path}").json()["items"]] == [None]
    number = first.json()["number"]
    assert reader.get(f"/api/v1{path}/{number}").json()["document"]["because"] == ["measured otherwise"]
    calling.is_problem(reader.get(f"/api/v1{path}/{number + 1}"), 404)


def test_what_is_not_ones_own_or_not_finished_is_not_attached(pages: str) -> None:
    path = f"/cases/{driving.CASE}/counters"
    theirs, waiting = _contest("creditor"), _contest("debtor", "running")
    calling.is_problem(calling.post(calling.keyed("debtor"), path, {"job": theirs.pk}), 404)
    calling.is_problem(calling.post(calling.keyed("debtor"), path, {"job": waiting.pk}), 409)
    for role in ("bailiff", "auditor"):
        calling.is_problem(calling.post(calling.keyed(role), path, {"job": theirs.pk}), 403)
