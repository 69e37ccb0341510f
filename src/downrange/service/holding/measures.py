"""What happens to measures in force: objection, third-party suit, substitution, permission, new head, lapse.

One function for each act of a person. Suspension, resumption and return concern the proceeding as a whole;
they lift nothing (ENF 32(5)). ``proceeding_state`` shows where everything stands and what may come next.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal

from downrange.errors import RecordError
from downrange.service.holding.acts import Act, step_course, take, taken
from downrange.service.holding.lives import bank_money, course_of, lives, steps_of
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.law.enforcement.course import Course
    from downrange.law.enforcement.steps import Life, Step

__all__ = [
    "change_of_head",
    "decide_objection",
    "decide_suit",
    "ladder_of",
    "lapse_due",
    "lift",
    "object_to",
    "permit",
    "present_again",
    "proceeding_state",
    "proceeding_steps",
    "resume",
    "return_to_creditor",
    "substitute",
    "suspend",
    "third_party_suit",
    "withdraw_permit",
]


def object_to(case: str, measure: str, act: Act, because: str, known_on: date | None = None) -> Life:
    """Record an objection: within ten working days; the order works meanwhile (ENF 10(5), 127)."""
    return take(case, measure, "object", act, told=because, day=known_on)


def decide_objection(case: str, measure: str, act: Act, outcome: Literal["stands", "cancelled"]) -> Life:
    """Record the court's decision on an objection: the measure stands, or is cancelled at once (ENF 127)."""
    return take(case, measure, "decide-objection", act, told=outcome)


def third_party_suit(
    case: str, measure: str, assets: tuple[str, ...], act: Act, known_on: date | None = None
) -> Life:
    """Record a third party's suit to free things: it stops acts on those only, and frees nothing yet."""
    return take(case, measure, "third-party-suit", act, assets=assets, day=known_on)


def decide_suit(
    case: str, measure: str, assets: tuple[str, ...], act: Act, outcome: Literal["freed", "dismissed"]
) -> Life:
    """Record the judgment on a third party's suit; what it frees is let go in the same act (CPC 251)."""
    return take(case, measure, "decide-suit", act, assets=assets, told=outcome)


def substitute(case: str, measure: str, old: str, new: str, act: Act, asked_by: str = "") -> Life:
    """Put a thing worth no less in the place of another; the old one is held until this act (ENF 32(4))."""
    return take(case, measure, "substitute", act, assets=(old,), into=new, told=asked_by)


def permit(case: str, measure: str, text: str, act: Act) -> Life:
    """Permit a use of what is held (ENF 32(2)(4)), or treatment abroad under an exit ban (ENF 33(3))."""
    return take(case, measure, "permit", act, told=text)


def withdraw_permit(case: str, measure: str, text: str, act: Act) -> Life:
    """Withdraw a permission; to narrow one, withdraw it and give the narrower."""
    return take(case, measure, "withdraw-permit", act, told=text)


def lift(case: str, measure: str, ground: str, act: Act, *, only_founder: bool = False) -> Life:
    """Lift an exit ban on one of the six grounds (ENF 33(4)), or a licence block (ENF 34)."""
    return take(case, measure, "lift", act, told=ground, only_founder=only_founder)


def change_of_head(
    case: str, company: str, old: str, new: str, act: Act, *, only_founder: bool = False
) -> dict[str, Any]:
    """Lift the exit bans on a former head of a company, and say what follows for the new one.

    The ban hangs on the office: it ends with the change of head, unless he is the only founder, and the new
    head becomes a candidate for one of his own, after a notice of his own (ENF 33(1), 33(4)).

    Returns
    -------
    dict
        ``lifted``: measures; ``by``: the last day for lifting; ``candidate``: the new head, what he may be
        ordered for which claims, and the first day if he is notified today.

    Raises
    ------
    RecordError
        If the former head is the only founder.
    """
    from downrange.law.enforcement.exit_ban import lifting
    from downrange.law.enforcement.steps import Step

    found = lifting("change-of-head", act.on, only_founder=only_founder)
    if not found.lifts:
        raise RecordError(f"{found.because} ({found.rule.article})")
    lifted, claims = [], []
    with writing():
        for name, life in lives(case).items():
            mine = life.template.kind == "exit-ban" and life.template.against == old
            if not mine or life.state != "in-force":
                continue
            step = Step("lift", act.on, act.by, act.role, act.document, told="change-of-head")
            taken(case, name, step, act)
            lifted.append(name)
            claims.append(life.template.claim)
    by = None if found.by is None else found.by.isoformat()
    return {"lifted": lifted, "by": by, "candidate": _candidate(case, company, new, claims, act.on)}


