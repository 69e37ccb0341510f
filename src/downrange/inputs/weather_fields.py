"""Fields of a gridded file: the name and unit a quantity stands under, its value at a time and place."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from downrange.errors import InputError, Problem, Where

__all__ = ["QUANTITIES", "Field", "Quantity", "found_fields", "opened"]

Array = NDArray[np.float64]

_GRAVITY = 9.80665
_HOUR_S = 3600.0

_SPEED = {"m s-1": 1.0, "m/s": 1.0}
_KELVIN = {"k": 1.0}
_HEIGHT = {
    "m2 s-2": 1.0 / _GRAVITY,
    "m2/s2": 1.0 / _GRAVITY,
    "m": 1.0,
    "gpm": 1.0,
    "geopotential meters": 1.0,
}
_METRES = {"m": 1.0}
_FLUX = {"w m-2": 1.0, "w/m2": 1.0, "j m-2": 1.0 / _HOUR_S}
_STRESS = {"n m-2": 1.0, "pa": 1.0, "n m-2 s": 1.0 / _HOUR_S}
_RAIN = {"kg m-2 s-1": _HOUR_S, "kg/m2/s": _HOUR_S, "mm h-1": 1.0, "m": 1000.0}
_OMEGA = {"pa s-1": 1.0, "pa/s": 1.0}
_PASCAL = {"pa": 1.0}


@dataclass(frozen=True)
class Quantity:
    """One quantity: on levels or not, the names it goes by, its units (factor to ours), a sign by name."""

    what: str
    levels: bool
    names: tuple[str, ...]
    units: dict[str, float]
    needed: bool = True
    downward: tuple[str, ...] = ()


QUANTITIES: dict[str, Quantity] = {
    "east": Quantity("wind toward east", True, ("u", "ugrdprs", "u-component_of_wind_isobaric"), _SPEED),
    "north": Quantity("wind toward north", True, ("v", "vgrdprs", "v-component_of_wind_isobaric"), _SPEED),
    "temperature": Quantity("temperature", True, ("t", "tmpprs", "Temperature_isobaric"), _KELVIN),
    "height": Quantity("height", True, ("z", "gh", "hgtprs", "Geopotential_height_isobaric"), _HEIGHT),
    "omega": Quantity("vertical motion", True, ("w", "vvelprs", "Vertical_velocity_pressure_isobaric"),
                      _OMEGA, needed=False),
    "ground": Quantity("height of the ground", False,
                       ("z", "orog", "hgtsfc", "Geopotential_height_surface"), _HEIGHT),
    "wind_east": Quantity("wind at 10 m toward east", False,
                          ("u10", "10u", "ugrd10m", "u-component_of_wind_height_above_ground"), _SPEED),
    "wind_north": Quantity("wind at 10 m toward north", False,
                           ("v10", "10v", "vgrd10m", "v-component_of_wind_height_above_ground"), _SPEED),
    "warm": Quantity("temperature at 2 m", False,
                     ("t2m", "2t", "tmp2m", "Temperature_height_above_ground"), _KELVIN),
    "mixing": Quantity("boundary-layer height", False,
                       ("blh", "hpbl", "hpblsfc", "Planetary_Boundary_Layer_Height_surface"), _METRES),
    "heat": Quantity("sensible heat flux", False,
                     ("ishf", "avg_ishf", "msshf", "sshf", "shtfl", "shtflsfc",
                      "Sensible_heat_net_flux_surface"), _FLUX,
                     downward=("ishf", "avg_ishf", "msshf", "sshf")),
    "friction": Quantity("friction velocity", False,
                         ("zust", "fricv", "fricvsfc", "Frictional_Velocity_surface"), _SPEED, needed=False),
    "stress_east": Quantity("stress toward east", False,
                            ("iews", "avg_iews", "metss", "ewss", "uflx", "uflxsfc",
                             "Momentum_flux_u-component_surface"), _STRESS, needed=False),
    "stress_north": Quantity("stress toward north", False,
                             ("inss", "avg_inss", "mntss", "nsss", "vflx", "vflxsfc",
                              "Momentum_flux_v-component_surface"), _STRESS, needed=False),
    "pressure": Quantity("surface pressure", False, ("sp", "pressfc", "Pressure_surface"), _PASCAL,
                         needed=False),
    "rain": Quantity("rain", False, ("mtpr", "avg_tprate", "prate", "pratesfc", "tp",
                                     "Precipitation_rate_surface"), _RAIN, needed=False),
    "roughness": Quantity("roughness", False,
                          ("fsr", "sfcr", "sfcrsfc", "Surface_roughness_surface"), _METRES, needed=False),
}  # fmt: skip
"""What is looked for; a flux named in ``downward`` is positive downward in its file and turned."""

_LATITUDES = ("latitude", "lat")
_LONGITUDES = ("longitude", "lon")
_LEVELS = re.compile(r"^(pressure_level|level|isobaric\w*|lev|plev|hybrid|model_level)$")
_PRESSURES = re.compile(r"^(pressure_level|isobaric\w*|plev)$")
_TIMES = re.compile(r"^(valid_time|time\d*|step)$")
_PASCALS = {"hpa": 100.0, "millibars": 100.0, "millibar": 100.0, "mb": 100.0, "pa": 1.0}


@dataclass(eq=False)
class Field:
    """One field of one file, opened; values are fetched time by time."""

    file: str
    name: str
    data: Any
    time_name: str | None
    time_s: Array
    latitude_deg: Array
    longitude_deg: Array
    level_pa: Array | None
    factor: float
    changes: bool = True
    _kept: dict[int, Array] = field(default_factory=dict)

    def longitude_about(self, centre_deg: float) -> Array:
        """Give the longitudes counted from a meridian, -180 to 180."""
        return np.asarray((self.longitude_deg - centre_deg + 180.0) % 360.0 - 180.0)

    def cropped(self, latitude_deg: Array, longitude_deg: Array) -> Field:
        """Give the field over the places alone, with a node to spare: a global file is not read whole."""
        spare = 1.01 * float(np.abs(np.diff(self.latitude_deg)).max())
        rows = np.flatnonzero(
            (self.latitude_deg >= latitude_deg.min() - spare)
            & (self.latitude_deg <= latitude_deg.max() + spare)
        )
        centre = float(np.median(longitude_deg))
        about, wanted = self.longitude_about(centre), (longitude_deg - centre + 180.0) % 360.0 - 180.0
        spare = 1.01 * float(np.diff(np.sort(about)).min())
        columns = np.flatnonzero((about >= wanted.min() - spare) & (about <= wanted.max() + spare))
        if rows.size < 2 or columns.size < 2:
            return self
        latitude, longitude = self.data.dims[-2:]
        part = self.data.isel({latitude: slice(rows[0], rows[-1] + 1), longitude: columns})
        return replace(
            self, data=part, latitude_deg=self.latitude_deg[rows], longitude_deg=self.longitude_deg[columns],
            _kept={},
        )  # fmt: skip

    def _slice(self, index: int) -> Array:
        """Fetch one time, latitude rising; the last two are kept."""
        if index not in self._kept:
            while len(self._kept) > 1:
                del self._kept[min(self._kept)]
            one = self.data if self.time_name is None else self.data.isel({self.time_name: index})
            values = self.factor * np.asarray(one.values, float)
            values[~np.isfinite(values)] = np.nan  # an infinity is a gap too
            self._kept[index] = values
        return self._kept[index]

    def at(self, time_s: float, latitude_deg: Array, longitude_deg: Array) -> Array:
        """Interpolate to a time and to places, bilinear; edges are held.

        Returns
        -------
        array, shape (levels, *places) or of the places' shape
        """
        rows = _between(self.latitude_deg, latitude_deg)
        centre = float(np.median(longitude_deg))
        about = self.longitude_about(centre)
        columns = _between(about, (longitude_deg - centre + 180.0) % 360.0 - 180.0)
        if self.time_s.size == 1:
            return _bilinear(self._slice(0), rows, columns)
        after = int(np.clip(np.searchsorted(self.time_s, time_s), 1, self.time_s.size - 1))
        gap = self.time_s[after] - self.time_s[after - 1]
        share = float(np.clip((time_s - self.time_s[after - 1]) / gap, 0.0, 1.0))
        if share == 1.0:
            return _bilinear(self._slice(after), rows, columns)
        before = _bilinear(self._slice(after - 1), rows, columns)
        if share == 0.0:
            return before
        return (1.0 - share) * before + share * _bilinear(self._slice(after), rows, columns)


def _between(axis: Array, wanted: Array) -> tuple[Any, Any, Array]:
    """Find the neighbours on an axis of any order, and the share of the second."""
    order = np.argsort(axis)
    ranked = axis[order]
    high = np.clip(np.searchsorted(ranked, wanted), 1, ranked.size - 1)
    share = np.clip((wanted - ranked[high - 1]) / (ranked[high] - ranked[high - 1]), 0.0, 1.0)
    return order[high - 1], order[high], share


def _bilinear(block: Array, rows: tuple[Any, Any, Array], columns: tuple[Any, Any, Array]) -> Array:
    (j0, j1, b), (i0, i1, a) = rows, columns
    low = (1.0 - a) * block[..., j0, i0] + a * block[..., j0, i1]
    return np.asarray((1.0 - b) * low + b * ((1.0 - a) * block[..., j1, i0] + a * block[..., j1, i1]))


def opened(path: Path) -> Any:
    """Open a NetCDF file, classic or of version 4.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    import pyproj  # noqa: F401  before any plug-in of xarray's: two builds of one library clash otherwise
    import xarray

    try:
        with path.open("rb") as file:
            classic = file.read(3) == b"CDF"
        return xarray.open_dataset(path, engine="scipy" if classic else "h5netcdf")
    except ModuleNotFoundError as error:
        expected = "NetCDF 3 (classic), or the package beside this one: NetCDF 4 is HDF5"
        raise InputError(
            Problem(Where(str(path)), f"reading this file needs the package {error.name}", expected=expected)
        ) from error
    except (OSError, ValueError) as error:
        raise InputError(
            Problem(Where(str(path)), f"not readable as NetCDF: {error}", expected="ERA5 or GFS in NetCDF")
        ) from error


