"""Splash, spots and deposits: golden units, limits, monotony."""

from __future__ import annotations

import math
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics.release_library import soil, substance
from downrange.physics.soil import (
    SoilParameters,
    SoilPatch,
    deposit_area_over_limit_m2,
    deposit_concentration,
    splash,
    splash_length_m,
    spot,
    spot_radius_m,
)
from downrange.reference.library import value, values

LEAVES = values("models/soil.yaml")
CENTRAL = SoilParameters(**{f.name: LEAVES[f.name].value for f in fields(SoilParameters)})
GROUND = soil("desert-sandy-loam")
UDMH = substance("udmh")


def patch(parameters: SoilParameters = CENTRAL, contact: float = 500.0, thrown: float = 200.0) -> SoilPatch:
    return splash(UDMH, contact, thrown, 18.0, 490.0, 40.0, GROUND, parameters, 0.1, 0.3)


def test_the_parameters_are_the_leaves_of_the_file() -> None:
    assert sorted(f.name for f in fields(SoilParameters)) == sorted(LEAVES)


@pytest.mark.parametrize(("deposit_mg_per_m2", "limit_mg_per_kg"), [(6.0, 0.1), (0.6, 0.01), (7020.0, 117.0)])
def test_the_unit_trap_of_the_snow_study(deposit_mg_per_m2: float, limit_mg_per_kg: float) -> None:
    # 5 cm at 1,200 kg/m3 is 60 kg/m2; the print gives a hundredth of each (mg per dm2 meant)
    got = float(deposit_concentration(deposit_mg_per_m2 * 1e-6, 1200.0, 0.05))
    assert got == pytest.approx(limit_mg_per_kg)
    assert float(deposit_concentration(deposit_mg_per_m2 * 1e-8, 1200.0, 0.05)) == pytest.approx(
        limit_mg_per_kg / 100
    )


def test_the_limit_in_limits() -> None:
    limit = value("thresholds.yaml", "udmh.soil_limit_mg_per_kg").value
    assert 123.0 / limit == pytest.approx(1230.0)


def test_area_of_a_gridded_deposit() -> None:
    deposit = np.array([[0.0, 5e-6], [7e-6, 1e-5]])
    assert deposit_area_over_limit_m2(deposit, 100.0, 1200.0, 0.05, 0.1) == 200.0
    assert deposit_area_over_limit_m2(deposit, 100.0, 1200.0, 0.05, 0.1, kept_share=0.01) == 0.0
    sizes = np.array([[1.0, 2.0], [3.0, 4.0]])
    assert deposit_area_over_limit_m2(deposit, sizes, 1200.0, 0.05, 0.1) == 7.0


def test_the_three_splash_laws() -> None:
    one = replace(CENTRAL, splash_length_choice_number=1, splash_volume_factor=2.0)
    assert splash_length_m(8.0, 40.0, 100.0, UDMH, one) == pytest.approx(4.0)
    heavy = replace(CENTRAL, splash_length_choice_number=2, drop_diameter_mm=1e7, ejection_speed_share=0.3)
    vacuum = 30.0**2 / (2 * 9.80665)
    assert splash_length_m(8.0, 40.0, 100.0, UDMH, heavy) == pytest.approx(vacuum, rel=1e-3)
    light = replace(heavy, drop_diameter_mm=2.5)
    assert splash_length_m(8.0, 40.0, 100.0, UDMH, light) < vacuum
    assert splash_length_m(8.0, 40.0, 200.0, UDMH, light) > splash_length_m(8.0, 40.0, 100.0, UDMH, light)
    three = replace(CENTRAL, splash_length_choice_number=3, crater_radius_factor=0.5)
    assert splash_length_m(8.0, 40.0, 100.0, UDMH, three) == pytest.approx(10.0)


def test_a_crater_turns_the_ground_over_and_throws_part_of_it_out() -> None:
    def depths(crater_m: float, day_d: float) -> SoilPatch:
        dull = replace(
            CENTRAL,
            patch_spread_factor=1.01,
            uptake_spread_factor=1.01,
            jar_spread_factor=1.01,
            sampling_focus_share=0.999,
        )
        return splash(UDMH, 3000.0, 10.0, 18.0, 490.0, crater_m, GROUND, dull, 0.1, None, day_d, 50.0)

    none, opened = depths(0.0, 1.0), depths(38.0, 1.0)
    assert none.depth_10_20_cm_mg_per_kg == 0.0  # 3 kg/m2 stay in the top few centimetres
    assert opened.depth_10_20_cm_mg_per_kg > opened.sampled_max_mg_per_kg > 0.0  # stripped from the top
    assert opened.depth_20_30_cm_mg_per_kg > 0.0
    assert opened.area_over_limit_m2 > none.area_over_limit_m2  # thrown out with the soil


