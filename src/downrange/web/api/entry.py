"""The interface put together: its addresses, its errors, its description (OpenAPI 3.1)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from downrange.errors import AccessError, DownrangeError, InputError, RecordError
from downrange.web import cases
from downrange.web.access import PageRequest, page
from downrange.web.api import (
    administration,
    border,
    finding,
    instalments,
    intake,
    openly,
    papers,
    reading,
    replies,
    runs,
    writing,
)
from downrange.web.api.door import router
from downrange.web.api.problems import (
    CONTENT_TYPE,
    NotThereError,
    fields_of,
    fields_of_validation,
    problem,
)
from downrange.web.policy import Action

__all__ = ["api", "description", "tabs", "urls"]

PREFIX = "api/v1/"
log = logging.getLogger("downrange.api")

api = NinjaAPI(
    title="Downrange",
    version="1",
    description=(
        "The registry's use cases, by the same table of permissions as its pages. Sums are exact decimal"
        " texts with their currency; days are ISO 8601; every refusal is problem+json and names the field."
        " What is unknown is null with a reason. No answer is legal advice; every order is a person's act."
    ),
    openapi_url=None,
    docs_url=None,
    urls_namespace="api",
)
ADDRESSES = (
    reading,
    finding,
    writing,
    papers,
    instalments,
    border,
    runs,
    intake,
    replies,
    administration,
    openly,
)
"""Importing these has filled the list of addresses."""
api.add_router("", router)


def _says(status: int, words: str = "") -> Callable[[HttpRequest, Any], HttpResponse]:
    def answer(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(request, status, words or str(error))

    return answer


def _unknown(request: HttpRequest, error: Any) -> HttpResponse:
    headers = {"WWW-Authenticate": 'Bearer realm="downrange"'}
    return problem(request, 401, "a key or a session is needed, and this is none", headers=headers)


def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    return problem(request, 422, "what was sent cannot be used", fields_of_validation(error.errors))


def _wrong(request: HttpRequest, error: InputError) -> HttpResponse:
    return problem(request, 422, "what was sent cannot be used", fields_of(error))


def _told(request: HttpRequest, error: HttpError) -> HttpResponse:
    return problem(request, error.status_code, "the body is no JSON" if error.status_code == 400 else "")


def _broken(request: HttpRequest, error: Exception) -> HttpResponse:
    """Say that it is our fault, and nothing of its inside; the number finds the line in the log."""
    log.error("fault", exc_info=error, extra={"fields": {"request": getattr(request, "request_id", "")}})
    return problem(request, 500, "a fault of ours; the number of the request finds it in the log")


_HANDLERS: tuple[tuple[type[Exception], Callable[..., HttpResponse]], ...] = (
    (AuthenticationError, _unknown),
    (AccessError, _says(403)),
    (NotThereError, _says(404)),
    (RecordError, _says(409)),
    (InputError, _wrong),
    (ValidationError, _invalid),
    (HttpError, _told),
    (RequestDataTooBig, _says(413, "the body is too large")),
    (SuspiciousOperation, _says(400, "the request cannot be read")),
    (DownrangeError, _says(422)),
    (Exception, _broken),
)
for kind, handler in _HANDLERS:
    api.add_exception_handler(kind, handler)


def _as_problem(view: Callable[..., Any]) -> Callable[..., Any]:
    """Turn what the framework itself refuses (a method, say) into a problem too."""

    @wraps(view)
    def answered(request: HttpRequest, *parts: Any, **values: Any) -> HttpResponse:
        response: HttpResponse = view(request, *parts, **values)
        plain = not response.headers.get("Content-Type", "").startswith(("application/",))
        if response.status_code < 400 or not plain:
            return response
        kept = {name: response.headers[name] for name in ("Allow", "Retry-After") if name in response.headers}
        return problem(request, response.status_code, headers=kept)

    answered.__dict__["csrf_exempt"] = True  # a session is asked for its token by the door
    return answered


@csrf_exempt
def _not_there(request: HttpRequest) -> HttpResponse:
    return problem(request, 404, "there is no such address")


_not_there.__dict__["action"] = Action.HOME_VIEW  # whoever asks: there is nothing


def description() -> dict[str, Any]:
    """Give the interface's description (OpenAPI 3.1)."""
    whole: dict[str, Any] = dict(api.get_openapi_schema(path_prefix=PREFIX))
    whole["servers"] = [{"url": "/"}]
    names = sorted(cases.names())
    for methods in whole["paths"].values():
        for operation in methods.values():
            _finish(operation, names)
    return whole


def _finish(operation: dict[str, Any], names: list[str]) -> None:
    """Say what the framework does not: the media type of refusals, the cases there are, open addresses."""
    for status, answer in operation["responses"].items():
        if int(status) >= 400:
            content = answer["content"]
            answer["content"] = {CONTENT_TYPE: content.pop("application/json")}
    for parameter in operation["parameters"]:
        if parameter["in"] == "path" and parameter["name"] == "case":
            parameter["schema"]["enum"] = names
        elif parameter["in"] == "path" and parameter["schema"].get("type") == "string":
            parameter["schema"].setdefault("pattern", "^[a-z0-9][a-z0-9_-]*$")
    if operation.get("x-open"):
        operation["security"].append({})


@page(Action.HOME_VIEW)
def openapi(request: PageRequest) -> HttpResponse:
    """Give the description of the interface; it takes a second to write, and is the same for everybody."""
    return HttpResponse(_written(), content_type="application/json")


@cache
def _written() -> bytes:
    return json.dumps(description(), ensure_ascii=False).encode()


def _patterns() -> list[URLPattern]:
    found: list[URLPattern] = []
    for one in api.urls[0]:
        assert isinstance(one, URLPattern)
        if one.name != "api-root":
            found.append(path(f"{PREFIX}{one.pattern}", _as_problem(one.callback), name=f"api-{one.name}"))
    return found


tabs = ()
urls = [
    path(f"{PREFIX}openapi.json", openapi, name="openapi"),
    *_patterns(),
    re_path(f"^{PREFIX}", _not_there),
]
