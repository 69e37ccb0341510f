from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.report.bars import Bar, Moved, move_chart, signed

amounts = st.floats(-1e9, 1e9).filter(lambda number: abs(number) > 1e-6)


def drawings(*bars: Bar) -> list[ET.Element]:
    return list(ET.fromstring(f"<r>{move_chart([Moved('a sum', 'EUR', bars)], 'moves')}</r>"))


@given(st.lists(amounts, min_size=1, max_size=6))
def test_bars_stand_on_the_side_of_their_sign_and_in_proportion(numbers: list[float]) -> None:
    for svg in drawings(*(Bar(f"change {index}", number, "fact") for index, number in enumerate(numbers))):
        line = next(e for e in svg.iter("line"))
        middle = float(line.get("x1", 0))
        rects = [e for e in svg.iter("rect") if (e.get("class") or "").startswith("move")]
        assert len(rects) == len(numbers)
        largest = max(map(abs, numbers))
        half = max(float(e.get("width", 0)) for e in rects)
        for rect, number in zip(rects, numbers, strict=True):
            x, width = float(rect.get("x", 0)), float(rect.get("width", 0))
            assert x + width <= middle + 1.2 if number < 0 else x >= middle - 0.1
            assert width == pytest.approx(max(half * abs(number) / largest, 1.0), abs=0.2)


def test_the_wide_and_the_narrow_drawing_say_the_same() -> None:
    wide, narrow = drawings(Bar("wind speed", -1200.0, "fact"), Bar("rule", 40.0, "law"))
    assert "".join(wide.itertext()) == "".join(narrow.itertext())
    assert "\u22121,200" in "".join(wide.itertext())
    assert [svg.get("class") for svg in (wide, narrow)] == ["wide-only", "narrow-only"]


def test_what_moves_nothing_is_drawn_as_a_hair() -> None:
    (rect,) = drawings(Bar("nothing", 0.0, "method"))[0].iter("rect")
    assert rect.get("width") == "1"
    assert signed(0.0) == "0"


def test_labels_are_text_never_markup() -> None:
    assert "<b>" not in str(move_chart([Moved("<b>sum", "EUR", (Bar("<b>x", 1.0, "fact"),))], "t"))
