"""Contesting a case: the same chain with other inputs, side by side, saved under one's own name."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _

from downrange.base.money import Money
from downrange.case.override import Override
from downrange.case.schema import Case
from downrange.errors import InputError, Problem, Where
from downrange.web import cases, jobs
from downrange.web.access import PageRequest, page
from downrange.web.models import Counter, Job
from downrange.web.pages.assessment import job_row, whole_number
from downrange.web.pictures import drawn
from downrange.web.policy import Action, Row, allowed

__all__ = ["contest", "counter", "kept", "paths_of", "read_value", "run", "save", "urls"]

SAMPLES = (50, 100, 200, 500)
MOST_CHANGES = 5
_MOST_TEXT = 2000
_MONEY = re.compile(r"(-?\d[\d ,]*(?:\.\d+)?) ([A-Z]{3})")


def paths_of(case: Case) -> list[dict[str, str]]:
    """List what of a case can be contested, with the value that stands there now, as a form writes it."""
    found: dict[str, str] = {}
    if case.scenario is not None and case.scenario.kind != "none":
        for name, sourced in case.scenario.inputs.items():
            found[f"scenario.inputs.{name}"] = f"{sourced.value:g}"
        for key in ("jurisdiction", "leased_land"):
            found[f"scenario.{key}"] = json.dumps(getattr(case.scenario, key)).strip('"')
    for claim in case.claims:
        for head in ("asserted", "awarded", "agreed", "paid"):
            value = getattr(claim, head)
            now = f"{value.amount:f} {value.currency}" if isinstance(value, Money) else ""
            found[f"claims.{claim.id.split('/')[-1]}.{head}"] = now
    for choice in case.choices:
        found[f"choices.{choice.property}.statement"] = choice.statement
    return [{"path": path_, "now": now} for path_, now in found.items()]


def read_value(text: str) -> Any:
    """Read a value of a form: a sum with its currency, a number, true or false, else words.

    >>> read_value("12.5"), read_value("true"), read_value("1,000.00 KZT")["currency"], read_value("kz")
    (12.5, True, 'KZT', 'kz')
    """
    text = text.strip()
    if money := _MONEY.fullmatch(text):
        return {"amount": re.sub("[ ,]", "", money[1]), "currency": money[2]}
    if text in ("true", "false"):
        return text == "true"
    try:
        return float(text)
    except ValueError:
        return text


@page(Action.CONTEST_SAVE, case=True)
def contest(request: PageRequest, case: str) -> HttpResponse:
    """Show the form, one's own runs, and with ``?job=`` the sides of a finished one."""
    mine = Job.objects.filter(case=case, kind="contest", asked_by_id=request.who.user_id)
    job = None
    if text := request.GET.get("job", ""):
        job = mine.filter(pk=whole_number(text, "job", 2**62), state="done").first()
        if job is None:
            raise Http404(text)
    running = [job_row(request, one) for one in mine.filter(state__in=("queued", "running"))]
    context = _form(request, cases.the_case(case), _first_rows(request, case)) | {
        "running": running,
        "waits": bool(running),
        "runs": mine.defer("result")[:12],
        "job": job,
        "document": job.result if job else None,
        "saved": job is not None and Counter.objects.filter(result__job=job.pk).exists(),
    }
    if job is not None and job.result is not None:
        context |= parts_of(job.result)
    return render(request, "web/contest.html", context)


def _first_rows(request: PageRequest, case: str) -> list[dict[str, str]]:
    """Give the form's rows as they open; ``?path=`` fills the first, so that one click contests an input."""
    known = {row["path"]: row["now"] for row in paths_of(cases.the_case(case))}
    asked = request.GET.get("path", "")[:200]
    return [{"path": asked, "value": known.get(asked, ""), "source": ""}] if asked else []


def _form(request: PageRequest, case: Case, rows: list[dict[str, str]]) -> dict[str, Any]:
    """Give the form's choices: what can be set, for whom the user speaks, what it can be held against."""
    empty = {"path": "", "value": "", "source": ""}
    return {
        "case": case,
        "paths": paths_of(case),
        "library_paths": _assumed_paths(case.case),
        "rows": [*rows, *[dict(empty)] * MOST_CHANGES][:MOST_CHANGES],
        "speaks_for": _speaks_for(request, case),
        "samples": SAMPLES,
        "counters": Counter.objects.filter(case=case.case).defer("result"),
    }


def _assumed_paths(case: str) -> list[str]:
    """List the inputs that the latest assessment took from the library as assumptions."""
    job = jobs.latest("assessment", case)
    if job is None or not job.result:
        return []
    return sorted(
        {f"scenario.inputs.{name}" for one in job.result["events"] for name in one["assessment"]["assumed"]}
    )


def _speaks_for(request: PageRequest, case: Case) -> list[dict[str, Any]]:
    """Give the parties in whose position a user may compute: a party in its own, an office in any."""
    own = {
        one.party for one in request.who.standings if one.party is not None and one.case in (None, case.case)
    }
    bound = all(one.party is not None for one in request.who.standings)
    parties = [one for one in case.parties if one.kind not in ("person",)]
    chosen = [one for one in parties if one.id in own] if bound else parties
    return [{"id": one.id, **one.name.model_dump(exclude_none=True)} for one in chosen]


