import math

import numpy as np
import pytest

from downrange.physics.atmosphere import air_table
from downrange.physics.earth import Planet, east_north_up, ecef
from downrange.physics.fall_drag import ConstantDrag, drag_table
from downrange.physics.kernels.ascent import COLUMNS, fly

STILL = Planet(rotation_rad_per_s=0.0, oblateness_coefficient=0.0)
NO_DRAG = drag_table(ConstantDrag(0.0, 1.0))
FAST = 1e9


def flown(phases: list[list[float]], plan: list[float], planet: Planet = STILL) -> np.ndarray:
    first = np.concatenate([ecef(10.0, 20.0, 0.0, planet), np.zeros(3)])
    path = np.empty((4000, COLUMNS))
    rows = fly(first, np.array(phases), np.array(plan), air_table(), NO_DRAG, planet.as_array(), 1.0, path)
    return path[:rows]


def test_a_vertical_rise_obeys_the_rocket_equation() -> None:
    # exhaust 3000 m/s, 1000 kg to 400 kg in 60 s; the kick is never reached
    path = flown(
        [[0.0, 60.0, 30000.0, 10.0, 0.0, 1000.0, 1.0]],
        [FAST, 0.0, 0.0, math.inf, 0.0, 0.0, 0.0, FAST, math.inf],
    )
    speed = float(np.linalg.norm(path[-1, 4:7]))
    assert speed == pytest.approx(3000.0 * math.log(1000.0 / 400.0) - 9.79 * 60.0, rel=2e-3)
    assert path[-1, 7] == pytest.approx(400.0)
    assert path[-1, 0] == 60.0


def test_ambient_pressure_costs_thrust() -> None:
    plan = [FAST, 0.0, 0.0, math.inf, 0.0, 0.0, 0.0, FAST, math.inf]
    free = flown([[0.0, 10.0, 30000.0, 10.0, 0.0, 1000.0, 1.0]], plan)
    held = flown([[0.0, 10.0, 30000.0, 10.0, 0.05, 1000.0, 1.0]], plan)
    lost = float(np.linalg.norm(free[-1, 4:7]) - np.linalg.norm(held[-1, 4:7]))
    assert lost == pytest.approx(0.05 * 101325.0 / 950.0 * 10.0, rel=0.05)


def test_the_kick_comes_at_its_exact_speed_and_points_along_the_azimuth() -> None:
    plan = [50.0, math.radians(5.0), math.radians(70.0), math.inf, 0.0, 0.0, 0.0, FAST, math.inf]
    path = flown([[0.0, 30.0, 30000.0, 10.0, 0.0, 1000.0, 1.0]], plan)
    speeds = np.linalg.norm(path[:, 4:7], axis=1)
    kicked = int(np.argmin(np.abs(speeds - 50.0)))
    assert speeds[kicked] == pytest.approx(50.0, abs=1e-6)
    east, north, up = east_north_up(10.0, 20.0) @ path[kicked, 4:7]
    assert math.degrees(math.atan2(east, north)) == pytest.approx(70.0, abs=0.05)
    assert math.degrees(math.atan2(math.hypot(east, north), up)) == pytest.approx(5.0, abs=0.02)


def test_the_tangent_law_steers_the_thrust() -> None:
    # in orbit-like flight without gravity loss the gained velocity has the pitch asked for
    plan = [1.0, math.radians(80.0), math.radians(90.0), 5.0, 1.0, 0.0, 0.0, FAST, math.inf]
    path = flown([[0.0, 6.0, 3e6, 0.0, 0.0, 1000.0, 1.0]], plan)
    at = int(np.argmin(np.abs(path[:, 0] - 5.0)))
    gain = path[-1, 4:7] - path[at, 4:7]
    up = path[at, 1:4] / np.linalg.norm(path[at, 1:4])
    rise = float(gain @ up)
    assert rise / math.sqrt(float(gain @ gain) - rise**2) == pytest.approx(1.0, abs=0.02)


def test_the_last_phase_is_cut_at_its_inertial_speed() -> None:
    plan = [50.0, 0.05, 1.0, math.inf, 0.0, 0.0, 0.0, 900.0, math.inf]
    path = flown([[0.0, 80.0, 30000.0, 10.0, 0.0, 1000.0, 1.0]], plan)
    assert float(np.linalg.norm(path[-1, 4:7])) == pytest.approx(900.0, abs=1e-6)
    assert path[-1, 0] < 80.0


def test_coasting_without_thrust_keeps_the_mass() -> None:
    plan = [50.0, 0.05, 1.0, math.inf, 0.0, 0.0, 0.0, FAST, math.inf]
    path = flown(
        [[0.0, 40.0, 30000.0, 10.0, 0.0, 1000.0, 1.0], [40.0, 50.0, 0.0, 0.0, 0.0, 600.0, 1.0]], plan
    )
    coast = path[path[:, 8] == 1.0]
    assert set(coast[:, 7].tolist()) == {600.0}
    assert 40.0 in path[:, 0].tolist()
