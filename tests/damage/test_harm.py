"""Harm: masses, areas and exhaust as the methods read them."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.harm import Emission, Harm, from_quantities, share_below, volume_to_treat_m3


def test_quantities_by_name_become_harm() -> None:
    harm = from_quantities(
        {
            "udmh_to_air_kg": 30.0,
            "udmh_to_soil_kg": 20.0,
            "n2o4_to_air_kg": 40.0,
            "kerosene_to_soil_kg": 810.0,
            "soil_splash_area_over_limit_m2": 100.0,
            "soil_deposit_area_over_limit_m2": 900.0,
            "soil_splash_area_over_limit_m2_at_0_3": 50.0,
            "population_over_aegl2_60min": 7.0,
            "casualty_expectation": 1e-3,
        },
        treated_depth_m={"udmh": 0.5},
        bulk_density_kg_per_m3=1400.0,
        kerosene_density_kg_per_m3=810.0,
    )
    assert harm.to_air_kg == {"udmh": 30.0, "n2o4": 40.0}
    assert harm.to_soil_kg == {"udmh": 20.0, "kerosene": 810.0}
    assert harm.area_over_limit_m2 == {"udmh": 1000.0}
    assert harm.treated_volume_m3 == {"udmh": 500.0}
    assert harm.treated_mass_kg == {"udmh": 700_000.0}
    assert harm.exposed_persons == {"over_aegl2_60min": 7.0}
    assert harm.casualty_expectation == 1e-3
    # 1 m3 is 264.17 US gallons (NIST Handbook 44)
    assert harm.kerosene_on_ground_gal == pytest.approx(264.172, abs=0.001)
    assert harm.substances() == ("kerosene", "n2o4", "udmh")


def test_nothing_known_is_nothing_harmed() -> None:
    harm = from_quantities({})
    assert harm == Harm()
    assert harm.substances() == ()


def test_emissions_are_split_by_altitude() -> None:
    harm = Harm(emissions=(Emission("soot", 10.0, 0.0, 10_000.0), Emission("soot", 4.0, 20_000.0, 30_000.0)))
    assert harm.emitted_kg("soot") == 14.0
    assert harm.emitted_kg("soot", 5_000.0) == 5.0
    assert harm.emitted_kg("soot", 11_000.0) == 10.0
    assert harm.emitted_kg("co2") == 0.0


def test_a_point_emission_is_below_or_above() -> None:
    point = Emission("co2", 1.0, 100.0, 100.0)
    assert share_below(point, 99.0) == 0.0
    assert share_below(point, 100.0) == 1.0
    assert share_below(point, math.inf) == 1.0


@given(st.floats(0, 5e4), st.floats(0, 5e4), st.floats(0, 6e4), st.floats(0, 6e4))
def test_share_below_grows_with_altitude(low: float, height: float, one: float, other: float) -> None:
    band = Emission("co2", 1.0, low, low + height)
    below, above = sorted((one, other))
    assert 0.0 <= share_below(band, below) <= share_below(band, above) <= 1.0


def test_impossible_harm_is_refused() -> None:
    with pytest.raises(ValueError, match="not negative"):
        volume_to_treat_m3(-1.0, 1.0)
    with pytest.raises(ValueError, match="none"):
        Emission("co2", -1.0, 0.0, 1.0)
    with pytest.raises(ValueError, match="none"):
        Emission("co2", 1.0, 2.0, 1.0)
