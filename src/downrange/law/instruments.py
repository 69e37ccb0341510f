"""Treaties by date of force, and who owns what on the leased land.

What binds on a day is what was in FORCE then, not what was signed: for the accident of 2 July 2013 the
agreement on ecology was that of 1997, since the one signed in 2005 came into force in 2016.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from downrange.errors import SourceError
from downrange.law.rule import NO_BOOK, Rulebook
from downrange.reference.dated import Found
from downrange.reference.library import citation, table

__all__ = ["Instrument", "Ownership", "instrument_state", "instruments", "launch_plans", "owner_under_lease"]

_FILE = "treaties/baikonur.yaml"
State = Literal["not-signed", "signed", "in-force", "force-not-known", "ended"]


@dataclass(frozen=True)
class Instrument:
    """One agreement: signed, in force (None where no source shows the day), ended, and what it says."""

    slug: str
    title: str
    signed_on: date
    in_force_on: date | None
    in_force_unknown: str
    ended_on: date | None
    says: str
    source: str


@dataclass(frozen=True)
class Ownership:
    """Whose a thing on the leased land is, with the article and the reason."""

    owner: str
    because: str
    rule: Found


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


@lru_cache(maxsize=1)
def instruments() -> tuple[Instrument, ...]:
    """List the agreements on Baikonur in the order of their signature."""
    found = []
    for row in table(_FILE)["instruments"]:
        citation(row["source"])
        found.append(
            Instrument(
                row["slug"], row["title"], date.fromisoformat(row["signed_on"]), _day(row["in_force_on"]),
                row.get("in_force_unknown", ""), _day(row["ended_on"]), row["says"], row["source"],
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.signed_on, one.slug)))


def instrument_state(slug: str, on: date) -> tuple[State, str]:
    """Say how an agreement stood on a day, and why.

    Raises
    ------
    SourceError
        If the library has no such agreement.
    """
    one = next((each for each in instruments() if each.slug == slug), None)
    if one is None:
        raise SourceError(f"the library has no agreement {slug!r}", [slug])
    if on < one.signed_on:
        return "not-signed", f"signed only on {one.signed_on}"
    if one.ended_on is not None and on > one.ended_on:
        return "ended", f"replaced after {one.ended_on}"
    if one.in_force_on is None:
        return "force-not-known", f"signed on {one.signed_on}; {one.in_force_unknown}"
    if on < one.in_force_on:
        return "signed", f"signed on {one.signed_on}, in force only from {one.in_force_on}"
    return "in-force", f"in force since {one.in_force_on}"


def launch_plans() -> tuple[dict[str, Any], ...]:
    """List what is known of the yearly approvals of launch plans: year, what was approved, source."""
    rows = table(_FILE)["launch_plans"]
    for row in rows:
        citation(row["source"])
    return tuple(dict(row) for row in rows)


def owner_under_lease(
    on: date,
    existed_at_cutoff: bool | None,
    financed_by: tuple[str, ...],
    book: Rulebook = NO_BOOK,
) -> Ownership:
    """Say whose a thing is under article 6.1 of the lease.

    Parameters
    ----------
    on : date
        The day asked about.
    existed_at_cutoff : bool or None
        Whether it stood on 31 August 1991; None where that is not known.
    financed_by : tuple of str
        Who paid for it, if it is later; several mean a separate agreement.
    """
    rule = book.find("baikonur.ownership_cutoff", on)
    if existed_at_cutoff:
        return Ownership("party/kazakhstan", f"it existed on {rule.text}", rule)
    if existed_at_cutoff is None:
        return Ownership("unknown", f"whether it existed on {rule.text} is not known", rule)
    if len(financed_by) == 1:
        return Ownership(
            financed_by[0], f"made or bought after {rule.text} with the money of {financed_by[0]}", rule
        )
    if financed_by:
        return Ownership("separate-agreement", "paid for together: a separate agreement decides", rule)
    return Ownership("unknown", "who paid for it is not known", rule)
