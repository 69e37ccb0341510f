"""How propellant gets out when a stage strikes the ground: what reacts, goes to air or soil, stays in tanks.

The soil share is built from parts (docs/decisions/0030): nothing is fitted to a crash. Equations and
validity: docs/physics/release.md. Pure: floats in, floats out, one draw at a time.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from downrange.physics.release_library import (
    Soil,
    Substance,
    fireball_fits,
    least_tnt_fraction,
    substance,
    yield_curve,
)

__all__ = [
    "HYPERGOLIC_FUELS",
    "Fate",
    "ImpactParameters",
    "ImpactRelease",
    "Load",
    "crater_diameter_m",
    "impact",
    "tnt_fraction",
]

TNT_J_PER_KG = 4.184e6
"""Energy of a kilogram of TNT: the convention of 1 kcal per gram, exact."""

HYPERGOLIC_FUELS = frozenset({"udmh", "mmh", "hydrazine"})
"""Fuels that light on contact with N2O4."""


@dataclass(frozen=True)
class Load:
    """Propellant on board by component slug, kg (``{"udmh": 172000.0, "n2o4": 428000.0}``)."""

    components_kg: Mapping[str, float]

    def __post_init__(self) -> None:
        assert all(mass >= 0.0 for mass in self.components_kg.values()), "a mass below zero"

    @property
    def total_kg(self) -> float:
        """Sum of the components."""
        return sum(self.components_kg.values())

    def of(self, slug: str) -> float:
        """Give the mass of one component, kg; zero where it is not on board."""
        return self.components_kg.get(slug, 0.0)


@dataclass(frozen=True)
class ImpactParameters:
    """One draw of the impact's parameters; the names are leaves of ``reference/models/release.yaml``."""

    tnt_yield_position_share: float
    crater_burst_choice_number: float
    crater_contact_coefficient: float
    crater_buried_coefficient: float
    crater_exponent_ratio: float
    fireball_choice_number: float
    burnt_fuel_share: float
    own_oxidiser_share: float
    ignition_position_probability: float
    ignition_probability: float
    ignition_load_kg: float
    radiated_share: float
    tank_residue_share: float
    thrown_share: float
    thrown_landing_share: float
    spot_thrown_share: float
    contact_length_factor: float
    uptake_time_factor: float
    ground_heat_flux_w_per_m2: float
    heat_into_liquid_share: float
    soil_mixing_share: float
    oxidiser_flash_share: float


@dataclass(frozen=True)
class Fate:
    """Where one component's kilograms are: each in exactly one place."""

    reacted_kg: float
    to_air_kg: float
    to_soil_kg: float
    residue_in_tanks_kg: float

    @property
    def total_kg(self) -> float:
        """Sum of the four places."""
        return self.reacted_kg + self.to_air_kg + self.to_soil_kg + self.residue_in_tanks_kg


@dataclass(frozen=True)
class ImpactRelease:
    """What an impact lets go.

    Attributes
    ----------
    fates : mapping of str to Fate
        By component.
    contact_kg, thrown_kg : mapping of str to float
        The two parts of ``to_soil_kg``: soaked up under the wetted patch; landed beyond it.
    contact_radius_m, liquid_volume_m3 : float
        The wetted patch, and the liquid that made it (cryogens included).
    heat_to_cloud_j : float
        Heat of combustion less radiation and less what boils the released liquid.
    """

    fates: Mapping[str, Fate]
    contact_kg: Mapping[str, float]
    thrown_kg: Mapping[str, float]
    contact_radius_m: float
    liquid_volume_m3: float
    ignited: bool
    tnt_fraction: float
    tnt_equivalent_kg: float
    crater_diameter_m: float
    fireball_mass_kg: float
    fireball_diameter_m: float
    fireball_duration_s: float
    heat_to_cloud_j: float
    validity: str = ""
    methods: tuple[str, ...] = field(default_factory=tuple)

    def quantities(self) -> dict[str, float]:
        """Give the quantities by the names that others rely on, kg and m."""
        found = {"crater_diameter_m": self.crater_diameter_m}
        for slug, fate in self.fates.items():
            name = slug.replace("-", "_")
            found[f"{name}_reacted_kg"] = fate.reacted_kg
            found[f"{name}_to_air_kg"] = fate.to_air_kg
            found[f"{name}_to_soil_kg"] = fate.to_soil_kg
            found[f"{name}_residue_in_tanks_kg"] = fate.residue_in_tanks_kg
        return found


