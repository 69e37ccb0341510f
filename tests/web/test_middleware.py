"""Headers, the limit on requests, log lines, refusals."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory, override_settings
from tests.web import driving

from downrange.errors import AccessError, InputError, Problem, Where
from downrange.web import middleware, settings
from downrange.web.policy import Standing, Who


def test_every_answer_has_the_safety_headers(pages: str) -> None:
    for path in ("/", "/account/login/", "/health", "/no/such/page"):
        headers = Client().get(path).headers
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "same-origin"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "geolocation=()" in headers["Permissions-Policy"]
        assert headers["Cache-Control"] == "private, no-cache" or "no-store" in headers["Cache-Control"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert len(headers["X-Request-Id"]) == 16


def test_what_somebody_was_shown_is_kept_nowhere(pages: str) -> None:
    assert driving.client("bailiff").get("/").headers["Cache-Control"] == "private, no-store"
    assert Client().get("/").headers["Cache-Control"] == "private, no-cache"


@pytest.mark.parametrize("path", ["/intake/", "/api/v1/gate/check"])
@pytest.mark.parametrize(
    ("said", "status"), [("100000000", 413), ("-1", 413), ("x", 413), ("4000000", 200), ("", 200)]
)
def test_a_body_too_large_is_refused_before_it_is_read(path: str, said: str, status: int) -> None:
    read: list[str] = []

    def view(request: HttpRequest) -> HttpResponse:
        read.append(request.path)
        return HttpResponse("read")

    request = RequestFactory().post(path)
    request.META["CONTENT_LENGTH"] = said
    answer = middleware.BodyLimit(view)(request)
    assert answer.status_code == status
    assert bool(read) == (status == 200)
    assert status == 200 or "bytes" in answer.content.decode()
    assert "downrange.web.middleware.BodyLimit" in settings.MIDDLEWARE[:4]


def test_a_line_names_the_user_by_number_and_no_query(pages: str, caplog: pytest.LogCaptureFixture) -> None:
    logger = logging.getLogger("downrange")
    logger.propagate = True
    with caplog.at_level(logging.INFO, "downrange.request"):
        driving.client("bailiff").get("/?q=somebodys-name")
    logger.propagate = False
    fields = caplog.records[-1].__dict__["fields"]
    assert fields["path"] == "/"
    assert fields["user"] > 0
    assert "somebodys-name" not in str(fields)
    assert "bailiff" not in str(fields)


def test_the_limiter_counts_a_minute_and_forgets_old_keys() -> None:
    limiter = middleware.Limiter(most_keys=2)
    assert [limiter.over("a", 2, 10.0) for _ in range(3)] == [False, False, True]
    assert not limiter.over("b", 2, 10.0)
    assert not limiter.over("a", 2, 70.0)
    assert not limiter.over("c", 2, 70.0)
    assert set(limiter.counts) == {"a", "c"}


@override_settings(DOWNRANGE_REQUESTS_PER_MINUTE=3)
def test_too_many_requests_are_refused_for_a_while(pages: str) -> None:
    client = Client()
    statuses = [client.get("/health").status_code for _ in range(5)]
    assert statuses[:3] == [200, 200, 200]
    assert 429 in statuses[3:]  # a minute may begin in between, once
    refused = next(
        answer for answer in (client.get("/health") for _ in range(5)) if answer.status_code == 429
    )
    assert refused.headers["Retry-After"] == "60"


def test_refusals_become_pages_and_bugs_stay_bugs() -> None:
    door = middleware.Refusals(lambda request: HttpResponse())
    request: HttpRequest = RequestFactory().get("/")
    request.__dict__["who"] = Who(1, "x", (Standing.__new__(Standing),))
    request.__dict__["user"] = None
    problem = Problem(Where("address", "on"), "not a date")
    shown = door.process_exception(RequestFactory().get("/"), ValueError("a bug"))
    assert shown is None
    with override_settings(TEMPLATES=_bare_templates()):
        assert _status(door.process_exception(request, InputError(problem))) == 400
        assert _status(door.process_exception(request, AccessError("case.view"))) == 403


def _status(answer: HttpResponse | None) -> int:
    assert answer is not None
    return answer.status_code


def _bare_templates() -> list[dict[str, object]]:
    loaders = [
        (
            "django.template.loaders.locmem.Loader",
            {"web/400.html": "{{ problems }}", "web/403.html": "{{ action }}"},
        )
    ]
    backend = "django.template.backends.django.DjangoTemplates"
    return [{"BACKEND": backend, "OPTIONS": {"loaders": loaders}}]


@pytest.mark.parametrize(
    ("user", "path", "sent"),
    [
        ("customs", "/gate/", {"identifier": "KZ\x00 100", "purpose": "departure"}),
        ("rule_editor", "/admin/rules/", {"parameter": "a.b", "source": "\x00", "value": "1"}),
        ("regulator", "/intake/", {"text": "TsENKI\x00 owes", "name": "x"}),
    ],
)
def test_the_sign_nul_is_refused_with_its_field_on_every_form(
    pages: str, user: str, path: str, sent: dict[str, str]
) -> None:
    answer = driving.client(user).post(path, sent)
    assert answer.status_code == 400
    field = next(name for name, value in sent.items() if "\x00" in value)
    assert field in answer.content.decode()
    assert "NUL" in answer.content.decode()


def test_the_sign_nul_is_refused_in_a_query(pages: str) -> None:
    assert driving.client("regulator").get("/?q=%00").status_code == 400
    assert driving.client("regulator").get("/?%00=q").status_code == 400