@page(Action.CONTEST_SAVE, case=True, methods=("POST",))
def run(request: PageRequest, case: str) -> HttpResponse:
    """Check what was set, then let the worker compute both sides."""
    from downrange.service.science.contest import applied, override_of, read_contested

    form = request.POST
    rows = [
        {"path": path_.strip()[:200], "value": value[:400], "source": source.strip()[:400]}
        for path_, value, source in zip(
            form.getlist("path"), form.getlist("value"), form.getlist("source"), strict=False
        )
        if path_.strip()
    ][:MOST_CHANGES]
    the_case = cases.the_case(case)
    try:
        by = _by(request, the_case)
        if not rows:
            raise InputError(Problem(Where("form", "path"), _("nothing was set")))
        settings = {row["path"]: {"value": read_value(row["value"]), "source": row["source"]} for row in rows}
        override = override_of(settings, by, because=form.get("because", "").strip()[:_MOST_TEXT])
        applied(read_contested(case, recorded=True), override)
        texts = [_text(override), *_against(case, form.get("against", ""))]
        samples = max(whole_number(form.get("samples", ""), "samples", max(SAMPLES)), 1)
        seed = whole_number(form.get("seed", "1"), "seed", 2**31)
    except InputError as error:
        context = _form(request, the_case, rows) | {
            "problems": error.problems,
            "because": form.get("because", ""),
        }
        return render(request, "web/contest.html", context, status=400)
    arguments = {"case": case, "overrides": texts, "samples": samples, "seed": seed}
    jobs.ask("contest", arguments, request.who.user_id, case)
    return redirect("contest", case=case)


def _by(request: PageRequest, case: Case) -> str:
    asked = request.POST.get("by", "")
    if asked not in {one["id"] for one in _speaks_for(request, case)}:
        raise InputError(
            Problem(Where("form", "by"), _("you do not speak for this party"), value=asked[:100])
        )
    return asked


def _text(override: Override) -> str:
    """Write an override as a file that the reader of counter-assessments takes; JSON is YAML."""
    body = override.model_dump(mode="json", exclude_defaults=True)
    return json.dumps({**body, "by": override.by, "because": override.because}, ensure_ascii=False)


def _against(case: str, text: str) -> list[str]:
    if not text:
        return []
    other = Counter.objects.filter(pk=whole_number(text, "against", 2**62), case=case).first()
    if other is None:
        raise InputError(Problem(Where("form", "against"), _("no such counter-assessment"), value=text))
    return [str(other.overrides["text"])]


def parts_of(document: Mapping[str, Any]) -> dict[str, Any]:
    """Lay a contest out for the template."""
    from downrange.report.contest import contest_parts

    parts = contest_parts(document)
    for key in ("side_charts", "move_charts", "settlement_charts"):
        parts[key] = [{**one, "chart": drawn(str(one["chart"]))} for one in parts[key]]
    return {"parts": parts}


def kept(job: Job, name: str) -> Counter:
    """Attach a finished contest to its case under its asker's name; the same one twice is attached once."""
    known = Counter.objects.filter(case=job.case, result__job=job.pk).first()
    if known is not None:
        return known
    assert job.asked_by is not None, "found by who asked"
    document = job.result or {}
    return Counter.objects.create(
        case=job.case,
        by=f"{name} ({document['parties'].get(document['by'], document['by'])})",
        user=job.asked_by,
        because=document["because"][0],
        overrides={"text": job.arguments["overrides"][0]},
        result={"job": job.pk, "document": document},
        created=datetime.now(UTC),
    )


@page(Action.CONTEST_SAVE, case=True, methods=("POST",))
def save(request: PageRequest, case: str, pk: int) -> HttpResponse:
    """Attach one's own finished run to the case as a counter-assessment."""
    job = get_object_or_404(
        Job, pk=pk, case=case, kind="contest", state="done", asked_by_id=request.who.user_id
    )
    saved = kept(job, request.who.name)
    messages.success(request, _("Saved as a counter-assessment."))
    return redirect("counter", case=case, pk=saved.pk)


@page(Action.ASSESSMENT_VIEW, case=True)
def counter(request: PageRequest, case: str, pk: int) -> HttpResponse:
    """Show a counter-assessment that somebody attached to the case."""
    found = get_object_or_404(Counter, pk=pk, case=case)
    document = found.result["document"]
    context = {"case": cases.the_case(case), "counter": found, "document": document, **parts_of(document)}
    context["may_contest"] = allowed(request.who, Action.CONTEST_SAVE, Row(case=case))
    return render(request, "web/counter.html", context)


urls = [
    path("cases/<slug:case>/contest/", contest, name="contest"),
    path("cases/<slug:case>/contest/run/", run, name="contest_run"),
    path("cases/<slug:case>/contest/<int:pk>/save/", save, name="contest_save"),
    path("cases/<slug:case>/counters/<int:pk>/", counter, name="counter"),
]
