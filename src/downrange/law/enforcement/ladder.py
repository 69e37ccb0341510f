"""The ladder: what the creditor may lawfully do next, its cost and time, and what the debtor may answer.

Each rung has its article, the day from which it is open and what it still needs. Amounts are those of the
day's index. The program drafts; courts, prosecutors and bailiffs decide.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from downrange.base.calendar import add_months, add_working_days
from downrange.base.money import Money
from downrange.case.schema import Case, Claim, day_range
from downrange.law.account import Account, statement_of_account
from downrange.law.charges import Charge
from downrange.law.enforcement.exit_ban import exit_ban
from downrange.law.enforcement.proceeding import (
    advance_at_most,
    fine,
    licence_block_possible,
    opening,
    presenting,
)
from downrange.law.enforcement.release import suspension_end
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = ["Answer", "Ladder", "Rung", "ladder"]

State = Literal["taken", "open", "waits", "closed", "not-known"]


@dataclass(frozen=True)
class Rung:
    """One lawful step: its state, first day, what it needs, costs and takes, its article.

    ``against`` names the debtor's answers to it, as in :attr:`Ladder.answers`.
    """

    step: str
    state: State
    opens_on: date | None
    needs: str
    cost: Money | None
    takes: str
    article: str
    because: str
    against: tuple[str, ...] = ()


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
    costs: tuple[Charge, ...] = ()

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
                    "against": list(one.against),
                }
                for one in self.rungs
            ],
            "answers": [
                {"move": one.move, "limit": one.limit, "effect": one.effect, "article": one.article}
                for one in self.answers
            ],
            "costs": [one.as_json() for one in self.costs],
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
        *_realisation(account, on, book),
    )
    answers = _answers(account, on, book)
    return Ladder(account.claim, on, _answered(rungs, answers), answers, account.charges)


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

    rows: tuple[tuple[str, State, str, str, str, str], ...] = (
        ("attaching bank money", state("account-freeze"), "prosecutor's sanction", "3 working days",
         "ENF 32(6), 55(2)", "money comes first"),
        ("attaching property", state("attachment"), "none, without notice", "at once", "ENF 27(1), 62",
         "commensurate; all may be held at once"),
        ("forbidding movement", state("movement-ban"), "registers, carriers and gates: no customs border",
         "at once", "ENF 32(2)(3), (4), (7)", "a composite, no measure of its own name"),
        ("forbidding bodies to dispose", state("body-ban"), "none; sent to the bodies and the register",
         "at once", "ENF 32(2)(3)", "decisions on disposal of property are forbidden"),
        ("attaching what others owe the debtor", after,
         "the third debtor's address; not a time-barred, insolvent or unreachable one",
         "he answers in 3 days and is liable for losses", "ENF 86, 89, 91",
         "it works from receipt; no legal-assistance treaty, no attachment"),
        ("register of debtors", after, "", "3 working days", "ENF 36", "name, body, sum, bailiff"),
    )  # fmt: skip
    rungs = [
        Rung(step, its, None, needs, None, takes, why, told) for step, its, needs, takes, why, told in rows
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
            "taken" if _seen(account, "licence-block") else after if possible else "closed",
            None,
            "the term of art. 39 over; a court",
            None,
            "",
            licence.article,
            "above 1,250 index multiples of a company's debt",
        ),
    ]


def _realisation(account: Account, on: date, book: Rulebook) -> tuple[Rung, ...]:
    after: State = "waits" if not account.measures else "open"
    percent = book.find("kz-enforcement.self_sale_floor_percent", on).text
    notice = book.find("kz-enforcement.auction_notice_calendar_days", on).count
    gap = book.find("kz-enforcement.auction_gap_working_days", on).count
    deposit = book.find("kz-enforcement.auction_deposit_percent", on).text
    floor = book.find("kz-enforcement.auction_floor_percent", on).text
    immovable = book.find("kz-enforcement.auction_floor_immovables_percent", on).text
    appoint = book.find("kz-enforcement.valuation_working_days", on).count
    rows = (
        ("taking in kind", "both sides in writing, after valuation", "", "ENF 55(4)", "no sale is needed"),
        ("valuation", "an appraiser, or agreement in writing", f"{appoint} working days to appoint", "ENF 68",
         "a report is good for a year"),
        ("the debtor's own sale", f"not under {percent} percent of the value", "a month, once", "ENF 74(2)",
         "not counted in the term"),
        ("foreclosure on property", "prosecutor's sanction; immovables: a court's ruling",
         "10 working days for the court", "ENF 55(8); CPC 250-1", "money, pay and income need none"),
        ("foreclosure on pledged things", "others do not suffice; a court where the creditor ranks before",
         "", "ENF 57", "the pledgee may keep it against payment up to 70 percent of the value"),
        ("auction", f"{notice} days' notice, deposit of {deposit} percent",
         f"second round after {gap} working days, down to {floor} percent, immovables {immovable}",
         "ENF 79-85", "two at most; then the thing stays attached"),
        ("taking an unsold thing", "the first round failed", "within 5 working days, at valuation",
         "ENF 85(1)", "refused, the writ may go back to the creditor"),
        ("indexing the judgment sum", "a court, on request", "10 working days", "CPC 239",
         "at the base rate of the day of performance"),
        ("taking the writ back, to come again", "the creditor's request; debts to the State apart",
         "while its term runs", "ENF 48, 11, 12", "measures fall once the costs are paid or the term ends"),
    )  # fmt: skip
    rungs = [Rung(step, after, None, needs, None, takes, why, told) for step, needs, takes, why, told in rows]
    penalty, _ = fine("non_performance", "official", on, book)
    told = "against officials; the company by its size, disobedience apart (ADM 670)"
    rungs.append(Rung("fine for non-performance", after, None, "a court", penalty, "", "ADM 669(1)", told))
    months = book.find("kz-offences.crime_non_performance_months", on).count
    needs = f"over {months} months of non-performance, or obstruction"
    told = "heavier above 10,000 index multiples; no prison if all is paid before sentence"
    rungs.append(Rung("criminal report", after, None, needs, None, "", "CRIM 430", told))
    return tuple(rungs)


_AGAINST: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("presenting", ("appealing", "deferral", "settling")),
    ("opening", ("appealing", "deferral", "settling")),
    ("attaching", ("appealing", "substitute", "third party")),
    ("forbidding", ("appealing", "use", "third party")),
    ("register", ("appealing",)),
    ("exit ban", ("appealing", "new head", "treatment")),
    ("licences", ("appealing",)),
    ("valuation", ("valuation", "agreeing")),
    ("own sale", ("selling",)),
    ("foreclosure", ("appealing", "third party", "selling")),
    ("auction", ("appealing", "selling")),
    ("fine", ("appealing",)),
)
"""Which of the debtor's moves answer a rung, by words of both; paying answers all."""


