from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.physics.plume_tracers import stokes_m_per_s, tracer_law

KNOWN = ("udmh", "no2", "hno3", "hcl", "so2", "al2o3")


def test_names_and_aliases() -> None:
    law = tracer_law("N2O4")
    assert law is not None
    assert law.species == "no2"
    assert tracer_law("SF6") is None
    alumina = tracer_law("alumina")
    assert alumina is not None
    assert alumina.settling_speed_m_per_s == pytest.approx(7.3e-5, rel=0.02)


@given(st.sampled_from(KNOWN), st.floats(0.1, 50.0))
def test_rain_takes_within_a_range(name: str, rain: float) -> None:
    law = tracer_law(name)
    assert law is not None
    found = law.wet(rain)
    assert 0.0 <= found.low_per_s <= found.central_per_s <= found.high_per_s
    assert law.wet(0.0).high_per_s == 0.0
    assert law.wet(2.0 * rain).central_per_s >= found.central_per_s


def test_the_two_models_of_nitric_acid_at_5_mm_per_hour() -> None:
    # life 2.0 h by one, 0.9 h by the other: a spread of two and more
    law = tracer_law("hno3")
    assert law is not None
    found = law.wet(5.0)
    assert pytest.approx(found.central_per_s, rel=0.05) == 0.5 * (1 / (3600 * 2.0) * 1.02 + 3.0e-4)
    assert found.high_per_s / found.low_per_s > 2.0


@given(st.sampled_from(KNOWN))
def test_the_line_meets_the_middle(name: str) -> None:
    law = tracer_law(name)
    assert law is not None
    line = law.wet_line()
    for rain in (1.0, 5.0):
        assert line.factor_per_s * rain**line.exponent_number == pytest.approx(law.wet(rain).central_per_s)


def test_stokes() -> None:
    assert stokes_m_per_s(10.0, 1000.0, 1.8e-5) == pytest.approx(3.03e-3, rel=0.01)
