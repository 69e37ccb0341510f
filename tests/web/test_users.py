"""Users and the links that set a password."""

from __future__ import annotations

import pytest

from downrange.errors import InputError
from downrange.registry.models import User
from downrange.web import users
from downrange.web.models import Membership


def test_a_user_has_no_password_before_the_link_was_used(pages: str) -> None:
    user, link = users.add_user("fresh", "customs")
    assert not user.has_usable_password()
    key, token = link.strip("/").split("/")[-2:]
    assert users.by_link(key, token) == user
    user.set_password("something long and new")
    user.save()
    assert users.by_link(key, token) is None


@pytest.mark.parametrize(("key", "token"), [("MQ", "forged"), ("!!", "x"), ("////", ""), ("OTk5OTk5", "a-b")])
def test_a_forged_link_leads_nowhere(pages: str, key: str, token: str) -> None:
    assert users.by_link(key, token) is None


def test_a_further_role_keeps_the_password(pages: str) -> None:
    user, _ = users.add_user("bailiff", "auditor", case="tsenki-2023")
    assert user.has_usable_password()
    roles = set(Membership.objects.filter(user=user).values_list("role", "case"))
    assert roles == {("bailiff", ""), ("auditor", "tsenki-2023")}
    users.add_user("bailiff", "auditor", case="tsenki-2023")
    assert Membership.objects.filter(user=user).count() == 2


@pytest.mark.parametrize("role", ["public", "emperor", ""])
def test_a_role_that_is_none_is_told(pages: str, role: str) -> None:
    with pytest.raises(InputError, match="no such role"):
        users.add_user("x", role)
    assert not User.objects.filter(username="x").exists()


def test_the_set_up_holds_only_while_nobody_is_there(pages: str) -> None:
    from django.core import signing

    token = signing.dumps("first", salt="downrange.set-up")
    assert not users.set_up_valid(token)
    assert not users.set_up_valid("forged")
