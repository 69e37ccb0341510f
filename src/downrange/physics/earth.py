"""The shape, pull and turning of the Earth, and places on it.

WGS 84: National Imagery and Mapping Agency, "Department of Defense World Geodetic System 1984", TR8350.2,
3rd edition with amendment 1 (2000), tables 3.1, 3.3 and 5.1. Heights are above the ellipsoid; where a source
gives heights above mean sea level, the undulation of the geoid (tens of metres) is left out.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = [
    "SPHERE_RADIUS_M",
    "WGS84",
    "Planet",
    "destination",
    "distance_azimuth",
    "east_north_up",
    "ecef",
    "geodetic",
    "launch_azimuth_deg",
    "sphere_distance_azimuth",
]

Array = NDArray[np.float64]

SPHERE_RADIUS_M = 6371000.0
"""Radius of the sphere that older zone descriptions were measured on."""


@dataclass(frozen=True)
class Planet:
    """A rotating ellipsoid with a field of point mass and J2.

    Attributes
    ----------
    gravitation_m3_per_s_s : float
        GM.
    radius_m : float
        Equatorial radius.
    flattening_ratio : float
        (a - b) / a.
    oblateness_coefficient : float
        J2, not normalised.
    rotation_rad_per_s : float
        Angular speed.
    """

    gravitation_m3_per_s_s: float = 3.986004418e14
    radius_m: float = 6378137.0
    flattening_ratio: float = 1.0 / 298.257223563
    oblateness_coefficient: float = 1.0826298213e-3
    rotation_rad_per_s: float = 7.292115e-5

    def as_array(self) -> Array:
        """Give GM, equatorial radius, second eccentricity squared, J2, rotation: what kernels take."""
        squeezed = 1.0 - self.flattening_ratio
        return np.array([
            self.gravitation_m3_per_s_s,
            self.radius_m,
            1.0 / (squeezed * squeezed) - 1.0,
            self.oblateness_coefficient,
            self.rotation_rad_per_s,
        ])  # fmt: skip

    @property
    def eccentricity_squared_ratio(self) -> float:
        """First eccentricity squared."""
        return self.flattening_ratio * (2.0 - self.flattening_ratio)


WGS84 = Planet()


@lru_cache(maxsize=4)
def _geod(radius_m: float, flattening_ratio: float) -> Any:
    from pyproj import Geod

    return Geod(a=radius_m, f=flattening_ratio)


def destination(
    latitude_deg: ArrayLike, longitude_deg: ArrayLike, azimuth_deg: ArrayLike, distance_m: ArrayLike
) -> tuple[Any, Any]:
    """Go along a geodesic of WGS 84.

    Parameters
    ----------
    latitude_deg, longitude_deg, azimuth_deg, distance_m : float or array, broadcast together
        The start, the azimuth there clockwise from north, and the way.

    Returns
    -------
    (latitude_deg, longitude_deg)
        Where it ends; floats for floats, arrays for arrays. Karney, J. Geodesy 87 (2013) 43-55, by PROJ.
    """
    lat, lon, az, way = np.broadcast_arrays(
        *(np.asarray(v, dtype=float) for v in (latitude_deg, longitude_deg, azimuth_deg, distance_m))
    )
    geod = _geod(WGS84.radius_m, WGS84.flattening_ratio)
    there_lon, there_lat, _ = geod.fwd(lon.copy(), lat.copy(), az.copy(), way.copy())
    return _plain(there_lat), _plain(there_lon)


def distance_azimuth(
    latitude_deg: ArrayLike, longitude_deg: ArrayLike, to_latitude_deg: ArrayLike, to_longitude_deg: ArrayLike
) -> tuple[Any, Any]:
    """Measure along the shortest geodesic of WGS 84 from one place to another.

    Returns
    -------
    (distance_m, azimuth_deg)
        The azimuth at the first place, 0 to 360 clockwise from north.
    """
    lat, lon, to_lat, to_lon = np.broadcast_arrays(
        *(
            np.asarray(v, dtype=float)
            for v in (latitude_deg, longitude_deg, to_latitude_deg, to_longitude_deg)
        )
    )
    geod = _geod(WGS84.radius_m, WGS84.flattening_ratio)
    azimuth, _, distance = geod.inv(lon.copy(), lat.copy(), to_lon.copy(), to_lat.copy())
    return _plain(distance), _plain(np.mod(azimuth, 360.0))


def _plain(value: Any) -> Any:
    array = np.asarray(value, dtype=float)
    return float(array) if array.ndim == 0 else array


def sphere_distance_azimuth(
    latitude_deg: float, longitude_deg: float, to_latitude_deg: float, to_longitude_deg: float
) -> tuple[float, float]:
    """Great-circle distance (m) and azimuth (deg) on a sphere of 6371 km (haversine)."""
    lat, to_lat = math.radians(latitude_deg), math.radians(to_latitude_deg)
    east = math.radians(to_longitude_deg - longitude_deg)
    half = math.sin((to_lat - lat) / 2) ** 2 + math.cos(lat) * math.cos(to_lat) * math.sin(east / 2) ** 2
    distance = 2.0 * SPHERE_RADIUS_M * math.asin(min(1.0, math.sqrt(half)))
    azimuth = math.atan2(
        math.sin(east) * math.cos(to_lat),
        math.cos(lat) * math.sin(to_lat) - math.sin(lat) * math.cos(to_lat) * math.cos(east),
    )
    return distance, math.degrees(azimuth) % 360.0


def ecef(
    latitude_deg: ArrayLike, longitude_deg: ArrayLike, altitude_m: ArrayLike, planet: Planet = WGS84
) -> Array:
    """Turn geodetic coordinates into Earth-fixed ones.

    Returns
    -------
    ndarray, shape (..., 3)
        x, y, z in metres. TR8350.2 equation 4-14.
    """
    lat, lon = np.radians(np.asarray(latitude_deg)), np.radians(np.asarray(longitude_deg))
    height = np.asarray(altitude_m, dtype=float)
    squared = planet.eccentricity_squared_ratio
    across = planet.radius_m / np.sqrt(1.0 - squared * np.sin(lat) ** 2)
    return np.stack(
        [
            (across + height) * np.cos(lat) * np.cos(lon),
            (across + height) * np.cos(lat) * np.sin(lon),
            (across * (1.0 - squared) + height) * np.sin(lat),
        ],
        axis=-1,
    )


def geodetic(position_m: ArrayLike, planet: Planet = WGS84) -> tuple[Array, Array, Array]:
    """Turn Earth-fixed coordinates into geodetic ones, to below a millimetre.

    Parameters
    ----------
    position_m : array, shape (..., 3)
        Earth-fixed x, y, z.

    Returns
    -------
    (latitude_deg, longitude_deg, altitude_m)
        Bowring's iteration (Survey Review 28 (1985) 202-206), three rounds.
    """
    x, y, z = np.moveaxis(np.asarray(position_m, dtype=float), -1, 0)
    squeezed = 1.0 - planet.flattening_ratio
    first = planet.eccentricity_squared_ratio
    second = first / squeezed**2
    flat = np.hypot(x, y)
    reduced = np.arctan2(z, squeezed * flat)
    lat = reduced
    for _ in range(3):
        lat = np.arctan2(
            z + second * squeezed * planet.radius_m * np.sin(reduced) ** 3,
            flat - first * planet.radius_m * np.cos(reduced) ** 3,
        )
        reduced = np.arctan2(squeezed * np.sin(lat), np.cos(lat))
    height = flat * np.cos(lat) + z * np.sin(lat) - planet.radius_m * np.sqrt(1.0 - first * np.sin(lat) ** 2)
    return np.degrees(lat), np.degrees(np.arctan2(y, x)), height


def east_north_up(latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> Array:
    """Give the local directions.

    Returns
    -------
    ndarray, shape (..., 3, 3)
        Rows east, north and up (the normal of the ellipsoid) in Earth-fixed coordinates.
    """
    lat, lon = np.broadcast_arrays(
        np.radians(np.asarray(latitude_deg)), np.radians(np.asarray(longitude_deg))
    )
    zero = np.zeros_like(lat)
    east = np.stack([-np.sin(lon), np.cos(lon), zero], axis=-1)
    north = np.stack([-np.sin(lat) * np.cos(lon), -np.sin(lat) * np.sin(lon), np.cos(lat)], axis=-1)
    up = np.stack([np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)], axis=-1)
    return np.stack([east, north, up], axis=-2)


def launch_azimuth_deg(
    latitude_deg: float,
    inclination_deg: float,
    orbit_altitude_m: float = 200e3,
    descending: bool = False,
    planet: Planet = WGS84,
) -> float:
    """Azimuth, relative to the rotating Earth, that leads straight into an orbit of an inclination.

    Spherical trigonometry gives the inertial azimuth, sin A = cos i / cos(latitude); from the circular
    orbital velocity the speed of the ground at the pad is taken away (Vallado, 4th edition, section 6.4.2).
    Inclinations that the latitude does not allow in one plane are clipped to due east (or west).
    """
    lat = math.radians(latitude_deg)
    ratio = math.cos(math.radians(inclination_deg)) / math.cos(lat)
    inertial = math.asin(max(-1.0, min(1.0, ratio)))
    if descending:
        inertial = math.pi - inertial
    speed = math.sqrt(planet.gravitation_m3_per_s_s / (planet.radius_m + orbit_altitude_m))
    ground = planet.rotation_rad_per_s * planet.radius_m * math.cos(lat)
    east = speed * math.sin(inertial) - ground
    return math.degrees(math.atan2(east, speed * math.cos(inertial))) % 360.0
