"""Scores recomputed independently, closed forms and signs."""

from __future__ import annotations

import math
import statistics

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.validation.scores import (
    binomial_interval,
    bootstrap,
    brier,
    correlation,
    crps,
    crps_uniform,
    factor_of_two,
    fractional_bias,
    geometric_mean_bias,
    geometric_variance,
    interval_score,
    normalised_mean_square_error,
    scores,
)

positive = st.floats(1e-3, 1e6)
pairs = st.lists(st.tuples(positive, positive), min_size=2, max_size=30)


@given(pairs)
def test_every_metric_recomputed_by_hand(drawn: list[tuple[float, float]]) -> None:
    o, p = [a for a, _ in drawn], [b for _, b in drawn]
    mo, mp = statistics.fmean(o), statistics.fmean(p)
    logs = [math.log(a / b) for a, b in drawn]
    assert factor_of_two(o, p) == pytest.approx(
        sum(b / 2 <= a <= 2 * b for a, b in drawn) / len(drawn), abs=1e-9
    )
    assert fractional_bias(o, p) == pytest.approx(2 * (mo - mp) / (mo + mp), rel=1e-9, abs=1e-12)
    assert geometric_mean_bias(o, p) == pytest.approx(math.exp(statistics.fmean(logs)), rel=1e-9)
    squares = statistics.fmean([x * x for x in logs])
    if squares < 500:
        assert geometric_variance(o, p) == pytest.approx(math.exp(squares), rel=1e-9)
    nmse = statistics.fmean([(a - b) ** 2 for a, b in drawn]) / (mo * mp)
    assert normalised_mean_square_error(o, p) == pytest.approx(nmse, rel=1e-9, abs=1e-12)
    assert -1.0 - 1e-9 <= correlation(o, p) <= 1.0 + 1e-9


def test_a_perfect_model() -> None:
    perfect = scores([1.0, 2.0, 3.0], [1.0, 2.0, 3.0])
    assert (perfect.fac2_fraction, perfect.fb_number, perfect.mg_number, perfect.vg_number) == (1, 0, 1, 1)
    assert perfect.nmse_number == 0.0
    assert perfect.r_coefficient == pytest.approx(1.0)
    assert all(perfect.meets.values())


def test_signs_say_under_prediction() -> None:
    assert fractional_bias([2.0], [1.0]) == pytest.approx(2 / 3)
    assert geometric_mean_bias([2.0], [1.0]) == pytest.approx(2.0)


def test_vg_of_a_factor_of_two_and_of_three() -> None:
    assert geometric_variance([2.0, 0.5], [1.0, 1.0]) == pytest.approx(1.6, abs=0.02)
    assert geometric_variance([3.2, 1 / 3.2], [1.0, 1.0]) == pytest.approx(4.0, abs=0.15)


def test_the_two_pairs_of_limits_differ() -> None:
    found = scores([3.0, 1 / 3], [1.0, 1.0])
    assert found.vg_number == pytest.approx(math.exp(math.log(3) ** 2))
    assert found.meets == {"NMSE < 1.5 and VG < 4": True, "NMSE < 4 and VG < 1.6": False}
    wider = scores([4.0, 0.25], [1.0, 1.0])
    assert not any(wider.meets.values())


def test_interval_score_in_decades() -> None:
    assert interval_score(0.0, 3.6, 1.0) == pytest.approx(3.6)
    assert interval_score(0.0, 1.0, 1.5) == pytest.approx(1.0 + 20 * 0.5)  # a miss by d costs 20 d
    assert interval_score(0.0, 1.0, -0.1) == pytest.approx(3.0)


def test_a_wide_shrug_loses_to_a_narrow_truth() -> None:
    assert interval_score(0.9, 1.1, 1.0) < interval_score(-1.0, 3.0, 1.0)
    assert crps([0.9, 1.0, 1.1], 1.0) < crps([-1.0, 1.0, 3.0], 1.0)


@given(st.floats(-3, 3), st.floats(0.1, 4), st.floats(-6, 6))
def test_crps_of_a_uniform_forecast_is_its_closed_form(low: float, width: float, observed: float) -> None:
    draws = low + width * (np.arange(4000) + 0.5) / 4000
    assert crps(list(draws), observed) == pytest.approx(
        crps_uniform(low, low + width, observed), abs=2e-3 * width
    )


def test_crps_of_a_point_is_the_distance() -> None:
    assert crps([2.0], 5.0) == 3.0
    with pytest.raises(ValueError, match="no draws"):
        crps([], 1.0)


def test_brier() -> None:
    assert brier([0.5, 0.5], [True, False]) == 0.25
    assert brier([1.0, 0.0], [True, False]) == 0.0
    with pytest.raises(ValueError, match="one probability"):
        brier([], [])


def test_two_of_two_shows_nothing() -> None:
    low, high = binomial_interval(2, 2)
    assert low == pytest.approx(0.158, abs=0.002)
    assert high == 1.0
    assert binomial_interval(0, 5)[0] == 0.0


def test_bootstrap_holds_the_metric_and_repeats() -> None:
    o = list(np.linspace(1.0, 9.0, 20))
    p = [x * (1.3 if i % 2 else 0.8) for i, x in enumerate(o)]
    low, high = bootstrap(o, p, geometric_mean_bias, seed=3, resamples=300)
    assert low < geometric_mean_bias(o, p) < high
    assert bootstrap(o, p, geometric_mean_bias, seed=3, resamples=300) == (low, high)


def test_zeros_and_unequal_lists_are_refused() -> None:
    with pytest.raises(ValueError, match="above zero"):
        geometric_variance([0.0], [1.0])
    with pytest.raises(ValueError, match="same length"):
        fractional_bias([1.0], [1.0, 2.0])
    assert factor_of_two([0.0, 1.0], [0.0, 3.0]) == 0.5
    assert correlation([1.0, 1.0], [1.0, 2.0]) == 0.0
