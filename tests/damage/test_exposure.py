"""Persons under a field."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.exposure import MetricGrid, exposure_of, persons_above
from downrange.damage.places import BuiltUp

TOWN = BuiltUp("Town", 46.0, 63.0, 10_000.0, 1_000.0)
AXIS = np.linspace(-10_000.0, 10_000.0, 201)


ORIGIN = (46.0, 63.0)


def _grid(values: object) -> MetricGrid:
    return MetricGrid(AXIS, AXIS, values)


def _count(grid: MetricGrid, level: float, place: BuiltUp) -> float:
    return persons_above(grid.at, ORIGIN, level, [place])


def test_everybody_under_an_even_field_is_counted_once() -> None:
    grid = _grid(np.full((201, 201), 2.0))
    assert _count(grid, 1.0, TOWN) == 10_000.0
    assert _count(grid, 2.0, TOWN) == 0.0
    assert exposure_of(grid.at, ORIGIN, TOWN, 1.0)[1] == pytest.approx(20_000.0)


def test_half_a_town_under_a_front() -> None:
    east, _ = np.meshgrid(AXIS, AXIS)
    persons, dose = exposure_of(_grid(east).at, ORIGIN, TOWN, 0.0)
    assert persons == pytest.approx(5_000.0, rel=0.01)
    assert abs(dose) < 10_000.0 * 10.0  # the mean of x over the disc is zero within 10 m


def test_x_is_east_and_y_is_north() -> None:
    _, north = np.meshgrid(AXIS, AXIS)
    a_town_north = BuiltUp("North", 46.05, 63.0, 100.0, 100.0)
    assert _count(_grid(north), 5_000.0, a_town_north) == 100.0  # 0.05 deg are 5.56 km
    assert _count(_grid(north), 5_700.0, a_town_north) == 0.0


def test_outside_the_grid_nobody_is_counted() -> None:
    far = BuiltUp("Far", 50.0, 63.0, 100.0, 100.0)
    assert _count(_grid(np.full((201, 201), 9.0)), 1.0, far) == 0.0
    edge = BuiltUp("Edge", 46.0 + 10_000.0 / 111_170.0, 63.0, 100.0, 1_000.0)
    assert _count(_grid(np.full((201, 201), 9.0)), 1.0, edge) == pytest.approx(50.0, abs=2.0)


def test_the_field_is_linear_between_nodes() -> None:
    east, north = np.meshgrid(AXIS, AXIS)
    grid = _grid(2 * east - 3 * north + 1)
    assert grid.at([123.4], [-987.6])[0] == pytest.approx(2 * 123.4 + 3 * 987.6 + 1)


@given(st.floats(0.0, 3.0), st.floats(0.0, 3.0))
def test_a_higher_level_counts_no_more_people(one: float, other: float) -> None:
    east, north = np.meshgrid(AXIS, AXIS)
    grid = _grid(3.0 * np.exp(-(east**2 + north**2) / 2e6))
    low, high = sorted((one, other))
    assert _count(grid, high, TOWN) <= _count(grid, low, TOWN) <= 10_000.0


def test_a_formula_serves_as_well_as_a_grid_and_its_reach_spares_far_places() -> None:
    asked: list[int] = []

    def front(x_m: np.ndarray[tuple[int], np.dtype[np.float64]], y_m: object) -> object:
        asked.append(x_m.size)
        return x_m

    east, _ = np.meshgrid(AXIS, AXIS)
    by_formula = persons_above(front, ORIGIN, 100.0, [TOWN])
    assert by_formula == pytest.approx(_count(_grid(east), 100.0, TOWN))
    assert asked == [400]
    far = BuiltUp("Far", 46.5, 63.0, 100.0, 100.0)
    assert persons_above(front, ORIGIN, 100.0, [far], reach_m=50_000.0) == 0.0
    assert asked == [400]
    assert persons_above(front, ORIGIN, -200.0, [far], reach_m=60_000.0) == 100.0
