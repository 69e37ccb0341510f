"""Which of the debtor's assets to attach, for each assumption about who enforces (``downrange attach``).

Every decision is a person's: this is a draft with its reasons.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from downrange.base.money import Money
from downrange.case.schema import Case
from downrange.law.account import Account, MoneyRange, statement_of_account
from downrange.law.enforcement.attachability import Attachable, attachability
from downrange.law.enforcement.selection import Selection, select
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = ["Plan", "attachment_plan"]

_NO_VALUE = (
    "not valued: an appraiser is appointed within ten working days, or both sides agree on a value in writing"
)


@dataclass(frozen=True)
class Plan:
    """A draft of what to attach: one selection for each assumption, and what was left out, with reasons."""

    claim: str
    on: date
    selections: tuple[tuple[str, Selection], ...]
    excluded: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the draft with the keys of ``attach --json``; at the top level those of the largest target."""
        excluded = [
            {"asset": name, "reason": why, "article": article} for name, why, article in self.excluded
        ]
        targets = [
            {"assumption": assumption, "target": one.target.as_json(), **_body(one), "excluded": excluded}
            for assumption, one in self.selections
        ]
        body: dict[str, Any] = {"claim": self.claim, "on": self.on.isoformat(), "targets": targets}
        if self.selections:
            body |= _body(max((one for _, one in self.selections), key=lambda one: one.target.minor))
        else:
            body |= {"chosen": [], "covered": None, "excess": None, "optimal": True, "gap_ratio": 0.0}
        return body | {"excluded": excluded, "notes": list(self.notes)}


def _body(one: Selection) -> dict[str, Any]:
    return {
        "chosen": [each.as_json() for each in one.chosen],
        "left": [{"asset": name, "reason": why} for name, why in one.left],
        "covered": one.covered.as_json(),
        "excess": one.excess.as_json(),
        "optimal": one.optimal,
        "gap_ratio": one.gap_ratio,
        "alternatives": list(one.alternatives),
    }


def _targets(account: Account) -> tuple[tuple[str, Money], ...]:
    """Give what has to be covered: the claim with the charge of each assumption (ENF 62(6))."""
    if account.outstanding is None:
        return ()
    if isinstance(account.outstanding, Money):
        return (("no charges known", account.outstanding),) if account.outstanding.minor else ()
    assert isinstance(account.outstanding, MoneyRange)
    return tuple((charge.assumption, account.outstanding.low + charge.amount) for charge in account.charges)


def attachment_plan(case: Case, on: date, claim: str | None = None, book: Rulebook = NO_BOOK) -> Plan:
    """Draft which assets to attach for a claim of a case on a day.

    Raises
    ------
    InputError
        If the case holds no such claim.
    SourceError
        If a rule that decides on an asset is not known for the day.
    """
    account = statement_of_account(case, on, claim, book)
    debtor = next(one.debtor for one in case.claims if one.id == account.claim)
    judged = [attachability(case, asset, debtor, on, book) for asset in case.assets]
    targets = _targets(account)
    currency = targets[0][1].currency if targets else "KZT"
    excluded = [(one.asset.id, one.reason, one.article) for one in judged if one.status == "excluded"]
    open_ = [one for one in judged if one.status != "excluded"]
    excluded += [(one.asset.id, *_unvalued(one, currency)) for one in open_ if not _valued(one, currency)]
    candidates = [(one, one.asset.value) for one in open_ if isinstance(one.asset.value, Money)]
    usable = [(one, value) for one, value in candidates if value.currency == currency]
    selections = tuple((assumption, select(usable, target)) for assumption, target in targets)
    return Plan(account.claim, on, selections, tuple(sorted(excluded)), _notes(case, account, selections))


def _valued(one: Attachable, currency: str) -> bool:
    return isinstance(one.asset.value, Money) and one.asset.value.currency == currency


def _unvalued(one: Attachable, currency: str) -> tuple[str, str]:
    if isinstance(one.asset.value, Money):
        return (
            f"valued in {one.asset.value.currency}: a rate to {currency}, a source and a date are needed",
            "ENF 68",
        )
    return _NO_VALUE, "ENF 68(1), 68(5)"


def _notes(case: Case, account: Account, selections: tuple[tuple[str, Selection], ...]) -> tuple[str, ...]:
    notes = ["a draft: every decision is a person's"]
    if account.standing == "asserted":
        notes.append(
            "no title is known on this day: only interim measures of a court could hold anything (CPC 156)"
        )
    if not case.assets:
        notes.append("no list of the debtor's assets is known, and none is invented")
    elif not account.outstanding:
        notes.append("nothing is owed, or nothing that may be asked in money")
    if any(one.covered < one.target for _, one in selections):
        notes.append("what is known and valued does not cover the target")
    if any(one.excess.minor for _, one in selections):
        notes.append(
            "the law asks for a commensurate hold and allows all at once (ENF 62(1)); a limit is policy"
        )
    return tuple(notes)
