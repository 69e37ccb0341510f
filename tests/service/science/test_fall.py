from pathlib import Path
from typing import Any

import pytest

from downrange.base.canonical import canonical
from downrange.service.science.fall import fall_report

FALL = """\
state: {latitude_deg: 46.6, longitude_deg: 64.0, altitude_m: 43000, speed_m_per_s: 1738, flight_path_angle_deg: 25, azimuth_deg: 62}
body: {mass_kg: 30600, drag: DRAG}
spread: {speed_m_per_s: 20, flight_path_angle_deg: 0.5, azimuth_deg: 0.3, drag_fraction: 0.2, wind_m_per_s: 10}
"""


def report(folder: Path, drag: str, samples: int | None = 256) -> dict[str, Any]:
    path = folder / "FALL.yaml"
    path.write_text(FALL.replace("DRAG", drag), "utf-8")
    return fall_report(path, samples, 7)


def test_the_report_has_the_documented_keys(tmp_path: Path) -> None:
    found = report(tmp_path, "{coefficient: 1.0, reference_area_m2: 43.0}")
    assert {"centre", "range_km", "flight_time_s", "ellipse", "impact_speed_m_per_s"} <= set(found)
    assert set(found["centre"]) == {"latitude_deg", "longitude_deg"}
    assert set(found["ellipse"]) == {"major_km", "minor_km", "azimuth_deg", "probability"}
    assert set(found["impact_speed_m_per_s"]) == {"p05", "p50", "p95"}
    assert found["ellipse"]["probability"] == 0.95
    assert found["samples"] == 256
    assert canonical(found)


def test_drag_brings_the_stage_down_shorter_than_the_closed_form(tmp_path: Path) -> None:
    free = report(tmp_path, "none")
    braked = report(tmp_path, "{coefficient: 1.0, reference_area_m2: 43.0}")
    assert 318.0 < free["range_km"] < 325.0
    assert braked["range_km"] < free["range_km"] - 20.0


def test_the_same_manifest_gives_the_same_numbers(tmp_path: Path) -> None:
    drag = "{model: tumbling-cylinder, length_m: 21.2, diameter_m: 4.1}"
    one, two = report(tmp_path, drag), report(tmp_path, drag)
    assert one == two
    assert one["assumed"] == ["drag.scale_factor", "climate/baikonur.yaml.day_to_day", "wind.month"]
    assert one["wind"]["kind"] == "climatology"
    assert one["manifest"]["inputs"].keys() == {"FALL.yaml", "library"}


def test_without_a_count_the_run_stops_by_itself(tmp_path: Path) -> None:
    found = report(tmp_path, "none", None)
    assert found["axes_error_fraction"] <= 0.05
    assert found["samples"] >= 256


def test_casualties_are_expected_of_the_body_or_of_its_fragments(tmp_path: Path) -> None:
    path = tmp_path / "FALL.yaml"
    whole = FALL.replace("DRAG", "{coefficient: 1.0, reference_area_m2: 43.0}") + "atmosphere: standard\n"
    path.write_text(whole, "utf-8")
    silent = fall_report(path, 64, 7)
    assert silent["casualty_area_m2"] == pytest.approx(7.0 * 43.0)
    assert silent["casualty_expectation"] is None
    assert "persons_per_km2" in silent["casualty_expectation_reason"]
    path.write_text(whole + "persons_per_km2: 2\n", "utf-8")
    assert fall_report(path, 64, 7)["casualty_expectation"] == pytest.approx(7.0 * 43.0 * 2e-6)
    parts = """persons_per_km2: 2
break_up:
  altitude_m: 20000
  fragments:
    - {count: 4, mass_kg: 100, ballistic_kg_per_m2: 200, projected_area_m2: 2}
    - {count: 1000, mass_kg: 0.001, ballistic_kg_per_m2: 2, projected_area_m2: 0.01}
"""
    path.write_text(whole + parts, "utf-8")
    found = fall_report(path, 64, 7)
    assert [part["count_number"] for part in found["fragments"]] == [1000.0, 4.0]
    assert found["casualty_area_m2"] == pytest.approx(7.0 * 4 * 2)  # the shreds are below 14.9 J
    assert found["casualty_expectation"] == pytest.approx(7.0 * 4 * 2 * 2e-6)
    assert canonical(found)
