"""Surface layer: Obukhov length and friction velocity from whatever is known, and the turbulence above.

Monin-Obukhov similarity with the profiles of Wilson (unstable) and Beljaars and Holtslag (stable); turbulence
of Panofsky and others, time scale of Wilson, Thurtell and Kidd. Every constant stands, with its source and
range, in ``reference/models/surface_layer.yaml``; docs/physics/surface-layer.md argues the choice.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from downrange.reference.library import values

__all__ = [
    "Closure",
    "SurfaceLayer",
    "averaging_factor",
    "closure",
    "columns_m_per_s",
    "from_class",
    "from_fluxes",
    "from_friction_velocity",
    "from_profile",
    "from_temperature_difference",
    "lateral_m_per_s",
    "mixing_height_m",
    "psi_heat",
    "psi_momentum",
    "sigma_w_m_per_s",
    "time_scale_s",
    "turbulence_table",
    "varied",
]

GRAVITY_M_PER_S2 = 9.80665
DRY_LAPSE_K_PER_M = 0.0098  # g / cp
_NEUTRAL_PER_M = 1e-6
_TOP_SHARE = 0.01  # nearest to the inversion that eddies are followed, as a share of the mixing height
FILE = "models/surface_layer.yaml"


@dataclass(frozen=True)
class Closure:
    """Constants of one closure of the surface layer; the names are keys of models/surface_layer.yaml."""

    karman_number: float
    unstable_momentum_coefficient: float
    unstable_heat_coefficient: float
    stable_profile_a_coefficient: float
    stable_profile_b_coefficient: float
    stable_profile_c_coefficient: float
    stable_profile_d_coefficient: float
    sigma_u_ratio: float
    sigma_v_ratio: float
    sigma_w_ratio: float
    sigma_w_least_m_per_s: float
    obukhov_stable_least_m: float
    sigma_w_convective_coefficient: float
    sigma_v_convective_coefficient: float
    sigma_v_least_m_per_s: float
    wander_m_per_s: float
    wander_time_s: float
    sigma_top_share: float
    time_scale_coefficient: float
    time_scale_unstable_coefficient: float
    time_scale_stable_coefficient: float
    time_scale_cap_ratio: float
    averaging_exponent_number: float
    mixing_height_convective_m: float
    mixing_height_neutral_ratio: float
    mixing_height_stable_ratio: float
    coriolis_per_s: float


@lru_cache(maxsize=1)
def closure() -> Closure:
    """Read the committed closure from the library."""
    found = values(FILE)
    return Closure(**{f.name: found[f.name].value for f in fields(Closure)})


@dataclass(frozen=True)
class SurfaceLayer:
    """What similarity theory needs to know of one place and hour; L is infinite in neutral air."""

    friction_velocity_m_per_s: float
    obukhov_length_m: float
    roughness_m: float
    mixing_height_m: float
    constants: Closure

    @property
    def inverse_obukhov_per_m(self) -> float:
        """1/L, zero in neutral air."""
        return 0.0 if math.isinf(self.obukhov_length_m) else 1.0 / self.obukhov_length_m

    def wind_m_per_s(self, z_m: ArrayLike) -> NDArray[np.float64]:
        """Mean wind at heights, m/s; zero at the roughness length, held above the mixing height."""
        z = np.clip(np.asarray(z_m, float), self.roughness_m, self.mixing_height_m)
        c, il = self.constants, self.inverse_obukhov_per_m
        shape = (
            np.log(z / self.roughness_m)
            - psi_momentum(z * il, c)
            + psi_momentum(np.asarray(self.roughness_m * il), c)
        )
        return np.asarray(self.friction_velocity_m_per_s / c.karman_number * shape, np.float64)


def psi_momentum(zeta: ArrayLike, c: Closure) -> NDArray[np.float64]:
    """Integrated stability function of the wind: Wilson (2001), Beljaars and Holtslag (1991)."""
    zeta = np.asarray(zeta, float)
    unstable = _free(zeta, c.unstable_momentum_coefficient)
    s = np.maximum(zeta, 0.0)
    stable = -(c.stable_profile_a_coefficient * s + _stable_tail(s, c))
    return np.asarray(np.where(zeta < 0.0, unstable, stable), np.float64)


def psi_heat(zeta: ArrayLike, c: Closure) -> NDArray[np.float64]:
    """Integrated stability function of temperature, same sources."""
    zeta = np.asarray(zeta, float)
    unstable = _free(zeta, c.unstable_heat_coefficient)
    s = np.maximum(zeta, 0.0)
    stable = -((1.0 + 2.0 * c.stable_profile_a_coefficient * s / 3.0) ** 1.5 - 1.0 + _stable_tail(s, c))
    return np.asarray(np.where(zeta < 0.0, unstable, stable), np.float64)


def _free(zeta: NDArray[np.float64], coefficient: float) -> NDArray[np.float64]:
    """Integrate ``(1 - phi)/zeta`` for ``phi = (1 + gamma |zeta|^(2/3))^(-1/2)``, free convection's power."""
    root = np.sqrt(1.0 + coefficient * np.maximum(-zeta, 0.0) ** (2.0 / 3.0))
    return np.asarray(3.0 * np.log((1.0 + root) / 2.0), np.float64)


