"""What measures hold of the worth of things, in the ledger: no thing is promised twice over.

A thing's value stands on an account with a floor of nought; an attachment takes its part as a hold, so that
settled plus held can never fall below it::

    CASE/ASSET/worth    the value on record (+), held by attachments (pending, -)
    CASE/ASSET/valued   the other side of the value
    CASE/CLAIM/cover    what holds would bring in for a claim (pending, +)

A second attachment finds what is left. Where that is too little it is refused, or stands in the queue by rank
(ENF 110-112; the bailiff tells the creditor his rank, ENF 37(4)) and takes what a release frees. A movement
ban, an exit ban, a block and a ban on bodies hold no value.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.service.lives import asset_of, claim_of, lives

if TYPE_CHECKING:
    from downrange.law.enforcement.steps import Life
    from downrange.registry.measure_holds import OpenHold
    from downrange.service.acts import Act

__all__ = ["ATTACHING", "Covered", "covered", "follow", "free_of", "held_by_asset", "held_of", "value_of"]

ATTACHING = ("attachment", "account-freeze")


@dataclass(frozen=True)
class Covered:
    """What a measure holds of a thing, and how much of what it asks for waits in the queue."""

    measure: str
    asset: str
    held: Money
    waits: Money


def value_of(case: str, asset: str) -> Money | None:
    """Give the value of a thing as it stands on record, or None where none is known."""
    body = asset_of(case, asset)
    value = None if body is None else body.get("value")
    if not isinstance(value, Mapping) or "amount" not in value:
        return None
    return Money.of(value["amount"], value["currency"])


def held_of(case: str, measure: str, asset: str = "", on: date | None = None) -> list[OpenHold]:
    """Give the open holds of a measure, of one thing or of all; those open at the end of a day."""
    from downrange.registry.measure_holds import open_holds

    return open_holds(f"hold/{case}/{measure}/{asset}/" if asset else f"hold/{case}/{measure}/", on)


def held_by_asset(case: str, measure: str, on: date | None = None) -> dict[str, Money]:
    """Give what a measure holds of each thing, as far as it holds anything."""
    under = f"hold/{case}/{measure}/"
    found: dict[str, Money] = {}
    for one in held_of(case, measure, on=on):
        asset = one.key.removeprefix(under).rpartition("/")[0]
        found[asset] = found[asset] + one.amount if asset in found else one.amount
    return found


def free_of(case: str, asset: str, currency: str) -> Money:
    """Give what of a thing's value no attachment holds."""
    from downrange.registry.views import stored_balances

    found = [one for one in stored_balances([f"{case}/{asset}/worth"]) if one.settled.currency == currency]
    return found[0].available if found else Money(0, currency)


def wanted_of(case: str, life: Life, asset: str) -> Money | None:
    """Give what a measure asks of a thing: the sum in its draft, else the debtor's share of the value."""
    value = _of_debtor(case, life, asset)
    asked = life.steps[0].covers.get(asset) if life.steps else None
    if value is None or asked is None:
        return value
    sum_ = Money.of(asked["amount"], asked["currency"])
    return min(sum_, value) if sum_.currency == value.currency else value


def _of_debtor(case: str, life: Life, asset: str) -> Money | None:
    """Give the debtor's share of a thing's value: the others' shares do not answer for his debt."""
    from downrange.case.schema import Asset
    from downrange.law.enforcement.attachability import share_of

    value, body = value_of(case, asset), asset_of(case, asset)
    if value is None or body is None or life.since is None:
        return value
    share = share_of(Asset.model_validate(body), life.template.against, life.since)
    return value if not share or share >= 1 else value.times(share, "down")


def covered(case: str, life: Life, on: date | None = None) -> list[Covered]:
    """Give what a measure in force holds of each thing of known value, and what waits in the queue."""
    found = []
    there = held_by_asset(case, life.template.id, on)
    for asset in life.reaches:
        wanted = wanted_of(case, life, asset)
        if wanted is None:
            continue
        held = there.get(asset, Money(0, wanted.currency))
        found.append(Covered(life.template.id, asset, held, max(wanted - held, Money(0, wanted.currency))))
    return found


def follow(case: str, before: Life, after: Life, act: Act, *, queue: bool = False) -> None:
    """Let the ledger follow a step of an attaching measure, inside the unit of work that records the step.

    Raises
    ------
    RecordError
        If a thing has too little left to be held and the measure may not stand in the queue.
    """
    was = before.reaches if before.state == "in-force" else ()
    now = after.reaches if after.state == "in-force" else ()
    gone = tuple(one for one in was if one not in now)
    if gone:
        _free(case, after.template.id, gone, act)
        _promote(case, gone, act)
    for asset in (one for one in now if one not in was):
        _hold(case, after, asset, act, queue=queue)


