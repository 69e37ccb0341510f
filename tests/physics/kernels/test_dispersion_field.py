from __future__ import annotations

import numpy as np
import pytest

from downrange.physics.kernels import dispersion_field as f
from downrange.physics.kernels import dispersion_particles as k
from downrange.physics.kernels.random_normal import key_of

HEIGHTS = np.array([0.0, 100.0, 400.0, 1000.0])
FRAME = np.array([-1000.0, -2000.0, 500.0, 1000.0])


def linear_wind() -> np.ndarray:
    z, y, x = np.meshgrid(
        HEIGHTS, -2000.0 + 1000.0 * np.arange(5), -1000.0 + 500.0 * np.arange(6), indexing="ij"
    )
    return np.stack([1 + 0.01 * z + 1e-3 * x, 2 - 1e-3 * y + 2e-3 * x, 1e-4 * z], axis=-1)


def test_a_linear_wind_is_interpolated_exactly() -> None:
    random = np.random.default_rng(4)
    points = random.uniform([-900, -1900, 20], [1400, 1900, 990], (k.LANES, 3))
    x, y, z = points.T
    found = f.winds_at(points, linear_wind(), HEIGHTS, FRAME)
    assert found[:, 0] == pytest.approx(1 + 0.01 * z + 1e-3 * x)
    assert found[:, 1] == pytest.approx(2 - 1e-3 * y + 2e-3 * x)
    assert found[:, 2] == pytest.approx(1e-4 * z)


def test_edges_are_held() -> None:
    inside = np.tile([1500.0, 2000.0, 1000.0], (k.LANES, 1))
    beyond = np.tile([9e5, 9e5, 5000.0], (k.LANES, 1))
    held = f.winds_at(beyond, linear_wind(), HEIGHTS, FRAME)
    assert held == pytest.approx(f.winds_at(inside, linear_wind(), HEIGHTS, FRAME))
    assert f.winds_at(-beyond * [1, 1, -1], linear_wind(), HEIGHTS, FRAME)[0, 0] == pytest.approx(1 + 10 - 1)


def test_an_even_field_is_the_profile_kernel() -> None:
    z = 0.1 + 999.9 * np.linspace(0.0, 1.0, 65) ** 2
    one = np.ones_like(z)
    sigma = 0.3 + 0.2 * z / 1000.0
    cells = k.laid_out(
        np.column_stack([z, 6.0 * one, sigma, 1.0 + z / 20.0, 0.6 * one, 0.5 * one, 0.5 * one])
    )
    s = np.zeros(k.SETTINGS)
    s[k.LOWEST], s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = 0.1, 1000.0, 0.1, 1e9
    random = np.random.default_rng(3)
    state = np.zeros((300, 7))
    state[:, 2] = random.uniform(1, 900, 300)
    state[:, 3:6] = random.standard_normal((300, 3))
    state[:, 6] = 1.0
    other = state.copy()
    wind = np.zeros((4, 5, 6, 3))
    wind[..., 0] = 6.0
    columns = np.broadcast_to(cells, (5, 6, *cells.shape))
    taken = f.advance_in_field(state, 0, 120.0, columns, wind, HEIGHTS, FRAME, s, key_of(5))
    # the field's tables are single precision: the ways part slowly, the statistics do not
    steps = k.advance(other, 0, 120.0, cells, s, key_of(5))
    assert taken == pytest.approx(steps, rel=1e-3)
    assert state[:, 0].mean() == pytest.approx(other[:, 0].mean(), rel=1e-4)
    assert state[:, 2].mean() == pytest.approx(other[:, 2].mean(), rel=1e-3)
