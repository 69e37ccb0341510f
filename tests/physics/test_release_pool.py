"""The evaporating pool."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.release_library import substance
from downrange.physics.release_pool import PoolParameters, evaporation_rate_kg_per_m2_s, pool

PARAMETERS = PoolParameters(10.0, 1.0)


@given(
    st.floats(0.0, 1e5),
    st.floats(0.0, 1e6),
    st.floats(0.0, 20.0),
    st.sampled_from(["udmh", "n2o4", "kerosene"]),
)
def test_mass_is_closed(mass_kg: float, elapsed_s: float, wind: float, slug: str) -> None:
    result = pool(substance(slug), mass_kg, 293.15, wind, elapsed_s, PARAMETERS)
    assert result.to_air_kg + result.left_kg == pytest.approx(mass_kg)
    assert result.left_kg >= 0.0


def test_more_wind_and_warmth_evaporate_more_and_kerosene_hardly_at_all() -> None:
    udmh = substance("udmh")
    base = evaporation_rate_kg_per_m2_s(udmh, 293.15, 3.0, 10.0)
    assert evaporation_rate_kg_per_m2_s(udmh, 293.15, 6.0, 10.0) == pytest.approx(base * 2**0.78)
    assert evaporation_rate_kg_per_m2_s(udmh, 303.15, 3.0, 10.0) > base
    assert evaporation_rate_kg_per_m2_s(substance("kerosene"), 293.15, 3.0, 10.0) < 0.01 * base
    assert 5e-4 < base < 2e-2  # grams per m2 and second


def test_a_pool_above_its_boiling_point_says_so() -> None:
    hot = pool(substance("n2o4"), 1000.0, 303.15, 3.0, 60.0, PARAMETERS)
    assert "boiling" in hot.validity
    assert pool(substance("n2o4"), 0.0, 303.15, 3.0, 60.0, PARAMETERS).rate_kg_per_s == 0.0
