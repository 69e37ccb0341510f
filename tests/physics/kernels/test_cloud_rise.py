from __future__ import annotations

import math

import numpy as np
import pytest

from downrange.physics.kernels.cloud_rise import interpolated, rise

LEVELS = np.array([0.0, 10000.0])
STILL = np.zeros(2)


def test_interpolation_holds_its_ends() -> None:
    heights, values = np.array([0.0, 10.0, 30.0]), np.array([1.0, 2.0, 6.0])
    assert [interpolated(z, heights, values) for z in (-5.0, 5.0, 20.0, 99.0)] == [1.0, 1.5, 4.0, 6.0]


@pytest.mark.parametrize("gamma", [0.25, 0.64])
@pytest.mark.parametrize("s", [1e-4, 4e-4])
def test_the_integral_meets_the_stable_closed_form(gamma: float, s: float) -> None:
    f, r0 = 3e5, 120.0
    out = rise(f, r0, gamma, 2000.0, LEVELS, np.full(2, s), np.full(2, 3.0), STILL)
    virtual = r0 / gamma
    top = (virtual**4 + 8 * f / (gamma**3 * s)) ** 0.25 - virtual
    level = (virtual**4 + 4 * f / (gamma**3 * s)) ** 0.25 - virtual
    assert out[0] == pytest.approx(top, rel=2e-4)
    assert out[1] == pytest.approx(math.pi / math.sqrt(s), rel=5e-3)
    assert out[4] == pytest.approx(level, rel=1e-3)
    assert out[2] == pytest.approx(3.0 * out[1], rel=1e-9)  # drift with the wind


def test_the_integral_meets_the_neutral_closed_form() -> None:
    f, r0, gamma, t = 3e5, 120.0, 0.3, 300.0
    out = rise(f, r0, gamma, t, LEVELS, STILL, STILL, STILL)
    virtual = r0 / gamma
    exact = (virtual**4 + 2 * f * out[1] ** 2 / gamma**3) ** 0.25 - virtual
    assert out[0] == pytest.approx(exact, rel=1e-5)
    assert np.isnan(out[4])
