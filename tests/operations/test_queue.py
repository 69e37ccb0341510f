"""What several launches share: units, options, sets that do not hear of each other."""

from datetime import date, timedelta

import numpy as np
import pytest

from downrange.base.source import Sourced
from downrange.base.spread import Choice, Uniform
from downrange.operations.consequence import consequence
from downrange.operations.manifest import Launch, Manifest, Need, Resource
from downrange.operations.outage import Draws, Withdrawal
from downrange.operations.queue import slips, window

ON = date(2030, 1, 1)


def days(low: float, high: float | None = None) -> Sourced:
    spread = Uniform(kind="uniform", low=low, high=high or low)
    return Sourced(value=low, unit="d", spread=spread, source="own", kind="assumed", rationale="a test")


def units(*values: float) -> Sourced:
    spread = Choice(kind="choice", values=values)
    return Sourced(value=values[0], spread=spread, source="own", kind="assumed", rationale="a test")


def launch(name: str, first: int, pad: str, *needs: tuple[str, ...], last: int | None = None) -> Launch:
    span = (ON + timedelta(days=first), ON + timedelta(days=first if last is None else last))
    wanted = (Need("pad", (pad,)), *(Need("part", one) for one in needs))
    return Launch(f"launch/{name}", name, span, "R", "r", "S", pad, "satellite", "nobody", wanted)


def site(train: Resource, *launches: Launch) -> Manifest:
    """Two pads, one train for both; the cabin of the first pad is mended in a hundred days."""
    cabin = Resource("cabin", "", "part", repair=days(100))
    east = Resource("east", "", "pad", needs=(Need("part", ("cabin",)),), turnaround=days(5))
    west = Resource("west", "", "pad", turnaround=days(5))
    named = {one.name: one for one in (cabin, east, west, train)}
    return Manifest(named, launches)


LOST = Withdrawal("cabin", "asset/cabin", "lost", ON)
PLAN = (
    launch("a", 10, "east", ("train",)),
    launch("b", 50, "west", ("train",)),
    launch("c", 103, "west", ("train",)),
)


def delays(manifest: Manifest, *held: Withdrawal) -> dict[str, float | None]:
    found = consequence(manifest, held, ON, 64).effects
    return {one.launch.title: None if one.delay is None else one.delay.p50 for one in found}


def test_a_flight_late_at_one_pad_waits_and_is_waited_for_at_another_where_one_train_serves_both() -> None:
    one = site(Resource("train", "", "fuelling", turnaround=days(14)), *PLAN)
    assert delays(one, LOST) == {"a": 90, "b": 0, "c": 11}  # ready on 100; then 14 days to the next
    effects = {each.launch.title: each for each in consequence(one, [LOST], ON, 64).effects}
    assert effects["c"].effect == "delayed"
    assert effects["c"].why == "waits for train behind a late flight"
    assert effects["b"].effect == "unaffected"


def test_a_second_train_takes_the_wait_away() -> None:
    two = site(Resource("train", "", "fuelling", turnaround=days(14), capacity=units(2)), *PLAN)
    assert delays(two, LOST) == {"a": 90, "b": 0, "c": 0}
    # or only in half of the draws, where their number is in doubt
    doubt = site(Resource("train", "", "fuelling", turnaround=days(14), capacity=units(1, 2)), *PLAN)
    c = consequence(doubt, [LOST], ON, 64).effects[2]
    assert c.delay is not None
    assert (c.delay.p05, c.delay.p95) == (0, 11)


def test_one_unit_of_two_withheld_stops_nothing_and_makes_others_wait() -> None:
    train = Resource("train", "", "fuelling", turnaround=days(14), capacity=units(2), lead=days(400))
    both = site(train, *PLAN)
    some = Withdrawal("train", "asset/one-train", "frozen", ON, units_number=1)
    assert delays(both, some) == {"a": 0, "b": 0, "c": 0}
    assert delays(both, LOST, some) == {"a": 90, "b": 0, "c": 11}
    every = Withdrawal("train", "asset/both-trains", "frozen", ON, units_number=2)
    assert {one.effect for one in consequence(both, [every], ON, 64).effects} == {"stopped"}
    permitted = Withdrawal("train", "asset/one-train", "frozen", ON, permitted=True, units_number=1)
    assert delays(both, LOST, permitted)["c"] == 0


def test_one_of_two_trains_with_names_serves_whoever_is_ready() -> None:
    trains = {
        name: Resource(name, "", "fuelling", turnaround=days(14), lead=days(400)) for name in ("one", "two")
    }
    plan = [
        launch("a", 10, "east", ("one", "two")),
        launch("b", 50, "west", ("one", "two")),
        launch("c", 103, "west", ("one", "two")),
    ]
    base = site(trains["one"], *())
    manifest = Manifest({**base.resources, **trains}, tuple(plan))
    assert delays(manifest, LOST) == {"a": 90, "b": 0, "c": 0}
    held = Withdrawal("one", "asset/one", "frozen", ON)
    assert delays(manifest, LOST, held) == {"a": 90, "b": 0, "c": 11}


def test_launches_that_share_nothing_with_what_is_withdrawn_are_left_out() -> None:
    manifest = site(Resource("train", "", "fuelling", turnaround=days(14)), launch("a", 10, "east"), PLAN[1])
    draws = Draws(1, 16)
    assert slips(manifest, manifest.launches, {}, {}, {}, draws, ON) == {}


def test_a_window_is_drawn_once_within_its_days() -> None:
    draws = Draws(1, 500)
    drawn = window(launch("a", 10, "east", last=12), draws)
    assert drawn is not None
    assert set(np.unique(drawn) - ON.toordinal()) == {10, 11, 12}
    assert window(launch("b", 10, "east"), draws) is None


def test_many_draws_on_threads_are_the_same_as_on_one(monkeypatch: pytest.MonkeyPatch) -> None:
    train = Resource("train", "", "fuelling", turnaround=days(7, 30))
    plan = [launch(f"n{i}", 10 + 9 * i, "east" if i % 2 else "west", ("train",)) for i in range(40)]
    manifest = site(train, *plan)
    alone = consequence(manifest, [LOST], ON, 300, seed=2)
    monkeypatch.setattr("downrange.operations.queue._WORTH_THREADS_NUMBER", 1)
    assert consequence(manifest, [LOST], ON, 300, seed=2) == alone
