"""Making users and the links by which they set a password: no password is ever given by us."""

from __future__ import annotations

from django.contrib.auth.tokens import default_token_generator
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.encoding import force_bytes, force_str
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode

from downrange.errors import InputError, Problem, Where
from downrange.registry.models import User
from downrange.web.models import Membership
from downrange.web.policy import Role

__all__ = ["add_user", "by_link", "password_link", "set_up_link", "set_up_valid"]

_SALT = "downrange.set-up"
_SET_UP_S = 24 * 3600


def add_user(
    name: str, role: str, case: str = "", party: str = "", password: str | None = None
) -> tuple[User, str]:
    """Make a user, or give one a further role; give them with the path of the link that sets a password.

    Parameters
    ----------
    name, role : str
        The role is one of :class:`downrange.web.policy.Role`, not ``public``.
    case, party : str
        The reach of the role; blank for all cases, for no party.
    password : str, optional
        For tests only; without it nobody can sign in before the link was used.

    Raises
    ------
    InputError
        If the role is none.
    """
    known = [one.value for one in Role if one is not Role.PUBLIC]
    if role not in known:
        problem = Problem(
            Where("command line", "--role"), "no such role", value=role, expected=", ".join(known)
        )
        raise InputError(problem)
    with transaction.atomic():
        user, fresh = User.objects.get_or_create(username=name)
        if password is not None:
            user.set_password(password)
        elif fresh:
            user.set_unusable_password()
        user.save()
        Membership.objects.get_or_create(user=user, role=role, case=case, party=party)
    return user, password_link(user)


def password_link(user: User) -> str:
    """Give the path under which this user sets a password once."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    parts = {"key": key, "token": default_token_generator.make_token(user)}
    return reverse("set-password", kwargs=parts)


def by_link(key: str, token: str) -> User | None:
    """Give the user of a link; None where it is wrong, used or too old."""
    try:
        user = User.objects.filter(pk=int(force_str(urlsafe_base64_decode(key))), is_active=True).first()
    except (ValueError, UnicodeDecodeError):
        return None
    return user if user and default_token_generator.check_token(user, token) else None


def set_up_link() -> str | None:
    """Give the path under which the first administrator is made; None where somebody is there already."""
    if User.objects.exists():
        return None
    return reverse("set-up", kwargs={"token": signing.dumps("first", salt=_SALT)})


def set_up_valid(token: str) -> bool:
    """Say whether a set-up link still holds: signed by this server, of today, and nobody is there yet."""
    try:
        signing.loads(token, salt=_SALT, max_age=_SET_UP_S)
    except signing.BadSignature:
        return False
    return not User.objects.exists()
