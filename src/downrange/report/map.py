"""The printable map: places, ellipses and fields over a small base map, drawn as SVG.

Local equirectangular projection about the middle of the picture (Snyder, Map Projections: A Working Manual,
USGS Professional Paper 1395, 1987, section 12): true to scale along the middle parallel and all meridians,
which is enough for a few hundred kilometres; the scale bar holds at the middle.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from markupsafe import Markup

from downrange.base.figures import significant
from downrange.damage.assessment import Assessment, FieldGrid, Place
from downrange.report.basemap import layers
from downrange.report.numbers import unit_label
from downrange.report.svg import element, figure, text
from downrange.report.words import word

__all__ = [
    "Extent", "Frame", "Picture", "around", "base_layers", "extents", "framed", "furniture", "legend_levels",
    "path_of", "pictures", "visible_places",
]  # fmt: skip

_KM_PER_DEG = math.pi / 180.0 * 6371.0088  # mean radius of the Earth, IUGG (Moritz, 2000)
_AREAS = ("ellipse", "zone", "cloud", "splash", "lease")
_FAINTEST_SHARE = 0.001


@dataclass(frozen=True)
class Extent:
    """What a map shows, in WGS84 degrees."""

    west_deg: float
    south_deg: float
    east_deg: float
    north_deg: float


@dataclass(frozen=True)
class Picture:
    """A map with its title; ``svg`` holds a wide and a narrow drawing."""

    title: str
    svg: Markup
    caption: str
    of_field: bool = False


@dataclass(frozen=True)
class Frame:
    """A map's extent and its size in the picture."""

    extent: Extent
    width: int
    height: int

    @property
    def _middle(self) -> float:
        return (self.extent.south_deg + self.extent.north_deg) / 2

    def place(self, longitude_deg: float, latitude_deg: float) -> tuple[float, float]:
        """Give the spot in the picture of a place in WGS84."""
        e = self.extent
        x = (longitude_deg - e.west_deg) / (e.east_deg - e.west_deg) * self.width
        y = (e.north_deg - latitude_deg) / (e.north_deg - e.south_deg) * self.height
        return x, y

    @property
    def km_across(self) -> float:
        """Give the width of the map along its middle parallel."""
        e = self.extent
        return (e.east_deg - e.west_deg) * _KM_PER_DEG * math.cos(math.radians(self._middle))


def extents(assessment: Assessment) -> dict[str, Extent]:
    """Choose what to show: everything, and where all that matters lies close together also a nearer view."""
    far = [p for p in assessment.places if p.kind not in ("lease", "settlement")]
    far = far or [p for p in assessment.places if p.kind == "settlement"]
    near = [p for p in far if p.kind in ("pad", "impact", "cloud", "splash")]
    fields = [corner for grid in assessment.fields for corner in _footprint(grid)]
    chosen: dict[str, Extent] = {}
    if far or fields:
        chosen["whole"] = around([*_spots(far), *fields])
    near = _close(near, fields)
    inner = around([*_spots(near), *fields]) if near or fields else None
    if inner and (inner.east_deg - inner.west_deg) < 0.5 * (
        chosen["whole"].east_deg - chosen["whole"].west_deg
    ):
        chosen["near"] = inner
    return chosen


def _close(places: list[Place], fields: Sequence[tuple[float, float]]) -> list[Place]:
    """Keep what lies about the first impact, else the first place: stages fall on another map."""
    if not places:
        return []
    centre = next((p for p in places if p.kind in ("splash", "impact")), places[0])
    reach = 0.5 + max((abs(x - centre.longitude_deg) for x, _ in fields), default=0.0)
    return [
        p
        for p in places
        if abs(p.longitude_deg - centre.longitude_deg) <= reach
        and abs(p.latitude_deg - centre.latitude_deg) <= reach
    ]


def _spots(places: Iterable[Place]) -> list[tuple[float, float]]:
    return [spot for p in places for spot in (*p.outline, (p.longitude_deg, p.latitude_deg))]


def _footprint(grid: FieldGrid) -> list[tuple[float, float]]:
    """Find the corners of the part of a field that is worth showing."""
    import numpy as np

    values = np.asarray(grid.upper, dtype=float)
    if not values.size or not np.nanmax(values) > 0:
        return []
    rows, columns = np.where(values >= _FAINTEST_SHARE * np.nanmax(values))
    latitude, longitude = np.asarray(grid.latitude_deg), np.asarray(grid.longitude_deg)
    return [
        (float(longitude[columns.min()]), float(latitude[rows.min()])),
        (float(longitude[columns.max()]), float(latitude[rows.max()])),
    ]


