"""Reader of gridded weather for particles: ERA5 or GFS in NetCDF, on pressure or model levels.

Fields may lie in one file or in several (levels in one, single levels in others), in the old and the new
names of the Climate Data Store, in cfgrib's, or in those of the NCEP servers. Each field is interpolated in
time and between its own grid points to the nodes of a plane. Which fields, and what size:
docs/physics/plume-gridded.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from downrange.base.canonical import digest
from downrange.errors import InputError, Problem, Where
from downrange.inputs.weather_fields import QUANTITIES, Field, found_fields, opened
from downrange.inputs.weather_plausible import misplaced, out_of_range
from downrange.physics.plane import Plane
from downrange.physics.plume_field import Meteorology
from downrange.physics.plume_grid import (
    HEIGHTS_M,
    Moment,
    Surface,
    hydrostatic_pa,
    obukhov_length_m,
    wind_over_ground,
)

__all__ = ["Gridded", "Wanted", "read_gridded"]

Array = NDArray[np.float64]

_MARGIN_M = 600_000.0  # what is kept of a large file around the places that are asked for
_MOST_NODES = 160
_KM_PER_DEG = 111.2
_STANDARD_PA = 101325.0
_LEAST_MIXING_M = 50.0
_DEFAULT_ROUGHNESS_M = 0.1
_DRY_AIR = 287.05287


@dataclass(frozen=True)
class Wanted:
    """What a run needs: places (source first), and the span of time in seconds since 1970 UTC."""

    latitude_deg: tuple[float, ...]
    longitude_deg: tuple[float, ...]
    begin_s: float
    end_s: float
    roughness_m: float | None = None


@dataclass(frozen=True, eq=False)
class Gridded:
    """Meteorology on a plane about the source, its clock at ``begin_s``; hashes by file; what was assumed."""

    weather: Meteorology
    plane: Plane
    hashes: dict[str, str]
    assumed: tuple[str, ...]


def read_gridded(paths: Sequence[str | Path], wanted: Wanted) -> Gridded:
    """Read gridded weather around a source.

    Parameters
    ----------
    paths : sequence of path
        NetCDF files that together hold wind, temperature and height on levels, and of the surface: height of
        the ground, wind at 10 m, temperature at 2 m, friction velocity or stress, sensible heat flux,
        boundary-layer height. Vertical motion and rain are used where they are there.
    wanted : Wanted
        Places and time.

    Raises
    ------
    InputError
        Every field that is missing (with the names looked for), in another unit or with gaps; an area or a
        time that does not reach.
    """
    places = [Path(path) for path in paths]
    datasets = [opened(place) for place in places]
    try:
        fields = found_fields(datasets, [str(place) for place in places])
        _covers(fields, wanted)
        plane = Plane(wanted.latitude_deg[0], wanted.longitude_deg[0])
        east, north = _nodes(fields["east"], wanted, plane)
        weather, assumed = _laid(fields, wanted, plane, east, north)
    finally:
        for data in datasets:
            data.close()
    return Gridded(weather, plane, {p.name: digest(p.read_bytes()) for p in places}, tuple(assumed))


def _covers(fields: dict[str, Field], wanted: Wanted) -> None:
    """Ask that every field reaches over the places and the time."""
    problems = []
    for field in fields.values():
        where = Where(field.file, field.name)
        south, north = float(field.latitude_deg.min()), float(field.latitude_deg.max())
        for latitude, longitude in zip(wanted.latitude_deg, wanted.longitude_deg, strict=True):
            along = field.longitude_about(longitude)
            if not south <= latitude <= north or not along.min() <= 0.0 <= along.max():
                problems.append(
                    Problem(
                        where, "a place lies outside the grid", value=f"{latitude:g}, {longitude:g}",
                        expected=f"{south:g} to {north:g} N, {field.longitude_deg.min():g} to "
                        f"{field.longitude_deg.max():g} E",
                    )
                )  # fmt: skip
                break
        first, last = float(field.time_s[0]), float(field.time_s[-1])
        if field.time_s.size > 1 and not (first <= wanted.begin_s and wanted.end_s <= last):
            problems.append(
                Problem(
                    where, "the run reaches beyond the file's times",
                    value=f"{_utc(wanted.begin_s)} to {_utc(wanted.end_s)}",
                    expected=f"within {_utc(first)} to {_utc(last)}",
                )
            )  # fmt: skip
        if field.time_s.size == 1 < fields["east"].time_s.size and field.changes:
            problems.append(Problem(where, "one time only, where the levels have several"))
    if fields["east"].time_s.size == 1 and wanted.end_s - wanted.begin_s > 3 * 3600.0:
        problems.append(
            Problem(
                Where(fields["east"].file, "time"), "one time cannot carry a run of more than three hours",
                expected="hourly or three-hourly fields over the run",
            )
        )  # fmt: skip
    if problems:
        raise InputError(problems)


def _utc(time_s: float) -> str:
    return str(np.datetime64(round(time_s), "s"))[:16] + "Z"


def _nodes(field: Field, wanted: Wanted, plane: Plane) -> tuple[Array, Array]:
    """Choose evenly spaced nodes: the file's area as far as it lies about the places asked for."""
    latitude, longitude = field.latitude_deg, field.longitude_deg
    edge_n = np.concatenate([latitude, latitude, np.full(longitude.size, latitude.min()),
                             np.full(longitude.size, latitude.max())])  # fmt: skip
    edge_e = np.concatenate([np.full(latitude.size, longitude.min()),
                             np.full(latitude.size, longitude.max()), longitude, longitude])  # fmt: skip
    edges = np.stack(plane.place_m(edge_n, edge_e))
    asked = np.stack(plane.place_m(wanted.latitude_deg, wanted.longitude_deg))
    low = np.maximum(edges.min(axis=1), asked.min(axis=1) - _MARGIN_M)
    high = np.minimum(edges.max(axis=1), asked.max(axis=1) + _MARGIN_M)
    if np.ptp(field.longitude_deg) > 180.0:  # around the globe: the edges say nothing
        low, high = asked.min(axis=1) - _MARGIN_M, asked.max(axis=1) + _MARGIN_M
    step = 1e3 * _KM_PER_DEG * float(np.abs(np.diff(latitude)).min())
    axes = []
    for k in range(2):
        number = int(np.clip(np.ceil((high[k] - low[k]) / step) + 1, 3, _MOST_NODES))
        axes.append(np.linspace(low[k], high[k], number))
    return axes[0], axes[1]