def found_fields(datasets: Sequence[Any], files: Sequence[str]) -> dict[str, Field]:
    """Find every quantity in the files.

    Raises
    ------
    InputError
        What is missing, with the names looked for, and what stands in another unit.
    """
    problems: list[Problem] = []
    fields: dict[str, Field] = {}
    for key, quantity in QUANTITIES.items():
        for data, file in zip(datasets, files, strict=True):
            one = _in_file(key, quantity, data, file, problems)
            if one is not None and key not in fields:
                one.changes = key not in ("ground", "roughness")
                fields[key] = one
    for key, quantity in QUANTITIES.items():
        if quantity.needed and key not in fields and not any(p.where.key in quantity.names for p in problems):
            problems.append(_missing(quantity, files))
    if not problems and "friction" not in fields and not {"stress_east", "stress_north"} <= set(fields):
        either = QUANTITIES["friction"].names + QUANTITIES["stress_east"].names
        problems.append(
            Problem(
                Where(", ".join(files)), "no friction velocity, and no stress to make it of",
                expected="a variable named " + ", ".join(either),
            )
        )  # fmt: skip
    if not problems and fields["east"].level_pa is None and "pressure" not in fields:
        problems.append(
            Problem(
                Where(fields["east"].file), "fields on model levels need the surface pressure beside them",
                expected="a variable named " + ", ".join(QUANTITIES["pressure"].names),
            )
        )  # fmt: skip
    if problems:
        raise InputError(list(dict.fromkeys(problems)))  # fields of one file share its axes
    return fields


