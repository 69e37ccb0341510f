from __future__ import annotations

from dataclasses import fields

import pytest

from downrange.physics.puff_parameters import FILE, AirParameters, central_air_parameters
from downrange.reference.library import values


def test_the_fields_are_the_keys_of_the_file() -> None:
    assert {f.name for f in fields(AirParameters)} == set(values(FILE))


def test_central_values_lie_inside_their_spreads_and_can_be_overridden() -> None:
    for name, sourced in values(FILE).items():
        low, high = sourced.low_high()
        assert sourced.draw(1e-9) <= sourced.value <= sourced.draw(1 - 1e-9), name
        assert low <= high
    assert central_air_parameters(rain_mm_per_h=5.0).rain_mm_per_h == 5.0
    with pytest.raises(AssertionError, match="unknown"):
        central_air_parameters(rain_m=1.0)
