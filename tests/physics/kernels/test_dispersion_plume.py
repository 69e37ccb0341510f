from __future__ import annotations

import math

import numpy as np
import pytest

from downrange.physics.kernels import dispersion_particles as k
from downrange.physics.kernels.dispersion_plume import plume_sums
from downrange.physics.kernels.random_normal import key_of


def test_a_plume_in_even_turbulence_is_the_gaussian_of_taylor() -> None:
    wind, sigma, time, height = 8.0, 0.4, 60.0, 2000.0
    z = 4000.0 * np.linspace(0.0, 1.0, 65) ** 2
    one = np.ones_like(z)
    cells = k.laid_out(
        np.column_stack([z, wind * one, sigma * one, time * one, 1e-3 * one, sigma * one, sigma * one])
    )
    s = np.zeros(k.SETTINGS)
    s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = 4000.0, 0.05, 1e9
    x = 3000.0
    spread = math.sqrt(2 * sigma**2 * time**2 * (x / wind / time - 1 + math.exp(-x / wind / time)))
    receptors = np.array([[x, 0.0, height, 60.0, 5.0], [x + 1.0, 1.5 * spread, height, 60.0, 5.0]])
    sums, steps = plume_sums(0, 400, 32, height, receptors, cells, s, 1e5, key_of(6))
    mean = sums[:, :, 0].sum(axis=0) / (400 * 32)
    exact = 1.0 / (2 * math.pi * wind * spread**2)
    assert mean[0] == pytest.approx(exact, rel=0.05)
    assert mean[1] / mean[0] == pytest.approx(math.exp(-0.5 * 1.5**2), rel=0.03)
    assert steps > 400 * 32
    # time in the slab per metre is 1/wind for every particle
    assert sums[:, 0, 1].sum() / (400 * 32) == pytest.approx(1.0 / wind, rel=1e-3)
