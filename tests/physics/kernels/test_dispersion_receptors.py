from __future__ import annotations

import numpy as np
import pytest

from downrange.physics.kernels.dispersion_receptors import density


def test_one_particle_is_seen_as_its_kernel() -> None:
    state = np.zeros((1, 7))
    state[0, :3], state[0, 6] = (10.0, -5.0, 30.0), 2.0
    places = np.array([[10.0, -5.0, 30.0], [10.0, 45.0, 30.0], [10.0, 95.1, 30.0], [10.0, -5.0, 70.1]])
    found = density(state, np.array([60.0]), np.array([100.0]), np.array([40.0]), places, 0.0, 1)[..., 0]
    centre = 2.0 * 2.0 / (np.pi * 100.0**2) * 0.75 / 40.0
    assert found[0, 0] == pytest.approx(centre * 1.0)
    assert found[0, 1] == pytest.approx(centre * 0.75)
    assert found[0, 2] == 0.0
    assert found[0, 3] == 0.0


def test_the_ground_reflects_and_mass_is_kept() -> None:
    state = np.zeros((1, 7))
    state[0, 2], state[0, 6] = 5.0, 1.0
    axis = np.linspace(-60.0, 60.0, 61)
    z = np.linspace(0.5, 45.0, 45)
    x, y, h = (a.ravel() for a in np.meshgrid(axis, axis, z, indexing="ij"))
    places = np.column_stack([x, y, h])
    found = density(state, np.zeros(1), np.array([50.0]), np.array([30.0]), places, 0.0, 1)[..., 0].sum()
    assert found * 2.0 * 2.0 * (z[1] - z[0]) == pytest.approx(1.0, rel=0.02)


def test_batches_share_the_particles() -> None:
    random = np.random.default_rng(1)
    state = np.zeros((200, 7))
    state[:, :3] = random.uniform(0.0, 50.0, (200, 3))
    state[:, 6] = 1.0
    wide, tall = np.full(200, 30.0), np.full(200, 20.0)
    places = np.array([[25.0, 25.0, 20.0], [0.0, 0.0, 1.0]])
    whole = density(state, np.full(200, 7.0), wide, tall, places, 0.0, 1)
    parts = density(state, np.full(200, 7.0), wide, tall, places, 0.0, 7)
    assert parts.shape == (7, 2, 2)
    assert np.allclose(whole[..., 1], 7.0 * whole[..., 0])
    assert np.allclose(parts.sum(axis=0), whole[0])
