"""The statement of account: what is owed on a day, by whose word, and what is not known.

Four amounts per claim are kept apart: asserted, awarded, agreed, paid. What is owed rests on the strongest
of the first three that is known on the day; where only an assertion is known, the statement says so. A hold
is not a payment: measures never reduce a debt.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from downrange.base.money import Money
from downrange.base.trace import Trace
from downrange.case.schema import Case, Claim, Entry, InterestTerms, Measure, Unknown, day_range
from downrange.errors import InputError, Problem, SourceError, Where
from downrange.law.accrual import accrued
from downrange.law.barred import Bar, bars_of
from downrange.law.charges import Bailiff, Charge, charges
from downrange.law.claim import Admissibility, admissibility, law_of, rank
from downrange.law.deadlines import Deadline, deadlines
from downrange.law.enforcement.measures import MeasureState, measures_on
from downrange.law.interest import Interest
from downrange.law.rule import NO_BOOK, Rulebook, flags_of, trace_of
from downrange.law.tally import Tally, paid_of, reductions, tally
from downrange.reference.dated import Found, supplied_from

__all__ = ["Account", "MoneyRange", "Standing", "statement_of_account", "statements_of_account"]

Standing = Literal["asserted", "awarded", "agreed", "none"]
_METHOD = "principal less payments and write-offs, with the charges of enforcement"
_ASSERTED_ONLY = "asserted only: no award and no agreement is known on this day"


@dataclass(frozen=True)
class MoneyRange:
    """The least and the most of a sum."""

    low: Money
    high: Money

    def as_json(self) -> dict[str, Any]:
        """Give both ends."""
        return {"low": self.low.as_json(), "high": self.high.as_json()}


@dataclass(frozen=True)
class Account:
    """What is owed on a claim on a day. Sums that nobody knows are None, with the reason in ``reasons``."""

    claim: str
    title: str
    basis: str
    on: date
    standing: Standing
    asserted: Money | None
    awarded: Money | None
    agreed: Money | None
    paid: Money | None
    principal: Money | None
    written_off: Money | None
    charges: tuple[Charge, ...]
    outstanding: Money | MoneyRange | None
    interest: Interest | None
    interest_reason: str | None
    deadlines: tuple[Deadline, ...]
    entries: tuple[Entry, ...]
    measures: tuple[MeasureState, ...]
    bars: tuple[Bar, ...]
    admissibility: Admissibility
    rank: int | None
    reasons: tuple[tuple[str, str], ...]
    flags: tuple[str, ...]
    rules: tuple[Found, ...]
    trace: Trace

    def as_json(self) -> dict[str, Any]:
        """Give the statement with the keys of ``balance --json``; more keys stand after them."""
        reasons = dict(self.reasons)
        body: dict[str, Any] = {"claim": self.claim, "basis": self.basis, "on": self.on.isoformat()}
        for name in ("asserted", "awarded", "agreed", "paid", "principal"):
            value = getattr(self, name)
            body[name] = None if value is None else value.as_json()
            if value is None and name in reasons:
                body[f"{name}_reason"] = reasons[name]
        body["charges"] = [charge.as_json() for charge in self.charges]
        if "charges" in reasons:
            body["charges_reason"] = reasons["charges"]
        body["outstanding"] = None if self.outstanding is None else self.outstanding.as_json()
        if "outstanding" in reasons:
            body["outstanding_reason"] = reasons["outstanding"]
        body["interest"] = None if self.interest is None else self.interest.as_json()
        body["interest_reason"] = self.interest_reason
        body["deadlines"] = [one.as_json(self.on) for one in self.deadlines]
        body["entries"] = [_entry_json(entry) for entry in self.entries]
        body |= {
            "title": self.title,
            "standing": self.standing,
            "written_off": None if self.written_off is None else self.written_off.as_json(),
            "admissible": self.admissibility.allowed,
            "admissible_reason": self.admissibility.reason,
            "admissible_article": self.admissibility.article,
            "rank": self.rank,
            "measures": [one.as_json() for one in self.measures],
            "payment_bars": [one.as_json() for one in self.bars],
            "flags": list(self.flags),
            "rules": [rule.as_json() for rule in self.rules],
        }
        return body


def _entry_json(entry: Entry) -> dict[str, Any]:
    body = {
        "date": entry.on,
        "head": entry.head,
        "amount": entry.amount.as_json(),
        "document": entry.document,
    }
    return body | ({"document_sha256": entry.document_sha256} if entry.document_sha256 else {})


@dataclass(frozen=True)
class _Sums:
    """The four amounts as far as the day knows them, and the reasons for what is missing."""

    known: dict[str, Money]
    reasons: dict[str, str]
    flags: tuple[str, ...]


def _known(claim: Claim, on: date) -> _Sums:
    known: dict[str, Money] = {}
    reasons: dict[str, str] = {}
    flags: list[str] = []
    for name in ("asserted", "awarded", "agreed", "paid"):
        value, dated = getattr(claim, name), getattr(claim, f"{name}_on")
        if isinstance(value, Unknown):
            reasons[name] = value.unknown
            continue
        if isinstance(dated, str):
            first, last = day_range(dated)
            if on < first:
                reasons[name] = f"not yet on {on}: it dates from {dated}"
                continue
            if on < last:
                flags.append(f"{name}: dated {dated}; the day is not known and may be later than {on}")
        known[name] = value
    return _Sums(known, reasons, tuple(flags))


def _entries(case: Case, claim: Claim, on: date) -> tuple[tuple[Entry, ...], tuple[str, ...]]:
    mine = [entry for entry in case.entries if entry.claim == claim.id and day_range(entry.on)[0] <= on]
    flags = [
        f"entry {entry.document}: dated {entry.on}; it may be later than {on}"
        for entry in mine
        if day_range(entry.on)[1] > on
    ]
    return tuple(sorted(mine, key=lambda entry: day_range(entry.on))), tuple(flags)


def _principal(sums: _Sums) -> tuple[Money | None, Standing]:
    for name in ("agreed", "awarded", "asserted"):
        if name in sums.known:
            standing: Standing = (
                "agreed" if name == "agreed" else "awarded" if name == "awarded" else "asserted"
            )
            return sums.known[name], standing
    return None, "none"


def _bailiff(case: Case, claim: Claim, due: Money, on: date, book: Rulebook) -> Bailiff:
    """Say who enforces, by the ordering party's role or the sum owed to a State; else it is unknown.

    Debts to the State above 1,000 index multiples go to a state bailiff only (ENF 138(1)).
    """
    for measure in case.measures:
        if measure.claim == claim.id and isinstance(measure.ordered_by, str):
            roles = next((party.roles for party in case.parties if party.id == measure.ordered_by), ())
            if "state-bailiff" in roles:
                return "state"
            if "private-bailiff" in roles:
                return "private"
    if any(party.id == claim.creditor and party.kind == "state" for party in case.parties):
        rule = book.find("kz-enforcement.state_bailiff_debts_to_state_mci", on)
        if due > book.index(rule.count, on)[0]:
            return "state"
    return "unknown"


def _debtor_is_state(case: Case, claim: Claim) -> bool:
    return any(party.id == claim.debtor and party.kind == "state" for party in case.parties)


def _charges(
    case: Case, claim: Claim, due: Money, on: date, held: tuple[MeasureState, ...], book: Rulebook
) -> tuple[tuple[Charge, ...], str | None]:
    if not held:
        return (), f"no enforcement of this claim is known on {on}: no sanction and no pay is due"
    if law_of(case, claim) != "kz" or due.currency != "KZT":
        return (), "charges are known for sums in tenge enforced in Kazakhstan only"
    state = _debtor_is_state(case, claim)
    try:
        return charges(due, on, _bailiff(case, claim, due, on, book), book, debtor_is_state=state), None
    except SourceError as error:
        return (), f"refused: {error}"


def _interest(
    claim: Claim, principal: Money | None, entries: tuple[Entry, ...], sums: _Sums, on: date, book: Rulebook
) -> tuple[Interest | None, str | None]:
    """Give the interest accrued under the claim's terms, or None with the reason."""
    if isinstance(claim.interest, InterestTerms) and principal is not None:
        reduced = reductions(claim, principal, sums.known, entries)
        return accrued(claim.interest, principal, reduced, on, book)
    if isinstance(claim.interest, Unknown):
        return None, claim.interest.unknown
    if claim.forum is not None and "AIFC" in claim.forum:
        return None, (
            "the AIFC's rate on awards and its interest clause could not be read, and no other rate stands "
            "in for it; the contract's own clause and the first day of delay are not known"
        )
    return None, "nothing in the case gives interest: no contract clause and no first day of delay is known"


