"""What the law at hand does not say is said as such, with the nearest articles."""

from __future__ import annotations

import pytest

from downrange.errors import SourceError
from downrange.law.enforcement.silence import TOPICS, said


def test_every_gap_has_a_reason_and_a_place_to_start() -> None:
    assert len({one.topic for one in TOPICS}) == len(TOPICS)
    for one in TOPICS:
        assert one.question.endswith("?")
        assert one.article
        assert one.told.startswith("not said by the law at hand: ") != one.answered
        assert said(one.topic).as_json()["answered"] is one.answered


def test_what_was_never_looked_for_is_no_silence() -> None:
    with pytest.raises(SourceError, match="never looked for"):
        said("salvage")
