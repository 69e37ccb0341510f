"""When measures end: together with the proceeding, at once or only once the charges are in.

Suspension, deferral and instalments do not lift measures (ENF 32(5)). After waiver, settlement, mediation or
payment they are lifted only once sanction, costs, penalty and pay are collected; payment through the
e-government gateway ends the proceeding by itself (ENF 47(2)).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from downrange.base.money import Money
from downrange.law.enforcement.selection import cover
from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found

__all__ = ["Excess", "Release", "excess", "release", "suspension_end"]

_NO_ENDING = ("suspension", "deferral", "instalments")


@dataclass(frozen=True)
class Release:
    """Whether measures fall now, what they wait for, and the article."""

    released: bool
    waits_for: str | None
    article: str
    rule: Found


def release(
    ending: str, on: date, *, charges_paid: bool, through_gateway: bool = False, book: Rulebook = NO_BOOK
) -> Release:
    """Say whether an event releases what is held.

    Parameters
    ----------
    ending : str
        ``payment``, ``waiver``, ``settlement``, ``mediation``, ``title-set-aside``, ``liquidation``, or what
        does not end the proceeding: ``suspension``, ``deferral``, ``instalments``.
    charges_paid : bool
        Whether sanction, costs, penalty and bailiff's pay are collected.
    through_gateway : bool
        Whether the payment came through the e-government gateway or a linked system.
    """
    if ending in _NO_ENDING:
        stays = book.find("kz-enforcement.measures_survive_suspension", on)
        return Release(False, f"{ending} does not lift measures", stays.article, stays)
    if ending == "payment" and through_gateway:
        gateway = book.find("kz-enforcement.gateway_payment_releases", on)
        return Release(True, None, gateway.article, gateway)
    waits = book.find("kz-enforcement.release_waits_for_charges", on)
    if ending in waits.items and not charges_paid:
        return Release(False, "sanction, costs, penalty and bailiff's pay", waits.article, waits)
    return Release(True, None, waits.article, waits)


def suspension_end(letter_on: date, *, mediation: bool, book: Rulebook = NO_BOOK) -> tuple[date, Found]:
    """Give the last day a creditor's letter suspends: 10 days, 30 with a mediation contract (ENF 44(8))."""
    name = "mediation" if mediation else "creditor"
    rule = book.find(f"kz-enforcement.{name}_suspension_calendar_days", letter_on)
    return letter_on + timedelta(days=rule.count), rule


@dataclass(frozen=True)
class Excess:
    """What may be let go while the rest of the debt stays covered: a draft, a person decides.

    ``no_rate`` names what is held in another currency: it stays, since no rate is assumed.
    """

    keep: tuple[str, ...]
    let_go: tuple[str, ...]
    kept: Money
    rest: Money
    article: str
    no_rate: tuple[str, ...] = ()


def excess(held: Mapping[str, Money], rest: Money) -> Excess:
    """Draft what to let go as the debt falls: keep what covers the rest, the least value held over.

    The law asks for a commensurate hold (ENF 62(1)) and returns a surplus (ENF 55(5)); which things go it
    leaves open. Things in another currency stay: no rate is assumed.

    Parameters
    ----------
    held : mapping
        What is held of each thing.
    rest : Money
        What is still owed, charges included; nought lets everything of that currency go.
    """
    mine = {name: sum_ for name, sum_ in sorted(held.items()) if sum_.currency == rest.currency}
    names = tuple(mine)
    picked = cover([mine[name].minor for name in names], rest.minor) if rest.minor > 0 else ((), True, 0.0)
    keep = tuple(names[index] for index in picked[0])
    kept = Money(sum(mine[name].minor for name in keep), rest.currency)
    let_go = tuple(name for name in names if name not in keep)
    no_rate = tuple(name for name in sorted(held) if name not in mine)
    return Excess(keep, let_go, kept, rest, "ENF 62(1), 55(5)", no_rate)
