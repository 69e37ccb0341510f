"""From a draft to a measure in force: draft, notify, approve, sanction, put in force, serve.

One function for each act of a person; each returns where the measure stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from downrange.base.actor import user_of
from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.service.holding.acts import Act, take, taken
from downrange.service.holding.lives import asset_of, claim_of, excluded, lives
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.law.enforcement.orders import OrderDraft
    from downrange.law.enforcement.steps import Life

__all__ = [
    "approve",
    "draft_order",
    "drafted_order",
    "notify",
    "order_paper",
    "put_in_force",
    "refuse_sanction",
    "reject",
    "sanction",
    "serve",
]


def drafted_order(
    case: str,
    kind: str,
    claim: str,
    against: str,
    reaches: tuple[str, ...],
    act: Act,
    *,
    permits: tuple[str, ...] = (),
    covers: Mapping[str, Money] | None = None,
    measure: str | None = None,
    despite: str = "",
) -> OrderDraft:
    """Fill in an order from what is on record, without recording anything: what, whom, articles, blanks.

    Raises
    ------
    RecordError
        If the claim, the party or a thing is not on record, or the law does not allow the kind for the debt.
    """
    from downrange.law.enforcement import orders
    from downrange.law.enforcement.steps import KINDS
    from downrange.registry import facts

    if kind not in KINDS:
        raise RecordError(f"no measure of the kind {kind!r}; known: {', '.join(KINDS)} (ENF 32(2))")
    owed = claim_of(case, claim)
    party = facts.as_of(f"{case}/{against}", "party")
    if not party:
        raise RecordError(f"{case}/{against} is not on record: an order names whom it is against")
    _allowed(case, claim, kind, owed.awarded, act)
    things = []
    for asset in reaches:
        body = asset_of(case, asset)
        if body is None:
            raise RecordError(f"{case}/{asset} is not on record: an order names its things (ENF 66(3))")
        out = excluded(case, asset, against, act.on)
        if out is not None and not despite:
            raise RecordError(f"{asset}: {out[0]} ({out[1]}); to deviate, record the reason")
        things.append(body)
    if measure is None:
        there = [name for name in lives(case) if name.startswith(f"measure/{kind}")]
        measure = orders.slug_of(kind, len(there) + 1)
    sums = {asset: money.as_json() for asset, money in (covers or {}).items()}
    office = act.by.count("/") == 1 and user_of(act.by) is None
    ordered_by = act.by if office else {"unknown": f"drafted by {act.by}"}
    return orders.draft_order(
        kind, measure, claim, party[-1].body, things, ordered_by, act.on, permits=permits, covers=sums
    )


def _allowed(case: str, claim: str, kind: str, owed: Any, act: Act) -> None:
    """Hold the debt against the thresholds of an exit ban (ENF 33(1)) and of a licence block (ENF 34)."""
    from downrange.law.enforcement.exit_ban import exit_ban
    from downrange.law.enforcement.proceeding import licence_block_possible

    if kind not in ("exit-ban", "licence-block"):
        return
    if not isinstance(owed, Money) or owed.currency != "KZT":
        raise RecordError("the threshold is in tenge: a debt in tenge must be on record (ENF 33(1), 34)")
    if kind == "exit-ban":
        ban = exit_ban(owed, act.on, None)
        if not ban.required:
            raise RecordError(f"{owed} is below {ban.threshold}: no exit ban ({ban.article})")
    if kind == "licence-block":
        possible, rule = licence_block_possible(owed, act.on, company=True)
        if not possible:
            raise RecordError(f"{owed} is not above {rule.value} index multiples ({rule.article})")
        _term_over(case, claim, act.on)


def _term_over(case: str, claim: str, on: date) -> None:
    """Refuse a licence block before the term of the proceeding is over (ENF 34, 39).

    It is counted from the first measure, since measures come with the opening (ENF 37(4)).
    """
    from downrange.base.calendar import add_months
    from downrange.case.schema import day_range
    from downrange.law.rule import NO_BOOK

    mine = [life for life in lives(case).values() if life.template.claim == claim]
    reported = [life.template.since for life in mine if life.since is None and life.state == "in-force"]
    begun = [life.since for life in mine if life.since is not None]
    begun += [day_range(since)[1] for since in reported if isinstance(since, str)]
    if not begun:
        raise RecordError("no measure of this claim is in force: when the proceeding opened is not known")
    term = NO_BOOK.find("kz-enforcement.duration_months", on)
    over = add_months(min(begun), term.count, "last-day")
    if on <= over:
        raise RecordError(f"the term of the proceeding runs to {over} (ENF 34; {term.article})")


def draft_order(
    case: str,
    kind: str,
    claim: str,
    against: str,
    reaches: tuple[str, ...],
    act: Act,
    *,
    permits: tuple[str, ...] = (),
    covers: Mapping[str, Money] | None = None,
    measure: str | None = None,
    despite: str = "",
) -> OrderDraft:
    """Put a draft on record; it is no order and reaches nothing until others have done their part.

    Parameters
    ----------
    reaches : tuple of str
        The things it names; none for what is against a person or all that the debtor has.
    covers : mapping, optional
        What of a thing's value is asked where not all of it: money on an account (ENF 62(6)).
    measure : str, optional
        Its identifier; by default the kind and a number.
    despite : str
        The reason for naming a thing that the law or policy keeps out of reach; it goes on record.

    Raises
    ------
    RecordError
        If something it names is not on record, or the law does not allow it for this debt.
    AccessError
        If the role may not draft.
    """
    from downrange.law.enforcement.steps import Step

    with writing():
        draft = drafted_order(
            case, kind, claim, against, reaches, act, permits=permits, covers=covers, measure=measure,
            despite=despite,
        )  # fmt: skip
        step = Step(
            "draft", act.on, act.by, act.role, act.document, told=despite, order=draft.measure,
            covers=draft.covers,
        )  # fmt: skip
        taken(case, str(draft.measure["id"]), step, act)
    return draft


def notify(case: str, measure: str, act: Act) -> Life:
    """Record the notice about an exit ban: five working days run from it (ENF 33(1))."""
    return take(case, measure, "notify", act)


def approve(case: str, measure: str, act: Act) -> Life:
    """Record a second person's approval; whoever drafted may not approve."""
    return take(case, measure, "approve", act)


