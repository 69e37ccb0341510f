"""Folds: what the legs add up to, now and as of any date on both axes, and whether the stored sums agree.

A balance has three parts: what is settled, and what holds would bring in or take out. The effective axis
compares value dates; the recorded axis is a prefix of the log. A hold counts until a posting resolves it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from fractions import Fraction
from typing import Any

from downrange.base.money import EXPONENTS, Money
from downrange.errors import Problem, RecordError, Where
from downrange.registry import log
from downrange.registry.rows import ask, change, day

__all__ = [
    "BalanceOf",
    "Digits",
    "Movements",
    "balances",
    "compare",
    "currency_rows",
    "digits_by_number",
    "rebuild",
    "stored_balances",
]


@dataclass(frozen=True)
class BalanceOf:
    """What an account holds in one currency; ``held_out`` is zero or negative."""

    account: str
    settled: Money
    held_in: Money
    held_out: Money

    @property
    def available(self) -> Money:
        """What is settled and not spoken for."""
        return self.settled + self.held_out


@dataclass(frozen=True)
class Digits:
    """A currency as recorded: its code and how many digits its stored numbers have."""

    code: str
    exponent: int

    def money(self, minor: int) -> Money:
        """Read a stored number as money of today's digits.

        Raises
        ------
        RecordError
            If today's digits cannot hold it exactly.
        """
        scale = Fraction(10) ** (EXPONENTS[self.code] - self.exponent)
        exact = scale * int(minor)
        if exact.denominator != 1:
            raise RecordError(f"{minor} of {self.code} with {self.exponent} digits has no exact sum today")
        return Money(int(exact), self.code)


def currency_rows() -> dict[str, list[tuple[date, int, int]]]:
    """Read the dated digits of every currency on record: code -> (from when, number, digits)."""
    rows: dict[str, list[tuple[date, int, int]]] = {}
    found = ask("SELECT id, code, exponent, valid_from FROM registry_currency")
    for number, code, exponent, valid_from in found:
        rows.setdefault(code, []).append((day(valid_from), number, exponent))
    return rows


def digits_by_number() -> dict[int, Digits]:
    """Read currencies by the number that legs refer to."""
    return {
        number: Digits(code, exponent)
        for code, rows in currency_rows().items()
        for _, number, exponent in rows
    }


@dataclass
class Movements:
    """What a batch of postings changes in the folds, gathered so that each account is written once."""

    sums: dict[tuple[int, int], list[int]] = field(default_factory=dict)

    def add(self, kind: str, account: int, currency: int, minor: int, sign: int = 1) -> None:
        """Count a leg: of a hold as pending, of anything else as settled; ``sign`` -1 takes it away."""
        column = 0 if kind != "hold" else (1 if minor > 0 else 2)
        found = self.sums.get((account, currency))
        if found is None:
            found = self.sums[account, currency] = [0, 0, 0]
        found[column] += sign * minor

    def let_go(self, hold: int) -> None:
        """Take the legs of a resolved hold out of what is pending."""
        rows = ask("SELECT account_id, currency_id, minor FROM registry_leg WHERE sequence = %s", [hold])
        for account, currency, minor in rows:
            self.add("hold", account, currency, minor, sign=-1)

    def store(self) -> None:
        """Add the changes to the stored folds, always in the same order of accounts."""
        rows = [(*key, *sums) for key, sums in sorted(self.sums.items())]
        for start in range(0, len(rows), _ROWS_AT_ONCE):
            piece = rows[start : start + _ROWS_AT_ONCE]
            text = _ADD.replace("ROWS", ", ".join(["(%s, %s, %s, %s, %s)"] * len(piece)))
            change(text, [value for row in piece for value in row])


_ROWS_AT_ONCE = 100
_ADD = (
    "INSERT INTO registry_balance AS b"
    " (account_id, currency_id, settled_minor, held_in_minor, held_out_minor) VALUES ROWS"
    " ON CONFLICT (account_id, currency_id) DO UPDATE SET"
    " settled_minor = b.settled_minor + excluded.settled_minor,"
    " held_in_minor = b.held_in_minor + excluded.held_in_minor,"
    " held_out_minor = b.held_out_minor + excluded.held_out_minor"
)
_SUMS = (
    " coalesce(sum(CASE WHEN t.kind <> 'hold' THEN l.minor END), 0) AS settled,"
    " coalesce(sum(CASE WHEN t.kind = 'hold' AND l.minor > 0 AND OPEN THEN l.minor END), 0) AS held_in,"
    " coalesce(sum(CASE WHEN t.kind = 'hold' AND l.minor < 0 AND OPEN THEN l.minor END), 0) AS held_out"
    " FROM registry_leg l JOIN registry_transaction t ON t.sequence = l.sequence"
)
_OPEN = "NOT EXISTS (SELECT 1 FROM registry_transaction r WHERE r.resolves_id = t.sequence)"
_OPEN_THEN = (
    "NOT EXISTS (SELECT 1 FROM registry_transaction r WHERE r.resolves_id = t.sequence"
    " AND r.effective_on <= %s AND r.sequence < %s)"
)
# All legs in one pass without their sealing rows; holds, which are few, are then taken out and put apart.
_ADDED_UP = (
    "SELECT account_id, currency_id, sum(settled), sum(held_in), sum(held_out) FROM ("
    "SELECT account_id, currency_id, sum(minor) AS settled, 0 AS held_in, 0 AS held_out"
    " FROM registry_leg GROUP BY account_id, currency_id"
    " UNION ALL SELECT l.account_id, l.currency_id, -l.minor,"
    " CASE WHEN l.minor > 0 AND OPEN THEN l.minor ELSE 0 END,"
    " CASE WHEN l.minor < 0 AND OPEN THEN l.minor ELSE 0 END"
    " FROM registry_transaction t JOIN registry_leg l ON l.sequence = t.sequence WHERE t.kind = 'hold'"
    ") s GROUP BY account_id, currency_id"
).replace("OPEN", _OPEN)
_AS_OF = (
    'SELECT a."key", l.currency_id,'
    + _SUMS.replace("OPEN", _OPEN_THEN)
    + " JOIN registry_account a ON a.id = l.account_id WHERE t.effective_on <= %s AND t.sequence < %s"
)
_FOLDS = "SELECT account_id, currency_id, settled_minor, held_in_minor, held_out_minor FROM registry_balance"
_STORED = (
    'SELECT a."key", b.currency_id, b.settled_minor, b.held_in_minor, b.held_out_minor'
    " FROM registry_balance b JOIN registry_account a ON a.id = b.account_id"
)


def balances(
    accounts: Iterable[str] | None = None, on: date | None = None, known_at: datetime | None = None
) -> list[BalanceOf]:
    """Add up the legs as of the end of a value date, as far as recorded by a time (None: all).

    Accounts come in the order of their keys, then by currency; without a leg by then, one is not listed.
    """
    size = log.recorded_by(known_at)
    values: list[Any] = [(on or date.max).isoformat(), size] * 3
    ending = ' GROUP BY a."key", l.currency_id ORDER BY a."key", l.currency_id'
    if accounts is None:
        return _as_balances(ask(_AS_OF + ending, values))
    return _as_balances(ask(_AS_OF + ' AND a."key" IN LIST' + ending, [*values, list(accounts)]))


def stored_balances(accounts: Iterable[str] | None = None) -> list[BalanceOf]:
    """Read the folds kept beside the legs: what the accounts hold now."""
    ending = ' ORDER BY a."key", b.currency_id'
    if accounts is None:
        return _as_balances(ask(_STORED + ending))
    return _as_balances(ask(_STORED + ' WHERE a."key" IN LIST' + ending, [list(accounts)]))


def _as_balances(rows: Iterable[tuple[Any, ...]]) -> list[BalanceOf]:
    """Read rows as money; rows of one account and code with digits of several times are added up."""
    digits = digits_by_number()
    found: dict[tuple[str, str], BalanceOf] = {}
    for account, currency, *sums in rows:
        as_money = digits[currency]
        new = BalanceOf(account, *(as_money.money(minor) for minor in sums))
        old = found.get((account, as_money.code))
        if old is not None:
            new = BalanceOf(
                account, old.settled + new.settled, old.held_in + new.held_in, old.held_out + new.held_out
            )
        found[account, as_money.code] = new
    return [found[place] for place in sorted(found)]


def rebuild() -> int:
    """Throw the stored folds away and add them up again from the legs; give how many there are."""
    change("DELETE FROM registry_balance")
    change(
        "INSERT INTO registry_balance"
        " (account_id, currency_id, settled_minor, held_in_minor, held_out_minor) " + _ADDED_UP
    )
    return int(ask("SELECT count(*) FROM registry_balance")[0][0])


def compare() -> list[Problem]:
    """Hold the stored folds against the legs; give each that differs."""
    added = {row[:2]: tuple(int(value) for value in row[2:]) for row in ask(_ADDED_UP)}
    stored = {row[:2]: tuple(row[2:]) for row in ask(_FOLDS)}
    nothing = (0, 0, 0)
    return [
        Problem(
            Where("registry", f"balance.{account}.{currency}"),
            "the stored balance is not what the legs add up to",
            value=str(stored.get((account, currency), nothing)),
            expected=str(added.get((account, currency), nothing)),
        )
        for account, currency in sorted({*added, *stored})
        if added.get((account, currency), nothing) != stored.get((account, currency), nothing)
    ]
