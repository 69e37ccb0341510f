"""Which methods may be added and which exclude each other, by the loss that each pays for.

Two sums may be added only where they pay for different losses. Prices of air pollution already hold the
harm to health; damage to soil, its clean-up and the services lost from it pay in part for the same ground:
with the ground restored at the polluter's cost only the loss until then is left. So overlapping classes are
rivals, to be shown side by side, and so are sums in different currencies, because nothing is converted
here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

from downrange.damage.assessment import Damage
from downrange.damage.valuation.method import DamageClass, Method

__all__ = ["OVERLAPS", "Verdict", "addable_sets", "may_add", "overlap"]

OVERLAPS: tuple[tuple[DamageClass, DamageClass, str], ...] = (
    ("air", "health", "prices of air pollution already hold the harm to health"),
    ("soil", "clean-up", "soil restored at the polluter's cost is not paid for again"),
    ("soil", "lost-use", "the services lost are what the damage to the soil pays for"),
    ("soil", "litter", "littered ground and contaminated ground may be the same"),
)
"""Pairs of different classes that pay in part for the same loss, with the reason."""


@dataclass(frozen=True)
class Verdict:
    """Whether two sums may be added, and why or why not."""

    addable: bool
    why: str


def overlap(one: Sequence[str], other: Sequence[str]) -> str | None:
    """Say why two sets of damage classes pay for the same loss; None where they do not."""
    same = [c for c in one if c in other]
    if same:
        return f"both pay for {', '.join(same)}"
    for first, second, why in OVERLAPS:
        if (first in one and second in other) or (second in one and first in other):
            return why
    return None


def may_add(one: Method, other: Method) -> Verdict:
    """Say whether the sums of two methods may be added.

    Parameters
    ----------
    one, other : Method
        By the classes they may pay for and their currencies.
    """
    if one.slug == other.slug:
        return Verdict(False, "the same method counted twice")
    return _verdict(one.classes, one.currency, other.classes, other.currency)


def _verdict(one: Sequence[str], currency: str, other: Sequence[str], other_currency: str) -> Verdict:
    shared = overlap(one, other)
    if shared:
        return Verdict(False, f"rivals: {shared}")
    if currency != other_currency:
        return Verdict(False, f"different losses, but {currency} and {other_currency} need a dated rate")
    return Verdict(True, "they pay for different losses in one currency")


def addable_sets(damages: Sequence[Damage]) -> tuple[tuple[str, ...], ...]:
    """Give the greatest sets of sums that may be added, by what each actually paid for in this case.

    Parameters
    ----------
    damages : sequence of Damage
        The sums of a case; refused ones count for nothing.

    Returns
    -------
    tuple of tuples
        Names of methods; sets of two and more that lie in no greater one, in the order given.
    """
    computed = [d for d in damages if d.status == "computed" and d.parts and d.currency is not None]
    fits = {
        frozenset((a.method, b.method))
        for a, b in combinations(computed, 2)
        if _verdict(tuple(a.parts), str(a.currency), tuple(b.parts), str(b.currency)).addable
    }
    names = [d.method for d in computed]
    found: list[tuple[str, ...]] = []
    for size in range(len(names), 1, -1):
        for chosen in combinations(names, size):
            if all(frozenset(pair) in fits for pair in combinations(chosen, 2)) and not any(
                set(chosen) <= set(greater) for greater in found
            ):
                found.append(chosen)
    return tuple(found)
