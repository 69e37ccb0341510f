"""May this thing be attached for that debt: asset by asset, each answer with its article.

The debtor answers with what is his own (ENF 62(3)). Where that is doubtful the bailiff may attach first, and
the person says and proves that it is not the debtor's (ENF 63(1)). Things on which lives depend are never
chosen: that is this program's policy, not an article.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

from downrange.case.schema import Asset, Case, Unknown, day_range
from downrange.law.immunity import execution_against_state, strategic_object
from downrange.law.instruments import owner_under_lease
from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found

__all__ = ["QUEUES", "USES", "Attachable", "attachability", "on_lives", "queue_of", "share_of", "use_word"]

Status = Literal["attachable", "doubtful", "excluded"]
QUEUES = ("money", "movables-not-in-production", "immovables-not-in-production", "production-assets")
"""The order in which a company's things are reached: money first (ENF 55(2)), then as ENF 72(2) has it."""

_MONEY = ("account", "cash", "money")
_IMMOVABLE = ("building", "land", "immovable", "flat", "structure", "pad", "complex")
_PRODUCTION = ("production", "launch-critical", "launches")
USES = (
    "production", "launch-critical", "launches", "life-critical", "military", "diplomatic", "peace-keeping",
    "strategic-object", "heritage", "cultural-goods",
)  # fmt: skip
"""The words of an asset's use that decide something here."""
_EXEMPT_ACCOUNTS = (
    "benefits",
    "notary-deposit",
    "escrow",
    "public-private-partnership",
    "clearing-collateral",
)
_POLICY = "policy of this program"


@dataclass(frozen=True)
class Attachable:
    """What the law makes of one asset: its status and queue, what counts against taking it early, and why.

    ``share`` is the debtor's part of it; ``held_for`` names the claims of others that it is held for already.
    """

    asset: Asset
    status: Status
    queue: str
    pledged: bool
    launch_critical: bool
    reason: str
    article: str
    rules: tuple[Found, ...] = field(default=())
    share: Decimal = Decimal(1)
    held_for: tuple[str, ...] = ()


def use_word(text: str) -> str:
    """Spell a word of use as the rules do: ``Life critical`` and ``LIFE_CRITICAL`` are ``life-critical``."""
    return re.sub(r"[\s_-]+", "-", text.strip().casefold())


def _uses(asset: Asset) -> frozenset[str]:
    return frozenset(use_word(one) for one in asset.use)


def queue_of(asset: Asset) -> str:
    """Give the queue of an asset by its kind and use; ``details.queue`` names it otherwise."""
    named = asset.details.get("queue")
    if named in QUEUES:
        return str(named)
    if asset.kind in _MONEY:
        return "money"
    if any(use in _PRODUCTION for use in _uses(asset)):
        return "production-assets"
    immovable = asset.kind in _IMMOVABLE or asset.details.get("immovable") is True
    return "immovables-not-in-production" if immovable else "movables-not-in-production"


def share_of(asset: Asset, party: str, on: date) -> Decimal | None:
    """Give a party's share of a thing on a day by its chain of owners; None where there is no chain."""
    listed = asset.details.get("owners") or ()
    if not listed:
        return None
    found = Decimal(0)
    for one in listed:
        since, until = one.get("since"), one.get("until")
        begun = since is None or day_range(str(since))[0] <= on
        ended = until is not None and day_range(str(until))[1] < on
        if one["party"] == party and begun and not ended:
            found += Decimal(str(one.get("share", "1")))
    return found


def attachability(case: Case, asset: Asset, debtor: str, on: date, book: Rulebook = NO_BOOK) -> Attachable:
    """Say whether an asset may be attached for a debtor's debt on a day.

    Parameters
    ----------
    debtor : str
        Reference of the debtor, such as ``party/tsenki``.

    Raises
    ------
    SourceError
        If a rule that decides is not known for the day.
    """
    excluded = (
        _life(asset) or _heritage(asset, on, book) or _not_the_debtors(case, asset, debtor, on, book)
        or _exempt_account(asset) or _receivable(asset) or _state_use(case, asset, on, book)
        or _strategic(asset, on, book)
    )  # fmt: skip
    pledged = bool(asset.details.get("pledged_to")) or any(
        one.get("kind") == "pledge" for one in asset.details.get("encumbrances") or ()
    )
    launches = "launch-critical" in _uses(asset)
    share = share_of(asset, debtor, on)
    status: Status = "attachable"
    reason, article = "the debtor's own", "ENF 62(3)"
    rules: tuple[Found, ...] = ()
    if excluded is not None:
        status = "excluded"
        reason, article, rules = excluded
    elif isinstance(asset.owner, Unknown):
        status, article = "doubtful", "ENF 63(1)"
        reason = (
            f"owner not known ({asset.owner.unknown}): may be attached first, the owner says and proves it"
        )
    elif share is not None and share < 1:
        reason = f"the debtor's share of {share} alone; the others' shares do not answer for his debt"
    return Attachable(
        asset, status, queue_of(asset), pledged, launches, reason, article, rules,
        share if share else Decimal(1),
    )  # fmt: skip