def around(spots: Sequence[tuple[float, float]]) -> Extent:
    """Give the extent of some (longitude, latitude) with a margin."""
    west, east = min(s[0] for s in spots), max(s[0] for s in spots)
    south, north = min(s[1] for s in spots), max(s[1] for s in spots)
    pad_lat = max(0.12 * (north - south), 0.006)
    pad_lon = max(0.12 * (east - west), 0.006 / math.cos(math.radians((south + north) / 2)))
    return Extent(west - pad_lon, south - pad_lat, east + pad_lon, north + pad_lat)


def framed(extent: Extent, width: int, height: int) -> Frame:
    """Widen an extent to the shape of the picture, so that a kilometre is as long in both directions."""
    narrow = math.cos(math.radians((extent.south_deg + extent.north_deg) / 2))
    lon, lat = extent.east_deg - extent.west_deg, extent.north_deg - extent.south_deg
    wanted = width / height
    if lon * narrow / lat < wanted:
        more = (wanted * lat / narrow - lon) / 2
        extent = Extent(extent.west_deg - more, extent.south_deg, extent.east_deg + more, extent.north_deg)
    else:
        more = (lon * narrow / wanted - lat) / 2
        extent = Extent(extent.west_deg, extent.south_deg - more, extent.east_deg, extent.north_deg + more)
    return Frame(extent, width, height)


def pictures(assessment: Assessment, title: str) -> list[Picture]:
    """Draw the maps of an assessment: the whole, and each field in a nearer view."""
    chosen = extents(assessment)
    if not chosen:
        return []
    drawn = []
    if "near" in chosen or not assessment.fields:
        drawn.append(_picture(assessment, chosen["whole"], None, title))
    for grid in assessment.fields:
        if _footprint(grid):
            near = chosen.get("near", chosen["whole"])
            drawn.append(_picture(assessment, near, grid, f"{title}: {grid.long_name}"))
    return drawn


def visible_places(assessment: Assessment) -> tuple[Place, ...]:
    """Give the places that a map of the assessment shows; without a map, all."""
    chosen = extents(assessment)
    if not chosen:
        return assessment.places
    shapes = [(860, 430), *((width, height) for width, height, _ in _SMALL)]
    shown = [framed(extent, *shape).extent for extent in chosen.values() for shape in shapes]
    return tuple(
        place
        for place in assessment.places
        if place.kind != "settlement"
        or any(
            e.west_deg <= place.longitude_deg <= e.east_deg
            and e.south_deg <= place.latitude_deg <= e.north_deg
            for e in shown
        )
    )


def _picture(assessment: Assessment, extent: Extent, grid: FieldGrid | None, title: str) -> Picture:
    svg = Markup("")
    shapes = [(860, 430, "map wide-only"), (360, 330, "map narrow-only")] if grid is None else _SMALL
    for width, height, class_ in shapes:
        frame = framed(extent, width, height)
        parts = [element("rect", width=width, height=height, class_="nomap"), *base_layers(frame)]
        if grid is not None:
            parts += _field(frame, grid)
        parts += _places(frame, assessment.places, outlines=grid is None)
        parts += furniture(frame)
        inner = element("svg", Markup("").join(parts), width=width, height=height, overflow="hidden")
        legend = _legend(grid, height) if grid is not None else []
        svg += figure(width, height + (26 if grid is not None else 0), [inner, *legend], title, class_)
    ellipses = any(place.kind == "ellipse" for place in assessment.places)
    caption = "Ellipses hold 68, 95 and 99.7 % of the falls of one body." if ellipses and grid is None else ""
    return Picture(title, svg, caption, grid is not None)


_SMALL = [(420, 330, "map one")]  # fields stand side by side, so that the eye compares them


def path_of(frame: Frame, line: Iterable[Sequence[float]], *, closed: bool = False) -> str:
    """Spell a line of (longitude, latitude) as the path of an SVG; spots too close are left out."""
    spots: list[tuple[float, float]] = []
    for longitude, latitude in line:
        x, y = frame.place(longitude, latitude)
        if not spots or abs(x - spots[-1][0]) + abs(y - spots[-1][1]) > 0.6:
            spots.append((x, y))
    body = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
    return f"M{body}{'z' if closed else ''}"


