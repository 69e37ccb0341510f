from __future__ import annotations

import numpy as np
import pytest

from downrange.physics.kernels import dispersion_particles as k
from downrange.validation import limits


def test_every_limit_holds_in_short() -> None:
    rows = [
        *limits.well_mixed_rows(20_000, 0.2),
        *limits.taylor_rows(5_000),
        *limits.gradient_transport_rows(2_000),
        *limits.deposition_rows(1_500),
        *limits.inversion_rows(3_000),
        *limits.ozone_rows(),
        *limits.ledger_rows(),
        *limits.gaussian_rows(),
        *limits.drop_rows(),
        *limits.field_rows(6_000),
    ]
    outside = [row for row in rows if not row["inside"]]
    assert not outside
    assert len(rows) == 22
    for row in rows:
        assert row["low"] <= row["measured"] <= row["high"]


def test_plain_euler_steps_would_be_caught() -> None:
    # The same turbulence by the usual scheme: it piles particles up at the ground, and the test sees it.
    from downrange.physics.surface_layer import from_friction_velocity, turbulence_table

    layer = from_friction_velocity(0.3, -10.0, 0.01, 1000.0)
    table = turbulence_table(layer, 0.1)
    z_of, sigma_of, time_of = table[:, 0], table[:, 2], table[:, 3]
    random = np.random.default_rng(2)
    count = 4000
    z = random.uniform(0.1, 40.0, count)
    p = random.standard_normal(count)
    clock = np.zeros(count)
    while (clock < 120.0).any():
        on = clock < 120.0
        sigma, time = np.interp(z, z_of, sigma_of), np.interp(z, z_of, time_of)
        slope = np.interp(z, z_of, np.gradient(sigma_of, z_of))
        dt = np.where(on, 0.1 * time, 0.0)
        step = p + (-p / time + slope) * dt + np.sqrt(2.0 * dt / time) * random.standard_normal(count)
        z = z + sigma * p * dt
        p = step
        p = np.where((z < 0.1) | (z > 40.0), -p, p)
        z = np.where(z < 0.1, 0.2 - z, np.where(z > 40.0, 80.0 - z, z))
        clock += dt
    crowded = (z < 2.0).mean() * 39.9 / 1.9
    assert crowded > 1.1


@pytest.mark.slow
def test_the_whole_set() -> None:
    assert limits.report()["met"]


def test_the_report_has_the_documented_shape() -> None:
    found = limits.report(particles=2000, hours=0.02)
    assert {"set", "rows", "scores", "baseline", "met"} <= set(found)
    assert found["set"] == "limits"
    assert set(found["rows"][0]) == {"what", "measured", "computed", "low", "high", "inside", "why"}
    assert k.SETTINGS == 9
