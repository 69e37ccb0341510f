"""The page of keys: shown once, own ones only, ended by their user."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from django.test import Client
from tests.web import driving

from downrange.web.models import ApiToken

if TYPE_CHECKING:
    from tests.web.conftest import Visit

ADDRESS = "/account/keys/"
WANTED = {"name": "figures", "days": "30", "scopes": ["case.view"]}


def test_a_key_is_shown_once_and_works_until_it_is_ended(pages: str) -> None:
    client = driving.client("regulator")
    answer = client.post(ADDRESS, WANTED)
    assert answer.headers["Cache-Control"] == "no-store"
    found = re.search(r"drk_[A-Za-z0-9_-]+", answer.content.decode())
    assert found is not None
    assert found[0] not in client.get(ADDRESS).content.decode()
    program = Client(headers={"Authorization": f"Bearer {found[0]}"})
    assert program.get(f"/api/v1/cases/{driving.CASE}").status_code == 200
    number = ApiToken.objects.get().pk
    assert driving.client("bailiff").post(f"{ADDRESS}{number}/end/").status_code == 404
    assert client.post(f"{ADDRESS}{number}/end/").status_code == 302
    assert program.get(f"/api/v1/cases/{driving.CASE}").status_code == 401


@pytest.mark.parametrize(
    "wrong", [{"name": ""}, {"days": "400"}, {"days": "x"}, {"scopes": []}, {"scopes": ["payment.record"]}]
)
def test_what_cannot_be_is_said_and_nothing_is_made(pages: str, wrong: dict[str, object]) -> None:
    answer = driving.client("regulator").post(ADDRESS, {**WANTED, **wrong})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert not ApiToken.objects.exists()


def test_a_customs_officer_is_offered_the_gate_only(pages: str) -> None:
    text = driving.client("customs").get(ADDRESS).content.decode()
    assert "gate.ask" in text
    assert "case.view" not in text
    assert driving.client().get(ADDRESS).status_code == 302


@pytest.mark.parametrize("width", [320, 1280])
def test_it_fits_and_is_legible(server: driving.Server, visit: Visit, width: int) -> None:
    page = visit(server, viewport={"width": width, "height": 800}).page()
    driving.login(page, "regulator")
    page.goto(ADDRESS)
    assert driving.axe(page) == []
    page.get_by_label("Name: what it is for").fill("figures")
    page.get_by_label("debt.view").check()
    page.get_by_role("button", name="Make a key").click()
    page.get_by_text("never shown again").wait_for()
    assert driving.across(page) <= width
    assert driving.axe(page) == []
