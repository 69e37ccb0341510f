"""Many falls at once: eight bodies side by side, so that one instruction works on all of them.

The same equations and steps as :func:`downrange.physics.kernels.ballistics.fall_one`, laid out in rows of one
buffer with one column (lane) for each body; the compiler turns every loop over the lanes
into vector instructions, and only the look-ups in tables stay one by one. Each lane has its own step size,
and takes the next body when its own has landed, so a result depends neither on its neighbours nor on the
number of threads.
"""

from __future__ import annotations

import math

import numpy as np
from numba import prange
from numpy.typing import NDArray

from downrange.physics.kernels.atmosphere import air_of
from downrange.physics.kernels.ballistics import (
    ALOFT,
    ATTEMPTS,
    LANDED,
    LONGEST_S,
    LOST,
    MACH_STEP,
    SAFETY,
    Planet,
    apart,
    height_above,
    landing,
    next_step,
    rates,
    time_left,
    time_weight,
)
from downrange.physics.kernels.compiled import compiled, compiled_parallel

__all__ = ["LANES", "fall_all", "fall_each"]

Array = NDArray[np.float64]
Counts = NDArray[np.int64]

LANES = 8
_CHUNK = 256  # bodies that one thread works through before it asks for more

# rows of the buffer, LANES numbers each; what moves has six rows: displacement or place, and velocity
_SIX = 6 * LANES
_START, _STATE, _NEW, _STAGE = 0, _SIX, 2 * _SIX, 3 * _SIX
_SLOPES = 4 * _SIX  # seven of six rows each
_X, _W = _STAGE, _STAGE + 3 * LANES
_AREA, _EAST, _NORTH, _H, _TIME, _HEIGHT, _ERROR, _FLAG = (_SLOPES + LANES * row for row in range(42, 50))
_INVERSE, _FLAT2, _SINE2, _LEVEL, _DENSITY, _SOUND, _TO_EAST, _TO_NORTH, _UP = (
    _SLOPES + LANES * row for row in range(50, 59)
)
_UX, _UY, _UZ, _SPEED, _PLACE, _DRAG = (_SLOPES + LANES * row for row in range(59, 65))
_TRIES, _TAKEN, _FAILED = (_SLOPES + LANES * row for row in range(65, 68))
_MOST, _WEIGHT = (_SLOPES + LANES * row for row in range(68, 70))
_SIZE = _SLOPES + LANES * 70

_GOING, _DOWN, _LATE, _HOPELESS = 0.0, 1.0, 2.0, 3.0


