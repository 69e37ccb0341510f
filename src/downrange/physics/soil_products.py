"""What the oxidiser turns into in the ground: nitrate.

N2O4 that soaked in and found no fuel becomes nitric acid and then nitrate in an alkaline soil: two moles for
one. It does not evaporate, bind or decay in the model; rain and plants are left out. Page:
docs/physics/soil.md, section 7.
"""

from __future__ import annotations

from dataclasses import replace

from downrange.physics.release_library import Soil, substance
from downrange.physics.soil import SoilParameters, SoilPatch, splash

__all__ = ["NITRATE_OVER_N2O4_RATIO", "nitrate"]

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
        A level that the caller brings with its source: none for nitrate is in the library.

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
