from __future__ import annotations

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.operations.library import launch_of
from downrange.operations.tracks import inclination_of, out_of_reach_deg, serves, site_tracks
from downrange.physics.earth import WGS84
from downrange.reference.library import citation, table


def test_the_fairing_of_a_oneweb_flight_leads_to_its_inclination() -> None:
    """826 km from the pad at an azimuth of 0.1 degrees: cos i = cos(latitude) x ground speed / orbital speed."""
    tracks = site_tracks("vostochny")
    assert tracks is not None
    (aldan,) = tracks.zones
    assert aldan.range_km == pytest.approx(826, abs=2)
    assert aldan.azimuth_deg == pytest.approx(0.1, abs=0.05)
    latitude = math.radians(tracks.latitude_deg)
    ground = WGS84.rotation_rad_per_s * WGS84.radius_m * math.cos(latitude)
    speed = math.sqrt(WGS84.gravitation_m3_per_s_s / (WGS84.radius_m + 200e3))
    derived = math.degrees(math.acos(math.cos(latitude) * ground / speed))
    assert inclination_of("OneWeb SL0115") == pytest.approx(derived, abs=0.3)


def test_plesetsk_zones_lie_due_east() -> None:
    """Published places; ranges 379 and 587 km and azimuths 91 to 92 degrees were derived beside the data."""
    tracks = site_tracks("plesetsk")
    assert tracks is not None
    assert [round(zone.range_km / 10) for zone in tracks.zones] == [38, 59]
    assert all(91 <= zone.azimuth_deg <= 92 for zone in tracks.zones)


def test_what_no_source_tells_has_no_inclination_and_no_azimuth() -> None:
    assert inclination_of("Elektro-L No. 5") is None
    tracks = site_tracks("baikonur")
    assert tracks is not None
    silent = [track for track in tracks.tracks if track.inclination_deg is None]
    assert silent
    assert all(track.azimuth_deg is None for track in silent)
    assert site_tracks("nowhere") is None


def test_every_track_and_zone_has_a_source() -> None:
    for site in table("operations/tracks.yaml")["sites"].values():
        for row in (*site["tracks"], *site["zones"]):
            assert citation(row["source"]).title


def test_a_launch_is_served_by_the_nearest_track_within_a_degree() -> None:
    tracks = site_tracks("vostochny")
    assert tracks is not None
    row = {
        "on": "2026-01-01",
        "vehicle": "Soyuz-2-1B",
        "site_code": "GIK-5",
        "pad": "LC31",
        "payloads": "Meteor-M No. 9",
    }
    launch = launch_of(row)
    assert launch.inclination_deg == 98
    track = serves(launch, tracks)
    assert track is not None
    assert track.name == "corridor 98"
    assert serves(replace(launch, inclination_deg=77.0), tracks) is None
    assert serves(replace(launch, inclination_deg=None), tracks) is None


@given(st.floats(-90, 90), st.floats(0, 180))
def test_reach_is_the_same_north_and_south_forward_and_backward(
    latitude_deg: float, inclination_deg: float
) -> None:
    out = out_of_reach_deg(latitude_deg, inclination_deg)
    assert out == pytest.approx(out_of_reach_deg(-latitude_deg, 180.0 - inclination_deg), abs=1e-9)
    lean = math.cos(math.radians(inclination_deg)) / max(math.cos(math.radians(latitude_deg)), 1e-12)
    if out > 1e-4:
        assert abs(lean) > 1.0  # no azimuth has this sine
    elif abs(abs(lean) - 1.0) > 1e-6:
        assert abs(lean) < 1.0
