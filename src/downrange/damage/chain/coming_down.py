"""First link: what comes down where, with what in its tanks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING

from downrange.base.spread import REPLICATE
from downrange.base.trace import Tracer
from downrange.damage.chain.falling import HIGHEST, fall_from_failure
from downrange.damage.chain.flown import comes_down, vehicle_flown
from downrange.damage.chain.member import Down
from downrange.damage.chain.plan import AZIMUTH, INCLINATION, Plan
from downrange.damage.chain.winds import FALL_WIND, fall_place, wind_of_draw, wind_over
from downrange.damage.drawn import Drawn
from downrange.physics.release import Load
from downrange.physics.release_arrival import ArrivalParameters
from downrange.physics.release_arrival import arrives as survives
from downrange.reference import library

if TYPE_CHECKING:
    from downrange.physics.ascent_drops import Part
    from downrange.physics.fall import Impacts
    from downrange.physics.fall_wind import UncertainWind
    from downrange.reference.vehicles import Stage

__all__ = ["come_down", "launch_azimuth"]

RELEASE = "models/release.yaml"
ARRIVING = "arriving_share"
"""What a case may give: of what was on board at the cut-off, the share that strikes the ground."""
RANGE = "impact_range_from_pad_km"
_PLACE = ("impact_latitude_deg", "impact_longitude_deg")
_DRAG = "drag.scale_factor"
_STATE = ("altitude_m", "speed_m_per_s", "flight_path_angle_deg", "downrange_m")


def come_down(plan: Plan, drawn: Drawn, tracer: Tracer) -> tuple[Down, ...]:
    """Say what comes down in one draw, by the kind of the scenario."""
    if plan.scenario.kind == "nominal-launch":
        return _spent_parts(plan, drawn, tracer)
    aloft = plan.scenario.kind == "breakup-aloft"
    failed = _from_aloft(plan, drawn, tracer) if aloft else _whole_vehicle(plan, drawn, tracer)
    if not plan.scenario.dropped:
        return (failed,)
    return (failed, *_spent_parts(plan, drawn, tracer, plan.scenario.dropped))


def _whole_vehicle(plan: Plan, drawn: Drawn, tracer: Tracer) -> Down:
    """What struck the ground loaded: position and speed are inputs, the load is what was not yet burnt."""
    latitude, longitude, distance_m = _struck_at(plan, drawn)
    speed = drawn("impact_speed_m_per_s")
    load, aloft_kg = _arriving(plan, drawn, _load_left(plan, drawn, tracer))
    asked = [n for n in ("impact_distance_m", *_PLACE) if n in plan.own]
    tracer.step(RANGE, distance_m / 1000.0, "km", "place given by the case", asked)
    arrives = None
    if HIGHEST in plan.own:  # how the flight ended is the better fact; the chance is shown beside it
        pressure_pa = drawn(HIGHEST)
        arrives = _outlives(drawn, pressure_pa, tracer)
    return Down(
        plan.vehicle.slug, latitude, longitude, distance_m / 1000.0, speed, load, _dry_kg(plan, drawn),
        aloft_kg=aloft_kg, arrives=arrives,
    )  # fmt: skip


def _struck_at(plan: Plan, drawn: Drawn) -> tuple[float, float, float]:
    """Place and distance from the pad, m: by latitude and longitude where given, else by bearing."""
    from downrange.physics.earth import destination, distance_azimuth

    if all(name in plan.own for name in _PLACE):
        latitude, longitude = (drawn(name) for name in _PLACE)
        return latitude, longitude, float(distance_azimuth(*plan.pad, latitude, longitude)[0])
    distance_m = drawn("impact_distance_m")
    latitude, longitude = (float(v) for v in destination(*plan.pad, drawn("impact_azimuth_deg"), distance_m))
    return latitude, longitude, distance_m


def _from_aloft(plan: Plan, drawn: Drawn, tracer: Tracer) -> Down:
    """What a failure high up left: it falls, and its tanks outlive the fall or open on the way."""
    from downrange.physics.earth import distance_azimuth

    load, dry_kg = _load_left(plan, drawn, tracer), _dry_kg(plan, drawn)
    strength_pa = drawn.fill(ArrivalParameters, RELEASE).tank_strength_pa
    wind = wind_of_draw(plan, drawn, *fall_place(plan))
    fallen = fall_from_failure(plan, drawn, load.total_kg + dry_kg, strength_pa, wind, tracer)
    arrives = _outlives(drawn, fallen.highest_dynamic_pressure_pa, tracer)
    aloft_kg: dict[str, float] = {}
    if arrives:
        load, aloft_kg = _arriving(plan, drawn, load)
    distance_m = float(distance_azimuth(*plan.pad, fallen.latitude_deg, fallen.longitude_deg)[0])
    tracer.step(RANGE, distance_m / 1000.0, "km", "end of the fall, unbroken", ["impact_speed_m_per_s"])
    return Down(
        plan.vehicle.slug, fallen.latitude_deg, fallen.longitude_deg, distance_m / 1000.0,
        fallen.speed_m_per_s, load, dry_kg, aloft_kg=aloft_kg, arrives=arrives, opened_m=fallen.opened_m,
        opened_at=fallen.opened_at,
    )  # fmt: skip


def _outlives(drawn: Drawn, pressure_pa: float, tracer: Tracer) -> bool:
    parameters = drawn.fill(ArrivalParameters, RELEASE)
    found = survives(pressure_pa, parameters)
    tracer.step(
        "probability_of_arrival", float(found), "", "hardest moment of the fall against the strength of the "
        "tanks: 0 or 1 in a draw, over the draws a probability (docs/decisions/0035)",
        [HIGHEST, *(f.name for f in fields(ArrivalParameters))],
    )  # fmt: skip
    return found


def _arriving(plan: Plan, drawn: Drawn, load: Load) -> tuple[Load, dict[str, float]]:
    """Divide a load into what strikes the ground and what leaves by broken lines and tanks on the way."""
    if ARRIVING not in plan.own:
        return load, {}
    share = drawn(ARRIVING)
    struck = {slug: share * mass_kg for slug, mass_kg in load.components_kg.items()}
    return Load(struck), {slug: mass_kg - struck[slug] for slug, mass_kg in load.components_kg.items()}


def _dry_kg(plan: Plan, drawn: Drawn) -> float:
    """Structure that came down with the load: the case's own, else the dry masses of all stages."""
    if "dry_mass_kg" in plan.own:
        return drawn("dry_mass_kg")
    return sum(stage.count * stage.figure("dry_mass_kg").value for stage in plan.vehicle.stages)


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


