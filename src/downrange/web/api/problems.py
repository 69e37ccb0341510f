"""Every refusal of the interface as one document: problem+json (RFC 9457), which names the field.

What is told is what the caller gave and what is expected of it; never a file, a query or a trace.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from pydantic import BaseModel, Field

from downrange.errors import InputError

__all__ = [
    "CONTENT_TYPE",
    "FieldProblem",
    "NotThereError",
    "ProblemDocument",
    "fields_of",
    "fields_of_validation",
    "problem",
]

CONTENT_TYPE = "application/problem+json"


class NotThereError(Exception):
    """What was asked for is not there, or is not for who asks; the message says what."""


class FieldProblem(BaseModel):
    """One thing wrong with what was sent."""

    field: str = Field(description="The parameter or the path in the body, parts parted by dots.")
    message: str
    expected: str | None = None


class ProblemDocument(BaseModel):
    """A refusal (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    instance: str = Field(default="", description="The number of the request; it finds the line in the log.")
    errors: list[FieldProblem] = Field(default_factory=list)


def problem(
    request: HttpRequest,
    status: int,
    detail: str = "",
    errors: Sequence[FieldProblem] = (),
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Answer with a problem document."""
    document = ProblemDocument(
        title=HTTPStatus(status).phrase,
        status=status,
        detail=detail,
        instance=f"urn:request:{getattr(request, 'request_id', '')}",
        errors=list(errors),
    )
    return JsonResponse(document.model_dump(), status=status, content_type=CONTENT_TYPE, headers=headers)


def fields_of(error: InputError) -> list[FieldProblem]:
    """Name the fields of an input error as the interface knows them: the option ``--on`` is ``on``."""
    return [
        FieldProblem(
            field=one.where.key.lstrip("-").replace("-", "_") or "body",
            message=one.message,
            expected=one.expected,
        )
        for one in error.problems
    ]


def fields_of_validation(errors: Sequence[Mapping[str, Any]]) -> list[FieldProblem]:
    """Name the fields that pydantic refused, without the names of our own parameters."""
    found = []
    for one in errors:
        place = [str(part) for part in one.get("loc", ())]
        inside = place[2:] if place[:1] == ["body"] and len(place) > 2 else place[1:] or place
        found.append(FieldProblem(field=".".join(inside), message=str(one.get("msg", "")), expected=None))
    return found
