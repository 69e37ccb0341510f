"""A steady plume seen by receptors, by Lagrangian stochastic particles.

Along each particle's path through the height-dependent turbulence the crosswind velocity is an independent
Ornstein-Uhlenbeck process, so that given the path the crosswind place is Gaussian. Its variance is carried
instead of a sample: the third component is integrated exactly, and the estimate on the axis needs no kernel
across the wind. Along the wind the time spent in a thin slab is counted, in the vertical a narrow kernel that
the ground reflects.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import prange

from downrange.physics.kernels.compiled import compiled, compiled_parallel
from downrange.physics.kernels.dispersion_particles import (
    ABSORBED,
    CELL_RATIO_V,
    CELL_SIGMA_U,
    CELL_SIGMA_V,
    CELL_SIGMA_W,
    CELL_SLOPE_W,
    CELL_TIME,
    CELL_TIME_SLOPE,
    CELL_WIND,
    DECAY,
    LANES,
    LONGEST_STEP,
    LOWEST,
    N1,
    N2,
    PLACE,
    SETTLING,
    STEP_SHARE,
    TOP,
    WANDER,
    WANDER_TIME,
    WEIGHT,
    P,
    Q,
    X,
    Z,
    gather,
    numbers,
)
from downrange.physics.kernels.dispersion_particles import ROWS as SHARED
from downrange.physics.kernels.random_normal import NORMALS, three_normals

__all__ = ["plume_sums"]

# Columns of the receptors, sorted by the first: x, y, z, half width of slab, width of the vertical kernel.
RX, RY, RZ, HALF, WIDTH = range(5)

# Rows of the lanes beyond those of the three-component kernel: moments across the wind, age, last step.
TOGETHER, VARIANCE, AGE, STEP, FROM_X, FROM_Z = (LANES * (SHARED + k) for k in range(6))
ROWS = SHARED + 6

_SQRT2PI = math.sqrt(2.0 * math.pi)


@compiled
def _wandered(age: float, s: Any) -> float:
    """Give the variance that slow wandering of the wind adds to a path of some age, m2 (Taylor 1921)."""
    if s[WANDER] <= 0.0 or age <= 0.0:
        return 0.0
    a = age / s[WANDER_TIME]
    # below a thousandth of the memory the straight way: the difference would lose its digits
    grown = 0.5 * a * a if a < 1e-3 else a - 1.0 + math.exp(-a)
    return float(2.0 * (s[WANDER] * s[WANDER_TIME]) ** 2 * grown)


@compiled
def _seen(
    k: int, overlap: float, z: float, variance: float, weight: float, age: float, receptors: Any,
    lowest: float, sums: Any,
) -> None:  # fmt: skip
    """Add what receptor ``k`` sees of one step: seconds in its slab times the densities across and up."""
    seconds = weight * overlap / (2.0 * receptors[k, HALF])
    across = math.exp(-0.5 * receptors[k, RY] ** 2 / variance) / (_SQRT2PI * math.sqrt(variance))
    width = receptors[k, WIDTH]
    direct = (z - receptors[k, RZ]) / width
    image = (z + receptors[k, RZ] - 2.0 * lowest) / width
    up = 0.0
    if abs(direct) < 6.0:
        up += math.exp(-0.5 * direct * direct)
    if image < 6.0:
        up += math.exp(-0.5 * image * image)
    part = seconds * across * up / (_SQRT2PI * width)
    sums[k, 0] += part
    sums[k, 3] += part * age
    sums[k, 1] += seconds
    sums[k, 2] += seconds * (z - lowest)
    sums[k, 4] += seconds * (z - lowest) ** 2


@compiled
def _step(
    lanes: Any, low: float, top: float, spacing: float, step_share: float, longest: float, settling: float,
    kept: float, decay: float,
) -> None:  # fmt: skip
    """Take one step with every lane: as in the three-component kernel, moments in place of the crosswind."""
    for i in range(LANES):
        z = lanes[Z + i]
        foot = lanes[PLACE + i] * spacing
        above = z - low - foot * foot
        time_slope = lanes[CELL_TIME_SLOPE + i]
        time = lanes[CELL_TIME + i] + above * time_slope
        slope = lanes[CELL_SLOPE_W + i]
        sigma = lanes[CELL_SIGMA_W + i] + above * slope
        share = longest / time
        share = share if share < step_share else step_share
        below = 1.0 / (1.0 + 0.5 * share)
        p = (1.0 - 0.5 * share) * below * lanes[P + i] + math.sqrt(2.0 * share) * below * lanes[N1 + i]
        g = time_slope * sigma * share * (p + 0.5 * slope * share * time)
        dt = share * time * (1.0 + g * (0.5 + g * (1.0 / 6.0 + g * (1.0 / 24.0 + g / 120.0))))
        ratio = sigma / lanes[CELL_SIGMA_U + i]
        part = share * ratio * ratio
        below = 1.0 / (1.0 + 0.5 * part)
        q = (1.0 - 0.5 * part) * below * lanes[Q + i] + math.sqrt(2.0 * part) * below * lanes[N2 + i]
        part = 0.5 * share * lanes[CELL_RATIO_V + i]
        memory = (1.0 - part) / (1.0 + part)
        reach = lanes[CELL_SIGMA_V + i] * dt
        together = memory * lanes[TOGETHER + i]
        lanes[VARIANCE + i] += 2.0 * reach * together + reach * reach
        lanes[TOGETHER + i] = together + reach
        way = dt * (p + 0.5 * slope * dt)
        e = slope * way
        lanes[FROM_Z + i] = z
        z += sigma * way * (1.0 + e * (0.5 + e * (1.0 / 6.0 + e * (1.0 / 24.0 + e / 120.0)))) - settling * dt
        p += slope * dt
        under = z < low
        turned = -1.0 if under else 1.0
        turned = -1.0 if z > top else turned
        loss = kept if under else 1.0
        z = low + abs(z - low)
        z = top - abs(top - z)
        lanes[Z + i] = z if z > low else low
        lanes[P + i] = turned * p
        lanes[Q + i] = q
        lanes[WEIGHT + i] *= loss * (1.0 - decay * dt)
        x = lanes[X + i]
        lanes[FROM_X + i] = x
        lanes[X + i] = x + (lanes[CELL_WIND + i] + lanes[CELL_SIGMA_U + i] * q) * dt
        lanes[STEP + i] = dt
        lanes[AGE + i] += dt


@compiled
def _look(lane: int, seen: int, receptors: Any, lanes: Any, s: Any, sums: Any) -> int:
    """Count what the receptors see of a lane's last step; give the first receptor still ahead of it."""
    last = receptors.shape[0]
    start, end = lanes[FROM_X + lane], lanes[X + lane]
    low, high = min(start, end), max(start, end)
    k = seen
    while k < last and receptors[k, RX] - receptors[k, HALF] < high:
        upper = min(high, receptors[k, RX] + receptors[k, HALF])
        overlap = upper - max(low, receptors[k, RX] - receptors[k, HALF])
        if overlap > 0.0:
            middle = 0.5 * (lanes[FROM_Z + lane] + lanes[Z + lane])
            seconds = lanes[STEP + lane] * overlap / (high - low)
            _seen(
                k, seconds, middle, lanes[VARIANCE + lane] + _wandered(lanes[AGE + lane], s),
                lanes[WEIGHT + lane], lanes[AGE + lane], receptors, s[LOWEST], sums,
            )  # fmt: skip
        k += 1
    while seen < last and receptors[seen, RX] + receptors[seen, HALF] < end:
        seen += 1
    return seen


