"""Keys of the programming interface: made by their user, shown once, kept as a hash, bound to actions.

A key never reaches further than its user does at the moment it is used: the policy is asked for both.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from downrange.errors import InputError, Problem, Where
from downrange.registry.models import User
from downrange.web.access import user_who
from downrange.web.models import ApiToken
from downrange.web.policy import Action, scopes

__all__ = ["LONGEST_DAYS", "MOST_TOKENS", "find", "grantable", "make", "revoke", "scopes_of"]

PREFIX = "drk_"
LONGEST_DAYS = 365
MOST_TOKENS = 20
USED_EVERY = timedelta(minutes=1)
_NEVER = frozenset({Action.ACCOUNT_LOGIN, Action.ACCOUNT_OWN, Action.API_USE})
"""What a key is never for: signing in, the account itself; using the interface goes without saying."""


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode("utf-8")).hexdigest()


def grantable(user: User) -> tuple[Action, ...]:
    """List the actions that a user may give to a key, by name."""
    return tuple(sorted(scopes(user_who(user)) - _NEVER))


def make(user: User, name: str, wanted: Iterable[str], days: int = 90) -> tuple[ApiToken, str]:
    """Make a key; give it with its secret, which nobody sees again.

    Parameters
    ----------
    user : User
        Whose key it is.
    name : str
        What it is for, in the user's words.
    wanted : iterable of str
        The actions it may do, by name.
    days : int
        How long it holds; at most :data:`LONGEST_DAYS`.

    Raises
    ------
    InputError
        If it has no name, no action or one that the user may not do, lasts too long, or is one too many.
    """
    chosen, problems = sorted(set(wanted)), []
    may = {one.value for one in grantable(user)}
    if not name.strip() or len(name) > 100:
        problems.append(Problem(Where("form", "name"), "name the key, in at most 100 signs"))
    if not chosen or not set(chosen) <= may:
        expected = ", ".join(sorted(may))
        problems.append(Problem(Where("form", "scopes"), "choose what the key may do", expected=expected))
    if not 1 <= days <= LONGEST_DAYS:
        told = f"1 to {LONGEST_DAYS} days"
        problems.append(Problem(Where("form", "days"), "how long?", value=str(days), expected=told))
    if ApiToken.objects.filter(user=user).count() >= MOST_TOKENS:
        problems.append(Problem(Where("form", "name"), f"{MOST_TOKENS} keys are enough: revoke one first"))
    if problems:
        raise InputError(problems)
    secret, now = PREFIX + secrets.token_urlsafe(32), datetime.now(UTC)
    token = ApiToken.objects.create(
        user=user,
        name=name.strip(),
        hash=_hash(secret),
        scopes=chosen,
        created=now,
        expires=now + timedelta(days=days),
    )
    return token, secret


def find(secret: str, now: datetime | None = None) -> ApiToken | None:
    """Give the key of a secret; None where it is unknown, too old, or its user is not active."""
    at = now or datetime.now(UTC)
    if not secret.startswith(PREFIX):
        return None
    token = ApiToken.objects.select_related("user").filter(hash=_hash(secret)).first()
    if token is None or not token.user.is_active or (token.expires is not None and token.expires <= at):
        return None
    if token.last_used is None or at - token.last_used > USED_EVERY:
        ApiToken.objects.filter(pk=token.pk).update(last_used=at)
    return token


def scopes_of(token: ApiToken) -> frozenset[Action]:
    """Give the actions of a key; a name that is no longer an action gives nothing."""
    known = {one.value: one for one in Action}
    return frozenset(known[name] for name in token.scopes if name in known)


def revoke(user: User, number: int) -> bool:
    """End one of a user's own keys; say whether there was one."""
    gone, _ = ApiToken.objects.filter(pk=number, user=user).delete()
    return bool(gone)
