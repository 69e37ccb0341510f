"""A release carried through four-dimensional weather to samples: particles, losses, mass ledger.

Between two looks the particles move through the weather of the moment; then rain and decay take their share
of every particle, each share counted where it goes, so that what was released is always the sum of what is in
the air, on the ground and lost. See docs/physics/plume-gridded.md.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from downrange.base.spread import generator
from downrange.physics.plume import absorbed_share, lowest_height_m
from downrange.physics.plume_field import Columns, Meteorology, nearest_nodes, started, travel
from downrange.physics.surface_layer import columns_m_per_s

__all__ = ["BATCHES", "Carried", "FieldRelease", "Losses", "MassLedger", "Samples", "carry"]

Array = NDArray[np.float64]

BATCHES = 16
"""Groups of particles whose scatter gives the standard error."""

_LOOK_S = 300.0
_KERNEL_M_PER_S = 0.06
"""Growth of the kernel's half width while the plume is narrow (a fifth of a stable plume's spread) ..."""
_OLD_S, _OLD_M_PER_S = 10_000.0, 0.15
"""... and later: a third of a plume that spreads by half a metre a second (Heffter 1965)."""
_NARROWEST_M = 20.0
_KERNEL_SHARE = 0.3  # half width in height over the depth of the particles of the same age
_AGES = 8


@dataclass(frozen=True)
class FieldRelease:
    """A release at a place on the plane, even in time; ``start_s`` on the weather's clock."""

    east_m: float
    north_m: float
    height_m: float
    mass_kg: float
    start_s: float
    duration_s: float


@dataclass(frozen=True)
class Losses:
    """What takes the substance out of the air; rain of ``wet_factor_per_s`` times (mm/h)^``wet_exponent``."""

    deposition_velocity_m_per_s: float = 0.0
    settling_speed_m_per_s: float = 0.0
    decay_per_s: float = 0.0
    wet_factor_per_s: float = 0.0
    wet_exponent_number: float = 1.0


@dataclass(frozen=True)
class MassLedger:
    """Where the mass is: released = airborne + dry + wet + decayed; ``beyond`` is airborne past the grid."""

    released_kg: float
    airborne_kg: float
    dry_kg: float
    wet_kg: float
    decayed_kg: float
    beyond_kg: float

    @property
    def error_ratio(self) -> float:
        """Largest relative difference between what was released and where it is."""
        parts = self.airborne_kg + self.dry_kg + self.wet_kg + self.decayed_kg
        return abs(parts - self.released_kg) / max(self.released_kg, 1e-300)


@dataclass(frozen=True, eq=False)
class Samples:
    """Who samples where and when: ``places_m`` of shape (n, 3); edges of periods on the weather's clock."""

    places_m: Array
    edges_s: Array


@dataclass(frozen=True, eq=False)
class Carried:
    """Period means at each place, shape (places, periods), their standard errors, and the books."""

    concentration_kg_per_m3: Array
    standard_error_kg_per_m3: Array
    mean_age_s: Array
    ledger: MassLedger
    particles: int
    steps: int


