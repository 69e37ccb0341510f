from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.gridded_weather import era5

from downrange.physics.surface_layer import from_friction_velocity
from downrange.service.science.air import plume_report

GIVEN = """\
source: {tracer: SO2, rate_g_per_s: 48.4, duration_s: 600, height_m: 0.46}
weather: {wind_speed_m_per_s: 7.39, wind_height_m: 2.0, roughness_m: 0.006, WEATHER}
arcs_m: [50, 200]
receptors: [{x_m: 100, y_m: 10, z_m: 1.5}]
z_m: 1.5
averaging_s: 600
"""


@pytest.mark.parametrize(
    "weather",
    [
        "temperature_difference: {lower_m: 2, upper_m: 16, upper_minus_lower_c: 0.37}",
        "stability_class: D",
        "friction_velocity_m_per_s: 0.5, obukhov_length_m: 200",
    ],
)
def test_the_documented_keys(tmp_path: Path, weather: str) -> None:
    path = tmp_path / "experiment.yaml"
    path.write_text(GIVEN.replace("WEATHER", weather))
    found = plume_report(path, seed=3)
    again = plume_report(path, seed=3)
    assert {
        "arcs",
        "receptors",
        "obukhov_length_m",
        "friction_velocity_m_per_s",
        "particles",
        "seconds",
    } <= set(found)
    assert [set(a) for a in found["arcs"]] == [
        {"x_m", "concentration_kg_per_m3", "standard_error_kg_per_m3"}
    ] * 2
    assert found["arcs"] == again["arcs"]
    for row in (*found["arcs"], *found["receptors"]):
        assert 0.0 < row["standard_error_kg_per_m3"] < 0.1 * row["concentration_kg_per_m3"]
    assert found["arcs"][0]["concentration_kg_per_m3"] > found["arcs"][1]["concentration_kg_per_m3"]
    json.dumps(found, allow_nan=False)


def test_gridded_weather_by_the_documented_keys(tmp_path: Path) -> None:
    era5(tmp_path, from_friction_velocity(0.4, 1e9, 0.05, 800.0), hours=3, rain_mm_per_h=1.0)
    path = tmp_path / "experiment.yaml"
    path.write_text(
        """\
source:
  {tracer: SF6, rate_g_per_s: 100, duration_s: 3600, height_m: 10, deposition_velocity_m_per_s: 0.01,
   latitude_deg: 46.0, longitude_deg: 63.0, start_utc: "2020-06-01T00:10Z"}
weather: {gridded: [levels.nc, single.nc]}
particles: 4000
receptors: [{latitude_deg: 46.0, longitude_deg: 63.02}, {latitude_deg: 45.8, longitude_deg: 62.9}]
sampling: {to_utc: "2020-06-01T01:10Z", every_s: 1800}
""",
        "utf-8",
    )
    found = plume_report(path, seed=1)
    near, upwind = found["receptors"]
    assert near["concentration_kg_per_m3"] > 1e-9
    assert upwind["concentration_kg_per_m3"] == 0.0
    assert [s["from_utc"] for s in near["samples"]] == ["2020-06-01T00:10Z", "2020-06-01T00:40Z"]
    assert found["obukhov_length_m"] is None or abs(found["obukhov_length_m"]) > 1e4
    assert found["ledger"]["error_ratio"] < 1e-9
    assert found["ledger"]["dry_kg"] > 0.0
    assert any("roughness" in text for text in found["assumed"])
    json.dumps(found, allow_nan=False)
