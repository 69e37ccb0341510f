"""The fall of a point mass with drag over a rotating ellipsoid with J2, Dormand and Prince's pair 5(4).

Everything is in the Earth-fixed frame: positions and speeds relative to the rotating Earth, so that the
centrifugal and Coriolis terms stand in the right-hand side (Vallado, Fundamentals of Astrodynamics, 4th
edition, section 8.6; drag relative to the air, equation 8-28). The pair and its error estimate are those of
Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19-26; the step control is that of Hairer, Norsett and
Wanner, Solving Ordinary Differential Equations I (1993), section II.4. Position is integrated as the
displacement from the start, so that a relative tolerance speaks of the path and not of the Earth's radius.
An error in velocity counts by the time that is left for it to grow in.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from downrange.physics.kernels.atmosphere import air_at
from downrange.physics.kernels.compiled import compiled

__all__ = [
    "ALOFT",
    "APART",
    "ATTEMPTS",
    "GROWS",
    "LANDED",
    "LONGEST_S",
    "LOST",
    "MACH_STEP",
    "MOST_GROWTH",
    "SAFETY",
    "Planet",
    "apart",
    "derivative",
    "fall_one",
    "fall_path",
    "height_above",
    "landing",
    "next_step",
    "rates",
    "time_left",
    "time_weight",
]

Array = NDArray[np.float64]
type Vector = tuple[float, float, float]
type Slopes = tuple[Vector, Vector, Vector, Vector, Vector, Vector, Vector]
type Planet = tuple[float, float, float, float, float]

MACH_STEP = 0.05
"""Spacing of a table of drag coefficients, from Mach 0."""

LANDED, ALOFT, LOST = 0.0, 1.0, 2.0
LONGEST_S = 60.0
"""Longest step."""
ATTEMPTS = 200000
GROWS, MOST_GROWTH = 0.8, 2.0
"""Share of the step that the error estimate would allow; the most that a step grows at once."""
SAFETY, APART = 0.5, 0.25
"""What the two estimates of the error are multiplied by: both are blind to some kinks of the tables."""
_PULL = 9.8
_SHORT_S, _LEAST = 3.0, 0.75
_ROUNDING = 4.5e-16


@compiled
def _above(x: float, y: float, z: float, radius: float, second: float) -> float:
    r2 = x * x + y * y + z * z
    r = math.sqrt(r2)
    s = z * z / r2
    q = second * s
    surface = radius * (1.0 - q * (0.5 - q * (0.375 - q * (0.3125 - q * 0.2734375))))
    slant = second * second * s * (1.0 - s) * surface / r
    return (r - surface) * (1.0 - 0.5 * slant)


@compiled
def height_above(x: float, y: float, z: float, planet: Array | Planet) -> float:
    """Height (m) above the ellipsoid of an Earth-fixed position, within 2 mm to 50 km and 2 cm to 400.

    ``planet`` is GM, equatorial radius, second eccentricity squared, J2, rotation (rad/s). The radius of the
    ellipsoid along the position is expanded in the second eccentricity; the slant of the vertical against the
    radius is taken to second order.
    """
    return _above(x, y, z, planet[1], planet[2])


@compiled
def rates(
    x: float, y: float, z: float, v: Vector, body: Vector, air: Array, drag: Array, planet: Planet
) -> Vector:
    """Acceleration (m/s2) at an Earth-fixed position and velocity; arguments as for :func:`derivative`."""
    gm, radius, second, j2, turn = planet
    vx, vy, vz = v
    flat2 = x * x + y * y
    inverse = 1.0 / math.sqrt(flat2 + z * z)
    inverse2 = inverse * inverse
    s = z * z * inverse2
    pull = -gm * inverse2 * inverse
    oblate = 1.5 * j2 * radius * radius * inverse2
    across = pull * (1.0 + oblate * (1.0 - 5.0 * s)) + turn * turn
    ax = across * x + 2.0 * turn * vy
    ay = across * y - 2.0 * turn * vx
    az = pull * (1.0 + oblate * (3.0 - 5.0 * s)) * z
    if body[0] > 0.0:
        q = second * s
        surface = radius * (1.0 - q * (0.5 - q * (0.375 - q * (0.3125 - q * 0.2734375))))
        slant = second * q * (1.0 - s) * surface * inverse
        height = ((flat2 + z * z) * inverse - surface) * (1.0 - 0.5 * slant)
        density, sound, east, north, up = air_at(height, air)
        east += body[1]
        north += body[2]
        if east != 0.0 or north != 0.0 or up != 0.0:
            flat = math.sqrt(flat2)
            level = 1.0 / max(flat, 1e-3)  # over the pole every direction is south
            size = inverse * (1.0 - q)  # the vertical of the ellipsoid, to first order in its flattening
            lean = z * (1.0 + second)
            outward = (up * flat - north * lean) * size * level
            aside = east * level
            vx -= outward * x - aside * y
            vy -= outward * y + aside * x
            vz -= (up * lean + north * flat) * size
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        place = speed / (sound * MACH_STEP)
        index = np.uint64(min(int(place), drag.size - 2))
        share, after = min(place - index, 1.0), index + np.uint64(1)
        brake = 0.5 * density * speed * body[0] * (drag[index] + share * (drag[after] - drag[index]))
        ax -= brake * vx
        ay -= brake * vy
        az -= brake * vz
    return ax, ay, az


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
    ball = (planet[0], planet[1], planet[2], planet[3], planet[4])
    a = rates(x, y, z, (state[3], state[4], state[5]), (body[0], body[1], body[2]), air, drag, ball)
    out[0], out[1], out[2] = state[3], state[4], state[5]
    out[3], out[4], out[5] = a


@compiled
def _add1(y: Vector, h: float, a: float, k: Vector) -> Vector:
    return (
        y[0] + h * (a * k[0]),
        y[1] + h * (a * k[1]),
        y[2] + h * (a * k[2]),
    )


@compiled
def _add2(y: Vector, h: float, a: float, k: Vector, b: float, m: Vector) -> Vector:
    return (
        y[0] + h * (a * k[0] + b * m[0]),
        y[1] + h * (a * k[1] + b * m[1]),
        y[2] + h * (a * k[2] + b * m[2]),
    )


@compiled
def _add3(y: Vector, h: float, a: float, k: Vector, b: float, m: Vector, c: float, n: Vector) -> Vector:
    return (
        y[0] + h * (a * k[0] + b * m[0] + c * n[0]),
        y[1] + h * (a * k[1] + b * m[1] + c * n[1]),
        y[2] + h * (a * k[2] + b * m[2] + c * n[2]),
    )


@compiled
def _add4(
    y: Vector, h: float, a: float, k: Vector, b: float, m: Vector, c: float, n: Vector, d: float, o: Vector
) -> Vector:
    return (
        y[0] + h * (a * k[0] + b * m[0] + c * n[0] + d * o[0]),
        y[1] + h * (a * k[1] + b * m[1] + c * n[1] + d * o[1]),
        y[2] + h * (a * k[2] + b * m[2] + c * n[2] + d * o[2]),
    )


@compiled
def _add5(
    y: Vector,
    h: float,
    a: float,
    k: Vector,
    b: float,
    m: Vector,
    c: float,
    n: Vector,
    d: float,
    o: Vector,
    e: float,
    q: Vector,
) -> Vector:
    return (
        y[0] + h * (a * k[0] + b * m[0] + c * n[0] + d * o[0] + e * q[0]),
        y[1] + h * (a * k[1] + b * m[1] + c * n[1] + d * o[1] + e * q[1]),
        y[2] + h * (a * k[2] + b * m[2] + c * n[2] + d * o[2] + e * q[2]),
    )


@compiled
def _step(
    p: Vector,
    v1: Vector,
    a1: Vector,
    h: float,
    start: Vector,
    body: Vector,
    air: Array,
    drag: Array,
    ball: Planet,
) -> tuple[Vector, Vector, Slopes, Slopes]:
    """Take one step of ``h`` seconds; give displacement, velocity and the seven slopes of both."""
    sx, sy, sz = start
    x = _add1(p, h, 0.2, v1)
    v2 = _add1(v1, h, 0.2, a1)
    a2 = rates(sx + x[0], sy + x[1], sz + x[2], v2, body, air, drag, ball)
    x = _add2(p, h, 3.0 / 40.0, v1, 9.0 / 40.0, v2)
    v3 = _add2(v1, h, 3.0 / 40.0, a1, 9.0 / 40.0, a2)
    a3 = rates(sx + x[0], sy + x[1], sz + x[2], v3, body, air, drag, ball)
    x = _add3(p, h, 44.0 / 45.0, v1, -56.0 / 15.0, v2, 32.0 / 9.0, v3)
    v4 = _add3(v1, h, 44.0 / 45.0, a1, -56.0 / 15.0, a2, 32.0 / 9.0, a3)
    a4 = rates(sx + x[0], sy + x[1], sz + x[2], v4, body, air, drag, ball)
    c1, c2, c3, c4 = 19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0
    x = _add4(p, h, c1, v1, c2, v2, c3, v3, c4, v4)
    v5 = _add4(v1, h, c1, a1, c2, a2, c3, a3, c4, a4)
    a5 = rates(sx + x[0], sy + x[1], sz + x[2], v5, body, air, drag, ball)
    d1, d2, d3, d4, d5 = 9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0
    x = _add5(p, h, d1, v1, d2, v2, d3, v3, d4, v4, d5, v5)
    v6 = _add5(v1, h, d1, a1, d2, a2, d3, a3, d4, a4, d5, a5)
    a6 = rates(sx + x[0], sy + x[1], sz + x[2], v6, body, air, drag, ball)
    b1, b3, b4, b5, b6 = 35.0 / 384.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0
    x = _add5(p, h, b1, v1, b3, v3, b4, v4, b5, v5, b6, v6)
    v7 = _add5(v1, h, b1, a1, b3, a3, b4, a4, b5, a5, b6, a6)
    a7 = rates(sx + x[0], sy + x[1], sz + x[2], v7, body, air, drag, ball)
    return x, v7, (v1, v2, v3, v4, v5, v6, v7), (a1, a2, a3, a4, a5, a6, a7)


@compiled
def _wrong(
    y: float, new: float, h: float, k1: float, k3: float, k4: float, k5: float, k6: float, k7: float,
    rtol: float, atol: float,
) -> float:  # fmt: skip
    """Error estimate of one component, times ``SAFETY``, over its tolerance."""
    estimate = h * (
        71.0 / 57600.0 * k1
        - 71.0 / 16695.0 * k3
        + 71.0 / 1920.0 * k4
        - 17253.0 / 339200.0 * k5
        + 22.0 / 525.0 * k6
        - 1.0 / 40.0 * k7
    )
    return SAFETY * abs(estimate) / (atol + rtol * max(abs(y), abs(new)))


@compiled
def _error(y: Vector, new: Vector, h: float, k: Slopes, rtol: float, atol: float) -> float:
    """Largest error over the tolerances of the three components; written out, since tuples index slowly."""
    k1, _, k3, k4, k5, k6, k7 = k
    first = _wrong(y[0], new[0], h, k1[0], k3[0], k4[0], k5[0], k6[0], k7[0], rtol, atol)
    second = _wrong(y[1], new[1], h, k1[1], k3[1], k4[1], k5[1], k6[1], k7[1], rtol, atol)
    third = _wrong(y[2], new[2], h, k1[2], k3[2], k4[2], k5[2], k6[2], k7[2], rtol, atol)
    return max(first, second, third)


@compiled
def next_step(error: float, failed: bool) -> float:
    """Ratio of the next step to this one: a fourth root where theory has the fifth, which costs less.

    After a step that had to be shortened the next one does not grow: mostly a kink stood in the way.
    """
    if not error <= 1e300:  # no number: far too long
        return 0.2
    most = 1.0 if failed else MOST_GROWTH
    return min(most, max(0.2, GROWS / math.sqrt(math.sqrt(max(error, 1e-10)))))


@compiled
def time_left(place: Vector, v: Vector, height_m: float, ground_m: float) -> float:
    """Time (s) to the ground without air over a flat Earth."""
    x, y, z = place
    up = (x * v[0] + y * v[1] + z * v[2]) / math.sqrt(x * x + y * y + z * z)
    return (up + math.sqrt(up * up + 2.0 * _PULL * max(height_m - ground_m, 0.0))) / _PULL


@compiled
def time_weight(left_s: float) -> float:
    """Weight of an error in velocity: it grows into one of place with the time that is left."""
    return max(_LEAST, left_s / _SHORT_S)


@compiled
def apart(
    p: float, x: float, v: float, w: float, a: float, b: float, h: float, rtol: float, atol: float
) -> float:
    """Step of one component against Hermite's rule over its ends: a second estimate, blind elsewhere.

    The rule is the trapezoid with its correction at the ends (Davis and Rabinowitz, Methods of Numerical
    Integration, 2nd edition (1984), section 2.9), of the same order as the pair's own estimate; what rounding
    alone makes of the difference does not count.
    """
    found = abs((x - p) / h - 0.5 * (v + w) - h / 12.0 * (a - b)) - _ROUNDING * abs(x) / h
    return APART * found / (atol + rtol * max(abs(v), abs(w)))


@compiled
def _apart(
    p: Vector, x: Vector, v: Vector, w: Vector, a: Vector, b: Vector, h: float, rtol: float, atol: float
) -> float:
    first = apart(p[0], x[0], v[0], w[0], a[0], b[0], h, rtol, atol)
    second = apart(p[1], x[1], v[1], w[1], a[1], b[1], h, rtol, atol)
    third = apart(p[2], x[2], v[2], w[2], a[2], b[2], h, rtol, atol)
    return max(first, second, third)


@compiled
def _height(p: Vector, start: Vector, ball: Planet) -> float:
    return _above(start[0] + p[0], start[1] + p[1], start[2] + p[2], ball[1], ball[2])


@compiled
def _between(y: float, new: float, h: float, k: Slopes, j: int, share: float) -> float:
    """One component at a share of the step: Hermite's cubic plus Shampine's quartic term."""
    left = 1.0 - share
    rise = new - y
    bend = h * k[0][j] - rise
    quartic = rise - h * k[6][j] - bend
    dense = h * (
        -12715105075.0 / 11282082432.0 * k[0][j]
        + 87487479700.0 / 32700410799.0 * k[2][j]
        - 10690763975.0 / 1880347072.0 * k[3][j]
        + 701980252875.0 / 199316789632.0 * k[4][j]
        - 1453857185.0 / 822651844.0 * k[5][j]
        + 69997945.0 / 29380423.0 * k[6][j]
    )
    return y + share * (rise + left * (bend + share * (quartic + left * dense)))


@compiled
def _touch(
    p: Vector, new: Vector, h: float, k: Slopes, start: Vector, ball: Planet, ground_m: float
) -> float:
    """Find the share of a step at which the ground is reached: false position on the dense output.

    The Illinois rule halves the value of an end that stays (Dowell and Jarratt, BIT 11 (1971) 168-174).
    """
    low, high = 0.0, 1.0
    above = _height(p, start, ball) - ground_m
    below = _height(new, start, ball) - ground_m
    side = 0
    for _ in range(60):
        if (high - low) * h < 1e-9 or below == 0.0:
            break
        share = low + (high - low) * above / (above - below)
        place = (
            _between(p[0], new[0], h, k, 0, share),
            _between(p[1], new[1], h, k, 1, share),
            _between(p[2], new[2], h, k, 2, share),
        )
        found = _height(place, start, ball) - ground_m
        if abs(found) < 1e-7:
            return share
        if found > 0.0:
            low, above = share, found
            below *= 0.5 if side == 1 else 1.0
            side = 1
        else:
            high, below = share, found
            above *= 0.5 if side == -1 else 1.0
            side = -1
    return high


@compiled
def landing(
    p: Vector, v: Vector, a: Vector, h: float, start: Vector, body: Vector, air: Array, drag: Array,
    ball: Planet, ground_m: float,
) -> tuple[float, Vector, Vector]:  # fmt: skip
    """End a step of ``h`` seconds at the ground: its length, displacement and velocity there."""
    x, _, slopes, _ = _step(p, v, a, h, start, body, air, drag, ball)
    h *= _touch(p, x, h, slopes, start, ball, ground_m)
    x, w, _, _ = _step(p, v, a, h, start, body, air, drag, ball)
    return h, x, w


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
    start = (first[0], first[1], first[2])
    thing = (body[0], body[1], body[2])
    ball = (planet[0], planet[1], planet[2], planet[3], planet[4])
    rtol, atol, ground, longest = limits[0], limits[1], limits[2], limits[3]
    p, v = (0.0, 0.0, 0.0), (first[3], first[4], first[5])
    a = rates(start[0], start[1], start[2], v, thing, air, drag, ball)
    height = _height(p, start, ball)
    most = time_left(start, v, height, ground)
    time, h, rows, status, failed = 0.0, min(1.0, longest), 0, LOST, False
    for _ in range(ATTEMPTS):
        if time >= longest:
            status = ALOFT
            break
        h = min(h, LONGEST_S, longest - time)
        x, w, kv, ka = _step(p, v, a, h, start, thing, air, drag, ball)
        weight = time_weight(most - time)
        error = max(_error(p, x, h, kv, rtol, atol), weight * _error(v, w, h, ka, rtol, atol))
        error = max(error, weight * _apart(p, x, v, w, ka[0], ka[6], h, rtol, atol))
        if not error <= 1.0:
            h *= next_step(error, failed)
            failed = True
            continue
        there = _height(x, start, ball)
        if there <= ground and there < height:  # going down: a start on the ground itself is no landing
            h, p, v = landing(p, v, a, h, start, thing, air, drag, ball, ground)
            time += h
            status = LANDED
            break
        time += h
        p, v, a, height = x, w, ka[6], there
        if rows < path.shape[0]:
            _keep(path[rows], time, p, v, start)
            rows += 1
        h *= next_step(error, failed)
        failed = False
    for j in range(3):
        out[j] = start[j] + p[j]
        out[3 + j] = v[j]
    out[6] = time
    out[7] = status
    return rows


@compiled
def _keep(row: Array, time: float, p: Vector, v: Vector, start: Vector) -> None:
    row[0] = time
    for j in range(3):
        row[1 + j] = start[j] + p[j]
        row[4 + j] = v[j]


@compiled
def fall_path(
    first: Array, body: Array, air: Array, drag: Array, planet: Array, limits: Array, rows: int
) -> tuple[Array, Array]:
    """Follow one body and keep its path: the end as :func:`fall_one`, and (m, 7) time, position, velocity."""
    out, path = np.empty(8), np.empty((rows, 7))
    filled = fall_one(first, body, air, drag, planet, limits, out, path)
    return out, path[:filled].copy()
