"""GRIB by cfgrib and ecCodes, in processes of their own: an import in the wrong order aborts at exit."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs import weather_reanalysis
from downrange.inputs.weather import read_profile

pytestmark = pytest.mark.skipif(
    find_spec("cfgrib") is None or find_spec("eccodes") is None, reason="the extra 'grib' is not installed"
)  # looked for and not imported: an import here, before pyproj, is the trap itself

WRITE = """
import pyproj  # before eccodes, see the reader
import eccodes, sys
speeds = {1000: (100.0, 3.0), 850: (1500.0, 8.0), 500: (5600.0, 18.0), 200: (12000.0, 30.0)}
rows = [48.0, 47.0, 46.0, 45.0]
with open(sys.argv[1], "wb") as out:
    for time in sys.argv[2:]:
        for level, (height, speed) in speeds.items():
            for name, value in (("u", speed), ("v", -speed / 2), ("t", 290 - height * 0.006), ("z", height * 9.80665)):
                message = eccodes.codes_grib_new_from_samples("regular_ll_pl_grib2")
                keys = dict(
                    Ni=3, Nj=4, latitudeOfFirstGridPointInDegrees=48.0, latitudeOfLastGridPointInDegrees=45.0,
                    longitudeOfFirstGridPointInDegrees=62.0, longitudeOfLastGridPointInDegrees=64.0,
                    iDirectionIncrementInDegrees=1.0, jDirectionIncrementInDegrees=1.0, dataDate=20130702,
                    dataTime=int(time), shortName=name, level=level, bitsPerValue=24,
                )
                for key, item in keys.items():
                    eccodes.codes_set(message, key, item)
                tilt = [0.1 * (row - 46.0) if name == "u" else 0.0 for row in rows for _ in range(3)]
                eccodes.codes_set_values(message, [value + lean for lean in tilt])
                eccodes.codes_write(message, out)
                eccodes.codes_release(message)
"""
READ = """
import json, sys
from downrange.errors import InputError
from downrange.inputs.weather import read_profile
try:
    found = read_profile(sys.argv[1], 46.5, 62.985, sys.argv[2])
    print(json.dumps([found.height_m, found.east_m_per_s, found.north_m_per_s, found.pressure_pa]))
except InputError as error:
    print(json.dumps(str(error)))
"""


def run(script: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]  # 134 is the double free at exit
    return done.stdout


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("grib") / "levels.grib2"
    run(WRITE, str(path), "300")
    return path


def test_a_grib_file_is_read_and_the_process_ends_well(sample: Path) -> None:
    height, east, north, pressure = json.loads(run(READ, str(sample), ""))
    assert pressure == pytest.approx([1e5, 8.5e4, 5e4, 2e4])
    assert height == pytest.approx([100.0, 1500.0, 5600.0, 12000.0], rel=3e-3)  # geopotential to geometric
    assert east == pytest.approx([3.05, 8.05, 18.05, 30.05], abs=1e-3)  # half a degree up the tilt
    assert north == pytest.approx([-1.5, -4.0, -9.0, -15.0], abs=1e-3)
    assert [path.name for path in sample.parent.iterdir()] == ["levels.grib2"]  # no index left beside it


def test_of_several_times_one_is_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "two.grib"
    run(WRITE, str(path), "300", "900")
    assert "several times" in json.loads(run(READ, str(path), ""))
    assert json.loads(run(READ, str(path), "2013-07-02T09"))[1][0] == pytest.approx(3.05, abs=1e-3)


def test_a_fall_takes_it_from_the_command_line(sample: Path) -> None:
    fall = sample.parent.parent / "fall.yaml"
    fall.write_text(
        "state: {latitude_deg: 46.5, longitude_deg: 63, altitude_m: 9000, speed_m_per_s: 200,"
        " flight_path_angle_deg: -10, azimuth_deg: 62}\n"
        "body: {mass_kg: 500, drag: {coefficient: 1.0, reference_area_m2: 4.0}}\n"
        f"atmosphere: '{sample}'\n",
        "utf-8",
    )
    found = json.loads(
        run("from downrange.cli.entry import main; main()", "fall", str(fall), "--samples", "16", "--json")
    )
    assert found["wind"]["kind"] == "given"


def test_what_is_no_grib_or_cannot_be_read_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "false.grb"
    path.write_bytes(b"not a grib file")
    with pytest.raises(InputError, match="not a GRIB file"):
        read_profile(path)

    def missing(name: str) -> object:
        raise ImportError(f"No module named {name!r}")

    monkeypatch.setattr(weather_reanalysis, "import_module", missing)
    with pytest.raises(InputError, match="extra 'grib'"):
        read_profile(path)
