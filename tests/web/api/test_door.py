"""The door: keys with scopes, sessions with the CSRF token, rows, answers given once."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.web import driving
from tests.web.api import calling

from downrange.registry.models import User

CASE = f"/api/v1/cases/{driving.CASE}"


def test_a_key_opens_what_its_scopes_name_and_nothing_else(pages: str) -> None:
    client = calling.keyed("regulator", "debt.view")
    assert client.get(f"{CASE}/balance").status_code == 200
    assert "lacks the scope case.view" in calling.is_problem(client.get(CASE), 403)["detail"]


def test_a_key_reaches_no_further_than_its_user(pages: str) -> None:
    client = calling.keyed("debtor")
    assert client.get(CASE).status_code == 200
    calling.is_problem(client.get("/api/v1/cases/cosmos-954"), 403)
    calling.is_problem(client.get("/api/v1/cases/no-such-case"), 403)  # not even whether it exists
    calling.is_problem(calling.keyed("regulator").get("/api/v1/cases/no-such-case"), 404)
    User.objects.get(username="debtor").__class__.objects.filter(username="debtor").update(is_active=False)
    calling.is_problem(client.get(CASE), 401)


@pytest.mark.parametrize("header", ["Bearer drk_wrong", "Bearer ", "Basic eDp5"])
def test_a_wrong_key_opens_nothing(pages: str, header: str) -> None:
    answer = Client(headers={"Authorization": header}).get(CASE)
    calling.is_problem(answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")


def test_a_wrong_key_is_refused_where_none_is_needed(pages: str) -> None:
    assert Client().get("/api/v1/log/head").status_code == 200
    wrong = Client(headers={"Authorization": "Bearer drk_wrong"})
    calling.is_problem(wrong.get("/api/v1/log/head"), 401)


def test_a_session_needs_the_token_to_change_something(pages: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="regulator"))
    assert client.get(CASE).status_code == 200
    refused = client.post("/api/v1/log/verify", "{}", content_type="application/json")
    assert "CSRF" in calling.is_problem(refused, 403)["detail"]
    client.get("/account/password/")
    token = client.cookies["csrftoken"].value
    told = client.post(
        "/api/v1/log/verify", "{}", content_type="application/json", headers={"X-CSRFToken": token}
    )
    calling.is_problem(told, 422)


def test_what_did_not_change_is_not_sent_again(pages: str) -> None:
    client = calling.keyed("regulator")
    first = client.get(f"{CASE}/balance?on=2023-03-14")
    again = client.get(f"{CASE}/balance?on=2023-03-14", headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    other = client.get(f"{CASE}/balance?on=2024-03-14", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200
