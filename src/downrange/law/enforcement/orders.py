"""The draft of an order as data: what, whom, on which articles, what it forbids and allows, and the blanks.

The program fills in what is on record and leaves the rest blank, by name; a person completes, signs and
answers for it. A movement ban is no measure of its own name: it is made up of forbidding acts, limiting use
and forbidding third parties, and use in place is permitted from the start, so that work goes on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from downrange.law.enforcement.steps import KINDS, RULES, sanction_by
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = ["USE_IN_PLACE", "OrderDraft", "draft_order", "slug_of"]

USE_IN_PLACE = "use in place, so that launches go on"
"""The normal state of what may not be moved (ENF 32(2)(4), 64, 69(3))."""

_PARTS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "attachment": (("disposal: sale, gift, pledge, lease", "ENF 32(2)(1), 62"),),
    "account-freeze": (("debits up to the stated sum", "ENF 32(2)(1), 55(2), 62(6)"),),
    "movement-ban": (
        ("removal from the base, and acts that prepare it", "ENF 32(2)(3)"),
        ("use beyond what is permitted here", "ENF 32(2)(4)"),
        ("handing over by anybody who holds it: carriers, depots, gates", "ENF 32(2)(7)"),
    ),
    "exit-ban": (("leaving the country, of whoever holds the office of head", "ENF 33(1), 33(2)"),),
    "licence-block": (("use of the licences named", "ENF 34"),),
    "body-ban": (("decisions of corporate bodies on disposal of property", "ENF 32(2)(3)"),),
}
_GOES_TO: Mapping[str, tuple[str, ...]] = {
    "attachment": ("debtor", "registers (ENF 63(2))"),
    "account-freeze": ("bank", "debtor"),
    "movement-ban": ("debtor", "holders", "carriers", "gates of the base"),
    "exit-ban": ("head in office", "Border Service, through the enforcement system (ENF 33(2))"),
    "licence-block": ("licensing body", "debtor"),
    "body-ban": ("corporate bodies", "register of legal persons"),
}
_BLANKS = ("number of the order", "day of signing", "bailiff's contact", "signature")


@dataclass(frozen=True)
class OrderDraft:
    """A draft of an order; ``measure`` is the body of the measure that it would put on record."""

    measure: Mapping[str, Any]
    covers: Mapping[str, Any]
    whom: Mapping[str, Any]
    things: tuple[Mapping[str, Any], ...]
    forbids: tuple[tuple[str, str], ...]
    permits: tuple[str, ...]
    goes_to: tuple[str, ...]
    sanction: tuple[str, str] | None
    release: str
    objection: str
    blanks: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the draft for pages and papers."""
        sanction = None if self.sanction is None else {"by": self.sanction[0], "article": self.sanction[1]}
        return {
            "measure": dict(self.measure),
            "whom": dict(self.whom),
            "things": [dict(one) for one in self.things],
            "forbids": [{"act": act, "article": article} for act, article in self.forbids],
            "permits": list(self.permits),
            "goes_to": list(self.goes_to),
            "sanction": sanction,
            "release": self.release,
            "objection": self.objection,
            "blanks": list(self.blanks),
            "note": "a draft: whoever signs it decides",
        }


def slug_of(kind: str, number: int) -> str:
    """Give an identifier for a new measure: its kind and a number."""
    return f"measure/{kind}-{number}"


def draft_order(
    kind: str,
    measure: str,
    claim: str,
    debtor: Mapping[str, Any],
    assets: Sequence[Mapping[str, Any]],
    ordered_by: str | Mapping[str, str],
    on: date,
    *,
    permits: tuple[str, ...] = (),
    covers: Mapping[str, Any] | None = None,
    book: Rulebook = NO_BOOK,
) -> OrderDraft:
    """Draft an order from what is on record.

    Parameters
    ----------
    kind : str
        ``attachment``, ``account-freeze``, ``movement-ban``, ``exit-ban``, ``licence-block``, ``body-ban``.
    debtor : mapping
        The party it is against, as on record: of an exit ban the person who holds the office.
    assets : sequence of mapping
        The things it names, as on record; none for what is against a person or all that a debtor has.

    Raises
    ------
    ValueError
        If there is no such kind.
    """
    if kind not in KINDS:
        raise ValueError(f"no measure of the kind {kind!r}; known: {', '.join(KINDS)}")
    allowed = permits or ((USE_IN_PLACE,) if kind in ("attachment", "movement-ban") else ())
    money = any(one.get("kind") in ("account", "cash", "money") for one in assets)
    body = {
        "id": measure,
        "kind": kind,
        "claim": claim,
        "ordered_by": ordered_by,
        "against": debtor["id"],
        "reaches": [str(one["id"]) for one in assets],
        "permits": list(allowed),
        "scope": "; ".join(act for act, _ in _PARTS[kind]),
    }
    things = tuple(_thing(one) for one in assets)
    return OrderDraft(
        body,
        dict(covers or {}),
        {"party": debtor["id"], "name": (debtor.get("name") or {}).get("en"), "numbers": _numbers(debtor)},
        things,
        _PARTS[kind],
        allowed,
        _GOES_TO[kind],
        sanction_by(kind, on, bank_money=money, book=book),
        "with the proceeding, within 24 hours of its end, once the charges are in (ENF 47(2))",
        f"10 working days; the order works meanwhile ({RULES['object'].article})",
        _blanks(kind, things, debtor),
    )


def _numbers(body: Mapping[str, Any]) -> list[str]:
    return [f"{one['kind']} {one['value']}" for one in body.get("identifiers") or ()]


def _thing(asset: Mapping[str, Any]) -> dict[str, Any]:
    """Give what tells a thing from others (ENF 66(3)): name, numbers, place, holder, value."""
    return {
        "asset": asset["id"],
        "name": (asset.get("title") or {}).get("en"),
        "numbers": _numbers(asset),
        "place": asset.get("place"),
        "holder": asset.get("holder"),
        "value": asset.get("value"),
    }


def _blanks(kind: str, things: Sequence[Mapping[str, Any]], debtor: Mapping[str, Any]) -> tuple[str, ...]:
    found = list(_BLANKS)
    if not debtor.get("identifiers"):
        found.append(f"registered number of {debtor['id']}")
    for thing in things:
        missing = [
            name for name in ("numbers", "place", "value") if not thing[name] or "unknown" in thing[name]
        ]
        found += [f"{name} of {thing['asset']}" for name in missing]
        if kind in ("attachment", "movement-ban") and thing["numbers"]:
            found.append(f"wear of {thing['asset']}")
    if kind == "exit-ban":
        found.append("day and paper of the notice about the ban")
    return tuple(found)
