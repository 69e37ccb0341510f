"""The sums of a claim as figures that can be explained: by whose word, from which source."""

from __future__ import annotations

from typing import Any

from downrange.base.money import Money
from downrange.case.schema import Amount, Case, Claim, Statement

__all__ = ["claim_figures"]


def claim_figures(case: Case) -> dict[str, dict[str, Any]]:
    """Give the known sums of the case's claims (``claim.asserted``; ``claim/rent.paid`` beside the first).

    Returns
    -------
    dict
        By figure: ``value``, ``unit``, ``steps`` and ``leaves`` as ``explain --json``; the leaves are the
        statements that the claim names, each with its source.
    """
    found: dict[str, dict[str, Any]] = {}
    for index, claim in enumerate(case.claims):
        prefix = "claim" if index == 0 else claim.id
        for name in ("asserted", "awarded", "agreed", "paid"):
            value = getattr(claim, name)
            if isinstance(value, Money):
                found[f"{prefix}.{name}"] = _explained(case, claim, name, value)
    return found


def _explained(case: Case, claim: Claim, name: str, value: Money) -> dict[str, Any]:
    leaves = [_leaf(s) for s in _statements(case, claim) if isinstance(s.value, Amount)]
    if not leaves:
        leaves = [
            {
                "name": f"{claim.id}.{name}", "value": value.as_json()["amount"], "unit": value.currency,
                "kind": "stated", "source": key, "locator": None,
            }
            for key in claim.sources
        ]  # fmt: skip
    step = {
        "name": f"{claim.id}.{name}",
        "method": "taken from what was said; nothing is computed",
        "inputs": [leaf["name"] for leaf in leaves],
        "output": value.as_json()["amount"],
        "unit": value.currency,
        "validity": "",
    }
    return {"value": value.as_json()["amount"], "unit": value.currency, "steps": [step], "leaves": leaves}


def _statements(case: Case, claim: Claim) -> list[Statement]:
    named = set(claim.statements)
    return [s for s in case.statements if s.id in named or (not named and s.about == claim.id)]


def _leaf(statement: Statement) -> dict[str, Any]:
    assert isinstance(statement.value, Amount)
    money = statement.value.amount or statement.value.high or statement.value.low
    assert money is not None, "the schema asks for one of the three"
    return {
        "name": statement.id,
        "value": money.as_json()["amount"],
        "unit": money.currency,
        "kind": f"{statement.stance} by {statement.said_by}",
        "source": statement.source,
        "locator": statement.locator,
    }
