"""Which change moved a figure by how much, whatever the order in which the changes are made.

Two sides differ in several inputs at once; making the changes one after another credits whatever comes
first. The Shapley value (Shapley, "A value for n-person games", Annals of Mathematics Studies 28, 1953) is
the mean of a change's effect over all orders: the effects add up to the whole difference, a change without
effect gets nothing, and two changes of the same effect get the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from downrange.base.spread import generator

__all__ = ["EXACT_LIMIT", "Attribution", "attribute"]

EXACT_LIMIT = 10
"""Changes up to which every subset is computed (1,024 of them); beyond, orders are sampled."""

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Attribution:
    """Effects of the changes on each figure, in the figure's own unit.

    Attributes
    ----------
    ends : mapping of figure to (before, after)
        Each figure with none and with all of the changes.
    moves : mapping of figure to mapping of change to effect
        They sum to ``after - before``, figure by figure.
    standard_errors : mapping
        The same shape: 0 where every subset was computed.
    evaluations_number : int
        How many different sets of changes were computed.
    """

    ends: Mapping[str, tuple[float, float]]
    moves: Mapping[str, Mapping[str, float]]
    standard_errors: Mapping[str, Mapping[str, float]]
    evaluations_number: int


def attribute(
    changes: Sequence[str],
    figures: Callable[[frozenset[str]], Figures],
    *,
    seed: int = 0,
    orders: int = 200,
    exact_limit: int = EXACT_LIMIT,
) -> Attribution:
    """Attribute the difference of every figure to the changes by their Shapley values.

    Parameters
    ----------
    changes : sequence of str
        Names of the changes, each once.
    figures : callable
        Set of changes made -> figures by name; must give the same for the same set. Figures that not every
        set gives (a method refused on one side) are left out.
    seed : int
        Stream of the sampled orders, used beyond ``exact_limit`` only.
    orders : int
        Orders to sample there, half of them the others reversed.
    exact_limit : int
        Up to how many changes every subset is computed.

    Raises
    ------
    ValueError
        If a change stands twice.
    """
    if len(set(changes)) != len(changes):
        raise ValueError("a change stands twice")
    known: dict[frozenset[str], Figures] = {}

    def at(made: frozenset[str]) -> Figures:
        if made not in known:
            known[made] = figures(made)
        return known[made]

    before, after = at(frozenset()), at(frozenset(changes))
    if len(changes) <= exact_limit:
        samples = _every_subset(changes, at)
    else:
        samples = _sampled_orders(changes, at, seed, orders)
    common = [name for name in before if all(name in figures_ for figures_ in known.values())]
    moves: dict[str, dict[str, float]] = {}
    errors: dict[str, dict[str, float]] = {}
    for name in common:
        moves[name], errors[name] = {}, {}
        for change in changes:
            effects = [
                (weight, at(with_)[name] - at(without)[name]) for weight, without, with_ in samples[change]
            ]
            mean = math.fsum(weight * effect for weight, effect in effects)
            moves[name][change] = mean
            errors[name][change] = (
                0.0 if len(changes) <= exact_limit else _standard_error([effect for _, effect in effects])
            )
    return Attribution(
        {name: (before[name], after[name]) for name in common},
        moves,
        errors,
        len(known),
    )


_Step = tuple[float, frozenset[str], frozenset[str]]


def _every_subset(
    changes: Sequence[str], at: Callable[[frozenset[str]], Figures]
) -> Mapping[str, Sequence[_Step]]:
    """Weigh every subset without a change by the share of orders in which it comes first (Shapley 1953)."""
    n = len(changes)
    steps: dict[str, list[_Step]] = {}
    for change in changes:
        others = [c for c in changes if c != change]
        steps[change] = []
        for size in range(n):
            weight = math.factorial(size) * math.factorial(n - size - 1) / math.factorial(n)
            for subset in combinations(others, size):
                without = frozenset(subset)
                at(without)
                at(without | {change})
                steps[change].append((weight, without, without | {change}))
    return steps


def _sampled_orders(
    changes: Sequence[str], at: Callable[[frozenset[str]], Figures], seed: int, orders: int
) -> Mapping[str, Sequence[_Step]]:
    """Sample orders and their reverses: unbiased, and the reverse cancels most of the noise."""
    random = generator(seed, "attribution-orders")
    steps: dict[str, list[_Step]] = {change: [] for change in changes}
    pairs = max(orders // 2, 1)
    for _ in range(pairs):
        order = [changes[i] for i in random.permutation(len(changes))]
        for direction in (order, order[::-1]):
            made: frozenset[str] = frozenset()
            for change in direction:
                following = made | {change}
                at(made)
                at(following)
                steps[change].append((1.0 / (2 * pairs), made, following))
                made = following
    return steps


def _standard_error(effects: Sequence[float]) -> float:
    """Give the standard error over antithetic pairs (two draws in a row are one pair)."""
    pairs = [(a + b) / 2 for a, b in zip(effects[::2], effects[1::2], strict=True)]
    if len(pairs) < 2:
        return math.inf
    mean = math.fsum(pairs) / len(pairs)
    variance = math.fsum((p - mean) ** 2 for p in pairs) / (len(pairs) - 1)
    return math.sqrt(variance / len(pairs))
