"""The first page of a case: sums, course, what is disputed, what is held, who may act next; derivations."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from downrange.errors import InputError, Problem, Where
from downrange.web import cases, jobs, matter
from downrange.web.access import PageRequest, page
from downrange.web.models import Counter, RightOfReply
from downrange.web.navigation import Tab
from downrange.web.pictures import drawn
from downrange.web.policy import Action, Row, allowed

__all__ = ["asked_day", "case_page", "explain", "tabs", "urls"]

MOST_PICTURE = 200_000
"""Signs of a map that the first page of a case still carries; a larger one is on its own page."""


def asked_day(request: PageRequest) -> date:
    """Give the day asked for by ``?on=``; today where none is.

    Raises
    ------
    InputError
        If it is no date; the page says so.
    """
    text = request.GET.get("on", "").strip()
    if not text:
        return cases.today()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        where = Where("address", "on")
        raise InputError(Problem(where, _("not a date"), value=text, expected="2023-03-14")) from error


@page(Action.CASE_VIEW, case=True)
def case_page(request: PageRequest, case: str) -> HttpResponse:
    """Show a case as of a day."""
    on = asked_day(request)
    claims = matter.headline(case, on)
    context = {
        "case": cases.the_case(case),
        "on": on,
        "claims": claims,
        "timeline": matter.timeline(case),
        "disputed": matter.disputed(case),
        "held": matter.held(case, on),
        "steps": matter.next_steps(case, on),
        "sources": matter.cited(case, matter.rate_sources(claims)),
        "counters": Counter.objects.filter(case=case).defer("result", "overrides"),
        "replies": RightOfReply.objects.filter(case=case),
        "map_picture": _map_picture(request, case),
    }
    return render(request, "web/case.html", context)


def _map_picture(request: PageRequest, case: str) -> dict[str, Any] | None:
    """Give the first printed map of the latest assessment; None where there is none for this reader."""
    job = jobs.latest("assessment", case)
    kept = job.result["drawn"] if job is not None and job.result else {}
    pictures = [*kept.get("maps", ()), *kept.get("field_maps", ())]
    if not pictures or not allowed(request.who, Action.MAP_VIEW, Row(case=case)):
        return None
    fits = [one for one in pictures if len(one["svg"]) <= MOST_PICTURE]
    return {**fits[0], "svg": drawn(fits[0]["svg"])} if fits else None


@page(Action.CASE_VIEW, case=True)
def explain(request: PageRequest, case: str, figure: str) -> HttpResponse:
    """Show how a figure came about, down to its sources."""
    on = asked_day(request)
    found = matter.explained(case, figure, on)
    if found is None:
        raise Http404(figure)
    context = {"case": cases.the_case(case), "on": on, "found": found}
    return render(request, "web/explain.html", context)


tabs = (Tab(gettext_lazy("Overview"), "case", Action.CASE_VIEW, order=10),)
urls = [
    path("cases/<slug:case>/", case_page, name="case"),
    path("cases/<slug:case>/explain/<path:figure>/", explain, name="explain"),
]
