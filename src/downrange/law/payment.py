"""What a payment pays: an order of heads that can be exchanged, and what is left of every due.

Kazakhstan credits a short payment to principal and agreed remuneration first, penalty and costs last (Civil
Code art. 282(2)); Russia to costs, then the price of credit, then principal, default interest after it
(Civil Code art. 319, Plenum 54 of 2016, point 37); a bailiff distributes fines, pay and costs before
creditors (Law on enforcement proceedings, art. 108). Agreement of the parties goes before all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from downrange.base.money import Money
from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found

__all__ = [
    "Allocation",
    "Due",
    "Order",
    "Part",
    "Payment",
    "agreed_order",
    "allocate",
    "by_ranks",
    "order_of",
    "pay_all",
]

_PLACES: Mapping[str, tuple[str, ...]] = {
    "principal": ("overdue-principal", "current-principal", "principal", "creditors"),
    "remuneration": ("overdue-remuneration", "current-remuneration", "remuneration", "creditors"),
    "penalty": ("penalty", "default-interest", "creditors"),
    "costs": ("costs", "bailiff-pay-and-costs"),
    "bailiff-pay": ("bailiff-pay-and-costs",),
    "fine": ("fines",),
}
"""Where each head may stand in an order; the first place the order has is taken."""


@dataclass(frozen=True)
class Due:
    """A sum that is owed under one head: ``principal``, ``remuneration``, ``penalty``, ``costs``, ..."""

    id: str
    head: str
    amount: Money
    due_on: date


@dataclass(frozen=True)
class Payment:
    """A payment by its value date."""

    id: str
    amount: Money
    on: date


@dataclass(frozen=True)
class Part:
    """What of a payment went to one due."""

    due: str
    head: str
    amount: Money


@dataclass(frozen=True)
class Order:
    """An order of places, with its article; ``rules`` are the versions it was read from."""

    name: str
    places: tuple[str, ...]
    article: str
    rules: tuple[Found, ...] = ()

    def place(self, due: Due, on: date) -> int | None:
        """Give the place of a due on a day, or None where the order does not know its head."""
        timed = ("overdue-" if due.due_on <= on else "current-") + due.head
        for candidate in (timed, *_PLACES.get(due.head, (due.head,))):
            skipped = candidate.startswith(("overdue-", "current-")) and candidate != timed
            if candidate in self.places and not skipped:
                return self.places.index(candidate)
        return None


@dataclass(frozen=True)
class Allocation:
    """How a payment was spread, what of it is left over, and what is still owed."""

    parts: tuple[Part, ...]
    left: Money
    remaining: tuple[Due, ...]
    order: Order


def order_of(law: str, on: date, book: Rulebook = NO_BOOK) -> Order:
    """Give the statutory order of a day: ``kz``, ``ru``, ``private-bailiff`` or ``state-bailiff``.

    Raises
    ------
    ValueError
        If the name is none of these.
    SourceError
        If the rule is not known for the day.
    """
    names = {
        "kz": "kz-civil-code.allocation_order",
        "ru": "others.ru_allocation_order",
        "private-bailiff": "kz-enforcement.waterfall_private",
        "state-bailiff": "kz-enforcement.waterfall_state",
    }
    if law not in names:
        raise ValueError(f"no order of allocation named {law!r}; known: {', '.join(names)}")
    rule = book.find(names[law], on)
    return Order(law, tuple(str(place) for place in rule.items), rule.article, (rule,))


def agreed_order(places: Sequence[str], clause: str) -> Order:
    """Give the order the parties agreed on; it goes before the statutory one."""
    return Order("agreed", tuple(places), clause)


def allocate(payment: Money, dues: Iterable[Due], on: date, order: Order) -> Allocation:
    """Spread a payment over what is owed.

    Inside one place the older due comes first, then the identifier. Nothing is lost: the parts and what is
    left over add up to the payment.

    Parameters
    ----------
    payment : Money
        Above zero, in the currency of the dues.
    on : date
        The value date: it decides what is overdue and what is current.

    Raises
    ------
    ValueError
        If the payment is below zero, two dues share an identifier, a due is in another currency, or the
        order does not know a due's head.
    """
    if payment.minor < 0:
        raise ValueError("a payment below zero is a reversal, not a payment")
    owed = tuple(dues)
    if len({due.id for due in owed}) < len(owed):
        raise ValueError("two dues share an identifier")
    placed = sorted(owed, key=lambda due: (_place(due, on, order), due.due_on, due.id))
    left, parts, still = payment.minor, [], {due.id: due for due in owed}
    for due in placed:
        if due.amount.currency != payment.currency:
            raise ValueError(f"{due.id} is in {due.amount.currency}: a rate, a source and a date are needed")
        part = min(left, due.amount.minor)
        if part > 0:
            left -= part
            parts.append(Part(due.id, due.head, Money(part, payment.currency)))
            still[due.id] = replace(due, amount=Money(due.amount.minor - part, payment.currency))
    remaining = tuple(still[due.id] for due in owed if still[due.id].amount.minor)
    return Allocation(tuple(parts), Money(left, payment.currency), remaining, order)


def _place(due: Due, on: date, order: Order) -> int:
    place = order.place(due, on)
    if place is None:
        raise ValueError(
            f"the order {order.name} ({order.article}) does not know the head {due.head!r} of {due.id}"
        )
    return place


def pay_all(payments: Iterable[Payment], dues: Iterable[Due], order: Order) -> tuple[Allocation, ...]:
    """Spread payments in the order of their value dates, whatever the order they arrived in.

    Payments of one value date count as one sum of that day, so the order of their arrival changes nothing.
    """
    by_day: dict[date, Money] = {}
    for payment in payments:
        held = by_day.get(payment.on)
        by_day[payment.on] = payment.amount if held is None else held + payment.amount
    remaining, found = tuple(dues), []
    for on in sorted(by_day):
        spread = allocate(by_day[on], remaining, on, order)
        remaining = spread.remaining
        found.append(spread)
    return tuple(found)


def by_ranks(sum_: Money, claims: Mapping[str, tuple[int, Money]]) -> dict[str, Money]:
    """Distribute what came in: each rank in full before the next, pro rata inside one (ENF 110).

    Parameters
    ----------
    claims : mapping
        Creditor to (rank, sum). Minor units that the shares leave over go to the largest remainders, ties by
        name.
    """
    left = sum_.minor
    given = {name: Money(0, sum_.currency) for name in claims}
    for rank in sorted({rank for rank, _ in claims.values()}):
        mine = {name: owed.minor for name, (its, owed) in claims.items() if its == rank}
        total = sum(mine.values())
        shares = mine if total <= left else _pro_rata(left, mine, total)
        for name, minor in shares.items():
            given[name] = Money(minor, sum_.currency)
        left -= sum(shares.values())
    return given


def _pro_rata(left: int, mine: Mapping[str, int], total: int) -> dict[str, int]:
    exact = {name: Fraction(left * owed, total) for name, owed in mine.items()}
    shares = {name: int(share) for name, share in exact.items()}
    over = left - sum(shares.values())
    for name in sorted(exact, key=lambda one: (shares[one] - exact[one], one))[:over]:
        shares[name] += 1
    return shares
