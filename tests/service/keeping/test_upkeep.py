"""Backup and restore, tried on both databases; a registry that was damaged or cut is found out."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from downrange.base.money import Money
from downrange.errors import InputError

if TYPE_CHECKING:
    from tests.conftest import Cluster


@pytest.fixture
def folder() -> Iterator[Path]:
    """Where copies go; on PostgreSQL its programs run as we do."""
    with tempfile.TemporaryDirectory(prefix="downrange-backup-") as name:
        yield Path(name)


def _filled() -> None:
    from downrange.inputs.cases import read_case
    from downrange.service.keeping.casebook import load_case

    load_case(read_case("tsenki-2023").case)


def _paid(number: int) -> None:
    from downrange.registry.entries import Draft, Line
    from downrange.service.record.ledger import post

    one = Money.of("1.00", "KZT")
    lines = (
        Line("tsenki-2023/claim/debt/payment", -one),
        Line("tsenki-2023/party/tsenki/owes/claim/debt", one),
    )
    post(Draft(f"late/{number}", date(2023, 4, 3), "clerk", lines))


def _restored(url: str, copy: Path, folder: Path, cluster: Cluster | None) -> str:
    """Put a copy back as docs/deploy.md says; give the address of what was put back."""
    if url.startswith("sqlite"):
        path = folder / "restored.sqlite3"
        shutil.copy(copy, path)
        return f"sqlite:///{path}"
    assert cluster is not None
    cluster.run("CREATE DATABASE restored")
    program = shutil.which("pg_restore")
    assert program is not None
    address = cluster.url("restored")
    subprocess.run([program, "--no-owner", f"--dbname={address}", str(copy)], check=True)
    return address


def test_a_copy_made_in_use_is_put_back_whole(
    registry: str, folder: Path, request: pytest.FixtureRequest
) -> None:
    from downrange.service.keeping.upkeep import backup, verify
    from downrange.service.record.ledger import balance_now

    cluster = None if registry.startswith("sqlite") else request.getfixturevalue("cluster")
    _filled()
    _paid(1)
    copy = folder / "monday.backup"
    told = backup(copy, registry)
    _paid(2)  # after the copy
    assert verify(registry, folder / "monday.backup.head")["ok"]
    address = _restored(registry, copy, folder, cluster)
    try:
        found = verify(address, folder / "monday.backup.head")
        assert found["ok"], found["problems"]
        assert (found["size"], found["root_hash"]) == (told["size"], told["root_hash"])
        paid = {one.account: one.settled for one in balance_now()}["tsenki-2023/claim/debt/payment"]
        assert paid == Money.of("-1.00", "KZT")
        _paid(3)  # and it goes on being a registry
        assert verify(address, folder / "monday.backup.head")["ok"]
    finally:
        from django.db import connections

        connections["default"].close()
        if cluster is not None:
            cluster.run("DROP DATABASE restored WITH (FORCE)")


def test_a_backup_never_replaces_another_and_heads_must_be_heads(registry: str, folder: Path) -> None:
    from downrange.service.keeping.upkeep import backup, verify

    copy = folder / "one"
    copy.write_text("another")
    with pytest.raises(InputError, match="there already"):
        backup(copy, registry)
    assert copy.read_text() == "another"
    for text in ("", "{}", '{"size": "x", "root_hash": 1}'):
        (folder / "head").write_text(text)
        with pytest.raises(InputError, match="no head of a backup"):
            verify(registry, folder / "head")


def test_a_registry_that_lost_or_changed_entries_is_found_out(sqlite_template: Path, folder: Path) -> None:
    from downrange.registry.database import configure
    from downrange.service.keeping.upkeep import backup, verify

    path = folder / "registry.sqlite3"
    shutil.copy(sqlite_template, path)
    url = f"sqlite:///{path}"
    configure(url)
    _filled()
    copy = folder / "copy"
    size = backup(copy, url)["size"]
    ahead = json.loads((folder / "copy.head").read_text()) | {"size": size + 2}
    (folder / "ahead").write_text(json.dumps(ahead))
    assert "2 entries are missing" in verify(url, folder / "ahead")["problems"][0]["message"]
    other = json.loads((folder / "copy.head").read_text()) | {"root_hash": "00" * 32}
    (folder / "other").write_text(json.dumps(other))
    assert "was changed" in verify(url, folder / "other")["problems"][0]["message"]
    damaged = sqlite3.connect(copy)
    names = damaged.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
    for (name,) in names:
        damaged.execute(f'DROP TRIGGER "{name}"')
    damaged.execute("UPDATE registry_fact SET body = replace(body, '13684550338.70', '13684550338.71')")
    damaged.commit()
    damaged.close()
    found = verify(f"sqlite:///{copy}")
    assert not found["ok"]
    assert os.environ.get("DJANGO_SETTINGS_MODULE") is None  # the settings are those of the address
