"""Use cases on the casebook: what there is."""

from __future__ import annotations

from typing import Any

from downrange.base.money import Money
from downrange.case.schema import Case, Claim, Unknown, day_range

__all__ = ["comparison", "listing"]


def listing() -> dict[str, Any]:
    """List the casebook with the keys of ``cases --json``."""
    from downrange.inputs.cases import list_cases

    return {"cases": list_cases()}


def comparison() -> dict[str, Any]:
    """Hold claimed against awarded, agreed and paid, claim by claim over the whole casebook.

    Returns
    -------
    dict
        ``rows``: ``case``, ``claim``, ``title``, ``basis``, ``fictional``, the four amounts (Money, or
        ``{"unknown": why}``), ``paid_share`` of the asserted sum where both are known in one currency, and
        ``years_to_settle`` between assertion and the last of agreement and payment, where known.
    """
    from downrange.inputs.cases import case_names, read_case

    rows = []
    for name in case_names():
        case = read_case(name).case
        rows += [_row(case, claim) for claim in case.claims]
    return {"rows": rows}


def _row(case: Case, claim: Claim) -> dict[str, Any]:
    amounts = {head: getattr(claim, head) for head in ("asserted", "awarded", "agreed", "paid")}
    return {
        "case": case.case,
        "claim": claim.id,
        "title": claim.title,
        "basis": claim.basis,
        "fictional": case.fictional or case.hypothetical,
        **{head: v.as_json() if isinstance(v, Money) else v.model_dump() for head, v in amounts.items()},
        "paid_share": _share(claim.paid, claim.asserted),
        "years_to_settle": _years(claim),
    }


def _share(paid: Money | Unknown, asserted: Money | Unknown) -> float | None:
    if not isinstance(paid, Money) or not isinstance(asserted, Money):
        return None
    if paid.currency != asserted.currency or asserted.minor == 0:
        return None
    return paid.minor / asserted.minor


def _years(claim: Claim) -> float | None:
    ends = [day for day in (claim.agreed_on, claim.paid_on) if day]
    if claim.asserted_on is None or not ends:
        return None
    first, last = day_range(claim.asserted_on)[0], max(day_range(end)[1] for end in ends)
    return round((last - first).days / 365.25, 1)
