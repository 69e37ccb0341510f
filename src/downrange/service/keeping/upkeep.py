"""Use cases of upkeep: copy a registry while it is in use, and say whether what stands in one is whole.

The copy's tree head is written beside it, so that whoever restores it can show that nothing is missing and
nothing was changed: ``verify`` recomputes every digest, hash, signature and balance from the rows up.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

from downrange.errors import InputError, Problem, RecordError, Where

__all__ = ["backup", "verify"]


def backup(out: Path, database: str | None = None) -> dict[str, Any]:
    """Copy a registry into a file, whatever is being written meanwhile; ``OUT.head`` bears its tree head.

    SQLite: its own online backup. PostgreSQL: ``pg_dump`` in its custom format, whose snapshot is one moment.

    Parameters
    ----------
    out : Path
        Must not be there yet: a backup never replaces another.
    database : str, optional
        As for ``--database``.

    Raises
    ------
    InputError
        If the database cannot be used, or something is at ``out`` already.
    RecordError
        If ``pg_dump`` is missing or fails.
    """
    from downrange.registry.database import vendor
    from downrange.service.border.gate import open_database

    if out.exists():
        raise InputError(
            Problem(Where("command line", "--out"), "this file is there already", value=str(out))
        )
    open_database(database)
    part = out.with_name(f"{out.name}.part")
    part.unlink(missing_ok=True)
    before = _head()
    if vendor() == "sqlite":
        _copy_sqlite(part)
        before = _head_of_copy(part)
    else:
        _dump_postgresql(part)
    part.replace(out)
    head = {"database": vendor(), **before}
    out.with_name(f"{out.name}.head").write_text(json.dumps(head, indent=2) + "\n", "utf-8")
    return {"file": str(out), **head}


def _head() -> dict[str, Any]:
    from downrange.registry import log

    head = log.head()
    return {"size": head.size, "root_hash": head.root_hash.hex()}


def _copy_sqlite(out: Path) -> None:
    import sqlite3

    from django.db import connection

    connection.ensure_connection()
    target = sqlite3.connect(out)
    try:
        connection.connection.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
    finally:
        target.close()


def _head_of_copy(path: Path) -> dict[str, Any]:
    """Read the head from the copy itself: entries may have come in while it was made."""
    import sqlite3

    from downrange.service.record.public import root_over

    reader = sqlite3.connect(path)
    try:
        (size,) = reader.execute("SELECT count(*) FROM registry_log_leaf").fetchone()
    finally:
        reader.close()
    return {"size": size, "root_hash": root_over(size)}


def _dump_postgresql(out: Path) -> None:
    from django.db import connection

    program = shutil.which("pg_dump")
    if program is None:
        raise RecordError("pg_dump is not on the path: install PostgreSQL's client programs")
    given = connection.settings_dict
    words = [program, "--format=custom", f"--file={out}", f"--dbname={given['NAME']}"]
    words += [f"--{name}={given[key]}" for name, key in (("host", "HOST"), ("port", "PORT")) if given[key]]
    words += [f"--username={given['USER']}"] if given["USER"] else []
    environment = {**os.environ, "PGPASSWORD": given["PASSWORD"]} if given["PASSWORD"] else dict(os.environ)
    done = subprocess.run(words, capture_output=True, text=True, check=False, env=environment)  # noqa: S603
    if done.returncode:
        out.unlink(missing_ok=True)
        raise RecordError(f"pg_dump: {done.stderr.strip().splitlines()[-1] if done.stderr else 'failed'}")


def verify(database: str | None = None, head: Path | None = None) -> dict[str, Any]:
    """Recompute a registry from the rows up; give ``ok``, what is wrong, and the tree head.

    Parameters
    ----------
    database : str, optional
        As for ``--database``.
    head : Path, optional
        The ``.head`` of a backup: the log must continue it.

    Raises
    ------
    InputError
        If the database or the head cannot be read.
    """
    from downrange.service.border.gate import open_database
    from downrange.service.record.log import check_registry

    open_database(database)
    problems = [problem.as_json() for problem in check_registry()]
    now = _head()
    if head is not None:
        problems += [problem.as_json() for problem in _continues(head, now["size"])]
    return {"ok": not problems, "problems": problems, **now}


def _continues(path: Path, size: int) -> list[Problem]:
    from downrange.service.record.public import root_over

    try:
        known = json.loads(path.read_text("utf-8"))
        first, root = int(known["size"]), str(known["root_hash"])
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(Problem(Where(str(path)), f"this is no head of a backup: {error}")) from error
    where = Where(str(path), "size")
    if first > size:
        return [Problem(where, f"{first - size} entries are missing", value=str(size), expected=str(first))]
    if root_over(first) != root:
        return [Problem(Where(str(path), "root_hash"), "an entry before the backup was changed", value=root)]
    return []