@compiled
def _start(
    lane: int, particle: int, height: float, lanes: Any, counters: Any, key: Any, normals: Any
) -> None:
    base = np.uint64(particle) << np.uint64(24)
    counters[lane] = base
    p, q, _ = three_normals(base, key, normals)
    for row in (X, TOGETHER, VARIANCE, AGE):
        lanes[row + lane] = 0.0
    lanes[P + lane], lanes[Q + lane] = p, q
    lanes[Z + lane], lanes[WEIGHT + lane] = height, 1.0


@compiled
def _batch(
    first: int, each: int, height: float, receptors: Any, cells: Any, count: int, s: Any, oldest: float,
    key: Any, normals: Any, sums: Any,
) -> int:  # fmt: skip
    """Fly one batch; lanes whose particle is past the last receptor take the next one."""
    lanes = np.zeros(ROWS * LANES)
    counters = np.zeros(LANES, np.uint64)
    bits = np.zeros(LANES, np.uint64)
    seen = np.zeros(LANES, np.int64)
    flying = np.zeros(LANES, np.bool_)
    low, top = s[LOWEST], s[TOP]
    scale = count / math.sqrt(top - low)
    last = receptors.shape[0]
    upstream = -0.2 * receptors[last - 1, RX] - 100.0
    waiting, busy, steps = 0, 0, 0
    for lane in range(LANES):
        _start(lane, first + waiting, height, lanes, counters, key, normals)
        if waiting < each:
            flying[lane] = True
            waiting += 1
            busy += 1
    while busy > 0:
        numbers(lanes, counters, bits, key)
        gather(lanes, cells, low, scale, count - 1)
        _step(
            lanes, low, top, 1.0 / scale, s[STEP_SHARE], s[LONGEST_STEP], s[SETTLING], 1.0 - s[ABSORBED],
            s[DECAY],
        )  # fmt: skip
        steps += busy
        for lane in range(LANES):
            x = lanes[X + lane]
            ahead = receptors[seen[lane], RX] - receptors[seen[lane], HALF]
            if x < ahead and lanes[FROM_X + lane] < ahead and x > upstream and lanes[AGE + lane] < oldest:
                continue
            if not flying[lane]:
                _start(lane, first, height, lanes, counters, key, normals)
                seen[lane] = 0
                continue
            seen[lane] = _look(lane, seen[lane], receptors, lanes, s, sums)
            if seen[lane] < last and x > upstream and lanes[AGE + lane] < oldest:
                continue
            seen[lane] = 0
            if waiting < each:
                _start(lane, first + waiting, height, lanes, counters, key, normals)
                waiting += 1
            else:
                flying[lane] = False
                busy -= 1
                _start(lane, first, height, lanes, counters, key, normals)
    return steps


