"""Which of the attachable things to hold: cover claim and charges with the least harm, in whole things.

Levels come one after another: money, movables and immovables not used in production, production assets; then
the same for pledged things (ENF 57: only if others do not suffice), for things held for others' claims
(policy: their creditors share in them, ENF 110-112), and launch-critical things last of all (policy). What a
person orders to take comes before all levels (ENF 72(4): with reasons, open to appeal). From
the last level backwards the least value is taken that still lets the levels before it cover the rest, so
nothing is taken from a later level that an earlier one could give. Inside a level that is the covering
knapsack: exact in whole minor units by meeting in the middle for up to thirty things, by a mixed-integer
program (HiGHS) above, rechecked in integers. Money can be held in part (ENF 62(6)); things cannot.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from fractions import Fraction
from importlib import import_module
from typing import Any

from downrange.base.money import Money
from downrange.law.enforcement.attachability import QUEUES, Attachable

__all__ = ["Chosen", "Selection", "cover", "level_of", "select"]

_EXACT_UP_TO = 30
_GAP = 1e-4
_SECONDS = 10.0


@dataclass(frozen=True)
class Chosen:
    """One thing held, at which value, and why it."""

    asset: str
    value: Money
    reason: str
    article: str

    def as_json(self) -> dict[str, Any]:
        """Give the choice with the keys of ``attach --json``."""
        return {
            "asset": self.asset,
            "value": self.value.as_json(),
            "reason": self.reason,
            "article": self.article,
        }


@dataclass(frozen=True)
class Selection:
    """What to hold for a target: covered and excess sums, and how far from the best it may be."""

    target: Money
    chosen: tuple[Chosen, ...]
    left: tuple[tuple[str, str], ...]
    covered: Money
    excess: Money
    optimal: bool
    gap_ratio: float
    alternatives: tuple[str, ...] = ()


def level_of(one: Attachable) -> int:
    """Give the level of harm: the queue, then pledged, then launch-critical."""
    return QUEUES.index(one.queue) + 4 * one.pledged + 8 * bool(one.held_for) + 16 * one.launch_critical


def select(
    candidates: Sequence[tuple[Attachable, Money]],
    target: Money,
    *,
    include: Collection[str] = (),
    excess_at_most: Fraction | None = None,
) -> Selection:
    """Choose what to hold so that the target is covered with the least harm.

    Parameters
    ----------
    candidates : sequence of (attachable, value)
        Attachable or doubtful things with the debtor's part of their values in the target's currency.
    include : collection of str
        Assets that a person orders to take first.
    excess_at_most : Fraction, optional
        The user's policy: the most by which the hold may exceed the target, as a share of it. Where levels in
        their order exceed it, the earliest levels whose things together keep to it are covered as one.

    Raises
    ------
    ValueError
        If a value is in another currency.
    """
    for one, value in candidates:
        if value.currency != target.currency:
            raise ValueError(
                f"{one.asset.id} is valued in {value.currency}: a rate, a source and a date are needed"
            )
    ordered = sorted(candidates, key=lambda pair: (level_of(pair[0]), pair[0].asset.id))
    first = [pair for pair in ordered if pair[0].asset.id in include]
    rest = [pair for pair in ordered if pair[0].asset.id not in include]
    ordered_to = [_chosen(one, value, "a person orders to take it", "ENF 72(4)") for one, value in first]
    need = target.minor - sum(value.minor for _, value in first)
    taken, optimal, gap = _by_levels(rest, need)
    limit = None if excess_at_most is None else int(excess_at_most * target.minor)
    if limit is not None and sum(one.value.minor for one in taken) - need > limit:
        taken, optimal, gap = _within(rest, need, limit) or (taken, optimal, gap)
    taken = [*ordered_to, *taken]
    covered = Money(sum(one.value.minor for one in taken), target.currency)
    excess = max(covered - target, Money(0, target.currency))
    places = {one.asset.id: place for place, (one, _) in enumerate(ordered)}
    chosen = tuple(sorted(taken, key=lambda one: places[one.asset]))
    names = {one.asset for one in chosen}
    left = tuple((one.asset.id, _why_left(one)) for one, _ in ordered if one.asset.id not in names)
    return Selection(
        target, chosen, left, covered, excess, optimal, gap, _alternatives(ordered, chosen, covered, target)
    )


Pairs = Sequence[tuple[Attachable, Money]]
Taken = tuple[list[Chosen], bool, float]


def _by_levels(ordered: Pairs, need: int) -> Taken:
    """Cover a need from the last level backwards: each takes the least that the levels before cannot give."""
    taken: list[Chosen] = []
    optimal, gap = True, 0.0
    for level in sorted({level_of(one) for one, _ in ordered}, reverse=True):
        here = [(one, value) for one, value in ordered if level_of(one) == level]
        before = sum(value.minor for one, value in ordered if level_of(one) < level)
        short = need - before
        if short <= 0:
            continue
        picked, exact, its_gap = _from_level(here, short, divisible=level == 0)
        taken += picked
        need -= sum(one.value.minor for one in picked)
        optimal, gap = optimal and exact, max(gap, its_gap)
    return taken, optimal, gap


def _within(ordered: Pairs, need: int, limit: int) -> Taken | None:
    """Cover a need with an excess within a limit, from as few of the first levels as can."""
    money = [pair for pair in ordered if level_of(pair[0]) == 0]
    short = need - sum(value.minor for _, value in money)
    for level in sorted({level_of(one) for one, _ in ordered} - {0}):
        pool = [(one, value) for one, value in ordered if 0 < level_of(one) <= level]
        if short <= 0 or sum(value.minor for _, value in pool) < short:
            continue
        picked, exact, gap = cover([value.minor for _, value in pool], short)
        if sum(pool[index][1].minor for index in picked) - short <= limit:
            told = "covers within the limit on the excess, which is policy"
            held = [_chosen(*pool[index], f"{pool[index][0].queue}: {told}", "") for index in picked]
            first = _from_level(money, need, divisible=True)[0] if money else []
            return [*first, *held], exact, gap
    return None


def _chosen(one: Attachable, value: Money, reason: str, article: str) -> Chosen:
    return Chosen(one.asset.id, value, reason, article or _article(one))


def _why_left(one: Attachable) -> str:
    if one.launch_critical:
        return "launch-critical: held only if nothing else covers"
    if one.held_for:
        return f"held for {', '.join(one.held_for)}: held twice only if nothing else covers"
    if one.pledged:
        return "pledged: held only if nothing else suffices (ENF 57)"
    return f"not needed: {one.queue}"


def _from_level(
    here: Sequence[tuple[Attachable, Money]], short: int, *, divisible: bool
) -> tuple[list[Chosen], bool, float]:
    currency = here[0][1].currency
    if divisible:
        taken, left = [], short
        for one, value in here:
            part = min(left, value.minor)
            if part > 0:
                taken.append(
                    Chosen(one.asset.id, Money(part, currency), "money comes first", "ENF 55(2), 62(6)")
                )
                left -= part
        return taken, True, 0.0
    picked, exact, gap = cover([value.minor for _, value in here], short)
    told = "covers what the levels before cannot"
    held = [here[index] for index in picked]
    return [Chosen(one.asset.id, value, _reason(one, told), _article(one)) for one, value in held], exact, gap


def _reason(one: Attachable, told: str) -> str:
    doubt = f"; {one.reason}" if one.status == "doubtful" or one.share < 1 else ""
    return f"{one.queue}: {told}{doubt}"


def _article(one: Attachable) -> str:
    return (
        "ENF 72(2), 63(1)" if one.status == "doubtful" else ("ENF 57, 72(2)" if one.pledged else "ENF 72(2)")
    )


def cover(values: Sequence[int], need: int) -> tuple[tuple[int, ...], bool, float]:
    """Choose the least sum that reaches a need; everything, where even that does not.

    Parameters
    ----------
    values : sequence of int
        Whole minor units, none below zero.
    need : int
        Above zero.

    Returns
    -------
    tuple
        The indices chosen, whether no smaller sum exists, and the proven relative gap.
    """
    whole = sum(values)
    if whole <= need:
        return tuple(range(len(values))), True, 0.0
    if len(values) <= _EXACT_UP_TO:
        return _meet_in_the_middle(values, need), True, 0.0
    picked, gap = _by_program(values, need)
    reached = sum(values[index] for index in picked)
    inside = set(picked)
    spare = sorted((value, index) for index, value in enumerate(values) if index not in inside)
    while reached < need:  # the program works to a tolerance; the integers decide
        value, index = next((each for each in spare if each[0] >= need - reached), spare[-1])
        spare.remove((value, index))
        picked = (*picked, index)
        reached, gap = reached + value, max(gap, value / need)
    exact = reached == need
    return tuple(sorted(picked)), exact, 0.0 if exact else max(gap, 1.0 / need)


def _sums(values: Sequence[int]) -> list[tuple[int, int]]:
    """Give every sum of a half with its mask, in rising order."""
    found = [(0, 0)]
    for place, value in enumerate(values):
        found += [(total + value, mask | 1 << place) for total, mask in found]
    return sorted(found)


def _meet_in_the_middle(values: Sequence[int], need: int) -> tuple[int, ...]:
    half = len(values) // 2
    first, second = _sums(values[:half]), _sums(values[half:])
    totals = [total for total, _ in second]
    best: tuple[int, int, int] | None = None
    for total, mask in first:
        place = bisect_left(totals, need - total)
        if place < len(second):
            found = (total + totals[place], mask, second[place][1])
            best = found if best is None else min(best, found)
    assert best is not None, "the whole reaches the need"
    mask = best[1] | best[2] << half
    return tuple(index for index in range(len(values)) if mask >> index & 1)


def _by_program(values: Sequence[int], need: int) -> tuple[tuple[int, ...], float]:
    """Solve the cover with HiGHS, one thread, fixed seed.

    The bare solver class is used: the wrapper around it writes a banner to standard output when it is made.
    """
    import numpy as np

    highspy: Any = import_module("highspy")
    number = len(values)
    shares = np.array([value / need for value in values])
    program = highspy.HighsLp()
    program.num_col_, program.num_row_ = number, 1
    program.col_cost_ = shares
    program.col_lower_, program.col_upper_ = np.zeros(number), np.ones(number)
    program.row_lower_, program.row_upper_ = np.array([1.0]), np.array([highspy.kHighsInf])
    program.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    program.a_matrix_.start_ = np.arange(number + 1)
    program.a_matrix_.index_ = np.zeros(number, dtype=np.int32)
    program.a_matrix_.value_ = shares
    program.integrality_ = [highspy.HighsVarType.kInteger] * number
    solver = highspy._Highs()
    settings = {
        "output_flag": False,
        "threads": 1,
        "random_seed": 0,
        "mip_rel_gap": _GAP,
        "time_limit": _SECONDS,
    }
    for name, setting in settings.items():
        solver.setOptionValue(name, setting)
    solver.passModel(program)
    solver.run()
    column = solver.getSolution().col_value
    return tuple(index for index in range(number) if column[index] > 0.5), float(solver.getInfo().mip_gap)


def _alternatives(
    ordered: Sequence[tuple[Attachable, Money]], chosen: Sequence[Chosen], covered: Money, target: Money
) -> tuple[str, ...]:
    """Name up to three single swaps inside a level that still cover, the least excess first."""
    level = {one.asset.id: level_of(one) for one, _ in ordered}
    value = {one.asset.id: worth.minor for one, worth in ordered}
    held = {one.asset: one.value.minor for one in chosen}
    others: dict[int, list[tuple[int, str]]] = {}
    for asset in value:
        if asset not in held and level[asset] > 0:
            others.setdefault(level[asset], []).append((value[asset], asset))
    for beside in others.values():
        beside.sort()
    swaps = []
    for out in held:
        beside, rest = others.get(level[out], []), covered.minor - held[out]
        first = bisect_left(beside, (target.minor - rest, ""))  # no smaller one of its level still covers
        swaps += [(rest + worth, out, into) for worth, into in beside[first : first + 3]]
    return tuple(
        f"{into} instead of {out}: covers {Money(after, target.currency)}"
        for after, out, into in sorted(swaps)[:3]
    )
