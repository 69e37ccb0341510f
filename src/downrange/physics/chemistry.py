"""Chemistry of hypergolic vapours in air, as far as it decides where they are dangerous.

UDMH is eaten by ozone within minutes, but one parcel holds only some 40 ppb of ozone: the loss is limited by
the air mixed in. With equal spreading of both, UDMH minus ozone is a passive mixture (one molecule takes
one), so that where a passive puff would hold ``C`` and the air held ``O`` of ozone, ``max(0, C - O)`` is
left. NDMA is the product. N2O4 is NO2 in air: same mass, twice the moles, counted as NO2 once.
"""

from __future__ import annotations

import math
from functools import lru_cache

from downrange.reference.library import values

__all__ = [
    "BOLTZMANN_J_PER_K",
    "daylight_share",
    "kg_per_m3_to_ppm",
    "molar_mass_kg_per_mol",
    "ndma_from_udmh_kg",
    "nitric_acid_from_no2_kg",
    "nitrogen_held_as_n2o4_fraction",
    "ozone_capacity_kg_per_m3",
    "ozone_rate_per_s",
    "ppm_to_kg_per_m3",
    "udmh_left_kg_per_m3",
]

GAS_CONSTANT_J_PER_MOL_K = 8.31446261815324  # exact since the SI of 2019
BOLTZMANN_J_PER_K = 1.380649e-23  # exact since the SI of 2019
STANDARD_TEMPERATURE_K = 298.15  # 25 C and 1 atm: the convention of the exposure levels' conversion
STANDARD_PRESSURE_PA = 101325.0
_FILE = "models/air_chemistry.yaml"


@lru_cache(maxsize=16)
def molar_mass_kg_per_mol(substance: str) -> float:
    """Read a molar mass (udmh, ndma, no2, n2o4) from the library."""
    return values(_FILE)[f"{substance}_molar_mass_kg_per_mol"].value


def ppm_to_kg_per_m3(
    ppm: float,
    substance: str,
    temperature_k: float = STANDARD_TEMPERATURE_K,
    pressure_pa: float = STANDARD_PRESSURE_PA,
) -> float:
    """Convert parts per million of the air's volume to kg/m3 (ideal gas, 25 C and 1 atm unless told)."""
    moles = pressure_pa / (GAS_CONSTANT_J_PER_MOL_K * temperature_k)
    return 1e-6 * ppm * moles * molar_mass_kg_per_mol(substance)


def kg_per_m3_to_ppm(
    concentration_kg_per_m3: float,
    substance: str,
    temperature_k: float = STANDARD_TEMPERATURE_K,
    pressure_pa: float = STANDARD_PRESSURE_PA,
) -> float:
    """Convert kg/m3 to parts per million of the air's volume."""
    return concentration_kg_per_m3 / ppm_to_kg_per_m3(1.0, substance, temperature_k, pressure_pa)


def ozone_capacity_kg_per_m3(ozone_ppb: float, temperature_k: float) -> float:
    """Give the UDMH that a cubic metre's ozone can take, kg/m3: one molecule each."""
    return ppm_to_kg_per_m3(1e-3 * ozone_ppb, "udmh", temperature_k)


def ozone_rate_per_s(rate_cm3_per_s: float, ozone_ppb: float, temperature_k: float) -> float:
    """Give the pace at which background ozone takes dilute UDMH: rate constant times ozone number density."""
    per_cm3 = 1e-9 * ozone_ppb * STANDARD_PRESSURE_PA / (BOLTZMANN_J_PER_K * temperature_k) * 1e-6
    return rate_cm3_per_s * per_cm3


def udmh_left_kg_per_m3(passive: float, capacity: float, rate_per_s: float, time_s: float) -> float:
    """Give what is left of UDMH after a time of travel.

    Parameters
    ----------
    passive : float
        Concentration if ozone took nothing, kg/m3.
    capacity : float
        From :func:`ozone_capacity_kg_per_m3`.
    rate_per_s : float
        From :func:`ozone_rate_per_s`.
    time_s : float
        Since release.
    """
    fast = max(0.0, passive - capacity)
    return fast + (passive - fast) * math.exp(-rate_per_s * time_s)


def ndma_from_udmh_kg(udmh_reacted_kg: float, yield_fraction: float) -> float:
    """Give the NDMA made, kg: the yield is molar."""
    ratio = molar_mass_kg_per_mol("ndma") / molar_mass_kg_per_mol("udmh")
    return udmh_reacted_kg * yield_fraction * ratio


def nitric_acid_from_no2_kg(no2_reacted_kg: float) -> float:
    """Give the nitric acid made of nitrogen dioxide, kg: one molecule for one."""
    return no2_reacted_kg * molar_mass_kg_per_mol("hno3") / molar_mass_kg_per_mol("no2")


def daylight_share(solar_elevation_deg: float) -> float:
    """Give the share of full-sun photolysis: the sine of the sun's height, nothing at night."""
    return max(0.0, math.sin(math.radians(solar_elevation_deg)))


def nitrogen_held_as_n2o4_fraction(no2_equivalent_ppm: float, temperature_k: float) -> float:
    """Give the share of the nitrogen that sits in N2O4 when the air holds so much NO2-equivalent at 1 atm.

    ``Kp = p(NO2)^2 / p(N2O4) = exp(21.168 - 6889 / T)`` bar, within 1.5 % from 0 to 40 C (fit to NASA
    polynomials).
    """
    found = values(_FILE)
    kp_bar = math.exp(
        found["n2o4_dissociation_entropy_number"].value
        - found["n2o4_dissociation_temperature_k"].value / temperature_k
    )
    total_bar = 1e-6 * no2_equivalent_ppm * STANDARD_PRESSURE_PA / 1e5
    if total_bar <= 0.0:
        return 0.0
    no2_bar = 2.0 * kp_bar * total_bar / (math.sqrt(kp_bar * kp_bar + 8.0 * kp_bar * total_bar) + kp_bar)
    return 2.0 * no2_bar * no2_bar / (kp_bar * total_bar)
