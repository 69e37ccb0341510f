"""The fall of a point mass with drag over a rotating ellipsoid with J2, Dormand and Prince's pair 5(4).

Everything is in the Earth-fixed frame: positions and speeds relative to the rotating Earth, so that the
centrifugal and Coriolis terms stand in the right-hand side (Vallado, Fundamentals of Astrodynamics, 4th
edition, section 8.6; drag relative to the air, equation 8-28). The pair and its error estimate are those of
Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19-26; the step control is that of Hairer, Norsett and
Wanner, Solving Ordinary Differential Equations I (1993), section II.4. Position is integrated as the
displacement from the start, so that a relative tolerance speaks of the path and not of the Earth's radius.
"""

from __future__ import annotations

import math

import numpy as np
from numba import prange
from numpy.typing import NDArray

from downrange.physics.kernels.atmosphere import air_at
from downrange.physics.kernels.compiled import compiled, compiled_parallel

__all__ = ["MACH_STEP", "derivative", "fall_all", "fall_one", "fall_path", "height_above"]

Array = NDArray[np.float64]

MACH_STEP = 0.05
"""Spacing of a table of drag coefficients, from Mach 0."""

LANDED, ALOFT, LOST = 0.0, 1.0, 2.0
_LONGEST_S = 60.0
_ATTEMPTS = 200000


@compiled
def height_above(x: float, y: float, z: float, planet: Array) -> float:
    """Height (m) above the ellipsoid of an Earth-fixed position, within 2 mm to 50 km and 2 cm to 400.

    ``planet`` is GM, equatorial radius, second eccentricity squared, J2, rotation (rad/s). The radius of the
    ellipsoid along the position is expanded in the second eccentricity; the slant of the vertical against the
    radius is taken to second order.
    """
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    s = z * z / r2
    q = planet[2] * s
    surface = planet[1] * (1.0 - q * (0.5 - q * (0.375 - q * (0.3125 - q * 0.2734375))))
    slant = planet[2] * planet[2] * s * (1.0 - s) * surface / r
    height: float = (r - surface) * (1.0 - 0.5 * slant)
    return height


@compiled
def derivative(
    state: Array, start: Array, body: Array, air: Array, drag: Array, planet: Array, out: Array
) -> None:
    """Right-hand side: rate of displacement and velocity.

    Parameters
    ----------
    state : ndarray, shape (6,)
        Displacement from ``start`` (m) and velocity (m/s), Earth-fixed.
    start : ndarray, shape (3,)
        Position at time zero, m.
    body : ndarray, shape (3,)
        Reference area over mass (m2/kg); wind added to the table's, to the east and to the north (m/s).
    air, drag, planet : ndarray
        Table of air (:func:`air_at`); drag coefficient every ``MACH_STEP``; the planet as in
        :func:`height_above`.
    out : ndarray, shape (6,)
        Filled with the rates.
    """
    x, y, z = start[0] + state[0], start[1] + state[1], start[2] + state[2]
    vx, vy, vz = state[3], state[4], state[5]
    flat2 = x * x + y * y
    r2 = flat2 + z * z
    r = math.sqrt(r2)
    s = z * z / r2
    pull = -planet[0] / (r2 * r)
    oblate = 1.5 * planet[3] * planet[1] * planet[1] / r2
    turn = planet[4]
    across = pull * (1.0 + oblate * (1.0 - 5.0 * s)) + turn * turn
    ax = across * x + 2.0 * turn * vy
    ay = across * y - 2.0 * turn * vx
    az = pull * (1.0 + oblate * (3.0 - 5.0 * s)) * z
    if body[0] > 0.0:
        q = planet[2] * s
        surface = planet[1] * (1.0 - q * (0.5 - q * (0.375 - q * (0.3125 - q * 0.2734375))))
        slant = planet[2] * planet[2] * s * (1.0 - s) * surface / r
        density, sound, east, north, up = air_at((r - surface) * (1.0 - 0.5 * slant), air)
        east += body[1]
        north += body[2]
        if east != 0.0 or north != 0.0 or up != 0.0:
            flat = math.sqrt(flat2)
            lean = z * (1.0 + planet[2])  # the vertical of the ellipsoid, to first order in its flattening
            size = math.sqrt(flat2 + lean * lean)
            outward = (up * flat - north * lean) / (size * flat)
            vx -= outward * x - east * y / flat
            vy -= outward * y + east * x / flat
            vz -= (up * lean + north * flat) / size
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        place = speed / (sound * MACH_STEP)
        last = drag.size - 2
        index = min(int(place), last)
        share = min(place - index, 1.0)
        brake = 0.5 * density * speed * body[0] * (drag[index] + share * (drag[index + 1] - drag[index]))
        ax -= brake * vx
        ay -= brake * vy
        az -= brake * vz
    out[0], out[1], out[2] = state[3], state[4], state[5]
    out[3], out[4], out[5] = ax, ay, az


