"""A person's act on a measure, on record: the step, what it makes of the measure, what is held, the gate.

One unit of work for all four: a step that commits has changed the answers of the gate, and one that is
refused has changed nothing. Facts::

    CASE/measure/SLUG   kind measure-step: each act, with who, when and on which paper
    CASE/measure/SLUG   kind measure: the measure as it stands, superseded by each act that changes it
    CASE/claim/SLUG     kind proceeding-step: acts on the proceeding as a whole
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from downrange.base.canonical import digest, plain
from downrange.errors import AccessError, RecordError
from downrange.service.holding import cover
from downrange.service.holding.lives import Act, bank_money, claim_of, course_of, excluded, life_of
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.law.enforcement.course import Course
    from downrange.law.enforcement.steps import Life, Papers, Step
    from downrange.registry.facts import Fact

__all__ = ["Act", "step_course", "take", "taken", "tell_gate"]


_TOWARDS_FORCE = ("draft", "notify", "approve", "sanction", "put-in-force")
_NEED_SANCTION = ("sanction", "refuse-sanction", "put-in-force")


def take(
    case: str,
    measure: str,
    name: str,
    act: Act,
    *,
    assets: tuple[str, ...] = (),
    into: str | None = None,
    told: str = "",
    day: date | None = None,
    queue: bool = False,
    only_founder: bool = False,
) -> Life:
    """Record one step on a measure, with all that follows from it, or nothing.

    Raises
    ------
    RecordError
        If the law does not let the step follow, a paper is missing, or a thing would be held twice over.
    AccessError
        If the role, or the person, may not take it.
    """
    from downrange.law.enforcement.steps import Step

    step = Step(name, act.on, act.by, act.role, act.document, tuple(assets), into, told, day)
    with writing():
        return taken(case, measure, step, act, queue=queue, only_founder=only_founder)


def taken(
    case: str,
    measure: str,
    step: Step,
    act: Act,
    *,
    queue: bool = False,
    only_founder: bool = False,
    later: list[Fact] | None = None,
) -> Life:
    """Record one step inside an open unit of work.

    What it changes is put into ``later`` where given: the caller tells the gate before the unit ends, once.
    """
    from downrange.case.schema import Measure
    from downrange.law.enforcement.steps import Life, checked, live
    from downrange.registry import facts

    _person(act)
    before = life_of(case, measure)
    if step.name in _TOWARDS_FORCE:
        claim = str((step.order or {}).get("claim") if before is None else before.template.claim)
        ended = course_of(case, claim)
        if ended.ended_on is not None:
            raise RecordError(f"the proceeding ended on {ended.ended_on} ({ended.ending}; ENF 47(1))")
    if step.into is not None and before is not None:
        out = excluded(case, step.into, before.template.against, act.on)
        if out is not None:
            raise RecordError(f"{step.into}: {out[0]} ({out[1]})")
    if before is None:
        if step.order is None:
            raise RecordError(f"{case}/{measure} is not on record (ENF 10(2))")
        unknown = {"unknown": "not in force yet"}
        before = Life(Measure.model_validate({**step.order, "since": unknown}), "none")
        checked(before, step)
        after = live([step])
    else:
        checked(before, step, _papers(case, before, step, only_founder))
        if not before.steps:
            step = replace(step, order=plain(before.template))
        after = live([step], before)
    number = len(before.steps)
    facts.record([_step_fact(f"{case}/{measure}", "measure-step", step, act, number)])
    changed = _store(case, after, act)
    if later is None:
        tell_gate(case, changed)
    else:
        later += changed
    if after.template.kind in cover.ATTACHING:
        cover.follow(case, before, after, act, queue=queue)
    return after


def _person(act: Act) -> None:
    if not act.by.strip() or act.by == "casebook":
        raise AccessError("an act is a person's: name who acts")


def _step_fact(about: str, kind: str, step: Step, act: Act, number: int) -> Any:
    from downrange.registry.facts import FactDraft

    body: dict[str, Any] = {"step": step.name, "role": step.role, "number": number}
    for name in ("document", "assets", "into", "told", "day", "order", "covers"):
        value = plain(getattr(step, name))
        if value:
            body[name] = value
    return FactDraft(kind, about, body, act.by, act.on, act.document_sha256, act.document_page)


def _store(case: str, life: Life, act: Act) -> list[Fact]:
    """Let the measure's facts follow its life: each part that changed supersedes what stood."""
    from downrange.law.enforcement.course import parts_of
    from downrange.registry import facts

    drafts = []
    for part in parts_of(life):
        about, body = f"{case}/{part.id}", plain(part)
        standing = facts.as_of(about, "measure")
        if standing and digest(standing[-1].body) == digest(body):
            continue
        old = standing[-1].id if standing else None
        paper = (act.document_sha256, act.document_page)
        drafts.append(facts.FactDraft("measure", about, body, act.by, act.on, *paper, supersedes=old))
    return facts.record(drafts)


def tell_gate(case: str, changed: list[Fact]) -> None:
    """Let the gate know, in the same transaction: the one place that calls it."""
    from downrange.registry import gate

    gate.update(case, changed)


def _papers(case: str, life: Life, step: Step, only_founder: bool) -> Papers:
    from downrange.law.enforcement.steps import Papers

    on = course_of(case, life.template.claim)
    suspended = on.suspended_until or date.max if on.suspended(step.on) else None
    worth = None
    if step.name == "substitute" and len(step.assets) == 1 and step.into is not None:
        worth = _no_less(case, step.assets[0], step.into)
    money = step.name in _NEED_SANCTION and bank_money(case, life)
    return Papers(money, suspended, on.returned_on, worth, only_founder)


def _no_less(case: str, old: str, new: str) -> bool | None:
    before, after = cover.value_of(case, old), cover.value_of(case, new)
    if before is None or after is None or before.currency != after.currency:
        return None
    return after >= before


def step_course(
    case: str,
    claim: str,
    name: str,
    act: Act,
    *,
    told: str = "",
    day: date | None = None,
    order: Mapping[str, Any] | None = None,
    covers: Mapping[str, Any] | None = None,
) -> Course:
    """Record one step of a proceeding inside an open unit of work.

    Raises
    ------
    RecordError
        If it cannot follow, or a document or cause is missing.
    AccessError
        If the role may not take it.
    """
    from downrange.law.enforcement.course import course_checked
    from downrange.law.enforcement.steps import Step
    from downrange.registry import facts

    _person(act)
    claim_of(case, claim)
    about = f"{case}/{claim}"
    before = facts.as_of(about, "proceeding-step")
    if before and act.on < before[-1].effective_on:
        raise RecordError(f"{name} on {act.on} lies before the step of {before[-1].effective_on}")
    step = Step(
        name, act.on, act.by, act.role, act.document, told=told, day=day, order=order, covers=covers or {}
    )
    course_checked(course_of(case, claim), step)
    facts.record([_step_fact(about, "proceeding-step", step, act, len(before))])
    return course_of(case, claim)
