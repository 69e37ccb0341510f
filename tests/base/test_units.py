import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.units import convert, is_dimensionless, is_unit, si, unit_of

# Published conversions, both ways. BIPM SI Brochure 9 (2019) tables 8 and 9; NIST SP 811 (2008) appendix B.
PUBLISHED = [
    (1.0, "deg", "rad", 0.017453292519943295),
    (1.0, "rad", "deg", 57.29577951308232),
    (1.0, "ft", "m", 0.3048),
    (1.0, "lb", "kg", 0.45359237),
    (1.0, "gal", "l", 3.785411784),
    (1.0, "yd3", "m3", 0.764554857984),
    (1.0, "acre", "ha", 0.40468564224),
    (36.0, "km_per_h", "m_per_s", 10.0),
    (0.0, "c", "k", 273.15),
    (1.0, "mg_per_kg", "g_per_t", 1.0),
    (1.0, "bar", "hpa", 1000.0),
    (30.0, "eur_per_kg", "eur_per_t", 30000.0),
    (1.0, "d", "h", 24.0),
    (1.0, "per_h", "per_s", 1.0 / 3600.0),
]


@pytest.mark.parametrize(("value", "unit", "to", "expected"), PUBLISHED)
def test_published_conversions_both_ways(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(value, unit, to) == pytest.approx(expected, rel=1e-9)
    assert convert(expected, to, unit) == pytest.approx(value, rel=1e-9, abs=1e-9)


@given(
    st.floats(-1e9, 1e9),
    st.sampled_from([("km", "nmi"), ("t", "lb"), ("h", "d"), ("c", "k"), ("mg_s_per_m3", "kg_s_per_m3")]),
)
def test_there_and_back(value: float, pair: tuple[str, str]) -> None:
    there = convert(value, *pair)
    assert convert(there, pair[1], pair[0]) == pytest.approx(value, rel=1e-9, abs=1e-6)


def test_different_dimensions_and_unknown_units_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be converted"):
        convert(1.0, "kg", "m")
    with pytest.raises(ValueError, match="cannot be converted"):
        convert(1.0, "eur", "usd")
    with pytest.raises(ValueError, match="unknown unit"):
        convert(1.0, "furlong", "m")


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("mass_kg", "kg"), ("speed_m_per_s", "m_per_s"), ("dose_mg_s_per_m3", "mg_s_per_m3"), ("wind_share", None),
        ("price_eur_per_kg", "eur_per_kg"), ("decay_per_s", "per_s"), ("damages", None), ("stress", None),
        ("area_over_limit_m2", "m2"), ("udmh_soil_10_20_cm_mg_per_kg", "mg_per_kg"), ("delay_d", "d"),
    ],
)  # fmt: skip
def test_the_unit_is_the_last_part_of_the_name(name: str, unit: str | None) -> None:
    assert unit_of(name) == unit


def test_pure_numbers_are_known_by_their_ending() -> None:
    assert is_dimensionless("burnt_fraction")
    assert is_dimensionless("confidence")
    assert not is_dimensionless("mass_kg")


def test_what_people_type() -> None:
    assert si("12 t").value == 12000.0
    assert si("12 t").unit == "kg"
    assert si("3.6 km/h").value == pytest.approx(1.0)
    assert si("600 tonnes").value == 6e5
    assert si("25 °").value == pytest.approx(math.radians(25))
    assert si("15 °C").value == pytest.approx(288.15)
    assert si("7").unit == ""
    for wrong in ("twelve t", "12 parsec", ""):
        with pytest.raises(ValueError, match=r"unknown|cannot read|more digits"):
            si(wrong)


@pytest.mark.parametrize(("unit", "known"), [("mg_per_kg", True), ("kzt_per_usd", True), ("furlongs", False)])
def test_what_is_a_unit(unit: str, known: bool) -> None:
    assert is_unit(unit) is known
