"""What must happen by when, by whom, and what lapses otherwise; each with its article.

Dates known to the month give a range: ``earliest`` and ``by``. A term is counted from the day after its
event.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from downrange.base.calendar import add_months, add_working_days, add_years, calendar_flags
from downrange.case.schema import Case, Claim, Measure, day_range
from downrange.law.claim import law_of, limitation
from downrange.law.rule import NO_BOOK, Rulebook, flags_of
from downrange.reference.dated import Found

__all__ = ["Deadline", "deadlines"]

_ECO_FROM = date(2021, 7, 1)


@dataclass(frozen=True)
class Deadline:
    """One term: what, by whom, by when (a range where the event is known to the month), what else follows."""

    what: str
    who: str
    earliest: date
    by: date
    article: str
    otherwise: str
    rules: tuple[Found, ...] = ()
    flags: tuple[str, ...] = ()

    def as_json(self, on: date) -> dict[str, Any]:
        """Give the term with the keys of the command line and its state on a day."""
        state = "running" if on < self.earliest else ("passed" if on > self.by else "ends about now")
        return {
            "what": self.what,
            "by": self.by.isoformat(),
            "article": self.article,
            "earliest": self.earliest.isoformat(),
            "who": self.who,
            "otherwise": self.otherwise,
            "state": state,
            "flags": list(self.flags),
        }


@dataclass(frozen=True)
class _Clock:
    """Makes terms of one claim with one rulebook."""

    book: Rulebook

    def term(
        self, what: str, who: str, event: tuple[date, date], parameter: str, otherwise: str, on: date
    ) -> Deadline:
        rule = self.book.find(parameter, on)
        add = _adder(parameter)
        first, last = (add(day, rule.count) for day in event)
        flags = flags_of([rule])
        if "working" in parameter:
            flags += calendar_flags(event[0], last)
        return Deadline(what, who, first, last, rule.article, otherwise, (rule,), flags)


def _adder(parameter: str) -> Callable[[date, int], date]:
    if parameter.endswith("working_days"):
        return add_working_days
    if parameter.endswith("months"):
        return lambda day, number: add_months(day, number, "last-day")
    if parameter.endswith("years"):
        return lambda day, number: add_years(day, number, "last-day")
    assert parameter.endswith("days"), parameter
    return lambda day, number: day + timedelta(days=number)


def _of_measure(measure: Measure, clock: _Clock) -> list[Deadline]:
    dated = measure.since if isinstance(measure.since, str) else measure.seen_from
    if dated is None:
        return []
    event = day_range(dated)
    on = event[1]
    found = [
        clock.term(
            f"appeal against {measure.id}", "any party", event, "kz-enforcement.appeal_working_days",
            "the order stands; it works during the appeal too", on,
        ),
    ]  # fmt: skip
    if measure.kind == "attachment":
        found += [
            clock.term(
                f"suit of a third party to free property from {measure.id}", "owner, holder, tenant", event,
                "kz-civil-procedure.third_party_suit_working_days",
                "the property stays attached; the term may start later, with knowing of the act", on,
            ),
            clock.term(
                "end of the proceeding", "bailiff", event, "kz-enforcement.duration_months",
                "the longer term runs where sale or search is needed; suspended time is not counted", on,
            ),
            clock.term(
                "end of the proceeding with valuation, sale or search", "bailiff", event,
                "kz-enforcement.duration_with_sale_months", "suspended time is not counted", on,
            ),
            clock.term(
                "non-performance becomes a crime", "debtor's officials", event,
                "kz-offences.crime_non_performance_months",
                "criminal liability; heavier above 10,000 index multiples", on,
            ),
        ]  # fmt: skip
    if not isinstance(measure.since, str):
        flag = f"counted from {dated}, when it was first seen: the day of the act is not known"
        found = [replace(one, flags=(*one.flags, flag)) for one in found]
    return found


def _of_claim(claim: Claim, clock: _Clock, presented: bool, in_kazakhstan: bool) -> list[Deadline]:
    found: list[Deadline] = []
    if isinstance(claim.awarded_on, str) and in_kazakhstan:
        event = day_range(claim.awarded_on)
        otherwise = "the writ can no longer be enforced"
        if presented:
            otherwise = "presentation broke the term: it runs anew when the writ is returned (ENF 12)"
        counted = clock.term(
            "presenting the writ",
            "creditor",
            event,
            "kz-enforcement.presenting_term_years",
            otherwise,
            event[1],
        )
        flag = "counted from the award: the day of its legal force is not known"
        found.append(replace(counted, flags=(*counted.flags, flag)))
    if claim.awarded_on is None and claim.agreed_on is None:
        if in_kazakhstan:
            ends = limitation(claim, clock.book)
            otherwise = "the debtor may plead that the claim is time-barred"
            found.append(
                Deadline(
                    f"limitation of {ends.years} years", "creditor", ends.earliest, ends.latest, ends.article,
                    otherwise, ends.rules, ends.flags,
                )
            )  # fmt: skip
        if claim.basis == "treaty":
            event = day_range(claim.arising_on)
            parameter = "others.liability_convention_claim_years"
            found.append(
                clock.term(
                    "presenting the claim through diplomatic channels", "claimant State", event, parameter,
                    "the claim is barred unless the damage was learnt of later", event[1],
                )
            )  # fmt: skip
    return found


def _of_event(claim: Claim, clock: _Clock) -> list[Deadline]:
    event = day_range(claim.arising_on)
    if event[0] < _ECO_FROM or claim.basis not in ("ecological-damage", "state-costs", "clean-up-cost"):
        return []
    terms = (
        ("measures against the damage start", "operator", "start_measures_working_days", "the State acts"),
        ("remediation programme handed in", "liable person", "programme_months", "a suit of the authority"),
        ("programme handed in, term extended", "liable person", "programme_extended_months", "a suit"),
        ("first status report", "liable person", "status_report_months", "a breach of the programme"),
    )  # fmt: skip
    return [
        clock.term(what, who, event, f"kz-ecological-code.{parameter}", otherwise, event[1])
        for what, who, parameter, otherwise in terms
    ]


def deadlines(case: Case, claim: Claim, book: Rulebook = NO_BOOK) -> tuple[Deadline, ...]:
    """Give every term that runs or ran for a claim, soonest first.

    Raises
    ------
    SourceError
        If a rule a term needs is not known for its day.
    """
    clock = _Clock(book)
    measures = [one for one in case.measures if one.claim == claim.id]
    in_kazakhstan = law_of(case, claim) == "kz"
    found = _of_claim(claim, clock, bool(measures), in_kazakhstan)
    if in_kazakhstan:
        found += _of_event(claim, clock)
        for measure in measures:
            found += _of_measure(measure, clock)
    return tuple(sorted(found, key=lambda one: (one.by, one.what)))