@compiled
def _accelerations(
    b: Array, out: int, airs: Array, begin: Counts, drag: Array, planet: Planet
) -> None:  # fmt: skip
    """Fill the rows from ``out`` with the acceleration at the place and velocity of the stage.

    The equations of :func:`downrange.physics.kernels.ballistics.rates`, in its order.
    """
    gm, radius, second, j2, turn = planet
    for i in range(LANES):
        x, y, z = b[_X + i], b[_X + LANES + i], b[_X + 2 * LANES + i]
        flat2 = x * x + y * y
        inverse = 1.0 / math.sqrt(flat2 + z * z)
        s = z * z * (inverse * inverse)
        q = second * s
        surface = radius * (1.0 - q * (0.5 - q * (0.375 - q * (0.3125 - q * 0.2734375))))
        slant = second * q * (1.0 - s) * surface * inverse
        b[_LEVEL + i] = ((flat2 + z * z) * inverse - surface) * (1.0 - 0.5 * slant)
        b[_INVERSE + i], b[_FLAT2 + i], b[_SINE2 + i] = inverse, flat2, s
    for i in range(LANES):
        found = air_of(b[_LEVEL + i], airs, begin[i])
        b[_DENSITY + i], b[_SOUND + i], b[_TO_EAST + i], b[_TO_NORTH + i], b[_UP + i] = found
    for i in range(LANES):
        x, y, z = b[_X + i], b[_X + LANES + i], b[_X + 2 * LANES + i]
        east, north, up = b[_TO_EAST + i] + b[_EAST + i], b[_TO_NORTH + i] + b[_NORTH + i], b[_UP + i]
        flat = math.sqrt(b[_FLAT2 + i])
        level = 1.0 / max(flat, 1e-3)
        size = b[_INVERSE + i] * (1.0 - second * b[_SINE2 + i])
        lean = z * (1.0 + second)
        outward = (up * flat - north * lean) * size * level
        aside = east * level
        vx = b[_W + i] - (outward * x - aside * y)
        vy = b[_W + LANES + i] - (outward * y + aside * x)
        vz = b[_W + 2 * LANES + i] - (up * lean + north * flat) * size
        speed = math.sqrt(vx * vx + vy * vy + vz * vz)
        b[_UX + i], b[_UY + i], b[_UZ + i], b[_SPEED + i] = vx, vy, vz, speed
        b[_PLACE + i] = speed / (b[_SOUND + i] * MACH_STEP)
    for i in range(LANES):
        place = b[_PLACE + i]
        index = np.uint64(min(int(place), drag.size - 2))
        share, after = min(place - index, 1.0), index + np.uint64(1)
        b[_DRAG + i] = drag[index] + share * (drag[after] - drag[index])
    for i in range(LANES):
        x, y, z = b[_X + i], b[_X + LANES + i], b[_X + 2 * LANES + i]
        inverse, s = b[_INVERSE + i], b[_SINE2 + i]
        inverse2 = inverse * inverse
        pull = -gm * inverse2 * inverse
        oblate = 1.5 * j2 * radius * radius * inverse2
        across = pull * (1.0 + oblate * (1.0 - 5.0 * s)) + turn * turn
        brake = 0.5 * b[_DENSITY + i] * b[_SPEED + i] * b[_AREA + i] * b[_DRAG + i]
        b[out + i] = across * x + 2.0 * turn * b[_W + LANES + i] - brake * b[_UX + i]
        b[out + LANES + i] = across * y - 2.0 * turn * b[_W + i] - brake * b[_UY + i]
        b[out + 2 * LANES + i] = pull * (1.0 + oblate * (3.0 - 5.0 * s)) * z - brake * b[_UZ + i]


@compiled
def _mix(b: Array, c1: float, c2: float, c3: float, c4: float, c5: float, number: int) -> None:
    """Fill the rows of the new state with the weighted sum of the first slopes."""
    k1, k2, k3, k4, k5 = (
        _SLOPES, _SLOPES + _SIX, _SLOPES + 2 * _SIX, _SLOPES + 3 * _SIX, _SLOPES + 4 * _SIX,
    )  # fmt: skip
    if number == 1:
        for m in range(_SIX):
            b[_NEW + m] = c1 * b[k1 + m]
    elif number == 2:
        for m in range(_SIX):
            b[_NEW + m] = c1 * b[k1 + m] + c2 * b[k2 + m]
    elif number == 3:
        for m in range(_SIX):
            b[_NEW + m] = c1 * b[k1 + m] + c2 * b[k2 + m] + c3 * b[k3 + m]
    elif number == 4:
        for m in range(_SIX):
            b[_NEW + m] = c1 * b[k1 + m] + c2 * b[k2 + m] + c3 * b[k3 + m] + c4 * b[k4 + m]
    else:
        for m in range(_SIX):
            found = c1 * b[k1 + m] + c2 * b[k2 + m] + c3 * b[k3 + m] + c4 * b[k4 + m]
            b[_NEW + m] = found + c5 * b[k5 + m]


@compiled
def _last_mix(b: Array) -> None:
    """Fill the rows of the new state with the weights of the fifth order; the second slope has none."""
    k1, k3, k4, k5, k6 = (
        _SLOPES, _SLOPES + 2 * _SIX, _SLOPES + 3 * _SIX, _SLOPES + 4 * _SIX, _SLOPES + 5 * _SIX,
    )  # fmt: skip
    c1, c3, c4, c5, c6 = 35.0 / 384.0, 500.0 / 1113.0, 125.0 / 192.0, -2187.0 / 6784.0, 11.0 / 84.0
    for m in range(_SIX):
        found = c1 * b[k1 + m] + c3 * b[k3 + m] + c4 * b[k4 + m] + c5 * b[k5 + m]
        b[_NEW + m] = found + c6 * b[k6 + m]


