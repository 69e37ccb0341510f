"""What EXPERIMENT.yaml says of substance and sky: rain, ozone, light; what the library knows of it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from downrange.inputs.marked_reader import Reader
from downrange.physics.plume_tracers import TracerLaw, tracer_law

__all__ = ["GRIDDED_KEYS", "Sky", "read_sky"]

GRIDDED_KEYS = ("roughness_m", "ozone_ppb", "solar_elevation_deg")
"""What may stand beside ``gridded`` in the weather."""

_DEFAULT_C = 20.0


@dataclass(frozen=True)
class Sky:
    """The substance's law (None: inert) and the air it meets; None where nobody said."""

    law: TracerLaw | None = None
    rain_mm_per_h: float = 0.0
    ozone_ppb: float | None = None
    solar_elevation_deg: float | None = None
    air_temperature_c: float = _DEFAULT_C


def read_sky(reader: Reader, top: Mapping[str, Any], assumed: list[str]) -> Sky:
    """Read rain, ozone and the sun's height of the weather; say what is taken for granted."""
    source, weather = top.get("source"), top.get("weather")
    name = source.get("tracer", "") if isinstance(source, dict) else ""
    law = tracer_law(name) if isinstance(name, str) else None
    node = weather if isinstance(weather, dict) else {}
    found = {
        key: reader.number(("weather", key), node[key], low, high) if key in node else None
        for key, low, high in (
            ("rain_mm_per_h", 0.0, 200.0), ("ozone_ppb", 0.0, 500.0), ("solar_elevation_deg", -90.0, 90.0),
        )
    }  # fmt: skip
    found = {key: None if v is None or math.isnan(v) else v for key, v in found.items()}
    celsius = node.get("air_temperature_c", _DEFAULT_C)
    if law is not None and law.species == "udmh":
        if found["ozone_ppb"] is None:
            assumed.append("ozone_ppb: the library's 40 (20-60)")
        if found["solar_elevation_deg"] is None and "gridded" not in node:
            assumed.append("solar_elevation_deg: night, NDMA is not broken by light")
    if law is not None and law.species in ("hcl", "al2o3", "hno3", "udmh", "no2"):
        assumed.append(f"{law.species}: taken up by the ground at the library's velocity")
    return Sky(
        law,
        found["rain_mm_per_h"] or 0.0,
        found["ozone_ppb"],
        found["solar_elevation_deg"],
        float(celsius) if isinstance(celsius, int | float) else _DEFAULT_C,
    )
