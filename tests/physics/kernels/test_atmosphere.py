import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.atmosphere import WindProfile, air_table
from downrange.physics.kernels.atmosphere import (
    AIR_BASE_M,
    AIR_STEP_M,
    AIR_TOP_M,
    air_at,
    air_of,
    log_density,
    us76,
)


def test_density_is_continuous_across_86_km() -> None:
    assert us76(85999.999)[2] == pytest.approx(us76(86000.001)[2], rel=3e-4)


@pytest.mark.parametrize(
    ("height_m", "temperature_k"), [(91e3, 186.87), (110e3, 240.0), (120e3, 360.0), (500e3, 999.24)]
)
def test_temperatures_of_the_standard_above_86_km(height_m: float, temperature_k: float) -> None:
    assert us76(height_m)[0] == pytest.approx(temperature_k, abs=0.05)


def test_log_density_passes_through_the_printed_values() -> None:
    for height_km, density in ((100, 5.604e-7), (200, 2.541e-10), (500, 5.215e-13), (1000, 3.561e-15)):
        assert math.exp(log_density(1e3 * height_km)) == pytest.approx(density, rel=1e-6)


@given(st.floats(AIR_BASE_M, AIR_TOP_M))
def test_the_table_follows_the_standard_between_its_rows(height_m: float) -> None:
    density, sound, *wind = air_at(height_m, air_table())
    temperature, _, exact = us76(height_m)
    assert density == pytest.approx(exact, rel=4e-4 if 85900 < height_m < 86100 else 5e-5)
    assert sound == pytest.approx(math.sqrt(1.4 * 287.05287 * temperature), rel=2e-4)
    assert wind == [0.0, 0.0, 0.0]


def test_the_rows_above_reach_a_thousand_kilometres_and_beyond_them_the_last_hold() -> None:
    air = air_table(WindProfile((0.0, 200e3), (0.0, 20.0), (0.0, -20.0)))
    density, _, east, north, _ = air_at(250e3, air)
    assert density == pytest.approx(6.073e-11, rel=1e-6)
    assert [east, north] == pytest.approx([20.0, -20.0])
    assert air_at(150.5e3, air)[0] == pytest.approx(us76(150.5e3)[2], rel=1e-4)
    assert air_at(1400e3, air)[0] < 0.5 * air_at(1000e3, air)[0]


def test_one_of_several_tables_lying_in_a_row() -> None:
    calm, windy = air_table(), air_table(WindProfile((0.0,), (7.0,), (0.0,)))
    flat = np.stack([calm, windy]).reshape(-1)
    for height_m in (-3000.0, 0.0, 12345.6, 100e3, 100.2e3, 600e3, 2000e3):
        assert air_of(height_m, flat, 0) == air_at(height_m, calm)
        assert air_of(height_m, flat, calm.size) == air_at(height_m, windy)


def test_below_the_table_the_lowest_slope_goes_on() -> None:
    density, *_ = air_at(AIR_BASE_M - AIR_STEP_M, air_table())
    assert density > air_at(AIR_BASE_M, air_table())[0]
    assert np.isfinite(density)
