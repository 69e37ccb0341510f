"""Fifth link: who and what was reached; the harm as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from downrange.base.trace import Tracer
from downrange.damage.chain.member import Aloft, LetGo
from downrange.damage.chain.plan import Plan
from downrange.damage.drawn import Drawn
from downrange.damage.exposure import exposure_of, persons_above
from downrange.damage.harm import Harm, from_quantities, volume_to_treat_m3
from downrange.damage.places import BuiltUp, built_up, parameters
from downrange.physics.release_library import substance
from downrange.reference import library

if TYPE_CHECKING:
    from downrange.physics.puff import SubstanceField

__all__ = ["count_harm", "count_people"]

_AREAS = (
    ("udmh", "soil_splash_area_over_limit_m2", "soil_deposit_area_over_limit_m2"),
    ("kerosene", "kerosene_soil_splash_area_over_limit_m2", ""),
)
"""By substance: the area that splashed, the area that a cloud laid down."""

EXPOSURE = "exposure_persons_ug_per_m3"
"""Ending of the quantities that count persons times the change of an annual mean."""
_YEAR_S = 365.0 * 86_400.0
_POINTS = 50

FILM_TREATED = "film_treated_share"
"""What a case may give: the share of the cloud's deposit area that is dug or wetted."""


def count_people(plan: Plan, drawn: Drawn, aloft: Aloft, tracer: Tracer) -> dict[str, float]:
    """Count the persons above the level of each substance; the larger count is the headline."""
    if not aloft.clouds:
        return {}
    known = parameters()
    settled = built_up(plan.settlements, {name: drawn(name, sourced) for name, sourced in known.items()})
    found: dict[str, float] = {}
    for name, level in aloft.levels_kg_per_m3.items():
        reached = max(_persons_over(aloft, air.substances[name], level, settled) for air in aloft.clouds)
        found[f"population_over_aegl2_60min_{name}"] = reached
    found["population_over_aegl2_60min"] = max(found.values(), default=0.0)
    found |= _annual_exposure(aloft, settled, tracer, [*known])
    for name, value in found.items():
        if name.endswith(EXPOSURE):
            continue
        inputs = ["distance_over_aegl2_60min_m", *known]
        tracer.step(
            name, value, "persons", "settlements of 500 and more as discs under the puff "
            "(docs/decisions/0050)", inputs,
        )  # fmt: skip
    return found


def _annual_exposure(
    aloft: Aloft, settled: tuple[BuiltUp, ...], tracer: Tracer, known: list[str]
) -> dict[str, float]:
    """Add up persons times the change of the annual mean of nitrogen dioxide: the dosage over a year."""
    from downrange.physics.puff import receptors

    if "no2" not in aloft.clouds[0].substances:
        return {}
    name = f"no2_{EXPOSURE}"
    total = 0.0
    for air in aloft.clouds:
        one = air.substances["no2"]

        def annual(x_m: Any, y_m: Any, one: SubstanceField = one) -> Any:
            return receptors(one, x_m, y_m).dosage_mg_s_per_m3 * 1e3 / _YEAR_S

        for place in settled:
            total += exposure_of(annual, (aloft.latitude_deg, aloft.longitude_deg), place, 0.0, _POINTS)[1]
    tracer.step(
        name, total, "persons_ug_per_m3", "dosage at breathing height over a year, times the persons there",
        ["n2o4_to_air_kg", *known] if "n2o4_to_air_kg" in tracer.steps else known,
    )  # fmt: skip
    return {name: total}


def _persons_over(
    aloft: Aloft, one: SubstanceField, level_kg_per_m3: float, settled: tuple[BuiltUp, ...]
) -> float:
    from downrange.physics.puff import distance_over_m, receptors

    return persons_above(
        lambda x_m, y_m: receptors(one, x_m, y_m).average_kg_per_m3,
        (aloft.latitude_deg, aloft.longitude_deg),
        level_kg_per_m3,
        settled,
        reach_m=distance_over_m(one, level_kg_per_m3)
        * 1.05,  # the widest cloud reaches a little off its axis
    )


def count_harm(
    drawn: Drawn,
    released: LetGo,
    soil_density_kg_per_m3: float,
    quantities: Mapping[str, float],
    tracer: Tracer,
) -> Harm:
    """Build the harm of one draw from its quantities and emissions."""
    depth_m = drawn("treated_depth_m", library.value("models/launch.yaml", "treated_depth_m"))
    film_m = drawn("deposit_mixing_depth_m", library.value("models/soil.yaml", "deposit_mixing_depth_m"))
    near_ground = {  # what was let go aloft is counted by its height, among the emissions
        name: value - quantities.get(name.replace("_to_air_kg", "_to_air_aloft_kg"), 0.0)
        if name.endswith("_to_air_kg")
        else value
        for name, value in quantities.items()
    }
    harm = from_quantities(
        near_ground,
        emissions=released.emissions,
        kerosene_density_kg_per_m3=substance("kerosene").density_kg_per_m3,
    )
    film_share = drawn(FILM_TREATED) if FILM_TREATED in drawn else 0.0  # docs/decisions/0010
    volumes = {
        slug: volume_to_treat_m3(quantities.get(splashed, 0.0), depth_m)
        + film_share * volume_to_treat_m3(quantities.get(laid_down, 0.0), film_m)
        for slug, splashed, laid_down in _AREAS
        if splashed in quantities
    }
    masses = {slug: volume * soil_density_kg_per_m3 for slug, volume in volumes.items()}
    harm = replace(harm, treated_volume_m3=volumes, treated_mass_kg=masses)
    for slug, volume_m3 in harm.treated_volume_m3.items():
        areas = [n for s, *names in _AREAS if s == slug for n in names if n in quantities]
        areas = areas if FILM_TREATED in drawn else areas[:1]
        tracer.step(
            f"{slug}_treated_volume_m3", volume_m3, "m3",
            "splashed area times the depth to treat; a cloud's film as far as the case has it treated",
            [*areas, "treated_depth_m", *([FILM_TREATED, "deposit_mixing_depth_m"] if areas[1:] else [])],
        )  # fmt: skip
    for slug, mass_kg in harm.treated_mass_kg.items():
        tracer.step(
            f"{slug}_treated_mass_kg", mass_kg, "kg", "volume to treat times bulk density",
            [f"{slug}_treated_volume_m3", "bulk_density_kg_per_m3"],
        )  # fmt: skip
    if harm.kerosene_on_ground_gal:
        tracer.step(
            "kerosene_on_ground_gal", harm.kerosene_on_ground_gal, "gal", "mass over density, US gallons",
            ["kerosene_to_soil_kg"],
        )  # fmt: skip
    return harm
