import math

import pytest

from downrange.errors import SourceError
from downrange.physics.ascent_drops import drop_many, drop_state, parts_dropped, range_from_m
from downrange.physics.earth import distance_azimuth, launch_azimuth_deg
from downrange.physics.fall_ellipse import ellipse
from downrange.physics.fall_wind import climate_wind, default_wind
from downrange.reference.drag import cylinder_curves
from downrange.reference.sites import site
from downrange.reference.vehicles import vehicle

PAD = (46.071, 62.985)


def test_the_parts_of_soyuz() -> None:
    parts = {part.name: part for part in parts_dropped(vehicle("soyuz-2.1b"), cylinder_curves())}
    assert list(parts) == ["booster", "stage-1", "fairing"]
    assert parts["booster"].count == 4
    assert parts["booster"].residual_kg["kerosene"] == 215.4
    assert parts["fairing"].mass_kg == 850.0


def test_the_state_lies_downrange_and_points_along_the_track() -> None:
    part = parts_dropped(vehicle("proton-m"), cylinder_curves())[0]
    state = drop_state(part, *PAD, 62.3)
    distance, azimuth = distance_azimuth(*PAD, state.latitude_deg, state.longitude_deg)
    assert distance == pytest.approx(48000.0)
    assert azimuth == pytest.approx(62.3)
    assert 62.3 < state.azimuth_deg < 63.3
    assert state.time_s == 123.3


def test_the_proton_first_stage_falls_in_zone_25() -> None:
    # an administrative area known at second hand: 60 x 30 km about a point 290 km from the pad
    curves = cylinder_curves()
    part = parts_dropped(vehicle("proton-m"), curves)[0]
    falls = drop_many(
        part, *PAD, 62.3, samples=256, seed=1, scale_factor=curves.scale_factor,
        azimuth_spread_deg=0.3, wind=climate_wind(),
    )  # fmt: skip
    lat, lon = float(falls.latitude_deg.mean()), float(falls.longitude_deg.mean())
    distance, azimuth = distance_azimuth(47.23333, 66.38333, lat, lon)
    turn = azimuth - 75.0
    along, across = distance * math.cos(math.radians(turn)), distance * math.sin(math.radians(turn))
    assert (along / 30e3) ** 2 + (across / 15e3) ** 2 < 1.0
    assert range_from_m(*PAD, falls) == pytest.approx(290e3, rel=0.1)


def test_a_nominal_soyuz_drops_boosters_core_and_fairing_in_order() -> None:
    curves = cylinder_curves()
    pad = site("baikonur-31-6")
    here = pad.latitude_deg.value, pad.longitude_deg.value
    heading = launch_azimuth_deg(here[0], 51.6)
    ranges = {}
    for part in parts_dropped(vehicle("soyuz-2.1b"), curves):
        falls = drop_many(
            part, *here, heading, samples=64, seed=0, scale_factor=curves.scale_factor,
            azimuth_spread_deg=0.3, wind=default_wind(*here),
        )  # fmt: skip
        shape = ellipse(falls.latitude_deg, falls.longitude_deg)
        distance_m, azimuth = distance_azimuth(*here, shape.latitude_deg, shape.longitude_deg)
        ranges[part.name] = distance_m / 1000.0
        assert azimuth == pytest.approx(62.5, abs=1.5)
        assert shape.major_km > shape.minor_km > 0
    assert 230 < ranges["booster"] < 380 < ranges["fairing"] < 1100 < ranges["stage-1"] < 1900


def test_draws_are_the_same_for_the_same_seed() -> None:
    curves = cylinder_curves()
    part = parts_dropped(vehicle("soyuz-2.1b"), curves)[0]
    one, two, later = (
        drop_many(
            part, *PAD, 62.3, begin=begin, samples=n, seed=5, scale_factor=curves.scale_factor,
            azimuth_spread_deg=0.3, wind=climate_wind(7),
        )
        for begin, n in ((0, 16), (0, 32), (20, 4))
    )  # fmt: skip
    assert one.latitude_deg.tolist() == two.latitude_deg[:16].tolist()
    assert later.latitude_deg.tolist() == two.latitude_deg[20:24].tolist()


def test_a_vehicle_without_masses_is_refused() -> None:
    with pytest.raises(SourceError) as caught:
        parts_dropped(vehicle("soyuz-5"), cylinder_curves())
    assert caught.value.missing
