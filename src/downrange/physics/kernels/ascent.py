"""The powered flight of a point mass: vertical rise, kick, gravity turn, then a linear-tangent law.

Same frame and forces as :mod:`downrange.physics.kernels.ballistics`, with thrust that loses ambient pressure
times an area. The linear-tangent law, tan(pitch) = a - b t, is the optimum over a flat Earth without air
(Lawden, Optimal Trajectories for Space Navigation, 1963, chapter 3); a constant yaw turns the plane.
Classical Runge-Kutta with steps of at most a second that end exactly at every event.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from downrange.physics.kernels.atmosphere import us76
from downrange.physics.kernels.ballistics import derivative, height_above
from downrange.physics.kernels.compiled import compiled

__all__ = ["COLUMNS", "fly"]

Array = NDArray[np.float64]

COLUMNS = 9
"""Columns of a path: time, position (3), velocity (3), mass, number of the phase."""

_KICK_SPEED, _KICK_ANGLE, _AZIMUTH, _START, _A, _B, _YAW, _CUT_OFF, _STRAIGHT = range(9)
_T0, _T1, _THRUST, _FLOW, _PORT, _MASS, _AREA = range(7)
_VERTICAL, _TURN, _LAW = 0, 1, 2


@compiled
def _up(x: float, y: float, z: float, planet: Array) -> tuple[float, float, float]:
    lean = z * (1.0 + planet[2])
    size = math.sqrt(x * x + y * y + lean * lean)
    return x / size, y / size, lean / size


@compiled
def _aim(state: Array, start: Array, time: float, mode: int, plan: Array, planet: Array, aim: Array) -> None:
    """Fill ``aim`` with the direction of the thrust."""
    x, y, z = start[0] + state[0], start[1] + state[1], start[2] + state[2]
    ux, uy, uz = _up(x, y, z, planet)
    if mode == _VERTICAL:
        aim[0], aim[1], aim[2] = ux, uy, uz
        return
    if mode == _TURN:
        speed = math.sqrt(state[3] ** 2 + state[4] ** 2 + state[5] ** 2)
        aim[0], aim[1], aim[2] = state[3] / speed, state[4] / speed, state[5] / speed
        return
    vx, vy, vz = state[3] - planet[4] * y, state[4] + planet[4] * x, state[5]
    rise = vx * ux + vy * uy + vz * uz
    hx, hy, hz = vx - rise * ux, vy - rise * uy, vz - rise * uz
    level = math.sqrt(hx * hx + hy * hy + hz * hz)
    hx, hy, hz = hx / level, hy / level, hz / level
    sx, sy, sz = uy * hz - uz * hy, uz * hx - ux * hz, ux * hy - uy * hx  # to the left of the track
    tangent = plan[_A] - plan[_B] * (time - plan[_START])
    along = 1.0 / math.sqrt(1.0 + tangent * tangent)
    yaw = plan[_YAW] if time < plan[_STRAIGHT] else 0.0
    ahead, left, high = along * math.cos(yaw), along * math.sin(yaw), along * tangent
    aim[0] = ahead * hx + left * sx + high * ux
    aim[1] = ahead * hy + left * sy + high * uy
    aim[2] = ahead * hz + left * sz + high * uz


@compiled
def _rate(
    state: Array, start: Array, time: float, mode: int, row: Array, plan: Array, air: Array, drag: Array,
    planet: Array, out: Array, scratch: Array,
) -> None:  # fmt: skip
    mass = row[_MASS] - row[_FLOW] * (time - row[_T0])
    scratch[0], scratch[1], scratch[2] = row[_AREA] / mass, 0.0, 0.0
    derivative(state, start, scratch[:3], air, drag, planet, out)
    if row[_THRUST] <= 0.0:
        return
    height = height_above(start[0] + state[0], start[1] + state[1], start[2] + state[2], planet)
    pressure = us76(height)[1] if height < 86000.0 else 0.0
    push = (row[_THRUST] - row[_PORT] * pressure) / mass
    aim = scratch[3:]
    _aim(state, start, time, mode, plan, planet, aim)
    for j in range(3):
        out[3 + j] += push * aim[j]


@compiled
def _advance(
    y: Array, h: float, time: float, start: Array, mode: int, row: Array, plan: Array, air: Array,
    drag: Array, planet: Array, work: Array, new: Array,
) -> None:  # fmt: skip
    """Take one classical Runge-Kutta step of ``h`` seconds from ``y`` to ``new``."""
    k1, k2, k3, k4, mid, scratch = work[0], work[1], work[2], work[3], work[4], work[5]
    _rate(y, start, time, mode, row, plan, air, drag, planet, k1, scratch)
    for j in range(6):
        mid[j] = y[j] + 0.5 * h * k1[j]
    _rate(mid, start, time + 0.5 * h, mode, row, plan, air, drag, planet, k2, scratch)
    for j in range(6):
        mid[j] = y[j] + 0.5 * h * k2[j]
    _rate(mid, start, time + 0.5 * h, mode, row, plan, air, drag, planet, k3, scratch)
    for j in range(6):
        mid[j] = y[j] + h * k3[j]
    _rate(mid, start, time + h, mode, row, plan, air, drag, planet, k4, scratch)
    for j in range(6):
        new[j] = y[j] + h / 6.0 * (k1[j] + 2.0 * k2[j] + 2.0 * k3[j] + k4[j])


@compiled
def _inertial_speed(y: Array, start: Array, planet: Array) -> float:
    vx = y[3] - planet[4] * (start[1] + y[1])
    vy = y[4] + planet[4] * (start[0] + y[0])
    return math.sqrt(vx * vx + vy * vy + y[5] * y[5])


@compiled
def _ground_speed(y: Array) -> float:
    return math.sqrt(y[3] * y[3] + y[4] * y[4] + y[5] * y[5])


@compiled
def _kick(y: Array, start: Array, plan: Array, planet: Array) -> None:
    """Turn the velocity from the vertical by the kick, towards the azimuth."""
    x, yy, z = start[0] + y[0], start[1] + y[1], start[2] + y[2]
    ux, uy, uz = _up(x, yy, z, planet)
    flat = math.sqrt(x * x + yy * yy)
    ex, ey = -yy / flat, x / flat
    nx, ny, nz = -uz * ey, uz * ex, ux * ey - uy * ex
    east, north = math.sin(plan[_AZIMUTH]), math.cos(plan[_AZIMUTH])
    speed, high, level = _ground_speed(y), math.cos(plan[_KICK_ANGLE]), math.sin(plan[_KICK_ANGLE])
    y[3] = speed * (high * ux + level * (east * ex + north * nx))
    y[4] = speed * (high * uy + level * (east * ey + north * ny))
    y[5] = speed * (high * uz + level * north * nz)


@compiled
def _write(path: Array, rows: int, time: float, y: Array, start: Array, row: Array, phase: int) -> int:
    if rows >= path.shape[0]:
        return rows
    path[rows, 0] = time
    for j in range(3):
        path[rows, 1 + j] = start[j] + y[j]
        path[rows, 4 + j] = y[3 + j]
    path[rows, 7] = row[_MASS] - row[_FLOW] * (time - row[_T0])
    path[rows, 8] = phase
    return rows + 1


@compiled
def fly(
    first: Array,
    phases: Array,
    plan: Array,
    air: Array,
    drag: Array,
    planet: Array,
    step_s: float,
    path: Array,
) -> int:
    """Fly from the pad to the cut-off.

    Parameters
    ----------
    first : ndarray, shape (6,)
        Earth-fixed position (m) and velocity (m/s) at lift-off.
    phases : ndarray, shape (n, 7)
        Begin and end (s), vacuum thrust (N), mass flow (kg/s), thrust lost per ambient pressure (m2), mass at
        the beginning (kg), drag reference area (m2). Zero thrust coasts.
    plan : ndarray, shape (9,)
        Speed at the kick (m/s), its angle (rad), azimuth (rad), time from which the linear-tangent law steers
        (s), its a and b (1/s), yaw to the left (rad), inertial speed at which the last phase is cut off
        (m/s), time from which there is no more yaw (s).
    air, drag, planet : ndarray
        As for :func:`downrange.physics.kernels.ballistics.derivative`.
    path : ndarray, shape (m, 9)
        Filled after each step (``COLUMNS``).

    Returns
    -------
    int
        Rows of ``path`` that were filled.
    """
    start, y, new, work = first[:3], np.zeros(6), np.empty(6), np.empty((6, 6))
    y[3:] = first[3:]
    time, kicked, last = 0.0, False, phases.shape[0] - 1
    rows = _write(path, 0, time, y, start, phases[0], 0)
    for phase in range(last + 1):
        row = phases[phase]
        while time < row[_T1] - 1e-9:
            mode = _VERTICAL
            if kicked:
                mode = _LAW if time >= plan[_START] - 1e-9 else _TURN
            h = min(step_s, row[_T1] - time)
            if mode == _TURN and time + h > plan[_START]:
                h = max(plan[_START] - time, 1e-6)
            _advance(y, h, time, start, mode, row, plan, air, drag, planet, work, new)
            turning = not kicked and _ground_speed(new) >= plan[_KICK_SPEED]
            ending = phase == last and _inertial_speed(new, start, planet) >= plan[_CUT_OFF]
            if turning or ending:  # end the step where the speed is met
                low, high = 0.0, h
                for _ in range(50):
                    middle = 0.5 * (low + high)
                    _advance(y, middle, time, start, mode, row, plan, air, drag, planet, work, new)
                    speed = _ground_speed(new) if turning else _inertial_speed(new, start, planet)
                    if speed >= (plan[_KICK_SPEED] if turning else plan[_CUT_OFF]):
                        high = middle
                    else:
                        low = middle
                _advance(y, high, time, start, mode, row, plan, air, drag, planet, work, new)
                h = high
            time += h
            y[:] = new
            if turning:
                _kick(y, start, plan, planet)
                kicked = True
            rows = _write(path, rows, time, y, start, row, phase)
            if ending and not turning:
                return rows
            if height_above(start[0] + y[0], start[1] + y[1], start[2] + y[2], planet) < -1000.0:
                return rows
    return rows
