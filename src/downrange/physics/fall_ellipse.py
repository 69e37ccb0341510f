"""The ellipse that holds a stated share of the impacts, and a Monte-Carlo that stops when it is known.

Axes are full axes: an ellipse of 70 x 40 km covers pi/4 x 70 x 40 = 2199 km2.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from downrange.base.spread import REPLICATE, generator, uniforms
from downrange.errors import ValidityError
from downrange.physics.atmosphere import CALM, WindProfile
from downrange.physics.earth import WGS84, destination, distance_azimuth
from downrange.physics.fall import Body, Impact, Impacts, State, fall, fall_many, states_of
from downrange.physics.fall_wind import UncertainWind, airs_of, profile_of

__all__ = [
    "SPREADS",
    "Dispersion",
    "Ellipse",
    "Spreads",
    "Starts",
    "disperse",
    "drawn_starts",
    "ellipse",
    "ellipse_area_km2",
    "ellipse_axes_error",
    "ellipse_outline",
]

Array = NDArray[np.float64]

type Spreads = Mapping[str, float]
"""Standard deviations by the names of ``SPREADS``, each with its unit in the name."""

SPREADS = (
    "altitude_m",
    "azimuth_deg",
    "drag_fraction",
    "east_m",
    "flight_path_angle_deg",
    "north_m",
    "speed_m_per_s",
    "wind_m_per_s",
)
"""What may vary, each with its standard deviation (see docs/physics/fall.md)."""


@dataclass(frozen=True)
class Ellipse:
    """A two-dimensional normal's region of a stated probability; full axes.

    Attributes
    ----------
    latitude_deg, longitude_deg : float
        The centre: the mean of the impacts.
    major_km, minor_km : float
        Full axes.
    azimuth_deg : float
        Of the major axis, 0 to 180 clockwise from north.
    probability : float
        Share of the impacts inside.
    """

    latitude_deg: float
    longitude_deg: float
    major_km: float
    minor_km: float
    azimuth_deg: float
    probability: float


@dataclass(frozen=True)
class Dispersion:
    """The result of a Monte-Carlo of falls.

    ``error_fraction`` is the larger bootstrap standard error of the two axes over the axis.
    """

    nominal: Impact
    impacts: Impacts
    ellipse: Ellipse
    samples: int
    error_fraction: float


def _offsets(latitude_deg: Array, longitude_deg: Array) -> tuple[float, float, Array, Array]:
    """Give the mean place, and the offsets from it to the east and the north along geodesics (m)."""
    lat, lon = np.radians(latitude_deg), np.radians(longitude_deg)
    mean = np.array([
        np.mean(np.cos(lat) * np.cos(lon)), np.mean(np.cos(lat) * np.sin(lon)), np.mean(np.sin(lat))
    ])  # fmt: skip
    centre_lat = math.degrees(math.atan2(mean[2], math.hypot(mean[0], mean[1])))
    centre_lon = math.degrees(math.atan2(mean[1], mean[0]))
    for _ in range(2):
        distance, azimuth = distance_azimuth(centre_lat, centre_lon, latitude_deg, longitude_deg)
        east = np.atleast_1d(distance * np.sin(np.radians(azimuth)))
        north = np.atleast_1d(distance * np.cos(np.radians(azimuth)))
        step_east, step_north = float(np.mean(east)), float(np.mean(north))
        bearing = math.degrees(math.atan2(step_east, step_north))
        centre_lat, centre_lon = destination(
            centre_lat, centre_lon, bearing, math.hypot(step_east, step_north)
        )
    distance, azimuth = distance_azimuth(centre_lat, centre_lon, latitude_deg, longitude_deg)
    return (
        centre_lat,
        centre_lon,
        np.atleast_1d(distance * np.sin(np.radians(azimuth))),
        np.atleast_1d(distance * np.cos(np.radians(azimuth))),
    )


def _axes(east: Array, north: Array, probability: float) -> tuple[Array, Array, Array]:
    """Full axes (km) and azimuth (deg) of samples along the last dimension."""
    count = east.shape[-1]
    east = east - east.mean(axis=-1, keepdims=True)
    north = north - north.mean(axis=-1, keepdims=True)
    xx = np.sum(east * east, axis=-1) / (count - 1)
    yy = np.sum(north * north, axis=-1) / (count - 1)
    xy = np.sum(east * north, axis=-1) / (count - 1)
    middle, half = 0.5 * (xx + yy), np.hypot(0.5 * (xx - yy), xy)
    scale = 2.0 * math.sqrt(-2.0 * math.log1p(-probability)) / 1000.0
    major = scale * np.sqrt(middle + half)
    minor = scale * np.sqrt(np.maximum(middle - half, 0.0))
    azimuth = np.degrees(0.5 * np.arctan2(2.0 * xy, yy - xx)) % 180.0
    return major, minor, azimuth


def ellipse(latitude_deg: ArrayLike, longitude_deg: ArrayLike, probability: float = 0.95) -> Ellipse:
    """Fit the ellipse that holds a share of impacts, taken as normal in two dimensions.

    Parameters
    ----------
    latitude_deg, longitude_deg : array_like, shape (n,), n >= 2
    probability : float
        Between 0 and 1; the squared radius is the quantile of chi-square with two degrees of freedom,
        -2 ln(1 - probability).

    Raises
    ------
    ValueError
        For fewer than two impacts or a probability outside (0, 1).
    """
    lat, lon = np.asarray(latitude_deg, dtype=float), np.asarray(longitude_deg, dtype=float)
    if lat.size < 2:
        raise ValueError("an ellipse needs at least two impacts")
    if not 0.0 < probability < 1.0:
        raise ValueError("a probability lies between 0 and 1")
    centre_lat, centre_lon, east, north = _offsets(lat, lon)
    major, minor, azimuth = _axes(east, north, probability)
    return Ellipse(centre_lat, centre_lon, float(major), float(minor), float(azimuth), probability)


def ellipse_axes_error(
    latitude_deg: Array, longitude_deg: Array, seed: int = 0, resamples: int = 200
) -> float:
    """Bootstrap the axes and give the larger standard error over its axis (Efron, Ann. Stat. 7 (1979) 1-26).

    An axis that is zero because nothing varies across it counts as known.
    """
    _, _, east, north = _offsets(latitude_deg, longitude_deg)
    count = east.size
    chosen = generator(seed, "fall.bootstrap").integers(0, count, size=(resamples, count))
    major, minor, _ = _axes(east[chosen], north[chosen], 0.95)
    full_major, full_minor, _ = _axes(east, north, 0.95)
    errors = [
        float(np.std(sample, ddof=1) / full)
        for sample, full in ((major, float(full_major)), (minor, float(full_minor)))
        if full > 1e-6
    ]
    return max(errors, default=0.0)


def ellipse_outline(shape: Ellipse, points: int = 72) -> tuple[tuple[float, float], ...]:
    """Give the outline as (latitude_deg, longitude_deg) pairs, clockwise, the first repeated at the end."""
    turn = np.linspace(0.0, 2.0 * math.pi, points + 1)
    along, across = 500.0 * shape.major_km * np.cos(turn), 500.0 * shape.minor_km * np.sin(turn)
    azimuth = shape.azimuth_deg + np.degrees(np.arctan2(across, along))
    lat, lon = destination(shape.latitude_deg, shape.longitude_deg, azimuth, np.hypot(along, across))
    return tuple((float(a), float(b)) for a, b in zip(lat, lon, strict=True))


def ellipse_area_km2(shape: Ellipse) -> float:
    """Give the area inside, pi/4 times the product of the full axes."""
    return math.pi / 4.0 * shape.major_km * shape.minor_km


def _deviates(seed: int, name: str, draws: int) -> Array:
    from scipy.special import ndtri

    return np.asarray(ndtri(np.array(uniforms(seed, f"fall.{name}", draws))), dtype=float)


@dataclass(frozen=True)
class Starts:
    """Drawn starts of many falls, as :func:`downrange.physics.fall.fall_many` takes them."""

    first: Array
    drag_factor: Array
    wind_east_m_per_s: Array
    wind_north_m_per_s: Array


def drawn_starts(state: State, spread: Spreads, samples: int, seed: int, ground_m: float) -> Starts:
    """Draw starts about a state, each parameter from its own stream; see :func:`disperse`."""

    def drawn(name: str, stream: str = "") -> Any:
        width = float(spread.get(name, 0.0))
        return width * _deviates(seed, stream or name, samples) if width > 0 else np.zeros(samples)

    east, north = drawn("east_m"), drawn("north_m")
    lat, lon = destination(
        state.latitude_deg, state.longitude_deg, np.degrees(np.arctan2(east, north)), np.hypot(east, north)
    )
    first = states_of(
        lat,
        lon,
        np.maximum(state.altitude_m + drawn("altitude_m"), ground_m + 1.0),
        np.abs(state.speed_m_per_s + drawn("speed_m_per_s")),
        np.clip(state.flight_path_angle_deg + drawn("flight_path_angle_deg"), -90.0, 90.0),
        state.azimuth_deg + drawn("azimuth_deg"),
        WGS84,
    )
    return Starts(
        first,
        np.maximum(1.0 + drawn("drag_fraction"), 0.05),
        drawn("wind_m_per_s", "wind_east_m_per_s"),
        drawn("wind_m_per_s", "wind_north_m_per_s"),
    )


def _sample(
    state: State,
    body: Body,
    wind: WindProfile | UncertainWind,
    spread: Spreads,
    samples: int,
    seed: int,
    ground_m: float,
) -> Impacts:
    starts = drawn_starts(state, spread, samples, seed, ground_m)
    return fall_many(
        starts.first,
        body,
        profile_of(wind),
        airs=airs_of(wind, seed),
        drag_factor=starts.drag_factor,
        wind_east_m_per_s=starts.wind_east_m_per_s,
        wind_north_m_per_s=starts.wind_north_m_per_s,
        ground_m=ground_m,
    )


def disperse(
    state: State,
    body: Body,
    spread: Spreads,
    wind: WindProfile | UncertainWind = CALM,
    *,
    ground_m: float = 0.0,
    samples: int | None = None,
    seed: int = 0,
    probability: float = 0.95,
    error_fraction: float = 0.05,
    most: int = 65536,
) -> Dispersion:
    """Let a body fall with every input spread, until the ellipse is known.

    Parameters
    ----------
    state, body, ground_m
        As for :func:`downrange.physics.fall.fall`.
    wind : WindProfile or UncertainWind
        A profile taken as it is, or one to draw from for each fall.
    spread : mapping
        Standard deviations by the names of ``SPREADS``. ``drag_fraction`` multiplies the drag by 1 + N
        (kept above 0.05); ``wind_m_per_s`` is added to the wind at all heights alike, east and north apart.
        Each parameter has a stream of its own, so a further one does not move the others.
    samples : int, optional
        A fixed number of falls. Without it falls are added, by whole replicates of a Latin hypercube,
        until the bootstrap standard error of both axes is below ``error_fraction`` of the axis.
    most : int
        Stop here in any case; ``Dispersion.error_fraction`` tells what was reached.

    Raises
    ------
    ValueError
        For an unknown name in ``spread``.
    ValidityError
        If a body does not come down.
    """
    unknown = sorted(set(spread) - set(SPREADS))
    if unknown:
        raise ValueError(f"unknown spread {', '.join(unknown)}; known: {', '.join(SPREADS)}")
    if state.altitude_m < ground_m:
        raise ValidityError("the body starts below the ground")
    nominal = fall(state, body, wind.central if isinstance(wind, UncertainWind) else wind, ground_m=ground_m)
    count = samples if samples is not None else 2 * REPLICATE
    while True:
        impacts = _sample(state, body, wind, spread, max(count, 2), seed, ground_m)
        error = ellipse_axes_error(impacts.latitude_deg, impacts.longitude_deg, seed)
        if samples is not None or error <= error_fraction or count >= most:
            break
        wanted = count * (error / error_fraction) ** 2 * 1.1
        count = min(most, max(count + REPLICATE, math.ceil(wanted / REPLICATE) * REPLICATE))
    shape = ellipse(impacts.latitude_deg, impacts.longitude_deg, probability)
    if not any(spread.values()) and not isinstance(wind, UncertainWind):
        shape = replace(shape, latitude_deg=nominal.latitude_deg, longitude_deg=nominal.longitude_deg)
    return Dispersion(nominal, impacts, shape, max(count, 2), error)