Excluded = tuple[str, str, tuple[Found, ...]]


def _life(asset: Asset) -> Excluded | None:
    if "life-critical" in _uses(asset):
        return "lives depend on it: never chosen", _POLICY, ()
    return None


def on_lives(assets: Sequence[Asset]) -> dict[str, tuple[str, str]]:
    """Give the things that carry, or lie in, one on which lives depend: reason and article of each.

    Who holds the box holds what is in it, and a thing that carries what is held may not leave either.
    """
    inside = {one.id: one.inside for one in assets}
    critical = {one.id for one in assets if "life-critical" in _uses(one)}
    found: dict[str, tuple[str, str]] = {}
    for name in sorted(critical):
        for above in _upwards(name, inside):
            found.setdefault(above, (f"carries {name}, on which lives depend: never chosen", _POLICY))
    for one in assets if critical else ():
        around = next((above for above in _upwards(one.id, inside) if above in critical), None)
        if around is not None:
            found.setdefault(one.id, (f"lies in {around}, on which lives depend: never chosen", _POLICY))
    return {name: why for name, why in found.items() if name not in critical}


def _upwards(name: str, inside: Mapping[str, str | None]) -> Iterator[str]:
    seen = {name}
    here = inside.get(name)
    while here is not None and here not in seen:
        yield here
        seen.add(here)
        here = inside.get(here)


def _receivable(asset: Asset) -> Excluded | None:
    """Spare what a third debtor owes where the law gives no hold on him."""
    if asset.kind != "receivable":
        return None
    bars = (
        ("time_barred", "the claim is time-barred"),
        ("third_debtor_insolvent", "the third debtor is insolvent"),
        ("no_legal_assistance_treaty", "the third debtor sits in a State without a legal-assistance treaty"),
    )
    told = [why for name, why in bars if asset.details.get(name) is True]
    return (", ".join(told), "ENF 86, 91", ()) if told else None


def _heritage(asset: Asset, on: date, book: Rulebook) -> Excluded | None:
    if not {"heritage", "cultural-goods"} & _uses(asset):
        return None
    found = execution_against_state("cultural-goods-not-for-sale", (), on, book)
    return "cultural goods not for sale", found.rule.article, (found.rule,)


def _not_the_debtors(case: Case, asset: Asset, debtor: str, on: date, book: Rulebook) -> Excluded | None:
    told = asset.details.get("existed_1991_08_31")
    paid_by = tuple(str(one) for one in asset.details.get("financed_by", ()))
    if told is not None or paid_by:
        found = owner_under_lease(on, told if isinstance(told, bool) else None, paid_by, book)
        if found.owner not in (debtor, "unknown"):
            return f"{found.owner}: {found.because}", found.rule.article, (found.rule,)
    share = share_of(asset, debtor, on)
    if isinstance(asset.owner, Unknown) or share or (share is None and asset.owner == debtor):
        return None
    if asset.owner == debtor:
        return f"not the debtor's on {on}, by the register's chain of owners", "ENF 62(3)", ()
    owner = next((party for party in case.parties if party.id == asset.owner), None)
    whose = "a joint venture's" if owner is not None and "joint-venture" in owner.roles else "a third party's"
    if owner is not None and owner.kind == "state":
        whose = "the State's"
    return f"{whose}, not the debtor's: {asset.owner}", "ENF 62(3)", ()


def _exempt_account(asset: Asset) -> Excluded | None:
    account = asset.details.get("account_type")
    if account in _EXEMPT_ACCOUNTS:
        return f"account of an exempt type: {account}", "ENF 58(2), 62(3)", ()
    return None


def _state_use(case: Case, asset: Asset, on: date, book: Rulebook) -> Excluded | None:
    """Spare what a State itself holds for a sovereign use; a state company has no such shield."""
    owner = next((party for party in case.parties if party.id == asset.owner), None)
    if owner is None or owner.kind != "state":
        return None
    use = next(
        (one for one in sorted(_uses(asset)) if one in ("military", "diplomatic", "peace-keeping")),
        "commercial",
    )
    shown = tuple(str(one) for one in asset.details.get("immunity_exceptions", ()))
    found = execution_against_state(use, shown, on, book)
    return None if found.allowed else (found.because, found.rule.article, (found.rule,))


def _strategic(asset: Asset, on: date, book: Rulebook) -> Excluded | None:
    if "strategic-object" not in _uses(asset):
        return None
    decision = asset.details.get("government_decision") is True
    refused_first = asset.details.get("state_refused_first") is True
    found = strategic_object(on, decision=decision, refused_first=refused_first, book=book)
    if found.allowed:
        return None
    return f"strategic object, needs {', '.join(found.needs)}", found.rule.article, (found.rule,)
