from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from downrange.evidence.intake.actors import Actor, actors
from downrange.evidence.intake.items import Text


def found(text: str) -> list[Actor]:
    return actors(Text(text))


def test_a_satellite_is_no_outlet() -> None:
    assert [a.kind for a in found("Sputnik flew in 1957.")] == []
    assert [a.kind for a in found("The court freed it, Sputnik reported.")] == ["press"]


def test_a_person_with_the_office_before_or_after() -> None:
    for text in (
        "Jane Example, director of the port, said so.",
        "The director of the port, Jane Example, said so.",
        "Deputy Emergencies Minister Jane Example said so.",
        "“It is done,” said Jane Example.",
    ):
        assert "Jane Example" in [a.name for a in found(text) if a.kind == "person"], text


def test_no_person_where_nobody_acts() -> None:
    assert [a for a in found("Yuri Example flew four years later.") if a.kind == "person"] == []


def test_unknown_outlets_and_companies() -> None:
    assert [(a.name, a.kind) for a in found("He told The Daily Post that it rained.")] == [
        ("The Daily Post", "press")
    ]
    assert [(a.name, a.kind) for a in found("It owes Aurora Example Ltd a sum.")] == [
        ("Aurora Example Ltd", "company")
    ]
    assert found("He told Parliament that it rained.") == []


def test_a_family_name_alone_is_the_same_person() -> None:
    names = [a.name for a in found("“No,” said Jane Example. Example added that it rained.")]
    assert names == ["Jane Example", "Jane Example"]


def test_an_office_keeps_its_body_and_a_bare_name_needs_none() -> None:
    kinds = [(a.name, a.kind) for a in found("The head of Roscosmos said so.")]
    assert kinds == [("The head of Roscosmos", "office"), ("Roscosmos", "company")]


@given(st.text(max_size=200))
def test_places_hold_in_any_text(text: str) -> None:
    for actor in found(text):
        assert 0 <= actor.start < actor.end <= len(text)
