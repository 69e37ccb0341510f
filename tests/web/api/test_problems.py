"""Refusals name the field as the caller knows it, never a place of ours."""

from __future__ import annotations

import json

from django.test import RequestFactory

from downrange.errors import InputError, Problem, Where
from downrange.web.api import problems


def test_a_problem_is_as_rfc_9457_says() -> None:
    answer = problems.problem(RequestFactory().get("/"), 409, "it was used", headers={"Retry-After": "1"})
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == problems.CONTENT_TYPE
    assert answer.headers["Retry-After"] == "1"
    body = json.loads(answer.content)
    assert (body["type"], body["title"], body["detail"]) == ("about:blank", "Conflict", "it was used")


def test_an_option_is_a_field_and_a_file_is_not_told() -> None:
    error = InputError(
        [
            Problem(Where("/srv/cases/a.yaml", "--excess-at-most", 7), "no number", expected="0.1"),
            Problem(Where("/srv/cases/a.yaml"), "cannot be read"),
        ]
    )
    found = [one.model_dump() for one in problems.fields_of(error)]
    assert found == [
        {"field": "excess_at_most", "message": "no number", "expected": "0.1"},
        {"field": "body", "message": "cannot be read", "expected": None},
    ]


def test_places_in_a_body_are_paths_without_our_own_names() -> None:
    errors = [
        {"loc": ("body", "payment", "amount", "currency"), "msg": "too short"},
        {"loc": ("query", "on"), "msg": "no day"},
        {"loc": ("body", "payment"), "msg": "missing"},
    ]
    fields = [one.field for one in problems.fields_of_validation(errors)]
    assert fields == ["amount.currency", "on", "payment"]
