"""Second link: what gets out of what came down, and what the exhaust left on the way up."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace

from downrange.base.trace import Tracer
from downrange.damage.chain.member import Down, LetGo
from downrange.damage.chain.outcomes import OF_DROPPED
from downrange.damage.chain.plan import Plan
from downrange.damage.chain.raining import in_the_fall, rain
from downrange.damage.drawn import Drawn
from downrange.damage.harm import Emission
from downrange.physics.exhaust import BurntBand, ExhaustParameters, ExhaustRelease, exhaust
from downrange.physics.release import HYPERGOLIC_FUELS, ImpactParameters, ImpactRelease, impact
from downrange.physics.release_library import Soil, substance
from downrange.physics.release_stage import SpentStageParameters, SpentStageRelease, spent_stage
from downrange.reference import library

__all__ = ["drawn_soil", "let_go"]

BAND_EDGES_M = (0.0, 500.0, 1000.0, 2000.0, 5000.0, 10000.0, 15000.0, 20000.0, 30000.0, 45000.0)
"""Heights between which exhaust is counted on the way to the first staging; finer where it is breathed."""

_RELEASE = "models/release.yaml"
_CARBON_SHARE = {
    "co2": 12.011 / 44.0095, "co": 12.011 / 28.0101, "soot": 1.0,
    "kerosene": 0.857, "udmh": 2 * 12.011 / 60.1, "methane": 12.011 / 16.043,
}  # fmt: skip
"""Mass share of carbon (molar masses of IUPAC 2021; kerosene as CH2)."""

_VAPOURS = ("udmh", "n2o4")
"""What leaves tanks for the air model."""

_SOLIDS = ("hcl", "al2o3")
"""What burning solid propellant leaves for it."""


def let_go(plan: Plan, drawn: Drawn, down: Sequence[Down], soil: Soil, tracer: Tracer) -> LetGo:
    """Say what gets out in one draw, by the kind of the scenario."""
    if plan.scenario.kind == "nominal-launch":
        return _of_launch(plan, drawn, down, tracer)
    if down[0].arrives is False and plan.scenario.kind == "breakup-aloft":
        failed = rain(plan, drawn, down[0], soil, tracer)
    else:
        failed = _of_impact(plan, drawn, down[0], soil, tracer)
    return replace(failed, stages=_spent(drawn, down[1:], tracer, OF_DROPPED))


def drawn_soil(plan: Plan, drawn: Drawn, tracer: Tracer) -> Soil:
    """Draw the ground of one draw; the case's soil temperature, where given, is that of the surface."""
    known = library.values("soils.yaml")
    filled = {}
    for f in fields(Soil):
        if f.name == "surface_temperature_k" and "soil_temperature_c" in plan.own:
            filled[f.name] = drawn("soil_temperature_c") + 273.15
            tracer.step(f.name, filled[f.name], "k", "kelvin of the case's own", ["soil_temperature_c"])
        else:
            filled[f.name] = drawn(f.name, known[f"{plan.soil}.{f.name}"])
    return Soil(**filled)


def _of_impact(plan: Plan, drawn: Drawn, down: Down, soil: Soil, tracer: Tracer) -> LetGo:
    parameters = drawn.fill(ImpactParameters, _RELEASE)
    released = impact(down.load, down.speed_m_per_s, soil, parameters, down.dry_mass_kg)
    on_board = [f"{c.replace('-', '_')}_on_board_kg" for c in down.load.components_kg]
    share = ["arriving_share"] if down.aloft_kg else []
    inputs = [*on_board, *share, "impact_speed_m_per_s", *(f.name for f in fields(ImpactParameters))]
    for name, value in released.quantities().items():
        unit = "m" if name.endswith("_m") else "kg"
        tracer.step(
            name, value, unit, "impact of loaded tanks (docs/physics/release.md, section 1)", inputs,
            released.validity,
        )  # fmt: skip
    tracer.step(
        "heat_to_cloud_j", released.heat_to_cloud_j, "j", "combustion less radiation and boiling", inputs
    )
    emissions = _fire(plan, drawn, released, tracer) + in_the_fall(plan, drawn, down, tracer)
    to_air = {slug: fate.to_air_kg for slug, fate in released.fates.items() if slug in _VAPOURS}
    for one in emissions:
        if one.substance in _SOLIDS:
            to_air[one.substance] = to_air.get(one.substance, 0.0) + one.mass_kg
    radius_m = released.fireball_diameter_m / 2.0
    return LetGo(((down, released),), (), {}, emissions, to_air, released.heat_to_cloud_j, radius_m)


