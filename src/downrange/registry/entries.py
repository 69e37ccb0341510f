"""What can be posted, as values: lines of money under accounts, and the drafts that carry them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from downrange.base.canonical import digest
from downrange.base.money import EXPONENTS, Money
from downrange.errors import RecordError

__all__ = [
    "LARGEST_MINOR",
    "Draft",
    "Kind",
    "Line",
    "Posted",
    "checked",
    "content_digest",
    "mirrored",
    "stored_digest",
]

Kind = Literal["entry", "hold", "post", "void", "expiry"]
"""``entry`` posts at once; a ``hold`` is pending until a ``post``, ``void`` or ``expiry`` resolves it."""

LARGEST_MINOR = 2**63 - 1
"""What the databases' 64-bit integers hold."""

_SPELL = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Line:
    """So much to (+, debit) or from (-, credit) an account, named by its key."""

    account: str
    money: Money


@dataclass(frozen=True, slots=True)
class Draft:
    """A posting before it is recorded.

    Attributes
    ----------
    key
        The idempotency key: the same key with the same content counts once, with another is refused.
    effective_on
        The value date.
    by
        Who records it.
    lines
        Legs that add up to zero in each currency; none for a void or an expiry.
    reverses, resolves
        Sequence number of the posting that this one undoes, or of the hold that it settles.
    expires_on
        The day a hold may lapse.
    """

    key: str
    effective_on: date
    by: str
    lines: tuple[Line, ...] = ()
    kind: Kind = "entry"
    memo: str = ""
    document_sha256: str = ""
    document_page: str = ""
    reverses: int | None = None
    resolves: int | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class Posted:
    """A recorded posting: its place in the log, its digest, and whether this very call recorded it."""

    sequence: int
    digest: str
    fresh: bool


def content_digest(draft: Draft) -> str:
    """Give the sha256 of the canonical JSON of a draft."""
    legs = [
        (line.account, line.money.currency, EXPONENTS[line.money.currency], line.money.minor)
        for line in draft.lines
    ]
    return stored_digest(
        draft.key,
        draft.kind,
        draft.effective_on,
        draft.by,
        draft.memo,
        draft.document_sha256,
        draft.document_page,
        draft.expires_on,
        draft.reverses,
        draft.resolves,
        legs,
    )


def stored_digest(
    key: str,
    kind: str,
    effective_on: date,
    by: str,
    memo: str,
    document_sha256: str,
    document_page: str,
    expires_on: date | None,
    reverses: int | None,
    resolves: int | None,
    legs: Sequence[tuple[str, str, int, int]],
) -> str:
    """Give the digest of a posting as the tables hold it: legs are (account, currency, digits, minor)."""
    content: dict[str, Any] = {
        "by": by,
        "document_page": document_page,
        "document_sha256": document_sha256,
        "effective_on": effective_on.isoformat(),
        "expires_on": expires_on.isoformat() if expires_on else None,
        "key": key,
        "kind": kind,
        "legs": legs,
        "memo": memo,
        "resolves": resolves,
        "reverses": reverses,
    }
    # Plain already, so the spelling of base.canonical without its search for other shapes (a test compares).
    return digest(_SPELL(content).encode())


def checked(draft: Draft) -> Draft:
    """Refuse what the database would refuse anyway, with words that name the posting.

    Raises
    ------
    RecordError
        If the legs do not add up to zero in each currency, are too few, zero or too large, or the key or
        the author is empty.
    """
    if not draft.key or not draft.by:
        raise RecordError("a posting needs an idempotency key and somebody who records it")
    pending_or_settled = draft.kind in ("entry", "hold", "post")
    if pending_or_settled and len(draft.lines) < 2:
        raise RecordError(f"{draft.key}: a posting has two legs or more")
    if not pending_or_settled and draft.lines:
        raise RecordError(f"{draft.key}: a {draft.kind} has no legs")
    sums: dict[str, int] = {}
    for line in draft.lines:
        money = line.money
        if not money.minor or abs(money.minor) > LARGEST_MINOR:
            raise RecordError(f"{draft.key}: {money} cannot stand in a leg")
        sums[money.currency] = sums.get(money.currency, 0) + money.minor
    for currency, rest in sums.items():
        if rest:
            raise RecordError(
                f"{draft.key}: the legs do not balance in {currency}: {Money(rest, currency)} left"
            )
    return draft


def mirrored(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Turn every leg round, as a reversal does."""
    return tuple(Line(line.account, -line.money) for line in lines)
