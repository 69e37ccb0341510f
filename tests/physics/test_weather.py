from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics import weather as w
from downrange.physics.puff_parameters import central_air_parameters


@given(st.floats(0.5, 60.0), st.floats(0.0, 359.999))
def test_components_and_back(speed: float, from_deg: float) -> None:
    east, north = w.Wind(speed, from_deg).components_m_per_s
    again = w.from_components(east, north)
    assert again.speed_m_per_s == pytest.approx(speed)
    gap = abs(again.from_deg - from_deg)
    assert min(gap, 360.0 - gap) < 1e-6


def test_a_northerly_blows_to_the_south() -> None:
    east, north = w.Wind(5.0, 0.0).components_m_per_s
    assert (east, north) == pytest.approx((0.0, -5.0))


@pytest.mark.parametrize(
    ("speed", "sky", "letters"),
    [  # Pasquill 1961, table printed by NOAA ARL
        (1.0, "strong", "AA"), (2.5, "strong", "AB"), (4.0, "strong", "BB"), (7.0, "strong", "CC"),
        (1.5, "moderate", "AB"), (4.0, "moderate", "BC"), (5.5, "moderate", "CD"), (9.0, "moderate", "DD"),
        (2.5, "slight", "CC"), (5.5, "slight", "DD"), (2.5, "night-cloudy", "EE"), (4.0, "night-cloudy", "DD"),
        (2.5, "night-clear", "FF"), (4.0, "night-clear", "EE"), (5.5, "night-clear", "DD"), (2.0, "overcast", "DD"),
    ],
)  # fmt: skip
def test_the_classes_of_the_table(speed: float, sky: w.Insolation, letters: str) -> None:
    assert w.pasquill_class(speed, sky, 0.0) + w.pasquill_class(speed, sky, 1.0) == letters


def test_insolation_by_sun_and_cloud() -> None:
    assert w.insolation(70.0, 0.1) == "strong"
    assert w.insolation(70.0, 0.7) == "moderate"
    assert w.insolation(40.0, 0.1) == "moderate"
    assert w.insolation(20.0, 0.9) == "slight"
    assert w.insolation(20.0, 1.0) == "overcast"
    assert w.insolation(-5.0, 0.2) == "night-clear"
    assert w.insolation(-5.0, 0.7) == "night-cloudy"


def test_the_sun_where_it_must_be() -> None:
    # At the June solstice at noon on Greenwich the sun stands 90 - 51.48 + 23.44 degrees high.
    assert w.solar_elevation_deg(51.48, 0.0, 172, 12.03) == pytest.approx(61.96, abs=0.3)
    # England's midwinter noon, Pasquill's "slight".
    assert w.solar_elevation_deg(51.48, 0.0, 355, 11.97) == pytest.approx(15.08, abs=0.3)
    assert w.solar_elevation_deg(46.0, 63.0, 183, 20.0) < 0.0
    assert 15.0 < w.solar_elevation_deg(46.07, 62.985, 183, 2.63) < 30.0  # morning of 2 July at Baikonur


def test_spreading_curves_against_hand_values() -> None:
    d = w.spreading("D")
    assert d.sigma_y_m(1000.0) == pytest.approx(80.0 / math.sqrt(1.1))
    assert d.sigma_z_m(1000.0) == pytest.approx(60.0 / math.sqrt(2.5))
    assert w.spreading("F").sigma_z_m(1000.0) == pytest.approx(16.0 / 1.3)
    spreads = [w.spreading(c).sigma_y_m(500.0) for c in "ABCDEF"]
    assert spreads == sorted(spreads, reverse=True)


def test_climate_of_july_at_baikonur() -> None:
    place = w.climate("baikonur")
    east, north = place.mean_wind_m_per_s(7, 12000.0)
    assert math.hypot(east, north) == pytest.approx(25.9, abs=0.1)
    assert w.from_components(east, north).from_deg == pytest.approx(284, abs=1)
    assert place.air_temperature_c[6] == 27.4
    assert place.east_m_per_s.shape == (12, 21)


def test_the_middle_draw_is_the_mean_vector_and_the_sd_is_as_stated() -> None:
    place = w.climate("baikonur")
    east, north = w.surface_wind(place, 7, 0.5, 0.5).components_m_per_s
    assert (east, north) == pytest.approx(place.mean_wind_m_per_s(7, 0.0), abs=1e-9)
    shifted = w.surface_wind(place, 7, 0.841344746, 0.5).components_m_per_s
    assert shifted[0] - east == pytest.approx(2.0, abs=1e-3)
    random = np.random.default_rng(7)
    drawn = np.array(
        [
            w.drawn_profile(place, 1, list(random.standard_normal(21)), list(random.standard_normal(21)))[0]
            for _ in range(3000)
        ]
    )
    at_10_km = int(np.argmin(abs(place.heights_m - 1e4)))
    assert drawn[:, at_10_km].std() == pytest.approx(12.0, rel=0.06)
    assert drawn[:, at_10_km].mean() == pytest.approx(place.east_m_per_s[0, at_10_km], abs=1.0)
    close = np.corrcoef(drawn[:, at_10_km], drawn[:, at_10_km + 1])[0, 1]
    assert close == pytest.approx(math.exp(-2.0 / 3.0), abs=0.06)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0), st.floats(-30.0, 70.0), st.floats(0.3, 15.0))
def test_a_draw_is_whole(share: float, cloud: float, sun: float, speed: float) -> None:
    draw = w.weather_draw(
        central_air_parameters(
            mixing_height_share=share,
            cloud_cover_fraction=cloud,
            solar_elevation_deg=sun,
            wind_speed_m_per_s=speed,
        )
    )
    assert draw.mixing_height_m >= 50.0
    assert draw.wind_at(200.0).speed_m_per_s >= draw.wind.speed_m_per_s - 1e-9
    assert draw.wind_at(1e5) == draw.wind_at(draw.mixing_height_m)
