from __future__ import annotations

from importlib.resources import files

from shapely.geometry import Point, Polygon

from downrange.reference import library
from downrange.report.basemap import CREDITS, layers


def test_the_base_map_is_small_and_inside_its_bounds() -> None:
    size = len(files("downrange.reference").joinpath("basemap/central-asia.json").read_bytes())
    assert size < 700_000
    west, south, east, north = layers()["bounds_deg"]
    for name in ("borders", "provinces", "lease"):
        for line in layers()[name]:
            assert len(line) > 1
            assert all(west <= x <= east and south <= y <= north for x, y in line)


def test_the_pad_stands_on_land_inside_the_lease_and_the_aral_sea_is_water() -> None:
    pad, aral = Point(62.985, 46.071), Point(60.9, 46.4)
    assert any(Polygon(a[0], a[1:]).contains(pad) for a in layers()["land"])
    assert any(Polygon(a[0], a[1:]).contains(aral) for a in layers()["lakes"])
    assert Polygon(layers()["lease"][0]).contains(pad)


def test_the_lease_is_no_border() -> None:
    ring = Polygon(layers()["lease"][0])
    assert not any(ring.buffer(0.05).contains(Point(*line[len(line) // 2])) for line in layers()["borders"])


def test_every_layer_names_its_source_and_the_credits_name_the_owners() -> None:
    described = library.table("basemap/layers.yaml")["layers"]
    assert set(described) == set(layers()) - {"bounds_deg"}
    for layer in described.values():
        assert library.citation(layer["source"]).licence == "public domain"
    assert any("Natural Earth" in line for line in CREDITS)
    assert any("CC BY 4.0" in line for line in CREDITS)
