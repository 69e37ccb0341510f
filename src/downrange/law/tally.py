"""What is left of a claim: the sum it stands on, what was posted beside it, less payments and write-offs.

Entries may break a sum down (principal, costs and interest of one award) or come on top of it. Where the
principal itself is posted, the entries are the account and the greater of the two counts; where it is not,
further heads are added to the claim's sum. A settlement replaces the sum, so the write-off that goes with it
is not taken twice.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from downrange.base.money import Money
from downrange.case.schema import Claim, Entry, day_range

__all__ = ["Tally", "paid_of", "reductions", "tally", "total"]

ADDS = ("interest", "penalty", "sanction", "bailiff-pay", "costs")
"""Heads that add to a debt beside its principal."""


@dataclass(frozen=True)
class Tally:
    """What is left, what was written off, payments in other currencies, and what is to be minded."""

    left: Money
    written_off: Money | None
    other_currencies: tuple[str, ...]
    flags: tuple[str, ...]


def total(entries: Iterable[Entry], heads: tuple[str, ...], currency: str) -> Money:
    """Sum the entries of some heads in one currency."""
    mine = [entry.amount for entry in entries if entry.head in heads]
    return Money(sum(amount.minor for amount in mine if amount.currency == currency), currency)


def tally(
    principal: Money, *, settled: bool, known: Mapping[str, Money], entries: tuple[Entry, ...]
) -> Tally:
    """Count what is left of a claim.

    Parameters
    ----------
    principal : Money
        The sum the claim stands on: agreed, awarded or asserted.
    settled : bool
        Whether that is an agreed sum.
    known : mapping
        The amounts known on the day: asserted, awarded, agreed, paid.
    entries : tuple of Entry
        The lines of the account up to the day.
    """
    currency = principal.currency
    posted, extra = total(entries, ("principal",), currency), total(entries, ADDS, currency)
    flags: list[str] = []
    if not posted.minor:
        owed = principal + extra
    else:
        owed = principal if settled else max(principal, posted + extra)
        if not settled and posted + extra != principal:
            flags.append(f"the entries post {posted + extra}, the claim stands on {principal}")
    off = total(entries, ("write-off",), currency)
    written_off = off if off.minor else _implied(principal, known, settled)
    paid, other = _paid(currency, known, entries)
    if "paid" not in known and not any(entry.head == "payment" for entry in entries):
        flags.append("whether anything was paid is not known: the sum stands unless something was")
    left = owed - paid if settled else owed - paid - off
    if left.minor < 0:
        flags.append(f"payments and write-offs exceed what was owed by {-left}")
        left = Money(0, currency)
    return Tally(left, written_off, other, tuple(flags))


def _implied(principal: Money, known: Mapping[str, Money], settled: bool) -> Money | None:
    asked = known.get("awarded", known.get("asserted"))
    if settled and asked is not None and asked.currency == principal.currency and asked > principal:
        return asked - principal
    return None


def _paid(
    currency: str, known: Mapping[str, Money], entries: tuple[Entry, ...]
) -> tuple[Money, tuple[str, ...]]:
    """Give what was paid in the claim's currency, and the other currencies something was paid in."""
    posted = [entry.amount for entry in entries if entry.head == "payment"]
    amounts = posted or [amount for name, amount in known.items() if name == "paid" and amount.minor]
    other = sorted({amount.currency for amount in amounts} - {currency})
    mine = sum(amount.minor for amount in amounts if amount.currency == currency)
    return Money(mine, currency), tuple(other)


def paid_of(known: Money | None, entries: tuple[Entry, ...]) -> Money | None:
    """Give what was paid: the sum known for the claim, or what is posted where that is more or alone known.

    Payments posted in several currencies have no sum; then only what is known for the claim counts.
    """
    posted = [entry.amount for entry in entries if entry.head == "payment"]
    if len({amount.currency for amount in posted}) != 1:
        return known
    counted = Money(sum(amount.minor for amount in posted), posted[0].currency)
    if known is None or (known.currency == counted.currency and counted > known):
        return counted
    return known


def reductions(
    claim: Claim, principal: Money, known: Mapping[str, Money], entries: tuple[Entry, ...]
) -> tuple[tuple[date, Money], ...]:
    """Give what reduced the principal and when; a payment known to the month counts on its last day."""
    posted = tuple(
        (day_range(entry.on)[1], entry.amount)
        for entry in entries
        if entry.head in ("payment", "write-off") and entry.amount.currency == principal.currency
    )
    paid = known.get("paid")
    if posted or paid is None or paid.currency != principal.currency or claim.paid_on is None:
        return posted
    return ((day_range(claim.paid_on)[1], paid),)
