from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from downrange.physics import plume_grid as pg
from downrange.physics.surface_layer import from_fluxes, from_friction_velocity

SHAPE = (3, 4)
LEVELS_M = np.array([8.0, 60.0, 250.0, 900.0, 2500.0, 6000.0])


def deep(profile: Any) -> Any:
    return np.broadcast_to(np.asarray(profile, float)[:, None, None], (len(profile), *SHAPE)).copy()


def flat(value: float) -> Any:
    return np.full(SHAPE, value)


def laid(layer: Any, omega: Any = None, slope: float = 0.0, ground: float = 200.0) -> Any:
    speed = layer.wind_m_per_s(LEVELS_M)
    pressure = 1e5 * np.exp(-LEVELS_M * 9.80665 / (287.05287 * 288.0))
    moment = pg.Moment(
        deep(LEVELS_M + ground)[::-1], deep(pressure)[::-1], deep(np.full(6, 288.0)), deep(speed)[::-1],
        deep(0.5 * speed)[::-1], omega,
    )  # fmt: skip
    wind10 = float(layer.wind_m_per_s(10.0))
    surface = pg.Surface(
        flat(ground), flat(slope), flat(0.0), flat(wind10), flat(0.5 * wind10),
        flat(layer.friction_velocity_m_per_s), flat(layer.obukhov_length_m),
    )  # fmt: skip
    return pg.wind_over_ground(moment, surface, layer.roughness_m)


def test_a_similarity_profile_comes_back() -> None:
    layer = from_friction_velocity(0.3, 500.0, 0.05, 8000.0)
    wind = laid(layer)
    assert wind.shape == (len(pg.HEIGHTS_M), *SHAPE, 3)
    for k, z in enumerate(pg.HEIGHTS_M):
        exact = float(layer.wind_m_per_s(z))
        tolerance = 0.02 if z <= 60 else 0.12  # straight in log z between distant levels
        assert wind[k, 1, 2, 0] == pytest.approx(exact, rel=tolerance), z
        assert wind[k, 1, 2, 1] == pytest.approx(0.5 * exact, rel=tolerance)
    assert not wind[..., 2].any()


def test_air_that_follows_the_slope_does_not_leave_it() -> None:
    # over ground rising 1 in 100, air that rises by a hundredth of its speed stays at its height
    layer = from_friction_velocity(0.3, np.inf, 0.05, 8000.0)
    speed = layer.wind_m_per_s(LEVELS_M)
    pressure = 1e5 * np.exp(-LEVELS_M * 9.80665 / (287.05287 * 288.0))
    omega = deep(-9.80665 * pressure / (287.05287 * 288.0) * 0.01 * speed)[::-1]
    assert np.abs(laid(layer, omega, 0.01)[..., 2]).max() < 1e-9
    still = laid(layer, omega, 0.0)
    assert still[-4, 0, 0, 2] == pytest.approx(0.01 * still[-4, 0, 0, 0], rel=0.02)
    assert not still[np.asarray(pg.HEIGHTS_M) <= 10.0][..., 2].any()


def test_levels_under_the_ground_are_not_used() -> None:
    layer = from_friction_velocity(0.3, np.inf, 0.05, 8000.0)
    clean = laid(layer)
    speed = layer.wind_m_per_s(LEVELS_M).copy()
    speed[0] = 99.0  # 8 m above ground: within the part that is not used
    pressure = deep(np.full(6, 9e4))
    wind10 = float(layer.wind_m_per_s(10.0))
    moment = pg.Moment(
        deep(LEVELS_M), pressure, deep(np.full(6, 288.0)), deep(speed), deep(0.5 * speed), None
    )
    surface = pg.Surface(
        flat(0.0), flat(0.0), flat(0.0), flat(wind10), flat(0.5 * wind10), flat(0.3), flat(np.inf)
    )
    assert np.allclose(pg.wind_over_ground(moment, surface, 0.05), clean)


@pytest.mark.parametrize("heat", [250.0, 20.0, -15.0])
def test_the_obukhov_length_is_that_of_one_place(heat: float) -> None:
    friction, length = pg.obukhov_length_m(flat(0.35), flat(heat), flat(293.15), flat(101325.0))
    density = 101325.0 / (287.05287 * 293.15)
    one = from_fluxes(0.35**2 * density, heat, 20.0, 0.1)
    assert friction[0, 0] == pytest.approx(0.35)
    assert length[0, 0] == pytest.approx(one.obukhov_length_m, rel=1e-6)


def test_calm_hours_are_held() -> None:
    friction, length = pg.obukhov_length_m(flat(0.0), flat(-60.0), flat(270.0), flat(1e5))
    assert friction[0, 0] == pytest.approx(0.03)
    assert length[0, 0] == pytest.approx(2.0)
    assert np.isinf(pg.obukhov_length_m(flat(0.4), flat(0.0), flat(280.0), flat(1e5))[1]).all()


def test_pressure_of_an_even_column() -> None:
    found = pg.hydrostatic_pa(deep(LEVELS_M + 50.0), deep(np.full(6, 280.0)), flat(50.0), flat(98_000.0))
    exact = 98_000.0 * np.exp(-9.80665 * LEVELS_M / (287.05287 * 280.0))
    assert np.allclose(found[:, 0, 0], exact, rtol=1e-9)
