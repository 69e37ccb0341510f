"""The wind of a fall where nobody measured it: an uncertain input, never zero.

Near a place with a climatology each fall draws its own profile about the mean of the month (of a drawn month
where none is given); elsewhere about no mean at all, with the wide deviations of ``climate/unknown.yaml``. A
given profile keeps a small spread for the hours and kilometres between it and the fall. Departures are
Gaussian and correlated in height by a first-order autoregression, as in :mod:`downrange.physics.weather`.
Screening, and never evidence of the weather of a day; docs/physics/fall-wind.md.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from downrange.base.source import Sourced
from downrange.base.spread import uniform
from downrange.physics.atmosphere import CALM, UpperAir, WindProfile, air_table, heights_m
from downrange.physics.earth import distance_azimuth
from downrange.reference.library import table, value, values

__all__ = [
    "UncertainWind",
    "airs_of",
    "climate_wind",
    "default_wind",
    "given_wind",
    "profile_of",
    "unknown_wind",
    "with_upper",
]

Array = NDArray[np.float64]

LEVELS_M = tuple(1e3 * level for level in (*range(17), 18, 20, 23, 26, 30, 35, 40, 50, 60))
"""Heights at which departures are drawn; between them linear, above the last held."""

_MONTHS = range(1, 13)
_STREAM = "fall.wind"


@dataclass(frozen=True, eq=False)
class UncertainWind:
    """Profiles that the wind of a fall is drawn from.

    Attributes
    ----------
    means : tuple of WindProfile
        Alike likely; one is drawn for each fall.
    height_m : tuple of float
        Levels of the standard deviations, rising; between them linear, beyond them held.
    component_sd_m_per_s : tuple of Sourced
        Standard deviation of each component at each level; its own spread is drawn too.
    correlation_km : Sourced or None
        Height over which departures keep their sign; None for the same departure at every height.
    kind : str
        ``climatology``, ``given`` or ``unknown``.
    label : str
        What it is, for people.
    """

    means: tuple[WindProfile, ...]
    height_m: tuple[float, ...]
    component_sd_m_per_s: tuple[Sourced, ...]
    correlation_km: Sourced | None
    kind: str
    label: str
    assumed: tuple[str, ...] = field(default=())

    @property
    def central(self) -> WindProfile:
        """The mean of the means, on their own levels where they are alike."""
        first = self.means[0]
        if len(self.means) == 1:
            return first
        east = np.mean([mean.at(first.height_m)[0] for mean in self.means], axis=0)
        north = np.mean([mean.at(first.height_m)[1] for mean in self.means], axis=0)
        return WindProfile(
            first.height_m,
            tuple(east.tolist()),
            tuple(north.tolist()),
            upper=first.upper,
            source=first.source,
        )

    def tables(self, seed: int, begin: int, end: int) -> Array:
        """Give the tables of air of draws ``begin`` to ``end`` (excluded).

        Returns
        -------
        ndarray, shape (end - begin, rows, 5)
            As :func:`downrange.physics.atmosphere.air_table`, one for each draw; draw k depends on the seed
            and k only.
        """
        chosen = (_uniforms(seed, "month", begin, end) * len(self.means)).astype(int)
        found = np.stack([air_table(self.means[index]) for index in chosen])
        share = _weights(LEVELS_M, heights_m())
        for column, name in ((2, "east"), (3, "north")):
            found[:, :, column] += self.departures_m_per_s(seed, name, begin, end) @ share
        return found

    def drawn(self, seed: int, draw: int) -> WindProfile:
        """Give the profile of one draw: that whose table :meth:`tables` gives for it.

        A profile of the day keeps its own levels, temperature and pressure.
        """
        mean = self.means[int(_uniforms(seed, "month", draw, draw + 1)[0] * len(self.means))]
        heights = mean.height_m
        if self.correlation_km is not None:
            heights = tuple(sorted({*heights, *LEVELS_M}))
        share = _weights(LEVELS_M, heights)
        east, north = (
            tuple((of_mean + self.departures_m_per_s(seed, name, draw, draw + 1)[0] @ share).tolist())
            for of_mean, name in zip(mean.at(heights), ("east", "north"), strict=True)
        )
        if self.correlation_km is None:
            return replace(mean, east_m_per_s=east, north_m_per_s=north)
        return WindProfile(heights, east, north, upper=mean.upper, source=self.label)

    def departures_m_per_s(self, seed: int, name: str, begin: int, end: int) -> Array:
        """Draw one component's departures from the mean, shape (draws, levels of ``LEVELS_M``)."""
        width = _drawn(self.component_sd_m_per_s, _uniforms(seed, "component_sd", begin, end))
        width = width @ _weights(self.height_m, LEVELS_M)
        found = np.empty((end - begin, len(LEVELS_M)))
        found[:] = _normals(seed, f"{name}.0", begin, end)[:, None]
        if self.correlation_km is None:
            return found * width
        length = 1e3 * _drawn((self.correlation_km,), _uniforms(seed, "correlation", begin, end))[:, 0]
        for level in range(1, len(LEVELS_M)):
            kept = np.exp(-(LEVELS_M[level] - LEVELS_M[level - 1]) / length)
            fresh = _normals(seed, f"{name}.{level}", begin, end)
            found[:, level] = kept * found[:, level - 1] + np.sqrt(1.0 - kept * kept) * fresh
        return found * width


