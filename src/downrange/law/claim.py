"""A claim has a type and a date: may money be asked at all, until when, and in which rank."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from downrange.base.calendar import add_years
from downrange.base.money import Money
from downrange.case.schema import Case, Claim, day_range
from downrange.law.rule import NO_BOOK, Rulebook, flags_of
from downrange.reference.dated import Found

__all__ = ["Admissibility", "Limitation", "admissibility", "law_of", "limitation", "rank"]

_YEAR_OF_THE_OLD_CODE = 2007
"""Of the earlier Ecological Code (No. 212); its day is in no source at hand, so only the year counts."""
_ECOLOGICAL_FROM = date(2021, 7, 1)
"""The Ecological Code 400-VI of 2021-01-02 is in force from this day."""

_RANKED = {"fine": "budget-payments", "fee": "budget-payments"}


@dataclass(frozen=True)
class Admissibility:
    """Whether money may be asked on this basis, with the article and the reason."""

    allowed: bool
    reason: str
    article: str
    rules: tuple[Found, ...] = ()
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limitation:
    """How long a claim may be pursued, and the first and last day its term may end on."""

    years: int
    article: str
    earliest: date
    latest: date
    rules: tuple[Found, ...] = ()
    flags: tuple[str, ...] = ()


def _is_state(case: Case, party: str) -> bool:
    return any(one.id == party and one.kind in ("state", "authority") for one in case.parties)


def law_of(case: Case, claim: Claim) -> str:
    """Say which law a claim stands under: ``kz``, ``ru``, ``int`` for a treaty, else as the case says.

    A case without a scenario names no jurisdiction; a sum asserted in tenge then points to Kazakhstan, one in
    roubles to Russia, any other currency to ``other``.
    """
    if claim.basis == "treaty":
        return "int"
    if case.scenario is not None:
        return case.scenario.jurisdiction
    for amount in (claim.awarded, claim.agreed, claim.asserted):
        if isinstance(amount, Money):
            return {"KZT": "kz", "RUB": "ru"}.get(amount.currency, "other")
    return "other"


def admissibility(case: Case, claim: Claim, book: Rulebook = NO_BOOK) -> Admissibility:
    """Say whether money may be asked for what the claim is about (Ecological Code art. 136(2)).

    The event's date decides, not the suit's: for damage from 2021-07-01 the remedy is remediation, and only
    the State's own costs of it may be asked in money. Earlier events stand under the earlier codes.
    """
    first, last = day_range(claim.arising_on)
    ecological = claim.basis == "ecological-damage"
    costs = claim.basis in ("state-costs", "clean-up-cost")
    if not (ecological or costs) or law_of(case, claim) != "kz":
        return Admissibility(
            True, f"a claim from {claim.basis}: the bar on money for ecological damage is not met", ""
        )
    if last.year < _YEAR_OF_THE_OLD_CODE:
        reason = "the event is before 2021-07-01 and the code of 2007: the act then in force is not held here"
        return Admissibility(True, reason, "ECO 136(2), not yet in force")
    if last < _ECOLOGICAL_FROM:
        reason = "the event is before 2021-07-01: the money formulas of the code of 2007 cover it"
        flags = ("whether the code of 2007 applied on the leased land is disputed",) if _leased(case) else ()
        return Admissibility(True, reason, "ECO 136(2), not yet in force", (), flags)
    if first < _ECOLOGICAL_FROM:
        reason = f"the event's date {claim.arising_on} leaves open whether it is before 2021-07-01"
        return Admissibility(True, reason, "ECO 136(2)", (), ("the date decides: give it to the day",))
    rule = book.find("kz-ecological-code.money_for_ecological_damage", first)
    flags = (*flags_of([rule]), *(("applicability on the leased land is disputed",) if _leased(case) else ()))
    if costs and _is_state(case, claim.creditor):
        return Admissibility(True, "the State's own costs of remediation", "ECO 137(4)", (rule,), flags)
    reason = "no money may be asked for ecological damage from 2021-07-01 except the State's own costs"
    return Admissibility(False, f"{reason}; the remedy is remediation", rule.article, (rule,), flags)


def _leased(case: Case) -> bool:
    return case.scenario is not None and case.scenario.leased_land


def limitation(claim: Claim, book: Rulebook = NO_BOOK) -> Limitation:
    """Give the term of limitation: 30 years for ecological damage (ECO 141), else 3 (CC1 178).

    It counts only if pleaded; a suit, a mediation contract or an acknowledgement starts it anew.
    """
    first, last = day_range(claim.arising_on)
    if claim.basis == "ecological-damage" and first >= _ECOLOGICAL_FROM:
        rule = book.find("kz-ecological-code.limitation_years", first)
        extra: tuple[str, ...] = ()
    else:
        rule = book.find("kz-civil-code.limitation_years", first)
        old = claim.basis == "ecological-damage"
        extra = ("the limitation of the code of 2007 was not read",) if old else ()
    years = rule.count
    return Limitation(
        years, rule.article, add_years(first, years, "last-day"), add_years(last, years, "last-day"),
        (rule,), (*flags_of([rule]), *extra),
    )  # fmt: skip


def rank(claim: Claim, on: date, book: Rulebook = NO_BOOK, kind: str | None = None) -> tuple[int, Found]:
    """Give the claim's rank among several creditors (ENF 110-112): a contract award stands in the fifth.

    ``kind`` names a special rank (``pledge-secured``, ``wages``, ...) where the basis alone does not show it.
    """
    rule = book.find("kz-enforcement.rank_by_claim", on)
    ranks = dict(rule.items)
    return int(ranks[kind or _RANKED.get(claim.basis, "other")]), rule
