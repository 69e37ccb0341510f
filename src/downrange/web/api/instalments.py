"""Instalments by the interface: asked for by a party, a court's decision put on record by another person."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from downrange.errors import RecordError
from downrange.law.settlement import Instalment, Plan
from downrange.service.holding import plans
from downrange.service.holding.acts import Act
from downrange.service.holding.lives import claim_of
from downrange.web import papers
from downrange.web.access import PageRequest, require, user_id_of
from downrange.web.api.door import endpoint, once, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.schemas import Day, Document, Line, MoneyIn, Place, Sent, Sha256, Text
from downrange.web.api.writing import Key, money
from downrange.web.pages.instalments import MOST_PARTS, asker
from downrange.web.policy import Action, Row

__all__: list[str] = []

Count = Annotated[int, Field(ge=1, le=MOST_PARTS)]


class PartIn(Sent):
    """One instalment."""

    due_on: Day
    amount: MoneyIn


class PlanIn(Sent):
    """What is asked for: the instalments in order, when the plan defaults, why, on which paper."""

    instalments: Annotated[list[PartIn], Field(min_length=1, max_length=MOST_PARTS)]
    missed_number: Count = 2
    grace_days: Annotated[int, Field(ge=0, le=365)] = 5
    grace_unit: Literal["working", "calendar"] = "working"
    accelerates: bool = True
    because: Line
    on: Day
    document: Line
    document_sha256: Sha256 | None = None


class RulingIn(Sent):
    """How the court decided, on which paper."""

    granted: bool
    role: Annotated[str, Field(pattern="^(court|bailiff)$")] = "court"
    on: Day
    document: Line
    document_sha256: Sha256 | None = None
    because: Text = ""


class PlanRequest(Document):
    """A request for instalments: ``state`` is asked, granted or refused."""

    number: int
    claim: str
    state: str
    by: str
    role: str
    on: str
    plan: Document


class PlanRequests(BaseModel):
    """The requests about a claim, the oldest first."""

    items: list[PlanRequest]


def _claim(case: str, claim: str) -> Any:
    try:
        return claim_of(case, f"claim/{claim}")
    except RecordError as error:
        raise NotThereError(str(error)) from error


def _told(claim: str, one: plans.Asked) -> dict[str, Any]:
    return {
        "number": one.log_sequence,
        "claim": claim,
        "state": one.state,
        "by": one.by_account,
        "role": one.role,
        "on": one.on.isoformat(),
        "document": one.document,
        "because": one.because,
        "plan": dict(one.plan),
    }


_ALL = "/cases/{slug:case}/claims/{slug:claim}/instalments"


@endpoint(router, "GET", _ALL, Action.DEBT_VIEW, PlanRequests)
def plan_requests(request: PageRequest, case: str, claim: str) -> Any:
    """List what was asked for about a claim, and how it was decided."""
    found = _claim(case, claim)
    return {"items": [_told(found.id, one) for one in plans.asked_for(case, found.id)]}


@endpoint(router, "POST", _ALL, Action.PLAN_ASK, PlanRequest, status=201)
def ask_for_instalments(
    request: PageRequest, case: str, claim: str, plan: PlanIn, idempotency_key: Key = None
) -> Any:
    """Ask for instalments as the party one is, or as the regulator; it binds nobody until it is granted."""
    found = _claim(case, claim)
    role, party = asker(request.who, case, found)
    require(request, Action.PLAN_ASK, Row(case=case, party=party))
    parts = tuple(
        Instalment(date.fromisoformat(one.due_on), money(f"instalments.{number}.amount", one.amount))
        for number, one in enumerate(plan.instalments)
    )
    wanted = Plan(parts, plan.missed_number, plan.grace_days, plan.grace_unit, plan.accelerates)
    act = Act(request.who.by, role, date.fromisoformat(plan.on), plan.document, plan.document_sha256 or "")

    def do() -> Any:
        with papers.borne(case, act.document_sha256, elsewhere=True):
            return _told(found.id, plans.ask_for_plan(case, found.id, wanted, act, plan.because))

    return once(request, idempotency_key, plan.model_dump(), do, 201)


@endpoint(router, "POST", _ALL + "/{int:number}/decision", Action.PLAN_DECIDE, PlanRequest, status=201)
def decide_instalments(
    request: PageRequest, case: str, claim: str, number: Place, ruling: RulingIn, idempotency_key: Key = None
) -> Any:
    """Put on record that a request was granted or refused, on the ruling's paper; not by who asked."""
    found = _claim(case, claim)
    asked = next((one for one in plans.asked_for(case, found.id) if one.log_sequence == number), None)
    if asked is None:
        raise NotThereError(f"{found.id} holds no request {number}")
    require(request, Action.PLAN_DECIDE, Row(case=case, by=user_id_of(asked.by_account)))
    sha256 = ruling.document_sha256 or ""
    act = Act(request.who.by, ruling.role, date.fromisoformat(ruling.on), ruling.document, sha256)

    def do() -> Any:
        granted = ruling.granted
        with papers.borne(case, sha256, elsewhere=True):
            made = plans.decide_plan(case, found.id, asked.id, act, granted=granted, because=ruling.because)
        return _told(found.id, made)

    return once(request, idempotency_key, ruling.model_dump(), do, 201)