def test_area_of_an_even_patch_without_scatter_is_the_closed_form() -> None:
    # thrown load only, next to no patch scatter, bound part only: r = L ln(m0 / m_limit)
    parameters = replace(
        CENTRAL,
        splash_length_choice_number=1,
        splash_volume_factor=1.0,
        patch_spread_factor=1.01,
        bound_share=0.01,
    )
    result = splash(UDMH, 0.0, 100.0, 0.05, 1000.0, 0.0, GROUND, parameters, 0.1)
    stored = GROUND.polar_retention_fraction * UDMH.density_kg_per_m3
    capacity = parameters.bound_capacity_mg_per_kg * 1e-6 * GROUND.bulk_density_kg_per_m3
    left = -capacity / stored * math.expm1(-parameters.bound_share * stored / capacity)
    left *= (1 - parameters.slow_share) * 0.5 ** (
        1 / parameters.fast_half_life_d
    ) + parameters.slow_share * 0.5 ** (1 / GROUND.slow_half_life_d)
    limit_load = 0.1e-6 * GROUND.bulk_density_kg_per_m3 * 0.1 / left
    radius = 10.0 * math.log(100.0 / (2 * math.pi * 100.0) / limit_load)
    assert result.area_over_limit_m2 == pytest.approx(math.pi * radius**2, rel=0.02)
    assert spot_radius_m(result) == pytest.approx(radius, rel=0.01)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.floats(1e-4, 1 - 1e-4), min_size=21, max_size=21),
    st.floats(0.0, 5e4),
    st.floats(0.0, 5e3),
    st.floats(0.3, 60.0),
)
def test_bounds_hold_over_all_draws(
    probabilities: list[float], contact: float, thrown: float, day_d: float
) -> None:
    names = [f.name for f in fields(SoilParameters)]
    parameters = SoilParameters(**{n: LEAVES[n].draw(p) for n, p in zip(names, probabilities, strict=True)})
    result = splash(UDMH, contact, thrown, 20.0, 300.0, 35.0, GROUND, parameters, 0.1, 0.3, day_d, 60.0)
    assert 0.0 <= result.left_kg <= contact + thrown + 1e-9
    assert 0.0 <= result.area_over_second_limit_m2 <= result.area_over_limit_m2
    # never more than soil full of liquid
    full = GROUND.polar_retention_fraction * UDMH.density_kg_per_m3 / GROUND.bulk_density_kg_per_m3 * 1e6
    assert 0.0 <= result.peak_mg_per_kg <= full * 1.001
    assert result.sampled_max_mg_per_kg <= full * parameters.laboratory_factor * 1.001


def test_more_samples_find_more_and_waiting_finds_less() -> None:
    few = splash(UDMH, 500.0, 200.0, 18.0, 490.0, 40.0, GROUND, CENTRAL, 0.1, None, 3.0, 5.0)
    many = splash(UDMH, 500.0, 200.0, 18.0, 490.0, 40.0, GROUND, CENTRAL, 0.1, None, 3.0, 200.0)
    late = splash(UDMH, 500.0, 200.0, 18.0, 490.0, 40.0, GROUND, CENTRAL, 0.1, None, 30.0, 200.0)
    assert few.sampled_max_mg_per_kg < many.sampled_max_mg_per_kg
    assert late.sampled_max_mg_per_kg < many.sampled_max_mg_per_kg
    assert late.left_kg < many.left_kg
    assert late.area_over_limit_m2 < many.area_over_limit_m2


def test_nothing_spilled_is_zero_everywhere() -> None:
    result = patch(contact=0.0, thrown=0.0)
    assert set(result.quantities(True).values()) == {0.0}


def test_a_spot_is_a_splash_without_a_crater() -> None:
    piece = spot(UDMH, 10.0, 0.4, 2.0, GROUND, CENTRAL, 0.1)
    volume = 10.0 / UDMH.density_kg_per_m3
    same = splash(UDMH, 6.0, 4.0, 2.0 * volume ** (1 / 3), volume, 0.0, GROUND, CENTRAL, 0.1)
    assert piece == same
    assert 0.1 < spot_radius_m(piece) < 30.0


def test_an_unreachable_limit_has_no_area() -> None:
    result = splash(UDMH, 10.0, 10.0, 5.0, 10.0, 5.0, GROUND, CENTRAL, 1e9)
    assert result.area_over_limit_m2 == 0.0


def test_kerosene_binds_nothing_and_stays() -> None:
    kerosene = substance("kerosene")
    early = splash(kerosene, 200.0, 50.0, 8.0, 8.0, 5.0, GROUND, CENTRAL, 450.0, None, 1.0)
    late = splash(kerosene, 200.0, 50.0, 8.0, 8.0, 5.0, GROUND, CENTRAL, 450.0, None, 365.0)
    assert early.left_kg > 0.6 * 250.0
    assert 0.0 < late.left_kg < 0.5 * early.left_kg
    assert set(early.quantities()) == {
        "kerosene_soil_peak_mg_per_kg",
        "kerosene_soil_sampled_max_mg_per_kg",
        "kerosene_soil_10_20_cm_mg_per_kg",
        "kerosene_soil_20_30_cm_mg_per_kg",
        "kerosene_soil_splash_area_over_limit_m2",
    }


def test_names_of_the_quantities() -> None:
    names = set(patch().quantities(with_second_limit=True))
    assert names == {
        "udmh_soil_peak_mg_per_kg",
        "udmh_soil_sampled_max_mg_per_kg",
        "udmh_soil_10_20_cm_mg_per_kg",
        "udmh_soil_20_30_cm_mg_per_kg",
        "soil_splash_area_over_limit_m2",
        "soil_splash_area_over_limit_m2_at_0_3",
    }
