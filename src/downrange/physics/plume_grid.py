"""From fields on levels to the particle model's meteorology: heights above ground, on a plane.

A gridded file holds wind, temperature, height and vertical motion on pressure or model levels over terrain.
The particles move over flat ground: heights are counted from it, and the vertical motion is that across
surfaces of equal height above ground, ``-omega/(rho g) - U . grad(ground)``. See
docs/physics/plume-gridded.md.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from downrange.physics.surface_layer import GRAVITY_M_PER_S2, Closure, closure, psi_momentum

__all__ = ["HEIGHTS_M", "Moment", "Surface", "hydrostatic_pa", "obukhov_length_m", "wind_over_ground"]

Array = NDArray[np.float64]

GAS_CONSTANT_J_PER_KG_K = 287.05287
HEAT_CAPACITY_J_PER_KG_K = 1004.7

HEIGHTS_M: tuple[float, ...] = (
    1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 70.0, 110.0, 160.0, 220.0, 300.0, 400.0, 520.0, 660.0, 820.0, 1000.0,
    1250.0, 1500.0, 1800.0, 2200.0, 2700.0, 3300.0, 4000.0, 5000.0, 6000.0, 8000.0,
)  # fmt: skip
"""Heights above ground at which the wind is kept."""

_WIND_HEIGHT_M = 10.0
_LEAST_FRICTION_M_PER_S = 0.03  # below it similarity says nothing; the calmest hours of a gridded file
_SHORTEST_OBUKHOV_M = 2.0


@dataclass(frozen=True, eq=False)
class Moment:
    """Fields on levels at one time, levels in any order: arrays of shape (levels, rows, columns)."""

    height_m: Array
    pressure_pa: Array
    temperature_k: Array
    east_m_per_s: Array
    north_m_per_s: Array
    omega_pa_per_s: Array | None


@dataclass(frozen=True, eq=False)
class Surface:
    """Fields of the surface at the same time: arrays of shape (rows, columns)."""

    ground_m: Array
    slope_east_ratio: Array
    slope_north_ratio: Array
    east_m_per_s: Array
    north_m_per_s: Array
    friction_velocity_m_per_s: Array
    obukhov_length_m: Array


def obukhov_length_m(
    friction_velocity_m_per_s: Array, heat_flux_w_per_m2: Array, temperature_k: Array, pressure_pa: Array
) -> tuple[Array, Array]:
    """Give u* and L of a grid from u* and the upward heat flux, both held to what similarity can use.

    ``L = -rho cp T u*^3 / (kappa g H)``; |L| at least 2 m, u* at least 0.03 m/s.
    """
    u_star = np.maximum(friction_velocity_m_per_s, _LEAST_FRICTION_M_PER_S)
    density = pressure_pa / (GAS_CONSTANT_J_PER_KG_K * temperature_k)
    kinematic = heat_flux_w_per_m2 / (density * HEAT_CAPACITY_J_PER_KG_K)
    inverse = -closure().karman_number * GRAVITY_M_PER_S2 * kinematic / (temperature_k * u_star**3)
    inverse = np.clip(inverse, -1.0 / _SHORTEST_OBUKHOV_M, 1.0 / _SHORTEST_OBUKHOV_M)
    neutral = np.abs(inverse) < 1e-6
    return u_star, np.where(neutral, np.inf, 1.0 / np.where(neutral, 1.0, inverse))


def hydrostatic_pa(height_m: Array, temperature_k: Array, ground_m: Array, surface_pa: Array) -> Array:
    """Give the pressure on rising levels of known height and temperature: the hydrostatic equation."""
    feet = np.concatenate([ground_m[None], height_m])
    warm = np.concatenate([temperature_k[:1], temperature_k])
    middle = 0.5 * (warm[1:] + warm[:-1])
    fall = np.cumsum(GRAVITY_M_PER_S2 * np.diff(feet, axis=0) / (GAS_CONSTANT_J_PER_KG_K * middle), axis=0)
    return np.asarray(surface_pa[None] * np.exp(-fall))


def wind_over_ground(
    moment: Moment, surface: Surface, roughness_m: float, constants: Closure | None = None
) -> Array:
    """Give the wind at :data:`HEIGHTS_M` above ground.

    The wind at 10 m is the file's own; above it the logarithm of height is interpolated in, below it the
    similarity profile is scaled to it. Levels under the ground or within 15 m of it are not used.

    Returns
    -------
    array, shape (heights, rows, columns, 3)
        East, north, up (across surfaces of equal height above ground; zero at 10 m and below), m/s.
    """
    order = np.argsort(moment.height_m.mean(axis=(1, 2)))
    z = moment.height_m[order] - surface.ground_m
    east, north = moment.east_m_per_s[order], moment.north_m_per_s[order]
    rise = np.zeros_like(z)
    if moment.omega_pa_per_s is not None:
        density = moment.pressure_pa[order] / (GAS_CONSTANT_J_PER_KG_K * moment.temperature_k[order])
        rise = -moment.omega_pa_per_s[order] / (density * GRAVITY_M_PER_S2)
        rise = rise - east * surface.slope_east_ratio - north * surface.slope_north_ratio
    under = z < 1.5 * _WIND_HEIGHT_M
    z = np.where(under, _WIND_HEIGHT_M, z)
    east = np.where(under, surface.east_m_per_s, east)
    north = np.where(under, surface.north_m_per_s, north)
    rise = np.where(under, 0.0, rise)
    foot = np.full((1, *z.shape[1:]), _WIND_HEIGHT_M)
    z = np.concatenate([foot, z])
    columns = [
        np.concatenate([surface.east_m_per_s[None], east]),
        np.concatenate([surface.north_m_per_s[None], north]),
        np.concatenate([np.zeros_like(foot), rise]),
    ]
    out = np.empty((len(HEIGHTS_M), *z.shape[1:], 3))
    for k, height in enumerate(HEIGHTS_M):
        out[k] = np.stack(_at_height(z, columns, max(height, _WIND_HEIGHT_M)), axis=-1)
        if height < _WIND_HEIGHT_M:
            out[k, ..., :2] *= _profile_ratio(height, surface, roughness_m, constants or closure())[..., None]
    return out


def _at_height(z: Array, columns: list[Array], height_m: float) -> list[Array]:
    """Interpolate columns at one height, in the logarithm of height; held above the last level."""
    above = np.clip((z < height_m).sum(axis=0), 1, z.shape[0] - 1)[None]
    low, high = np.take_along_axis(z, above - 1, 0)[0], np.take_along_axis(z, above, 0)[0]
    gap = np.log(np.maximum(high / low, 1.0 + 1e-9))
    share = np.clip(np.log(height_m / low) / gap, 0.0, 1.0)
    return [
        np.asarray(
            (1.0 - share) * np.take_along_axis(c, above - 1, 0)[0]
            + share * np.take_along_axis(c, above, 0)[0]
        )
        for c in columns
    ]


def _profile_ratio(height_m: float, surface: Surface, roughness_m: float, c: Closure) -> Array:
    """Give the wind of the similarity profile at a height over that at 10 m."""
    inverse = 1.0 / surface.obukhov_length_m

    def shape(z: float) -> Array:
        return np.asarray(
            np.log(z / roughness_m) - psi_momentum(z * inverse, c) + psi_momentum(roughness_m * inverse, c)
        )

    if height_m <= roughness_m:
        return np.zeros_like(inverse)
    return np.asarray(np.maximum(shape(height_m), 0.0) / np.maximum(shape(_WIND_HEIGHT_M), 1e-3))
