from __future__ import annotations

import pytest

from downrange.evidence.intake.ended import FALSE_REPORT, NO_MEASURE, RELEASE, UNKNOWN


@pytest.mark.parametrize(
    "words",
    ["lifted the ban", "the licence was reinstated", "let the trucks go", "сняли арест", "released the ship"],
)
def test_what_ends_a_measure(words: str) -> None:
    assert RELEASE.search(words) is not None


@pytest.mark.parametrize("words", ["cancelled satellite deal", "released a statement", "снимал фильм"])
def test_what_ends_none(words: str) -> None:
    assert RELEASE.search(words) is None


def test_a_report_called_false_and_one_left_open() -> None:
    assert FALSE_REPORT.search("Reports of a seizure are untrue.") is not None
    assert FALSE_REPORT.search("Сообщения об аресте не соответствуют действительности.") is not None
    assert FALSE_REPORT.search("A report of a seizure was printed.") is None
    assert UNKNOWN.search("Whether accounts were blocked is not known.") is not None
    assert UNKNOWN.search("The ministry said accounts were blocked.") is None


def test_what_cannot_be_attached_is_not_attached() -> None:
    assert NO_MEASURE.search("it cannot be attached") is not None
    assert NO_MEASURE.search("it was attached") is None
