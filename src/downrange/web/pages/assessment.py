"""The assessment of a case: asked for by a form, computed by the worker, shown from what the run kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.case.schema import Case
from downrange.errors import AccessError, InputError, Problem, Where
from downrange.web import cases, jobs
from downrange.web.access import PageRequest, page
from downrange.web.models import Counter, Job
from downrange.web.navigation import Tab
from downrange.web.pictures import drawn
from downrange.web.policy import Action, Role, Row, allowed

__all__ = [
    "assessment",
    "cancel",
    "job_part",
    "job_row",
    "run",
    "runs_of",
    "tabs",
    "urls",
    "whole_number",
]

KIND = "assessment"
SAMPLES = (50, 200, 500, 1000, 2000)
_MOST_LISTED = 12
_MOST_SEED = 2**31


def _assessment(arguments: Mapping[str, Any], progress: jobs.Progress) -> dict[str, Any]:
    """Assess a case and keep all that the pages show of it."""
    from downrange.report.kept import assessment_document
    from downrange.service.science.assessment import assess

    samples = min(int(arguments["samples"]), jobs.MOST_SAMPLES)
    seed = int(arguments["seed"])
    return assessment_document(assess(str(arguments["case"]), samples, seed, 1, progress, recorded=True))


jobs.KINDS[KIND] = _assessment


def whole_number(text: str, name: str, most: int) -> int:
    """Read a whole number of a form, from nought to ``most``.

    Raises
    ------
    InputError
        If it is none; the page says so.
    """
    if not text.isascii() or not text.isdigit() or int(text[:20]) > most:
        raise InputError(
            Problem(Where("form", name), _("not a whole number"), value=text[:40], expected=f"0 … {most}")
        )
    return int(text)


def can_be_assessed(case: Case) -> bool:
    """Say whether a case has a launch or failure of its own, or compares some."""
    return case.comparison is not None or (case.scenario is not None and case.scenario.kind != "none")


@page(Action.ASSESSMENT_VIEW, case=True)
def assessment(request: PageRequest, case: str) -> HttpResponse:
    """Show the latest finished assessment of a case, or with ``?job=`` another; ask for a new one."""
    the_case = cases.the_case(case)
    shown = _asked_for(request, case) or jobs.latest(KIND, case)
    result = shown.result if shown is not None else None
    running = [
        job_row(request, job)
        for job in Job.objects.filter(case=case, kind=KIND, state__in=("queued", "running")).defer("result")
    ]
    context: dict[str, Any] = {
        "case": the_case,
        "possible": can_be_assessed(the_case),
        "may_run": allowed(request.who, Action.ASSESSMENT_RUN, Row(case=case)),
        "may_contest": allowed(request.who, Action.CONTEST_SAVE, Row(case=case)),
        "samples": SAMPLES,
        "running": running,
        "waits": bool(running),
        "job": shown,
        "runs": runs_of(case, KIND),
        "counters": Counter.objects.filter(case=case).defer("result", "overrides"),
    }
    if result is not None:
        context |= shown_of(the_case, result)
    return render(request, "web/assessment.html", context)


def _asked_for(request: PageRequest, case: str) -> Job | None:
    text = request.GET.get("job", "")
    if not text:
        return None
    number = whole_number(text, "job", 2**62)
    found = Job.objects.filter(pk=number, case=case, kind=KIND, state="done").first()
    if found is None:
        raise Http404(text)
    return found


def runs_of(case: str, kind: str) -> list[Job]:
    """List the latest runs of a kind for a case, without their results."""
    return list(Job.objects.filter(case=case, kind=kind).defer("result")[:_MOST_LISTED])


def job_row(request: PageRequest, job: Job) -> dict[str, Any]:
    """Give a job as its part of a page shows it."""
    place = {"case": job.case, "pk": job.pk}
    return {
        "job": job,
        "poll": reverse("job", kwargs=place),
        "cancel": reverse("job_cancel", kwargs=place) if _may_cancel(request, job) else "",
        "result": f"{reverse(_page_of(job), kwargs={'case': job.case})}?job={job.pk}",
    }


def _page_of(job: Job) -> str:
    return "contest" if job.kind == "contest" else "assessment"


def _may_cancel(request: PageRequest, job: Job) -> bool:
    own = job.asked_by_id == request.who.user_id or Role.REGULATOR in request.who.roles
    return own and allowed(request.who, Action.ASSESSMENT_RUN, Row(case=job.case))


def shown_of(case: Case, result: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a kept assessment out for the template."""
    from downrange.reference import library

    pictures = dict(result["drawn"])
    for key in ("distributions", "ladders", "measured_charts", "driver_charts"):
        pictures[key] = [{**one, "chart": drawn(one["chart"])} for one in pictures[key]]
    pictures["shares"] = drawn(pictures["shares"])
    figures = result["derivations"]["figures"]
    events = [_event(event, figures) for event in result["events"]]
    known = {**library.sources(), **case.sources}
    wanted = dict.fromkeys(
        [row["source"] for row in pictures["compared"]] + [row["source"] for row in pictures["assumed"]]
    )
    return {
        "events": events,
        "drawn": pictures,
        "refused": result["refused"],
        "answers": result["answers"],
        "made": {"samples": result["samples"], "seed": result["seed"]},
        "sources": {
            key: known[key].model_dump(mode="json", exclude_none=True) for key in wanted if key in known
        },
    }


