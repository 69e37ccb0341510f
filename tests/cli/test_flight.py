"""The models from the command line: an ascent, a fall, a plume."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.calling import call, called


def test_an_ascent_reaches_its_orbit_and_drops_its_parts() -> None:
    found = called(
        "ascent", "soyuz-2.1b", "--site", "baikonur-31-6", "--inclination-deg", "51.6", "--samples", "64"
    )
    assert {"vehicle", "site", "payload_kg", "events", "fitted_to", "falls"} <= set(found)
    names = [event["name"] for event in found["events"]]
    assert names[-1] == "orbit"
    assert "booster-separation" in names
    assert {part["body"] for part in found["falls"]} >= {"booster", "stage-1"}
    refused = call("ascent", "soyuz-5", "--site", "baikonur-31-6", "--inclination-deg", "51.6", "--json")
    assert refused.returncode == 1
    assert any("propellant_kg" in name for name in json.loads(refused.stdout)["problems"][0]["missing"])


def test_a_fall(tmp_path: Path) -> None:
    file = tmp_path / "fall.yaml"
    file.write_text(
        "state: {latitude_deg: 46.6, longitude_deg: 64.0, altitude_m: 43000, speed_m_per_s: 1738, flight_path_angle_deg: 25, azimuth_deg: 62}\n"
        "body: {mass_kg: 30600, drag: {coefficient: 1.0, reference_area_m2: 43.0}}\n"
        "spread: {speed_m_per_s: 20, flight_path_angle_deg: 0.5, azimuth_deg: 0.3, drag_fraction: 0.2, wind_m_per_s: 10}\n"
        "atmosphere: standard\n"
    )
    found = called("fall", str(file), "--samples", "400")
    assert {"centre", "range_km", "flight_time_s", "ellipse", "impact_speed_m_per_s"} <= set(found)
    assert 150 < found["range_km"] < 307
    file.write_text("state: {latitude_deg: 46.6}\nbody: {mass_kg: -3}\n")
    assert call("fall", str(file)).returncode == 1


def test_a_plume(tmp_path: Path) -> None:
    file = tmp_path / "experiment.yaml"
    file.write_text(
        "source: {tracer: SO2, rate_g_per_s: 48.4, duration_s: 600, height_m: 0.46}\n"
        "weather: {wind_speed_m_per_s: 7.39, wind_height_m: 2.0, roughness_m: 0.006, temperature_difference: {lower_m: 2, upper_m: 16, upper_minus_lower_c: 0.37}}\n"
        "arcs_m: [50, 200, 800]\nz_m: 1.5\naveraging_s: 600\n"
    )
    found = called("plume", str(file))
    assert {
        "arcs",
        "receptors",
        "obukhov_length_m",
        "friction_velocity_m_per_s",
        "particles",
        "seconds",
    } <= set(found)
    values = [arc["concentration_kg_per_m3"] for arc in found["arcs"]]
    assert values == sorted(values, reverse=True)