def _answered(rungs: tuple[Rung, ...], answers: tuple[Answer, ...]) -> tuple[Rung, ...]:
    """Put to each rung the debtor's moves that answer it."""
    found = []
    for rung in rungs:
        words = ("paying", *(word for key, them in _AGAINST if key in rung.step for word in them))
        moves = tuple(one.move for one in answers if any(word in one.move for word in words))
        found.append(replace(rung, against=moves))
    return tuple(found)


def _answers(account: Account, on: date, book: Rulebook) -> tuple[Answer, ...]:
    """Give the debtor's moves: those that are open any day, then those that answer a measure."""
    letter, _ = suspension_end(on, mediation=False, book=book)
    mediated, _ = suspension_end(on, mediation=True, book=book)
    ten = add_working_days(on, book.find("kz-enforcement.appeal_working_days", on).count)
    end = add_months(on, book.find("kz-enforcement.duration_months", on).count, "last-day")
    always = (
        ("paying", "any day", "ends it; measures fall once the charges are in, by the gateway at once",
         "ENF 47"),
        ("asking to substitute a measure", "any day", "the old one stays meanwhile", "ENF 32(4)"),
        ("appealing an act", f"10 working days, by {ten} for an act of {on}", "the act works meanwhile",
         "ENF 10(5), 127"),
        ("asking for deferral or instalments", "decided in 10 working days", "measures stay",
         "ENF 40; CPC 238, 246"),
        ("negotiating: the creditor's letter", f"10 days, to {letter}; with mediation 30, to {mediated}",
         "suspends; measures and announced auctions stay", "ENF 44(8), 32(5)"),
        ("settling", "approved by the court, or mediated", "ends it once the charges are in",
         "ENF 47(1), (2)"),
    )  # fmt: skip
    against_measures = (
        ("asking to be let use what is held", "any day", "a permission; work goes on", "ENF 32(2)(4), 64"),
        ("contesting the valuation", "before the appraisers' council or a court", "another report",
         "ENF 68(3)"),
        ("agreeing on a value in writing", "any day", "no appraiser is needed", "ENF 68(5)"),
        ("selling the thing himself", "once, within a month", "not under the floor", "ENF 74(2)"),
        ("leave for treatment abroad", "for a named period",
         "suspends the exit ban, with the court's sanction", "ENF 33(3)"),
        ("asking the court to cut or waive the sanction", "any day",
         "less, or nothing, of the state bailiff's ten percent", "ENF 124"),
        ("a third party's suit", "10 working days of the act or of knowing it", "stops that asset only",
         "CPC 251; ENF 42"),
        ("naming a new head", f"within 1 working day; the proceeding runs to {end} or longer",
         "ends the old exit ban", "ENF 33(4)"),
    )  # fmt: skip
    rows = (*always, *(against_measures if account.measures else ()))
    return tuple(Answer(*row) for row in rows)
