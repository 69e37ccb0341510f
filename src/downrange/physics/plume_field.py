"""Particles in four-dimensional meteorology: a gridded wind that changes in time, turbulence by column.

The wind is interpolated linearly in time and space; friction velocity, Obukhov length and mixing height
belong to the nearest column. Above the mixing height a weak, even turbulence keeps the well-mixed state
defined. Coordinates are metres on a plane: who brings longitudes and latitudes projects them first. See
docs/physics/plume.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from downrange.physics.plume import lowest_height_m
from downrange.physics.surface_layer import FILE, Closure, columns_m_per_s
from downrange.reference.library import values

__all__ = ["Columns", "Meteorology", "columns_at", "nearest_nodes", "started", "travel"]

Array = NDArray[np.float64]

ROWS = 128
"""Heights of a column's turbulence table."""

_CHUNK = 2048  # columns tabulated at once: some tens of megabytes

_REFRESH_S = 300.0  # the wind is taken anew so often; hourly weather changes little meanwhile


@dataclass(frozen=True, eq=False)
class Meteorology:
    """A gridded, changing atmosphere on a plane.

    Attributes
    ----------
    time_s : array, shape (times,)
        Rising.
    height_m : array, shape (levels,)
        Above ground, rising.
    east_m, north_m : array, shape (columns,), (rows,)
        Evenly spaced node positions.
    wind_m_per_s : array, shape (times, levels, rows, columns, 3)
        East, north, up.
    friction_velocity_m_per_s, obukhov_length_m, mixing_height_m : array, shape (times, rows, columns)
        Of the surface; L infinite in neutral air.
    roughness_m : float
        One for all.
    rain_mm_per_h : array, shape (times, rows, columns), optional
        None: no rain.
    air_temperature_c : array, shape (times, rows, columns), optional
        At 2 m; None where nobody says.
    """

    time_s: Array
    height_m: Array
    east_m: Array
    north_m: Array
    wind_m_per_s: Array
    friction_velocity_m_per_s: Array
    obukhov_length_m: Array
    mixing_height_m: Array
    roughness_m: float
    rain_mm_per_h: Array | None = None
    air_temperature_c: Array | None = None

    def __post_init__(self) -> None:
        shape = (self.time_s.size, self.height_m.size, self.north_m.size, self.east_m.size)
        if self.wind_m_per_s.shape != (*shape, 3):
            raise ValueError(f"wind must have shape {(*shape, 3)}, not {self.wind_m_per_s.shape}")
        surface = ["friction_velocity_m_per_s", "obukhov_length_m", "mixing_height_m"]
        for name in ("rain_mm_per_h", "air_temperature_c"):
            surface += [name] if getattr(self, name) is not None else []
        for name in surface:
            if getattr(self, name).shape != (shape[0], *shape[2:]):
                raise ValueError(f"{name} must have shape {(shape[0], *shape[2:])}")
        for name in ("height_m", "east_m", "north_m"):
            axis = getattr(self, name)
            if axis.size < 2 or not (np.diff(axis) > 0.0).all():
                raise ValueError(f"{name} must rise and have two values or more")
        if self.time_s.size > 1 and not (np.diff(self.time_s) > 0.0).all():
            raise ValueError("time_s must rise")
        for name in ("east_m", "north_m"):
            steps = np.diff(getattr(self, name))
            if not np.allclose(steps, steps[0], rtol=1e-6):
                raise ValueError(f"{name} must be evenly spaced")

    @property
    def frame(self) -> Array:
        """First column, first row, spacings, as the kernel takes them."""
        return np.array(
            [
                self.east_m[0],
                self.north_m[0],
                self.east_m[1] - self.east_m[0],
                self.north_m[1] - self.north_m[0],
            ]
        )

    def _between(self, time_s: float) -> tuple[int, int, float]:
        after = int(np.clip(np.searchsorted(self.time_s, time_s), 1, max(self.time_s.size - 1, 1)))
        if self.time_s.size == 1:
            return 0, 0, 0.0
        gap = self.time_s[after] - self.time_s[after - 1]
        return after - 1, after, float(np.clip((time_s - self.time_s[after - 1]) / gap, 0.0, 1.0))

    def wind_at_time(self, time_s: float) -> Array:
        """Interpolate the whole wind in time; held before the first and after the last."""
        low, high, share = self._between(time_s)
        return np.asarray((1.0 - share) * self.wind_m_per_s[low] + share * self.wind_m_per_s[high])

    def nearest_time(self, time_s: float) -> int:
        """Give the index of the nearest time: the surface changes by it."""
        return int(np.argmin(np.abs(self.time_s - time_s)))


