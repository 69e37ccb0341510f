import math

import numpy as np
import pytest
from numpy.typing import NDArray

from downrange.base.spread import Lognormal, uniforms
from downrange.damage.quantiles import error_of, quantile_error, range_of


def _figure(seed: int, draws: int) -> NDArray[np.float64]:
    """A product of two drawn inputs: neither margin alone makes it, as in the chain."""
    shape = Lognormal(kind="lognormal", median=1.0, spread_factor=2.0)
    one, two = (np.array([shape.quantile(u) for u in uniforms(seed, name, draws)]) for name in ("one", "two"))
    return np.asarray(one * two)


def test_quantiles() -> None:
    found = range_of(list(range(101)))
    assert (found.p05, found.p50, found.p95) == (5, 50, 95)
    assert range_of([2.0]).p95 == pytest.approx(2.0)


def _told_over_made(draws: int) -> list[float]:
    """Over many seeds: what one run says of its error, over how far the quantile strays."""
    runs = [_figure(seed, draws) for seed in range(60)]
    found = []
    for probability in (0.05, 0.5, 0.95):
        made = np.std([np.quantile(run, probability) for run in runs], ddof=1)
        told = np.mean([quantile_error(run, probability, in_replicates=True) for run in runs])
        found.append(float(told / made))
    return found


@pytest.mark.parametrize("draws", [1024, 2048])
def test_the_error_told_is_the_error_made(draws: int) -> None:
    for ratio in _told_over_made(draws):
        assert 0.7 < ratio < 1.7


def test_with_few_replicates_the_error_is_told_too_large_never_too_small() -> None:
    """Order statistics know nothing of the stratification, which gains most in the middle."""
    low, middle, high = _told_over_made(512)
    assert min(low, middle, high) > 0.7
    assert middle == pytest.approx(2.1, abs=0.4)


def test_which_error_is_told() -> None:
    few, many = _figure(1, 200), _figure(1, 1024)
    assert error_of(few, in_replicates=True).by == "order-statistics"
    assert error_of(many, in_replicates=True).by == "replicates"
    assert error_of(many, in_replicates=False).by == "order-statistics"
    assert error_of(many, in_replicates=True).p95 < error_of(few, in_replicates=True).p95


def test_too_few_draws_cannot_tell_and_a_constant_has_no_error() -> None:
    assert math.isinf(quantile_error([1.0, 2.0, 3.0], 0.95, in_replicates=True))
    assert math.isinf(quantile_error([], 0.5, in_replicates=False))
    assert quantile_error([4.0] * 10, 0.95, in_replicates=True) == 0.0
