"""The gate's tables in one file or in memory, apart from any registry: of a case, of an extract, of a test.

A derived thing: it can be thrown away and built anew. Questions, walks and rows are those of the registry's
own tables (:mod:`downrange.registry.gate_store`).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any

from downrange.base.canonical import plain
from downrange.case.schema import Case, Measure
from downrange.registry.gate_fold import COLUMNS, Subject, case_row, subject_rows
from downrange.registry.gate_store import OF_ONE, QUESTIONS, Cloak, GateStore
from downrange.registry.gate_write import add_measures, near_misses, put

__all__ = ["GateIndex", "case_index", "parts_of"]

_TABLES = """
CREATE TABLE registry_gate_subject ("key" TEXT PRIMARY KEY, short TEXT NOT NULL, sort TEXT NOT NULL,
    parent TEXT, part_of TEXT) WITHOUT ROWID;
CREATE TABLE registry_gate_mark (form TEXT, mark TEXT, subject TEXT, spelt TEXT,
    PRIMARY KEY (form, mark, subject, spelt)) WITHOUT ROWID;
CREATE TABLE registry_gate_title (subject TEXT, place INTEGER, party TEXT, since TEXT, until TEXT, share TEXT,
    PRIMARY KEY (subject, place)) WITHOUT ROWID;
CREATE TABLE registry_gate_hold (subject TEXT, role TEXT, measure TEXT,
    PRIMARY KEY (subject, role, measure)) WITHOUT ROWID;
CREATE TABLE registry_gate_measure ("key" TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
"""
_INDEXES = """
CREATE INDEX IF NOT EXISTS registry_gate_short ON registry_gate_subject (short);
CREATE INDEX IF NOT EXISTS registry_gate_parent ON registry_gate_subject (parent);
CREATE INDEX IF NOT EXISTS registry_gate_mark_subject ON registry_gate_mark (subject, form);
CREATE INDEX IF NOT EXISTS registry_gate_title_party ON registry_gate_title (party);
CREATE INDEX IF NOT EXISTS registry_gate_hold_measure ON registry_gate_hold (measure);
"""
_SPELT = (
    ("FROM EACH", "FROM json_each(?) l CROSS JOIN"),
    ("IN LIST", "IN (SELECT value FROM json_each(?))"),
    ("FROM TEXT", ">="),
    ("BEFORE TEXT", "<"),
    ("%s", "?"),
)


@lru_cache(maxsize=256)
def _spelt(text: str) -> str:
    for ours, theirs in _SPELT:
        text = text.replace(ours, theirs)
    return text


class GateIndex:
    """The tables and a :class:`GateStore` over them; one connection, which closes with it."""

    def __init__(
        self, path: str = ":memory:", case: str | None = None, cloak: Cloak | None = None, cache_mb: int = 128
    ) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, cached_statements=64)
        self.connection.executescript(
            f"PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-{cache_mb * 1024};"
            " PRAGMA mmap_size=34359738368;"
        )
        if not self.connection.execute("SELECT 1 FROM sqlite_master").fetchone():
            self.connection.executescript(_TABLES)
        self.case = case
        self.store = GateStore(self, case, cloak)

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def ask(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and give its rows; spelt as in :mod:`downrange.registry.rows`."""
        return self.connection.execute(_spelt(text), _bound(values)).fetchall()

    def change(self, text: str, values: Sequence[Any] = ()) -> None:
        """Run a statement that gives nothing back."""
        self.connection.execute(_spelt(text), _bound(values))

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a table."""
        names = ", ".join(f'"{name}"' for name in columns)
        places = ", ".join("?" * len(columns))
        self.connection.executemany(f"INSERT INTO {table} ({names}) VALUES ({places})", rows)  # noqa: S608 - our own names

    def add(self, subjects: Iterable[Subject], measures: Iterable[Measure] = ()) -> None:
        """Take in things and parties in bulk, then measures; call :meth:`seal` when all are in."""
        assert self.case is not None, "a bulk of subjects belongs to a case"
        self.connection.execute("BEGIN")
        for piece in _pieces(subjects):
            for table, rows in subject_rows(self.case, piece).items():
                self.insert(f"registry_gate_{table}", COLUMNS[table], rows)
        add_measures(self, self.case, measures)
        self.connection.execute("COMMIT")

    def seal(self, *, fictional: bool = True) -> None:
        """Build what needs everything to be in: the case's own row, indexes, near misses of what is held."""
        assert self.case is not None, "a bulk of subjects belongs to a case"
        self.connection.executescript(_INDEXES)
        self.insert("registry_gate_subject", COLUMNS["subject"], [case_row(self.case, fictional=fictional)])
        self.connection.execute("BEGIN")
        near_misses(self, self.case)
        self.connection.execute("COMMIT")

    def index(self) -> None:
        """Build the indexes, once rows are in."""
        self.connection.executescript(_INDEXES)

    def plans(self) -> dict[str, list[str]]:
        """Give the plan of every question, for the test that none reads a table from end to end."""
        found = {}
        for name, text in [*QUESTIONS.items(), *((f"{name}-of-one", text) for name, text in OF_ONE.items())]:
            values = ["[]" if part.endswith(("IN LIST", "FROM EACH")) else "1" for part in _holes(text)]
            rows = self.connection.execute(f"EXPLAIN QUERY PLAN {_spelt(text)}", values).fetchall()
            found[name] = [row[3] for row in rows]
        return found


def _holes(text: str) -> list[str]:
    """Cut a statement behind each word that takes a value."""
    return text.replace("IN LIST", "IN LIST%s").replace("FROM EACH", "FROM EACH%s").split("%s")[:-1]


def _bound(values: Sequence[Any]) -> list[Any]:
    return [json.dumps(value) if isinstance(value, list) else value for value in values]


def _pieces(subjects: Iterable[Subject], size: int = 50_000) -> Iterator[Sequence[Subject]]:
    piece: list[Subject] = []
    for one in subjects:
        piece.append(one)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def parts_of(case: Case) -> dict[str, tuple[str, dict[str, Any]]]:
    """Give what the gate takes of a case, as the registry's facts have it: slug to kind and body."""
    found: dict[str, tuple[str, dict[str, Any]]] = {"case": ("case", {"fictional": case.fictional})}
    for kind, items in (("party", case.parties), ("asset", case.assets), ("measure", case.measures)):
        found.update({one.id: (kind, plain(one)) for one in items})
    return found


def case_index(case: Case) -> GateIndex:
    """Build the index of a case in memory."""
    index = GateIndex(case=case.case)
    index.index()
    put(index, case.case, parts_of(case))
    return index
