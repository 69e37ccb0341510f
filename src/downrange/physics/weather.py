"""Weather of a draw: wind, Pasquill class, mixing height, rain; and the monthly climatology behind it.

Pasquill's table (Meteorological Magazine 90, 1961; source air-pasquill-1961) gives the class from wind
speed, insolation and night sky.
Its insolation is told by England's midday sun: strong is midsummer (62 degrees high), slight is midwinter
(15). From that the elevations used here: strong above 60, moderate to 35, slight below; more than half the
sky covered takes one grade off, an overcast sky is class D.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from downrange.base.spread import Normal
from downrange.physics.puff_parameters import AirParameters
from downrange.reference.library import table, value, values

__all__ = [
    "Climate",
    "Insolation",
    "PasquillClass",
    "Spreading",
    "WeatherDraw",
    "Wind",
    "climate",
    "drawn_profile",
    "from_components",
    "insolation",
    "pasquill_class",
    "solar_elevation_deg",
    "spreading",
    "surface_wind",
    "weather_draw",
]

PasquillClass = Literal["A", "B", "C", "D", "E", "F"]
Insolation = Literal["strong", "moderate", "slight", "overcast", "night-cloudy", "night-clear"]

_CLASSES: dict[Insolation, tuple[str, str, str, str, str]] = {
    # wind at 10 m: under 2, 2-3, 3-5, 5-6, over 6 m/s (Pasquill 1961, as printed by NOAA ARL)
    "strong": ("A", "AB", "B", "C", "C"),
    "moderate": ("AB", "B", "BC", "CD", "D"),
    "slight": ("B", "C", "C", "D", "D"),
    "overcast": ("D", "D", "D", "D", "D"),
    "night-cloudy": ("E", "E", "D", "D", "D"),
    "night-clear": ("F", "F", "E", "D", "D"),
}
_LIGHTEST_M_PER_S = 0.5  # below this a direction has no meaning; the models' speed is held there


@dataclass(frozen=True)
class Wind:
    """Wind at one height; ``from_deg`` is where it blows from, clockwise from north."""

    speed_m_per_s: float
    from_deg: float
    height_m: float = 10.0

    @property
    def toward(self) -> tuple[float, float]:
        """Unit vector (east, north) the air moves along."""
        angle = math.radians(self.from_deg)
        return -math.sin(angle), -math.cos(angle)

    @property
    def components_m_per_s(self) -> tuple[float, float]:
        """Eastward and northward component."""
        east, north = self.toward
        return self.speed_m_per_s * east, self.speed_m_per_s * north

    def at(self, height_m: float, exponent: float) -> Wind:
        """Carry the wind to another height by a power law, direction kept; never under 0.5 m/s."""
        factor = float((max(height_m, 1.0) / self.height_m) ** exponent)
        return Wind(max(self.speed_m_per_s * factor, _LIGHTEST_M_PER_S), self.from_deg, height_m)


def from_components(east_m_per_s: float, north_m_per_s: float, height_m: float = 10.0) -> Wind:
    """Build a wind from its eastward and northward component."""
    speed = math.hypot(east_m_per_s, north_m_per_s)
    from_deg = math.degrees(math.atan2(-east_m_per_s, -north_m_per_s)) % 360.0
    return Wind(speed, from_deg, height_m)


@dataclass(frozen=True)
class Spreading:
    """Curves of one class over open country: Briggs 1973 (rural) and the wind's power law."""

    sigma_y_slope_factor: float
    sigma_y_curvature_per_m: float
    sigma_z_slope_factor: float
    sigma_z_curvature_per_m: float
    sigma_z_exponent_number: float

    def sigma_y_m(self, x_m: float) -> float:
        """Crosswind spread at a distance, m: ``a x / sqrt(1 + b x)``, stated for 100 m to 10 km."""
        return self.sigma_y_slope_factor * x_m / math.sqrt(1.0 + self.sigma_y_curvature_per_m * x_m)

    def sigma_z_m(self, x_m: float) -> float:
        """Vertical spread at a distance, m: ``c x (1 + d x)^e``, stated for 100 m to 10 km."""
        bend = float((1.0 + self.sigma_z_curvature_per_m * x_m) ** self.sigma_z_exponent_number)
        return self.sigma_z_slope_factor * x_m * bend


@lru_cache(maxsize=8)
def spreading(letter: str) -> Spreading:
    """Read the curves of a class from the library (models/pasquill.yaml)."""
    found = values("models/pasquill.yaml")
    return Spreading(*(found[f"{letter}.{name}"].value for name in Spreading.__dataclass_fields__))