def _laid(
    fields: dict[str, Field], wanted: Wanted, plane: Plane, east: Array, north: Array
) -> tuple[Meteorology, list[str]]:
    """Lay every time of the levels' file that the run needs onto the nodes."""
    assumed: list[str] = []
    x, y = np.meshgrid(east, north)
    latitude, longitude = plane.degrees(x, y)
    fields = {name: field.cropped(latitude, longitude) for name, field in fields.items()}
    times = fields["east"].time_s
    if times.size > 1:
        first = int(np.searchsorted(times, wanted.begin_s, side="right")) - 1
        last = int(np.searchsorted(times, wanted.end_s, side="left"))
        times = times[max(first, 0) : last + 1]
    roughness = _roughness(fields, wanted, times[0], latitude, longitude, assumed)
    if "omega" not in fields:
        assumed.append("no vertical motion in the files: taken as zero")
    if "rain" not in fields:
        assumed.append("no rain in the files: taken as dry")
    winds, layers = [], []
    for time in times:
        at = {name: field.at(float(time), latitude, longitude) for name, field in fields.items()}
        wind, layer = _one_time(at, fields, plane, (latitude, longitude), (east, north), roughness)
        winds.append(wind.astype(np.float32))
        layers.append(layer)
    surface = np.stack(layers, axis=1)
    rain = surface[3] if "rain" in fields else None
    weather = Meteorology(
        times - wanted.begin_s, np.asarray(HEIGHTS_M), east, north, np.asarray(winds),
        surface[0], surface[1], surface[2], roughness, rain, surface[4],
    )  # fmt: skip
    return weather, assumed


