"""The table of settlements against the published one."""

from __future__ import annotations

import csv
from pathlib import Path

from downrange.reference.settlements import NOTE, settlements, settlements_near
from downrange.reference.sites import site, site_names


def test_the_towns_around_baikonur_are_there() -> None:
    by_name = {s.name: s for s in settlements()}
    assert by_name["Kyzylorda"].population_persons == 354_800
    assert by_name["Zhosaly"].population_persons == 20_065
    assert by_name["Qarsaqbay"].country == "KZ"
    assert len({s.geonames_id for s in settlements()}) == len(settlements()) >= 19
    assert all(s.population_persons >= 1 for s in settlements())
    assert "500" in NOTE


def test_places_near_a_pad() -> None:
    near = {s.name for s in settlements_near(46.071, 62.985)}
    assert {"Baikonur", "Zhezqazghan", "Nukus"} <= near
    assert all(s.country in {"KZ", "RU", "UZ"} for s in settlements_near(46.071, 62.985))
    close = settlements_near(46.071, 62.985, 60.0)
    assert {s.name for s in close} == {"Tyuratam", "Baikonur"}  # 53.2 and 56.7 km as published


def test_every_site_but_the_empty_ones_has_people_within_a_hundred_kilometres() -> None:
    without = {
        name
        for name in site_names()
        if not settlements_near(site(name).latitude_deg.value, site(name).longitude_deg.value, 100.0)
    }
    assert without <= {"jiuquan"}  # the desert; GeoNames lists nobody there


def test_it_holds_the_compiled_table(measured_data: Path) -> None:
    lines = [
        line
        for line in (measured_data / "settlements.csv").read_text("utf-8").splitlines()
        if not line.startswith("#")
    ]
    ours = {s.geonames_id: s for s in settlements()}
    for row in csv.DictReader(lines):
        place = ours[int(row["geonameid"])]
        assert place.population_persons == float(row["population"])
        assert abs(place.latitude_deg - float(row["lat"])) < 1e-4
        assert abs(place.longitude_deg - float(row["lon"])) < 1e-4
