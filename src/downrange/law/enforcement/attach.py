"""Which of the debtor's assets to attach, for each assumption about who enforces (``downrange attach``).

Every decision is a person's: this is a draft with its reasons. What a person orders otherwise is followed
with the reason that he gives, and told apart from what the law's order gives.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from downrange.base.money import Money
from downrange.case.schema import Case
from downrange.errors import InputError, Problem, Where
from downrange.law.account import Account, MoneyRange, statement_of_account
from downrange.law.enforcement.attachability import Attachable, attachability, on_lives
from downrange.law.enforcement.measures import measures_on
from downrange.law.enforcement.selection import Selection, select
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = ["AS_THE_LAW_HAS_IT", "Plan", "Policy", "attachment_plan"]

_NO_VALUE = (
    "not valued: an appraiser is appointed within ten working days, or both sides agree on a value in writing"
)
_RETRIED = 3
"""For how many doubtful things it is worked out what would take their place."""


@dataclass(frozen=True)
class Policy:
    """What the user orders beside the law: things to take or leave, and why; a limit on the excess."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    because: str = ""
    excess_at_most: Decimal | None = None

    def checked(self, case: Case) -> Policy:
        """Give the policy if it can be followed.

        Raises
        ------
        InputError
            If it deviates without a reason, names an unknown asset, or one both to take and to leave.
        """
        problems = []
        if (self.include or self.exclude) and not self.because.strip():
            where = Where("command line", "--because")
            problems.append(
                Problem(where, "another choice than the law's order needs its reason (ENF 72(4))")
            )
        known = {asset.id for asset in case.assets}
        for option, names in (("--include", self.include), ("--exclude", self.exclude)):
            unknown = [name for name in names if name not in known]
            problems += [
                Problem(Where("command line", option), "the case has no such asset", value=name)
                for name in unknown
            ]
        for name in sorted(set(self.include) & set(self.exclude)):
            problems.append(
                Problem(Where("command line", "--exclude"), "is to be taken and left", value=name)
            )
        if self.excess_at_most is not None and self.excess_at_most < 0:
            value = str(self.excess_at_most)
            where = Where("command line", "--excess-at-most")
            problems.append(Problem(where, "below nought", value=value, expected="a share, such as 0.1"))
        if problems:
            raise InputError(problems)
        return self

    def as_json(self) -> dict[str, Any]:
        """Give the policy as plain values, labelled as such."""
        limit = None if self.excess_at_most is None else str(self.excess_at_most)
        return {
            "is": "policy of the user, not the law's order",
            "include": list(self.include),
            "exclude": list(self.exclude),
            "because": self.because or None,
            "article": "ENF 72(4)" if self.include or self.exclude else None,
            "excess_at_most_ratio": limit,
        }


AS_THE_LAW_HAS_IT = Policy()
"""No deviation and no limit."""


@dataclass(frozen=True)
class Plan:
    """A draft of what to attach: one selection for each assumption, and what was left out, with reasons."""

    claim: str
    on: date
    selections: tuple[tuple[str, Selection], ...]
    excluded: tuple[tuple[str, str, str], ...]
    notes: tuple[str, ...]
    held: tuple[tuple[str, str, str], ...] = ()
    changes: tuple[str, ...] = ()
    policy: Policy = AS_THE_LAW_HAS_IT

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
        held = [{"asset": name, "measure": measure, "claim": claim} for name, measure, claim in self.held]
        return body | {
            "excluded": excluded,
            "already_held": held,
            "what_would_change": list(self.changes),
            "policy": self.policy.as_json(),
            "notes": list(self.notes),
        }


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


def attachment_plan(
    case: Case,
    on: date,
    claim: str | None = None,
    book: Rulebook = NO_BOOK,
    *,
    policy: Policy = AS_THE_LAW_HAS_IT,
) -> Plan:
    """Draft which assets to attach for a claim of a case on a day.

    Parameters
    ----------
    policy : Policy
        What the user orders beside the law's order.

    Raises
    ------
    InputError
        If the case holds no such claim, or the policy cannot be followed.
    SourceError
        If a rule that decides on an asset is not known for the day.
    """
    policy.checked(case)
    account = statement_of_account(case, on, claim, book)
    debtor = next(one.debtor for one in case.claims if one.id == account.claim)
    held = _held(case, on)
    lives = on_lives(case.assets)
    judged = [
        replace(_spared(one, lives), held_for=_others(held, one.asset.id, account))
        for one in (attachability(case, asset, debtor, on, book) for asset in case.assets)
    ]
    targets = _targets(account)
    currency = targets[0][1].currency if targets else "KZT"
    usable, excluded = _sorted_out(judged, currency, policy)
    limit = None if policy.excess_at_most is None else Fraction(policy.excess_at_most)
    selections = tuple(
        (told, select(usable, target, include=policy.include, excess_at_most=limit))
        for told, target in targets
    )
    return Plan(
        account.claim, on, selections, tuple(sorted(excluded)),
        _notes(case, account, selections, policy), held,
        _changes(usable, judged, selections, currency), policy,
    )  # fmt: skip


