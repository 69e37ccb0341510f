"""May this leave? ``ALLOW``, ``STOP`` or ``REFER`` from what was matched, what holds it, and how.

Pure: whoever asks gathers the matches and the ways (an index, a snapshot), this decides. A measure
that names things reaches those; one that names none reaches what its debtor owned on any day since it began,
so that a sale afterwards frees nothing. A thing inside a held one, or carrying one, does not leave either. An
exit ban stops its person; measures on a company's things do not stop the company, they send to a person. What
is doubtful (a slip of the pen, a name alone, a share, a day known in part) is never decided: ``REFER``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from downrange.case.schema import Measure, day_range
from downrange.law.enforcement.measures import MeasureState, state_of

__all__ = [
    "Answer",
    "Hit",
    "How",
    "Reach",
    "Title",
    "Way",
    "by_title",
    "decide",
    "is_general",
    "on_person",
    "on_persons",
    "only_refer",
]

How = Literal["exact", "normalised", "near-miss", "name"]
Way = Literal["itself", "inside", "carries", "owner"]
Verdict = Literal["ALLOW", "STOP", "REFER"]
_ORDER = ("ALLOW", "REFER", "STOP")

_OF_PERSONS = ("exit-ban", "licence-block", "body-ban")
_LEAVE = re.compile(
    r"(?P<what>treatment|leave|humanitarian)\b.*?(?P<first>\d{4}-\d\d-\d\d)/(?P<last>\d{4}-\d\d-\d\d)"
)

_EXIT = (
    "an exit ban is suspended for treatment abroad alone, by an order with the court's sanction that names "
    "the period (ENF 33(3)); no humanitarian ground is named there: what stands against it a person decides"
)


@dataclass(frozen=True)
class Title:
    """Who owned a thing, from when to when as far as known, and how much of it (``"1"``, ``"0.6"``)."""

    party: str
    since: str | None = None
    until: str | None = None
    share: str = "1"


@dataclass(frozen=True)
class Reach:
    """A measure and the way by which it reaches what was asked for; ``sure`` is False for a doubt."""

    measure: Measure
    way: Way
    via: str
    sure: bool = True

    def told(self) -> str:
        """Say the way in words."""
        words = {"itself": "", "inside": f" (inside {self.via})", "carries": f" (carries {self.via})"}
        return words.get(self.way, f" (of {self.via})")


@dataclass(frozen=True)
class Hit:
    """Something on the register that the question may mean: how that was seen, and what reaches it."""

    subject: str
    how: How
    spelt: str
    reaches: tuple[Reach, ...] = ()
    notes: tuple[str, ...] = ()
    case: str | None = None


@dataclass(frozen=True)
class Answer:
    """What the gate says, of what, because of which measures, and what is excepted or worth knowing."""

    answer: Verdict
    subject: str | None
    matched: How | None
    measures: tuple[tuple[MeasureState, Reach], ...]
    because: str
    exceptions: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    case: str | None = None
    subjects: tuple[str, ...] = ()
    """All that was matched, each with its case."""

    def as_json(self) -> dict[str, Any]:
        """Give the answer with the keys of ``check --json``, without the day and the log's place."""
        measures = [{**state.as_json(), "way": reach.way, "via": reach.via} for state, reach in self.measures]
        return {
            "answer": self.answer,
            "subject": self.subject,
            "matched": self.matched,
            "measures": measures,
            "because": self.because,
            "exceptions": list(self.exceptions),
            "notes": list(self.notes),
            "case": self.case,
        }


def on_persons(measure: Measure) -> bool:
    """Say whether a measure is against a person or office; on somebody's goods it says nothing."""
    return measure.kind in _OF_PERSONS


def is_general(measure: Measure) -> bool:
    """Say whether a measure names no things and so reaches all that its debtor owns."""
    return not on_persons(measure) and not measure.reaches


def on_person(measure: Measure, party: str) -> Reach:
    """Say how a measure reaches the party it is against: an exit ban stops it, others are on its things."""
    return Reach(measure, "itself", party, sure=measure.kind == "exit-ban")


def by_title(measure: Measure, titles: Sequence[Title], on: date) -> Reach | None:
    """Say whether a measure without named things reaches a thing through its owners, and how surely.

    What the debtor owned on any day from the measure's beginning up to ``on`` is reached; a share, or an end
    of ownership known in part, only perhaps.
    """
    if not is_general(measure):
        return None
    since = measure.since if isinstance(measure.since, str) else measure.seen_from
    begun = on if since is None else day_range(since)[0]
    for title in titles:
        if title.party != measure.against:
            continue
        first = date.min if title.since is None else day_range(title.since)[0]
        last = date.max if title.until is None else day_range(title.until)[1]
        if first <= on and last >= begun:
            surely_still = title.until is None or day_range(title.until)[0] >= begun
            return Reach(measure, "owner", title.party, sure=title.share == "1" and surely_still)
    return None


def _excepted(measure: Measure, on: date) -> tuple[str, bool] | None:
    """Give the permission to leave that covers a day, and whether it surely lifts the measure; or None.

    From an exit ban only treatment abroad, for the days of the order, lifts (ENF 33(3)); another permission
    is shown to a person, who decides.
    """
    for permit in measure.permits:
        found = _LEAVE.match(permit)
        if found and date.fromisoformat(found["first"]) <= on <= date.fromisoformat(found["last"]):
            return permit, measure.kind != "exit-ban" or found["what"] == "treatment"
    return None


@dataclass(frozen=True)
class _Judged:
    """A hit with what holds it on the day, what is excepted, and the verdict on it alone."""

    hit: Hit
    held: tuple[tuple[MeasureState, Reach], ...]
    excepted: tuple[str, ...]
    verdict: Verdict


