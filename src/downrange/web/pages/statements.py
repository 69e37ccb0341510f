"""Who said what, as known on a day: statements, chains of reporting, contradictions and verdicts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy

from downrange.case.schema import Case
from downrange.web import cases, matter
from downrange.web.access import PageRequest, page
from downrange.web.navigation import Tab
from downrange.web.pages.case import asked_day
from downrange.web.policy import Action

__all__ = ["statements", "tabs", "urls"]


@page(Action.STATEMENT_VIEW, case=True)
def statements(request: PageRequest, case: str) -> HttpResponse:
    """Show who said what in a case; ``?on=`` as known on that day, ``?by=`` and ``?outlet=`` of whom."""
    from downrange.service.statements.evidence import statements_report

    the_case = cases.the_case(case)
    asked = bool(request.GET.get("on", "").strip())
    on = asked_day(request)
    by, outlet = request.GET.get("by", "").strip() or None, request.GET.get("outlet", "").strip() or None
    if by or outlet:
        report: Mapping[str, Any] = statements_report(the_case, on if asked else None, by=by, outlet=outlet)
    else:
        report = cases.statements(case, on.isoformat() if asked else None)
    context = {
        "case": the_case,
        "on": on,
        "asked": asked,
        "by": by or "",
        "outlet": outlet or "",
        "speakers": _parties(the_case, "said_by"),
        "outlets": _parties(the_case, "reported_by"),
        "report": report,
        "rows": [_row(the_case, one) for one in report["statements"]],
        "conflicts": [_conflict(the_case, one) for one in report["conflicts"]],
        "verdicts": [
            {**one, "who": matter.party(the_case, one["said_by"])} for one in report.get("verdicts", ())
        ],
        "chosen": [{**one, "who": matter.party(the_case, one["by"])} for one in report["choices"]],
        "sources": {**matter.cited(case), **report["sources"]},
    }
    return render(request, "web/statements.html", context)


def _parties(case: Case, role: str) -> list[dict[str, Any]]:
    """List who said, or who reported, anything in a case."""
    named = {getattr(one, role) for one in case.statements} - {None}
    return [matter.party(case, one.id) for one in case.parties if one.id in named]


def _row(case: Case, said: Mapping[str, Any]) -> dict[str, Any]:
    from downrange.report.sections import value_text

    found = next(one for one in case.statements if one.id == said["id"])
    return {
        **said,
        "anchor": said["id"].replace("/", "-"),
        "text": value_text(case, found.value),
        "who": matter.party(case, said["said_by"]),
        "outlet": matter.party(case, said["reported_by"]) if said["reported_by"] else None,
    }


def _conflict(case: Case, conflict: Mapping[str, Any]) -> dict[str, Any]:
    """Put the statements of each side, and what the library holds, beside each other."""
    by_id = {one.id: one for one in case.statements}
    sides = [
        {
            "said": [_row(case, by_id[name].model_dump(mode="json")) for name in side if name in by_id],
            "library": [name for name in side if name not in by_id],
            "sayings_number": number,
        }
        for side, number in zip(conflict["sides"], conflict["sayings_number"], strict=True)
    ]
    return {**conflict, "sides": sides}


tabs = (Tab(gettext_lazy("Statements"), "statements", Action.STATEMENT_VIEW, order=70, part="statements"),)
urls = [path("cases/<slug:case>/statements/", statements, name="statements")]