def _missing(quantity: Quantity, files: Sequence[str]) -> Problem:
    place = "on levels" if quantity.levels else "at the surface"
    return Problem(
        Where(", ".join(files)), f"no {quantity.what} {place} in the files",
        expected="a variable named " + ", ".join(quantity.names),
    )  # fmt: skip


def _in_file(key: str, quantity: Quantity, data: Any, file: str, problems: list[Problem]) -> Field | None:
    """Find a quantity in one file; a wrong unit or a strange axis is a problem."""
    for name in quantity.names:
        if name not in data.variables:
            continue
        variable = data[name]
        level = next((d for d in variable.dims if _LEVELS.match(d) and variable.sizes[d] != 1), None)
        if (level is not None) != quantity.levels:
            continue
        where = Where(file, name)
        empty = [str(d) for d in variable.dims if variable.sizes[d] == 0]
        if empty:
            problems.append(Problem(where, "the field is empty", value=", ".join(empty), expected="values"))
            return None
        unit = _unit(variable)
        if unit not in quantity.units:
            expected = " or ".join(quantity.units)
            problems.append(Problem(where, "wrong units", value=unit or "none", expected=expected))
            return None
        sign = -1.0 if name in quantity.downward else 1.0
        return _laid_open(variable, data, level, where, sign * quantity.units[unit], problems)
    return None