def _roughness(
    fields: dict[str, Field],
    wanted: Wanted,
    time: float,
    latitude: Array,
    longitude: Array,
    assumed: list[str],
) -> float:
    if wanted.roughness_m is not None:
        return wanted.roughness_m
    if "roughness" in fields:
        found = float(np.median(fields["roughness"].at(float(time), latitude, longitude)))
        assumed.append(f"roughness_m: {found:.3g}, the median of the file")
        return float(np.clip(found, 1e-3, 1.0))
    assumed.append(f"roughness_m: {_DEFAULT_ROUGHNESS_M}, farmland")
    return _DEFAULT_ROUGHNESS_M


def _one_time(
    at: dict[str, Array],
    fields: dict[str, Field],
    plane: Plane,
    places: tuple[Array, Array],
    axes: tuple[Array, Array],
    roughness: float,
) -> tuple[Array, Array]:
    """Give the wind over ground, and u*, L, mixing height, rain, temperature, of one time."""
    surface_pa = at.get("pressure", np.full_like(at["ground"], _STANDARD_PA))
    if "pressure" not in at:
        surface_pa = _STANDARD_PA * np.exp(-at["ground"] / 8400.0)
    friction = at.get("friction")
    if friction is None:
        density = surface_pa / (_DRY_AIR * at["warm"])
        friction = np.sqrt(np.hypot(at["stress_east"], at["stress_north"]) / density)
    friction, length = obukhov_length_m(friction, at["heat"], at["warm"], surface_pa)
    u, v = plane.turned(*places, at["east"], at["north"])
    u10, v10 = plane.turned(*places, at["wind_east"], at["wind_north"])
    slope_north, slope_east = np.gradient(at["ground"], axes[1], axes[0])
    levels = fields["east"].level_pa
    if levels is None:
        order = np.argsort(at["height"].mean(axis=(1, 2)))
        rising = hydrostatic_pa(at["height"][order], at["temperature"][order], at["ground"], surface_pa)
        pressure = np.empty_like(rising)
        pressure[order] = rising
    else:
        pressure = np.broadcast_to(levels[:, None, None], at["east"].shape)
    _sound(at, pressure, surface_pa, fields)
    moment = Moment(at["height"], pressure, at["temperature"], u, v, at.get("omega"))
    surface = Surface(
        at["ground"], np.asarray(slope_east), np.asarray(slope_north), u10, v10, friction, length
    )
    wind = wind_over_ground(moment, surface, roughness)
    mixing = np.maximum(at["mixing"], _LEAST_MIXING_M)
    rain = np.maximum(at.get("rain", np.zeros_like(mixing)), 0.0)
    return wind, np.stack([friction, length, mixing, rain, at["warm"] - 273.15])


def _sound(at: dict[str, Array], pressure: Array, surface_pa: Array, fields: dict[str, Field]) -> None:
    """Refuse gaps, and what no air has; below the ground, where neither matters, gaps are filled."""
    buried = pressure > surface_pa[None]
    problems = []
    for name, values in at.items():
        where = Where(fields[name].file, fields[name].name)
        aloft = ~buried if values.ndim == 3 else np.ones(values.shape, bool)
        gap = ~np.isfinite(values)
        if (gap & aloft).any():
            problems.append(Problem(where, "the field has gaps where the run needs it"))
            continue
        values[gap] = -1e4 if name == "height" else 0.0 if name != "temperature" else 288.15
        odd = out_of_range(name, values[aloft], where)
        if odd is not None:
            problems.append(odd)
    if not any(p.where.key == fields["height"].name for p in problems):
        off = misplaced(pressure, at["height"]) & ~buried
        if off.any():
            value = f"{pressure[off][0] / 100:g} hPa at {at['height'][off][0]:.0f} m"
            message = "no air has this pressure at this height: units of the height or of the level?"
            problems.append(
                Problem(Where(fields["height"].file, fields["height"].name), message, value=value)
            )
    if problems:
        raise InputError(problems)


def needed_names() -> dict[str, Any]:
    """Give each quantity with the names looked for, for the documentation and the messages."""
    return {name: quantity.names for name, quantity in QUANTITIES.items()}
