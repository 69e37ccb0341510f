"""Letting go, bound to the posting that pays: payment, release, holds and gate commit together, or none.

The release waits for sanction, costs, penalty and pay where the law says so (ENF 47(2)); through the
e-government gateway the measures fall by themselves. As the debt falls, things may be let go while the rest
stays covered: which ones a person chooses, the program drafts. Instalments lift nothing (ENF 32(5)).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from downrange.base.money import Money
from downrange.errors import AccessError, RecordError
from downrange.service.holding import cover
from downrange.service.holding.acts import Act, step_course, taken, tell_gate
from downrange.service.holding.lives import claim_of, course_of, lives, order_of
from downrange.service.holding.plans import body_of, plan_of
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.law.enforcement.release import Excess
    from downrange.law.enforcement.steps import Life
    from downrange.law.settlement import Plan, PlanState

__all__ = [
    "Owed",
    "Payment",
    "agree_plan",
    "charge",
    "end_proceeding",
    "let_go",
    "no_charges",
    "offer_barred",
    "owed",
    "pay",
    "plan_state_of",
    "proposal",
]

_DEBT = ("principal", "interest")
_CHARGES = ("sanction", "bailiff-pay", "costs", "penalty")
ChargeHead = Literal["sanction", "bailiff-pay", "costs", "penalty"]


@dataclass(frozen=True)
class Owed:
    """What the ledger holds of a claim on a day: debt and charges as posted, what was paid, what is left."""

    debt: Money
    charges: Money
    paid: Money

    @property
    def left(self) -> Money:
        """What is still owed, charges included; never below nought."""
        return max(self.debt + self.charges - self.paid, Money(0, self.debt.currency))

    @property
    def performed(self) -> bool:
        """Whether as much was paid as is owed to the creditor."""
        return self.paid >= self.debt

    @property
    def surplus(self) -> Money:
        """What was paid beyond everything owed: it goes back to the debtor (ENF 108)."""
        return max(self.paid - self.debt - self.charges, Money(0, self.debt.currency))


@dataclass(frozen=True)
class Payment:
    """What a payment did: where it stands in the log, what it let go, and what the rest waits for."""

    key: str
    sequence: int
    fresh: bool
    left: Money
    surplus: Money
    released: tuple[str, ...]
    waits_for: str | None
    article: str
    release: str | None
    proposal: Excess | None = field(default=None)

    def as_json(self) -> dict[str, Any]:
        """Give what a payment did, for pages."""
        draft = self.proposal
        return {
            "key": self.key,
            "log_sequence": self.sequence,
            "left": self.left.as_json(),
            "surplus": self.surplus.as_json(),
            "released": list(self.released),
            "waits_for": self.waits_for,
            "article": self.article,
            "release": self.release,
            "may_be_let_go": None if draft is None else list(draft.let_go),
            "stay_without_rate": None if draft is None else list(draft.no_rate),
        }


def owed(case: str, claim: str, on: date | None = None) -> Owed:
    """Read from the ledger what is owed on a claim by the end of a day (None: all that is posted).

    Raises
    ------
    RecordError
        If nothing is posted, or in two currencies.
    """
    from downrange.registry import views

    heads = (*_DEBT, *_CHARGES, "payment", "write-off")
    found = views.balances([f"{case}/{claim}/{head}" for head in heads], on)
    currencies = {one.settled.currency for one in found}
    if len(currencies) != 1:
        told = "nothing is posted" if not currencies else "two currencies need a rate, a source and a date"
        raise RecordError(f"{case}/{claim}: {told}")
    currency = currencies.pop()
    minor = {one.account.rpartition("/")[2]: one.settled.minor for one in found}

    def total(*names: str) -> Money:
        return Money(sum(minor.get(name, 0) for name in names), currency)

    return Owed(total(*_DEBT, "write-off"), total(*_CHARGES), -total("payment"))


def pay(
    case: str,
    claim: str,
    key: str,
    amount: Money,
    act: Act,
    *,
    let_go: tuple[str, ...] = (),
    licence: str = "",
) -> Payment:
    """Post a payment and, in the same unit of work, let go what it frees.

    Parameters
    ----------
    key : str
        Idempotency key: the same payment twice counts once, and releases once.
    act : Act
        The bailiff who records it, or the ``gateway`` by itself (e-government gateway and systems linked
        with it: then nothing waits for charges); its day is the value date.
    let_go : tuple of str
        Things that a person lets go as the debt falls; what stays must cover the rest.
    licence : str
        The paper that allows a payment which a sanctions list bars.

    Raises
    ------
    RecordError
        If the sum is not above nought or in another currency, or what stays held would not cover the rest.
    AccessError
        If the role may not record payments, or a list bars the payment and no licence is named.
    """
    from downrange.registry import ledger

    _may_pay(case, claim, amount, act, licence)
    draft = _draft(case, claim, key, amount, act, licence)
    with writing():
        posted = ledger.append([draft])[0]
        now = owed(case, claim)
        if not posted.fresh:
            told = "nothing: this payment was counted before"
            return Payment(draft.key, posted.sequence, False, now.left, now.surplus, (), told, "", None)
        ended = course_of(case, claim)
        if ended.ended_on is not None:
            told = f"the proceeding ended on {ended.ended_on} ({ended.ending})"
            raise RecordError(f"{told}: what comes in now goes back to the payer (ENF 47(1), 108)")
        cover.reckon(case, act.by)
        return _after(case, claim, act, now, (draft.key, posted.sequence), let_go)


def _may_pay(case: str, claim: str, amount: Money, act: Act, licence: str) -> None:
    from downrange.law.barred import bars_of

    if act.role not in ("bailiff", "gateway"):
        raise AccessError(f"payments are recorded by the bailiff or the gateway, not by the {act.role}")
    if amount.minor <= 0:
        raise RecordError("a payment is above nought; what was wrong is reversed")
    debtor = claim_of(case, claim).debtor
    barred = [one for one in bars_of(debtor, (amount.currency,), act.on) if one.state == "barred"]
    if barred and not licence:
        raise AccessError(f"{barred[0].because}: record the offer; willing but barred is no default")


def _draft(case: str, claim: str, key: str, amount: Money, act: Act, licence: str) -> Any:
    from downrange.registry.entries import Draft, Line

    debtor = claim_of(case, claim).debtor
    lines = (Line(f"{case}/{claim}/payment", -amount), Line(f"{case}/{debtor}/owes/{claim}", amount))
    memo = f"{act.document}; licence {licence}" if licence else act.document
    return Draft(
        f"pay/{case}/{claim}/{key}", act.on, act.by, lines, memo=memo, document_sha256=act.document_sha256,
        document_page=act.document_page,
    )  # fmt: skip


def _after(
    case: str, claim: str, act: Act, now: Owed, posting: tuple[str, int], chosen: tuple[str, ...]
) -> Payment:
    """Let go what the law frees after a payment: everything, the things a person chose, or nothing yet."""
    from downrange.law.enforcement.release import release

    on = course_of(case, claim)
    stated = on.no_charges or now.charges.minor > 0
    settled, gateway = stated and not now.left.minor, act.role == "gateway"
    free = release("payment", act.on, charges_paid=settled, through_gateway=gateway)
    if now.performed and free.released:
        done = _release(case, claim, act, "payment", (), posting, free.article)
        step_course(case, claim, "end", act, told="payment")
        return Payment(*posting, True, now.left, now.surplus, *done[:1], None, free.article, done[1])
    released: tuple[str, ...] = ()
    fact = None
    if chosen:
        _still_covered(case, claim, chosen, now.left)
        released, fact = _release(case, claim, act, "excess", chosen, posting, "ENF 62(1), 55(5)")
    waits = free.waits_for if now.performed else "the rest of the debt"
    if now.performed and not stated:
        waits = "the bailiff's statement of charges: sanction, costs, penalty and pay, or that none are due"
    draft = proposal(case, claim)
    return Payment(*posting, True, now.left, now.surplus, released, waits, free.article, fact, draft)


def _held(case: str, claim: str) -> dict[str, Money]:
    """Give what the attachments of a claim hold of each thing, never more than it is worth now."""
    found: dict[str, Money] = {}
    for name, life in _in_force(case, claim).items():
        mine = cover.held_by_asset(case, name) if life.template.kind in cover.ATTACHING else {}
        for asset, sum_ in mine.items():
            found[asset] = found[asset] + sum_ if asset in found else sum_
    worth = {asset: cover.value_of(case, asset) for asset in found}
    return {
        asset: min(sum_, value) if (value := worth[asset]) and value.currency == sum_.currency else sum_
        for asset, sum_ in found.items()
    }


def _in_force(case: str, claim: str) -> dict[str, Life]:
    return {
        name: life
        for name, life in lives(case).items()
        if life.template.claim == claim and life.state == "in-force"
    }


def proposal(case: str, claim: str) -> Excess:
    """Draft which things may be let go now while the rest stays covered, the least value held over."""
    from downrange.law.enforcement.release import excess

    return excess(_held(case, claim), owed(case, claim).left)


def _still_covered(case: str, claim: str, chosen: tuple[str, ...], rest: Money) -> None:
    held = _held(case, claim)
    stays = sum(
        sum_.minor for asset, sum_ in held.items() if asset not in chosen and sum_.currency == rest.currency
    )
    if stays < rest.minor:
        kept = Money(stays, rest.currency)
        raise RecordError(f"what stays held covers {kept} of {rest}: the rest must stay covered (ENF 62(1))")


def _release(
    case: str,
    claim: str,
    act: Act,
    ground: str,
    chosen: tuple[str, ...],
    posting: tuple[str, int] | None,
    article: str,
) -> tuple[tuple[str, ...], str]:
    """Release every measure of a claim, or the chosen things from each; give measures and the fact's id."""
    from downrange.law.enforcement.steps import Step
    from downrange.registry import facts

    told: dict[str, list[str]] = {}
    orders: dict[str, dict[str, str | None]] = {}
    changed: list[facts.Fact] = []
    for name, life in _in_force(case, claim).items():
        things = tuple(asset for asset in life.reaches if asset in chosen)
        if chosen and not things:
            continue
        whole = not chosen or set(things) == set(life.reaches)
        paper = act.document or (posting[0] if posting else "")
        step = Step("release", act.on, act.by, act.role, paper, () if whole else things, told=ground)
        taken(case, name, step, act, later=changed)
        told[name] = list(things or life.reaches)
        orders[name] = {"kind": life.template.kind, "order": order_of(life)}
    tell_gate(case, changed)
    missing = [asset for asset in chosen if not any(asset in things for things in told.values())]
    if missing:
        raise RecordError(f"no measure of {claim} holds {', '.join(missing)}")
    body = {
        "claim": claim,
        "ground": ground,
        "released": told,
        "orders": orders,
        "posting": None if posting is None else {"key": posting[0], "log_sequence": posting[1]},
        "article": article,
    }
    draft = facts.FactDraft("release", f"{case}/{claim}/release", body, act.by, act.on, act.document_sha256)
    return tuple(told), facts.record([draft])[0].id


