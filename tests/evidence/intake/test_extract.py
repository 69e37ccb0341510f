"""Intake judged on articles of the project's own: precision and recall by kind, some articles kept aside.

The articles that rules were made with must meet the targets; those aside must not fall below what they gave
when they were first read.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.evidence.intake.scoring import ARTICLES, group, score

from downrange.evidence.intake.extract import extract

TARGETS = {
    "money": (0.95, 0.90),
    "date": (0.95, 0.90),
    "measure": (0.95, 0.90),
    "party": (0.90, 0.85),
    "speaker": (0.90, 0.85),
}


@pytest.mark.parametrize("kind", list(TARGETS))
def test_precision_and_recall(kind: str) -> None:
    values = score(group(aside=False), kind)
    assert values is not None
    assert values[0] >= TARGETS[kind][0]
    assert values[1] >= TARGETS[kind][1]


def test_there_are_twelve_articles_and_four_are_kept_aside() -> None:
    assert len(ARTICLES) >= 12
    assert len(group(aside=True)) >= 4


@pytest.mark.parametrize("article", ARTICLES, ids=lambda article: str(article["name"]))
def test_every_item_stands_where_it_says(article: dict[str, Any]) -> None:
    items = extract(article["text"], date.fromisoformat(article["published"]))
    for item in items:
        assert article["text"][item.start : item.end] == item.text, item
        assert 0 < item.confidence < 1
    assert [item.start for item in items] == sorted(item.start for item in items)


def test_over_a_bill_is_its_cause_and_an_owner_is_no_creditor() -> None:
    text = (
        "Officials impounded goods belonging to TsENKI over an unpaid debt of $29.7 million. "
        "They were held over $29.7M bill, and over $30 million was asked."
    )
    found = extract(text, None)
    sums = [item.value for item in found if item.kind == "money"]
    assert [bool(value.get("over")) for value in sums] == [False, False, True]
    assert all(item.value["creditor"] is None for item in found if item.kind == "claim")
