"""One user, two spellings: the one in use and the one of before."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.actor import by_user, same_actor, spellings, user_of

NAMES = st.text(st.characters(exclude_characters="/", exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(NAMES)
def test_a_user_is_one_in_both_spellings(name: str) -> None:
    assert user_of(by_user(name)) == user_of(name) == name
    assert same_actor(name, by_user(name))
    assert same_actor(by_user(name), name)
    assert set(spellings(name)) == set(spellings(by_user(name))) == {name, f"user/{name}"}
    assert spellings(by_user(name))[0] == by_user(name)


@given(NAMES, NAMES)
def test_two_users_stay_two(one: str, other: str) -> None:
    assert same_actor(by_user(one), other) == (one == other)


@pytest.mark.parametrize("by", ["party/clerk", "office/court", ""])
def test_a_party_or_an_office_is_no_user(by: str) -> None:
    assert user_of(by) is None
    assert spellings(by) == (by,)
    assert not same_actor(by, by_user("clerk"))


def test_nobody_is_nobody() -> None:
    assert not same_actor(None, None)
    assert not same_actor("", "")
    assert not same_actor("anna", None)
