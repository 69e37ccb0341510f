"""Rise of a buoyant instantaneous cloud through a layered atmosphere.

Morton, Taylor and Turner (Proc. R. Soc. A 234, 1956; source air-morton-taylor-turner-1956): a sphere that
takes in air in proportion to its surface and speed, so that its radius grows by ``entrainment`` metres for
each metre of rise.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from downrange.physics.kernels.compiled import compiled

__all__ = ["interpolated", "rise"]


@compiled
def interpolated(z: float, heights: Any, values: Any) -> float:
    """Give a profile's value at a height, constant beyond its ends."""
    if z <= heights[0]:
        return float(values[0])
    last = heights.size - 1
    if z >= heights[last]:
        return float(values[last])
    row = int(np.searchsorted(heights, z)) - 1
    w = (z - heights[row]) / (heights[row + 1] - heights[row])
    return float((1.0 - w) * values[row] + w * values[row + 1])


@compiled
def _rates(
    state: Any, entrainment: float, radius_0: float, heights: Any, stability: Any, east: Any, north: Any
) -> Any:
    """Give d/dt of height, momentum and buoyancy (each over 4 pi/3 densities), and of the drift."""
    z = state[0]
    radius = radius_0 + entrainment * z
    volume = radius * radius * radius
    speed = state[1] / volume
    out = np.empty(5)
    out[0] = speed
    out[1] = state[2]
    out[2] = -interpolated(z, heights, stability) * state[1]
    out[3] = interpolated(z, heights, east)
    out[4] = interpolated(z, heights, north)
    return out


@compiled
def rise(
    buoyancy: float, radius_0: float, entrainment: float, longest: float,
    heights: Any, stability: Any, east: Any, north: Any,
) -> Any:  # fmt: skip
    """Integrate a cloud's rise by Runge-Kutta steps of order 4.

    Parameters
    ----------
    buoyancy : float
        F = 3 g Q / (4 pi rho cp T), m4/s2.
    radius_0 : float
        Radius at the start, m.
    entrainment : float
        Metres of radius per metre of rise.
    longest : float
        Time after which the rise is called ended, s.
    heights, stability, east, north : arrays, shape (n,)
        Profile above the start: height, m; (g/theta) dtheta/dz, 1/s2; wind components, m/s.

    Returns
    -------
    array, shape (9,)
        Greatest height, time there, drift east and north there; height, time, drift where buoyancy ended
        (nan where it never did); speed left at the end.
    """
    state = np.zeros(5)
    state[2] = buoyancy
    out = np.full(9, np.nan)
    time = 0.0
    fastest = math.sqrt(max(np.max(np.abs(stability)), 1e-8))
    start = math.sqrt(radius_0**3 / max(entrainment * buoyancy, 1e-12)) * 0.5 * math.sqrt(radius_0)
    step = min(0.01 / fastest, max(0.02 * start, 1e-4), longest / 200.0)
    while time < longest:
        k1 = _rates(state, entrainment, radius_0, heights, stability, east, north)
        k2 = _rates(state + 0.5 * step * k1, entrainment, radius_0, heights, stability, east, north)
        k3 = _rates(state + 0.5 * step * k2, entrainment, radius_0, heights, stability, east, north)
        k4 = _rates(state + step * k3, entrainment, radius_0, heights, stability, east, north)
        before = state[2]
        ahead = state + step * (k1 + 2.0 * k2 + 2.0 * k3 + k4) / 6.0
        if before > 0.0 >= ahead[2] and math.isnan(out[4]):
            w = before / (before - ahead[2])
            out[4] = state[0] + w * (ahead[0] - state[0])
            out[5] = time + w * step
            out[6] = state[3] + w * (ahead[3] - state[3])
            out[7] = state[4] + w * (ahead[4] - state[4])
        if ahead[1] <= 0.0 and time > 0.0:
            break
        state = ahead
        time += step
        step = min(step * 1.05, 0.01 / fastest, longest / 200.0)
    out[0], out[1], out[2], out[3] = state[0], time, state[3], state[4]
    out[8] = state[1] / (radius_0 + entrainment * state[0]) ** 3
    return out
