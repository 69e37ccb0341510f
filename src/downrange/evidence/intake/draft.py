"""The draft of a case: items that a person accepts, corrects or rejects; what is accepted becomes statements.

Nothing an article says enters a case by itself. A draft is a value: every decision gives a new draft that
holds the old decisions too, and a later decision on an item stands in the place of the earlier one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import Any, Literal

from downrange.case.schema import Statement
from downrange.evidence.intake.items import Item
from downrange.evidence.names import name_key

__all__ = ["Decided", "Draft", "carried_over", "decide", "draft_of", "party_of", "slug_of", "statements_from"]

Verdict = Literal["accepted", "corrected", "rejected"]

_PROPERTIES = {
    "claim": "claim-principal",
    "basis": "claim-cause",
    "measure": "measure",
    "scope": "measure-scope",
    "lease-term": "lease-term",
    "statement": "said",
    "quotation": "said",
    "relation": "relation",
    "ambiguity": "garbled",
    "money": "sum",
    "date": "date",
    "party": "party",
    "place": "place",
    "vehicle": "vehicle",
    "propellant": "propellant",
}
"""About which property an accepted item is a statement."""


@dataclass(frozen=True)
class Decided:
    """What a person decided about one item."""

    item: str
    verdict: Verdict
    by: str
    on: str
    value: Any = None
    because: str = ""


@dataclass(frozen=True)
class Draft:
    """An article's items with the decisions taken so far."""

    name: str
    sha256: str
    published: str | None
    items: tuple[Item, ...]
    decisions: tuple[Decided, ...] = ()

    def ids(self) -> tuple[str, ...]:
        """Name the items: their kind and number in the text."""
        return tuple(f"item/{index:04d}-{item.kind}" for index, item in enumerate(self.items, 1))

    def standing(self) -> dict[str, Decided]:
        """Give the decision that stands on each decided item."""
        return {decision.item: decision for decision in self.decisions}

    def as_json(self) -> dict[str, Any]:
        """Give the draft as its file holds it."""
        standing = self.standing()
        rows = [
            {"id": name, **item.as_json(), "decision": asdict(standing[name]) if name in standing else None}
            for name, item in zip(self.ids(), self.items, strict=True)
        ]
        return {
            "name": self.name,
            "sha256": self.sha256,
            "published": self.published,
            "items": rows,
            "decisions": [asdict(decision) for decision in self.decisions],
        }

    @classmethod
    def from_json(cls, body: dict[str, Any]) -> Draft:
        """Read a draft back from its file."""
        items = tuple(
            Item(**{key: value for key, value in row.items() if key not in ("id", "decision")})
            for row in body["items"]
        )
        decisions = tuple(Decided(**decision) for decision in body["decisions"])
        return cls(body["name"], body["sha256"], body["published"], items, decisions)


def draft_of(name: str, sha256: str, published: str | None, items: Sequence[Item]) -> Draft:
    """Make a draft nobody has looked at yet."""
    return Draft(name, sha256, published, tuple(items))


def decide(draft: Draft, decision: Decided) -> Draft:
    """Add a decision on one item.

    Raises
    ------
    ValueError
        If the draft has no such item, or a correction brings no value.
    """
    if decision.item not in draft.ids():
        raise ValueError(f"the draft has no {decision.item}")
    if decision.verdict == "corrected" and decision.value is None:
        raise ValueError("a correction needs the right value")
    return replace(draft, decisions=(*draft.decisions, decision))


