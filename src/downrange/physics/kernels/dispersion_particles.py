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
from downrange.physics.kernels.random_normal import CELLS, NORMALS, normals_from, squares

__all__ = [
    "SETTINGS",
    "advance",
    "drifted",
    "gather",
    "laid_out",
    "laid_out_columns",
    "load",
    "numbers",
    "relaxation",
    "step",
    "stretched",
]

# Columns of the laid-out table: values at the foot of the cell with their slopes, or at its middle.
WIND, SIGMA_W, SLOPE_W, TIME, TIME_SLOPE, SIGMA_U, SIGMA_V, RATIO_V, COLUMNS = range(9)

# Settings of a run; wandering (deviation and memory) is known to the steady plume's receptors alone.
LOWEST, TOP, STEP_SHARE, LONGEST_STEP, SETTLING, ABSORBED, DECAY, WANDER, WANDER_TIME, SETTINGS = range(10)

LANES = 64
"""Particles advanced side by side: their state stays in the first-level cache, and vector instructions take
eight of them at once."""

BLOCK = 4096
"""Particles that one thread works off before it takes the next block."""

# Rows of the lanes' own array: state, time left, three normal numbers, cell, what the table holds there, and
# the mean wind across and up. That along stands in the table's first row; a profile's others stay at zero.
X, Y, Z, P, Q, R, WEIGHT, LEFT, N1, N2, N3, PLACE, CELL = (LANES * k for k in range(13))
MEAN_V, MEAN_W = (LANES * (12 + COLUMNS + k) for k in range(2))
ROWS = 14 + COLUMNS
(
    CELL_WIND,
    CELL_SIGMA_W,
    CELL_SLOPE_W,
    CELL_TIME,
    CELL_TIME_SLOPE,
    CELL_SIGMA_U,
    CELL_SIGMA_V,
    CELL_RATIO_V,
) = (CELL + LANES * k for k in range(COLUMNS))
MEAN_U = CELL_WIND

ONE = np.uint64(1)
TEN = np.uint64(10)
WORD = np.uint64(21)
CELL_MASK = np.uint64(CELLS - 1)
SHARE_MASK = np.uint64(1023)
INSIDE = 1.0 / 1024.0


def laid_out(table: Any) -> Any:
    """Lay a turbulence table out by cells with slopes.

    Columns: height, wind, sigma_w, T, sigma_u, sigma_v, and the sigma_v that sets the crosswind time scale
    (a longer averaging time widens the first, not the second). Heights must stand at
    ``lowest + (top - lowest) (i/(n-1))^2``.
    """
    z, wind, *turbulence = np.asarray(table, float).T
    out = laid_out_columns(z, np.stack(turbulence)[:, None, :])[0]
    out[:, WIND] = 0.5 * (wind[1:] + wind[:-1])
    return out


def laid_out_columns(z: Any, turbulence: Any) -> Any:
    """Lay out many columns over the same heights; the wind is left at zero.

    Parameters
    ----------
    z : array, shape (m,)
        Heights as :func:`laid_out` wants them.
    turbulence : array, shape (5, n, m)
        sigma_w, T, sigma_u, sigma_v, and the sigma_v of the crosswind time scale.

    Returns
    -------
    array, shape (n, m - 1, COLUMNS)
    """
    sigma_w, time, sigma_u, sigma_v, local_v = turbulence
    gap = np.diff(z)
    out = np.zeros((sigma_w.shape[0], z.size - 1, COLUMNS))
    out[..., SIGMA_W], out[..., SLOPE_W] = sigma_w[:, :-1], np.diff(sigma_w) / gap
    out[..., TIME], out[..., TIME_SLOPE] = time[:, :-1], np.diff(time) / gap
    out[..., SIGMA_U] = 0.5 * (sigma_u[:, 1:] + sigma_u[:, :-1])
    out[..., SIGMA_V] = 0.5 * (sigma_v[:, 1:] + sigma_v[:, :-1])
    middle = 0.5 * (sigma_w[:, 1:] + sigma_w[:, :-1])
    out[..., RATIO_V] = (middle / (0.5 * (local_v[:, 1:] + local_v[:, :-1]))) ** 2
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
def _outer(cell: Any) -> Any:
    return (cell == 0) | (cell == CELLS - 1)


