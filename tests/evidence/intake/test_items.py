from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from downrange.evidence.intake.items import LONGEST, Item, Text, without_overlaps


def test_sentences_end_where_readers_end_them() -> None:
    text = Text(
        "The sum is $29.7 million. Mr. Smith of the U.S. said no. It cost 2 млн. руб. in 2023! “Yes.” He left; she stayed."
    )
    assert [s.text for s in text.sentences] == [
        "The sum is $29.7 million.",
        "Mr. Smith of the U.S. said no.",
        "It cost 2 млн. руб. in 2023!",
        "“Yes.”",
        "He left;",
        "she stayed.",
    ]


@given(st.text(alphabet="ab. \nA!?1;“”", max_size=80))
def test_sentences_stand_where_they_say(raw: str) -> None:
    text = Text(raw)
    for sentence in text.sentences:
        assert raw[sentence.start : sentence.end] == sentence.text
        assert text.sentence_at(sentence.start) == sentence
    joined = "".join(sentence.text for sentence in text.sentences)
    assert joined.replace(" ", "").replace("\n", "") == raw.replace(" ", "").replace("\n", "")


def test_windows_stay_in_their_sentence() -> None:
    text = Text("First one. Second sentence here.")
    assert text.before(11, 50) == ""
    assert text.after(17, 50) == " sentence here."


def test_of_overlapping_items_the_longest_stays() -> None:
    short, long_, other = Item("money", "b", 1, 2), Item("money", "abc", 0, 3), Item("date", "b", 1, 2)
    assert without_overlaps([short, long_, other]) == [long_, other]
    assert long_.with_(role="x").role == "x"
    assert long_.as_json()["start"] == 0


def test_lines_that_only_wrap_a_paragraph_end_no_sentence() -> None:
    wrapped = (
        "Kazakhstan has impounded the property of a Russian firm and its head may\n"
        "not leave the country, officials said, because a debt of many millions of\n"
        "Tenge has not been paid.\n\nAnother paragraph."
    )
    assert len(Text(wrapped).sentences) == 2
    assert [one.text for one in Text("A short headline\nASTANA - The text begins.").sentences] == [
        "A short headline",
        "ASTANA - The text begins.",
    ]


def test_a_run_of_words_without_end_is_cut_and_loses_nothing() -> None:
    long = "said the " * 400
    pieces = Text(long).sentences
    assert all(len(one.text) <= LONGEST for one in pieces)
    assert all(long[one.start : one.end] == one.text for one in pieces)
    assert sum(len(one.text.split()) for one in pieces) == 800
