"""What needs no key: the public register, and proofs over the log."""

from __future__ import annotations

from typing import Annotated, Any

from ninja import Query

from downrange.errors import RecordError
from downrange.service.record import public
from downrange.web import cases
from downrange.web.access import PageRequest
from downrange.web.api import schemas
from downrange.web.api.door import endpoint, router
from downrange.web.api.problems import NotThereError
from downrange.web.api.reading import Cursor, Limit
from downrange.web.policy import Action

__all__: list[str] = []

At = Annotated[int, Query(ge=0, le=2**53)]


@endpoint(router, "GET", "/public/cases", Action.PUBLIC_VIEW, schemas.CaseList)
def public_cases(request: PageRequest, limit: Limit = 50, cursor: Cursor = "") -> Any:
    """List the cases of the public register."""
    rows = [row for row in cases.titles() if row["name"] > cursor]
    return {"items": rows[:limit], "next": rows[limit - 1]["name"] if len(rows) > limit else None}


@endpoint(router, "GET", "/public/cases/{slug:case}", Action.PUBLIC_VIEW, schemas.PublicCase)
def public_case(request: PageRequest, case: str) -> Any:
    """Give what everybody may see of a case, each line with its place in the log."""
    whole = cases.the_case(case)
    entries = [
        {
            "kind": one.kind,
            "about": one.about,
            "sequence": one.sequence,
            "recorded_at": one.recorded_at.isoformat(),
            "effective_on": one.effective_on,
            "shown": one.shown,
            "withheld": one.withheld,
        }
        for one in public.register_of(whole)
    ]
    return {"case": case, "title": whole.title, "entries": entries}


@endpoint(router, "GET", "/log/head", Action.LOG_VERIFY, schemas.LogHead)
def log_head(request: PageRequest) -> Any:
    """Give the size and root of the log now, and the latest signed checkpoint."""
    return public.log_head()


@endpoint(router, "GET", "/log/entries/{int:sequence}/proof", Action.LOG_VERIFY, schemas.Inclusion)
def log_proof(request: PageRequest, sequence: schemas.Place, size: At | None = None) -> Any:
    """Prove that an entry stands in the log, as it was at a size (by default now)."""
    try:
        return public.proof_of(sequence, size)
    except RecordError as error:
        raise NotThereError(str(error)) from error


@endpoint(router, "GET", "/log/consistency", Action.LOG_VERIFY, schemas.Consistency)
def log_consistency(request: PageRequest, first: At, second: At | None = None) -> Any:
    """Prove that the log at ``second`` (by default now) continues the log at ``first``."""
    from downrange.service.record.log import prove_consistency

    until = public.log_head()["size"] if second is None else second
    try:
        proof = prove_consistency(first, until)
    except RecordError as error:
        raise NotThereError(str(error)) from error
    return {
        "first": first,
        "second": until,
        "first_root_hash": public.root_over(first),
        "second_root_hash": public.root_over(until),
        "proof": [step.hex() for step in proof],
    }


@endpoint(router, "POST", "/log/verify", Action.LOG_VERIFY, schemas.Verdict)
def log_verify(request: PageRequest, proof: schemas.ProofIn) -> Any:
    """Check a proof that somebody brings, against itself and against this log."""
    verdict = public.verified(proof.model_dump())
    return {**verdict, "holds": all(verdict.values())}