@compiled
def numbers(lanes: Any, counters: Any, bits: Any, key: Any) -> None:
    """Fill three rows with normal numbers; the few in the tails are drawn again one by one.

    The table is named as a module's constant, not passed: then the compiler knows that nothing writes to it.
    """
    for i in range(LANES):
        counters[i] += ONE
        bits[i] = squares(counters[i], key)
    tails: Any = 0
    for i in range(LANES):
        random = bits[i]
        first = np.int64((random >> TEN) & CELL_MASK)
        second = np.int64((random >> (TEN + WORD)) & CELL_MASK)
        third = np.int64((random >> (TEN + WORD + WORD)) & CELL_MASK)
        part = (float(np.int64(random & SHARE_MASK)) + 0.5) * INSIDE
        lanes[N1 + i] = NORMALS[first] + part * (NORMALS[first + 1] - NORMALS[first])
        part = (float(np.int64((random >> WORD) & SHARE_MASK)) + 0.5) * INSIDE
        lanes[N2 + i] = NORMALS[second] + part * (NORMALS[second + 1] - NORMALS[second])
        part = (float(np.int64((random >> (WORD + WORD)) & SHARE_MASK)) + 0.5) * INSIDE
        lanes[N3 + i] = NORMALS[third] + part * (NORMALS[third + 1] - NORMALS[third])
        tails += np.int64(_outer(first) | _outer(second) | _outer(third))
    if tails > 0:
        for i in range(LANES):
            lanes[N1 + i], lanes[N2 + i], lanes[N3 + i] = normals_from(bits[i], counters[i], key, NORMALS)


@compiled
def gather(lanes: Any, cells: Any, low: float, scale: float, last: int) -> None:
    """Fetch the turbulence of each lane's cell."""
    for i in range(LANES):
        lanes[PLACE + i] = scale * math.sqrt(lanes[Z + i] - low)
    for i in range(LANES):
        j: Any = min(np.int64(lanes[PLACE + i]), last)
        row = COLUMNS * j
        lanes[PLACE + i] = float(j)
        for k in range(COLUMNS):
            lanes[CELL + LANES * k + i] = cells[row + k]


@compiled
def step(
    lanes: Any, low: float, top: float, spacing: float, step_share: float, longest: float, settling: float,
    kept: float, decay: float,
) -> None:  # fmt: skip
    """Take one step with every lane. No branches, one array: the compiler makes vector instructions of it.

    A lane whose time is up takes a step of no length, which changes nothing.
    """
    for i in range(LANES):
        z = lanes[Z + i]
        foot = lanes[PLACE + i] * spacing
        above = z - low - foot * foot
        time_slope = lanes[CELL_TIME_SLOPE + i]
        time = lanes[CELL_TIME + i] + above * time_slope
        slope = lanes[CELL_SLOPE_W + i]
        sigma = lanes[CELL_SIGMA_W + i] + above * slope
        inverse = 1.0 / time
        share = longest * inverse
        share = share if share < step_share else step_share
        below = 1.0 / (1.0 + 0.5 * share)
        p_old = lanes[P + i]
        p = (1.0 - 0.5 * share) * below * p_old + math.sqrt(2.0 * share) * below * lanes[N1 + i]
        g = time_slope * sigma * share * (p + 0.5 * slope * share * time)
        dt = share * time * (1.0 + g * (0.5 + g * (1.0 / 6.0 + g * (1.0 / 24.0 + g / 120.0))))
        left = lanes[LEFT + i]
        late = dt > left
        dt = left if late else dt
        # the last step of a lane is cut to its time: its vertical memory is that of the shorter step
        cut = left * inverse
        below = 1.0 / (1.0 + 0.5 * cut)
        p_cut = (1.0 - 0.5 * cut) * below * p_old + math.sqrt(2.0 * cut) * below * lanes[N1 + i]
        share = cut if late else share
        p = p_cut if late else p
        ratio = sigma / lanes[CELL_SIGMA_U + i]
        part = share * ratio * ratio
        below = 1.0 / (1.0 + 0.5 * part)
        q = (1.0 - 0.5 * part) * below * lanes[Q + i] + math.sqrt(2.0 * part) * below * lanes[N2 + i]
        part = share * lanes[CELL_RATIO_V + i]
        below = 1.0 / (1.0 + 0.5 * part)
        r = (1.0 - 0.5 * part) * below * lanes[R + i] + math.sqrt(2.0 * part) * below * lanes[N3 + i]
        way = dt * (p + 0.5 * slope * dt)
        e = slope * way
        z += sigma * way * (1.0 + e * (0.5 + e * (1.0 / 6.0 + e * (1.0 / 24.0 + e / 120.0))))
        z += (lanes[MEAN_W + i] - settling) * dt
        p += slope * dt
        lanes[X + i] += (lanes[MEAN_U + i] + lanes[CELL_SIGMA_U + i] * q) * dt
        lanes[Y + i] += (lanes[MEAN_V + i] + lanes[CELL_SIGMA_V + i] * r) * dt
        under = z < low
        turned = -1.0 if under else 1.0
        turned = -1.0 if z > top else turned
        loss = kept if under else 1.0
        z = low + abs(z - low)
        z = top - abs(top - z)
        lanes[Z + i] = z if z > low else low
        lanes[P + i] = turned * p
        lanes[Q + i] = q
        lanes[R + i] = r
        lanes[WEIGHT + i] *= loss * (1.0 - decay * dt)
        lanes[LEFT + i] = left - dt


