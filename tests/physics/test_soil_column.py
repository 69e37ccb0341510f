"""The column under one spot: closed forms and balances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.release_library import soil, substance
from downrange.physics.soil_column import (
    Column,
    column,
    dry_front_m,
    effective_diffusivity_m2_per_s,
    layer_mg_per_kg,
)

GROUND = soil("desert-sandy-loam")


def test_the_dry_front_goes_with_the_root_of_time() -> None:
    udmh = substance("udmh")
    one = dry_front_m(udmh, GROUND, 80.0, 1.0, 1.0)
    assert dry_front_m(udmh, GROUND, 80.0, 4.0, 1.0) == pytest.approx(2 * one)
    assert dry_front_m(udmh, GROUND, 80.0, 0.0, 1.0) == 0.0
    assert dry_front_m(substance("kerosene"), GROUND, 80.0, 1.0, 1.0) < 0.1 * one


def test_millington_quirk_in_dry_soil() -> None:
    n = GROUND.porosity_fraction
    dry = effective_diffusivity_m2_per_s(1e-5, GROUND, 0.0)
    assert dry < 1e-5 * n ** (4 / 3)  # the soil's water takes some of the air space
    assert effective_diffusivity_m2_per_s(1e-5, GROUND, 0.2) < dry


def test_a_layer_is_the_overlap_of_liquid_and_depth() -> None:
    state = Column(80.0, 0.05, 1.0, 0.0, 1600.0)  # stored 80 kg/m3, dry to 5 cm, nothing bound
    assert layer_mg_per_kg(state, 80.0 * 0.15, 0.0, 0.1) == pytest.approx(0.5 * 80.0 / 1600.0 * 1e6)
    assert layer_mg_per_kg(state, 80.0 * 0.15, 0.1, 0.2) == pytest.approx(0.5 * 80.0 / 1600.0 * 1e6)
    assert layer_mg_per_kg(state, 80.0 * 0.04, 0.0, 0.1) == 0.0
    assert layer_mg_per_kg(state, 80.0 * 0.15, 0.2, 0.3) == 0.0


@given(st.floats(0.001, 60.0), st.floats(0.05, 200.0))
def test_depth_layers_hold_no_more_than_was_spilled(load: float, day_d: float) -> None:
    state = column(substance("udmh"), GROUND, day_d, 1.0, 0.05, 5.0, 0.02, 120.0)
    layers = [(0.0, 0.1), (0.1, 0.2), (0.2, 0.3), (0.3, 5.0)]
    held = sum(
        float(layer_mg_per_kg(state, load, a, b)) * 1e-6 * state.bulk_density_kg_per_m3 * (b - a)
        for a, b in layers
    )
    assert 0.0 < held <= load * (1 + 1e-9)


def test_concentration_rises_with_load() -> None:
    state = column(substance("udmh"), GROUND, 1.0, 1.0, 0.02, 5.0, 0.02, 120.0)
    values = layer_mg_per_kg(state, np.logspace(-4, 2, 50), 0.0, 0.1)
    assert (np.diff(values) >= 0.0).all()


def test_the_top_is_stripped_below_what_lies_deeper() -> None:
    state = column(substance("udmh"), GROUND, 3.0, 1.0, 0.01, 5.0, 0.02, 120.0)
    load = state.stored_kg_per_m3 * 0.2
    assert state.dry_front_m > 0.05
    assert layer_mg_per_kg(state, load, 0.0, 0.1) < layer_mg_per_kg(state, load, 0.1, 0.2)


def test_after_90_days_half_a_percent_or_less_is_left_of_a_heavy_dose() -> None:
    # the dosing test: 240 g/kg, 0.5 % or less of all forms after 90 days, even with the ranges at their worst
    state = column(substance("udmh"), GROUND, 90.0, 0.5, 0.1, 11.8, 0.05, 365.0)
    assert state.bound_share <= 0.005
