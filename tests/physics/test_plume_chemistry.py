from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics import chemistry
from downrange.physics.plume_chemistry import air_now, parcel

AMOUNTS = st.floats(1e-12, 1e-2)
AGES = st.floats(0.0, 1e5)
SUNS = st.floats(-90.0, 90.0)


@given(AMOUNTS, AGES, SUNS, st.floats(0.0, 100.0), st.floats(250.0, 315.0))
def test_moles_are_closed(passive: float, age: float, sun: float, ozone: float, warm: float) -> None:
    air = air_now(warm, sun, ozone)
    for name in ("udmh", "no2", "hcl"):
        found = parcel(name, passive, age, air)
        assert found.moles_error_ratio(name) < 1e-9
        assert min(found.species_kg_per_m3.values()) >= -1e-12 * passive


@given(AMOUNTS, AGES, SUNS)
def test_ozone_takes_no_more_than_there_is(passive: float, age: float, sun: float) -> None:
    left = parcel("udmh", passive, age, air_now(298.15, sun, 40.0)).species_kg_per_m3["udmh"]
    assert passive - left <= chemistry.ozone_capacity_kg_per_m3(40.0, 298.15) * (1.0 + 1e-9)


def test_dense_udmh_is_kept_and_thin_is_gone() -> None:
    air = air_now(298.15, -10.0, 40.0)
    dense = chemistry.ppm_to_kg_per_m3(3.0, "udmh")
    found = parcel("udmh", dense, 1e4, air).species_kg_per_m3
    assert found["udmh"] / dense == pytest.approx(1.0 - 0.04 / 3.0, rel=1e-6)
    assert 1e3 * chemistry.kg_per_m3_to_ppm(found["ndma"], "ndma") == pytest.approx(0.7 * 40.0, rel=1e-3)
    thin = 0.01 * chemistry.ozone_capacity_kg_per_m3(40.0, 298.15)
    assert parcel("udmh", thin, 3600.0, air).species_kg_per_m3["udmh"] < 1e-5 * thin


def test_light_breaks_ndma_by_day_only() -> None:
    thin = 0.01 * chemistry.ozone_capacity_kg_per_m3(40.0, 298.15)
    night = parcel("udmh", thin, 7200.0, air_now(298.15, -5.0, 40.0)).species_kg_per_m3
    noon = parcel("udmh", thin, 7200.0, air_now(298.15, 90.0, 40.0)).species_kg_per_m3
    assert night["ndma-broken"] == pytest.approx(0.0, abs=1e-6 * thin)
    # four half-lives after a fast reaction of four minutes
    assert noon["ndma"] / night["ndma"] == pytest.approx(math.exp(-3.9e-4 * 7200.0), rel=0.15)


def test_nitrogen_dioxide_pairs_where_dense_and_oxidises_with_time() -> None:
    air = air_now(273.15, 20.0)
    dense = chemistry.ppm_to_kg_per_m3(1000.0, "no2", 273.15)
    found = parcel("no2", dense, 0.0, air).species_kg_per_m3
    assert found["n2o4"] / dense == pytest.approx(0.097, abs=0.004)
    assert found["hno3"] == 0.0
    thin = parcel("no2", 1e-3 * dense, 3600.0, air).species_kg_per_m3
    assert thin["n2o4"] / thin["no2"] < 1e-3
    lost = 1.0 - math.exp(-1.5e-5 * 3600.0)
    assert thin["hno3"] == pytest.approx(1e-3 * dense * lost * 63.012 / 46.006, rel=1e-3)
