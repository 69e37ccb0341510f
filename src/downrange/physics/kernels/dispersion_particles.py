"""Lagrangian stochastic particles in a horizontally even boundary layer.

The Langevin model of Thomson (J. Fluid Mech. 180, 1987) for Gaussian turbulence whose variances change with
height. In velocities scaled by their deviations, ``p = w / sigma_w`` and so on, it reads ::

    dp = -p dt/T + (dsigma_w/dz) dt + sqrt(2/T) dW,      dz = sigma_w p dt

Two exact flows are alternated: the Ornstein-Uhlenbeck part, which keeps a standard normal p standard normal,
and the drift part, whose path is closed-form where sigma_w is linear in z and which keeps the density even in
z times normal in p. So the well-mixed state is kept whatever the step, but for the bend of sigma_w within it.
A cycle that begins and ends between the two half drifts is the same chain as half drift, exact
Ornstein-Uhlenbeck, half drift.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import prange

from downrange.physics.kernels.compiled import compiled, compiled_parallel
from downrange.physics.kernels.random_normal import NORMALS, three_normals

__all__ = ["SETTINGS", "advance", "drifted", "laid_out", "relaxation", "stretched"]

# Columns of the laid-out table: height of the cell's foot, then values and slopes.
FOOT, WIND, WIND_SLOPE, SIGMA_W, SLOPE_W, TIME, TIME_SLOPE, SIGMA_U, SIGMA_V, RATIO_U, RATIO_V = range(11)

# Settings of a run.
LOWEST, TOP, SPACING, STEP_SHARE, LONGEST_STEP, SETTLING, ABSORBED, DECAY, SETTINGS = range(9)

BLOCK = 64
"""Particles advanced together by one thread: their state stays in the first-level cache, and their steps
overlap in the processor instead of waiting for each other."""


def laid_out(table: Any) -> Any:
    """Lay a turbulence table out by cells with slopes.

    Columns: height, wind, sigma_w, T, sigma_u, sigma_v, and the sigma_v that sets the crosswind time scale
    (a longer averaging time widens the first, not the second). Heights must stand at
    ``lowest + (top - lowest) (i/(n-1))^2``.
    """
    z, wind, sigma_w, time, sigma_u, sigma_v, local_v = np.asarray(table, float).T
    cells = z.size - 1
    gap = np.diff(z)
    out = np.empty((cells, 11))
    out[:, FOOT] = z[:-1]
    out[:, WIND], out[:, WIND_SLOPE] = wind[:-1], np.diff(wind) / gap
    out[:, SIGMA_W], out[:, SLOPE_W] = sigma_w[:-1], np.diff(sigma_w) / gap
    out[:, TIME], out[:, TIME_SLOPE] = time[:-1], np.diff(time) / gap
    out[:, SIGMA_U] = 0.5 * (sigma_u[1:] + sigma_u[:-1])
    out[:, SIGMA_V] = 0.5 * (sigma_v[1:] + sigma_v[:-1])
    middle = 0.5 * (sigma_w[1:] + sigma_w[:-1])
    out[:, RATIO_U] = (middle / out[:, SIGMA_U]) ** 2
    out[:, RATIO_V] = (middle / (0.5 * (local_v[1:] + local_v[:-1]))) ** 2
    return out


@compiled
def relaxation(share: float) -> tuple[float, float]:
    """Give memory and noise of one Ornstein-Uhlenbeck step of so many time scales.

    The memory is the Cayley form of ``exp(-share)``, good to ``share^3 / 12``; noise squared plus memory
    squared is exactly one, so that the normal distribution is kept exactly.
    """
    below = 1.0 / (1.0 + 0.5 * share)
    return (1.0 - 0.5 * share) * below, math.sqrt(2.0 * share) * below


@compiled
def stretched(share: float, time: float, time_slope: float, sigma: float, p: float, slope: float) -> float:
    """Give the seconds that a step of ``share`` time scales takes on its way, the scale linear in z.

    Steps are equal in the clock ``d tau = dt / T(z)``, not in seconds chosen where the step begins: that
    would favour the places where steps are short. Along the drift T changes as ``exp(g)``.
    """
    g = time_slope * sigma * share * (p + 0.5 * slope * share * time)
    return share * time * (1.0 + g * (0.5 + g * (1.0 / 6.0 + g * (1.0 / 24.0 + g / 120.0))))


@compiled
def drifted(p: float, sigma: float, slope: float, dt: float) -> tuple[float, float]:
    """Follow the drift ``dz/dt = sigma p, dp/dt = slope`` for ``sigma`` linear in z; give dz and the new p.

    ``sigma(t) = sigma exp(e)`` with ``e = slope (p dt + slope dt^2/2)``, ``dz = sigma (exp(e) - 1)/slope``.
    """
    way = dt * (p + 0.5 * slope * dt)
    e = slope * way
    return sigma * way * (1.0 + e * (0.5 + e * (1.0 / 6.0 + e * (1.0 / 24.0 + e / 120.0)))), p + slope * dt


@compiled
def _advance_block(
    first: int, last: int, begin: int, duration: float, state: Any, cells: Any, s: Any, key: Any, normals: Any
) -> int:
    """Advance particles ``first`` to ``last`` by ``duration`` seconds; give the number of steps."""
    count = cells.shape[0]
    scale = count / math.sqrt(s[TOP] - s[LOWEST])
    left = np.full(last - first, duration)
    busy = last - first
    steps = 0
    turn = begin
    while busy > 0:
        busy = 0
        for i in range(first, last):
            remaining = left[i - first]
            if remaining <= 0.0:
                continue
            z = state[i, 2]
            j = min(int(scale * math.sqrt(z - s[LOWEST])), count - 1)
            above = z - cells[j, FOOT]
            time = cells[j, TIME] + above * cells[j, TIME_SLOPE]
            share = min(s[STEP_SHARE], s[LONGEST_STEP] / time)
            counter = (np.uint64(i) << np.uint64(28)) + np.uint64(turn)
            n1, n2, n3 = three_normals(counter, key, normals)
            memory, noise = relaxation(share)
            p = memory * state[i, 3] + noise * n1
            sigma = cells[j, SIGMA_W] + above * cells[j, SLOPE_W]
            dt = stretched(share, time, cells[j, TIME_SLOPE], sigma, p, cells[j, SLOPE_W])
            if dt > remaining:
                dt = remaining
                share = dt / time
            memory, noise = relaxation(share * cells[j, RATIO_U])
            q = memory * state[i, 4] + noise * n2
            memory, noise = relaxation(share * cells[j, RATIO_V])
            r = memory * state[i, 5] + noise * n3
            rise, p = drifted(p, sigma, cells[j, SLOPE_W], dt)
            z += rise - s[SETTLING] * dt
            state[i, 0] += (cells[j, WIND] + above * cells[j, WIND_SLOPE] + cells[j, SIGMA_U] * q) * dt
            state[i, 1] += cells[j, SIGMA_V] * r * dt
            if z < s[LOWEST]:
                z = min(2.0 * s[LOWEST] - z, s[TOP])
                p = -p
                state[i, 6] *= 1.0 - s[ABSORBED]
            elif z > s[TOP]:
                z = max(2.0 * s[TOP] - z, s[LOWEST])
                p = -p
            state[i, 2], state[i, 3], state[i, 4], state[i, 5] = z, p, q, r
            state[i, 6] *= 1.0 - s[DECAY] * dt
            left[i - first] = remaining - dt
            busy += 1
        turn += 1
        steps += busy
    return steps


@compiled_parallel
def _advance(begin: int, duration: float, state: Any, cells: Any, s: Any, key: Any, normals: Any) -> int:
    count = state.shape[0]
    blocks = (count + BLOCK - 1) // BLOCK
    taken = np.zeros(blocks, np.int64)
    for block in prange(blocks):
        first = block * BLOCK
        taken[block] = _advance_block(
            first, min(first + BLOCK, count), begin, duration, state, cells, s, key, normals
        )
    return int(taken.sum())


def advance(state: Any, begin: int, duration: float, cells: Any, settings: Any, key: int) -> int:
    """Advance particles in place.

    Parameters
    ----------
    state : array, shape (n, 7)
        x, y, z in m; p, q, r: w, u, v over their deviations; weight.
    begin : int
        Number of the first step of every particle in its random stream; successive calls must not overlap.
    duration : float
        Seconds.
    cells : array
        From :func:`laid_out`.
    settings : array, shape (SETTINGS,)
        Lowest and top height, unused, step in time scales, longest step (s), settling speed (m/s), share of
        the weight absorbed at a touch of the ground, first-order decay (1/s).
    key : int
        From :func:`downrange.physics.kernels.random_normal.key_of`.

    Returns
    -------
    int
        Particle-steps taken.
    """
    return int(_advance(begin, duration, state, cells, settings, np.uint64(key), NORMALS))
