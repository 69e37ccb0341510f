"""Third link: where the wind carries it, how far a level reaches, what it lays down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

from downrange.base.trace import Tracer
from downrange.damage.chain.member import Aloft, Down, LetGo
from downrange.damage.chain.plan import Plan
from downrange.damage.chain.winds import fall_place, wind_of_draw
from downrange.damage.drawn import Drawn
from downrange.reference import library

if TYPE_CHECKING:
    from downrange.physics.cloud import CloudRise
    from downrange.physics.puff import Grid
    from downrange.physics.puff_parameters import AirParameters, Uptake
    from downrange.physics.weather import WeatherDraw, Wind

__all__ = ["INERT", "drift", "weather_of"]

_AIR = "models/air.yaml"
_LEVEL = "aegl2_60min_ppm"

_HIGHEST_RISE_M = 8_000.0
"""No launch or explosion cloud rises higher; the model itself holds to about four kilometres."""

INERT = ("hcl", "al2o3")
"""Carried without reacting: what ground and rain take is drawn from models/tracers.yaml."""


def drift(
    plan: Plan, drawn: Drawn, released: LetGo, down: tuple[Down, ...], tracer: Tracer, grid: Grid | None
) -> tuple[Aloft, dict[str, float]]:
    """Carry the vapours of one draw; give the puffs and their quantities."""
    begin = plan.pad
    if plan.scenario.kind != "nominal-launch":
        begin = (down[0].latitude_deg, down[0].longitude_deg)
    carried = {slug: mass for slug, mass in released.to_air_kg.items() if mass > 0.0}
    if not carried:
        return Aloft(*begin), {}
    from downrange.physics.chemistry import nitric_acid_from_no2_kg, ppm_to_kg_per_m3
    from downrange.physics.puff import AirRelease, disperse, over_dosage_threshold
    from downrange.physics.puff_parameters import AirParameters

    parameters = drawn.fill(AirParameters, _AIR)
    weather = weather_of(plan, drawn)
    uptakes = {slug: _uptake(drawn, slug) for slug in carried if slug in INERT}
    cloud = _risen(plan, drawn, released, weather, parameters)
    stem = _stem_share(plan, drawn)
    risen = {slug: (1.0 - stem) * mass for slug, mass in carried.items()}
    starts = [AirRelease(risen, cloud.height_m, cloud.radius_m, 0.0, cloud.east_m, cloud.north_m)]
    if stem > 0.0:
        low = {slug: stem * mass for slug, mass in carried.items()}
        starts.append(AirRelease(low, released.cloud_radius_m, released.cloud_radius_m))
    clouds = tuple(disperse(start, weather, parameters, grid, uptakes) for start in starts)
    known = library.values("thresholds.yaml")
    levels = {
        name: known[f"{name}.{_LEVEL}"].value
        for name in clouds[0].substances
        if f"{name}.{_LEVEL}" in known  # alumina has none: its deposit alone is told
    }
    quantities = _reach([over_dosage_threshold(air, levels) for air in clouds])
    quantities["cloud_height_m"] = cloud.height_m
    for name in clouds[0].substances:
        ledgers = [air.substances[name].ledger for air in clouds]
        source = _released_as(name, carried)
        quantities[f"{source}_decayed_in_air_kg"] = sum(x.decayed_kg for x in ledgers)
        quantities[f"{source}_deposited_kg"] = sum(x.deposited_kg for x in ledgers)
        if name == "udmh":
            quantities["ndma_formed_kg"] = sum(x.ndma_formed_kg for x in ledgers)
        if name == "no2":
            quantities["hno3_formed_kg"] = nitric_acid_from_no2_kg(sum(x.decayed_kg for x in ledgers))
    notes = dict.fromkeys(note for air in clouds for note in air.notes)
    _trace(quantities, levels, carried, tracer, "; ".join(notes))
    kept = {n: ppm_to_kg_per_m3(v, n) for n, v in levels.items()}
    return Aloft(*begin, clouds, kept), quantities


def _risen(
    plan: Plan, drawn: Drawn, released: LetGo, weather: WeatherDraw, parameters: AirParameters
) -> CloudRise:
    """Let the cloud rise through the case's own column where its weather file has temperatures."""
    import numpy as np

    from downrange.physics.cloud import cloud_in_column, cloud_of_heat

    measured = plan.scenario.sounding
    if measured is None or not measured.temperature_k:
        return cloud_of_heat(released.heat_j, released.cloud_radius_m, weather, parameters)
    above = np.asarray(measured.height_m) - plan.ground_m
    kept = (above >= 0.0) & (above <= _HIGHEST_RISE_M)
    if kept.sum() < 3:
        return cloud_of_heat(released.heat_j, released.cloud_radius_m, weather, parameters)
    east, north = wind_of_draw(plan, drawn, *fall_place(plan)).at(above[kept] + plan.ground_m)
    warm = np.asarray(measured.temperature_k)[kept]
    return cloud_in_column(
        released.heat_j, released.cloud_radius_m, parameters, above[kept], warm, east, north
    )


