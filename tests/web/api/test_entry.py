"""The interface as a whole: its description, its refusals, the same policy as the pages on every operation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import Resolver404, resolve
from tests.web import driving
from tests.web.api import calling

from downrange.registry.models import User
from downrange.web import access
from downrange.web.api import entry
from downrange.web.deeds import CLAIM_DEEDS, MEASURE_DEEDS
from downrange.web.policy import ANYBODY, POLICY, Action, Role, Row, allowed


def test_every_operation_bears_its_action_and_says_so() -> None:
    found = list(calling.operations())
    assert len(found) >= 15
    assert not [one for one in found if one[2] not in POLICY]
    for path, methods in entry.description()["paths"].items():
        for method, operation in methods.items():
            assert operation["x-action"] in set(Action), f"{method} {path}"
            open_to_all = {} in operation["security"]
            assert open_to_all is (Role.PUBLIC in POLICY[Action(operation["x-action"])])


@pytest.mark.parametrize("role", [*driving.USERS, "public"])
def test_each_role_gets_what_the_policy_says(pages: str, role: str) -> None:
    client = driving.client(None if role == "public" else role)
    who = access.user_who(User.objects.get(username=role)) if role != "public" else ANYBODY
    for method, path, action in calling.operations():
        assert action is not None
        answer = client.generic(method, path, "{}", content_type="application/json")
        row = Row(case=driving.CASE) if driving.CASE in path else Row()
        if allowed(who, action, row):
            assert answer.status_code in (200, 201, 202, 404, 422), (method, path, answer.content)
        else:
            calling.is_problem(answer, 401 if role == "public" else 403)


def test_the_description_is_of_version_3_1_and_names_each_refusal() -> None:
    whole = entry.description()
    assert whole["openapi"] == "3.1.0"
    for path, methods in whole["paths"].items():
        assert path.startswith("/api/v1/")
        for operation in methods.values():
            assert {"401", "403", "404", "422", "429"} <= {str(one) for one in operation["responses"]}
            for status, answer in operation["responses"].items():
                if int(status) >= 400:
                    assert list(answer["content"]) == ["application/problem+json"]


def test_anybody_reads_the_description(pages: str) -> None:
    answer = driving.client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["info"]["title"] == "Downrange"


def test_what_the_framework_refuses_is_a_problem_too(pages: str) -> None:
    client = driving.client("regulator")
    calling.is_problem(client.get("/api/v1/nothing"), 404)
    calling.is_problem(client.get("/api/v1/"), 404)
    refused = client.delete("/api/v1/me")
    calling.is_problem(refused, 405)
    assert refused.headers["Allow"] == "GET"
    broken = client.post("/api/v1/log/verify", "{", content_type="application/json")
    assert calling.is_problem(broken, 400)["detail"] == "the body is no JSON"
    large = client.post("/api/v1/log/verify", "x" * 2_200_000, content_type="application/json")
    calling.is_problem(large, 413)


def test_a_fault_tells_nothing_of_the_inside(pages: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*parts: Any) -> None:
        raise OSError("/var/lib/registry/secret.sqlite3 is gone")

    monkeypatch.setattr("downrange.web.cases.account", broken)
    answer = driving.client("regulator").get(f"/api/v1/cases/{driving.CASE}/balance")
    calling.is_problem(answer, 500)
    assert "secret" not in answer.content.decode()


WITHOUT = {
    "health.view",
    "account.login",
    "account.own",
    "map.view",
    "gate.snapshot",
    "consequence.weak_points",
}
"""Actions that only a browser or a person takes; the table gives the reason of each."""


def _rows() -> dict[str, tuple[str, str]]:
    text = (Path(__file__).resolve().parents[3] / "docs/api.md").read_text("utf-8")
    found = re.findall(r"^\| `([a-z_.]+)` \|[^|]*\| ([^|]*) \| ([^|]*) \|$", text, re.M)
    return {action: (page, address) for action, page, address in found}


def _filled(path: str) -> str:
    return re.sub(r"\{([a-z0-9]+)\}", lambda part: calling.FILLED[part[1]], path)


def test_every_action_has_its_page_and_its_address_in_the_table() -> None:
    rows = _rows()
    assert set(rows) == {one.value for one in Action}
    there = {(method, path): action for method, path, action in calling.operations()}
    named: set[tuple[str, str]] = set()
    for action, (page, cell) in rows.items():
        for path in re.findall("`([^`]+)`", page):
            try:
                resolve(_filled(path))
            except Resolver404:
                pytest.fail(f"{action}: no page {path}")
        assert cell.startswith("none: ") is (action in WITHOUT), action
        if action in WITHOUT:
            continue
        told = {(method, calling.ROOT + _filled(path)) for method, path in
                re.findall(r"`(GET|POST|DELETE) ([^`]+)`", cell)}  # fmt: skip
        assert told, f"{action}: no address"
        assert not [one for one in told if there.get(one) != action], action
        named |= told
    steps = {*MEASURE_DEEDS, *CLAIM_DEEDS}
    unnamed = [one for one in there if one not in named and one[1].rpartition("/")[2] not in steps]
    assert not unnamed
