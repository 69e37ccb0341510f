from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tests.evidence.intake.scoring import plain

from downrange.base.marked import parse
from downrange.evidence.intake.actors import actors
from downrange.evidence.intake.extract import extract
from downrange.evidence.intake.items import Item, Text
from downrange.evidence.intake.speech import (
    clause_around,
    find_speech,
    is_hedged,
    is_negated,
    text_between,
)


def speech(text: str) -> list[Item]:
    cut = Text(text)
    return find_speech(cut, actors(cut))


@pytest.mark.parametrize(
    ("text", "speaker", "outlet"),
    [
        ("The base is not held, Roscosmos said.", "Roscosmos", None),
        (
            "Jane Example, Kazakhstan's minister of digital development, told Interfax that talks go on.",
            "Jane Example",
            "Interfax",
        ),
        ("KZ24 News reported that property was impounded.", "KZ24 News", "KZ24 News"),
        ("According to The Diplomat, an award was made.", "The Diplomat", "The Diplomat"),
        ("A debt was first reported by Interfax.", "Interfax", "Interfax"),
        ("Talks go on, the minister said.", "the minister", None),
        ("Officials in Astana denied it.", "Officials", None),
        (
            "A Roscosmos official told RIA Novosti that nothing was owed.",
            "A Roscosmos official",
            "RIA Novosti",
        ),
    ],
)
def test_who_says_it_and_who_prints_it(text: str, speaker: str, outlet: str | None) -> None:
    statement = next(item for item in speech(text) if item.kind == "statement")
    assert (statement.speaker, statement.outlet) == (speaker, outlet)


def test_a_denial_is_one() -> None:
    (item,) = speech("Roscosmos denied that the cosmodrome had been seized.")
    assert item.role == "denies"
    assert item.negated


def test_quotation_with_the_speaker_after_or_in_the_next_sentence() -> None:
    (quote,) = [
        item for item in speech('"We pay what we owe," a NASA spokesman said.') if item.kind == "quotation"
    ]
    assert (quote.text, quote.speaker) == ("We pay what we owe,", "a NASA spokesman")
    text = "Jane Example, a lawyer and director, said so. “We will not give up on this.” She added that talks go on."
    (quote,) = [item for item in speech(text) if item.kind == "quotation"]
    assert quote.speaker == "Jane Example"


def test_a_pronoun_is_the_last_speaker() -> None:
    found = [item.speaker for item in speech("Boeing said it had settled. Nothing more is owed, it added.")]
    assert found == ["Boeing", "Boeing"]


def test_a_claim_of_money_is_no_speech() -> None:
    assert speech("Canada had claimed C$6,041,174.70 in 1979.") == []
    assert speech("Noga claims about $63 million from Russia.") == []


def test_hedges_and_negations_keep_to_their_clause() -> None:
    text = Text("The firm reportedly owes money, but it was not seized.")
    assert is_hedged(text, 20, 24)
    assert not is_negated(text, 20, 24)
    assert is_negated(text, 47, 53)
    assert not is_negated(Text("Not only TsENKI owes money."), 13, 17)


def test_helpers_of_clauses() -> None:
    sentence = Text("One thing; another thing is here.").sentences[1]
    before, after = clause_around(sentence, sentence.start + 8, sentence.start + 13)
    assert (before, after) == ("another ", " is here.")
    assert text_between(sentence, sentence.start, sentence.start + 7) == "another"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("The justice ministry, quoted by Kazinform, insists that all is well.", "The justice ministry"),
        ("Lawyers for the investors reject this.", "Lawyers"),
        ("A port official, Jane Example, tells us that samples were taken.", "Jane Example"),
        ("As was noted by Deputy Minister Jane Example, the rocket fell.", "Jane Example"),
        ("18:55 SpaceX: “Debris fell where it should.”", "SpaceX"),
        ("The ministry of one State, in its turn, declared that it would pay.", None),
        ("Как заявил представитель «Роскосмоса», долга нет.", "представитель «Роскосмоса»"),
    ],
)
def test_speakers_in_other_styles(text: str, speaker: str | None) -> None:
    found = [item.speaker for item in speech(text) if item.kind == "statement"]
    if speaker is not None:
        assert found == [speaker]
    assert len(found) <= 1


def test_according_to_her_is_the_last_speaker() -> None:
    found = [
        item.speaker for item in speech("Boeing said it had settled. According to them, nothing is owed.")
    ]
    assert found == ["Boeing", "Boeing"]


TURNS = Path(__file__).parent / "turns" / "speakers.yaml"
SAID: list[dict[str, Any]] = parse(TURNS.read_text("utf-8"), TURNS.name).data


@pytest.mark.parametrize("row", SAID, ids=lambda row: str(row["say"])[:60])
def test_each_turn_of_phrase_gives_its_speakers_and_no_other(row: dict[str, Any]) -> None:
    spoken = {plain(str(item.value)) for item in speech(row["say"]) if item.kind == "statement"}
    assert spoken == {plain(name) for name in row["find"]}


def test_they_are_the_people_the_sentence_before_began_with() -> None:
    items = speech("Ecologists in Zhezkazgan are less sure. They argue that samples came too late.")
    assert [item.speaker for item in items if item.kind == "statement"] == ["Ecologists"]


def test_speakers_joined_by_and_both_speak_and_a_body_is_not_its_person() -> None:
    joined = extract(
        "Astana's story: so far. The digital ministry and Roscosmos said that talks went on.", None
    )
    assert {one.value for one in joined if one.kind == "statement"} == {"kz-digital-ministry", "roscosmos"}
    (one,) = [
        item for item in extract("Pavel Grishin of the Centre for Eurasian Studies calls the seizure a signal.", None)
        if item.kind == "statement"
    ]  # fmt: skip
    assert (one.value or one.speaker) == "Pavel Grishin"
