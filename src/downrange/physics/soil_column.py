"""A load of liquid in the ground under one spot: penetration, dry front, bound part, decay, by depth.

Docs: docs/physics/soil.md, sections 1-2; choices: docs/decisions/0032 and 0036.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from downrange.physics.release_library import Soil, Substance

__all__ = [
    "Column",
    "column",
    "dry_front_m",
    "effective_diffusivity_m2_per_s",
    "held_kg_per_m2",
    "layer_mg_per_kg",
]

SECONDS_PER_DAY = 86400.0
WATER_KG_PER_MOL = 0.0180153
"""Molar mass of water (atomic weights of IUPAC 2021)."""


@dataclass(frozen=True)
class Column:
    """The state of the ground on one day, for any load: what the profile needs.

    Attributes
    ----------
    stored_kg_per_m3 : float
        The most liquid per volume of soil (retention times liquid density).
    front_kg_per_m : float
        Square of the dry front times the liquid stored, 2 f^2 D_eff C_sat t, before Raoult's law.
    soil_water_mol_per_m3, molar_mass_kg_per_mol : float
        For Raoult's law; no water for a liquid that does not mix with it.
    least_depth_m : float
        Depth over which the load was turned in (0: undisturbed ground).
    bound_share, bound_capacity_kg_per_m3 : float
        Of a light dose, what binds at once; the most that binds.
    free_left_share, bound_left_share : float
        Of the free and of the bound part, what has not decayed.
    """

    stored_kg_per_m3: float
    front_kg_per_m: float
    soil_water_mol_per_m3: float
    molar_mass_kg_per_mol: float
    least_depth_m: float
    bound_share: float
    bound_capacity_kg_per_m3: float
    free_left_share: float
    bound_left_share: float
    bulk_density_kg_per_m3: float


def effective_diffusivity_m2_per_s(diffusivity_m2_per_s: float, soil: Soil) -> float:
    """Give the vapour diffusivity in the dried layer: D a^(10/3) / n^2 (Millington and Quirk 1961, eq. 11).

    a is the air-filled and n the whole porosity; the dried layer keeps its soil water.
    """
    porosity = soil.porosity_fraction
    water = soil.moisture_fraction * soil.bulk_density_kg_per_m3 / 1000.0
    air = max(porosity - water, 0.02)
    return float(diffusivity_m2_per_s * air ** (10.0 / 3.0) / porosity**2)


def column(
    liquid: Substance,
    soil: Soil,
    day_d: float,
    evaporation_factor: float,
    bound_share: float,
    bound_capacity_mg_per_kg: float,
    fast_half_life_d: float,
    slow_share: float,
    least_depth_m: float = 0.0,
    volatility_factor: float = 1.0,
) -> Column:
    """Give the state of the ground some days after the spill.

    Parameters
    ----------
    day_d : float
        Days since the spill.
    evaporation_factor : float
        On the depth of the dry front.
    bound_share, bound_capacity_mg_per_kg : float
        Of a light dose, bound at once (0 for a liquid that binds to nothing); the most that binds.
    slow_share : float
        Of the bound part, the slowly lost pool (half-life from the soil).
    least_depth_m : float
        Depth over which a crater's fallback turned the load in.
    volatility_factor : float
        On the vapour density of the stand-in.

    Notes
    -----
    Quasi-steady diffusion through the dried layer, Stefan's problem: z^2 = f^2 2 D_eff x C_sat t / s, with
    x the mole fraction of the liquid in the soil water (Raoult) and s the liquid stored.
    """
    oily = liquid.slug == "kerosene"
    retention = soil.oil_retention_fraction if oily else soil.polar_retention_fraction
    fast = 0.5 ** (day_d / fast_half_life_d)
    slow = 0.5 ** (day_d / soil.slow_half_life_d)
    temperature_k = soil.surface_temperature_k
    diffusivity = liquid.vapour_diffusivity_m2_per_s * (temperature_k / 298.15) ** 1.75
    effective = effective_diffusivity_m2_per_s(diffusivity, soil)
    saturated = volatility_factor * liquid.saturated_vapour_kg_per_m3(temperature_k)
    front = 2.0 * evaporation_factor**2 * effective * saturated * max(day_d, 0.0) * SECONDS_PER_DAY
    water = 0.0 if oily else soil.moisture_fraction * soil.bulk_density_kg_per_m3 / WATER_KG_PER_MOL
    return Column(
        retention * liquid.density_kg_per_m3,
        front,
        water,
        liquid.molar_mass_kg_per_mol,
        least_depth_m,
        bound_share,
        bound_capacity_mg_per_kg * 1e-6 * soil.bulk_density_kg_per_m3,
        fast,
        (1.0 - slow_share) * fast + slow_share * slow,
        soil.bulk_density_kg_per_m3,
    )


def dry_front_m(state: Column, stored_kg_per_m3: Any) -> Any:
    """Give how deep free liquid has evaporated, m, where so much is stored (any shape).

    z = sqrt(front x / s), x / s = 1 / (s + w M): with much soil water the front hardly depends on the dose.
    """
    water = state.soil_water_mol_per_m3 * state.molar_mass_kg_per_mol
    return np.sqrt(state.front_kg_per_m / (np.asarray(stored_kg_per_m3, dtype=float) + water))


def _stored(state: Column, load: Any) -> tuple[Any, Any]:
    """Depth reached and liquid per volume there: the retention filled from the top, or turned in evenly."""
    deep = np.maximum(load / state.stored_kg_per_m3, state.least_depth_m)
    return deep, load / np.maximum(deep, 1e-12)


def _parts(state: Column, stored: Any) -> tuple[Any, Any]:
    """Free and bound liquid left per volume, kg/m3: bound = C (1 - exp(-b s / C)), C the capacity."""
    capacity = state.bound_capacity_kg_per_m3
    bound = -capacity * np.expm1(-state.bound_share * stored / capacity)
    return state.free_left_share * (stored - bound), state.bound_left_share * bound


def layer_mg_per_kg(state: Column, load_kg_per_m2: Any, top_m: float, bottom_m: float) -> Any:
    """Give the mean concentration of a layer, mg per kg of dry soil, for a load or an array of loads.

    Free liquid between the dry front and the depth reached, the bound part from the surface to that depth.
    """
    load = np.asarray(load_kg_per_m2, dtype=float)
    deep, stored = _stored(state, load)
    front = np.maximum(dry_front_m(state, stored), top_m)
    filled = np.clip(deep, top_m, bottom_m) - top_m
    free = np.maximum(np.minimum(deep, bottom_m) - front, 0.0)
    free_part, bound_part = _parts(state, stored)
    mass = free_part * free + bound_part * filled
    return mass / ((bottom_m - top_m) * state.bulk_density_kg_per_m3) * 1e6


def held_kg_per_m2(state: Column, load_kg_per_m2: Any) -> Any:
    """Give what the whole column still holds, kg/m2, for a load or an array of loads."""
    load = np.asarray(load_kg_per_m2, dtype=float)
    deep, stored = _stored(state, load)
    free = np.maximum(deep - dry_front_m(state, stored), 0.0)
    free_part, bound_part = _parts(state, stored)
    return free_part * free + bound_part * deep