def _heading_input(plan: Plan) -> str:
    return AZIMUTH if AZIMUTH in plan.own else INCLINATION


def launch_azimuth(plan: Plan, drawn: Drawn) -> float:
    """Give the heading of the ground track at the pad, degrees: the case's own or that of its inclination."""
    azimuth_deg = plan.azimuth_deg
    drawn(
        _heading_input(plan)
    )  # on record; the heading is that of the central value, so that falls are shared
    return azimuth_deg


def _spent_parts(
    plan: Plan, drawn: Drawn, tracer: Tracer, only: Collection[str] | None = None
) -> tuple[Down, ...]:
    """Let what a launch drops fall, or some of it: each part from its state at separation."""
    from downrange.physics.ascent_drops import parts_dropped
    from downrange.physics.earth import distance_azimuth
    from downrange.reference.drag import cylinder_curves

    azimuth_deg = launch_azimuth(plan, drawn)
    curves = cylinder_curves()
    drawn(_DRAG, curves.scale_factor)  # the stream that the falls draw from
    found = []
    for part in parts_dropped(plan.vehicle, curves):
        if only is not None and part.name not in only:
            continue
        if not comes_down(part.separation):
            continue  # near orbit; the plan's notes name it
        place = _under(plan.vehicle.slug, part.name, plan.pad, azimuth_deg, plan.ground_m)
        wind_of_draw(plan, drawn, *place)
        impacts = _falls(
            plan.vehicle.slug, part.name, plan.pad, azimuth_deg, plan.ground_m, wind_over(plan, *place),
            drawn.seed, drawn.draw // REPLICATE,
        )  # fmt: skip
        row = drawn.draw % REPLICATE
        latitude, longitude = float(impacts.latitude_deg[row]), float(impacts.longitude_deg[row])
        distance_m, _ = distance_azimuth(*plan.pad, latitude, longitude)
        down = Down(
            part.name, latitude, longitude, float(distance_m) / 1000.0, float(impacts.speed_m_per_s[row]),
            _residual(plan, part.name, drawn, tracer), part.mass_kg, part.count,
        )  # fmt: skip
        found.append(down)
        state = [f"{part.path}.separation.{name}" for name in _STATE]
        if part.separation is not None:
            for path, name in zip(state, _STATE, strict=True):  # the same streams that the falls draw from
                drawn(path, getattr(part.separation, name))
        tracer.step(
            f"{part.name}_range_from_pad_km", down.range_from_pad_km, "km",
            "fall with drag over the rotating Earth from the state at separation (docs/physics/fall.md)",
            [*state, _heading_input(plan), _DRAG, *FALL_WIND],
        )  # fmt: skip
    return tuple(found)