def _event(event: Mapping[str, Any], figures: Mapping[str, Any]) -> dict[str, Any]:
    """Lay an event's figures out in rows; ``figure`` is empty where no derivation was kept."""
    prefix, body, titles = event["prefix"], event["assessment"], event["titles"]
    quantities = [
        {
            "title": titles[name],
            "unit": event["units"][name],
            "range": value,
            "error": body["errors"].get(f"quantities.{name}"),
            "figure": _known(f"{prefix}quantities.{name}", figures),
        }
        for name, value in body["quantities"].items()
    ]
    damages = [
        {
            **damage,
            "title": titles[damage["method"]],
            "range": _floats(damage["amount"]),
            "error": _floats(body["errors"].get(f"damages.{damage['method']}")),
            "figure": _known(f"{prefix}damages.{damage['method']}", figures),
        }
        for damage in body["damages"]
    ]
    computed = [row for row in damages if row["amount"] is not None]
    return {
        "case": event["case"],
        "title": event["title"],
        "own": not prefix,
        "manifest": body["manifest"]["digest"],
        "quantities": quantities,
        "damages": computed,
        "idle": [row for row in damages if row["amount"] is None],
    }


def _known(figure: str, figures: Mapping[str, Any]) -> str:
    return figure if figure in figures else ""


def _floats(amount: Mapping[str, Any] | None) -> dict[str, float | None] | None:
    if amount is None:
        return None
    return {key: None if amount[key] is None else float(amount[key]) for key in ("p05", "p50", "p95")}


@page(Action.ASSESSMENT_RUN, case=True, methods=("POST",))
def run(request: PageRequest, case: str) -> HttpResponse:
    """Put an assessment into the queue."""
    if not can_be_assessed(cases.the_case(case)):
        raise InputError(Problem(Where("form", "case"), _("This case holds no launch or failure to assess.")))
    samples = whole_number(request.POST.get("samples", ""), "samples", max(SAMPLES))
    seed = whole_number(request.POST.get("seed", "1"), "seed", _MOST_SEED)
    arguments = {"case": case, "samples": max(samples, 1), "seed": seed}
    jobs.ask(KIND, arguments, request.who.user_id, case)
    return redirect("assessment", case=case)


def _job(request: PageRequest, case: str, pk: int) -> Job:
    """Find a job of a case; a contest is its asker's own until it is saved."""
    found = Job.objects.filter(pk=pk, case=case).defer("result").first()
    if found is None or (found.kind == "contest" and found.asked_by_id != request.who.user_id):
        raise Http404(str(pk))
    return found


@page(Action.ASSESSMENT_VIEW, case=True)
def job_part(request: PageRequest, case: str, pk: int) -> HttpResponse:
    """Show how far a run is; the part that the page asks for again and again."""
    job = _job(request, case, pk)
    return render(request, "web/parts/job.html", {"row": job_row(request, job)})


@page(Action.ASSESSMENT_RUN, case=True, methods=("POST",))
def cancel(request: PageRequest, case: str, pk: int) -> HttpResponse:
    """Ask a run to stop: one's own, or any for a regulator."""
    job = _job(request, case, pk)
    if not _may_cancel(request, job):
        raise AccessError(Action.ASSESSMENT_RUN.value)
    jobs.cancel(job)
    return redirect(_page_of(job), case=case)


tabs = (Tab(gettext_lazy("Assessment"), "assessment", Action.ASSESSMENT_VIEW, order=30),)
urls = [
    path("cases/<slug:case>/assessment/", assessment, name="assessment"),
    path("cases/<slug:case>/assessment/run/", run, name="assessment_run"),
    path("cases/<slug:case>/jobs/<int:pk>/", job_part, name="job"),
    path("cases/<slug:case>/jobs/<int:pk>/cancel/", cancel, name="job_cancel"),
]
