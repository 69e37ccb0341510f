"""Use case: take a journal into the ledger, with every check, so that doing it twice counts once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from downrange.service.record.work import writing

__all__ = ["Imported", "import_journal"]

AT_ONCE = 10_000
"""Postings that become durable together: other writers wait that long, and a kill costs that many at most."""


@dataclass(frozen=True)
class Imported:
    """What an import did: how many postings the file has, and how many of them were new."""

    file: str
    sha256: str
    postings_number: int
    fresh_number: int

    def as_json(self) -> dict[str, Any]:
        """Give the import as plain values."""
        return {
            "file": self.file,
            "sha256": self.sha256,
            "postings_number": self.postings_number,
            "fresh_number": self.fresh_number,
        }


def import_journal(path: Path, by: str, progress: Callable[[int, int], None] | None = None) -> Imported:
    """Record every posting of a journal; a repeated or interrupted import goes on where it stopped.

    The whole file is read and checked before anything is written. ``progress`` hears (done, of how many).

    Raises
    ------
    InputError
        If anything in the file is wrong; then nothing was written.
    RecordError
        If the ledger refuses a posting (a key used for something else, a floor); what was written in
        earlier pieces stays, and is not written again next time.
    """
    from downrange.inputs.journals import read_journal
    from downrange.registry import ledger

    journal = read_journal(path, by)
    total, fresh = len(journal.drafts), 0
    for start in range(0, total, AT_ONCE):
        piece = journal.drafts[start : start + AT_ONCE]
        with writing():
            fresh += sum(posted.fresh for posted in ledger.append(piece))
        if progress is not None:
            progress(min(start + AT_ONCE, total), total)
    return Imported(journal.file, journal.sha256, total, fresh)
