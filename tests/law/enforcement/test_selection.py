"""Least harm first, exact in whole minor units, against brute force."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.enforcement.test_attachability import asset

from downrange.base.money import Money
from downrange.law.enforcement.attachability import Attachable
from downrange.law.enforcement.selection import cover, level_of, select


def tenge(amount: int) -> Money:
    return Money.of(amount, "KZT")


def thing(
    name: str, value: int, queue: str = "movables-not-in-production", **more: Any
) -> tuple[Attachable, Money]:
    pledged, critical = more.get("pledged", False), more.get("critical", False)
    one = asset(id=f"asset/{name}")
    return Attachable(one, more.get("status", "attachable"), queue, pledged, critical, "r", "a"), tenge(value)


def names(found: Any) -> list[str]:
    return [one.asset.removeprefix("asset/") for one in found.chosen]


def test_money_first_and_only_as_much_as_needed() -> None:
    found = select([thing("car", 100), thing("account", 500, "money")], tenge(300))
    assert names(found) == ["account"]
    assert (found.covered, found.excess) == (tenge(300), tenge(0))
    assert found.optimal


def test_production_only_for_what_the_rest_cannot_cover() -> None:
    things = [
        thing("account", 50, "money"), thing("car", 100), thing("van", 30), thing("flat", 200, "immovables-not-in-production"),
        thing("crane", 90, "production-assets"), thing("tower", 500, "production-assets"),
    ]  # fmt: skip
    found = select(things, tenge(420))
    assert names(found) == ["account", "car", "flat", "crane"]  # with the crane the van is not needed
    assert found.excess == tenge(0)
    assert dict(found.left)["asset/van"].startswith("not needed")
    found = select(things, tenge(340))
    assert names(found) == ["account", "car", "flat"]
    assert found.chosen[0].value == tenge(40)


def test_launch_critical_and_pledged_things_come_last() -> None:
    things = [
        thing("crane", 100, "production-assets"), thing("cabin", 100, "production-assets", critical=True),
        thing("car", 100, pledged=True),
    ]  # fmt: skip
    assert names(select(things, tenge(100))) == ["crane"]
    assert names(select(things, tenge(150))) == ["crane", "car"]
    assert names(select(things, tenge(250))) == ["crane", "car", "cabin"]
    reasons = dict(select(things, tenge(100)).left)
    assert "launch-critical" in reasons["asset/cabin"]
    assert "ENF 57" in reasons["asset/car"]


def test_what_does_not_suffice_is_all_taken() -> None:
    found = select([thing("car", 100), thing("cabin", 5, critical=True)], tenge(1000))
    assert names(found) == ["car", "cabin"]
    assert found.covered == tenge(105)
    assert select([], tenge(1)).covered == tenge(0)


def test_alternatives_and_doubt_are_told() -> None:
    found = select([thing("a", 100, status="doubtful"), thing("b", 120)], tenge(100))
    assert names(found) == ["a"]
    assert "63(1)" in found.chosen[0].article
    assert found.alternatives == ("asset/b instead of asset/a: covers 120.00 KZT",)


def test_another_currency_needs_a_rate() -> None:
    one, _ = thing("a", 1)
    with pytest.raises(ValueError, match="rate"):
        select([(one, Money.of(1, "USD"))], tenge(1))


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=9), st.integers(1, 10**6))
def test_cover_is_the_least_sum(values: list[int], need: int) -> None:
    picked, exact, gap = cover(values, need)
    reached = sum(values[index] for index in picked)
    every = [sum(part) for size in range(len(values) + 1) for part in combinations(values, size)]
    enough = [total for total in every if total >= need]
    assert reached == (min(enough) if enough else sum(values))
    assert exact
    assert gap == 0


@pytest.mark.parametrize("number", [31, 1000])
def test_many_things_are_covered_within_the_gap(number: int) -> None:
    draw = random.Random(number)
    values = [draw.randrange(10**6, 10**11) for _ in range(number)]
    need = sum(values) // 3
    picked, exact, gap = cover(values, need)
    reached = sum(values[index] for index in picked)
    assert need <= reached <= need * 1.0002
    assert exact or gap <= 2e-4
    assert cover(values, need)[0] == picked


@given(
    st.lists(st.tuples(st.integers(0, 3), st.booleans(), st.booleans(), st.integers(1, 10**6)), max_size=12),
    st.integers(1, 4 * 10**6),
)
def test_a_later_level_is_never_taken_for_what_earlier_ones_give(
    rows: list[tuple[int, bool, bool, int]], need: int
) -> None:
    queues = ("money", "movables-not-in-production", "immovables-not-in-production", "production-assets")
    things = [
        thing(f"t{index}", value, queues[queue], pledged=pledged, critical=critical)
        for index, (queue, pledged, critical, value) in enumerate(rows)
    ]
    found = select(things, tenge(need))
    total = sum(value.minor for _, value in things)
    assert found.covered >= min(tenge(need), Money(total, "KZT"))
    last = max(
        (level_of(one) for one, _ in things if one.asset.id in {each.asset for each in found.chosen}),
        default=0,
    )
    before = sum(value.minor for one, value in things if level_of(one) < last)
    assert before < tenge(need).minor


def test_nothing_is_written_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    """One JSON document on standard output and nothing else: the solver must keep still."""
    values = [10**6 + 977 * index**2 for index in range(40)]
    cover(values, sum(values) // 3)
    assert capfd.readouterr().out == ""


def test_a_thousand_things_are_chosen_among_within_the_gap() -> None:
    """The goal is two seconds (benchmarks/selection.py measures it); here only that it stays far from minutes."""
    import time

    chance = random.Random(7)
    queues = ("movables-not-in-production", "immovables-not-in-production", "production-assets")
    things = [
        thing(f"n{i}", int(10 ** chance.uniform(4, 9)), chance.choice(queues), critical=chance.random() < 0.1)
        for i in range(1000)
    ]
    target = tenge(sum(value.minor for _, value in things) // 500)
    start = time.process_time()
    found = select(things, target)
    assert time.process_time() - start < 20
    assert found.covered >= target
    assert found.gap_ratio <= 1e-4


@given(st.lists(st.integers(1, 60), min_size=2, max_size=9), st.integers(1, 200))
def test_the_nearest_swaps_are_the_nearest_of_all(values: list[int], need: int) -> None:
    things = [thing(f"t{number}", value) for number, value in enumerate(values)]
    found = select(things, tenge(need))
    held = set(names(found))
    worth = {f"t{number}": value for number, value in enumerate(values)}
    total = sum(worth[name] for name in held)
    after = sorted(
        (total - worth[out] + worth[into], f"asset/{out}", f"asset/{into}")
        for out in held
        for into in set(worth) - held
        if total - worth[out] + worth[into] >= need
    )
    expected = [f"{into} instead of {out}: covers {tenge(sum_)}" for sum_, out, into in after[:3]]
    assert list(found.alternatives) == expected