def _outstanding(counted: Tally, charged: tuple[Charge, ...]) -> tuple[Money | MoneyRange | None, str | None]:
    if counted.other_currencies:
        told = ", ".join(counted.other_currencies)
        return None, f"paid in {told}: a rate, a source and a date are needed to set it against the claim"
    if not charged or not counted.left.minor:
        return counted.left, None
    high = max(charge.amount for charge in charged)
    return MoneyRange(counted.left, counted.left + high), (
        "low: the claim alone, no order on charges is known; high: with the dearer of the charges"
    )


def statement_of_account(case: Case, on: date, claim: str | None = None, book: Rulebook = NO_BOOK) -> Account:
    """Draw up the account of one claim of a case on a day (the end of that day).

    Parameters
    ----------
    case : Case
        The matter.
    on : date
        The day.
    claim : str, optional
        Identifier of the claim; the first of the case where none is given.
    book : Rulebook
        The rules, with what the user supplied; what the case itself supplies is added.

    Raises
    ------
    InputError
        If the case holds no such claim, or supplies values that cannot be read.
    """
    chosen = next((one for one in case.claims if claim is None or one.id == claim), None)
    if chosen is None:
        asked = f"the claim {claim!r}" if claim else "a claim"
        raise InputError(Problem(Where(case.case, "claims"), f"the case does not hold {asked}"))
    book = Rulebook({**supplied_from(case.supplied, case.case), **book.supplied})
    sums = _known(chosen, on)
    entries, entry_flags = _entries(case, chosen, on)
    allowed = admissibility(case, chosen, book)
    held = measures_on(case, on, chosen.id)
    figures = _figures(case, chosen, on, sums, entries, allowed, held, book)
    interest, interest_reason = _interest(chosen, figures.principal, entries, sums, on, book)
    ranked, ranked_rule = _rank(case, chosen, on, book)
    terms, refused = _terms(case, chosen, on, book)
    rules = [*allowed.rules, *ranked_rule, *(rule for one in figures.charges for rule in one.rules)]
    rules += [rule for one in interest.choices for rule in one.rules] if interest else []
    flags = [*sums.flags, *entry_flags, *allowed.flags, *figures.flags, *refused, *flags_of(rules)]
    told = "" if figures.outstanding is None else str(figures.outstanding.as_json())
    paid = paid_of(sums.known.get("paid"), entries)
    unknown = {name: why for name, why in sums.reasons.items() if name != "paid" or paid is None}
    return Account(
        claim=chosen.id,
        title=chosen.title,
        basis=chosen.basis,
        on=on,
        standing=figures.standing,
        asserted=sums.known.get("asserted"),
        awarded=sums.known.get("awarded"),
        agreed=sums.known.get("agreed"),
        paid=paid,
        principal=figures.principal,
        written_off=figures.written_off,
        charges=figures.charges,
        outstanding=figures.outstanding,
        interest=interest,
        interest_reason=interest_reason,
        deadlines=terms,
        entries=entries,
        measures=held,
        bars=_bars(chosen, sums, on, book),
        admissibility=allowed,
        rank=ranked,
        reasons=(*unknown.items(), *figures.reasons),
        flags=tuple(dict.fromkeys(flags)),
        rules=tuple(dict.fromkeys(rules)),
        trace=trace_of(f"{chosen.id}.outstanding", told, _METHOD, rules),
    )


