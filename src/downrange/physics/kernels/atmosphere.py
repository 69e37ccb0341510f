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

__all__ = [
    "AIR_BASE_M",
    "AIR_HIGH_STEP_M",
    "AIR_STEP_M",
    "AIR_TOP_M",
    "COLUMNS",
    "FINE_ROWS",
    "HIGH_ROWS",
    "air_at",
    "air_of",
    "log_density",
    "us76",
]

AIR_BASE_M = -2000.0
AIR_STEP_M = 50.0
AIR_TOP_M = 100000.0
"""Lowest height, spacing and highest height of the fine rows of a table of air, geometric metres above the
ellipsoid."""
AIR_HIGH_STEP_M = 1000.0
"""Spacing of the rows above, up to 1000 km."""
FINE_ROWS, HIGH_ROWS = 2040, 900
"""Steps between rows below and above ``AIR_TOP_M``."""
COLUMNS = 5

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


@compiled
def _row(height_m: float) -> tuple[np.uint64, float]:
    """Row of a table below a height and the share of the way to the next; beyond the top above one."""
    if height_m > AIR_TOP_M:
        place = min((height_m - AIR_TOP_M) * (1.0 / AIR_HIGH_STEP_M), 1e5)
        index = min(int(place), HIGH_ROWS - 1)
        return np.uint64(index + FINE_ROWS), place - index
    place = max((height_m - AIR_BASE_M) * (1.0 / AIR_STEP_M), -1e3)
    index = min(max(int(place), 0), FINE_ROWS - 1)  # unsigned: no wrap-around to look after
    return np.uint64(index), place - index


@compiled
def air_at(height_m: float, air: NDArray[np.float64]) -> tuple[float, float, float, float, float]:
    """Look a table of air up: density (kg/m3), speed of sound, wind to east, north and up (m/s).

    Parameters
    ----------
    height_m : float
        Geometric height.
    air : ndarray, shape (FINE_ROWS + HIGH_ROWS + 1, 5)
        Rows every ``AIR_STEP_M`` from ``AIR_BASE_M`` to ``AIR_TOP_M``, then every ``AIR_HIGH_STEP_M``:
        density, speed of sound, wind to east, north and up. Between rows everything is linear; the density
        above ``AIR_TOP_M`` is so in its logarithm, and beyond the last row its slope goes on, the rest holds.
    """
    index, share = _row(height_m)
    after = index + np.uint64(1)
    low, high = air[index, 0], air[after, 0]
    if height_m > AIR_TOP_M:
        density = low * math.exp(share * math.log(high / low))
        share = min(share, 1.0)
    else:
        density = low + share * (high - low)
    return (
        density,
        air[index, 1] + share * (air[after, 1] - air[index, 1]),
        air[index, 2] + share * (air[after, 2] - air[index, 2]),
        air[index, 3] + share * (air[after, 3] - air[index, 3]),
        air[index, 4] + share * (air[after, 4] - air[index, 4]),
    )


@compiled
def air_of(
    height_m: float, airs: NDArray[np.float64], begin: int
) -> tuple[float, float, float, float, float]:
    """Look one of several tables up that lie one after the other in a flat array, see :func:`air_at`.

    ``begin`` is the place of the table's first number; a table has ``COLUMNS`` numbers a row.
    """
    index, share = _row(height_m)
    place = np.uint64(begin) + index * np.uint64(COLUMNS)
    one, two, three, four = np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
    after = place + np.uint64(COLUMNS)
    low, high = airs[place], airs[after]
    if height_m > AIR_TOP_M:
        density = low * math.exp(share * math.log(high / low))
        share = min(share, 1.0)
    else:
        density = low + share * (high - low)
    return (
        density,
        airs[place + one] + share * (airs[after + one] - airs[place + one]),
        airs[place + two] + share * (airs[after + two] - airs[place + two]),
        airs[place + three] + share * (airs[after + three] - airs[place + three]),
        airs[place + four] + share * (airs[after + four] - airs[place + four]),
    )
