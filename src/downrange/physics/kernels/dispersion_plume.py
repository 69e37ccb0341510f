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
    DECAY,
    LONGEST_STEP,
    LOWEST,
    RATIO_V,
    SETTLING,
    SIGMA_U,
    SIGMA_V,
    SIGMA_W,
    SLOPE_W,
    SPACING,
    STEP_SHARE,
    TIME,
    TIME_SLOPE,
    TOP,
    WIND,
    drifted,
    relaxation,
    stretched,
)
from downrange.physics.kernels.random_normal import NORMALS, three_normals

__all__ = ["plume_sums"]

# Columns of the receptors, sorted by the first: x, y, z, half width of slab, width of the vertical kernel.
RX, RY, RZ, HALF, WIDTH = range(5)

_SQRT2PI = math.sqrt(2.0 * math.pi)


@compiled
def _seen(
    k: int, overlap: float, z: float, variance: float, weight: float, receptors: Any, lowest: float, sums: Any
) -> None:
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
    sums[k, 0] += seconds * across * up / (_SQRT2PI * width)
    sums[k, 1] += seconds
    sums[k, 2] += seconds * (z - lowest)


@compiled
def _fly(
    particle: int, height: float, receptors: Any, cells: Any, s: Any, oldest: float, key: Any, normals: Any,
    sums: Any,
) -> int:  # fmt: skip
    """Follow one particle past the last receptor; give the number of its steps."""
    count = cells.shape[0]
    scale = count / math.sqrt(s[TOP] - s[LOWEST])
    base = np.uint64(particle) << np.uint64(24)
    p, q, _ = three_normals(base, key, normals)
    x, z, age, weight = 0.0, height, 0.0, 1.0
    together, variance = 0.0, 0.0  # E[y r] and E[y^2] along this path
    seen = 0
    turn = 0
    last = receptors.shape[0]
    upstream = -0.2 * receptors[last - 1, RX] - 100.0
    while seen < last and age < oldest and x > upstream:
        turn += 1
        j = min(int(scale * math.sqrt(z - s[LOWEST])), count - 1)
        above = z - s[LOWEST] - (j / scale) ** 2
        time = cells[j, TIME] + above * cells[j, TIME_SLOPE]
        share = min(s[STEP_SHARE], s[LONGEST_STEP] / time)
        n1, n2, _ = three_normals(base + np.uint64(turn), key, normals)
        memory, noise = relaxation(share)
        p = memory * p + noise * n1
        sigma = cells[j, SIGMA_W] + above * cells[j, SLOPE_W]
        dt = stretched(share, time, cells[j, TIME_SLOPE], sigma, p, cells[j, SLOPE_W])
        memory, noise = relaxation(share * (sigma / cells[j, SIGMA_U]) ** 2)
        q = memory * q + noise * n2
        memory, _ = relaxation(share * cells[j, RATIO_V])
        reach = cells[j, SIGMA_V] * dt
        variance += 2.0 * reach * memory * together + reach * reach
        together = memory * together + reach
        rise, p = drifted(p, sigma, cells[j, SLOPE_W], dt)
        before = z
        z += rise - s[SETTLING] * dt
        if z < s[LOWEST]:
            z = min(2.0 * s[LOWEST] - z, s[TOP])
            p = -p
            weight *= 1.0 - s[ABSORBED]
        elif z > s[TOP]:
            z = max(2.0 * s[TOP] - z, s[LOWEST])
            p = -p
        weight *= 1.0 - s[DECAY] * dt
        went = (cells[j, WIND] + cells[j, SIGMA_U] * q) * dt
        low, high = min(x, x + went), max(x, x + went)
        k = seen
        while k < last and receptors[k, RX] - receptors[k, HALF] < high:
            overlap = min(high, receptors[k, RX] + receptors[k, HALF]) - max(
                low, receptors[k, RX] - receptors[k, HALF]
            )
            if overlap > 0.0:
                _seen(
                    k,
                    dt * overlap / abs(went),
                    0.5 * (before + z),
                    variance,
                    weight,
                    receptors,
                    s[LOWEST],
                    sums,
                )
            k += 1
        x += went
        age += dt
        while seen < last and receptors[seen, RX] + receptors[seen, HALF] < x:
            seen += 1
    return turn


@compiled_parallel
def _batches(
    first: int, each: int, batches: int, height: float, receptors: Any, cells: Any, s: Any, oldest: float,
    key: Any, normals: Any,
) -> Any:  # fmt: skip
    out = np.zeros((batches, receptors.shape[0], 3))
    steps = np.zeros(batches, np.int64)
    for batch in prange(batches):
        taken = 0
        for i in range(each):
            taken += _fly(
                first + batch * each + i, height, receptors, cells, s, oldest, key, normals, out[batch]
            )
        steps[batch] = taken
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
        As for :func:`downrange.physics.kernels.dispersion_particles.advance`.
    oldest : float
        Age at which a particle is given up, s.
    key : int
        Of the random stream.

    Returns
    -------
    sums : array, shape (batches, n, 3)
        Sum over particles of s/m3 at the receptor, of s/m in its slab, and of s times height over the ground.
    steps : int
        Particle-steps taken.
    """
    assert settings[SPACING] == 0.0
    sums, steps = _batches(
        first, each, batches, height, receptors, cells, settings, oldest, np.uint64(key), NORMALS
    )
    return sums, int(steps.sum())