def base_layers(frame: Frame) -> list[Markup]:
    """Draw land, water, provinces, borders and the lease as far as the shipped clip reaches."""
    from shapely import MultiPolygon, Polygon, box
    from shapely.geometry import LineString

    data = layers()
    e = frame.extent
    seen = box(e.west_deg, e.south_deg, e.east_deg, e.north_deg)
    west, south, east, north = data["bounds_deg"]
    x, y = frame.place(west, north)
    x2, y2 = frame.place(east, south)
    parts = [element("rect", x=x, y=y, width=x2 - x, height=y2 - y, class_="water")]
    for layer, class_ in (("land", "land"), ("lakes", "water")):
        for rings in data[layer]:
            area = Polygon(rings[0], rings[1:])
            if not area.intersects(seen):
                continue
            cut = area.buffer(0).intersection(seen)
            pieces = cut.geoms if isinstance(cut, MultiPolygon) else [cut]
            d = "".join(
                path_of(frame, ring.coords, closed=True)
                for piece in pieces
                if isinstance(piece, Polygon)
                for ring in (piece.exterior, *piece.interiors)
            )
            if d:
                parts.append(element("path", d=d, class_=class_, fill_rule="evenodd"))
    for layer, class_ in (("provinces", "province"), ("borders", "border"), ("lease", "lease")):
        for line in data[layer]:
            if LineString(line).intersects(seen):
                parts.append(element("path", d=path_of(frame, line), class_=class_))
                if layer == "lease":
                    parts += _lease_label(frame, line)
    return parts


def _lease_label(frame: Frame, line: Sequence[Sequence[float]]) -> list[Markup]:
    top = max(line, key=lambda spot: spot[1])
    x, y = frame.place(top[0], top[1])
    inside = 0 < x < frame.width and 0 < y < frame.height
    words = word("leased_area")
    x = min(max(x, 3.2 * len(words)), frame.width - 3.2 * len(words))
    return [text(x, y - 5, words, "ml", "middle")] if inside else []


def legend_levels(grid: FieldGrid) -> list[float]:
    """Choose three powers of ten, from the greatest median downwards, in the field's unit."""
    import numpy as np

    greatest = float(np.nanmax(np.asarray(grid.values, dtype=float)))
    if not greatest > 0:
        return []
    top = math.floor(math.log10(greatest))
    return [10.0**exponent for exponent in range(top - 2, top + 1)]


def _field(frame: Frame, grid: FieldGrid) -> list[Markup]:
    import numpy as np
    from contourpy import FillType, contour_generator

    latitude = np.asarray(grid.latitude_deg, dtype=float)
    longitude = np.asarray(grid.longitude_deg, dtype=float)
    levels = legend_levels(grid)
    parts: list[Markup] = []
    if not levels:
        return parts
    shade = contour_generator(
        longitude, latitude, np.asarray(grid.values, dtype=float), fill_type=FillType.OuterOffset
    )
    for step, level in enumerate(levels):
        drawn: Any = shade.filled(level, math.inf)  # outer rings, and where each ring of one starts
        for spots, cuts in zip(drawn[0], drawn[1], strict=True):
            d = "".join(path_of(frame, spots[a:b], closed=True) for a, b in pairwise(cuts))
            parts.append(element("path", d=d, class_=f"s{step}", fill_rule="evenodd"))
    reach: Any = contour_generator(longitude, latitude, np.asarray(grid.upper, dtype=float)).lines(levels[0])
    parts += [element("path", d=path_of(frame, line), class_="reach") for line in reach]
    return parts


def _legend(grid: FieldGrid, height: int) -> list[Markup]:
    parts: list[Markup] = []
    x = 2.0
    for step, level in enumerate(legend_levels(grid)):
        for under in range(step + 1):
            parts.append(element("rect", x=x, y=height + 8, width=20, height=12, class_=f"s{under}"))
        label = f"over {significant(level, 1)}" + (f" {unit_label(grid.unit)}" if step == 0 else "")
        parts.append(text(x + 25, height + 18, label, "mt"))
        x += 36 + 6.4 * len(label)
    return parts


def _places(frame: Frame, places: Sequence[Place], *, outlines: bool) -> list[Markup]:
    parts: list[Markup] = []
    for place in places:
        if place.outline and (outlines or place.kind not in ("ellipse", "cloud")):
            class_ = f"area {place.kind}"
            outline = path_of(frame, place.outline, closed=True)
            parts.append(element("path", element("title", place.name), d=outline, class_=class_))
    taken: list[tuple[float, float, float, float]] = []
    order = {"pad": 0, "impact": 1, "splash": 1, "settlement": 3}
    dots = [p for p in places if not p.outline or p.kind not in _AREAS]
    for place in sorted(dots, key=lambda p: (order.get(p.kind, 2), -_size(p))):
        x, y = frame.place(place.longitude_deg, place.latitude_deg)
        if not (0 <= x <= frame.width and 0 <= y <= frame.height):
            continue
        parts.append(_dot(place, x, y))
        taken.append((x - 5, y - 5, x + 5, y + 5))
    for place in sorted(dots, key=lambda p: (order.get(p.kind, 2), -_size(p))):
        parts += _label(frame, place, taken)
    bodies = {place.properties.get("body") for place in dots}
    for place in places:
        named = place.properties.get("body") in bodies - {None}  # the point of impact bears the name already
        if place.outline and place.kind in _AREAS and outlines and not named:
            parts += _area_label(frame, place, taken)
    return parts


