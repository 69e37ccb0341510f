from __future__ import annotations

import math
from pathlib import Path

import pytest
from tests.gridded_weather import era5

from downrange.errors import InputError
from downrange.inputs.plumes import PlumeRequest, read_experiment
from downrange.inputs.plumes_gridded import GriddedRequest, utc_seconds
from downrange.physics.surface_layer import from_friction_velocity

LAYER = from_friction_velocity(0.35, -40.0, 0.05, 900.0)
GIVEN = """\
source:
  {tracer: PMCH, rate_g_per_s: 10, duration_s: 3600, height_m: 10,
   latitude_deg: 46.0, longitude_deg: 63.0, start_utc: "2020-06-01T01:00Z"}
weather: {gridded: [levels.nc, single.nc], roughness_m: 0.05}
receptors:
  - {latitude_deg: 46.0, longitude_deg: 63.1}
  - {latitude_deg: 46.2, longitude_deg: 63.0, z_m: 10}
sampling: {from_utc: "2020-06-01T01:30Z", to_utc: "2020-06-01T04:00Z", every_s: 3600}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    era5(tmp_path, LAYER)
    return tmp_path


def read(folder: Path, text: str) -> PlumeRequest | GriddedRequest:
    path = folder / "experiment.yaml"
    path.write_text(text, "utf-8")
    return read_experiment(path)


def problems(folder: Path, text: str) -> dict[str, str]:
    with pytest.raises(InputError) as caught:
        read(folder, text)
    return {p.where.key: str(p) for p in caught.value.problems}


def test_a_release_on_the_globe(folder: Path) -> None:
    found = read(folder, GIVEN)
    assert isinstance(found, GriddedRequest)
    assert found.release.mass_kg == pytest.approx(36.0)
    assert found.samples.edges_s.tolist() == [1800.0, 5400.0, 9000.0, 10800.0]
    assert found.samples.places_m[0] == pytest.approx([7724.0, 5.0, 1.5], abs=6.0)
    assert found.samples.places_m[1] == pytest.approx([0.0, 22_239.0, 10.0], abs=6.0)
    assert set(found.gridded.hashes) == {"levels.nc", "single.nc"}


def test_arcs_take_the_column_of_the_source(folder: Path) -> None:
    cut = GIVEN[: GIVEN.index("receptors:")] + "arcs_m: [100, 200]\n"
    found = read(folder, cut)
    assert isinstance(found, PlumeRequest)
    assert found.layer.friction_velocity_m_per_s == pytest.approx(0.35, rel=1e-3)
    assert found.layer.obukhov_length_m == pytest.approx(-40.0, rel=5e-3)
    assert found.layer.mixing_height_m == pytest.approx(900.0)
    assert "levels.nc" in found.hashes


def test_what_is_wrong_is_said_with_its_place(folder: Path) -> None:
    found = problems(folder, GIVEN.replace(', start_utc: "2020-06-01T01:00Z"', ""))
    assert "needs the time" in found["source.start_utc"]
    found = problems(folder, GIVEN.replace("latitude_deg: 46.0, longitude_deg: 63.0, start", "start"))
    assert "needs the place" in found["source.latitude_deg"]
    found = problems(folder, GIVEN.replace("single.nc", "other.nc"))
    assert "no such file" in found["weather.gridded[1]"] or "no such file" in found["weather.gridded.1"]
    assert "sampling.to_utc" in problems(folder, GIVEN.replace("T04:00Z", "T01:10Z"))
    assert "sampling.to_utc" in problems(folder, GIVEN.replace("2020-06-01T04:00Z", "noon"))
    assert "source.duration_s" in problems(folder, GIVEN.replace("duration_s: 3600, ", ""))
    found = problems(folder, GIVEN.replace("{latitude_deg: 46.0, longitude_deg: 63.1}", "{x_m: 100}"))
    assert any("receptors" in key for key in found)
    found = problems(folder, GIVEN.replace("longitude_deg: 63.1", "longitude_deg: 103.1"))
    assert any("outside the grid" in text for text in found.values())
    assert "weather.wind_speed_m_per_s" in problems(
        folder, GIVEN.replace("roughness_m: 0.05}", "roughness_m: 0.05, wind_speed_m_per_s: 3}")
    )


def test_times_are_utc_unless_told() -> None:
    assert utc_seconds("1994-10-23T16:00Z") == utc_seconds("1994-10-23T16:00")
    assert utc_seconds("1994-10-23T18:00+02:00") == utc_seconds("1994-10-23T16:00Z")
    assert math.isnan(utc_seconds("yesterday"))
    assert math.isnan(utc_seconds(5))
