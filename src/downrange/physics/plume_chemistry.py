"""What a carried parcel holds when it arrives: UDMH and NDMA, NO2, N2O4 and nitric acid.

The particles carry a passive amount; mixing with ozone-bearing air and time decide what it has become. Closed
in moles: what was carried is the sum of what is named. Laws: docs/physics/air-chemistry.md.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from downrange.physics import chemistry
from downrange.reference.library import values

__all__ = ["AirNow", "Parcel", "air_now", "parcel"]

_AIR = "models/air.yaml"


@dataclass(frozen=True)
class AirNow:
    """The air a plume meets; paces in 1/s. Photolysis is zero at night."""

    temperature_k: float
    ozone_ppb: float
    ozone_rate_per_s: float
    ndma_yield_fraction: float
    photolysis_per_s: float
    no2_oxidation_per_s: float


@dataclass(frozen=True)
class Parcel:
    """Concentrations of species by slug, kg/m3; ``other`` is what has turned into what is not named."""

    passive_kg_per_m3: float
    species_kg_per_m3: dict[str, float]

    def moles_error_ratio(self, substance: str) -> float:
        """Give the relative difference between the moles carried and the moles named.

        Every species of a UDMH plume holds one molecule's remains, every one of an NO2 plume one nitrogen
        (N2O4 by its mass as NO2); ``other`` counts as the substance itself.
        """
        carried = self.passive_kg_per_m3 / chemistry.molar_mass_kg_per_mol(substance)
        named = 0.0
        for name, found in self.species_kg_per_m3.items():
            slug = substance if name in ("other", "ndma-broken", "n2o4") else name
            named += found / chemistry.molar_mass_kg_per_mol(slug)
        return abs(named / carried - 1.0) if carried > 0.0 else abs(named)


def air_now(temperature_k: float, solar_elevation_deg: float, ozone_ppb: float | None = None) -> AirNow:
    """Give the air of an hour from the library's central values."""
    found = values(_AIR)
    ozone = found["background_ozone_ppb"].value if ozone_ppb is None else ozone_ppb
    return AirNow(
        temperature_k,
        ozone,
        chemistry.ozone_rate_per_s(found["udmh_ozone_rate_cm3_per_s"].value, ozone, temperature_k),
        found["ndma_yield_fraction"].value,
        found["ndma_full_sun_photolysis_per_s"].value * chemistry.daylight_share(solar_elevation_deg),
        found["no2_oxidation_per_s"].value,
    )


def parcel(substance: str, passive_kg_per_m3: float, age_s: float, air: AirNow) -> Parcel:
    """Say what a passive amount has become after its travel.

    UDMH: ozone takes one molecule for one, never more than was mixed in, at its pace; NDMA appears with a
    molar yield and is broken by light while more is made: ``k/(j - k) (exp(-k t) - exp(-j t))`` of it stands.
    NO2: oxidised to nitric acid at first order, the rest shared with N2O4 at equilibrium. Anything else
    arrives as it left.

    Parameters
    ----------
    substance : str
        ``udmh``, ``no2``, or another slug.
    passive_kg_per_m3 : float
        As if it were inert (ground and rain taken already).
    age_s : float
        Since release.
    air : AirNow
        On the way.
    """
    if substance == "udmh":
        return _udmh(passive_kg_per_m3, age_s, air)
    if substance == "no2":
        return _no2(passive_kg_per_m3, age_s, air)
    return Parcel(passive_kg_per_m3, {substance: passive_kg_per_m3})


def _udmh(passive: float, age: float, air: AirNow) -> Parcel:
    capacity = chemistry.ozone_capacity_kg_per_m3(air.ozone_ppb, air.temperature_k)
    left = chemistry.udmh_left_kg_per_m3(passive, capacity, air.ozone_rate_per_s, age)
    reacting = passive - max(0.0, passive - capacity)
    k, j = air.ozone_rate_per_s, air.photolysis_per_s
    if abs(j - k) > 1e-6 * max(j, k, 1e-30):
        standing = k / (j - k) * (math.exp(-k * age) - math.exp(-j * age))
    else:
        standing = k * age * math.exp(-k * age)
    made = air.ndma_yield_fraction * (passive - left)
    present = air.ndma_yield_fraction * reacting * standing
    ndma = chemistry.ndma_from_udmh_kg(1.0, 1.0)
    return Parcel(
        passive,
        {
            "udmh": left,
            "ndma": ndma * min(present, made),
            "ndma-broken": made - min(present, made),
            "other": (passive - left) - made,
        },
    )


def _no2(passive: float, age: float, air: AirNow) -> Parcel:
    left = passive * math.exp(-air.no2_oxidation_per_s * age)
    acid = chemistry.nitric_acid_from_no2_kg(passive - left)
    ppm = left / chemistry.ppm_to_kg_per_m3(1.0, "no2", air.temperature_k)
    paired = chemistry.nitrogen_held_as_n2o4_fraction(ppm, air.temperature_k)
    return Parcel(passive, {"no2": left * (1.0 - paired), "n2o4": left * paired, "hno3": acid})
