"""The ledger: drafts go in, all or none, and the folds move with them.

The order is fixed: entries of the log, then legs, then sealing rows, then folds. The caller (``service``)
opens and ends the transaction; this module never commits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from downrange.base.money import EXPONENTS
from downrange.errors import RecordError
from downrange.registry import log, views
from downrange.registry.database import now, refused_writes, take_writer_lock
from downrange.registry.entries import Draft, Line, Posted, checked, content_digest, mirrored
from downrange.registry.rows import after, ask, day, insert

__all__ = [
    "Standing",
    "append",
    "declare_currency",
    "find",
    "lapsed_holds",
    "lines_of",
    "open_accounts",
    "reversal_of",
    "with_prefix",
]

FIRST_DAY = date(1900, 1, 1)
"""From when a currency that nobody dated is taken to have the digits it has now."""

_SEAL_COLUMNS = (
    "sequence", "key", "kind", "effective_on", "by", "memo", "document_sha256", "document_page", "expires_on",
    "reverses_id", "resolves_id", "legs_number", "digest",
)  # fmt: skip


def append(drafts: Sequence[Draft]) -> list[Posted]:
    """Record drafts in their order, those already recorded excepted.

    Raises
    ------
    RecordError
        If a draft is not fit to be recorded, or a key was used for something else; then none is.
    """
    take_writer_lock()
    digests = [content_digest(checked(draft)) for draft in drafts]
    known = find(draft.key for draft in drafts)
    places: list[Posted] = []
    fresh: list[tuple[Draft, str]] = []
    size, last = log.tail()
    for draft, digest in zip(drafts, digests, strict=True):
        before = known.get(draft.key)
        if before is None:
            known[draft.key] = Posted(size + len(fresh), digest, fresh=False)
            places.append(Posted(size + len(fresh), digest, fresh=True))
            fresh.append((draft, digest))
        elif before.digest == digest:
            places.append(before)
        else:
            raise RecordError(f"the key {draft.key!r} was used for another posting ({before.sequence})")
    if fresh:
        at = now() if last is None else max(now(), last)
        with refused_writes():
            log.append("transaction", [digest for _, digest in fresh], size, at)
            _insert(fresh, size)
    return places


def find(keys: Iterable[str]) -> dict[str, Posted]:
    """Look postings up by their idempotency keys."""
    rows = ask('SELECT "key", sequence, digest FROM registry_transaction WHERE "key" IN LIST', [list(keys)])
    return {key: Posted(sequence, digest, fresh=False) for key, sequence, digest in rows}


def _insert(fresh: Sequence[tuple[Draft, str]], size: int) -> None:
    accounts = open_accounts({line.account for draft, _ in fresh for line in draft.lines})
    currencies = _Currencies()
    legs: list[tuple[Any, ...]] = []
    seals: list[tuple[Any, ...]] = []
    moved = views.Movements()
    for sequence, (draft, digest) in enumerate(fresh, start=size):
        for number, line in enumerate(draft.lines):
            account, minor = accounts[line.account], line.money.minor
            currency = currencies.on(line.money.currency, draft.effective_on)
            legs.append((sequence, number, account, currency, minor))
            moved.add(draft.kind, account, currency, minor)
        seals.append(_seal(sequence, draft, digest))
    insert("registry_leg", ("sequence", "line", "account_id", "currency_id", "minor"), legs)
    insert("registry_transaction", _SEAL_COLUMNS, seals)
    for draft, _ in fresh:
        if draft.resolves is not None:
            moved.let_go(draft.resolves)
    moved.store()


def _seal(sequence: int, draft: Draft, digest: str) -> tuple[Any, ...]:
    """Give the values of a sealing row in the order of its columns."""
    on, until = draft.effective_on.isoformat(), draft.expires_on
    what = (sequence, draft.key, draft.kind, on, draft.by, draft.memo)
    where = (draft.document_sha256, draft.document_page, until.isoformat() if until else None)
    return (*what, *where, draft.reverses, draft.resolves, len(draft.lines), digest)


def open_accounts(keys: Iterable[str], floor_minor: int | None = None) -> dict[str, int]:
    """Give the numbers of accounts by key; those not there yet are opened, with the floor given.

    Raises
    ------
    RecordError
        If a floor is asked for an account that stands with another one.
    """
    wanted = sorted(set(keys))
    found: dict[str, int] = {}
    rows = ask('SELECT "key", id, floor_minor FROM registry_account WHERE "key" IN LIST', [wanted])
    for key, number, floor in rows:
        if floor_minor is not None and floor != floor_minor:
            raise RecordError(f"{key} stands with the floor {floor}; a floor does not change")
        found[key] = number
    missing = [key for key in wanted if key not in found]
    if missing:
        first = int(ask("SELECT coalesce(max(id), 0) FROM registry_account")[0][0]) + 1
        with refused_writes():
            insert(
                "registry_account",
                ("id", "key", "floor_minor"),
                [(first + i, key, floor_minor) for i, key in enumerate(missing)],
            )
        found.update({key: first + i for i, key in enumerate(missing)})
    return found


class _Currencies:
    """The dated digits of currencies, read once for a batch; an unknown one is added from ISO 4217."""

    def __init__(self) -> None:
        self.rows: dict[str, list[tuple[date, int, int]]] = views.currency_rows()
        self.found: dict[tuple[str, date], int] = {}

    def on(self, code: str, on: date) -> int:
        """Give the number of the currency as it was on a day."""
        known = self.found.get((code, on))
        if known is None:
            known = self.found[code, on] = self._look_up(code, on)
        return known

    def _look_up(self, code: str, on: date) -> int:
        if code not in self.rows:
            self.rows[code] = [
                (FIRST_DAY, declare_currency(code, EXPONENTS[code], FIRST_DAY), EXPONENTS[code])
            ]
        valid = [row for row in self.rows[code] if row[0] <= on]
        if not valid:
            raise RecordError(f"no digits of {code} are on record for {on}")
        _, number, exponent = max(valid)
        if exponent != EXPONENTS[code]:
            raise RecordError(
                f"{code} had {exponent} digits on {on} and has {EXPONENTS[code]} now: restate the sum"
            )
        return number


def declare_currency(code: str, exponent: int, valid_from: date) -> int:
    """Put the digits of a currency on record from a day on; give the number of the row."""
    number = int(ask("SELECT coalesce(max(id), 0) + 1 FROM registry_currency")[0][0])
    with refused_writes():
        insert(
            "registry_currency",
            ("id", "code", "exponent", "valid_from"),
            [(number, code, exponent, valid_from.isoformat())],
        )
    return number


def lines_of(sequence: int) -> tuple[Line, ...]:
    """Read the legs of a posting back as lines."""
    rows = ask(
        'SELECT a."key", l.currency_id, l.minor FROM registry_leg l'
        " JOIN registry_account a ON a.id = l.account_id WHERE l.sequence = %s ORDER BY l.line",
        [sequence],
    )
    money: Mapping[int, views.Digits] = views.digits_by_number()
    return tuple(Line(key, money[currency].money(minor)) for key, currency, minor in rows)


@dataclass(frozen=True)
class Standing:
    """A recorded posting as a later one looks back on it."""

    key: str
    sequence: int
    effective_on: date
    reversed: bool


def with_prefix(prefix: str) -> list[Standing]:
    """Find the postings whose keys begin so, oldest first, and whether each is reversed."""
    rows = ask(
        'SELECT t."key", t.sequence, t.effective_on, EXISTS'
        " (SELECT 1 FROM registry_transaction r WHERE r.reverses_id = t.sequence)"
        ' FROM registry_transaction t WHERE t."key" FROM TEXT %s AND t."key" BEFORE TEXT %s'
        " ORDER BY t.sequence",
        [prefix, after(prefix)],
    )
    return [Standing(key, sequence, day(on), bool(undone)) for key, sequence, on, undone in rows]


def lapsed_holds(on: date) -> list[tuple[int, date]]:
    """Find unresolved holds whose day of expiry has come: (sequence, that day), oldest first."""
    rows = ask(
        "SELECT h.sequence, h.expires_on FROM registry_transaction h WHERE h.expires_on <= %s AND NOT EXISTS"
        " (SELECT 1 FROM registry_transaction r WHERE r.resolves_id = h.sequence) ORDER BY h.sequence",
        [on.isoformat()],
    )
    return [(sequence, day(expires_on)) for sequence, expires_on in rows]


def reversal_of(sequence: int, key: str, effective_on: date, by: str, memo: str = "") -> Draft:
    """Draft the posting that undoes another one, leg by leg.

    Raises
    ------
    RecordError
        If there is no such posting with legs.
    """
    lines = lines_of(sequence)
    if not lines:
        raise RecordError(f"there is no posting {sequence} to reverse")
    return Draft(key, effective_on, by, mirrored(lines), memo=memo, reverses=sequence)
