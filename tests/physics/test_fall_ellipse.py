import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics.atmosphere import CALM
from downrange.physics.earth import destination, distance_azimuth
from downrange.physics.fall import Body, State
from downrange.physics.fall_drag import ConstantDrag, NoDrag
from downrange.physics.fall_ellipse import (
    Ellipse,
    disperse,
    ellipse,
    ellipse_area_km2,
    ellipse_axes_error,
    ellipse_outline,
)

STATE = State(46.6, 64.0, 43000.0, 1738.0, 25.0, 62.0)
BODY = Body(30600.0, ConstantDrag(1.0, 43.0))
SPREAD = {
    "speed_m_per_s": 20.0,
    "flight_path_angle_deg": 0.5,
    "azimuth_deg": 0.3,
    "drag_fraction": 0.2,
    "wind_m_per_s": 10.0,
}


def cloud(
    major_km: float, minor_km: float, azimuth_deg: float, count: int = 40000
) -> tuple[np.ndarray, np.ndarray]:
    """Impacts whose 95 % ellipse has these full axes."""
    random = np.random.Generator(np.random.PCG64(7))
    scale = 2.0 * math.sqrt(-2.0 * math.log(0.05))
    along = random.normal(0.0, 1e3 * major_km / scale, count)
    across = random.normal(0.0, 1e3 * minor_km / scale, count)
    bearing = azimuth_deg + np.degrees(np.arctan2(across, along))
    lat, lon = destination(46.6, 64.0, bearing, np.hypot(along, across))
    return lat, lon


def test_axes_are_full_axes() -> None:
    # RP-327: 70 x 40 km is printed with 2198 km2, which only full axes give
    shape = Ellipse(52.0, 87.0, 70.0, 40.0, 60.0, 0.95)
    assert ellipse_area_km2(shape) == pytest.approx(2198.0, rel=1e-3)
    outline = ellipse_outline(shape, points=360)
    reach = [distance_azimuth(52.0, 87.0, lat, lon)[0] for lat, lon in outline]
    assert max(reach) == pytest.approx(35e3, rel=1e-6)
    assert min(reach) == pytest.approx(20e3, rel=1e-6)
    assert outline[0] == pytest.approx(outline[-1])


@settings(max_examples=15, deadline=None)
@given(st.floats(20.0, 80.0), st.floats(2.0, 15.0), st.floats(0.0, 179.0))
def test_the_ellipse_of_a_known_cloud_is_found_again(major: float, minor: float, azimuth: float) -> None:
    shape = ellipse(*cloud(major, minor, azimuth))
    assert shape.major_km == pytest.approx(major, rel=0.02)
    assert shape.minor_km == pytest.approx(minor, rel=0.02)
    assert abs((shape.azimuth_deg - azimuth + 90.0) % 180.0 - 90.0) < 1.5
    assert distance_azimuth(shape.latitude_deg, shape.longitude_deg, 46.6, 64.0)[0] < 0.02e3 * major


def test_the_stated_share_is_inside() -> None:
    lat, lon = cloud(60.0, 20.0, 30.0)
    for probability in (0.5, 0.95, 0.997):
        shape = ellipse(lat, lon, probability)
        distance, azimuth = distance_azimuth(shape.latitude_deg, shape.longitude_deg, lat, lon)
        turn = np.radians(azimuth - shape.azimuth_deg)
        inside = (2 * distance * np.cos(turn) / (1e3 * shape.major_km)) ** 2 + (
            2 * distance * np.sin(turn) / (1e3 * shape.minor_km)
        ) ** 2 <= 1.0
        assert np.mean(inside) == pytest.approx(probability, abs=0.005)


def test_two_impacts_and_a_real_probability_are_needed() -> None:
    with pytest.raises(ValueError, match="two"):
        ellipse([1.0], [2.0])
    with pytest.raises(ValueError, match="probability"):
        ellipse([1.0, 2.0], [2.0, 3.0], 1.0)


def test_the_bootstrap_knows_the_error_of_a_normal_cloud() -> None:
    lat, lon = cloud(60.0, 20.0, 30.0, count=400)
    assert ellipse_axes_error(lat, lon) == pytest.approx(1.0 / math.sqrt(800.0), rel=0.3)


def test_the_run_stops_when_the_axes_are_known() -> None:
    loose, tight = (disperse(STATE, BODY, SPREAD, error_fraction=e) for e in (0.05, 0.02))
    assert loose.error_fraction <= 0.05 < 0.06
    assert tight.error_fraction <= 0.02
    assert tight.samples > 2 * loose.samples
    assert loose.ellipse.major_km == pytest.approx(tight.ellipse.major_km, rel=0.2)


def test_the_same_seed_gives_the_same_numbers_and_another_does_not() -> None:
    one, again, other = (disperse(STATE, BODY, SPREAD, samples=256, seed=s) for s in (3, 3, 4))
    assert one.ellipse == again.ellipse
    assert one.ellipse != other.ellipse


def test_a_further_parameter_leaves_the_draws_of_the_others() -> None:
    few = disperse(STATE, BODY, {"speed_m_per_s": 20.0}, samples=64)
    more = disperse(STATE, BODY, {"speed_m_per_s": 20.0, "wind_m_per_s": 1e-9}, samples=64)
    assert more.impacts.latitude_deg == pytest.approx(few.impacts.latitude_deg, abs=1e-6)


def test_without_spread_the_ellipse_is_a_point_at_the_nominal_impact() -> None:
    found = disperse(STATE, Body(1.0, NoDrag()), {}, CALM)
    assert found.ellipse.major_km == pytest.approx(0.0, abs=1e-6)
    assert found.ellipse.latitude_deg == found.nominal.latitude_deg
    assert found.error_fraction == 0.0


def test_speed_spread_lies_along_the_track_and_azimuth_spread_across() -> None:
    along = disperse(STATE, BODY, {"speed_m_per_s": 20.0}, samples=256).ellipse
    across = disperse(STATE, BODY, {"azimuth_deg": 1.0}, samples=256).ellipse
    assert along.azimuth_deg == pytest.approx(63.0, abs=3.0)
    assert across.azimuth_deg == pytest.approx(63.0 + 90.0, abs=3.0)


def test_unknown_spreads_are_refused() -> None:
    with pytest.raises(ValueError, match="speedy"):
        disperse(STATE, BODY, {"speedy": 1.0})
