"""The base map of the printed maps, read from the library."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any

__all__ = ["CREDITS", "layers"]

CREDITS = (
    "Base map: Natural Earth (public domain; de facto view of disputed borders)",
    "Settlements: GeoNames, CC BY 4.0",
)
"""Printed under every map and carried in every export."""


@lru_cache(maxsize=1)
def layers() -> dict[str, Any]:
    """Give the layers: ``land`` and ``lakes`` as areas, ``borders``, ``provinces``, ``lease`` as lines.

    Coordinates are (longitude_deg, latitude_deg) in WGS84; ``bounds_deg`` is west, south, east, north.
    """
    text = files("downrange.reference").joinpath("basemap/central-asia.json").read_text("utf-8")
    read: dict[str, Any] = json.loads(text)
    return read
