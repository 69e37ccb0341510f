"""One side of a contest: its figures and stated sums, as the document holds them."""

from __future__ import annotations

from typing import Any

from downrange.base.money import Money, from_float
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment, Damage, Range

__all__ = ["currencies_of", "decimal_text", "intervals", "launched", "medians", "side_of", "stated_sums"]


def launched(case: Case) -> bool:
    """Say whether a case has a launch or failure of its own."""
    return case.scenario is not None and case.scenario.kind != "none"


def stated_sums(case: Case) -> dict[str, Money]:
    """Give the known sums of a case's claims, and those of the statements that it computes with.

    Returns
    -------
    dict
        By ``claims.ID.asserted`` (``awarded``, ``agreed``, ``paid``) and ``choices.PROPERTY``.
    """
    from downrange.case.schema import Amount

    found: dict[str, Money] = {}
    for claim in case.claims:
        for head in ("asserted", "awarded", "agreed", "paid"):
            value = getattr(claim, head)
            if isinstance(value, Money):
                found[f"claims.{claim.id.split('/')[-1]}.{head}"] = value
    said = {statement.id: statement.value for statement in case.statements}
    for choice in case.choices:
        value = said.get(choice.statement)
        if isinstance(value, Amount) and value.amount is not None:
            found[f"choices.{choice.property}"] = value.amount
    return found


def side_of(by: str, found: Assessment, case: Case) -> dict[str, Any]:
    """Give one side of a contest: its quantities, its sums as decimal strings, the sums of its claims."""
    from downrange.damage.comparison import method_title

    return {
        "by": by,
        "manifest": found.manifest.as_json()["digest"],
        "quantities": {name: _quantiles(value) for name, value in found.quantities.items()},
        "claims": {name: money.as_json() for name, money in stated_sums(case).items()},
        "damages": [
            {
                "method": damage.method,
                "title": method_title(damage),
                "status": damage.status,
                "applicability": damage.applicability,
                "why": damage.why,
                "currency": damage.currency,
                "price_year": damage.price_year,
                "missing": list(damage.missing),
                "amount": _amounts(damage),
            }
            for damage in found.damages
        ],
    }


def _quantiles(value: Range) -> dict[str, float]:
    return {"p05": value.p05, "p50": value.p50, "p95": value.p95}


def _amounts(damage: Damage) -> dict[str, str] | None:
    if damage.amount is None or damage.currency is None:
        return None
    return {name: decimal_text(value, damage.currency) for name, value in _quantiles(damage.amount).items()}


def decimal_text(value: float, currency: str) -> str:
    """Give a computed sum as a decimal string, rounded once."""
    return from_float(value, currency).as_json()["amount"]


def medians(found: Assessment, case: Case) -> dict[str, float]:
    """Give the median of every figure; a stated sum is its own."""
    values = {f"quantities.{name}": value.p50 for name, value in found.quantities.items()}
    for damage in found.damages:
        if damage.amount is not None:
            values[f"damages.{damage.method}"] = damage.amount.p50
    return values | {name: float(money.amount) for name, money in stated_sums(case).items()}


def currencies_of(found: Assessment, case: Case) -> dict[str, str]:
    """Give the currency of every figure that is a sum."""
    sums = {f"damages.{d.method}": d.currency for d in found.damages if d.currency is not None}
    return sums | {name: money.currency for name, money in stated_sums(case).items()}


def intervals(found: Assessment, case: Case) -> dict[str, Range]:
    """Give the 5-95 % interval of every figure; a stated sum has no width."""
    values = {f"quantities.{name}": value for name, value in found.quantities.items()}
    sums = {f"damages.{d.method}": d.amount for d in found.damages if d.amount is not None}
    stated = {name: float(money.amount) for name, money in stated_sums(case).items()}
    return values | sums | {name: Range(value, value, value) for name, value in stated.items()}
