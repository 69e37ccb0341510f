"""Which input drives a figure: first-order variance shares from the draws that were made anyway.

The share of input X in the variance of figure Y is Var(E[Y|X]) / Var(Y) (Sobol', Mathematical Modelling and
Computational Experiments 1, 1993). It is estimated on given data by sorting the draws into bins of X with
equal counts (Plischke, Borgonovo and Smith, European Journal of Operational Research 226, 2013, section 4),
less the share that bins of pure noise would show. Figures that span decades are compared in logarithms, which
the caller says. Its 95 % interval comes from resampling the draws (Poisson bootstrap: Hanley and MacGibbon,
Computer Methods and Programs in Biomedicine 83, 2006). A share below what noise gives in 95 of 100 cases is
*not resolved*, never printed as small.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from downrange.base.spread import generator
from downrange.damage.assessment import Driver

__all__ = ["DRIVER_DRAWS", "Share", "drivers_of", "share_of", "variance_share"]

DRIVER_DRAWS = 8192
"""Draws looked at, at most: a share of one per cent stands out of their noise."""

_RESAMPLES = 200


@dataclass(frozen=True)
class Share:
    """First-order share of a figure's variance that one input explains, with its 95 % interval.

    ``noise_share`` is what inputs without any influence would reach in one of twenty cases.
    """

    share: float
    low_share: float
    high_share: float
    noise_share: float

    @property
    def resolved(self) -> bool:
        """Whether it stands above the noise, and is a per cent at least."""
        return self.share > max(self.noise_share, 0.01)


def variance_share(inputs: Any, figure: Any, bins: int = 8, rivals: int = 1) -> tuple[float, float]:
    """Estimate one input's first-order share, and the share that noise alone would reach.

    Parameters
    ----------
    inputs, figure : array of float, shape (n,)
        One input and the figure, draw by draw.
    bins : int
        Bins of equal count.
    rivals : int
        Inputs looked at together: noise must stay below the bound in all of them at once (Bonferroni).

    Returns
    -------
    share : float
        Between 0 and 1, freed of the bias b = (bins - 1) / (n - 1) as (raw - b) / (1 - b) (Kelley 1935).
    noise : float
        95 % quantile of the same estimate when input and figure are independent: the F distribution with
        (bins - 1, n - bins) degrees of freedom (one-way analysis of variance, Fisher 1925).
    """
    import numpy as np

    x, y = np.asarray(inputs, dtype=float), np.asarray(figure, dtype=float)
    n = len(x)
    total = float(np.sum((y - y.mean()) ** 2))
    if n < 4 * bins or total <= 0 or np.ptp(x) == 0:
        return 0.0, 1.0
    member = _bins(x, bins)
    bins = int(member.max()) + 1
    counts = np.bincount(member)
    means = np.bincount(member, y) / counts
    raw = float(np.sum(counts * (means - y.mean()) ** 2)) / total
    ratio = _noise_ratio(1.0 - 0.05 / rivals, bins - 1, n - bins)
    noise_raw = ratio * (bins - 1) / (ratio * (bins - 1) + n - bins)
    bias = (bins - 1) / (n - 1)
    return max(0.0, (raw - bias) / (1.0 - bias)), max(0.0, (noise_raw - bias) / (1.0 - bias))


@lru_cache(maxsize=256)
def _noise_ratio(probability: float, between: int, within: int) -> float:
    """Give the quantile of the F distribution; the same for every input of as many bins."""
    from scipy.special import fdtri

    return float(fdtri(between, within, probability))


def _bins(x: Any, bins: int) -> Any:
    """Give the bin of each draw: equal counts, or the values themselves where there are few."""
    import numpy as np

    values, place = np.unique(x, return_inverse=True)
    if len(values) <= bins:  # a choice: its own values are the bins
        return place
    member = np.empty(len(x), dtype=np.intp)
    order = np.argsort(x, kind="stable")
    for number, group in enumerate(np.array_split(order, bins)):
        member[group] = number
    return member


def share_of(inputs: Any, figure: Any, bins: int = 8, rivals: int = 1) -> Share:
    """Estimate one input's share with its interval; parameters as :func:`variance_share`."""
    import numpy as np

    share, noise = variance_share(inputs, figure, bins, rivals)
    found = Share(share, 0.0, 1.0, noise)
    if not found.resolved:
        return found
    x, y = np.asarray(inputs, dtype=float), np.asarray(figure, dtype=float)
    member = _bins(x, bins)
    weights = _weights(len(x))
    inside = np.zeros((len(x), int(member.max()) + 1))
    inside[np.arange(len(x)), member] = 1.0
    y = y - y.mean()  # nothing is lost to rounding where the figure hardly varies
    counts, sums = weights @ inside, weights @ (inside * y[:, None])
    whole = weights.sum(axis=1)
    mean = (weights @ y) / whole
    means = sums / np.maximum(counts, 1.0)
    between = np.sum(counts * (means - mean[:, None]) ** 2, axis=1)
    total = weights @ (y**2) - whole * mean**2
    off = 1.96 * float(np.std(between / total, ddof=1))
    return Share(share, max(0.0, share - off), min(1.0, share + off), noise)


@lru_cache(maxsize=2)
def _weights(draws: int) -> Any:
    """How often each draw stands in each resample: Poisson, mean one; the same for every input."""
    return generator(0, "driver-resamples", draws).poisson(1.0, (_RESAMPLES, draws)).astype(float)


def drivers_of(
    figure_name: str, figure: Any, inputs: Mapping[str, Any], *, logarithmic: bool, most: int = 5
) -> tuple[Driver, ...]:
    """Rank the inputs that explain a figure's spread.

    Parameters
    ----------
    figure_name : str
        Dotted path of the figure.
    figure : array of float, shape (n,)
        Its draws.
    inputs : mapping of name to array of float, shape (n,)
        The drawn inputs.
    logarithmic : bool
        Compare logarithms (zero draws are floored at the smallest positive one).
    most : int
        How many to keep.

    Returns
    -------
    tuple of Driver
        Largest share first; ``low`` and ``high`` are the figure's medians in the lowest and highest eighth of
        the input, of a choice its lowest and highest median over the options. One driver with ``resolved``
        false where no share stands above noise.
    """
    import numpy as np

    y = np.asarray(figure, dtype=float)
    if len(y) == 0 or np.ptp(y) == 0:
        return ()
    compared = y
    if logarithmic and (y > 0).any():
        compared = np.log(np.maximum(y, y[y > 0].min()))
    found = []
    for name, values in inputs.items():
        share = share_of(values, compared, rivals=len(inputs))
        if share.resolved:
            ends = _ends(np.asarray(values, dtype=float), y)
            found.append(
                Driver(
                    figure_name, name, share.share, *ends,
                    low_share=share.low_share, high_share=share.high_share,
                )
            )  # fmt: skip
    if not found:
        return (Driver(figure_name, "", 0.0, 0.0, 0.0, resolved=False),)
    return tuple(sorted(found, key=lambda d: (-d.share, d.input))[:most])


def _ends(x: Any, y: Any, bins: int = 8) -> tuple[float, float]:
    """Give the figure's medians at both ends of an input, or over the options of a choice."""
    import numpy as np

    member = _bins(x, bins)
    medians = [float(np.median(y[member == number])) for number in range(int(member.max()) + 1)]
    if len(np.unique(x)) <= bins:
        return min(medians), max(medians)
    return medians[0], medians[-1]
