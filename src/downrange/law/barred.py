"""Willing but barred: the debtor offers a payment and a sanctions list stops it. That is no default.

Membership is read from dated list files by name; a list nobody read is said to be unknown, never assumed
empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found, history

__all__ = ["Bar", "Listing", "bar", "bars_of", "listings"]

_UNREAD = ("EU", "United Kingdom", "Canada", "Japan")


@dataclass(frozen=True)
class Listing:
    """A party's standing on one list on a day: on it, absent from the file of the day, or not looked at."""

    party: str
    authority: str
    list_name: str
    state: Literal["listed", "absent", "not-known"]
    because: str


@dataclass(frozen=True)
class Bar:
    """Whether a leg of a payment in a currency is barred on a day.

    ``barred``: a list in hand stops it. ``free``: the list that could stop it was read and does not.
    ``not-known``: no file of the day is in hand. Other lists stay unknown in every case, and are named.
    """

    state: Literal["free", "barred", "not-known"]
    currency: str
    on: date
    listings: tuple[Listing, ...]
    because: str
    unread: tuple[str, ...]
    rules: tuple[Found, ...] = ()

    def as_json(self) -> dict[str, object]:
        """Give the bar as the statement of account prints it."""
        return {
            "currency": self.currency,
            "state": self.state,
            "because": self.because,
            "lists_not_known": list(self.unread),
        }


def bars_of(debtor: str, currencies: tuple[str, ...], on: date, book: Rulebook = NO_BOOK) -> tuple[Bar, ...]:
    """Say for each currency whether the debtor may pay in it; empty for one whom no list speaks of."""
    party = debtor.split("/")[-1]
    spoken_of = {row[0] for name in ("sanctions.entries", "sanctions.absent") for row in _rows(name)}
    if party not in spoken_of:
        return ()
    return tuple(bar((party,), currency, on, book) for currency in dict.fromkeys(currencies))


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _rows(parameter: str) -> tuple[tuple[str, ...], ...]:
    value = history(parameter)[0].value
    assert isinstance(value, tuple), parameter
    return value


def listings(party: str, on: date) -> tuple[Listing, ...]:
    """Give a party's standing on every list in hand on a day."""
    found = []
    for name, authority, list_name, since, _, read_to in _rows("sanctions.entries"):
        if name == party and on >= _day(since):
            later = "" if on <= _day(read_to) else f"; the last file read is of {read_to}"
            found.append(Listing(name, authority, list_name, "listed", f"on it since {since}{later}"))
    for name, authority, list_name, first, last in _rows("sanctions.absent"):
        if name == party and _day(first) <= on <= _day(last):
            found.append(
                Listing(name, authority, list_name, "absent", f"not in the files of {first} to {last}")
            )
    return tuple(found)


def bar(parties: tuple[str, ...], currency: str, on: date, book: Rulebook = NO_BOOK) -> Bar:
    """Say whether a payment between these parties in a currency is barred on a day.

    Parameters
    ----------
    parties : tuple of str
        Slugs of payer, payee and their banks (``tsenki``, ``baiterek``).
    currency : str
        ISO 4217 code of the leg.
    """
    rule = book.find("sanctions.blocked_currency_by_authority", min(on, date(2024, 7, 2)))
    touching = {(row[0], row[1]) for row in rule.items if row[2] == currency}
    if not touching:
        told = f"no list in hand bars {currency} by itself; a bank may refuse all the same"
        return Bar("free", currency, on, (), told, _UNREAD, (rule,))
    found = tuple(
        one for party in parties for one in listings(party, on) if (one.authority, one.list_name) in touching
    )
    listed = [one for one in found if one.state == "listed"]
    if listed:
        told = "; ".join(f"{one.party}: {one.authority} {one.list_name}, {one.because}" for one in listed)
        return Bar("barred", currency, on, found, f"{told}: a licence is needed", _UNREAD, (rule,))
    seen = {one.party for one in found}
    missing = [party for party in parties if party not in seen]
    if missing:
        return Bar(
            "not-known",
            currency,
            on,
            found,
            f"no file of {on} was read for {', '.join(missing)}",
            _UNREAD,
            (rule,),
        )
    return Bar(
        "free", currency, on, found, "the lists of the day were read and name none of them", _UNREAD, (rule,)
    )
