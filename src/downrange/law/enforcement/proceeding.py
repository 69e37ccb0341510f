"""From the title to the sale: when a writ may come, what opens with it, what is sold first.

There is no time left to the debtor after opening: proceedings open and secure at once (ENF 37(4)). Waiting
times are two: five working days before the writ is presented, and five after the notice of an exit ban.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from downrange.base.calendar import add_working_days, add_years
from downrange.base.money import Money
from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found

__all__ = [
    "Opening",
    "Presenting",
    "advance_at_most",
    "auction_floor",
    "fine",
    "licence_block_possible",
    "non_money_penalty",
    "opening",
    "presenting",
    "sale_order",
]


@dataclass(frozen=True)
class Presenting:
    """First and last day for presenting a title."""

    earliest: date
    latest: date
    rules: tuple[Found, ...]


@dataclass(frozen=True)
class Opening:
    """Last day for opening; measures come on the same day; days left to the debtor of his own accord."""

    by: date
    measures_by: date
    voluntary_working_days: int
    rules: tuple[Found, ...]


def presenting(in_force_on: date, *, interim_order: bool = False, book: Rulebook = NO_BOOK) -> Presenting:
    """Give the first and last day for presenting a writ (ENF 11): after five working days, for three years.

    An AIFC Court order on interim measures lives one year.
    """
    first = book.find("kz-enforcement.earliest_presenting_working_days", in_force_on)
    name = "presenting_term_interim_order_years" if interim_order else "presenting_term_years"
    last = book.find(f"kz-enforcement.{name}", in_force_on)
    return Presenting(
        add_working_days(in_force_on, first.count),
        add_years(in_force_on, last.count, "last-day"),
        (first, last),
    )


def opening(received_on: date, book: Rulebook = NO_BOOK) -> Opening:
    """Give the last day for opening after a title came in, and what is left to the debtor: nothing."""
    term = book.find("kz-enforcement.opening_working_days", received_on)
    voluntary = book.find("kz-enforcement.voluntary_period_working_days", received_on)
    by = add_working_days(received_on, term.count)
    return Opening(by, by, voluntary.count, (term, voluntary))


def sale_order(assets: tuple[tuple[str, str], ...], on: date, book: Rulebook = NO_BOOK) -> tuple[str, ...]:
    """Put a company's assets in the order of their sale (ENF 72(2)); money always comes first (ENF 55(2)).

    Parameters
    ----------
    assets : tuple of (identifier, queue)
        The queue is ``money``, ``movables-not-in-production``, ``immovables-not-in-production`` or
        ``production-assets``.
    """
    order = ("money", *(str(queue) for queue in book.find("kz-enforcement.company_sale_order", on).items))
    return tuple(name for name, queue in sorted(assets, key=lambda one: (order.index(one[1]), one[0])))


def auction_floor(
    value: Money, on: date, *, immovable: bool, book: Rulebook = NO_BOOK
) -> tuple[Money, Found]:
    """Give the least price of the second, falling auction: half the value, three quarters for immovables."""
    name = "auction_floor_immovables_percent" if immovable else "auction_floor_percent"
    rule = book.find(f"kz-enforcement.{name}", on)
    return value.times(rule.number / 100, "half-up"), rule


def advance_at_most(on: date, *, for_the_state: bool, book: Rulebook = NO_BOOK) -> tuple[Money, Found]:
    """Give the most a creditor may be asked to advance (ENF 119); a state body for the State: none."""
    rule = book.find("kz-enforcement.advance_at_most_mci", on)
    money, _ = book.index(0 if for_the_state else rule.count, on)
    return money, rule


def licence_block_possible(
    debt: Money, on: date, *, company: bool, book: Rulebook = NO_BOOK
) -> tuple[bool, Found]:
    """Say whether a court may block licences: only above so many index multiples (ENF 34)."""
    rule = book.find(f"kz-enforcement.licence_block_{'company' if company else 'person'}_mci", on)
    threshold, _ = book.index(rule.count, on)
    return debt > threshold, rule


def non_money_penalty(
    days: int, on: date, *, small_business: bool, book: Rulebook = NO_BOOK
) -> tuple[Money, Found]:
    """Give the penalty on a company for not obeying a non-money order, under its cap (ENF 104(2))."""
    daily = book.find("kz-enforcement.daily_penalty_company_mci", on)
    name = "daily_penalty_small_business_cap_mci" if small_business else "daily_penalty_company_cap_mci"
    cap = book.find(f"kz-enforcement.{name}", on)
    return book.index(min(daily.count * days, cap.count), on)[0], cap


def fine(rule_name: str, who: str, on: date, book: Rulebook = NO_BOOK) -> tuple[Money, Found]:
    """Give the fine of ADM 669 (``non_performance``) or ADM 670 (``disobeying_bailiff``).

    Raises
    ------
    KeyError
        If the rule has no line for that person.
    """
    rule = book.find(f"kz-offences.fine_{rule_name}_mci", on)
    return book.index(int(dict(rule.items)[who]), on)[0], rule
