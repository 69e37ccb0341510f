"""Exhaust of a normal launch by altitude band, with the corrections for afterburning; the ground cloud.

Primary indices and corrections after the emission inventory of University College London (source
``spill-barker``). Page: docs/physics/exhaust.md.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

__all__ = [
    "BandEmission",
    "BurntBand",
    "ExhaustParameters",
    "ExhaustRelease",
    "carbon_monoxide_g_per_kg",
    "exhaust",
    "hydrogen_chloride_share",
    "secondary_nox_g_per_kg",
    "soot_factor",
]

CO2_OVER_CO_RATIO = 44.0095 / 28.0101
"""Molar masses of CO2 and CO: what a gram of CO weighs when it has burnt."""

SLICES = 16
"""Midpoints per band over which the altitude corrections are averaged."""


@dataclass(frozen=True)
class BurntBand:
    """Propellant burnt between two altitudes, spread evenly over them."""

    bottom_m: float
    top_m: float
    burnt_kg: float


@dataclass(frozen=True)
class ExhaustParameters:
    """One draw; the names are leaves of ``reference/models/exhaust.yaml``."""

    ground_cloud_top_m: float
    nox_correction_factor: float
    deluge_capture_share: float


@dataclass(frozen=True)
class BandEmission:
    """What one band received, kg by species slug."""

    bottom_m: float
    top_m: float
    emitted_kg: Mapping[str, float]


@dataclass(frozen=True)
class ExhaustRelease:
    """Emissions by band, their sum, and the part that stays in the ground cloud.

    ``near_pad_kg`` is what deluge and cloud drops bring down beside the pad (HCl and alumina only): a part
    of ``ground_cloud_kg``, not beside it.
    """

    bands: tuple[BandEmission, ...]
    total_kg: Mapping[str, float]
    ground_cloud_kg: Mapping[str, float]
    near_pad_kg: Mapping[str, float]
    validity: str = ""


def soot_factor(altitude_km: float) -> float:
    """Give what is left of the primary soot: max(0.04, min(1, 0.04 exp(0.12 (h - 15)))), h in km."""
    return max(0.04, min(1.0, 0.04 * math.exp(min(0.12 * (altitude_km - 15.0), 10.0))))


def secondary_nox_g_per_kg(altitude_km: float) -> float:
    """Give the NOx of afterburning, g per kg of propellant: 33 exp(-0.26 h), h in km."""
    return 33.0 * math.exp(-0.26 * altitude_km)


def carbon_monoxide_g_per_kg(co_g_per_kg: float, co2_g_per_kg: float, altitude_km: float) -> float:
    """Give the CO that survives afterburning: min(CO, 0.0025 exp(0.067 h) (CO + CO2)), h in km."""
    left = 0.0025 * math.exp(min(0.067 * altitude_km, 20.0)) * (co_g_per_kg + co2_g_per_kg)
    return min(co_g_per_kg, left)


def hydrogen_chloride_share(altitude_km: float) -> float:
    """Give the share of the chlorine that is HCl: 0.928, 0.925, 0.918, 0.882 at 0, 2, 5, 10 km; then held."""
    heights, shares = (0.0, 2.0, 5.0, 10.0), (0.928, 0.925, 0.918, 0.882)
    if altitude_km >= heights[-1]:
        return shares[-1]
    h = max(altitude_km, 0.0)
    i = max(k for k in range(len(heights) - 1) if heights[k] <= h)
    part = (h - heights[i]) / (heights[i + 1] - heights[i])
    return shares[i] + part * (shares[i + 1] - shares[i])


def exhaust(
    burnt: Sequence[BurntBand], indices: Mapping[str, float], parameters: ExhaustParameters
) -> ExhaustRelease:
    """Turn propellant burnt by altitude into kilograms of each species.

    Parameters
    ----------
    burnt : sequence of BurntBand
        Propellant of one class by altitude above the pad.
    indices : mapping of str to float
        One draw of the class's leaves in ``emission_indices.yaml`` (``soot_g_per_kg``: value).
    parameters : ExhaustParameters
        One draw.

    Returns
    -------
    ExhaustRelease
        Species ``co``, ``co2``, ``h2o``, ``h2``, ``soot``, ``nox``, ``hcl``, ``other-chlorine``, ``al2o3``;
        those that the propellant has.

    Notes
    -----
    Carbon is conserved when CO burns; water and hydrogen stay as the inventory codes them.
    """
    bands = []
    total: dict[str, float] = {}
    ground: dict[str, float] = {}
    for band in burnt:
        emitted: dict[str, float] = {}
        for k in range(SLICES):
            height_m = band.bottom_m + (k + 0.5) / SLICES * (band.top_m - band.bottom_m)
            slice_kg = band.burnt_kg / SLICES
            for species, index in _at(height_m / 1000.0, indices, parameters).items():
                mass_kg = index * 1e-3 * slice_kg
                emitted[species] = emitted.get(species, 0.0) + mass_kg
        low_share = _share_below(band, parameters.ground_cloud_top_m)
        for species, mass_kg in emitted.items():
            total[species] = total.get(species, 0.0) + mass_kg
            ground[species] = ground.get(species, 0.0) + low_share * mass_kg
        bands.append(BandEmission(band.bottom_m, band.top_m, emitted))
    near: dict[str, float] = {
        species: parameters.deluge_capture_share * ground[species]
        for species in ("hcl", "al2o3")
        if species in ground
    }
    validity = ""
    if indices.get("chlorine_g_per_kg") and any(band.top_m > 10_000.0 for band in burnt):
        validity = "HCl share of the chlorine is known up to 10 km and held above"
    return ExhaustRelease(tuple(bands), total, ground, near, validity)


def _at(altitude_km: float, indices: Mapping[str, float], parameters: ExhaustParameters) -> dict[str, float]:
    """Give the indices at one altitude, g/kg, afterburning included."""
    primary = {name.removesuffix("_g_per_kg"): value for name, value in indices.items()}
    found: dict[str, float] = {name: primary[name] for name in ("h2o", "h2", "al2o3") if name in primary}
    nox = primary.get("nox", 0.0) + parameters.nox_correction_factor * secondary_nox_g_per_kg(altitude_km)
    found["nox"] = nox
    if "soot" in primary:
        found["soot"] = primary["soot"] * soot_factor(altitude_km)
    if "co" in primary:
        kept = carbon_monoxide_g_per_kg(primary["co"], primary.get("co2", 0.0), altitude_km)
        found["co"] = kept
        found["co2"] = primary.get("co2", 0.0) + (primary["co"] - kept) * CO2_OVER_CO_RATIO
    elif "co2" in primary:
        found["co2"] = primary["co2"]
    if "chlorine" in primary:
        share = hydrogen_chloride_share(altitude_km)
        found["hcl"] = share * primary["chlorine"]
        found["other-chlorine"] = (1.0 - share) * primary["chlorine"]
    return found


def _share_below(band: BurntBand, height_m: float) -> float:
    if band.top_m <= band.bottom_m:
        return 1.0 if band.bottom_m < height_m else 0.0
    return min(max((height_m - band.bottom_m) / (band.top_m - band.bottom_m), 0.0), 1.0)
