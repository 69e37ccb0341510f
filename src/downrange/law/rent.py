"""Rent in dollars, paid in tenge at the rate of the day: schedule, budget lines, netting, fees.

The budget of 2022 prints a sum that is exactly one quarter at the official rate of 14 January and three at
the planning rate, truncated to the thousand: evidence of equal quarters. The other lines reproduce at
planning rates implied by the line itself: a regression, not evidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from downrange.base.calendar import add_months
from downrange.base.money import EXPONENTS, Money
from downrange.case.schema import Unknown
from downrange.law.rule import NO_BOOK, Rulebook
from downrange.law.settlement import equal_instalments
from downrange.reference.dated import Found
from downrange.reference.exchange import Converted, Quote, convert, official

__all__ = [
    "BudgetCheck",
    "BudgetLine",
    "DropAreaFee",
    "Netted",
    "Netting",
    "Period",
    "check_budget_line",
    "drop_area_fee",
    "netted",
    "paid_in_tenge",
    "schedule",
    "truncated",
]


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Share(_Body):
    usd: str
    rate: str
    on: str | None = None


class BudgetLine(_Body):
    """A line of a yearly budget law as the case has it: rent, planning rate or quarters, proving grounds."""

    year: int
    rent: Money
    rate: str | None = None
    quarters: tuple[_Share, ...] = ()
    rounding: str | None = None
    proving_grounds: Money | None = None
    source: str
    note: str | None = None


class Netting(_Body):
    """Mutual debts as the case writes them, million US dollars as text, by side and head."""

    russia_owed: dict[str, str]
    kazakhstan_owed: dict[str, str]
    excess_of_russia: dict[str, str] = {}
    settled: Unknown | str | None = None
    source: str
    note: str | None = None


@dataclass(frozen=True)
class Period:
    """One period of the rent; ``due_on`` is None where no text shows the day."""

    start: date
    end: date
    due_on: date | None
    amount: Money

    def as_json(self) -> dict[str, Any]:
        """Give the period with the keys of the command line."""
        return {
            "period_start": self.start.isoformat(),
            "period_end": self.end.isoformat(),
            "due_on": None if self.due_on is None else self.due_on.isoformat(),
            "amount": self.amount.as_json(),
        }


def schedule(rent_per_year: Money, first_year: int, last_year: int, instalments: int) -> tuple[Period, ...]:
    """Cut the rent of calendar years into equal instalments; the days they fall due on stay unknown.

    Raises
    ------
    ValueError
        If twelve months cannot be cut into so many whole ones.
    """
    if instalments < 1 or 12 % instalments:
        raise ValueError(f"a year cannot be cut into {instalments} whole-month periods")
    months = 12 // instalments
    found = []
    for year in range(first_year, last_year + 1):
        for one in equal_instalments(rent_per_year, instalments, date(year, 1, 1), months):
            end = add_months(one.due_on, months, "last-day") - timedelta(days=1)
            found.append(Period(one.due_on, end, None, one.amount))
    return tuple(found)


def paid_in_tenge(period: Period, on: date, at: Quote | None = None) -> Converted:
    """Turn a period's rent into tenge at the official rate of the day of payment, or at a supplied quote.

    Raises
    ------
    SourceError
        If no official rate of that day is in hand and none was supplied.
    """
    return convert(period.amount, at or official(period.amount.currency, "KZT", on), "half-up")


def truncated(exact: Fraction, currency: str, step: int) -> Money:
    """Cut an exact sum (in units of the currency) down to whole steps of so many units."""
    return Money(int(exact / step) * step * 10 ** EXPONENTS[currency], currency)


@dataclass(frozen=True)
class BudgetCheck:
    """A printed line beside the sum computed from dollars and rates."""

    year: int
    printed: Money
    computed: Money
    exact: Fraction
    kind: Literal["evidence", "implied"]
    agrees: bool
    proving_grounds_usd: Money | None
    proving_grounds_agree: bool | None
    note: str

    def as_json(self) -> dict[str, Any]:
        """Give the check for reports."""
        grounds = self.proving_grounds_usd
        return {
            "year": self.year,
            "printed": self.printed.as_json(),
            "computed": self.computed.as_json(),
            "kind": self.kind,
            "agrees": self.agrees,
            "proving_grounds_usd": None if grounds is None else grounds.as_json(),
            "note": self.note,
        }


def check_budget_line(line: BudgetLine, rent_per_year: Money) -> BudgetCheck:
    """Compute a budget line from the rent in dollars and its rates, and hold it against the print.

    A line of one rate is ``implied``: its rate was read off the line, so that agreement shows only that the
    rent was 115 M dollars at a round rate. A line of quarters with an official rate among them is
    ``evidence``.
    """
    shares = line.quarters or (_Share(usd=str(rent_per_year.amount), rate=line.rate or "0"),)
    exact = sum((Fraction(Decimal(one.usd)) * Fraction(Decimal(one.rate)) for one in shares), Fraction(0))
    dollars = sum((Fraction(Decimal(one.usd)) for one in shares), Fraction(0))
    computed = truncated(exact, line.rent.currency, 1000)
    evidence = any(one.on for one in line.quarters)
    grounds, agree = _grounds(line, shares)
    note = (
        "an official rate of a day stands in it" if evidence else "planning rate implied by the line itself"
    )
    if dollars != Fraction(rent_per_year.amount):
        note += f"; the dollars add up to {dollars}, not to the rent"
    return BudgetCheck(
        line.year, line.rent, computed, exact, "evidence" if evidence else "implied", computed == line.rent,
        grounds, agree, note,
    )  # fmt: skip


def _grounds(line: BudgetLine, shares: Sequence[_Share]) -> tuple[Money | None, bool | None]:
    """Turn the proving grounds' line back into dollars at the last rate; whole thousands confirm it."""
    if line.proving_grounds is None:
        return None, None
    rate = Decimal(shares[-1].rate)
    dollars = line.proving_grounds.divided(rate, "USD", "half-up")
    thousand = Money(round(dollars.minor / 100000) * 100000, "USD")
    again = truncated(Fraction(thousand.amount) * Fraction(rate), line.proving_grounds.currency, 1000)
    return thousand, again == line.proving_grounds


