import math
from functools import cache

import numpy as np
import pytest

from downrange.errors import ValidityError
from downrange.physics.ascent import (
    Flight,
    Mission,
    Steering,
    altitude_at,
    fit_kick,
    fly,
    ignition_times,
    least_propellant_kick,
    solve,
)
from downrange.physics.ascent_nominal import settings_of
from downrange.physics.ascent_plan import Plan, plan_of
from downrange.reference.ascent import ascent_defaults
from downrange.reference.vehicles import vehicle

SETTINGS = settings_of(ascent_defaults())
MISSION = Mission(46.0, 63.5, 100.0, 62.3, 200e3)


@cache
def soyuz() -> tuple[Plan, Flight]:
    plan = plan_of(vehicle("soyuz-2.1b"), 7200.0, coast_s=2.0, fairing_s=208.4)
    return plan, solve(plan, MISSION, 0.027, SETTINGS.drag, kick_speed_m_per_s=50.0)


def test_the_flight_closes_on_a_circular_orbit() -> None:
    _, flight = soyuz()
    end = float(flight.path[-1, 0])
    state = flight.state(end)
    assert flight.closed
    assert state.altitude_m == pytest.approx(200e3, abs=300.0)
    assert state.flight_path_angle_deg == pytest.approx(0.0, abs=0.02)
    assert flight.inertial_speed_m_per_s(end) == pytest.approx(
        math.sqrt(3.986004418e14 / 6578137.0), rel=1e-6
    )
    assert flight.margin_kg > 0


def test_a_fitted_kick_passes_its_altitude() -> None:
    plan, _ = soyuz()
    kick = fit_kick(plan, MISSION, plan.first_staging_s, 43200.0, SETTINGS.drag, kick_speed_m_per_s=50.0)
    path = fly(plan, MISSION, Steering(kick, 0.5, 0.001), SETTINGS.drag, kick_speed_m_per_s=50.0)
    assert altitude_at(path, plan.first_staging_s) == pytest.approx(43200.0, abs=20.0)
    with pytest.raises(ValidityError, match="no kick"):
        fit_kick(plan, MISSION, plan.first_staging_s, 400e3, SETTINGS.drag, kick_speed_m_per_s=50.0)


def test_the_speed_of_the_kick_hardly_matters_once_fitted() -> None:
    plan, _ = soyuz()
    speeds = []
    for kick_speed in (30.0, 70.0):
        kick = fit_kick(
            plan, MISSION, plan.first_staging_s, 45000.0, SETTINGS.drag, kick_speed_m_per_s=kick_speed
        )
        flight = solve(plan, MISSION, kick, SETTINGS.drag, kick_speed_m_per_s=kick_speed)
        speeds.append(flight.state(plan.first_staging_s).speed_m_per_s)
    assert speeds[0] == pytest.approx(speeds[1], rel=0.005)


def test_a_dogleg_reaches_another_inclination() -> None:
    plan, _ = soyuz()
    mission = Mission(46.0, 63.5, 100.0, 62.3, 200e3, inclination_deg=54.0)
    flight = solve(plan, mission, 0.027, SETTINGS.drag, kick_speed_m_per_s=50.0)
    assert flight.closed
    place, speed = flight.path[-1, 1:4], flight.path[-1, 4:7]
    normal = np.cross(place, speed + np.cross([0.0, 0.0, 7.292115e-5], place))
    assert math.degrees(math.acos(normal[2] / np.linalg.norm(normal))) == pytest.approx(54.0, abs=0.02)
    assert flight.margin_kg < soyuz()[1].margin_kg


def test_propellant_by_tank_at_any_second() -> None:
    _, flight = soyuz()
    full, later = flight.propellant_left_kg(0.0), flight.propellant_left_kg(60.0)
    booster = vehicle("soyuz-2.1b").stage("booster")
    assert full["booster"] == pytest.approx(booster.load_kg())
    assert later["booster"]["kerosene"] < full["booster"]["kerosene"]
    assert later["stage-2"] == pytest.approx(full["stage-2"])
    cut = next(mark.time_s for mark in flight.plan.marks if mark.name == "booster-cutoff")
    assert flight.propellant_left_kg(cut)["booster"] == pytest.approx(booster.residual_kg())
    assert "booster" not in flight.propellant_left_kg(cut + 5.0)


def test_tanks_and_mass_agree_at_every_second() -> None:
    _, flight = soyuz()
    counts = {burn.name: burn.count for burn in flight.plan.burns}
    first = sum(counts[name] * sum(tank.values()) for name, tank in flight.propellant_left_kg(0.0).items())
    for time in (10.0, 60.0, 110.0):
        left = sum(
            counts[name] * sum(tank.values()) for name, tank in flight.propellant_left_kg(time).items()
        )
        mass = float(np.interp(time, flight.path[:, 0], flight.path[:, 7]))
        assert first - left == pytest.approx(flight.path[0, 7] - mass, rel=1e-6)


def test_the_state_is_exact_at_steps_and_smooth_between() -> None:
    _, flight = soyuz()
    early, late = flight.state(100.2), flight.state(100.3)
    climb = (late.altitude_m - early.altitude_m) / 0.1
    assert climb == pytest.approx(
        early.speed_m_per_s * math.sin(math.radians(early.flight_path_angle_deg)), rel=0.01
    )
    with pytest.raises(ValidityError, match="outside"):
        flight.state(-1.0)
    with pytest.raises(ValidityError, match="outside"):
        flight.state(1e4)


def test_ignitions_follow_cut_offs() -> None:
    plan, _ = soyuz()
    times = ignition_times(plan)
    assert times["booster"][0] == times["stage-1"][0] == 0.0
    assert times["stage-2"][0] == pytest.approx(times["stage-1"][1] + 2.0)


def test_least_propellant_is_no_worse_than_its_neighbours() -> None:
    plan, _ = soyuz()
    best = least_propellant_kick(
        lambda kick, guess: solve(plan, MISSION, kick, SETTINGS.drag, kick_speed_m_per_s=50.0, guess=guess),
        0.01,
        0.06,
    )
    for factor in (0.8, 1.25):
        other = solve(plan, MISSION, best.steering.kick_rad * factor, SETTINGS.drag, kick_speed_m_per_s=50.0)
        assert other.margin_kg < best.margin_kg + 1.0
    assert "least propellant" in best.fitted_to