def _candidate(case: str, company: str, new: str, claims: list[str], on: date) -> dict[str, Any]:
    from downrange.base.money import Money
    from downrange.law.enforcement.exit_ban import exit_ban
    from downrange.service.holding.lives import claim_of

    rows = []
    for claim in dict.fromkeys(claims):
        debt = claim_of(case, claim).awarded
        if isinstance(debt, Money) and debt.currency == "KZT":
            ban = exit_ban(debt, on, on)
            first = None if ban.earliest_order is None else ban.earliest_order.isoformat()
            rows.append({"claim": claim, "required": ban.required, "first_day_if_notified_today": first})
    return {"party": new, "head_of": company, "claims": rows, "needs": "a notice of his own, then the court"}


def suspend(case: str, claim: str, cause: str, act: Act, until: date | None = None) -> Course:
    """Suspend a proceeding: ten days by the creditor's letter, thirty with a mediation contract (ENF 44(8)).

    It goes on by itself when the term ends (ENF 46); measures stay (ENF 32(5)).
    """
    with writing():
        return step_course(case, claim, "suspend", act, told=cause, day=until)


def resume(case: str, claim: str, act: Act) -> Course:
    """Resume a suspended proceeding before its term, since the cause is gone (ENF 46)."""
    with writing():
        return step_course(case, claim, "resume", act)


def return_to_creditor(case: str, claim: str, act: Act, because: str) -> Course:
    """Return the writ to the creditor: it may be presented again while its term runs (ENF 48, 12)."""
    with writing():
        return step_course(case, claim, "return", act, told=because)


def present_again(case: str, claim: str, act: Act) -> Course:
    """Take a returned writ up again, while its term runs: what it held stays held (ENF 48, 11, 12)."""
    with writing():
        return step_course(case, claim, "present-again", act)


def lapse_due(case: str, act: Act) -> list[str]:
    """Let measures fall whose writ went back and can no longer be presented (ENF 48); give which."""
    from downrange.law.enforcement.course import presenting_again_until
    from downrange.law.enforcement.steps import Step

    fallen = []
    with writing():
        for name, life in lives(case).items():
            returned = course_of(case, life.template.claim).returned_on
            if life.state != "in-force" or returned is None or act.on <= presenting_again_until(returned):
                continue
            told = f"returned {returned}, not presented again in its term"
            taken(case, name, Step("lapse", act.on, act.by, act.role, act.document, told=told), act)
            fallen.append(name)
    return fallen


def proceeding_state(case: str, on: date, known_at: datetime | None = None) -> dict[str, Any]:
    """Give where each measure of a case stands at the end of a day, and what may come next, for pages.

    Parameters
    ----------
    known_at : datetime, optional
        As far as recorded by then.

    Returns
    -------
    dict
        ``measures``: each with ``state``, whether a case reports it and no draft on record began it
        (``reported``), what it holds, what it covers, its steps, and ``next`` (step, who,
        from when, by when, needs, article); ``claims``: suspension, plan, and what is left.
    """
    found = lives(case, on, known_at)
    claims = dict.fromkeys(life.template.claim for life in found.values())
    return {
        "case": case,
        "on": on.isoformat(),
        "claims": [_claim_state(case, claim, on, known_at) for claim in claims],
        "measures": [_measure_state(case, name, life, on) for name, life in found.items()],
    }


