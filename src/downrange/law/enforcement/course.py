"""Beside the measures: the course of the proceeding, what of a measure is on record, and what may come next.

A creditor's letter suspends ten days, with a mediation contract thirty, and the proceeding goes on by itself
afterwards (ENF 44(8), 46); measures stay meanwhile (ENF 32(5)). Returned to the creditor, the writ may come
again while its term runs; when that ends, the measures fall (ENF 48).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from downrange.base.calendar import add_working_days, add_years
from downrange.case.schema import Measure
from downrange.errors import AccessError, RecordError
from downrange.law.enforcement.release import suspension_end
from downrange.law.enforcement.steps import RULES, Held, Life, Rule, Step, sanction_by
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = [
    "CAUSES",
    "COURSE_RULES",
    "Course",
    "Next",
    "course",
    "course_checked",
    "next_steps",
    "parts_of",
    "presenting_again_until",
]

CAUSES = (
    "creditor-letter", "mediation", "third-party-suit", "court-stay", "deferral", "instalments", "insolvency",
    "death", "file-called-in", "debtor-away", "unpaid-advance", "search",
)  # fmt: skip
"""Why a proceeding is suspended, within a working day (ENF 42)."""

COURSE_RULES: Mapping[str, Rule] = {
    "suspend": Rule((), ("bailiff", "court"), "ENF 42, 44", document=True),
    "resume": Rule((), ("bailiff",), "ENF 46"),
    "plan": Rule((), ("court", "bailiff"), "ENF 40; CPC 238, 246", document=True),
    "offer-barred": Rule((), ("debtor", "bank", "bailiff"), "decision 0063", document=True),
    "no-charges": Rule((), ("bailiff",), "ENF 118, 120, 124", document=True),
    "return": Rule((), ("bailiff",), "ENF 48", document=True),
    "present-again": Rule((), ("bailiff",), "ENF 48, 11, 12", document=True),
    "end": Rule((), ("bailiff", "court", "gateway"), "ENF 47(1)", document=True),
}
"""The steps of a proceeding as a whole."""


@dataclass(frozen=True)
class Course:
    """Where a proceeding stands; with a cause and no ``suspended_until`` it is suspended until resumed."""

    cause: str | None = None
    suspended_from: date | None = None
    suspended_until: date | None = None
    returned_on: date | None = None
    ended_on: date | None = None
    ending: str | None = None
    plan: Mapping[str, Any] | None = None
    offers: tuple[Step, ...] = ()
    no_charges: bool = False

    def suspended(self, on: date) -> bool:
        """Say whether it is suspended at the end of a day."""
        if self.cause is None or self.suspended_from is None or on < self.suspended_from:
            return False
        return self.suspended_until is None or on <= self.suspended_until


def course(steps: Iterable[Step], book: Rulebook = NO_BOOK) -> Course:
    """Follow the steps of a proceeding in their order."""
    found = Course()
    for step in steps:
        if step.name == "suspend":
            end = step.day
            if step.told in ("creditor-letter", "mediation"):
                end = suspension_end(step.on, mediation=step.told == "mediation", book=book)[0]
            found = replace(found, cause=step.told, suspended_from=step.on, suspended_until=end)
        elif step.name == "resume":
            found = replace(found, cause=None, suspended_from=None, suspended_until=None)
        elif step.name == "plan":
            found = replace(found, plan=step.order)
        elif step.name == "offer-barred":
            found = replace(found, offers=(*found.offers, step))
        elif step.name == "no-charges":
            found = replace(found, no_charges=True)
        elif step.name == "return":
            found = replace(found, returned_on=step.on, cause=None, suspended_from=None, suspended_until=None)
        elif step.name == "present-again":
            found = replace(found, returned_on=None)
        else:
            found = replace(found, ended_on=step.on, ending=step.told)
    return found


def course_checked(found: Course, step: Step) -> Step:
    """Let a step of the proceeding through, or refuse it with the article.

    Raises
    ------
    RecordError
        If it cannot follow, or lacks a document or a cause.
    AccessError
        If its role may not take it.
    """
    rule = COURSE_RULES.get(step.name)
    if rule is None:
        raise RecordError(f"no step of a proceeding is called {step.name!r}")
    if step.role not in rule.roles:
        raise AccessError(f"{step.name} is for the {' or '.join(rule.roles)} ({rule.article})")
    if rule.document and not step.document:
        raise RecordError(f"{step.name} needs a document ({rule.article})")
    if found.ended_on is not None:
        raise RecordError(f"the proceeding ended on {found.ended_on} ({found.ending}; ENF 47)")
    if step.name == "suspend" and step.told not in CAUSES:
        raise RecordError(f"{step.told!r} is no cause of suspension; known: {', '.join(CAUSES)} (ENF 42)")
    if step.name == "suspend" and step.told in ("deferral", "instalments") and step.day is None:
        raise RecordError("a deferral names its term (ENF 44)")
    _presented(found, step)
    if step.name == "resume" and not found.suspended(step.on):
        raise RecordError(f"it is not suspended on {step.on} (ENF 46)")
    return step


def _presented(found: Course, step: Step) -> None:
    """Refuse what needs a writ in the bailiff's hands while it is with the creditor, and the other way round.

    A second return would begin the presenting term anew and keep the measures alive without end.
    """
    if found.returned_on is None:
        if step.name == "present-again":
            raise RecordError("the writ was not returned: there is nothing to present again (ENF 48)")
        return
    last = presenting_again_until(found.returned_on)
    if step.name in ("suspend", "resume", "plan", "return"):
        raise RecordError(
            f"the writ went back to the creditor on {found.returned_on}: it may be presented again by {last}"
            f" (ENF 48, 11, 12)"
        )
    if step.name == "present-again" and step.on > last:
        raise RecordError(f"the writ could be presented again until {last} (ENF 11(1), 12)")


def parts_of(life: Life) -> tuple[Measure, ...]:
    """Give what stands on record of a measure, so that every day past or present gets its right answer.

    What was let go on another day than the rest, or brought in later, becomes a part of its own with its own
    dates; the rest keeps the identifier.
    """
    if life.state not in ("in-force", "ended"):
        return ()
    if not life.held:
        return (_part(life, life.template.id, (), Held(""), life.until is not None),)
    found: list[Measure] = []
    for brought in dict.fromkeys(one.brought for one in life.held):
        group = [one for one in life.held if one.brought == brought]
        name = life.template.id if brought is None else f"{life.template.id}-added-{brought}"
        ends = sorted({one.gone for one in group if one.gone is not None})
        kept = tuple(one for one in group if one.gone is None)
        if kept:
            found.append(_part(life, name, kept, kept[0], ended=False))
        for end in ends:
            let_go = tuple(one for one in group if one.gone == end)
            last = not kept and end == ends[-1]
            its_name = name if last else f"{name}-let-go-{end}"
            found.append(_part(life, its_name, let_go, let_go[0], ended=True))
    return tuple(found)


def _part(life: Life, name: str, held: tuple[Held, ...], one: Held, ended: bool) -> Measure:
    since = one.since or life.since
    until = (one.until or life.until) if ended else None
    number = one.gone if one.gone is not None else len(life.steps) - 1
    changed: dict[str, Any] = {
        "id": name,
        "reaches": tuple(each.asset for each in held),
        "permits": life.permits,
    }
    if since is not None:
        changed["since"] = since.isoformat()
    order = next((step.document for step in life.steps if step.name == "put-in-force"), None)
    if order is not None:
        changed["order"] = order
    if until is not None:
        step = life.steps[number]
        changed |= {"until": until.isoformat(), "ended_by": f"{step.name}, {step.document or step.told}"}
    return life.template.model_copy(update=changed)


@dataclass(frozen=True)
class Next:
    """A step that may come next: who may take it, from and by which day, what it needs, by which article."""

    step: str
    who: tuple[str, ...]
    opens_on: date | None
    by: date | None
    needs: str
    article: str

    def as_json(self) -> dict[str, Any]:
        """Give the step for pages."""
        return {
            "step": self.step,
            "who": list(self.who),
            "opens_on": None if self.opens_on is None else self.opens_on.isoformat(),
            "by": None if self.by is None else self.by.isoformat(),
            "needs": self.needs,
            "article": self.article,
        }


def next_steps(
    life: Life, on: date, *, bank_money: bool = False, book: Rulebook = NO_BOOK
) -> tuple[Next, ...]:
    """Give what may follow where a measure stands on a day, with who may take it and by when."""
    found = []
    for name, rule in RULES.items():
        if life.state in rule.after and _applies(name, life, on, bank_money, book):
            found.append(_next(name, rule, life, on, bank_money, book))
    return tuple(one for one in found if one.by is None or on <= one.by)


def _applies(name: str, life: Life, on: date, bank_money: bool, book: Rulebook) -> bool:
    kind = life.template.kind
    waits = sanction_by(kind, on, bank_money=bank_money, book=book) is not None
    told = {
        "draft": False,
        "notify": kind == "exit-ban" and life.noticed_on is None,
        "sanction": waits,
        "refuse-sanction": waits,
        "put-in-force": not waits or life.state == "sanctioned",
        "serve": life.served_on is None,
        "object": life.objected_on is None,
        "decide-objection": life.objected_on is not None,
        "third-party-suit": bool(life.reaches),
        "decide-suit": bool(life.stopped),
        "substitute": bool(life.reaches),
        "withdraw-permit": bool(life.permits),
        "lift": kind in ("exit-ban", "licence-block"),
        "lapse": False,
    }
    return told.get(name, True)


def _next(name: str, rule: Rule, life: Life, on: date, bank_money: bool, book: Rulebook) -> Next:
    who, opens, by, needs, article = (
        rule.roles,
        None,
        None,
        "a document" if rule.document else "",
        rule.article,
    )
    known = life.served_on or life.since
    sanction = sanction_by(life.template.kind, on, bank_money=bank_money, book=book)
    if name in ("sanction", "refuse-sanction") and sanction is not None:
        who, article = (sanction[0],), sanction[1]
        needs = "a document; the answer comes within 3 working days (CPC 252(3))"
        if life.template.kind == "exit-ban":
            days = book.find("kz-enforcement.exit_ban_notice_working_days", on).count
            opens = add_working_days(life.noticed_on, days) if life.noticed_on else None
            needs = needs if life.noticed_on else "first the notice, and 5 working days after it"
    elif name == "approve":
        needs = f"another person than {life.drafted_by}"
    elif name == "object" and known is not None:
        by = add_working_days(known, book.find("kz-enforcement.appeal_working_days", on).count)
        needs = "the measure works meanwhile"
    elif name == "third-party-suit" and life.since is not None:
        days = book.find("kz-civil-procedure.third_party_suit_working_days", on).count
        needs = (
            f"by {add_working_days(life.since, days)}, or {days} working days from knowing; that thing only"
        )
    elif name == "serve" and life.since is not None:
        needs = "the debtor, whoever holds the thing, and the registers"
    elif name == "permit" and life.template.kind == "exit-ban":
        who, needs, article = ("court",), "treatment abroad, for a named period", "ENF 33(3)"
    elif name == "substitute":
        needs = "a thing worth no less; either side may ask, the old measure stays meanwhile"
    return Next(name, who, opens, by, needs, article)


def presenting_again_until(returned_on: date, book: Rulebook = NO_BOOK) -> date:
    """Give the last day on which a returned writ may be presented again (ENF 11(1), 12)."""
    rule = book.find("kz-enforcement.presenting_term_years", returned_on)
    return add_years(returned_on, rule.count, "last-day")
