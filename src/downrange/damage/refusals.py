"""What is refused and why, as one table: methods, masses without a price, shares that the draws cannot tell.

A refusal is an answer. Each row names what was asked, why there is no figure, what is missing and what would
bring one. The standing refusals, those of every case, are in ``reference/refusals.yaml``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal

from downrange.damage.assessment import Assessment, Damage
from downrange.damage.valuation.methods import METHODS
from downrange.reference import library

__all__ = ["RULE_SETS", "Refusal", "refusals_of", "standing_refusals"]

Kind = Literal["method", "nothing-to-price", "no-price", "not-resolved", "vehicle", "library"]

RULE_SETS = frozenset(method.slug for method in METHODS if method.takes)
"""Methods whose tables a user's file brings (``rules/METHOD.yaml`` beside the case)."""

_EMPTY = "nothing that the method prices"


@dataclass(frozen=True)
class Refusal:
    """One thing refused.

    Attributes
    ----------
    what : str
        What was asked for.
    kind : str
        ``method`` (a table or an input is missing), ``nothing-to-price``, ``no-price`` (a mass listed instead
        of counted as nothing), ``not-resolved`` (too few draws), ``vehicle``, ``library``.
    why : str
        The reason.
    missing : tuple of str
        By name.
    completes : str
        What would bring a figure.
    """

    what: str
    kind: Kind
    why: str
    missing: tuple[str, ...] = ()
    completes: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the row for machines."""
        return {**asdict(self), "missing": list(self.missing)}


def refusals_of(assessment: Assessment) -> tuple[Refusal, ...]:
    """Give what an assessment refuses, in the order of its methods."""
    found = [_method(damage) for damage in assessment.damages if damage.status == "refused"]
    for damage in assessment.damages:
        found += [
            Refusal(item.partition(":")[0], "no-price", f"{damage.method}: {item.partition(':')[2].strip()}")
            for item in damage.unpriced
        ]
    found += [
        Refusal(
            driver.figure, "not-resolved", "no input stands out of the noise of so few draws", (),
            "more draws (--samples)",
        )
        for driver in assessment.drivers
        if not driver.resolved
    ]  # fmt: skip
    return tuple(found)


def _method(damage: Damage) -> Refusal:
    if _EMPTY in damage.why:
        return Refusal(damage.method, "nothing-to-price", _EMPTY, damage.missing, "harm of that kind")
    asked = {method.slug: method.asks for method in METHODS}.get(damage.method, ())
    ways = [f"rules/{damage.method}.yaml beside the case"] if damage.method in RULE_SETS else []
    ways += ["inputs of the case"] if set(asked) & set(damage.missing) else []
    return Refusal(
        damage.method,
        "method",
        damage.why,
        damage.missing,
        " or ".join(ways) or "what is missing, with a source",
    )


def standing_refusals() -> tuple[Refusal, ...]:
    """Give what is refused in every case: values not read, unverified or outside what a source holds for."""
    rows: Sequence[dict[str, Any]] = library.table("refusals.yaml")["refusals"]
    return tuple(
        Refusal(row["what"], "library", row["why"], tuple(row.get("missing", ())), row["completes"])
        for row in rows
    )