def columns_at(
    weather: Meteorology,
    index: int,
    top_m: float,
    constants: Closure | None = None,
    averaging_s: float = 600.0,
) -> NDArray[np.float32]:
    """Lay out the turbulence of every column at one time.

    Columns whose friction velocity, Obukhov length and mixing height agree share one computation.

    Returns
    -------
    array, shape (rows, columns, ROWS - 1, 8)
        As :func:`downrange.physics.kernels.dispersion_field.advance_in_field` takes it.
    """
    from downrange.physics.kernels.dispersion_particles import laid_out_columns

    low = lowest_height_m(weather.roughness_m)
    z = low + (top_m - low) * np.linspace(0.0, 1.0, ROWS) ** 2
    known = np.stack(
        [
            weather.friction_velocity_m_per_s[index].ravel(),
            weather.obukhov_length_m[index].ravel(),
            np.minimum(weather.mixing_height_m[index].ravel(), top_m),
        ]
    )
    each, places = np.unique(known, axis=1, return_inverse=True)
    out = np.empty((each.shape[1], ROWS - 1, 8), np.float32)
    found = values(FILE)
    sigma, scale = found["free_sigma_m_per_s"].value, found["free_time_scale_s"].value
    for first in range(0, each.shape[1], _CHUNK):
        part = slice(first, first + _CHUNK)
        friction, length, depth = each[:, part]
        inside = columns_m_per_s(friction, length, depth, z, averaging_s, constants)
        aloft = z[None, :] > depth[:, None]
        for row, free in enumerate((sigma, scale, sigma, sigma, sigma)):
            inside[row][aloft] = free
        out[part] = laid_out_columns(z, inside)
    shape = (weather.north_m.size, weather.east_m.size, ROWS - 1, 8)
    return np.asarray(out[places.ravel()], np.float32).reshape(shape)


@dataclass(eq=False)
class Columns:
    """Keeps the turbulence of the file time in use, so that it is tabulated once for each."""

    index: int = -1
    table: NDArray[np.float32] | None = None

    def at(self, weather: Meteorology, time_s: float) -> NDArray[np.float32]:
        """Give the columns of the file time nearest to a time."""
        wanted = weather.nearest_time(time_s)
        if self.table is None or wanted != self.index:
            self.table = columns_at(weather, wanted, float(weather.height_m[-1]))
            self.index = wanted
        return self.table


def nearest_nodes(weather: Meteorology, east_m: Array, north_m: Array) -> tuple[Any, Any]:
    """Give the row and the column of the grid node nearest to each point; the edge counts beyond it."""
    west, south, per_column, per_row = weather.frame
    column = np.clip(np.rint((east_m - west) / per_column), 0, weather.east_m.size - 1)
    row = np.clip(np.rint((north_m - south) / per_row), 0, weather.north_m.size - 1)
    return row.astype(np.int64), column.astype(np.int64)


def started(
    count: int,
    east_m: float,
    north_m: float,
    height_m: float,
    mass_kg: float,
    normals: Callable[[int], Array],
) -> Array:
    """Start particles at a point with velocities of their turbulence; each carries its share of the mass.

    ``normals(n)`` gives an array of n by 3 standard normal numbers (a generator of the caller's stream).
    """
    state = np.zeros((count, 7))
    state[:, 0], state[:, 1], state[:, 2] = east_m, north_m, height_m
    state[:, 3:6] = normals(count)
    state[:, 6] = mass_kg / count
    return state


def travel(
    state: Array,
    weather: Meteorology,
    begin_s: float,
    duration_s: float,
    seed: int = 0,
    settling_speed_m_per_s: float = 0.0,
    absorbed: float = 0.0,
    decay_per_s: float = 0.0,
    refresh_s: float = _REFRESH_S,
    columns: Columns | None = None,
    late_s: Array | None = None,
) -> int:
    """Carry particles in place through changing weather.

    Parameters
    ----------
    state : array, shape (n, 7)
        From :func:`started`: x, y, z (m), scaled velocities w, u, v, mass (kg).
    weather : Meteorology
        Reaching over the time asked; held at its ends.
    begin_s, duration_s : float
        On the clock of ``weather.time_s``.
    seed : int
        Of the random stream.
    settling_speed_m_per_s, absorbed, decay_per_s : float
        Settling; share of the mass left at each touch of the ground; first-order loss.
    refresh_s : float
        How often the wind is interpolated in time.
    columns : Columns, optional
        Kept between calls, it spares the tables.
    late_s : array, shape (n,), optional
        By how much each particle starts later than ``begin_s``; only where one refresh covers the duration.

    Returns
    -------
    int
        Particle-steps taken.
    """
    from downrange.physics.kernels import dispersion_particles as k
    from downrange.physics.kernels.dispersion_field import advance_in_field
    from downrange.physics.kernels.random_normal import key_of

    s = np.zeros(k.SETTINGS)
    top = float(weather.height_m[-1])
    s[k.LOWEST], s[k.TOP] = lowest_height_m(weather.roughness_m), top
    s[k.STEP_SHARE], s[k.LONGEST_STEP] = 0.1, refresh_s
    s[k.SETTLING], s[k.ABSORBED], s[k.DECAY] = settling_speed_m_per_s, absorbed, decay_per_s
    pieces = max(1, math.ceil(duration_s / refresh_s - 1e-9))
    piece = duration_s / pieces
    assert late_s is None or pieces == 1, "late starters need one piece"
    seconds = piece if late_s is None else np.maximum(piece - late_s, 0.0)
    kept = columns or Columns()
    steps = 0
    for number in range(pieces):
        middle = begin_s + (number + 0.5) * piece
        # every piece has a key of its own, so that streams never meet
        steps += advance_in_field(
            state, 0, seconds, kept.at(weather, middle), weather.wind_at_time(middle), weather.height_m,
            weather.frame, s, key_of(seed * 1_000_003 + number + 1),
        )  # fmt: skip
    return steps
