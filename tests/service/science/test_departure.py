from pathlib import Path

import pytest

from downrange.errors import InputError, SourceError
from downrange.service.science.departure import departure, vehicle_named

OURS = "name: Ours\nlatitude_deg: 34.0\nlongitude_deg: -120.0\nazimuth_low_deg: {low}\nazimuth_high_deg: {high}\n"


def test_neither_angle_is_due_east_and_an_azimuth_is_taken_round_the_compass() -> None:
    east = departure("baikonur", None, None)
    assert (east.azimuth_deg, east.other_azimuth_deg, east.dogleg_deg) == (90.0, None, None)
    assert departure("baikonur", None, -10.0).azimuth_deg == 350.0


def test_an_inclination_has_two_headings_mirrored_about_east_or_west() -> None:
    prograde = departure("baikonur", 51.6, None)
    assert prograde.azimuth_deg < 90.0
    assert prograde.other_azimuth_deg == pytest.approx(180.0 - prograde.azimuth_deg)
    polar = departure("baikonur", 98.0, None)
    assert polar.azimuth_deg > 340.0
    assert polar.other_azimuth_deg == pytest.approx(540.0 - polar.azimuth_deg)


def test_both_angles_are_a_dogleg_which_may_turn_below_the_latitude() -> None:
    turned = departure("baikonur", 40.0, 90.0)
    assert (turned.azimuth_deg, turned.dogleg_deg, turned.other_azimuth_deg) == (90.0, 40.0, None)
    with pytest.raises(InputError, match=r"expected 0\.00 to 180\.00"):
        departure("baikonur", -1.0, 90.0)


@pytest.mark.parametrize(
    ("inclination", "azimuth"), [(float("nan"), None), (None, float("nan")), (None, float("inf"))]
)
def test_an_angle_that_is_no_number_is_refused(inclination: float | None, azimuth: float | None) -> None:
    with pytest.raises(InputError, match="is no number"):
        departure("baikonur", inclination, azimuth)


def test_an_inclination_below_the_latitude_is_refused_with_the_limits() -> None:
    with pytest.raises(InputError, match=r"no orbit.*expected 46\.00 to 134\.00"):
        departure("baikonur-31-6", 30.0, None)


def test_a_range_that_only_looks_south_takes_the_southward_heading(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text(OURS.format(low=150, high=210), "utf-8")
    south = departure(str(file), 98.0, None)
    assert 180.0 < south.azimuth_deg < 210.0
    assert south.other_azimuth_deg is not None
    assert south.other_azimuth_deg > 330.0
    assert (south.name, list(south.hashes)) == ("ours", ["ours.yaml"])
    with pytest.raises(InputError, match="150 clockwise to 210"):
        departure(str(file), 51.6, None)
    file.write_text(OURS.format(low=330, high=210), "utf-8")
    assert departure(str(file), 98.0, None).azimuth_deg > 330.0  # where both are allowed, the northward one


def test_what_the_library_lacks_is_named() -> None:
    with pytest.raises(SourceError, match="no site"):
        departure("nowhere", None, None)
    with pytest.raises(SourceError, match="no vehicle"):
        vehicle_named("buran")
    assert vehicle_named("soyuz-2.1b")[1] == {}
