import numpy as np
import pytest

from downrange.physics.earth import destination
from downrange.physics.fall_casualty import (
    COUNTED_FROM_J,
    Piece,
    casualty_expectation,
    density_at,
    mean_density,
)
from downrange.physics.fall_ellipse import Ellipse

SHAPE = Ellipse(47.0, 66.0, 60.0, 30.0, 75.0, 0.95)


def test_the_energy_that_counts_is_eleven_foot_pounds() -> None:
    assert pytest.approx(14.91, abs=0.01) == COUNTED_FROM_J
    assert Piece(1, 2.0, 14.0).casualty_area_m2 == 0.0
    assert Piece(1, 2.0, 15.0).casualty_area_m2 == 14.0


def test_expectation_is_area_times_people() -> None:
    pieces = [Piece(4, 10.0, 1e6), Piece(100, 0.01, 1.0), Piece(1, 20.0, 1e6, arrival_probability=0.5)]
    assert casualty_expectation(pieces, 2.0) == pytest.approx((280.0 + 70.0) * 2.0 / 1e6)
    assert casualty_expectation(pieces, 0.0) == 0.0
    with pytest.raises(ValueError, match="negative"):
        casualty_expectation(pieces, -1.0)


def test_impacts_integrate_to_one_and_the_ellipse_holds_its_share() -> None:
    step = 1.0
    east, north = np.meshgrid(np.arange(-80.0, 80.0, step), np.arange(-80.0, 80.0, step))
    lat, lon = destination(47.0, 66.0, np.degrees(np.arctan2(east, north)), 1e3 * np.hypot(east, north))
    density = density_at(SHAPE, lat, lon)
    assert float(density.sum()) * step**2 == pytest.approx(1.0, abs=0.002)
    inside = density >= density_at(SHAPE, *(np.array([v]) for v in destination(47.0, 66.0, 75.0, 30e3)))
    assert float(density[inside].sum()) * step**2 == pytest.approx(0.95, abs=0.005)


def test_even_people_are_seen_as_their_density() -> None:
    east, north = np.meshgrid(np.arange(-80.0, 80.0, 2.0), np.arange(-80.0, 80.0, 2.0))
    lat, lon = destination(47.0, 66.0, np.degrees(np.arctan2(east, north)), 1e3 * np.hypot(east, north))
    assert mean_density(SHAPE, lat, lon, np.full(lat.shape, 3.0 * 4.0)) == pytest.approx(3.0, rel=0.005)
