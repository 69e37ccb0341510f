"""Each kind of damage that gets round the triggers is found, and named by its place."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from downrange.base.money import Money
from downrange.registry.entries import Draft, Line
from downrange.registry.facts import FactDraft

DAY = date(2023, 3, 7)


@pytest.fixture
def filled(registry: str, tmp_path: Path) -> str:
    from downrange.service.record.facts import record_fact
    from downrange.service.record.ledger import hold, post_all, resolve
    from downrange.service.record.log import daily_checkpoint

    lines = (Line("a", Money(5, "KZT")), Line("b", Money(-5, "KZT")))
    post_all([Draft(f"k{i}", DAY, "x", lines) for i in range(300)])
    record_fact(FactDraft("notice", "claim/debt", {"served": True}, "office/bailiff", DAY))
    held = hold("h", DAY, "x", lines, expires_on=date(2023, 4, 1))
    resolve(held.sequence, "post", "r", DAY, "x")
    daily_checkpoint(tmp_path / "key.pem")
    return registry


def damage(statement: str) -> None:
    """Change rows as somebody who owns the database can: with the triggers switched off."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            cursor.execute(statement)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
        for (name,) in cursor.fetchall():
            cursor.execute(f"DROP TRIGGER {name}")
        cursor.execute(statement)


def test_a_sound_registry_has_no_findings(filled: str) -> None:
    from downrange.service.record.log import check_registry

    assert check_registry() == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (
            "UPDATE registry_leg SET minor = -minor WHERE sequence = 7",
            "posting.7: the posting is not the one",
        ),
        (
            "UPDATE registry_leg SET minor = 6 WHERE sequence = 7 AND line = 0",
            "posting.7: the legs do not balance",
        ),
        (
            "UPDATE registry_transaction SET effective_on = '2023-03-08' WHERE sequence = 9",
            "posting.9: the posting",
        ),
        ("DELETE FROM registry_transaction WHERE sequence = 9", "log.9: no transaction stands behind"),
        ("DELETE FROM registry_transaction WHERE sequence = 9", "posting.9: legs without a sealing row"),
        ("UPDATE registry_fact SET body = '{}' WHERE sequence = 300", "fact.300: the fact is not the one"),
        ("DELETE FROM registry_fact WHERE sequence = 300", "log.300: no fact stands behind"),
        ("UPDATE registry_log_leaf SET subject = 'x' WHERE sequence = 4", "log.4: the leaf hash is not that"),
        ("DELETE FROM registry_log_leaf WHERE sequence = 4", "log.5: entries 4 to 4 are missing"),
        ("UPDATE registry_log_leaf SET leaf_hash = '' WHERE sequence = 4", "tile.8.0: the node is not that"),
        ("UPDATE registry_log_tile SET node_hash = ''", "tile.8.0: the node is not that of the hashes below"),
        (
            "UPDATE registry_log_leaf SET recorded_at = '2001-01-01 00:00:00' WHERE sequence = 301",
            "log.301: the time of recording runs backwards",
        ),
        ("UPDATE registry_checkpoint SET note = 'x'", "checkpoint.304: this is no checkpoint"),
        ("DELETE FROM registry_log_leaf WHERE sequence = 303", "checkpoint.304: the log has no"),
        (
            "UPDATE registry_log_leaf SET leaf_hash = '' WHERE sequence = 301",
            "checkpoint.304: the log is not the one",
        ),
        ("UPDATE registry_balance SET settled_minor = 0", "balance.1.1: the stored balance is not"),
    ],
)
def test_damage_is_found_and_named(filled: str, statement: str, found: str) -> None:
    from downrange.service.record.log import check_registry

    damage(statement)
    assert any(f"registry: {found}" in str(problem) for problem in check_registry())
