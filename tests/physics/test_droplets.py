"""Break-up aloft: mass closed, high break-ups leave nothing of UDMH, kerosene arrives thin."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.physics.droplets import BreakupParameters, BreakupRelease, breakup_aloft, largest_drop_m
from downrange.physics.release_library import substance
from downrange.reference.library import values

LEAVES = values("models/release.yaml")
HEIGHTS = np.linspace(0.0, 11_000.0, 45)
TEMPERATURES = 288.15 - 0.0065 * HEIGHTS
PRESSURES = 101325.0 * (1 - 2.25577e-5 * HEIGHTS) ** 5.25588


def fall(slug: str, height_m: float, probability: float = 0.5) -> BreakupRelease:
    parameters = BreakupParameters(
        **{f.name: LEAVES[f.name].draw(probability) for f in fields(BreakupParameters)}
    )
    return breakup_aloft(
        substance(slug),
        1000.0,
        height_m,
        0.0,
        HEIGHTS,
        TEMPERATURES,
        PRESSURES,
        0 * HEIGHTS + 8.0,
        parameters,
    )


def test_the_largest_udmh_drop_is_about_4_mm() -> None:
    assert largest_drop_m(substance("udmh"), 12.0) == pytest.approx(4e-3, abs=0.5e-3)


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["udmh", "kerosene", "n2o4"]), st.floats(100.0, 20_000.0), st.floats(0.01, 0.99))
def test_mass_is_closed(slug: str, height_m: float, probability: float) -> None:
    release = fall(slug, height_m, probability)
    assert release.to_air_kg >= 0.0
    assert release.to_soil_kg >= 0.0
    assert release.to_air_kg + release.to_soil_kg == pytest.approx(1000.0)
    assert release.deposit_kg_per_m2 * release.footprint_m2 == pytest.approx(release.to_soil_kg)


def test_udmh_from_high_up_never_arrives() -> None:
    for probability in (0.05, 0.5, 0.95):
        assert fall("udmh", 10_000.0, probability).to_soil_kg == 0.0
    assert fall("udmh", 50_000.0).validity != ""
    assert fall("udmh", 10_000.0).gone_height_m > 0.0


def test_kerosene_arrives_but_thin() -> None:
    release = fall("kerosene", 10_000.0)
    assert release.ground_share > 0.5
    assert release.deposit_kg_per_m2 < 0.01
