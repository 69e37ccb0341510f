"""Precision and recall of intake on the project's own articles, by kind and by group; run it to print them.

``python -m tests.evidence.intake.scoring [tuned|aside] [--errors]``
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from downrange.base.marked import parse
from downrange.evidence.intake.extract import extract
from downrange.evidence.intake.items import Item

FOLDER = Path(__file__).parent / "articles"
ARTICLES: list[dict[str, Any]] = [
    article
    for file in sorted(FOLDER.glob("*.yaml"))
    for article in parse(file.read_text("utf-8"), file.name).data
]
KINDS = (
    "money", "date", "measure", "party", "speaker", "vehicle", "propellant", "place", "basis", "relation",
    "lease",
)  # fmt: skip
Reader = Callable[[str, date | None], Sequence[Item]]


def group(aside: bool) -> list[dict[str, Any]]:
    """Give the articles that rules were made with, or those kept aside."""
    return [article for article in ARTICLES if bool(article.get("aside")) is aside]


def _money(item: Item) -> str:
    value = item.value
    amount = value.get("amount") or f"{value['low']}..{value['high']}"
    return f"{amount} {value['currency']}"


def _measure(item: Item) -> str:
    words = [str(item.value["kind"])]
    words += ["lifted"] if item.role == "lifted" else []
    return " ".join([*words, "denied"] if item.negated else words)


def plain(name: str) -> str:
    """Write a speaker's words in small letters, without the article before and what hangs on the noun."""
    short = re.sub(r"\s(?:of|for|at|in|with|from|to|on)\s.*$", "", name.casefold())
    return re.sub(r"^(?:the|an?|its|his|her|their|во?)\s", "", short)


def _lease(item: Item) -> str:
    if item.role in ("rent", "rent-per-year"):
        return f"{item.role} {_money(item)}"
    return f"{item.role} {next(iter(item.value.values()))}"


def keys(items: Sequence[Item], kind: str) -> Counter[str]:
    """Give what was found of a kind, in the words of the labels; money and measures each time, others once."""
    if kind == "money":
        return Counter(_money(item) for item in items if item.kind == "money")
    if kind == "measure":
        return Counter(_measure(item) for item in items if item.kind == "measure")
    found: list[str]
    if kind == "speaker":
        found = [plain(str(item.value or item.speaker)) for item in items if item.kind == "statement"]
    elif kind == "party":
        found = [item.value["party"] or item.text for item in items if item.kind == "party"]
    elif kind == "relation":
        found = [
            " ".join(str(item.value[key]) for key in ("relation", "subject", "object"))
            for item in items
            if item.kind == "relation" and not item.negated
        ]
    elif kind == "lease":
        found = [_lease(item) for item in items if item.kind == "lease-term"]
    else:
        found = [str(item.value) for item in items if item.kind == kind]
    return Counter(dict.fromkeys(found, 1))


def wanted(article: dict[str, Any], kind: str) -> Counter[str]:
    """Give the labels of an article."""
    labels = [plain(name) if kind == "speaker" else name for name in article["expect"][kind]]
    return Counter(labels)


@lru_cache(maxsize=4096)
def _read(text: str, published: str) -> tuple[Item, ...]:
    return extract(text, date.fromisoformat(published))


def counts(article: dict[str, Any], kind: str, reader: Reader | None = None) -> tuple[int, int, int]:
    """Give how many items are right, how many were found, how many the labels have."""
    items = (
        reader(article["text"], date.fromisoformat(article["published"]))
        if reader
        else _read(article["text"], article["published"])
    )
    found, labels = keys(items, kind), wanted(article, kind)
    return sum((found & labels).values()), sum(found.values()), sum(labels.values())


def score(
    articles: Sequence[dict[str, Any]], kind: str, reader: Reader | None = None
) -> tuple[float, float] | None:
    """Give precision and recall over articles that label the kind; None where none has such an item."""
    rows = [counts(article, kind, reader) for article in articles if kind in article["expect"]]
    if not rows:
        return None
    right, found, labels = (sum(column) for column in zip(*rows, strict=True))
    if not labels:
        return None
    return right / max(found, 1), right / labels


def errors(article: dict[str, Any], kind: str) -> tuple[list[str], list[str]]:
    """Give what was found too much and what was missed."""
    found, labels = keys(_read(article["text"], article["published"]), kind), wanted(article, kind)
    return sorted((found - labels).elements()), sorted((labels - found).elements())


def main(arguments: Sequence[str]) -> None:
    """Print the table, and with ``--errors`` what was too much and what was missed."""
    aside = "aside" in arguments
    names = [word for word in arguments if word not in ("tuned", "aside", "--errors")]
    chosen = [one for one in group(aside) if not names or any(name in one["name"] for name in names)]
    for kind in KINDS:
        values = score(chosen, kind)
        if values is not None:
            sys.stdout.write(f"{kind:11s} {values[0]:.2f} / {values[1]:.2f}\n")
    if "--errors" in arguments:
        for article in chosen:
            for kind in KINDS:
                if kind in article["expect"]:
                    more, fewer = errors(article, kind)
                    if more or fewer:
                        sys.stdout.write(f"{article['name']} {kind}: too much {more}; missed {fewer}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
