from __future__ import annotations

import math
import re
from xml.etree import ElementTree as ET

import pytest

from downrange.report.azimuths import DropZone, Way, azimuth_map, compass

PAD = ("Baikonur", 46.0, 63.6)


def drawings(ways: list[Way], zones: list[DropZone]) -> list[ET.Element]:
    return list(ET.fromstring(f"<r>{azimuth_map(PAD, ways, zones, 'a title', 'told')}</r>"))


@pytest.mark.parametrize("azimuth_deg", [0.0, 45.0, 62.0, 90.0, 346.0])
def test_a_way_leaves_the_pad_in_its_direction(azimuth_deg: float) -> None:
    for svg in drawings([Way("station", azimuth_deg, asked=True)], []):
        (line,) = [e for e in svg.iter("path") if "way" in (e.get("class") or "").split()]
        spots = [
            tuple(map(float, pair.split())) for pair in re.findall(r"[\d.-]+ [\d.-]+", line.get("d", ""))
        ]
        (x0, y0), (x1, y1) = spots[0], spots[1]
        drawn = math.degrees(math.atan2(x1 - x0, y0 - y1)) % 360.0
        assert abs((drawn - azimuth_deg + 180.0) % 360.0 - 180.0) < 6.0
        assert "asked" in (line.get("class") or "")


def test_zones_stand_where_they_lie_with_their_full_axes() -> None:
    zone = DropZone("zone 25", 47.23, 66.38, 60.0, 30.0, 75.0)
    bare = DropZone("somewhere", 48.0, 64.0)
    wide = drawings([Way("station", 62.0)], [zone, bare])[0]
    (ellipse,) = wide.iter("ellipse")
    assert float(ellipse.get("rx", 0)) == pytest.approx(2 * float(ellipse.get("ry", 0)), rel=0.02)
    assert "rotate(-15.0" in ellipse.get("transform", "")
    assert len([e for e in wide.iter("path") if e.get("class") == "hit"]) == 1
    words = "".join(wide.itertext())
    assert "zone 25" in words
    assert "station, 62°" in words


def test_the_compass_names_sixteen_winds() -> None:
    assert [compass(22.5 * n) for n in range(16)][::4] == ["N", "E", "S", "W"]
    assert compass(359.9) == "N"
