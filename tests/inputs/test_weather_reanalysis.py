import os
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from downrange.errors import InputError
from downrange.inputs.weather import read_profile
from downrange.inputs.weather_reanalysis import read_era5

OLD = {"time": "time", "level": "level"}
NEW = {"time": "valid_time", "level": "pressure_level"}


def written(
    folder: Path,
    names: dict[str, str],
    *,
    west: float = 60.0,
    falling: bool = True,
    units: dict[str, str] | None = None,
) -> Path:
    """Write a small file in ERA5's layout: u = latitude, v = level, t = 280, z by the level."""
    import xarray

    units = units or {}
    lat = np.array([47.0, 46.0, 45.0]) if falling else np.array([45.0, 46.0, 47.0])
    lon = west + np.array([0.0, 1.0, 2.0, 3.0])
    level = np.array([500.0, 700.0, 1000.0])
    times = np.array(["2013-07-02T00", "2013-07-02T06"], dtype="datetime64[ns]")
    shape = (2, 3, 3, 4)
    fields: dict[str, Any] = {
        "u": (np.broadcast_to(lat[None, None, :, None], shape), "m s**-1"),
        "v": (np.broadcast_to(level[None, :, None, None] / 100.0, shape), "m s**-1"),
        "t": (np.full(shape, 280.0), "K"),
        "z": (
            np.broadcast_to((9.80665 * np.array([5600.0, 3000.0, 100.0]))[None, :, None, None], shape),
            "m**2 s**-2",
        ),
    }
    axes = (names["time"], names["level"], "latitude", "longitude")
    data = xarray.Dataset(
        {name: (axes, values, {"units": units.get(name, unit)}) for name, (values, unit) in fields.items()},
        coords={
            names["time"]: times,
            names["level"]: (names["level"], level, {"units": units.get("level", "hPa")}),
            "latitude": lat,
            "longitude": lon,
        },
    )
    path = folder / "era5.nc"
    data.to_netcdf(path, engine="scipy")
    return path


@pytest.mark.parametrize("names", [OLD, NEW])
@pytest.mark.parametrize("falling", [True, False])
def test_both_namings_and_both_orders(tmp_path: Path, names: dict[str, str], falling: bool) -> None:
    wind = read_profile(written(tmp_path, names, falling=falling), 45.25, 61.5, "2013-07-02T06")
    assert wind.east_m_per_s == pytest.approx((45.25,) * 3)
    assert wind.north_m_per_s == pytest.approx((10.0, 7.0, 5.0))
    assert wind.height_m[0] == pytest.approx(100.0, abs=0.1)
    assert wind.pressure_pa == pytest.approx((1e5, 7e4, 5e4))


def test_longitudes_from_0_to_360(tmp_path: Path) -> None:
    assert read_era5(written(tmp_path, NEW, west=300.0), 46.0, -59.0, "2013-07-02T00").height_m
    with pytest.raises(InputError, match="outside the grid"):
        read_era5(written(tmp_path, NEW, west=300.0), 46.0, 59.0, "2013-07-02T00")


def test_times_must_be_said_and_known(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="several times"):
        read_era5(written(tmp_path, NEW), 46.0, 61.0)
    with pytest.raises(InputError, match="no such time"):
        read_era5(written(tmp_path, NEW), 46.0, 61.0, "2014-01-01T00")


@pytest.mark.parametrize(("name", "unit"), [("u", "knots"), ("z", "m"), ("t", "degC"), ("level", "km")])
def test_other_units_are_refused(tmp_path: Path, name: str, unit: str) -> None:
    with pytest.raises(InputError, match="wrong units"):
        read_era5(written(tmp_path, NEW, units={name: unit}), 46.0, 61.0, "2013-07-02T00")


def test_what_is_no_netcdf_is_said(tmp_path: Path) -> None:
    path = tmp_path / "field.nc"
    path.write_bytes(b"CDF\x01 but nothing more")
    with pytest.raises(InputError, match="not readable"):
        read_era5(path, 46.0, 61.0)


def test_the_real_samples() -> None:
    folder = os.environ.get("DOWNRANGE_DATA")
    if not folder:
        pytest.skip("DOWNRANGE_DATA not set: the ERA5 samples are not read")
    wind = read_profile(Path(folder) / "weather" / "era5_old_names_a.nc", 47.0, 9.0, "2020-02-22T12")
    assert len(wind.height_m) == 14


@pytest.mark.parametrize(
    ("name", "level", "number", "words"),
    [
        ("u", 1, np.nan, "a gap in this column"),
        ("z", 1, 3000.0, "no air has this pressure at this height"),
        ("t", 0, 7.0, "out of range"),
        ("v", 2, 900.0, "out of range"),
    ],
)
def test_gaps_and_figures_that_no_air_has_are_told(
    tmp_path: Path, name: str, level: int, number: float, words: str
) -> None:
    import xarray

    with xarray.open_dataset(written(tmp_path, NEW), engine="scipy") as data:
        changed = data.load()
    changed[name][:, level] = number
    changed.to_netcdf(tmp_path / "odd.nc", engine="scipy")
    with pytest.raises(InputError, match=words):
        read_era5(tmp_path / "odd.nc", 46.0, 61.0, "2013-07-02T00")


def test_a_gap_below_the_lowest_level_lies_below_the_ground(tmp_path: Path) -> None:
    import xarray

    with xarray.open_dataset(written(tmp_path, NEW), engine="scipy") as data:
        changed = data.load()
    changed["u"][:, 2] = np.nan
    changed.to_netcdf(tmp_path / "high.nc", engine="scipy")
    assert len(read_era5(tmp_path / "high.nc", 46.0, 61.0, "2013-07-02T00").height_m) == 2


def test_axes_that_are_empty_twofold_or_have_a_gap_are_told(tmp_path: Path) -> None:
    import xarray

    with xarray.open_dataset(written(tmp_path, NEW), engine="scipy") as data:
        whole = data.load()
    time, level, east = NEW["time"], NEW["level"], "longitude"
    gap = whole[east].values.astype(float)
    gap[0] = np.nan
    for odd, words in (
        (whole.isel({time: slice(0, 0)}), "the file holds no time"),
        (whole.isel({level: [0, 0, 1]}), "a level stands twice"),
        (whole.assign_coords({east: gap}), "an axis without numbers, or with a gap"),
    ):
        odd.to_netcdf(tmp_path / "odd.nc", engine="scipy")
        with pytest.raises(InputError, match=words):
            read_era5(tmp_path / "odd.nc", 46.0, 61.0, "2013-07-02T00")


def test_a_header_that_breaks_off_is_told(tmp_path: Path) -> None:
    path = written(tmp_path, NEW)
    short = tmp_path / "short.nc"
    for length in (4, 20, 60, 100, 200):
        short.write_bytes(path.read_bytes()[:length])
        with pytest.raises(InputError, match="not readable as NetCDF"):
            read_era5(short, 46.0, 61.0, "2013-07-02T00")
