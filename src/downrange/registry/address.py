"""Database addresses: ``sqlite:///file`` and ``postgresql://user@host:port/name`` to Django's settings.

SQLite runs in write-ahead mode with every commit forced to the disk, and every transaction takes the write
lock at its start, so that a reader never turns into a writer half-way and fails (SQLite documentation,
"Write-Ahead Logging" and "BEGIN IMMEDIATE").
"""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from downrange.errors import InputError, Problem, Where

__all__ = ["DEFAULT_URL", "database_from_url", "without_user"]

DEFAULT_URL = "sqlite:///downrange.sqlite3"
SQLITE_WAIT_S = 60.0
"""How long a writer waits for the other one before it gives up."""

_SQLITE_START = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"
    "PRAGMA recursive_triggers=ON;"  # a REPLACE then fires the triggers that refuse deletion
    "PRAGMA cache_size=-65536;"
)


def database_from_url(url: str) -> dict[str, Any]:
    """Translate a database address into an entry of Django's ``DATABASES``.

    ``sqlite:///relative.sqlite3``, ``sqlite:////absolute/path``, a plain file path, ``sqlite:///:memory:``
    (gone with the process), or ``postgresql://user:password@host:port/name``; a socket folder goes into
    ``?host=/run/postgresql``.

    Raises
    ------
    InputError
        If the scheme is neither, or no database is named.
    """
    parts = urlsplit(url)
    if parts.scheme in ("postgresql", "postgres"):
        return _postgresql(url)
    if parts.scheme == "sqlite":
        return _sqlite(url.removeprefix("sqlite://").removeprefix("/"), url)
    if "://" not in url:
        return _sqlite(url, url)
    raise _refused(url, f"unknown kind of database {parts.scheme!r}")


def without_user(url: str) -> str:
    """Give a database address as it may be shown: without user and password.

    >>> without_user("postgresql://u:secret@host/name"), without_user("sqlite:///x.sqlite3")
    ('host/name', 'sqlite:///x.sqlite3')
    """
    return url.split("@")[-1]


def _sqlite(path: str, url: str) -> dict[str, Any]:
    if not path:
        raise _refused(url, "no file is named")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path if path == ":memory:" else str(Path(path).absolute()),
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_WAIT_S,
            "init_command": _SQLITE_START,
        },
    }


def _postgresql(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise _refused(url, "no database is named")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        # Bound on the server and prepared after a few uses: the same few statements run all day.
        "OPTIONS": {**options, "server_side_binding": True, "prepare_threshold": 3},
    }


def _refused(url: str, message: str) -> InputError:
    expected = "sqlite:///file or postgresql://user@host:port/name"
    where = Where("command line", "--database")
    return InputError(Problem(where, message, value=without_user(url), expected=expected))
