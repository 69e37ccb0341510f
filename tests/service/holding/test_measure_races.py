"""Several hands at once, on both databases: nothing held twice, nothing let go twice, no ALLOW after a STOP."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest
from tests.service.exercise import CLAIM, DEBTOR, NAME, SECOND, act, gate, in_force, load, tenge
from tests.service.holding.test_races import sound, together

from downrange.errors import RecordError

CRANE, FLATS = "asset/crane-07", "asset/flats-a"
DEBT = tenge("12500000000")


def approved(asset: str, number: int) -> str:
    from downrange.service.holding import orders

    name = f"measure/race-{number}"
    orders.draft_order(
        NAME, "attachment", CLAIM, DEBTOR, (asset,), act("bailiff", "2023-01-20"), measure=name
    )
    orders.approve(NAME, name, act("bailiff", "2023-01-20", by=SECOND))
    return name


def refused(found: list[object]) -> int:
    return sum(isinstance(one, RecordError) for one in found)


def test_two_attachments_of_one_thing_hold_it_once(registry: str) -> None:
    from downrange.service.holding import orders
    from downrange.service.holding.cover import free_of, held_of

    load()
    names = [approved(CRANE, number) for number in range(4)]
    found = together(
        *(
            lambda name=name: orders.put_in_force(NAME, name, act("bailiff", "2023-01-24", name))
            for name in names
        )
    )
    assert refused(found) == 3
    assert free_of(NAME, CRANE, "KZT").minor == 0
    assert sum(len(held_of(NAME, name)) for name in names) == 1
    assert gate(CRANE, "2023-01-24") == "STOP"
    assert sound()


def test_the_same_step_twice_at_once_is_taken_once(registry: str) -> None:
    from downrange.service.holding import orders
    from downrange.service.record.facts import facts_as_of

    load()
    name = approved(CRANE, 1)
    paper = act("bailiff", "2023-01-24", "EX-1")
    found = together(*(lambda: orders.put_in_force(NAME, name, paper) for _ in range(3)))
    assert refused(found) == 2
    steps = [fact.body["step"] for fact in facts_as_of(f"{NAME}/{name}", "measure-step")]
    assert steps == ["draft", "approve", "put-in-force"]
    assert sound()


def test_payments_at_once_release_once(registry: str) -> None:
    from downrange.service.holding import release
    from downrange.service.holding.cover import held_of
    from downrange.service.record.facts import facts_as_of

    load()
    name = in_force("attachment", (CRANE,), "2023-01-24")
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    paper = act("bailiff", "2023-05-02", "payment")
    found = together(
        lambda: release.pay(NAME, CLAIM, "one", DEBT, paper),
        lambda: release.pay(NAME, CLAIM, "two", DEBT, paper),
        lambda: release.pay(NAME, CLAIM, "one", DEBT, paper),
        lambda: release.end_proceeding(NAME, CLAIM, "waiver", act("bailiff", "2023-05-02", "waiver")),
    )
    assert refused(found) >= 2 or release.owed(NAME, CLAIM).paid.minor == 0
    assert len(facts_as_of(kind="release")) == 1
    assert release.owed(NAME, CLAIM).paid in (DEBT, tenge(0))
    assert held_of(NAME, name) == []
    assert gate(CRANE, "2023-05-02") == "ALLOW"
    assert sound()


def test_an_order_against_the_last_payment(registry: str) -> None:
    """Whoever comes first: the payment lets go what is in force by then, and after it nothing comes in force."""
    from downrange.service.holding import orders, release
    from downrange.service.holding.lives import lives

    load()
    in_force("attachment", (CRANE,), "2023-01-24")
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    name = approved(FLATS, 1)
    found = together(
        lambda: release.pay(NAME, CLAIM, "one", DEBT, act("bailiff", "2023-05-02", "payment")),
        lambda: orders.put_in_force(NAME, name, act("bailiff", "2023-05-02", "EX-9")),
    )
    assert refused(found) <= 1
    assert [one.state for one in lives(NAME).values() if one.state == "in-force"] == []
    assert [gate(asset, "2023-05-02") for asset in (CRANE, FLATS)] == ["ALLOW", "ALLOW"]
    with pytest.raises(RecordError, match=r"ended on 2023-05-02 \(payment; ENF 47"):
        approved(CRANE, 2)
    assert sound()


def test_a_release_against_a_payment_never_uncovers_the_rest(registry: str) -> None:
    from downrange.service.holding import release

    load()
    in_force("attachment", (CRANE, FLATS, "asset/training-centre"), "2023-01-24")
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    paid = DEBT - tenge("2200000000")
    tasks = [
        lambda: release.pay(NAME, CLAIM, "one", paid, act("bailiff", "2023-05-02", "payment")),
        lambda: release.let_go(NAME, CLAIM, (FLATS,), act("bailiff", "2023-05-02", "excess 1")),
        lambda: release.let_go(
            NAME, CLAIM, ("asset/training-centre",), act("bailiff", "2023-05-02", "excess 2")
        ),
    ]
    together(*tasks)
    rest = release.owed(NAME, CLAIM).left
    draft = release.proposal(NAME, CLAIM)
    held = [asset for asset in (CRANE, FLATS, "asset/training-centre") if gate(asset, "2023-05-02") == "STOP"]
    assert rest == tenge("2200000000")
    assert draft.kept >= rest  # whoever came first, what stays covers what is left
    assert len(held) >= 2
    assert sound()


CHECKER = """
import sys, time
url, asset, on = sys.argv[1:]
from downrange.service.border.checking import check
check(asset, database=url, on=on)
print("ready", flush=True)
while True:
    start = time.monotonic()
    answer = check(asset, database=url, on=on)["answer"]
    print(start, time.monotonic(), answer, flush=True)
