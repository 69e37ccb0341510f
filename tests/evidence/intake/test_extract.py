"""Intake judged on articles of the project's own: precision and recall by kind, four articles kept aside.

The articles that rules were made with must meet the targets; the four aside must not fall below what they gave
when they were first read.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from downrange.base.marked import parse
from downrange.evidence.intake.extract import extract
from downrange.evidence.intake.items import Item

FOLDER = Path(__file__).parent / "articles"
ARTICLES: list[dict[str, Any]] = [
    article
    for file in sorted(FOLDER.glob("*.yaml"))
    for article in parse(file.read_text("utf-8"), file.name).data
]
TARGETS = {
    "money": (0.95, 0.90),
    "date": (0.95, 0.90),
    "measure": (0.95, 0.90),
    "party": (0.90, 0.85),
    "speaker": (0.90, 0.85),
}

FIRST_SIGHT = {
    "money": (1.0, 1.0),
    "date": (0.90, 0.90),
    "measure": (1.0, 0.50),
    "party": (0.95, 0.88),
    "speaker": (0.85, 0.35),
}
"""Of the four aside, rounded down: docs/evidence.md."""


def keys(items: tuple[Item, ...], kind: str) -> Counter[str]:
    if kind == "money":
        return Counter(_money(item) for item in items if item.kind == "money")
    if kind == "date":
        return Counter(dict.fromkeys((str(item.value) for item in items if item.kind == "date"), 1))
    if kind == "measure":
        return Counter(_measure(item) for item in items if item.kind == "measure")
    if kind == "party":
        return Counter(
            dict.fromkeys((item.value["party"] or item.text for item in items if item.kind == "party"), 1)
        )
    spoken = (item for item in items if item.kind in ("statement", "quotation") and item.speaker)
    return Counter(
        dict.fromkeys((str(item.value or item.speaker) for item in spoken if item.kind == "statement"), 1)
    )


def _money(item: Item) -> str:
    value = item.value
    amount = value.get("amount") or f"{value['low']}..{value['high']}"
    return f"{amount} {value['currency']}"


def _measure(item: Item) -> str:
    return str(item.value["kind"]) + (
        " lifted" if item.role == "lifted" else " denied" if item.negated else ""
    )


def counts(article: dict[str, Any], kind: str) -> tuple[int, int, int]:
    found = keys(extract(article["text"], date.fromisoformat(article["published"])), kind)
    wanted: Counter[str] = Counter(article["expect"][kind])
    right = sum((found & wanted).values())
    return right, sum(found.values()), sum(wanted.values())


def scores(kind: str, aside: bool) -> tuple[float, float]:
    sums = [counts(article, kind) for article in ARTICLES if bool(article.get("aside")) is aside]
    right, found, wanted = (sum(column) for column in zip(*sums, strict=True))
    return right / max(found, 1), right / max(wanted, 1)


@pytest.mark.parametrize("kind", list(TARGETS))
@pytest.mark.parametrize("aside", [False, True], ids=["tuned", "aside"])
def test_precision_and_recall(kind: str, aside: bool) -> None:
    precision, recall = scores(kind, aside)
    least = FIRST_SIGHT if aside else TARGETS
    assert precision >= least[kind][0]
    assert recall >= least[kind][1]


def test_there_are_twelve_articles_and_four_are_kept_aside() -> None:
    assert len(ARTICLES) >= 12
    assert sum(bool(article.get("aside")) for article in ARTICLES) == 4


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
