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

import numpy as np
from numpy.typing import NDArray

from downrange.physics.plume import lowest_height_m
from downrange.physics.surface_layer import (
    FILE,
    Closure,
    closure,
    from_friction_velocity,
    turbulence_table,
)
from downrange.reference.library import values

__all__ = ["Meteorology", "columns_at", "started", "travel"]

Array = NDArray[np.float64]

ROWS = 128
"""Heights of a column's turbulence table."""

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

    def __post_init__(self) -> None:
        shape = (self.time_s.size, self.height_m.size, self.north_m.size, self.east_m.size)
        if self.wind_m_per_s.shape != (*shape, 3):
            raise ValueError(f"wind must have shape {(*shape, 3)}, not {self.wind_m_per_s.shape}")
        for name in ("friction_velocity_m_per_s", "obukhov_length_m", "mixing_height_m"):
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
    from downrange.physics.kernels.dispersion_particles import laid_out

    low = lowest_height_m(weather.roughness_m)
    c = constants or closure()
    done: dict[tuple[float, float, float], Array] = {}
    rows, columns = weather.north_m.size, weather.east_m.size
    out: list[Array] = []
    for j in range(rows):
        for i in range(columns):
            known = (
                float(weather.friction_velocity_m_per_s[index, j, i]),
                float(weather.obukhov_length_m[index, j, i]),
                float(weather.mixing_height_m[index, j, i]),
            )
            if known not in done:
                done[known] = np.asarray(
                    laid_out(_column(known, weather.roughness_m, low, top_m, c, averaging_s))
                )
            out.append(done[known])
    return np.asarray(out, np.float32).reshape(rows, columns, ROWS - 1, -1)


def _column(
    known: tuple[float, float, float], roughness: float, low: float, top: float, c: Closure, averaging: float
) -> Array:
    """Tabulate one column from the ground to the top of the domain."""
    layer = from_friction_velocity(known[0], known[1], roughness, min(known[2], top), c)
    z = low + (top - low) * np.linspace(0.0, 1.0, ROWS) ** 2
    inside = turbulence_table(layer, low, averaging)
    table = np.column_stack([z, *(np.interp(z, inside[:, 0], inside[:, k]) for k in range(1, 7))])
    aloft = z > layer.mixing_height_m
    sigma = values(FILE)["free_sigma_m_per_s"].value
    table[aloft, 2] = sigma
    table[aloft, 3] = values(FILE)["free_time_scale_s"].value
    table[aloft, 4:7] = sigma
    return table


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
    index, columns, steps = -1, np.empty(0, np.float32), 0
    for number in range(pieces):
        middle = begin_s + (number + 0.5) * piece
        if weather.nearest_time(middle) != index:
            index = weather.nearest_time(middle)
            columns = columns_at(weather, index, top)
        # every piece has a key of its own, so that streams never meet
        steps += advance_in_field(
            state, 0, piece, columns, weather.wind_at_time(middle), weather.height_m, weather.frame, s,
            key_of(seed * 1_000_003 + number + 1),
        )  # fmt: skip
    return steps
