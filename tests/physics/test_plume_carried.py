from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics import plume_carried as pc
from downrange.physics.plume import PlumeSource, Receptor, plume
from downrange.physics.plume_field import Meteorology
from downrange.physics.plume_grid import HEIGHTS_M
from downrange.physics.surface_layer import from_friction_velocity, varied


def even(layer: Any, rain: float = 0.0, hours: int = 3, half_m: float = 5e4) -> Meteorology:
    """The layer's own wind toward east, everywhere and always."""
    nodes = np.linspace(-half_m, half_m, 5)
    wind = np.zeros((hours, len(HEIGHTS_M), 5, 5, 3))
    wind[..., 0] = layer.wind_m_per_s(np.asarray(HEIGHTS_M))[None, :, None, None]
    shape = (hours, 5, 5)
    return Meteorology(
        3600.0 * np.arange(hours, dtype=np.float64), np.asarray(HEIGHTS_M), nodes, nodes, wind,
        np.full(shape, layer.friction_velocity_m_per_s), np.full(shape, layer.obukhov_length_m),
        np.full(shape, layer.mixing_height_m), layer.roughness_m, np.full(shape, rain), np.full(shape, 15.0),
    )  # fmt: skip


@pytest.mark.parametrize(("length", "friction", "depth"), [(-50.0, 0.4, 1000.0), (200.0, 0.3, 300.0)])
def test_even_gridded_weather_gives_the_plume_of_the_profile(
    length: float, friction: float, depth: float
) -> None:
    # two estimators, two kernels, two ways of holding the wind: they agree within noise and a tenth
    layer = varied(from_friction_velocity(friction, length, 0.05, depth), wander_m_per_s=0.0)
    places = [Receptor(1000.0, 0.0, 1.5), Receptor(3000.0, 0.0, 1.5)]
    steady = plume(PlumeSource(0.1, 10.0), layer, places, relative_error=0.03)
    samples = pc.Samples(np.array([[r.x_m, r.y_m, r.z_m] for r in places]), np.array([3000.0, 5400.0]))
    release = pc.FieldRelease(0.0, 0.0, 10.0, 0.1 * 5400.0, 0.0, 5400.0)
    found = pc.carry(release, even(layer), samples, pc.Losses(), 24_000, seed=2)
    for k in range(2):
        ours, exact = found.concentration_kg_per_m3[k, 0], steady.concentration_kg_per_m3[k]
        error = math.hypot(found.standard_error_kg_per_m3[k, 0], steady.standard_error_kg_per_m3[k])
        assert error < 0.2 * exact
        assert abs(ours - exact) < 4.0 * error + 0.1 * exact
    assert (
        found.ledger.error_ratio < 1e-12
    )  # the rounding of a sum of 24,000 equal shares, which differs by machine
    assert 0.5 < found.mean_age_s[0, 0] / (1000.0 / float(layer.wind_m_per_s(20.0))) < 2.0


@settings(max_examples=6, deadline=None)
@given(
    st.floats(0.0, 0.02), st.floats(0.0, 1e-3), st.floats(0.0, 2e-4), st.floats(0.0, 10.0), st.floats(0.0, 0.05),
    st.sampled_from([-20.0, 1e9, 60.0]),
)  # fmt: skip
def test_mass_is_closed_at_every_look(
    velocity: float, decay: float, wet: float, rain: float, settling: float, length: float
) -> None:
    layer = from_friction_velocity(0.3, length, 0.05, 500.0)
    seen: list[pc.MassLedger] = []
    losses = pc.Losses(velocity, settling, decay, wet, 0.62)
    pc.carry(
        pc.FieldRelease(0.0, 0.0, 20.0, 7.0, 0.0, 600.0), even(layer, rain),
        pc.Samples(np.array([[500.0, 0.0, 1.5]]), np.array([0.0, 1800.0])), losses, 400, seed=3,
        watch=lambda time, ledger: seen.append(ledger),
    )  # fmt: skip
    assert len(seen) > 20
    for ledger in seen:
        assert ledger.error_ratio < 1e-9
        assert min(ledger.airborne_kg, ledger.dry_kg, ledger.wet_kg, ledger.decayed_kg) >= -1e-12
    assert seen[-1].released_kg == pytest.approx(7.0)


def test_rain_and_decay_take_their_shares() -> None:
    layer = from_friction_velocity(0.4, np.inf, 0.05, 800.0)
    losses = pc.Losses(0.0, 0.0, 2e-4, 1e-4, 0.5)
    release = pc.FieldRelease(0.0, 0.0, 50.0, 1.0, 0.0, 1.0)
    samples = pc.Samples(np.array([[500.0, 0.0, 1.5]]), np.array([0.0, 3600.0]))
    ledger = pc.carry(release, even(layer, 4.0), samples, losses, 500, seed=1).ledger
    assert ledger.airborne_kg == pytest.approx(math.exp(-4e-4 * 3600.0), rel=0.005)  # rain 1e-4 * sqrt(4)
    assert ledger.wet_kg == pytest.approx(ledger.decayed_kg, rel=1e-9)


def test_what_leaves_the_grid_is_said() -> None:
    layer = from_friction_velocity(0.5, np.inf, 0.05, 800.0)
    release = pc.FieldRelease(0.0, 0.0, 200.0, 1.0, 0.0, 10.0)
    samples = pc.Samples(np.array([[500.0, 0.0, 1.5]]), np.array([0.0, 7200.0]))
    found = pc.carry(release, even(layer, half_m=4000.0), samples, pc.Losses(), 300, seed=1)
    assert found.ledger.beyond_kg > 0.9
    assert found.ledger.beyond_kg <= found.ledger.airborne_kg


def test_same_seed_same_answer() -> None:
    layer = from_friction_velocity(0.4, -30.0, 0.05, 800.0)
    release = pc.FieldRelease(0.0, 0.0, 2.0, 1.0, 0.0, 600.0)
    samples = pc.Samples(np.array([[300.0, 0.0, 1.5]]), np.array([0.0, 600.0]))
    one, two = (pc.carry(release, even(layer), samples, pc.Losses(0.01), 800, seed=5) for _ in range(2))
    assert np.array_equal(one.concentration_kg_per_m3, two.concentration_kg_per_m3)
    assert one.ledger == two.ledger
