"""Quantiles of draws, and how well so many draws know them.

Draws come in independent Latin-hypercube replicates (decision 0006), so the spread of the quantile between
replicates is its own error, whatever the stratification gained: sectioning (Asmussen and Glynn, Stochastic
Simulation, 2007, III.5; Nakayama, ACM TOMACS 24, 2014). With too few replicates the error comes from order
statistics of independent draws (David and Nagaraja, Order Statistics, 2003, section 7.1): half of what lies
between the ranks one standard deviation of the binomial count off; Latin-hypercube draws know it better.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from downrange.base.spread import REPLICATE
from downrange.damage.assessment import QuantileError, Range

__all__ = ["ENOUGH_REPLICATES", "error_of", "quantile_error", "range_of"]

ENOUGH_REPLICATES = 8
"""Replicates from which their spread is taken: its own relative error is then a quarter (1 / sqrt(2 x 7))."""

PROBABILITIES = (0.05, 0.5, 0.95)


def range_of(values: Sequence[float] | Any) -> Range:
    """Give the 5, 50 and 95 % quantiles (linear between order statistics; Hyndman and Fan 1996, type 7)."""
    import numpy as np

    p05, p50, p95 = np.quantile(np.asarray(values, dtype=float), PROBABILITIES)
    return Range(float(p05), float(p50), float(p95))


def quantile_error(values: Sequence[float] | Any, probability: float, *, in_replicates: bool) -> float:
    """Give one standard error of a quantile of draws, in their own unit.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        The figure, draw by draw in order.
    probability : float
        Which quantile.
    in_replicates : bool
        Whether they are all draws from the first on, so that each :data:`~downrange.base.spread.REPLICATE`
        of them are one replicate; draws picked by an outcome are not.

    Returns
    -------
    float
        Between replicates where there are eight whole ones, else from order statistics. The latter is
        infinite where the draws do not reach far enough around the quantile (fewer than some 20 for 5 %).
    """
    import numpy as np

    x = np.asarray(values, dtype=float)
    replicates = len(x) // REPLICATE
    if in_replicates and replicates >= ENOUGH_REPLICATES:
        each = np.quantile(x[: replicates * REPLICATE].reshape(replicates, REPLICATE), probability, axis=1)
        off = each - np.quantile(x, probability)
        return float(np.sqrt(np.sum(off**2) / (replicates * (replicates - 1))))
    if len(x) == 0:
        return math.inf
    if np.ptp(x) == 0:
        return 0.0
    count = len(x) * probability
    one_sigma = math.sqrt(count * (1.0 - probability))
    low, high = math.floor(count - one_sigma), math.ceil(count + one_sigma)
    if low < 0 or high > len(x) - 1:
        return math.inf
    ordered = np.partition(x, (low, high))
    return float(ordered[high] - ordered[low]) / 2.0


def error_of(values: Sequence[float] | Any, *, in_replicates: bool) -> QuantileError:
    """Give the error of the 5, 50 and 95 % quantiles of draws (:func:`quantile_error`)."""
    by = (
        "replicates"
        if in_replicates and len(values) // REPLICATE >= ENOUGH_REPLICATES
        else "order-statistics"
    )
    p05, p50, p95 = (quantile_error(values, p, in_replicates=in_replicates) for p in PROBABILITIES)
    return QuantileError(p05, p50, p95, by)
