from __future__ import annotations

import itertools
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from downrange.report.tradeoff import Choice, tradeoff_curve


def circles(choices: list[Choice], target: float | None) -> list[ET.Element]:
    markup = tradeoff_curve(choices, target, "KZT", "t", "told")
    return list(ET.fromstring(f"<r>{markup}</r>")[0].iter("circle"))


@given(st.lists(st.floats(1e3, 1e12), min_size=2, max_size=9, unique=True))
def test_more_harm_lies_to_the_right_and_more_cover_above(covered: list[float]) -> None:
    choices = [Choice(number, amount) for number, amount in enumerate(sorted(covered))]
    spots = [(float(c.get("cx", 0)), float(c.get("cy", 0))) for c in circles(choices, None)]
    assert all(a[0] < b[0] and a[1] >= b[1] for a, b in itertools.pairwise(spots))
    assert all(0 <= x <= 860 and 0 <= y <= 300 for x, y in spots)


def test_what_covers_the_debt_has_another_shape() -> None:
    short, enough = circles([Choice(0, 10e9), Choice(3, 14e9)], 13.7e9)
    assert "analogy" in (short.get("class") or "")
    assert "persuasive" in (enough.get("class") or "")


def test_nothing_to_hold_draws_nothing() -> None:
    assert tradeoff_curve([], 1.0, "KZT", "t") == ""
