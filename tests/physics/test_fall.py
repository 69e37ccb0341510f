import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.errors import ValidityError
from downrange.physics.earth import SPHERE_RADIUS_M, Planet, distance_azimuth
from downrange.physics.fall import Body, State, ends_many, fall, fall_many, fall_path
from downrange.physics.fall_drag import ConstantDrag, NoDrag

GOLDEN = State(46.6, 64.0, 43000.0, 1738.0, 25.0, 62.0)
HEAVY = Body(1.0, NoDrag())
# a planet so large that the ground is flat, with g = 9.81 at its surface and no turning
FLAT_RADIUS_M = 6.4e12
FLAT = Planet(9.81 * FLAT_RADIUS_M**2, FLAT_RADIUS_M, 0.0, 0.0, 0.0)
BALL = Planet(3.986004418e14, SPHERE_RADIUS_M, 0.0, 0.0, 0.0)


def test_the_flat_earth_numbers_without_drag() -> None:
    rise, along = 1738.0 * math.sin(math.radians(25.0)), 1738.0 * math.cos(math.radians(25.0))
    time = (rise + math.sqrt(rise**2 + 2 * 9.81 * 43000.0)) / 9.81
    assert time == pytest.approx(194.76, abs=0.01)
    assert along * time / 1000.0 == pytest.approx(306.78, abs=0.01)
    found = fall(GOLDEN, HEAVY, planet=FLAT, rtol=1e-10)
    assert found.flight_time_s == pytest.approx(194.76, abs=0.01)


def test_the_round_earth_takes_the_same_state_farther() -> None:
    # the ground drops away and gravity weakens: 12 s and 15 km more than on the flat Earth
    found = fall(GOLDEN, HEAVY)
    reach, _ = distance_azimuth(46.6, 64.0, found.latitude_deg, found.longitude_deg)
    assert found.flight_time_s == pytest.approx(207.0, abs=1.0)
    assert 318e3 < reach < 325e3


def kepler_range_m(state: State, planet: Planet) -> float:
    """Ground range of a Keplerian arc from a height to the surface of a sphere that does not turn."""
    gm, radius = planet.gravitation_m3_per_s_s, planet.radius_m
    start = radius + state.altitude_m
    angle = math.radians(state.flight_path_angle_deg)
    speed2 = state.speed_m_per_s**2
    momentum2 = (start * state.speed_m_per_s * math.cos(angle)) ** 2
    axis = 1.0 / (2.0 / start - speed2 / gm)
    eccentricity = math.sqrt(max(0.0, 1.0 - momentum2 / (gm * axis)))
    slot = momentum2 / gm

    def anomaly(distance: float) -> float:
        return math.acos(max(-1.0, min(1.0, (slot / distance - 1.0) / eccentricity)))

    first = anomaly(start) if angle >= 0 else 2.0 * math.pi - anomaly(start)
    return radius * (2.0 * math.pi - anomaly(radius) - first)


@settings(max_examples=30, deadline=None)
@given(
    st.floats(20e3, 200e3),
    st.floats(500.0, 5000.0),
    st.floats(5.0, 70.0),
    st.floats(-60.0, 60.0),
    st.floats(0.0, 359.0),
)
def test_kepler_on_the_sphere(height: float, speed: float, angle: float, lat: float, azimuth: float) -> None:
    state = State(lat, 30.0, height, speed, angle, azimuth)
    found = fall(state, HEAVY, planet=BALL, rtol=1e-9)
    a, b = math.radians(lat), math.radians(found.latitude_deg)
    turn = math.radians(found.longitude_deg - 30.0)
    cosine = math.sin(a) * math.sin(b) + math.cos(a) * math.cos(b) * math.cos(turn)
    reach = SPHERE_RADIUS_M * math.acos(max(-1.0, min(1.0, cosine)))
    assert reach == pytest.approx(kepler_range_m(state, BALL), rel=1e-5, abs=5.0)


def test_kepler_on_the_turning_sphere() -> None:
    """Seen from space the arc is Kepler's; the ground turns under it for the time of flight."""
    turn = 7.292115e-5
    turning = Planet(BALL.gravitation_m3_per_s_s, BALL.radius_m, 0.0, 0.0, turn)
    seen = fall(State(0.0, 0.0, 100e3, 3000.0, 30.0, 90.0), HEAVY, planet=BALL, rtol=1e-10)
    ground_speed = turn * (BALL.radius_m + 100e3)
    east = 3000.0 * math.cos(math.radians(30.0)) - ground_speed
    up = 3000.0 * math.sin(math.radians(30.0))
    here = State(0.0, 0.0, 100e3, math.hypot(east, up), math.degrees(math.atan2(up, east)), 90.0)
    found = fall(here, HEAVY, planet=turning, rtol=1e-10)
    assert found.flight_time_s == pytest.approx(seen.flight_time_s, abs=1e-3)
    assert found.longitude_deg == pytest.approx(
        seen.longitude_deg - math.degrees(turn * seen.flight_time_s), abs=1e-6
    )


