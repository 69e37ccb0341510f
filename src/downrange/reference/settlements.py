"""Settlements of 500 and more people, from GeoNames (CC BY 4.0); built by ``script/build_settlements.py``."""

from __future__ import annotations

import csv
import io
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from downrange.errors import SourceError

__all__ = ["NOTE", "Settlement", "settlements", "settlements_near"]

SETTLEMENTS_FILE = "settlements.csv"
SOURCE = "geonames-cities500"
NOTE = "villages under 500 people and people on the range not counted"
"""What a count of persons leaves out; printed with every such count."""


@dataclass(frozen=True)
class Settlement:
    """A populated place: its GeoNames number, centre (WGS 84) and population as GeoNames has it."""

    geonames_id: int
    name: str
    country: str
    latitude_deg: float
    longitude_deg: float
    population_persons: float


@lru_cache(maxsize=1)
def settlements() -> tuple[Settlement, ...]:
    """Give every settlement of the library, in the order of their numbers.

    Raises
    ------
    SourceError
        If the library's table is missing.
    """
    place = files("downrange.reference").joinpath(SETTLEMENTS_FILE)
    if not place.is_file():
        raise SourceError(f"the library has no {SETTLEMENTS_FILE}", [SETTLEMENTS_FILE])
    lines = [line for line in place.read_text("utf-8").splitlines() if not line.startswith("#")]
    return tuple(
        Settlement(
            int(row["geonames_id"]),
            row["name"],
            row["country"],
            float(row["latitude_deg"]),
            float(row["longitude_deg"]),
            float(row["population_persons"]),
        )
        for row in csv.DictReader(io.StringIO("\n".join(lines)))
    )


def settlements_near(
    latitude_deg: float, longitude_deg: float, radius_km: float = 800.0
) -> tuple[Settlement, ...]:
    """Give the settlements within a distance of a place, on a sphere of 6371 km (haversine).

    Parameters
    ----------
    latitude_deg, longitude_deg : float
        The place, for example a pad.
    radius_km : float
        How far; the default holds every place kept for Baikonur and its zones. The library keeps places
        within 100 km of the other sites only.
    """
    here = math.radians(latitude_deg)

    def distance_km(place: Settlement) -> float:
        there = math.radians(place.latitude_deg)
        half = math.sin((there - here) / 2) ** 2
        half += (
            math.cos(here)
            * math.cos(there)
            * math.sin(math.radians(place.longitude_deg - longitude_deg) / 2) ** 2
        )
        return 2 * 6371.0 * math.asin(min(math.sqrt(half), 1.0))

    return tuple(place for place in settlements() if distance_km(place) <= radius_km)
