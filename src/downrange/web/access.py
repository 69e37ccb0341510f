"""The door of every page: who asks, may they, else the login or a refusal.

Each view bears :func:`page` with its action; a test walks all addresses and fails for one that does not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.datastructures import MultiValueDict

from downrange.base.actor import user_of
from downrange.errors import AccessError
from downrange.registry.models import User
from downrange.web import cases
from downrange.web.models import Membership
from downrange.web.policy import ANYBODY, Action, Role, Row, Standing, Who, allowed

__all__ = [
    "PageRequest",
    "action_of",
    "csrf_failure",
    "forbid",
    "page",
    "require",
    "sent",
    "user_id_of",
    "user_who",
    "who_of",
]


class PageRequest(HttpRequest):
    """A request that passed the door: ``who`` is who asks."""

    who: Who
    request_id: str


View = Callable[..., HttpResponse]


def user_who(user: Any) -> Who:
    """Give a user with their standings; an inactive or anonymous one is anybody."""
    if not user.is_authenticated or not user.is_active:
        return ANYBODY
    standings = tuple(
        Standing(Role(one.role), one.case or None, one.party or None)
        for one in Membership.objects.filter(user_id=user.pk)
        if one.role in set(Role)
    )
    return Who(user.pk, user.get_username(), standings)


def user_id_of(by: str | None) -> int | None:
    """Give the account of who did something, by either spelling on record; None for a party or an office."""
    name = user_of(by or "")
    return User.objects.filter(username=name).values_list("pk", flat=True).first() if name else None


def who_of(request: HttpRequest) -> Who:
    """Give who asks; read once for each request."""
    known = getattr(request, "who", None)
    if known is None:
        known = user_who(request.user)
        cast("PageRequest", request).who = known
    return cast("Who", known)


def page(
    action: Action,
    *,
    case: bool = False,
    methods: Sequence[str] = ("GET", "HEAD"),
    row: Callable[..., Row] | None = None,
) -> Callable[[View], View]:
    """Let through only who may do an action; anybody else is sent to the login or refused.

    Parameters
    ----------
    action : Action
        What the view does.
    case : bool
        The address holds a ``case``; permission is asked for that case, and an unknown one is not found
        (after permission was asked, so that nobody learns which cases there are).
    methods : sequence of str
        What is answered; others give 405.
    row : callable, optional
        Gives the row that is touched, from the request and the parts of the address.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **parts: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(list(methods))
            who = who_of(request)
            touched = row(request, **parts) if row else Row(case=parts.get("case") if case else None)
            if not allowed(who, action, touched):
                return forbid(request, action)
            if case and parts["case"] not in cases.names():
                raise Http404(parts["case"])
            return view(cast("PageRequest", request), **parts)

        guarded.__dict__["action"], guarded.__dict__["methods"] = action, tuple(methods)
        return guarded

    return decorate


def action_of(view: Any) -> Action | None:
    """Give the action that a view is guarded by; None where it is not guarded."""
    found = getattr(view, "action", None)
    return found if isinstance(found, Action) else None


def require(request: HttpRequest, action: Action, row: Row) -> None:
    """Ask once more inside a view, for a row only known there.

    Raises
    ------
    AccessError
        If who asks may not; the page then shows the refusal.
    """
    if not allowed(who_of(request), action, row):
        raise AccessError(action.value)


def sent(request: HttpRequest) -> tuple[QueryDict | None, MultiValueDict[str, Any] | None]:
    """Give what a form is bound to: what was posted, be it nothing; None where the form is only shown."""
    return (request.POST, request.FILES) if request.method == "POST" else (None, None)


def forbid(request: HttpRequest, action: Action | str) -> HttpResponse:
    """Answer with the login for a visitor, with a refusal for somebody signed in."""
    if not who_of(request).signed_in:
        return login_first(request)
    return render(request, "web/403.html", {"action": str(action)}, status=403)


def login_first(request: HttpRequest) -> HttpResponse:
    """Send a visitor to the login and back afterwards; a part of a page sends the whole page there."""
    back = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    address = f"{reverse('login')}?{urlencode({'next': back})}"
    if request.headers.get("HX-Request"):
        response = HttpResponse(status=401)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form that does not come from our own page."""
    return render(request, "web/403.html", {"action": "", "csrf": True, "reason": reason}, status=403)
