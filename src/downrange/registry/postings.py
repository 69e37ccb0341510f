"""What was posted under a case, leg by leg: the account as the record has it, not as a file said it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from downrange.base.money import Money
from downrange.registry.rows import after, ask, day
from downrange.registry.views import digits_by_number

__all__ = ["SettledLeg", "settled_legs"]


@dataclass(frozen=True)
class SettledLeg:
    """One side of a settled posting that stands: nothing reversed it and it reverses nothing."""

    key: str
    sequence: int
    account: str
    on: date
    amount: Money
    memo: str
    page: str
    document_sha256: str


def settled_legs(prefix: str) -> list[SettledLeg]:
    """Give the legs on accounts whose keys begin so, in the order of value date and log."""
    rows = ask(
        'SELECT t."key", t.sequence, a."key", t.effective_on, l.currency_id, l.minor, t.memo,'
        " t.document_page, t.document_sha256"
        " FROM registry_account a JOIN registry_leg l ON l.account_id = a.id"
        " JOIN registry_transaction t ON t.sequence = l.sequence"
        ' WHERE a."key" FROM TEXT %s AND a."key" BEFORE TEXT %s'
        " AND t.kind <> 'hold' AND t.reverses_id IS NULL"
        " AND NOT EXISTS (SELECT 1 FROM registry_transaction r WHERE r.reverses_id = t.sequence)"
        " ORDER BY t.effective_on, t.sequence, l.line",
        [prefix, after(prefix)],
    )
    digits = digits_by_number() if rows else {}
    return [
        SettledLeg(key, sequence, account, day(on), digits[currency].money(minor), *paper)
        for key, sequence, account, on, currency, minor, *paper in rows
    ]
