"""Counter-based random numbers: any number of any particle's any step, by itself, on any thread.

The bits come from the "squares" generator (B. Widynski, arXiv 2004.06278, 2020, five rounds, 64 bits): a
counter and a key, no state. Normal numbers come from a table of the quantile function with linear
interpolation inside its cells and the exact tail beyond; tests hold the moments, the tails and the
independence of neighbours.
"""

from __future__ import annotations

import math
from statistics import NormalDist
from typing import Any

import numpy as np

from downrange.physics.kernels.compiled import compiled

__all__ = ["CELLS", "NORMALS", "key_of", "normal_from", "normals_from", "squares", "three_normals"]

CELLS = 2048
"""Cells of the quantile table, of equal probability (11 bits); ten more bits place the number inside."""

_INSIDE = 1.0 / 1024.0


def _table() -> Any:
    inner = [NormalDist().inv_cdf(i / CELLS) for i in range(1, CELLS)]
    edges = np.array([inner[0], *inner, inner[-1]])
    # Linear interpolation inside a cell widens it a little: scale to unit variance, tails included.
    low, high = edges[1:-2], edges[2:-1]
    inside = float(np.sum((low * low + low * high + high * high) / 3.0)) / CELLS
    cut = -inner[0]
    density = math.exp(-0.5 * cut * cut) / math.sqrt(2.0 * math.pi)
    tails = 2.0 * (cut * density + 1.0 / CELLS)
    exact_inside = 1.0 - tails
    edges[1:-1] *= math.sqrt(exact_inside / inside)
    return edges


NORMALS: Any = _table()
"""Edges of the cells, shape (CELLS + 1,); the two outer cells are drawn from the exact tail instead."""

_CUT = -float(NormalDist().inv_cdf(1.0 / CELLS))


def key_of(seed: int) -> int:
    """Give an irregular odd 64-bit key of a seed (SplitMix64's finaliser)."""
    mask = (1 << 64) - 1
    z = (seed * 0x9E3779B97F4A7C15 + 0x632BE59BD9B4E019) & mask
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & mask
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & mask
    return (z ^ (z >> 31)) | 1


@compiled
def squares(counter: Any, key: Any) -> Any:
    """Give 64 random bits of a counter (Widynski's squares64)."""
    half = np.uint64(32)
    y = counter * key
    z = y + key
    x = y * y + y
    x = (x >> half) | (x << half)
    x = x * x + z
    x = (x >> half) | (x << half)
    x = x * x + y
    x = (x >> half) | (x << half)
    x = x * x + z
    t = x
    x = (x >> half) | (x << half)
    return t ^ ((x * x + y) >> half)


@compiled
def _tail(counter: Any, key: Any) -> float:
    """Draw from the normal tail beyond the cut (Marsaglia 1964), with numbers of the counter's own."""
    shift = np.uint64(11)
    scale = 1.0 / 9007199254740992.0
    one = np.uint64(1)
    high = counter ^ np.uint64(0x8000000000000000)
    while True:
        first = (float(squares(high, key) >> shift) + 0.5) * scale
        second = (float(squares(high ^ np.uint64(0x4000000000000000), key) >> shift) + 0.5) * scale
        far = -math.log(first) / _CUT
        if -2.0 * math.log(second) > far * far:
            return _CUT + far
        high += one << np.uint64(56)


@compiled
def normal_from(bits: Any, counter: Any, key: Any, table: Any) -> float:
    """Turn 21 random bits into a standard normal number."""
    cell = np.int64((bits >> np.uint64(10)) & np.uint64(2047))
    if cell == 0:
        return -_tail(counter, key)
    if cell == CELLS - 1:
        return _tail(counter, key)
    share = (float(np.int64(bits & np.uint64(1023))) + 0.5) * _INSIDE
    low = table[cell]
    return float(low + share * (table[cell + 1] - low))


@compiled
def normals_from(bits: Any, counter: Any, key: Any, table: Any) -> tuple[float, float, float]:
    """Turn the 64 bits of a counter into three standard normal numbers."""
    wide = np.uint64(0x1000000000000000)
    return (
        normal_from(bits, counter, key, table),
        normal_from(bits >> np.uint64(21), counter ^ wide, key, table),
        normal_from(bits >> np.uint64(42), counter ^ (wide + wide), key, table),
    )


@compiled
def three_normals(counter: Any, key: Any, table: Any) -> tuple[float, float, float]:
    """Give three independent standard normal numbers of one counter."""
    return normals_from(squares(counter, key), counter, key, table)