def _free(case: str, measure: str, gone: tuple[str, ...], act: Act) -> None:
    from downrange.registry import ledger
    from downrange.registry.entries import Draft

    under = f"hold/{case}/{measure}/"
    held = [one for one in held_of(case, measure) if one.key.removeprefix(under).rpartition("/")[0] in gone]
    ledger.append(
        [
            Draft(f"{one.key}/void", act.on, act.by, kind="void", memo=act.document, resolves=one.sequence)
            for one in held
        ]
    )


def _worth(case: str, asset: str, act: Act) -> Money | None:
    """Bring the account of a thing's worth up to the value on record, on an account that has a floor."""
    from downrange.registry import facts, ledger
    from downrange.registry.entries import Draft, Line
    from downrange.registry.views import stored_balances

    value = value_of(case, asset)
    if value is None or value.minor <= 0:
        return None
    account = f"{case}/{asset}/worth"
    ledger.open_accounts([account], 0)
    stands = [one.settled for one in stored_balances([account]) if one.settled.currency == value.currency]
    change = value - (stands[0] if stands else Money(0, value.currency))
    if change.minor:
        fact = facts.as_of(f"{case}/{asset}", "asset")[-1]
        lines = (Line(account, change), Line(f"{case}/{asset}/valued", -change))
        ledger.append(
            [Draft(f"worth/{case}/{asset}/{fact.id}", act.on, act.by, lines, memo="value on record")]
        )
    return value


def _hold(case: str, life: Life, asset: str, act: Act, *, queue: bool) -> None:
    if _worth(case, asset, act) is None:
        return  # no value on record: there is nothing to count, and an appraiser comes first (ENF 68)
    _reported(case, asset, life.template.id, act)
    wanted = wanted_of(case, life, asset)
    assert wanted is not None, "it has a worth"
    free = free_of(case, asset, wanted.currency)
    if free < wanted and not queue:
        held = ", ".join(_holders(case, asset)) or "nobody"
        told = f"{asset} has {free} left of its value, {wanted} are asked; held by {held}"
        raise RecordError(f"{told}: stand in the queue by rank (ENF 37(4), 110-112) or take another thing")
    _post(case, life, asset, min(free, wanted), act)


def _post(case: str, life: Life, asset: str, sum_: Money, act: Act) -> None:
    from downrange.registry import ledger
    from downrange.registry.entries import Draft, Line

    if sum_.minor <= 0:
        return
    measure = life.template
    lines = (Line(f"{case}/{measure.claim}/cover", sum_), Line(f"{case}/{asset}/worth", -sum_))
    prefix = f"hold/{case}/{measure.id}/{asset}/"
    key = f"{prefix}{len(ledger.with_prefix(prefix))}"
    ledger.append([Draft(key, act.on, act.by, lines, "hold", memo=act.document)])


def _attaching(case: str) -> dict[str, Life]:
    return {
        name: life
        for name, life in lives(case).items()
        if life.template.kind in ATTACHING and life.state == "in-force"
    }


def _holders(case: str, asset: str) -> list[str]:
    return [
        name
        for name, life in _attaching(case).items()
        if asset in life.reaches and held_of(case, name, asset)
    ]


def _reported(case: str, asset: str, but: str, act: Act) -> None:
    """Count what attachments hold that a case reports without steps: they came first."""
    for name, life in _attaching(case).items():
        if name == but or life.steps or asset not in life.reaches or held_of(case, name, asset):
            continue
        value = value_of(case, asset)
        assert value is not None, "the caller saw a value"
        _post(case, life, asset, min(value, free_of(case, asset, value.currency)), act)


def _promote(case: str, gone: tuple[str, ...], act: Act) -> None:
    """Give what became free to whoever waits for it: by rank of the claim, then by the day of force."""
    from downrange.law.claim import rank

    def place(item: tuple[str, Life]) -> tuple[Any, ...]:
        life = item[1]
        since = life.since.isoformat() if life.since else str(life.template.since)
        return rank(claim_of(case, life.template.claim), act.on)[0], since, item[0]

    others = {
        name: life for name, life in _attaching(case).items() if life.steps and set(gone) & set(life.reaches)
    }
    for _, life in sorted(others.items(), key=place) if others else ():
        for one in covered(case, life):
            if one.asset in gone and one.waits.minor:
                free = free_of(case, one.asset, one.waits.currency)
                _post(case, life, one.asset, min(free, one.waits), act)
