from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.gridded_weather import era5

from downrange.errors import InputError
from downrange.inputs.plumes_gridded import utc_seconds
from downrange.inputs.weather_gridded import Wanted, needed_names, read_gridded
from downrange.physics.surface_layer import from_friction_velocity

LAYER = from_friction_velocity(0.35, -40.0, 0.05, 900.0)
BEGIN = utc_seconds("2020-06-01T01:00Z")


def wanted(hours: float = 3.0, latitude: float = 46.0, longitude: float = 63.0) -> Wanted:
    return Wanted((latitude,), (longitude,), BEGIN, BEGIN + 3600.0 * hours, 0.05)


def problems(paths: list[Path], asked: Wanted | None = None) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read_gridded(paths, asked or wanted())
    return {p.where.key: str(p) for p in caught.value.problems}


@pytest.mark.parametrize("new_names", [True, False])
def test_both_namings_give_the_same_weather(tmp_path: Path, new_names: bool) -> None:
    found = read_gridded(era5(tmp_path, LAYER, 30.0, new_names=new_names, rain_mm_per_h=2.0), wanted())
    w = found.weather
    assert w.time_s.tolist() == [0.0, 3600.0, 7200.0, 10800.0]
    middle = w.north_m.size // 2, w.east_m.size // 2
    assert w.friction_velocity_m_per_s[0][middle] == pytest.approx(0.35, rel=1e-3)
    assert w.obukhov_length_m[0][middle] == pytest.approx(-40.0, rel=5e-3)
    assert w.mixing_height_m[0][middle] == pytest.approx(900.0)
    assert w.rain_mm_per_h is not None
    assert w.rain_mm_per_h[0][middle] == pytest.approx(2.0)
    assert w.air_temperature_c is not None
    assert w.air_temperature_c[0][middle] == pytest.approx(16.85, abs=0.01)
    for k, z in enumerate(w.height_m[:11]):
        speed = float(LAYER.wind_m_per_s(z))
        u, v, up = w.wind_m_per_s[0, k][middle]
        assert np.hypot(u, v) == pytest.approx(speed, rel=0.03)
        assert np.degrees(np.arctan2(u, v)) == pytest.approx(30.0, abs=1.0)
        assert up == 0.0
    assert len(found.hashes) == 2
    assert found.assumed == ()


def test_fields_are_interpolated_in_space_and_time(tmp_path: Path) -> None:
    def tilted(levels: Any, single: Any) -> None:
        u = levels["u"][1].copy()
        u += 2.0 * np.arange(u.shape[0])[:, None, None, None] + np.arange(u.shape[3])[None, None, None, :]
        levels["u"] = (levels["u"][0], u, levels["u"][2])

    w = read_gridded(era5(tmp_path, LAYER, changes=tilted), wanted()).weather
    k = int(np.searchsorted(w.height_m, 500.0))
    row = w.north_m.size // 2
    along = w.wind_m_per_s[0, k, row, :, 0]
    per_m = np.polyfit(w.east_m[2:-2], along[2:-2], 1)[0]
    assert per_m == pytest.approx(1.0 / (0.5 * 111_195.0 * np.cos(np.radians(46.0))), rel=0.01)
    later = w.wind_at_time(5400.0)[k, row, row, 0] - w.wind_at_time(0.0)[k, row, row, 0]
    assert later == pytest.approx(3.0, abs=0.01)


def test_model_levels_with_the_surface_pressure_beside(tmp_path: Path) -> None:
    import xarray

    paths = era5(tmp_path, LAYER)
    with xarray.open_dataset(paths[0], engine="h5netcdf") as data:
        moved = data.load().rename(pressure_level="hybrid")
    moved["hybrid"] = ("hybrid", np.arange(126, 138), {"units": "1"})
    paths[0] = tmp_path / "model.nc"
    moved.to_netcdf(paths[0], engine="h5netcdf")
    found = read_gridded(paths, wanted()).weather
    exact = read_gridded(era5(tmp_path, LAYER), wanted()).weather
    assert np.allclose(found.wind_m_per_s, exact.wind_m_per_s, atol=1e-4)
    with xarray.open_dataset(paths[1], engine="h5netcdf") as data:
        data.load().drop_vars("sp").to_netcdf(tmp_path / "without.nc", engine="h5netcdf")
    assert any("surface pressure" in text for text in problems([paths[0], tmp_path / "without.nc"]).values())


