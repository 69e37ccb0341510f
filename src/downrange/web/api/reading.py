"""Reading a case: sums, account, lease, statements, attachment, proceeding, register, consequences."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Annotated, Any

from django.http import JsonResponse
from ninja import Query
from pydantic import Field

from downrange.errors import DownrangeError, InputError, RecordError
from downrange.web import cases
from downrange.web.access import PageRequest
from downrange.web.api import schemas
from downrange.web.api.door import endpoint, router
from downrange.web.api.problems import NotThereError, problem
from downrange.web.api.schemas import AssetId, Day, PartyId
from downrange.web.policy import Action, Row, allowed, scopes

__all__ = ["Cursor", "Limit"]

SAMPLES = 500
_GROWN = "something about the case was recorded since this was chosen; anew=true computes it again"
Limit = Annotated[int, Query(ge=1, le=200, description="How many at most.")]
Cursor = Annotated[
    str, Query(max_length=120, pattern=r"^[a-z0-9/._-]*$", description="``next`` of the page before.")
]

Ordered = Annotated[
    list[AssetId],
    Query(max_length=50, default_factory=list, description="Things a person orders, each once."),
]
Reason = Annotated[
    str,
    Query(max_length=2000, pattern=r"^[^\x00]*$", description="Why another choice than the law's order."),
]


def _on(on: str | None) -> str:
    return on or cases.today().isoformat()


@endpoint(router, "GET", "/me", Action.API_USE, schemas.Me)
def me(request: PageRequest) -> Any:
    """Say who asks, with which roles, and what these allow."""
    who = request.who
    standings = [{"role": one.role, "case": one.case, "party": one.party} for one in who.standings]
    return {"name": who.name, "standings": standings, "actions": sorted(scopes(who))}


@endpoint(router, "GET", "/cases", Action.HOME_VIEW, schemas.CaseList)
def list_cases(request: PageRequest, limit: Limit = 50, cursor: Cursor = "") -> Any:
    """List the cases that may be opened, by name."""
    rows = [
        row
        for row in cases.titles()
        if row["name"] > cursor and allowed(request.who, Action.CASE_VIEW, Row(case=row["name"]))
    ]
    return {"items": rows[:limit], "next": rows[limit - 1]["name"] if len(rows) > limit else None}


@endpoint(router, "GET", "/cases/{slug:case}", Action.CASE_VIEW, schemas.CaseSums)
def case_sums(request: PageRequest, case: str, on: Day | None = None) -> Any:
    """Give a case with the sums of each claim on a day."""
    whole, day = cases.the_case(case), _on(on)
    keys = ("claim", "basis", "asserted", "awarded", "agreed", "paid", "outstanding")
    return {
        "case": case,
        "title": whole.title,
        "fictional": whole.fictional,
        "hypothetical": whole.hypothetical,
        "on": day,
        "parts": list(whole.parts),
        "unknown": list(whole.unknown),
        "claims": [{key: one.get(key) for key in keys} for one in cases.account(case, day)],
    }


@endpoint(router, "GET", "/cases/{slug:case}/balance", Action.DEBT_VIEW, schemas.Balance)
def balance(request: PageRequest, case: str, on: Day | None = None) -> Any:
    """State the account of each claim of a case on a day."""
    day = _on(on)
    return {"case": case, "on": day, "claims": list(cases.account(case, day))}


@endpoint(router, "GET", "/cases/{slug:case}/lease", Action.LEASE_VIEW, schemas.Lease)
def lease(request: PageRequest, case: str, on: Day | None = None) -> Any:
    """State the lease of a case on a day."""
    if cases.the_case(case).lease is None:
        raise NotThereError(f"{case} holds no lease")
    return cases.lease(case, _on(on))


@endpoint(router, "GET", "/cases/{slug:case}/statements", Action.STATEMENT_VIEW, schemas.Statements)
def statements(
    request: PageRequest,
    case: str,
    on: Day | None = None,
    by: PartyId | None = None,
    outlet: PartyId | None = None,
) -> Any:
    """Give who said what, as known on a day, of one speaker or outlet, with the contradictions."""
    if by is None and outlet is None:
        return cases.statements(case, on)
    from downrange.service.statements.evidence import statements_report

    day = None if on is None else date.fromisoformat(on)
    return statements_report(cases.the_case(case), day, by=by, outlet=outlet)


def _with_claims(case: str) -> None:
    if not cases.the_case(case).claims:
        raise NotThereError(f"{case} holds no claim")


@endpoint(
    router,
    "GET",
    "/cases/{slug:case}/attachment",
    Action.MEASURE_VIEW,
    schemas.Attachment,
    later=schemas.JobOut,
)
def attachment(
    request: PageRequest,
    case: str,
    include: Ordered,
    exclude: Ordered,
    because: Reason = "",
    on: Day | None = None,
    anew: bool = False,
) -> Any:
    """Draft which of the debtor's things to attach, with what is left and why; a person decides.

    ``include`` and ``exclude`` (as often as there are things) order one to be taken first or to be left,
    whatever the law's order of queues; either needs ``because``.

    Of a large register it is a long run: 202 while it is computed (ask again at the same address), then what
    it chose, kept until somebody asks ``anew``.
    """
    from downrange.web import selecting

    _with_claims(case)
    asked = {"include": " ".join(include), "exclude": " ".join(exclude), "because": because.strip()}
    if not selecting.is_large(case):
        return _attachment(case, on, *asked.values(), cases.version(case))
    return _chosen_in_a_run(request, case, on, asked, anew)


def _chosen_in_a_run(
    request: PageRequest, case: str, on: str | None, asked: dict[str, str], anew: bool
) -> Any:
    from downrange.service.days import day
    from downrange.web import selecting

    whole = cases.the_case(case)
    known = day(on, whole.state_of_knowledge or whole.to).isoformat()
    try:
        found = selecting.chosen_for(case, known, asked, request.who.user_id, anew=anew)
    except InputError:
        raise
    except DownrangeError as error:
        return problem(request, 429, str(error), headers={"Retry-After": "60"})
    if found.plan is not None:
        since = [_GROWN] if found.grown else []
        return {**found.plan, "notes": [*found.plan["notes"], *since]}
    assert found.job is not None, "a plan, or the run that makes it"
    if found.job.state == "failed":
        raise RecordError(f"{found.job.error}; anew=true computes it again")
    told = schemas.JobOut(
        number=found.job.pk, kind=found.job.kind, case=case, state=found.job.state, done=found.job.done,
        total=found.job.total, error=found.job.error, result=None,
    )  # fmt: skip
    headers = {"Location": request.get_full_path().replace("anew=", "asked="), "Retry-After": "10"}
    return JsonResponse(told.model_dump(), status=202, headers=headers)


@lru_cache(maxsize=64)
def _attachment(
    case: str, on: str | None, include: str, exclude: str, because: str, version: tuple[str, int]
) -> dict[str, Any]:
    """Select once for each question, until something about the case is recorded."""
    from downrange.service.consequences.selection import attach

    return attach(case, on, include=include.split(), exclude=exclude.split(), because=because, recorded=True)


@endpoint(router, "GET", "/cases/{slug:case}/proceeding", Action.MEASURE_VIEW, schemas.Proceeding)
def proceeding(request: PageRequest, case: str, on: Day | None = None) -> Any:
    """Say where each claim and measure stands on a day, and who may do what next."""
    from downrange.service.holding.measures import proceeding_state

    return proceeding_state(case, date.fromisoformat(_on(on)))


@endpoint(router, "GET", "/cases/{slug:case}/ladder", Action.MEASURE_VIEW, schemas.Ladder)
def ladder(request: PageRequest, case: str, on: Day | None = None) -> Any:
    """Draw up the ladder by which a claim is compelled."""
    from downrange.service.holding.measures import ladder_of

    _with_claims(case)
    return ladder_of(case, on, recorded=True)


@endpoint(router, "GET", "/cases/{slug:case}/assets", Action.ASSET_VIEW, schemas.AssetList)
def assets(
    request: PageRequest,
    case: str,
    limit: Limit = 50,
    cursor: Cursor = "",
    kind: Annotated[str, Query(max_length=40, pattern=r"^[a-z-]*$")] = "",
    owner: PartyId | None = None,
) -> Any:
    """List the register of a case, by identifier."""
    from downrange.service.holding.register import register_page

    found = register_page(case, cursor, kind, owner or "", limit=limit)
    rows = [
        {"asset": one.model_dump(mode="json", exclude_none=True, by_alias=True), "measures": list(measures)}
        for one, measures in found.rows
    ]
    return {"items": rows, "next": found.after, "total_number": found.total_number}


@endpoint(router, "GET", "/cases/{slug:case}/consequence", Action.CONSEQUENCE_VIEW, schemas.Consequence)
def consequence(
    request: PageRequest,
    case: str,
    on: Day | None = None,
    freeze: Annotated[list[AssetId], Query(), Field(max_length=50)] = [],  # noqa: B006 - never changed
) -> Any:
    """Say what a measure stops: what the case itself holds, or with ``freeze`` what is asked about."""
    named = allowed(request.who, Action.CONSEQUENCE_WEAK_POINTS, Row(case=case))
    return _consequence(case, tuple(dict.fromkeys(freeze)), on, named, cases.version(case))


@lru_cache(maxsize=64)
def _consequence(
    case: str, freeze: tuple[str, ...], on: str | None, named: bool, version: tuple[str, int]
) -> dict[str, Any]:
    """Compute once for each question, until something about the case is recorded."""
    from downrange.service.consequences.operations import consequence_report

    return consequence_report(case, freeze, on, samples=SAMPLES, names=named, recorded=True)


@endpoint(router, "GET", "/cases/{slug:case}/look-ups", Action.LOOKUP_VIEW_OWN, schemas.LookUps)
def look_ups(request: PageRequest, case: str) -> Any:
    """Say who asked after one's own party at the gate, when, why and with what answer."""
    from downrange.service.border.gate import looked_up

    parties = sorted(
        {
            one.party
            for one in request.who.standings
            if one.party is not None
            and allowed(request.who, Action.LOOKUP_VIEW_OWN, Row(case=case, party=one.party))
        }
    )
    found = [row for party in parties for row in looked_up(f"{case}/{party}")]
    return {"case": case, "parties": parties, "items": sorted(found, key=lambda row: row["log_sequence"])}
