"""What measures hold of the worth of things, in the ledger: no thing is promised twice over.

A thing's value stands on an account with a floor of nought; an attachment takes its part as a hold, so that
settled plus held can never fall below it::

    CASE/ASSET/worth    the value on record (+), held by attachments (pending, -)
    CASE/ASSET/valued   the other side of the value
    CASE/CLAIM/cover    what holds would bring in for a claim (pending, +)

A second attachment finds what is left. Where that is too little it is refused, or stands in the queue by rank
(ENF 110-112; the bailiff tells the creditor his rank, ENF 37(4)) and takes what a release frees, or a higher
value brings. A movement ban, an exit ban, a block and a ban on bodies hold no value. A measure that a case
only reports holds what it names from the day it is reported for, as far as no other holds it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.service.holding.lives import asset_of, claim_of, lives

if TYPE_CHECKING:
    from downrange.law.enforcement.steps import Life
    from downrange.registry.measure_holds import OpenHold
    from downrange.service.holding.lives import Act

__all__ = [
    "ATTACHING",
    "Covered",
    "covered",
    "follow",
    "free_of",
    "held_by_asset",
    "held_of",
    "keep_up",
    "reckon",
    "value_of",
]

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
    """Give the debtor's share of a thing's value: the others' shares do not answer for his debt.

    What its chain of owners gives wholly to others is worth nothing for the claim, though an order names it;
    a thing whose owner is not known is held first and counts (ENF 63(1)).
    """
    from downrange.case.schema import Asset
    from downrange.law.enforcement.attachability import share_of

    value, body = value_of(case, asset), asset_of(case, asset)
    if value is None or body is None:
        return value
    thing = Asset.model_validate(body)
    share = share_of(thing, life.template.against, _begun_on(case, life))
    doubtful = not share and not isinstance(thing.owner, str)
    return value if share is None or share >= 1 or doubtful else value.times(share, "down")


def _begun_on(case: str, life: Life) -> date:
    """Give the day a measure holds from; of one that a case reports its last possible first day.

    Where a case does not know the day, it is the one that the report itself holds from.
    """
    from downrange.case.schema import day_range
    from downrange.registry import facts

    if life.since is not None:
        return life.since
    if isinstance(life.template.since, str):
        return day_range(life.template.since)[1]
    begun = facts.history(f"{case}/{life.template.id}", "measure")
    return begun[0].effective_on if begun else date.max


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


def keep_up(case: str, by: str, assets: Collection[str] | None = None) -> None:
    """Bring the book of holds up to what stands on record: reported measures, and values that changed.

    Inside an open unit of work. A measure that a case reports without steps holds what it names, as far as no
    other does; a thing that was valued, or valued higher, goes to whoever waits for it, by rank; what a case
    reports no longer is let go.

    Parameters
    ----------
    by : str
        Who put on record what changed.
    assets : collection of str, optional
        Only as far as these things are reached; by default all.
    """
    there = lives(case)
    for name, held in _by_measure(case).items():
        life = there.get(name)
        if life is not None and life.steps:
            continue  # a person's act lets go what that measure holds
        reaches = life.reaches if life is not None and life.state == "in-force" else ()
        _void([one for one in held if _thing(one) not in reaches], "no longer reported", by, _today())
    wanting = {
        name: set(life.reaches) if assets is None else set(life.reaches) & set(assets)
        for name, life in _attaching(case, there).items()
    }
    for asset in sorted({asset for things in wanting.values() for asset in things}):
        asking = [there[name] for name, things in wanting.items() if asset in things]
        reported = sorted((one for one in asking if one.reported), key=lambda one: _begun_on(case, one))
        waiting = _by_rank(case, [one for one in asking if not one.reported])
        _give(case, asset, [*reported, *waiting], lambda life: _its_act(case, life, by))


def reckon(case: str, by: str) -> None:
    """Let reported measures that hold nothing hold what they name: for registries made before it was so."""
    bare = {
        asset
        for name, life in _attaching(case).items()
        if life.reported and not held_of(case, name)
        for asset in life.reaches
    }
    if bare:
        keep_up(case, by, bare)


def _its_act(case: str, life: Life, by: str) -> Act:
    """Give who holds and from when: a reported measure from its own day, another one from today."""
    from downrange.service.holding.lives import Act

    if life.steps:
        return Act(by, "", _today(), "value on record")
    order = life.template.order
    told = f"reported, order {order}" if isinstance(order, str) else "reported, its order is not known"
    return Act(by, "", _begun_on(case, life), told)


def _today() -> date:
    from downrange.registry.database import now

    return now().date()


def _thing(hold: OpenHold) -> str:
    """Give the thing that a hold is on, from its key ``hold/CASE/measure/SLUG/asset/SLUG/NUMBER``."""
    return "/".join(hold.key.split("/")[-3:-1])


def _by_measure(case: str) -> dict[str, list[OpenHold]]:
    from downrange.registry.measure_holds import open_holds

    found: dict[str, list[OpenHold]] = {}
    for one in open_holds(f"hold/{case}/measure/"):
        found.setdefault("/".join(one.key.split("/")[-5:-3]), []).append(one)
    return found


def _free(case: str, measure: str, gone: tuple[str, ...], act: Act) -> None:
    _void([one for one in held_of(case, measure) if _thing(one) in gone], act.document, act.by, act.on)


def _void(holds: Iterable[OpenHold], memo: str, by: str, on: date) -> None:
    from downrange.registry import ledger
    from downrange.registry.entries import Draft

    ledger.append(
        [Draft(f"{one.key}/void", on, by, kind="void", memo=memo, resolves=one.sequence) for one in holds]
    )


def _worth(case: str, asset: str, act: Act) -> Money | None:
    """Bring the account of a thing's worth up, or down, to the value on record; it has a floor of nought.

    A value that fell below what is held leaves nothing free; what is held stays held.
    """
    from downrange.registry import facts, ledger
    from downrange.registry.entries import Draft, Line
    from downrange.registry.views import stored_balances

    value = value_of(case, asset)
    if value is None or value.minor <= 0:
        return None
    account = f"{case}/{asset}/worth"
    ledger.open_accounts([account], 0)
    stands = [one for one in stored_balances([account]) if one.settled.currency == value.currency]
    nothing = Money(0, value.currency)
    change = value - (stands[0].settled if stands else nothing)
    change = max(change, -(stands[0].available if stands else nothing))
    if change.minor:
        prefix = f"worth/{case}/{asset}/{facts.as_of(f'{case}/{asset}', 'asset')[-1].id}"
        times = len(ledger.with_prefix(prefix))
        lines = (Line(account, change), Line(f"{case}/{asset}/valued", -change))
        key = f"{prefix}/{times}" if times else prefix
        ledger.append([Draft(key, act.on, act.by, lines, memo="value on record")])
    return value


def _hold(case: str, life: Life, asset: str, act: Act, *, queue: bool) -> None:
    if _worth(case, asset, act) is None:
        return  # no value on record: there is nothing to count, and an appraiser comes first (ENF 68)
    others = (one for name, one in _attaching(case).items() if name != life.template.id)
    earlier = [one for one in others if one.reported and asset in one.reaches]
    earlier.sort(key=lambda one: _begun_on(case, one))
    _give(case, asset, earlier, lambda one: _its_act(case, one, act.by))
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


def _attaching(case: str, there: Mapping[str, Life] | None = None) -> dict[str, Life]:
    return {
        name: life
        for name, life in (lives(case) if there is None else there).items()
        if life.template.kind in ATTACHING and life.state == "in-force"
    }


def _holders(case: str, asset: str) -> list[str]:
    return [
        name
        for name, life in _attaching(case).items()
        if asset in life.reaches and held_of(case, name, asset)
    ]


def _give(case: str, asset: str, lives_: Iterable[Life], act_of: Callable[[Life], Act]) -> None:
    """Give what is free of a thing to those who ask for it, in their order."""
    for life in lives_:
        wanted, act = wanted_of(case, life, asset), act_of(life)
        if wanted is None or _worth(case, asset, act) is None:
            continue  # no value on record: there is nothing to count, and an appraiser comes first (ENF 68)
        held = held_by_asset(case, life.template.id).get(asset, Money(0, wanted.currency))
        _post(case, life, asset, min(free_of(case, asset, wanted.currency), wanted - held), act)


def _by_rank(case: str, waiting: list[Life]) -> list[Life]:
    """Put those who wait in the order in which they are served: by rank of the claim, then day of force."""
    from downrange.law.claim import rank

    def place(life: Life) -> tuple[Any, ...]:
        begun = _begun_on(case, life)
        return rank(claim_of(case, life.template.claim), begun)[0], begun, life.template.id

    return sorted(waiting, key=place) if len(waiting) > 1 else waiting


def _promote(case: str, gone: tuple[str, ...], act: Act) -> None:
    """Give what became free to whoever waits for it."""
    there = _attaching(case)
    for asset in gone:
        waiting = [life for life in there.values() if asset in life.reaches]
        _give(case, asset, _by_rank(case, waiting), lambda _: act)