@compiled
def _step(
    y: Array,
    h: float,
    k: Array,
    new: Array,
    start: Array,
    body: Array,
    air: Array,
    drag: Array,
    planet: Array,
) -> None:
    """Take one step of ``h`` seconds from ``y`` (whose rate is ``k[0]``) to ``new``; fills ``k[1:]``."""
    for j in range(6):
        new[j] = y[j] + h * (0.2 * k[0, j])
    derivative(new, start, body, air, drag, planet, k[1])
    for j in range(6):
        new[j] = y[j] + h * (3.0 / 40.0 * k[0, j] + 9.0 / 40.0 * k[1, j])
    derivative(new, start, body, air, drag, planet, k[2])
    for j in range(6):
        new[j] = y[j] + h * (44.0 / 45.0 * k[0, j] - 56.0 / 15.0 * k[1, j] + 32.0 / 9.0 * k[2, j])
    derivative(new, start, body, air, drag, planet, k[3])
    for j in range(6):
        new[j] = y[j] + h * (
            19372.0 / 6561.0 * k[0, j]
            - 25360.0 / 2187.0 * k[1, j]
            + 64448.0 / 6561.0 * k[2, j]
            - 212.0 / 729.0 * k[3, j]
        )
    derivative(new, start, body, air, drag, planet, k[4])
    for j in range(6):
        new[j] = y[j] + h * (
            9017.0 / 3168.0 * k[0, j]
            - 355.0 / 33.0 * k[1, j]
            + 46732.0 / 5247.0 * k[2, j]
            + 49.0 / 176.0 * k[3, j]
            - 5103.0 / 18656.0 * k[4, j]
        )
    derivative(new, start, body, air, drag, planet, k[5])
    for j in range(6):
        new[j] = y[j] + h * (
            35.0 / 384.0 * k[0, j]
            + 500.0 / 1113.0 * k[2, j]
            + 125.0 / 192.0 * k[3, j]
            - 2187.0 / 6784.0 * k[4, j]
            + 11.0 / 84.0 * k[5, j]
        )
    derivative(new, start, body, air, drag, planet, k[6])


@compiled
def _error(y: Array, new: Array, h: float, k: Array, rtol: float, atol: float) -> float:
    """Largest error estimate over the tolerance of its component."""
    largest = 0.0
    for j in range(6):
        estimate = h * (
            71.0 / 57600.0 * k[0, j]
            - 71.0 / 16695.0 * k[2, j]
            + 71.0 / 1920.0 * k[3, j]
            - 17253.0 / 339200.0 * k[4, j]
            + 22.0 / 525.0 * k[5, j]
            - 1.0 / 40.0 * k[6, j]
        )
        largest = max(largest, abs(estimate) / (atol + rtol * max(abs(y[j]), abs(new[j]))))
    return largest


@compiled
def _height(state: Array, start: Array, planet: Array) -> float:
    return height_above(start[0] + state[0], start[1] + state[1], start[2] + state[2], planet)


@compiled
def _between(y: Array, new: Array, h: float, k: Array, share: float, out: Array) -> None:
    """Fill ``out`` with the state at a share of the step: Hermite's cubic plus Shampine's quartic term."""
    b1 = 1.0 - share
    for j in range(6):
        rise = new[j] - y[j]
        bend = h * k[0, j] - rise
        quartic = rise - h * k[6, j] - bend
        dense = h * (
            -12715105075.0 / 11282082432.0 * k[0, j]
            + 87487479700.0 / 32700410799.0 * k[2, j]
            - 10690763975.0 / 1880347072.0 * k[3, j]
            + 701980252875.0 / 199316789632.0 * k[4, j]
            - 1453857185.0 / 822651844.0 * k[5, j]
            + 69997945.0 / 29380423.0 * k[6, j]
        )
        out[j] = y[j] + share * (rise + b1 * (bend + share * (quartic + b1 * dense)))


