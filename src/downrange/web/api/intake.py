"""Intake by the interface: an article read into a draft of one's own, each item decided, then on record."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from downrange.service.statements import intake
from downrange.web.access import PageRequest, require
from downrange.web.api.door import endpoint, once, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.reading import Limit
from downrange.web.api.schemas import Before, Day, Document, Line, Place, Sent, Text, no_nul
from downrange.web.api.writing import Key
from downrange.web.models import Job
from downrange.web.pages.intake import LARGEST, decide_item, line_of, new_draft, own_drafts, record_draft
from downrange.web.policy import Action, Row

__all__: list[str] = []


class ArticleIn(Sent):
    """An article: its text, what to call it, the day it appeared."""

    text: Annotated[str, Field(min_length=1, max_length=LARGEST), AfterValidator(no_nul)]
    name: Annotated[str, Field(max_length=100), AfterValidator(no_nul)] = ""
    published: Day | None = None


class DecisionIn(Sent):
    """What a person decides on an item; ``corrected`` takes a value of the item's own shape."""

    item: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(no_nul)]
    verdict: Literal["accepted", "corrected", "rejected"]
    value: str | list[Any] | dict[str, Any] | None = None
    because: Annotated[str, Field(max_length=500), AfterValidator(no_nul)] = ""


class RecordIn(Sent):
    """For which case what was accepted goes on record, and the article's citation."""

    case: Annotated[str, Field(min_length=1, max_length=100), AfterValidator(no_nul)]
    publisher: Line
    title: Line
    address: Text = ""


class DraftLine(Document):
    """A draft in a list."""

    number: int
    name: str
    asked_at: str
    items_number: int
    undecided_number: int
    recorded: Document | None


class DraftList(BaseModel):
    """One's own drafts, the newest first; ``next`` goes on."""

    items: list[DraftLine]
    next: str | None


class DraftOut(BaseModel):
    """A draft with its items and their places in the text, what is known already, and what contradicts."""

    number: int
    text: str
    report: Document
    recorded: Document | None


class DraftGone(BaseModel):
    """A draft that was deleted with its article; what is on record stays."""

    number: int


def _own(request: PageRequest, number: int) -> Job:
    found = own_drafts(request.who).filter(pk=number).first()
    if found is None or not isinstance(found.result, dict):
        raise NotThereError(f"no draft {number} of yours")
    return found


def _line(job: Job) -> dict[str, Any]:
    """Give a draft without its article: an answer kept for its key must not outlive a deleted draft."""
    return {**line_of(job), "asked_at": job.asked_at.isoformat()}


def _told(job: Job) -> dict[str, Any]:
    result: Mapping[str, Any] = job.result or {}
    report = intake.draft_report(result["draft"])
    return {"number": job.pk, "text": result["text"], "report": report, "recorded": result.get("recorded")}


@endpoint(router, "GET", "/intake/drafts", Action.INTAKE_RUN, DraftList)
def list_drafts(request: PageRequest, limit: Limit = 50, cursor: Before = None) -> Any:
    """List one's own drafts, the newest first."""
    mine = own_drafts(request.who).order_by("-pk")
    if cursor is not None:
        mine = mine.filter(pk__lt=int(cursor))
    rows = list(mine[: limit + 1])
    lines = [_line(one) for one in rows[:limit]]
    return {"items": lines, "next": str(rows[limit - 1].pk) if len(rows) > limit else None}


@endpoint(router, "POST", "/intake/drafts", Action.INTAKE_RUN, DraftLine, status=201)
def read_article(request: PageRequest, article: ArticleIn, idempotency_key: Key = None) -> Any:
    """Read an article into a draft of one's own; nothing of it is on record yet."""

    def do() -> Any:
        return _line(new_draft(request.who, article.text, article.name.strip(), article.published))

    return once(request, idempotency_key, article.model_dump(), do, 201)


@endpoint(router, "GET", "/intake/drafts/{int:number}", Action.INTAKE_RUN, DraftOut)
def one_draft(request: PageRequest, number: Place) -> Any:
    """Give a draft of one's own with its items."""
    return _told(_own(request, number))


@endpoint(router, "DELETE", "/intake/drafts/{int:number}", Action.INTAKE_RUN, DraftGone)
def delete_draft(request: PageRequest, number: Place) -> Any:
    """Delete a draft of one's own with its article."""
    _own(request, number).delete()
    return {"number": number}


@endpoint(
    router, "POST", "/intake/drafts/{int:number}/decisions", Action.INTAKE_DECIDE, DraftLine, status=201
)
def decide_draft_item(
    request: PageRequest, number: Place, decision: DecisionIn, idempotency_key: Key = None
) -> Any:
    """Decide one item of a draft under one's own name."""
    job = _own(request, number)

    def do() -> Any:
        decide_item(
            request.who, job, decision.item, decision.verdict, decision.value, decision.because.strip()
        )
        return _line(job)

    return once(request, idempotency_key, decision.model_dump(), do, 201)


@endpoint(router, "POST", "/intake/drafts/{int:number}/record", Action.INTAKE_DECIDE, DraftLine, status=201)
def record_intake(request: PageRequest, number: Place, record: RecordIn, idempotency_key: Key = None) -> Any:
    """Put what was accepted on record for a case, under one's own name; once."""
    require(request, Action.INTAKE_DECIDE, Row(case=record.case))
    job = _own(request, number)

    def do() -> Any:
        record_draft(request.who, job, record.case, record.publisher, record.title, record.address)
        return _line(job)

    return once(request, idempotency_key, record.model_dump(), do, 201)