def tnt_fraction(
    load: Load, impact_speed_m_per_s: float, softness_share: float, position_share: float
) -> float:
    """Give the explosive yield over the propellant mass.

    Between the N1's 1 % and the digitised curve at the speed, log-linear by ``position_share``; soft and hard
    ground mixed by ``softness_share`` (docs/decisions/0031).

    Parameters
    ----------
    load : Load
        Decides the curve: hypergolic, oxygen-hydrogen, or oxygen-kerosene (methane borrows it).
    impact_speed_m_per_s : float
    softness_share, position_share : float
        In [0, 1].

    Returns
    -------
    float
        TNT mass over propellant mass.
    """
    if _hypergolic(load):
        combination = "hypergolic"
    elif load.of("hydrogen") > load.of("kerosene") + load.of("methane"):
        combination = "oxygen-hydrogen"
    else:
        combination = "oxygen-kerosene"
    soft = yield_curve(combination, "soft").at(impact_speed_m_per_s)
    hard = yield_curve(combination, "hard").at(impact_speed_m_per_s)
    curve = softness_share * soft + (1.0 - softness_share) * hard
    least = min(least_tnt_fraction(), curve)
    if least <= 0.0:
        return 0.0
    return float(least * (curve / least) ** position_share)


def crater_diameter_m(tnt_equivalent_kg: float, parameters: ImpactParameters) -> float:
    """Give the diameter of the crater, m: contact or buried burst, anchored at 1 t of TNT.

    D = k (1000 kg)^(1/3) (W / 1000 kg)^e with k by the burst chosen and e between 1/3.4 and 1/2.9
    (docs/decisions/0031).
    """
    if tnt_equivalent_kg <= 0.0:
        return 0.0
    contact = round(parameters.crater_burst_choice_number) == 1
    k = parameters.crater_contact_coefficient if contact else parameters.crater_buried_coefficient
    return float(k * 10.0 * (tnt_equivalent_kg / 1000.0) ** parameters.crater_exponent_ratio)


def impact(
    load: Load,
    impact_speed_m_per_s: float,
    soil: Soil,
    parameters: ImpactParameters,
    dry_mass_kg: float = 0.0,
) -> ImpactRelease:
    """Let a loaded stage strike the ground.

    Parameters
    ----------
    load : Load
        Liquids on board at impact, kg by slug; liquids of ``propellants.yaml`` only.
    impact_speed_m_per_s : float
        Relative to the ground.
    soil : Soil
        One draw of the ground.
    parameters : ImpactParameters
        One draw.
    dry_mass_kg : float
        The structure, whose kinetic energy digs too.

    Returns
    -------
    ImpactRelease
        Every kilogram of the load in one place (relative closure 1e-9).

    Raises
    ------
    SourceError
        If a component is not in the library.

    Notes
    -----
    Structure: docs/decisions/0030, equations: docs/physics/release.md, section 1.
    """
    liquids = {slug: substance(slug) for slug in load.components_kg}
    ignited = _ignited(load, parameters)
    fraction = 0.0
    if ignited:
        fraction = tnt_fraction(
            load, impact_speed_m_per_s, soil.softness_share, parameters.tnt_yield_position_share
        )
    kinetic_j = 0.5 * (load.total_kg + dry_mass_kg) * impact_speed_m_per_s**2
    tnt_equivalent_kg = fraction * load.total_kg + kinetic_j / TNT_J_PER_KG

    residue = {slug: parameters.tank_residue_share * mass for slug, mass in load.components_kg.items()}
    left = {slug: mass - residue[slug] for slug, mass in load.components_kg.items()}
    volume_m3 = sum(mass / liquids[slug].density_kg_per_m3 for slug, mass in left.items())
    radius_m = parameters.contact_length_factor * volume_m3 ** (1.0 / 3.0)
    landed_share = parameters.spot_thrown_share  # unlit, a load splashes like a spent stage's residue
    if ignited:
        landed_share = parameters.thrown_share * parameters.thrown_landing_share
    thrown = {slug: 0.0 if liquids[slug].cryogenic else landed_share * m for slug, m in left.items()}
    left = _less(left, thrown)
    basis = round(parameters.fireball_choice_number)
    uptake_m = _uptake_m(_burning_s(left, liquids, ignited, basis, parameters), soil, parameters)
    soaked = _soaked_up(left, liquids, radius_m, ignited, uptake_m)
    left = _less(left, soaked)
    burnt = _burnt(left, liquids, ignited, parameters)
    left = _less(left, burnt)

    fireball_mass_kg = _fireball_mass_kg(burnt, liquids, basis)
    diameter_m, duration_s = fireball_fits()[basis].size(fireball_mass_kg)

    eaten = _eaten_in_soil(soaked, liquids, ignited, parameters)
    soaked = _less(soaked, eaten)
    flashed = _flashed(soaked, liquids, radius_m, duration_s if ignited else 0.0, parameters)
    contact = _less(soaked, flashed)

    to_air = {slug: left[slug] + flashed[slug] for slug in left}
    fates = {
        slug: Fate(burnt[slug] + eaten[slug], to_air[slug], contact[slug] + thrown[slug], residue[slug])
        for slug in load.components_kg
    }
    return ImpactRelease(
        fates,
        contact,
        thrown,
        radius_m,
        volume_m3,
        ignited,
        fraction,
        tnt_equivalent_kg,
        crater_diameter_m(tnt_equivalent_kg, parameters),
        fireball_mass_kg,
        diameter_m,
        duration_s,
        _heat_to_cloud_j(burnt, to_air, liquids, parameters),
        _validity(load, impact_speed_m_per_s),
        ("soil share built from parts", f"fireball fit {basis}", "yield between the N1 and the curve"),
    )