def carry(
    release: FieldRelease,
    weather: Meteorology,
    samples: Samples,
    losses: Losses,
    particles: int = 100_000,
    seed: int = 0,
    watch: Callable[[float, MassLedger], None] | None = None,
) -> Carried:
    """Carry a release to samples.

    Parameters
    ----------
    release : FieldRelease
        What, where and when.
    weather : Meteorology
        Reaching over the run; its edges in space are held.
    samples : Samples
        The run ends with the last period.
    losses : Losses
        One draw of them.
    particles : int
        All together.
    seed : int
        Of the random streams.
    watch : callable, optional
        Told the time and the ledger after each look.

    Returns
    -------
    Carried
        ``mean_age_s`` is the age of what the place saw, weighted by concentration (NaN where it saw nothing).
    """
    from downrange.physics.kernels.dispersion_receptors import density

    run = _Run(release, weather, losses, particles, seed)
    periods = samples.edges_s.size - 1
    sums = np.zeros((BATCHES, len(samples.places_m), periods))
    aged = np.zeros((len(samples.places_m), periods))
    end = float(samples.edges_s[-1])
    looks = _looks(release, samples.edges_s)
    for begin, until in pairwise(looks):
        run.step(float(begin), float(until))
        if watch is not None:
            watch(float(until), run.ledger())
        period = int(np.searchsorted(samples.edges_s, 0.5 * (begin + until), side="right")) - 1
        if not 0 <= period < periods or run.released == 0:
            continue
        share = (until - begin) / (samples.edges_s[period + 1] - samples.edges_s[period])
        active = run.state[: run.released]
        wide, tall, age = run.kernel_widths(float(until))
        seen = density(active, age, wide, tall, samples.places_m, run.lowest_m, BATCHES)
        sums[:, :, period] += share * seen[..., 0]
        aged[:, period] += share * seen[..., 1].sum(axis=0)
    assert end >= release.start_s, "the samples end after the release begins"
    mean = sums.sum(axis=0)
    error = BATCHES * sums.std(axis=0, ddof=1) / math.sqrt(BATCHES)
    with np.errstate(invalid="ignore", divide="ignore"):
        ages = np.where(mean > 0.0, aged / mean, np.nan)
    return Carried(mean, error, ages, run.ledger(), particles, run.steps)


def _looks(release: FieldRelease, edges_s: Array) -> Array:
    """Give the moments of looking: from the release's start, closer while young, through every edge."""
    end = float(edges_s[-1])
    shortest = float(np.diff(edges_s).min())
    longest = float(np.clip(shortest / 60.0, 30.0, _LOOK_S))
    step = min(longest, max(release.duration_s / 20.0, 5.0))
    times = [release.start_s]
    while times[-1] < end:
        if times[-1] >= release.start_s + release.duration_s:
            step = min(longest, step * 1.2)
        times.append(min(times[-1] + step, end))
    every = np.union1d(np.asarray(times), edges_s)
    every = np.union1d(every, [release.start_s + release.duration_s])
    every = every[(every >= release.start_s) & (every <= end)]
    return np.asarray(every[np.concatenate([[True], np.diff(every) > 1e-6])], np.float64)