def _stable_tail(s: NDArray[np.float64], c: Closure) -> NDArray[np.float64]:
    ratio = c.stable_profile_c_coefficient / c.stable_profile_d_coefficient
    fading = (s - ratio) * np.exp(-c.stable_profile_d_coefficient * s) + ratio
    return np.asarray(c.stable_profile_b_coefficient * fading, np.float64)


def mixing_height_m(friction_velocity_m_per_s: float, inverse_obukhov_per_m: float, c: Closure) -> float:
    """Estimate the mixing height where nobody says: convective default, or 0.3 u*/f and 0.4 sqrt(u* L/f)."""
    if inverse_obukhov_per_m < -1e-3:
        return c.mixing_height_convective_m
    neutral = c.mixing_height_neutral_ratio * friction_velocity_m_per_s / c.coriolis_per_s
    if inverse_obukhov_per_m > _NEUTRAL_PER_M:
        stable = c.mixing_height_stable_ratio * math.sqrt(
            friction_velocity_m_per_s / (inverse_obukhov_per_m * c.coriolis_per_s)
        )
        neutral = min(neutral, stable)
    return max(neutral, 20.0)


def from_friction_velocity(
    friction_velocity_m_per_s: float,
    obukhov_length_m: float,
    roughness_m: float,
    mixing_height: float | None = None,
    constants: Closure | None = None,
) -> SurfaceLayer:
    """Build the layer from u* and L (infinite, or beyond 10^6 m, for neutral air).

    Raises
    ------
    ValueError
        If u* or the roughness is not above zero, or L is zero.
    """
    c = constants or closure()
    if not (friction_velocity_m_per_s > 0.0 and roughness_m > 0.0 and obukhov_length_m != 0.0):
        raise ValueError("friction velocity and roughness must be above zero, the Obukhov length not zero")
    il = 0.0 if abs(obukhov_length_m) > 1e6 else 1.0 / obukhov_length_m
    depth = mixing_height or mixing_height_m(friction_velocity_m_per_s, il, c)
    return SurfaceLayer(
        friction_velocity_m_per_s, math.inf if il == 0.0 else obukhov_length_m, roughness_m, depth, c
    )


def _friction(wind: float, height: float, roughness: float, il: float, c: Closure) -> float:
    shape = (
        math.log(height / roughness)
        - float(psi_momentum(height * il, c))
        + float(psi_momentum(roughness * il, c))
    )
    return c.karman_number * wind / max(shape, 1e-3)


def _solved(mismatch: Callable[[float], float], c: Closure) -> float:
    """Find 1/L nearest to neutral at which the mismatch vanishes; the range's end where it never does.

    The range ends at the least stable length of the closure, and at 5 per metre in unstable air.
    """
    from scipy.optimize import brentq

    at_neutral = mismatch(0.0)
    if at_neutral == 0.0:
        return 0.0
    sign = 1.0 if at_neutral > 0.0 else -1.0
    previous = 0.0
    for size in np.geomspace(1e-6, 1.0 / c.obukhov_stable_least_m if sign > 0.0 else 5.0, 120):
        here = sign * float(size)
        if mismatch(here) * sign <= 0.0:
            low, high = sorted((previous, here))
            return float(brentq(mismatch, low, high, xtol=1e-12))
        previous = here
    return previous