def _fire(plan: Plan, drawn: Drawn, released: ImpactRelease, tracer: Tracer) -> tuple[Emission, ...]:
    """Products of the fire, taken as those of the same propellant's engines near the ground."""
    burnt = {slug: fate.reacted_kg for slug, fate in released.fates.items() if fate.reacted_kg > 0.0}
    groups: dict[str, float] = {}
    for slug, mass_kg in burnt.items():
        groups[_propellant_class([slug])] = groups.get(_propellant_class([slug]), 0.0) + mass_kg
    top_m = drawn("ground_cloud_top_m", library.value("models/exhaust.yaml", "ground_cloud_top_m"))
    found: list[Emission] = []
    for group, mass_kg in groups.items():
        made = _exhausted(drawn, group, [BurntBand(0.0, top_m, mass_kg)])
        found += _emissions(made, plan.ground_m)
    _trace_emissions(found, tracer, "fire counted by the engines' emission indices at the ground", [])
    return tuple(found)


def _of_launch(plan: Plan, drawn: Drawn, down: Sequence[Down], tracer: Tracer) -> LetGo:
    stages = _spent(drawn, down, tracer)
    exponent = drawn(
        "ascent_height_exponent_number", library.value("models/launch.yaml", "ascent_height_exponent_number")
    )
    emissions: list[Emission] = []
    ground_kg: dict[str, float] = {}
    near_kg: dict[str, float] = {}
    burnt_kg: dict[str, float] = {}
    heat_j = 0.0
    top_m = drawn("ground_cloud_top_m", library.value("models/exhaust.yaml", "ground_cloud_top_m"))
    for group, bands in _burnt_on_the_way(plan, exponent).items():
        made = _exhausted(drawn, group, bands)
        emissions += _emissions(made, plan.ground_m)
        burnt_kg[group] = sum(band.burnt_kg for band in bands)
        for species, mass_kg in made.ground_cloud_kg.items():
            ground_kg[species] = ground_kg.get(species, 0.0) + mass_kg
        for species, mass_kg in made.near_pad_kg.items():
            near_kg[species] = near_kg.get(species, 0.0) + mass_kg
        heat_j += _heat_below_j(plan, group, bands, top_m)
    _trace_emissions(
        emissions, tracer, "exhaust by altitude (docs/physics/exhaust.md)",
        ["ascent_height_exponent_number", "nox_correction_factor"], _carbon_check(plan, emissions), burnt_kg,
    )  # fmt: skip
    share = drawn("nox_as_no2_share", library.value("models/launch.yaml", "nox_as_no2_share"))
    no2_kg = share * ground_kg.get("nox", 0.0)
    radius_m = drawn("pad_cloud_radius_m", library.value("models/launch.yaml", "pad_cloud_radius_m"))
    tracer.step(
        "no2_in_pad_cloud_kg", no2_kg, "kg", "NOx of the exhaust below the top of the ground cloud",
        ["nox_as_no2_share", "ground_cloud_top_m", "exhaust_nox_kg"],
    )  # fmt: skip
    to_air = {"no2": no2_kg, **_solids_in_cloud(ground_kg, near_kg, tracer)}
    return LetGo((), stages, {}, tuple(emissions), to_air, heat_j, radius_m)


