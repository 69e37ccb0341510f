"""The few ways rows go in and come out that differ between SQLite and PostgreSQL."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any

from django.db import connection

__all__ = ["COPY_FROM_ROWS", "after", "ask", "change", "day", "insert", "moment", "octets", "spelt", "stamp"]

COPY_FROM_ROWS = 50
"""From how many rows on PostgreSQL takes them as a stream instead of one statement."""

# Our spelling, and what each database says: texts are compared byte by byte, whatever the server's language.
_SPELLINGS = {
    "sqlite": (
        ("IN LIST", "IN (SELECT value FROM json_each(%s))"),
        ("FROM EACH", "FROM json_each(%s) l CROSS JOIN"),
        ("FROM TEXT", ">="),
        ("BEFORE TEXT", "<"),
        ("IN TEXT ORDER", ""),
    ),
    "postgresql": (
        ("IN LIST", "= ANY(%s)"),
        ("FROM EACH", "FROM unnest(%s::text[]) l(value) JOIN"),
        ("FROM TEXT", "~>=~"),
        ("BEFORE TEXT", "~<~"),
        ("IN TEXT ORDER", "USING ~<~"),
    ),
}


def ask(text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    """Run a query and give its rows.

    ``IN LIST`` in it takes one value that is a list of any length; ``FROM EACH`` joins what follows, named
    with its ``ON``, to each ``l.value`` of such a list, in that order; ``FROM TEXT`` and ``BEFORE TEXT``
    bound a range of texts as bytes; ``IN TEXT ORDER`` behind a column sorts by the same bytes.
    """
    with connection.cursor() as cursor:
        cursor.execute(spelt(text), _bound(values))
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows


def change(text: str, values: Sequence[Any] = ()) -> None:
    """Run a statement that gives nothing back; spelt as for :func:`ask`."""
    with connection.cursor() as cursor:
        cursor.execute(spelt(text), _bound(values))


def spelt(text: str) -> str:
    """Say a statement as the database in use says it."""
    for ours, theirs in _SPELLINGS[connection.vendor]:
        text = text.replace(ours, theirs)
    return text


def _bound(values: Sequence[Any]) -> list[Any]:
    if connection.vendor == "postgresql":
        return list(values)
    return [json.dumps(value) if isinstance(value, list) else value for value in values]


def insert(table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of plain values; table and columns are names of this package, never a user's words."""
    if not rows:
        return
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql" and len(rows) >= COPY_FROM_ROWS:
            with cursor.cursor.copy(f"COPY {table} ({names}) FROM STDIN") as stream:
                for row in rows:
                    stream.write_row(row)
            return
        one = "(" + ", ".join(["%s"] * len(columns)) + ")"
        start = f"INSERT INTO {table} ({names}) VALUES "  # noqa: S608 - our own names
        if connection.vendor == "postgresql":
            cursor.execute(start + ", ".join([one] * len(rows)), [value for row in rows for value in row])
        else:
            cursor.executemany(start + one, rows)


def after(prefix: str) -> str:
    """Give the first text behind all that begin with ``prefix``: a range uses the index, a LIKE may not."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def moment(value: Any) -> datetime:
    """Read a stored time as UTC: SQLite gives text without a zone."""
    found = value if isinstance(value, datetime) else datetime.fromisoformat(value)
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def octets(value: Any) -> bytes:
    """Read stored bytes; a damaged row may hold text, which is then no hash but no crash either."""
    return value.encode() if isinstance(value, str) else bytes(value)


def stamp(at: datetime) -> Any:
    """Spell a time as the database in use keeps it."""
    return connection.ops.adapt_datetimefield_value(at)


def day(value: Any) -> date:
    """Read a stored day: SQLite gives text."""
    return value if isinstance(value, date) else date.fromisoformat(value)
