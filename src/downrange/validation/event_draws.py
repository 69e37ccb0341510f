"""Draws for the event table, straight from the models with the events' own inputs.

Parameters come from the library that serves every case; only masses, speeds, season and sampling are the
event's (``reference/events.yaml``). An assessment of a case of the casebook can take the place of any event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

from downrange.base.spread import uniform
from downrange.physics.atmosphere import standard
from downrange.physics.droplets import BreakupParameters, breakup_aloft
from downrange.physics.fall_wind import climate_wind
from downrange.physics.release import ImpactParameters, Load, impact
from downrange.physics.release_arrival import ArrivalParameters, arrival_probability
from downrange.physics.release_library import Soil, substance
from downrange.physics.release_stage import SpentStageParameters, spent_stage
from downrange.physics.soil import SoilParameters, deposit_concentration, splash, spot, spot_radius_m
from downrange.reference.library import table, values

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

__all__ = ["SOILS", "Settings", "arrivals", "draw_event", "measured"]

SOILS: dict[str, str] = {
    "proton-2013": "desert-sandy-loam",
    "proton-2007": "solonetz",
    "dnepr-2006": "desert-sandy-loam",
    "soyuz-ms10-2018": "solonetz",
    "proton-nominal-stage-1": "solonetz",
    "proton-1999-10": "solonetz",
}
"""Soil of each place by the soil facts: grey-brown desert at the range, solonetz in Central Kazakhstan."""

_OCTOBER = 10
"""Month of the one break-up aloft of the table."""

_LIQUIDS = ("udmh", "n2o4", "kerosene", "oxygen")


@dataclass(frozen=True)
class Settings:
    """How many draws, from which seed; and replacements of single parameters, for the guards."""

    draws_number: int = 512
    seed: int = 1
    replaced: Mapping[str, float] | None = None


def measured(event: str, quantity: str) -> float:
    """Give what was measured, in the quantity's unit."""
    return values("events.yaml")[f"{event}.measured.{quantity}"].value


def _draw(settings: Settings, name: str, sourced: Any, draw: int) -> float:
    if settings.replaced and name in settings.replaced:
        return settings.replaced[name]
    return float(sourced.draw(uniform(settings.seed, name, draw)))


def _fill[T: DataclassInstance](
    kind: type[T], path: str, settings: Settings, draw: int, prefix: str = ""
) -> T:
    found = values(path)
    names = [f.name for f in fields(kind)]
    return kind(**{n: _draw(settings, n, found[f"{prefix}{n}"], draw) for n in names})


def _inputs(event: str, settings: Settings, draw: int) -> dict[str, float]:
    found = values("events.yaml")
    return {
        name: _draw(settings, f"{event}.{name}", found[f"{event}.inputs.{name}"], draw)
        for name in table("events.yaml")[event]["inputs"]
    }


def _ground(event: str, settings: Settings, draw: int, inputs: Mapping[str, float]) -> Soil:
    ground = _fill(Soil, "soils.yaml", settings, draw, f"{SOILS[event]}.")
    return replace(ground, surface_temperature_k=inputs["surface_temperature_k"])


def draw_event(event: str, settings: Settings) -> dict[str, tuple[float, ...]]:
    """Run one event through the models.

    Parameters
    ----------
    event : str
        A name of ``events.yaml``.
    settings : Settings

    Returns
    -------
    dict
        Quantity: one value per draw; for an impact *given arrival*, for October 1999 *given break-up*.
    """
    runs = {"proton-nominal-stage-1": _nominal, "proton-1999-10": _broken_aloft}
    run = runs.get(event, _impact)
    collected: dict[str, list[float]] = {}
    for draw in range(settings.draws_number):
        for name, number in run(event, settings, draw).items():
            collected.setdefault(name, []).append(number)
    return {name: tuple(numbers) for name, numbers in collected.items()}


