"""What of the ledger belongs to measures: holds that wait, by how their keys begin; what came in when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from downrange.base.money import Money
from downrange.registry.rows import after, ask, day
from downrange.registry.views import digits_by_number

__all__ = ["OpenHold", "movements", "open_holds"]


@dataclass(frozen=True)
class OpenHold:
    """A hold that nothing has resolved: its key, its place in the log, and the sum it keeps."""

    key: str
    sequence: int
    amount: Money


def open_holds(prefix: str, on: date | None = None) -> list[OpenHold]:
    """Find the holds whose keys begin so and that nothing had resolved by the end of a day, oldest first."""
    until = (on or date.max).isoformat()
    rows = ask(
        'SELECT t."key", t.sequence, l.currency_id, l.minor FROM registry_transaction t'
        " JOIN registry_leg l ON l.sequence = t.sequence WHERE t.kind = 'hold' AND l.minor > 0"
        ' AND t."key" FROM TEXT %s AND t."key" BEFORE TEXT %s AND t.effective_on <= %s AND NOT EXISTS'
        " (SELECT 1 FROM registry_transaction r WHERE r.resolves_id = t.sequence AND r.effective_on <= %s)"
        " ORDER BY t.sequence",
        [prefix, after(prefix), until, until],
    )
    digits = digits_by_number() if rows else {}
    return [OpenHold(key, sequence, digits[currency].money(minor)) for key, sequence, currency, minor in rows]


def movements(account: str) -> list[tuple[date, Money]]:
    """Give what was settled on an account, leg by leg, by value date."""
    rows = ask(
        "SELECT t.effective_on, l.currency_id, l.minor FROM registry_account a"
        " JOIN registry_leg l ON l.account_id = a.id JOIN registry_transaction t ON t.sequence = l.sequence"
        " WHERE a.\"key\" = %s AND t.kind <> 'hold' ORDER BY t.effective_on, t.sequence",
        [account],
    )
    digits = digits_by_number() if rows else {}
    return [(day(on), digits[currency].money(minor)) for on, currency, minor in rows]
