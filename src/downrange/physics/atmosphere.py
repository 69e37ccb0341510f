"""The air that bodies fall and drift through: the U.S. Standard Atmosphere 1976 and profiles of wind.

The rule between given levels is linear in height for wind, temperature and the logarithm of density; below
the lowest level the lowest value holds, above the highest the highest does for wind and the Standard does for
density. Kernels take the whole as one table, see :func:`air_table` and docs/physics/atmosphere.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["CALM", "Air", "UpperAir", "WindProfile", "air_table", "heights_m", "standard"]

Array = NDArray[np.float64]

_JOIN_M = (80e3, 90e3)


@dataclass(frozen=True)
class Air:
    """The state of the air at one or many heights; arrays of one shape."""

    temperature_k: Array
    pressure_pa: Array
    density_kg_per_m3: Array
    sound_speed_m_per_s: Array


@dataclass(frozen=True)
class UpperAir:
    """Density and temperature above the Standard's first 80 km, from a model of the day.

    Attributes
    ----------
    height_m : tuple of float
        Strictly rising, geometric; the first not above 90 km.
    density_kg_per_m3, temperature_k : tuple of float
        One for each height.
    source : str
        Model, day and indices.
    """

    height_m: tuple[float, ...]
    density_kg_per_m3: tuple[float, ...]
    temperature_k: tuple[float, ...]
    source: str = ""


@dataclass(frozen=True)
class WindProfile:
    """Wind by height: where the air goes, to the east, to the north and up.

    Attributes
    ----------
    height_m : tuple of float
        Strictly rising heights above the ellipsoid (geometric).
    east_m_per_s, north_m_per_s : tuple of float
        One for each height; positive where the air moves to the east and to the north.
    up_m_per_s : tuple of float
        One for each height, or empty for none.
    temperature_k, pressure_pa : tuple of float
        One for each height, or empty where the Standard's density is to be used.
    upper : UpperAir or None
        Air above 80 km in place of the Standard's; between 80 and 90 km one passes into the other.
    source : str
        Where it comes from; "" for made-up profiles.
    """

    height_m: tuple[float, ...]
    east_m_per_s: tuple[float, ...]
    north_m_per_s: tuple[float, ...]
    up_m_per_s: tuple[float, ...] = ()
    temperature_k: tuple[float, ...] = ()
    pressure_pa: tuple[float, ...] = ()
    upper: UpperAir | None = None
    source: str = field(default="", compare=False)

    def __post_init__(self) -> None:
        count = len(self.height_m)
        if count == 0:
            raise ValueError("a profile needs at least one level")
        if not all(low < high for low, high in zip(self.height_m, self.height_m[1:], strict=False)):
            raise ValueError("heights must rise strictly")
        for name in ("east_m_per_s", "north_m_per_s"):
            if len(getattr(self, name)) != count:
                raise ValueError(f"{name} must have one value for each of the {count} heights")
        for name in ("up_m_per_s", "temperature_k", "pressure_pa"):
            if len(getattr(self, name)) not in (0, count):
                raise ValueError(f"{name} must be empty or have one value for each of the {count} heights")
        if bool(self.temperature_k) != bool(self.pressure_pa):
            raise ValueError("give temperature and pressure together, or neither")
        given = (*self.height_m, *self.east_m_per_s, *self.north_m_per_s, *self.up_m_per_s)
        if not all(math.isfinite(value) for value in (*given, *self.temperature_k, *self.pressure_pa)):
            raise ValueError("every value must be finite")
        if any(value <= 0 for value in (*self.temperature_k, *self.pressure_pa)):
            raise ValueError("temperature and pressure must be above zero")

    def at(self, height_m: ArrayLike) -> tuple[Array, Array]:
        """Give the wind to the east and to the north (m/s) at heights, by the rule of this module."""
        height = np.asarray(height_m, dtype=float)
        return (
            np.interp(height, self.height_m, self.east_m_per_s),
            np.interp(height, self.height_m, self.north_m_per_s),
        )


CALM = WindProfile((0.0,), (0.0,), (0.0,), source="no wind")


def standard(height_m: ArrayLike) -> Air:
    """Give the U.S. Standard Atmosphere 1976 at geometric heights.

    Parameters
    ----------
    height_m : array_like
        Geometric height, -5 km to 1000 km.

    Returns
    -------
    Air
        Arrays of the shape of ``height_m``. NOAA-S/T 76-1562 (1976).
    """
    from downrange.physics.kernels.atmosphere import us76

    height = np.asarray(height_m, dtype=float)
    found = np.array([us76(float(h)) for h in height.ravel()]).reshape((*height.shape, 3))
    temperature = found[..., 0]
    return Air(temperature, found[..., 1], found[..., 2], np.sqrt(1.4 * 287.05287 * temperature))


def heights_m() -> Array:
    """Give the heights of the rows of a table of air."""
    from downrange.physics.kernels import atmosphere as rows

    fine = rows.AIR_BASE_M + rows.AIR_STEP_M * np.arange(rows.FINE_ROWS + 1)
    return np.concatenate([fine, rows.AIR_TOP_M + rows.AIR_HIGH_STEP_M * np.arange(1, rows.HIGH_ROWS + 1)])


@lru_cache(maxsize=1)
def _standard_rows() -> Air:
    return standard(heights_m())


@lru_cache(maxsize=64)
def air_table(wind: WindProfile = CALM) -> Array:
    """Lay standard air and a wind out as the table that kernels take.

    Returns
    -------
    ndarray, shape (n, 5), read-only
        Density (kg/m3), speed of sound (m/s), wind to the east, north and up (m/s), every 50 m
        to 100 km and every kilometre to 1000 km.
    """
    height = heights_m()
    air = _standard_rows()
    density, sound = air.density_kg_per_m3.copy(), air.sound_speed_m_per_s.copy()
    if wind.temperature_k:
        inside = (height >= wind.height_m[0]) & (height <= wind.height_m[-1])
        temperature = np.interp(height, wind.height_m, wind.temperature_k)
        pressure = np.interp(height, wind.height_m, np.log(wind.pressure_pa))
        density = np.where(inside, np.exp(pressure) / (287.05287 * temperature), density)
        sound = np.where(inside, np.sqrt(1.4 * 287.05287 * temperature), sound)
    if wind.upper is not None:
        upper, share = wind.upper, np.clip((height - _JOIN_M[0]) / (_JOIN_M[1] - _JOIN_M[0]), 0.0, 1.0)
        thick = np.interp(height, upper.height_m, np.log(upper.density_kg_per_m3))
        warm = np.sqrt(1.4 * 287.05287 * np.interp(height, upper.height_m, upper.temperature_k))
        joined = np.exp((1.0 - share) * np.log(density) + share * thick)
        density = np.where(share > 0.0, joined, density)
        sound = (1.0 - share) * sound + share * warm
    east, north = wind.at(height)
    up = np.interp(height, wind.height_m, wind.up_m_per_s) if wind.up_m_per_s else np.zeros_like(height)
    table = np.ascontiguousarray(np.stack([density, sound, east, north, up], axis=1))
    table.setflags(write=False)
    return table
