"""The U.S. Standard Atmosphere, 1976, and look-ups in tables of air.

Source: NOAA, NASA, USAF, "U.S. Standard Atmosphere, 1976", NOAA-S/T 76-1562 (1976): equations 23, 33a, 33b,
42 and 50 to 86 km geometric; equations 25, 27, 29 and 31 for the temperature above, with the density of its
table IV joined log-linearly from 86 to 1000 km. The speed of sound is taken with the mean molar mass at sea
level at every height (the Standard stops tabulating it at 86 km).
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from downrange.physics.kernels.compiled import compiled

__all__ = ["AIR_BASE_M", "AIR_STEP_M", "AIR_TOP_M", "air_at", "log_density", "us76"]

AIR_BASE_M = -2000.0
AIR_STEP_M = 50.0
AIR_TOP_M = 100000.0
"""Lowest height, spacing and highest height of a table of air, geometric metres above the ellipsoid."""

_RADIUS_M = 6356766.0
_GRAVITY = 9.80665
_GAS = 287.05287  # specific gas constant of dry air, J kg-1 K-1
_GAMMA = 1.4
_BASE_M = np.array([0.0, 11e3, 20e3, 32e3, 47e3, 51e3, 71e3, 84852.0])
_LAPSE = np.array([-6.5e-3, 0.0, 1e-3, 2.8e-3, 0.0, -2.8e-3, -2e-3])
_BASE_K = np.array([288.15, 216.65, 216.65, 228.65, 270.65, 270.65, 214.65])
_BASE_PA = np.array(
    [101325.0, 22632.0640, 5474.88867, 868.018685, 110.906306, 66.9388731, 3.95642043]
)  # equations 33a and 33b carried upward from 101325 Pa
# molecular over kinetic temperature ratio between 80 and 86 km: table 8 of the Standard, every 0.5 km
_MOLAR_RATIO = np.array([
    1.0, 0.999996, 0.999989, 0.999971, 0.999941, 0.999909, 0.999870, 0.999829, 0.999786, 0.999741, 0.999694,
    0.999641, 0.999579,
])  # fmt: skip
_HIGH_M = 1e3 * np.array([
    86.0, 90.0, 95.0, 100.0, 110.0, 120.0, 130.0, 140.0, 150.0, 160.0, 180.0, 200.0, 250.0, 300.0, 350.0,
    400.0, 450.0, 500.0, 600.0, 700.0, 800.0, 900.0, 1000.0,
])  # fmt: skip
_HIGH_LOG = np.log(np.array([
    6.958e-6, 3.416e-6, 1.393e-6, 5.604e-7, 9.708e-8, 2.222e-8, 8.152e-9, 3.831e-9, 2.076e-9, 1.233e-9,
    5.194e-10, 2.541e-10, 6.073e-11, 1.916e-11, 7.014e-12, 2.803e-12, 1.184e-12, 5.215e-13, 1.137e-13,
    3.070e-14, 1.136e-14, 5.759e-15, 3.561e-15,
]))  # fmt: skip


@compiled
def log_density(height_m: float) -> float:
    """Natural logarithm of the density (kg/m3) from 86 to 1000 km; beyond, the last slope goes on."""
    last = _HIGH_M.size - 2
    index = 0
    while index < last and height_m >= _HIGH_M[index + 1]:
        index += 1
    share = (height_m - _HIGH_M[index]) / (_HIGH_M[index + 1] - _HIGH_M[index])
    return float(_HIGH_LOG[index] + share * (_HIGH_LOG[index + 1] - _HIGH_LOG[index]))


@compiled
def _thermosphere(height_m: float) -> float:
    """Kinetic temperature (K) above 86 km: equations 25, 27, 29 and 31."""
    z_km = height_m / 1000.0
    if z_km < 91.0:
        return 186.8673
    if z_km < 110.0:
        return 263.1905 - 76.3232 * math.sqrt(max(0.0, 1.0 - ((z_km - 91.0) / 19.9429) ** 2))
    if z_km < 120.0:
        return 240.0 + 12.0 * (z_km - 110.0)
    reduced_km = (z_km - 120.0) * (6356.766 + 120.0) / (6356.766 + z_km)
    return 1000.0 - 640.0 * math.exp(-0.01875 * reduced_km)


@compiled
def us76(height_m: float) -> tuple[float, float, float]:
    """Temperature (K), pressure (Pa) and density (kg/m3) at a geometric height.

    Parameters
    ----------
    height_m : float
        Geometric height; below zero the lowest layer goes on, above 1000 km the last slope does.
    """
    if height_m >= 86000.0:
        temperature = _thermosphere(height_m)
        density = math.exp(log_density(height_m))
        return temperature, density * _GAS * temperature, density
    geopotential = _RADIUS_M * height_m / (_RADIUS_M + height_m)
    layer = 0
    while layer < 6 and geopotential >= _BASE_M[layer + 1]:
        layer += 1
    above = geopotential - _BASE_M[layer]
    lapse = _LAPSE[layer]
    temperature = _BASE_K[layer] + lapse * above
    if lapse == 0.0:
        pressure = _BASE_PA[layer] * math.exp(-_GRAVITY * above / (_GAS * _BASE_K[layer]))
    else:
        pressure = _BASE_PA[layer] * (_BASE_K[layer] / temperature) ** (_GRAVITY / (_GAS * lapse))
    density = pressure / (_GAS * temperature)
    if height_m > 80000.0:  # the kinetic temperature is lower than the molecular one by the molar ratio
        place = (height_m - 80000.0) / 500.0
        index = min(int(place), 11)
        share = place - index
        temperature *= _MOLAR_RATIO[index] + share * (_MOLAR_RATIO[index + 1] - _MOLAR_RATIO[index])
    return temperature, pressure, density


def _high_table() -> NDArray[np.float64]:
    """Logarithm of density and speed of sound every kilometre from 0 to 1000 km, filled from 86 km up."""
    z_km = np.arange(1001.0)
    reduced_km = (z_km - 120.0) * (6356.766 + 120.0) / (6356.766 + z_km)
    bow = 1.0 - (np.clip(z_km - 91.0, 0.0, 19.0) / 19.9429) ** 2
    temperature = np.select(
        [z_km < 91.0, z_km < 110.0, z_km < 120.0],
        [np.full_like(z_km, 186.8673), 263.1905 - 76.3232 * np.sqrt(bow), 240.0 + 12.0 * (z_km - 110.0)],
        1000.0 - 640.0 * np.exp(-0.01875 * np.maximum(reduced_km, 0.0)),
    )
    return np.column_stack([np.interp(1e3 * z_km, _HIGH_M, _HIGH_LOG), np.sqrt(_GAMMA * _GAS * temperature)])


_HIGH = _high_table()


@compiled
def air_at(height_m: float, air: NDArray[np.float64]) -> tuple[float, float, float, float, float]:
    """Look a table of air up: density (kg/m3), speed of sound, wind to east, north and up (m/s).

    Parameters
    ----------
    height_m : float
        Geometric height.
    air : ndarray, shape (n, 5)
        Rows every ``AIR_STEP_M`` from ``AIR_BASE_M``: density, speed of sound, wind to east, north and up.
        Between rows everything is linear. Above the table the density is the Standard's and the wind is the
        last row's.
    """
    if height_m > AIR_TOP_M:
        row = min(int(height_m * 1e-3), 999)
        log = _HIGH[row, 0] + (height_m * 1e-3 - row) * (_HIGH[row + 1, 0] - _HIGH[row, 0])
        top = air.shape[0] - 1
        return math.exp(log), _HIGH[row, 1], air[top, 2], air[top, 3], air[top, 4]
    place = (height_m - AIR_BASE_M) * (1.0 / AIR_STEP_M)
    index = np.uint64(min(max(int(place), 0), air.shape[0] - 2))  # unsigned: no wrap-around to look after
    share, after = place - index, index + np.uint64(1)
    return (
        air[index, 0] + share * (air[after, 0] - air[index, 0]),
        air[index, 1] + share * (air[after, 1] - air[index, 1]),
        air[index, 2] + share * (air[after, 2] - air[index, 2]),
        air[index, 3] + share * (air[after, 3] - air[index, 3]),
        air[index, 4] + share * (air[after, 4] - air[index, 4]),
    )
