from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics import surface_layer as sl


@given(
    st.floats(0.1, 0.8),
    st.sampled_from([-300.0, -30.0, -5.0, 8.0, 40.0, 400.0]),
    st.sampled_from([0.006, 0.03, 0.2]),
)
@settings(max_examples=40, deadline=None)
def test_wind_and_temperature_difference_give_back_the_layer(u_star: float, length: float, z0: float) -> None:
    layer = sl.from_friction_velocity(u_star, length, z0)
    c, il = layer.constants, 1.0 / length
    theta_star = u_star**2 * 293.15 * il / (c.karman_number * sl.GRAVITY_M_PER_S2)
    warm = math.log(8.0) - float(sl.psi_heat(16.0 * il, c)) + float(sl.psi_heat(2.0 * il, c))
    difference = theta_star / c.karman_number * warm - sl.DRY_LAPSE_K_PER_M * 14.0
    again = sl.from_temperature_difference(float(layer.wind_m_per_s(2.0)), 2.0, z0, 2.0, 16.0, difference)
    assert again.friction_velocity_m_per_s == pytest.approx(u_star, rel=1e-3)
    assert again.obukhov_length_m == pytest.approx(length, rel=5e-3)


def test_a_profile_gives_back_the_layer() -> None:
    layer = sl.from_friction_velocity(0.35, -25.0, 0.01)
    z = np.array([1.0, 2.0, 4.0, 8.0, 16.0])
    c, il = layer.constants, 1.0 / -25.0
    theta_star = 0.35**2 * 290.0 * il / (c.karman_number * sl.GRAVITY_M_PER_S2)
    theta = 16.85 + theta_star / c.karman_number * (np.log(z) - sl.psi_heat(z * il, c))
    again = sl.from_profile(z, layer.wind_m_per_s(z), theta - sl.DRY_LAPSE_K_PER_M * z, 0.01)
    assert again.friction_velocity_m_per_s == pytest.approx(0.35, rel=0.01)
    assert again.obukhov_length_m == pytest.approx(-25.0, rel=0.02)
    with pytest.raises(ValueError, match="two heights"):
        sl.from_profile([2.0], [3.0], [10.0], 0.01)


def test_neutral_air_is_the_logarithm() -> None:
    # an upper level colder by just the dry-adiabatic lapse
    layer = sl.from_temperature_difference(7.39, 2.0, 0.006, 2.0, 16.0, -0.0098 * 14.0)
    assert math.isinf(layer.obukhov_length_m)
    assert layer.friction_velocity_m_per_s == pytest.approx(0.4 * 7.39 / math.log(2.0 / 0.006), rel=1e-6)
    assert float(layer.wind_m_per_s(20.0)) == pytest.approx(
        layer.friction_velocity_m_per_s / 0.4 * math.log(20 / 0.006)
    )
    assert layer.inverse_obukhov_per_m == 0.0


def test_signs() -> None:
    assert sl.from_temperature_difference(4.0, 2.0, 0.01, 2.0, 16.0, -2.0).obukhov_length_m < 0.0
    assert sl.from_temperature_difference(4.0, 2.0, 0.01, 2.0, 16.0, 1.0).obukhov_length_m > 0.0
    very_stable = sl.from_temperature_difference(1.2, 2.0, 0.006, 2.0, 16.0, 3.0)
    assert 0.0 < very_stable.obukhov_length_m < 10.0
    assert very_stable.friction_velocity_m_per_s > 0.01
    with pytest.raises(ValueError, match="heights"):
        sl.from_temperature_difference(4.0, 2.0, 0.01, 16.0, 2.0, -2.0)
    with pytest.raises(ValueError, match="above zero"):
        sl.from_friction_velocity(0.0, 10.0, 0.01)


def test_a_calm_night_ends_where_similarity_does() -> None:
    calm = sl.from_temperature_difference(0.5, 2.0, 0.006, 2.0, 16.0, 5.0)
    calmer = sl.from_temperature_difference(0.5, 2.0, 0.006, 2.0, 16.0, 9.0)
    assert calm.obukhov_length_m == pytest.approx(calm.constants.obukhov_stable_least_m, rel=0.06)
    assert calmer.friction_velocity_m_per_s == pytest.approx(calm.friction_velocity_m_per_s)
    least = calm.constants.sigma_w_least_m_per_s
    assert sl.sigma_w_m_per_s(calm, [0.1, 5.0, 15.0]).min() == least
    assert sl.from_friction_velocity(0.02, 0.4, 0.006).obukhov_length_m == 0.4  # what is measured stays


def test_classes_run_from_unstable_to_stable() -> None:
    inverse = [sl.from_class(c, 4.0, 10.0, 0.03).inverse_obukhov_per_m for c in "ABCDEF"]
    assert inverse == sorted(inverse)
    assert inverse[3] == 0.0
    with pytest.raises(ValueError, match="A to F"):
        sl.from_class("G", 4.0, 10.0, 0.03)


