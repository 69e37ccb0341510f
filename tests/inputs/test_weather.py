from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.weather import read_profile


def written(folder: Path, text: str, name: str = "wind.csv") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_directions_are_where_the_wind_comes_from(tmp_path: Path) -> None:
    text = "# a comment\nheight_m,wind_speed_m_per_s,wind_from_deg\n1000,10,270\n0,4,0\n"
    wind = read_profile(written(tmp_path, text))
    assert wind.height_m == (0.0, 1000.0)
    assert wind.east_m_per_s == pytest.approx((0.0, 10.0))
    assert wind.north_m_per_s == pytest.approx((-4.0, 0.0), abs=1e-9)


def test_temperature_and_pressure_are_kept(tmp_path: Path) -> None:
    text = "height_m,east_m_per_s,north_m_per_s,temperature_k,pressure_pa\n0,1,2,300,100000\n"
    wind = read_profile(written(tmp_path, text))
    assert (wind.temperature_k, wind.pressure_pa) == ((300.0,), (100000.0,))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("height_m,east_m_per_s\n0,1\n", "no wind"),
        ("east_m_per_s,north_m_per_s\n0,1\n", "height_m"),
        ("height_m,east_m_per_s,north_m_per_s,colour\n0,1,1,2\n", "unknown column"),
        ("height_m,east_m_per_s,north_m_per_s,temperature_k\n0,1,1,280\n", "go together"),
        ("height_m,east_m_per_s,north_m_per_s\n0,1\n", "number of cells"),
        ("height_m,east_m_per_s,north_m_per_s\n0,x,1\n", "not a number"),
        ("height_m,east_m_per_s,north_m_per_s\n0,nan,1\n", "out of range"),
        ("height_m,east_m_per_s,north_m_per_s\n0,900,1\n", "out of range"),
        ("height_m,east_m_per_s,north_m_per_s\n0,1,1\n0,2,2\n", "twice"),
        ("height_m,east_m_per_s,north_m_per_s\n", "no levels"),
    ],
)
def test_problems(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_profile(written(tmp_path, text))


def test_other_formats_are_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not read"):
        read_profile(written(tmp_path, "x", "field.bufr"))


def test_a_table_from_a_spreadsheet_begins_with_a_mark(tmp_path: Path) -> None:
    path = tmp_path / "wind.csv"
    path.write_text("\ufeffheight_m,east_m_per_s,north_m_per_s\n0,1,2\n1000,3,4\n", "utf-8")
    assert read_profile(path).height_m == (0.0, 1000.0)


def test_a_damaged_archive_is_told(tmp_path: Path) -> None:
    import gzip

    path = tmp_path / "sounding.txt.gz"
    content = bytearray(gzip.compress(bytes(range(256)) * 40))
    content[20:60] = bytes(range(128, 168))
    path.write_bytes(bytes(content))
    with pytest.raises(InputError, match="cannot be read as text"):
        read_profile(path)
