"""The forms of an account."""

from __future__ import annotations

from downrange.registry.models import User
from downrange.web import forms

LONG = "a long and quiet phrase"


def test_both_passwords_must_be_the_same_and_keep_the_rules() -> None:
    assert forms.NewPasswordForm({"new": LONG, "again": LONG}, user=User(username="x")).is_valid()
    form = forms.NewPasswordForm({"new": LONG, "again": LONG + "!"}, user=None)
    assert "again" in form.errors
    assert "new" in forms.NewPasswordForm({"new": "short", "again": "short"}, user=None).errors


def test_blanks_of_a_password_count() -> None:
    form = forms.NewPasswordForm({"new": f" {LONG} ", "again": f" {LONG} "}, user=None)
    assert form.is_valid()
    assert form.cleaned_data["new"] == f" {LONG} "


def test_the_old_password_is_asked_for() -> None:
    user = User(username="x")
    user.set_password("the old long phrase")
    given = {"old": "wrong", "new": LONG, "again": LONG}
    assert "old" in forms.OwnPasswordForm(given, user=user).errors
    assert forms.OwnPasswordForm({**given, "old": "the old long phrase"}, user=user).is_valid()


def test_names_of_administrators_are_names() -> None:
    given = {"new": LONG, "again": LONG}
    assert forms.SetUpForm({**given, "name": "anna"}, user=None).is_valid()
    assert "name" in forms.SetUpForm({**given, "name": "an na<"}, user=None).errors


def test_browsers_and_managers_know_the_fields() -> None:
    html = forms.LoginForm().as_p() + forms.CodeForm().as_p()
    for word in ("username", "current-password", "one-time-code", "numeric"):
        assert word in html