@compiled_parallel
def _batches(
    first: int, each: int, batches: int, height: float, receptors: Any, cells: Any, count: int, s: Any,
    oldest: float, key: Any, normals: Any,
) -> Any:  # fmt: skip
    out = np.zeros((batches, receptors.shape[0], 5))
    steps = np.zeros(batches, np.int64)
    for batch in prange(batches):
        steps[batch] = _batch(
            first + batch * each, each, height, receptors, cells, count, s, oldest, key, normals, out[batch]
        )
    return out, steps


def plume_sums(
    first: int, each: int, batches: int, height: float, receptors: Any, cells: Any, settings: Any,
    oldest: float, key: int,
) -> tuple[Any, int]:  # fmt: skip
    """Fly ``batches`` batches of ``each`` particles from a point at ``height`` over the origin.

    Parameters
    ----------
    first : int
        Number of the first particle in the random stream.
    each, batches : int
        Particles of a batch, number of batches; the batches' scatter gives the standard error.
    height : float
        Of the source, m.
    receptors : array, shape (n, 5)
        x, y, z, half width of the slab, width of the vertical kernel, m; sorted by x.
    cells, settings : arrays
        As for :func:`downrange.physics.kernels.dispersion_particles.advance`; of the settings also the
        deviation (m/s) and memory (s) of the wind's wandering across the plume.
    oldest : float
        Age at which a particle is given up, s.
    key : int
        Of the random stream.

    Returns
    -------
    sums : array, shape (batches, n, 5)
        Sum over particles of s/m3 at the receptor, of s/m in its slab, of s times height over the ground, of
        the first times age, and of s times that height squared.
    steps : int
        Particle-steps taken.
    """
    flat = np.ascontiguousarray(cells).ravel()
    sums, steps = _batches(
        first, each, batches, height, receptors, flat, len(cells), settings, oldest, np.uint64(key), NORMALS
    )
    return sums, int(steps.sum())
