"""One moment of a cloud as a small map: where each level is, seen from the source, with a scale."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup, escape

__all__ = ["extent_of", "moment_svg", "reach_km"]

_WIDTH, _HEIGHT, _MARGIN = 640.0, 400.0, 24.0
_KM_PER_DEG = 111.195
_OPACITY = (0.22, 0.38, 0.62)

Feature = Mapping[str, Any]


def _spots(features: Sequence[Feature]) -> list[tuple[float, float]]:
    return [
        (float(x), float(y))
        for one in features
        for area in one["geometry"]["coordinates"]
        for ring in area
        for x, y in ring
    ]


def extent_of(features: Sequence[Feature], source: tuple[float, float]) -> tuple[float, float, float, float]:
    """Give west, south, east, north, deg, of all moments of a cloud and its source (latitude, longitude)."""
    spots = [*_spots(features), (source[1], source[0])]
    return (
        min(x for x, _ in spots),
        min(y for _, y in spots),
        max(x for x, _ in spots),
        max(y for _, y in spots),
    )


def reach_km(feature: Feature, source: tuple[float, float]) -> float:
    """Give how far from the source a level reaches at its moment, km, on the plane at the source."""
    across = math.cos(math.radians(source[0]))
    return max(
        (math.hypot((x - source[1]) * across, y - source[0]) * _KM_PER_DEG for x, y in _spots([feature])),
        default=0.0,
    )


def moment_svg(
    features: Sequence[Feature],
    extent_deg: tuple[float, float, float, float],
    source: tuple[float, float],
    title: str,
) -> Markup:
    """Draw the levels of one moment; the frame is that of all moments, so that pictures can be compared.

    Parameters
    ----------
    features : sequence of mapping
        Of :func:`downrange.report.contours.moments_geojson`, of one cloud and one time.
    extent_deg : tuple of float
        Of :func:`extent_of`.
    source : tuple of float
        Latitude and longitude of the release, deg: drawn as a cross.
    title : str
        For who does not see the picture.
    """
    west, south, east, north = extent_deg
    across = math.cos(math.radians(source[0]))
    wide, high = max((east - west) * across, 1e-4), max(north - south, 1e-4)
    per_deg = min((_WIDTH - 2 * _MARGIN) / wide, (_HEIGHT - 3 * _MARGIN) / high)

    def place(x: float, y: float) -> str:
        return f"{_MARGIN + (x - west) * across * per_deg:.1f} {_MARGIN + (north - y) * per_deg:.1f}"

    shapes = []
    for one in sorted(features, key=lambda row: row["properties"]["step"]):
        rings = [ring for area in one["geometry"]["coordinates"] for ring in area]
        path = "".join("M" + "L".join(place(x, y) for x, y in ring) + "Z" for ring in rings)
        opacity = _OPACITY[min(one["properties"]["step"], 2)]
        shapes.append(f'<path d="{path}" fill="var(--model)" fill-opacity="{opacity}" fill-rule="evenodd"/>')
    cross = place(source[1], source[0])
    scale = _scale_km(per_deg)
    length = scale / _KM_PER_DEG * per_deg
    bottom = _HEIGHT - _MARGIN / 2
    body = "".join(shapes)
    return Markup(  # noqa: S704 - numbers and one escaped title
        f'<svg viewBox="0 0 {_WIDTH:g} {_HEIGHT:g}" role="img" aria-label="{escape(title)}">{body}'
        f'<path d="M{cross}m-7 0h14m-7 -7v14" stroke="var(--bad)" stroke-width="2" fill="none"/>'
        f'<path d="M{_MARGIN} {bottom}v-5m0 5h{length:.1f}m0 0v-5" stroke="var(--ink)" fill="none"/>'
        f'<text x="{_MARGIN + length + 6:.1f}" y="{bottom}" font-size="17" fill="var(--ink)">'
        f"{scale:g} km</text></svg>"
    )


def _scale_km(per_deg: float) -> float:
    """Choose a round length of about a quarter of the picture."""
    whole = (_WIDTH / 4) / per_deg * _KM_PER_DEG
    power = 10.0 ** math.floor(math.log10(whole))
    return next((step * power for step in (5, 2, 1) if step * power <= whole), power)
