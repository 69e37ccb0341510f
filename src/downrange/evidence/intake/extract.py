"""The whole of intake: an article in, draft items out. Rules and a gazetteer; no network, no model."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from downrange.evidence.intake.actors import Actor, actors
from downrange.evidence.intake.dates import find_dates
from downrange.evidence.intake.gazetteer import things
from downrange.evidence.intake.items import Item, Text
from downrange.evidence.intake.matter import (
    find_ambiguities,
    find_claims,
    find_lease,
    find_relations,
)
from downrange.evidence.intake.measures import find_measures, find_scope
from downrange.evidence.intake.roles import assign_roles, owed_between, rival_bases
from downrange.evidence.intake.speech import find_speech, is_hedged
from downrange.evidence.intake.sums import find_money

__all__ = ["extract"]

_ROLES = {
    "owes": ("debtor", "creditor"),
    "claims-from": ("creditor", "debtor"),
    "leases-from": ("tenant", "lessor"),
    "leased-to": ("lessor", "tenant"),
    "subsidiary-of": ("subsidiary", "parent"),
    "owned-by": ("owned", "owner"),
}


def extract(article: str, published: date | None = None) -> tuple[Item, ...]:
    """Find everything an article holds that a case could need.

    Parameters
    ----------
    article : str
        The plain text.
    published : date or None
        Its day of publication; without it relative dates have no value.

    Returns
    -------
    tuple of Item
        In the order of the text; each a draft until a person confirms it.
    """
    text = Text(article)
    found = actors(text)
    money = find_money(text)
    relations = find_relations(text, found)
    measures = _with_scope(find_measures(text, found), find_scope(text))
    matter = find_claims(text, money, found)
    claims, open_ones = assign_roles(text, [one for one in matter if one.kind == "claim"], measures, found)
    relations += owed_between(claims, relations)
    open_ones += rival_bases(text, claims, [one for one in matter if one.kind == "basis"])
    items = [
        *(item.with_(hedged=is_hedged(text, item.start, item.end)) for item in money),
        *find_dates(text, published),
        *_parties(found, relations),
        *relations,
        *measures,
        *find_scope(text),
        *(one for one in matter if one.kind != "claim"),
        *claims,
        *open_ones,
        *find_lease(text, money),
        *(one for one in things(text, "places", "place") if not _in_a_name(one, found)),
        *things(text, "vehicles", "vehicle"),
        *things(text, "propellants", "propellant"),
        *find_speech(text, found),
        *find_ambiguities(text),
    ]
    return tuple(sorted(items, key=lambda item: (item.start, item.end, item.kind)))


def _with_scope(measures: Sequence[Item], scopes: Sequence[Item]) -> list[Item]:
    """Give what holds property and says nothing of its reach the scope that the article tells after it."""
    return [
        one if one.scope or one.value["kind"] not in _PROPERTY or one.role != "ordered" or one.negated
        else one.with_(scope=next((scope.text for scope in scopes if scope.start > one.start), None))
        for one in measures
    ]  # fmt: skip


_PROPERTY = frozenset({"attachment", "movement-ban"})


def _in_a_name(place: Item, found: Sequence[Actor]) -> bool:
    """Tell whether a place is only part of the name of an outlet, a firm or a person's office."""
    return any(
        one.kind in ("press", "company", "authority")
        and one.start <= place.start
        and place.end <= one.end
        and one.slug != place.value
        for one in found
    )


def _parties(found: Sequence[Actor], relations: Sequence[Item]) -> list[Item]:
    """Give the first mention of each party, with the roles that relations give it."""
    roles: dict[str, set[str]] = {}
    for item in relations:
        subject, target = _ROLES[item.value["relation"]]
        if not item.negated:
            roles.setdefault(item.value["subject"], set()).add(subject)
            roles.setdefault(item.value["object"], set()).add(target)
    seen: dict[str, Item] = {}
    for actor in found:
        key = actor.slug or actor.name
        if key in seen or actor.kind == "office":
            continue
        role = "outlet" if actor.kind == "press" else ", ".join(sorted(roles.get(key, ()))) or None
        value = {"party": actor.slug, "kind": actor.kind, "title": actor.title}
        seen[key] = Item(
            "party", actor.name, actor.start, actor.end, value,
            role=role, confidence=0.93 if actor.slug else 0.8,
        )  # fmt: skip
    return list(seen.values())
