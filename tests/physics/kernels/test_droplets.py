"""Single drops: the d-squared law, terminal speeds, the distances of the literature."""

from __future__ import annotations

import numpy as np
import pytest

from downrange.physics.droplets import liquid_constants
from downrange.physics.kernels.droplets import (
    drop_rate,
    fall_drops,
    still_lifetime_s,
    terminal_speed_m_per_s,
)
from downrange.physics.release_library import substance

UDMH = liquid_constants(substance("udmh"))
HEIGHTS = np.linspace(0.0, 12_000.0, 49)
LOG_PRESSURES = np.log(101325.0 * (1 - 2.25577e-5 * HEIGHTS) ** 5.25588)
CALM = np.zeros_like(HEIGHTS)


def left(temperature_k: float, height_m: float, diameter_m: float) -> float:
    fallen = fall_drops(
        np.array([diameter_m]), height_m, 0.0, HEIGHTS, np.full(49, temperature_k), LOG_PRESSURES, CALM, UDMH
    )
    return float(fallen[0, 0])


@pytest.mark.parametrize("diameter_m", [1e-4, 1e-3, 4e-3])
def test_d_squared_law_at_rest(diameter_m: float) -> None:
    rate, _ = drop_rate(diameter_m, 0.0, 288.15, 101325.0, 288.15, UDMH)
    life = still_lifetime_s(diameter_m, 288.15, 101325.0, UDMH, 400)
    assert life == pytest.approx(diameter_m**2 / rate, rel=1e-4)


def test_a_drop_cools_as_it_evaporates_and_a_moving_one_evaporates_faster() -> None:
    still, wet_bulb = drop_rate(1e-3, 0.0, 288.15, 101325.0, 288.15, UDMH)
    moving, same = drop_rate(1e-3, 4.0, 288.15, 101325.0, 288.15, UDMH)
    assert wet_bulb < 275.0
    assert same == pytest.approx(wet_bulb, abs=3.0)
    assert moving > 3.0 * still


def test_water_drops_fall_as_measured() -> None:
    # Gunn and Kinzer (1949), 20 C, 1013 hPa: 4.03 m/s at 1 mm, 6.49 at 2 mm, 2.06 at 0.5 mm
    for diameter_m, speed in ((0.5e-3, 2.06), (1e-3, 4.03), (2e-3, 6.49)):
        assert terminal_speed_m_per_s(diameter_m, 998.0, 293.15, 101325.0) == pytest.approx(speed, rel=0.1)


def test_udmh_drops_of_4_mm_are_gone_in_1_km_when_warm_and_5_km_when_cold() -> None:
    assert left(288.15, 1000.0, 4e-3) < 0.01
    assert left(288.15, 300.0, 4e-3) > 0.2
    assert left(253.15, 5000.0, 4e-3) == 0.0
    assert left(253.15, 1000.0, 4e-3) > 0.3


def test_small_drops_go_first_and_drift_follows_the_wind() -> None:
    sizes = np.array([0.5e-3, 1e-3, 2e-3])
    kerosene = liquid_constants(substance("kerosene"))
    temperatures = np.full(49, 288.15)
    wind = np.full(49, 10.0)
    fallen = fall_drops(sizes, 3000.0, 0.0, HEIGHTS, temperatures, LOG_PRESSURES, wind, kerosene)
    assert (np.diff(fallen[:, 0]) > 0.0).all()
    assert (np.diff(fallen[:, 1]) < 0.0).all()
    assert fallen[:, 2] == pytest.approx(10.0 * fallen[:, 1])
