"""Which database the registry speaks to, the one writer's lock, and what a commit needs around it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from downrange.errors import RecordError
from downrange.registry.address import DEFAULT_URL, database_from_url

__all__ = [
    "bring_up_to_date",
    "configure",
    "force",
    "migrate",
    "now",
    "refused_writes",
    "take_writer_lock",
    "vendor",
]

WRITER_LOCK = 0x446F776E72616E67
"""The advisory lock of PostgreSQL that stands for "I am the one who writes"; any fixed number will do."""
_MIGRATION_LOCK = WRITER_LOCK + 1
"""The same for "I am the one who changes the tables"."""


def configure(database_url: str | None = None, more: Mapping[str, Any] | None = None) -> None:
    """Point Django at a database; call it before anything else of the registry, again to change over.

    Parameters
    ----------
    database_url : str, optional
        See :func:`downrange.registry.address.database_from_url`; by default what the environment or the
        earlier call says.
    more : mapping, optional
        Settings that the pages add; used by the first call only.

    Raises
    ------
    InputError
        If the address cannot be read.
    """
    import django
    from django.conf import settings
    from django.db import connections

    if not settings.configured:
        from downrange.registry import settings as ours

        values = {
            name: getattr(ours, name)
            for name in dir(ours)
            if name.isupper() and not name.startswith("DEFAULT_URL")
        }
        if database_url is not None:
            values["DATABASES"] = {"default": database_from_url(database_url)}
        settings.configure(**{**values, **(more or {})})
        django.setup()
    elif database_url is not None:
        connections["default"].close()
        chosen = connections.configure_settings({"default": database_from_url(database_url)})
        connections.databases["default"] = chosen["default"]
        del connections["default"]


def migrate(database_url: str = DEFAULT_URL) -> None:
    """Configure, and bring the tables of that database up to this version; harmless when they are."""
    configure(database_url)
    bring_up_to_date()


def bring_up_to_date() -> None:
    """Bring the tables of the configured database up to this version, one program at a time.

    A program killed on its way leaves behind a session of PostgreSQL that may yet commit what it had begun.
    Its lock goes with that session, so whoever comes next begins after it and sees what it did.
    """
    from django.core.management import call_command
    from django.db import connection

    if connection.vendor != "postgresql":
        call_command("migrate", verbosity=0, interactive=False)
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATION_LOCK])
        try:
            call_command("migrate", verbosity=0, interactive=False)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATION_LOCK])


def vendor() -> str:
    """Name the kind of database in use: ``sqlite`` or ``postgresql``."""
    from django.db import connection

    return connection.vendor


def now() -> datetime:
    """Give the time of recording, UTC."""
    return datetime.now(UTC)


def take_writer_lock() -> None:
    """Become the only writer until the transaction ends; SQLite's BEGIN IMMEDIATE did it already."""
    from django.db import connection

    assert connection.in_atomic_block, "the lock lasts as long as a transaction; open one"
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            # The commit does not wait for the disk while others wait for the lock: see force().
            cursor.execute("SET LOCAL synchronous_commit = off")
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITER_LOCK])


def force() -> None:
    """Wait until all that was committed is on the disk; before this nothing is acknowledged.

    SQLite forces each commit by itself. PostgreSQL commits in the order of its own log, so forcing one small
    message to the disk after a commit forces the commit too; clients that wait at once share one write.
    """
    from django.db import connection

    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_logical_emit_message(true, 'downrange', '')")


@contextmanager
def refused_writes() -> Iterator[None]:
    """Turn what the database refuses into a :class:`RecordError` with the database's own words."""
    from django.db import IntegrityError

    try:
        yield
    except IntegrityError as error:
        raise RecordError(str(error).splitlines()[0]) from error
