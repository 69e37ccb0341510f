"""A Gaussian puff at one moment: concentration over the ground at a time, not what passes in all.

The same table as :mod:`downrange.physics.puff`; here the puff is not frozen while it passes, since a moment
has no length. Equations and validity: docs/physics/puff.md.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from downrange.physics.puff import SubstanceField

__all__ = ["centre_m", "concentration_at", "spread_m"]


def _column(one: SubstanceField, column: int, age_s: ArrayLike) -> NDArray[np.float64]:
    """Give a column of the puff's table at an age, linear between its rows."""
    from downrange.physics.kernels import dispersion as k

    found = np.interp(np.asarray(age_s, float), one.table[:, k.TIME], one.table[:, column])
    return np.asarray(found, np.float64)


def centre_m(one: SubstanceField, time_s: float) -> tuple[float, float]:
    """Give where the head of the puff is after a time: east and north, m from the source."""
    from downrange.physics.kernels import dispersion as k

    way = float(one.constants[k.SPEED]) * time_s
    return one.start_m[0] + way * one.toward_ratio[0], one.start_m[1] + way * one.toward_ratio[1]


def spread_m(one: SubstanceField, time_s: float) -> float:
    """Give the puff's horizontal standard deviation after a time, m."""
    from downrange.physics.kernels import dispersion as k

    return float(_column(one, k.SIGMA_Y, time_s))


def concentration_at(
    one: SubstanceField, time_s: float, east_m: ArrayLike, north_m: ArrayLike
) -> NDArray[np.float64]:
    """Give the concentration at breathing height at one moment.

    ``C = M v(z) exp(-a^2 / 2 s_y^2) / (sqrt(2 pi) s_y) g(l)``: mass left below the lid ``M``, vertical
    density ``v``, across ``a``, along ``l`` from the head; ``g`` is the Gaussian of ``s_x``, for a release
    of some duration the mean of the Gaussians let go so far, each place taken at the age of what is there.
    Ozone takes what it titrates at once, the rest at its pace, as in the passage of the same puff.

    Parameters
    ----------
    one : SubstanceField
        Of :func:`downrange.physics.puff.disperse`.
    time_s : float
        Since the release, from 0 to 24 h.
    east_m, north_m : array_like
        Metres from the source, any one shape.

    Returns
    -------
    array of that shape
        kg/m3.

    Raises
    ------
    ValueError
        For a time outside the puff's day.
    """
    from downrange.physics.kernels import dispersion as k

    c = one.constants
    if not 0.0 <= time_s <= c[k.END]:
        raise ValueError(f"the puff is followed for {c[k.END]:g} s, not at {time_s:g} s")
    east, north = np.asarray(east_m, float) - one.start_m[0], np.asarray(north_m, float) - one.start_m[1]
    along = east * one.toward_ratio[0] + north * one.toward_ratio[1]
    across = north * one.toward_ratio[0] - east * one.toward_ratio[1]
    age = np.clip(along / c[k.SPEED], max(time_s - c[k.DURATION], 0.0), time_s)
    sigma = _column(one, k.SIGMA_Y, age)
    sheet = _column(one, k.MASS_IN, age) * _column(one, k.AT_RECEPTOR, age)
    profile = np.exp(-0.5 * (across / sigma) ** 2) / (np.sqrt(2.0 * np.pi) * sigma)
    passive = sheet * profile * _along(along, time_s, _column(one, k.SIGMA_X, age), c)
    left = np.maximum(passive - c[k.OZONE], 0.0)  # what ozone cannot titrate at once
    late = float(np.exp(-c[k.RATE] * time_s))
    return np.asarray(left + (passive - left) * late, np.float64)


def _along(
    along: NDArray[np.float64], time_s: float, sigma_m: NDArray[np.float64], c: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Give the density along the way, 1/m: of a puff, or of what a lasting release has let go so far."""
    from scipy.special import erf

    from downrange.physics.kernels import dispersion as k

    head = c[k.SPEED] * time_s
    if c[k.DURATION] <= 0.0:
        return np.asarray(
            np.exp(-0.5 * ((along - head) / sigma_m) ** 2) / (np.sqrt(2.0 * np.pi) * sigma_m), np.float64
        )
    tail = c[k.SPEED] * max(time_s - c[k.DURATION], 0.0)
    width = np.sqrt(2.0) * sigma_m
    share = 0.5 * (erf((head - along) / width) - erf((tail - along) / width))
    return np.asarray(share / (c[k.SPEED] * c[k.DURATION]), np.float64)