def _uptake(drawn: Drawn, slug: str) -> Uptake:
    """Draw what ground and rain take of a substance that does not react; particles settle besides."""
    from downrange.physics.plume_tracers import stokes_m_per_s
    from downrange.physics.puff_parameters import TRACERS, Uptake

    known = library.values(TRACERS)

    def one(name: str) -> float:
        return drawn(name, known[name])

    velocity = one(f"{slug}.deposition_velocity_m_per_s")
    if slug == "al2o3":
        velocity += stokes_m_per_s(
            one("al2o3.diameter_um"), one("al2o3.density_kg_per_m3"), one("air_viscosity_pa_s")
        )
    return Uptake(velocity, one(f"{slug}.scavenging_flexpart_per_s"), one(f"{slug}.scavenging_calpuff_per_s"))


def _stem_share(plan: Plan, drawn: Drawn) -> float:
    """Share of the vapour that stays near the ground after a crash; a launch's exhaust all rises."""
    if plan.scenario.kind == "nominal-launch":
        return 0.0
    return drawn("stem_share", library.value("models/launch.yaml", "stem_share"))


def _reach(found: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Give the farthest reach of each substance over the clouds, and the farthest of all."""
    each = {name: max(reach[name] for reach in found) for name in found[0]}  # of those with a level
    quantities = {f"distance_over_aegl2_60min_m_{name}": metres for name, metres in each.items()}
    quantities["distance_over_aegl2_60min_m"] = max(each.values(), default=0.0)
    return quantities


def _released_as(name: str, carried: dict[str, float]) -> str:
    return "n2o4" if name == "no2" and "n2o4" in carried else name


def weather_of(plan: Plan, drawn: Drawn) -> WeatherDraw:
    """Draw the weather; the sun's height follows from the case's time of day where it gives one."""
    from dataclasses import replace

    from downrange.case.schema import day_range
    from downrange.physics.puff_parameters import AirParameters
    from downrange.physics.weather import solar_elevation_deg, weather_draw

    parameters = drawn.fill(AirParameters, _AIR)
    on = plan.scenario.on
    if on is not None and len(on) == 10 and "local_solar_time_h" in plan.own:
        longitude = plan.pad[1]
        utc_h = (drawn("local_solar_time_h") - longitude / 15.0) % 24.0
        day = day_range(on)[0].timetuple().tm_yday
        height = solar_elevation_deg(plan.pad[0], longitude, day, utc_h)
        parameters = replace(parameters, solar_elevation_deg=height)
    return weather_draw(parameters, _of_the_day(plan, drawn))


def _of_the_day(plan: Plan, drawn: Drawn) -> Wind | None:
    """Give the wind at 10 m of the case's weather file; what the case itself says goes before it."""
    if plan.scenario.sounding is None or "wind_speed_m_per_s" in plan.own:
        return None
    from downrange.physics.weather import from_components

    east, north = wind_of_draw(plan, drawn, *fall_place(plan)).at(plan.ground_m + 10.0)
    return from_components(float(east), float(north))


def _trace(
    quantities: dict[str, float],
    levels: dict[str, float],
    carried: dict[str, float],
    tracer: Tracer,
    validity: str,
) -> None:
    from downrange.physics.puff_parameters import AirParameters

    for name, level in levels.items():
        sourced = library.value("thresholds.yaml", f"{name}.{_LEVEL}")
        tracer.read(f"thresholds.{name}.{_LEVEL}", sourced, level)
    inputs = [
        *(f"{c}_to_air_kg" for c in carried if f"{c}_to_air_kg" in tracer.steps),
        *(f"{c}_in_pad_cloud_kg" for c in carried if f"{c}_in_pad_cloud_kg" in tracer.steps),
        *(name for name in tracer.leaves if name.startswith(tuple(f"{slug}." for slug in INERT))),
        *(f"thresholds.{name}.{_LEVEL}" for name in levels),
        *(f.name for f in fields(AirParameters)),
        *(["stem_share"] if "stem_share" in tracer.leaves else []),
    ]
    for name, value in quantities.items():
        unit = "kg" if name.endswith("_kg") else "m"
        tracer.step(
            name, value, unit, "cloud rise and Gaussian puff (docs/physics/puff.md)", inputs, validity
        )
