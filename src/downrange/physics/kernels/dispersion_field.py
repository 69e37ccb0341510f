"""Particles in four-dimensional meteorology: wind interpolated in space, turbulence by column.

The step is that of :mod:`dispersion_particles`; only what a lane fetches differs. The wind of the moment
(already interpolated in time) is interpolated linearly in the three directions; the turbulence comes from the
nearest column's own table, tabulated like a profile.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from numba import prange

from downrange.physics.kernels.compiled import compiled, compiled_parallel
from downrange.physics.kernels.dispersion_particles import (
    ABSORBED,
    BLOCK,
    CELL,
    COLUMNS,
    DECAY,
    LANES,
    LEFT,
    LONGEST_STEP,
    LOWEST,
    MEAN_U,
    MEAN_V,
    MEAN_W,
    PLACE,
    SETTLING,
    STEP_SHARE,
    TOP,
    X,
    Y,
    Z,
    load,
    numbers,
    step,
)
from downrange.physics.kernels.dispersion_particles import ROWS as SHARED

__all__ = ["FRAME", "advance_in_field", "winds_at"]

# The frame of the horizontal grid: first column and row, spacing, numbers.
WEST, SOUTH, EAST_STEP, NORTH_STEP, FRAME = range(5)

NEAREST, CORNER, SHARE_EAST, SHARE_NORTH = (LANES * (SHARED + k) for k in range(4))
ROWS = SHARED + 4


@compiled
def _mix(wind: Any, base: int, north: int, sw: float, se: float, nw: float, ne: float) -> float:
    """Mix one component over the four corners of a level."""
    # unsigned places spare the check for a negative index
    low = sw * wind[np.uintp(base)] + se * wind[np.uintp(base + 3)]
    return float(low + nw * wind[np.uintp(base + north)] + ne * wind[np.uintp(base + north + 3)])


@compiled
def _mean(
    wind: Any, base: int, up: int, north: int, c: float, sw: float, se: float, nw: float, ne: float
) -> float:
    """Mix one component between the levels below and above."""
    below = _mix(wind, base, north, sw, se, nw, ne)
    above = _mix(wind, base + up, north, sw, se, nw, ne)
    return float(below + c * (above - below))


@compiled
def _locate(lanes: Any, frame: Any, rows: int, columns: int, low: float, scale: float, last: float) -> None:
    """Find each lane's place in the grid: corner node and shares, nearest column, cell of the table."""
    west, south = frame[WEST], frame[SOUTH]
    per_east, per_north = 1.0 / frame[EAST_STEP], 1.0 / frame[NORTH_STEP]
    east_end, north_end = columns - 1.0, rows - 1.0
    wide = float(columns)
    for lane in range(LANES):
        place = math.floor(scale * math.sqrt(lanes[Z + lane] - low))
        lanes[PLACE + lane] = place if place < last else last
        a = (lanes[X + lane] - west) * per_east
        b = (lanes[Y + lane] - south) * per_north
        a = a if a > 0.0 else 0.0
        a = a if a < east_end else east_end
        b = b if b > 0.0 else 0.0
        b = b if b < north_end else north_end
        lanes[NEAREST + lane] = math.floor(a + 0.5) + wide * math.floor(b + 0.5)
        i = math.floor(a)
        j = math.floor(b)
        i = i if i < east_end else east_end - 1.0
        j = j if j < north_end else north_end - 1.0
        lanes[CORNER + lane] = i + wide * j
        lanes[SHARE_EAST + lane] = a - i
        lanes[SHARE_NORTH + lane] = b - j


@compiled
def _gather(
    lanes: Any, cells: Any, wind: Any, rows: int, columns: int, heights: Any, levels: Any, count: int
) -> None:  # fmt: skip
    """Fetch each lane's turbulence (nearest column) and wind (interpolated)."""
    north = 3 * columns
    up = north * rows
    for lane in range(LANES):
        cell = np.int64(lanes[PLACE + lane])
        row = COLUMNS * (cell + count * np.int64(lanes[NEAREST + lane]))
        for k in range(COLUMNS):
            lanes[CELL + LANES * k + lane] = cells[np.uintp(row + k)]
        level = levels[np.uintp(cell)]
        foot, head = heights[np.uintp(level)], heights[np.uintp(level + 1)]
        c = (lanes[Z + lane] - foot) / (head - foot)
        c = min(max(c, 0.0), 1.0)
        a, b = lanes[SHARE_EAST + lane], lanes[SHARE_NORTH + lane]
        sw, se, nw, ne = (1.0 - b) * (1.0 - a), (1.0 - b) * a, b * (1.0 - a), b * a
        base = level * up + 3 * np.int64(lanes[CORNER + lane])
        lanes[MEAN_U + lane] = _mean(wind, base, up, north, c, sw, se, nw, ne)
        lanes[MEAN_V + lane] = _mean(wind, base + 1, up, north, c, sw, se, nw, ne)
        lanes[MEAN_W + lane] = _mean(wind, base + 2, up, north, c, sw, se, nw, ne)


