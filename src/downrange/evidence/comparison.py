"""Claimed against paid: every claim of several cases in one table, nothing converted.

Ratios are formed within one currency only; where a claim was also printed in the currency it was paid in,
that figure is taken. Per tonne and per hectare stand on what the case gives as propellant on board and as
affected area; years to settle run from the day the claim arose to the payment, else to the agreement, and a
day known only as a year makes them a range of up to a year.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from downrange.base.money import Money
from downrange.case.schema import Amount, Case, Claim, Unknown, day_range

__all__ = ["ComparedClaim", "compare_claims"]

TONNES = "propellant_on_board_t"
HECTARES = "affected_area_ha"


@dataclass(frozen=True)
class ComparedClaim:
    """One line of the table: four amounts, what they are per tonne and hectare, and how long it took.

    An amount is None where it is unknown; ``reasons`` says why, by the name of the amount.
    """

    case: str
    claim: str
    title: str
    basis: str
    arising_on: str
    asserted: Money | None
    awarded: Money | None
    agreed: Money | None
    paid: Money | None
    reasons: dict[str, str]
    paid_to_asserted_ratio: float | None
    propellant_t: float | None
    affected_area_ha: float | None
    asserted_per_t: Money | None
    paid_per_t: Money | None
    asserted_per_ha: Money | None
    paid_per_ha: Money | None
    settled_after_low_y: float | None
    settled_after_high_y: float | None
    vehicle: str | None


def compare_claims(cases: Iterable[Case]) -> tuple[ComparedClaim, ...]:
    """Put the claims of cases side by side, in the order of the day they arose."""
    found = [_line(case, claim) for case in cases for claim in case.claims]
    return tuple(sorted(found, key=lambda line: (day_range(line.arising_on)[0], line.case, line.claim)))


def _line(case: Case, claim: Claim) -> ComparedClaim:
    names = ("asserted", "awarded", "agreed", "paid")
    given = {name: getattr(claim, name) for name in names}
    sums = {name: value if isinstance(value, Money) else None for name, value in given.items()}
    reasons = {name: value.unknown for name, value in given.items() if isinstance(value, Unknown)}
    harmed = claim.basis in ("ecological-damage", "property-damage", "clean-up-cost", "treaty", "state-costs")
    tonnes = _measured(case, TONNES) if harmed else None
    hectares = _measured(case, HECTARES) if harmed else None
    low, high = _years(claim)
    incident = case.incident
    return ComparedClaim(
        case=case.case,
        claim=claim.id,
        title=claim.title,
        basis=claim.basis,
        arising_on=claim.arising_on,
        **sums,
        reasons=reasons,
        paid_to_asserted_ratio=_ratio(sums["paid"], sums["asserted"])
        or _ratio(sums["paid"], _asserted_like(case, claim, sums["paid"])),
        propellant_t=tonnes,
        affected_area_ha=hectares,
        asserted_per_t=_per(sums["asserted"], tonnes),
        paid_per_t=_per(sums["paid"], tonnes),
        asserted_per_ha=_per(sums["asserted"], hectares),
        paid_per_ha=_per(sums["paid"], hectares),
        settled_after_low_y=low,
        settled_after_high_y=high,
        vehicle=incident.vehicle if incident else None,
    )


def _measured(case: Case, quantity: str) -> float | None:
    found = [item.number for item in case.measured if item.quantity == quantity and item.number is not None]
    return found[0] if found else None


def _asserted_like(case: Case, claim: Claim, paid: Money | None) -> Money | None:
    """Give what was also asserted in the currency of the payment, as a statement of the case printed it."""
    for statement in case.statements:
        value = statement.value
        if statement.about == claim.id and statement.property in ("asserted", "principal"):
            amount = value.amount if isinstance(value, Amount) else None
            if paid is not None and amount is not None and amount.currency == paid.currency:
                return amount
    return None


def _ratio(paid: Money | None, asserted: Money | None) -> float | None:
    if paid is None or asserted is None or not asserted.minor or paid.currency != asserted.currency:
        return None
    return paid.minor / asserted.minor


def _per(amount: Money | None, quantity: float | None) -> Money | None:
    if amount is None or not quantity:
        return None
    return amount.times(1 / Fraction(Decimal(str(quantity))), "half-up")


def _years(claim: Claim) -> tuple[float | None, float | None]:
    end = claim.paid_on or claim.agreed_on or claim.awarded_on
    if end is None:
        return None, None
    begin_first, begin_last = day_range(claim.arising_on)
    end_first, end_last = day_range(end)
    return _span_y(begin_last, end_first), _span_y(begin_first, end_last)


def _span_y(first: date, last: date) -> float:
    return round(max((last - first).days, 0) / 365.25, 2)
