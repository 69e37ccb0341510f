"""The cases a server shows, as the registry has them: addresses name them, files never.

A case and what is computed from it are kept until something about it is recorded, by whatever process: each
question first looks how far the log has grown, and forgets the cases that the new entries are about.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from downrange.case.schema import Case

__all__ = [
    "account",
    "file_of",
    "lease",
    "names",
    "statements",
    "the_case",
    "titles",
    "today",
    "version",
    "warm",
]


@dataclass
class _Watch:
    """How far the log was read, and when each case was last touched: the log's size then, and its last entry.

    An entry bears its moment, so the same entry at the same place is the same log: a copy of a database
    finds what was kept of the original.
    """

    database: str = ""
    size: int = 0
    all_touched_at: tuple[str, int] = ("", 0)
    touched_at: dict[str, tuple[str, int]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def version(self, name: str) -> tuple[str, int]:
        """Give what changes whenever something about a case is recorded."""
        from django.db import connection

        from downrange.service.record.on_record import cases_touched, last_entry

        database = f"{connection.settings_dict['HOST']}/{connection.settings_dict['NAME']}"
        with self.lock:
            if database != self.database:
                self.database, self.size, self.all_touched_at = database, 0, (database, 0)
                self.touched_at.clear()
            size, touched = cases_touched(self.size)
            if size != self.size:
                at = (last_entry(size), size) if size else (database, 0)
                if touched is None or self.size == 0:
                    self.all_touched_at = at
                    self.touched_at.clear()
                else:
                    self.touched_at.update(dict.fromkeys(touched, at))
                self.size = size
            return self.touched_at.get(name, self.all_touched_at)


_WATCH = _Watch()


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
    """Give a case as it stands on record.

    Raises
    ------
    KeyError
        If there is no such case.
    """
    if name not in names():
        raise KeyError(name)
    return _recorded(name, _WATCH.version(name))


@lru_cache(maxsize=128)
def _recorded(name: str, version: tuple[str, int]) -> Case:
    from downrange.service.record.on_record import MOST_ASSETS_NUMBER, case_on_record

    return case_on_record(name, most_assets_number=MOST_ASSETS_NUMBER)


def version(name: str) -> tuple[str, int]:
    """Give what changes whenever something about a case is recorded: for what else is kept of a case."""
    return _WATCH.version(name)


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
        for name, case in ((name, file_of(name).case) for name in sorted(names()))
    )


def today() -> date:
    """Give the day, UTC."""
    return datetime.now(UTC).date()


def account(name: str, on: str) -> tuple[dict[str, Any], ...]:
    """State the account of each claim of a case on a day, with the keys of ``balance --json``.

    Do not change what is given: it is kept.
    """
    return _account(name, on, _WATCH.version(name))


@lru_cache(maxsize=512)
def _account(name: str, on: str, version: tuple[str, int]) -> tuple[dict[str, Any], ...]:
    from downrange.law.account import statements_of_account

    case = the_case(name)
    if not case.claims:
        return ()
    return tuple(one.as_json() for one in statements_of_account(case, date.fromisoformat(on)))


def lease(name: str, on: str) -> dict[str, Any]:
    """State the lease of a case on a day, with the keys of ``lease --json``; kept, so do not change it."""
    return _lease(name, on, _WATCH.version(name))


@lru_cache(maxsize=128)
def _lease(name: str, on: str, version: tuple[str, int]) -> dict[str, Any]:
    from downrange.law.lease import lease_statement

    return lease_statement(the_case(name), date.fromisoformat(on)).as_json()


def statements(name: str, on: str | None) -> dict[str, Any]:
    """Give who said what in a case and the contradictions, with the keys of ``statements --json``; kept."""
    return _statements(name, on, _WATCH.version(name))


@lru_cache(maxsize=256)
def _statements(name: str, on: str | None, version: tuple[str, int]) -> dict[str, Any]:
    from downrange.service.statements.evidence import statements_report

    return statements_report(the_case(name), date.fromisoformat(on) if on else None)


def warm() -> None:
    """Read every case, so that no visitor waits for it and worker processes share it."""
    for row in titles():
        account(row["name"], today().isoformat())
        statements(row["name"], None)