def winds_at(points: Any, wind: Any, heights: Any, frame: Any) -> Any:
    """Interpolate the wind at points as the particles see it, edges held.

    Parameters
    ----------
    points : array, shape (LANES, 3)
        x, y, z, m; heights above zero.
    wind : array, shape (levels, rows, columns, 3)
        East, north, up, m/s.
    heights : array, shape (levels,)
        Rising, m.
    frame : array, shape (FRAME,)
        First column's x, first row's y, spacings, m.

    Returns
    -------
    array, shape (LANES, 3)
        East, north, up, m/s.
    """
    rows, columns, count = wind.shape[1], wind.shape[2], 4096
    top = float(heights[-1])
    lanes = np.zeros(ROWS * LANES)
    for row, k in ((X, 0), (Y, 1), (Z, 2)):
        lanes[row : row + LANES] = points[:, k]
    lanes[Z : Z + LANES] = np.minimum(lanes[Z : Z + LANES], top)
    levels = _levels(0.0, top, count, heights)
    _locate(lanes, np.asarray(frame), rows, columns, 0.0, count / math.sqrt(top), count - 1.0)
    lanes[NEAREST : NEAREST + LANES] = 0.0
    cells = np.zeros(COLUMNS * count)
    _gather(lanes, cells, np.ascontiguousarray(wind).ravel(), rows, columns, heights, levels, count)
    return np.column_stack([lanes[row : row + LANES] for row in (MEAN_U, MEAN_V, MEAN_W)])


def _levels(low: float, top: float, count: int, heights: Any) -> Any:
    """Give the wind's level at or below each cell of the turbulence table, at most the last but one."""
    feet = low + (top - low) * (np.arange(count) / count) ** 2
    return np.clip(np.searchsorted(heights, feet, side="right") - 1, 0, len(heights) - 2)


@compiled
def _advance_block(
    first: int, last: int, begin: int, duration: Any, state: Any, cells: Any, count: int, wind: Any,
    rows: int, columns: int, heights: Any, levels: Any, frame: Any, s: Any, key: Any,
) -> int:  # fmt: skip
    """Advance particles ``first`` to ``last``; lanes that are done take the next particle."""
    lanes = np.zeros(ROWS * LANES)
    counters = np.zeros(LANES, np.uint64)
    bits = np.zeros(LANES, np.uint64)
    carried = np.full(LANES, -1)
    low, top = s[LOWEST], s[TOP]
    scale = count / math.sqrt(top - low)
    lanes[Z : Z + LANES] = low
    waiting, steps, busy = first, 0, 0
    for lane in range(LANES):
        if waiting < last:
            load(lane, waiting, begin, duration, state, lanes, counters)
            carried[lane] = waiting
            waiting += 1
            busy += 1
    while busy > 0:
        numbers(lanes, counters, bits, key)
        _locate(lanes, frame, rows, columns, low, scale, count - 1.0)
        _gather(lanes, cells, wind, rows, columns, heights, levels, count)
        step(
            lanes, low, top, 1.0 / scale, s[STEP_SHARE], s[LONGEST_STEP], s[SETTLING], 1.0 - s[ABSORBED],
            s[DECAY],
        )  # fmt: skip
        steps += busy
        for lane in range(LANES):
            if lanes[LEFT + lane] > 0.0 or carried[lane] < 0:
                continue
            for k in range(7):
                state[carried[lane], k] = lanes[LANES * k + lane]
            if waiting < last:
                load(lane, waiting, begin, duration, state, lanes, counters)
                carried[lane] = waiting
                waiting += 1
            else:
                carried[lane] = -1
                busy -= 1
    return steps


@compiled_parallel
def _advance(
    begin: int, duration: Any, state: Any, cells: Any, count: int, wind: Any, rows: int, columns: int,
    heights: Any, levels: Any, frame: Any, s: Any, key: Any,
) -> int:  # fmt: skip
    particles = state.shape[0]
    blocks = (particles + BLOCK - 1) // BLOCK
    taken = np.zeros(blocks, np.int64)
    for block in prange(blocks):
        first = block * BLOCK
        taken[block] = _advance_block(
            first, min(first + BLOCK, particles), begin, duration, state, cells, count, wind, rows, columns,
            heights, levels, frame, s, key,
        )  # fmt: skip
    return int(taken.sum())


def advance_in_field(
    state: Any, begin: int, duration: Any, columns: Any, wind: Any, heights: Any, frame: Any, settings: Any,
    key: int,
) -> int:  # fmt: skip
    """Advance particles in place through the wind of one moment.

    Parameters
    ----------
    state, begin, settings, key
        As for :func:`downrange.physics.kernels.dispersion_particles.advance`.
    duration : float or array, shape (n,)
        Seconds, of all or of each particle; short against the time in which the weather changes.
    columns : array, shape (rows, columns, cells, COLUMNS)
        A laid-out turbulence table for each node of the grid, all over the same heights.
    wind : array, shape (levels, rows, columns, 3)
        East, north, up, m/s.
    heights : array, shape (levels,)
        Of the wind, rising, m.
    frame : array, shape (FRAME,)
        First column's x, first row's y, spacings, m.

    Returns
    -------
    int
        Particle-steps taken.
    """
    count = columns.shape[2]
    low, top = settings[LOWEST], settings[TOP]
    levels = _levels(low, top, count, heights)
    flat = np.ascontiguousarray(columns, np.float32).ravel()
    air = np.ascontiguousarray(wind, np.float32).ravel()
    return int(
        _advance(
            begin,
            np.broadcast_to(np.asarray(duration, np.float64), len(state)).copy(),
            state,
            flat,
            count,
            air,
            wind.shape[1],
            wind.shape[2],
            np.asarray(heights),
            levels,
            np.asarray(frame),
            settings,
            np.uint64(key),
        )
    )