def _size(place: Place) -> float:
    value: Any = place.properties.get("population_persons", 0)
    return float(value) if isinstance(value, int | float) else 0.0


def _dot(place: Place, x: float, y: float) -> Markup:
    tip = element("title", place.name)
    if place.kind == "impact":
        return element(
            "path", tip, d=f"M{x - 5:.1f} {y - 5:.1f}l10 10M{x - 5:.1f} {y + 5:.1f}l10 -10", class_="hit"
        )
    if place.kind == "pad":
        return element("path", tip, d=f"M{x:.1f} {y - 6:.1f}l5.5 10h-11z", class_="pad")
    return element("circle", tip, cx=x, cy=y, r=3, class_="town")


def _label(frame: Frame, place: Place, taken: list[tuple[float, float, float, float]]) -> list[Markup]:
    x, y = frame.place(place.longitude_deg, place.latitude_deg)
    if not (0 <= x <= frame.width and 0 <= y <= frame.height):
        return []
    people = f" ({significant(_size(place))})" if place.kind == "settlement" and _size(place) else ""
    words = f"{place.name}{people}"
    width = 6.3 * len(words)
    for dx, dy, anchor in ((8, 4, None), (-8, 4, "end"), (0, -9, "middle"), (0, 17, "middle")):
        left = x + dx - (width if anchor == "end" else width / 2 if anchor == "middle" else 0)
        box = (left, y + dy - 10, left + width, y + dy + 3)
        free = all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken)
        if free and box[0] >= 0 and box[2] <= frame.width and box[1] >= 0 and box[3] <= frame.height:
            taken.append(box)
            return [text(x + dx, y + dy, words, "mt halo", anchor)]
    return []


def _area_label(frame: Frame, place: Place, taken: list[tuple[float, float, float, float]]) -> list[Markup]:
    spots = [frame.place(*spot) for spot in place.outline]
    x = sum(s[0] for s in spots) / len(spots)
    y = min(s[1] for s in spots) - 5
    width = 6.3 * len(place.name)
    x = min(max(x, width / 2 + 2), frame.width - width / 2 - 2)
    box = (x - width / 2, y - 10, x + width / 2, y + 3)
    free = all(box[2] < t[0] or box[0] > t[2] or box[3] < t[1] or box[1] > t[3] for t in taken)
    if not free or not 12 <= y <= frame.height:
        return []
    taken.append(box)
    return [text(x, y, place.name, "mt halo", "middle")]


def furniture(frame: Frame) -> list[Markup]:
    """Draw degrees along the edges, a scale bar and an arrow to the north."""
    parts: list[Markup] = []
    e = frame.extent
    for low, high, along in ((e.west_deg, e.east_deg, "x"), (e.south_deg, e.north_deg, "y")):
        step = _round_step((high - low) / (4 if frame.width > 500 or along == "y" else 3))
        first = math.ceil(low / step)
        for n in range(first, math.floor(high / step) + 1):
            degrees = n * step
            label = f"{degrees:.{max(0, -math.floor(math.log10(step)))}f}°"
            if along == "x":
                x = frame.place(degrees, e.south_deg)[0]
                parts.append(element("line", x1=x, x2=x, y1=0, y2=6, class_="sc thin"))
                parts.append(text(x + 3, 10, f"{label} E", "ml"))
            else:
                y = frame.place(e.west_deg, degrees)[1]
                parts.append(element("line", x1=0, x2=6, y1=y, y2=y, class_="sc thin"))
                parts.append(text(3, y - 3, f"{label} N", "ml"))
    length_km = _round_step(frame.km_across / 5)
    length = length_km / frame.km_across * frame.width
    right, bottom = frame.width - 16.0, frame.height - 14.0
    parts.append(element("line", x1=right - length, x2=right, y1=bottom, y2=bottom, class_="sc"))
    parts.append(text(right - length / 2, bottom - 6, f"{significant(length_km, 1)} km", "mt halo", "middle"))
    parts.append(element("path", d=f"M{right:.1f} 26l-6 16h12z", class_="north"))
    parts.append(text(right, 22, "N", "mt", "middle"))
    return parts


def _round_step(rough: float) -> float:
    power = 10.0 ** math.floor(math.log10(rough))
    return max(step * power for step in (1, 2, 5) if step * power <= rough * 1.0001)