def _measure_state(case: str, name: str, life: Life, on: date) -> dict[str, Any]:
    from downrange.law.enforcement.course import next_steps
    from downrange.service.holding.cover import ATTACHING, covered

    def text(day: date | None) -> str | None:
        return None if day is None else day.isoformat()

    reported = life.template.since if isinstance(life.template.since, str) else None
    return {
        "measure": name,
        "kind": life.template.kind,
        "claim": life.template.claim,
        "against": life.template.against,
        "state": life.state,
        "reported": life.reported,
        "since": text(life.since) or reported,
        "until": text(life.until),
        "ended_by": life.ended_by,
        "reaches": list(life.reaches),
        "let_go": [
            {"asset": one.asset, "on": text(one.until)} for one in life.held if one.gone is not None
        ],
        "stopped": list(life.stopped),
        "permits": list(life.permits),
        "noticed_on": text(life.noticed_on),
        "served_on": text(life.served_on),
        "objected_on": text(life.objected_on),
        "covers": [
            {"asset": one.asset, "held": one.held.as_json(), "waits": one.waits.as_json()}
            for one in (covered(case, life, on) if life.template.kind in ATTACHING else ())
        ],
        "steps": [_step_told(step) for step in life.steps],
        "next": [one.as_json() for one in next_steps(life, on, bank_money=bank_money(case, life))],
    }  # fmt: skip


def _step_told(step: Step) -> dict[str, Any]:
    return {
        "step": step.name, "on": step.on.isoformat(), "by": step.by, "role": step.role,
        "document": step.document, "document_sha256": step.document_sha256,
        "assets": list(step.assets), "told": step.told,
    }  # fmt: skip


def proceeding_steps(
    case: str, claim: str, on: date, known_at: datetime | None = None
) -> list[dict[str, Any]]:
    """Give the acts on the proceeding of a claim up to a day, with who, when and on which paper."""
    return [_step_told(step) for step in steps_of(case, claim, on, known_at)]


def _claim_state(case: str, claim: str, on: date, known_at: datetime | None) -> dict[str, Any]:
    from downrange.service.holding.release import owed, plan_state_of

    course = course_of(case, claim, on, known_at)
    suspended = course.suspended(on)
    until = course.suspended_until
    plan = plan_state_of(case, claim, on)
    try:
        left: Any = owed(case, claim, on).left.as_json()
    except RecordError as error:
        left = {"unknown": str(error)}
    return {
        "claim": claim,
        "suspended": suspended,
        "cause": course.cause if suspended else None,
        "suspended_until": until.isoformat() if suspended and until is not None else None,
        "returned_on": None if course.returned_on is None else course.returned_on.isoformat(),
        "ended_on": None if course.ended_on is None else course.ended_on.isoformat(),
        "ending": course.ending,
        "plan": None if plan is None else {"state": plan.state, "because": plan.because,
                                           "due_now": plan.due_now.as_json(), "left": plan.left.as_json()},
        "left": left,
        "steps": proceeding_steps(case, claim, on, known_at),
    }  # fmt: skip


def ladder_of(name: str, on: str | None = None, *, recorded: bool = False) -> dict[str, Any]:
    """Draw up the ladder of a case of the casebook on a day, for each claim: ``downrange ladder``.

    With ``recorded`` it stands on the registry in use: what was ordered and paid since counts.

    Raises
    ------
    InputError
        If the case cannot be read or holds no claim.
    """
    from downrange.errors import InputError, Problem, Where
    from downrange.inputs.cases import read_case
    from downrange.law.enforcement.ladder import ladder
    from downrange.law.enforcement.silence import TOPICS
    from downrange.service.days import day
    from downrange.service.record.on_record import MOST_ASSETS_NUMBER, case_on_record

    # the ladder asks nothing of the things on the register
    case = case_on_record(name, most_assets_number=MOST_ASSETS_NUMBER) if recorded else read_case(name).case
    if not case.claims:
        raise InputError(Problem(Where(name, "claims"), "this case holds no claim to compel"))
    asked_on = day(on, case.state_of_knowledge or case.to)
    first, *others = [ladder(case, asked_on, claim.id).as_json() for claim in case.claims]
    silent = [one.as_json() for one in TOPICS if not one.answered]
    body = {"case": case.case, "fictional": case.fictional, **first, "not_said": silent}
    return body | ({"others": others} if others else {})
