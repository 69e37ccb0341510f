"""The levels of fields as GeoJSON: closed areas, each level inside the lower one, with unit and words."""

from __future__ import annotations

import numpy as np
from shapely.geometry import shape

from downrange.base.trace import Manifest
from downrange.damage.assessment import Assessment, CloudMoments, FieldGrid
from downrange.report.contours import contours_geojson, moments_geojson


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


def test_a_cloud_at_moments_has_its_levels_at_each_time_and_none_where_it_is_thin() -> None:
    latitude, longitude = np.linspace(47.0, 48.0, 41), np.linspace(66.0, 67.0, 31)
    hill = np.exp(-((latitude[:, None] - 47.5) ** 2 + (longitude[None, :] - 66.5) ** 2) / 0.01)
    cloud = CloudMoments(
        "no2_moment", "NO2", "mg m-3", (300.0, 600.0), latitude, longitude,
        np.stack([50.0 * hill, 0.5 * hill]), 20.0, (47.5, 66.4),
    )  # fmt: skip
    whole = Assessment("x", 1, 1, Manifest("1", {}, 1, 1), {}, (), (), (), (), moments=(cloud,))
    rows = [one["properties"] for one in moments_geojson(whole)["features"]]
    assert [(one["time_s"], one["step"]) for one in rows] == [
        (300.0, 0), (300.0, 1), (300.0, 2), (600.0, 0),
    ]  # fmt: skip
    assert rows[2]["label"] == "20 mg/m³"
    outer, inner = (shape(one["geometry"]) for one in moments_geojson(whole)["features"][:2])
    assert outer.contains(inner)
