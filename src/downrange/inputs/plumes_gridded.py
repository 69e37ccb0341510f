"""The reader of EXPERIMENT.yaml with gridded weather: a release on the globe, samples by the clock."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from downrange.errors import InputError
from downrange.inputs.marked_reader import Reader
from downrange.inputs.plumes_sky import GRIDDED_KEYS, Sky
from downrange.inputs.weather_gridded import Gridded, Wanted, read_gridded
from downrange.physics.plume_carried import FieldRelease, Losses, Samples
from downrange.physics.plume_field import nearest_nodes
from downrange.physics.surface_layer import SurfaceLayer, from_friction_velocity

__all__ = ["GriddedPlace", "GriddedRequest", "column_layer", "read_moment", "read_places", "utc_seconds"]

_DAY_S = 86400.0
_PERIOD_S = 3 * 3600.0


@dataclass(frozen=True)
class GriddedPlace:
    """One receptor on the globe."""

    latitude_deg: float
    longitude_deg: float
    z_m: float


@dataclass(frozen=True, eq=False)
class GriddedRequest:
    """A release in gridded weather, and who samples it."""

    release: FieldRelease
    losses: Losses
    gridded: Gridded
    samples: Samples
    places: tuple[GriddedPlace, ...]
    start_s: float
    particles: int
    sky: Sky
    assumed: tuple[str, ...]


def utc_seconds(text: Any) -> float:
    """Turn an ISO time (UTC where no zone is given) into seconds since 1970; NaN where it is none."""
    if not isinstance(text, str):
        return math.nan
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return math.nan
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def read_moment(reader: Reader, source: Mapping[str, Any]) -> tuple[float, float, float]:
    """Read where and when the release begins: latitude, longitude, seconds since 1970; NaN where wrong."""
    found = []
    for key, most in (("latitude_deg", 89.0), ("longitude_deg", 360.0)):
        if key not in source:
            reader.problem(("source", key), "gridded weather needs the place of the release", None, key)
        found.append(
            reader.number(("source", key), source[key], -min(most, 180.0), most)
            if key in source
            else math.nan
        )
    start = utc_seconds(source.get("start_utc"))
    if math.isnan(start):
        reader.problem(
            ("source", "start_utc"), "gridded weather needs the time of the release",
            source.get("start_utc"), "1994-10-23T16:00Z",
        )  # fmt: skip
    return found[0], found[1], start


def read_places(
    reader: Reader,
    folder: Path,
    top: Mapping[str, Any],
    moment: tuple[float, float, float],
    release: FieldRelease,
    losses: Losses,
    sky: Sky,
    assumed: list[str],
) -> GriddedRequest | None:
    """Read receptors, sampling and weather of a gridded experiment; None where there was a problem."""
    if not math.isfinite(release.duration_s):
        reader.problem(("source", "duration_s"), "a release on the clock has an end", None, "seconds")
    places = _receptors(reader, top)
    edges = _sampling(reader, top, moment[2])
    particles = reader.number(("particles",), top.get("particles", 100_000), 1000, 5_000_000, default=100_000)
    paths = _files(reader, folder)
    roughness = None
    weather = reader.mapping(("weather",), ("gridded",), GRIDDED_KEYS)
    if "roughness_m" in weather:
        roughness = reader.number(("weather", "roughness_m"), weather["roughness_m"], 0.0, 2.0, above=True)
    if reader.problems or not places or edges is None:
        return None
    wanted = Wanted(
        (moment[0], *(p.latitude_deg for p in places)), (moment[1], *(p.longitude_deg for p in places)),
        moment[2], moment[2] + float(edges[-1]), roughness,
    )  # fmt: skip
    gridded = _opened(reader, paths, wanted)
    if gridded is None:
        return None
    east, north = gridded.plane.place_m([p.latitude_deg for p in places], [p.longitude_deg for p in places])
    heights = np.array([p.z_m for p in places])
    return GriddedRequest(
        release, losses, gridded, Samples(np.column_stack([east, north, heights]), edges), tuple(places),
        moment[2], int(particles), sky, (*assumed, *gridded.assumed),
    )  # fmt: skip


def column_layer(
    reader: Reader, folder: Path, moment: tuple[float, float, float], duration_s: float
) -> tuple[SurfaceLayer, Gridded] | None:
    """Build the surface layer at the source, at the middle of the release, from gridded fluxes."""
    paths = _files(reader, folder)
    weather = reader.mapping(("weather",), ("gridded",), GRIDDED_KEYS)
    roughness = None
    if "roughness_m" in weather:
        roughness = reader.number(("weather", "roughness_m"), weather["roughness_m"], 0.0, 2.0, above=True)
    if reader.problems:
        return None
    middle = 0.5 * duration_s if math.isfinite(duration_s) else 0.0
    gridded = _opened(
        reader, paths, Wanted((moment[0],), (moment[1],), moment[2], moment[2] + 2.0 * middle, roughness)
    )
    if gridded is None:
        return None
    field = gridded.weather
    row, column = nearest_nodes(field, np.zeros(1), np.zeros(1))
    at = field.nearest_time(middle), row[0], column[0]
    layer = from_friction_velocity(
        float(field.friction_velocity_m_per_s[at]), float(field.obukhov_length_m[at]), field.roughness_m,
        float(field.mixing_height_m[at]),
    )  # fmt: skip
    return layer, gridded


def _opened(reader: Reader, paths: list[Path], wanted: Wanted) -> Gridded | None:
    try:
        return read_gridded(paths, wanted)
    except InputError as error:
        reader.problems.extend(error.problems)
        return None


def _files(reader: Reader, folder: Path) -> list[Path]:
    given = reader.mapping(("weather",), (), ("gridded", *GRIDDED_KEYS)).get("gridded")
    names = given if isinstance(given, list) else [given]
    found = []
    for i, name in enumerate(names):
        path = ("weather", "gridded", i) if isinstance(given, list) else ("weather", "gridded")
        if not isinstance(name, str) or not (folder / name).is_file():
            reader.problem(path, "there is no such file", name, "the path of a NetCDF file")
            continue
        found.append(folder / name)
    return found


def _receptors(reader: Reader, top: Mapping[str, Any]) -> list[GriddedPlace]:
    given = top.get("receptors")
    if not isinstance(given, list) or not given:
        reader.problem(
            ("receptors",), "nothing to compute", given,
            "[{latitude_deg, longitude_deg, z_m}, ...], or arcs_m for a steady plume near the source",
        )  # fmt: skip
        return []
    found = []
    for i, node in enumerate(given):
        path = ("receptors", i)
        if not isinstance(node, dict) or not {"latitude_deg", "longitude_deg"} <= set(node):
            reader.problem(path, "not a receptor", node, "{latitude_deg, longitude_deg, z_m}")
            continue
        place = [
            reader.number((*path, key), node.get(key, least), low, high)
            for key, low, high, least in (
                ("latitude_deg", -89.0, 89.0, 0.0), ("longitude_deg", -180.0, 360.0, 0.0),
                ("z_m", 0.0, 8000.0, 1.5),
            )
        ]  # fmt: skip
        if not any(math.isnan(v) for v in place):
            found.append(GriddedPlace(*place))
    return found


def _sampling(reader: Reader, top: Mapping[str, Any], start_s: float) -> Any:
    """Read the edges of the sampling periods, seconds after the release began."""
    if "sampling" not in top:
        return np.arange(0.0, _DAY_S + 1.0, _PERIOD_S)
    node = reader.mapping(("sampling",), ("to_utc",), ("from_utc", "every_s"))
    begin = start_s if "from_utc" not in node else utc_seconds(node["from_utc"])
    end = utc_seconds(node.get("to_utc"))
    for key, value in (("from_utc", begin), ("to_utc", end)):
        if math.isnan(value):
            reader.problem(("sampling", key), "not a time", node.get(key), "1994-10-23T16:00Z")
    every = reader.number(("sampling", "every_s"), node.get("every_s", _PERIOD_S), 60.0, 7 * _DAY_S)
    if any(math.isnan(v) for v in (begin, end, every, start_s)):
        return None
    if not begin >= start_s - 30 * _DAY_S or end <= max(begin, start_s):
        reader.problem(("sampling", "to_utc"), "the samples end before they begin", node.get("to_utc"))
        return None
    number = max(1, math.ceil((end - begin) / every - 1e-9))
    return np.append(begin + every * np.arange(number), end) - start_s
