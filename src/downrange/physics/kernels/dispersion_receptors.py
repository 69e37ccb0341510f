"""What receptors see of particles at one moment: a kernel estimate, by batches."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import prange

from downrange.physics.kernels.compiled import compiled_parallel

__all__ = ["density"]


@compiled_parallel
def density(state: Any, age: Any, wide: Any, tall: Any, receptors: Any, lowest: float, batches: int) -> Any:
    """Estimate the concentration at receptors.

    Epanechnikov's kernel in the plane and in height, reflected at the ground; each particle has its widths.

    Parameters
    ----------
    state : array, shape (n, 7)
        x, y, z first, the mass last.
    age : array, shape (n,)
        Of each particle, s.
    wide, tall : array, shape (n,)
        Half widths of the kernel in the plane and in height, m.
    receptors : array, shape (m, 3)
        x, y, z, m.
    lowest : float
        Height of reflection, m.
    batches : int
        Particle i belongs to batch i modulo this.

    Returns
    -------
    array, shape (batches, m, 2)
        Sum over the batch's particles of mass times kernel, kg/m3; the same times age.
    """
    count, places = state.shape[0], receptors.shape[0]
    out = np.zeros((batches, places, 2))
    for batch in prange(batches):
        for i in range(batch, count, batches):
            x, y, z, mass = state[i, 0], state[i, 1], state[i, 2], state[i, 6]
            reach, rise = wide[i], tall[i]
            level = mass * 2.0 / (np.pi * reach * reach) * 0.75 / rise
            for k in range(places):
                dx = abs(x - receptors[k, 0])
                if dx >= reach:
                    continue
                dy = y - receptors[k, 1]
                near = 1.0 - (dx * dx + dy * dy) / (reach * reach)
                if near <= 0.0:
                    continue
                direct = (z - receptors[k, 2]) / rise
                image = (z + receptors[k, 2] - 2.0 * lowest) / rise
                up = max(1.0 - direct * direct, 0.0) + max(1.0 - image * image, 0.0)
                seen = level * near * up
                out[batch, k, 0] += seen
                out[batch, k, 1] += seen * age[i]
    return out
