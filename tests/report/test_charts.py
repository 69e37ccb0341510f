from __future__ import annotations

from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from downrange.damage.assessment import Range
from downrange.report.charts import (
    Group,
    Moment,
    Part,
    Point,
    Row,
    Span,
    interval_chart,
    split_chart,
    time_line,
)
from downrange.report.numbers import tick_text

positive = st.floats(1e-9, 1e6)


def drawings(markup: str) -> list[ET.Element]:
    return list(ET.fromstring(f"<r>{markup}</r>"))


def chart(*rows: Row) -> list[ET.Element]:
    return drawings(
        interval_chart([Group("a group", rows)], title="t", tick=tick_text, mark=(1.0, "the sum"))
    )


@given(st.tuples(positive, positive, positive))
def test_bar_and_median_lie_in_order_inside_the_axis(values: tuple[float, float, float]) -> None:
    low, middle, high = sorted(values)
    for svg in chart(Row("m", "analogy", Range(low, middle, high))):
        bar = next(e for e in svg.iter("rect") if "bar" in (e.get("class") or ""))
        dot = next(e for e in svg.iter("circle"))
        x, width, at = float(bar.get("x", 0)), float(bar.get("width", 0)), float(dot.get("cx", 0))
        assert x - 0.2 <= at <= x + width + 0.2  # each is rounded to a tenth
        assert 0 <= x <= 860


def test_a_factor_of_ten_is_one_step_everywhere() -> None:
    rows = [Row(str(n), "law", Range(10.0**-n, 10.0**-n, 10.0**-n)) for n in (1, 2, 3)]
    wide = chart(*rows)[0]
    middles = [float(e.get("x", 0)) for e in wide.iter("rect") if e.get("class") == "dot law"]
    assert abs((middles[0] - middles[1]) - (middles[1] - middles[2])) < 0.2
    assert middles[0] > middles[2]


def test_applicability_has_a_shape_of_its_own_so_that_colour_alone_says_nothing() -> None:
    shape = Range(0.1, 0.2, 0.3)
    law, persuasive, analogy = (chart(Row("m", s, shape))[0] for s in ("law", "persuasive", "analogy"))
    assert any(e.get("class") == "dot law" for e in law.iter("rect"))
    radii = [next(e.get("r") for e in svg.iter("circle")) for svg in (persuasive, analogy)]
    assert radii[0] != radii[1]


def test_a_refusal_has_an_empty_dashed_row_and_no_bar() -> None:
    svg = chart(Row("kz-535", "refused", None, "refused: tables"))[0]
    classes = [e.get("class") for e in svg.iter("rect")]
    assert "ref" in classes
    assert not any("bar" in (c or "") for c in classes)
    assert "refused: tables" in "".join(svg.itertext())


def test_measured_ranges_and_points_are_drawn_with_their_words() -> None:
    row = Row("crater", "model", Range(10, 20, 40), "", (Point(20, 40, "x said"), Point(6, 6, "y said")))
    wide = drawings(interval_chart([Group("", (row,))], title="t", tick=str))[0]
    classes = [e.get("class") for e in wide.iter("path")]
    assert classes == ["measline", "measpoint"]
    assert "x said" in "".join(wide.itertext())


def test_nothing_to_draw_still_makes_a_chart() -> None:
    assert len(drawings(interval_chart([], title="t", tick=str))) == 2
    assert chart(Row("zero", "law", Range(0.0, 0.0, 0.0)))


def test_the_split_fills_its_width_by_shares() -> None:
    svg = drawings(split_chart([Part(0.75, "a", "", "air"), Part(0.25, "b", "", "soil")], "t"))[0]
    widths = [float(e.get("width", 0)) for e in svg.iter("rect")]
    assert abs(widths[0] - 3 * widths[1]) < 6


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9))
def test_labels_on_the_time_line_never_meet(at: list[float]) -> None:
    moments = [
        Moment(share, "2023-03", f"something happened number {n}") for n, share in enumerate(sorted(at))
    ]
    svg = drawings(time_line(moments, [Span(0.2, 0.5, "held", open_end=True)], "end: not known", "t"))[0]
    labels = [e for e in svg.iter("text") if e.get("class") == "tdate" and e.text != "end: not known"]
    assert len(labels) == len(moments)
    spots = {(e.get("x"), e.get("y"), e.get("text-anchor")) for e in labels}
    apart = {m.at_share for m in moments}
    assert len(spots) >= len(apart) - sum(1 for a in apart for b in apart if 0 < abs(a - b) < 2e-4)
    height = float((svg.get("viewBox") or "0 0 0 0").split()[3])
    assert all(0 < float(e.get("y", 0)) <= height for e in svg.iter("text"))


def test_what_has_no_known_end_is_drawn_as_an_outline_to_the_edge() -> None:
    svg = drawings(time_line([Moment(0.0, "2023", "a")], [Span(0.1, 0.5, "b", open_end=True)], "end", "t"))[0]
    assert [e.get("class") for e in svg.iter("rect")] == ["held", "ref"]
    svg = drawings(time_line([Moment(0.0, "2023", "a")], [Span(0.1, 0.5, "b")], "end", "t"))[0]
    assert [e.get("class") for e in svg.iter("rect")] == ["held"]
