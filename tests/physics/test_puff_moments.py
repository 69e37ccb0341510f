"""A puff at a moment: it goes where the passage says, and sums over time to what passes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.physics.test_puff import field

from downrange.physics.puff import AirField, AirRelease, receptors
from downrange.physics.puff_moments import centre_m, concentration_at, spread_m


def _puff(substance: str = "no2", duration_s: float = 0.0) -> AirField:
    return field(AirRelease({substance: 1000.0}, 60.0, 40.0, duration_s))


@pytest.mark.parametrize("substance", ["no2", "udmh"])
@pytest.mark.parametrize("time_s", [600.0, 3600.0])
def test_the_most_at_a_moment_is_the_peak_that_passes_there(substance: str, time_s: float) -> None:
    one = _puff(substance).substances[substance]
    head = centre_m(one, time_s)
    now = float(concentration_at(one, time_s, *head))
    assert now == pytest.approx(float(receptors(one, *head).peak_kg_per_m3), rel=0.02)
    aside = concentration_at(one, time_s, head[0] + 10 * spread_m(one, time_s), head[1])
    assert float(aside) < 1e-12 * now


@pytest.mark.parametrize("duration_s", [0.0, 1200.0])
def test_the_moments_sum_to_the_dosage(duration_s: float) -> None:
    """The integral over time at a point is what the closed form gives, as far as the puff is frozen in it."""
    one = _puff("no2", duration_s).substances["no2"]
    spot = centre_m(one, 3600.0)
    times = np.linspace(0.0, 4 * 3600.0, 4000)
    series = np.array([float(concentration_at(one, time, *spot)) for time in times])
    told = float(receptors(one, *spot).dosage_mg_s_per_m3) / 1e6
    assert np.trapezoid(series, times) == pytest.approx(told, rel=0.05)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.0, 86400.0), st.floats(-2e4, 2e4), st.floats(-2e4, 2e4))
def test_it_is_never_below_nought_and_the_same_on_both_sides_of_its_way(
    time_s: float, along_m: float, across_m: float
) -> None:
    one = _puff().substances["no2"]
    east, north = one.toward_ratio
    sides = [
        float(concentration_at(one, time_s, along_m * east - s * across_m * north, along_m * north + s * across_m * east))
        for s in (-1.0, 1.0)
    ]  # fmt: skip
    assert sides[0] >= 0.0
    assert sides[0] == pytest.approx(sides[1], rel=1e-6, abs=1e-30)


def test_a_time_outside_its_day_is_refused() -> None:
    one = _puff().substances["no2"]
    for time_s in (-1.0, 86_401.0):
        with pytest.raises(ValueError, match="followed for"):
            concentration_at(one, time_s, 0.0, 0.0)
