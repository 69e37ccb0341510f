"""The powered flight: from lift-off to orbit, the state and the propellant at any second.

One pitch programme for all vehicles: vertical rise, a kick, a gravity turn to the first staging, then a
linear-tangent law whose two constants close the flight on the mission's orbit; a constant yaw closes the
inclination where a dogleg is asked. The kick is fitted to one published altitude, or chosen for least
propellant. Everything that was fitted stands in ``Flight.fitted_to``.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from downrange.errors import ValidityError
from downrange.physics.ascent_plan import Plan
from downrange.physics.atmosphere import CALM, WindProfile, air_table
from downrange.physics.earth import WGS84, ecef, geodetic
from downrange.physics.fall import State
from downrange.physics.fall_drag import MachDrag, drag_table

__all__ = ["Flight", "Mission", "Steering", "fit_kick", "fly", "least_propellant_kick", "solve"]

Array = NDArray[np.float64]

_STEP_S = 1.0
_ROWS = 4096
_STARTS = ((0.5, 0.6, 0.0), (0.9, 1.2, 0.0), (0.25, 0.3, 0.0), (1.5, 2.0, 0.0), (0.1, 0.3, 0.0))
_KICKS = (math.radians(0.02), math.radians(16.0))


@dataclass(frozen=True)
class Mission:
    """From where, which way and how high.

    Attributes
    ----------
    azimuth_deg : float
        Of the ground track at the pad, relative to the turning Earth.
    orbit_altitude_m : float
        Of the circular orbit that the flight closes on.
    inclination_deg : float or None
        Where given, a constant yaw closes on it (a dogleg), from the first separation to the cut-off of the
        stage that then burns: turning costs least while the speed is low.
    """

    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    azimuth_deg: float
    orbit_altitude_m: float
    inclination_deg: float | None = None


@dataclass(frozen=True)
class Steering:
    """The pitch programme: the kick and the constants of the linear-tangent law."""

    kick_rad: float
    tangent_ratio: float
    tangent_per_s: float
    yaw_rad: float = 0.0


@dataclass(frozen=True)
class Flight:
    """A flight: its path and what it rests on.

    Attributes
    ----------
    path : ndarray, shape (n, 9)
        Time (s), Earth-fixed position (m) and velocity (m/s), mass (kg), number of the phase.
    margin_kg : float
        Usable propellant left in the last stage at cut-off; negative where it fell short.
    closed : bool
        Whether the orbit was met.
    """

    plan: Plan = field(repr=False)
    mission: Mission
    steering: Steering
    path: Array = field(repr=False)
    margin_kg: float
    closed: bool
    fitted_to: tuple[str, ...] = ()

    def state(self, time_s: float) -> State:
        """Give the state at a second: cubic between steps, exact at events.

        Raises
        ------
        ValidityError
            Before lift-off or after cut-off.
        """
        times = self.path[:, 0]
        if not times[0] <= time_s <= times[-1] + 1e-6:
            raise ValidityError(f"the flight lasts from 0 to {times[-1]:.1f} s; {time_s:.1f} s is outside")
        return State.of_array(self._vector(min(time_s, float(times[-1]))), time_s)

    def _vector(self, time_s: float) -> Array:
        times = self.path[:, 0]
        index = int(np.clip(np.searchsorted(times, time_s, side="right") - 1, 0, len(times) - 2))
        low, high = self.path[index], self.path[index + 1]
        h = high[0] - low[0]
        s = (time_s - low[0]) / h if h > 0 else 0.0
        p0, p1, v0, v1 = low[1:4], high[1:4], low[4:7], high[4:7]
        place = (
            (2 * s**3 - 3 * s**2 + 1) * p0
            + (s**3 - 2 * s**2 + s) * h * v0
            + (-2 * s**3 + 3 * s**2) * p1
            + (s**3 - s**2) * h * v1
        )
        return np.concatenate([place, v0 + s * (v1 - v0)])

    def inertial_speed_m_per_s(self, time_s: float) -> float:
        """Give the speed relative to the stars at a second."""
        vector = self._vector(time_s)
        turning = np.cross([0.0, 0.0, WGS84.rotation_rad_per_s], vector[:3])
        return float(np.linalg.norm(vector[3:] + turning))

    def propellant_left_kg(self, time_s: float) -> dict[str, dict[str, float]]:
        """Give what is in the tanks of one unit of each stage still aboard at a second, by component.

        The components leave in the proportion of the load; what stays at cut-off are residuals and reserve.
        """
        found: dict[str, dict[str, float]] = {}
        gone = {mark.leaves for mark in self.plan.marks if mark.leaves and mark.time_s < time_s - 1e-9}
        for burn in self.plan.burns:
            if burn.name in gone:
                continue
            share = min(1.0, max(0.0, self._burnt_s(burn.name, time_s) / burn.burn_s))
            load, rest = burn.stage.load_kg(), burn.stage.residual_kg()
            kept = sum(load.values()) - burn.usable_kg
            scale = kept / max(sum(rest.values()), 1e-9)
            found[burn.name] = {
                name: mass - share * (mass - min(mass, scale * rest.get(name, 0.0)))
                for name, mass in load.items()
            }
        return found

    def _burnt_s(self, name: str, time_s: float) -> float:
        """Seconds that a stage has burnt by a time: from its ignition to the time or its cut-off."""
        begin, end = ignition_times(self.plan)[name]
        return max(0.0, min(time_s, end) - begin)


def ignition_times(plan: Plan) -> dict[str, tuple[float, float]]:
    """Give ignition and cut-off of each stage of a plan (the last one's at its overrun)."""
    found: dict[str, tuple[float, float]] = {}
    ends = {
        mark.name.removesuffix("-cutoff"): mark.time_s for mark in plan.marks if mark.name.endswith("-cutoff")
    }
    begin = 0.0
    for burn in plan.burns:
        end = ends.get(burn.name, float(plan.phases[-1, 1]))
        if burn.name == "booster":
            found[burn.name] = (0.0, end)
            continue
        if burn.name == "stage-1":
            begin = max(0.0, end - burn.burn_s) if burn.name in ends else 0.0
        found[burn.name] = (begin, end)
        later = plan.phases[(plan.phases[:, 0] >= end - 1e-9) & (plan.phases[:, 2] > 0.0)]
        begin = float(later[0, 0]) if len(later) else end
    return found


def _first(mission: Mission) -> Array:
    place = ecef(mission.latitude_deg, mission.longitude_deg, mission.altitude_m)
    return np.concatenate([place, np.zeros(3)])


def cut_off_speed(mission: Mission) -> float:
    """Give the inertial speed of the circular orbit (m/s)."""
    return math.sqrt(WGS84.gravitation_m3_per_s_s / (WGS84.radius_m + mission.orbit_altitude_m))


def fly(
    plan: Plan,
    mission: Mission,
    steering: Steering,
    drag: MachDrag,
    *,
    kick_speed_m_per_s: float,
    wind: WindProfile = CALM,
    step_s: float = _STEP_S,
) -> Array:
    """Fly one steering and give the path, see :class:`Flight`.

    Parameters
    ----------
    drag : MachDrag
        Coefficients over the Mach number; its own area is not used, each phase has its cross-section.
    """
    from downrange.physics.kernels.ascent import COLUMNS
    from downrange.physics.kernels.ascent import fly as kernel

    path = np.empty((_ROWS, COLUMNS))
    numbers = np.array([
        kick_speed_m_per_s,
        steering.kick_rad,
        math.radians(mission.azimuth_deg),
        plan.first_staging_s if plan.first_staging_s > 0 else math.inf,
        steering.tangent_ratio,
        steering.tangent_per_s,
        steering.yaw_rad,
        cut_off_speed(mission),
        plan.straight_s,
    ])  # fmt: skip
    rows = kernel(
        _first(mission),
        plan.phases,
        numbers,
        air_table(wind),
        drag_table(drag),
        WGS84.as_array(),
        step_s,
        path,
    )
    return path[:rows]


def _ending(path: Array) -> tuple[float, float, float]:
    """Altitude (m), inertial vertical speed (m/s) and inclination (deg) at the end."""
    place, speed = path[-1, 1:4], path[-1, 4:7]
    inertial = speed + np.cross([0.0, 0.0, WGS84.rotation_rad_per_s], place)
    height = float(geodetic(place)[2])
    rise = float(inertial @ place / np.linalg.norm(place))
    normal = np.cross(place, inertial)
    return height, rise, math.degrees(math.acos(normal[2] / np.linalg.norm(normal)))


def solve(
    plan: Plan,
    mission: Mission,
    kick_rad: float,
    drag: MachDrag,
    *,
    kick_speed_m_per_s: float,
    wind: WindProfile = CALM,
    guess: Steering | None = None,
) -> Flight:
    """Close the flight on the mission's orbit for one kick.

    Returns
    -------
    Flight
        ``closed`` says whether altitude (200 m) and vertical speed (2 m/s) were met, with an overrun of the
        last burn allowed; ``margin_kg`` is then the propellant left or lacking.
    """
    from scipy.optimize import root

    span = float(plan.phases[-1, 1]) / 1.4 - plan.first_staging_s
    turning = mission.inclination_deg is not None

    def steering(x: Array) -> Steering:
        return Steering(kick_rad, float(x[0]), float(x[1]) / span, float(x[2]) if turning else 0.0)

    def path_of(x: Array) -> Array:
        return fly(plan, mission, steering(x), drag, kick_speed_m_per_s=kick_speed_m_per_s, wind=wind)

    def misses(x: Array) -> Array:
        height, rise, inclination = _ending(path_of(x))
        found = [(height - mission.orbit_altitude_m) / 2e4, rise / 1e2]
        if turning:
            assert mission.inclination_deg is not None
            found.append((inclination - mission.inclination_deg) / 1.0)
        return np.array(found)

    best: tuple[float, Array] | None = None
    starts: tuple[tuple[float, float, float], ...] = _STARTS
    if guess is not None:  # a neighbour has closed: two more tries suffice
        starts = ((guess.tangent_ratio, guess.tangent_per_s * span, guess.yaw_rad), *_STARTS[:2])
    for start in starts:
        answer = root(misses, np.array(start[: 3 if turning else 2]), method="hybr", options={"xtol": 1e-7})
        size = float(np.max(np.abs(misses(answer.x))))
        if best is None or size < best[0]:
            best = (size, answer.x)
        if size < 0.01:
            break
    assert best is not None
    path = path_of(best[1])
    margin = float(path[-1, 7]) - plan.burnout_kg
    return Flight(plan, mission, steering(best[1]), path, margin, best[0] < 0.01)


def altitude_at(path: Array, time_s: float) -> float:
    """Give the altitude (m) of a path at a time."""
    index = int(np.argmin(np.abs(path[:, 0] - time_s)))
    return float(geodetic(path[index, 1:4])[2])


def fit_kick(
    plan: Plan,
    mission: Mission,
    time_s: float,
    altitude_m: float,
    drag: MachDrag,
    *,
    kick_speed_m_per_s: float,
    wind: WindProfile = CALM,
) -> float:
    """Find the kick (rad) whose gravity turn passes an altitude at a time up to the first staging.

    Raises
    ------
    ValidityError
        If no kick does.
    """
    from scipy.optimize import brentq

    def miss(kick: float) -> float:
        steering = Steering(kick, 0.0, 0.0)
        path = fly(plan, mission, steering, drag, kick_speed_m_per_s=kick_speed_m_per_s, wind=wind)
        if path[-1, 0] < time_s:  # came down before: far too low
            return -altitude_m
        return altitude_at(path, time_s) - altitude_m

    low, high = _KICKS
    if miss(low) * miss(high) > 0:
        raise ValidityError(
            f"no kick between 0.02 and 16 degrees reaches {altitude_m / 1e3:.1f} km at {time_s:.0f} s"
        )
    return float(brentq(miss, low, high, xtol=1e-6))


def least_propellant_kick(
    solved: Callable[[float, Steering | None], Flight], low: float = _KICKS[0], high: float = _KICKS[1]
) -> Flight:
    """Search the kick that leaves most propellant at cut-off, among those that close.

    Parameters
    ----------
    solved : callable
        Gives the closed flight of a kick (rad), from a first guess of the steering.

    Raises
    ------
    ValidityError
        If no kick closes on the orbit.
    """
    best: Flight | None = None
    for kick in np.geomspace(low, high, 14).tolist():
        found = solved(kick, best.steering if best else None)
        if found.closed and (best is None or found.margin_kg > best.margin_kg):
            best = found
    if best is None:
        raise ValidityError("no kick closes the flight on the orbit asked")
    width = (high / low) ** (1.0 / 13.0)
    for _ in range(5):
        width = math.sqrt(width)
        for kick in (best.steering.kick_rad / width, best.steering.kick_rad * width):
            found = solved(kick, best.steering)
            if found.closed and found.margin_kg > best.margin_kg:
                best = found
    return replace(best, fitted_to=(*best.fitted_to, "least propellant"))