def let_go(case: str, claim: str, assets: tuple[str, ...], act: Act) -> str:
    """Release some things because the hold exceeds what is left; the rest must stay covered.

    Returns
    -------
    str
        The id of the release on record.

    Raises
    ------
    RecordError
        If no measure of the claim holds them, or what stays would not cover the rest.
    """
    if not assets:
        raise RecordError("name the things to let go")
    with writing():
        cover.reckon(case, act.by)
        _still_covered(case, claim, assets, owed(case, claim).left)
        return _release(case, claim, act, "excess", assets, None, "ENF 62(1), 55(5)")[1]


def end_proceeding(case: str, claim: str, ending: str, act: Act) -> str:
    """End a proceeding otherwise: by waiver, settlement, mediation, title-set-aside or liquidation.

    Returns
    -------
    str
        The id of the release on record.

    Raises
    ------
    RecordError
        If the release waits for the charges (ENF 47(2)), or the event ends nothing (ENF 32(5)).
    """
    from downrange.law.enforcement.release import release

    with writing():
        now, on = owed(case, claim), course_of(case, claim)
        stated = on.no_charges or (now.charges.minor > 0 and now.paid >= now.charges)
        found = release(ending, act.on, charges_paid=stated)
        if not found.released:
            raise RecordError(f"{ending}: {found.waits_for} ({found.article})")
        step_course(case, claim, "end", act, told=ending)
        return _release(case, claim, act, ending, (), None, found.article)[1]


