"""Fragments of a body that comes apart on its way."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.errors import ValidityError
from downrange.physics.earth import distance_azimuth
from downrange.physics.fall import Body, State
from downrange.physics.fall_breakup import (
    LIGHTEST_KG_PER_M2,
    Fallen,
    Fragment,
    ballistic_classes,
    break_up,
)
from downrange.physics.fall_drag import ConstantDrag
from downrange.physics.fall_ellipse import disperse

STATE = State(46.6, 64.0, 43000.0, 1738.0, 25.0, 62.0)
WHOLE = Body(30600.0, ConstantDrag(1.0, 43.0))
HEAVY, MIDDLE, LIGHT = (Fragment(3.0, 100.0, b, 1.0) for b in (2000.0, 100.0, 5.0))


def test_three_pounds_per_square_foot() -> None:
    assert pytest.approx(14.65, abs=0.01) == LIGHTEST_KG_PER_M2


@given(st.lists(st.floats(0.1, 1e5), min_size=1, max_size=30))
def test_every_fragment_is_in_one_class_of_half_a_decade(coefficients: list[float]) -> None:
    classes = ballistic_classes([Fragment(2.0, 10.0, b, 1.0) for b in coefficients])
    held = sorted(piece.ballistic_kg_per_m2 for kind in classes for piece in kind.fragments)
    assert held == sorted(coefficients)
    assert math.fsum(kind.mass_kg for kind in classes) == pytest.approx(20.0 * len(coefficients))
    assert math.fsum(kind.count_number for kind in classes) == 2.0 * len(coefficients)
    for kind in classes:
        assert all(kind.low_kg_per_m2 <= p.ballistic_kg_per_m2 <= kind.high_kg_per_m2 for p in kind.fragments)
        if kind.low_kg_per_m2 >= LIGHTEST_KG_PER_M2:
            assert kind.high_kg_per_m2 <= kind.low_kg_per_m2 * 10.0**0.5 * (1.0 + 1e-9)


def test_lighter_fragments_fall_shorter_and_slower() -> None:
    light, middle, heavy = break_up(STATE, WHOLE, [HEAVY, MIDDLE, LIGHT], {}, altitude_m=20000.0, samples=64)

    def reach(fallen: Fallen) -> float:
        shape = fallen.ellipse
        return float(distance_azimuth(46.6, 64.0, shape.latitude_deg, shape.longitude_deg)[0])

    assert light.of.fragments == (LIGHT,)
    assert light.impacts.speed_m_per_s.max() < middle.impacts.speed_m_per_s.min()
    assert middle.impacts.speed_m_per_s.max() < heavy.impacts.speed_m_per_s.min()
    assert reach(light) < reach(middle) < reach(heavy)


def test_a_fragment_of_the_body_s_own_coefficient_falls_as_the_body_does() -> None:
    own = Fragment(1.0, WHOLE.mass_kg, WHOLE.mass_kg / 43.0, 43.0)
    (fallen,) = break_up(STATE, WHOLE, [own], {}, altitude_m=20000.0, samples=256)
    whole = disperse(STATE, WHOLE, {}, samples=2).nominal
    near, _ = distance_azimuth(
        whole.latitude_deg, whole.longitude_deg, fallen.impacts.latitude_deg, fallen.impacts.longitude_deg
    )
    assert float(np.min(near)) < 200.0  # the coefficient is drawn a quarter of a class either way


def test_a_break_up_at_the_start_and_below_the_ground() -> None:
    (at_start,) = break_up(STATE, WHOLE, [HEAVY], {}, altitude_m=60000.0, samples=16)
    (later,) = break_up(STATE, WHOLE, [HEAVY], {}, altitude_m=5000.0, samples=16)
    assert np.all(at_start.impacts.speed_m_per_s > later.impacts.speed_m_per_s)
    assert at_start.ellipse.latitude_deg > later.ellipse.latitude_deg
    with pytest.raises(ValidityError):
        break_up(STATE, WHOLE, [HEAVY], {}, altitude_m=100.0, ground_m=200.0)
    with pytest.raises(ValueError, match="fragments"):
        break_up(STATE, WHOLE, [], {}, altitude_m=100.0)


@settings(max_examples=5, deadline=None)
@given(st.floats(1.0, 100.0))
def test_the_parting_velocity_widens_the_ellipse(velocity: float) -> None:
    still, parted = (
        break_up(STATE, WHOLE, [HEAVY], {}, altitude_m=20000.0, velocity_m_per_s=v, samples=128)[0].ellipse
        for v in (0.0, velocity)
    )
    assert parted.minor_km > still.minor_km
