from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.evidence.intake.actors import actors
from downrange.evidence.intake.attribution import attributed, blanked
from downrange.evidence.intake.items import Text


def speakers(words: str) -> list[str]:
    text = Text(words)
    found = actors(text)
    return [actor.slug or actor.name for s in text.sentences for actor in attributed(s, found)]


@pytest.mark.parametrize(
    ("words", "speaker"),
    [
        ("An appraiser put the pair at 3 million.", "An appraiser"),
        ("In the view of Oslo's foreign ministry the step is lawful.", "Oslo's foreign ministry"),
        ('"Nobody asked us," a crane operator there grumbled.', "a crane operator"),
        ('"We shall pay," insisted the firm\'s treasurer.', "the firm's treasurer"),
        (
            "Two engineers familiar with the pad told reporters it was sound.",
            "Two engineers",
        ),
        ("Lawyers for the widows rejected the offer.", "Lawyers"),
        ("Court filings show that nothing was paid.", "Court filings"),
        ('The herder, who lost two camels, was blunt: "They never came."', "The herder"),
        ("A deal is near, according to the envoy.", "the envoy"),
        ("In Riga officials denied it.", "officials"),
        ("TsENKI voiced regret.", "tsenki"),
    ],
)
def test_who_speaks_is_told_by_structure(words: str, speaker: str) -> None:
    assert speakers(words) == [speaker]


@pytest.mark.parametrize(
    "words",
    [
        "The number of launches fell, the crater filled with water.",
        "Islanders told to leave debris alone.",
        "The company's claims were paid.",
        "The rocket is said to be safe.",
        "An order shows up on the record of last winter.",
        "The newspaper wrote that nothing was paid.",
    ],
)
def test_nobody_speaks(words: str) -> None:
    assert speakers(words) == []


@given(st.text(alphabet=st.sampled_from('ab ."“”,«»'), max_size=60))
def test_blanking_quotations_keeps_every_place(words: str) -> None:
    assert len(blanked(words)) == len(words)
