"""Keys of the interface: their user's actions only, for a time, shown once, kept as a hash."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from downrange.errors import InputError
from downrange.registry.models import User
from downrange.web import tokens
from downrange.web.models import ApiToken
from downrange.web.policy import Action


def user(name: str = "regulator") -> User:
    return User.objects.get(username=name)


def test_a_key_is_found_by_its_secret_and_only_its_hash_is_kept(pages: str) -> None:
    token, secret = tokens.make(user(), "figures", ["case.view", "debt.view"])
    kept = ApiToken.objects.get(pk=token.pk)
    assert secret not in (kept.hash, kept.name)
    assert secret.startswith("drk_")
    found = tokens.find(secret)
    assert found is not None
    assert tokens.scopes_of(found) == {Action.CASE_VIEW, Action.DEBT_VIEW}
    assert ApiToken.objects.get(pk=token.pk).last_used is not None
    assert tokens.find(secret + "x") is None
    assert tokens.find("session") is None


def test_a_key_ends_by_time_by_its_user_and_with_its_user(pages: str) -> None:
    token, secret = tokens.make(user(), "a day", ["case.view"], days=1)
    assert tokens.find(secret, datetime.now(UTC) + timedelta(hours=23)) is not None
    assert tokens.find(secret, datetime.now(UTC) + timedelta(hours=25)) is None
    assert not tokens.revoke(user("bailiff"), token.pk)
    assert tokens.find(secret) is not None
    User.objects.filter(username="regulator").update(is_active=False)
    assert tokens.find(secret) is None
    User.objects.filter(username="regulator").update(is_active=True)
    assert tokens.revoke(user(), token.pk)
    assert tokens.find(secret) is None


@pytest.mark.parametrize(
    ("name", "scopes", "days", "field"),
    [
        ("", ["case.view"], 90, "name"),
        ("x" * 101, ["case.view"], 90, "name"),
        ("x", [], 90, "scopes"),
        ("x", ["payment.record"], 90, "scopes"),
        ("x", ["account.own"], 90, "scopes"),
        ("x", ["everything"], 90, "scopes"),
        ("x", ["case.view"], 0, "days"),
        ("x", ["case.view"], 366, "days"),
    ],
)
def test_what_no_key_may_be(pages: str, name: str, scopes: list[str], days: int, field: str) -> None:
    with pytest.raises(InputError) as refused:
        tokens.make(user(), name, scopes, days)
    assert [one.where.key for one in refused.value.problems] == [field]
    assert not ApiToken.objects.exists()


def test_a_key_can_be_given_what_its_user_may_do(pages: str) -> None:
    assert {one.value for one in tokens.grantable(user("customs"))} == {
        "gate.ask", "gate.override", "gate.snapshot", "health.view", "home.view"
    }  # fmt: skip


def test_a_user_has_so_many_keys(pages: str) -> None:
    for number in range(tokens.MOST_TOKENS):
        tokens.make(user(), str(number), ["case.view"])
    with pytest.raises(InputError, match="revoke one"):
        tokens.make(user(), "one more", ["case.view"])