def reject(case: str, measure: str, act: Act, because: str) -> Life:
    """Record that a draft goes no further, and why."""
    return take(case, measure, "reject", act, told=because)


def sanction(case: str, measure: str, act: Act) -> Life:
    """Record the sanction of the prosecutor or the court, where the law needs one (ENF 32(6), 33(1), 34)."""
    return take(case, measure, "sanction", act)


def refuse_sanction(case: str, measure: str, act: Act, because: str) -> Life:
    """Record that the sanction was refused; the draft ends there."""
    return take(case, measure, "refuse-sanction", act, told=because)


def put_in_force(case: str, measure: str, act: Act, *, queue: bool = False) -> Life:
    """Put a measure in force from the day of the act: the gate answers by it when this returns.

    With ``queue`` an attachment may stand behind another one of the same thing, by rank.

    Raises
    ------
    RecordError
        If it is not approved or lacks its sanction, the proceeding is suspended, or a thing has too little
        left to be held and the queue is not asked for.
    """
    return take(case, measure, "put-in-force", act, queue=queue)


def serve(case: str, measure: str, act: Act, on_whom: str) -> Life:
    """Record the service of an order, on whom and by which paper (ENF 10(2), 63(2))."""
    return take(case, measure, "serve", act, told=on_whom)


def order_paper(case: str, measure: str, on: date | None = None) -> dict[str, Any]:
    """Give an order as it is printed: what was drafted, filled in from what is on record, and its steps.

    Returns
    -------
    dict
        ``draft`` (as :meth:`OrderDraft.as_json`), ``case``, ``title``, ``fictional``, ``claim_title``,
        ``awarded``, ``creditor``, ``order`` and ``since`` (None until it is in force), ``in_force``,
        ``reason`` (of a deviation), ``covers``, ``steps``.

    Raises
    ------
    RecordError
        If no such measure, claim or party is on record.
    """
    from downrange.law.enforcement import orders
    from downrange.registry import facts
    from downrange.service.holding.lives import life_of

    life = life_of(case, measure, on)
    if life is None:
        raise RecordError(f"{case}/{measure} is not on record (ENF 10(2))")
    claim = claim_of(case, life.template.claim)
    parties = [facts.as_of(f"{case}/{one}", "party") for one in (life.template.against, str(claim.creditor))]
    if not parties[0]:
        raise RecordError(
            f"{case}/{life.template.against} is not on record: an order names whom it is against"
        )
    bodies = [asset_of(case, asset) for asset in life.reaches or life.template.reaches]
    things = [one for one in bodies if one is not None]
    draft = orders.draft_order(
        life.template.kind, measure, claim.id, parties[0][-1].body, things,
        _ordered_by(life), on or date.max, permits=life.permits,
    )  # fmt: skip
    whole = facts.as_of(f"{case}/case", "case")
    first = next((step for step in life.steps if step.name == "draft"), None)
    number = next((step.document for step in life.steps if step.name == "put-in-force"), None)
    told = {"order": life.template.order, "since": life.template.since}
    reported = {key: value for key, value in told.items() if isinstance(value, str)}
    return {
        "draft": draft.as_json(),
        "case": case,
        "title": str(whole[-1].body.get("title", case)) if whole else case,
        "fictional": bool(whole and whole[-1].body.get("fictional")),
        "claim_title": claim.title,
        "awarded": claim.awarded.as_json() if isinstance(claim.awarded, Money) else None,
        "creditor": (parties[1][-1].body.get("name") or {}).get("en") if parties[1] else str(claim.creditor),
        "order": number or reported.get("order"),
        "since": life.since.isoformat() if life.since else reported.get("since"),
        "in_force": life.state in ("in-force", "ended"),
        "reason": "" if first is None else first.told,
        "covers": {} if first is None else dict(first.covers),
        "steps": [
            {"on": step.on.isoformat(), "step": step.name, "role": step.role, "by": step.by,
             "document": step.document}
            for step in life.steps
        ],
    }  # fmt: skip


def _ordered_by(life: Life) -> str | dict[str, str]:
    by = life.template.ordered_by
    return by if isinstance(by, str) else {"unknown": by.unknown}
