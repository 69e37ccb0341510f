"""Nitrate from the oxidiser."""

from __future__ import annotations

import math
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.release_library import soil, substance
from downrange.physics.soil import SoilParameters, splash
from downrange.physics.soil_products import (
    NITRATE_OVER_N2O4_RATIO,
    ProductParameters,
    Treatment,
    ndma_over_udmh_ratio,
    nitrate,
    treated,
)
from downrange.reference.library import values

LEAVES = values("models/soil.yaml")
CENTRAL = SoilParameters(**{f.name: LEAVES[f.name].value for f in fields(SoilParameters)})
GROUND = soil("desert-sandy-loam")


def test_two_nitrates_from_one_n2o4() -> None:
    # 2 x (14.007 + 3 x 15.999) over 2 x 14.007 + 4 x 15.999
    assert pytest.approx(2 * 62.004 / 92.010, rel=1e-4) == NITRATE_OVER_N2O4_RATIO


def test_nitrate_stays_where_it_was_made() -> None:
    early = nitrate(400.0, 100.0, 15.0, 300.0, 0.0, GROUND, CENTRAL, 500.0, 1.0)
    late = nitrate(400.0, 100.0, 15.0, 300.0, 0.0, GROUND, CENTRAL, 500.0, 600.0)
    assert early == late
    assert early.left_kg == pytest.approx(500.0 * NITRATE_OVER_N2O4_RATIO, rel=0.05)
    assert early.area_over_limit_m2 > 0.0
    assert set(early.quantities()) == {
        "nitrate_soil_peak_mg_per_kg",
        "nitrate_soil_sampled_max_mg_per_kg",
        "nitrate_soil_10_20_cm_mg_per_kg",
        "nitrate_soil_20_30_cm_mg_per_kg",
        "nitrate_soil_splash_area_over_limit_m2",
    }


def test_no_oxidiser_no_nitrate() -> None:
    none = nitrate(0.0, 0.0, 15.0, 300.0, 30.0, GROUND, CENTRAL, 500.0)
    assert none.peak_mg_per_kg == 0.0


PRODUCTS = ProductParameters(**{k: v.value for k, v in values("models/soil_products.yaml").items()})


@given(st.floats(0.0, 4000.0), st.floats(0.5, 60.0))
def test_ndma_never_exceeds_what_reacted(day: float, half_life: float) -> None:
    found = ndma_over_udmh_ratio(day, half_life, PRODUCTS)
    reacted = -math.expm1(-math.log(2.0) * day / half_life)  # one less a number near one would be nought
    most = PRODUCTS.soil_ndma_yield_fraction * reacted * 74.083 / 60.100
    assert (
        -1e-15 <= found <= most * (1.0 + 1e-9) + 1e-15
    )  # the difference of two decays, to a double's last digit


def test_ndma_rises_and_falls() -> None:
    days = [0.0, 5.0, 20.0, 60.0, 300.0, 2000.0]
    found = [ndma_over_udmh_ratio(day, 8.0, PRODUCTS) for day in days]
    assert found[0] == 0.0
    assert max(found) == max(found[1:4])
    assert found[-1] < 1e-9
    level = ndma_over_udmh_ratio(10.0, PRODUCTS.ndma_half_life_d, PRODUCTS)
    near = ndma_over_udmh_ratio(10.0, PRODUCTS.ndma_half_life_d * 1.0001, PRODUCTS)
    assert level == pytest.approx(near, rel=1e-3)


@given(
    st.floats(1.0, 2e4),
    st.lists(st.tuples(st.floats(0.0, 100.0), st.floats(0.0, 5e4)), max_size=4),
    st.floats(0.0, 120.0),
)
def test_a_treatment_takes_no_more_than_its_oxidant_and_its_reach(
    udmh: float, given_: list[tuple[float, float]], day: float
) -> None:
    treatments = [Treatment(*one) for one in given_]
    found = treated(udmh, treatments, day, 8.0, PRODUCTS)
    counted = [t for t in treatments if t.day_d <= day]
    peroxide = sum(t.peroxide_kg for t in counted)
    most = PRODUCTS.treatment_use_share * peroxide / 0.034015 / PRODUCTS.treatment_moles_ratio * 0.0601
    assert found.taken_kg <= most * (1.0 + 1e-9) + 1e-12
    assert (1.0 - PRODUCTS.treatment_reach_share) ** len(counted) - 1e-9 <= found.left_share <= 1.0 + 1e-9
    assert found.ndma_made_kg >= 0.0
    if not counted:
        assert (found.left_share, found.taken_kg) == (1.0, 0.0)


def test_fifty_tonnes_of_a_tenth_peroxide() -> None:
    # 5 t of H2O2 are 147 kmol; all of it to carbon dioxide takes 18.4 kmol, 1.1 t of UDMH
    whole = ProductParameters(0.03, 30.0, 1.0, 1.0, 8.0, 0.0)
    found = treated(50_000.0, [Treatment(0.0, 5000.0)], 1.0, 8.0, whole)
    assert found.taken_kg == pytest.approx(1104.0, rel=0.005)
    assert found.left_share == pytest.approx(1.0 - 1104.0 / 50_000.0, rel=1e-4)


def test_the_area_after_a_treatment_is_that_over_a_higher_limit() -> None:
    udmh = substance("udmh")

    def area(limit: float) -> float:
        return splash(
            udmh, 400.0, 100.0, 15.0, 1.0, 0.0, GROUND, CENTRAL, limit, 3.0 * limit, 30.0
        ).area_over_limit_m2

    left = treated(500.0, [Treatment(5.0, 5000.0)], 30.0, CENTRAL.fast_half_life_d, PRODUCTS).left_share
    assert 0.0 < left < 1.0
    assert 0.0 < area(0.1 / left) < area(0.1)
    both = splash(udmh, 400.0, 100.0, 15.0, 1.0, 0.0, GROUND, CENTRAL, 0.1, 0.3, 30.0)
    assert 0.0 < both.area_over_second_limit_m2 < both.area_over_limit_m2


def test_the_level_of_nitrate_is_the_one_that_the_report_implies() -> None:
    level = values("thresholds.yaml")["nitrate.soil_level_mg_per_kg"]
    assert level.value * 85.0 == pytest.approx(11_050.0, rel=0.01)
    assert level.kind == "assumed"
