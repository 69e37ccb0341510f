from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.operations.library import (
    add_launch,
    drop_area_fee_usd,
    family_of,
    launch_of,
    library_manifest,
    library_resources,
    needs_of,
)
from downrange.operations.manifest import Launch

ROW = {
    "on": "2025-12-20",
    "vehicle": "Soyuz-2-1A",
    "site_code": "GIK-5",
    "pad": "LC31",
    "payloads": "Progress MS-33",
}


def test_the_fee_of_the_drop_area_is_the_one_printed() -> None:
    """Six launches: 610,000 dollars, as Interfax printed; up to three 460,000, 50,000 each further one."""
    assert [drop_area_fee_usd(n) for n in (0, 1, 3, 4, 6, 12)] == [0, 460000, 460000, 510000, 610000, 910000]


@given(st.integers(1, 60))
def test_the_fee_never_falls_with_more_launches(launches: int) -> None:
    assert drop_area_fee_usd(launches) <= drop_area_fee_usd(launches + 1)


@pytest.mark.parametrize(
    ("printed", "family"),
    [("Soyuz-2-1A", "soyuz"), ("Soyuz-5", "soyuz-5"), ("Proton-M/DM-3", "proton"), ("Falcon 9", "")],
)
def test_families(printed: str, family: str) -> None:
    assert family_of(printed) == family


def test_a_cargo_ship_needs_pad_31_and_an_orbit_of_the_station() -> None:
    launch = launch_of(ROW)
    assert launch.name == "launch/progress-ms-33"
    assert (launch.payload_class, launch.lives, launch.inclination_deg) == ("cargo", True, 51.65)
    assert launch.needs[0].one_of == ("pad-31-6",)
    assert {"lease", "approval", "licence", "tracking", "staff"} <= {need.kind for need in launch.needs}


def test_proton_has_two_pads_and_no_soyuz_equipment() -> None:
    needs = needs_of("GIK-5", "LC81/24", "proton")
    assert needs[0].one_of == ("pad-81-24", "pad-200-39")
    assert not any("soyuz" in option for need in needs for option in need.one_of)


def test_unknown_places_need_nothing_known() -> None:
    assert needs_of("CC", "LC40", "") == ()


def test_every_pad_of_the_log_of_two_sites_is_a_resource() -> None:
    manifest = library_manifest(date(2013, 1, 1), date(2026, 12, 31))
    assert len(manifest.launches) == 185
    assert {launch.pad for launch in manifest.launches} <= set(manifest.resources)
    assert manifest.complete_to == date(2026, 3, 8)
    assert "CC BY 4.0" in manifest.credit


def test_every_range_of_time_is_sourced_and_positive() -> None:
    for resource in library_resources().values():
        for sourced in (resource.repair, resource.lead, resource.substitute, resource.turnaround):
            if sourced is not None:
                assert sourced.kind == "assumed"
                assert sourced.unit == "d"
                assert 0 < sourced.draw(0.01) < sourced.draw(0.99)


def test_two_launches_of_one_title_are_told_apart_by_the_day() -> None:
    launches: dict[str, Launch] = {}
    add_launch(launches, ROW)
    second = add_launch(launches, {**ROW, "on": "2026-02-01"})
    assert second.name == "launch/progress-ms-33-2026-02-01"
