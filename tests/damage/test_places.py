"""Settlements as discs."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.places import BAIKONUR, as_places, built_up, disc_offsets_m, local_m, parameters
from downrange.reference.settlements import Settlement, settlements

TOWN = Settlement(1, "Town", "KZ", 46.0, 63.0, 2800.0)


def test_area_is_population_over_density() -> None:
    (town,) = built_up([TOWN], {"built_up_density_persons_per_km2": 2800.0})
    assert math.pi * town.radius_m**2 == pytest.approx(1e6)
    (wide,) = built_up([TOWN], {"built_up_density_persons_per_km2": 1400.0})
    assert math.pi * wide.radius_m**2 == pytest.approx(2e6)


def test_baikonur_is_drawn_and_others_are_not() -> None:
    drawn = {"baikonur_population_persons": 39_161.0}
    by_name = {s.name: s for s in built_up(settlements(), drawn)}
    assert by_name["Baikonur"].population_persons == 39_161.0
    assert by_name["Tyuratam"].population_persons == 9_548.0
    assert next(s for s in settlements() if s.geonames_id == BAIKONUR).population_persons == 70_000.0


def test_baikonur_is_drawn_between_the_published_counts() -> None:
    count = parameters()["baikonur_population_persons"]
    assert count.kind == "assumed"
    assert count.draw(1e-9) == pytest.approx(39_161, abs=1)
    assert count.draw(1 - 1e-9) == pytest.approx(76_019, abs=1)


@given(st.floats(1.0, 1e4))
def test_points_fill_the_disc_evenly(radius_m: float) -> None:
    points = disc_offsets_m(radius_m)
    distance = np.hypot(points[:, 0], points[:, 1])
    assert distance.max() <= radius_m
    assert (distance <= radius_m / 2).mean() == pytest.approx(0.25, abs=0.01)
    assert abs(points.mean(axis=0)).max() < 0.01 * radius_m


def test_distances_of_the_settlement_table() -> None:
    """Distances from pad 81/24 as published on a sphere of 6371 km: within its 0.4 % of the ellipsoid."""
    by_name = {s.name: s for s in settlements()}
    for name, km, bearing in (("Tyuratam", 53.2, 151), ("Kyzylorda", 238.9, 124), ("Zhezqazghan", 406.4, 60)):
        place = by_name[name]
        x, y = local_m(46.071, 62.985, place.latitude_deg, place.longitude_deg)
        assert math.hypot(x, y) / 1000 == pytest.approx(km, rel=0.004)
        assert math.degrees(math.atan2(x, y)) % 360 == pytest.approx(bearing, abs=1.0)


def test_settlements_become_places_of_the_map() -> None:
    (place,) = as_places(built_up([TOWN], {}))
    assert (place.kind, place.latitude_deg, place.properties["population_persons"]) == (
        "settlement",
        46.0,
        2800,
    )