def insolation(solar_elevation_deg: float, cloud_cover_fraction: float) -> Insolation:
    """Grade the sky: by day from the sun's height and the cloud, by night from the cloud alone."""
    if solar_elevation_deg <= 0.0:
        if cloud_cover_fraction > 0.95:
            return "overcast"
        return "night-cloudy" if cloud_cover_fraction > 0.5 else "night-clear"
    if cloud_cover_fraction > 0.95:
        return "overcast"
    grades: tuple[Insolation, ...] = ("strong", "moderate", "slight")
    grade = 0 if solar_elevation_deg > 60.0 else 1 if solar_elevation_deg > 35.0 else 2
    return grades[min(grade + (cloud_cover_fraction > 0.5), 2)]


def pasquill_class(speed_m_per_s: float, sky: Insolation, choice: float = 0.5) -> PasquillClass:
    """Give the class from the wind at 10 m and the sky.

    Parameters
    ----------
    speed_m_per_s : float
        At 10 m.
    sky : Insolation
        From :func:`insolation`.
    choice : float
        In [0, 1]: takes the first (below 0.5) or second letter where the table gives two.

    Source: Pasquill, Meteorological Magazine 90, 33-49 (1961).
    """
    column = sum(speed_m_per_s >= edge for edge in (2.0, 3.0, 5.0, 6.0))
    letters = _CLASSES[sky][column]
    letter = letters[-1] if choice >= 0.5 else letters[0]
    return _LETTERS[letter]


_LETTERS: dict[str, PasquillClass] = {"A": "A", "B": "B", "C": "C", "D": "D", "E": "E", "F": "F"}


def solar_elevation_deg(latitude_deg: float, longitude_deg: float, year_day: int, utc_h: float) -> float:
    """Give the sun's height above the horizon.

    Declination and equation of time by the Fourier series of Spencer (1971), as NOAA's solar calculator
    prints them; good to about half a degree, without refraction.

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        North and east positive.
    year_day : int
        1 on 1 January.
    utc_h : float
        Hours UTC, 0 to 24.
    """
    g = 2.0 * math.pi / 365.0 * (year_day - 1 + (utc_h - 12.0) / 24.0)
    declination = (
        0.006918 - 0.399912 * math.cos(g) + 0.070257 * math.sin(g) - 0.006758 * math.cos(2 * g)
        + 0.000907 * math.sin(2 * g) - 0.002697 * math.cos(3 * g) + 0.00148 * math.sin(3 * g)
    )  # fmt: skip
    equation_min = 229.18 * (
        0.000075 + 0.001868 * math.cos(g) - 0.032077 * math.sin(g) - 0.014615 * math.cos(2 * g)
        - 0.040849 * math.sin(2 * g)
    )  # fmt: skip
    hour_angle = math.radians((60.0 * utc_h + equation_min + 4.0 * longitude_deg) / 4.0 - 180.0)
    latitude = math.radians(latitude_deg)
    sine = math.sin(latitude) * math.sin(declination)
    sine += math.cos(latitude) * math.cos(declination) * math.cos(hour_angle)
    return math.degrees(math.asin(max(-1.0, min(1.0, sine))))


@dataclass(frozen=True)
class WeatherDraw:
    """The weather of one draw, as the cloud and puff models use it."""

    wind: Wind
    stability: PasquillClass
    wind_profile_exponent_number: float
    mixing_height_m: float
    air_temperature_c: float
    rain_mm_per_h: float
    solar_elevation_deg: float

    def wind_at(self, height_m: float) -> Wind:
        """Give the wind at a height by the power law, held above the mixing height."""
        return self.wind.at(min(height_m, self.mixing_height_m), self.wind_profile_exponent_number)


def weather_draw(parameters: AirParameters, wind: Wind | None = None) -> WeatherDraw:
    """Make one draw's weather from its parameters; ``wind`` replaces the drawn surface wind."""
    if wind is None:
        wind = Wind(parameters.wind_speed_m_per_s, parameters.wind_from_deg)
    sky = insolation(parameters.solar_elevation_deg, parameters.cloud_cover_fraction)
    letter = pasquill_class(wind.speed_m_per_s, sky, parameters.stability_choice_fraction)
    exponent = value("models/pasquill.yaml", f"{letter}.wind_profile_exponent_number")
    mixing = value("models/pasquill.yaml", f"{letter}.mixing_height_m")
    return WeatherDraw(
        wind=Wind(max(wind.speed_m_per_s, _LIGHTEST_M_PER_S), wind.from_deg, wind.height_m),
        stability=letter,
        wind_profile_exponent_number=exponent.draw(parameters.wind_profile_exponent_share),
        mixing_height_m=mixing.draw(parameters.mixing_height_share),
        air_temperature_c=parameters.air_temperature_c,
        rain_mm_per_h=parameters.rain_mm_per_h,
        solar_elevation_deg=parameters.solar_elevation_deg,
    )


