from pathlib import Path
from typing import Any

import pytest

from downrange.base.canonical import canonical
from downrange.errors import InputError, SourceError
from downrange.report.text_matter import ascent
from downrange.service.science.ascent import ascent_report


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


def test_an_inclination_says_both_headings_and_an_azimuth_or_none_only_its_own() -> None:
    def asked(**more: Any) -> dict[str, Any]:
        return ascent_report("soyuz-2.1b", "baikonur-31-6", payload_kg=8000.0, samples=8, **more)

    inclined = asked(inclination_deg=51.6)
    assert inclined["azimuth_deg"] == pytest.approx(62.3, abs=0.1)
    assert inclined["other_azimuth_deg"] == pytest.approx(180.0 - inclined["azimuth_deg"], abs=1e-9)
    assert inclined["inclination_deg"] == 51.6
    south = asked(azimuth_deg=inclined["other_azimuth_deg"])
    assert south["other_azimuth_deg"] is None
    assert south["inclination_deg"] is None
    assert south["falls"][0]["latitude_deg"] < 46.0 < inclined["falls"][0]["latitude_deg"]
    line = list(ascent(inclined))[1]
    assert line.startswith(
        "launch azimuth 62.3 deg, into an orbit of 51.6 deg; the other heading into it is 117.7 deg"
    )
    assert list(ascent(south))[1] == "launch azimuth 117.7 deg"
