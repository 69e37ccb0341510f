import numpy as np
import pytest

from downrange.damage.assess import assess_one
from downrange.damage.chain.mapping import Falls, fields_of, grid_for, places_of
from downrange.damage.chain.member import Member
from downrange.damage.chain.plan import plan
from downrange.inputs.cases import read_case


def _falls(members: list[Member]) -> list[Falls]:
    found = []
    for index, first in enumerate(members[0].down):
        down = [m.down[index] for m in members]
        lat, lon, distance = (
            np.array([getattr(d, name) for d in down])
            for name in ("latitude_deg", "longitude_deg", "range_from_pad_km")
        )
        found.append(Falls(first.body, first.count, lat, lon, distance))
    return found


def test_ellipses_of_a_launch_grow_with_their_probability() -> None:
    prepared = plan(read_case("soyuz-nominal").case)
    members = [assess_one(prepared, draw, 1) for draw in range(24)]
    found = places_of(prepared, _falls(members), members)
    booster = [
        p.properties["major_km"] for p in found if p.kind == "ellipse" and p.properties["body"] == "booster"
    ]
    assert booster == sorted(booster)
    assert len(booster) == 3
    for place in (p for p in found if p.kind == "ellipse"):  # outlines are (longitude_deg, latitude_deg)
        assert min(x for x, _ in place.outline) < place.longitude_deg < max(x for x, _ in place.outline)
        assert min(y for _, y in place.outline) < place.latitude_deg < max(y for _, y in place.outline)
    assert grid_for(prepared) is None
    assert fields_of(prepared, [], [], None) == ()


def test_fields_lie_where_the_crash_was_and_their_upper_is_not_below_the_median() -> None:
    prepared = plan(read_case("proton-2013").case)
    grid = grid_for(prepared)
    members = [assess_one(prepared, draw, 1, grid) for draw in range(4)]
    found = {f.name: f for f in fields_of(prepared, _falls(members), members, grid)}
    assert set(found) == {"udmh_average", "udmh_deposit", "no2_average", "no2_deposit"}
    field = found["udmh_deposit"]
    assert field.latitude_deg[0] < 46.05 < field.latitude_deg[-1]
    assert np.all(field.upper >= field.values)
    assert field.upper.max() > 0
    for one in found.values():
        assert one.level
        assert one.over.min() >= 0
        assert one.over.max() <= 1
        assert np.all((one.over * 4) % 1 == 0)  # whole draws of four
        assert np.all(one.mean[one.over > 0] > 0)
    assert found["udmh_deposit"].over.max() > 0 or found["no2_deposit"].over.max() > 0


def test_where_the_wind_may_blow_anywhere_mean_and_share_say_what_the_median_cannot() -> None:
    prepared = plan(read_case("dnepr-2006").case)
    grid = grid_for(prepared)
    members = [assess_one(prepared, draw, 1, grid) for draw in range(12)]
    found = {f.name: f for f in fields_of(prepared, _falls(members), members, grid)}
    for field in found.values():
        assert np.all(
            field.mean * 12 >= field.upper * 0.999 - 1e-12
        )  # a mean of what is nowhere below nought
    assert found["udmh_deposit"].mean.max() > 0
    assert found["no2_deposit"].over.max() > 0


def test_a_field_is_laid_about_the_middle_of_all_falls_whichever_draw_came_first() -> None:
    prepared = plan(read_case("proton-2007").case)
    grid = grid_for(prepared)
    members = [assess_one(prepared, draw, 1, grid) for draw in range(3)]
    falls = _falls([assess_one(prepared, draw, 1) for draw in range(9)])
    middle = float(np.median(falls[0].latitude_deg)), float(np.median(falls[0].longitude_deg))
    one, other = (fields_of(prepared, falls, some, grid)[0] for some in (members, members[::-1]))
    assert np.array_equal(one.values, other.values)
    assert np.array_equal(one.latitude_deg, other.latitude_deg)
    assert np.mean(one.latitude_deg[[0, -1]]) == pytest.approx(middle[0], abs=0.01)
    assert np.mean(one.longitude_deg[[0, -1]]) == pytest.approx(middle[1], abs=0.02)
