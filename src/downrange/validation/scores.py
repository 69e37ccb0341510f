"""Scores: how far a forecast or a model is from what was measured. Arrays in, floats out.

For plumes the measures of Chang and Hanna, Meteorol. Atmos. Phys. 87, 167 (2004); for ensembles the interval
score and the CRPS of Gneiting and Raftery, J. Am. Stat. Assoc. 102, 359 (2007), and Brier's (1950).
Page: docs/validation-events.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from downrange.base.spread import generator

__all__ = [
    "LIMITS",
    "Scores",
    "binomial_interval",
    "bootstrap",
    "brier",
    "correlation",
    "crps",
    "crps_uniform",
    "factor_of_two",
    "fractional_bias",
    "geometric_mean_bias",
    "geometric_variance",
    "interval_score",
    "normalised_mean_square_error",
    "scores",
]

Metric = Callable[[Any, Any], float]

LIMITS: dict[str, dict[str, tuple[float, float]]] = {
    "NMSE < 1.5 and VG < 4": {"nmse": (0.0, 1.5), "vg": (1.0, 4.0)},
    "NMSE < 4 and VG < 1.6": {"nmse": (0.0, 4.0), "vg": (1.0, 1.6)},
}
"""The two pairs of limits that circulate for the scatter; both are printed, one cannot be the 2004 text."""


def _pairs(observed: Any, predicted: Any) -> tuple[Any, Any]:
    o, p = np.asarray(observed, dtype=float), np.asarray(predicted, dtype=float)
    if o.shape != p.shape or o.ndim != 1 or o.size == 0:
        raise ValueError("observed and predicted must be two lists of the same length, not empty")
    return o, p


def _positive(observed: Any, predicted: Any) -> tuple[Any, Any]:
    o, p = _pairs(observed, predicted)
    if (o <= 0.0).any() or (p <= 0.0).any():
        raise ValueError("a logarithmic score needs values above zero: floor them at the detection limit")
    return o, p


def factor_of_two(observed: Any, predicted: Any) -> float:
    """Give FAC2: the share of pairs with 0.5 <= predicted / observed <= 2 (two zeros agree)."""
    o, p = _pairs(observed, predicted)
    return float(((p >= 0.5 * o) & (p <= 2.0 * o)).mean())


def fractional_bias(observed: Any, predicted: Any) -> float:
    """Give FB = 2 (mean o - mean p) / (mean o + mean p): above zero is under-prediction."""
    o, p = _pairs(observed, predicted)
    return float(2.0 * (o.mean() - p.mean()) / (o.mean() + p.mean()))


def geometric_mean_bias(observed: Any, predicted: Any) -> float:
    """Give MG = exp(mean ln(o/p)): above one is under-prediction."""
    o, p = _positive(observed, predicted)
    return float(np.exp(np.log(o / p).mean()))


def geometric_variance(observed: Any, predicted: Any) -> float:
    """Give VG = exp(mean ln(o/p)^2): 1.6 is a scatter of a factor of two, 4 of about 3.2."""
    o, p = _positive(observed, predicted)
    return float(np.exp((np.log(o / p) ** 2).mean()))


def normalised_mean_square_error(observed: Any, predicted: Any) -> float:
    """Give NMSE = mean (o - p)^2 / (mean o mean p)."""
    o, p = _pairs(observed, predicted)
    return float(((o - p) ** 2).mean() / (o.mean() * p.mean()))


def correlation(observed: Any, predicted: Any) -> float:
    """Give Pearson's r; 0 where one side does not vary."""
    o, p = _pairs(observed, predicted)
    if o.std() == 0.0 or p.std() == 0.0:
        return 0.0
    return float(np.corrcoef(o, p)[0, 1])


@dataclass(frozen=True)
class Scores:
    """All plume scores of one set, with the number of pairs and which limits they meet."""

    pairs_number: int
    fac2_fraction: float
    fb_number: float
    mg_number: float
    vg_number: float
    nmse_number: float
    r_coefficient: float
    meets: dict[str, bool]


def scores(observed: Any, predicted: Any) -> Scores:
    """Score one set; values must be above zero (floor them at the detection limit first)."""
    vg = geometric_variance(observed, predicted)
    nmse = normalised_mean_square_error(observed, predicted)
    meets = {
        name: pair["nmse"][0] <= nmse < pair["nmse"][1] and pair["vg"][0] <= vg < pair["vg"][1]
        for name, pair in LIMITS.items()
    }
    return Scores(
        len(observed),
        factor_of_two(observed, predicted),
        fractional_bias(observed, predicted),
        geometric_mean_bias(observed, predicted),
        vg,
        nmse,
        correlation(observed, predicted),
        meets,
    )


def bootstrap(
    observed: Any, predicted: Any, metric: Metric, seed: int = 1, resamples: int = 1000
) -> tuple[float, float]:
    """Give the 5 and 95 % quantiles of a metric over pairs drawn with replacement (Efron 1979)."""
    o, p = _pairs(observed, predicted)
    random = generator(seed, "bootstrap", o.size)
    found = []
    for _ in range(resamples):
        chosen = random.integers(0, o.size, o.size)
        found.append(metric(o[chosen], p[chosen]))
    low, high = np.quantile(found, [0.05, 0.95])
    return float(low), float(high)


def interval_score(low: float, high: float, observed: float, miss_probability: float = 0.1) -> float:
    """Give the interval score: width plus 2/a times the distance by which the interval missed.

    Gneiting and Raftery (2007), eq. 43; lower is better; all three in the same unit (here log10).
    """
    below, above = max(low - observed, 0.0), max(observed - high, 0.0)
    return (high - low) + 2.0 / miss_probability * (below + above)


def crps(draws: Sequence[float], observed: float) -> float:
    """Give the continuous ranked probability score of an ensemble: E|X - y| - E|X - X'| / 2."""
    x = np.sort(np.asarray(draws, dtype=float))
    n = x.size
    if n == 0:
        raise ValueError("no draws to score")
    spread = float((x * (2.0 * np.arange(1, n + 1) - n - 1)).sum()) / n**2  # half of E|X - X'|
    return float(np.abs(x - observed).mean()) - spread


def crps_uniform(low: float, high: float, observed: float) -> float:
    """Give the CRPS of a uniform forecast in closed form: w (t^2 - t + 1/3), t in [0, 1]; then linear."""
    width = high - low
    t = min(max((observed - low) / width, 0.0), 1.0)
    outside = max(low - observed, observed - high, 0.0)
    return width * (t * t - t + 1.0 / 3.0) + outside


def brier(probabilities: Sequence[float], happened: Sequence[bool]) -> float:
    """Give Brier's score, mean (p - o)^2; saying one half scores 0.25."""
    if len(probabilities) != len(happened) or not probabilities:
        raise ValueError("one probability for each outcome, at least one")
    return math.fsum((p - float(o)) ** 2 for p, o in zip(probabilities, happened, strict=True)) / len(
        happened
    )


def binomial_interval(hits: int, trials: int, miss_probability: float = 0.05) -> tuple[float, float]:
    """Give the exact interval of a share (Clopper and Pearson 1934): 2 of 2 is 16 to 100 % at 95 %."""
    from scipy.stats import beta

    low = 0.0 if hits == 0 else float(beta.ppf(miss_probability / 2.0, hits, trials - hits + 1))
    high = 1.0 if hits == trials else float(beta.ppf(1.0 - miss_probability / 2.0, hits + 1, trials - hits))
    return low, high
