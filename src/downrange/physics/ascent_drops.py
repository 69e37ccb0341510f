"""What a nominal launch drops: the parts of a vehicle, their states at separation and where they fall."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from downrange.base.source import Sourced
from downrange.base.spread import uniform
from downrange.errors import SourceError
from downrange.physics.atmosphere import CALM, WindProfile
from downrange.physics.earth import destination, distance_azimuth
from downrange.physics.fall import Body, Impacts, State, fall_many, states_of
from downrange.physics.fall_drag import TumblingCylinder
from downrange.physics.fall_wind import UncertainWind, airs_of, profile_of
from downrange.reference.drag import CylinderCurves
from downrange.reference.vehicles import Fairing, Separation, Stage, Vehicle

__all__ = ["Part", "drop_many", "drop_state", "parts_dropped"]

Array = NDArray[np.float64]

_STATE = ("altitude_m", "speed_m_per_s", "flight_path_angle_deg", "downrange_m")


@dataclass(frozen=True)
class Part:
    """One kind of part that a vehicle drops.

    Attributes
    ----------
    name : str
        ``booster``, ``stage-1``, ..., ``fairing``.
    count : int
        How many of it.
    mass_kg : float
        Of one, residuals included.
    residual_kg : mapping
        What is left in the tanks of one, by component; empty for a fairing.
    body : Body
        Mass and drag of one for the fall.
    separation : Separation or None
        State at separation, where the library has it.
    path : str
        Its name in the library, under which its random streams run.
    """

    name: str
    count: int
    mass_kg: float
    residual_kg: Mapping[str, float] = field(repr=False)
    body: Body = field(repr=False)
    separation: Separation | None = field(repr=False)
    path: str


def _cylinder(length_m: float, diameter_m: float, curves: CylinderCurves) -> TumblingCylinder:
    return TumblingCylinder(
        length_m, diameter_m, curves.mach_number, curves.cross_flow_coefficient, curves.face_coefficient
    )


def _of_stage(stage: Stage, curves: CylinderCurves) -> Part:
    length, diameter = stage.body_size_m()
    mass = stage.spent_mass_kg()
    return Part(
        stage.name,
        stage.count,
        mass,
        stage.residual_kg(),
        Body(mass, _cylinder(length, diameter, curves)),
        stage.separation,
        stage.path,
    )


def _of_fairing(fairing: Fairing, curves: CylinderCurves) -> Part:
    mass = fairing.figure("mass_kg").value / fairing.count
    drag = _cylinder(fairing.figure("length_m").value, fairing.figure("diameter_m").value, curves)
    return Part("fairing", fairing.count, mass, {}, Body(mass, drag), fairing.separation, fairing.path)


def parts_dropped(vehicle: Vehicle, curves: CylinderCurves) -> tuple[Part, ...]:
    """Give the parts that a vehicle drops on its way: every stage but the last, and the fairing.

    Raises
    ------
    SourceError
        If the mass or the size of a part is missing.
    """
    parts = [_of_stage(stage, curves) for stage in vehicle.stages[:-1]]
    if vehicle.fairing is not None:
        parts.append(_of_fairing(vehicle.fairing, curves))
    return tuple(parts)


def _known(part: Part) -> Separation:
    if part.separation is None:
        raise SourceError(
            f"{part.path}: no separation state in the library; fly the ascent instead",
            [f"{part.path}.separation"],
        )
    return part.separation


def drop_state(part: Part, latitude_deg: float, longitude_deg: float, azimuth_deg: float) -> State:
    """Give the central state of a part at separation, on the geodesic from the pad.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The pad.
    azimuth_deg : float
        Of the ground track at the pad, see :func:`downrange.physics.earth.launch_azimuth_deg`.

    Raises
    ------
    SourceError
        If the library has no separation state of the part.
    """
    state = _known(part)
    lat, lon = destination(latitude_deg, longitude_deg, azimuth_deg, state.downrange_m.value)
    _, back = distance_azimuth(lat, lon, latitude_deg, longitude_deg)
    return State(
        lat,
        lon,
        state.altitude_m.value,
        state.speed_m_per_s.value,
        state.flight_path_angle_deg.value,
        (back + 180.0) % 360.0,
        state.time_s.value,
    )


def _draws(sourced: Sourced, stream: str, seed: int, draws: range) -> Array:
    if sourced.spread is None:
        return np.full(len(draws), sourced.value)
    return np.array([sourced.draw(uniform(seed, stream, draw)) for draw in draws])


def _normal(width: float, stream: str, seed: int, draws: range) -> Array:
    from scipy.special import ndtri

    return width * np.asarray(ndtri([uniform(seed, stream, draw) for draw in draws]), dtype=float)


def drop_many(
    part: Part,
    latitude_deg: float,
    longitude_deg: float,
    azimuth_deg: float,
    *,
    samples: int,
    seed: int,
    scale_factor: Sourced,
    azimuth_spread_deg: float,
    wind: WindProfile | UncertainWind = CALM,
    ground_m: float = 0.0,
    begin: int = 0,
) -> Impacts:
    """Let a part fall from draws of its separation state.

    Parameters
    ----------
    scale_factor : Sourced
        Of the drag, from the library's curves.
    azimuth_spread_deg : float
        Standard deviation of the heading at separation.
    wind : WindProfile or UncertainWind
        A profile taken as it is, or one to draw from for each fall.
    begin : int
        The first draw.

    Returns
    -------
    Impacts
        ``samples`` of them; draw k depends on (seed, name of the figure, k) only.
    """
    state, draws = _known(part), range(begin, begin + samples)
    drawn = {
        name: _draws(getattr(state, name), f"{part.path}.separation.{name}", seed, draws) for name in _STATE
    }
    turn = _normal(azimuth_spread_deg, f"{part.path}.separation.azimuth_deg", seed, draws)
    lat, lon = destination(latitude_deg, longitude_deg, azimuth_deg + turn, drawn["downrange_m"])
    _, back = distance_azimuth(lat, lon, latitude_deg, longitude_deg)
    first = states_of(
        lat,
        lon,
        drawn["altitude_m"],
        drawn["speed_m_per_s"],
        drawn["flight_path_angle_deg"],
        np.mod(back + 180.0, 360.0),
    )
    return fall_many(
        first,
        part.body,
        profile_of(wind),
        airs=airs_of(wind, seed, begin),
        drag_factor=_draws(scale_factor, "drag.scale_factor", seed, draws),
        ground_m=ground_m,
    )


def range_from_m(latitude_deg: float, longitude_deg: float, impacts: Impacts) -> float:
    """Mean geodesic distance of impacts from a place."""
    distance, _ = distance_azimuth(latitude_deg, longitude_deg, impacts.latitude_deg, impacts.longitude_deg)
    return math.fsum(np.atleast_1d(distance)) / impacts.latitude_deg.size
