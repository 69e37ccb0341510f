from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from downrange.physics.kernels import dispersion as k


def constants(**given: float) -> np.ndarray:
    c = np.zeros(k.CONSTANTS)
    base = {
        "SPEED": 5.0, "HEIGHT": 0.0, "LID": 1000.0, "SIGMA_0": 10.0, "MASS": 1000.0, "SLOPE_Y": 0.08,
        "CURVE_Y": 1e-4, "SLOPE_Z": 0.06, "CURVE_Z": 0.0015, "EXPONENT_Z": -0.5, "FAR_GROWTH": 0.5,
        "FAR_FROM": 1e4, "END": 86400.0, "RECEPTOR_Z": 1.5,
    } | given  # fmt: skip
    for name, value in base.items():
        c[getattr(k, name)] = value
    return c


@given(st.floats(0.0, 900.0), st.floats(5.0, 3000.0))
@settings(max_examples=60, deadline=None)
def test_the_column_holds_all_the_mass_between_ground_and_lid(height: float, sigma: float) -> None:
    z = np.linspace(0.0, 1000.0, 4001)
    density = np.array([k.vertical_density(float(v), height, sigma, 1000.0) for v in z])
    assert np.trapezoid(density, z) == pytest.approx(1.0, rel=3e-3)


def test_reflection_is_the_sum_of_the_images() -> None:
    one = math.exp(-0.5 * (30.0 / 50.0) ** 2) / (math.sqrt(2 * math.pi) * 50.0)
    assert k.vertical_density(0.0, 30.0, 50.0, 1e6) == pytest.approx(2.0 * one, rel=1e-12)
    assert k.vertical_density(-1.0, 30.0, 50.0, 1000.0) == 0.0
    # far along, the column is even; the images agree with that where the formula changes over
    assert k.vertical_density(10.0, 30.0, 1599.0, 1000.0) == pytest.approx(1e-3, rel=0.01)


def test_titration_of_a_gaussian_passage_against_quadrature() -> None:
    for ratio in (1.01, 3.0, 50.0):
        whole = quad(lambda u: math.exp(-0.5 * u * u), -9, 9)[0]
        left = quad(lambda u, r=ratio: max(0.0, r * math.exp(-0.5 * u * u) - 1.0), -9, 9, limit=200)[0]
        assert k.survival_of_dosage(ratio, 1.0) == pytest.approx(left / ratio / whole, rel=1e-5)
    assert k.survival_of_dosage(0.9, 1.0) == 0.0
    assert k.survival_of_dosage(0.9, 0.0) == 1.0


@pytest.mark.parametrize(
    ("window", "duration", "sigma"), [(3600, 600, 200), (600, 3600, 900), (3600, 3600, 50)]
)
def test_the_share_in_a_window_against_quadrature(window: float, duration: float, sigma: float) -> None:
    def passing(t: float) -> float:
        a = math.sqrt(2) * sigma
        return 0.5 * (math.erf((t + duration / 2) / a) - math.erf((t - duration / 2) / a)) / duration

    exact = quad(passing, -window / 2, window / 2, limit=200)[0]
    assert k.window_share(window, duration, sigma) == pytest.approx(exact, rel=1e-6)


def test_the_share_in_a_window_of_an_instant_release() -> None:
    exact = math.erf(0.5 * 3600 / (math.sqrt(2) * 700.0))
    assert k.window_share(3600.0, 0.0, 700.0) == pytest.approx(exact)
    assert k.window_share(3600.0, 0.5, 700.0) == pytest.approx(exact, rel=1e-4)


def test_dosage_on_the_axis_is_the_textbook_integral() -> None:
    c = constants(SIGMA_0=1.0)
    table, _ = k.puff_table(c, 1.0)
    for x in (500.0, 2000.0, 8000.0):
        sigma_y = math.hypot(1.0, 0.08 * x / math.sqrt(1 + 1e-4 * x))
        sigma_z = math.hypot(1.0, 0.06 * x / math.sqrt(1 + 0.0015 * x))
        exact = 1000.0 / (math.pi * sigma_y * sigma_z * 5.0) * math.exp(-0.5 * (1.5 / sigma_z) ** 2)
        peak, dosage, average, _ = k.passage(x, 0.0, 3600.0, table, c)
        assert dosage == pytest.approx(exact, rel=5e-3)
        assert peak == pytest.approx(exact * 5.0 / (math.sqrt(2 * math.pi) * sigma_y), rel=5e-3)
        assert average == pytest.approx(dosage / 3600.0, rel=1e-6)
        across = k.passage(x, sigma_y, 3600.0, table, c)[1]
        assert across / dosage == pytest.approx(math.exp(-0.5), rel=2e-3)


def test_deposit_on_the_ground_is_what_the_ledger_says() -> None:
    for height, wet in ((0.0, 0.0), (200.0, 0.0), (200.0, 2e-4)):
        c = constants(HEIGHT=height, DEPOSITION=0.01, WET=wet, END=14400.0, SIGMA_0=40.0)
        table, ledger = k.puff_table(c, 1.0)
        assert ledger.sum() == pytest.approx(1000.0, rel=1e-12)
        edges = np.concatenate([np.linspace(-300.0, 300.0, 121), np.geomspace(303.0, 71900.0, 400)])
        along, across = 0.5 * (edges[1:] + edges[:-1]), np.linspace(-6.0, 6.0, 121)
        total = 0.0
        for x, wide in zip(along, np.diff(edges), strict=True):
            sigma = float(np.interp(max(x, 0.0) / 5.0, table[:, k.TIME], table[:, k.SIGMA_Y]))
            deposit = [k.passage(float(x), float(n) * sigma, 3600.0, table, c)[3] for n in across]
            total += float(np.trapezoid(deposit, across * sigma)) * wide
        assert total == pytest.approx(ledger[k.DEPOSITED], rel=0.03)


def test_ozone_takes_what_the_air_mixed_in_can_take() -> None:
    dense = k.puff_table(constants(OZONE=1e-7, RATE=1.0, END=600.0, MASS=1e5), 1.0)[1]
    thin = k.puff_table(constants(OZONE=1e-7, RATE=1.0, END=86400.0, MASS=1.0), 1.0)[1]
    assert dense[k.DECAYED] / 1e5 < 0.02
    assert thin[k.DECAYED] > 0.99
    none = k.puff_table(constants(OZONE=1e-7, RATE=0.0), 1.0)[1]
    assert none[k.DECAYED] == pytest.approx(0.0, abs=1e-9)


def test_half_width_is_where_the_level_is() -> None:
    c = constants()
    table, _ = k.puff_table(c, 1.0)
    top = k.passage(3000.0, 0.0, 3600.0, table, c)[1]
    width = k.half_width(3000.0, 0.3 * top, 1, 3600.0, table, c)
    assert k.passage(3000.0, width, 3600.0, table, c)[1] == pytest.approx(0.3 * top, rel=1e-6)
    assert k.half_width(3000.0, 1.1 * top, 1, 3600.0, table, c) == 0.0


def test_many_points_are_the_single_points() -> None:
    c = constants()
    table, _ = k.puff_table(c, 1.0)
    found = k.passages(np.array([0.0, 100.0]), np.array([-3000.0, -3000.0]), 0.0, -1.0, 3600.0, table, c)
    assert found[:, 0] == pytest.approx(k.passage(3000.0, 0.0, 3600.0, table, c))
    assert found[:, 1] == pytest.approx(k.passage(3000.0, 100.0, 3600.0, table, c))