def test_fluxes() -> None:
    density = 101325.0 / (287.05287 * 293.15)
    layer = sl.from_fluxes(density * 0.3**2, 200.0, 20.0, 0.03)
    assert layer.friction_velocity_m_per_s == pytest.approx(0.3)
    kinematic = 200.0 / (density * 1004.7)
    assert layer.obukhov_length_m == pytest.approx(-(0.3**3) * 293.15 / (0.4 * 9.80665 * kinematic))
    assert sl.from_fluxes(0.1, -20.0, 20.0, 0.03).obukhov_length_m > 0.0


def test_stability_functions_against_their_differential_forms() -> None:
    c = sl.closure()
    step = 1e-5
    for zeta in (-3.0, -0.5, -0.01):
        slope = float(sl.psi_momentum(zeta + step, c) - sl.psi_momentum(zeta - step, c)) / (2 * step)
        assert 1.0 - zeta * slope == pytest.approx((1 + 3.6 * abs(zeta) ** (2 / 3)) ** -0.5, rel=1e-4)
        slope = float(sl.psi_heat(zeta + step, c) - sl.psi_heat(zeta - step, c)) / (2 * step)
        assert 1.0 - zeta * slope == pytest.approx((1 + 7.9 * abs(zeta) ** (2 / 3)) ** -0.5, rel=1e-4)
    # where Dyer's functions are stated, these are near them
    for zeta in (-0.5, -1.0, -2.0):
        assert (1 + 3.6 * abs(zeta) ** (2 / 3)) ** -0.5 == pytest.approx((1 - 16 * zeta) ** -0.25, rel=0.2)
    # near neutral on the stable side the slope is about 5, as Dyer's
    assert float(sl.psi_momentum(0.01, c)) == pytest.approx(-0.05, rel=0.15)
    assert float(sl.psi_momentum(0.0, c)) == pytest.approx(0.0, abs=1e-12)
    assert float(sl.psi_heat(0.0, c)) == pytest.approx(0.0, abs=1e-12)


def test_turbulence_of_the_limits() -> None:
    neutral = sl.from_friction_velocity(0.4, math.inf, 0.01)
    assert float(sl.sigma_w_m_per_s(neutral, 1.0)) == pytest.approx(0.5, rel=0.01)
    assert float(sl.time_scale_s(neutral, 2.0)) == pytest.approx(0.5 * 2.0 / 0.5, rel=0.01)
    convective = sl.from_friction_velocity(0.3, -5.0, 0.01, mixing_height=1000.0)
    w_star = 0.3 * (1000.0 / (0.4 * 5.0)) ** (1 / 3)
    # free convection: sigma_w^2 = 1.8 w*^2 (z/h)^(2/3) (1 - 0.8 z/h)^2
    expected = math.sqrt(1.8) * w_star * 0.1 ** (1 / 3) * 0.92
    assert float(sl.sigma_w_m_per_s(convective, 100.0)) == pytest.approx(expected, rel=0.05)
    assert float(sl.lateral_m_per_s(convective, 100.0, 1.92)) == pytest.approx(0.6 * w_star, rel=0.08)
    stable = sl.from_friction_velocity(0.2, 20.0, 0.01)
    assert float(sl.time_scale_s(stable, 20.0)) < float(sl.time_scale_s(neutral, 20.0))
    assert sl.mixing_height_m(0.2, 1 / 20.0, stable.constants) == pytest.approx(
        0.4 * math.sqrt(0.2 * 20 / 1e-4)
    )


def test_the_table_is_what_the_kernels_ask() -> None:
    layer = sl.from_friction_velocity(0.4, -30.0, 0.01)
    table = sl.turbulence_table(layer, 0.1)
    assert table.shape == (512, 7)
    assert table[0, 0] == 0.1
    assert table[-1, 0] == layer.mixing_height_m
    assert (table[:, 1:] > 0.0).all()
    longer = sl.turbulence_table(layer, 0.1, averaging_s=3600.0)
    assert longer[0, 5] / table[0, 5] == pytest.approx(6**0.2)
    other = sl.varied(layer, time_scale_coefficient=0.4)
    assert float(sl.time_scale_s(other, 1.0)) == pytest.approx(0.8 * float(sl.time_scale_s(layer, 1.0)))


def test_many_columns_at_once_are_each_layer_s_table() -> None:
    layers = [
        sl.from_friction_velocity(*known, 0.05, 900.0) for known in ((0.3, -40.0), (0.2, 60.0), (0.5, np.inf))
    ]
    z = 0.5 + 899.5 * np.linspace(0.0, 1.0, 64) ** 2
    found = sl.columns_m_per_s(
        np.array([v.friction_velocity_m_per_s for v in layers]), np.array([v.obukhov_length_m for v in layers]),
        np.array([v.mixing_height_m for v in layers]), z, 1200.0,
    )  # fmt: skip
    for k, layer in enumerate(layers):
        assert np.allclose(found[:, k, :], sl.turbulence_table(layer, 0.5, 1200.0, 64)[:, 2:].T)
