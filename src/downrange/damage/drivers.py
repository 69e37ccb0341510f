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
from typing import TYPE_CHECKING, Any

from downrange.base.spread import generator
from downrange.damage.assessment import Driver

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["DRIVER_DRAWS", "Binned", "Share", "binned", "drivers_of", "share_of", "variance_share"]

DRIVER_DRAWS = 8192
"""Draws looked at, at most: a share of one per cent stands out of their noise."""

_RESAMPLES = 200
_BINS = 8


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


@dataclass(frozen=True)
class Binned:
    """The draws of one input sorted into bins, once for every figure that is held against it.

    ``member`` is the bin of each draw; ``choice`` says that the bins are the input's own few values.
    """

    member: NDArray[np.intp]
    number: int
    choice: bool

    @property
    def counts(self) -> NDArray[np.intp]:
        """Draws in each bin."""
        import numpy as np

        return np.bincount(self.member, minlength=self.number)


def binned(inputs: Any, bins: int = 8) -> Binned:
    """Sort draws into bins of equal counts, or by their values where these are as few.

    Parameters
    ----------
    inputs : array of float, shape (n,)
        One input, draw by draw.
    bins : int
        How many at most.
    """
    import numpy as np

    x = np.asarray(inputs, dtype=float)
    values, place = np.unique(x, return_inverse=True)
    if len(values) <= bins:  # a choice: its own values are the bins
        return Binned(place, len(values), choice=True)
    member = np.empty(len(x), dtype=np.intp)
    order = np.argsort(x, kind="stable")
    for number, group in enumerate(np.array_split(order, bins)):
        member[group] = number
    return Binned(member, bins, choice=False)


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

    return _share_and_noise(binned(inputs, bins), np.asarray(figure, dtype=float), bins, rivals)


def _share_and_noise(sorted_: Binned, y: Any, bins: int, rivals: int) -> tuple[float, float]:
    n, number = len(y), sorted_.number
    mean = y.mean()
    total = float(((y - mean) ** 2).sum())
    if n < 4 * bins or total <= 0 or number < 2:
        return 0.0, 1.0
    import numpy as np

    counts = sorted_.counts
    means = np.bincount(sorted_.member, y, minlength=number) / counts
    raw = float((counts * (means - mean) ** 2).sum()) / total
    ratio = _noise_ratio(1.0 - 0.05 / rivals, number - 1, n - number)
    noise_raw = ratio * (number - 1) / (ratio * (number - 1) + n - number)
    bias = (number - 1) / (n - 1)
    return max(0.0, (raw - bias) / (1.0 - bias)), max(0.0, (noise_raw - bias) / (1.0 - bias))


@lru_cache(maxsize=256)
def _noise_ratio(probability: float, between: int, within: int) -> float:
    """Give the quantile of the F distribution; the same for every input of as many bins."""
    from scipy.special import fdtri

    return float(fdtri(between, within, probability))


def share_of(inputs: Any, figure: Any, bins: int = 8, rivals: int = 1) -> Share:
    """Estimate one input's share with its interval; parameters as :func:`variance_share`."""
    import numpy as np

    sorted_, y = binned(inputs, bins), np.asarray(figure, dtype=float)
    share, noise = _share_and_noise(sorted_, y, bins, rivals)
    return _with_interval(Share(share, 0.0, 1.0, noise), sorted_, y)


def _with_interval(found: Share, sorted_: Binned, y: Any) -> Share:
    """Add the 95 % interval of a share that is resolved; one that is not may be anything."""
    import numpy as np

    if not found.resolved:
        return found
    y = y - y.mean()  # nothing is lost to rounding where the figure hardly varies
    number = sorted_.number
    columns = np.zeros((len(y), 2 * number + 1))
    columns[np.arange(len(y)), sorted_.member] = 1.0
    columns[np.arange(len(y)), number + sorted_.member] = y
    columns[:, -1] = y**2
    told = _weights(len(y)) @ columns  # one row for each resample
    counts, sums = told[:, :number], told[:, number:-1]
    whole = counts.sum(axis=1)
    mean = sums.sum(axis=1) / whole
    means = sums / np.maximum(counts, 1.0)
    between = np.sum(counts * (means - mean[:, None]) ** 2, axis=1)
    total = told[:, -1] - whole * mean**2
    varies = total > 1e-12 * float(y @ y)  # a resample may hold none of the few draws that differ
    if np.count_nonzero(varies) < _RESAMPLES // 2:
        return found
    off = 1.96 * float(np.std(between[varies] / total[varies], ddof=1))
    return Share(found.share, max(0.0, found.share - off), min(1.0, found.share + off), found.noise_share)


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
    inputs : mapping of name to Binned, or to array of float, shape (n,)
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
    sorted_ = {name: x if isinstance(x, Binned) else binned(x, _BINS) for name, x in inputs.items()}
    shares = {
        name: Share(share, 0.0, 1.0, noise)
        for name, x in sorted_.items()
        for share, noise in (_share_and_noise(x, compared, _BINS, len(inputs)),)
    }
    resolved = sorted(
        (name for name in shares if shares[name].resolved), key=lambda name: (-shares[name].share, name)
    )
    if not resolved:
        return (Driver(figure_name, "", 0.0, 0.0, 0.0, resolved=False),)
    found = []
    for name in resolved[:most]:
        share = _with_interval(shares[name], sorted_[name], compared)
        found.append(
            Driver(
                figure_name, name, share.share, *_ends(sorted_[name], y),
                low_share=share.low_share, high_share=share.high_share,
            )
        )  # fmt: skip
    return tuple(found)


def _ends(sorted_: Binned, y: Any) -> tuple[float, float]:
    """Give the figure's medians at both ends of an input, or over the options of a choice."""
    import numpy as np

    ends = range(sorted_.number) if sorted_.choice else (0, sorted_.number - 1)
    medians = [float(np.median(y[sorted_.member == number])) for number in ends]
    return (min(medians), max(medians)) if sorted_.choice else (medians[0], medians[-1])
