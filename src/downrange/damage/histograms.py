"""How a figure's draws lie: their shares in bins of equal width, by size or by factor.

An interval hides two humps and long tails; a histogram shows them. Bins go from the 0.5 to the 99.5 %
quantile of what lies above nought, in logarithms where that spans more than a factor of ten; the draws beyond
count in the outermost bins, those at nought (nothing was spilled, nothing priced) apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from downrange.damage.assessment import Histogram

__all__ = ["MOST_BINS", "histogram_of"]

MOST_BINS = 32
_FEWEST_DRAWS = 20
_WIDE_FACTOR = 10.0
_TAIL = 0.005


def histogram_of(values: Sequence[float] | Any) -> Histogram | None:
    """Sort draws into bins.

    Parameters
    ----------
    values : sequence of float, shape (n,)
        A figure, draw by draw; none of them below nought.

    Returns
    -------
    Histogram or None
        None where the draws are too few to show a shape (fewer than 20), where they do not vary, or where
        some lie below nought. As many bins as the root of the draws, 8 to 32.
    """
    import numpy as np

    x = np.asarray(values, dtype=float)
    if len(x) < _FEWEST_DRAWS or x.min() < 0:
        return None
    above = x[x > 0]
    if len(above) < _FEWEST_DRAWS or np.ptp(above) == 0:
        return None
    low, high = (float(end) for end in np.quantile(above, (_TAIL, 1.0 - _TAIL)))
    if not low < high:
        low, high = float(above.min()), float(above.max())
    logarithmic = high > _WIDE_FACTOR * low
    bins = int(min(max(len(above) ** 0.5, 8), MOST_BINS))
    ends = np.geomspace(low, high, bins + 1) if logarithmic else np.linspace(low, high, bins + 1)
    counts = np.histogram(np.clip(above, ends[0], ends[-1]), ends)[0]
    shares = tuple(float(count) / len(x) for count in counts)
    return Histogram(low, high, logarithmic, shares, float(np.count_nonzero(x == 0)) / len(x))
