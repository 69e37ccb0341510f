"""What a receptor meets, by species, with the exposure levels that hold for its duration."""

from __future__ import annotations

import math
from typing import Any

from downrange.inputs.plumes_sky import Sky
from downrange.physics.chemistry import kg_per_m3_to_ppm
from downrange.physics.exposure_levels import levels_for
from downrange.physics.plume_chemistry import AirNow, air_now, parcel

__all__ = ["at_receptor", "sky_air"]

_NOT_NAMED = ("other", "ndma-broken", "al2o3")
_AEGL_NOTE = "emergency planning levels for one exposure of the public; reported, never turned into money"


def sky_air(sky: Sky, solar_elevation_deg: float | None = None, celsius: float | None = None) -> AirNow:
    """Give the air of the experiment: what was said, else what is handed in, else night at 20 C."""
    sun = sky.solar_elevation_deg if sky.solar_elevation_deg is not None else solar_elevation_deg
    warm = sky.air_temperature_c if celsius is None else celsius
    return air_now(warm + 273.15, -90.0 if sun is None else sun, sky.ozone_ppb)


def at_receptor(
    sky: Sky, air: AirNow, passive_kg_per_m3: float, age_s: float, duration_s: float
) -> dict[str, Any]:
    """Say what is left of the substance and what it became, with levels; empty for an inert tracer or SO2.

    Parameters
    ----------
    passive_kg_per_m3 : float
        After ground and rain.
    age_s : float
        Mean age there; not finite where nothing arrived.
    duration_s : float
        How long one breathes it: the release's length, or the averaging time.

    Returns
    -------
    dict
        ``species`` (kg/m3 and ppm by slug; NO2 and N2O4 apart, but ``no2`` in ``levels`` is their sum as NO2,
        once), ``levels``, ``levels_note``.
    """
    if sky.law is None or sky.law.species == "so2":
        return {}
    name = sky.law.species
    found = parcel(name, passive_kg_per_m3, age_s if math.isfinite(age_s) else 0.0, air).species_kg_per_m3
    species = {
        slug: {
            "concentration_kg_per_m3": amount,
            "concentration_ppm": None if slug in _NOT_NAMED else kg_per_m3_to_ppm(amount, slug),
        }
        for slug, amount in found.items()
    }
    judged = {slug: amount for slug, amount in found.items() if slug not in _NOT_NAMED and slug != "n2o4"}
    if "no2" in judged:
        judged["no2"] += found.get("n2o4", 0.0)
    rows: list[dict[str, Any]] = []
    notes = [_AEGL_NOTE]
    for slug, amount in judged.items():
        levels, why = levels_for(slug, duration_s)
        notes += [why] if why else []
        ppm = kg_per_m3_to_ppm(amount, slug)
        rows += [
            {
                "substance": slug,
                "level": level.name,
                "level_ppm": level.level_ppm,
                "concentration_ppm": ppm,
                "share_of_level_ratio": ppm / level.level_ppm,
                "rule": level.rule,
            }
            for level in levels
        ]
    return {"species": species, "levels": rows, "levels_note": "; ".join(notes)}
