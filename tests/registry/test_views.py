from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from downrange.base.money import Money
from downrange.registry.entries import Draft, Line


def kzt(minor: int) -> Money:
    return Money(minor, "KZT")


def pair(key: str, minor: int, on: str, kind: Any = "entry", **more: Any) -> Draft:
    lines = (Line("a", kzt(minor)), Line("b", kzt(-minor)))
    return Draft(key, date.fromisoformat(on), "x", lines, kind, **more)


def a_holds(on: str | None = None, known_at: Any = None) -> tuple[int, int, int]:
    from downrange.service.record.ledger import balance_as_of

    found = balance_as_of(["a"], date.fromisoformat(on) if on else None, known_at)
    return (found[0].settled.minor, found[0].held_in.minor, found[0].held_out.minor) if found else (0, 0, 0)


def test_both_axes_of_a_backdated_posting(registry: str) -> None:
    from downrange.registry.models import LogLeaf
    from downrange.service.record.ledger import post

    post(pair("first", 100, "2023-01-31"))
    post(pair("backdated", 7, "2022-12-01"))
    post(pair("ahead", 1000, "2024-01-01"))
    times = [leaf.recorded_at for leaf in LogLeaf.objects.all()]
    assert a_holds() == (1107, 0, 0)
    assert a_holds("2022-11-30") == (0, 0, 0)
    assert a_holds("2022-12-01") == (7, 0, 0)
    assert a_holds("2023-01-31") == (107, 0, 0)  # the end of that day
    assert a_holds("2023-01-31", times[0]) == (100, 0, 0)
    assert a_holds("2022-12-31", times[0]) == (0, 0, 0)
    assert a_holds("2025-01-01", times[1]) == (107, 0, 0)
    assert a_holds("2025-01-01", times[0] - timedelta(microseconds=1)) == (0, 0, 0)


def test_a_hold_counts_until_it_is_resolved_on_both_axes(registry: str) -> None:
    from downrange.registry.models import LogLeaf
    from downrange.service.record.ledger import balance_now, post, resolve

    post(pair("in", 500, "2023-01-10", "hold"))
    post(pair("out", -300, "2023-01-10", "hold"))
    resolve(0, "post", "settle", date(2023, 2, 1), "x", (Line("a", kzt(400)), Line("b", kzt(-400))))
    resolve(1, "void", "release", date(2023, 3, 1), "x")
    known_before_the_void = LogLeaf.objects.get(sequence=2).recorded_at
    assert a_holds("2023-01-09") == (0, 0, 0)
    assert a_holds("2023-01-10") == (0, 500, -300)
    assert a_holds("2023-02-01") == (400, 0, -300)
    assert a_holds("2023-03-01") == (400, 0, 0)
    assert a_holds("2023-03-01", known_before_the_void) == (400, 0, -300)
    now = balance_now(["a"])[0]
    assert (now.settled, now.held_in, now.held_out, now.available) == (kzt(400), kzt(0), kzt(0), kzt(400))


def test_folds_are_rebuilt_and_compared(registry: str) -> None:
    from downrange.registry import views
    from downrange.registry.rows import change
    from downrange.service.record.ledger import compare_balances, post_all, rebuild_balances, resolve

    post_all(
        [
            pair("p", 100, "2023-01-01"),
            pair("h", 40, "2023-01-01", "hold"),
            pair("i", -9, "2023-01-01", "hold"),
        ]
    )
    resolve(1, "post", "r", date(2023, 1, 2), "x")
    before = views.stored_balances()
    assert compare_balances() == []
    change("UPDATE registry_balance SET settled_minor = settled_minor + 1 WHERE account_id = 1")
    change("DELETE FROM registry_balance WHERE account_id = 2")
    assert [problem.where.key for problem in compare_balances()] == ["balance.1.1", "balance.2.1"]
    assert rebuild_balances() == 2
    assert compare_balances() == []
    assert views.stored_balances() == before


def test_accounts_come_in_order_and_only_those_asked_for(registry: str) -> None:
    from downrange.service.record.ledger import balance_as_of, balance_now, post

    post(pair("p", 1, "2023-01-01"))
    assert [b.account for b in balance_as_of()] == ["a", "b"]
    assert [b.account for b in balance_now()] == ["a", "b"]
    assert [b.account for b in balance_now(["b", "zz"])] == ["b"]
    assert balance_as_of([]) == []


def test_digits_of_several_times_are_added_up(registry: str) -> None:
    from downrange.registry import ledger, log
    from downrange.registry.database import now
    from downrange.registry.rows import insert
    from downrange.registry.views import currency_rows
    from downrange.service.record.ledger import balance_as_of, post, rebuild_balances
    from downrange.service.record.work import writing

    post(pair("new", 250, "2023-01-01"))
    with writing():
        ledger.declare_currency("KZT", 0, date(2030, 1, 1))
        # A posting as an older edition, with other digits, would have left it.
        log.append("transaction", ["f" * 64], 1, now())
        insert(
            "registry_leg",
            ("sequence", "line", "account_id", "currency_id", "minor"),
            [(1, 0, 1, 2, 3), (1, 1, 2, 2, -3)],
        )
        old = Draft("old", date(2030, 1, 1), "x", pair("", 1, "2030-01-01").lines)
        insert("registry_transaction", ledger._SEAL_COLUMNS, [ledger._seal(1, old, "f" * 64)])
    assert [exponent for _, _, exponent in sorted(currency_rows()["KZT"])] == [2, 0]
    assert balance_as_of(["a"])[0].settled == kzt(250 + 300)
    assert rebuild_balances() == 4
