from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.plane import EARTH_RADIUS_M, Plane

latitudes = st.floats(-70.0, 70.0)


@given(latitudes, st.floats(-179.0, 179.0), st.floats(-2e6, 2e6), st.floats(-2e6, 2e6))
def test_there_and_back(latitude: float, longitude: float, east: float, north: float) -> None:
    plane = Plane(latitude, longitude)
    x, y = plane.place_m(*plane.degrees(east, north))
    assert float(x) == pytest.approx(east, abs=1.0)
    assert float(y) == pytest.approx(north, abs=1.0)


def test_distances_from_the_centre_are_true() -> None:
    # the pad of Proton and the centre of its zone 25: 289.77 km on the sphere of 6,371 km, at 62.29 degrees
    x, y = Plane(46.071, 62.985).place_m(47 + 14 / 60, 66 + 23 / 60)
    assert float(np.hypot(x, y)) == pytest.approx(289_770.0 * EARTH_RADIUS_M / 6_371_000.0, abs=20.0)
    assert float(np.degrees(np.arctan2(x, y))) == pytest.approx(62.29, abs=0.01)


@given(latitudes, st.floats(-12.0, 12.0), st.floats(-12.0, 12.0))
def test_a_wind_moves_as_on_the_sphere(latitude: float, up: float, along: float) -> None:
    # a degree a day toward north for a thousandth of a day, against the map of where that ends
    plane = Plane(latitude, 10.0)
    here = latitude + up, 10.0 + along
    metre = np.radians(1.0) * EARTH_RADIUS_M
    u, v = plane.turned(*here, metre * np.cos(np.radians(here[0])), metre)
    x0, y0 = plane.place_m(*here)
    x1, y1 = plane.place_m(here[0] + 1e-3, here[1] + 1e-3)
    assert float(u) * 1e-3 == pytest.approx(float(x1 - x0), abs=0.05)
    assert float(v) * 1e-3 == pytest.approx(float(y1 - y0), abs=0.05)