def _unit(variable: Any) -> str:
    """Read the unit; NCEP's data server writes it in brackets at the end of the long name."""
    unit = str(variable.attrs.get("units", ""))
    if not unit:
        bracket = re.search(r"\[([^\]]*)\]\s*$", str(variable.attrs.get("long_name", "")))
        unit = bracket.group(1) if bracket else ""
    return re.sub(r"\s+", " ", unit.replace("**", "").replace("^", "").replace(".", " ")).strip().lower()


def _laid_open(
    variable: Any, data: Any, level: str | None, where: Where, factor: float, problems: list[Problem]
) -> Field | None:
    latitude = next((d for d in variable.dims if d in _LATITUDES), None)
    longitude = next((d for d in variable.dims if d in _LONGITUDES), None)
    time = next((d for d in variable.dims if _TIMES.match(d) and variable.sizes[d] > 1), None)
    if latitude is None or longitude is None or min(variable.sizes[latitude], variable.sizes[longitude]) < 2:
        problems.append(
            Problem(where, "not on a grid of latitudes and longitudes", value=", ".join(variable.dims))
        )
        return None
    kept = [d for d in (time, level, latitude, longitude) if d is not None]
    for name in variable.dims:
        if name not in kept and variable.sizes[name] > 1:
            message = f"the axis {name} has several values, and which one is meant is not said"
            problems.append(Problem(where, message, value=str(variable.sizes[name]), expected="one"))
            return None
    variable = variable.isel({d: 0 for d in variable.dims if d not in kept}).transpose(*kept)
    times = _times(variable, data, time, where, problems)
    level_pa = None if level is None else _levels_pa(data, level, where.file, problems)
    return Field(
        where.file, where.key, variable, time, times, np.asarray(data[latitude].values, float),
        np.asarray(data[longitude].values, float), level_pa, factor,
    )  # fmt: skip


def _levels_pa(data: Any, level: str, file: str, problems: list[Problem]) -> Array | None:
    """Give the pressure of the levels, None for model levels, which only have numbers."""
    values = np.asarray(data[level].values)
    if np.unique(values).size < values.size:
        problems.append(Problem(Where(file, level), "a level stands here twice"))
    unit = str(data[level].attrs.get("units", "")).lower()
    factor = _PASCALS.get(unit)
    if factor is None:
        if _PRESSURES.match(level):
            expected = " or ".join(_PASCALS)
            problems.append(
                Problem(Where(file, level), "wrong units", value=unit or "none", expected=expected)
            )
        return None
    level_pa = np.asarray(values, float) * factor
    wrong = values[~(level_pa > 0.0)]
    if wrong.size:
        expected = "pressures above nought"
        problems.append(
            Problem(Where(file, level), "no pressure", value=str(wrong.flat[0]), expected=expected)
        )
    return level_pa


def _times(variable: Any, data: Any, axis: str | None, where: Where, problems: list[Problem]) -> Array:
    """Give the times in seconds since 1970 UTC; one NaN where the field has none (a ground's height)."""
    source = axis
    if axis == "step" or axis is None:
        names = ("valid_time", "time")
        source = next((n for n in names if n in variable.coords or n == axis), None)
        source = "valid_time" if "valid_time" in variable.coords else source
    if source is None:
        return np.zeros(1)
    values = np.atleast_1d(np.asarray(data[source].values))
    if not np.issubdtype(values.dtype, np.datetime64):
        problems.append(Problem(where, "the times are no dates", value=str(values[:1])))
        return np.zeros(1)
    seconds = values.astype("datetime64[s]").astype(np.int64).astype(float)
    if (np.diff(seconds) <= 0.0).any():
        problems.append(Problem(where, "the times do not rise"))
    return np.asarray(seconds)
