"""How much is held against how much is owed, and what holding costs by the day.

The law asks for a commensurate hold and lets everything be attached at once (ENF 62(1)); it names no factor.
A limit is the user's policy and is labelled so. Where a hold endangers operations, courts elsewhere freed a
share of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from downrange.base.money import Money

__all__ = ["Keeping", "Proportion", "freed", "keeping", "proportion"]


@dataclass(frozen=True)
class Proportion:
    """Held over owed, and what a policy limit makes of it."""

    held_to_claim: Fraction
    over_limit: bool | None
    told: str


@dataclass(frozen=True)
class Keeping:
    """What keeping a thing has cost, and the day on which that reaches its value (None: no cost)."""

    cost: Money
    days: int
    eats_value_after_days: int | None


def proportion(held: Money, claim: Money, limit: Decimal | None = None) -> Proportion:
    """Give held over owed; a limit is policy.

    Raises
    ------
    ValueError
        If the claim is nought or the sums are in two currencies.
    """
    if held.currency != claim.currency:
        raise ValueError("two currencies need a rate, a source and a date")
    if claim.minor <= 0:
        raise ValueError("nothing is owed: nothing may be held")
    found = Fraction(held.minor, claim.minor)
    over = None if limit is None else found > Fraction(limit)
    told = (
        f"held {float(found):.1f} times the claim; the law asks for commensurate, without a factor: ENF 62(1)"
    )
    if limit is not None:
        told += f"; {'over' if over else 'within'} the limit of {limit}, which is policy"
    return Proportion(found, over, told)


def freed(held: Money, share: Decimal) -> tuple[Money, Money]:
    """Split a hold into what is freed and what stays, the freed part rounded down.

    Raises
    ------
    ValueError
        If the share is not between nought and one.
    """
    if not 0 <= share <= 1:
        raise ValueError(f"a share of {share}")
    free = held.times(share, "down")
    return free, held - free


def keeping(per_day: Money, since: date, on: date, value: Money | None = None) -> Keeping:
    """Give what keeping has cost from a day up to another, and after how many days it eats the value.

    Raises
    ------
    ValueError
        If the days are the wrong way round or the currencies differ.
    """
    days = (on - since).days
    if days < 0:
        raise ValueError(f"{on} lies before {since}")
    if value is not None and value.currency != per_day.currency:
        raise ValueError("two currencies need a rate, a source and a date")
    eats = None if value is None or per_day.minor <= 0 else -(-value.minor // per_day.minor)
    return Keeping(Money(per_day.minor * days, per_day.currency), days, eats)
