from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.base.source import Sourced
from downrange.base.spread import Uniform
from downrange.operations.consequence import DelayD, consequence
from downrange.operations.library import library_manifest
from downrange.operations.manifest import Launch, Manifest, Need, Resource
from downrange.operations.outage import Withdrawal

ON = date(2030, 1, 1)


def days(low: float, high: float) -> Sourced:
    spread = Uniform(kind="uniform", low=low, high=high)
    return Sourced(value=low, unit="d", spread=spread, source="own", kind="assumed", rationale="a test")


def launch(
    name: str, after: int, *needs: str, pad: str = "pad", lives: bool = False, harm: int | None = None
) -> Launch:
    day = ON + timedelta(days=after)
    return Launch(
        f"launch/{name}", name, (day, day), "Rocket", "rocket", "SITE", pad, "crew" if lives else "satellite",
        f"who waits for {name}", tuple(Need("part", (need,)) for need in needs),
        harm_on=None if harm is None else ON + timedelta(days=harm),
    )  # fmt: skip


def chart(*launches: Launch) -> Manifest:
    return Manifest(
        {
            "cabin": Resource("cabin", "", "part", repair=days(100, 100)),
            "pad": Resource(
                "pad",
                "",
                "pad",
                needs=(Need("part", ("cabin",)),),
                turnaround=days(20, 20),
                campaign=days(10, 10),
            ),
            "other": Resource("other", "", "pad"),
            "permit": Resource("permit", "", "licence"),
        },
        launches,
    )


LOST = Withdrawal("cabin", "asset/cabin", "lost", ON)


def test_stopped_delayed_unaffected_and_the_queue_behind_a_late_flight() -> None:
    manifest = chart(
        launch("a", 20, "pad"),
        launch("b", 25, "pad"),
        launch("c", 118, "pad"),
        launch("d", 30, "other", pad="other"),
    )
    effects = {one.launch.title: one for one in consequence(manifest, [LOST], ON, 64).effects}
    assert effects["a"].effect == "stopped"
    assert effects["a"].by == ("asset/cabin",)
    assert effects["a"].delay == DelayD(90, 90, 90)  # repair 100 and campaign 10 after day 0, planned day 20
    assert effects["b"].delay == DelayD(90, 90, 90)  # the gap of five days that was planned is kept
    assert effects["c"].effect == "delayed"
    assert effects["c"].delay == DelayD(17, 17, 17)
    assert effects["d"].effect == "unaffected"
    assert effects["d"].delay == DelayD(0, 0, 0)


def test_launches_before_the_withdrawal_are_left_out() -> None:
    found = consequence(
        chart(launch("old", -3, "pad"), launch("same-day", 0, "pad"), launch("new", 5, "pad")), [LOST], ON, 8
    )
    assert [one.launch.title for one in found.effects] == ["new"]


def test_no_way_out_has_no_delay() -> None:
    found = consequence(
        chart(launch("a", 20, "permit")), [Withdrawal("permit", "asset/permit", "frozen", ON)], ON, 8
    )
    assert found.effects[0].effect == "stopped"
    assert found.effects[0].delay is None


def test_use_permitted_keeps_every_launch_and_says_which() -> None:
    manifest = chart(launch("a", 20, "pad"))
    held = Withdrawal("cabin", "asset/cabin", "frozen", ON, permitted=True)
    found = consequence(manifest, [held], ON, 8)
    assert not found.of("stopped")
    assert found.permissions[0].in_force
    assert found.permissions[0].avoids == ("launch/a",)
    barred = consequence(manifest, [Withdrawal("cabin", "asset/cabin", "frozen", ON)], ON, 8)
    assert barred.permissions[0].avoids == ("launch/a",)
    assert not barred.permissions[0].in_force


def test_two_holds_on_one_launch_are_not_avoided_by_one_permission() -> None:
    manifest = chart(launch("a", 20, "pad", "permit"))
    both = [
        Withdrawal("cabin", "asset/cabin", "frozen", ON),
        Withdrawal("permit", "asset/permit", "frozen", ON),
    ]
    assert consequence(manifest, both, ON, 8).permissions == ()


def test_dependents_tell_the_first_irreversible_harm_where_given() -> None:
    manifest = chart(launch("a", 20, "pad", lives=True, harm=70), launch("b", 30, "pad"))
    rows = {row["dependent"]: row for row in consequence(manifest, [LOST], ON, 8).dependents()}
    assert rows["who waits for a"]["first_irreversible_harm_on"] == "2030-03-12"
    assert rows["who waits for a"]["lives"] is True
    assert rows["who waits for b"]["first_irreversible_harm_on"] is None


