"""Bodies side by side fall as each does alone."""

import numba
import numpy as np
import pytest
from numpy.typing import NDArray

from downrange.physics.atmosphere import CALM, WindProfile, air_table
from downrange.physics.earth import WGS84
from downrange.physics.fall import State
from downrange.physics.fall_drag import MachDrag, drag_table
from downrange.physics.kernels.ballistics import ALOFT, LANDED, LOST, fall_path
from downrange.physics.kernels.fall_lanes import LANES, fall_all, fall_each

Array = NDArray[np.float64]

WIND = WindProfile((0.0, 10e3, 20e3, 60e3), (3.0, 25.0, -8.0, 40.0), (-2.0, -6.0, 1.0, 10.0))
DRAG = drag_table(MachDrag((0.0, 0.8, 1.1, 3.0), (0.6, 0.75, 1.0, 0.8), 43.0))
PLANET = WGS84.as_array()
LIMITS = np.array([1e-6, 1e-4, 0.0, 86400.0])


def bodies(count: int, seed: int = 1) -> tuple[Array, Array]:
    """Starts between the ground and 200 km, up, down and sideways, light and heavy."""
    random = np.random.Generator(np.random.PCG64(seed))
    first = np.array([
        State(
            random.uniform(-80.0, 80.0), random.uniform(-180.0, 180.0), random.uniform(500.0, 200e3),
            random.uniform(1.0, 3500.0), random.uniform(-60.0, 60.0), random.uniform(0.0, 360.0),
        ).as_array()
        for _ in range(count)
    ])  # fmt: skip
    body = np.column_stack([
        10.0 ** random.uniform(-4.0, -1.0, count), random.normal(0.0, 8.0, (count, 2))
    ])  # fmt: skip
    return first, body


def test_many_falls_are_the_falls_one_by_one() -> None:
    first, body = bodies(40)
    air = air_table(WIND)
    many = fall_all(first, body, air, DRAG, PLANET, LIMITS)
    alone = np.array([
        fall_path(f, b, air, DRAG, PLANET, LIMITS, 0)[0] for f, b in zip(first, body, strict=True)
    ])  # fmt: skip
    assert many[:, 7].tolist() == [LANDED] * 40
    assert np.array_equal(many, alone)


@pytest.mark.parametrize("count", [1, LANES - 1, LANES, LANES + 1, 300])
def test_a_fall_depends_neither_on_its_neighbours_nor_on_the_threads(count: int) -> None:
    first, body = bodies(count, seed=count)
    air = air_table(WIND)
    found = fall_all(first, body, air, DRAG, PLANET, LIMITS)
    turned = fall_all(first[::-1].copy(), body[::-1].copy(), air, DRAG, PLANET, LIMITS)
    assert np.array_equal(found, turned[::-1])
    before = numba.get_num_threads()
    numba.set_num_threads(1)
    assert np.array_equal(found, fall_all(first, body, air, DRAG, PLANET, LIMITS))
    numba.set_num_threads(before)


def test_each_body_has_its_own_air() -> None:
    first, body = bodies(20)
    airs = np.stack([air_table(WIND if number % 3 else CALM) for number in range(20)])
    each = fall_each(first, body, airs, DRAG, PLANET, LIMITS)
    windy, calm = (fall_all(first, body, air_table(wind), DRAG, PLANET, LIMITS) for wind in (WIND, CALM))
    for number in range(20):
        assert np.array_equal(each[number], (windy if number % 3 else calm)[number])
    assert np.linalg.norm(windy[1, :3] - calm[1, :3]) > 1.0


def test_a_body_in_orbit_stays_aloft_and_does_not_hold_the_others_up() -> None:
    first, body = bodies(12)
    first[5] = State(0.0, 0.0, 400e3, 7200.0, 0.0, 90.0).as_array()
    body[5, 0] = 0.0
    limits = LIMITS.copy()
    limits[3] = 7000.0
    found = fall_all(first, body, air_table(WIND), DRAG, PLANET, limits)
    assert found[5, 6:].tolist() == [7000.0, ALOFT]
    assert found[np.arange(12) != 5, 7].tolist() == [LANDED] * 11


def test_nonsense_is_lost_and_a_start_over_the_pole_is_not() -> None:
    first, body = bodies(3)
    first[1, 3] = np.nan
    first[2, :3] = 0.0, 0.0, 6356752.3 + 20e3
    found = fall_all(first, body, air_table(WIND), DRAG, PLANET, LIMITS)
    assert found[:, 7].tolist() == [LANDED, LOST, LANDED]
