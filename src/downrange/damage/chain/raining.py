"""Second and fourth link where tanks opened aloft: drops that fall and evaporate, and what they lay down.

Vapour stays along the fall of the drops, kilometres up: it is in the ledger and in the emissions by height,
and no part of the cloud near the ground (docs/decisions/0037).
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from downrange.base.trace import Tracer
from downrange.damage.chain.falling import HIGHEST
from downrange.damage.chain.member import Down, LetGo
from downrange.damage.chain.outcomes import GIVEN_BREAK_UP
from downrange.damage.chain.plan import Plan
from downrange.damage.chain.winds import FALL_WIND, fall_place, wind_of_draw
from downrange.damage.drawn import Drawn
from downrange.damage.harm import Emission
from downrange.physics.release import Load
from downrange.physics.release_library import Soil, Substance, substance
from downrange.reference import library

if TYPE_CHECKING:
    from downrange.physics.droplets import BreakupRelease
    from downrange.physics.soil import SoilParameters

__all__ = ["had_it_opened", "in_the_fall", "lay_down", "rain"]

_FILE = "models/release.yaml"
_METHOD = "drops from tanks that opened aloft (docs/physics/release.md, section 2)"
_TOP_M = 40_000.0
_SPEED = "wind_m_per_s"


def rain(plan: Plan, drawn: Drawn, down: Down, soil: Soil, tracer: Tracer) -> LetGo:
    """Let the load of tanks that opened aloft fall as drops: each kilogram ends in the air or the soil."""
    assert down.opened_m is not None, "tanks that did not open do not rain"
    fallen: dict[str, BreakupRelease] = {}
    emissions: list[Emission] = []
    for slug, mass_kg in down.load.components_kg.items():
        liquid = substance(slug)
        to_soil_kg, bottom_m = 0.0, plan.ground_m
        if liquid.antoine_b_k > 0.0:  # a cryogen boils where it is let go
            fallen[slug] = _drops(plan, drawn, liquid, mass_kg, down.opened_m, soil)
            to_soil_kg, bottom_m = fallen[slug].to_soil_kg, fallen[slug].gone_height_m
        name = slug.replace("-", "_")
        inputs = [f"{name}_on_board_kg", HIGHEST, "tank_strength_pa", *_drawn_for_drops(plan)]
        validity = fallen[slug].validity if slug in fallen else ""
        masses = {"reacted": 0.0, "residue_in_tanks": 0.0, "to_soil": to_soil_kg}
        masses |= {"to_air": mass_kg - to_soil_kg, "to_air_aloft": mass_kg - to_soil_kg}
        for place, value in masses.items():
            tracer.step(f"{name}_{place}_kg", value, "kg", _METHOD, inputs, validity)
        if to_soil_kg > 0.0 and down.opened_at is not None:
            distance_km = _landed_km(plan, down.opened_at, fallen[slug])
            tracer.step(f"{name}_drops_range_from_pad_km", distance_km, "km", _METHOD, inputs)
        emissions += _emitted(liquid, mass_kg - to_soil_kg, min(bottom_m, down.opened_m), down.opened_m)
    return LetGo(rained=fallen, emissions=tuple(emissions))


def in_the_fall(plan: Plan, drawn: Drawn, down: Down, tracer: Tracer) -> tuple[Emission, ...]:
    """Count what left broken lines and tanks on the way down of a load that struck the ground."""
    top_m = drawn("failure_altitude_m") if "failure_altitude_m" in plan.own else plan.ground_m
    found: list[Emission] = []
    for slug, mass_kg in down.aloft_kg.items():
        name = slug.replace("-", "_")
        inputs = [f"{name}_on_board_kg", "arriving_share"]
        tracer.step(f"{name}_to_air_aloft_kg", mass_kg, "kg", "what did not arrive with the load", inputs)
        near = tracer.steps[f"{name}_to_air_kg"]
        tracer.step(
            near.name, float(near.output) + mass_kg, "kg", f"{near.method}, and what left it in the fall",
            [*near.inputs, f"{name}_to_air_aloft_kg"], near.validity,
        )  # fmt: skip
        found += _emitted(substance(slug), mass_kg, plan.ground_m, max(top_m, plan.ground_m))
    return tuple(found)


def had_it_opened(
    plan: Plan,
    drawn: Drawn,
    down: Down,
    soil: Soil,
    parameters: SoilParameters,
    limits_mg_per_kg: Mapping[str, tuple[float, float | None]],
    tracer: Tracer,
) -> dict[str, float]:
    """Give the rival of a load that arrived: where it would be had its tanks opened where the flight ended.

    Parameters
    ----------
    limits_mg_per_kg : mapping
        By component that is followed in the ground: its limits.
    """
    whole = {slug: kg + down.aloft_kg.get(slug, 0.0) for slug, kg in down.load.components_kg.items()}
    rival, apart = replace(down, load=Load(whole), opened_m=drawn("failure_altitude_m")), Tracer()
    rained = rain(plan, drawn, rival, soil, apart).rained
    found = {
        name: float(step.output) for name, step in apart.steps.items() if name.endswith(("air_kg", "soil_kg"))
    }
    for slug, fallen in rained.items():
        if slug in limits_mg_per_kg:
            found |= lay_down(slug, fallen, soil, parameters, limits_mg_per_kg[slug])
    for name, value in found.items():
        steps = [*_drawn_for_drops(plan), "failure_altitude_m"]
        tracer.step(f"{name}{GIVEN_BREAK_UP}", value, _unit(name), f"the rival outcome: {_METHOD}", steps)
    return {f"{name}{GIVEN_BREAK_UP}": value for name, value in found.items()}


def lay_down(
    slug: str,
    fallen: BreakupRelease,
    soil: Soil,
    parameters: SoilParameters,
    limits_mg_per_kg: tuple[float, float | None],
) -> dict[str, float]:
    """Give the quantities of what drops laid on the ground, evenly over their footprint.

    Parameters
    ----------
    limits_mg_per_kg : pair of float
        The limit, and the second one where there is one.
    """
    from downrange.physics.soil import deposit_concentration

    found_mg_per_kg = float(
        deposit_concentration(
            fallen.deposit_kg_per_m2, soil.bulk_density_kg_per_m3, parameters.deposit_mixing_depth_m
        )
    )
    first, second = limits_mg_per_kg
    lead = "" if slug == "udmh" else f"{slug}_"
    area = f"{lead}soil_deposit_area_over_limit_m2"
    found = {
        f"{slug}_soil_peak_mg_per_kg": found_mg_per_kg,
        f"{slug}_soil_sampled_max_mg_per_kg": found_mg_per_kg,  # even: every sample finds the same
        area: fallen.footprint_m2 if found_mg_per_kg > first else 0.0,
    }
    if second is not None:
        found[f"{area}_at_0_3"] = fallen.footprint_m2 if found_mg_per_kg > second else 0.0
    return found


def _drops(
    plan: Plan, drawn: Drawn, liquid: Substance, mass_kg: float, opened_m: float, soil: Soil
) -> BreakupRelease:
    import numpy as np

    from downrange.physics.droplets import BreakupParameters, breakup_aloft

    heights, temperatures, pressures = _profile()
    at_ground_k = soil.surface_temperature_k  # shifts the standard air below the tropopause
    shift = (at_ground_k - 288.15) * np.clip(1.0 - heights / 11_000.0, 0.0, 1.0)
    if _SPEED in plan.own:  # the case's own speed, along a direction that it does not say
        winds = np.full_like(heights, drawn(_SPEED))
    else:
        winds = np.stack(wind_of_draw(plan, drawn, *fall_place(plan)).at(heights))
    return breakup_aloft(
        liquid, mass_kg, opened_m, plan.ground_m, heights, temperatures + shift, pressures, winds,
        drawn.fill(BreakupParameters, _FILE),
    )  # fmt: skip


def _landed_km(plan: Plan, opened_at: tuple[float, float], fallen: BreakupRelease) -> float:
    """Distance from the pad to the middle of what lands: under the opening, then along the drift."""
    from downrange.physics.earth import destination, distance_azimuth

    bearing_deg = math.degrees(math.atan2(fallen.drift_east_m, fallen.drift_north_m)) % 360.0
    there = destination(*opened_at, bearing_deg, math.hypot(fallen.drift_east_m, fallen.drift_north_m))
    return float(distance_azimuth(*plan.pad, float(there[0]), float(there[1]))[0]) / 1000.0


def _drawn_for_drops(plan: Plan) -> list[str]:
    from dataclasses import fields

    from downrange.physics.droplets import BreakupParameters

    known = library.values(_FILE)
    names = [f.name for f in fields(BreakupParameters) if f.name in known]
    return [*names, *([_SPEED] if _SPEED in plan.own else FALL_WIND)]


def _unit(name: str) -> str:
    return "kg" if name.endswith("_kg") and "_mg_" not in name else "m2" if "_m2" in name else "mg_per_kg"


def _emitted(liquid: Substance, mass_kg: float, bottom_m: float, top_m: float) -> list[Emission]:
    """One band of vapour; a cryogen's oxygen or nitrogen harms nobody up there."""
    return [] if liquid.cryogenic or mass_kg <= 0.0 else [Emission(liquid.slug, mass_kg, bottom_m, top_m)]


@lru_cache(maxsize=1)
def _profile() -> tuple[Any, Any, Any]:
    """Standard atmosphere: heights, temperatures, pressures; drops start at its top at the highest."""
    import numpy as np

    from downrange.physics.atmosphere import standard

    heights = np.linspace(0.0, _TOP_M, 81)
    air = standard(heights)
    return heights, np.asarray(air.temperature_k), np.asarray(air.pressure_pa)