def test_same_seed_same_numbers() -> None:
    manifest = library_manifest(date(2025, 11, 28), date(2026, 11, 27))
    lost = [Withdrawal("pad-31-service-cabin", "asset/x", "lost", date(2025, 11, 27))]
    first = consequence(manifest, lost, date(2025, 11, 27), 200, seed=4)
    assert first == consequence(manifest, lost, date(2025, 11, 27), 200, seed=4)
    assert first != consequence(manifest, lost, date(2025, 11, 27), 200, seed=5)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.integers(1, 300), min_size=1, max_size=8),
    st.sets(st.sampled_from(["cabin", "permit", "other"])),
)
def test_more_withdrawn_never_frees_a_launch(planned: list[int], withdrawn: set[str]) -> None:
    needs = ("pad", "other", "permit")
    manifest = chart(*(launch(str(i), day, needs[i % 3]) for i, day in enumerate(planned)))
    some = [Withdrawal(name, name, "lost", ON) for name in sorted(withdrawn)]
    every = [Withdrawal(name, name, "lost", ON) for name in ("cabin", "other", "permit")]
    less = {
        one.launch.name for one in consequence(manifest, some, ON, 16).effects if one.effect != "unaffected"
    }
    more = {
        one.launch.name for one in consequence(manifest, every, ON, 16).effects if one.effect != "unaffected"
    }
    assert less <= more


def big(launches: int, assets: int) -> Manifest:
    """Many launches over many assets: forty pads, each asset a part of one."""
    parts = {f"part-{i}": Resource(f"part-{i}", "", "part", repair=days(30, 300)) for i in range(assets)}
    pads = {
        f"pad-{p}": Resource(
            f"pad-{p}", "", "pad", turnaround=days(5, 20), campaign=days(5, 10),
            needs=tuple(Need("part", (f"part-{i}",)) for i in range(p, assets, 40)),
        )
        for p in range(40)
    }  # fmt: skip
    fleet = tuple(launch(str(i), 1 + i % 3650, f"pad-{i % 40}", pad=f"pad-{i % 40}") for i in range(launches))
    return Manifest({**parts, **pads}, fleet)


def test_ten_thousand_launches_and_five_thousand_assets() -> None:
    """How long it takes is measured in ``benchmarks/operations.py``."""
    manifest = big(10_000, 5_000)
    lost = [Withdrawal("part-7", "asset/part-7", "lost", ON)]
    found = consequence(manifest, lost, ON, 1000)
    assert len(found.effects) == 10_000
    stopped = [one.launch.name for one in found.of("stopped")]
    assert stopped
    assert all(
        int(name.removeprefix("launch/")) % 40 == 7 for name in stopped
    )  # pad 7 stands on part 7, no other does


def test_ten_thousand_draws() -> None:
    manifest = big(1_000, 500)
    found = consequence(manifest, [Withdrawal("part-7", "asset/part-7", "lost", ON)], ON, 10_000)
    first = found.of("stopped")[0]
    assert first.delay is not None
    # repair 30 to 300 and campaign 5 to 10 after day 0, first planned day 7 or so: the median is theirs
    assert first.delay.p50 == pytest.approx(165 + 7.5 - (first.launch.planned[0] - ON).days, abs=1.5)
    assert np.isfinite(first.delay.p95)


def test_the_chance_that_a_launch_flies_after_its_day_of_harm() -> None:
    """Repair of 100 days and a campaign of 10: planned on day 20, it flies on day 110."""
    manifest = chart(
        launch("a", 20, "pad", harm=109), launch("b", 25, "pad", harm=200), launch("c", 30, "permit")
    )
    found = consequence(manifest, [LOST], ON, 16)
    chances = {one.launch.title: one.harm_probability for one in found.effects}
    assert chances == {"a": 1.0, "b": 0.0, "c": None}
    (row,) = [row for row in found.dependents() if row["dependent"] == "who waits for a"]
    assert row["harm_probability"] == 1.0


names = st.sampled_from(["one", "two", "three", "four"])


@settings(max_examples=40)
@given(st.lists(st.tuples(names, names), min_size=1, max_size=6), st.sets(names), st.sets(names))
def test_a_permission_keeps_what_nothing_else_barred_touches(
    needs: list[tuple[str, str]], held: set[str], permitted: set[str]
) -> None:
    """Each asset is one thing; the launches it keeps are those that stop with it barred and fly without."""
    resources = {name: Resource(name, name, "part") for name in ("one", "two", "three", "four")}
    launches = tuple(launch(f"n{i}", 5 + i, *pair) for i, pair in enumerate(needs))
    manifest = Manifest(resources, launches)
    holds = [Withdrawal(n, f"asset/{n}", "frozen", ON, permitted=n in permitted) for n in sorted(held)]
    found = {one.asset: set(one.avoids) for one in consequence(manifest, holds, ON, 4).permissions}
    for hold in holds:
        others = {one.resource for one in holds if one != hold and not one.permitted}
        kept = {
            one.name
            for one in launches
            if any(hold.resource in need.one_of for need in one.needs)
            and not any(other in need.one_of for need in one.needs for other in others)
        }
        assert found.get(hold.asset, set()) == kept
