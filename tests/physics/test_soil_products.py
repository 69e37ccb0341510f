"""Nitrate from the oxidiser."""

from __future__ import annotations

from dataclasses import fields

import pytest

from downrange.physics.release_library import soil
from downrange.physics.soil import SoilParameters
from downrange.physics.soil_products import NITRATE_OVER_N2O4_RATIO, nitrate
from downrange.reference.library import values

LEAVES = values("models/soil.yaml")
CENTRAL = SoilParameters(**{f.name: LEAVES[f.name].value for f in fields(SoilParameters)})
GROUND = soil("desert-sandy-loam")


def test_two_nitrates_from_one_n2o4() -> None:
    # 2 x (14.007 + 3 x 15.999) over 2 x 14.007 + 4 x 15.999
    assert pytest.approx(2 * 62.004 / 92.010, rel=1e-4) == NITRATE_OVER_N2O4_RATIO


def test_nitrate_stays_where_it_was_made() -> None:
    early = nitrate(400.0, 100.0, 15.0, 300.0, 0.0, GROUND, CENTRAL, 500.0, 1.0)
    late = nitrate(400.0, 100.0, 15.0, 300.0, 0.0, GROUND, CENTRAL, 500.0, 600.0)
    assert early == late
    assert early.left_kg == pytest.approx(500.0 * NITRATE_OVER_N2O4_RATIO, rel=0.05)
    assert early.area_over_limit_m2 > 0.0
    assert set(early.quantities()) == {
        "nitrate_soil_peak_mg_per_kg",
        "nitrate_soil_sampled_max_mg_per_kg",
        "nitrate_soil_10_20_cm_mg_per_kg",
        "nitrate_soil_20_30_cm_mg_per_kg",
        "nitrate_soil_splash_area_over_limit_m2",
    }


def test_no_oxidiser_no_nitrate() -> None:
    none = nitrate(0.0, 0.0, 15.0, 300.0, 30.0, GROUND, CENTRAL, 500.0)
    assert none.peak_mg_per_kg == 0.0
