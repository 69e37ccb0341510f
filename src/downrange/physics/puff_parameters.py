"""What the air models need, as one frozen value: one number for each key of reference/models/air.yaml."""

from __future__ import annotations

from dataclasses import dataclass, fields

from downrange.reference.library import values

__all__ = ["FILE", "TRACERS", "AirParameters", "Uptake", "central_air_parameters"]

FILE = "models/air.yaml"
TRACERS = "models/tracers.yaml"


@dataclass(frozen=True)
class AirParameters:
    """One draw of everything the weather, cloud and puff models ask; units in the names.

    The fields are the keys of ``reference/models/air.yaml``, where each has its source, its spread and the
    argument for it. Shares and choices lie in [0, 1].
    """

    wind_speed_m_per_s: float
    wind_from_deg: float
    air_temperature_c: float
    rain_mm_per_h: float
    solar_elevation_deg: float
    cloud_cover_fraction: float
    stability_choice_fraction: float
    wind_profile_exponent_share: float
    mixing_height_share: float
    cloud_entrainment_coefficient: float
    cloud_heat_retained_fraction: float
    cloud_rise_phase_fraction: float
    potential_temperature_gradient_k_per_m: float
    hypergolic_heat_j_per_kg: float
    sigma_y_factor: float
    sigma_z_factor: float
    far_growth_m_per_s: float
    deposition_velocity_udmh_m_per_s: float
    deposition_velocity_no2_m_per_s: float
    scavenging_structure_number: float
    scavenging_flexpart_udmh_per_s: float
    scavenging_flexpart_no2_per_s: float
    scavenging_flexpart_rain_exponent_number: float
    scavenging_calpuff_udmh_per_s: float
    scavenging_calpuff_no2_per_s: float
    background_ozone_ppb: float
    udmh_ozone_rate_cm3_per_s: float
    ndma_yield_fraction: float
    ndma_full_sun_photolysis_per_s: float
    no2_oxidation_per_s: float


@dataclass(frozen=True)
class Uptake:
    """What ground and rain take of a substance that does not react: one draw of its part of ``tracers.yaml``.

    The deposition velocity holds the settling of particles; rain follows whichever model the draw chose.
    """

    deposition_velocity_m_per_s: float
    scavenging_flexpart_per_s: float
    scavenging_calpuff_per_s: float


def central_air_parameters(**given: float) -> AirParameters:
    """Give the central value of every key; ``given`` replaces some of them by name."""
    found = values(FILE)
    chosen = {f.name: found[f.name].value for f in fields(AirParameters)}
    assert set(given) <= set(chosen), f"unknown: {sorted(set(given) - set(chosen))}"
    return AirParameters(**{**chosen, **given})
