"""The lease of a case: rent, what is due, obligations, amendments, positions, and the claims it led to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy

from downrange.web import cases, matter
from downrange.web.access import PageRequest, page
from downrange.web.navigation import Tab
from downrange.web.pages.case import asked_day
from downrange.web.policy import Action

__all__ = ["lease", "tabs", "urls"]


@page(Action.LEASE_VIEW, case=True)
def lease(request: PageRequest, case: str) -> HttpResponse:
    """Show the lease of a case as of a day."""
    the_case = cases.the_case(case)
    if the_case.lease is None:
        raise Http404(case)
    on = asked_day(request)
    statement = cases.lease(case, on.isoformat())
    context = {
        "case": the_case,
        "on": on,
        "lease": statement,
        "years": _years(statement["schedule"]),
        "positions": [
            {**one, "who": matter.party(the_case, one["party"])} for one in statement.get("positions", ())
        ],
        "obligations": [
            {**one, "who": matter.party(the_case, one["by"])} for one in statement.get("obligations", ())
        ],
        "claims": matter.headline(case, on),
        "sources": matter.cited(case),
    }
    return render(request, "web/lease.html", context)


def _years(schedule: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Gather the parts of the rent by calendar year, newest first: a lease runs for decades."""
    years: dict[str, list[dict[str, Any]]] = {}
    for part in schedule:
        years.setdefault(part["period_start"][:4], []).append(part)
    return [{"year": year, "parts": parts} for year, parts in sorted(years.items(), reverse=True)]


tabs = (Tab(gettext_lazy("Lease"), "lease", Action.LEASE_VIEW, order=60, part="lease"),)
urls = [path("cases/<slug:case>/lease/", lease, name="lease")]
