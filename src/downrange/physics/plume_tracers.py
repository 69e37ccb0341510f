"""What ground, rain and weight take of the substances that a plume can carry, from the library.

N2O4 is carried as NO2: same mass, twice the moles. A tracer the library does not know is inert. Rain: two
models as rivals, because they differ by a factor of two and more.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from downrange.base.source import Sourced
from downrange.reference.library import values

__all__ = ["ALIASES", "TracerLaw", "WetLine", "WetRates", "stokes_m_per_s", "tracer_law"]

FILE = "models/tracers.yaml"
AIR = "models/air.yaml"

ALIASES = {
    "n2o4": "no2", "nitrogen-dioxide": "no2", "heptyl": "udmh", "sulphur-dioxide": "so2",
    "sulfur-dioxide": "so2", "nitric-acid": "hno3", "alumina": "al2o3", "aluminium-oxide": "al2o3",
}  # fmt: skip
_KNOWN = ("udmh", "no2", "hno3", "hcl", "so2", "al2o3")
GRAVITY_M_PER_S2 = 9.80665


@dataclass(frozen=True)
class WetRates:
    """Scavenging at a rate of rain, 1/s: p05 of the lower rival, middle, p95 of the higher."""

    low_per_s: float
    central_per_s: float
    high_per_s: float


@dataclass(frozen=True)
class WetLine:
    """Scavenging as a power of the rain: ``factor (mm/h)^exponent``."""

    factor_per_s: float
    exponent_number: float


@dataclass(frozen=True)
class TracerLaw:
    """Central values; ``deposition_velocity_m_per_s`` is None where the plume has its own rule (SO2)."""

    species: str
    deposition_velocity_m_per_s: float | None
    settling_speed_m_per_s: float = 0.0
    decay_per_s: float = 0.0

    def wet(self, rain_mm_per_h: float) -> WetRates:
        """Give the scavenging coefficient at a rate of rain, with its spread over models and their ranges."""
        if rain_mm_per_h <= 0.0:
            return WetRates(0.0, 0.0, 0.0)
        exponent = values(AIR)["scavenging_flexpart_rain_exponent_number"].value
        rivals = ((_rival(self.species, "flexpart"), exponent), (_rival(self.species, "calpuff"), 1.0))
        rates = [
            (_quantile(a, 0.05), a.value, _quantile(a, 0.95), rain_mm_per_h**power) for a, power in rivals
        ]
        return WetRates(
            min(low * rain for low, _, _, rain in rates),
            sum(middle * rain for _, middle, _, rain in rates) / len(rates),
            max(high * rain for _, _, high, rain in rates),
        )

    def wet_line(self) -> WetLine:
        """Give a power law through the middle of the rivals at 1 and at 5 mm/h, for changing weather."""
        one, five = self.wet(1.0).central_per_s, self.wet(5.0).central_per_s
        if one <= 0.0:
            return WetLine(0.0, 1.0)
        return WetLine(one, math.log(five / one) / math.log(5.0))


def _rival(species: str, model: str) -> Sourced:
    if species in ("udmh", "no2"):
        return values(AIR)[f"scavenging_{model}_{species}_per_s"]
    return values(FILE)[f"{species}.scavenging_{model}_per_s"]


def _quantile(value: Sourced, probability: float) -> float:
    return value.value if value.spread is None else value.spread.quantile(probability)


def stokes_m_per_s(diameter_um: float, density_kg_per_m3: float, viscosity_pa_s: float) -> float:
    """Give the settling speed of a small sphere: ``rho g d^2 / (18 mu)`` (Stokes 1851)."""
    return density_kg_per_m3 * GRAVITY_M_PER_S2 * (1e-6 * diameter_um) ** 2 / (18.0 * viscosity_pa_s)


def tracer_law(tracer: str) -> TracerLaw | None:
    """Look a tracer up by name or alias (any case); None where the library does not know it."""
    name = ALIASES.get(tracer.lower(), tracer.lower())
    if name not in _KNOWN:
        return None
    if name == "so2":
        return TracerLaw(name, None)
    if name in ("udmh", "no2"):
        return TracerLaw(name, values(AIR)[f"deposition_velocity_{name}_m_per_s"].value)
    found = values(FILE)
    velocity = found[f"{name}.deposition_velocity_m_per_s"].value
    if name != "al2o3":
        return TracerLaw(name, velocity)
    settling = stokes_m_per_s(
        found["al2o3.diameter_um"].value,
        found["al2o3.density_kg_per_m3"].value,
        found["air_viscosity_pa_s"].value,
    )
    return TracerLaw(name, velocity, settling)
