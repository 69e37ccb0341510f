"""The levels of gridded fields as GeoJSON, so that a map that moves can show what the printed maps shade."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from downrange.base.figures import significant
from downrange.damage.assessment import Assessment, CloudMoments, FieldGrid
from downrange.report.map import legend_levels
from downrange.report.numbers import unit_label

__all__ = ["MOMENT_SHARES", "contours_geojson", "moments_geojson"]

_DIGITS = 5  # of a degree: about a metre
MOMENT_SHARES = (0.01, 0.1, 1.0)
"""Levels of a cloud at a moment, as shares of the 60-minute exposure level it is held against."""


def contours_geojson(assessment: Assessment) -> dict[str, Any]:
    """Give the areas over each level of every field (RFC 7946, WGS84).

    Returns
    -------
    dict
        A feature collection. Properties: ``field``, ``title``, ``unit``, ``level_number`` (in that unit),
        ``label``, ``step`` (0 for the lowest) and ``of``: ``median`` of the draws, or ``p95`` for the outline
        of the lowest level on their 95 % quantile.
    """
    features = [feature for grid in assessment.fields for feature in _levels(grid)]
    return {"type": "FeatureCollection", "features": features}


def moments_geojson(assessment: Assessment) -> dict[str, Any]:
    """Give the areas over each level of every cloud at each moment (RFC 7946, WGS84).

    Returns
    -------
    dict
        A feature collection. Properties: ``field``, ``title``, ``unit``, ``time_s`` after the release,
        ``source_deg`` (latitude, longitude), ``level_number``, ``label``, ``step`` (0 for the lowest).
    """
    features = [feature for one in assessment.moments for feature in _moments(one)]
    return {"type": "FeatureCollection", "features": features}


def _moments(one: CloudMoments) -> list[dict[str, Any]]:
    import numpy as np
    from contourpy import FillType, contour_generator

    longitude, latitude = (np.asarray(axis, float) for axis in (one.longitude_deg, one.latitude_deg))
    unit, features = unit_label(one.unit), []
    for time, values in zip(one.times_s, np.asarray(one.values, float), strict=True):
        shade = contour_generator(longitude, latitude, values, fill_type=FillType.OuterOffset)
        for step, share in enumerate(MOMENT_SHARES):
            level = share * one.level_number
            drawn: Any = shade.filled(level, math.inf)
            areas = [
                [_ring(spots[a:b]) for a, b in pairwise(cuts)]
                for spots, cuts in zip(drawn[0], drawn[1], strict=True)
            ]
            if not areas:
                continue
            told = {"field": one.name, "title": one.long_name, "unit": unit, "time_s": time}
            told |= {
                "source_deg": list(one.source_deg),
                "level_number": level,
                "label": f"{significant(level, 2)} {unit}",
                "step": step,
            }
            shape = {"type": "MultiPolygon", "coordinates": areas}
            features.append({"type": "Feature", "geometry": shape, "properties": told})
    return features


def _levels(grid: FieldGrid) -> list[dict[str, Any]]:
    import numpy as np
    from contourpy import FillType, contour_generator

    levels = legend_levels(grid)
    if not levels:
        return []
    latitude = np.asarray(grid.latitude_deg, dtype=float)
    longitude = np.asarray(grid.longitude_deg, dtype=float)
    values, upper = np.asarray(grid.values, dtype=float), np.asarray(grid.upper, dtype=float)
    shade = contour_generator(longitude, latitude, values, fill_type=FillType.OuterOffset)
    features = []
    for step, level in enumerate(levels):
        drawn: Any = shade.filled(level, math.inf)  # outer rings, and where each ring of one starts
        areas = [
            [_ring(spots[a:b]) for a, b in pairwise(cuts)]
            for spots, cuts in zip(drawn[0], drawn[1], strict=True)
        ]
        features.append(_feature(grid, level, step, "median", {"type": "MultiPolygon", "coordinates": areas}))
    lines: Any = contour_generator(longitude, latitude, upper).lines(levels[0])
    reach = {"type": "MultiLineString", "coordinates": [_ring(line) for line in lines]}
    features.append(_feature(grid, levels[0], 0, "p95", reach))
    return features


def _ring(spots: Any) -> list[list[float]]:
    return [[round(float(x), _DIGITS), round(float(y), _DIGITS)] for x, y in spots]


def _feature(grid: FieldGrid, level: float, step: int, of: str, geometry: dict[str, Any]) -> dict[str, Any]:
    unit = unit_label(grid.unit)
    return {
        "type": "Feature",
        "geometry": geometry,
        "properties": {
            "field": grid.name,
            "title": grid.long_name,
            "unit": unit,
            "level_number": level,
            "label": f"{significant(level, 1)} {unit}",
            "step": step,
            "of": of,
        },
    }
