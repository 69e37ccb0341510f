from __future__ import annotations

import json
from pathlib import Path

import pytest

from downrange.service.air import plume_report

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
