from __future__ import annotations

import pytest

from downrange.case.schema import Statement
from downrange.evidence.finding import conflict

SUBJECT = Statement.model_validate(
    {
        "id": "statement/a",
        "about": "claim/c",
        "property": "principal",
        "value": {"number": 1},
        "said_by": "party/x",
        "source": "s",
    }
)


def test_a_conflict_says_what_settles_it_and_what_it_moves() -> None:
    found = conflict("value", SUBJECT, (("statement/a",), ("statement/b",)), "b")
    assert found.settled_by == "the award or the writ itself"
    assert "outstanding" in found.moves
    assert found.as_json()["sides"] == [["statement/a"], ["statement/b"]]
    assert conflict("rate", SUBJECT, (("a",), ("b",)), "b").settled_by.startswith("the day of conversion")
    assert conflict("denied", SUBJECT, (("a",), ("b",)), "b").settled_by == "the award or the writ itself"


def test_an_unknown_kind_is_a_mistake_of_ours() -> None:
    with pytest.raises(AssertionError):
        conflict("quarrel", SUBJECT, (("a",), ("b",)), "b")
