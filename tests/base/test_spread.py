import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from downrange.base.spread import (
    REPLICATE,
    Choice,
    Fixed,
    Lognormal,
    LogUniform,
    Normal,
    Spread,
    Triangular,
    Uniform,
    generator,
    uniform,
    uniform_array,
    uniforms,
)

ADAPTER: TypeAdapter[Spread] = TypeAdapter(Spread)
probabilities = st.floats(1e-9, 1 - 1e-9)


@given(probabilities, probabilities)
def test_quantiles_rise(a: float, b: float) -> None:
    low, high = sorted((a, b))
    for shape in (
        Uniform(kind="uniform", low=-1, high=5), LogUniform(kind="log-uniform", low=0.01, high=10),
        Triangular(kind="triangular", low=0, mode=1, high=4), Normal(kind="normal", mean=1, sd=2, low=0),
        Lognormal(kind="lognormal", median=3, spread_factor=2), Choice(kind="choice", values=(1, 2, 3)),
    ):  # fmt: skip
        assert shape.quantile(low) <= shape.quantile(high)


def test_medians_and_ends() -> None:
    assert Uniform(kind="uniform", low=2, high=4).quantile(0.5) == 3
    assert LogUniform(kind="log-uniform", low=1, high=100).quantile(0.5) == pytest.approx(10)
    assert Normal(kind="normal", mean=5, sd=1).quantile(0.975) == pytest.approx(5 + 1.959963985)
    assert Lognormal(kind="lognormal", median=2, spread_factor=3).quantile(
        0.8413447460685429
    ) == pytest.approx(6)
    assert Triangular(kind="triangular", low=0, mode=0, high=1).quantile(0.75) == pytest.approx(0.5)
    assert Normal(kind="normal", mean=0, sd=1, low=0).quantile(1e-12) >= 0
    assert Fixed(value=7).quantile(0.3) == 7


def test_a_choice_follows_its_weights() -> None:
    shape = Choice(kind="choice", values=(1, 2), weights=(3, 1))
    drawn = [shape.quantile(p) for p in uniforms(1, "choice", 4 * REPLICATE)]
    assert drawn.count(1) == 3 * REPLICATE


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "uniform", "low": 2, "high": 1}, {"kind": "log-uniform", "low": 0, "high": 1},
        {"kind": "triangular", "low": 0, "mode": 2, "high": 1}, {"kind": "choice", "values": []},
        {"kind": "choice", "values": [1, 2], "weights": [1]}, {"kind": "gamma", "low": 1}, {"kind": "uniform", "low": 1},
        {"kind": "normal", "mean": 0, "sd": -1},
    ],
)  # fmt: skip
def test_wrong_shapes_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ADAPTER.validate_python(wrong)


def test_each_replicate_hits_every_cell_once() -> None:
    cells = sorted(int(u * REPLICATE) for u in uniforms(7, "wind_speed_m_per_s", REPLICATE))
    assert cells == list(range(REPLICATE))


def test_a_draw_depends_on_seed_name_and_number_alone() -> None:
    later = uniform(3, "b", 200)
    uniforms(3, "a", 1000)
    assert uniform(3, "b", 200) == later
    assert uniforms(3, "b", 300)[200] == later
    assert uniform(4, "b", 200) != later
    assert uniform(3, "c", 200) != later


def test_streams_of_two_names_are_not_correlated() -> None:
    a, b = (np.array(uniforms(1, name, 40 * REPLICATE)) for name in ("alpha", "beta"))
    # the standard error of a correlation of n independent pairs is 1/sqrt(n) (Fisher 1921)
    assert abs(np.corrcoef(a, b)[0, 1]) < 4 / math.sqrt(len(a))


def test_generators_are_repeatable_and_apart() -> None:
    first = generator(1, "x", 0).random(3)
    assert np.array_equal(first, generator(1, "x", 0).random(3))
    assert not np.array_equal(first, generator(1, "x", 1).random(3))


def test_the_array_is_the_same_stream() -> None:
    assert tuple(uniform_array(3, "wind", 300)) == uniforms(3, "wind", 300)