def from_temperature_difference(
    wind_m_per_s: float,
    wind_height_m: float,
    roughness_m: float,
    lower_m: float,
    upper_m: float,
    upper_minus_lower_c: float,
    air_temperature_c: float = 20.0,
    mixing_height: float | None = None,
    constants: Closure | None = None,
) -> SurfaceLayer:
    """Build the layer from the wind at one height and the temperature difference between two.

    Solves ``1/L = kappa g theta* / (theta u*^2)`` with both profiles. The difference is of the air as a
    thermometer reads it; the dry-adiabatic lapse is added here.

    Raises
    ------
    ValueError
        If the heights are not in order or the wind is not above zero.
    """
    c = constants or closure()
    if not (0.0 < roughness_m < min(wind_height_m, lower_m) and lower_m < upper_m and wind_m_per_s > 0.0):
        raise ValueError("needs wind above zero and heights above the roughness, lower below upper")
    theta_k = air_temperature_c + 273.15
    difference = upper_minus_lower_c + DRY_LAPSE_K_PER_M * (upper_m - lower_m)

    def mismatch(il: float) -> float:
        u_star = _friction(wind_m_per_s, wind_height_m, roughness_m, il, c)
        shape = (
            math.log(upper_m / lower_m) - float(psi_heat(upper_m * il, c)) + float(psi_heat(lower_m * il, c))
        )
        theta_star = c.karman_number * difference / max(shape, 1e-3)
        return c.karman_number * GRAVITY_M_PER_S2 * theta_star / (theta_k * u_star * u_star) - il

    il = _solved(mismatch, c)
    u_star = _friction(wind_m_per_s, wind_height_m, roughness_m, il, c)
    return from_friction_velocity(
        u_star, 1.0 / il if abs(il) > 1e-6 else math.inf, roughness_m, mixing_height, c
    )


def from_class(
    letter: str,
    wind_m_per_s: float,
    wind_height_m: float,
    roughness_m: float,
    mixing_height: float | None = None,
    constants: Closure | None = None,
) -> SurfaceLayer:
    """Build the layer from a Pasquill class and the roughness: ``1/L = a + b log10(z0)`` (Golder 1972)."""
    found = values(FILE)
    key = f"golder_{letter.lower()}"
    if f"{key}_intercept_per_m" not in found:
        raise ValueError(f"no Pasquill class {letter!r}: A to F")
    il = found[f"{key}_intercept_per_m"].value + found[f"{key}_slope_per_m"].value * math.log10(roughness_m)
    c = constants or closure()
    u_star = _friction(wind_m_per_s, wind_height_m, roughness_m, il, c)
    return from_friction_velocity(u_star, 1.0 / il if il else math.inf, roughness_m, mixing_height, c)


def from_fluxes(
    momentum_flux_pa: float,
    heat_flux_w_per_m2: float,
    air_temperature_c: float,
    roughness_m: float,
    mixing_height: float | None = None,
    pressure_pa: float = 101325.0,
    constants: Closure | None = None,
) -> SurfaceLayer:
    """Build the layer from the surface fluxes of a gridded file (heat flux upward positive)."""
    c = constants or closure()
    theta_k = air_temperature_c + 273.15
    density = pressure_pa / (287.05287 * theta_k)
    u_star = math.sqrt(max(momentum_flux_pa, 1e-6) / density)
    kinematic = heat_flux_w_per_m2 / (density * 1004.7)
    il = -c.karman_number * GRAVITY_M_PER_S2 * kinematic / (theta_k * u_star**3)
    return from_friction_velocity(
        u_star, 1.0 / il if abs(il) > 1e-6 else math.inf, roughness_m, mixing_height, c
    )


