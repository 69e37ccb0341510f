"""Where people live, as discs: each settlement spread over the built-up area its population needs.

A settlement's number of persons divided by a density is its area; the area is a disc about the published
centre (both assumed, docs/decisions/0050). The disc is sampled at points laid out on a sunflower spiral
(Vogel, Math. Biosciences 44, 1979), each standing for the same number of persons.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from downrange.base.source import Sourced
from downrange.damage.assessment import Place
from downrange.reference import library
from downrange.reference.settlements import Settlement

if TYPE_CHECKING:
    import numpy as np
    from pyproj import Geod

__all__ = ["BAIKONUR", "BuiltUp", "as_places", "built_up", "disc_offsets_m", "local_m", "parameters"]

BAIKONUR = 1521368
"""GeoNames number of Baikonur city, whose count is drawn because published counts differ by two."""

DENSITY = "built_up_density_persons_per_km2"
BAIKONUR_COUNT = "baikonur_population_persons"
_FILE = "exposure.yaml"


@dataclass(frozen=True)
class BuiltUp:
    """A settlement of one draw: its centre, its persons and the radius of the disc they live in."""

    name: str
    latitude_deg: float
    longitude_deg: float
    population_persons: float
    radius_m: float


def parameters() -> Mapping[str, Sourced]:
    """Give what is drawn: the density of built-up ground and the count of Baikonur."""
    return {name: library.value(_FILE, f"settlements.{name}") for name in (DENSITY, BAIKONUR_COUNT)}


def built_up(settlements: Iterable[Settlement], drawn: Mapping[str, float]) -> tuple[BuiltUp, ...]:
    """Spread settlements over their built-up areas for one draw.

    Parameters
    ----------
    settlements : iterable of Settlement
        Of the library, or the user's own list.
    drawn : mapping
        ``built_up_density_persons_per_km2`` and ``baikonur_population_persons``; the library's central values
        where absent.
    """
    central = parameters()
    density = drawn.get(DENSITY, central[DENSITY].value)
    count = drawn.get(BAIKONUR_COUNT, central[BAIKONUR_COUNT].value)
    found = []
    for settlement in settlements:
        persons = count if settlement.geonames_id == BAIKONUR else settlement.population_persons
        radius_m = 1000.0 * math.sqrt(persons / density / math.pi)
        found.append(
            BuiltUp(settlement.name, settlement.latitude_deg, settlement.longitude_deg, persons, radius_m)
        )
    return tuple(found)


@lru_cache(maxsize=8)
def _unit_disc(points: int) -> tuple[tuple[float, float], ...]:
    turn = math.pi * (3.0 - math.sqrt(5.0))
    return tuple(
        (
            math.sqrt((k + 0.5) / points) * math.cos(k * turn),
            math.sqrt((k + 0.5) / points) * math.sin(k * turn),
        )
        for k in range(points)
    )


def disc_offsets_m(radius_m: float, points: int = 1000) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    """Lay out points of equal area over a disc, shape (points, 2), metres east and north of its centre."""
    import numpy as np

    return radius_m * np.asarray(_unit_disc(points), dtype=np.float64)


@lru_cache(maxsize=65536)
def local_m(
    origin_latitude_deg: float, origin_longitude_deg: float, latitude_deg: float, longitude_deg: float
) -> tuple[float, float]:
    """Give a place in metres east and north of an origin: azimuthal equidistant about it, WGS 84 geodesics.

    Source: Karney, J. Geodesy 87 (2013), as PROJ computes it.
    """
    azimuth_deg, _, distance_m = _wgs84().inv(
        origin_longitude_deg, origin_latitude_deg, longitude_deg, latitude_deg
    )
    azimuth = math.radians(azimuth_deg)
    return distance_m * math.sin(azimuth), distance_m * math.cos(azimuth)


@lru_cache(maxsize=1)
def _wgs84() -> Geod:
    from pyproj import Geod

    return Geod(ellps="WGS84")


def as_places(settled: Iterable[BuiltUp]) -> tuple[Place, ...]:
    """Give settlements as places for the map."""
    return tuple(
        Place(
            s.name,
            "settlement",
            s.latitude_deg,
            s.longitude_deg,
            properties={"population_persons": round(s.population_persons)},
        )
        for s in settled
    )