@compiled
def load(lane: int, particle: int, begin: int, duration: Any, state: Any, lanes: Any, counters: Any) -> None:
    """Give a lane its particle: state, seconds to go, first number of its stream."""
    for k in range(7):
        lanes[LANES * k + lane] = state[particle, k]
    lanes[LEFT + lane] = duration[particle]
    counters[lane] = (np.uint64(particle) << np.uint64(28)) + np.uint64(begin)


@compiled
def _advance_block(
    first: int, last: int, begin: int, duration: Any, state: Any, cells: Any, count: int, s: Any, key: Any,
) -> int:  # fmt: skip
    """Advance particles ``first`` to ``last`` by their ``duration`` in seconds; give the number of steps.

    Lanes whose particle is done take the next one, so that none idles until the end of the block.
    """
    lanes = np.zeros(ROWS * LANES)
    counters = np.zeros(LANES, np.uint64)
    bits = np.zeros(LANES, np.uint64)
    carried = np.full(LANES, -1)
    low, top = s[LOWEST], s[TOP]
    scale = count / math.sqrt(top - low)
    lanes[Z : Z + LANES] = low
    waiting = first
    steps = 0
    busy = 0
    for lane in range(LANES):
        if waiting < last:
            load(lane, waiting, begin, duration, state, lanes, counters)
            carried[lane] = waiting
            waiting += 1
            busy += 1
    while busy > 0:
        numbers(lanes, counters, bits, key)
        gather(lanes, cells, low, scale, count - 1)
        step(
            lanes,
            low,
            top,
            1.0 / scale,
            s[STEP_SHARE],
            s[LONGEST_STEP],
            s[SETTLING],
            1.0 - s[ABSORBED],
            s[DECAY],
        )
        steps += busy
        done: Any = 0
        for lane in range(LANES):
            done += np.int64(lanes[LEFT + lane] <= 0.0)
        if done == LANES - busy:
            continue
        for lane in range(LANES):
            if lanes[LEFT + lane] <= 0.0 and carried[lane] >= 0:
                for k in range(7):
                    state[carried[lane], k] = lanes[LANES * k + lane]
                if waiting < last:
                    load(lane, waiting, begin, duration, state, lanes, counters)
                    carried[lane] = waiting
                    waiting += 1
                else:
                    carried[lane] = -1
                    busy -= 1
    return steps


@compiled_parallel
def _advance(begin: int, duration: Any, state: Any, cells: Any, count: int, s: Any, key: Any) -> int:
    particles = state.shape[0]
    blocks = (particles + BLOCK - 1) // BLOCK
    taken = np.zeros(blocks, np.int64)
    for block in prange(blocks):
        first = block * BLOCK
        taken[block] = _advance_block(
            first, min(first + BLOCK, particles), begin, duration, state, cells, count, s, key
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
        Lowest and top height, step in time scales, longest step (s), settling speed (m/s), share of the
        weight absorbed at a touch of the ground, first-order decay (1/s); the last two are not read here.
    key : int
        From :func:`downrange.physics.kernels.random_normal.key_of`.

    Returns
    -------
    int
        Particle-steps taken.
    """
    flat = np.ascontiguousarray(cells).ravel()
    seconds = np.full(len(state), float(duration))
    return int(_advance(begin, seconds, state, flat, len(cells), settings, np.uint64(key)))
