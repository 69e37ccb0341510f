from __future__ import annotations

from datetime import date, timedelta
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from downrange.report.gantt import Flight, Hold, late_from, manifest_timeline

ON = date(2025, 11, 27)
DAY = date(2025, 12, 20)


def drawings(*flights: Flight, holds: tuple[Hold, ...] = ()) -> list[ET.Element]:
    return list(ET.fromstring(f"<r>{manifest_timeline(flights, holds, ON, 'a title', 'told')}</r>"))


def marks(svg: ET.Element, name: str) -> list[ET.Element]:
    return [element for element in svg.iter() if name in (element.get("class") or "").split()]


@given(st.lists(st.floats(1.0, 900.0), min_size=3, max_size=3))
def test_the_median_lies_inside_its_bar_and_after_the_plan(days: list[float]) -> None:
    low, middle, high = sorted(days)
    for svg in drawings(Flight("x", (DAY, DAY), "stopped", (low, middle, high))):
        (bar,), (dot,), (plan,) = marks(svg, "bar"), marks(svg, "dot"), marks(svg, "plan")
        start, width = float(bar.get("x", 0)), float(bar.get("width", 0))
        at = float(dot.get("x", 0)) + 4.5
        assert start - 0.3 <= at <= start + width + 0.3
        assert float(plan.get("cx", 0)) <= start + 0.3


def test_each_effect_has_a_shape_of_its_own() -> None:
    stopped, delayed, kept, lost = (
        drawings(Flight("x", (DAY, DAY), effect, delay))[0]
        for effect, delay in (
            ("stopped", (10.0, 20.0, 30.0)),
            ("delayed", (10.0, 20.0, 30.0)),
            ("unaffected", (0.0, 0.0, 0.0)),
            ("stopped", None),
        )
    )
    assert marks(stopped, "dot")[0].tag == "rect"
    assert marks(delayed, "dot")[0].tag == "path"
    assert marks(kept, "kept")
    assert not marks(kept, "bar")
    assert marks(lost, "ref")
    assert "no way out known" in "".join(lost.itertext())


def test_a_flight_on_record_and_a_hold_without_an_end_are_drawn() -> None:
    flight = Flight("x", (DAY, DAY), "delayed", (10.0, 20.0, 30.0), flew_on=date(2026, 3, 22))
    holds = (Hold("cabin: lost", ON, date(2026, 3, 3)), Hold("tower: held", ON))
    for svg in drawings(flight, holds=holds):
        assert marks(svg, "flown")[0].find("title") is not None
        assert len(marks(svg, "held")) == 2
        assert len(marks(svg, "tip")) == 1  # the arrow of the one without an end
        assert "asked on 2025-11-27" in "".join(svg.itertext())


def test_it_is_told_in_words_and_long_manifests_are_cut_to_those_touched() -> None:
    flights = [Flight(f"n{i}", (DAY + timedelta(days=i),) * 2, "unaffected", None) for i in range(60)]
    late = Flight("the late one", (DAY, DAY), "delayed", (10.0, 20.0, 30.0))
    wide, narrow = drawings(*flights, late)
    words = "".join(wide.itertext())
    assert "the late one" in words
    assert "and 25 more" in words
    assert [child.tag for child in wide][:2] == ["title", "desc"]
    assert (wide.get("role"), narrow.get("class")) == ("img", "narrow-only")


def test_days_flown_then() -> None:
    assert late_from(Flight("x", (DAY, DAY), "unaffected", (0.0, 0.0, 0.0))) is None
    late = late_from(Flight("x", (DAY, DAY), "stopped", (1.0, 2.0, 3.0)))
    assert late == (date(2025, 12, 21), date(2025, 12, 22), date(2025, 12, 23))
