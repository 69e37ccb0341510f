"""The menus show what may be opened, and nothing else."""

from __future__ import annotations

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from tests.web import driving

from downrange.registry.models import User
from downrange.web import navigation
from downrange.web.access import user_who
from downrange.web.policy import Action, Row, allowed

pytestmark = pytest.mark.usefixtures("pages")


@pytest.mark.parametrize("role", sorted(driving.USERS))
def test_every_entry_shown_may_be_opened(pages: str, role: str) -> None:
    request = RequestFactory().get(f"/cases/{driving.CASE}/")
    request.user = User.objects.get(username=role)
    found = navigation.context(request)
    who = user_who(request.user)
    shown = {entry["url"] for entry in found["menu"] + found["case_menu"]}
    for tab in navigation.registered():
        row = Row(case=driving.CASE) if tab.place == "case" else Row()
        if not allowed(who, tab.action, row):
            assert not any(entry["label"] == tab.label for entry in found["menu"] + found["case_menu"]), tab
    client = driving.client(role)
    for url in shown:
        assert client.get(url).status_code in (200, 302), url


def test_where_one_is_is_marked(pages: str) -> None:
    text = driving.client("regulator").get("/").content.decode()
    assert 'aria-current="page">Cases' in text


def test_entries_are_registered_once_and_stand_in_order(pages: str) -> None:
    before = navigation.registered()
    navigation.register(before)
    assert navigation.registered() == before
    assert [tab.order for tab in before] == sorted(tab.order for tab in before)


def test_a_tab_of_a_part_is_shown_where_the_case_has_it(pages: str) -> None:
    assert navigation._has("baikonur-lease", "lease")
    assert not navigation._has("soyuz-nominal", "lease")
    assert navigation._has("soyuz-nominal", None)


def test_without_a_user_there_is_no_menu(pages: str) -> None:
    assert navigation.context(HttpRequest()) == {}
    assert Action.CASE_VIEW in {tab.action for tab in navigation.registered()}
