"""What the release and the soil read from the library: substances, soil types, yield curves, fireball fits.

The models themselves take these as frozen values; this is the one place where their files are read (package
data, once). A spread on a soil value is drawn by the caller and handed to :class:`Soil`.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache

from downrange.errors import SourceError
from downrange.reference.library import table, values

__all__ = [
    "FireballFit",
    "Soil",
    "Substance",
    "YieldCurve",
    "fireball_fits",
    "soil",
    "substance",
    "yield_curve",
]

GAS_CONSTANT_J_PER_MOL_K = 8.31446261815324
"""Molar gas constant, exact (SI Brochure, 9th edition, 2019)."""


@dataclass(frozen=True)
class Substance:
    """Properties of one propellant; zero where a property has no meaning for it (a cryogen's Antoine).

    Attributes
    ----------
    antoine_a_number, antoine_b_k, antoine_c_k : float
        ln(p/Pa) = A - B / (T + C); B = 0 for a cryogen.
    oxygen_demand_kg_per_kg, oxygen_supply_kg_per_kg : float
        Oxygen that a fuel needs, that an oxidiser gives, per kg of it.
    """

    slug: str
    molar_mass_kg_per_mol: float
    density_kg_per_m3: float
    boiling_point_k: float
    heat_of_vaporisation_j_per_kg: float
    antoine_a_number: float = 0.0
    antoine_b_k: float = 0.0
    antoine_c_k: float = 0.0
    surface_tension_n_per_m: float = 0.0
    vapour_diffusivity_m2_per_s: float = 0.0
    oxygen_demand_kg_per_kg: float = 0.0
    oxygen_supply_kg_per_kg: float = 0.0
    heat_of_combustion_j_per_kg: float = 0.0
    heat_of_decomposition_j_per_kg: float = 0.0

    @property
    def cryogenic(self) -> bool:
        """Say whether it boils off the ground at once (boiling point under 200 K)."""
        return self.boiling_point_k < 200.0

    def vapour_pressure_pa(self, temperature_k: float) -> float:
        """Give the saturation pressure, Pa, by the Antoine form; infinite for a cryogen."""
        if self.antoine_b_k == 0.0:
            return math.inf
        return math.exp(self.antoine_a_number - self.antoine_b_k / (temperature_k + self.antoine_c_k))

    def saturated_vapour_kg_per_m3(self, temperature_k: float) -> float:
        """Give the density of its saturated vapour, kg/m3, as an ideal gas, at most at 1 atm."""
        pressure_pa = min(self.vapour_pressure_pa(temperature_k), 101325.0)
        return pressure_pa * self.molar_mass_kg_per_mol / (GAS_CONSTANT_J_PER_MOL_K * temperature_k)


@lru_cache(maxsize=64)
def substance(slug: str) -> Substance:
    """Read one substance of ``propellants.yaml``.

    Raises
    ------
    SourceError
        If the library has no such liquid.
    """
    found = _section("propellants.yaml", slug)
    if "density_kg_per_m3" not in found:
        raise SourceError(f"the library has no liquid {slug!r}", [f"propellants.yaml:{slug}"])
    known = {f.name for f in fields(Substance)}
    return Substance(slug, **{name: value for name, value in found.items() if name in known})


@dataclass(frozen=True)
class Soil:
    """One draw of a soil type; the names are the leaves of ``soils.yaml`` under it.

    Attributes
    ----------
    bulk_density_kg_per_m3 : float
        Dry mass over volume.
    moisture_fraction : float
        Water over dry mass.
    polar_retention_fraction, oil_retention_fraction : float
        Share of the soil volume that a water-like or an oily liquid still fills after draining.
    softness_share : float
        0 hard ground to 1 soft ground, for the yield curves.
    soaked_in_one_second_mm : float
        Depth of liquid that dry ground takes in the first second; it grows with the root of time.
    """

    bulk_density_kg_per_m3: float
    moisture_fraction: float
    polar_retention_fraction: float
    oil_retention_fraction: float
    softness_share: float
    slow_half_life_d: float
    soaked_in_one_second_mm: float
    humus_fraction: float
    surface_temperature_k: float

    @property
    def porosity_fraction(self) -> float:
        """Give the porosity from the bulk density and quartz of 2,650 kg/m3 (peat has its own grains)."""
        return min(max(1.0 - self.bulk_density_kg_per_m3 / 2650.0, 0.05), 0.95)


def soil(slug: str) -> Soil:
    """Read the central values of one soil type of ``soils.yaml``; draws go through the same names.

    Raises
    ------
    SourceError
        If the library has no such soil.
    """
    found = _section("soils.yaml", slug)
    if not found:
        raise SourceError(f"the library has no soil {slug!r}", [f"soils.yaml:{slug}"])
    return Soil(**found)


@dataclass(frozen=True)
class YieldCurve:
    """TNT fraction against impact speed, as digitised; linear between points, held beyond the ends."""

    speeds_m_per_s: tuple[float, ...]
    tnt_fractions: tuple[float, ...]  # one for each speed

    def at(self, impact_speed_m_per_s: float) -> float:
        """Give the TNT fraction at a speed, m/s."""
        speeds, fractions = self.speeds_m_per_s, self.tnt_fractions
        if impact_speed_m_per_s <= speeds[0]:
            return fractions[0]
        for i in range(1, len(speeds)):
            if impact_speed_m_per_s <= speeds[i]:
                part = (impact_speed_m_per_s - speeds[i - 1]) / (speeds[i] - speeds[i - 1])
                return fractions[i - 1] + part * (fractions[i] - fractions[i - 1])
        return fractions[-1]


@lru_cache(maxsize=16)
def yield_curve(combination: str, ground: str) -> YieldCurve:
    """Read one curve: ``hypergolic``, ``oxygen-kerosene`` or ``oxygen-hydrogen``; ``soft`` or ``hard``."""
    rows = [
        _section("models/impact_yield.yaml", f"{combination}.{ground}.{point}")
        for point in table("models/impact_yield.yaml")[combination][ground]
    ]
    return YieldCurve(tuple(row["speed_m_per_s"] for row in rows), tuple(row["tnt_fraction"] for row in rows))


@dataclass(frozen=True)
class FireballFit:
    """D = a M^b (m) and t = c M^d (s), M in kg of the stated mass basis."""

    diameter_coefficient: float
    diameter_exponent_number: float
    duration_coefficient: float
    duration_exponent_number: float

    def size(self, mass_kg: float) -> tuple[float, float]:
        """Give the diameter, m, and the duration, s."""
        if mass_kg <= 0.0:
            return 0.0, 0.0
        return (
            self.diameter_coefficient * mass_kg**self.diameter_exponent_number,
            self.duration_coefficient * mass_kg**self.duration_exponent_number,
        )


@lru_cache(maxsize=1)
def fireball_fits() -> Mapping[int, FireballFit]:
    """Read the two rival fits: 1 on fuel plus oxidiser, 2 on fuel."""
    return {
        number: FireballFit(**_section("models/impact_yield.yaml", f"fireball.{name}"))
        for number, name in ((1, "fuel-and-oxidiser"), (2, "fuel"))
    }


@lru_cache(maxsize=1)
def least_tnt_fraction() -> float:
    """Read the yield that the N1 of 1969 showed: the low end of the range."""
    return values("models/impact_yield.yaml")["tnt.n1_tnt_fraction"].value


def _section(path: str, prefix: str) -> dict[str, float]:
    start = f"{prefix}."
    return {
        name.removeprefix(start): sourced.value
        for name, sourced in values(path).items()
        if name.startswith(start)
    }
