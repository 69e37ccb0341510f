from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics import cloud
from downrange.physics.puff_parameters import central_air_parameters
from downrange.physics.weather import weather_draw

LEVELS = np.array([0.0, 8000.0])


def test_the_profile_integral_meets_both_closed_forms() -> None:
    heat, r0, gamma, kelvin, gradient = 3e12, 140.0, 0.4, 290.0, 0.005
    f = cloud.buoyancy_m4_per_s2(heat, kelvin)
    s = cloud.stability_per_s2(gradient, kelvin)
    for phase in (0.5, 0.75, 1.0):
        out = cloud.rise_through(
            heat, r0, gamma, kelvin, LEVELS, np.full(2, gradient), np.zeros(2), np.zeros(2), phase
        )
        exact = cloud.stable_rise_m(f, s, r0, gamma, phase)
        assert out.height_m == pytest.approx(exact, rel=2e-3)
        assert out.radius_m == pytest.approx(r0 + gamma * exact, rel=2e-3)
    neutral = cloud.rise_through(heat, r0, gamma, kelvin, LEVELS, np.zeros(2), np.zeros(2), np.zeros(2))
    assert neutral.height_m == pytest.approx(cloud.neutral_rise_m(f, neutral.time_s, r0, gamma), rel=1e-3)


def test_orders_of_magnitude_for_six_hundred_tonnes() -> None:
    # With entrainment 0.64 and 70 % of the heat kept, 10 to 3.3 K/km: 1.2 to 1.5 km (own computation in the
    # project's notes, from the same closed form with the fireball's start left out).
    heat = 0.7 * 600e3 * 7.23e6
    f = cloud.buoyancy_m4_per_s2(heat, 298.0)
    low = cloud.stable_rise_m(f, cloud.stability_per_s2(0.010, 298.0), 1e-3, 0.64)
    high = cloud.stable_rise_m(f, cloud.stability_per_s2(0.0033, 298.0), 1e-3, 0.64)
    assert 1100.0 < low < high < 1700.0


@given(st.floats(1e11, 5e12), st.floats(0.2, 0.64), st.floats(0.002, 0.012))
@settings(max_examples=25, deadline=None)
def test_more_heat_rises_higher_more_entrainment_lower(heat: float, gamma: float, gradient: float) -> None:
    def top(h: float, g: float) -> float:
        f = cloud.buoyancy_m4_per_s2(h, 290.0)
        return cloud.stable_rise_m(f, cloud.stability_per_s2(gradient, 290.0), 50.0, g)

    assert top(1.5 * heat, gamma) > top(heat, gamma)
    assert top(heat, 1.2 * gamma) < top(heat, gamma)


def test_a_cloud_in_drawn_weather() -> None:
    night = central_air_parameters(
        solar_elevation_deg=-20.0, cloud_cover_fraction=0.0, wind_from_deg=0.0, wind_speed_m_per_s=3.0
    )
    day = central_air_parameters(solar_elevation_deg=50.0, cloud_cover_fraction=0.0, wind_speed_m_per_s=3.0)
    low = cloud.cloud_of_heat(2e12, 140.0, weather_draw(night), night)
    high = cloud.cloud_of_heat(2e12, 140.0, weather_draw(day), day)
    assert 300.0 < low.height_m < high.height_m < 4000.0
    assert high.height_m <= high.greatest_height_m
    # the wind blows from the north: the cloud has gone south meanwhile
    assert low.north_m < -100.0
    assert abs(low.east_m) < 1e-6


def test_a_measured_column_of_even_stability_is_the_closed_form() -> None:
    p = central_air_parameters(cloud_rise_phase_fraction=1.0)
    z = np.linspace(0.0, 6000.0, 61)
    gradient, ground_k = 0.005, 290.0
    lapse = 9.80665 / 1004.7
    found = cloud.cloud_in_column(1e12, 60.0, p, z, ground_k + (gradient - lapse) * z, 5.0 + 0.0 * z, 0.0 * z)
    heat = 1e12 * p.cloud_heat_retained_fraction
    exact = cloud.stable_rise_m(
        cloud.buoyancy_m4_per_s2(heat, ground_k), cloud.stability_per_s2(gradient, ground_k), 60.0,
        p.cloud_entrainment_coefficient,
    )  # fmt: skip
    assert found.greatest_height_m == pytest.approx(exact, rel=0.02)
    assert found.east_m == pytest.approx(5.0 * found.time_s, rel=0.02)
    mixed = np.where(z < 500.0, -lapse * z, 0.03 * (z - 500.0) - lapse * 500.0)
    capped = cloud.cloud_in_column(1e12, 60.0, p, z, ground_k + mixed, z * 0.0, z * 0.0)
    assert capped.greatest_height_m < found.greatest_height_m  # an inversion stops it


def test_without_heat_nothing_rises_whatever_its_size() -> None:
    heights, still = np.array([0.0, 1000.0, 4000.0]), np.zeros(3)
    for radius_m in (0.0, 50.0):
        found = cloud.rise_through(0.0, radius_m, 0.25, 288.0, heights, still + 0.004, still + 5.0, still)
        assert (found.height_m, found.greatest_height_m, found.east_m) == (0.0, 0.0, 0.0)
        assert found.radius_m == radius_m