def _less(masses: Mapping[str, float], taken: Mapping[str, float]) -> dict[str, float]:
    return {slug: max(mass - taken[slug], 0.0) for slug, mass in masses.items()}


def _hypergolic(load: Load) -> bool:
    return load.of("n2o4") > 0.0 and any(load.of(slug) > 0.0 for slug in HYPERGOLIC_FUELS)


def _ignited(load: Load, parameters: ImpactParameters) -> bool:
    if _hypergolic(load):
        return True
    if not any(substance(s).oxygen_demand_kg_per_kg for s, m in load.components_kg.items() if m > 0.0):
        return False
    chances = max(load.total_kg / parameters.ignition_load_kg, 1.0)
    lights = 1.0 - math.pow(1.0 - parameters.ignition_probability, chances)
    return parameters.ignition_position_probability < lights


def _fireball_mass_kg(burnt: Mapping[str, float], liquids: Mapping[str, Substance], basis: int) -> float:
    if basis == 1:
        return sum(burnt.values())
    return sum(m for slug, m in burnt.items() if liquids[slug].oxygen_demand_kg_per_kg > 0.0)


def _burning_s(
    left: Mapping[str, float],
    liquids: Mapping[str, Substance],
    ignited: bool,
    basis: int,
    parameters: ImpactParameters,
) -> float:
    """Duration of the fireball if nothing soaked in: sets the time for soaking in."""
    burnt = _burnt(left, liquids, ignited, parameters)
    return fireball_fits()[basis].size(_fireball_mass_kg(burnt, liquids, basis))[1]


def _uptake_m(duration_s: float, soil: Soil, parameters: ImpactParameters) -> float:
    """Depth soaked in, m: sorptivity times the root of time (Philip, Soil Science 83, 345, 1957)."""
    return soil.soaked_in_one_second_mm * 1e-3 * math.sqrt(parameters.uptake_time_factor * duration_s)


def _soaked_up(
    left: Mapping[str, float],
    liquids: Mapping[str, Substance],
    radius_m: float,
    ignited: bool,
    uptake_m: float,
) -> dict[str, float]:
    """Wetted area x uptake depth, never more than there is: V (1 - exp(-A d / V)); unlit, all of it."""
    volume_m3 = sum(m / liquids[s].density_kg_per_m3 for s, m in left.items() if not liquids[s].cryogenic)
    if volume_m3 <= 0.0:
        return dict.fromkeys(left, 0.0)
    share = 1.0
    if ignited:
        offered_m3 = math.pi * radius_m**2 * uptake_m
        share = -math.expm1(-offered_m3 / volume_m3)
    return {s: 0.0 if liquids[s].cryogenic else share * m for s, m in left.items()}


