from __future__ import annotations

import re

import pytest

from downrange.evidence.intake import speech_words as words


@pytest.mark.parametrize(
    "verb", ["conceded", "shrugged", "denounces", "voices", "begs to differ", "is quoted by AP as saying"]
)
def test_verbs_in_the_forms_they_are_written_in(verb: str) -> None:
    assert re.fullmatch(words.MORE_VERBS, verb)


@pytest.mark.parametrize("verb", ["conceding", "shrugs off the table", "rocket"])
def test_words_that_say_nothing(verb: str) -> None:
    assert re.fullmatch(words.MORE_VERBS, verb) is None


def test_bodies_are_no_persons_and_nobody_is_somebody() -> None:
    assert not words.BODIES & words.HUMANS
    assert not words.NOBODY & (words.SOMEBODY | words.HUMANS)
    assert words.BODIES <= words.SOMEBODY
    assert not words.BOUNDARY & words.PREPOSITIONS