def _solids_in_cloud(
    ground_kg: Mapping[str, float], near_kg: Mapping[str, float], tracer: Tracer
) -> dict[str, float]:
    """Give what of a solid's exhaust drifts with the pad's cloud: less what falls beside the pad."""
    found = {}
    for slug in _SOLIDS:
        if slug not in ground_kg:
            continue
        found[slug] = ground_kg[slug] - near_kg[slug]
        inputs = [f"exhaust_{slug}_kg", "ground_cloud_top_m", "deluge_capture_share"]
        tracer.step(
            f"{slug}_near_pad_kg", near_kg[slug], "kg", "brought down beside the pad by deluge and cloud "
            "drops (docs/physics/exhaust.md)", inputs,
        )  # fmt: skip
        tracer.step(f"{slug}_in_pad_cloud_kg", found[slug], "kg", "the rest of the ground cloud's", inputs)
    return found


def _spent(
    drawn: Drawn, down: Sequence[Down], tracer: Tracer, suffix: str = ""
) -> tuple[tuple[Down, SpentStageRelease], ...]:
    """Share out what is left in spent stages; the masses of all of them under their names and a suffix."""
    parts = [piece for piece in down if piece.load.components_kg]
    if not parts:
        return ()
    parameters = drawn.fill(SpentStageParameters, _RELEASE)
    inputs = [f.name for f in fields(SpentStageParameters)]
    inputs += [name for name in tracer.leaves if ".residuals." in name]
    stages = tuple((piece, spent_stage(piece.load, parameters)) for piece in parts)
    totals: dict[str, float] = {}
    for piece, released in stages:
        for name, value in released.quantities().items():
            totals[name] = totals.get(name, 0.0) + piece.count * value
    method = "residuals of the spent stages (docs/physics/release.md, section 3)"
    for name, value in totals.items():
        tracer.step(f"{name}{suffix}", value, "kg", method, inputs)
    return stages


def _burnt_on_the_way(plan: Plan, exponent: float) -> dict[str, list[BurntBand]]:
    """Propellant burnt by height above the pad, by class of propellant.

    To the first staging z = z1 (t / t1)^exponent; from there each later stage burns evenly between the
    heights at which it takes over and leaves.
    """
    stages = plan.vehicle.stages
    first = next(s for s in stages if s.separation is not None)
    assert first.separation is not None
    z1, t1 = first.separation.altitude_m.value, first.separation.time_s.value
    edges = (*[z for z in BAND_EDGES_M if z < z1], z1)
    times = [t1 * (z / z1) ** (1.0 / exponent) for z in edges]
    found: dict[str, list[BurntBand]] = {}
    below_m = z1
    for stage in stages:
        group = _propellant_class(stage.components)
        burn_s = stage.figure("burn_s").value
        mass_kg = stage.count * sum(stage.load_kg().values())
        bands = found.setdefault(group, [])
        if stage.name in ("booster", "stage-1"):
            share = min(t1 / burn_s, 1.0)
            for i in range(len(edges) - 1):
                part = share * (times[i + 1] - times[i]) / t1
                bands.append(BurntBand(edges[i], edges[i + 1], part * mass_kg))
            mass_kg *= 1.0 - share
        if mass_kg > 0.0:
            top_m = stage.separation.altitude_m.value if stage.separation else max(below_m, 200e3)
            bands.append(BurntBand(below_m, max(top_m, below_m), mass_kg))
            below_m = max(top_m, below_m)
    return found


def _propellant_class(components: Iterable[str]) -> str:
    names = set(components)
    if names & (HYPERGOLIC_FUELS | {"n2o4"}):
        return "hypergolic"
    if "hydrogen" in names:
        return "hydrogen"
    if "methane" in names:
        return "methane"
    return "solid" if "solid" in names else "kerosene"


