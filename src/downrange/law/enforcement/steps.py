"""The life of a measure: what may follow what, who takes the step, on what article, with what on file.

A measure is drafted, approved by a second person, sanctioned where the law wants it, put in force, served.
In force it may be objected to, stopped for one thing by a third party's suit, moved to another thing, opened
by a permission; and it ends: lifted, lapsed or released, whole or thing by thing. Each step is a person's act
with a day and a paper; the program drafts, and refuses what the law does not allow. Pure: steps go in, a
:class:`Life` comes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

from downrange.base.actor import same_actor
from downrange.base.calendar import add_working_days
from downrange.case.schema import Measure, day_range
from downrange.errors import AccessError, RecordError
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = [
    "KINDS",
    "RULES",
    "Held",
    "Life",
    "Papers",
    "Rule",
    "Step",
    "begun",
    "checked",
    "live",
    "sanction_by",
]

State = Literal["none", "drafted", "approved", "sanctioned", "in-force", "ended", "refused"]
KINDS = ("attachment", "account-freeze", "movement-ban", "exit-ban", "licence-block", "body-ban")
_POLICY = "policy of this program: a second person"


@dataclass(frozen=True)
class Rule:
    """When a step may be taken, by which roles, by which article, and whether a document must be named."""

    after: tuple[State, ...]
    roles: tuple[str, ...]
    article: str
    document: bool = False


_HELD: tuple[State, ...] = ("in-force",)
RULES: Mapping[str, Rule] = {
    "draft": Rule(("none",), ("bailiff",), "ENF 10(2), 32(2)"),
    "notify": Rule(("drafted", "approved"), ("bailiff",), "ENF 33(1)", document=True),
    "approve": Rule(("drafted",), ("bailiff", "supervisor"), _POLICY),
    "reject": Rule(("drafted", "approved", "sanctioned"), ("bailiff", "supervisor"), _POLICY),
    "sanction": Rule(
        ("approved",), ("prosecutor", "court"), "ENF 32(6), 33(1), 34; CPC 252(3)", document=True
    ),
    "refuse-sanction": Rule(
        ("approved",), ("prosecutor", "court"), "ENF 32(6), 33(1), 34; CPC 252(3)", document=True
    ),
    "put-in-force": Rule(("approved", "sanctioned"), ("bailiff",), "ENF 32(2), 37(4)", document=True),
    "serve": Rule(_HELD, ("bailiff",), "ENF 10(2), 63(2)", document=True),
    "object": Rule(_HELD, ("debtor", "creditor", "third-party"), "ENF 10(5), 127", document=True),
    "decide-objection": Rule(_HELD, ("court",), "ENF 127", document=True),
    "third-party-suit": Rule(_HELD, ("third-party",), "CPC 251; ENF 42, 44(2)", document=True),
    "decide-suit": Rule(_HELD, ("court",), "CPC 251", document=True),
    "substitute": Rule(_HELD, ("bailiff",), "ENF 32(4)", document=True),
    "permit": Rule(_HELD, ("bailiff", "court"), "ENF 32(2)(4), 64, 69(3)", document=True),
    "withdraw-permit": Rule(_HELD, ("bailiff", "court"), "ENF 32(2)(4)", document=True),
    "lift": Rule(_HELD, ("bailiff",), "ENF 33(4), 34", document=True),
    "lapse": Rule(_HELD, ("bailiff",), "ENF 48"),
    "release": Rule(_HELD, ("bailiff", "court", "gateway"), "ENF 47(2)", document=True),
}
"""Every step there is; what is not here cannot be recorded."""


@dataclass(frozen=True)
class Step:
    """A person's act on a measure: what, on which day, by whom in which role, on which paper.

    Attributes
    ----------
    assets
        What it is about where it is not about the whole measure.
    into
        Of a substitution, the thing put in the place.
    told
        The outcome of a decision, the ground of a lifting, the words of a permission.
    day
        Another day that counts: when a third party came to know, until when a permission runs.
    order
        Of a draft, the measure as drafted: the body of :class:`downrange.case.schema.Measure`; of the first
        step on a measure that a case reports, that measure.
    covers
        Sums by thing, as money in JSON: what of a thing's value a draft asks for, where not all of it.
    document_sha256
        The digest of the paper, where one was put in.
    """

    name: str
    on: date
    by: str
    role: str
    document: str = ""
    assets: tuple[str, ...] = ()
    into: str | None = None
    told: str = ""
    day: date | None = None
    order: Mapping[str, Any] | None = None
    covers: Mapping[str, Any] = field(default_factory=dict)
    document_sha256: str = ""


@dataclass(frozen=True)
class Held:
    """A thing under a measure: which step brought it in and which let it go (None: none did)."""

    asset: str
    brought: int | None = None
    since: date | None = None
    gone: int | None = None
    until: date | None = None


@dataclass(frozen=True)
class Papers:
    """What is on file beside the steps: needed to judge some of them.

    Attributes
    ----------
    bank_money
        Whether money on accounts is among what the measure reaches.
    suspended_until
        Last day of a suspension of the proceeding, if it stands.
    returned_on
        Day on which the writ went back to the creditor, while it is there.
    no_less_in_value
        Whether the thing offered in place is worth no less than the one let go; None where not known.
    only_founder
        Whether the head who left is the company's only founder.
    """

    bank_money: bool = False
    suspended_until: date | None = None
    returned_on: date | None = None
    no_less_in_value: bool | None = None
    only_founder: bool = False


@dataclass(frozen=True)
class Life:
    """Where a measure stands after its steps. ``template`` is the measure without its dates."""

    template: Measure
    state: State
    held: tuple[Held, ...] = ()
    since: date | None = None
    until: date | None = None
    ended_by: str | None = None
    drafted_by: str | None = None
    approved_by: str | None = None
    noticed_on: date | None = None
    sanctioned_on: date | None = None
    served_on: date | None = None
    objected_on: date | None = None
    stopped: tuple[str, ...] = ()
    permits: tuple[str, ...] = ()
    steps: tuple[Step, ...] = field(default=())

    @property
    def reaches(self) -> tuple[str, ...]:
        """What is held still."""
        return tuple(one.asset for one in self.held if one.gone is None)

    @property
    def reported(self) -> bool:
        """Whether no draft on record began it: a case reports it, whatever persons did with it since."""
        return not self.steps or self.steps[0].name != "draft"


def begun(measure: Measure, on: date | None = None) -> Life:
    """Take a measure that a case reports, without steps, as in force (or ended by a day) as reported."""
    held = tuple(Held(asset) for asset in measure.reaches)
    ended = isinstance(measure.until, str) and (on is None or on >= day_range(measure.until)[0])
    first, last = day_range(measure.since) if isinstance(measure.since, str) else (None, None)
    since = first if first == last else None  # a day known in part starts no term
    return Life(measure, "ended" if ended else "in-force", held, since, permits=measure.permits)


def sanction_by(
    kind: str, on: date, *, bank_money: bool = False, book: Rulebook = NO_BOOK
) -> tuple[str, str] | None:
    """Say whose sanction a measure needs, and the article; None where none is needed.

    Bank money: the prosecutor (ENF 32(6)); exit ban: the court (ENF 33(1)); licences: the court (ENF 34).
    """
    if kind in ("exit-ban", "licence-block"):
        return "court", "ENF 33(1); CPC 252(3)" if kind == "exit-ban" else "ENF 34"
    needed = book.find("kz-enforcement.prosecutor_sanction_needed", on)
    if (kind == "account-freeze" or bank_money) and "bank-money" in needed.items:
        return "prosecutor", needed.article
    return None


def checked(life: Life, step: Step, papers: Papers | None = None, book: Rulebook = NO_BOOK) -> Step:
    """Let a step through, or refuse it with the article.

    Raises
    ------
    RecordError
        If it cannot follow where the measure stands, comes before an earlier step, or lacks a paper.
    AccessError
        If its role may not take it, or one person would draft and approve.
    """
    rule = RULES.get(step.name)
    if rule is None:
        raise RecordError(f"no step is called {step.name!r}; known: {', '.join(RULES)}")
    if step.role not in rule.roles:
        allowed = " or ".join(rule.roles)
        raise AccessError(f"{step.name} is for the {allowed}, not for the {step.role} ({rule.article})")
    if life.state not in rule.after:
        raise RecordError(f"{step.name} cannot follow where {_named(life)} is {life.state} ({rule.article})")
    if life.steps and step.on < life.steps[-1].on:
        last = life.steps[-1]
        raise RecordError(f"{step.name} on {step.on} lies before {last.name} of {last.on}")
    if rule.document and not step.document:
        raise RecordError(f"{step.name} needs a document: what paper bears it ({rule.article})")
    strangers = [asset for asset in step.assets if asset not in life.reaches]
    if strangers and step.name not in ("draft",):
        raise RecordError(f"{_named(life)} does not hold {', '.join(strangers)} ({rule.article})")
    fit = _FITS.get(step.name)
    if fit is not None:
        fit(life, step, papers or Papers(), book)
    return step


def _named(life: Life) -> str:
    return "the measure" if life.state == "none" else life.template.id


def _fit_draft(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if step.order is None or step.order.get("kind") not in KINDS:
        raise RecordError(f"a draft needs an order of one of the kinds {', '.join(KINDS)} (ENF 32(2))")


def _fit_notify(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if life.template.kind != "exit-ban":
        raise RecordError("only an exit ban waits for a notice; other measures need none (ENF 27(1))")


def _fit_approve(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if same_actor(step.by, life.drafted_by):
        raise AccessError(f"{step.by} drafted it: a second person approves ({_POLICY})")


def _fit_sanction(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    needed = sanction_by(life.template.kind, step.on, bank_money=papers.bank_money, book=book)
    if needed is None:
        raise RecordError(f"{life.template.kind} needs no sanction (ENF 32(6))")
    if step.role != needed[0]:
        raise AccessError(f"this sanction is the {needed[0]}'s ({needed[1]})")
    if life.template.kind == "exit-ban":
        days = book.find("kz-enforcement.exit_ban_notice_working_days", step.on)
        if life.noticed_on is None:
            raise RecordError(f"no notice about the exit ban is on file ({days.article})")
        earliest = add_working_days(life.noticed_on, days.count)
        if step.on < earliest:
            told = f"{days.count} working days after the notice of {life.noticed_on} end on {earliest}"
            raise RecordError(f"{told} ({days.article})")


def _fit_in_force(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    needed = sanction_by(life.template.kind, step.on, bank_money=papers.bank_money, book=book)
    if needed is not None and life.state != "sanctioned":
        raise RecordError(f"it waits for the sanction of the {needed[0]} ({needed[1]})")
    if papers.suspended_until is not None and step.on <= papers.suspended_until:
        raise RecordError(f"the proceeding is suspended to {papers.suspended_until} (ENF 42, 44)")
    if papers.returned_on is not None:
        raise RecordError(f"the writ went back to the creditor on {papers.returned_on} (ENF 48)")


def _fit_object(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if life.objected_on is not None:
        raise RecordError(f"an objection of {life.objected_on} is not decided yet (ENF 127)")
    known = step.day or life.served_on or life.since
    rule = book.find("kz-enforcement.appeal_working_days", step.on)
    if known is not None and step.on > (last := add_working_days(known, rule.count)):
        raise RecordError(f"the {rule.count} working days from {known} ended on {last} ({rule.article})")


def _fit_decided(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if life.objected_on is None:
        raise RecordError("no objection waits for a decision (ENF 127)")
    if step.told not in ("stands", "cancelled"):
        raise RecordError("an objection is decided as stands or cancelled (ENF 127)")


def _fit_suit(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if not step.assets:
        raise RecordError("a third party's suit names the thing; it stops that thing only (ENF 42, 44(2))")
    rule = book.find("kz-civil-procedure.third_party_suit_working_days", step.on)
    known = step.day or life.since
    if known is not None and step.on > (last := add_working_days(known, rule.count)):
        raise RecordError(f"the {rule.count} working days from {known} ended on {last} ({rule.article})")


def _fit_suit_decided(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if not step.assets or any(asset not in life.stopped for asset in step.assets):
        raise RecordError("no suit of a third party about that waits for a decision (CPC 251)")
    if step.told not in ("freed", "dismissed"):
        raise RecordError("a suit is decided as freed or dismissed (CPC 251)")


def _fit_substitute(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if len(step.assets) != 1 or step.into is None or step.into in life.reaches:
        raise RecordError("one thing comes in the place of one other (ENF 32(4))")
    if papers.no_less_in_value is not True:
        why = "is worth less" if papers.no_less_in_value is False else "has no value on file in that currency"
        raise RecordError(f"{step.into} {why}: the claim would be secured less than before (ENF 32(4))")


def _fit_permit(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if not step.told:
        raise RecordError("a permission says what it allows (ENF 32(2)(4))")
    if life.template.kind == "exit-ban":
        if step.role != "court":
            raise AccessError("leave from an exit ban is sanctioned by the court (ENF 33(3))")
        if not step.told.startswith("treatment abroad ") or step.told.count("/") != 1:
            raise RecordError("only treatment abroad, for a period named as FROM/TO (ENF 33(3))")
    elif step.role != "bailiff":
        raise AccessError("use is permitted by the bailiff (ENF 32(2)(4), 64, 69(3))")


def _fit_withdraw(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if step.told not in life.permits:
        raise RecordError(f"no such permission stands: {step.told!r} (ENF 32(2)(4))")


def _fit_lift(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if life.template.kind == "licence-block":
        return
    if life.template.kind != "exit-ban":
        raise RecordError("only an exit ban or a licence block is lifted; others are released (ENF 47(2))")
    grounds = book.find("kz-enforcement.exit_ban_lifting_grounds", step.on)
    if step.told not in grounds.items:
        raise RecordError(f"{step.told!r} is none of the six grounds ({grounds.article})")
    if step.told == "change-of-head" and papers.only_founder:
        raise RecordError(f"the former head is the company's only founder ({grounds.article})")


def _fit_release(life: Life, step: Step, papers: Papers, book: Rulebook) -> None:
    if not step.told:
        raise RecordError("a release names its ground: payment, waiver, excess, court ... (ENF 47, 62(1))")


_FITS: Mapping[str, Callable[[Life, Step, Papers, Rulebook], None]] = {
    "draft": _fit_draft,
    "notify": _fit_notify,
    "approve": _fit_approve,
    "sanction": _fit_sanction,
    "refuse-sanction": _fit_sanction,
    "put-in-force": _fit_in_force,
    "object": _fit_object,
    "decide-objection": _fit_decided,
    "third-party-suit": _fit_suit,
    "decide-suit": _fit_suit_decided,
    "substitute": _fit_substitute,
    "permit": _fit_permit,
    "withdraw-permit": _fit_withdraw,
    "lift": _fit_lift,
    "release": _fit_release,
}


def live(steps: Iterable[Step], before: Life | None = None) -> Life:
    """Follow steps, in their order, from a measure that a case reports or from nothing.

    Raises
    ------
    RecordError
        If the first step is no draft and nothing was reported.
    """
    life = before
    for step in steps:
        if life is None and step.name != "draft" and step.order is not None:
            life = begun(Measure.model_validate(step.order))
        if life is None:
            if step.name != "draft" or step.order is None:
                raise RecordError(f"{step.name} of a measure that nobody drafted (ENF 10(2))")
            template = Measure.model_validate({**step.order, "since": {"unknown": "not in force yet"}})
            life = Life(template, "none", permits=template.permits)
        life = _APPLY[step.name](life, step)
        life = replace(life, steps=(*life.steps, step))
    if life is None:
        raise RecordError("nothing is on record of this measure")
    return life


def _drafted(life: Life, step: Step) -> Life:
    return replace(life, state="drafted", drafted_by=step.by)


def _in_force(life: Life, step: Step) -> Life:
    held = tuple(Held(asset, since=step.on) for asset in life.template.reaches)
    return replace(life, state="in-force", since=step.on, held=held)


def _let_go(life: Life, step: Step) -> Life:
    """Let things go, or all of them; with the last one the measure ends."""
    number = len(life.steps)
    gone = set(step.assets) or set(life.reaches)
    held = tuple(
        replace(one, gone=number, until=step.on) if one.asset in gone and one.gone is None else one
        for one in life.held
    )
    life = replace(life, held=held, stopped=tuple(one for one in life.stopped if one not in gone))
    if any(one.gone is None for one in held):
        return life
    return replace(life, state="ended", until=step.on, ended_by=step.name)


def _substituted(life: Life, step: Step) -> Life:
    assert step.into is not None, "checked"
    number = len(life.steps)
    brought = Held(step.into, brought=number, since=step.on)
    held = tuple(
        replace(one, gone=number, until=step.on) if one.asset in step.assets else one for one in life.held
    )
    return replace(life, held=(*held, brought))


def _objection_decided(life: Life, step: Step) -> Life:
    life = replace(life, objected_on=None)
    return _let_go(life, step) if step.told == "cancelled" else life


def _suit_decided(life: Life, step: Step) -> Life:
    life = replace(life, stopped=tuple(one for one in life.stopped if one not in step.assets))
    return _let_go(life, step) if step.told == "freed" else life


_APPLY: Mapping[str, Callable[[Life, Step], Life]] = {
    "draft": _drafted,
    "notify": lambda life, step: replace(life, noticed_on=step.on),
    "approve": lambda life, step: replace(life, state="approved", approved_by=step.by),
    "reject": lambda life, step: replace(life, state="refused"),
    "sanction": lambda life, step: replace(life, state="sanctioned", sanctioned_on=step.on),
    "refuse-sanction": lambda life, step: replace(life, state="refused"),
    "put-in-force": _in_force,
    "serve": lambda life, step: replace(life, served_on=life.served_on or step.on),
    "object": lambda life, step: replace(life, objected_on=step.on),
    "decide-objection": _objection_decided,
    "third-party-suit": lambda life, step: replace(life, stopped=(*life.stopped, *step.assets)),
    "decide-suit": _suit_decided,
    "substitute": _substituted,
    "permit": lambda life, step: replace(life, permits=(*life.permits, step.told)),
    "withdraw-permit": lambda life, step: replace(
        life, permits=tuple(one for one in life.permits if one != step.told)
    ),
    "lift": _let_go,
    "lapse": _let_go,
    "release": _let_go,
}
