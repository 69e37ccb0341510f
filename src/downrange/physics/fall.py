"""From a state to the ground: one body, many bodies, and the ellipse they make.

States and speeds are relative to the rotating Earth. The equations, their validity and the tests that pin
them are in docs/physics/fall.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from downrange.errors import ValidityError
from downrange.physics.atmosphere import CALM, WindProfile, air_table
from downrange.physics.earth import WGS84, Planet, east_north_up, ecef, geodetic
from downrange.physics.fall_drag import Drag, NoDrag, drag_table

__all__ = [
    "ATOL",
    "RTOL",
    "Body",
    "Impact",
    "Impacts",
    "State",
    "ends_many",
    "fall",
    "fall_many",
    "fall_path",
    "states_of",
]

Array = NDArray[np.float64]

RTOL, ATOL = 1e-6, 1e-4
"""Default tolerances: relative, and absolute in m and m/s; the impact is then within a metre."""

LONGEST_S = 86400.0
_AIRS = 128  # tables of air held at once, 120 kB each


@dataclass(frozen=True)
class State:
    """Where a body is and how it moves, relative to the rotating Earth.

    Attributes
    ----------
    latitude_deg, longitude_deg, altitude_m : float
        Geodetic, WGS 84.
    speed_m_per_s : float
        Relative to the rotating Earth.
    flight_path_angle_deg : float
        Of the velocity above the local horizontal.
    azimuth_deg : float
        Of the velocity, clockwise from north.
    time_s : float
        Since lift-off, where that is known; only carried along.
    """

    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    speed_m_per_s: float
    flight_path_angle_deg: float
    azimuth_deg: float
    time_s: float = 0.0

    def as_array(self, planet: Planet = WGS84) -> Array:
        """Give Earth-fixed position (m) and velocity (m/s), shape (6,)."""
        laid: Array = states_of(
            np.array([self.latitude_deg]),
            np.array([self.longitude_deg]),
            np.array([self.altitude_m]),
            np.array([self.speed_m_per_s]),
            np.array([self.flight_path_angle_deg]),
            np.array([self.azimuth_deg]),
            planet,
        )
        first: Array = laid[0]
        return first

    @classmethod
    def of_array(cls, vector: Array, time_s: float = 0.0, planet: Planet = WGS84) -> State:
        """Read an Earth-fixed position and velocity, shape (6,)."""
        lat, lon, height = (float(v) for v in geodetic(vector[:3], planet))
        east, north, up = east_north_up(lat, lon) @ vector[3:6]
        speed = float(np.linalg.norm(vector[3:6]))
        angle = math.degrees(math.asin(max(-1.0, min(1.0, up / speed)))) if speed > 0 else 0.0
        return cls(lat, lon, height, speed, angle, math.degrees(math.atan2(east, north)) % 360.0, time_s)


@dataclass(frozen=True)
class Body:
    """What falls: its mass and its drag."""

    mass_kg: float
    drag: Drag

    def __post_init__(self) -> None:
        if not self.mass_kg > 0:
            raise ValueError("mass_kg must be above zero")

    @property
    def area_per_mass_m2_per_kg(self) -> float:
        """Reference area of the drag over the mass; zero without drag."""
        return 0.0 if isinstance(self.drag, NoDrag) else self.drag.reference_area_m2 / self.mass_kg


@dataclass(frozen=True)
class Impact:
    """Where and how a body reached the height asked for."""

    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    flight_time_s: float
    speed_m_per_s: float
    flight_path_angle_deg: float
    azimuth_deg: float

    def as_state(self, time_s: float = 0.0) -> State:
        """Go on from here, for fragments after a break-up; ``time_s`` is the time of the start."""
        return State(
            self.latitude_deg,
            self.longitude_deg,
            self.altitude_m,
            self.speed_m_per_s,
            self.flight_path_angle_deg,
            self.azimuth_deg,
            time_s + self.flight_time_s,
        )


@dataclass(frozen=True)
class Impacts:
    """Many impacts; arrays of one shape (n,)."""

    latitude_deg: Array
    longitude_deg: Array
    flight_time_s: Array
    speed_m_per_s: Array


def states_of(
    latitude_deg: Array,
    longitude_deg: Array,
    altitude_m: Array,
    speed_m_per_s: Array,
    flight_path_angle_deg: Array,
    azimuth_deg: Array,
    planet: Planet = WGS84,
) -> Array:
    """Lay states out as Earth-fixed positions (m) and velocities (m/s), shape (n, 6)."""
    position = ecef(latitude_deg, longitude_deg, altitude_m, planet)
    axes = east_north_up(latitude_deg, longitude_deg)
    angle, azimuth = np.radians(flight_path_angle_deg), np.radians(azimuth_deg)
    local = np.stack(
        [np.cos(angle) * np.sin(azimuth), np.cos(angle) * np.cos(azimuth), np.sin(angle)], axis=-1
    )
    velocity = speed_m_per_s[:, None] * np.einsum("nij,ni->nj", axes, local)
    return np.ascontiguousarray(np.concatenate([position, velocity], axis=1))


def _limits(ground_m: float, rtol: float, atol: float, longest_s: float) -> Array:
    return np.array([rtol, atol, ground_m, longest_s])


def _refuse_flyers(status: Array, longest_s: float) -> None:
    if np.any(status != 0.0):
        count = int(np.count_nonzero(status))
        raise ValidityError(
            f"{count} of {status.size} bodies did not come down within {longest_s:.0f} s: "
            "the state is in orbit or beyond, and this model ends there"
        )


def fall(
    state: State,
    body: Body,
    wind: WindProfile = CALM,
    *,
    ground_m: float = 0.0,
    planet: Planet = WGS84,
    rtol: float = RTOL,
    atol: float = ATOL,
    longest_s: float = LONGEST_S,
) -> Impact:
    """Follow one body down to a height.

    Parameters
    ----------
    state : State
        The start; a start at or below ``ground_m`` and going down ends at once.
    body : Body
        Mass and drag.
    wind : WindProfile
        Wind, and density where the profile has temperature and pressure.
    ground_m : float
        Height above the ellipsoid at which the fall ends: the terrain, or a break-up.
    rtol, atol : float
        Tolerances of the step control (atol in m and m/s).

    Returns
    -------
    Impact

    Raises
    ------
    ValidityError
        If the body does not come down within ``longest_s``.
    """
    return fall_path(
        state, body, wind, ground_m=ground_m, planet=planet, rtol=rtol, atol=atol, longest_s=longest_s
    )[0]


def fall_path(
    state: State,
    body: Body,
    wind: WindProfile = CALM,
    *,
    ground_m: float = 0.0,
    planet: Planet = WGS84,
    rtol: float = RTOL,
    atol: float = ATOL,
    longest_s: float = LONGEST_S,
) -> tuple[Impact, Array]:
    """Follow one body as :func:`fall` and keep its path.

    Returns
    -------
    (Impact, ndarray of shape (m, 7))
        The path after each step: time since the start (s), Earth-fixed position (m) and velocity (m/s).
    """
    from downrange.physics.kernels.ballistics import fall_path as kernel

    first = state.as_array(planet)
    end, path = kernel(
        first,
        np.array([body.area_per_mass_m2_per_kg, 0.0, 0.0]),
        air_table(wind),
        drag_table(body.drag),
        planet.as_array(),
        _limits(ground_m, rtol, atol, longest_s),
        4096,
    )
    _refuse_flyers(end[7:8], longest_s)
    there = State.of_array(end, planet=planet)
    return (
        Impact(
            there.latitude_deg,
            there.longitude_deg,
            there.altitude_m,
            float(end[6]),
            there.speed_m_per_s,
            there.flight_path_angle_deg,
            there.azimuth_deg,
        ),
        path,
    )


def fall_many(
    first: Array,
    body: Body,
    wind: WindProfile = CALM,
    *,
    drag_factor: Array | None = None,
    wind_east_m_per_s: Array | None = None,
    wind_north_m_per_s: Array | None = None,
    airs: Callable[[int, int], Array] | None = None,
    ground_m: float = 0.0,
    planet: Planet = WGS84,
    rtol: float = RTOL,
    atol: float = ATOL,
    longest_s: float = LONGEST_S,
) -> Impacts:
    """Follow many bodies at once, on all threads.

    Parameters
    ----------
    first : ndarray, shape (n, 6)
        Earth-fixed states, see :func:`states_of`.
    drag_factor : ndarray, shape (n,), optional
        Multiplies the drag of each.
    wind_east_m_per_s, wind_north_m_per_s : ndarray, shape (n,), optional
        Added to the wind at every height of each.
    airs : callable, optional
        Gives the tables of air of bodies i to j (excluded), shape (j - i, rows, 5), in place of ``wind``.

    Raises
    ------
    ValidityError
        If a body does not come down.
    """
    end = ends_many(
        first,
        body,
        wind,
        drag_factor=drag_factor,
        wind_east_m_per_s=wind_east_m_per_s,
        wind_north_m_per_s=wind_north_m_per_s,
        airs=airs,
        ground_m=ground_m,
        planet=planet,
        rtol=rtol,
        atol=atol,
        longest_s=longest_s,
    )
    lat, lon, _ = geodetic(end[:, :3], planet)
    return Impacts(lat, lon, end[:, 6], np.linalg.norm(end[:, 3:6], axis=1))


def ends_many(
    first: Array,
    body: Body,
    wind: WindProfile = CALM,
    *,
    drag_factor: Array | None = None,
    wind_east_m_per_s: Array | None = None,
    wind_north_m_per_s: Array | None = None,
    airs: Callable[[int, int], Array] | None = None,
    ground_m: float = 0.0,
    planet: Planet = WGS84,
    rtol: float = RTOL,
    atol: float = ATOL,
    longest_s: float = LONGEST_S,
) -> Array:
    """Follow many bodies as :func:`fall_many` and give their last states.

    Returns
    -------
    ndarray, shape (n, 8)
        Earth-fixed position (m) and velocity (m/s) at the height asked for, the time (s), and zero.
    """
    from downrange.physics.kernels.fall_lanes import fall_all, fall_each

    count = first.shape[0]
    bodies = np.zeros((count, 3))
    bodies[:, 0] = body.area_per_mass_m2_per_kg * (1.0 if drag_factor is None else drag_factor)
    if wind_east_m_per_s is not None:
        bodies[:, 1] = wind_east_m_per_s
    if wind_north_m_per_s is not None:
        bodies[:, 2] = wind_north_m_per_s
    first = np.ascontiguousarray(first)
    rest = (drag_table(body.drag), planet.as_array(), _limits(ground_m, rtol, atol, longest_s))
    if airs is None:
        end = fall_all(first, bodies, air_table(wind), *rest)
    else:
        end = np.empty((count, 8))
        for low in range(0, count, _AIRS):
            high = min(low + _AIRS, count)
            end[low:high] = fall_each(first[low:high], bodies[low:high], airs(low, high), *rest)
    _refuse_flyers(end[:, 7], longest_s)
    return end
