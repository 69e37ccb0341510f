"""What lies in the ground turns into, and what a treatment on record has taken of it.

Nitrate of the oxidiser and NDMA of UDMH follow from every impact; a treatment only where the case has one on
record: the day and the mass of hydrogen peroxide (docs/physics/soil.md, sections 7 and 9).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from downrange.base.trace import Tracer
from downrange.damage.chain.plan import Plan
from downrange.damage.drawn import Drawn
from downrange.physics.release import ImpactRelease
from downrange.physics.release_library import Soil
from downrange.physics.soil import SoilParameters, SoilPatch
from downrange.physics.soil_products import (
    ProductParameters,
    Treatment,
    ndma_over_udmh_ratio,
    nitrate,
    treated,
)
from downrange.reference import library

__all__ = ["CHECKED", "PEROXIDE", "TREATED", "after_treatment", "products"]

TREATED, PEROXIDE, CHECKED = "treatment_day_d", "treatment_peroxide_kg", "treatment_checked_day_d"
"""What a case may give of a treatment: its day, the peroxide used, the day its result is asked of."""

_FILE = "models/soil_products.yaml"
_LEVEL = "nitrate.soil_level_mg_per_kg"
_UPPER = "what evaporates from the ground is not taken off: an upper bound"


def products(
    plan: Plan,
    drawn: Drawn,
    impact: ImpactRelease,
    speed_m_per_s: float,
    soil: Soil,
    parameters: SoilParameters,
    tracer: Tracer,
) -> dict[str, float]:
    """Give nitrate by depth and area, and the NDMA in the ground, on the case's sampling day (else day 1)."""
    day_d = drawn("sampling_day_d") if "sampling_day_d" in plan.own else 1.0
    found: dict[str, float] = {}
    if "n2o4" in impact.fates:
        level = drawn(_LEVEL.replace(".", "_"), library.value("thresholds.yaml", _LEVEL))
        patch = nitrate(
            impact.contact_kg["n2o4"], impact.thrown_kg["n2o4"], impact.contact_radius_m,
            impact.liquid_volume_m3, impact.crater_diameter_m, soil, parameters, level, day_d,
            drawn("samples_number") if "samples_number" in plan.own else 25.0, speed_m_per_s,
        )  # fmt: skip
        found |= patch.quantities()
        for name, value in found.items():
            unit = "m2" if name.endswith("_m2") else "mg_per_kg"
            inputs = ["n2o4_to_soil_kg", _LEVEL.replace(".", "_"), "bulk_density_kg_per_m3"]
            tracer.step(
                name, value, unit, "nitrate of the oxidiser (docs/physics/soil.md, section 7)", inputs
            )
    if "udmh" in impact.fates:
        p = drawn.fill(ProductParameters, _FILE)
        ratio = ndma_over_udmh_ratio(day_d, parameters.fast_half_life_d, p)
        found["ndma_in_soil_kg"] = ratio * (impact.contact_kg["udmh"] + impact.thrown_kg["udmh"])
        tracer.step(
            "ndma_in_soil_kg", found["ndma_in_soil_kg"], "kg", "made of UDMH as it reacts, lost in its turn "
            "(docs/physics/soil.md, section 7)",
            ["udmh_to_soil_kg", "soil_ndma_yield_fraction", "ndma_half_life_d", "fast_half_life_d"], _UPPER,
        )  # fmt: skip
    return found


def after_treatment(
    plan: Plan,
    drawn: Drawn,
    impact: ImpactRelease,
    limits_mg_per_kg: tuple[float, float | None],
    parameters: SoilParameters,
    on_ground: Callable[[float, float | None, float], SoilPatch],
    tracer: Tracer,
) -> dict[str, float]:
    """Give what a recorded treatment took, and the areas over both limits after it; nothing without one.

    Parameters
    ----------
    limits_mg_per_kg : pair of float
        The limit and the second one.
    on_ground : callable
        The splash of this draw under other limits, on another day.
    """
    if TREATED not in plan.own or PEROXIDE not in plan.own or "udmh" not in impact.fates:
        return {}
    day_d = drawn(TREATED)
    checked_d = drawn(CHECKED) if CHECKED in plan.own else day_d + 1.0
    p = drawn.fill(ProductParameters, _FILE)
    laid_kg = impact.contact_kg["udmh"] + impact.thrown_kg["udmh"]
    done = treated(laid_kg, [Treatment(day_d, drawn(PEROXIDE))], checked_d, parameters.fast_half_life_d, p)
    first, second = limits_mg_per_kg
    # the area over a limit of treated ground is that of untreated ground over the limit by what was left
    share = max(done.left_share, 1e-9)
    patch = on_ground(first / share, None if second is None else second / share, checked_d)
    found = {
        "udmh_taken_by_treatment_kg": done.taken_kg,
        "ndma_made_by_treatment_kg": done.ndma_made_kg,
        "soil_splash_area_after_treatment_m2": patch.area_over_limit_m2,
    }
    if second is not None:
        found["soil_splash_area_after_treatment_m2_at_0_3"] = patch.area_over_second_limit_m2
    _trace(found, [n for n in (TREATED, PEROXIDE, CHECKED) if n in plan.own], tracer)
    return found


def _trace(found: dict[str, float], given: Sequence[str], tracer: Tracer) -> None:
    inputs = [
        "udmh_to_soil_kg", "udmh_soil_limit_mg_per_kg", *given, "fast_half_life_d",
        "treatment_reach_share", "treatment_use_share", "treatment_moles_ratio",
    ]  # fmt: skip
    for name, value in found.items():
        unit = "m2" if "_m2" in name else "kg"
        more = ["treatment_ndma_yield_fraction"] if name.startswith("ndma") else []
        method = "no more than its oxidant can take (docs/decisions/0163)"
        tracer.step(name, value, unit, method, [*inputs, *more])