def _judge(hit: Hit, on: date) -> _Judged:
    held: list[tuple[MeasureState, Reach]] = []
    excepted: dict[str, None] = {}
    # what is sure, and the thing itself, is told first where a measure reaches by several ways
    for reach in sorted(hit.reaches, key=lambda one: (not one.sure, one.way != "itself")):
        state = state_of(reach.measure, on)
        if state.state not in ("in-force", "possibly"):
            continue
        permit = _excepted(reach.measure, on)
        if permit is not None:
            excepted[f"{reach.measure.id}: {permit[0]}"] = None
        if permit is None or not permit[1]:
            doubted = reach if permit is None else Reach(reach.measure, reach.way, reach.via, sure=False)
            if reach.measure.id not in {known.measure.id for known, _ in held}:
                held.append((state, doubted))
    order = {reach.measure.id: place for place, reach in reversed(list(enumerate(hit.reaches)))}
    held.sort(key=lambda one: order[one[0].measure.id])
    return _Judged(hit, tuple(held), tuple(excepted), _verdict(hit, held))


def _verdict(hit: Hit, held: Sequence[tuple[MeasureState, Reach]]) -> Verdict:
    if hit.how == "name":
        return "REFER"
    if not held:
        return "ALLOW"
    surely = any(reach.sure and state.state == "in-force" for state, reach in held)
    return "STOP" if surely and hit.how in ("exact", "normalised") else "REFER"


def _together(judged: Sequence[_Judged]) -> Verdict:
    """Join the verdicts on all that was matched.

    Two things of one case under one number are a doubt unless both may go, or neither. One number in several
    cases is one thing: it goes where every case lets it go. One slug in several cases is several things.
    """
    by_case: dict[str | None, set[Verdict]] = {}
    for one in judged:
        of_slug = one.hit.spelt == one.hit.subject
        by_case.setdefault(None if of_slug else one.hit.case, set()).add(one.verdict)
    each = [next(iter(found)) if len(found) == 1 else "REFER" for found in by_case.values()]
    return max(each, key=_ORDER.index)


def decide(asked: str, hits: Sequence[Hit], on: date, fault: str | None = None) -> Answer:
    """Answer whether something may leave on a day.

    Parameters
    ----------
    asked : str
        As it was asked.
    hits : sequence of Hit
        All of one kind of match, the best there is; none where nothing was found.
    on : date
        The day; the end of it counts.
    fault : str, optional
        What is wrong with the number by its own check digit, where nothing matched it.
    """
    if not hits:
        if fault is not None:
            return Answer("REFER", None, None, (), f"{asked}: {fault}; read it again")
        return Answer(
            "ALLOW", None, None, (), f"no measure found as of {on}: nothing of that number is known"
        )
    judged = [_judge(hit, on) for hit in hits]
    worst = max(judged, key=lambda one: _ORDER.index(one.verdict))
    answer = _together(judged)
    notes = list(worst.hit.notes)
    subjects = tuple(f"{one.case}/{one.subject}" if one.case else one.subject for one in hits)
    if len(hits) > 1:
        slugs = [one.subject for one in hits]
        told = slugs if len({one.case for one in hits}) == 1 else subjects
        notes.append(f"the same number or name is borne by {', '.join(told)}")
    if any(state.measure.kind == "exit-ban" for state, _ in worst.held):
        notes.append(_EXIT)
    because = _because(asked, worst, on, answer)
    return Answer(
        answer, worst.hit.subject, worst.hit.how, worst.held, because, worst.excepted, tuple(notes),
        worst.hit.case, subjects,
    )  # fmt: skip


def _because(asked: str, judged: _Judged, on: date, answer: str) -> str:
    hit, held, excepted = judged.hit, judged.held, judged.excepted
    orders = "; ".join(
        f"{state.measure.id} ({state.measure.kind}"
        + (f", order {state.measure.order}" if isinstance(state.measure.order, str) else "")
        + f"){reach.told()}: {state.because}"
        for state, reach in held
    )
    if answer == "ALLOW":
        lifted = f"; excepted on this day: {', '.join(excepted)}" if excepted else ""
        return f"no measure found as of {on} that reaches {hit.subject}{lifted}"
    if hit.how == "name":
        return f"{hit.spelt} was matched by name alone: compare the papers" + (
            f"; {orders}" if orders else ""
        )
    if hit.how == "near-miss":
        slip = f"{asked} is one slip away from {hit.spelt} ({hit.subject}), which is held: read it again"
        return f"{slip}; {orders}"
    if answer == "STOP":
        return orders
    doubts = [_doubt(state, reach) for state, reach in held]
    return "; ".join(dict.fromkeys(doubts)) or f"several things bear {asked}"


def _doubt(state: MeasureState, reach: Reach) -> str:
    told = f"{state.measure.id} ({state.measure.kind}){reach.told()}: {state.because}"
    if reach.way == "owner" and not reach.sure:
        return f"{told}; owned in part, until a day known in part, or not listed by name: a person decides"
    if state.measure.kind == "exit-ban" and not reach.sure:
        return f"{told}; a permission is on record that the law does not name: a person decides"
    if reach.way == "itself" and not reach.sure:
        return f"{told}; it is on things of {reach.via}: ask for the thing"
    return told


def only_refer(answer: Answer, why: str) -> Answer:
    """Turn a STOP into a REFER, because what it rests on is too old to stop anybody."""
    if answer.answer != "STOP":
        return Answer(**{**vars(answer), "notes": (*answer.notes, why)})
    return Answer(**{**vars(answer), "answer": "REFER", "because": f"{why}; then: {answer.because}"})
