import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.operations.alternatives import (
    alternatives,
    inertial_azimuth_deg,
    plane_change_m_per_s,
    record,
    rotation_gain_m_per_s,
    worth,
)
from downrange.operations.library import family_of, launch_of
from downrange.operations.manifest import Launch
from downrange.reference.library import citation

CARGO = launch_of(
    {
        "on": "2025-12-20",
        "vehicle": "Soyuz-2-1A",
        "site_code": "GIK-5",
        "pad": "LC31",
        "payloads": "Progress MS-33",
    }
)
CREW = replace(CARGO, name="launch/soyuz-ms-29", payload_class="crew")
PROTON = launch_of(
    {
        "on": "2026-02-12",
        "vehicle": "Proton-M/DM-3",
        "site_code": "GIK-5",
        "pad": "LC81/24",
        "payloads": "Elektro-L No. 5",
    }
)


@given(st.floats(0, 80), st.floats(0, 90))
def test_azimuth_and_rotation_gain_agree_with_their_closed_forms(
    latitude_deg: float, inclination_deg: float
) -> None:
    """sin A = cos i / cos phi; in the plane the gain is omega R cos i, whatever the latitude."""
    azimuth = inertial_azimuth_deg(latitude_deg, inclination_deg)
    if inclination_deg < latitude_deg - 1e-5:  # nearer the cosines cannot tell them apart
        assert azimuth is None
    elif azimuth is not None:
        back = math.degrees(math.acos(math.cos(math.radians(latitude_deg)) * math.sin(math.radians(azimuth))))
        assert back == pytest.approx(inclination_deg, abs=1e-5)
        gain = rotation_gain_m_per_s(latitude_deg, azimuth)
        assert gain == pytest.approx(465.1 * math.cos(math.radians(inclination_deg)), abs=0.05)


def test_published_closed_values() -> None:
    assert rotation_gain_m_per_s(0.0, 90.0) == pytest.approx(
        465.1, abs=0.1
    )  # the ground's speed at the equator
    assert inertial_azimuth_deg(28.5, 51.6) == pytest.approx(44.98, abs=0.05)  # the station from Canaveral
    assert plane_change_m_per_s(7784.0, 60.0) == pytest.approx(7784.0)  # sixty degrees cost the speed itself


def reasons(launch: Launch) -> dict[str, tuple[bool, str]]:
    return {one.site: (one.possible, one.why) for one in alternatives([launch])}


def test_every_no_has_its_reason() -> None:
    cargo, crew, proton = (reasons(one) for one in (CARGO, CREW, PROTON))
    assert set(cargo) == {"vostochny", "plesetsk", "kourou"}
    assert "62.9 degrees" in cargo["plesetsk"][1]
    assert "plane change" in cargo["plesetsk"][1]
    assert "mothballed" in cargo["kourou"][1]
    assert "uncrewed" in crew["vostochny"][1]
    assert "readied" not in crew["vostochny"][1]
    assert "no Progress has flown" in cargo["vostochny"][1]
    assert all("Baikonur only" in why for _, why in proton.values())
    assert not any(possible for table in (cargo, crew, proton) for possible, _ in table.values())


def test_baikonur_may_not_fly_due_east() -> None:
    low = replace(CARGO, site="VOST", payload_class="satellite", inclination_deg=47.0)
    found = {one.site: one for one in alternatives([low])}
    assert "due east" in found["baikonur"].why
    assert not found["baikonur"].possible


def test_a_polar_satellite_could_go_to_plesetsk() -> None:
    polar = replace(CARGO, payload_class="satellite", inclination_deg=82.0)
    found = {one.site: one for one in alternatives([polar])}
    assert found["plesetsk"].possible
    assert found["plesetsk"].plane_change_m_per_s == 0.0
    azimuth = found["plesetsk"].azimuth_deg
    assert azimuth is not None
    assert 0 < azimuth < 20
    assert found["vostochny"].track == "corridor 83"
    barred = alternatives([replace(polar, inclination_deg=77.0)])
    assert "no route known" in next(one.why for one in barred if one.site == "vostochny")


def test_without_an_inclination_nothing_is_promised() -> None:
    unknown = replace(CARGO, payload_class="satellite", inclination_deg=None)
    assert not any(one.possible for one in alternatives([unknown]))