@dataclass(frozen=True)
class _Figures:
    principal: Money | None
    standing: Standing
    written_off: Money | None = None
    charges: tuple[Charge, ...] = ()
    outstanding: Money | MoneyRange | None = None
    reasons: tuple[tuple[str, str], ...] = ()
    flags: tuple[str, ...] = ()


def _figures(
    case: Case,
    claim: Claim,
    on: date,
    sums: _Sums,
    entries: tuple[Entry, ...],
    allowed: Admissibility,
    held: tuple[MeasureState, ...],
    book: Rulebook,
) -> _Figures:
    """Compute principal, charges and what is outstanding, or say why there is no figure."""
    principal, standing = _principal(sums)
    flags: tuple[str, ...] = (_ASSERTED_ONLY,) if standing == "asserted" else ()
    if principal is None:
        return _Figures(None, standing, reasons=(("outstanding", "no sum is known on this day"),))
    if not allowed.allowed:
        return _Figures(principal, standing, reasons=(("outstanding", allowed.reason),), flags=flags)
    counted = tally(principal, settled=standing == "agreed", known=sums.known, entries=entries)
    charged, why = _charges(case, claim, counted.left, on, held, book)
    outstanding, note = _outstanding(counted, charged)
    told = (("charges", why), ("outstanding", note))
    reasons = tuple((name, reason) for name, reason in told if reason)
    flags += counted.flags
    return _Figures(principal, standing, counted.written_off, charged, outstanding, reasons, flags)