def profile_of(wind: WindProfile | UncertainWind) -> WindProfile:
    """Give the one profile of a wind: itself, or the central one of an uncertain wind."""
    return wind.central if isinstance(wind, UncertainWind) else wind


def with_upper(wind: WindProfile | UncertainWind, upper: UpperAir) -> WindProfile | UncertainWind:
    """Give the same wind with another air above 80 km."""
    if isinstance(wind, UncertainWind):
        return replace(wind, means=tuple(replace(mean, upper=upper) for mean in wind.means))
    return replace(wind, upper=upper)


def airs_of(
    wind: WindProfile | UncertainWind, seed: int, first: int = 0
) -> Callable[[int, int], Array] | None:
    """Give the drawn tables of air of an uncertain wind, from draw ``first``; None for a profile."""
    if isinstance(wind, UncertainWind):
        drawn = wind
        return lambda begin, end: drawn.tables(seed, first + begin, first + end)
    return None


def _uniforms(seed: int, name: str, begin: int, end: int) -> Array:
    return np.array([uniform(seed, f"{_STREAM}.{name}", draw) for draw in range(begin, end)])


def _normals(seed: int, name: str, begin: int, end: int) -> Array:
    from scipy.special import ndtri

    return np.asarray(ndtri(_uniforms(seed, name, begin, end)), dtype=float)


def _drawn(figures: tuple[Sourced, ...], probabilities: Array) -> Array:
    """Draw every figure at the same probability: a windy day is windy at every height."""
    grid = np.linspace(0.0, 1.0, 65)[1:-1]  # the spreads are smooth: quantiles between are linear enough
    return np.stack(
        [np.interp(probabilities, grid, [figure.draw(float(p)) for p in grid]) for figure in figures], axis=1
    )


def _weights(height_m: tuple[float, ...], at_m: Sequence[float] | Array) -> Array:
    """Linear weights that carry levels to other heights, shape (levels, heights)."""
    return np.stack([np.interp(at_m, height_m, unit) for unit in np.eye(len(height_m))])


def _levels(path: str, group: str) -> tuple[tuple[float, ...], tuple[Sourced, ...], Sourced]:
    found = values(path)
    names = [name.rsplit(".", 1)[0] for name in found if name.endswith(".component_sd_m_per_s")]
    height = tuple(1e3 * found[f"{name}.height_km"].value for name in names)
    return (
        height,
        tuple(found[f"{name}.component_sd_m_per_s"] for name in names),
        found[f"{group}.correlation_height_km"],
    )


def climate_wind(month: int | None = None, place: str = "baikonur") -> UncertainWind:
    """Give the wind of a month by the climatology of a place, with its spread from day to day.

    Parameters
    ----------
    month : int, optional
        1 to 12; without it the month is drawn as well.
    place : str
        ``climate/PLACE.yaml`` of the library.
    """
    path = f"climate/{place}.yaml"
    mean = table(path)["monthly_mean_wind"]
    height = tuple(1e3 * float(level) for level in mean["heights_km"])
    months = _MONTHS if month is None else (month,)
    profiles = tuple(
        WindProfile(
            height,
            tuple(float(v) for v in mean["eastward_m_per_s"][number]),
            tuple(float(v) for v in mean["northward_m_per_s"][number]),
            source=f"{path}, month {number}",
        )
        for number in months
    )
    levels, width, length = _levels(path, "day_to_day")
    said = "a month not given, all alike likely" if month is None else f"month {month}"
    return UncertainWind(
        profiles, levels, width, length, "climatology",
        f"climatology of {place} ({mean['source']}), {said}, with its spread: screening, not evidence",
        (f"{path}.day_to_day",) if month is not None else (f"{path}.day_to_day", "wind.month"),
    )  # fmt: skip


def unknown_wind() -> UncertainWind:
    """Give the wind of a place and day of which nothing is known: no mean, wide deviations."""
    path = "climate/unknown.yaml"
    levels, width, length = _levels(path, "moment")
    return UncertainWind(
        (CALM,), levels, width, length, "unknown",
        "unknown wind: no climatology of the place in the library, assumed deviations by height",
        (f"{path}.moment",),
    )  # fmt: skip


def given_wind(profile: WindProfile) -> UncertainWind:
    """Give a profile of the day with the small spread of the way from it to the fall."""
    width = value("dispersion.yaml", "given_wind_spread_m_per_s")
    return UncertainWind(
        (profile,), (0.0,), (width,), None, "given", profile.source, ("dispersion.given_wind_spread_m_per_s",)
    )


def default_wind(latitude_deg: float, longitude_deg: float, month: int | None = None) -> UncertainWind:
    """Give the wind to assume at a place: the nearest climatology within its reach, else the unknown."""
    reach = value("dispersion.yaml", "climatology_reach_m").value
    place = values("climate/baikonur.yaml")
    distance, _ = distance_azimuth(
        place["place.latitude_deg"].value, place["place.longitude_deg"].value, latitude_deg, longitude_deg
    )
    return climate_wind(month) if distance <= reach else unknown_wind()
