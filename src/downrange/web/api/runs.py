"""Long runs: ask for an assessment or a contest, look how far it is, stop it; each sees only one's own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel

from downrange.errors import DownrangeError, InputError, RecordError
from downrange.web import jobs
from downrange.web.access import PageRequest
from downrange.web.api import schemas
from downrange.web.api.door import endpoint, once, router
from downrange.web.api.problems import NotThereError, problem
from downrange.web.api.reading import Limit
from downrange.web.api.schemas import Place, Sent
from downrange.web.api.writing import Key
from downrange.web.models import Counter, Job
from downrange.web.policy import Action

__all__: list[str] = []

_KINDS = ("assess", "contest")
At = schemas.Place


class KeepIn(Sent):
    """Which finished contest of one's own to attach to the case."""

    job: Place


class CounterOut(BaseModel):
    """A counter-assessment attached to a case, under the name of who did."""

    number: int
    case: str
    by: str
    because: str
    created: str
    document: dict[str, Any] | None


class CounterList(BaseModel):
    """The counter-assessments of a case, without their documents."""

    items: list[CounterOut]


def _told(job: Job, *, result: bool = True) -> dict[str, Any]:
    return {
        "number": job.pk,
        "kind": job.kind,
        "case": job.case,
        "state": job.state,
        "done": job.done,
        "total": job.total,
        "error": job.error,
        "result": job.result if result else None,
    }


def _own(request: PageRequest, number: int) -> Job:
    found = Job.objects.filter(pk=number, asked_by_id=request.who.user_id, kind__in=_KINDS).first()
    if found is None:
        raise NotThereError(f"no run {number} of yours")
    return found


def _asked(request: PageRequest, kind: str, case: str, arguments: dict[str, Any]) -> Any:
    try:
        job = jobs.ask(kind, {"case": case, **arguments}, request.who.user_id, case)
    except InputError:
        raise
    except DownrangeError as error:
        return problem(request, 429, str(error), headers={"Retry-After": "60"})
    return _told(job)


@endpoint(router, "POST", "/cases/{slug:case}/assessments", Action.ASSESSMENT_RUN, schemas.JobOut, status=202)
def assess(request: PageRequest, case: str, run: schemas.AssessIn) -> Any:
    """Ask for an assessment; the same one still waiting is given instead of a second."""
    from downrange.web import cases

    if cases.the_case(case).scenario is None:
        raise NotThereError(f"{case} holds no launch or failure to assess")
    return _asked(request, "assess", case, run.model_dump())


@endpoint(router, "GET", "/cases/{slug:case}/assessment", Action.ASSESSMENT_VIEW, schemas.JobOut)
def assessment(request: PageRequest, case: str) -> Any:
    """Give the latest assessment of a case."""
    found = [job for kind in ("assess", "assessment") if (job := jobs.latest(kind, case)) is not None]
    if not found:
        raise NotThereError(f"{case} was not assessed here yet")
    job = max(found, key=lambda one: one.pk)
    return {**_told(job), "result": job.result if job.kind == "assess" else _of_pages(job.result or {})}


def _of_pages(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Give of a run of the pages what ``assess --json`` has: of the case itself, with its answers."""
    own: dict[str, Any] = next((one["assessment"] for one in kept["events"] if not one["prefix"]), {})
    return {**own, "answers": kept["answers"]}


@endpoint(router, "POST", "/cases/{slug:case}/contests", Action.ASSESSMENT_RUN, schemas.JobOut, status=202)
def contest(request: PageRequest, case: str, run: schemas.ContestIn) -> Any:
    """Ask for a comparison of the case with values of one's own; they are checked at once."""
    import yaml

    from downrange.service.science.contest import applied, override_of, read_contested

    held = read_contested(case, recorded=True)
    party = next((one.party for one in request.who.standings if one.party), None)
    override = override_of(
        {path: one.model_dump() for path, one in run.set.items()},
        party or request.who.by,
        because=run.because,
    )
    applied(held, override)
    text = yaml.safe_dump(
        override.model_dump(mode="json", by_alias=True, exclude_none=True), allow_unicode=True
    )
    return _asked(request, "contest", case, {"overrides": [text], "samples": run.samples, "seed": run.seed})


@endpoint(router, "POST", "/cases/{slug:case}/counters", Action.CONTEST_SAVE, CounterOut, status=201)
def keep_contest(request: PageRequest, case: str, kept: KeepIn, idempotency_key: Key = None) -> Any:
    """Attach a finished contest of one's own to the case, under one's own name; once, however often asked."""
    from downrange.web.pages.contest import kept as attached

    job = _own(request, kept.job)
    if job.case != case or job.kind != "contest":
        raise NotThereError(f"run {kept.job} is no contest of {case}")
    if job.state != "done":
        raise RecordError(f"run {kept.job} is {job.state}: only a finished contest can be attached")
    return once(
        request, idempotency_key, kept.model_dump(), lambda: _counter(attached(job, request.who.name)), 201
    )


def _counter(found: Counter, *, whole: bool = True) -> dict[str, Any]:
    return {
        "number": found.pk,
        "case": found.case,
        "by": found.by,
        "because": found.because,
        "created": found.created.isoformat(),
        "document": found.result["document"] if whole else None,
    }


@endpoint(router, "GET", "/cases/{slug:case}/counters", Action.ASSESSMENT_VIEW, CounterList)
def list_counters(request: PageRequest, case: str) -> Any:
    """List the counter-assessments attached to a case."""
    found = Counter.objects.filter(case=case).defer("result", "overrides")
    return {"items": [_counter(one, whole=False) for one in found]}


@endpoint(router, "GET", "/cases/{slug:case}/counters/{int:number}", Action.ASSESSMENT_VIEW, CounterOut)
def one_counter(request: PageRequest, case: str, number: At) -> Any:
    """Give a counter-assessment with both sides, as ``contest --json`` has them."""
    found = Counter.objects.filter(case=case, pk=number).first()
    if found is None:
        raise NotThereError(f"{case} holds no counter-assessment {number}")
    return _counter(found)


@endpoint(router, "GET", "/jobs", Action.ASSESSMENT_RUN, schemas.JobList)
def list_jobs(request: PageRequest, limit: Limit = 50, cursor: schemas.Before = None) -> Any:
    """List one's own runs, the newest first."""
    mine = Job.objects.filter(asked_by_id=request.who.user_id, kind__in=_KINDS).order_by("-pk")
    if cursor is not None:
        mine = mine.filter(pk__lt=int(cursor))
    rows = list(mine[: limit + 1])
    following = str(rows[limit - 1].pk) if len(rows) > limit else None
    return {"items": [_told(one, result=False) for one in rows[:limit]], "next": following}


@endpoint(router, "GET", "/jobs/{int:number}", Action.ASSESSMENT_RUN, schemas.JobOut)
def one_job(request: PageRequest, number: At) -> Any:
    """Say how far a run of one's own is, and its result."""
    return _told(_own(request, number))


@endpoint(router, "POST", "/jobs/{int:number}/cancel", Action.ASSESSMENT_RUN, schemas.JobOut)
def cancel_job(request: PageRequest, number: At) -> HttpResponse | dict[str, Any]:
    """Stop a run of one's own."""
    job = _own(request, number)
    jobs.cancel(job)
    return _told(Job.objects.get(pk=job.pk))
