"""Buoyant rise of an instantaneous explosion or launch cloud.

A sphere that takes in air in proportion to its surface and speed (Morton, Taylor and Turner, Proc. R. Soc. A
234, 1956). Its radius grows by the entrainment coefficient for each metre of rise, so with ``Z`` the height
above the virtual source at ``-r0/gamma``::

    neutral   Z^4 = Z0^4 + 2 F t^2 / gamma^3
    stable    Z^4 = Z0^4 + 4 F (1 - cos(sqrt(s) t)) / (gamma^3 s)

with ``F = 3 g Q / (4 pi rho cp T)`` and ``s = (g/theta) dtheta/dz``. Both follow from the equations by one
integration (docs/physics/cloud.md); the greatest height, at ``sqrt(s) t = pi``, is the form quoted for the
NASA multilayer model.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from downrange.physics.puff_parameters import AirParameters
from downrange.physics.weather import WeatherDraw

__all__ = [
    "CloudRise",
    "buoyancy_m4_per_s2",
    "cloud_in_column",
    "cloud_of_heat",
    "neutral_rise_m",
    "rise_through",
    "stability_per_s2",
    "stable_rise_m",
]

GRAVITY_M_PER_S2 = 9.80665  # standard gravity, exact by definition (CGPM 1901)
AIR_GAS_CONSTANT_J_PER_KG_K = 287.05287  # U.S. Standard Atmosphere 1976, table 2, over the molar mass
AIR_HEAT_CAPACITY_J_PER_KG_K = 1004.7  # 7/2 of the gas constant: diatomic gas
_LONGEST_S = 1200.0
"""A launch cloud loses its shape to the wind's turbulence within some twenty minutes."""


@dataclass(frozen=True)
class CloudRise:
    """A stabilised cloud: where its centre ends, how wide it is, and how far the wind took it meanwhile."""

    height_m: float
    radius_m: float
    time_s: float
    east_m: float
    north_m: float
    greatest_height_m: float


def buoyancy_m4_per_s2(heat_j: float, temperature_k: float, pressure_pa: float = 101325.0) -> float:
    """Give F = 3 g Q / (4 pi rho cp T) of a release of heat into the air."""
    density = pressure_pa / (AIR_GAS_CONSTANT_J_PER_KG_K * temperature_k)
    return (
        3.0 * GRAVITY_M_PER_S2 * heat_j
        / (4.0 * math.pi * density * AIR_HEAT_CAPACITY_J_PER_KG_K * temperature_k)
    )  # fmt: skip


def stability_per_s2(gradient_k_per_m: float, temperature_k: float) -> float:
    """Give s = (g/theta) dtheta/dz, the square of the buoyancy frequency."""
    return GRAVITY_M_PER_S2 * gradient_k_per_m / temperature_k


def neutral_rise_m(buoyancy: float, time_s: float, radius_m: float, entrainment: float) -> float:
    """Give the height gained in neutral air after a time (buoyancy in m4/s2, radius at the start in m)."""
    virtual = radius_m / entrainment
    return float((virtual**4 + 2.0 * buoyancy * time_s**2 / entrainment**3) ** 0.25 - virtual)


def stable_rise_m(
    buoyancy: float, stability: float, radius_m: float, entrainment: float, phase: float = 1.0
) -> float:
    """Give the height gained in evenly stable air at a phase of the first swing.

    ``phase`` 1 is the top (the cloud has stopped), 0.5 the level where it has no buoyancy left.
    """
    virtual = radius_m / entrainment
    swing = 1.0 - math.cos(math.pi * phase)
    return float((virtual**4 + 4.0 * buoyancy * swing / (entrainment**3 * stability)) ** 0.25 - virtual)


