from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from downrange.physics.kernels import dispersion_particles as k
from downrange.physics.kernels.random_normal import key_of


def table(lowest: float, top: float, sigma: Any, time: Any, rows: int = 257) -> Any:
    z = lowest + (top - lowest) * np.linspace(0.0, 1.0, rows) ** 2
    one = np.ones_like(z)
    return np.column_stack([z, 5.0 * one, sigma(z), time(z), one, one, one])


def settings(lowest: float, top: float, **given: float) -> Any:
    s = np.zeros(k.SETTINGS)
    s[k.LOWEST], s[k.TOP], s[k.STEP_SHARE], s[k.LONGEST_STEP] = lowest, top, 0.1, 1e9
    for name, value in given.items():
        s[getattr(k, name)] = value
    return s


def particles(count: int, z: Any) -> Any:
    random = np.random.default_rng(5)
    state = np.zeros((count, 7))
    state[:, 2] = z
    state[:, 3:6] = random.standard_normal((count, 3))
    state[:, 6] = 1.0
    return state


def test_the_drift_is_the_solution_of_its_equation() -> None:
    sigma, slope, dt = 0.4, 0.03, 1.7
    z, p = 0.0, 0.8
    steps = 20_000
    for _ in range(steps):  # Heun, fine
        dz1, dp = (sigma + slope * z) * p, slope
        dz2 = (sigma + slope * (z + dz1 * dt / steps)) * (p + dp * dt / steps)
        z, p = z + 0.5 * (dz1 + dz2) * dt / steps, p + dp * dt / steps
    moved, after = k.drifted(0.8, sigma, slope, dt)
    assert moved == pytest.approx(z, rel=1e-6)
    assert after == pytest.approx(p, rel=1e-9)


def test_memory_and_noise_keep_the_normal_and_forget_in_time() -> None:
    for share in (0.01, 0.1, 0.5):
        memory, noise = k.relaxation(share)
        assert memory**2 + noise**2 == pytest.approx(1.0, rel=1e-14)
        assert memory == pytest.approx(math.exp(-share), abs=share**3 / 10)


def test_the_stretched_step_is_the_time_on_the_way() -> None:
    # T = 2 + 0.8 z on a path with sigma constant: dz/dtau = T sigma p
    total, z, n = 0.0, 0.0, 100_000
    for _ in range(n):
        total += (2.0 + 0.8 * z) * 0.1 / n
        z += (2.0 + 0.8 * z) * 0.5 * 1.3 * 0.1 / n
    assert k.stretched(0.1, 2.0, 0.8, 0.5, 1.3, 0.0) == pytest.approx(total, rel=1e-5)


def test_taylor_short_and_long() -> None:
    # Homogeneous turbulence (Taylor 1921): sigma^2 = 2 s^2 T^2 (t/T - 1 + exp(-t/T)).
    cells = k.laid_out(table(0.0, 1e5, lambda z: 0.5 + 0 * z, lambda z: 100.0 + 0 * z))
    count = 40_000
    for duration in (20.0, 1000.0):
        state = particles(count, 5e4)
        k.advance(state, 0, duration, cells, settings(0.0, 1e5), key_of(2))
        r = duration / 100.0
        exact = 2.0 * 0.25 * 1e4 * (r - 1.0 + math.exp(-r))
        assert np.var(state[:, 2]) == pytest.approx(exact, rel=4.0 * math.sqrt(2.0 / count) + 2e-3)


def test_an_even_layer_stays_even_though_its_turbulence_is_not() -> None:
    # Well-mixed condition (Thomson 1987): sigma and T fall to the ground, T far faster.
    low, top, count = 0.05, 500.0, 60_000
    cells = k.laid_out(
        table(
            low,
            top,
            lambda z: 0.4 * (1 + z / 20.0) ** (1 / 3) * (1 - 0.8 * z / top),
            lambda z: z / (1 + z / 80.0),
        )
    )
    random = np.random.default_rng(8)
    state = particles(count, low + (top - low) * random.random(count))
    k.advance(state, 0, 1200.0, cells, settings(low, top), key_of(4))
    share = np.histogram(state[:, 2], 25, (low, top))[0] * 25.0 / count
    assert np.abs(share - 1.0).max() < 0.02 + 4.0 * math.sqrt(25.0 / count)
    ground = (state[:, 2] < 10.0).mean() * (top - low) / (10.0 - low)
    assert abs(ground - 1.0) < 0.05 + 3.0 / math.sqrt(count * 10.0 / top)
    assert np.abs(state[:, 3:6].mean(axis=0)).max() < 5.0 / math.sqrt(count)
    assert np.abs(state[:, 3:6].var(axis=0) - 1.0).max() < 0.04


def test_the_answer_depends_on_seed_and_step_not_on_blocks() -> None:
    cells = k.laid_out(table(0.05, 100.0, lambda z: 0.3 + 0 * z, lambda z: 1.0 + z / 10))
    whole, part = particles(200, 5.0), particles(200, 5.0)[:100].copy()
    taken = k.advance(whole, 0, 30.0, cells, settings(0.05, 100.0), key_of(9))
    k.advance(part, 0, 30.0, cells, settings(0.05, 100.0), key_of(9))
    assert np.array_equal(whole[:100], part)
    assert taken > 200


def test_settling_and_decay() -> None:
    cells = k.laid_out(table(0.0, 1e5, lambda z: 1e-6 + 0 * z, lambda z: 10.0 + 0 * z))
    state = particles(10, 5e4)
    k.advance(state, 0, 100.0, cells, settings(0.0, 1e5, SETTLING=0.5, DECAY=1e-3), key_of(1))
    assert state[:, 2] == pytest.approx(5e4 - 50.0, abs=0.01)
    assert state[:, 6] == pytest.approx(math.exp(-0.1), rel=1e-3)