@compiled
def _slope(b: Array, stage: int, airs: Array, begin: Counts, drag: Array, planet: Planet) -> None:
    """Go to a stage from the mix of slopes, and find the slope there."""
    slope = _SLOPES + stage * _SIX
    for row in range(6):
        for i in range(LANES):
            m = row * LANES + i
            new = b[_STATE + m] + b[_H + i] * b[_NEW + m]
            b[_NEW + m] = new
            b[_STAGE + m] = b[_START + m] + new
    for m in range(3 * LANES):
        b[slope + m] = b[_W + m]
    _accelerations(b, slope + 3 * LANES, airs, begin, drag, planet)


@compiled
def _stages(b: Array, airs: Array, begin: Counts, drag: Array, planet: Planet) -> None:
    """Take one step of every lane: the slopes two to seven and the new state.

    Weights: Dormand and Prince, J. Comput. Appl. Math. 6 (1980) 19-26, table 2, RK5(4)7M.
    """
    _mix(b, 0.2, 0.0, 0.0, 0.0, 0.0, 1)
    _slope(b, 1, airs, begin, drag, planet)
    _mix(b, 3.0 / 40.0, 9.0 / 40.0, 0.0, 0.0, 0.0, 2)
    _slope(b, 2, airs, begin, drag, planet)
    _mix(b, 44.0 / 45.0, -56.0 / 15.0, 32.0 / 9.0, 0.0, 0.0, 3)
    _slope(b, 3, airs, begin, drag, planet)
    _mix(b, 19372.0 / 6561.0, -25360.0 / 2187.0, 64448.0 / 6561.0, -212.0 / 729.0, 0.0, 4)
    _slope(b, 4, airs, begin, drag, planet)
    _mix(b, 9017.0 / 3168.0, -355.0 / 33.0, 46732.0 / 5247.0, 49.0 / 176.0, -5103.0 / 18656.0, 5)
    _slope(b, 5, airs, begin, drag, planet)
    _last_mix(b)
    _slope(b, 6, airs, begin, drag, planet)


@compiled
def _errors(b: Array, rtol: float, atol: float) -> None:
    """Fill the largest error of each lane over its tolerance, as ``fall_one`` does."""
    k1, k3, k4, k5, k6, k7 = (
        _SLOPES, _SLOPES + 2 * _SIX, _SLOPES + 3 * _SIX, _SLOPES + 4 * _SIX, _SLOPES + 5 * _SIX,
        _SLOPES + 6 * _SIX,
    )  # fmt: skip
    e1, e3, e4, e5 = 71.0 / 57600.0, -71.0 / 16695.0, 71.0 / 1920.0, -17253.0 / 339200.0
    e6, e7 = 22.0 / 525.0, -1.0 / 40.0
    for m in range(_SIX):
        estimate = e1 * b[k1 + m] + e3 * b[k3 + m] + e4 * b[k4 + m] + e5 * b[k5 + m]
        b[_STAGE + m] = estimate + e6 * b[k6 + m] + e7 * b[k7 + m]
    for i in range(LANES):
        b[_ERROR + i], b[_WEIGHT + i] = 0.0, time_weight(b[_MOST + i] - b[_TIME + i])
    for row in range(6):
        for i in range(LANES):
            m = row * LANES + i
            size = max(abs(b[_STATE + m]), abs(b[_NEW + m]))
            wrong = SAFETY * abs(b[_H + i] * b[_STAGE + m]) / (atol + rtol * size)
            wrong *= b[_WEIGHT + i] if row > 2 else 1.0
            b[_ERROR + i] = wrong if not wrong <= b[_ERROR + i] else b[_ERROR + i]
    for row in range(3):
        for i in range(LANES):
            m, n = row * LANES + i, (row + 3) * LANES + i
            wrong = b[_WEIGHT + i] * apart(
                b[_STATE + m], b[_NEW + m], b[_STATE + n], b[_NEW + n], b[k1 + n], b[k7 + n], b[_H + i],
                rtol, atol,
            )  # fmt: skip
            b[_ERROR + i] = wrong if not wrong <= b[_ERROR + i] else b[_ERROR + i]


