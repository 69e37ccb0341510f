"""Finding a thing by any of its numbers, all that is on record about one, and why a figure is what it is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any

from ninja import Query
from pydantic import AfterValidator, BaseModel, Field

from downrange.base.canonical import plain
from downrange.errors import InputError, Problem, Where
from downrange.web import cases, matter
from downrange.web.access import PageRequest
from downrange.web.api.door import endpoint, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.schemas import Day, Document, Sent, no_nul
from downrange.web.policy import Action

__all__: list[str] = []

Figure = Annotated[
    str, Query(max_length=199, pattern=r"^[A-Za-z0-9][A-Za-z0-9._/-]*$", examples=["claim.outstanding"])
]


class AssetQuestion(Sent):
    """What is looked for, and what for."""

    identifier: Annotated[str, Field(min_length=1, max_length=120), AfterValidator(no_nul)]
    purpose: Annotated[str, Field(max_length=300), AfterValidator(no_nul)] = ""


class AssetHit(BaseModel):
    """A thing that was found: ``how`` is exact, normalised or near-miss; ``spelt`` as the register has it."""

    asset: Document
    how: str
    spelt: str
    log_sequence: int


class AssetHits(BaseModel):
    """What was found under a number; ``fault``: what is wrong with its check digit."""

    case: str
    identifier: str
    fault: str | None
    hits: list[AssetHit]


class AssetSheet(BaseModel):
    """All that is on record about one thing on a day."""

    case: str
    on: str
    asset: Document
    owners: list[Any]
    valuations: list[Document]
    encumbrances: list[Document]
    above: list[Document]
    inside: list[Document]
    more_inside: bool
    reaches: list[Document]
    history: list[Document]


class Explained(Document):
    """Why a figure is what it is: its steps, what they rest on, and the citations of that."""

    case: str
    figure: str
    on: str
    value: Any
    unit: str
    steps: list[Document]
    leaves: list[Document]
    sources: dict[str, Any]


@endpoint(router, "POST", "/cases/{slug:case}/assets/search", Action.ASSET_SEARCH, AssetHits)
def search_assets(request: PageRequest, case: str, question: AssetQuestion) -> Any:
    """Look for a thing by any of its numbers, near misses said; that you looked is on record."""
    from downrange.service.holding.register import find_assets

    wanted = question.identifier.strip()
    if not wanted:
        raise InputError(Problem(Where("body", "identifier"), "nothing to look for", value=""))
    found, fault = find_assets(case, wanted, request.who.by, question.purpose.strip())
    hits = [
        {"asset": plain(one.asset), "how": one.how, "spelt": one.spelt, "log_sequence": one.sequence}
        for one in found
    ]
    return {"case": case, "identifier": wanted, "fault": fault, "hits": hits}


@endpoint(router, "GET", "/cases/{slug:case}/assets/{slug:asset}", Action.ASSET_VIEW, AssetSheet)
def one_asset(request: PageRequest, case: str, asset: str, on: Day | None = None) -> Any:
    """Give all that is on record about one thing: owners, valuations, what reaches it, its history."""
    from downrange.service.holding.register import asset_sheet

    day = cases.today() if on is None else date.fromisoformat(on)
    sheet = asset_sheet(case, f"asset/{asset}", day)
    if sheet is None:
        raise NotThereError(f"{case} holds no asset/{asset}")
    kept = ("owners", "valuations", "encumbrances", "above", "inside", "more_inside", "reaches")
    return {
        "case": case,
        "on": day.isoformat(),
        "asset": plain(sheet["asset"]),
        **{key: plain(sheet[key]) for key in kept},
        "history": [_told(fact) for fact in sheet["history"]],
    }


def _told(fact: Any) -> Mapping[str, Any]:
    return {
        "log_sequence": fact.sequence,
        "recorded_at": fact.recorded_at.isoformat(),
        "effective_on": fact.effective_on.isoformat(),
        "by": fact.by,
    }


@endpoint(router, "GET", "/cases/{slug:case}/explain", Action.CASE_VIEW, Explained)
def explain_figure(request: PageRequest, case: str, figure: Figure, on: Day | None = None) -> Any:
    """Say how a figure of a case came about, step by step down to its sources."""
    day = cases.today() if on is None else date.fromisoformat(on)
    found = matter.explained(case, figure, day)
    if found is None:
        raise NotThereError(f"{case} holds no figure {figure}")
    return {**found, "on": day.isoformat()}
