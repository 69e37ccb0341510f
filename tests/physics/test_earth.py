import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.earth import (
    WGS84,
    Planet,
    destination,
    distance_azimuth,
    east_north_up,
    ecef,
    geodetic,
    launch_azimuth_deg,
    sphere_distance_azimuth,
)

PAD = (46.071, 62.985)
ZONE = (47.0 + 14.0 / 60.0, 66.0 + 23.0 / 60.0)


def test_pad_to_zone_25_on_the_sphere() -> None:
    distance, azimuth = sphere_distance_azimuth(*PAD, *ZONE)
    assert distance / 1000.0 == pytest.approx(289.77, abs=0.01)
    assert azimuth == pytest.approx(62.29, abs=0.01)


def test_the_ellipsoid_differs_from_the_sphere_by_a_few_parts_in_a_thousand() -> None:
    distance, _ = distance_azimuth(*PAD, *ZONE)
    assert distance == pytest.approx(289766.0, rel=4e-3)
    assert distance != pytest.approx(289766.0, rel=1e-4)


@given(st.floats(-85, 85), st.floats(-179, 179), st.floats(0, 359.99), st.floats(1.0, 5e6))
def test_going_and_measuring_back_agree(lat: float, lon: float, azimuth: float, way: float) -> None:
    there = destination(lat, lon, azimuth, way)
    distance, back = distance_azimuth(lat, lon, *there)
    assert distance == pytest.approx(way, rel=1e-8, abs=1e-4)
    assert math.sin(math.radians(back - azimuth)) * distance == pytest.approx(0.0, abs=0.1)


@given(st.floats(-90, 90), st.floats(-180, 180), st.floats(-500, 1e6))
def test_geodetic_undoes_ecef(lat: float, lon: float, height: float) -> None:
    position = ecef(lat, lon, height)
    assert ecef(*geodetic(position)) == pytest.approx(position, abs=1e-3)


def test_ecef_agrees_with_proj() -> None:
    from pyproj import Transformer

    turn = Transformer.from_crs("EPSG:4979", "EPSG:4978", always_xy=True)
    for lat, lon, height in ((46.6, 64.0, 43000.0), (-33.0, -70.0, 12.0), (89.9, 10.0, 1e5)):
        assert ecef(lat, lon, height) == pytest.approx(np.array(turn.transform(lon, lat, height)), abs=1e-4)


def test_the_local_axes_are_orthonormal_and_right_handed() -> None:
    axes = east_north_up(np.array([10.0, -70.0]), np.array([5.0, 170.0]))
    assert np.einsum("nij,nkj->nik", axes, axes) == pytest.approx(np.broadcast_to(np.eye(3), (2, 3, 3)))
    assert np.linalg.det(axes) == pytest.approx(np.ones(2))


def test_up_is_the_normal_of_the_ellipsoid() -> None:
    up = east_north_up(46.0, 63.0)[2]
    assert ecef(46.0, 63.0, 1000.0) - ecef(46.0, 63.0, 0.0) == pytest.approx(1000.0 * up, abs=1e-6)


def test_launch_azimuth_from_baikonur_to_the_station_is_that_of_the_zones() -> None:
    # zone 25 lies at 62.3 degrees from the Proton pad; the inertial azimuth alone would be 63.4
    assert launch_azimuth_deg(46.0, 51.6) == pytest.approx(62.3, abs=0.1)
    still = Planet(rotation_rad_per_s=0.0)
    assert launch_azimuth_deg(46.0, 51.6, planet=still) == pytest.approx(
        math.degrees(math.asin(math.cos(math.radians(51.6)) / math.cos(math.radians(46.0)))), abs=1e-9
    )


def test_polar_and_descending_launches_lean_west_of_their_inertial_azimuth() -> None:
    assert 350.0 < launch_azimuth_deg(60.0, 90.0) < 360.0
    assert 180.0 < launch_azimuth_deg(30.0, 97.5, descending=True) < 200.0


def test_the_array_of_a_planet_holds_what_kernels_read() -> None:
    gm, radius, second, j2, turn = WGS84.as_array()
    assert (gm, radius, j2, turn) == (3.986004418e14, 6378137.0, 1.0826298213e-3, 7.292115e-5)
    assert second == pytest.approx(6.73949674227e-3, rel=1e-9)  # TR8350.2 table 3.3
