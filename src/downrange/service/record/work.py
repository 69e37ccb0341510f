"""The one way to commit: a use case opens its work, is the only writer, and ends it all or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from downrange.registry.database import force, refused_writes, take_writer_lock

__all__ = ["writing"]


@contextmanager
def writing() -> Iterator[None]:
    """Open a unit of work; what is done inside becomes durable together at its end, or not at all.

    When it has ended without an error the record is on the disk: that is what "acknowledged" means here.

    Raises
    ------
    RecordError
        If the database refuses what was written, also at the very end.
    """
    from django.db import transaction

    with refused_writes(), transaction.atomic(durable=True):
        take_writer_lock()
        yield
    force()