def charge(case: str, claim: str, head: ChargeHead, amount: Money, act: Act) -> int:
    """Post a charge of enforcement that the bailiff states: sanction, pay, costs or penalty (ENF 118, 124).

    Returns
    -------
    int
        The place of the posting in the log.

    Raises
    ------
    RecordError
        If the head is none of these or the sum is not above nought.
    AccessError
        If somebody else than a bailiff or a court states it.
    """
    from downrange.registry import ledger
    from downrange.registry.entries import Draft, Line

    if act.role not in ("bailiff", "court"):
        raise AccessError("charges are stated by the bailiff or the court (ENF 118, 124)")
    if head not in _CHARGES or amount.minor <= 0:
        raise RecordError(f"a charge is one of {', '.join(_CHARGES)}, above nought")
    debtor = claim_of(case, claim).debtor
    lines = (Line(f"{case}/{claim}/{head}", amount), Line(f"{case}/{debtor}/owes/{claim}", -amount))
    key = f"charge/{case}/{claim}/{head}/{act.document}"
    with writing():
        draft = Draft(key, act.on, act.by, lines, memo=act.document, document_sha256=act.document_sha256)
        return ledger.append([draft])[0].sequence


def no_charges(case: str, claim: str, act: Act) -> str | None:
    """Record the bailiff's statement that no charges are due (ENF 118, 120, 124).

    Returns
    -------
    str or None
        The id of the release, where everything was paid and only this was waited for.
    """
    with writing():
        step_course(case, claim, "no-charges", act)
        now = owed(case, claim)
        if now.left.minor or not now.paid.minor or not _in_force(case, claim):
            return None
        step_course(case, claim, "end", act, told="payment")
        return _release(case, claim, act, "payment", (), None, "ENF 47(2)")[1]


