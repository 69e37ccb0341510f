from __future__ import annotations

import math

import numpy as np
import pytest

from downrange.physics import plume as pl
from downrange.physics.surface_layer import (
    from_friction_velocity,
    from_temperature_difference,
    turbulence_table,
    varied,
)

LAYER = from_friction_velocity(0.4, math.inf, 0.01)
SOURCE = pl.PlumeSource(1e-3, 0.5)


def test_same_seed_same_plume_and_errors_are_honest() -> None:
    receptors = [pl.Receptor(100.0, 0.0, 1.5), pl.Receptor(50.0, 0.0, 1.5)]
    one = pl.plume(SOURCE, LAYER, receptors, seed=1, most_particles=8192)
    again = pl.plume(SOURCE, LAYER, receptors, seed=1, most_particles=8192)
    assert np.array_equal(one.concentration_kg_per_m3, again.concentration_kg_per_m3)
    assert one.particles == again.particles
    others = [
        pl.plume(SOURCE, LAYER, receptors, seed=s, most_particles=8192).concentration_kg_per_m3
        for s in range(2, 10)
    ]
    scatter = np.std(others, axis=0, ddof=1)
    assert (scatter < 2.5 * one.standard_error_kg_per_m3).all()
    assert (scatter > 0.3 * one.standard_error_kg_per_m3).all()
    assert one.concentration_kg_per_m3[1] > one.concentration_kg_per_m3[0]


def test_mass_passes_every_plane() -> None:
    # Integrate wind times concentration over a plane: the rate comes back (no deposition).
    x, heights = 100.0, np.array([0.2, 0.6, 1.2, 2.0, 3.0, 4.5, 6.5, 9.0, 12.0, 16.0, 22.0, 30.0])
    across = np.linspace(-40.0, 40.0, 17)
    receptors = [pl.Receptor(x, float(y), float(z)) for z in heights for y in across]
    found = pl.plume(SOURCE, LAYER, receptors, most_particles=16384).concentration_kg_per_m3.reshape(12, 17)
    lines = np.trapezoid(found, across, axis=1)
    flux = lines * LAYER.wind_m_per_s(heights)
    total = np.trapezoid(flux, heights) + flux[0] * (heights[0] - 0.1)
    assert total == pytest.approx(SOURCE.rate_kg_per_s, rel=0.05)


def test_deposition_takes_from_the_far_plume() -> None:
    dry = pl.PlumeSource(1e-3, 0.5, deposition_velocity_m_per_s=0.01)
    receptors = [pl.Receptor(50.0, 0.0, 1.5), pl.Receptor(800.0, 0.0, 1.5)]
    with_loss = pl.plume(dry, LAYER, receptors, most_particles=16384).concentration_kg_per_m3
    without = pl.plume(SOURCE, LAYER, receptors, most_particles=16384).concentration_kg_per_m3
    near, far = with_loss / without
    assert 0.7 < far < near < 1.0
    assert pl.absorbed_share(0.0, 0.5) == 0.0
    assert 0.0 < pl.absorbed_share(0.01, 0.5) < pl.absorbed_share(0.1, 0.5) < 1.0


def test_half_the_step_changes_little() -> None:
    receptors = [pl.Receptor(100.0, 0.0, 1.5), pl.Receptor(400.0, 0.0, 1.5)]
    one = pl.plume(SOURCE, LAYER, receptors, most_particles=16384)
    fine = pl.plume(SOURCE, LAYER, receptors, most_particles=16384, step_share=0.05, seed=3)
    assert fine.concentration_kg_per_m3 == pytest.approx(one.concentration_kg_per_m3, rel=0.06)


def test_averaging_and_duration() -> None:
    receptors = [pl.Receptor(200.0, 0.0, 1.5)]
    ten = pl.plume(SOURCE, LAYER, receptors, 600.0, most_particles=8192).concentration_kg_per_m3[0]
    hour = pl.plume(SOURCE, LAYER, receptors, 3600.0, most_particles=8192).concentration_kg_per_m3[0]
    assert 0.6 < hour / ten < 0.85  # a longer average is wider, by up to 6^0.2
    brief = pl.PlumeSource(1e-3, 0.5, duration_s=300.0)
    half = pl.plume(brief, LAYER, receptors, 600.0, most_particles=8192).concentration_kg_per_m3[0]
    assert half == pytest.approx(0.5 * ten, rel=1e-9)