@dataclass(frozen=True, eq=False)
class Climate:
    """Monthly mean wind by height, and the assumed spread of one day about it.

    ``east_m_per_s`` and ``north_m_per_s`` have shape (12, heights).
    """

    heights_m: NDArray[np.float64]
    east_m_per_s: NDArray[np.float64]
    north_m_per_s: NDArray[np.float64]
    air_temperature_c: tuple[float, ...]
    spread_heights_m: NDArray[np.float64]
    component_sd_m_per_s: NDArray[np.float64]
    correlation_height_m: float
    air_temperature_sd_c: float

    def mean_wind_m_per_s(self, month: int, height_m: float) -> tuple[float, float]:
        """Eastward and northward component of the mean vector."""
        east = np.interp(height_m, self.heights_m, self.east_m_per_s[month - 1])
        north = np.interp(height_m, self.heights_m, self.north_m_per_s[month - 1])
        return float(east), float(north)


@lru_cache(maxsize=4)
def climate(place: str = "baikonur") -> Climate:
    """Read a place's climatology from the library (climate/PLACE.yaml)."""
    path = f"climate/{place}.yaml"
    body, sourced = table(path), values(path)
    mean = body["monthly_mean_wind"]
    levels = [name.split(".")[1] for name in sourced if name.endswith("component_sd_m_per_s")]
    return Climate(
        heights_m=1e3 * np.asarray(mean["heights_km"], float),
        east_m_per_s=np.asarray([mean["eastward_m_per_s"][m] for m in _MONTHS], float),
        north_m_per_s=np.asarray([mean["northward_m_per_s"][m] for m in _MONTHS], float),
        air_temperature_c=tuple(body["monthly_mean_air_temperature"]["air_temperature_c"]),
        spread_heights_m=np.asarray([1e3 * sourced[f"day_to_day.{n}.height_km"].value for n in levels]),
        component_sd_m_per_s=np.asarray(
            [sourced[f"day_to_day.{n}.component_sd_m_per_s"].value for n in levels]
        ),
        correlation_height_m=1e3 * sourced["day_to_day.correlation_height_km"].value,
        air_temperature_sd_c=sourced["day_to_day.air_temperature_sd_c"].value,
    )


_MONTHS = range(1, 13)


def surface_wind(place: Climate, month: int, east_probability: float, north_probability: float) -> Wind:
    """Draw a surface wind of a month from two uniform numbers: mean vector plus a Gaussian per component."""
    east, north = place.mean_wind_m_per_s(month, 0.0)
    normal = Normal(kind="normal", mean=0.0, sd=float(place.component_sd_m_per_s[0]))
    return from_components(
        east + normal.quantile(east_probability), north + normal.quantile(north_probability)
    )


def drawn_profile(
    place: Climate, month: int, east_normals: Sequence[float], north_normals: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Draw a wind profile of a month at the climatology's heights.

    Departures are Gaussian with the stated deviation and correlated over ``correlation_height_m``
    (first-order autoregression in height).

    Parameters
    ----------
    place : Climate
        From :func:`climate`.
    month : int
        1 to 12.
    east_normals, north_normals : sequence of float
        One standard normal number for each height.

    Returns
    -------
    tuple of array, shape (heights,)
        Eastward and northward wind, m/s.
    """
    sd = np.interp(place.heights_m, place.spread_heights_m, place.component_sd_m_per_s)
    both = []
    for mean, normals in (
        (place.east_m_per_s[month - 1], east_normals),
        (place.north_m_per_s[month - 1], north_normals),
    ):
        assert len(normals) == place.heights_m.size, "one number for each height"
        departure = np.empty(place.heights_m.size)
        departure[0] = normals[0]
        for row in range(1, departure.size):
            gap = place.heights_m[row] - place.heights_m[row - 1]
            kept = math.exp(-gap / place.correlation_height_m)
            departure[row] = kept * departure[row - 1] + math.sqrt(1.0 - kept * kept) * normals[row]
        both.append(mean + sd * departure)
    return both[0], both[1]
