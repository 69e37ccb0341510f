"""Use cases of the ledger: post, reverse, hold, resolve, read balances on two axes, rebuild the folds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.errors import Problem
    from downrange.registry.entries import Draft, Line, Posted
    from downrange.registry.views import BalanceOf

__all__ = [
    "balance_as_of",
    "balance_now",
    "compare_balances",
    "expire_due",
    "hold",
    "open_account",
    "post",
    "post_all",
    "rebuild_balances",
    "resolve",
    "reverse",
]


def post(draft: Draft) -> Posted:
    """Record one posting; the same key with the same content counts once.

    Raises
    ------
    RecordError
        If it does not balance, its key was used for something else, or an account would fall below its
        floor; then nothing was written.
    """
    from downrange.registry import log, quick
    from downrange.registry.database import force, vendor

    if vendor() == "postgresql":
        posted = quick.append_one(draft)
        if posted is not None:
            force()
            if log.due(posted.sequence):
                with writing():
                    log.catch_up()
            return posted
    return post_all([draft])[0]


def post_all(drafts: Sequence[Draft]) -> list[Posted]:
    """Record postings together, all or none, in their order.

    Raises
    ------
    RecordError
        If one of them cannot be recorded; then none is.
    """
    from downrange.registry import ledger

    with writing():
        return ledger.append(drafts)


def reverse(sequence: int, key: str, effective_on: date, by: str, memo: str = "") -> Posted:
    """Undo a settled posting by its mirror image; a posting can be undone once.

    Raises
    ------
    RecordError
        If there is no such posting, it is a hold (void it), or another posting reversed it already.
    """
    from downrange.registry import ledger

    with writing():
        return ledger.append([ledger.reversal_of(sequence, key, effective_on, by, memo)])[0]


def hold(
    key: str,
    effective_on: date,
    by: str,
    lines: Iterable[Line],
    expires_on: date | None = None,
    memo: str = "",
) -> Posted:
    """Reserve a sum: pending until it is resolved, and counted against the floor of what it comes from.

    Raises
    ------
    RecordError
        As for :func:`post`; and if it would expire before it starts.
    """
    from downrange.registry.entries import Draft

    return post(Draft(key, effective_on, by, tuple(lines), "hold", memo, expires_on=expires_on))


def resolve(
    sequence: int,
    how: Literal["post", "void", "expiry"],
    key: str,
    effective_on: date,
    by: str,
    lines: Iterable[Line] | None = None,
    memo: str = "",
) -> Posted:
    """Settle a hold, once: post it (whole, or the ``lines`` that stay within it), void it, or let it lapse.

    Raises
    ------
    RecordError
        If it is no hold, is resolved already, would post more than was held, or has not expired.
    """
    from downrange.registry import ledger
    from downrange.registry.entries import Draft

    with writing():
        legs: tuple[Line, ...] = ()
        if how == "post":
            legs = ledger.lines_of(sequence) if lines is None else tuple(lines)
        return ledger.append([Draft(key, effective_on, by, legs, how, memo, resolves=sequence)])[0]


def expire_due(on: date, by: str) -> list[Posted]:
    """Let every unresolved hold lapse whose day has come; each as of its own day of expiry."""
    from downrange.registry import ledger
    from downrange.registry.entries import Draft

    with writing():
        return ledger.append(
            [
                Draft(f"expiry/{sequence}", expires_on, by, kind="expiry", resolves=sequence)
                for sequence, expires_on in ledger.lapsed_holds(on)
            ]
        )


def open_account(key: str, floor_minor: int | None = None) -> int:
    """Open an account, with a floor under settled sums plus outgoing holds if it has one.

    Raises
    ------
    RecordError
        If it stands with another floor.
    """
    from downrange.registry import ledger

    with writing():
        return ledger.open_accounts([key], floor_minor)[key]


def balance_as_of(
    accounts: Iterable[str] | None = None, on: date | None = None, known_at: datetime | None = None
) -> list[BalanceOf]:
    """Give balances as of the end of a value date, as far as recorded by a time."""
    from downrange.registry import views

    return views.balances(accounts, on, known_at)


def balance_now(accounts: Iterable[str] | None = None) -> list[BalanceOf]:
    """Give the balances kept beside the legs: everything recorded, whatever its value date."""
    from downrange.registry import views

    return views.stored_balances(accounts)


def rebuild_balances() -> int:
    """Throw the kept balances away and add them up again from the legs; give how many there are."""
    from downrange.registry import views

    with writing():
        return views.rebuild()


def compare_balances() -> list[Problem]:
    """Hold the kept balances against the legs; give what differs."""
    from downrange.registry import views

    return views.compare()