def rise_through(
    heat_j: float,
    radius_m: float,
    entrainment: float,
    temperature_k: float,
    heights_m: ArrayLike,
    gradient_k_per_m: ArrayLike,
    east_m_per_s: ArrayLike,
    north_m_per_s: ArrayLike,
    phase: float = 1.0,
) -> CloudRise:
    """Integrate a cloud's rise through a profile of stability and wind.

    Parameters
    ----------
    heat_j : float
        Heat that stays in the cloud.
    radius_m : float
        At the start; the cloud starts touching the ground, its centre counted from there.
    entrainment : float
        Metres of radius per metre of rise.
    temperature_k : float
        Of the air.
    heights_m, gradient_k_per_m, east_m_per_s, north_m_per_s : array_like, shape (n,)
        Heights above the start, increasing; potential temperature gradient; wind.
    phase : float
        Where between the level without buoyancy (0.5) and the top (1) the cloud is taken to settle.

    Returns
    -------
    CloudRise
        Heights above the start. In air that never stops it, where 1,200 s have taken it; without heat, none.
    """
    from downrange.physics.kernels.cloud_rise import rise

    if heat_j <= 0.0:  # nothing burnt: vapour stays where it was let go
        return CloudRise(0.0, radius_m, 0.0, 0.0, 0.0, 0.0)
    heights = np.asarray(heights_m, float)
    stability = GRAVITY_M_PER_S2 * np.asarray(gradient_k_per_m, float) / temperature_k
    out = rise(
        buoyancy_m4_per_s2(heat_j, temperature_k), radius_m, entrainment, _LONGEST_S, heights, stability,
        np.asarray(east_m_per_s, float), np.asarray(north_m_per_s, float),
    )  # fmt: skip
    top, time, east, north = (float(v) for v in out[:4])
    if not np.isnan(out[4]):
        # Between the two levels the fourth powers of the heights above the virtual source mix linearly in
        # the swing, as in the closed form.
        swing = 1.0 - math.cos(math.pi * phase)
        virtual = radius_m / entrainment
        fourth = ((float(out[4]) + virtual) ** 4, (top + virtual) ** 4)
        level = (fourth[0] + (swing - 1.0) * (fourth[1] - fourth[0])) ** 0.25 - virtual
        share = (level - float(out[4])) / max(top - float(out[4]), 1e-9)
        time = float(out[5]) + share * (time - float(out[5]))
        east = float(out[6]) + share * (east - float(out[6]))
        north = float(out[7]) + share * (north - float(out[7]))
    else:
        level = top
    return CloudRise(level, radius_m + entrainment * level, time, east, north, top)


def cloud_of_heat(
    heat_j: float, radius_m: float, weather: WeatherDraw, parameters: AirParameters
) -> CloudRise:
    """Let a fireball rise through a draw's weather.

    Neutral below the mixing height by day (classes A to D), stable from the ground at night (E, F); above it
    the drawn gradient. The heat radiated away is left out by ``cloud_heat_retained_fraction``.

    Parameters
    ----------
    heat_j : float
        Heat of what burnt.
    radius_m : float
        Of the fireball.
    weather, parameters
        Of the same draw.
    """
    gradient = parameters.potential_temperature_gradient_k_per_m
    lid = weather.mixing_height_m
    below = gradient if weather.stability in "EF" else 1e-5
    heights = np.concatenate([np.linspace(0.0, lid, 12), lid + np.array([1.0, 200.0, 500.0, 1000.0, 3000.0])])
    gradients = np.where(heights <= lid, below, gradient)
    winds = np.array([weather.wind_at(max(float(z), 2.0)).components_m_per_s for z in heights])
    return rise_through(
        parameters.cloud_heat_retained_fraction * heat_j, radius_m, parameters.cloud_entrainment_coefficient,
        weather.air_temperature_c + 273.15, heights, gradients, winds[:, 0], winds[:, 1],
        parameters.cloud_rise_phase_fraction,
    )  # fmt: skip


def cloud_in_column(
    heat_j: float,
    radius_m: float,
    parameters: AirParameters,
    heights_m: ArrayLike,
    temperature_k: ArrayLike,
    east_m_per_s: ArrayLike,
    north_m_per_s: ArrayLike,
) -> CloudRise:
    """Let a fireball rise through a measured column of air: its own stability and wind.

    The gradient of potential temperature is that of the thermometer plus g/cp, between neighbouring heights;
    below the lowest it is continued.

    Parameters
    ----------
    heat_j, radius_m, parameters
        As for :func:`cloud_of_heat`.
    heights_m, temperature_k, east_m_per_s, north_m_per_s : array_like, shape (n,)
        Rising heights above the ground, at least two; air temperature; where the wind goes.
    """
    heights, warm = np.asarray(heights_m, float), np.asarray(temperature_k, float)
    lapse = GRAVITY_M_PER_S2 / AIR_HEAT_CAPACITY_J_PER_KG_K
    between = np.diff(warm) / np.diff(heights) + lapse
    gradients = np.interp(heights, 0.5 * (heights[1:] + heights[:-1]), between)
    return rise_through(
        parameters.cloud_heat_retained_fraction * heat_j, radius_m, parameters.cloud_entrainment_coefficient,
        float(warm[0]), heights, gradients, east_m_per_s, north_m_per_s, parameters.cloud_rise_phase_fraction,
    )  # fmt: skip
