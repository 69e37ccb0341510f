"""Several at once, on both databases: nothing lost, nothing doubled; and killed at any point, nothing lost."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest

from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.registry.entries import Draft, Line

DAY = date(2023, 3, 7)


def payment(key: str, minor: int = 100) -> Draft:
    return Draft(
        key, DAY, "x", (Line("claim/paid", Money(minor, "KZT")), Line("debtor/bank", Money(-minor, "KZT")))
    )


def together(*tasks: Callable[[], Any]) -> list[Any]:
    """Run tasks in threads that start at the same moment; give what each returned or raised."""
    gate = Barrier(len(tasks))

    def run(task: Callable[[], Any]) -> Any:
        from django.db import connection

        gate.wait()
        try:
            return task()
        except RecordError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(run, tasks))


def paid() -> int:
    from downrange.service.record.ledger import balance_now

    return sum(b.settled.minor for b in balance_now(["claim/paid"]))


def sound() -> bool:
    from downrange.service.record.log import check_registry

    return check_registry() == []


def test_many_payments_at_once(registry: str) -> None:
    from downrange.service.record.ledger import post

    def pay(worker: int) -> Callable[[], Any]:
        return lambda: [post(payment(f"{worker}/{i}")).sequence for i in range(10)]

    found = together(*(pay(worker) for worker in range(6)))
    assert sorted(itertools.chain.from_iterable(found)) == list(range(60))
    assert paid() == 6000
    assert sound()


def test_the_same_payment_twice_at_once_counts_once(registry: str) -> None:
    from downrange.service.record.ledger import post

    found = together(*(lambda: post(payment("the one")) for _ in range(6)))
    assert sorted(p.fresh for p in found) == [False] * 5 + [True]
    assert {p.sequence for p in found} == {0}
    assert paid() == 100


def test_a_payment_and_a_reversal_at_once(registry: str) -> None:
    from downrange.service.record.ledger import post, reverse

    first = post(payment("first"))
    together(lambda: post(payment("second", 7)), lambda: reverse(first.sequence, "undo", DAY, "x"))
    assert paid() == 7
    assert sound()


def test_two_reversals_at_once_undo_once(registry: str) -> None:
    from downrange.service.record.ledger import post, reverse

    first = post(payment("first"))
    found = together(
        lambda: reverse(first.sequence, "undo a", DAY, "x"),
        lambda: reverse(first.sequence, "undo b", DAY, "x"),
    )
    assert sorted(isinstance(f, RecordError) for f in found) == [False, True]
    assert paid() == 0
    assert sound()


def test_a_hold_is_resolved_once_by_whoever_comes_first(registry: str) -> None:
    from downrange.service.record.ledger import balance_now, hold, resolve

    held = hold("h", DAY, "x", payment("").lines)
    found = together(
        lambda: resolve(held.sequence, "post", "a", DAY, "x"),
        lambda: resolve(held.sequence, "void", "b", DAY, "x"),
        lambda: resolve(held.sequence, "post", "c", DAY, "x"),
    )
    assert sorted(isinstance(f, RecordError) for f in found) == [False, True, True]
    assert balance_now(["claim/paid"])[0].held_in.minor == 0
    assert sound()


def test_no_more_is_held_than_there_is(registry: str) -> None:
    from downrange.service.record.ledger import balance_now, hold, open_account, post

    open_account("debtor/bank", 0)
    post(payment("fill", -500))
    lines = payment("", 100).lines
    found = together(*(lambda i=i: hold(f"h{i}", DAY, "x", lines) for i in range(8)))
    assert sum(isinstance(f, RecordError) for f in found) == 3
    assert balance_now(["debtor/bank"])[0].available.minor == 0
    assert sound()


def test_one_correction_wins(registry: str) -> None:
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import facts_as_of, record_fact

    old = record_fact(FactDraft("notice", "claim/debt", {"v": 0}, "x", DAY))
    found = together(
        *(
            lambda v=v: record_fact(FactDraft("notice", "claim/debt", {"v": v}, "x", DAY, supersedes=old.id))
            for v in range(1, 5)
        )
    )
    assert sum(isinstance(f, RecordError) for f in found) == 3
    assert len(facts_as_of("claim/debt")) == 1
    assert sound()


WRITER = """
import sys
from datetime import date
from downrange.registry.database import configure
configure(sys.argv[1])
from downrange.base.money import Money
from downrange.registry.entries import Draft, Line
from downrange.service.record.ledger import post_all
print("ready", flush=True)
i = int(sys.argv[2])
while True:
    drafts = [
        Draft(f"{i}/{n}", date(2023, 3, 7), "x",
              (Line("claim/paid", Money(100, "KZT")), Line("debtor/bank", Money(-100, "KZT"))))
        for n in range(int(sys.argv[3]))
    ]
    post_all(drafts)
    print(i, flush=True)
    i += 1
"""


@pytest.mark.parametrize("batch", [1, 300])
def test_killed_at_any_point_nothing_acknowledged_is_lost(registry: str, batch: int, tmp_path: Path) -> None:
    """A writer is killed without warning, again and again; what it had said it wrote is there, whole."""
    from downrange.registry.rows import ask

    script = tmp_path / "writer.py"
    script.write_text(WRITER)
    acknowledged = -1
    for round_ in range(4):
        writer = subprocess.Popen(
            [sys.executable, str(script), registry, str(acknowledged + 1), str(batch)],
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n"
        for _ in range(2 + round_):
            writer.stdout.readline()
        time.sleep(0.0037 * (round_ + 1))
        writer.send_signal(signal.SIGKILL)
        said = [line for line in writer.stdout.read().split("\n") if line.isdigit()]
        writer.wait()
        writer.stdout.close()
        acknowledged = max([int(line) for line in said], default=acknowledged + 2 + round_)
        written = ask("SELECT count(*) FROM registry_transaction")[0][0]
        assert written in ((acknowledged + 1) * batch, (acknowledged + 2) * batch)
        assert paid() == 100 * written
    assert sound()


def test_two_programs_write_at_once(registry: str, tmp_path: Path) -> None:
    """The same import by two programs at once counts once; one of them is killed half-way."""
    from downrange.registry.rows import ask

    script = tmp_path / "writer.py"
    script.write_text(WRITER)
    writers = [
        subprocess.Popen(
            [sys.executable, str(script), registry, "0", "50"], stdout=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    said = []
    for writer in writers:
        assert writer.stdout is not None
        said.append([writer.stdout.readline() for _ in range(6)])
    for writer in writers:
        writer.send_signal(signal.SIGKILL)
        assert writer.stdout is not None
        writer.stdout.close()
        writer.wait()
    assert said == [["ready\n", "0\n", "1\n", "2\n", "3\n", "4\n"]] * 2
    written = ask("SELECT count(*), count(DISTINCT digest) FROM registry_transaction")[0]
    assert written[0] == written[1]
    assert written[0] % 50 == 0
    assert written[0] >= 250
    assert paid() == 100 * written[0]
    assert sound()
