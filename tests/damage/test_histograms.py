import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.histograms import MOST_BINS, histogram_of


def test_a_known_shape() -> None:
    made = histogram_of(np.concatenate([np.zeros(100), np.full(200, 2.0), np.linspace(1.0, 3.0, 100)]))
    assert made is not None
    assert made.nought_share == 0.25
    assert not made.logarithmic
    assert sum(made.shares) == pytest.approx(0.75)
    assert max(made.shares) >= 0.5  # the spike at 2
    edges = made.edges()
    assert edges[0] == made.low
    assert edges[-1] == made.high
    assert np.diff(edges) == pytest.approx(np.full(len(edges) - 1, edges[1] - edges[0]))


def test_decades_are_laid_out_by_factors() -> None:
    made = histogram_of(10.0 ** np.linspace(-3.0, 3.0, 2000))
    assert made is not None
    assert made.logarithmic
    assert len(made.shares) == MOST_BINS
    assert np.asarray(made.shares) == pytest.approx(np.full(MOST_BINS, 1 / MOST_BINS), abs=0.006)
    steps = np.diff(np.log10(made.edges()))
    assert steps == pytest.approx(np.full(MOST_BINS, steps[0]))


@pytest.mark.parametrize("values", [np.ones(50), np.zeros(50), np.arange(19.0), np.linspace(-1.0, 1.0, 50)])
def test_what_has_no_shape_is_not_drawn(values: np.ndarray) -> None:
    assert histogram_of(values) is None


@given(st.lists(st.floats(0.0, 1e12), min_size=20, max_size=200))
def test_every_draw_is_counted_once(values: list[float]) -> None:
    made = histogram_of(values)
    if made is not None:
        assert sum(made.shares) + made.nought_share == pytest.approx(1.0)
        assert min(values) <= made.high
        assert 0 < made.low < made.high
