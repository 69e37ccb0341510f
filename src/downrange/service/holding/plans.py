"""Use case: a plan of instalments asked for by a party and granted or refused by a court, both on record.

What is asked for binds nobody: it is a fact beside the proceeding, and the account does not know it. Granted,
it becomes the proceeding's plan, as with :func:`downrange.service.holding.release.agree_plan`; measures
stay either way (ENF 32(5), 40; CPC 238, 246).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from downrange.base.money import Money
from downrange.errors import AccessError, RecordError
from downrange.service.holding.acts import step_course
from downrange.service.holding.lives import Act, claim_of
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.law.settlement import Plan

__all__ = ["KIND", "Asked", "ask_for_plan", "asked_for", "body_of", "decide_plan", "plan_of"]

KIND = "plan-request"
_ASKERS = ("creditor", "debtor", "regulator")


@dataclass(frozen=True)
class Asked:
    """A request for instalments: what was asked, by whom, on which paper, and how it was decided.

    ``state`` is ``asked``, ``granted`` or ``refused``; ``by_account`` spells who asked as the record does.
    """

    id: str
    log_sequence: int
    state: str
    by_account: str
    role: str
    on: date
    document: str
    because: str
    plan: Mapping[str, Any]


def body_of(plan: Plan) -> dict[str, Any]:
    """Write a plan as the record keeps it."""
    return {
        "instalments": [
            {"due_on": one.due_on.isoformat(), **one.amount.as_json()} for one in plan.instalments
        ],
        "missed_number": plan.missed_number,
        "grace_days": plan.grace_days,
        "grace_unit": plan.grace_unit,
        "accelerates": plan.accelerates,
    }


def plan_of(body: Mapping[str, Any]) -> Plan:
    """Read a plan as the record keeps it."""
    from downrange.law.settlement import Instalment, Plan

    parts = tuple(
        Instalment(date.fromisoformat(one["due_on"]), Money.of(one["amount"], one["currency"]))
        for one in body["instalments"]
    )
    return Plan(parts, body["missed_number"], body["grace_days"], body["grace_unit"], body["accelerates"])


def ask_for_plan(case: str, claim: str, plan: Plan, act: Act, because: str) -> Asked:
    """Put a request for instalments on record; a later one takes the place of one not yet decided.

    Raises
    ------
    RecordError
        If the claim is not on record, the instalments are not one currency, in order and above nought, or
        one falls due before the day of the request.
    AccessError
        If neither a party nor the regulator asks.
    """
    from downrange.registry import facts

    if act.role not in _ASKERS:
        raise AccessError(f"instalments are asked for by the {' or '.join(_ASKERS)} (CPC 238)")
    claim_of(case, claim)
    _sound(plan.instalments, act.on)
    about = f"{case}/{claim}/plan"
    body = {
        "state": "asked",
        "role": act.role,
        "document": act.document,
        "because": because,
        "plan": body_of(plan),
    }
    with writing():
        before = facts.as_of(about, KIND)
        open_ = [one for one in before if one.body["state"] == "asked"]
        old = open_[-1].id if open_ else None
        made = facts.record([facts.FactDraft(KIND, about, body, act.by, act.on, supersedes=old)])[0]
    return _asked(made)


def _sound(parts: Sequence[Any], on: date) -> None:
    currencies = {one.amount.currency for one in parts}
    if len(currencies) != 1:
        raise RecordError(f"instalments of one plan are in one currency, not {', '.join(sorted(currencies))}")
    if any(one.amount.minor <= 0 for one in parts):
        raise RecordError("every instalment is above nought")
    days = [one.due_on for one in parts]
    if days != sorted(set(days)):
        raise RecordError("instalments fall due one after another, each on a day of its own")
    if days[0] < on:
        raise RecordError(f"the first instalment falls due on {days[0]}, before the request of {on}")


def asked_for(case: str, claim: str, on: date | None = None) -> tuple[Asked, ...]:
    """List the requests about a claim that stand at the end of a day, the oldest first."""
    from downrange.registry import facts

    found = facts.as_of(f"{case}/{claim}/plan", KIND, on)
    return tuple(_asked(fact) for fact in sorted(found, key=lambda one: one.sequence))


def _asked(fact: Any) -> Asked:
    body = fact.body
    return Asked(
        fact.id, fact.sequence, body["state"], body.get("asked_by", fact.by), body["role"],
        date.fromisoformat(body["asked_on"]) if "asked_on" in body else fact.effective_on,
        body["document"], body["because"], body["plan"],
    )  # fmt: skip


def decide_plan(case: str, claim: str, request: str, act: Act, *, granted: bool, because: str = "") -> Asked:
    """Put on record that a court granted or refused a request; granted, it is the proceeding's plan.

    Raises
    ------
    RecordError
        If the request is not open any more, no paper is named, or the proceeding has ended.
    AccessError
        If the one who asked decides, or the role may not.
    """
    from downrange.registry import facts

    about = f"{case}/{claim}/plan"
    with writing():
        found = next((one for one in facts.as_of(about, KIND) if one.id == request), None)
        if found is None or found.body["state"] != "asked":
            raise RecordError("this request is not open any more")
        if found.by == act.by:
            raise AccessError("a request is decided by another person than the one who made it")
        if not act.document:
            raise RecordError("a decision names the ruling that bears it (CPC 238)")
        if act.on < found.effective_on:
            raise RecordError(f"a decision of {act.on} lies before the request of {found.effective_on}")
        if granted:
            step_course(case, claim, "plan", act, order=found.body["plan"], told=because)
        elif act.role not in ("court", "bailiff"):
            raise AccessError("plan is for the court or bailiff (ENF 40; CPC 238, 246)")
        body = {
            **found.body,
            "state": "granted" if granted else "refused",
            "asked_by": found.by,
            "asked_on": found.effective_on.isoformat(),
            "decided_on_paper": act.document,
            "decided_because": because,
            "decided_role": act.role,
        }
        draft = facts.FactDraft(KIND, about, body, act.by, act.on, supersedes=found.id)
        return _asked(facts.record([draft])[0])