def _oxygen(masses: Mapping[str, float], liquids: Mapping[str, Substance]) -> tuple[float, float]:
    demand_kg = sum(m * liquids[s].oxygen_demand_kg_per_kg for s, m in masses.items())
    supply_kg = sum(m * liquids[s].oxygen_supply_kg_per_kg for s, m in masses.items())
    return demand_kg, supply_kg


def _shares(
    masses: Mapping[str, float], liquids: Mapping[str, Substance], fuel_share: float, oxidiser_share: float
) -> dict[str, float]:
    return {
        s: m * (fuel_share if liquids[s].oxygen_demand_kg_per_kg > 0.0 else oxidiser_share)
        for s, m in masses.items()
    }


def _burnt(
    left: Mapping[str, float],
    liquids: Mapping[str, Substance],
    ignited: bool,
    parameters: ImpactParameters,
) -> dict[str, float]:
    """Fuel by its burnt share; its own oxidiser gives part of the oxygen, the air the rest."""
    demand_kg, supply_kg = _oxygen(left, liquids)
    if not ignited or demand_kg <= 0.0:
        return dict.fromkeys(left, 0.0)
    used_kg = min(parameters.own_oxidiser_share * parameters.burnt_fuel_share * demand_kg, supply_kg)
    return _shares(left, liquids, parameters.burnt_fuel_share, used_kg / supply_kg if supply_kg else 0.0)


def _eaten_in_soil(
    soaked: Mapping[str, float],
    liquids: Mapping[str, Substance],
    ignited: bool,
    parameters: ImpactParameters,
) -> dict[str, float]:
    """Fuel and oxidiser that meet in the ground react in the ratio of the formulas."""
    demand_kg, supply_kg = _oxygen(soaked, liquids)
    if not ignited or demand_kg <= 0.0 or supply_kg <= 0.0:
        return dict.fromkeys(soaked, 0.0)
    used_kg = parameters.soil_mixing_share * min(demand_kg, supply_kg)
    return _shares(soaked, liquids, used_kg / demand_kg, used_kg / supply_kg)


def _flashed(
    soaked: Mapping[str, float],
    liquids: Mapping[str, Substance],
    radius_m: float,
    duration_s: float,
    parameters: ImpactParameters,
) -> dict[str, float]:
    """Heat of the fire over the heat that would boil the soaked-up liquid, 1 - exp(-E/H); N2O4 boils too."""
    heat_needed_j = sum(m * liquids[s].heat_of_vaporisation_j_per_kg for s, m in soaked.items())
    if heat_needed_j <= 0.0:
        return dict.fromkeys(soaked, 0.0)
    heat_j = (
        parameters.ground_heat_flux_w_per_m2
        * parameters.heat_into_liquid_share
        * duration_s
        * math.pi
        * radius_m**2
    )
    share = -math.expm1(-heat_j / heat_needed_j)
    flashed = {}
    for slug, mass in soaked.items():
        own = parameters.oxidiser_flash_share if liquids[slug].boiling_point_k < 300.0 else 0.0
        flashed[slug] = mass * (1.0 - (1.0 - share) * (1.0 - own))
    return flashed


def _heat_to_cloud_j(
    burnt: Mapping[str, float],
    to_air: Mapping[str, float],
    liquids: Mapping[str, Substance],
    parameters: ImpactParameters,
) -> float:
    made_j = sum(
        m * (liquids[s].heat_of_combustion_j_per_kg + liquids[s].heat_of_decomposition_j_per_kg)
        for s, m in burnt.items()
    )
    boiled_j = sum(m * liquids[s].heat_of_vaporisation_j_per_kg for s, m in to_air.items())
    return max((1.0 - parameters.radiated_share) * made_j - boiled_j, 0.0)


def _validity(load: Load, impact_speed_m_per_s: float) -> str:
    notes = []
    if impact_speed_m_per_s > 243.84:
        notes.append("impact faster than the yield curves reach (244 m/s): last point held")
    if load.of("methane") > 0.0:
        notes.append("no yield curve for methane: that of kerosene borrowed")
    if 0.0 < load.total_kg < 1000.0:
        notes.append("yield curves stand for tonnes of propellant; this load is below one")
    return "; ".join(notes)