def test_names_of_the_ncep_servers(tmp_path: Path) -> None:
    import xarray

    paths = era5(tmp_path, LAYER)
    with xarray.open_dataset(paths[0], engine="h5netcdf") as data:
        levels = data.load().rename(
            u="ugrdprs", v="vgrdprs", t="tmpprs", z="hgtprs", w="vvelprs", pressure_level="lev",
            latitude="lat", longitude="lon", valid_time="time",
        )  # fmt: skip
    levels["hgtprs"] = levels["hgtprs"] / 9.80665
    for name, unit in (("ugrdprs", "m/s"), ("vgrdprs", "m/s"), ("tmpprs", "k"), ("hgtprs", "gpm"),
                       ("vvelprs", "pa/s")):  # fmt: skip
        levels[name].attrs = {"long_name": f"** (1000 975 950) [{unit}]"}
    levels["lev"].attrs = {"units": "millibar"}
    with xarray.open_dataset(paths[1], engine="h5netcdf") as data:
        single = data.load().rename(
            u10="ugrd10m", v10="vgrd10m", t2m="tmp2m", sp="pressfc", blh="hpblsfc", z="hgtsfc",
            avg_ishf="shtflsfc", zust="fricvsfc", avg_tprate="pratesfc",
            latitude="lat", longitude="lon", valid_time="time",
        )  # fmt: skip
    single["shtflsfc"] = -single["shtflsfc"]  # upward positive there
    single["hgtsfc"] = single["hgtsfc"] / 9.80665
    for name, unit in (
        ("ugrd10m", "m/s"), ("vgrd10m", "m/s"), ("tmp2m", "k"), ("pressfc", "pa"), ("hpblsfc", "m"),
        ("hgtsfc", "gpm"), ("shtflsfc", "w/m^2"), ("fricvsfc", "m/s"), ("pratesfc", "kg/m^2/s"),
    ):  # fmt: skip
        single[name].attrs = {"long_name": f"** surface [{unit}]"}
    exact = read_gridded(paths, wanted()).weather
    ncep = [tmp_path / "gfs_levels.nc", tmp_path / "gfs_single.nc"]
    levels.to_netcdf(ncep[0], engine="scipy")
    single.to_netcdf(ncep[1], engine="scipy")
    found = read_gridded(ncep, wanted()).weather
    assert np.allclose(found.wind_m_per_s, exact.wind_m_per_s, atol=1e-3)
    assert np.allclose(found.obukhov_length_m, exact.obukhov_length_m, rtol=1e-3)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    def poorer(levels: Any, single: Any) -> None:
        del levels["t"], single["blh"], single["zust"], single["avg_ishf"]

    with pytest.raises(InputError) as caught:
        read_gridded(era5(tmp_path, LAYER, changes=poorer), wanted())
    text = "\n".join(str(p) for p in caught.value.problems)
    for word in ("no temperature on levels", "boundary-layer height", "blh", "sensible heat flux", "ishf"):
        assert word in text

    def frictionless(levels: Any, single: Any) -> None:
        del single["zust"]

    assert any("no stress" in v for v in problems(era5(tmp_path, LAYER, changes=frictionless)).values())


def test_wrong_units_gaps_area_and_time(tmp_path: Path) -> None:
    def celsius(levels: Any, single: Any) -> None:
        levels["t"] = (*levels["t"][:2], {"units": "degC"})

    assert "wrong units" in problems(era5(tmp_path, LAYER, changes=celsius))["t"]

    def holed(levels: Any, single: Any) -> None:
        u = levels["u"][1].copy()
        u[:, 5, 3, 3] = np.nan
        levels["u"] = (levels["u"][0], u, levels["u"][2])

    assert "gaps" in problems(era5(tmp_path, LAYER, changes=holed))["u"]
    paths = era5(tmp_path, LAYER)
    assert "outside the grid" in problems(paths, wanted(latitude=51.0))["u"]
    assert "beyond the file's times" in problems(paths, wanted(hours=20.0))["u"]
    assert "2020-06-01T00:00Z to 2020-06-01T06:00Z" in problems(paths, wanted(hours=20.0))["u"]
    broken = tmp_path / "broken.nc"
    broken.write_bytes(b"CDF\x01 nothing")
    assert problems([broken])


def test_gaps_below_the_ground_do_no_harm(tmp_path: Path) -> None:
    def buried(levels: Any, single: Any) -> None:
        for name in ("u", "v", "t", "z"):
            values = levels[name][1].copy()
            values[:, :2] = np.nan
            levels[name] = (levels[name][0], values, levels[name][2])
        single["sp"] = (single["sp"][0], np.full_like(single["sp"][1], 99_400.0), single["sp"][2])

    clean = read_gridded(era5(tmp_path, LAYER), wanted()).weather
    found = read_gridded(era5(tmp_path, LAYER, changes=buried), wanted()).weather
    assert np.allclose(found.wind_m_per_s, clean.wind_m_per_s, rtol=0.03)


def test_one_time_for_a_short_run_only(tmp_path: Path) -> None:
    paths = era5(tmp_path, LAYER, hours=1)
    assert read_gridded(paths, wanted(2.0)).weather.time_s.size == 1
    assert "one time" in problems(paths, wanted(9.0))["time"]