def from_profile(
    heights_m: ArrayLike,
    wind_m_per_s: ArrayLike,
    air_temperature_c: ArrayLike,
    roughness_m: float,
    mixing_height: float | None = None,
    constants: Closure | None = None,
) -> SurfaceLayer:
    """Build the layer from measured profiles: least squares in u* and theta* at each 1/L until they agree.

    Parameters
    ----------
    heights_m, wind_m_per_s, air_temperature_c : array_like, shape (n,)
        At least two heights, above the roughness.
    roughness_m : float
        Of the ground.
    """
    c = constants or closure()
    z = np.asarray(heights_m, float)
    wind = np.asarray(wind_m_per_s, float)
    theta = np.asarray(air_temperature_c, float) + DRY_LAPSE_K_PER_M * z
    if z.size < 2 or z.min() <= roughness_m:
        raise ValueError("a profile needs two heights or more, all above the roughness")
    theta_k = float(theta.mean()) + 273.15

    def fitted(il: float) -> tuple[float, float]:
        shape = np.log(z / roughness_m) - psi_momentum(z * il, c) + psi_momentum(roughness_m * il, c)
        u_star = c.karman_number * float(wind @ shape) / float(shape @ shape)
        warm = np.log(z) - psi_heat(z * il, c)
        warm = warm - warm.mean()
        theta_star = c.karman_number * float((theta - theta.mean()) @ warm) / float(warm @ warm)
        return max(u_star, 1e-3), theta_star

    def mismatch(il: float) -> float:
        u_star, theta_star = fitted(il)
        return c.karman_number * GRAVITY_M_PER_S2 * theta_star / (theta_k * u_star * u_star) - il

    il = _solved(mismatch, c)
    return from_friction_velocity(
        fitted(il)[0], 1.0 / il if abs(il) > 1e-6 else math.inf, roughness_m, mixing_height, c
    )


def sigma_w_m_per_s(layer: SurfaceLayer, z_m: ArrayLike) -> NDArray[np.float64]:
    """Vertical turbulence: ``1.25 u* (1 - 3 z/L)^(1/3) (1 - 0.8 z/h)``, the cube root in unstable air.

    Never less than the least the closure allows: waves and meandering stir the calmest night.
    """
    return _sigma_w(*_scales(layer), np.asarray(z_m, float), layer.constants)


def time_scale_s(layer: SurfaceLayer, z_m: ArrayLike) -> NDArray[np.float64]:
    """Vertical Lagrangian time scale: ``0.5 z / sigma_w`` by stability, limited in the mixed layer.

    Eddies are held to 0.15 h and, below the inversion, to half the distance to it; the least of the three
    lengths counts, blended by inverse fourth powers so that the scale has no kink.
    """
    return _time_scale(*_scales(layer), np.asarray(z_m, float), layer.constants)


def lateral_m_per_s(layer: SurfaceLayer, z_m: ArrayLike, neutral_ratio: float) -> NDArray[np.float64]:
    """Horizontal turbulence: ``u* (ratio^3 - 0.5 h/L)^(1/3) (1 - 0.8 z/h)`` (constant with height by day)."""
    return _lateral(*_scales(layer), np.asarray(z_m, float), layer.constants, neutral_ratio)


def averaging_factor(c: Closure, averaging_s: float) -> float:
    """Give how much more the wind turns sideways in an averaging time than in ten minutes."""
    return float((averaging_s / 600.0) ** c.averaging_exponent_number)


def columns_m_per_s(
    friction_velocity_m_per_s: NDArray[np.float64],
    obukhov_length_m: NDArray[np.float64],
    mixing_height: NDArray[np.float64],
    heights_m: NDArray[np.float64],
    averaging_s: float = 600.0,
    constants: Closure | None = None,
) -> NDArray[np.float64]:
    """Give the turbulence of many columns at once, each below its mixing height (held above it).

    Parameters
    ----------
    friction_velocity_m_per_s, obukhov_length_m, mixing_height : array, shape (n,)
        Of each column; L infinite in neutral air.
    heights_m : array, shape (m,)
        Common to all.

    Returns
    -------
    array, shape (5, n, m)
        sigma_w, T_L of w (s), sigma_u, sigma_v, sigma_v of ten minutes, as :func:`turbulence_table` has them.
    """
    c = constants or closure()
    known = (
        np.asarray(friction_velocity_m_per_s, float)[:, None],
        1.0 / np.asarray(obukhov_length_m, float)[:, None],
        np.asarray(mixing_height, float)[:, None],
    )
    z = np.asarray(heights_m, float)[None, :]
    across = np.maximum(_lateral(*known, z, c, c.sigma_v_ratio), c.sigma_v_least_m_per_s)
    return np.stack(
        [
            _sigma_w(*known, z, c),
            _time_scale(*known, z, c),
            _lateral(*known, z, c, c.sigma_u_ratio),
            averaging_factor(c, averaging_s) * across,
            across,
        ]
    )