def _rank(case: Case, claim: Claim, on: date, book: Rulebook) -> tuple[int | None, tuple[Found, ...]]:
    if law_of(case, claim) != "kz":
        return None, ()
    try:
        number, rule = rank(claim, on, book)
    except SourceError:
        return None, ()
    return number, (rule,)


def _bars(claim: Claim, sums: _Sums, on: date, book: Rulebook) -> tuple[Bar, ...]:
    """Say whether sanctions bar a payment in the claim's own currency and in dollars."""
    currencies = tuple(dict.fromkeys([*(money.currency for money in sums.known.values()), "USD"]))
    try:
        return bars_of(claim.debtor, currencies, on, book)
    except SourceError:
        return ()  # no list is in force so early: nothing is barred by what nobody had written


def _terms(
    case: Case, claim: Claim, on: date, book: Rulebook
) -> tuple[tuple[Deadline, ...], tuple[str, ...]]:
    """Give the terms that acts of this day or before it set running; a later act sets none yet."""
    begun = tuple(one for one in case.measures if _may_have_begun(_first_dated(one), on))
    if not _may_have_begun(claim.awarded_on, on):
        claim = claim.model_copy(update={"awarded_on": None})
    try:
        return deadlines(case.model_copy(update={"measures": begun}), claim, book), ()
    except SourceError as error:
        return (), (f"deadlines refused: {error}",)


def _first_dated(measure: Measure) -> str | None:
    return measure.since if isinstance(measure.since, str) else measure.seen_from


def _may_have_begun(dated: object, on: date) -> bool:
    return not isinstance(dated, str) or day_range(dated)[0] <= on


def statements_of_account(case: Case, on: date, book: Rulebook = NO_BOOK) -> tuple[Account, ...]:
    """Draw up the account of every claim of a case on a day."""
    return tuple(statement_of_account(case, on, claim.id, book) for claim in case.claims)