def test_what_cannot_be_asked_is_refused() -> None:
    with pytest.raises(ValueError, match="downwind"):
        pl.plume(SOURCE, LAYER, [pl.Receptor(-5.0, 0.0, 1.5)])
    with pytest.raises(ValueError, match="mixing height"):
        pl.plume(SOURCE, LAYER, [pl.Receptor(50.0, 0.0, 1e5)])


def test_sulphur_dioxide_deposits_and_inert_tracers_do_not() -> None:
    velocity = pl.surface_velocity_m_per_s("SO2", LAYER)
    assert 0.004 < velocity < 0.012
    assert pl.surface_velocity_m_per_s("SF6", LAYER) == 0.0


def test_a_given_table_is_used() -> None:
    table = turbulence_table(LAYER, pl.lowest_height_m(LAYER.roughness_m))
    wide = table.copy()
    wide[:, 5] *= 2.0
    receptors = [pl.Receptor(50.0, 0.0, 1.5)]
    a = pl.plume(SOURCE, LAYER, receptors, most_particles=8192, table=table).concentration_kg_per_m3[0]
    b = pl.plume(SOURCE, LAYER, receptors, most_particles=8192, table=wide).concentration_kg_per_m3[0]
    assert b < 0.75 * a


def test_the_gaussian_screen() -> None:
    got = pl.gaussian_plume_kg_per_m3(1.0, 5.0, 10.0, 5.0, 0.0, 0.0, 0.0)
    assert got == pytest.approx(1.0 / (math.pi * 5.0 * 10.0 * 5.0))


@pytest.mark.parametrize("friction", [0.05, 0.3])
@pytest.mark.parametrize("length", [-2.0, -5.0, -30.0, 1e9, 30.0, 5.0, 2.0])
def test_from_convective_to_very_stable_arcs_fall_plausibly(length: float, friction: float) -> None:
    # Prairie Grass's site and distances, calm and moderate: finite, falling, between x^-0.8 and x^-2.6
    layer = from_friction_velocity(friction, length, 0.006)
    arcs = [pl.Receptor(x, 0.0, 1.5) for x in (50.0, 200.0, 800.0)]
    source = pl.PlumeSource(0.05, 0.46, 600.0, pl.surface_velocity_m_per_s("SO2", layer))
    found = pl.plume(source, layer, arcs, relative_error=0.1, most_particles=20_000)
    c = found.concentration_kg_per_m3
    assert np.isfinite(c).all()
    assert (found.standard_error_kg_per_m3 < 0.2 * c).all()
    assert (np.diff(c) < 0.0).all()
    assert -2.6 < math.log(c[2] / c[0]) / math.log(16.0) < -0.8
    assert (found.mean_age_s > 0.0).all()
    assert (np.diff(found.mean_age_s) > 0.0).all()


def test_stability_orders_the_far_arc() -> None:
    far = []
    for length in (-5.0, -30.0, 1e9, 30.0, 5.0):
        layer = from_friction_velocity(0.3, length, 0.006)
        found = pl.plume(
            pl.PlumeSource(0.05, 0.46), layer, [pl.Receptor(800.0, 0.0, 1.5)], relative_error=0.05,
            most_particles=20_000,
        )  # fmt: skip
        far.append(float(found.concentration_kg_per_m3[0]))
    assert far == sorted(far)


@pytest.mark.parametrize("wind_m_per_s", [0.5, 1.2])
def test_the_calmest_night_has_falling_arcs_and_an_end(wind_m_per_s: float) -> None:
    layer = from_temperature_difference(wind_m_per_s, 2.0, 0.006, 2.0, 16.0, 5.0)
    arcs = [pl.Receptor(x, 0.0, 1.5) for x in (50.0, 100.0, 200.0, 400.0, 800.0)]
    found = pl.plume(pl.PlumeSource(0.05, 0.46), layer, arcs, relative_error=0.1, most_particles=8_000)
    assert (np.diff(found.concentration_kg_per_m3) < 0.0).all()
    assert found.steps < 2e8


def test_wandering_widens_a_plume_the_more_the_farther() -> None:
    arcs = [pl.Receptor(x, 0.0, 1.5) for x in (100.0, 800.0)]
    layer = from_friction_velocity(0.15, 15.0, 0.01)
    still = varied(layer, wander_m_per_s=0.0)
    found = [
        pl.plume(SOURCE, one, arcs, relative_error=0.1, most_particles=8_000).concentration_kg_per_m3
        for one in (layer, still)
    ]
    near, far = found[0] / found[1]
    assert far < near < 1.0
