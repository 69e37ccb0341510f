"""An evaporating pool on the ground: how fast it goes to the air, how long it lasts.

Docs: docs/physics/release.md, section 4. Mass transfer after Mackay and Matsugu, Can. J. Chem. Eng. 51, 434
(1973), eq. 18: k = 0.0292 u^0.78 X^-0.11 Sc^-0.67 (m/h; u in m/h, X the pool's diameter in m).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from downrange.physics.release_library import Substance

__all__ = ["PoolParameters", "PoolRelease", "evaporation_rate_kg_per_m2_s", "pool"]

AIR_VISCOSITY_M2_PER_S = 1.5e-5
"""Kinematic viscosity of air near 20 C (US Standard Atmosphere 1976, sea level 1.46e-5)."""


@dataclass(frozen=True)
class PoolParameters:
    """One draw; the names are leaves of ``reference/models/release.yaml``."""

    pool_depth_mm: float
    wind_transfer_factor: float


@dataclass(frozen=True)
class PoolRelease:
    """A pool of one liquid.

    ``to_air_kg`` and ``left_kg`` make up the mass spilled; ``duration_s`` is the whole life of the pool.
    """

    area_m2: float
    rate_kg_per_s: float
    duration_s: float
    to_air_kg: float
    left_kg: float
    validity: str = ""


def evaporation_rate_kg_per_m2_s(
    liquid: Substance,
    pool_k: float,
    wind_speed_m_per_s: float,
    diameter_m: float,
    wind_transfer_factor: float = 1.0,
) -> float:
    """Give the flux from a pool, kg/m2/s: k times the density of the saturated vapour.

    Parameters
    ----------
    pool_k : float
        Surface temperature; a pool that boils is treated at its boiling point.
    wind_speed_m_per_s : float
        At 10 m.
    diameter_m : float
        Of the pool.
    """
    temperature_k = min(pool_k, liquid.boiling_point_k)
    diffusivity = liquid.vapour_diffusivity_m2_per_s * (temperature_k / 298.15) ** 1.75
    schmidt = AIR_VISCOSITY_M2_PER_S / diffusivity
    wind_m_per_h = max(wind_speed_m_per_s, 0.1) * 3600.0
    transfer_m_per_s = 0.0292 * wind_m_per_h**0.78 * max(diameter_m, 1e-3) ** -0.11 * schmidt**-0.67 / 3600.0
    return float(wind_transfer_factor * transfer_m_per_s * liquid.saturated_vapour_kg_per_m3(temperature_k))


def pool(
    liquid: Substance,
    mass_kg: float,
    pool_k: float,
    wind_speed_m_per_s: float,
    elapsed_s: float,
    parameters: PoolParameters,
) -> PoolRelease:
    """Let a pool of given mass evaporate for a time.

    The pool keeps its area and thins out; its temperature is given (a boiling liquid at its boiling point).
    """
    if mass_kg < 1e-9:  # a microgram is no pool
        return PoolRelease(0.0, 0.0, 0.0, 0.0, max(mass_kg, 0.0))
    area_m2 = mass_kg / liquid.density_kg_per_m3 / (parameters.pool_depth_mm * 1e-3)
    diameter_m = math.sqrt(4.0 * area_m2 / math.pi)
    rate = area_m2 * evaporation_rate_kg_per_m2_s(
        liquid, pool_k, wind_speed_m_per_s, diameter_m, parameters.wind_transfer_factor
    )
    to_air_kg = min(rate * elapsed_s, mass_kg)
    boils = pool_k > liquid.boiling_point_k
    validity = (
        "pool at or above its boiling point: heat from the ground sets the rate, not the wind"
        if boils
        else ""
    )
    return PoolRelease(area_m2, rate, mass_kg / rate, to_air_kg, mass_kg - to_air_kg, validity)