def test_without_rain_and_motion_it_says_so(tmp_path: Path) -> None:
    def dry(levels: Any, single: Any) -> None:
        del levels["w"], single["avg_tprate"]

    found = read_gridded(era5(tmp_path, LAYER, changes=dry), wanted())
    assert len(found.assumed) == 2
    assert found.weather.rain_mm_per_h is None


def test_the_names_for_the_documentation() -> None:
    assert "zust" in needed_names()["friction"]


def changed(tmp_path: Path, name: str, change: Any) -> list[Path]:
    """Write the two files, one field of either changed by ``change(values)``."""

    def one(levels: Any, single: Any) -> None:
        fields = levels if name in levels else single
        dims, values, attributes = fields[name]
        fields[name] = (dims, change(np.array(values)), attributes)

    return era5(tmp_path, LAYER, changes=one)


@pytest.mark.parametrize(
    ("name", "change", "value", "expected"),
    [
        ("u", lambda v: 0.0 * v + 1e4, "10000", "-250 to 250"),
        ("t", lambda v: v - 340.0, "-50", "100 to 400"),
        ("w", lambda v: v + np.inf, "inf", "-100 to 100"),
        ("t2m", lambda v: v - 273.15, "16.85", "150 to 350"),
        ("sp", lambda v: v / 100.0, "1000", "30000 to 115000"),
        ("blh", lambda v: -v, "-900", "0 to 20000"),
        ("zust", lambda v: -v, "-0.35", "0 to 10"),
        ("avg_tprate", lambda v: v - 1.0, "-3600", "-1 to 1000"),
    ],
)
def test_what_no_air_has_is_refused(
    tmp_path: Path, name: str, change: Any, value: str, expected: str
) -> None:
    told = problems(changed(tmp_path, name, change))[name]
    assert ("gaps" in told) if value == "inf" else (f"out of range (got {value})" in told)
    assert value == "inf" or f"expected {expected}" in told


def test_heights_upside_down_are_refused(tmp_path: Path) -> None:
    def upside(levels: Any, single: Any) -> None:
        levels["z"] = (levels["z"][0], -levels["z"][1], levels["z"][2])

    told = problems(era5(tmp_path, LAYER, changes=upside))["z"]
    assert "no air has this pressure at this height" in told
    assert "hPa at -" in told


def levels_changed(tmp_path: Path, change: Any) -> list[Path]:
    import xarray

    paths = era5(tmp_path, LAYER)
    with xarray.open_dataset(paths[0], engine="h5netcdf") as data:
        moved = change(data.load())
    paths[0] = tmp_path / "changed.nc"
    moved.to_netcdf(paths[0], engine="h5netcdf")
    return paths


def test_an_axis_that_cannot_be_is_told_once(tmp_path: Path) -> None:
    def told(change: Any) -> list[str]:
        with pytest.raises(InputError) as caught:
            read_gridded(levels_changed(tmp_path, change), wanted())
        return [str(p) for p in caught.value.problems if p.where.key == "pressure_level"]

    twice = told(lambda d: d.isel(pressure_level=[0, 0, *range(1, 12)]))
    assert len(twice) == 1
    assert "a level stands here twice" in twice[0]
    below = told(lambda d: d.assign_coords(pressure_level=-d.pressure_level.assign_attrs(units="hPa")))
    assert any("got -998" in text for text in below)
    nameless = told(lambda d: d.assign_coords(pressure_level=d.pressure_level.values))
    assert len(nameless) == 1
    assert "wrong units (got none)" in nameless[0]


@pytest.mark.parametrize("axis", ["pressure_level", "valid_time"])
def test_an_empty_axis_is_told_for_every_field(tmp_path: Path, axis: str) -> None:
    paths = levels_changed(tmp_path, lambda d: d.isel({axis: []}))
    told = problems(paths)
    for name in ("u", "v", "t", "z"):
        assert f"the field is empty (got {axis})" in told[name]


def test_shuffled_levels_and_longitudes_beyond_a_turn_are_the_same_weather(tmp_path: Path) -> None:
    clean = read_gridded(era5(tmp_path, LAYER), wanted()).weather
    order = [2, 0, 1, *range(11, 2, -1)]
    shuffled = read_gridded(levels_changed(tmp_path, lambda d: d.isel(pressure_level=order)), wanted())
    assert np.allclose(shuffled.weather.wind_m_per_s, clean.wind_m_per_s, atol=1e-4)
    turned = levels_changed(tmp_path, lambda d: d.assign_coords(longitude=d.longitude + 360.0))
    assert np.allclose(read_gridded(turned, wanted()).weather.wind_m_per_s, clean.wind_m_per_s, atol=1e-4)