def agree_plan(case: str, claim: str, plan: Plan, act: Act) -> None:
    """Record a plan of instalments; measures stay (ENF 32(5)).

    Raises
    ------
    RecordError
        If no document is named.
    AccessError
        If neither a court nor the bailiff records it (ENF 40; CPC 238, 246).
    """
    with writing():
        step_course(case, claim, "plan", act, order=body_of(plan))


def offer_barred(case: str, claim: str, amount: Money, act: Act, because: str) -> None:
    """Record that the debtor offered a payment and a list stopped it: nothing is posted, nothing released."""
    with writing():
        step_course(case, claim, "offer-barred", act, told=because, covers={"offer": amount.as_json()})


def plan_state_of(case: str, claim: str, on: date, *, if_nothing_more: bool = False) -> PlanState | None:
    """Give where the plan of instalments stands at the end of a day, offers that a list stopped included.

    What was paid before the plan was agreed is not counted towards it. With ``if_nothing_more`` it is where
    the plan ends if nothing is paid after the day: whether it comes to default, since when, what then is due.
    """
    from downrange.law.settlement import Paid, plan_state
    from downrange.registry import facts
    from downrange.registry.measure_holds import movements

    course = course_of(case, claim, on)
    if course.plan is None:
        return None
    steps = [
        one for one in facts.as_of(f"{case}/{claim}", "proceeding-step", on) if one.body["step"] == "plan"
    ]
    agreed_on = steps[-1].effective_on
    paid = [Paid(-sum_, day) for day, sum_ in movements(f"{case}/{claim}/payment") if agreed_on <= day <= on]
    offers = [(step.covers["offer"], step.on) for step in course.offers]
    barred = [Paid(Money.of(sum_["amount"], sum_["currency"]), day, barred=True) for sum_, day in offers]
    plan = plan_of(course.plan)
    last = max(plan.last_day(one) for one in plan.instalments) + timedelta(days=1)
    return plan_state(plan, [*paid, *barred], max(on, last) if if_nothing_more else on)