def _spared(one: Attachable, lives: Mapping[str, tuple[str, str]]) -> Attachable:
    """Spare what lives depend on by what it carries or lies in."""
    if one.status == "excluded" or one.asset.id not in lives:
        return one
    reason, article = lives[one.asset.id]
    return replace(one, status="excluded", reason=reason, article=article)


def _held(case: Case, on: date) -> tuple[tuple[str, str, str], ...]:
    """Give what is held already on a day: asset, measure, claim."""
    found = [
        (thing, one.measure.id, one.measure.claim)
        for one in measures_on(case, on)
        for thing in one.measure.reaches
    ]
    return tuple(sorted(found))


def _others(held: Sequence[tuple[str, str, str]], asset: str, account: Account) -> tuple[str, ...]:
    return tuple(sorted({claim for thing, _, claim in held if thing == asset and claim != account.claim}))


def _sorted_out(
    judged: Sequence[Attachable], currency: str, policy: Policy
) -> tuple[list[tuple[Attachable, Money]], list[tuple[str, str, str]]]:
    """Part what can be chosen, with the debtor's part of its value, from what cannot, with the reason."""
    usable: list[tuple[Attachable, Money]] = []
    excluded: list[tuple[str, str, str]] = []
    problems = []
    for one in judged:
        value = one.asset.value
        if one.status == "excluded":
            excluded.append((one.asset.id, one.reason, one.article))
        elif one.asset.id in policy.exclude:
            excluded.append((one.asset.id, f"left out by a person: {policy.because}", "ENF 72(4)"))
        elif isinstance(value, Money) and value.minor <= 0:
            excluded.append((one.asset.id, "worth nothing: to hold it would cover nothing", "ENF 62(1)"))
        elif isinstance(value, Money) and value.currency == currency:
            whole = one.share == 1 or one.asset.details.get("value_of") == "share"
            usable.append((one, value if whole else value.times(one.share, "down")))
            continue
        else:
            excluded.append((one.asset.id, *_unvalued(one, currency)))
        if one.asset.id in policy.include:
            where = Where("command line", "--include")
            problems.append(
                Problem(where, excluded[-1][1], value=one.asset.id, expected="what may be attached")
            )
    if problems:
        raise InputError(problems)
    return usable, excluded


def _unvalued(one: Attachable, currency: str) -> tuple[str, str]:
    if isinstance(one.asset.value, Money):
        return (
            f"valued in {one.asset.value.currency}: a rate to {currency}, a source and a date are needed",
            "ENF 68",
        )
    return _NO_VALUE, "ENF 68(1), 68(5)"


def _changes(
    usable: Sequence[tuple[Attachable, Money]],
    judged: Sequence[Attachable],
    selections: Sequence[tuple[str, Selection]],
    currency: str,
) -> tuple[str, ...]:
    """Say what would change the choice for the largest target: debt, proof of title, value, consent."""
    if not selections:
        return ()
    largest = max((one for _, one in selections), key=lambda one: one.target.minor)
    told = []
    things = {one.asset.id for one, _ in usable if one.queue != "money"}
    whole = [one for one in largest.chosen if one.asset in things]
    if whole and largest.covered >= largest.target:
        least = min(whole, key=lambda one: (one.value.minor, one.asset))
        left = Money(max(largest.covered.minor - least.value.minor, 0), currency)
        told.append(f"{least.asset} is not needed once what is to be covered falls to {left}")
    doubtful = [one.asset.id for one, _ in usable if one.status == "doubtful"]
    names = {one.asset for one in largest.chosen}
    for asset in [one for one in doubtful if one in names][:_RETRIED]:
        again = select([pair for pair in usable if pair[0].asset.id != asset], largest.target)
        instead = sorted({one.asset for one in again.chosen} - names)
        told.append(f"if another proves that {asset} is his: {', '.join(instead) or 'nothing'} in its place")
    open_ = [one for one in judged if one.status != "excluded"]
    unvalued = [one.asset.id for one in open_ if not isinstance(one.asset.value, Money)]
    if unvalued:
        told.append(f"a valuation of {', '.join(unvalued[:5])}: what has no value cannot be chosen")
    strategic = [
        one.asset.id for one in judged if one.status == "excluded" and one.reason.startswith("strategic")
    ]
    if strategic:
        told.append(f"the Government's decision on {', '.join(strategic[:5])}")
    return tuple(told)


def _notes(
    case: Case, account: Account, selections: tuple[tuple[str, Selection], ...], policy: Policy
) -> tuple[str, ...]:
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
    limit = policy.excess_at_most
    if limit is not None and any(
        Fraction(one.excess.minor, one.target.minor) > Fraction(limit) for _, one in selections
    ):
        notes.append(f"no choice keeps the excess within {limit} of the target: that limit is policy")
    return tuple(notes)
