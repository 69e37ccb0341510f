"""What every request passes: a log line, safety headers, a limit on their number, refusals as pages."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from downrange.errors import AccessError, InputError, Problem, Where
from downrange.web.access import forbid
from downrange.web.api.problems import problem
from downrange.web.client import address_of

__all__ = ["BodyLimit", "Limiter", "RateLimit", "Refusals", "RequestLog", "SafetyHeaders"]

Answer = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("downrange.request")


class RequestLog:
    """One line for each request: who (by number), what, how long; never a query, which may name a person."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and write the line."""
        began = time.perf_counter()
        request_id = secrets.token_hex(8)
        request.__dict__["request_id"] = request_id
        response = self.answer(request)
        response["X-Request-Id"] = request_id
        took_ms = 1000 * (time.perf_counter() - began)
        who = getattr(request, "who", None)
        log.info(
            "request",
            extra={
                "fields": {
                    "request": request_id,
                    "method": request.method,
                    "path": request.path,
                    "status": response.status_code,
                    "took_ms": round(took_ms, 1),
                    "user": who.user_id if who else None,
                }
            },
        )
        response["Server-Timing"] = f"app;dur={took_ms:.1f}"
        return response


class SafetyHeaders:
    """Headers that Django has no setting for: no use of devices, no embedding, nothing personal kept."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer with the headers."""
        response = self.answer(request)
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(), microphone=(), payment=(), usb=(), camera=(self)"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers.setdefault("X-Permitted-Cross-Domain-Policies", "none")
        if "Cache-Control" not in response:
            who = getattr(request, "who", None)
            # What somebody signed in was shown must not lie on the disk of a shared computer afterwards.
            kept = "no-store" if who is not None and who.signed_in else "no-cache"
            response["Cache-Control"] = f"private, {kept}"
        return response


class BodyLimit:
    """Refuse a body that says it is larger than any form here takes, before a byte of it is read.

    One that does not say how large it is is read by nobody: WSGI gives what ``Content-Length`` counts.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 413."""
        said = request.META.get("CONTENT_LENGTH") or "0"
        if not said.isdigit() or int(said) > settings.DOWNRANGE_LARGEST_BODY:
            told = f"a body of at most {settings.DOWNRANGE_LARGEST_BODY} bytes is taken"
            if request.path.startswith("/api/"):
                return problem(request, 413, told)
            return HttpResponse(f"{told}\n", status=413, content_type="text/plain")
        return self.answer(request)


class Limiter:
    """Count what each key did in the running minute; at most so many keys are remembered."""

    def __init__(self, most_keys: int = 10_000) -> None:
        self.most_keys = most_keys
        self.counts: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self.lock = threading.Lock()

    def over(self, key: str, most_number: int, now_s: float) -> bool:
        """Count one more for a key and say whether that is over the limit of a minute."""
        minute = int(now_s // 60)
        with self.lock:
            at, number = self.counts.pop(key, (minute, 0))
            number = number + 1 if at == minute else 1
            self.counts[key] = (minute, number)
            while len(self.counts) > self.most_keys:
                self.counts.popitem(last=False)
        return number > most_number


class RateLimit:
    """Refuse more than so many requests a minute of one user or address, counted in each process."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.limiter = Limiter()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, or refuse with 429."""
        # The session names the user without a question to the database.
        user = request.session.get("_auth_user_id")
        key = f"user {user}" if user else f"address {address_of(request)}"
        if self.limiter.over(key, settings.DOWNRANGE_REQUESTS_PER_MINUTE, time.monotonic()):
            told = "too many requests; wait a minute"
            if request.path.startswith("/api/"):
                return problem(request, 429, told, headers={"Retry-After": "60"})
            response = HttpResponse(f"{told}\n", status=429, content_type="text/plain")
            response["Retry-After"] = "60"
            return response
        return self.answer(request)


class Refusals:
    """Turn what a view may not or cannot do into a page that says so."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, arguments: Any, named: Any
    ) -> HttpResponse | None:
        """Refuse the sign NUL in a query or a form: PostgreSQL takes it in no text, a page has no use for it.

        The interface says so of each of its fields itself.
        """
        if request.path.startswith("/api/"):
            return None
        for sent in (request.GET, request.POST):
            for name, values in sent.lists():
                if "\x00" in name or any("\x00" in value for value in values):
                    where = Where("form", name.replace("\x00", ""))
                    problem_ = Problem(where, _("the sign NUL is not text"))
                    return self.process_exception(request, InputError(problem_))
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer our own errors; a bug stays a bug."""
        if isinstance(error, AccessError):
            return forbid(request, str(error))
        if isinstance(error, InputError):
            return render(request, "web/400.html", {"problems": error.problems}, status=400)
        return None
