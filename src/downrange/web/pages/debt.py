"""The statement of account of a case: four amounts, charges, interest line by line, payments, instalments."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext_lazy

from downrange.errors import RecordError
from downrange.service.holding.lives import claim_of
from downrange.web import cases, matter, papers
from downrange.web.access import PageRequest, page
from downrange.web.navigation import Tab
from downrange.web.pages.case import asked_day
from downrange.web.pages.instalments import asker, requests_of
from downrange.web.policy import Action, Row, allowed

__all__ = ["debt", "tabs", "urls"]


@page(Action.DEBT_VIEW, case=True)
def debt(request: PageRequest, case: str) -> HttpResponse:
    """Show what is owed on each claim of a case as of a day, and how that came about."""
    from downrange.law.spread import spreads_of

    on = asked_day(request)
    the_case = cases.the_case(case)
    headlines = matter.headline(case, on)
    claims: list[dict[str, Any]] = []
    for number, (head, account) in enumerate(
        zip(headlines, cases.account(case, on.isoformat()), strict=True), start=1
    ):
        spreads = [one.as_json() for one in spreads_of(the_case, on, account["claim"])]
        claims.append(
            {
                **head,
                "number": number,
                "account": account,
                "spreads": spreads,
                "plan": _plan(case, account["claim"], on),
                "requests": requests_of(request.who, case, account["claim"], on),
                "ask": _ask_address(request, case, account["claim"]),
            }
        )
    context = {"case": the_case, "on": on, "claims": claims, "sources": matter.cited(case)}
    context |= papers.shown(request.who, case)
    return render(request, "web/debt.html", context)


def _plan(case: str, claim: str, on: date) -> dict[str, Any] | None:
    """Give the plan of instalments on record and where it stands on a day; None where there is none."""
    from downrange.service.holding.lives import course_of
    from downrange.service.holding.release import plan_state_of

    state = plan_state_of(case, claim, on)
    plan = course_of(case, claim, on).plan
    if state is None or plan is None:
        return None
    return {
        "state": state,
        "ahead": plan_state_of(case, claim, on, if_nothing_more=True),
        "body": plan,
    }


def _ask_address(request: PageRequest, case: str, claim: str) -> str:
    """Give where instalments may be asked for; empty for who may not."""
    try:
        role, party = asker(request.who, case, claim_of(case, claim))
    except RecordError:
        return ""
    may = allowed(request.who, Action.PLAN_ASK, Row(case=case, party=party))
    return reverse("plan-ask", args=[case, claim.partition("/")[2]]) if role and may else ""


tabs = (Tab(gettext_lazy("Debt"), "debt", Action.DEBT_VIEW, order=40, part="claims"),)
urls = [path("cases/<slug:case>/debt/", debt, name="debt")]
