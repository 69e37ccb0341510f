"""A moment of a cloud as a picture: levels inside the frame, the source marked, a round scale."""

from __future__ import annotations

import re
from typing import Any

import pytest

from downrange.report.moment_map import extent_of, moment_svg, reach_km

SOURCE = (46.0, 63.0)


def _square(half_deg: float, step: int) -> dict[str, Any]:
    ring = [[63.0 + x * half_deg, 46.0 + y * half_deg] for x, y in ((0, 0), (1, 0), (1, 1), (0, 1), (0, 0))]
    return {"geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}, "properties": {"step": step}}


def test_the_frame_holds_the_source_and_every_moment() -> None:
    assert extent_of([_square(0.1, 0), _square(0.3, 1)], SOURCE) == pytest.approx((63.0, 46.0, 63.3, 46.3))
    assert extent_of([], SOURCE) == (63.0, 46.0, 63.0, 46.0)


def test_how_far_a_level_reaches_is_measured_from_the_source() -> None:
    assert reach_km(_square(0.1, 0), SOURCE) == pytest.approx(13.55, abs=0.05)  # 11.1 km north, 7.7 km east


@pytest.mark.parametrize("half_deg", [0.001, 0.1, 2.0])
def test_what_is_drawn_lies_inside_the_picture_and_the_title_is_escaped(half_deg: float) -> None:
    rows = [_square(half_deg, 0), _square(half_deg / 2, 2)]
    svg = moment_svg(rows, extent_of(rows, SOURCE), SOURCE, "<NO2> & more")
    assert "&lt;NO2&gt; &amp; more" in svg
    assert svg.count("<path d") == 4
    spots = re.findall(r"[ML](\d[\d.]*) (\d[\d.]*)", svg.split('stroke="var(--bad)"')[0])
    assert spots
    assert all(0 <= float(x) <= 640 and 0 <= float(y) <= 400 for x, y in spots)
    assert re.search(r">[\d.e-]+ km<", svg)
