from __future__ import annotations

import pytest

from downrange.base.source import Source
from downrange.errors import SourceError
from downrange.report.notes import Notes, cited

ONE = Source(publisher="A", title="T", date="2013", standing="full", note="n")
TWO = Source(publisher="B", title="<b>")


def test_numbers_follow_the_order_of_the_page_and_stay() -> None:
    notes = Notes({"x": ONE, "y": TWO})
    assert notes.number("y") == 1
    assert notes.number("x") == 2
    assert notes.number("y") == 1
    assert [number for number, _ in notes.all()] == [1, 2]


def test_the_same_citation_under_two_keys_is_one_note() -> None:
    notes = Notes({"x": ONE}, {"z": ONE})
    assert notes.number("x") == notes.number("z") == 1


def test_the_margin_gives_each_note_once_and_folded_tables_none() -> None:
    notes = Notes({"x": ONE, "y": TWO})
    notes.cite("x")
    assert [n for n, _ in notes.margin()] == [1]
    assert notes.quiet(True) == ""
    notes.cite("y")
    notes.quiet(False)
    assert notes.margin() == []
    assert len(notes.all()) == 2


def test_a_source_nobody_holds_is_an_error_not_a_gap() -> None:
    notes = Notes()
    with pytest.raises(SourceError):
        notes.cite("no-such-source")
    assert notes.cite_known(["no-such-source"]) == ""
    assert notes.known("natural-earth-10m")


def test_a_citation_names_publisher_title_date_and_standing() -> None:
    assert cited(ONE) == "A, “T”, 2013 (read in full; n)"
    assert Notes({"y": TWO}).cite("y") == '<sup class="cite"><a href="#s1">1</a></sup>'