@compiled
def _touch(
    y: Array, new: Array, h: float, k: Array, start: Array, planet: Array, ground_m: float, out: Array
) -> float:
    """Find the share of a step at which the ground is reached, by bisection on the dense output."""
    low, high = 0.0, 1.0
    for _ in range(60):
        middle = 0.5 * (low + high)
        _between(y, new, h, k, middle, out)
        if _height(out, start, planet) > ground_m:
            low = middle
        else:
            high = middle
        if (high - low) * h < 1e-9:
            break
    return high


@compiled
def fall_one(
    first: Array, body: Array, air: Array, drag: Array, planet: Array, limits: Array, out: Array, path: Array
) -> int:
    """Follow one body to the ground.

    Parameters
    ----------
    first : ndarray, shape (6,)
        Earth-fixed position (m) and velocity (m/s) at time zero.
    body, air, drag, planet : ndarray
        As for :func:`derivative`.
    limits : ndarray, shape (4,)
        Relative tolerance, absolute tolerance (m, m/s), height of the ground (m), longest time (s).
    out : ndarray, shape (8,)
        Filled with position and velocity at the end, the time, and 0 landed, 1 still aloft, 2 lost.
    path : ndarray, shape (n, 7)
        Filled with time, position and velocity after each accepted step while rows last.

    Returns
    -------
    int
        Rows of ``path`` that were filled.
    """
    y, new, k, start = np.zeros(6), np.empty(6), np.empty((7, 6)), first[:3]
    y[3:] = first[3:]
    time, h, rows, state = 0.0, min(1.0, limits[3]), 0, LOST
    derivative(y, start, body, air, drag, planet, k[0])
    for _ in range(_ATTEMPTS):
        if time >= limits[3]:
            state = ALOFT
            break
        h = min(h, _LONGEST_S, limits[3] - time)
        _step(y, h, k, new, start, body, air, drag, planet)
        error = _error(y, new, h, k, limits[0], limits[1])
        if not error <= 1.0:
            h *= max(0.2, 0.8 * error**-0.2) if error > 1.0 else 0.2
            continue
        if _height(new, start, planet) <= limits[2] and _falling(y, new, start, planet):
            h *= _touch(y, new, h, k, start, planet, limits[2], out)
            _step(y, h, k, new, start, body, air, drag, planet)
            time += h
            y[:] = new
            state = LANDED
            break
        time += h
        y[:] = new
        k[0] = k[6]
        if rows < path.shape[0]:
            path[rows, 0] = time
            path[rows, 1:4] = start + y[:3]
            path[rows, 4:7] = y[3:]
            rows += 1
        h *= min(10.0, 0.8 * max(error, 1e-10) ** -0.2)
    out[:3] = start + y[:3]
    out[3:6] = y[3:]
    out[6] = time
    out[7] = state
    return rows


@compiled
def _falling(y: Array, new: Array, start: Array, planet: Array) -> bool:
    """Say whether the step went down, so that a start on the ground itself is no landing."""
    return _height(new, start, planet) < _height(y, start, planet)


@compiled_parallel
def fall_all(first: Array, body: Array, air: Array, drag: Array, planet: Array, limits: Array) -> Array:
    """Follow many bodies, one row each of ``first`` (n, 6), ``body`` (n, 3); give (n, 8) as :func:`fall_one`.

    Each fall depends on its own row only, so the result is the same for any number of threads.
    """
    count = first.shape[0]
    out = np.empty((count, 8))
    for i in prange(count):
        fall_one(first[i], body[i], air, drag, planet, limits, out[i], np.empty((0, 7)))
    return out


@compiled
def fall_path(
    first: Array, body: Array, air: Array, drag: Array, planet: Array, limits: Array, rows: int
) -> tuple[Array, Array]:
    """Follow one body and keep its path: the end as :func:`fall_one`, and (m, 7) time, position, velocity."""
    out, path = np.empty(8), np.empty((rows, 7))
    filled = fall_one(first, body, air, drag, planet, limits, out, path)
    return out, path[:filled].copy()
