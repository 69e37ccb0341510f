from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from downrange.registry.rows import COPY_FROM_ROWS


@pytest.mark.parametrize("count", [0, 1, COPY_FROM_ROWS - 1, COPY_FROM_ROWS, 2000])
def test_rows_go_in_and_lists_find_them(registry: str, count: int) -> None:
    from downrange.registry.rows import ask, insert
    from downrange.service.record.work import writing

    with writing():
        insert(
            "registry_account", ("id", "key", "floor_minor"), [(i, f"a'{i}\t", None) for i in range(count)]
        )
    keys = [f"a'{i}\t" for i in range(0, count, 2)]
    found = ask('SELECT id FROM registry_account WHERE "key" IN LIST ORDER BY id', [keys])
    assert [row[0] for row in found] == list(range(0, count, 2))


def test_a_statement_that_gives_nothing_back(registry: str) -> None:
    from downrange.registry.rows import ask, change, insert

    insert("registry_private_part", ("commitment", "salt", "body"), [("c", "s", "{}")])
    change("UPDATE registry_private_part SET body = %s WHERE commitment = %s", ["", "c"])
    assert ask("SELECT body FROM registry_private_part") == [("",)]


def test_times_and_days_come_back_alike() -> None:
    from downrange.registry.rows import day, moment

    at = datetime(2023, 3, 7, 12, 30, 0, 5, tzinfo=UTC)
    assert moment("2023-03-07 12:30:00.000005") == at
    assert moment(at.astimezone(timezone(timedelta(hours=6)))) == at
    assert day("2023-03-07") == day(date(2023, 3, 7)) == date(2023, 3, 7)


def test_stamps_order_as_times_do(registry: str) -> None:
    from downrange.registry.rows import moment, stamp

    early = datetime(2023, 3, 7, 12, 30, 0, 0, tzinfo=UTC)
    late = early + timedelta(microseconds=1)
    assert stamp(early) < stamp(late)
    assert moment(stamp(early)) == early


def test_bytes_come_back_whatever_holds_them() -> None:
    from downrange.registry.rows import octets

    assert octets(memoryview(b"ab")) == octets(b"ab") == octets("ab") == b"ab"


def test_prefixes_are_ranges_of_bytes(registry: str) -> None:
    from downrange.registry.rows import after, ask, insert
    from downrange.service.record.work import writing

    keys = ["a", "a-b", "a/", "a/b", "a/é", "a/￿", "a0", "ab", "A/b", "a b"]
    with writing():
        insert("registry_account", ("id", "key"), list(enumerate(keys)))
    found = ask(
        'SELECT "key" FROM registry_account WHERE "key" FROM TEXT %s AND "key" BEFORE TEXT %s',
        ["a/", after("a/")],
    )
    assert {key for (key,) in found} == {"a/", "a/b", "a/é", "a/￿"}
