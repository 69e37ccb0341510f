"""The ladder: what the creditor may lawfully do next, its cost and time, and what the debtor may answer.

Each rung has its article, the day from which it is open and what it still needs. Amounts are those of the
day's index. The program drafts; courts, prosecutors and bailiffs decide.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from downrange.base.calendar import add_months, add_working_days
from downrange.base.money import Money
from downrange.case.schema import Case, Claim, day_range
from downrange.law.account import Account, statement_of_account
from downrange.law.enforcement.exit_ban import exit_ban
from downrange.law.enforcement.proceeding import advance_at_most, licence_block_possible, opening, presenting
from downrange.law.enforcement.release import suspension_end
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = ["Answer", "Ladder", "Rung", "ladder"]

State = Literal["taken", "open", "waits", "closed", "not-known"]


@dataclass(frozen=True)
class Rung:
    """One lawful step: its state, its first day, what it needs, costs and takes, and the article."""

    step: str
    state: State
    opens_on: date | None
    needs: str
    cost: Money | None
    takes: str
    article: str
    because: str


@dataclass(frozen=True)
class Answer:
    """What the debtor may do against it: by when or for how long, and the article."""

    move: str
    limit: str
    effect: str
    article: str


@dataclass(frozen=True)
class Ladder:
    """The rungs of a claim on a day, and the debtor's answers."""

    claim: str
    on: date
    rungs: tuple[Rung, ...]
    answers: tuple[Answer, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the ladder for reports."""
        return {
            "claim": self.claim,
            "on": self.on.isoformat(),
            "rungs": [
                {
                    "step": one.step,
                    "state": one.state,
                    "opens_on": None if one.opens_on is None else one.opens_on.isoformat(),
                    "needs": one.needs,
                    "cost": None if one.cost is None else one.cost.as_json(),
                    "takes": one.takes,
                    "article": one.article,
                    "because": one.because,
                }
                for one in self.rungs
            ],
            "answers": [
                {"move": one.move, "limit": one.limit, "effect": one.effect, "article": one.article}
                for one in self.answers
            ],
        }


def ladder(case: Case, on: date, claim: str | None = None, book: Rulebook = NO_BOOK) -> Ladder:
    """Draw up what the creditor may do on a day, and what the debtor may answer.

    Raises
    ------
    InputError
        If the case holds no such claim.
    SourceError
        If a rule of the ladder is not known for the day.
    """
    account = statement_of_account(case, on, claim, book)
    chosen = next(one for one in case.claims if one.id == account.claim)
    if not account.admissibility.allowed:
        rung = Rung(
            "asking money",
            "closed",
            None,
            "",
            None,
            "",
            account.admissibility.article,
            account.admissibility.reason,
        )
        return Ladder(account.claim, on, (rung,), ())
    if account.awarded is None:
        return Ladder(account.claim, on, _before_a_title(account), ())
    rungs = (
        *_title(chosen, account, on, book),
        *_measures(chosen, account, on, book),
        *_realisation(account),
    )
    return Ladder(account.claim, on, rungs, _answers(account, on, book))


def _before_a_title(account: Account) -> tuple[Rung, ...]:
    told = "no award is known on this day"
    return (
        Rung(
            "settling by negotiation or mediation",
            "open",
            None,
            "the other side",
            None,
            "",
            "CC1 367-373",
            told,
        ),
        Rung("suit or arbitration", "open", None, "a forum both are bound by", None, "", "CPC", told),
        Rung(
            "interim measures",
            "waits",
            None,
            "a pending suit; commensurate, no harm to the public",
            None,
            "substitution decided in 5 working days",
            "CPC 156(3), 159",
            "the defendant may deposit the sum instead",
        ),
    )


def _title(claim: Claim, account: Account, on: date, book: Rulebook) -> tuple[Rung, ...]:
    held = bool(account.measures)
    if claim.awarded_on is None:
        rung = Rung(
            "presenting the writ",
            "taken" if held else "not-known",
            None,
            "a writ",
            None,
            "",
            "ENF 11",
            "the day of the title is not known",
        )
        return (rung,)
    first, last = day_range(claim.awarded_on)
    window = presenting(last, book=book)
    earliest = presenting(first, book=book).earliest
    state: State = (
        "taken" if held else "closed" if on > window.latest else "open" if on >= window.earliest else "waits"
    )
    advance, _ = advance_at_most(on, for_the_state=False, book=book)
    opened = opening(max(earliest, on), book)
    told = "measures are known, so it was presented" if held else f"from {earliest} to {window.latest}"
    return (
        Rung("presenting the writ", state, earliest, "the writ", advance, "", "ENF 11, 119", told),
        Rung(
            "opening, with measures at once",
            "taken" if held else "waits",
            opened.by,
            "",
            None,
            "3 working days",
            "ENF 37(4)",
            "no time of his own accord is left to the debtor",
        ),
    )


def _seen(account: Account, kind: str) -> bool:
    return any(one.measure.kind == kind for one in account.measures)


def _measures(claim: Claim, account: Account, on: date, book: Rulebook) -> tuple[Rung, ...]:
    held = bool(account.measures)
    after: State = "open" if held else "waits"

    def state(kind: str) -> State:
        return "taken" if _seen(account, kind) else after

    rungs = [
        Rung(
            "attaching bank money",
            state("account-freeze"),
            None,
            "prosecutor's sanction",
            None,
            "3 working days",
            "ENF 32(6), 55(2)",
            "money comes first",
        ),
        Rung(
            "attaching property",
            state("attachment"),
            None,
            "none, without notice",
            None,
            "at once",
            "ENF 27(1), 62",
            "commensurate; all may be held at once",
        ),
        Rung(
            "forbidding movement",
            state("movement-ban"),
            None,
            "registers, carriers and gates: no customs border",
            None,
            "at once",
            "ENF 32(2)(3), (4), (7)",
            "a composite, no measure of its own name",
        ),
        Rung(
            "register of debtors",
            after,
            None,
            "",
            None,
            "3 working days",
            "ENF 36",
            "name, body, sum, bailiff",
        ),
    ]
    due = account.principal
    if due is not None and due.currency == "KZT":
        rungs += _against_the_head(account, due, on, after, book)
    return tuple(rungs)


def _against_the_head(account: Account, due: Money, on: date, after: State, book: Rulebook) -> list[Rung]:
    ban = exit_ban(due, on, on, book=book)
    possible, licence = licence_block_possible(due, on, company=True, book=book)
    taken = _seen(account, "exit-ban")
    state: State = "taken" if taken else after if ban.required else "closed"
    return [
        Rung(
            "exit ban on the head in office",
            state,
            None if taken else ban.earliest_order,
            "notice of his own, sanction of the court",
            None,
            "5 working days, then up to 3",
            "ENF 33(1); CPC 252(3)",
            f"from {ban.threshold}; a new head ends it",
        ),
        Rung(
            "blocking licences",
            after if possible else "closed",
            None,
            "the term of art. 39 over; a court",
            None,
            "",
            licence.article,
            "above 1,250 index multiples of a company's debt",
        ),
    ]


def _realisation(account: Account) -> tuple[Rung, ...]:
    after: State = "waits" if not account.measures else "open"
    return (
        Rung(
            "valuation",
            after,
            None,
            "an appraiser, or agreement in writing",
            None,
            "10 working days to appoint",
            "ENF 68",
            "a report is good for a year",
        ),
        Rung(
            "the debtor's own sale",
            after,
            None,
            "not under 75 percent of the value",
            None,
            "a month, once",
            "ENF 74(2)",
            "not counted in the term",
        ),
        Rung(
            "foreclosure on property",
            after,
            None,
            "prosecutor's sanction; immovables: a court's ruling",
            None,
            "10 working days for the court",
            "ENF 55(8); CPC 250-1",
            "money, pay and income need none",
        ),
        Rung(
            "auction",
            after,
            None,
            "10 days' notice, deposit of 5 percent",
            None,
            "second round after 10 working days, down to 50 percent, immovables 75",
            "ENF 79-85",
            "two at most; then the thing stays attached",
        ),
        Rung(
            "fines and crime",
            after,
            None,
            "non-performance; over six months a crime",
            None,
            "",
            "ADM 669, 670; CRIM 430",
            "against officials",
        ),
    )


def _answers(account: Account, on: date, book: Rulebook) -> tuple[Answer, ...]:
    letter, _ = suspension_end(on, mediation=False, book=book)
    mediated, _ = suspension_end(on, mediation=True, book=book)
    ten = add_working_days(on, book.find("kz-enforcement.appeal_working_days", on).count)
    end = add_months(on, book.find("kz-enforcement.duration_months", on).count, "last-day")
    found = [
        Answer(
            "paying",
            "any day",
            "ends it; measures fall once the charges are in, by the gateway at once",
            "ENF 47",
        ),
        Answer("asking to substitute a measure", "any day", "the old one stays meanwhile", "ENF 32(4)"),
        Answer(
            "appealing an act",
            f"10 working days, by {ten} for an act of {on}",
            "the act works meanwhile",
            "ENF 10(5), 127",
        ),
        Answer(
            "asking for deferral or instalments",
            "decided in 10 working days",
            "measures stay",
            "ENF 40; CPC 238, 246",
        ),
        Answer(
            "negotiating: the creditor's letter",
            f"10 days, to {letter}; with mediation 30, to {mediated}",
            "suspends; measures and announced auctions stay",
            "ENF 44(8), 32(5)",
        ),
        Answer(
            "settling",
            "approved by the court, or mediated",
            "ends it once the charges are in",
            "ENF 47(1), (2)",
        ),
        Answer(
            "a third party's suit",
            "10 working days of the act or of knowing it",
            "stops that asset only",
            "CPC 251; ENF 42",
        ),
        Answer(
            "naming a new head",
            f"within 1 working day; the proceeding runs to {end} or longer",
            "ends the old exit ban",
            "ENF 33(4)",
        ),
    ]
    if not account.measures:
        found = [one for one in found if "head" not in one.move and "third" not in one.move]
    return tuple(found)