@compiled
def _judge(b: Array, limits: Array) -> None:
    """Judge the step of every lane as ``fall_one`` does: take it or shorten it, and flag falls that end."""
    ground, longest = limits[2], limits[3]
    for i in range(LANES):
        error, there, h = b[_ERROR + i], b[_LEVEL + i], b[_H + i]
        good = error <= 1.0
        down = good and there <= ground and there < b[_HEIGHT + i]
        taken = good and not down
        time = b[_TIME + i] + (h if taken else 0.0)
        tries = b[_TRIES + i] + 1.0
        longer = h * next_step(error, b[_FAILED + i] > 0.0)
        b[_H + i] = h if down else min(longer, LONGEST_S, longest - time)
        b[_HEIGHT + i] = there if taken else b[_HEIGHT + i]
        b[_TIME + i], b[_TRIES + i], b[_TAKEN + i] = time, tries, (1.0 if taken else 0.0)
        b[_FAILED + i] = 0.0 if good else 1.0
        b[_FLAG + i] = _DOWN if down else _LATE if time >= longest else _GOING
        if tries >= ATTEMPTS and not down:
            b[_FLAG + i] = _HOPELESS
    first, last = _SLOPES, _SLOPES + 6 * _SIX
    for row in range(6):
        for i in range(LANES):
            m = row * LANES + i
            taken = b[_TAKEN + i] > 0.0
            b[_STATE + m] = b[_NEW + m] if taken else b[_STATE + m]
            b[first + m] = b[last + m] if taken else b[first + m]


@compiled
def _load(
    b: Array, i: int, first: Array, body: Array, air: Array, drag: Array, planet: Planet, limits: Array
) -> None:
    """Put a body into a lane at time zero, with its first slope."""
    ground, longest = limits[2], limits[3]
    v, thing = (first[3], first[4], first[5]), (body[0], body[1], body[2])
    a = rates(first[0], first[1], first[2], v, thing, air, drag, planet)
    for j in range(3):
        b[_START + j * LANES + i], b[_START + (3 + j) * LANES + i] = first[j], 0.0
        b[_STATE + j * LANES + i], b[_STATE + (3 + j) * LANES + i] = 0.0, first[3 + j]
        b[_SLOPES + j * LANES + i] = first[3 + j]
    b[_SLOPES + 3 * LANES + i], b[_SLOPES + 4 * LANES + i], b[_SLOPES + 5 * LANES + i] = a
    b[_AREA + i], b[_EAST + i], b[_NORTH + i] = thing
    b[_H + i], b[_TIME + i], b[_TRIES + i], b[_FAILED + i] = min(1.0, longest), 0.0, 0.0, 0.0
    b[_HEIGHT + i] = height_above(first[0], first[1], first[2], planet)
    b[_MOST + i] = time_left((first[0], first[1], first[2]), v, b[_HEIGHT + i], ground)


@compiled
def _land(b: Array, i: int, air: Array, drag: Array, planet: Planet, ground_m: float, out: Array) -> None:
    """End the fall of a lane inside its step, one body by itself."""
    start = (b[_START + i], b[_START + LANES + i], b[_START + 2 * LANES + i])
    p = (b[_STATE + i], b[_STATE + LANES + i], b[_STATE + 2 * LANES + i])
    v = (b[_STATE + 3 * LANES + i], b[_STATE + 4 * LANES + i], b[_STATE + 5 * LANES + i])
    a = (b[_SLOPES + 3 * LANES + i], b[_SLOPES + 4 * LANES + i], b[_SLOPES + 5 * LANES + i])
    thing = (b[_AREA + i], b[_EAST + i], b[_NORTH + i])
    h, p, v = landing(p, v, a, b[_H + i], start, thing, air, drag, planet, ground_m)
    for j in range(3):
        out[j], out[3 + j] = start[j] + p[j], v[j]
    out[6], out[7] = b[_TIME + i] + h, LANDED


