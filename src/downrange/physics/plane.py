"""A plane for winds and particles: azimuthal equidistant about a point, on a sphere.

Distances and bearings from the centre are true; across the bearing lengths grow by c / sin c, c the angle
from the centre: 0.4 % at 1,000 km, 1.7 % at 2,000 km (Snyder, Map Projections, 1987, section 25). A wind is
turned and stretched with the map, so that particles move as they do on the sphere.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

__all__ = ["EARTH_RADIUS_M", "Plane"]

EARTH_RADIUS_M = 6_371_008.8  # mean radius of the WGS84 ellipsoid (IUGG)
_NUDGE_DEG = 1e-4

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Plane:
    """The plane about a point."""

    latitude_deg: float
    longitude_deg: float

    def place_m(self, latitude_deg: ArrayLike, longitude_deg: ArrayLike) -> tuple[Array, Array]:
        """Give metres east and north of the centre."""
        phi = np.radians(np.asarray(latitude_deg, float))
        turn = np.radians(np.asarray(longitude_deg, float) - self.longitude_deg)
        centre = math.radians(self.latitude_deg)
        east = np.cos(phi) * np.sin(turn)
        north = math.cos(centre) * np.sin(phi) - math.sin(centre) * np.cos(phi) * np.cos(turn)
        ahead = math.sin(centre) * np.sin(phi) + math.cos(centre) * np.cos(phi) * np.cos(turn)
        sine = np.hypot(east, north)
        angle = np.arctan2(sine, ahead)
        stretch = np.where(sine > 1e-12, angle / np.maximum(sine, 1e-12), 1.0)
        return EARTH_RADIUS_M * stretch * east, EARTH_RADIUS_M * stretch * north

    def degrees(self, east_m: ArrayLike, north_m: ArrayLike) -> tuple[Array, Array]:
        """Give latitude and longitude (-180 to 180) of places on the plane."""
        east, north = np.asarray(east_m, float), np.asarray(north_m, float)
        far = np.hypot(east, north)
        angle = far / EARTH_RADIUS_M
        share = np.where(far > 0.0, np.sin(angle) / np.maximum(far, 1e-9), 1.0 / EARTH_RADIUS_M)
        centre = math.radians(self.latitude_deg)
        up = np.cos(angle) * math.sin(centre) + north * share * math.cos(centre)
        ahead = np.cos(angle) * math.cos(centre) - north * share * math.sin(centre)
        turn = np.degrees(np.arctan2(east * share, ahead))
        longitude = (self.longitude_deg + turn + 180.0) % 360.0 - 180.0
        return np.degrees(np.arcsin(np.clip(up, -1.0, 1.0))), longitude

    def turned(
        self, latitude_deg: ArrayLike, longitude_deg: ArrayLike, east: Any, north: Any
    ) -> tuple[Any, Any]:
        """Turn velocities toward east and north at places into velocities on the plane (last axes alike)."""
        latitude, longitude = np.asarray(latitude_deg, float), np.asarray(longitude_deg, float)
        per_degree = math.radians(1.0) * EARTH_RADIUS_M
        x1, y1 = self.place_m(latitude - _NUDGE_DEG, longitude)
        x2, y2 = self.place_m(latitude + _NUDGE_DEG, longitude)
        x3, y3 = self.place_m(latitude, longitude - _NUDGE_DEG)
        x4, y4 = self.place_m(latitude, longitude + _NUDGE_DEG)
        up = 2.0 * _NUDGE_DEG * per_degree
        along = up * np.maximum(np.cos(np.radians(latitude)), 1e-6)
        return (
            (x4 - x3) / along * east + (x2 - x1) / up * north,
            (y4 - y3) / along * east + (y2 - y1) / up * north,
        )