def carried_over(earlier: Draft, fresh: Draft) -> Draft:
    """Read an article again without losing a decision: those of the earlier draft stand in the fresh one.

    A decided item that is found again keeps its decisions under its new number; one that the rules no longer
    find stays an item of the draft.

    Parameters
    ----------
    earlier : Draft
        With its decisions.
    fresh : Draft
        Of the same article, read anew.
    """
    decided = {decision.item for decision in earlier.decisions}
    old = {name: item for name, item in zip(earlier.ids(), earlier.items, strict=True) if name in decided}
    places = {_place(item) for item in fresh.items}
    kept = [item for item in old.values() if _place(item) not in places]
    items = tuple(sorted([*fresh.items, *kept], key=lambda item: (item.start, item.end, item.kind)))
    whole = replace(fresh, items=items)
    numbers: dict[tuple[str, int, int, str], str] = {}
    for name, item in zip(whole.ids(), whole.items, strict=True):
        numbers.setdefault(_place(item), name)
    taken = tuple(
        replace(decision, item=numbers[_place(old[decision.item])]) for decision in earlier.decisions
    )
    return replace(whole, decisions=taken)


def _place(item: Item) -> tuple[str, int, int, str]:
    """Tell an item among those of its words: kind, place, of a measure which, of a statement whose."""
    measure = item.value.get("kind") if isinstance(item.value, dict) and item.kind == "measure" else None
    return item.kind, item.start, item.end, f"{measure or item.role} {item.speaker}"


def statements_from(draft: Draft, source: str) -> tuple[Statement, ...]:
    """Give the accepted and corrected items as statements, each with the document's hash and its span.

    Parameters
    ----------
    draft : Draft
        With its decisions.
    source : str
        The key of the article among the case's sources.
    """
    standing = draft.standing()
    known = {item.text: party_of(item) for item in draft.items if item.kind == "party"}
    found = []
    for name, item in zip(draft.ids(), draft.items, strict=True):
        decision = standing.get(name)
        if decision is None or decision.verdict == "rejected":
            continue
        value = decision.value if decision.verdict == "corrected" else item.value
        found.append(
            Statement.model_validate(
                {
                    "id": f"statement/{name.split('/')[1]}",
                    "about": f"case/{slug_of(draft.name)}",
                    "property": "claim-creditor" if item.role == "creditor" else _PROPERTIES[item.kind],
                    "value": _value(item, value),
                    "said_by": _named(item.speaker or item.outlet or draft.name, known),
                    "reported_by": _named(item.outlet, known) if item.outlet else None,
                    "reported_on": draft.published,
                    "stance": "denies" if item.negated else "estimates" if item.hedged else "asserts",
                    "source": source,
                    "locator": item.text[:80],
                    "document_sha256": draft.sha256,
                    "span": (item.start, item.end),
                    "note": decision.because or None,
                }
            )
        )
    return tuple(found)


def slug_of(name: str) -> str:
    """Make a slug of a name in any script."""
    return re.sub(r"[^a-z0-9]+", "-", name_key(name)).strip("-") or "unnamed"


def party_of(item: Item) -> str:
    """Give the id of a party item: the gazetteer's slug where it has the name, else one made of the name."""
    slug = item.value.get("party") if isinstance(item.value, dict) else None
    return f"party/{slug or slug_of(item.text)}"


def _named(name: str, known: Mapping[str, str]) -> str:
    return known.get(name) or f"party/{slug_of(name)}"


def _value(item: Item, value: Any) -> dict[str, Any]:
    if isinstance(value, dict) and "currency" in value:
        currency = value["currency"]
        marks = {key: True for key in ("approximate", "over") if value.get(key)}
        if "amount" in value:
            return {"amount": {"amount": value["amount"], "currency": currency}, **marks}
        return {end: {"amount": value[end], "currency": currency} for end in ("low", "high")}
    if isinstance(value, dict) and "years" in value:
        return {"number": float(Decimal(value["years"])), "unit": "y"}
    if isinstance(value, dict) and "until" in value:
        return {"date": str(value["until"])}
    if isinstance(value, dict) and value.get("readings"):
        return {"text": item.text, "readings": value["readings"]}
    if item.kind == "date" and value is not None:
        return {"date": str(value)}
    if item.kind == "party":
        return {"party": party_of(item)} if value == item.value else {"text": str(value)}
    if item.kind == "statement" and value == item.value:
        return {"text": item.text}  # its value names who speaks; what is said are its words
    return {"text": str(value) if isinstance(value, str) else item.text}
