from __future__ import annotations

import math

import numpy as np
import pytest

from downrange.physics.kernels import dispersion_particles as k
from downrange.physics.kernels.dispersion_plume import plume_sums
from downrange.physics.kernels.random_normal import key_of


def taylor(sigma: float, memory: float, age: float) -> float:
    return sigma * memory * math.sqrt(2.0 * (age / memory - 1.0 + math.exp(-age / memory)))


@pytest.mark.parametrize("wander", [0.0, 0.3])
def test_a_plume_in_even_turbulence_is_the_gaussian_of_taylor(wander: float) -> None:
    wind, sigma, time, height = 8.0, 0.4, 60.0, 2000.0
    z = 4000.0 * np.linspace(0.0, 1.0, 65) ** 2
    one = np.ones_like(z)
    cells = k.laid_out(
        np.column_stack([z, wind * one, sigma * one, time * one, 1e-3 * one, sigma * one, sigma * one])
    )
    s = np.zeros(k.SETTINGS)
    s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = 4000.0, 0.05, 1e9
    s[k.WANDER], s[k.WANDER_TIME] = wander, 600.0
    x = 3000.0
    upright = taylor(sigma, time, x / wind)
    spread = math.hypot(upright, taylor(wander, 600.0, x / wind))
    receptors = np.array([[x, 0.0, height, 60.0, 5.0], [x + 1.0, 1.5 * spread, height, 60.0, 5.0]])
    sums, steps = plume_sums(0, 400, 32, height, receptors, cells, s, 1e5, key_of(6))
    mean = sums[:, :, 0].sum(axis=0) / (400 * 32)
    exact = 1.0 / (2 * math.pi * wind * spread * upright)
    assert mean[0] == pytest.approx(exact, rel=0.05)
    assert mean[1] / mean[0] == pytest.approx(math.exp(-0.5 * 1.5**2), rel=0.03)
    assert steps > 400 * 32
    # time in the slab per metre is 1/wind for every particle
    assert sums[:, 0, 1].sum() / (400 * 32) == pytest.approx(1.0 / wind, rel=1e-3)