class _Run:
    """The particles of one release on their way, and the books."""

    def __init__(
        self, release: FieldRelease, weather: Meteorology, losses: Losses, particles: int, seed: int
    ) -> None:
        self.release, self.weather, self.losses, self.seed = release, weather, losses, seed
        random = generator(seed, "release in gridded weather")
        self.lowest_m = lowest_height_m(weather.roughness_m)
        height = max(release.height_m, self.lowest_m)
        self.state = started(
            particles, release.east_m, release.north_m, height, release.mass_kg,
            lambda n: random.standard_normal((n, 3)),
        )  # fmt: skip
        self.born_s = release.start_s + release.duration_s * (np.arange(particles) + 0.5) / particles
        self.columns = Columns()
        self.released, self.steps, self.looks = 0, 0, 0
        self.dry = self.wet = self.decayed = 0.0
        self.absorbed = self._absorbed()

    def _absorbed(self) -> float:
        if self.losses.deposition_velocity_m_per_s <= 0.0:
            return 0.0
        place = np.array([self.release.east_m]), np.array([self.release.north_m])
        row, column = nearest_nodes(self.weather, *place)
        index = self.weather.nearest_time(self.release.start_s)
        known = (
            self.weather.friction_velocity_m_per_s[index, row, column],
            self.weather.obukhov_length_m[index, row, column],
            self.weather.mixing_height_m[index, row, column],
        )
        sigma = columns_m_per_s(*known, np.array([self.lowest_m]))[0, 0, 0]
        return absorbed_share(self.losses.deposition_velocity_m_per_s, float(sigma))

    def step(self, begin_s: float, end_s: float) -> None:
        """Move all that is in the air; release what is due in the middle of the step; take the losses."""
        due = int(np.searchsorted(self.born_s, end_s))
        self.looks += 1
        if self.released:
            self._move(slice(0, self.released), begin_s, end_s - begin_s, 2 * self.looks)
        if due > self.released:
            fresh = slice(self.released, due)
            late = np.maximum(self.born_s[fresh] - begin_s, 0.0)
            self._move(fresh, begin_s, end_s - begin_s, 2 * self.looks + 1, late)
            self.released = due
        self._take(0.5 * (begin_s + end_s), end_s - begin_s)

    def _move(
        self, which: slice, begin_s: float, duration_s: float, number: int, late_s: Array | None = None
    ) -> None:
        part = self.state[which]
        before = float(part[:, 6].sum())
        self.steps += travel(
            part, self.weather, begin_s, duration_s, self.seed * 7919 + number,
            self.losses.settling_speed_m_per_s, self.absorbed, 0.0, duration_s, self.columns, late_s,
        )  # fmt: skip
        self.dry += before - float(part[:, 6].sum())

    def _take(self, time_s: float, seconds: float) -> None:
        """Take rain's and decay's share, together exponential, told apart by their paces."""
        active = self.state[: self.released]
        wet = np.zeros(len(active))
        rain = self.weather.rain_mm_per_h
        if rain is not None and self.losses.wet_factor_per_s > 0.0 and len(active):
            row, column = nearest_nodes(self.weather, active[:, 0], active[:, 1])
            falling = rain[self.weather.nearest_time(time_s), row, column]
            wet = np.where(
                falling > 0.0,
                self.losses.wet_factor_per_s * np.maximum(falling, 1e-9) ** self.losses.wet_exponent_number,
                0.0,
            )
        pace = wet + self.losses.decay_per_s
        if not len(active) or not pace.any():
            return
        lost = active[:, 6] * -np.expm1(-pace * seconds)
        active[:, 6] -= lost
        washed = float((lost * wet / np.maximum(pace, 1e-300)).sum())
        self.wet += washed
        self.decayed += float(lost.sum()) - washed

    def kernel_widths(self, now_s: float) -> tuple[Array, Array, Array]:
        """Give each particle's kernel (in the plane by its age, in height by its age group) and its age."""
        active = self.state[: self.released]
        age = np.maximum(now_s - self.born_s[: self.released], 0.0)
        old = np.maximum(age - _OLD_S, 0.0)
        wide = np.maximum(_KERNEL_M_PER_S * (age - old) + _OLD_M_PER_S * old, _NARROWEST_M)
        group = np.minimum(np.arange(len(active)) * _AGES // max(len(active), 1), _AGES - 1)
        number = np.maximum(np.bincount(group, minlength=_AGES), 1)
        above = active[:, 2] - self.lowest_m
        mean = np.bincount(group, above, minlength=_AGES) / number
        deviation = np.sqrt(np.bincount(group, (above - mean[group]) ** 2, minlength=_AGES) / number)
        depth = np.minimum(mean, 4.0 / 3.0 * deviation)  # aloft the deviation tells the plume's depth
        return wide, np.maximum(_KERNEL_SHARE * depth, 2.0)[group], age

    def ledger(self) -> MassLedger:
        """Give where the mass is now."""
        each = self.release.mass_kg / len(self.state)
        active = self.state[: self.released]
        x, y = active[:, 0], active[:, 1]
        east, north = self.weather.east_m, self.weather.north_m
        out = (x < east[0]) | (x > east[-1]) | (y < north[0]) | (y > north[-1])
        return MassLedger(
            each * self.released, float(active[:, 6].sum()), self.dry, self.wet, self.decayed,
            float(active[out, 6].sum()),
        )  # fmt: skip
