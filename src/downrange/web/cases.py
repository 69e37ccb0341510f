"""The cases a server shows, read once: addresses name them, files never.

The casebook of the package does not change while a server runs, so a case and what is computed from it alone
are kept.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any

from downrange.case.schema import Case

__all__ = ["account", "file_of", "lease", "names", "statements", "the_case", "titles", "today", "warm"]


@lru_cache(maxsize=1)
def names() -> frozenset[str]:
    """List the names of the cases; only these are ever read."""
    from downrange.inputs.cases import case_names

    return frozenset(case_names())


@lru_cache(maxsize=256)
def file_of(name: str) -> Any:
    """Read a case of the casebook with its file's hashes.

    Raises
    ------
    KeyError
        If there is no such case: a path is never taken for a name.
    """
    from downrange.inputs.cases import read_case

    if name not in names():
        raise KeyError(name)
    return read_case(name)


def the_case(name: str) -> Case:
    """Give a case of the casebook.

    Raises
    ------
    KeyError
        If there is no such case.
    """
    case = file_of(name).case
    assert isinstance(case, Case)
    return case


@lru_cache(maxsize=1)
def titles() -> tuple[dict[str, Any], ...]:
    """List the cases with the keys of ``cases --json``."""
    return tuple(
        {
            "name": name,
            "title": case.title,
            "from": case.from_,
            "to": case.to,
            "parts": list(case.parts),
            "fictional": case.fictional,
            "hypothetical": case.hypothetical,
        }
        for name, case in ((name, the_case(name)) for name in sorted(names()))
    )


def today() -> date:
    """Give the day, UTC."""
    return datetime.now(UTC).date()


@lru_cache(maxsize=512)
def account(name: str, on: str) -> tuple[dict[str, Any], ...]:
    """State the account of each claim of a case on a day, with the keys of ``balance --json``.

    Do not change what is given: it is kept.
    """
    from downrange.law.account import statements_of_account

    case = the_case(name)
    if not case.claims:
        return ()
    return tuple(one.as_json() for one in statements_of_account(case, date.fromisoformat(on)))


@lru_cache(maxsize=128)
def lease(name: str, on: str) -> dict[str, Any]:
    """State the lease of a case on a day, with the keys of ``lease --json``; kept, so do not change it."""
    from downrange.law.lease import lease_statement

    return lease_statement(the_case(name), date.fromisoformat(on)).as_json()


@lru_cache(maxsize=256)
def statements(name: str, on: str | None) -> dict[str, Any]:
    """Give who said what in a case and the contradictions, with the keys of ``statements --json``; kept."""
    from downrange.service.evidence import statements_report

    return statements_report(the_case(name), date.fromisoformat(on) if on else None)


def warm() -> None:
    """Read every case, so that no visitor waits for it and worker processes share it."""
    for row in titles():
        account(row["name"], today().isoformat())
        statements(row["name"], None)
