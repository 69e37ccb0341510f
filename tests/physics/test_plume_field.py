from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from downrange.physics import plume_field as pf


def weather(
    wind: Any, times: Any = (0.0, 3600.0), u_star: float = 0.3, length: float = -50.0
) -> pf.Meteorology:
    heights = np.array([10.0, 100.0, 500.0, 1500.0, 3000.0])
    east = np.linspace(-2e5, 2e5, 9)
    north = np.linspace(-2e5, 2e5, 9)
    t, z, y, x = np.meshgrid(np.asarray(times, float), heights, north, east, indexing="ij")
    u, v, w = wind(t, z, y, x)
    shape = (len(times), 9, 9)
    return pf.Meteorology(
        np.asarray(times, float), heights, east, north, np.stack([u, v, w], axis=-1), np.full(shape, u_star),
        np.full(shape, length), np.full(shape, 1000.0), 0.05,
    )  # fmt: skip


def cloud(count: int, height: float = 300.0) -> Any:
    random = np.random.default_rng(1)
    return pf.started(count, 1e4, 0.0, height, 50.0, lambda n: random.standard_normal((n, 3)))


def test_a_wind_that_changes_in_time_is_followed() -> None:
    # u = 4 + 4 t/3600: after an hour 4*3600 + 4*1800 m
    met = weather(lambda t, z, y, x: (4 + 4 * t / 3600, 0 * t, 0 * t))
    state = cloud(2000)
    steps = pf.travel(state, met, 0.0, 3600.0, seed=2)
    assert state[:, 0].mean() - 1e4 == pytest.approx(21_600.0, rel=0.01)
    assert abs(state[:, 1].mean()) < 200.0
    assert state[:, 6].sum() == pytest.approx(50.0)
    assert steps > 2000


def test_a_turning_wind_keeps_the_distance() -> None:
    omega = 2 * np.pi / 86400.0
    met = weather(lambda t, z, y, x: (-omega * y, omega * x, 0 * t))
    state = cloud(500)
    pf.travel(state, met, 0.0, 21600.0, seed=3)
    centre = state[:, :2].mean(axis=0)
    assert np.hypot(*centre) == pytest.approx(1e4, rel=0.05)
    assert centre[0] == pytest.approx(0.0, abs=700.0)  # a quarter turn
    assert centre[1] > 9000.0


def test_an_even_column_stays_even_through_the_inversion() -> None:
    met = weather(lambda t, z, y, x: (5 + 0 * t, 0 * t, 0 * t))
    random = np.random.default_rng(5)
    count = 40_000
    state = cloud(count)
    state[:, 2] = random.uniform(0.5, 3000.0, count)
    pf.travel(state, met, 0.0, 1800.0, seed=4)
    share = np.histogram(state[:, 2], 12, (0.5, 3000.0))[0] * 12 / count
    assert np.abs(share - 1.0).max() < 0.03 + 4 * np.sqrt(12 / count)


def test_same_seed_same_way_and_loss() -> None:
    met = weather(lambda t, z, y, x: (5 + 0 * t, 1 + 0 * t, 0 * t))
    one, again = cloud(300, 20.0), cloud(300, 20.0)
    pf.travel(one, met, 0.0, 600.0, seed=7, decay_per_s=1e-3, absorbed=0.02)
    pf.travel(again, met, 0.0, 600.0, seed=7, decay_per_s=1e-3, absorbed=0.02)
    assert np.array_equal(one, again)
    assert one[:, 6].sum() < 50.0 * np.exp(-0.6) * 1.01


def test_shapes_are_checked() -> None:
    met = weather(lambda t, z, y, x: (5 + 0 * t, 0 * t, 0 * t))
    with pytest.raises(ValueError, match="wind must have shape"):
        pf.Meteorology(
            met.time_s, met.height_m, met.east_m, met.north_m, met.wind_m_per_s[:1], met.friction_velocity_m_per_s,
            met.obukhov_length_m, met.mixing_height_m, 0.05,
        )  # fmt: skip
    with pytest.raises(ValueError, match="evenly"):
        pf.Meteorology(
            met.time_s, met.height_m, met.east_m**3, met.north_m, met.wind_m_per_s, met.friction_velocity_m_per_s,
            met.obukhov_length_m, met.mixing_height_m, 0.05,
        )  # fmt: skip
    assert pf.columns_at(met, 0, 3000.0).shape == (9, 9, pf.ROWS - 1, 8)