@compiled
def _end(b: Array, i: int, air: Array, drag: Array, planet: Planet, ground_m: float, out: Array) -> None:
    """Write the end of a flagged lane."""
    flag = b[_FLAG + i]
    if flag == _DOWN:
        _land(b, i, air, drag, planet, ground_m, out)
        return
    for row in range(6):
        out[row] = b[_START + row * LANES + i] + b[_STATE + row * LANES + i]
    out[6], out[7] = b[_TIME + i], ALOFT if flag == _LATE else LOST


@compiled
def _work(
    first: Array, body: Array, airs: Array, drag: Array, planet: Planet, limits: Array, out: Array
) -> None:
    """Follow the bodies of one chunk, eight at a time."""
    b, which, who = np.zeros(_SIZE), np.zeros(LANES, np.int64), np.full(LANES, -1)
    count, following, busy = first.shape[0], 0, 0
    one, rows = airs.shape[0] == 1, airs.shape[1] * airs.shape[2]
    flat = airs.reshape(airs.size)
    for i in range(LANES):  # a lane without a body idles on the first one, with steps of no length
        mine = min(following, count - 1)
        which[i] = 0 if one else mine
        _load(b, i, first[mine], body[mine], airs[which[i]], drag, planet, limits)
        if following < count:
            who[i], following, busy = following, following + 1, busy + 1
        else:
            b[_H + i] = 0.0
    begin = which * rows
    while busy > 0:
        _stages(b, flat, begin, drag, planet)
        _errors(b, limits[0], limits[1])
        _judge(b, limits)
        for i in range(LANES):
            if b[_FLAG + i] == _GOING or who[i] < 0:
                continue
            _end(b, i, airs[which[i]], drag, planet, limits[2], out[who[i]])
            who[i], busy, b[_H + i] = -1, busy - 1, 0.0
            if following < count:
                which[i] = 0 if one else following
                begin[i] = which[i] * rows
                _load(b, i, first[following], body[following], airs[which[i]], drag, planet, limits)
                who[i], following, busy = following, following + 1, busy + 1


@compiled_parallel
def fall_each(first: Array, body: Array, airs: Array, drag: Array, planet: Array, limits: Array) -> Array:
    """Follow many bodies to the ground.

    Parameters
    ----------
    first : ndarray, shape (n, 6)
        Earth-fixed positions (m) and velocities (m/s) at time zero.
    body : ndarray, shape (n, 3)
        As for :func:`downrange.physics.kernels.ballistics.derivative`, one row for each.
    airs : ndarray, shape (n, rows, 5) or (1, rows, 5)
        Tables of air, one for each body or one for all.
    drag, planet, limits : ndarray
        As for :func:`downrange.physics.kernels.ballistics.fall_one`.

    Returns
    -------
    ndarray, shape (n, 8)
        Ends as :func:`downrange.physics.kernels.ballistics.fall_one` gives them; each depends on its own
        row only, so the result is the same for any number of threads.
    """
    count, one = first.shape[0], airs.shape[0] == 1
    out = np.empty((count, 8))
    ball = (planet[0], planet[1], planet[2], planet[3], planet[4])
    for chunk in prange((count + _CHUNK - 1) // _CHUNK):
        low = chunk * _CHUNK
        high = min(low + _CHUNK, count)
        mine = airs if one else airs[low:high]
        _work(first[low:high], body[low:high], mine, drag, ball, limits, out[low:high])
    return out


@compiled
def fall_all(first: Array, body: Array, air: Array, drag: Array, planet: Array, limits: Array) -> Array:
    """Follow many bodies through one table of air, see :func:`fall_each`."""
    return fall_each(first, body, air.reshape((1, air.shape[0], air.shape[1])), drag, planet, limits)