"""


def test_no_allow_after_a_committed_stop(registry: str, tmp_path: Path) -> None:
    """Programs of their own ask all the time while measures come and go; each answer fits the clock."""
    from downrange.service.holding import release
    from downrange.service.holding.acts import take

    load()
    script = tmp_path / "checker.py"
    script.write_text(CHECKER)
    asked = [sys.executable, str(script), registry, CRANE, "2023-05-02"]
    checkers = [subprocess.Popen(asked, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    answers: list[list[str]] = []

    def read(one: subprocess.Popen[str]) -> None:
        for line in one.stdout or ():
            answers.append(line.split())

    def wait_for_more(number: int = 4) -> None:
        there, limit = len(answers), time.monotonic() + 30
        while len(answers) < there + number and time.monotonic() < limit:
            time.sleep(0.01)

    readers = ThreadPoolExecutor(len(checkers))
    stopped: list[tuple[float, float]] = []
    try:
        for one in checkers:
            assert one.stdout is not None
            assert one.stdout.readline() == "ready\n"
        lines = [readers.submit(read, one) for one in checkers]
        for number in range(2):
            name = in_force("attachment", (CRANE,), "2023-05-02", measure=f"measure/cycle-{number}")
            since = time.monotonic()
            wait_for_more()
            until = time.monotonic()
            take(NAME, name, "release", act("bailiff", "2023-05-02", "order"), told="waiver")
            stopped.append((since, until))
            wait_for_more(2)
    finally:
        for one in checkers:
            one.terminate()
            one.wait()
    for future in lines:
        future.result()
    readers.shutdown()
    whole = [row for row in answers if len(row) == 3]
    inside = [row[2] for row in whole if any(a < float(row[0]) and float(row[1]) < b for a, b in stopped)]
    assert {row[2] for row in whole} == {"STOP", "ALLOW"}
    assert inside
    assert set(inside) == {"STOP"}
    assert release.owed(NAME, CLAIM, date(2023, 5, 2)).paid.minor == 0
    assert gate(CRANE, "2023-05-02") == "ALLOW"


def test_a_partial_release_against_another_order_on_the_same_thing(registry: str) -> None:
    """Whoever comes first: the thing is held once at most, and the gate stops it exactly while it is held."""
    from downrange.service.holding import orders, release
    from downrange.service.holding.cover import free_of, held_of

    load()
    first = in_force("attachment", (CRANE, FLATS, "asset/training-centre"), "2023-01-24")
    release.no_charges(NAME, CLAIM, act("bailiff", "2023-04-03", "statement"))
    paid = DEBT - tenge("1500000000")
    release.pay(NAME, CLAIM, "one", paid, act("bailiff", "2023-05-02", "payment"))
    second = approved(FLATS, 1)
    paper = act("bailiff", "2023-05-02", "EX-9")
    found = together(
        lambda: release.let_go(NAME, CLAIM, (FLATS,), act("bailiff", "2023-05-02", "excess")),
        lambda: orders.put_in_force(NAME, second, paper),
        lambda: orders.put_in_force(NAME, second, paper),
    )
    holding = [name for name in (first, second) if held_of(NAME, name, FLATS)]
    assert refused(found[1:]) == 2 - (second in holding)
    assert not isinstance(found[0], RecordError)
    assert len(holding) <= 1
    assert (free_of(NAME, FLATS, "KZT").minor == 0) == bool(holding)
    assert gate(FLATS, "2023-05-02") == ("STOP" if holding else "ALLOW")
    assert gate(CRANE, "2023-05-02") == "STOP"
    assert sound()


def test_a_returned_writ_lapses_once(registry: str) -> None:
    """A bailiff's clock that strikes twice, while the creditor asks for a stay or for his writ once more."""
    from downrange.service.holding import measures
    from downrange.service.holding.cover import held_of
    from downrange.service.record.facts import facts_as_of

    load()
    name = in_force("attachment", (CRANE,), "2023-01-24")
    measures.return_to_creditor(NAME, CLAIM, act("bailiff", "2023-05-03", "return"), "nothing found")
    late = act("bailiff", "2026-05-04", "clock")
    found = together(
        lambda: measures.lapse_due(NAME, late),
        lambda: measures.lapse_due(NAME, late),
        lambda: measures.suspend(NAME, CLAIM, "creditor-letter", act("bailiff", "2026-05-04", "letter")),
        lambda: measures.return_to_creditor(NAME, CLAIM, act("bailiff", "2026-05-04", "return"), "again"),
        lambda: measures.present_again(NAME, CLAIM, act("bailiff", "2026-05-04", "writ")),
    )
    assert sorted(map(len, found[:2])) == [0, 1]
    assert refused(found[2:]) == 3
    steps = [fact.body["step"] for fact in facts_as_of(f"{NAME}/{name}", "measure-step")]
    assert steps.count("lapse") == 1
    assert held_of(NAME, name) == []
    assert gate(CRANE, "2026-05-04") == "ALLOW"
    assert sound()