def _exhausted(drawn: Drawn, group: str, bands: Sequence[BurntBand]) -> ExhaustRelease:
    known = library.values("emission_indices.yaml")
    start = f"{group}."
    indices = {
        name.removeprefix(start): drawn(name, sourced)
        for name, sourced in known.items()
        if name.startswith(start)
    }
    return exhaust(bands, indices, drawn.fill(ExhaustParameters, "models/exhaust.yaml"))


def _emissions(made: ExhaustRelease, ground_m: float) -> list[Emission]:
    return [
        Emission(species, mass_kg, band.bottom_m + ground_m, band.top_m + ground_m)
        for band in made.bands
        for species, mass_kg in band.emitted_kg.items()
    ]


def _trace_emissions(
    emissions: Sequence[Emission],
    tracer: Tracer,
    method: str,
    inputs: Sequence[str],
    validity: str = "",
    burnt_kg: Mapping[str, float] | None = None,
) -> None:
    totals: dict[str, float] = {}
    for one in emissions:
        totals[one.substance] = totals.get(one.substance, 0.0) + one.mass_kg
    indices: Mapping[str, list[str]] = {
        species: [n for n in tracer.leaves if n.endswith(f".{species.replace('-', '_')}_g_per_kg")]
        for species in totals
    }
    for species, mass_kg in totals.items():
        name = f"exhaust_{species.replace('-', '_')}_kg"
        told = method + _index_check(species, mass_kg, burnt_kg or {}, tracer)
        tracer.step(name, mass_kg, "kg", told, [*indices[species], *inputs], validity)


def _index_check(species: str, mass_kg: float, burnt_kg: Mapping[str, float], tracer: Tracer) -> str:
    """Hold a total against the published indices at the nozzle: what is apart is the air's doing."""
    whole_kg = sum(burnt_kg.values())
    if whole_kg <= 0.0:
        return ""
    nozzle_g = 0.0
    for group, kg in burnt_kg.items():
        leaf = tracer.leaves.get(f"{group}.{species.replace('-', '_')}_g_per_kg")
        nozzle_g += kg * float(leaf.value) if leaf is not None else 0.0
    return (
        f"; {1e3 * mass_kg / whole_kg:.4g} g per kg burnt, where the published indices at the nozzle "
        f"give {nozzle_g / whole_kg:.4g}"
    )


def _carbon_check(plan: Plan, emissions: Sequence[Emission]) -> str:
    """Say so where the published indices hold more carbon than the fuel: they are not corrected, but told."""
    emitted = sum(_CARBON_SHARE.get(one.substance, 0.0) * one.mass_kg for one in emissions)
    burnt = sum(
        _CARBON_SHARE.get(component, 0.0) * stage.count * mass_kg
        for stage in plan.vehicle.stages
        for component, mass_kg in stage.load_kg().items()
    )
    if burnt <= 0.0 or emitted <= 1.02 * burnt:
        return ""
    return f"the published emission indices hold {emitted / burnt:.2f} times the carbon of the fuel burnt"


def _heat_below_j(plan: Plan, group: str, bands: Sequence[BurntBand], top_m: float) -> float:
    """Heat of what burns below the top of the ground cloud, J."""
    stage = next(s for s in plan.vehicle.stages if _propellant_class(s.components) == group)
    load = stage.load_kg()
    fuel = [slug for slug in load if slug in {*HYPERGOLIC_FUELS, "kerosene", "methane", "hydrogen"}]
    if not fuel:
        return 0.0
    whole_kg = sum(load[c] for c in stage.components)
    per_kg_j = load[fuel[0]] / whole_kg * substance(fuel[0]).heat_of_combustion_j_per_kg
    below = sum(
        b.burnt_kg * min(max((top_m - b.bottom_m) / max(b.top_m - b.bottom_m, 1e-9), 0.0), 1.0) for b in bands
    )
    return below * per_kg_j