def _residual(plan: Plan, name: str, drawn: Drawn, tracer: Tracer) -> Load:
    """What stays in the tanks of one spent unit in this draw; nothing in a fairing."""
    stage = next((stage for stage in plan.vehicle.stages if stage.name == name), None)
    if stage is None:
        return Load({})
    left = stage.residual_kg(drawn.probability(f"{stage.path}.residuals"))
    for component, mass_kg in left.items():
        tracer.leaf(
            f"{stage.path}.residuals.{component}", mass_kg, "kg", "assumed",
            _load_source(stage), "left in the tanks of one spent unit",
        )  # fmt: skip
    return Load(left)


def _part(slug: str, name: str, pad: tuple[float, float], azimuth_deg: float, ground_m: float) -> Part:
    from downrange.physics.ascent_drops import parts_dropped
    from downrange.reference.drag import cylinder_curves

    carrier = vehicle_flown(slug, *pad, ground_m, azimuth_deg)
    return next(part for part in parts_dropped(carrier, cylinder_curves()) if part.name == name)


@lru_cache(maxsize=32)
def _under(
    slug: str, part_name: str, pad: tuple[float, float], azimuth_deg: float, ground_m: float
) -> tuple[float, float]:
    """Where the central fall of a part ends in calm air: the place whose wind it meets."""
    from downrange.physics.ascent_drops import drop_state
    from downrange.physics.fall import fall

    part = _part(slug, part_name, pad, azimuth_deg, ground_m)
    there = fall(drop_state(part, *pad, azimuth_deg), part.body, ground_m=ground_m)
    return there.latitude_deg, there.longitude_deg


@lru_cache(maxsize=64)
def _falls(
    slug: str,
    part_name: str,
    pad: tuple[float, float],
    azimuth_deg: float,
    ground_m: float,
    wind: UncertainWind,
    seed: int,
    block: int,
) -> Impacts:
    """All falls of one part in one replicate of draws."""
    from downrange.physics.ascent_drops import drop_many
    from downrange.reference.drag import cylinder_curves

    return drop_many(
        _part(slug, part_name, pad, azimuth_deg, ground_m),
        *pad,
        azimuth_deg,
        begin=block * REPLICATE,
        samples=REPLICATE,
        seed=seed,
        scale_factor=cylinder_curves().scale_factor,
        azimuth_spread_deg=library.value("dispersion.yaml", "azimuth_spread_deg").value,
        wind=wind,
        ground_m=ground_m,
    )
