from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from scipy import stats

from downrange.physics.kernels.compiled import compiled
from downrange.physics.kernels.random_normal import CELLS, NORMALS, key_of, squares, three_normals

COUNT = 400_000


@compiled
def drawn(first: int, count: int, key: Any, table: Any) -> Any:
    out = np.empty((count, 3))
    for i in range(count):
        out[i, 0], out[i, 1], out[i, 2] = three_normals(np.uint64(first + i), key, table)
    return out


@pytest.fixture(scope="module")
def numbers() -> Any:
    return drawn(0, COUNT, np.uint64(key_of(11)), NORMALS)


def test_moments_of_each_component(numbers: Any) -> None:
    for column in range(3):
        x = numbers[:, column]
        assert abs(x.mean()) < 4.0 / math.sqrt(COUNT)
        assert abs(x.var() - 1.0) < 4.0 * math.sqrt(2.0 / COUNT)
        assert abs((x**3).mean()) < 4.0 * math.sqrt(15.0 / COUNT)
        assert abs((x**4).mean() - 3.0) < 4.0 * math.sqrt(96.0 / COUNT)


def test_the_distribution_is_normal_body_and_tail(numbers: Any) -> None:
    assert stats.kstest(numbers[:200_000, 0], "norm").pvalue > 1e-3
    for cut in (2.0, 3.0, 3.5, 4.0):
        for x in (numbers.ravel(), -numbers.ravel()):
            expected = 3 * COUNT * stats.norm.sf(cut)
            assert abs((x > cut).sum() - expected) < 4.0 * math.sqrt(expected) + 1.0
    assert np.abs(numbers).max() > 4.3


def test_neighbours_are_independent(numbers: Any) -> None:
    limit = 4.0 / math.sqrt(COUNT - 1)
    for a in range(3):
        assert abs((numbers[1:, a] * numbers[:-1, a]).mean()) < limit
        for b in range(a):
            assert abs((numbers[:, a] * numbers[:, b]).mean()) < limit
            assert abs((numbers[:, a] ** 2 - 1) @ (numbers[:, b] ** 2 - 1) / COUNT) < 2.0 * limit
    # squares of successive numbers too: a stream that repeats its size would show here
    assert abs((numbers[1:, 0] ** 2 - 1) @ (numbers[:-1, 0] ** 2 - 1) / COUNT) < 2.0 * limit


def test_streams_of_particles_do_not_touch() -> None:
    one = drawn(5 << 24, 2000, np.uint64(key_of(11)), NORMALS)
    other = drawn(6 << 24, 2000, np.uint64(key_of(11)), NORMALS)
    seed = drawn(5 << 24, 2000, np.uint64(key_of(12)), NORMALS)
    for x in (other, seed):
        assert abs((one[:, 0] * x[:, 0]).mean()) < 4.0 / math.sqrt(2000)


def test_the_same_counter_gives_the_same_bits() -> None:
    key = np.uint64(key_of(3))
    assert squares(np.uint64(77), key) == squares(np.uint64(77), key)
    bits = np.array([squares(np.uint64(i), key) for i in range(4000)], np.uint64)
    ones = np.unpackbits(bits.view(np.uint8)).reshape(4000, 64).mean(axis=0)
    assert np.abs(ones - 0.5).max() < 5.0 * 0.5 / math.sqrt(4000)


def test_keys_are_odd_and_differ() -> None:
    keys = {key_of(seed) for seed in range(1000)}
    assert len(keys) == 1000
    assert all(key & 1 for key in keys)
    assert NORMALS.shape == (CELLS + 1,)
