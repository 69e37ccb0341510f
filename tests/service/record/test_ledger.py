"""Use cases of the ledger, against a model in exact rationals that shares no code with it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.registry.entries import Draft, Line

FIRST = date(2023, 1, 1)
ACCOUNTS = ("claim/principal", "claim/costs", "debtor", "bailiff")
DIGITS = {"KZT": 100, "JPY": 1}


def pair(key: str, minor: int, on: date = FIRST, currency: str = "KZT", kind: Any = "entry") -> Draft:
    lines = (Line(ACCOUNTS[0], Money(minor, currency)), Line(ACCOUNTS[2], Money(-minor, currency)))
    return Draft(key, on, "office/clerk", lines, kind)


def settled(account: str = ACCOUNTS[0]) -> int:
    from downrange.service.record.ledger import balance_now

    return sum(b.settled.minor for b in balance_now([account]))


def test_a_reversal_restores_and_happens_once(registry: str) -> None:
    from downrange.service.record.ledger import balance_as_of, post, reverse

    first = post(pair("p", 500))
    undo = reverse(first.sequence, "undo", FIRST + timedelta(days=9), "office/clerk", "wrong debtor")
    assert settled() == 0
    assert balance_as_of([ACCOUNTS[0]], FIRST)[0].settled.minor == 500, "what was, stays visible"
    assert reverse(first.sequence, "undo", FIRST + timedelta(days=9), "office/clerk", "wrong debtor") == (
        type(undo)(undo.sequence, undo.digest, fresh=False)
    )
    with pytest.raises(RecordError):
        reverse(first.sequence, "undo again", FIRST, "office/clerk")
    with pytest.raises(RecordError, match="no posting 77"):
        reverse(77, "undo nothing", FIRST, "office/clerk")
    reverse(undo.sequence, "redo", FIRST + timedelta(days=10), "office/clerk")
    assert settled() == 500


def test_a_hold_is_posted_in_part_voided_or_lapses(registry: str) -> None:
    from downrange.service.record.ledger import balance_now, expire_due, hold, resolve, reverse

    lines = pair("", 1000).lines
    one, two, three = (
        hold(f"h{i}", FIRST, "office/bailiff", lines, FIRST + timedelta(days=i)).sequence
        for i in (10, 20, 30)
    )
    assert balance_now([ACCOUNTS[0]])[0].held_in.minor == 3000
    part = resolve(one, "post", "r1", FIRST, "office/bailiff", pair("", 600).lines)
    assert [b.settled.minor for b in balance_now([ACCOUNTS[0]])] == [600]
    resolve(two, "void", "r2", FIRST, "office/bailiff")
    with pytest.raises(RecordError):
        resolve(two, "post", "r2 again", FIRST, "office/bailiff")
    with pytest.raises(RecordError, match="does not expire by then"):
        resolve(three, "expiry", "r3", FIRST, "office/bailiff")
    with pytest.raises(RecordError, match="only what is settled"):
        reverse(three, "undo a hold", FIRST, "office/bailiff")
    assert expire_due(FIRST + timedelta(days=29), "clock") == []
    lapsed = expire_due(FIRST + timedelta(days=30), "clock")
    assert [p.fresh for p in lapsed] == [True]
    assert expire_due(FIRST + timedelta(days=31), "clock") == []
    now = balance_now([ACCOUNTS[0]])[0]
    assert (now.settled.minor, now.held_in.minor, now.held_out.minor) == (600, 0, 0)
    reverse(part.sequence, "undo the part", FIRST, "office/bailiff")
    assert settled() == 0


def test_a_refused_batch_leaves_nothing(registry: str) -> None:
    from downrange.service.record.ledger import balance_now, open_account, post, post_all

    open_account(ACCOUNTS[2], 0)
    with pytest.raises(RecordError, match="below its floor"):
        post_all([pair("fill", -50), pair("take", 60)])
    assert balance_now() == []
    assert post(pair("fill", -50)).sequence == 0


@given(
    st.permutations(range(6)), st.lists(st.integers(-(10**15), 10**15).filter(bool), min_size=6, max_size=6)
)
@settings(max_examples=8)
def test_the_order_of_arrival_does_not_matter(order: list[int], sums: list[int]) -> None:
    """Postings of the same value date, in any order and cut into any batches, end in the same balances."""
    seen = []
    for sequence in (range(6), order):
        with fresh_sqlite():
            from downrange.service.record.ledger import balance_as_of, post

            for i in sequence:
                post(pair(f"k{i}", sums[i], currency="KZT" if i % 2 else "JPY"))
            seen.append(balance_as_of(on=FIRST))
    assert seen[0] == seen[1]


_TEMPLATE: list[Path] = []


class fresh_sqlite:  # noqa: N801 - reads as a word
    """An empty registry on SQLite for one run of a machine, without the cost of migrating it."""

    def __enter__(self) -> None:
        from downrange.registry.database import configure, migrate

        if not _TEMPLATE:
            _TEMPLATE.append(Path(tempfile.mkdtemp(prefix="downrange-model-")) / "template.sqlite3")
            migrate(f"sqlite:///{_TEMPLATE[0]}")
            close()
        self.folder = tempfile.TemporaryDirectory(prefix="downrange-model-")
        path = Path(self.folder.name) / "r.sqlite3"
        shutil.copy(_TEMPLATE[0], path)
        configure(f"sqlite:///{path}")
        from downrange.registry.rows import change

        change("PRAGMA synchronous=OFF")  # no power cut is tried here

    def __exit__(self, *_: object) -> None:
        close()
        self.folder.cleanup()


def close() -> None:
    from django.db import connections

    connections["default"].close()


@dataclass
class Held:
    """A posting as the model sees it: amounts are rationals of whole units, per account and currency."""

    on: date
    legs: dict[tuple[str, str], Fraction]
    pending: bool = False
    expires: date | None = None
    resolved_on: date | None = None
    reversed: bool = False


class LedgerMachine(RuleBasedStateMachine):
    """Random histories; after each step the ledger must say what the model says, on every axis."""

    @initialize()
    def start(self) -> None:
        self.world = self.world_of()
        self.world.__enter__()
        self.model: dict[int, Held] = {}
        self.keys: dict[str, tuple[Draft, int]] = {}
        self.counter = 0

    def world_of(self) -> Any:
        return fresh_sqlite()

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.__exit__(None, None, None)

    def key(self) -> str:
        self.counter += 1
        return f"k{self.counter}"

    def add(self, sequence: int, draft: Draft) -> None:
        legs: dict[tuple[str, str], Fraction] = {}
        for line in draft.lines:
            place = (line.account, line.money.currency)
            amount = Fraction(line.money.minor, DIGITS[line.money.currency])
            legs[place] = legs.get(place, Fraction(0)) + amount
        self.model[sequence] = Held(draft.effective_on, legs, draft.kind == "hold", draft.expires_on)

    days = st.integers(0, 40).map(lambda n: FIRST + timedelta(days=n))
    sums = st.integers(-(10**14), 10**14).filter(bool)

    @rule(
        on=days,
        legs=st.lists(
            st.tuples(st.sampled_from(ACCOUNTS), st.sampled_from(sorted(DIGITS)), sums),
            min_size=1,
            max_size=4,
        ),
        rest=st.sampled_from(ACCOUNTS),
        holds=st.one_of(st.none(), st.integers(1, 20)),
    )
    def post_or_hold(self, on: date, legs: list[tuple[str, str, int]], rest: str, holds: int | None) -> None:
        from downrange.service.record.ledger import post

        lines = [Line(account, Money(minor, currency)) for account, currency, minor in legs]
        for currency in sorted({currency for _, currency, _ in legs}):
            missing = sum(minor for _, code, minor in legs if code == currency)
            lines += [Line(rest, Money(-missing, currency))] if missing else []
        if len(lines) < 2:
            return
        expires = on + timedelta(days=holds) if holds else None
        kind: Any = "hold" if holds else "entry"
        draft = Draft(self.key(), on, "x", tuple(lines), kind, expires_on=expires)
        posted = post(draft)
        assert posted.fresh
        self.keys[draft.key] = (draft, posted.sequence)
        self.add(posted.sequence, draft)

    @precondition(lambda self: bool(self.keys))
    @rule(data=st.data())
    def the_same_again(self, data: st.DataObject) -> None:
        from downrange.service.record.ledger import post

        draft, sequence = self.keys[data.draw(st.sampled_from(sorted(self.keys)))]
        again = post(draft)
        assert (again.sequence, again.fresh) == (sequence, False)

    def some(self, data: st.DataObject, pending: bool) -> int | None:
        fit = sorted(
            sequence
            for sequence, held in self.model.items()
            if held.pending is pending and (held.resolved_on is None if pending else not held.reversed)
        )
        return data.draw(st.sampled_from(fit)) if fit else None

    @rule(data=st.data(), on=days)
    def undo(self, data: st.DataObject, on: date) -> None:
        from downrange.service.record.ledger import reverse

        sequence = self.some(data, pending=False)
        if sequence is None:
            return
        undone = self.model[sequence]
        undone.reversed = True
        posted = reverse(sequence, self.key(), on, "x")
        self.model[posted.sequence] = Held(on, {place: -amount for place, amount in undone.legs.items()})

    @rule(data=st.data(), later=st.integers(0, 30), how=st.sampled_from(["post", "half", "void", "expiry"]))
    def settle(self, data: st.DataObject, later: int, how: str) -> None:
        from downrange.service.record.ledger import resolve

        sequence = self.some(data, pending=True)
        if sequence is None:
            return
        held = self.model[sequence]
        on = held.on + timedelta(days=later)
        if how == "expiry" and (held.expires is None or on < held.expires):
            with pytest.raises(RecordError):
                resolve(sequence, "expiry", self.key(), on, "x")
            return
        held.resolved_on = on
        if how in ("void", "expiry"):
            resolve(sequence, "void" if how == "void" else "expiry", self.key(), on, "x")
            return
        share = Fraction(1, 2) if how == "half" else Fraction(1)
        legs = {place: amount * share for place, amount in held.legs.items() if amount}
        whole = all((amount * DIGITS[currency]).denominator == 1 for (_, currency), amount in legs.items())
        if how == "half" and whole and len(legs) > 1:
            lines = [
                Line(account, Money(int(amount * DIGITS[currency]), currency))
                for (account, currency), amount in legs.items()
            ]
            posted = resolve(sequence, "post", self.key(), on, "x", lines)
        else:
            legs = dict(held.legs)
            posted = resolve(sequence, "post", self.key(), on, "x")
        self.model[posted.sequence] = Held(on, legs)

    @rule()
    def rebuild(self) -> None:
        from downrange.service.record.ledger import compare_balances, rebuild_balances

        assert compare_balances() == []
        rebuild_balances()
        assert compare_balances() == []

    def expected(self, on: date | None, size: int | None = None) -> dict[tuple[str, str], list[Fraction]]:
        sums: dict[tuple[str, str], list[Fraction]] = {}
        for held in self.model.values():
            if on is not None and held.on > on:
                continue
            resolved = held.resolved_on is not None and (on is None or held.resolved_on <= on)
            for place, amount in held.legs.items():
                parts = sums.setdefault(place, [Fraction(0)] * 3)
                if not held.pending:
                    parts[0] += amount
                elif not resolved:
                    parts[1 if amount > 0 else 2] += amount
        return sums

    def said(self, balances: list[Any]) -> dict[tuple[str, str], list[Fraction]]:
        return {
            (b.account, b.settled.currency): [
                Fraction(part.minor, DIGITS[part.currency]) for part in (b.settled, b.held_in, b.held_out)
            ]
            for b in balances
        }

    @invariant()
    def the_ledger_says_what_the_model_says(self) -> None:
        if not hasattr(self, "model"):
            return
        from downrange.service.record.ledger import balance_as_of, balance_now

        now = self.said(balance_now())
        assert self.gross(now) == self.gross(self.expected(None))
        assert self.said(balance_as_of()) == now
        middle = FIRST + timedelta(days=20)
        assert self.gross(self.said(balance_as_of(on=middle))) == self.gross(self.expected(middle))
        for currency in DIGITS:
            parts = [sum(p) for (_, code), p in now.items() if code == currency]
            assert sum(parts) == 0

    @staticmethod
    def gross(
        sums: dict[tuple[str, str], list[Fraction]],
    ) -> dict[tuple[str, str], tuple[Fraction, Fraction]]:
        """Settled, and what is pending in all: in and out of one account may stand in one hold."""
        return {place: (p[0], p[1] + p[2]) for place, p in sums.items() if p[0] or p[1] + p[2]}


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_random_histories_agree_with_the_model(kind: str, request: pytest.FixtureRequest) -> None:
    if kind == "sqlite":
        machine, examples = LedgerMachine, 60
    else:
        cluster = request.getfixturevalue("cluster")

        class OnPostgreSQL(LedgerMachine):
            def world_of(self) -> Any:
                return other_world(cluster.copy_of("template"))

        machine, examples = OnPostgreSQL, 12
    run_state_machine_as_test(machine, settings=settings(max_examples=examples, stateful_step_count=30))


@contextmanager
def other_world(url: str) -> Iterator[None]:
    from downrange.registry.database import configure

    configure(url)
    yield
    close()


@pytest.fixture(autouse=True)
def _disconnected() -> Iterator[None]:
    yield
    close()
