from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.figures import share_text, significant


@pytest.mark.parametrize(
    ("number", "digits", "text"),
    [
        (253412.0, 2, "250,000"), (9.96, 2, "10"), (0.000427, 2, "0.00043"), (0.0, 3, "0"), (-1234.0, 3, "-1,230"),
        (99.96, 3, "100"), (1.0, 2, "1.0"),
    ],
)  # fmt: skip
def test_a_number_keeps_the_digits_that_are_known(number: float, digits: int, text: str) -> None:
    assert significant(number, digits) == text


@given(st.floats(1e-9, 1e12), st.integers(2, 6))
def test_the_text_reads_back_within_the_digits_kept(number: float, digits: int) -> None:
    text = significant(number, digits)
    assert "e" not in text
    assert float(text.replace(",", "")) == pytest.approx(number, rel=0.51 * 10 ** (1 - digits))


def test_a_share_is_a_part_a_percentage_or_a_multiple() -> None:
    assert share_text(4e-6) == "1/250,000"
    assert share_text(0.032).split() == ["3.2", "%"]
    assert share_text(12) == "12 times"
    assert share_text(0) == "0"
