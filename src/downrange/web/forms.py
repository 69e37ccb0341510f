"""The forms of an account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import password_validation
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

__all__ = ["CodeForm", "LoginForm", "NewPasswordForm", "OwnPasswordForm", "SetUpForm"]

_SECRET = {"autocomplete": "current-password"}
_NEW = {"autocomplete": "new-password"}
_CODE = {"autocomplete": "one-time-code", "inputmode": "numeric"}


class LoginForm(forms.Form):
    """Name, password, and a code where the account asks for one."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=150,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        max_length=512,
        strip=False,
        widget=forms.PasswordInput(attrs=_SECRET),
    )
    code = forms.CharField(
        label=gettext_lazy("One-time code, if you have switched it on"),
        required=False,
        max_length=12,
        widget=forms.TextInput(attrs=_CODE),
    )


class NewPasswordForm(forms.Form):
    """A password typed twice, by the rules."""

    new = forms.CharField(
        label=gettext_lazy("New password"),
        strip=False,
        widget=forms.PasswordInput(attrs=_NEW),
        help_text=gettext_lazy("At least 12 characters; not a common password and not like your name."),
    )
    again = forms.CharField(
        label=gettext_lazy("The same again"), strip=False, widget=forms.PasswordInput(attrs=_NEW)
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean(self) -> dict[str, Any]:
        """Check that both are the same and that the rules are kept."""
        cleaned = super().clean() or {}
        new, again = cleaned.get("new"), cleaned.get("again")
        if new and again and new != again:
            self.add_error("again", _("The two are not the same."))
        elif new:
            try:
                password_validation.validate_password(new, self.user)
            except ValidationError as error:
                self.add_error("new", error)
        return cleaned


class OwnPasswordForm(NewPasswordForm):
    """A new password by somebody signed in, who proves the old one."""

    old = forms.CharField(
        label=gettext_lazy("Old password"), strip=False, widget=forms.PasswordInput(attrs=_SECRET)
    )
    field_order = ("old", "new", "again")

    def clean_old(self) -> str:
        """Check the old password."""
        old = str(self.cleaned_data["old"])
        if not self.user.check_password(old):
            raise ValidationError(_("That is not your password."))
        return old


class SetUpForm(NewPasswordForm):
    """The first administrator."""

    name = forms.CharField(
        label=gettext_lazy("Name"), max_length=150, validators=[UnicodeUsernameValidator()]
    )
    field_order = ("name", "new", "again")


class CodeForm(forms.Form):
    """A one-time code."""

    code = forms.CharField(
        label=gettext_lazy("One-time code"), max_length=12, widget=forms.TextInput(attrs=_CODE)
    )
