"""Fourth link: what stays in the ground, by splash and by deposit, kept apart."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import fields

from downrange.base.trace import Tracer
from downrange.damage.chain.member import Aloft, Down, LetGo
from downrange.damage.chain.outcomes import OF_DROPPED
from downrange.damage.chain.plan import Plan
from downrange.damage.chain.products import after_treatment, products
from downrange.damage.chain.raining import had_it_opened, lay_down
from downrange.damage.drawn import Drawn
from downrange.physics.release import ImpactRelease
from downrange.physics.release_library import Soil, substance
from downrange.physics.release_stage import SpentStageRelease
from downrange.physics.soil import SoilParameters, SoilPatch, splash, spot, spot_radius_m
from downrange.reference import library

__all__ = ["deposit_level_kg_per_m2", "soak"]

_FOLLOWED = {"udmh": "udmh.soil_limit_mg_per_kg", "kerosene": "kerosene.soil_tph_level_mg_per_kg"}
_SECOND = {"udmh": "udmh.soil_limit_at_0_3_mg_per_kg"}
_FILE = "models/soil.yaml"


def soak(
    plan: Plan, drawn: Drawn, released: LetGo, aloft: Aloft, soil: Soil, tracer: Tracer
) -> dict[str, float]:
    """Follow UDMH and kerosene into the ground in one draw; give the quantities by name."""
    parameters = drawn.fill(SoilParameters, _FILE)
    quantities: dict[str, float] = {}
    for down, impact in released.impacts:
        quantities |= _at_impact(plan, drawn, down, impact, soil, parameters, tracer)
        if down.arrives is not None and plan.scenario.kind == "impact":
            limits = {slug: _limit(drawn, slug) for slug in _FOLLOWED if slug in impact.fates}
            quantities |= had_it_opened(plan, drawn, down, soil, parameters, limits, tracer)
    if released.stages:
        suffix = "" if plan.scenario.kind == "nominal-launch" else OF_DROPPED
        quantities |= _at_stages(drawn, released.stages, soil, parameters, tracer, suffix)
    for slug, fallen in released.rained.items():
        if slug in _FOLLOWED:
            rained = lay_down(slug, fallen, soil, parameters, _limit(drawn, slug))
            quantities |= rained
            _trace(rained, _inputs(slug), tracer)
    quantities |= _laid_down(plan, drawn, aloft, soil, parameters, tracer)
    return quantities


def _limit(drawn: Drawn, slug: str) -> tuple[float, float | None]:
    path = _FOLLOWED[slug]
    first = drawn(path.replace(".", "_"), library.value("thresholds.yaml", path))
    second = library.value("thresholds.yaml", _SECOND[slug]).value if slug in _SECOND else None
    return first, second


def _inputs(slug: str, suffix: str = "") -> list[str]:
    own = [_FOLLOWED[slug].replace(".", "_"), f"{slug}_to_soil_kg{suffix}"]
    return [*own, *(f.name for f in fields(SoilParameters)), *(f.name for f in fields(Soil))]


def _at_impact(
    plan: Plan,
    drawn: Drawn,
    down: Down,
    impact: ImpactRelease,
    soil: Soil,
    parameters: SoilParameters,
    tracer: Tracer,
) -> dict[str, float]:
    found: dict[str, float] = {}
    for slug in _FOLLOWED:
        if slug not in impact.fates:
            continue
        first, second = _limit(drawn, slug)
        samples = drawn("samples_number") if "samples_number" in plan.own else 25.0
        day_d = drawn("sampling_day_d") if "sampling_day_d" in plan.own else 1.0

        def on_ground(
            limit: float, second: float | None, day_d: float, slug: str = slug, samples: float = samples
        ) -> SoilPatch:
            return splash(
                substance(slug), impact.contact_kg[slug], impact.thrown_kg[slug], impact.contact_radius_m,
                impact.liquid_volume_m3, impact.crater_diameter_m, soil, parameters, limit, second, day_d,
                samples, down.speed_m_per_s,
            )  # fmt: skip

        patch = on_ground(first, second, day_d)
        found |= patch.quantities(with_second_limit=second is not None)
        inputs = [*_inputs(slug), *(n for n in ("sampling_day_d", "samples_number") if n in plan.own)]
        _trace(patch.quantities(second is not None), inputs, tracer)
        if slug == "udmh":
            found |= after_treatment(plan, drawn, impact, (first, second), parameters, on_ground, tracer)
    return found | products(plan, drawn, impact, down.speed_m_per_s, soil, parameters, tracer)


def _at_stages(
    drawn: Drawn,
    stages: Sequence[tuple[Down, SpentStageRelease]],
    soil: Soil,
    parameters: SoilParameters,
    tracer: Tracer,
    suffix: str,
) -> dict[str, float]:
    """Spots under the pieces of the spent stages: of one piece and of the widest, and the areas added up."""
    found: dict[str, float] = {}
    radii: list[float] = []
    for slug in _FOLLOWED:
        patches = [
            (down.count * alike, _spot(slug, mass_kg, release, drawn, soil, parameters))
            for down, release in stages
            for mass_kg, alike in _by_size(release, slug).items()
        ]
        if not patches:
            continue
        wettest = max((patch for _, patch in patches), key=lambda patch: patch.area_over_limit_m2)
        quantities = wettest.quantities()
        area_name = next(name for name in quantities if name.endswith("area_over_limit_m2"))
        quantities[area_name] = math.fsum(count * patch.area_over_limit_m2 for count, patch in patches)
        quantities = {f"{name}{suffix}": value for name, value in quantities.items()}
        found |= quantities
        radii += [spot_radius_m(patch) for count, patch in patches for _ in range(count)]
        _trace(quantities, _inputs(slug, suffix), tracer)
    if found:
        areas = [name for name in found if name.endswith(f"_m2{suffix}")]
        chosen = radii[int(drawn.probability("spot_piece") * len(radii))]  # any of the pieces, alike
        spots = {
            f"spot_radius_over_limit_m{suffix}": chosen,
            f"spot_radius_of_largest_m{suffix}": max(radii),
        }
        _trace(spots, areas, tracer)
        found |= spots
    return found


def _by_size(release: SpentStageRelease, slug: str) -> Counter[float]:
    """Count the pieces of each size: alike ones are computed once."""
    return Counter(mass_kg for mass_kg in release.fragments_kg.get(slug, ()) if mass_kg > 0.0)


def _spot(
    slug: str,
    mass_kg: float,
    release: SpentStageRelease,
    drawn: Drawn,
    soil: Soil,
    parameters: SoilParameters,
) -> SoilPatch:
    first, _ = _limit(drawn, slug)
    return spot(
        substance(slug), mass_kg, release.thrown_share, release.contact_length_factor, soil, parameters, first
    )


def _laid_down(
    plan: Plan, drawn: Drawn, aloft: Aloft, soil: Soil, parameters: SoilParameters, tracer: Tracer
) -> dict[str, float]:
    """Area where the deposit of the clouds exceeds the limit on the sampling day.

    A film on the surface evaporates within hours (docs/physics/soil.md); what has bound itself to the soil is
    left, less its fast decay.
    """
    fields_of_udmh = [air.substances["udmh"] for air in aloft.clouds if "udmh" in air.substances]
    if not fields_of_udmh:
        return {}
    from downrange.physics.puff import area_over_deposit_m2

    first, second = _limit(drawn, "udmh")
    day_d = drawn("sampling_day_d") if "sampling_day_d" in plan.own else 1.0
    name = "soil_deposit_area_over_limit_m2"
    found = {}
    for key, limit in ((name, first), (f"{name}_at_0_3", second)):
        if limit is not None:
            level = deposit_level_kg_per_m2(
                limit, day_d, soil.bulk_density_kg_per_m3, parameters.deposit_mixing_depth_m,
                parameters.bound_share, parameters.fast_half_life_d,
            )  # fmt: skip
            found[key] = sum(area_over_deposit_m2(one, level) for one in fields_of_udmh)
    inputs = [
        "udmh_deposited_kg", "bulk_density_kg_per_m3", "deposit_mixing_depth_m", "udmh_soil_limit_mg_per_kg",
        "bound_share", "fast_half_life_d",
    ]  # fmt: skip
    for key, value in found.items():
        tracer.step(
            key, value, "m2", "bound part of the puffs' deposit over the limit (docs/physics/soil.md)", inputs
        )
    return found


def deposit_level_kg_per_m2(
    limit_mg_per_kg: float,
    day_d: float,
    bulk_density_kg_per_m3: float,
    mixing_depth_m: float,
    bound_share: float,
    fast_half_life_d: float,
) -> float:
    """Give the deposit whose bound part still stands at the soil's limit on the sampling day.

    >>> deposit_level_kg_per_m2(0.1, 0.0, 1500.0, 0.05, 0.075, 7.0)  # 0.1 mg/kg in 75 kg/m2, 7.5 % bound
    0.0001
    """
    kept = bound_share * math.pow(0.5, day_d / fast_half_life_d)
    layer_kg_per_m2 = bulk_density_kg_per_m3 * mixing_depth_m / kept
    return limit_mg_per_kg * 1e-6 * layer_kg_per_m2


def _trace(quantities: dict[str, float], inputs: Sequence[str], tracer: Tracer) -> None:
    for name, value in quantities.items():
        unit = "mg_per_kg" if "mg_per_kg" in name else "m2" if "_m2" in name else "m"
        tracer.step(name, value, unit, "liquid in the ground (docs/physics/soil.md)", inputs)
