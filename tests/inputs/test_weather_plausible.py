from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.errors import Where
from downrange.inputs.weather_fields import QUANTITIES
from downrange.inputs.weather_plausible import RANGES, misplaced, out_of_range
from downrange.physics.atmosphere import standard

WHERE = Where("file.nc", "u")


def test_every_field_but_the_height_has_a_range() -> None:
    assert set(QUANTITIES) - set(RANGES) == {"height"}


@given(st.sampled_from(sorted(RANGES)), st.floats(0.0, 1.0))
def test_inside_is_taken_and_outside_told(what: str, share: float) -> None:
    low, high = RANGES[what]
    assert out_of_range(what, np.array([low + share * (high - low), np.nan]), WHERE) is None
    for wrong in (low - 0.01 * (high - low), high + 0.01 * (high - low), -np.inf, np.inf):
        found = out_of_range(what, np.array([low, wrong]), WHERE)
        assert found is not None
        assert found.value == f"{wrong:g}"
        assert found.expected == f"{low:g} to {high:g}"


@given(st.floats(0.0, 30_000.0))
def test_the_standard_air_is_in_its_place_and_its_mirror_is_not(height_m: float) -> None:
    pressure = np.asarray(standard([height_m]).pressure_pa)
    assert not misplaced(pressure, np.array([height_m])).any()
    assert misplaced(pressure, np.array([1.3 * height_m + 1100.0])).all()


def test_a_geopotential_taken_for_a_height_is_misplaced() -> None:
    assert misplaced(np.array([50_000.0]), np.array([9.80665 * 5574.0])).all()
    assert not misplaced(np.array([50_000.0]), np.array([5100.0])).any(), "polar winter"
    assert misplaced(np.array([50_000.0]), np.array([-5574.0])) == pytest.approx(1)
