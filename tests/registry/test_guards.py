"""The database refuses by itself: every statement here goes past the program, as a foreign hand would."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import pytest

from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.registry.entries import Draft, Line

DAY = date(2023, 1, 20)
TABLES = (
    "registry_log_leaf", "registry_log_tile", "registry_checkpoint", "registry_fact", "registry_currency",
    "registry_account", "registry_transaction", "registry_leg",
)  # fmt: skip


def pair(key: str, minor: int = 100, **more: Any) -> Draft:
    lines = (Line("a", Money(minor, "KZT")), Line("b", Money(-minor, "KZT")))
    return Draft(key, DAY, "office/clerk", lines, **more)


@pytest.fixture
def filled(registry: str, tmp_path: Any) -> str:
    """A registry with a row in every table."""
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_fact
    from downrange.service.record.ledger import post_all
    from downrange.service.record.log import daily_checkpoint

    post_all([pair(f"k{i}") for i in range(300)])
    record_fact(FactDraft("notice", "claim/debt", {"served": True}, "office/bailiff", DAY))
    daily_checkpoint(tmp_path / "key.pem")
    return registry


@contextmanager
def refused(words: str) -> Iterator[Any]:
    """Run statements in one transaction; the database must refuse them, at the latest at its end."""
    from django.db import IntegrityError, connection, transaction

    with pytest.raises(IntegrityError, match=words), transaction.atomic(), connection.cursor() as cursor:
        yield cursor


def test_nothing_is_changed_or_deleted(filled: str) -> None:
    from downrange.registry.database import vendor
    from downrange.registry.rows import ask

    for table in TABLES:
        column = {
            "registry_log_tile": "position",
            "registry_checkpoint": "note",
            "registry_fact": "body",
        }.get(table, "sequence" if table not in ("registry_currency", "registry_account") else "id")
        assert ask(f"SELECT count(*) FROM {table}")[0][0] > 0
        with refused(f"{table} is append-only") as cursor:
            cursor.execute(f"UPDATE {table} SET {column} = {column}")
        with refused(f"{table} is append-only") as cursor:
            cursor.execute(f"DELETE FROM {table}")
        if vendor() == "postgresql":
            with refused("is append-only") as cursor:
                cursor.execute(f"TRUNCATE {table} CASCADE")


@pytest.mark.parametrize("recursive", ["ON", "OFF"])
def test_sqlites_replace_deletes_nothing(filled: str, recursive: str) -> None:
    from django.db import connection

    from downrange.registry import log
    from downrange.registry.database import vendor
    from downrange.registry.rows import ask

    if vendor() != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA recursive_triggers={recursive}")
    for table in TABLES:
        with refused("has it|append-only|no gaps|is sealed") as cursor:
            cursor.execute(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")
    size = log.tail()[0]
    digest = f"{size:064d}"
    with refused("has it|append-only") as cursor:  # the same key in another place
        legs(size, 5, -5)
        leaf(size, digest)
        cursor.execute(
            'INSERT OR REPLACE INTO registry_transaction (sequence, "key", kind, effective_on, "by", memo,'
            " document_sha256, document_page, legs_number, digest)"
            " SELECT %s, \"key\", kind, effective_on, \"by\", memo, '', '', 2, %s"
            " FROM registry_transaction WHERE sequence = 7",
            [size, digest],
        )
    assert ask('SELECT sequence FROM registry_transaction WHERE "key" = %s', ["k7"]) == [(7,)]


def seal(sequence: int, legs: int, kind: str = "entry", **more: Any) -> None:
    """Put an entry of the log and a sealing row past the program."""
    from downrange.registry.rows import insert

    digest = f"{sequence:064d}"
    row = {
        "sequence": sequence, "key": f"foreign/{sequence}", "kind": kind, "effective_on": "2023-01-20",
        "by": "somebody", "memo": "", "document_sha256": "", "document_page": "", "expires_on": None,
        "reverses_id": None, "resolves_id": None, "legs_number": legs, "digest": digest, **more,
    }  # fmt: skip
    if more.pop("entry", True):
        leaf(sequence, digest)
    row.pop("entry", None)
    insert("registry_transaction", list(row), [list(row.values())])


def leaf(sequence: int, subject: str = "x") -> None:
    from downrange.registry.rows import insert

    insert(
        "registry_log_leaf",
        ("sequence", "kind", "subject", "recorded_at", "leaf_hash"),
        [(sequence, "transaction", subject, "2023-01-20 00:00:00", b"0" * 32)],
    )


def legs(sequence: int, *minors: int, currencies: tuple[int, ...] = (1, 1, 1, 1), start: int = 0) -> None:
    from downrange.registry.rows import insert

    insert(
        "registry_leg",
        ("sequence", "line", "account_id", "currency_id", "minor"),
        [(sequence, start + i, 1 + i % 2, currencies[i], minor) for i, minor in enumerate(minors)],
    )


@pytest.fixture
def two(registry: str) -> str:
    """A registry with accounts 1 and 2, two currencies, an entry (0) and a hold (1)."""
    from downrange.registry import ledger
    from downrange.service.record.ledger import post_all
    from downrange.service.record.work import writing

    post_all([pair("entry"), pair("hold", kind="hold", expires_on=date(2023, 2, 20))])
    with writing():
        ledger.declare_currency("USD", 2, date(1900, 1, 1))
    return registry


def test_a_balanced_posting_is_let_in(two: str) -> None:
    from django.db import transaction

    with transaction.atomic():
        legs(2, 5, -5)
        seal(2, 2)


def test_unbalanced_legs_are_not_sealed(two: str) -> None:
    with refused("do not balance in every currency"):
        legs(2, 5, -4)
        seal(2, 2)


def test_each_currency_balances_by_itself(two: str) -> None:
    with refused("do not balance in every currency"):
        legs(2, 5, -5, currencies=(1, 2))
        seal(2, 2)


def test_legs_without_a_seal_do_not_last(two: str) -> None:
    with refused("(?i)foreign key"):
        legs(2, 5, -5)


def test_no_leg_comes_late(two: str) -> None:
    with refused("the posting is sealed"):
        legs(0, 5, -5, start=2)


def test_zero_is_no_leg(two: str) -> None:
    with refused("a whole number other than zero"):
        legs(2, 0, 0)
        seal(2, 2)


def test_a_fraction_is_no_leg_on_sqlite(two: str) -> None:
    from downrange.registry.database import vendor
    from downrange.registry.rows import insert

    if vendor() == "sqlite":  # PostgreSQL's bigint has no fractions
        with refused("a whole number other than zero"):
            insert(
                "registry_leg",
                ("sequence", "line", "account_id", "currency_id", "minor"),
                [(2, 0, 1, 1, 0.5)],
            )


@pytest.mark.parametrize("counted", [1, 3])
def test_the_seal_counts_its_legs(two: str, counted: int) -> None:
    with refused("does not count its legs rightly"):
        legs(2, 5, -5)
        seal(2, counted)


@pytest.mark.parametrize(
    ("kind", "made"), [("entry", 0), ("hold", 0), ("void", 2), ("expiry", 2), ("gift", 2)]
)
def test_kinds_have_their_legs(two: str, kind: str, made: int) -> None:
    with refused("a posting has two legs or more, a void or an expiry none"):
        if made:
            legs(2, 5, -5)
        resolves = 1 if kind in ("void", "expiry") else None
        seal(2, made, kind, resolves_id=resolves, effective_on="2023-02-20")


def test_a_posting_stands_in_the_log(two: str) -> None:
    with refused("no entry in the log"):
        legs(2, 5, -5)
        seal(2, 2, entry=False)
    with refused("no entry in the log"):
        legs(2, 5, -5)
        leaf(2, "of something else")
        seal(2, 2, entry=False)


@pytest.mark.parametrize("sequence", [0, 1, 3, -1])
def test_the_log_has_no_gaps(two: str, sequence: int) -> None:
    with refused("no gaps|duplicate key"):
        leaf(sequence)


@pytest.mark.parametrize(("kind", "resolves"), [("entry", 1), ("post", None)])
def test_who_resolves_what(two: str, kind: str, resolves: int | None) -> None:
    with refused("a post, void or expiry resolves a hold, and nothing else does"):
        legs(2, 100, -100)
        seal(2, 2, kind, resolves_id=resolves)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("void", {"resolves_id": 0}),
        ("void", {"resolves_id": 1, "effective_on": "2023-01-19"}),
        ("expiry", {"resolves_id": 1, "effective_on": "2023-02-19"}),
    ],
)
def test_only_a_hold_is_resolved_and_in_its_time(two: str, kind: str, more: dict[str, Any]) -> None:
    with refused("what is resolved is no hold, or starts later, or does not expire by then"):
        seal(2, 0, kind, **more)


@pytest.mark.parametrize("minor", [101, -100])
def test_no_more_is_posted_than_was_held(two: str, minor: int) -> None:
    with refused("more is posted than was held"):
        legs(2, minor, -minor)
        seal(2, 2, "post", resolves_id=1)


def test_a_hold_is_resolved_once(two: str) -> None:
    from django.db import transaction

    with transaction.atomic():
        seal(2, 0, "void", resolves_id=1)
    with refused("(?i)unique|has it|duplicate"):
        seal(3, 0, "expiry", resolves_id=1, effective_on="2023-02-20")


def test_a_reversal_mirrors_and_happens_once(two: str) -> None:
    from django.db import transaction

    with refused("a reversal mirrors every leg"):
        legs(2, -99, 99)
        seal(2, 2, reverses_id=0)
    with refused("only what is settled can be reversed"):
        legs(2, -100, 100)
        seal(2, 2, reverses_id=1)
    with transaction.atomic():
        legs(2, -100, 100)
        seal(2, 2, reverses_id=0)
    with refused("(?i)unique|has it|duplicate"):
        legs(3, -100, 100)
        seal(3, 2, reverses_id=0)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("hold", {"reverses_id": 0}),
        ("entry", {"expires_on": "2023-03-01"}),
        ("hold", {"expires_on": "2023-01-20"}),
    ],
)
def test_only_entries_reverse_and_holds_expire_later(two: str, kind: str, more: dict[str, Any]) -> None:
    with refused("only an entry reverses, and only a hold expires, after its day"):
        legs(2, -100, 100)
        seal(2, 2, kind, **more)


def test_a_currency_is_used_in_its_days(two: str) -> None:
    from downrange.registry import ledger
    from downrange.service.record.work import writing

    with writing():
        new = ledger.declare_currency("KZT", 0, date(2023, 1, 20))
    with refused("outside the days of its exponent"):
        legs(2, 5, -5)
        seal(2, 2)
    with refused("outside the days of its exponent"):
        legs(2, 5, -5, currencies=(new, new))
        seal(2, 2, effective_on="2023-01-19")


def test_no_account_falls_below_its_floor(registry: str) -> None:
    from downrange.service.record.ledger import balance_now, hold, open_account, post

    open_account("cash", 0)
    fill = (Line("cash", Money(5000, "KZT")), Line("world", Money(-5000, "KZT")))
    post(Draft("fill", DAY, "x", fill))
    take = (Line("cash", Money(-1000, "KZT")), Line("world", Money(1000, "KZT")))
    for i in range(5):
        hold(f"hold {i}", DAY, "x", take)
    with pytest.raises(RecordError, match="would fall below its floor"):
        hold("one too many", DAY, "x", take)
    with pytest.raises(RecordError, match="would fall below its floor"):
        post(Draft("spend what is held", DAY, "x", take))
    assert balance_now(["cash"])[0].available == Money(0, "KZT")
    with refused("would fall below its floor") as cursor:
        cursor.execute("UPDATE registry_balance SET settled_minor = 4999")


def test_installing_again_changes_nothing(two: str) -> None:
    from django.db import connection

    from downrange.registry import guards

    with connection.schema_editor() as editor:
        guards.install(None, editor)
    with refused("append-only") as cursor:
        cursor.execute("DELETE FROM registry_leg")
    assert len(guards.statements("sqlite")) > len(guards.APPEND_ONLY)
