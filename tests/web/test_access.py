"""The door: every address is guarded, and each role gets what the policy says, on every page there is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import URLPattern, get_resolver
from tests.web import driving

from downrange.errors import AccessError
from downrange.registry.models import User
from downrange.web import access
from downrange.web.models import Membership
from downrange.web.policy import ANYBODY, Action, Role, Row, Standing, Who, allowed

FILLED = {"case": driving.CASE}


def patterns(under: Any = None, path: str = "/") -> Iterator[tuple[str, URLPattern]]:
    for one in (under or get_resolver()).url_patterns:
        here = path + str(one.pattern)
        if isinstance(one, URLPattern):
            yield here, one
        else:
            yield from patterns(one, here)


def test_every_address_bears_its_action() -> None:
    bare = [
        path
        for path, one in patterns()
        if access.action_of(one.callback) is None and not path.startswith("/api/")
    ]
    assert not bare, f"no @page on {bare}"


def simple() -> list[tuple[str, Action]]:
    """Addresses that need no more than a case, with their action; those that change things are left out."""
    found = []
    for path, one in patterns():
        action = access.action_of(one.callback)
        names = set(one.pattern.converters)
        if action is not None and names <= set(FILLED):
            found.append(
                (path.replace("<slug:case>", driving.CASE).replace("<str:case>", driving.CASE), action)
            )
    return found


@pytest.mark.parametrize("role", [*driving.USERS, "public"])
def test_each_role_gets_what_the_policy_says(pages: str, role: str) -> None:
    client = driving.client(None if role == "public" else role)
    who = access.user_who(User.objects.get(username=role)) if role != "public" else ANYBODY
    for path, action in simple():
        answer = client.get(path)
        row = Row(case=driving.CASE) if driving.CASE in path else Row()
        if answer.status_code == 405:
            continue  # a form's address: its page is tried by its own tests
        if allowed(who, action, row):
            assert answer.status_code != 403, path
            assert "/account/login/" not in answer.headers.get("Location", ""), path
        elif role == "public":
            assert answer.status_code == 302, path
            assert answer.headers["Location"].startswith("/account/login/?next="), path
        else:
            assert answer.status_code == 403, path


def test_a_party_sees_its_own_case_only(pages: str) -> None:
    client = driving.client("debtor")
    assert client.get("/cases/tsenki-2023/").status_code == 200
    assert client.get("/cases/cosmos-954/").status_code == 403
    assert client.get("/cases/no-such-case/").status_code == 403  # not even whether it exists
    listed = client.get("/").content.decode()
    assert "tsenki-2023" in listed
    assert "cosmos-954" not in listed


def test_an_unknown_case_is_not_found_by_who_may_see_all(pages: str) -> None:
    assert driving.client("regulator").get("/cases/no-such-case/").status_code == 404


def test_an_inactive_user_is_nobody(pages: str) -> None:
    user = User.objects.get(username="bailiff")
    client = driving.client("bailiff")
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert client.get("/cases/tsenki-2023/").status_code == 302
    user.refresh_from_db()
    assert access.user_who(user) == ANYBODY


def test_a_role_that_is_unknown_gives_nothing(pages: str) -> None:
    user = User.objects.create(username="odd")
    Membership.objects.create(user=user, role="emperor")
    assert access.user_who(user) == Who(user.pk, "odd", ())


def test_an_act_on_record_leads_to_its_account_by_either_spelling(pages: str) -> None:
    user = User.objects.get(username="bailiff")
    assert access.user_who(user).by == "user/bailiff"
    assert access.user_id_of("user/bailiff") == access.user_id_of("bailiff") == user.pk
    assert [access.user_id_of(by) for by in ("party/bailiff", "nobody-such", "", None)] == [None] * 4


def test_other_methods_are_not_answered(pages: str) -> None:
    assert driving.client("regulator").delete("/cases/tsenki-2023/").status_code == 405
    assert driving.client("regulator").get("/account/logout/").status_code == 405


def test_a_part_of_a_page_sends_the_whole_page_to_the_login(pages: str) -> None:
    answer = driving.client(**{"HX-Request": "true"}).get("/cases/tsenki-2023/")
    assert answer.status_code == 401
    assert answer.headers["HX-Redirect"].startswith("/account/login/")


def test_require_asks_again_for_a_row() -> None:
    request = RequestFactory().get("/")
    request.__dict__["who"] = Who(1, "d", (Standing(Role.DEBTOR, "a", "party/d"),))
    access.require(request, Action.REPLY_WRITE, Row(case="a", party="party/d"))
    with pytest.raises(AccessError):
        access.require(request, Action.REPLY_WRITE, Row(case="a", party="party/c"))


def test_a_row_of_the_view_itself_is_asked_for() -> None:
    @access.page(Action.MEASURE_APPROVE, row=lambda request, by: Row(case="a", by=int(by)))
    def approve(request: access.PageRequest, by: str) -> HttpResponse:
        return HttpResponse("approved")

    request = RequestFactory().get("/")
    request.__dict__["who"] = Who(7, "a", (Standing(Role.APPROVER, "a"),))
    assert approve(request, by="8").content == b"approved"
    assert access.action_of(approve) is Action.MEASURE_APPROVE
    assert access.action_of(lambda request: None) is None


def test_a_form_from_elsewhere_is_refused(pages: str) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post("/account/login/", {"name": "regulator", "password": driving.PASSWORD})
    assert answer.status_code == 403
    assert "did not come from a page of this site" in answer.content.decode()
