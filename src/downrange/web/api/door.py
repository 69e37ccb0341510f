"""The door of the interface: a key or a session, then the policy's table, then the view.

The table is asked before the request is read, so that a refusal tells nothing of what would have been wrong
with it. Each endpoint bears its action, as each page does.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Router, Status
from ninja.errors import AuthenticationError
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from downrange.base.canonical import digest
from downrange.errors import AccessError, InputError, Problem, RecordError, Where
from downrange.web import cases, tokens
from downrange.web.access import PageRequest, user_who, who_of
from downrange.web.api.problems import NotThereError, ProblemDocument
from downrange.web.models import Idempotency
from downrange.web.policy import POLICY, Action, Role, Row, Who, allowed

__all__ = ["Bearer", "Session", "endpoint", "once", "router"]

router = Router()
"""Every address: one that is read and written at the same address must be in one list."""

READING = ("GET", "HEAD")
RETRY_AFTER = timedelta(minutes=2)
"""A request whose answer was never written down may be sent again after this long."""


class _Entry:
    """What both ways in share: who came in is held against the table for the case of the address."""

    action: Action

    def enter(self, request: HttpRequest, who: Who) -> Who:
        """Let through, or say why not.

        Raises
        ------
        AccessError
            If the table does not allow it.
        NotThereError
            If the case is not there; asked after permission, so that nobody learns which cases there are.
        """
        case = _case_of(request)
        public = Role.PUBLIC in POLICY.get(self.action, ())
        if not (public or allowed(who, Action.API_USE)) or not allowed(who, self.action, Row(case=case)):
            raise AccessError(f"your roles do not allow {self.action.value} here")
        _there(case)
        return who


def _case_of(request: HttpRequest) -> str | None:
    match = request.resolver_match
    return None if match is None else match.kwargs.get("case")


def _there(case: str | None) -> None:
    if case is not None and case not in cases.names():
        raise NotThereError(f"no case {case}")


class Bearer(_Entry, HttpBearer):
    """A key in the header ``Authorization: Bearer drk_...``; it must have the action among its scopes."""

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action

    def authenticate(self, request: HttpRequest, token: str) -> Who:
        """Let a key's user in, as far as the key reaches."""
        found = tokens.find(token)
        if found is None:
            raise AuthenticationError
        who = user_who(found.user)
        cast("PageRequest", request).who = who
        if self.action not in tokens.scopes_of(found):
            raise AccessError(f"this key lacks the scope {self.action.value}")
        return self.enter(request, who)


class Session(_Entry, APIKeyCookie):
    """The session of somebody signed in on the pages; what changes something needs the CSRF token."""

    param_name = settings.SESSION_COOKIE_NAME

    def __init__(self, action: Action) -> None:
        super().__init__()
        self.action = action

    def _get_key(self, request: HttpRequest) -> str | None:
        return request.COOKIES.get(self.param_name)

    def authenticate(self, request: HttpRequest, key: str | None) -> Who | None:
        """Let somebody signed in through."""
        del key
        who = who_of(request)
        if not who.signed_in:
            return None
        if request.method not in READING and check_csrf(request):
            raise AccessError("the CSRF token is missing or wrong; send it as X-CSRFToken")
        return self.enter(request, who)


def _anybody(request: HttpRequest) -> bool:
    """Let a visitor through to what is public."""
    who_of(request)
    return True


View = Callable[..., Any]


def endpoint(
    routes: Router,
    method: str,
    path: str,
    action: Action,
    response: Any,
    *,
    status: int = 200,
    later: Any = None,
    files: tuple[str, ...] = (),
    operation_id: str | None = None,
    summary: str | None = None,
) -> Callable[[View], View]:
    """Put a view at an address; what the table lets the public do needs no key.

    Parameters
    ----------
    routes : Router
        Where the address is kept.
    method, path : str
        As of the interface; a part ``case`` of the path is held against the table and the casebook.
    action : Action
        What the view does.
    response : model
        What it answers with.
    later : model, optional
        What it answers with, by 202, while a long run makes the answer.
    files : tuple of str
        The media types in which it answers instead of JSON.
    """
    anyone = Role.PUBLIC in POLICY.get(action, ())
    auth: list[Any] = [Bearer(action), Session(action)]
    if anyone:
        auth.append(_anybody)
    refusals = {401, 403, 404, 405, 409, 422, 429} | (set() if method == "GET" else {400, 413})
    responses: dict[int, Any] = {status: response, **dict.fromkeys(sorted(refusals), ProblemDocument)}
    if method == "GET":
        responses[304] = None
    if later is not None:
        responses[202] = later

    extra: dict[str, Any] = {"x-action": action.value, "x-open": anyone}
    if files:
        shape = {"schema": {"type": "string", "format": "binary"}}
        extra["responses"] = {status: {"content": dict.fromkeys(files, shape)}}

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *parts: Any, **values: Any) -> Any:
            if anyone:
                _there(values.get("case"))
            answer = view(request, *parts, **values)
            return answer if status == 200 or isinstance(answer, HttpResponse) else Status(status, answer)

        guarded.__dict__["action"] = action
        # The framework would look up the names of annotations here instead of where the view is written.
        guarded.__dict__["__signature__"] = inspect.signature(view, eval_str=True)
        name = operation_id or view.__name__
        routes.api_operation(
            [method],
            path,
            auth=auth,
            response=responses,
            operation_id=name,
            summary=summary or (view.__doc__ or name).strip().splitlines()[0],
            tags=[view.__module__.rpartition(".")[2]],
            openapi_extra=extra,
        )(guarded)
        return guarded

    return decorate


def once(
    request: PageRequest, key: str | None, body: Any, do: Callable[[], Any], status: int = 200
) -> HttpResponse:
    """Do something once for each key of a user; the same request again gets the same answer.

    Raises
    ------
    InputError
        If the key was used for another request, or nobody is there for whom it could be kept.
    RecordError
        If the first request with the key is still being worked on.
    """
    if not key:
        return JsonResponse(do(), status=status)
    if request.who.user_id is None:
        raise InputError(Problem(Where("header", "Idempotency-Key"), "a key is kept for a user only"))
    route, sent = request.path[:200], digest({"method": request.method, "path": request.path, "body": body})
    row, fresh = Idempotency.objects.get_or_create(
        user_id=request.who.user_id,
        route=route,
        key=key,
        defaults={"request_hash": sent, "created": datetime.now(UTC)},
    )
    if not fresh:
        if row.request_hash != sent:
            where = Where("header", "Idempotency-Key")
            raise InputError(Problem(where, "this key was used for another request", expected="a new key"))
        if row.response is not None:
            return JsonResponse(row.response, status=status, headers={"Idempotency-Replayed": "true"})
        if datetime.now(UTC) - row.created < RETRY_AFTER:
            raise RecordError("the first request with this key is not answered yet")
    done = False
    try:
        answer = do()
        done = True
    finally:
        if not done:  # nothing was recorded: the key may be used again
            row.delete()
    Idempotency.objects.filter(pk=row.pk).update(response=answer)
    return JsonResponse(answer, status=status)
