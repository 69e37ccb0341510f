from pathlib import Path
from typing import Any

import pytest

from downrange.base.canonical import canonical
from downrange.errors import InputError, SourceError
from downrange.service.science.flight import ascent_report, fall_report, nominal_falls, track_azimuth_deg

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


def test_a_nominal_soyuz_drops_boosters_core_and_fairing_in_order() -> None:
    falls = {
        entry["body"]: entry
        for entry in nominal_falls("soyuz-2.1b", "baikonur-31-6", inclination_deg=51.6, samples=64)
    }
    assert list(falls) == ["booster", "stage-1", "fairing"]
    assert falls["booster"]["count"] == 4
    ranges = {body: entry["range_from_pad_km"] for body, entry in falls.items()}
    assert 230 < ranges["booster"] < 380 < ranges["fairing"] < 1100 < ranges["stage-1"] < 1900
    for entry in falls.values():
        assert entry["azimuth_from_pad_deg"] == pytest.approx(62.5, abs=1.5)
        assert entry["ellipse"]["major_km"] > entry["ellipse"]["minor_km"] > 0


def test_proton_first_stage_falls_near_zone_25() -> None:
    (first, *_) = nominal_falls("proton-m", "baikonur-81-24", azimuth_deg=62.3, samples=128)
    assert first["body"] == "stage-1"
    assert first["range_from_pad_km"] == pytest.approx(290.0, abs=30.0)


def test_soyuz_5_is_refused_with_what_is_missing() -> None:
    with pytest.raises(SourceError) as caught:
        nominal_falls("soyuz-5", "baikonur", inclination_deg=51.6)
    assert any("dry_mass_kg" in name or "length_m" in name for name in caught.value.missing)


def test_heading_or_inclination_not_both_and_within_reach() -> None:
    with pytest.raises(InputError, match="one of"):
        track_azimuth_deg(46.0, None, None)
    with pytest.raises(InputError, match="one of"):
        track_azimuth_deg(46.0, 60.0, 51.6)
    with pytest.raises(InputError, match="no orbit"):
        track_azimuth_deg(46.0, None, 30.0)
    assert track_azimuth_deg(46.0, -10.0, None) == 350.0


def test_the_ascent_has_the_documented_keys() -> None:
    found = ascent_report("soyuz-2.1b", "baikonur-31-6", 51.6, samples=64)
    assert {"vehicle", "site", "payload_kg", "events", "fitted_to", "falls"} <= set(found)
    names = [event["name"] for event in found["events"]]
    assert names == [
        "booster-cutoff",
        "booster-separation",
        "fairing-separation",
        "stage-1-cutoff",
        "stage-1-separation",
        "stage-2-cutoff",
        "orbit",
    ]
    keys = {
        "name",
        "time_s",
        "altitude_km",
        "speed_m_per_s",
        "inertial_speed_m_per_s",
        "flight_path_angle_deg",
        "azimuth_deg",
        "downrange_km",
        "latitude_deg",
        "longitude_deg",
        "propellant_left_kg",
    }
    assert all(keys <= set(event) for event in found["events"])
    assert found["events"][0]["propellant_left_kg"]["kerosene"] > 0
    assert [fall["body"] for fall in found["falls"]] == ["booster", "fairing", "stage-1"]
    for fall in found["falls"]:
        assert {"body", "mass_kg", "latitude_deg", "longitude_deg", "range_from_pad_km", "ellipse"} <= set(
            fall
        )
    assert found["fitted_to"][0].startswith("booster-separation at 43.2 km")
    assert "ascent.drag_factor" in found["assumed"]
    assert canonical(found)


def test_the_wind_of_the_falls_is_the_month_s_or_the_file_s_and_never_calm(tmp_path: Path) -> None:
    def booster(**more: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        found = ascent_report("soyuz-2.1b", "baikonur-31-6", 51.6, payload_kg=8500.0, samples=128, **more)
        return found, found["falls"][0]

    july, in_july = booster(on="2013-07-02")
    assert (july["wind"]["kind"], july["wind"]["month"]) == ("climatology", 7)
    assert "climate/baikonur.yaml.day_to_day" in july["assumed"]
    assert [fall["wind"]["kind"] for fall in july["falls"]] == ["climatology", "climatology", "unknown"]
    file = tmp_path / "gale.csv"
    file.write_text("height_m,east_m_per_s,north_m_per_s\n0,0,50\n30000,0,50\n", "utf-8")
    gale, in_gale = booster(weather=str(file))
    assert gale["wind"]["kind"] == "given"
    assert "gale.csv" in gale["manifest"]["inputs"]
    assert in_gale["latitude_deg"] > in_july["latitude_deg"] + 0.02
    with pytest.raises(InputError, match="not a date"):
        booster(on="summer")


def test_elsewhere_the_wind_is_assumed_and_flagged() -> None:
    found = ascent_report("vega", "kourou-ela-1", azimuth_deg=90.0, payload_kg=2000.0, samples=64)
    assert found["wind"]["kind"] == "unknown"
    assert "climate/unknown.yaml.moment" in found["assumed"]


def test_an_ascent_of_a_vehicle_without_masses_says_what_is_missing() -> None:
    with pytest.raises(SourceError) as caught:
        ascent_report("soyuz-5", "baikonur", 51.6)
    assert set(caught.value.missing) == {
        f"vehicles.soyuz-5.stages.stage-{number}.{name}"
        for number in (1, 2)
        for name in ("propellant_kg", "dry_mass_kg")
    }
    with pytest.raises(SourceError, match="no vehicle"):
        ascent_report("buran", "baikonur")


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


def test_the_state_and_the_tanks_at_any_second() -> None:
    found = ascent_report(
        "proton-m", "baikonur-81-24", 51.6, payload_kg=22000.0, samples=16, at_s=(17.0, 139.0)
    )
    early, late = found["at"]
    assert (early["name"], early["time_s"]) == ("T+17 s", 17.0)
    assert 0.3 < early["altitude_km"] < 2.0
    tanks = early["tanks"]
    load = sum(tanks["stage-1"].values())
    assert load == pytest.approx(428300.0 * (1.0 - 17.0 / 120.6), rel=0.02)
    assert sum(tanks["stage-2"].values()) == pytest.approx(157300.0)
    assert "stage-1" not in late["tanks"]
    assert sum(late["tanks"]["stage-2"].values()) < 157300.0


def test_a_site_of_one_s_own_flies_as_the_library_s_and_keeps_its_azimuths(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(
        "name: Ours\nlatitude_deg: -12.37\nlongitude_deg: 136.82\nazimuth_low_deg: 60\nazimuth_high_deg: 130\n",
        "utf-8",
    )
    found = ascent_report("soyuz-2.1b", str(file), inclination_deg=20.0, samples=16)
    assert found["site"] == "ours"
    assert "ours.yaml" in found["manifest"]["inputs"]
    assert found["closed"]
    assert -16.0 < found["falls"][0]["latitude_deg"] < -10.0
    with pytest.raises(InputError, match="60 clockwise to 130"):
        ascent_report("soyuz-2.1b", str(file), azimuth_deg=0.0)