@pytest.mark.parametrize(("lat", "sign"), [(50.0, 1.0), (-50.0, -1.0)])
@pytest.mark.parametrize("azimuth", [0.0, 90.0, 180.0, 270.0])
def test_coriolis_turns_right_in_the_north_and_left_in_the_south(
    lat: float, sign: float, azimuth: float
) -> None:
    still = Planet(rotation_rad_per_s=0.0)
    state = State(lat, 10.0, 1000.0, 800.0, 20.0, azimuth)
    with_turn, without = fall(state, HEAVY), fall(state, HEAVY, planet=still)
    _, bearing = distance_azimuth(lat, 10.0, with_turn.latitude_deg, with_turn.longitude_deg)
    _, straight = distance_azimuth(lat, 10.0, without.latitude_deg, without.longitude_deg)
    turned = (bearing - straight + 180.0) % 360.0 - 180.0
    assert sign * turned > 0.0


@pytest.mark.parametrize("lat", [-60.0, 0.0, 60.0])
def test_what_is_dropped_lands_to_the_east(lat: float) -> None:
    found = fall(State(lat, 10.0, 20000.0, 0.0, 0.0, 0.0), HEAVY)
    time, turn = found.flight_time_s, 7.292115e-5
    east_m = math.radians(found.longitude_deg - 10.0) * 6.378e6 * math.cos(math.radians(lat))
    assert east_m == pytest.approx(turn * 9.8 * time**3 / 3.0 * math.cos(math.radians(lat)), rel=0.02)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 3.0), st.floats(1.05, 3.0))
def test_more_drag_falls_shorter_and_slower(coefficient: float, more: float) -> None:
    one = fall(GOLDEN, Body(30600.0, ConstantDrag(coefficient, 43.0)))
    two = fall(GOLDEN, Body(30600.0, ConstantDrag(coefficient * more, 43.0)))
    far_one, _ = distance_azimuth(46.6, 64.0, one.latitude_deg, one.longitude_deg)
    far_two, _ = distance_azimuth(46.6, 64.0, two.latitude_deg, two.longitude_deg)
    assert far_two < far_one
    assert two.speed_m_per_s < one.speed_m_per_s


def test_terminal_speed_at_the_ground() -> None:
    body = Body(1000.0, ConstantDrag(1.0, 10.0))
    found = fall(State(46.0, 63.0, 15000.0, 10.0, -90.0, 0.0), body)
    assert found.speed_m_per_s == pytest.approx(math.sqrt(2 * 1000 * 9.807 / (1.225 * 10.0)), rel=0.01)


def test_a_break_up_hands_on_its_state() -> None:
    body = Body(30600.0, ConstantDrag(1.0, 43.0))
    whole = fall(GOLDEN, body)
    middle = fall(GOLDEN, body, ground_m=20000.0)
    assert middle.altitude_m == pytest.approx(20000.0, abs=0.1)
    rest = fall(middle.as_state(), body)
    assert rest.latitude_deg == pytest.approx(whole.latitude_deg, abs=2e-5)
    assert middle.flight_time_s + rest.flight_time_s == pytest.approx(whole.flight_time_s, abs=0.02)


def test_a_state_survives_the_round_trip() -> None:
    again = State.of_array(GOLDEN.as_array(), 7.0)
    assert np.array([again.latitude_deg, again.longitude_deg, again.altitude_m]) == pytest.approx(
        [46.6, 64.0, 43e3]
    )
    assert [again.speed_m_per_s, again.flight_path_angle_deg, again.azimuth_deg] == pytest.approx(
        [1738, 25, 62]
    )
    assert again.time_s == 7.0


def test_the_path_ends_before_the_ground_and_rises_first() -> None:
    impact, path = fall_path(GOLDEN, Body(30600.0, ConstantDrag(1.0, 43.0)))
    assert path.shape[1] == 7
    assert path[-1, 0] < impact.flight_time_s
    assert np.all(np.diff(path[:, 0]) > 0)


def test_an_orbit_is_refused() -> None:
    with pytest.raises(ValidityError, match="orbit"):
        fall(State(0.0, 0.0, 500e3, 7610.0, 0.0, 90.0), HEAVY, longest_s=6000.0)


def test_many_bodies_match_one() -> None:
    body = Body(30600.0, ConstantDrag(1.0, 43.0))
    many = fall_many(np.tile(GOLDEN.as_array(), (3, 1)), body, drag_factor=np.array([1.0, 1.0, 2.0]))
    one = fall(GOLDEN, body)
    assert many.latitude_deg[0] == pytest.approx(one.latitude_deg, abs=1e-12)
    assert many.flight_time_s[2] > many.flight_time_s[1]


def test_a_body_needs_mass() -> None:
    with pytest.raises(ValueError, match="mass"):
        Body(0.0, NoDrag())


def test_the_last_states_of_many_are_those_of_one() -> None:
    body = Body(30600.0, ConstantDrag(1.0, 43.0))
    ends = ends_many(np.tile(GOLDEN.as_array(), (2, 1)), body, ground_m=20000.0)
    one = fall(GOLDEN, body, ground_m=20000.0)
    there = State.of_array(ends[1])
    assert ends.shape == (2, 8)
    assert there.altitude_m == pytest.approx(20000.0, abs=0.01)
    assert (there.speed_m_per_s, ends[1, 6]) == pytest.approx((one.speed_m_per_s, one.flight_time_s))
