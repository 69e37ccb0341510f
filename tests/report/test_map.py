from __future__ import annotations

from dataclasses import replace
from xml.etree import ElementTree as ET

import numpy as np
import pytest
from tests.report import examples

from downrange.damage.assessment import Place
from downrange.report.map import extents, legend_levels, pictures


def drawn(index: int) -> ET.Element:
    return ET.fromstring(f"<r>{pictures(examples.assessment('example-case'), 'Example')[index].svg}</r>")


def test_everything_and_then_the_nearer_view_of_the_field() -> None:
    chosen = extents(examples.assessment("example-case"))
    assert set(chosen) == {"whole", "near"}
    near = chosen["near"]
    assert near.west_deg < 62.985 < near.east_deg
    assert near.south_deg < 46.052 < near.north_deg
    assert chosen["whole"].east_deg > 64.6 > near.east_deg
    assert len(pictures(examples.assessment("example-case"), "t")) == 2


def test_a_kilometre_is_as_long_to_the_north_as_to_the_east() -> None:
    """One degree of latitude over one of longitude on the drawing is 1 / cos(latitude) (Snyder, section 12)."""
    from downrange.report.map import Extent, framed

    frame = framed(Extent(62.0, 45.0, 64.0, 47.0), 860, 430)
    x0, y0 = frame.place(63.0, 46.0)
    x1, _ = frame.place(64.0, 46.0)
    _, y1 = frame.place(63.0, 47.0)
    assert (y0 - y1) / (x1 - x0) == pytest.approx(1 / np.cos(np.radians(46.0)), rel=1e-9)
    assert frame.km_across / frame.width == pytest.approx(111.195 / (y0 - y1), rel=1e-4)


def test_the_map_has_scale_north_names_and_the_lease_as_a_lease() -> None:
    words = "".join(drawn(0).itertext())
    for part in (
        "km",
        "N",
        "81/24",
        "Baikonur (57,000)",
        "a lease, not a border",
        "first stage, 95 %",
        "° E",
    ):
        assert part in words
    assert any(e.get("class") == "lease" for e in drawn(0).iter("path"))


def test_the_field_has_a_legend_with_unit_and_a_reach() -> None:
    picture = drawn(1)
    assert "over 10 mg/m²" in "".join(picture.itertext())
    assert any(e.get("class") == "reach" for e in picture.iter("path"))
    assert not any("ellipse" in (e.get("class") or "") for e in picture.iter("path"))
    assert legend_levels(examples.deposit()) == [1.0, 10.0, 100.0] or legend_levels(examples.deposit()) == [
        10.0,
        100.0,
        1000.0,
    ]


def test_an_empty_field_draws_nothing_and_no_place_no_map() -> None:
    grid = examples.deposit()
    none = replace(grid, values=np.zeros_like(grid.values), upper=np.zeros_like(grid.upper))
    assert legend_levels(none) == []
    assert len(pictures(replace(examples.assessment("x"), fields=(none,)), "t")) == 1
    assert pictures(replace(examples.assessment("x"), fields=(), places=()), "t") == []


def test_a_single_place_still_makes_a_map() -> None:
    lone = replace(examples.assessment("x"), fields=(), places=(Place("pad", "pad", 45.996, 63.564),))
    assert len(pictures(lone, "t")) == 1


def test_names_are_text_never_markup() -> None:
    bad = Place("<script>alert(1)</script>", "settlement", 46.0, 63.5)
    lone = replace(examples.assessment("x"), fields=(), places=(bad,))
    assert "<script" not in pictures(lone, "t")[0].svg
