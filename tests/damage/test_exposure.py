"""Persons under a field."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.exposure import MetricGrid, exposure_of, exposure_persons, persons_above
from downrange.damage.places import BuiltUp

TOWN = BuiltUp("Town", 46.0, 63.0, 10_000.0, 1_000.0)
AXIS = np.linspace(-10_000.0, 10_000.0, 201)


def _grid(values: object, origin: tuple[float, float] = (46.0, 63.0)) -> MetricGrid:
    return MetricGrid(origin[0], origin[1], AXIS, AXIS, values)


def test_everybody_under_an_even_field_is_counted_once() -> None:
    grid = _grid(np.full((201, 201), 2.0))
    assert persons_above(grid, 1.0, [TOWN]) == 10_000.0
    assert persons_above(grid, 2.0, [TOWN]) == 0.0
    assert exposure_persons(grid, [TOWN]) == pytest.approx(20_000.0)


def test_half_a_town_under_a_front() -> None:
    east, _ = np.meshgrid(AXIS, AXIS)
    persons, dose = exposure_of(_grid(east), 0.0, TOWN)
    assert persons == pytest.approx(5_000.0, rel=0.01)
    assert abs(dose) < 10_000.0 * 10.0  # the mean of x over the disc is zero within 10 m


def test_x_is_east_and_y_is_north() -> None:
    _, north = np.meshgrid(AXIS, AXIS)
    a_town_north = BuiltUp("North", 46.05, 63.0, 100.0, 100.0)
    assert persons_above(_grid(north), 5_000.0, [a_town_north]) == 100.0  # 0.05 deg are 5.56 km
    assert persons_above(_grid(north), 5_700.0, [a_town_north]) == 0.0


def test_outside_the_grid_nobody_is_counted() -> None:
    far = BuiltUp("Far", 50.0, 63.0, 100.0, 100.0)
    assert persons_above(_grid(np.full((201, 201), 9.0)), 1.0, [far]) == 0.0
    edge = BuiltUp("Edge", 46.0 + 10_000.0 / 111_170.0, 63.0, 100.0, 1_000.0)
    assert persons_above(_grid(np.full((201, 201), 9.0)), 1.0, [edge]) == pytest.approx(50.0, abs=2.0)


def test_the_field_is_linear_between_nodes() -> None:
    east, north = np.meshgrid(AXIS, AXIS)
    grid = _grid(2 * east - 3 * north + 1)
    assert grid.at([123.4], [-987.6])[0] == pytest.approx(2 * 123.4 + 3 * 987.6 + 1)


@given(st.floats(0.0, 3.0), st.floats(0.0, 3.0))
def test_a_higher_level_counts_no_more_people(one: float, other: float) -> None:
    east, north = np.meshgrid(AXIS, AXIS)
    grid = _grid(3.0 * np.exp(-(east**2 + north**2) / 2e6))
    low, high = sorted((one, other))
    assert persons_above(grid, high, [TOWN]) <= persons_above(grid, low, [TOWN]) <= 10_000.0
