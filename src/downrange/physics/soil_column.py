"""A load of liquid in the ground under one spot: penetration, dry front, bound part, decay, by depth.

Docs: docs/physics/soil.md, sections 1-2; choice: docs/decisions/0032.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from downrange.physics.release_library import Soil, Substance

__all__ = ["Column", "column", "dry_front_m", "effective_diffusivity_m2_per_s", "layer_mg_per_kg"]

SECONDS_PER_DAY = 86400.0


@dataclass(frozen=True)
class Column:
    """The state of the ground on one day, for any load: what the profile needs.

    Attributes
    ----------
    stored_kg_per_m3 : float
        Liquid per volume of soil where it is filled (retention times liquid density).
    dry_front_m : float
        Depth above which free liquid has evaporated.
    free_share, bound_share : float
        Shares of the first dose left below the front, and bound everywhere.
    """

    stored_kg_per_m3: float
    dry_front_m: float
    free_share: float
    bound_share: float
    bulk_density_kg_per_m3: float


def effective_diffusivity_m2_per_s(diffusivity_m2_per_s: float, soil: Soil, filled_fraction: float) -> float:
    """Give the vapour diffusivity in the soil: D a^(10/3) / n^2 (Millington and Quirk 1961, eq. 11).

    a is the air-filled and n the whole porosity; the dried layer keeps only its soil water.
    """
    porosity = soil.porosity_fraction
    water = soil.moisture_fraction * soil.bulk_density_kg_per_m3 / 1000.0
    air = max(porosity - water - filled_fraction, 0.02)
    return float(diffusivity_m2_per_s * air ** (10.0 / 3.0) / porosity**2)


def dry_front_m(
    liquid: Substance, soil: Soil, stored_kg_per_m3: float, day_d: float, evaporation_factor: float
) -> float:
    """Give how deep free liquid has evaporated after some days, m.

    Quasi-steady diffusion through the dried layer, Stefan's problem: z = f sqrt(2 D_eff C t / (theta rho)).
    """
    temperature_k = soil.surface_temperature_k
    diffusivity = liquid.vapour_diffusivity_m2_per_s * (temperature_k / 298.15) ** 1.75
    effective = effective_diffusivity_m2_per_s(diffusivity, soil, 0.0)
    saturated = liquid.saturated_vapour_kg_per_m3(temperature_k)
    return evaporation_factor * math.sqrt(
        2.0 * effective * saturated * max(day_d, 0.0) * SECONDS_PER_DAY / stored_kg_per_m3
    )


def column(
    liquid: Substance,
    soil: Soil,
    day_d: float,
    evaporation_factor: float,
    bound_share: float,
    fast_half_life_d: float,
    slow_share: float,
    slow_half_life_d: float,
) -> Column:
    """Give the state of the ground some days after the spill.

    Parameters
    ----------
    day_d : float
        Days since the spill.
    bound_share : float
        Of the dose, bound at once; 0 for a liquid that binds to nothing.
    slow_share : float
        Of the bound part, the slowly lost pool.
    """
    oily = liquid.slug == "kerosene"
    retention = soil.oil_retention_fraction if oily else soil.polar_retention_fraction
    stored = retention * liquid.density_kg_per_m3
    fast = 0.5 ** (day_d / fast_half_life_d)
    slow = 0.5 ** (day_d / slow_half_life_d)
    bound = bound_share * ((1.0 - slow_share) * fast + slow_share * slow)
    front = dry_front_m(liquid, soil, stored, day_d, evaporation_factor)
    return Column(stored, front, (1.0 - bound_share) * fast, bound, soil.bulk_density_kg_per_m3)


def layer_mg_per_kg(state: Column, load_kg_per_m2: Any, top_m: float, bottom_m: float) -> Any:
    """Give the mean concentration of a layer, mg per kg of dry soil, for a load or an array of loads.

    Free liquid between the dry front and the depth of penetration, the bound part all the way.
    """
    load = np.asarray(load_kg_per_m2, dtype=float)
    deep = load / state.stored_kg_per_m3
    filled = np.clip(deep, top_m, bottom_m) - top_m
    free = np.maximum(np.minimum(deep, bottom_m) - max(top_m, state.dry_front_m), 0.0)
    mass = state.stored_kg_per_m3 * (state.free_share * free + state.bound_share * filled)
    return mass / ((bottom_m - top_m) * state.bulk_density_kg_per_m3) * 1e6
