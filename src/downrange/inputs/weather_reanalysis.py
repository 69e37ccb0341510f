"""Reader of pressure levels: ERA5 in NetCDF in the old and the new names of the Climate Data Store, and GRIB.

One column is taken: bilinear between the four grid points about a place, at one time of the file. Axes may
ascend or descend, longitudes run from 0 to 360 or from -180 to 180; units are checked, not guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from downrange.errors import InputError, Problem, Where
from downrange.inputs.weather_plausible import misplaced, out_of_range
from downrange.inputs.weather_soundings import geometric_m
from downrange.physics.atmosphere import WindProfile

__all__ = ["GRIB_ENDINGS", "read_era5"]

GRIB_ENDINGS = (".grib", ".grb", ".grib2", ".grb2")
"""Endings read by cfgrib and ecCodes, the extra ``grib``."""

_NAMES = {
    "time": ("time", "valid_time"),
    "level": ("level", "pressure_level", "isobaricInhPa"),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
}
_UNITS = {"u": ("m s**-1", "m s-1"), "v": ("m s**-1", "m s-1"), "z": ("m**2 s**-2", "m2 s-2"), "t": ("K",)}
_QUANTITIES = {"u": "east", "v": "north", "t": "temperature"}
_LEVELS = {"hPa": 100.0, "millibars": 100.0, "Pa": 1.0}
_GRAVITY = 9.80665


def read_era5(path: str | Path, latitude_deg: float, longitude_deg: float, when: str = "") -> WindProfile:
    """Read the column over a place.

    Parameters
    ----------
    when : str
        ISO time; may be left out where the file holds one time only.

    Raises
    ------
    InputError
        For missing variables, other units, a place outside the grid or a time that is not in the file.
    """
    place = Path(path)
    data = _opened_grib(place) if place.suffix.lower() in GRIB_ENDINGS else _opened(place)
    try:
        names = {key: _name(data, str(path), key) for key in _NAMES}
        _check_units(data, str(path), names["level"])
        return _column(data, names, str(path), (latitude_deg, longitude_deg), when)
    finally:
        data.close()


def _opened(path: Path) -> Any:
    import xarray

    try:
        classic = path.read_bytes()[:3] == b"CDF"
        return xarray.open_dataset(path, engine="scipy" if classic else "h5netcdf")
    except ModuleNotFoundError as error:
        raise InputError(
            Problem(
                Where(str(path)),
                f"reading this file needs the package {error.name}",
                expected="NetCDF 3 (classic), or the package beside this one: NetCDF 4 is HDF5",
            )
        ) from error
    except (OSError, ValueError, IndexError) as error:  # an index out of range: a header that breaks off
        raise InputError(Problem(Where(str(path)), f"not readable as NetCDF: {error}")) from error


def _opened_grib(path: Path) -> Any:
    """Open the pressure levels of a GRIB file, without an index file beside it.

    Whoever imports ecCodes before pyproj aborts when the interpreter ends ("double free", exit status 134),
    so pyproj comes first; and the engine is named, or xarray would try every plug-in.
    """
    try:
        for name in ("pyproj", "xarray", "cfgrib", "eccodes"):
            import_module(name)
    except (ImportError, RuntimeError) as error:
        raise InputError(
            Problem(
                Where(str(path)),
                f"reading GRIB needs cfgrib and ecCodes: {error}",
                expected="the extra 'grib' (pip install downrange[grib]), or the same levels in NetCDF",
            )
        ) from error
    import xarray

    if not path.is_file() or path.read_bytes()[:4] != b"GRIB":
        raise InputError(
            Problem(Where(str(path)), "not a GRIB file", expected="a file that begins with GRIB")
        )
    try:
        data = xarray.open_dataset(
            path,
            engine="cfgrib",
            backend_kwargs={"indexpath": "", "filter_by_keys": {"typeOfLevel": "isobaricInhPa"}},
        )
    except (OSError, ValueError, EOFError, KeyError) as error:
        raise InputError(Problem(Where(str(path)), f"not readable as GRIB: {error}")) from error
    if "step" in data.dims:
        data.close()
        raise InputError(
            Problem(Where(str(path), "step"), "several forecast steps", expected="one step, or analyses")
        )
    if "valid_time" in data.variables and "time" in data.variables and not data["time"].dims:
        data = data.drop_vars("time").rename({"valid_time": "time"})
    missing = [name for name in ("time", "isobaricInhPa") if name in data.variables and name not in data.dims]
    return data.expand_dims(missing) if missing else data


def _name(data: Any, file: str, key: str) -> str:
    for name in _NAMES[key]:
        if name in data.variables:
            return name
    raise InputError(Problem(Where(file, key), "this axis is missing", expected=" or ".join(_NAMES[key])))


def _check_units(data: Any, file: str, level: str) -> None:
    problems = []
    for name, allowed in _UNITS.items():
        if name not in data.variables:
            problems.append(Problem(Where(file, name), "this variable is missing"))
        elif data[name].attrs.get("units") not in allowed:
            units = data[name].attrs.get("units")
            problems.append(
                Problem(Where(file, name), "wrong units", value=str(units), expected=" or ".join(allowed))
            )
    if data[level].attrs.get("units") not in _LEVELS:
        units = data[level].attrs.get("units")
        problems.append(
            Problem(Where(file, level), "wrong units", value=str(units), expected=" or ".join(_LEVELS))
        )
    found, counts = np.unique(data[level].values, return_counts=True)
    problems.extend(
        Problem(Where(file, level), "a level stands twice", value=f"{twice:g}") for twice in found[counts > 1]
    )
    if problems:
        raise InputError(problems)


def _weights(axis: NDArray[np.float64], value: float, file: str, key: str) -> tuple[int, int, float]:
    """Find the neighbours on an axis in either order, and the share of the second."""
    if axis.size == 0 or not np.isfinite(axis).all():
        raise InputError(
            Problem(
                Where(file, key), "an axis without numbers, or with a gap", expected="degrees, each finite"
            )
        )
    order = np.argsort(axis)
    ranked = axis[order]
    if not ranked[0] <= value <= ranked[-1]:
        raise InputError(
            Problem(
                Where(file, key),
                "outside the grid",
                value=f"{value:g}",
                expected=f"{ranked[0]:g} to {ranked[-1]:g}",
            )
        )
    high = int(np.clip(np.searchsorted(ranked, value), 1, len(ranked) - 1)) if len(ranked) > 1 else 0
    low = max(high - 1, 0)
    width = ranked[high] - ranked[low]
    return int(order[low]), int(order[high]), float((value - ranked[low]) / width) if width > 0 else 0.0


def _when(data: Any, name: str, file: str, when: str) -> int:
    times = [str(value)[:16] for value in np.atleast_1d(data[name].values)]
    if not times:
        raise InputError(Problem(Where(file, name), "the file holds no time", expected="at least one"))
    if not when and len(times) == 1:
        return 0
    for index, time in enumerate(times):
        if when and time.startswith(when[:16]):
            return index
    message = "no such time" if when else "several times: say which, FILE#YYYY-MM-DDTHH"
    raise InputError(
        Problem(Where(file, name), message, value=when or None, expected=f"{times[0]} to {times[-1]}")
    )


def _odd(
    kept: NDArray[np.bool_],
    pressure_pa: NDArray[np.float64],
    height_m: NDArray[np.float64],
    columns: Mapping[str, NDArray[np.float64]],
    file: str,
) -> list[Problem]:
    """Say what cannot be in a column: gaps above the ground, heights and figures that no air has."""
    if not kept.any():
        return [Problem(Where(file), "every level of this column has a gap")]
    found = []
    ground_pa = pressure_pa[kept].max()  # levels under the lowest that is there lie below the ground
    for level in pressure_pa[~kept & (pressure_pa < ground_pa)]:
        found.append(Problem(Where(file), "a gap in this column", value=f"{level / 100:g} hPa"))
    off = kept & misplaced(pressure_pa, height_m)
    for level, height in zip(pressure_pa[off], height_m[off], strict=True):
        found.append(
            Problem(
                Where(file, "z"), "no air has this pressure at this height: units of z or of the level?",
                value=f"{level / 100:g} hPa at {height:.0f} m",
            )
        )  # fmt: skip
    for name, what in _QUANTITIES.items():
        wrong = out_of_range(what, columns[name][kept], Where(file, name))
        if wrong is not None:
            found.append(wrong)
    return found


def _column(
    data: Any, names: dict[str, str], file: str, place: tuple[float, float], when: str
) -> WindProfile:
    longitudes = np.asarray(data[names["longitude"]].values, dtype=float)
    wanted = place[1] % 360.0 if longitudes.max() > 180.0 else (place[1] + 180.0) % 360.0 - 180.0
    lat0, lat1, lat_share = _weights(
        np.asarray(data[names["latitude"]].values, dtype=float), place[0], file, "latitude"
    )
    lon0, lon1, lon_share = _weights(longitudes, wanted, file, "longitude")
    moment = _when(data, names["time"], file, when)

    def values(name: str) -> NDArray[np.float64]:
        cube = data[name].transpose(names["time"], names["level"], names["latitude"], names["longitude"], ...)
        block = np.asarray(cube.values, dtype=float)[moment]
        south = block[:, lat0, lon0] * (1 - lon_share) + block[:, lat0, lon1] * lon_share
        north = block[:, lat1, lon0] * (1 - lon_share) + block[:, lat1, lon1] * lon_share
        column: NDArray[np.float64] = south * (1 - lat_share) + north * lat_share
        return column

    factor = _LEVELS[data[names["level"]].attrs["units"]]
    pressure = np.asarray(data[names["level"]].values, dtype=float) * factor
    height = np.array([geometric_m(z / _GRAVITY) for z in values("z")])
    east, north, temperature = values("u"), values("v"), values("t")
    kept = np.isfinite(height + east + north + temperature)
    problems = _odd(kept, pressure, height, {"u": east, "v": north, "t": temperature}, file)
    if problems:
        raise InputError(problems)
    order = [index for index in np.argsort(height) if kept[index]]
    return WindProfile(
        tuple(height[order].tolist()),
        tuple(east[order].tolist()),
        tuple(north[order].tolist()),
        temperature_k=tuple(temperature[order].tolist()),
        pressure_pa=tuple(pressure[order].tolist()),
        source=file,
    )
