"""Arrival of loaded tanks: the comparison of two spreads."""

from __future__ import annotations

import pytest

from downrange.base.spread import uniform
from downrange.physics.release_arrival import ArrivalParameters, arrival_probability, arrives
from downrange.reference.library import value

STRENGTH = value("models/release.yaml", "tank_strength_pa")


def test_a_strong_tank_arrives_and_a_weak_one_does_not() -> None:
    assert arrives(50e3, ArrivalParameters(60e3))
    assert not arrives(60e3, ArrivalParameters(50e3))


def chance(pressure_pa: float) -> float:
    draws = [ArrivalParameters(STRENGTH.draw(uniform(1, "tank_strength_pa", k))) for k in range(512)]
    return arrival_probability([pressure_pa] * 512, draws)


def test_a_harder_fall_arrives_less_often_but_the_two_known_falls_overlap() -> None:
    # about 48 to 100 kPa in 2007 (a crater), 71 to 148 kPa in 1999 (nothing): no strength separates them
    assert chance(48e3) > chance(100e3) > chance(148e3) > 0.0
    assert chance(71e3) > chance(100e3)
    assert chance(20e3) == 1.0
    assert chance(250e3) == 0.0


def test_no_draws_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="no draws"):
        arrival_probability([], [])
    with pytest.raises(ValueError, match="zip"):
        arrival_probability([1.0], [])