def _impact(event: str, settings: Settings, draw: int) -> dict[str, float]:
    inputs = _inputs(event, settings, draw)
    ground = _ground(event, settings, draw, inputs)
    share = inputs["arriving_share"]
    load = Load({slug: share * inputs[f"{slug}_kg"] for slug in _LIQUIDS if f"{slug}_kg" in inputs})
    speed = inputs["impact_speed_m_per_s"]
    parameters = _fill(ImpactParameters, "models/release.yaml", settings, draw)
    released = impact(load, speed, ground, parameters, inputs["dry_mass_kg"])
    followed = "udmh" if "udmh" in load.components_kg else "kerosene"
    patch = splash(
        substance(followed),
        released.contact_kg[followed],
        released.thrown_kg[followed],
        released.contact_radius_m,
        released.liquid_volume_m3,
        released.crater_diameter_m,
        ground,
        _fill(SoilParameters, "models/soil.yaml", settings, draw),
        _limit(followed, settings, draw),
        None,
        inputs["sampling_day_d"],
        inputs["samples_number"],
        speed,
    )
    return {**released.quantities(), **patch.quantities()}


def _limit(slug: str, settings: Settings, draw: int) -> float:
    name = "soil_limit_mg_per_kg" if slug == "udmh" else "soil_tph_level_mg_per_kg"
    return _draw(settings, f"{slug}.{name}", values("thresholds.yaml")[f"{slug}.{name}"], draw)


def _nominal(event: str, settings: Settings, draw: int) -> dict[str, float]:
    inputs = _inputs(event, settings, draw)
    ground = _ground(event, settings, draw, inputs)
    parameters = _fill(SoilParameters, "models/soil.yaml", settings, draw)
    spent = spent_stage(
        Load({"udmh": inputs["udmh_kg"]}), _fill(SpentStageParameters, "models/release.yaml", settings, draw)
    )
    pieces = spent.fragments_kg["udmh"]
    radii = []
    for mass_kg in pieces:
        patch = spot(
            substance("udmh"),
            mass_kg,
            spent.thrown_share,
            spent.contact_length_factor,
            ground,
            parameters,
            _limit("udmh", settings, draw),
            inputs["sampling_day_d"],
        )
        radii.append(spot_radius_m(patch))
    chosen = int(uniform(settings.seed, f"{event}.piece", draw) * len(radii))
    return {"spot_radius_over_limit_m": radii[chosen], "spot_radius_of_largest_m": max(radii)}


@lru_cache(maxsize=1)
def _profile() -> tuple[Any, Any, Any]:
    """Lay out the standard atmosphere to 40 km: heights, temperatures, pressures."""
    heights = np.linspace(0.0, 40_000.0, 81)
    air = standard(heights)
    return heights, np.asarray(air.temperature_k), np.asarray(air.pressure_pa)


def _broken_aloft(event: str, settings: Settings, draw: int) -> dict[str, float]:
    inputs = _inputs(event, settings, draw)
    ground = _ground(event, settings, draw, inputs)
    heights, temperatures, pressures = _profile()
    shift = (inputs["surface_temperature_k"] - 288.15) * np.clip(1.0 - heights / 11_000.0, 0.0, 1.0)
    fallen = breakup_aloft(
        substance("udmh"),
        inputs["udmh_kg"],
        inputs["break_up_m"],
        0.0,
        heights,
        temperatures + shift,
        pressures,
        np.stack(climate_wind(_OCTOBER).drawn(settings.seed, draw).at(heights)),
        _fill(BreakupParameters, "models/release.yaml", settings, draw),
    )
    depth_m = _fill(SoilParameters, "models/soil.yaml", settings, draw).deposit_mixing_depth_m
    found = deposit_concentration(fallen.deposit_kg_per_m2, ground.bulk_density_kg_per_m3, depth_m)
    return {"udmh_soil_peak_mg_per_kg": float(found), "udmh_to_soil_kg": fallen.to_soil_kg}


def arrivals(settings: Settings) -> dict[str, float]:
    """Give the probability that loaded tanks arrive, for the two high failures that the table holds."""
    found = {}
    strengths = [
        _fill(ArrivalParameters, "models/release.yaml", settings, draw)
        for draw in range(settings.draws_number)
    ]
    for event in ("proton-2007", "proton-1999-10"):
        pressures = [
            _inputs(event, settings, draw)["highest_dynamic_pressure_pa"]
            for draw in range(settings.draws_number)
        ]
        found[event] = arrival_probability(pressures, strengths)
    return found
