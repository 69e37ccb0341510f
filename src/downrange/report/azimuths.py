"""The map of azimuths: the ways that are open from a site, and where what drops comes down.

The same projection and base map as :mod:`downrange.report.map`; beyond the shipped clip the paper is blank.
Tracks are geodesics at the launch azimuth relative to the ground: the turning Earth bends the real track a
little further, by less than the width of a zone over the first thousand kilometres.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from downrange.physics.earth import destination
from downrange.report.map import Frame, around, base_layers, framed, furniture, path_of
from downrange.report.svg import element, figure, text

__all__ = ["DropZone", "Way", "azimuth_map"]

_LABEL_AT = 0.86


@dataclass(frozen=True)
class Way:
    """A track from the site: its name and azimuth clockwise from north; ``asked``: the launches need it."""

    name: str
    azimuth_deg: float
    asked: bool = False


@dataclass(frozen=True)
class DropZone:
    """A zone by its centre; full axes and the azimuth of the long one where they were published."""

    name: str
    latitude_deg: float
    longitude_deg: float
    major_km: float | None = None
    minor_km: float | None = None
    azimuth_deg: float | None = None


def azimuth_map(
    site: tuple[str, float, float],
    ways: Sequence[Way],
    zones: Sequence[DropZone],
    title: str,
    description: str = "",
    length_km: float = 900.0,
    heights: tuple[int, int] = (430, 360),
) -> Markup:
    """Draw the ways open from a site over the base map, wide and narrow.

    Parameters
    ----------
    site : (name, latitude_deg, longitude_deg)
        Where the tracks begin.
    ways, zones : sequences
        Tracks by azimuth; zones by place.
    length_km : float
        How far each track is drawn.
    heights : (wide, narrow)
        Of the two drawings, in points of their own.
    title, description : str
        For screen readers.
    """
    _, latitude, longitude = site
    lines = {way: _line(latitude, longitude, way.azimuth_deg, length_km) for way in ways}
    spots = [(longitude, latitude), *(spot for line in lines.values() for spot in line)]
    spots += [(zone.longitude_deg, zone.latitude_deg) for zone in zones]
    svg = Markup("")
    for width, height, class_ in ((860, heights[0], "map wide-only"), (360, heights[1], "map narrow-only")):
        frame = framed(around(spots), width, height)
        parts = [element("rect", width=width, height=height, class_="nomap"), *base_layers(frame)]
        for way, line in lines.items():
            parts.append(
                element("path", d=path_of(frame, line), class_=f"way{' asked' if way.asked else ''}")
            )
        taken: list[_Corners] = []
        parts += _labels(frame, site, lines, taken)
        parts += _zones(frame, zones, taken)
        parts += furniture(frame)
        inner = element("svg", Markup("").join(parts), width=width, height=height, overflow="hidden")
        svg += figure(width, height, [inner], title, class_, description)
    return svg


def _line(
    latitude_deg: float, longitude_deg: float, azimuth_deg: float, length_km: float
) -> list[tuple[float, float]]:
    ways_m = np.linspace(0.0, 1000.0 * length_km, 31)
    lat, lon = destination(latitude_deg, longitude_deg, azimuth_deg, ways_m)
    return [(float(x), float(y)) for x, y in zip(lon, lat, strict=True)]


_Corners = tuple[float, float, float, float]


def _free(box: _Corners, taken: Sequence[_Corners]) -> bool:
    return all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken)


def _zones(frame: Frame, zones: Sequence[DropZone], taken: list[_Corners]) -> list[Markup]:
    parts = []
    for zone in zones:
        x, y = frame.place(zone.longitude_deg, zone.latitude_deg)
        tip = element("title", zone.name)
        if zone.major_km and zone.minor_km:
            scale = frame.width / frame.km_across / 2
            turn = f"rotate({(zone.azimuth_deg or 90.0) - 90.0:.1f} {x:.1f} {y:.1f})"
            parts.append(
                element(
                    "ellipse", tip, cx=x, cy=y, rx=zone.major_km * scale, ry=zone.minor_km * scale,
                    transform=turn, class_="area ellipse",
                )
            )  # fmt: skip
        else:
            parts.append(
                element("path", tip, d=f"M{x - 5:.1f} {y:.1f}h10M{x:.1f} {y - 5:.1f}v10", class_="hit")
            )
        most = 26 if frame.width > 500 else 22
        words = zone.name if len(zone.name) <= most + 12 else zone.name[: most + 11] + "…"
        left = x > frame.width - 6.4 * len(words) - 12
        start = x - 9 - 6.3 * len(words) if left else x + 9
        for down in (15.0, -8.0, 30.0, -23.0, 45.0, 60.0):
            box = (start, y + down - 11, start + 6.3 * len(words), y + down + 3)
            if _free(box, taken):
                taken.append(box)
                side = "end" if left else None
                parts.append(text(x - 9 if left else x + 9, y + down, words, "mt halo", side))
                break
    return parts


def _labels(
    frame: Frame,
    site: tuple[str, float, float],
    lines: dict[Way, list[tuple[float, float]]],
    taken: list[_Corners],
) -> list[Markup]:
    """Write each track's name near its end, moved along it until it meets no other."""
    parts: list[Markup] = []
    for way, line in lines.items():
        words = f"{way.name}, {way.azimuth_deg:.0f}°"
        width = 6.3 * len(words)
        for share in (_LABEL_AT, 0.72, 0.58, 0.96, 0.44, 0.3):
            x, y = frame.place(*line[round(share * (len(line) - 1))])
            x = min(max(x, width / 2 + 4), frame.width - width / 2 - 4)
            box = (x - width / 2, y - 12, x + width / 2, y + 4)
            if _free(box, taken):
                taken.append(box)
                parts.append(text(x, y, words, "mt halo", "middle"))
                break
    name, latitude, longitude = site
    x, y = frame.place(longitude, latitude)
    parts.append(element("path", d=f"M{x - 6:.1f} {y + 5:.1f}h12l-6 -11z", class_="pad"))
    parts.append(text(x + 10, y + 14, name, "mt halo"))
    taken.append((x - 6, y - 6, x + 10 + 6.3 * len(name), y + 17))
    return parts


def compass(azimuth_deg: float) -> str:
    """Name an azimuth as sailors do, for the text behind the map.

    >>> compass(62.0), compass(-6.0), compass(180.0)
    ('ENE', 'N', 'S')
    """
    names = (
        "N",
        "NNE",
        "NE",
        "ENE",
        "E",
        "ESE",
        "SE",
        "SSE",
        "S",
        "SSW",
        "SW",
        "WSW",
        "W",
        "WNW",
        "NW",
        "NNW",
    )
    return names[math.floor((azimuth_deg % 360.0) / 22.5 + 0.5) % 16]
