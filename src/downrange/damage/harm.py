"""What was harmed, as one frozen value: masses by medium, areas, volumes, persons, exhaust by altitude.

The harm is built once per draw from the physics' quantities; every valuation method reads from it and from
nothing else.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from downrange.base.units import convert

__all__ = ["SUBSTANCES", "Emission", "Harm", "from_quantities", "share_below", "volume_to_treat_m3"]

SUBSTANCES = ("udmh", "n2o4", "no2", "hno3", "ndma", "mmh", "hydrazine", "kerosene", "hydrogen-peroxide")
"""What may reach air, soil or water unburnt: the names under which methods find a mass."""
_EXPOSURE = "_exposure_persons_ug_per_m3"


@dataclass(frozen=True)
class Emission:
    """A mass of one substance emitted between two altitudes above sea level."""

    substance: str
    mass_kg: float
    from_altitude_m: float
    to_altitude_m: float

    def __post_init__(self) -> None:
        if self.mass_kg < 0 or self.to_altitude_m < self.from_altitude_m:
            raise ValueError(
                f"an emission of {self.mass_kg} kg from {self.from_altitude_m} m upwards is none"
            )


@dataclass(frozen=True)
class Harm:
    """The harm of one draw.

    Attributes
    ----------
    to_air_kg, to_soil_kg, to_water_kg : mapping
        Unburnt mass that reached the medium, by substance.
    area_over_limit_m2 : mapping
        Soil above the limit in use, by substance.
    treated_volume_m3 : mapping
        Soil to dig or treat, by substance (:func:`volume_to_treat_m3`).
    treated_mass_kg : mapping
        The same soil by its dry mass: volume times bulk density.
    exposed_persons : mapping
        Persons above a level, by its name.
    exposure_persons_ug_per_m3 : mapping
        Sum over cells of persons times the change of the annual mean concentration, by pollutant.
    emissions : tuple of Emission
        Burnt exhaust and fire products by altitude.
    kerosene_on_ground_gal : float
        US gallons of kerosene that reached the ground unburnt.
    casualty_expectation : float
        Expected number of people struck; priced as deaths, which is an upper bound.
    litter_kg : mapping
        Solid waste left on the ground, by hazard class ("I" to "V").
    """

    to_air_kg: Mapping[str, float] = field(default_factory=dict)
    to_soil_kg: Mapping[str, float] = field(default_factory=dict)
    to_water_kg: Mapping[str, float] = field(default_factory=dict)
    area_over_limit_m2: Mapping[str, float] = field(default_factory=dict)
    treated_volume_m3: Mapping[str, float] = field(default_factory=dict)
    treated_mass_kg: Mapping[str, float] = field(default_factory=dict)
    exposed_persons: Mapping[str, float] = field(default_factory=dict)
    exposure_persons_ug_per_m3: Mapping[str, float] = field(default_factory=dict)
    emissions: tuple[Emission, ...] = ()
    kerosene_on_ground_gal: float = 0.0
    casualty_expectation: float = 0.0
    litter_kg: Mapping[str, float] = field(default_factory=dict)

    def emitted_kg(self, substance: str, below_m: float = math.inf) -> float:
        """Mass of a substance emitted below an altitude, kg; inside a band evenly spread over its height."""
        return sum(e.mass_kg * share_below(e, below_m) for e in self.emissions if e.substance == substance)

    def substances(self) -> tuple[str, ...]:
        """Name every substance with a mass above zero, sorted."""
        media = (self.to_air_kg, self.to_soil_kg, self.to_water_kg)
        found = {name for medium in media for name, mass in medium.items() if mass > 0}
        return tuple(sorted(found | {e.substance for e in self.emissions if e.mass_kg > 0}))


def share_below(emission: Emission, altitude_m: float) -> float:
    """Share of an emission below an altitude, the mass spread evenly over its band's height."""
    height = emission.to_altitude_m - emission.from_altitude_m
    if height == 0 or math.isinf(altitude_m):
        return 1.0 if emission.from_altitude_m <= altitude_m else 0.0
    return min(max((altitude_m - emission.from_altitude_m) / height, 0.0), 1.0)


def volume_to_treat_m3(area_m2: float, depth_m: float) -> float:
    """Volume of soil to treat: area over the limit times the depth to which it is over it, m3."""
    if area_m2 < 0 or depth_m < 0:
        raise ValueError("an area and a depth are not negative")
    return area_m2 * depth_m


def from_quantities(
    quantities: Mapping[str, float],
    *,
    emissions: Iterable[Emission] = (),
    treated_depth_m: Mapping[str, float] | None = None,
    bulk_density_kg_per_m3: float | None = None,
    kerosene_density_kg_per_m3: float | None = None,
) -> Harm:
    """Build the harm from an assessment's quantities by their names.

    Parameters
    ----------
    quantities : mapping
        Names as the command line prints them: ``udmh_to_air_kg``, ``n2o4_to_soil_kg``,
        ``soil_splash_area_over_limit_m2`` (UDMH; other substances with their prefix),
        ``soil_deposit_area_over_limit_m2``, ``population_over_...``, ``no2_exposure_persons_ug_per_m3``,
        ``casualty_expectation``.
    emissions : iterable of Emission
        Exhaust and fire products.
    treated_depth_m : mapping, optional
        Depth to treat by substance, m; without it no volume is made.
    bulk_density_kg_per_m3 : float, optional
        Dry bulk density of the soil; without it the volume has no mass.
    kerosene_density_kg_per_m3 : float, optional
        Density that turns the kerosene on the ground into gallons; without it there are none.
    """
    depths = treated_depth_m or {}
    media: dict[str, dict[str, float]] = {"air": {}, "soil": {}, "water": {}}
    areas: dict[str, float] = {}
    for substance in SUBSTANCES:
        prefix = substance.replace("-", "_")
        for medium, masses in media.items():
            key = f"{prefix}_to_{medium}_kg"
            if key in quantities:
                masses[substance] = quantities[key]
        lead = "" if substance == "udmh" else f"{prefix}_"
        named = [f"{lead}soil_{part}_area_over_limit_m2" for part in ("splash", "deposit")]
        found = [quantities[name] for name in named if name in quantities]
        if found:
            areas[substance] = sum(found)
    gallons = 0.0
    if kerosene_density_kg_per_m3 is not None:
        gallons = convert(media["soil"].get("kerosene", 0.0) / kerosene_density_kg_per_m3, "m3", "gal")
    volumes = {n: volume_to_treat_m3(area, depths[n]) for n, area in areas.items() if n in depths}
    masses_kg = {}
    if bulk_density_kg_per_m3 is not None:
        masses_kg = {name: volume * bulk_density_kg_per_m3 for name, volume in volumes.items()}
    return Harm(
        to_air_kg=media["air"],
        to_soil_kg=media["soil"],
        to_water_kg=media["water"],
        area_over_limit_m2=areas,
        treated_volume_m3=volumes,
        treated_mass_kg=masses_kg,
        exposed_persons={
            name.removeprefix("population_"): count
            for name, count in quantities.items()
            if name.startswith("population_over_")
        },
        emissions=tuple(emissions),
        kerosene_on_ground_gal=gallons,
        exposure_persons_ug_per_m3={
            name.removesuffix(_EXPOSURE): value
            for name, value in quantities.items()
            if name.endswith(_EXPOSURE)
        },
        casualty_expectation=quantities.get("casualty_expectation", 0.0),
    )
