"""Break-up aloft: mass closed, high break-ups leave nothing of UDMH, kerosene arrives thin."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

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


def test_the_wind_turns_with_height_and_so_does_the_drift() -> None:
    def under(winds: Any) -> BreakupRelease:
        middle = BreakupParameters(**{f.name: LEAVES[f.name].draw(0.5) for f in fields(BreakupParameters)})
        return breakup_aloft(
            substance("kerosene"), 1000.0, 10_000.0, 0.0, HEIGHTS, TEMPERATURES, PRESSURES, winds, middle
        )

    steady, calm = 0 * HEIGHTS + 8.0, 0 * HEIGHTS
    east, north = under(np.stack([steady, calm])), under(np.stack([calm, steady]))
    assert under(steady).drift_m == pytest.approx(east.drift_m) == pytest.approx(north.drift_m)
    assert (east.drift_east_m, east.drift_north_m) == pytest.approx((east.drift_m, 0.0))
    assert (north.drift_east_m, north.drift_north_m) == pytest.approx((0.0, east.drift_m))
    aslant = under(np.stack([0.6 * steady, -0.8 * steady]))
    assert aslant.drift_m == pytest.approx(east.drift_m)
    assert aslant.footprint_m2 == pytest.approx(east.footprint_m2)
    assert aslant.drift_north_m == pytest.approx(-0.8 * east.drift_m)
    turning = under(np.stack([steady * (HEIGHTS > 5000.0), steady * (HEIGHTS <= 5000.0)]))
    assert 0.0 < turning.drift_east_m < turning.drift_m < east.drift_m
    assert turning.to_soil_kg == pytest.approx(east.to_soil_kg)  # the wind moves drops and dries none
