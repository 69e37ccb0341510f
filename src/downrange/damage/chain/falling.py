"""From a failure high up to the ground: the fall of what was left, and where the tanks gave way.

The body is one tumbling cylinder with its load. Whether its tanks outlive the fall is an assumption with its
own page (docs/decisions/0035); where they do not, they open at the height at which the stream first exceeds
their strength (docs/decisions/0037).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from downrange.base.trace import Tracer
from downrange.damage.chain.plan import Plan
from downrange.damage.chain.winds import FALL_WIND
from downrange.damage.drawn import Drawn

if TYPE_CHECKING:
    from downrange.physics.atmosphere import WindProfile
    from downrange.physics.fall import Body, State

__all__ = ["FAILURE", "HIGHEST", "Fallen", "fall_from_failure"]

FAILURE = (
    "failure_altitude_m", "failure_speed_m_per_s", "failure_flight_path_angle_deg", "failure_downrange_m",
    "failure_azimuth_deg",
)  # fmt: skip
"""Where the powered flight ended: ``failure_azimuth_deg`` is the heading of the ground track at the pad."""

HIGHEST = "highest_dynamic_pressure_pa"
"""Hardest moment of the fall: a step of the fall, or what the case gives in its place."""
_BODY = ("fallen_length_m", "fallen_diameter_m")
_SCALE = "drag_scale_factor"


@dataclass(frozen=True)
class Fallen:
    """One fall: where it ends, how hard the stream pressed, where tanks of the given strength opened.

    Attributes
    ----------
    opened_m : float or None
        Height above the ellipsoid at which the strength was first exceeded; None where it never was.
    opened_at : pair of float or None
        Latitude and longitude there, degrees.
    """

    latitude_deg: float
    longitude_deg: float
    speed_m_per_s: float
    highest_dynamic_pressure_pa: float
    opened_m: float | None
    opened_at: tuple[float, float] | None = None


def fall_from_failure(
    plan: Plan, drawn: Drawn, mass_kg: float, strength_pa: float, wind: WindProfile, tracer: Tracer
) -> Fallen:
    """Let what was left at the failure fall, in one draw.

    Parameters
    ----------
    mass_kg : float
        Structure and load together, kept on the way down.
    strength_pa : float
        Dynamic pressure that the tanks outlive.
    wind : WindProfile
        The air on the way.

    Raises
    ------
    SourceError
        If the case does not say how the powered flight ended or how large the body was; it names what lacks.
    """
    import numpy as np

    from downrange.physics.atmosphere import standard
    from downrange.physics.earth import geodetic
    from downrange.physics.fall import fall_path

    impact, path = fall_path(_state(plan, drawn), _body(drawn, mass_kg), wind, ground_m=plan.ground_m)
    latitudes, longitudes, heights = (np.asarray(row, dtype=float) for row in geodetic(path[:, 1:4]))
    pressures = (
        0.5 * standard(heights).density_kg_per_m3 * np.sum(np.asarray(path[:, 4:7], dtype=float) ** 2, axis=1)
    )
    highest = float(pressures.max())
    if HIGHEST in plan.own:  # the case's own; the course of the stream stays that of the fall
        pressures *= drawn(HIGHEST) / highest
    over = np.flatnonzero(pressures >= strength_pa)
    inputs = [*FAILURE, *_BODY, _SCALE, "dry_mass_kg", *_on_board(plan), *FALL_WIND]
    method = "fall of a tumbling cylinder over the rotating Earth (docs/physics/fall.md)"
    if HIGHEST not in plan.own:
        tracer.step(HIGHEST, highest, "pa", method, inputs)
    tracer.step("impact_speed_m_per_s", impact.speed_m_per_s, "m_per_s", method, inputs)
    return Fallen(
        impact.latitude_deg,
        impact.longitude_deg,
        impact.speed_m_per_s,
        float(pressures.max()),
        float(heights[over[0]]) if over.size else None,
        (float(latitudes[over[0]]), float(longitudes[over[0]])) if over.size else None,
    )


def _on_board(plan: Plan) -> list[str]:
    return [name for name in plan.own if name.endswith("_on_board_kg")]


def _state(plan: Plan, drawn: Drawn) -> State:
    from downrange.physics.earth import destination, distance_azimuth
    from downrange.physics.fall import State

    altitude_m, speed, angle_deg, downrange_m, azimuth_deg = (drawn(name) for name in FAILURE)
    latitude, longitude = destination(*plan.pad, azimuth_deg, downrange_m)
    _, back_deg = distance_azimuth(latitude, longitude, *plan.pad)
    heading_deg = (float(back_deg) + 180.0) % 360.0
    return State(float(latitude), float(longitude), altitude_m, speed, angle_deg, heading_deg)


def _body(drawn: Drawn, mass_kg: float) -> Body:
    from downrange.physics.fall import Body
    from downrange.physics.fall_drag import TumblingCylinder
    from downrange.reference.drag import cylinder_curves

    curves = cylinder_curves()
    scale = drawn(_SCALE, curves.scale_factor)
    length_m, diameter_m = (drawn(name) for name in _BODY)
    return Body(
        mass_kg,
        TumblingCylinder(
            length_m,
            diameter_m,
            curves.mach_number,
            tuple(scale * c for c in curves.cross_flow_coefficient),
            tuple(scale * c for c in curves.face_coefficient),
        ),
    )
