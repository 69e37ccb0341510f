"""The levels of fields as GeoJSON: closed areas, each level inside the lower one, with unit and words."""

from __future__ import annotations

import numpy as np
from shapely.geometry import shape

from downrange.base.trace import Manifest
from downrange.damage.assessment import Assessment, FieldGrid
from downrange.report.contours import contours_geojson


def _assessment(scale: float) -> Assessment:
    latitude, longitude = np.linspace(47.0, 48.0, 41), np.linspace(66.0, 67.0, 41)
    hill = scale * np.exp(-((latitude[:, None] - 47.5) ** 2 + (longitude[None, :] - 66.5) ** 2) / 0.01)
    grid = FieldGrid("udmh_deposit", "UDMH on the ground", "mg_per_m2", latitude, longitude, hill, 2 * hill)
    return Assessment("x", 1, 1, Manifest("1", {}, 1, 1), {}, (), (), (), (), fields=(grid,))


def test_levels_lie_inside_each_other_and_inside_the_reach() -> None:
    features = contours_geojson(_assessment(500.0))["features"]
    areas = [one for one in features if one["properties"]["of"] == "median"]
    assert [one["properties"]["level_number"] for one in areas] == [1.0, 10.0, 100.0]
    assert areas[2]["properties"]["label"] == "100 mg/m²"
    low, middle, high = (shape(one["geometry"]) for one in areas)
    assert low.contains(middle)
    assert middle.contains(high)
    reach = next(one for one in features if one["properties"]["of"] == "p95")
    assert shape(reach["geometry"]).convex_hull.contains(low)


def test_nothing_laid_down_draws_nothing() -> None:
    assert contours_geojson(_assessment(0.0))["features"] == []
