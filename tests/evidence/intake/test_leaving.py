from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.evidence.intake.items import Text
from downrange.evidence.intake.leaving import find_leaving


def kinds(sentence: str) -> list[str]:
    return sorted({one.kind for one in find_leaving(Text(sentence))})


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Its head may not leave the country.", ["exit-ban"]),
        ("Its assets may not leave the country.", ["movement-ban"]),
        ("Neither its assets nor its head may leave.", ["exit-ban", "movement-ban"]),
        ("Its assets may not leave, nor may its head.", ["exit-ban", "movement-ban"]),
        ("The property of the director may not leave the country.", ["movement-ban"]),
        ("Crews cannot leave the station.", []),
        ("The train may leave at noon.", []),
        ("Директору запрещен выезд из страны.", ["exit-ban"]),
    ],
)
def test_what_may_not_leave_is_told_by_its_noun(sentence: str, expected: list[str]) -> None:
    assert kinds(sentence) == expected


@given(st.text(max_size=200))
def test_any_text_is_read_and_every_ban_lies_in_it(words: str) -> None:
    for one in find_leaving(Text(words)):
        assert 0 <= one.subject_start <= one.end <= len(words)
        assert one.start < one.end
