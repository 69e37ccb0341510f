"""First link: what comes down where, with what in its tanks."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from downrange.base.spread import REPLICATE
from downrange.base.trace import Tracer
from downrange.damage.chain.member import Down
from downrange.damage.chain.plan import Plan
from downrange.damage.drawn import Drawn
from downrange.errors import SourceError
from downrange.physics.release import Load
from downrange.reference import library

if TYPE_CHECKING:
    from downrange.physics.atmosphere import WindProfile
    from downrange.physics.fall import Impacts
    from downrange.reference.vehicles import Stage

__all__ = ["come_down", "launch_azimuth"]

INCLINATION = "inclination_deg"
_STATE = ("altitude_m", "speed_m_per_s", "flight_path_angle_deg", "downrange_m")


def come_down(plan: Plan, drawn: Drawn, seed: int, draw: int, tracer: Tracer) -> tuple[Down, ...]:
    """Say what comes down in one draw, by the kind of the scenario."""
    if plan.scenario.kind == "nominal-launch":
        return _spent_parts(plan, drawn, seed, draw, tracer)
    return (_whole_vehicle(plan, drawn, tracer),)


def _whole_vehicle(plan: Plan, drawn: Drawn, tracer: Tracer) -> Down:
    """The vehicle itself, near its pad: position and speed are inputs, the load is what was not yet burnt."""
    from downrange.physics.earth import destination

    distance_m = drawn("impact_distance_m")
    azimuth_deg = drawn("impact_azimuth_deg")
    speed = drawn("impact_speed_m_per_s")
    latitude, longitude = destination(*plan.pad, azimuth_deg, distance_m)
    load = _load_left(plan, drawn, tracer)
    dry_kg = sum(stage.count * stage.figure("dry_mass_kg").value for stage in plan.vehicle.stages)
    tracer.step(
        "impact_range_from_pad_km", distance_m / 1000.0, "km", "distance given by the case",
        ["impact_distance_m"],
    )  # fmt: skip
    return Down(
        plan.vehicle.slug, float(latitude), float(longitude), distance_m / 1000.0, speed, load, dry_kg
    )


def _load_left(plan: Plan, drawn: Drawn, tracer: Tracer) -> Load:
    """Give what is on board at impact: the case's own masses, else full tanks less what has burnt."""
    given = {
        name.removesuffix("_on_board_kg").replace("_", "-"): drawn(name)
        for name in plan.own
        if name.endswith("_on_board_kg")
    }
    if given:
        return Load(given)
    flight_s = drawn("flight_time_s")
    left: dict[str, float] = {}
    for stage in plan.vehicle.stages:
        burning = stage.name in ("booster", "stage-1")
        burn_s = stage.figure("burn_s").value
        kept = max(1.0 - flight_s / burn_s, 0.0) if burning else 1.0
        for component, mass_kg in stage.load_kg(drawn.probability(f"{stage.path}.load")).items():
            left[component] = left.get(component, 0.0) + kept * stage.count * mass_kg
    for component, mass_kg in left.items():
        name = f"{component.replace('-', '_')}_on_board_kg"
        tracer.leaf(
            f"vehicles.{plan.vehicle.slug}.{component}", mass_kg, "kg", "published",
            _load_source(plan.vehicle.stages[0]), "loads of all stages, by stage and component",
        )  # fmt: skip
        tracer.step(
            name, mass_kg, "kg", "full tanks less what the stages burning from lift-off have used",
            ["flight_time_s", f"vehicles.{plan.vehicle.slug}.{component}"],
        )  # fmt: skip
    return Load(left)


def _load_source(stage: Stage) -> str:
    return stage.figure("propellant_kg").source


def launch_azimuth(plan: Plan, drawn: Drawn) -> float:
    """Give the heading of the ground track at the pad, degrees, from the inclination of the orbit."""
    from downrange.physics.earth import launch_azimuth_deg

    if INCLINATION not in plan.own:
        raise SourceError(f"{plan.case.case}: a launch needs the inclination of its orbit", [INCLINATION])
    drawn(INCLINATION)  # on record; the heading is that of the central value, so that falls are shared
    return float(launch_azimuth_deg(plan.pad[0], plan.own[INCLINATION].value))


def _spent_parts(plan: Plan, drawn: Drawn, seed: int, draw: int, tracer: Tracer) -> tuple[Down, ...]:
    from downrange.physics.ascent_drops import parts_dropped
    from downrange.physics.earth import distance_azimuth
    from downrange.reference.drag import cylinder_curves

    azimuth_deg = launch_azimuth(plan, drawn)
    block = (draw // REPLICATE + 1) * REPLICATE
    found = []
    for part in parts_dropped(plan.vehicle, cylinder_curves()):
        impacts = _falls(plan.vehicle.slug, part.name, plan.pad, azimuth_deg, plan.ground_m, seed, block)
        latitude, longitude = float(impacts.latitude_deg[draw]), float(impacts.longitude_deg[draw])
        distance_m, _ = distance_azimuth(*plan.pad, latitude, longitude)
        down = Down(
            part.name, latitude, longitude, float(distance_m) / 1000.0, float(impacts.speed_m_per_s[draw]),
            Load(dict(part.residual_kg)), part.mass_kg, part.count,
        )  # fmt: skip
        found.append(down)
        state = [f"{part.path}.separation.{name}" for name in _STATE]
        if part.separation is not None:
            for path, name in zip(state, _STATE, strict=True):  # the same streams that the falls draw from
                drawn(path, getattr(part.separation, name))
        tracer.step(
            f"{part.name}_range_from_pad_km", down.range_from_pad_km, "km",
            "fall with drag over the rotating Earth from the state at separation (docs/physics/fall.md)",
            [*state, INCLINATION],
        )  # fmt: skip
    return tuple(found)


@lru_cache(maxsize=64)
def _falls(
    slug: str,
    part_name: str,
    pad: tuple[float, float],
    azimuth_deg: float,
    ground_m: float,
    seed: int,
    samples: int,
) -> Impacts:
    """All falls of one part up to the end of a block of draws; draw k is the same in every block."""
    from downrange.physics.ascent_drops import drop_many, parts_dropped
    from downrange.reference.drag import cylinder_curves
    from downrange.reference.vehicles import vehicle

    curves = cylinder_curves()
    part = next(p for p in parts_dropped(vehicle(slug), curves) if p.name == part_name)
    spreads = library.values("dispersion.yaml")
    return drop_many(
        part,
        pad[0],
        pad[1],
        azimuth_deg,
        samples=samples,
        seed=seed,
        scale_factor=curves.scale_factor,
        azimuth_spread_deg=spreads["azimuth_spread_deg"].value,
        wind_spread_m_per_s=spreads["wind_spread_m_per_s"].value,
        wind=_mean_wind(),
        ground_m=ground_m,
    )


@lru_cache(maxsize=1)
def _mean_wind() -> WindProfile:
    """Wind of the year's mean over Baikonur: a launch without a date has no better."""
    from downrange.physics.atmosphere import WindProfile
    from downrange.physics.weather import climate

    place = climate()
    east, north = place.east_m_per_s.mean(axis=0), place.north_m_per_s.mean(axis=0)
    return WindProfile(tuple(place.heights_m), tuple(east), tuple(north), source="climate/baikonur.yaml")
