"""Property of a State, cultural goods, strategic objects."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.law.immunity import execution_against_state, strategic_object

DAY = date(2023, 3, 14)


@pytest.mark.parametrize(
    ("use", "exceptions", "allowed"),
    [
        ("commercial", (), False),
        ("commercial", ("non-sovereign-use",), True),
        ("cultural-goods-not-for-sale", ("non-sovereign-use",), False),
        ("cultural-goods-not-for-sale", ("express-consent",), True),
        ("military", (), False),
        ("commercial", ("earmarked",), True),
        ("commercial", ("creditor-insists",), False),
    ],
)
def test_execution_against_a_state(use: str, exceptions: tuple[str, ...], allowed: bool) -> None:
    found = execution_against_state(use, exceptions, DAY)
    assert found.allowed is allowed
    assert found.rule.article in ("CPC 492", "CPC 493")


def test_a_strategic_object_needs_both() -> None:
    assert not strategic_object(DAY, decision=True, refused_first=False).allowed
    assert strategic_object(DAY, decision=False, refused_first=False).needs == (
        "government-decision", "state-first-refusal",
    )  # fmt: skip
    assert strategic_object(DAY, decision=True, refused_first=True).allowed
