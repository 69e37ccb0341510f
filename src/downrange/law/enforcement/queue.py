"""Several creditors on one thing: who holds how much of its worth, and who waits in which order.

Attaching takes what is free of the value, in the order of time; nobody holds what another holds already. Who
waits takes what is let go by rank, inside a rank by the day of force (ENF 110-112; the bailiff tells a
creditor his rank at the opening, ENF 37(4)). Proceeds of a sale follow the ranks, not this order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from downrange.base.money import Money

__all__ = ["Place", "Wish", "places"]


@dataclass(frozen=True)
class Wish:
    """What a creditor asks of a thing: his rank, since when, how much, and until when if he let it go."""

    creditor: str
    rank: int
    since: date
    asks: Money
    until: date | None = None


@dataclass(frozen=True)
class Place:
    """What a creditor holds of a thing on a day, and what he waits for (nought: nothing)."""

    creditor: str
    holds: Money
    waits: Money


def places(value: Money, wishes: Sequence[Wish], on: date) -> tuple[Place, ...]:
    """Follow the days up to the end of one: each takes what is free, and what is let go goes by rank.

    Raises
    ------
    ValueError
        If a wish is in another currency than the value.
    """
    if any(one.asks.currency != value.currency for one in wishes):
        raise ValueError("two currencies need a rate, a source and a date")
    held: dict[str, int] = {}
    here: list[Wish] = []
    for day in sorted({one.since for one in wishes} | {one.until for one in wishes if one.until}):
        if day > on:
            break
        for one in [each for each in here if each.until == day]:
            here.remove(one)
            held.pop(one.creditor)
        _serve(value, sorted(here, key=lambda one: (one.rank, one.since, one.creditor)), held)
        new = sorted((one for one in wishes if one.since == day), key=lambda one: one.creditor)
        here += new
        held.update({one.creditor: 0 for one in new})
        _serve(value, new, held)
    return tuple(
        Place(
            one.creditor,
            Money(held[one.creditor], value.currency),
            Money(one.asks.minor - held[one.creditor], value.currency),
        )
        for one in here
    )


def _serve(value: Money, order: Sequence[Wish], held: dict[str, int]) -> None:
    for one in order:
        free = value.minor - sum(held.values())
        held[one.creditor] += min(free, one.asks.minor - held[one.creditor])
