"""What lies in the ground turns into: nitrate of the oxidiser, NDMA of UDMH; what a treatment takes.

N2O4 that soaked in and found no fuel becomes nitric acid and then nitrate in an alkaline soil: two moles for
one. It does not evaporate, bind or decay in the model; rain and plants are left out. Page:
docs/physics/soil.md, sections 7 and 9.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from downrange.physics.release_library import Soil, substance
from downrange.physics.soil import SoilParameters, SoilPatch, splash

__all__ = [
    "NITRATE_OVER_N2O4_RATIO",
    "ProductParameters",
    "Treated",
    "Treatment",
    "ndma_over_udmh_ratio",
    "nitrate",
    "treated",
]

UDMH_KG_PER_MOL, NDMA_KG_PER_MOL = 0.060100, 0.074083
"""IUPAC weights of C2H8N2 and C2H6N2O."""

PEROXIDE_KG_PER_MOL = 0.034015
"""IUPAC weight of H2O2."""

NITRATE_OVER_N2O4_RATIO = 2.0 * 62.0049 / 92.011
"""Mass of nitrate from N2O4: two ions of 62.0049 g/mol from one molecule of 92.011 (IUPAC weights)."""


def nitrate(
    contact_n2o4_kg: float,
    thrown_n2o4_kg: float,
    contact_radius_m: float,
    liquid_volume_m3: float,
    crater_diameter_m: float,
    soil: Soil,
    parameters: SoilParameters,
    limit_mg_per_kg: float,
    sampling_day_d: float = 1.0,
    samples_number: float = 50.0,
    impact_speed_m_per_s: float = 60.0,
) -> SoilPatch:
    """Give the nitrate in the ground, as mg of nitrate ion per kg of dry soil, added to what was there.

    Parameters
    ----------
    contact_n2o4_kg, thrown_n2o4_kg : float
        The N2O4 of :class:`~downrange.physics.release.ImpactRelease` that stays in the soil.
    limit_mg_per_kg : float
        That of ``thresholds.yaml`` (``nitrate.soil_level_mg_per_kg``, an assumption) or one's own.

    Returns
    -------
    SoilPatch
        Its quantities are named ``nitrate_soil_...``.
    """
    return splash(
        replace(substance("n2o4"), slug="nitrate"),
        NITRATE_OVER_N2O4_RATIO * contact_n2o4_kg,
        NITRATE_OVER_N2O4_RATIO * thrown_n2o4_kg,
        contact_radius_m,
        liquid_volume_m3,
        crater_diameter_m,
        soil,
        parameters,
        limit_mg_per_kg,
        None,
        sampling_day_d,
        samples_number,
        impact_speed_m_per_s,
    )


@dataclass(frozen=True)
class ProductParameters:
    """One draw; the names are leaves of ``reference/models/soil_products.yaml``."""

    soil_ndma_yield_fraction: float
    ndma_half_life_d: float
    treatment_reach_share: float
    treatment_use_share: float
    treatment_moles_ratio: float
    treatment_ndma_yield_fraction: float


@dataclass(frozen=True)
class Treatment:
    """A recorded treatment: on which day, how much hydrogen peroxide (the substance, not its solution)."""

    day_d: float
    peroxide_kg: float


@dataclass(frozen=True)
class Treated:
    """What treatments leave: share of the UDMH untreated ground would hold, kg taken, kg of NDMA made."""

    left_share: float
    taken_kg: float
    ndma_made_kg: float


def ndma_over_udmh_ratio(day_d: float, fast_half_life_d: float, p: ProductParameters) -> float:
    """Give kg of NDMA in the ground for each kg of UDMH that was free in it on day 0.

    UDMH reacts with its fast half-life, a share of it to NDMA, which is lost with its own:
    ``y M k/(j - k) (exp(-k t) - exp(-j t))`` (Bateman 1910).
    """
    k, j = math.log(2.0) / fast_half_life_d, math.log(2.0) / p.ndma_half_life_d
    if abs(j - k) < 1e-9 * k:
        standing = k * day_d * math.exp(-k * day_d)
    else:
        # the difference of two decays, without taking two nearly equal numbers from each other
        gap = abs(j - k)
        standing = k / gap * math.exp(-min(j, k) * day_d) * -math.expm1(-gap * day_d)
    return p.soil_ndma_yield_fraction * standing * NDMA_KG_PER_MOL / UDMH_KG_PER_MOL


def treated(
    udmh_kg: float,
    treatments: Sequence[Treatment],
    day_d: float,
    fast_half_life_d: float,
    p: ProductParameters,
) -> Treated:
    """Give what recorded treatments have done by a day.

    Each takes the lesser of what it reaches and what its oxidant can take (stoichiometry, times the share
    that is not wasted); between them UDMH goes on decaying. Areas over a limit afterwards are those of
    untreated ground over ``limit / left_share``, and concentrations are times ``left_share``.

    Parameters
    ----------
    udmh_kg : float
        In the treated ground on day 0.
    treatments : sequence of Treatment
        In any order; later ones than ``day_d`` do not count.
    day_d : float
        Of interest.
    fast_half_life_d : float
        Of UDMH in this ground.
    p : ProductParameters
        One draw.
    """
    left, at, taken, made = udmh_kg, 0.0, 0.0, 0.0
    for one in sorted(treatments, key=lambda t: t.day_d):
        if one.day_d > day_d:
            break
        left *= 0.5 ** ((one.day_d - at) / fast_half_life_d)
        at = one.day_d
        moles = p.treatment_use_share * one.peroxide_kg / PEROXIDE_KG_PER_MOL / p.treatment_moles_ratio
        gone = min(p.treatment_reach_share * left, moles * UDMH_KG_PER_MOL)
        left -= gone
        taken += gone
        made += p.treatment_ndma_yield_fraction * gone * NDMA_KG_PER_MOL / UDMH_KG_PER_MOL
    untreated = udmh_kg * 0.5 ** (at / fast_half_life_d)
    return Treated(left / untreated if untreated > 0.0 else 1.0, taken, made)