@dataclass(frozen=True)
class Netted:
    """One version of the mutual debts: every head of both sides, the totals, and who owed the balance."""

    version: str
    since: date
    russia: tuple[tuple[str, Money], ...]
    kazakhstan: tuple[tuple[str, Money], ...]
    russia_total: Money
    kazakhstan_total: Money
    balance: Money
    owed_by: str
    paid: str

    def as_json(self) -> dict[str, Any]:
        """Give the version for reports."""
        return {
            "version": self.version,
            "russia": {head: sum_.as_json() for head, sum_ in self.russia},
            "kazakhstan": {head: sum_.as_json() for head, sum_ in self.kazakhstan},
            "russia_total": self.russia_total.as_json(),
            "kazakhstan_total": self.kazakhstan_total.as_json(),
            "balance": self.balance.as_json(),
            "owed_by": self.owed_by,
            "paid": self.paid,
        }


_LATER = ("kazkontrakt", "kazakhstanenergo")
"""Heads that joined Kazakhstan's side with the protocol of 2000."""


def netted(body: Netting) -> tuple[Netted, ...]:
    """Net the mutual debts in both versions: the agreement of 1998 and its restatement of 2000.

    No source says that the balance was paid, and none that it was not: that stays unknown.
    """
    russia = _heads(body.russia_owed)
    first = tuple((head, sum_) for head, sum_ in _heads(body.kazakhstan_owed) if head not in _LATER)
    every = _heads(body.kazakhstan_owed)
    settled = body.settled
    paid = settled.unknown if isinstance(settled, Unknown) else str(settled or "not known")
    found = []
    versions = (
        ("agreement of 1998-10-08", date(1998, 10, 8), first),
        ("restated 2000-03-18", date(2000, 3, 18), every),
    )
    for version, since, kazakhstan in versions:
        mine, theirs = _total(russia), _total(kazakhstan)
        owed_by = "party/russia" if mine > theirs else "party/kazakhstan"
        balance = max(mine - theirs, theirs - mine)
        found.append(Netted(version, since, russia, kazakhstan, mine, theirs, balance, owed_by, paid))
    return tuple(found)


def _heads(body: dict[str, str]) -> tuple[tuple[str, Money], ...]:
    million = Decimal(1000000)
    return tuple(
        (head, Money.of(Decimal(text) * million, "USD"))
        for head, text in body.items()
        if not head.startswith("total")
    )


def _total(heads: Sequence[tuple[str, Money]]) -> Money:
    return Money(sum(sum_.minor for _, sum_ in heads), "USD")


@dataclass(frozen=True)
class DropAreaFee:
    """The fee of a year for the Kostanay drop area, with the rules it rests on."""

    launches: int
    amount: Money
    rules: tuple[Found, ...]


def drop_area_fee(launches: int, on: date, book: Rulebook = NO_BOOK) -> DropAreaFee:
    """Give the yearly fee by number of launches (agreement of 2019-06-20): six launches make 610,000 dollars.

    Raises
    ------
    ValueError
        If the number is negative.
    SourceError
        If the agreement was not yet ratified on the day.
    """
    if launches < 0:
        raise ValueError("a negative number of launches")
    base, included, further = (
        book.find(f"baikonur.drop_area_{name}", on) for name in ("base_usd", "included_number", "further_usd")
    )
    extra = max(0, launches - included.count)
    return DropAreaFee(
        launches, Money.of(base.number + further.number * extra, "USD"), (base, included, further)
    )
