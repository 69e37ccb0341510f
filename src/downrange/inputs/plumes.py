"""The reader of EXPERIMENT.yaml: one release to receptors.

The weather may be told in five ways: wind and temperature difference, wind and Pasquill class, friction
velocity and Obukhov length, a measured profile, or gridded files (ERA5, GFS). Every problem is reported with
its file, key and line.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from downrange.base.canonical import digest
from downrange.errors import InputError
from downrange.inputs.marked_reader import Reader, open_reader
from downrange.inputs.plumes_gridded import GriddedRequest, column_layer, read_moment, read_places
from downrange.inputs.plumes_sky import Sky, read_sky
from downrange.physics.plume import PlumeSource, Receptor, lowest_height_m, surface_velocity_m_per_s
from downrange.physics.plume_carried import FieldRelease, Losses
from downrange.physics.plume_tracers import WetLine, tracer_law
from downrange.physics.surface_layer import (
    SurfaceLayer,
    from_class,
    from_friction_velocity,
    from_profile,
    from_temperature_difference,
)

__all__ = ["PlumeRequest", "read_experiment", "read_plume"]

_WAYS = (
    "temperature_difference, or stability_class, or friction_velocity_m_per_s with obukhov_length_m, "
    "or profile, or gridded"
)
_WEATHER = (
    "wind_speed_m_per_s", "wind_height_m", "roughness_m", "temperature_difference", "stability_class",
    "friction_velocity_m_per_s", "obukhov_length_m", "profile", "mixing_height_m", "air_temperature_c",
    "rain_mm_per_h", "ozone_ppb", "solar_elevation_deg",
)  # fmt: skip
_DIFFERENCE = ("lower_m", "upper_m", "upper_minus_lower_c")
_COLUMNS = ("height_m", "wind_speed_m_per_s", "temperature_k")
_WHERE_AND_WHEN = ("latitude_deg", "longitude_deg", "start_utc")
_DEPOSITED = "deposited as sulphur dioxide on dry grass (assumed resistance)"
_DEFAULT_ROUGHNESS_M = 0.03


@dataclass(frozen=True)
class PlumeRequest:
    """What EXPERIMENT.yaml asks.

    Attributes
    ----------
    wind_factor : float
        A measured wind over the profile's at its height, where friction velocity and wind are both given.
    arcs_number : int
        How many of the receptors are arcs (they come first).
    assumed : tuple of str
        Inputs that are assumptions and not the user's.
    hashes : mapping
        SHA-256 of each file read, by name.
    """

    source: PlumeSource
    layer: SurfaceLayer
    wind_factor: float
    receptors: tuple[Receptor, ...]
    arcs_number: int
    averaging_s: float
    assumed: tuple[str, ...]
    hashes: Mapping[str, str]
    sky: Sky


def read_plume(path: str | Path) -> PlumeRequest:
    """Read EXPERIMENT.yaml of a steady plume in one surface layer.

    Raises
    ------
    InputError
        With every problem found: file, key, line, value, what was expected.
    """
    request = read_experiment(path)
    assert isinstance(request, PlumeRequest), "gridded receptors: read_experiment"
    return request


def read_experiment(path: str | Path) -> PlumeRequest | GriddedRequest:
    """Read EXPERIMENT.yaml of either kind.

    Gridded weather with ``arcs_m`` takes the surface layer of the source's column; with ``receptors`` on the
    globe the release is carried through the weather itself.

    Raises
    ------
    InputError
        With every problem found: file, key, line, value, what was expected.
    """
    place = Path(path)
    reader, sha256 = open_reader(place)
    weather = reader.marked.data.get("weather") if isinstance(reader.marked.data, dict) else None
    if isinstance(weather, dict) and "gridded" in weather:
        return _gridded(reader, place, sha256)
    top = reader.mapping((), ("source", "weather"), ("arcs_m", "receptors", "z_m", "averaging_s"))
    hashes = {place.name: sha256}
    assumed: list[str] = []
    layer, factor = _weather(reader, place.parent, hashes, assumed)
    return _steady(reader, top, layer, factor, hashes, assumed, read_sky(reader, top, assumed))


def _steady(
    reader: Reader,
    top: Mapping[str, Any],
    layer: SurfaceLayer | None,
    factor: float,
    hashes: dict[str, str],
    assumed: list[str],
    sky: Sky,
) -> PlumeRequest:
    averaging = reader.number(("averaging_s",), top.get("averaging_s", 600.0), 1.0, 86400.0, default=600.0)
    receptors, arcs = _receptors(reader, top)
    source = _source(reader, layer, assumed)
    if layer is not None and source is not None:
        _inside(reader, source, layer, receptors)
    if reader.problems:
        raise InputError(reader.problems)
    assert source is not None, "a missing source is a problem"
    assert layer is not None, "missing weather is a problem"
    return PlumeRequest(
        source, layer, factor, tuple(receptors), arcs, averaging, tuple(dict.fromkeys(assumed)), hashes, sky
    )


def _gridded(reader: Reader, place: Path, sha256: str) -> PlumeRequest | GriddedRequest:
    steady = "arcs_m" in reader.marked.data
    known = ("arcs_m", "z_m", "averaging_s") if steady else ("receptors", "sampling", "particles")
    top = reader.mapping((), ("source", "weather"), known)
    node = top.get("source")
    moment = read_moment(reader, node if isinstance(node, dict) else {})
    assumed: list[str] = []
    if steady:
        duration = node.get("duration_s", 0.0) if isinstance(node, dict) else 0.0
        length = float(duration) if isinstance(duration, int | float) else 0.0
        found = column_layer(reader, place.parent, moment, length)
        layer, hashes = (None, {}) if found is None else (found[0], dict(found[1].hashes))
        assumed += [] if found is None else found[1].assumed
        sky = read_sky(reader, top, assumed)
        return _steady(reader, top, layer, 1.0, {place.name: sha256, **hashes}, assumed, sky)
    source = _source(reader, None, assumed)
    request = None
    if source is not None:
        release = FieldRelease(
            0.0, 0.0, source.height_m, source.rate_kg_per_s * source.duration_s, 0.0, source.duration_s
        )
        sky = read_sky(reader, top, assumed)
        wet = WetLine(0.0, 1.0) if sky.law is None else sky.law.wet_line()
        losses = Losses(
            source.deposition_velocity_m_per_s, source.settling_speed_m_per_s, source.decay_per_s,
            wet.factor_per_s, wet.exponent_number,
        )  # fmt: skip
        request = read_places(reader, place.parent, top, moment, release, losses, sky, assumed)
    if reader.problems:
        raise InputError(reader.problems)
    assert request is not None, "what stops it is a problem"
    return request


def _number(reader: Reader, path: tuple[str, ...], node: Mapping[str, Any], key: str, **limits: Any) -> float:
    return reader.number((*path, key), node[key], **limits) if key in node else math.nan


def _source(reader: Reader, layer: SurfaceLayer | None, assumed: list[str]) -> PlumeSource | None:
    at = ("source",)
    node = reader.mapping(
        at,
        ("tracer", "rate_g_per_s", "height_m"),
        (
            "duration_s",
            "deposition_velocity_m_per_s",
            "settling_speed_m_per_s",
            "decay_per_s",
            *_WHERE_AND_WHEN,
        ),
    )
    tracer = node.get("tracer", "")
    if not isinstance(tracer, str):
        reader.problem((*at, "tracer"), "not a name", tracer, "SO2, SF6, ...")
        tracer = ""
    rate = _number(reader, at, node, "rate_g_per_s", low=0.0, above=True)
    height = _number(reader, at, node, "height_m", low=0.0)
    duration = (
        _number(reader, at, node, "duration_s", low=0.0, above=True) if "duration_s" in node else math.inf
    )
    law = tracer_law(tracer)
    settling = 0.0 if law is None else law.settling_speed_m_per_s
    optional = {
        key: _number(reader, at, node, key, low=0.0) if key in node else default
        for key, default in (("settling_speed_m_per_s", settling), ("decay_per_s", 0.0))
    }
    if "deposition_velocity_m_per_s" in node:
        velocity = _number(reader, at, node, "deposition_velocity_m_per_s", low=0.0)
    elif law is not None and law.deposition_velocity_m_per_s is not None:
        velocity = law.deposition_velocity_m_per_s
    elif layer is None:
        velocity = 0.0
    else:
        velocity = surface_velocity_m_per_s(tracer, layer)
        if velocity > 0.0:
            assumed.append(_DEPOSITED)
    if any(math.isnan(v) for v in (rate, height, duration, velocity, *optional.values())):
        return None
    return PlumeSource(1e-3 * rate, height, duration, velocity, **optional)


def _weather(
    reader: Reader, folder: Path, hashes: dict[str, str], assumed: list[str]
) -> tuple[SurfaceLayer | None, float]:
    at = ("weather",)
    node = reader.mapping(at, (), _WEATHER)
    if not node:
        return None, 1.0
    ways = [key for key in ("temperature_difference", "stability_class", "profile") if key in node]
    if "friction_velocity_m_per_s" in node or "obukhov_length_m" in node:
        ways.append("friction_velocity_m_per_s")
    if len(ways) != 1:
        reader.problem(at, "the weather must be told in one way", ", ".join(ways) or None, _WAYS)
        return None, 1.0
    ground = _ground(reader, node, assumed)
    if ground is None:
        return None, 1.0
    roughness, mixing, celsius = ground
    if ways[0] == "profile":
        return _profile(reader, folder, node["profile"], roughness, mixing, hashes), 1.0
    if ways[0] == "friction_velocity_m_per_s":
        return _similarity(reader, node, roughness, mixing)
    wind = _wind(reader, node, roughness)
    if wind is None:
        return None, 1.0
    if ways[0] == "stability_class":
        letter = node["stability_class"]
        if letter not in tuple("ABCDEF"):
            reader.problem((*at, "stability_class"), "no such class", letter, "one of A, B, C, D, E, F")
            return None, 1.0
        assumed.append("obukhov_length_m: from the class and the roughness (Golder)")
        return from_class(letter, *wind, roughness, mixing), 1.0
    return _difference(reader, wind, roughness, mixing, celsius), 1.0


def _ground(
    reader: Reader, node: Mapping[str, Any], assumed: list[str]
) -> tuple[float, float | None, float] | None:
    """Read roughness, mixing height (or None) and air temperature."""
    at = ("weather",)
    roughness = _number(reader, at, node, "roughness_m", low=0.0, high=5.0, above=True)
    if "roughness_m" not in node:
        roughness = _DEFAULT_ROUGHNESS_M
        assumed.append("roughness_m: 0.03, short grass")
    mixing = None
    if "mixing_height_m" in node:
        mixing = _number(reader, at, node, "mixing_height_m", low=10.0, high=6000.0)
    else:
        assumed.append("mixing_height_m: from friction velocity and Obukhov length, or 1,000 m by day")
    celsius = 20.0
    if "air_temperature_c" in node:
        celsius = _number(reader, at, node, "air_temperature_c", low=-80.0, high=60.0)
    bad = math.isnan(roughness) or math.isnan(celsius) or (mixing is not None and math.isnan(mixing))
    return None if bad else (roughness, mixing, celsius)


def _wind(reader: Reader, node: Mapping[str, Any], roughness: float) -> tuple[float, float] | None:
    at = ("weather",)
    for key in ("wind_speed_m_per_s", "wind_height_m"):
        if key not in node:
            reader.problem((*at, key), "this key is missing", None, key)
    speed = _number(reader, at, node, "wind_speed_m_per_s", low=0.0, high=80.0, above=True)
    height = _number(reader, at, node, "wind_height_m", low=2.0 * roughness, high=500.0)
    return None if math.isnan(speed) or math.isnan(height) else (speed, height)


def _difference(
    reader: Reader, wind: tuple[float, float], roughness: float, mixing: float | None, celsius: float
) -> SurfaceLayer | None:
    at = ("weather", "temperature_difference")
    node = reader.mapping(at, _DIFFERENCE)
    lower = _number(reader, at, node, "lower_m", low=roughness, above=True)
    upper = _number(reader, at, node, "upper_m", low=0.0, high=500.0, above=True)
    warmer = _number(reader, at, node, "upper_minus_lower_c", low=-30.0, high=30.0)
    if any(math.isnan(v) for v in (lower, upper, warmer)):
        return None
    if upper <= lower:
        reader.problem((*at, "upper_m"), "not above the lower height", upper, f"more than {lower:g}")
        return None
    return from_temperature_difference(*wind, roughness, lower, upper, warmer, celsius, mixing)


def _similarity(
    reader: Reader, node: Mapping[str, Any], roughness: float, mixing: float | None
) -> tuple[SurfaceLayer | None, float]:
    at = ("weather",)
    for key in ("friction_velocity_m_per_s", "obukhov_length_m"):
        if key not in node:
            reader.problem((*at, key), "this key is missing", None, key)
    friction = _number(reader, at, node, "friction_velocity_m_per_s", low=0.0, high=5.0, above=True)
    length = _number(reader, at, node, "obukhov_length_m")
    if length == 0.0:
        reader.problem(
            (*at, "obukhov_length_m"), "cannot be zero", length, "below or above zero; 1e9 for neutral"
        )
        return None, 1.0
    if math.isnan(friction) or math.isnan(length):
        return None, 1.0
    layer = from_friction_velocity(friction, length, roughness, mixing)
    if "wind_speed_m_per_s" not in node:
        return layer, 1.0
    wind = _wind(reader, node, roughness)
    return layer, 1.0 if wind is None else wind[0] / float(layer.wind_m_per_s(wind[1]))


def _profile(
    reader: Reader, folder: Path, name: Any, roughness: float, mixing: float | None, hashes: dict[str, str]
) -> SurfaceLayer | None:
    at = ("weather", "profile")
    expected = f"the path of a table in CSV with the columns {', '.join(_COLUMNS)}"
    if not isinstance(name, str) or not (folder / name).is_file():
        reader.problem(at, "there is no such profile", name, expected)
        return None
    content = (folder / name).read_bytes()
    hashes[Path(name).name] = digest(content)
    lines = [
        x for x in content.decode("utf-8", "replace").splitlines() if x.strip() and not x.startswith("#")
    ]
    rows = list(csv.DictReader(lines, skipinitialspace=True))
    try:
        table = [[float(row[key]) for key in _COLUMNS] for row in rows]
    except (KeyError, TypeError, ValueError) as error:
        reader.problem(at, f"the profile cannot be read: {error}", name, expected)
        return None
    if not all(math.isfinite(v) for row in table for v in row):
        reader.problem(at, "the profile holds what is not a number", name, expected)
        return None
    try:
        return from_profile(
            [r[0] for r in table], [r[1] for r in table], [r[2] - 273.15 for r in table], roughness, mixing
        )
    except ValueError as error:
        reader.problem(at, str(error), name, expected)
        return None


def _receptors(reader: Reader, top: Mapping[str, Any]) -> tuple[list[Receptor], int]:
    found: list[Receptor] = []
    arcs = top.get("arcs_m")
    given = top.get("receptors")
    if arcs is None and given is None:
        reader.problem(("arcs_m",), "nothing to compute", None, "arcs_m, or receptors")
        return [], 0
    if arcs is not None:
        if not isinstance(arcs, list) or not arcs:
            reader.problem(("arcs_m",), "not a list of distances", arcs, "[50, 100, 200]")
            return [], 0
        height = reader.number(("z_m",), top.get("z_m", 1.5), 0.0, 1000.0, default=1.5)
        for i, value in enumerate(arcs):
            x = _at(reader, ("arcs_m", i), value, 0.0, above=True)
            if not math.isnan(x):
                found.append(Receptor(x, 0.0, height))
    arcs_number = len(found)
    for i, node in enumerate(given if isinstance(given, list) else ()):
        path = ("receptors", i)
        if not isinstance(node, dict) or not {"x_m", "y_m", "z_m"} <= set(node):
            reader.problem(path, "not a receptor", node, "{x_m, y_m, z_m}")
            continue
        x = _at(reader, (*path, "x_m"), node["x_m"], 0.0, above=True)
        y = _at(reader, (*path, "y_m"), node["y_m"])
        z = _at(reader, (*path, "z_m"), node["z_m"], 0.0)
        if not any(math.isnan(v) for v in (x, y, z)):
            found.append(Receptor(x, y, z))
    if given is not None and not isinstance(given, list):
        reader.problem(("receptors",), "not a list", given, "[{x_m, y_m, z_m}, ...]")
    return found, arcs_number


def _at(
    reader: Reader, path: tuple[str | int, ...], value: Any, low: float = -math.inf, above: bool = False
) -> float:
    return reader.number(path, value, low, above=above)


def _inside(reader: Reader, source: PlumeSource, layer: SurfaceLayer, receptors: list[Receptor]) -> None:
    top = layer.mixing_height_m
    expected = f"below the mixing height of {top:.0f} m"
    if source.height_m >= top:
        reader.problem(
            ("source", "height_m"), "the source lies above the mixing height", source.height_m, expected
        )
    for receptor in receptors:
        if receptor.z_m >= top:
            reader.problem(("z_m",), "a receptor lies above the mixing height", receptor.z_m, expected)
            break
    assert lowest_height_m(layer.roughness_m) < top, "the layer is deeper than its roughness"
