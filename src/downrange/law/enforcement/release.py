"""When measures end: together with the proceeding, at once or only once the charges are in.

Suspension, deferral and instalments do not lift measures (ENF 32(5)). After waiver, settlement, mediation or
payment they are lifted only once sanction, costs, penalty and pay are collected; payment through the
e-government gateway ends the proceeding by itself (ENF 47(2)).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found

__all__ = ["Release", "release", "suspension_end"]

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
