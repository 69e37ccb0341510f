from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics import chemistry as c

# Share of nitrogen held as N2O4 at 1 atm, from NASA polynomials (Cantera nasa_gas.yaml).
TABLE = [
    (273.15, 100, 0.0116), (273.15, 1e3, 0.0965), (293.15, 1e3, 0.0203), (293.15, 1e4, 0.1519),
    (298.15, 1e5, 0.4425), (313.15, 1e4, 0.0431),
]  # fmt: skip


@pytest.mark.parametrize(("kelvin", "ppm", "share"), TABLE)
def test_n2o4_equilibrium_against_the_table(kelvin: float, ppm: float, share: float) -> None:
    assert c.nitrogen_held_as_n2o4_fraction(ppm, kelvin) == pytest.approx(share, rel=0.03, abs=2e-4)


def test_where_no2_is_toxic_it_is_all_no2() -> None:
    assert c.nitrogen_held_as_n2o4_fraction(20.0, 293.15) < 0.001
    assert c.nitrogen_held_as_n2o4_fraction(0.0, 293.15) == 0.0


def test_ppm_and_mass() -> None:
    # 1 ppm at 25 C and 1 atm is M / 24.465 mg/m3: the convention of the exposure levels.
    assert c.ppm_to_kg_per_m3(1.0, "no2") * 1e6 == pytest.approx(46.006 / 24.465, rel=1e-3)
    assert c.kg_per_m3_to_ppm(c.ppm_to_kg_per_m3(3.0, "udmh"), "udmh") == pytest.approx(3.0)
    # N2O4 has half the moles of the same mass of NO2: its own row of limits is the NO2 row halved.
    halved = c.kg_per_m3_to_ppm(1e-6, "n2o4") / c.kg_per_m3_to_ppm(1e-6, "no2")
    assert halved == pytest.approx(0.5, rel=1e-3)


@pytest.mark.parametrize(("hours", "two", "three"), [(0.5, 6.0, 22.0), (1.0, 3.0, 11.0), (4.0, 0.75, 2.7)])
def test_udmh_levels_are_one_dosage(hours: float, two: float, three: float) -> None:
    # C x t is constant: 3 and 11 ppm h (AEGL-2 and -3); the print is rounded to two digits.
    assert hours * two == pytest.approx(3.0)
    assert hours * three == pytest.approx(11.0, rel=0.02)


def test_forty_ppb_of_ozone_remove_at_most_forty_ppb() -> None:
    capacity = c.ozone_capacity_kg_per_m3(40.0, 298.15)
    rate = c.ozone_rate_per_s(4.3e-15, 40.0, 298.15)
    assert 1.0 / rate == pytest.approx(240.0, rel=0.05)  # "about 4 minutes"
    level = c.ppm_to_kg_per_m3(3.0, "udmh")
    assert c.udmh_left_kg_per_m3(level, capacity, rate, 1e6) / level == pytest.approx(
        1.0 - 0.04 / 3.0, rel=1e-6
    )
    assert c.udmh_left_kg_per_m3(0.5 * capacity, capacity, rate, 1e5) == pytest.approx(0.0, abs=1e-20)


@given(st.floats(0.0, 1e-3), st.floats(0.0, 1e-6), st.floats(0.0, 0.1), st.floats(0.0, 1e5))
def test_titration_never_takes_more_than_there_is(
    passive: float, capacity: float, rate: float, time: float
) -> None:
    left = c.udmh_left_kg_per_m3(passive, capacity, rate, time)
    assert 0.0 <= left <= passive * (1 + 1e-12)
    assert passive - left <= capacity + 1e-12 * passive


def test_ndma_is_heavier_and_light_breaks_it() -> None:
    assert c.ndma_from_udmh_kg(60.1, 1.0) == pytest.approx(74.083, rel=1e-3)
    assert c.daylight_share(-10.0) == 0.0
    assert c.daylight_share(90.0) == 1.0
    assert c.daylight_share(30.0) == pytest.approx(0.5)
    assert math.log(2.0) / 3.9e-4 / 60.0 == pytest.approx(30.0, rel=0.02)
