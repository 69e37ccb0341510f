"""What each payment on record paid, under every order that may apply to it.

Inside enforcement the bailiff distributes (Law on enforcement proceedings, art. 108), by an order that hangs
on the kind of bailiff; outside it the Civil Code credits. Where the kind is not known both are shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from downrange.case.schema import Case, Claim, day_range
from downrange.errors import SourceError
from downrange.law.account import Account, statement_of_account
from downrange.law.claim import law_of
from downrange.law.payment import Allocation, Due, Payment, order_of, pay_all
from downrange.law.rule import NO_BOOK, Rulebook

__all__ = ["Spread", "spreads_of"]

_HEADS = {
    "principal": "principal",
    "interest": "remuneration",
    "penalty": "penalty",
    "costs": "costs",
    "bailiff-pay": "bailiff-pay",
    "sanction": "fine",
}
"""Heads of the account as the orders of allocation name them."""


@dataclass(frozen=True)
class Spread:
    """What the payments of a claim paid under one order, or why that order cannot be followed."""

    order: str
    article: str
    allocations: tuple[tuple[date, Allocation], ...] = ()
    refused: str = ""

    def as_json(self) -> dict[str, Any]:
        """Give the spread with plain values."""
        return {
            "order": self.order,
            "article": self.article,
            "refused": self.refused,
            "payments": [
                {
                    "on": on.isoformat(),
                    "parts": [
                        {"due": part.due, "head": part.head, "amount": part.amount.as_json()}
                        for part in one.parts
                    ],
                    "left": one.left.as_json(),
                }
                for on, one in self.allocations
            ],
            "remaining": [
                {"due": due.id, "head": due.head, "amount": due.amount.as_json()}
                for due in (self.allocations[-1][1].remaining if self.allocations else ())
            ],
        }


def spreads_of(case: Case, on: date, claim: str, book: Rulebook = NO_BOOK) -> tuple[Spread, ...]:
    """Spread the payments of a claim up to a day; nothing where nothing was paid.

    Raises
    ------
    InputError
        If the case holds no such claim.
    """
    account = statement_of_account(case, on, claim, book)
    paid = [entry for entry in account.entries if entry.head == "payment"]
    if not paid:
        return ()
    chosen = next(one for one in case.claims if one.id == claim)
    payments = [
        Payment(f"{number} {entry.document}", entry.amount, day_range(entry.on)[1])
        for number, entry in enumerate(paid, start=1)
    ]
    dues = _dues(account, chosen)
    days = sorted({payment.on for payment in payments})
    found = []
    for name in _orders(case, chosen, account):
        try:
            order = order_of(name, on, book)
        except SourceError as error:
            found.append(Spread(name, "", refused=str(error)))
            continue
        try:
            spread = pay_all(payments, dues, order)
        except ValueError as error:
            found.append(Spread(name, order.article, refused=str(error)))
            continue
        found.append(Spread(name, order.article, tuple(zip(days, spread, strict=True))))
    return tuple(found)


def _orders(case: Case, claim: Claim, account: Account) -> tuple[str, ...]:
    """Name the orders that may apply: the bailiff's while measures are held, else the civil code's."""
    if account.measures:
        kinds = {charge.assumption for charge in account.charges}
        return tuple(sorted(kinds & {"private-bailiff", "state-bailiff"})) or (
            "private-bailiff",
            "state-bailiff",
        )
    law = law_of(case, claim)
    return (law,) if law in ("kz", "ru") else ()


def _dues(account: Account, claim: Claim) -> tuple[Due, ...]:
    """Give what is owed before payments: what is posted, else the sum that the claim stands on."""
    posted = [entry for entry in account.entries if entry.head in _HEADS]
    dues = [
        Due(f"{number} {entry.head}", _HEADS[entry.head], entry.amount, day_range(entry.on)[1])
        for number, entry in enumerate(posted, start=1)
    ]
    if account.principal is not None and not any(entry.head == "principal" for entry in posted):
        dues.insert(0, Due("principal", "principal", account.principal, day_range(claim.arising_on)[0]))
    return tuple(dues)
