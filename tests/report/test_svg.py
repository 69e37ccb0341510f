from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from downrange.report.svg import element, figure, text

XML_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"))


@given(XML_TEXT, XML_TEXT)
def test_whatever_is_written_stays_text(content: str, value: str) -> None:
    root = ET.fromstring(element("g", text(1, 2, content, value)))
    (inner,) = root
    assert "".join(inner.itertext()) == content
    assert inner.get("class") == value


def test_a_picture_has_a_title_and_no_width_of_its_own() -> None:
    root = ET.fromstring(figure(100, 50.0, [element("rect", width=1.25)], "A & B"))
    assert root[0].text == "A & B"
    assert root.get("viewBox") == "0 0 100 50"
    assert root[1].get("width") == "1.2"


def test_names_of_attributes_are_turned_into_svg() -> None:
    assert element("text", text_anchor="end", class_="x", y=None) == '<text text-anchor="end" class="x"/>'
