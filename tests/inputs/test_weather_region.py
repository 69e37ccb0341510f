"""A real field on a grid: the June mean of the NCEP/NCAR reanalysis about Baikonur, read at points left out."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.io import netcdf_file

from downrange.inputs.weather import read_profile

Array = NDArray[np.float64]
UNITS = {"u": "m s**-1", "v": "m s**-1", "t": "K", "z": "m**2 s**-2"}


def field(folder: Path) -> tuple[Array, Array, Array, dict[str, Array]]:
    """Levels, latitudes, longitudes, and each variable by (level, latitude, longitude)."""
    text = (folder / "wind_region_june_ncep.csv").read_text("utf-8")
    rows = list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
    level, lat, lon = (np.array(sorted({float(r[k]) for r in rows})) for k in ("p_hPa", "lat", "lon"))
    cubes = {name: np.full((level.size, lat.size, lon.size), np.nan) for name in UNITS}
    for row in rows:
        place = tuple(
            int(np.searchsorted(axis, float(row[key])))
            for axis, key in ((level, "p_hPa"), (lat, "lat"), (lon, "lon"))
        )
        for name, key, factor in (("u", "u", 1.0), ("v", "v", 1.0), ("t", "T", 1.0), ("z", "Z3", 9.80665)):
            cubes[name][place] = factor * float(row[key])
    return level, lat, lon, cubes


def written(path: Path, level: Array, lat: Array, lon: Array, cubes: dict[str, Array]) -> Path:
    with netcdf_file(str(path), "w") as out:
        axes = {"time": (np.array([0]), "hours since 2013-06-15"), "level": (level, "hPa"),
                "latitude": (lat, "degrees_north"), "longitude": (lon, "degrees_east")}  # fmt: skip
        for name, (values, units) in axes.items():
            out.createDimension(name, len(values))
            variable = out.createVariable(name, "d", (name,))
            variable[:] = values
            variable.units = units
        for name, cube in cubes.items():
            variable = out.createVariable(name, "d", tuple(axes))
            variable[:] = cube[None]
            variable.units = UNITS[name]
    return path


def test_points_that_were_left_out_are_found_again_by_interpolation(
    measured_data: Path, tmp_path: Path
) -> None:
    level, lat, lon, cubes = field(measured_data)
    assert (level.size, lat.size, lon.size) == (17, 6, 9)
    kept = np.arange(0, lon.size, 2)  # every second meridian, 5.6 degrees apart
    file = written(
        tmp_path / "june.nc",
        level,
        lat[::-1],
        lon[kept],
        {n: c[:, ::-1][:, :, kept] for n, c in cubes.items()},
    )
    errors = []
    for j, latitude in enumerate(lat):
        for i in range(1, lon.size - 1, 2):
            found = read_profile(file, float(latitude), float(lon[i]))
            order = np.argsort(cubes["z"][:, j, i])
            errors.append(np.array(found.east_m_per_s) - cubes["u"][order, j, i])
            errors.append(np.array(found.north_m_per_s) - cubes["v"][order, j, i])
    rms = float(np.sqrt(np.mean(np.square(errors))))
    spread = float(np.std(cubes["u"], axis=(1, 2)).mean())
    assert 0.0 < rms < 0.5  # m/s, at points 220 km from the nearest that was kept
    assert rms < 0.25 * spread  # far better than taking the region's mean


def test_at_a_grid_point_the_field_itself_comes_back(measured_data: Path, tmp_path: Path) -> None:
    level, lat, lon, cubes = field(measured_data)
    file = written(tmp_path / "june.nc", level, lat, lon, cubes)
    found = read_profile(file, float(lat[2]), float(lon[3]))
    order = np.argsort(cubes["z"][:, 2, 3])
    assert found.east_m_per_s == pytest.approx(cubes["u"][order, 2, 3])
    assert found.temperature_k == pytest.approx(cubes["t"][order, 2, 3])
    assert np.all(np.diff(found.pressure_pa) < 0)
