import gzip
import math
import os
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.weather import read_profile
from downrange.inputs.weather_soundings import Level, geometric_m, is_time, profile_of

NAN = math.nan


def igra_level(pressure: int, height: int, temperature: int, direction: int, speed: int) -> str:
    return f"10 -9999 {pressure:6d} {height:5d} {temperature:5d} -9999 -9999 {direction:5d} {speed:5d} "


def igra_head(year: int, month: int, day: int, hour: int, count: int) -> str:
    return f"#KZM00038062 {year:4d} {month:02d} {day:02d} {hour:02d} 2330 {count:4d} ncdc-gts          462833   633167"


IGRA = [
    igra_head(2013, 7, 2, 0, 5),
    igra_level(100000, 100, 250, 360, 20),
    igra_level(85000, 1500, 150, 270, 100),
    igra_level(70000, -9999, -9999, 180, 200),  # wind only: the height comes from the pressure
    igra_level(50000, 5700, -100, -9999, -9999),  # no wind
    igra_level(30000, 9500, -400, 270, 300),
    igra_head(2013, 7, 2, 12, 1),
    igra_level(100000, 100, 300, 90, -8888),
]


def written(folder: Path, lines: list[str], name: str) -> Path:
    path = folder / name
    text = "\n".join(lines) + "\n"
    if name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["igra.txt", "igra.txt.gz"])
def test_igra_with_its_gaps(tmp_path: Path, name: str) -> None:
    wind = read_profile(written(tmp_path, IGRA, name), when="2013-07-02T00")
    assert len(wind.height_m) == 4
    assert wind.height_m[0] == pytest.approx(geometric_m(100.0))
    assert wind.north_m_per_s[0] == pytest.approx(-2.0)
    assert wind.east_m_per_s[1] == pytest.approx(10.0)
    # 700 hPa lies between 850 and 500 hPa in the logarithm of the pressure
    share = math.log(850 / 700) / math.log(850 / 500)
    assert wind.height_m[2] == pytest.approx(geometric_m(1500.0 + share * 4200.0))
    assert wind.temperature_k[0] == pytest.approx(298.15)
    assert wind.pressure_pa[-1] == pytest.approx(30000.0)


def test_igra_of_several_times_asks_which(tmp_path: Path) -> None:
    path = written(tmp_path, IGRA, "igra.txt")
    with pytest.raises(InputError, match="several soundings"):
        read_profile(path)
    with pytest.raises(InputError, match="2 from 2013-07-02T00 to 2013-07-02T12"):
        read_profile(path, when="2014-01-01T00")
    with pytest.raises(InputError, match="no level"):
        read_profile(path, when="2013-07-02T12")


WYOMING = [
    "72357 OUN Norman Observations at 12Z 22 May 2011",
    "-----------------------------------------------------------------------------",
    "   PRES   HGHT   TEMP   DWPT   RELH   MIXR   DRCT   SKNT   THTA   THTE   THTV",
    "    hPa     m      C      C      %    g/kg    deg   knot     K      K      K ",
    "-----------------------------------------------------------------------------",
    " 1000.0     34                                                               ",
    "  966.0    345   22.2   19.0     82  14.51    180     10  298.3  340.8  300.9",
    "  850.0   1480   18.0   15.0     83  12.79    270     40  305.0  344.0  307.4",
    "Station information and sounding indices",
]


def test_wyoming_text(tmp_path: Path) -> None:
    wind = read_profile(written(tmp_path, WYOMING, "oun.txt"))
    assert len(wind.height_m) == 2
    assert wind.north_m_per_s[0] == pytest.approx(10 * 1852 / 3600)
    assert wind.east_m_per_s[1] == pytest.approx(40 * 1852 / 3600)
    assert wind.temperature_k[0] == pytest.approx(295.35)


def test_wyoming_text_in_other_units_is_refused(tmp_path: Path) -> None:
    lines = [line.replace("knot", " m/s") for line in WYOMING]
    with pytest.raises(InputError, match="not in knots"):
        read_profile(written(tmp_path, lines, "oun.txt"))


def test_wyoming_csv(tmp_path: Path) -> None:
    lines = [
        "time,longitude,latitude,pressure_hPa,geopotential height_m,temperature_C,wind direction_degree,wind speed_m/s",
        "2026-01-01 12:00:00,63.3,46.0,1000.0,100,5.0,90,3.0",
        "2026-01-01 12:00:10,63.3,46.0,850.0,1480,,,",
        "2026-01-01 12:00:20,63.3,46.0,700.0,3000,-10.0,180,12.0",
    ]
    wind = read_profile(written(tmp_path, lines, "new.csv"))
    assert wind.east_m_per_s == pytest.approx((-3.0, 0.0), abs=1e-9)
    assert wind.north_m_per_s == pytest.approx((0.0, 12.0), abs=1e-9)
    broken = [lines[0].replace("wind speed_m/s", "wind speed_knot"), *lines[1:]]
    with pytest.raises(InputError, match="wind speed_m/s"):
        read_profile(written(tmp_path, broken, "bad.csv"))


def test_a_sounding_that_stops_short_keeps_the_standard_air() -> None:
    levels = [
        Level(1e5, 100.0, 290.0, 90.0, 5.0),
        Level(9e4, 1000.0, 285.0, 90.0, 5.0),
        Level(3e4, 9000.0, NAN, 90.0, 5.0),
    ]
    assert profile_of(levels, "f").temperature_k == ()


def test_times() -> None:
    assert is_time("2013-07-02T00")
    assert not is_time("yesterday")


def test_the_vienna_soundings() -> None:
    folder = os.environ.get("DOWNRANGE_DATA")
    if not folder:
        pytest.skip("DOWNRANGE_DATA not set: the IGRA file of Vienna is not read")
    wind = read_profile(Path(folder) / "weather" / "igra_vienna_2015.txt.gz", when="2015-01-23T12")
    assert len(wind.height_m) == 97
    assert wind.height_m[-1] > 30000.0


def test_a_figure_that_no_air_has_is_refused_by_its_line(tmp_path: Path) -> None:
    begin = next(i for i, line in enumerate(WYOMING) if line.split()[:2] == ["PRES", "HGHT"])
    rows = [i for i, line in enumerate(WYOMING) if i > begin + 2 and len(line) >= 56 and line[49:56].strip()]
    row = WYOMING[rows[0]]
    for first, wrong, key in (
        (49, "   9999", "wind_speed_m_per_s"),
        (7, "-999999", "height_m"),
        (14, "  300.5", "temperature_k"),
    ):
        lines = list(WYOMING)
        lines[rows[0]] = row[:first] + wrong + row[first + 7 :]
        with pytest.raises(InputError, match=rf"oun.txt:{rows[0] + 1}: {key}: out of range"):
            read_profile(written(tmp_path, lines, "oun.txt"))
