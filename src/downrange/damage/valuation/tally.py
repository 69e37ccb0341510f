"""What N draws of one method come to, added up draw by draw: only counts and words, so that it stays small.

The sums themselves are columns of numbers elsewhere; a tally holds what cannot be a column: how many draws
were valued, had nothing to price or were refused, what the refusals miss, and the flags that all carry.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from downrange.damage.valuation.method import Outcome, Valued

__all__ = ["Tally", "merged", "tally_of"]


@dataclass(frozen=True)
class Tally:
    """Counts and words of one method over some draws.

    Attributes
    ----------
    valued, empty, refused : int
        Draws with a sum, draws with nothing to price, draws refused for another reason.
    price_years : tuple
        Years of the prices, each once; None where a sum has none.
    flags : tuple of str
        What every valued draw carries; what differs between draws is a drawn choice.
    missing, why
        Of the refusals: everything that is missing, the first reason.
    empty_missing, empty_why
        The same of draws that had nothing to price.
    """

    valued: int = 0
    empty: int = 0
    refused: int = 0
    price_years: tuple[int | None, ...] = ()
    flags: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    why: str = ""
    empty_missing: tuple[str, ...] = ()
    empty_why: str = ""

    @property
    def draws(self) -> int:
        """How many draws it counts."""
        return self.valued + self.empty + self.refused

    def as_json(self) -> dict[str, Any]:
        """Give the tally as JSON holds it."""
        return asdict(self)

    @classmethod
    def from_json(cls, body: Mapping[str, Any]) -> Tally:
        """Read a tally back from :meth:`as_json`."""
        given: dict[str, Any] = {n: tuple(v) if isinstance(v, list) else v for n, v in body.items()}
        return cls(**given)


def tally_of(outcome: Outcome) -> Tally:
    """Count one draw."""
    if isinstance(outcome, Valued):
        return Tally(valued=1, price_years=(outcome.price_year,), flags=tuple(outcome.flags))
    if outcome.nothing_to_price:
        return Tally(empty=1, empty_missing=tuple(outcome.missing), empty_why=outcome.why)
    return Tally(refused=1, missing=tuple(outcome.missing), why=outcome.why)


def merged(tallies: Sequence[Tally]) -> Tally:
    """Add tallies up, in the order of their draws."""
    valued = [one for one in tallies if one.valued]
    flags = valued[0].flags if valued else ()
    rest = [set(one.flags) for one in valued[1:]]
    return Tally(
        valued=sum(one.valued for one in tallies),
        empty=sum(one.empty for one in tallies),
        refused=sum(one.refused for one in tallies),
        price_years=tuple(dict.fromkeys(year for one in valued for year in one.price_years)),
        flags=tuple(flag for flag in flags if all(flag in other for other in rest)),
        missing=tuple(dict.fromkeys(name for one in tallies for name in one.missing)),
        why=next((one.why for one in tallies if one.refused), ""),
        empty_missing=tuple(dict.fromkeys(name for one in tallies for name in one.empty_missing)),
        empty_why=next((one.empty_why for one in tallies if one.empty), ""),
    )