def test_the_worth_of_the_site_is_told_by_sources() -> None:
    for row in worth():
        assert citation(row["source"]).publisher
        assert row["says"]


def test_launches_by_year_agree_with_the_counts_beside_the_data() -> None:
    """Baikonur 2013 to 2025: 23 21 18 11 13 9 13 7 14 7 9 8 6; Vostochny 2016 to 2025: 1 1 2 1 1 5 1 3 4 2."""
    told = {row["says"].split(" by year")[0]: row["says"] for row in worth() if "by year" in row["says"]}
    baikonur = [
        int(part.split(": ")[1]) for part in told["launches from Baikonur"].split("year: ")[1].split(", ")
    ]
    assert baikonur == [23, 21, 18, 11, 13, 9, 13, 7, 14, 7, 9, 8, 6]
    assert told["launches from Vostochny"].endswith("2021: 5, 2022: 1, 2023: 3, 2024: 4, 2025: 2")


def test_whether_a_family_flies_there_is_read_off_the_log_up_to_the_day() -> None:
    """Vostochny in 2023: Soyuz flew on 26 May, 27 June and 10 August; in the year before only on 22 October."""
    found = record("vostochny", "soyuz", date(2023, 8, 31))
    assert (found["year_before_number"], found["last_on"], found["log_to"]) == (4, "2023-08-10", "2023-08-31")
    kourou = record("kourou", "soyuz", date(2025, 11, 27))
    assert (kourou["flights_number"], kourou["last_on"]) == (0, None)
    assert (kourou["log_from"], kourou["log_to"]) == ("2023-01-01", "2024-12-31")
    plesetsk = record("plesetsk", "soyuz", date(2024, 12, 31))
    assert plesetsk["flights_number"] > 5


LATITUDES_DEG = {"baikonur": 45.996, "vostochny": 51.884, "plesetsk": 62.93, "kourou": 5.236}


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(["GIK-5", "VOST", "GIK-1", "CSG", "KSC"]),
    st.sampled_from(["Soyuz-2-1B", "Proton-M", "Angara A5", "Soyuz-5", "Falcon 9"]),
    st.sampled_from(["crew", "cargo", "satellite", "host"]),
    st.one_of(st.none(), st.floats(0, 180)),
)
def test_over_all_sites_vehicles_classes_and_inclinations(
    site: str, vehicle: str, kind: str, inclination_deg: float | None
) -> None:
    """Reach is bounded below by the latitude and above by its supplement; crews fly Soyuz from Baikonur."""
    launch = replace(
        PROTON, site=site, vehicle=vehicle, family=family_of(vehicle), payload_class=kind,
        inclination_deg=inclination_deg,
    )  # fmt: skip
    for one in alternatives([launch]):
        latitude = LATITUDES_DEG[one.site]
        assert one.why
        if inclination_deg is None:
            assert not one.possible
            continue
        out = max(latitude - inclination_deg, inclination_deg - (180 - latitude))
        if out > 0.51:
            assert not one.possible
            assert "without a plane change" in one.why
            assert one.azimuth_deg is None
            assert one.plane_change_m_per_s is not None
            assert one.plane_change_m_per_s == pytest.approx(
                2 * 7788 * math.sin(math.radians(out) / 2), rel=0.02
            )
        if out < -0.01:
            assert one.plane_change_m_per_s == 0.0
        if one.site == "kourou":
            assert not one.possible
        if kind == "crew" and one.possible:
            assert (one.site, vehicle) == ("baikonur", "Soyuz-2-1B")
        if one.site == "baikonur" and 45.996 < inclination_deg < 51.0:
            assert "due east" in one.why


def test_a_retrograde_orbit_has_its_bound_as_well() -> None:
    """From 62.9 degrees nothing above 117.1: the plane of 120 degrees does not pass over the pad."""
    found = {one.site: one for one in alternatives([replace(PROTON, family="soyuz", inclination_deg=120.0)])}
    assert "nothing above 117.1 degrees" in found["plesetsk"].why
    assert not found["plesetsk"].possible


def test_crews_fly_only_what_is_rated_for_them() -> None:
    proton = replace(PROTON, site="VOST", payload_class="crew", inclination_deg=51.65)
    assert "not rated for crews" in reasons(proton)["baikonur"][1]