def _scales(layer: SurfaceLayer) -> tuple[Any, Any, Any]:
    return layer.friction_velocity_m_per_s, layer.inverse_obukhov_per_m, layer.mixing_height_m


def _sigma_w(friction: Any, il: Any, depth: Any, z: Any, c: Closure) -> NDArray[np.float64]:
    z = np.clip(z, 0.0, depth)
    rise = (1.0 + c.sigma_w_convective_coefficient * z * np.maximum(-il, 0.0)) ** (1.0 / 3.0)
    found = c.sigma_w_ratio * friction * rise * (1.0 - c.sigma_top_share * z / depth)
    return np.asarray(np.maximum(found, c.sigma_w_least_m_per_s), np.float64)


def _time_scale(friction: Any, il: Any, depth: Any, z: Any, c: Closure) -> NDArray[np.float64]:
    z = np.clip(z, 0.0, depth)
    factor = (1.0 + c.time_scale_unstable_coefficient * z * np.maximum(-il, 0.0)) ** 0.25
    factor = factor / (1.0 + c.time_scale_stable_coefficient * z * np.maximum(il, 0.0))
    length = c.time_scale_coefficient * np.maximum(z, 1e-9) * factor
    above = c.time_scale_coefficient * np.maximum(depth - z, _TOP_SHARE * depth)
    blended = (length**-4.0 + (c.time_scale_cap_ratio * depth) ** -4.0 + above**-4.0) ** -0.25
    return np.asarray(blended / _sigma_w(friction, il, depth, z, c), np.float64)


def _lateral(friction: Any, il: Any, depth: Any, z: Any, c: Closure, ratio: float) -> NDArray[np.float64]:
    z = np.clip(z, 0.0, depth)
    convective = c.sigma_v_convective_coefficient * depth * np.maximum(-il, 0.0)
    fall = np.where(il < 0.0, 1.0, 1.0 - c.sigma_top_share * z / depth)
    return np.asarray(friction * (ratio**3 + convective) ** (1.0 / 3.0) * fall, np.float64)


def turbulence_table(
    layer: SurfaceLayer, lowest_m: float, averaging_s: float = 600.0, rows: int = 512
) -> NDArray[np.float64]:
    """Tabulate the layer for the particle kernels.

    Heights stand at ``lowest + (top - lowest) (i / (rows - 1))^2``, dense near the ground.

    Parameters
    ----------
    layer : SurfaceLayer
        The layer.
    lowest_m : float
        Height of reflection.
    averaging_s : float
        Averaging time that the crosswind turbulence belongs to; ten minutes is the closures' own.
    rows : int
        Number of heights.

    Returns
    -------
    array, shape (rows, 7)
        Height, wind, sigma_w, T_L of w, sigma_u, sigma_v, sigma_v of ten minutes; SI. The other
        components' time scales are ``T_L (sigma / sigma_w)^2``: one rate of dissipation for all (local
        isotropy; Thomson 1987).
    """
    z = lowest_m + (layer.mixing_height_m - lowest_m) * np.linspace(0.0, 1.0, rows) ** 2
    c = layer.constants
    lateral = averaging_factor(c, averaging_s)
    across = np.maximum(lateral_m_per_s(layer, z, c.sigma_v_ratio), c.sigma_v_least_m_per_s)
    return np.column_stack(
        [
            z,
            np.maximum(layer.wind_m_per_s(z), 0.05),
            sigma_w_m_per_s(layer, z),
            time_scale_s(layer, z),
            lateral_m_per_s(layer, z, c.sigma_u_ratio),
            lateral * across,
            across,
        ]
    )


def varied(layer: SurfaceLayer, **changes: float) -> SurfaceLayer:
    """Give the same layer under another closure (for tables over closures)."""
    return replace(layer, constants=replace(layer.constants, **changes))
