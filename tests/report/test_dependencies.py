from __future__ import annotations

from xml.etree import ElementTree as ET

from downrange.report.dependencies import Box, Link, dependency_picture

BOXES = [
    Box("cabin", "Service <cabin>", 0, "withdrawn", single=True),
    Box("pad", "Pad 31/6", 1, "fails", single=True),
    Box("radar", "Radar", 1),
    Box("mobile", "Mobile radar", 1),
    Box("flights", "Soyuz, cargo", 2, "fails", note="(2)"),
]
LINKS = [
    Link("pad", "cabin"),
    Link("flights", "pad"),
    Link("flights", "radar", "option"),
    Link("flights", "mobile", "option"),
    Link("flights", "nowhere"),
]


def drawings() -> list[ET.Element]:
    return list(ET.fromstring(f"<r>{dependency_picture(BOXES, LINKS, 'a title', 'told')}</r>"))


def test_every_box_and_every_known_link_is_drawn() -> None:
    wide = drawings()[0]
    assert len([e for e in wide.iter("rect") if (e.get("class") or "").startswith("node")]) == len(BOXES)
    edges = [e.get("class") or "" for e in wide.iter("path")]
    assert len(edges) == 4
    assert sum("option" in edge for edge in edges) == 2
    assert sum("hit-edge" in edge for edge in edges) == 2


def test_single_points_and_what_fails_are_marked_by_shape() -> None:
    wide = drawings()[0]
    assert len([e for e in wide.iter("rect") if e.get("class") == "inner"]) == 2
    assert len([e for e in wide.iter("line") if e.get("class") == "strike"]) == 2


def test_the_narrow_drawing_says_it_in_words() -> None:
    words = "\n".join(text for text in drawings()[1].itertext())
    assert "Soyuz, cargo (2) (fails with it)" in words
    assert "Service <cabin> ◎ (withdrawn)" in words
    assert "or Mobile radar" in words


def test_nothing_draws_nothing() -> None:
    assert dependency_picture([], [], "t") == ""
