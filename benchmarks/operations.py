"""How long the consequences of a freeze take: 10,000 launches, 5,000 assets, 10,000 Monte-Carlo draws.

A made-up site of 20 pads, each with its equipment; every launch needs its pad and eight of the assets, two of
them as one of three. Three questions: one thing withdrawn, a hundred withdrawn so that every pad is hit, and
the ranking of all single points of failure. The peer asks the same and-or graph launch by launch and draw by
draw without sharing anything, as a first program would, for a hundredth of the launches and draws, scaled up.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from datetime import date, timedelta
from typing import Any

from downrange.base.source import Sourced
from downrange.base.spread import LogUniform
from downrange.operations.alternatives import alternatives
from downrange.operations.consequence import consequence
from downrange.operations.criticality import single_points
from downrange.operations.graph import dependency_graph
from downrange.operations.manifest import Launch, Manifest, Need, Resource
from downrange.operations.outage import Withdrawal

LAUNCHES, ASSETS, PADS, DRAWS = 10_000, 5_000, 20, 10_000
START = date(2026, 1, 1)


def _days(low: float, high: float) -> Sourced:
    spread = LogUniform(kind="log-uniform", low=low, high=high)
    return Sourced(
        value=(low * high) ** 0.5, spread=spread, source="benchmark", kind="assumed", rationale="made up"
    )


def made_up(seed: int = 5) -> Manifest:
    """Give a manifest of the size that was asked for."""
    chance = random.Random(seed)
    resources = {}
    for i in range(ASSETS):
        resources[f"asset-{i}"] = Resource(
            f"asset-{i}", f"Thing {i}", "equipment", repair=_days(10, 400), lead=_days(100, 900)
        )
    for i in range(PADS):
        needs = tuple(Need("equipment", (f"asset-{5 * i + k}",)) for k in range(5))
        resources[f"pad-{i}"] = Resource(
            f"pad-{i}", f"Pad {i}", "pad", needs=needs, turnaround=_days(7, 45), campaign=_days(14, 42)
        )
    launches = []
    for i in range(LAUNCHES):
        names = chance.sample(range(5 * PADS, ASSETS), 8)
        needs = (
            Need("pad", (f"pad-{i % PADS}",)),
            *(Need("equipment", (f"asset-{n}",)) for n in names[:5]),
            Need("equipment", tuple(f"asset-{n}" for n in names[5:])),
        )
        day = START + timedelta(days=1 + i * 3650 // LAUNCHES)
        launches.append(
            Launch(f"launch/{i}", f"Launch {i}", (day, day), "Soyuz-2-1B", "soyuz", "GIK-5",
                   f"pad-{i % PADS}", "satellite", "nobody", needs, inclination_deg=98.0)
        )  # fmt: skip
    return Manifest(resources, tuple(launches))


def by_hand(manifest: Manifest, withdrawn: list[str], draws: int, share: int) -> float:
    """Ask the same graph launch by launch and draw by draw, for one launch and one draw in ``share``."""
    chance = random.Random(1)
    start = time.perf_counter()
    for launch in manifest.launches[::share]:
        for _ in range(draws // share):
            back = {name: chance.uniform(10.0, 400.0) for name in withdrawn}
            max(min(_down(manifest, option, back) for option in need.one_of) for need in launch.needs)
    return (time.perf_counter() - start) * share * share


def _down(manifest: Manifest, name: str, back: dict[str, float]) -> float:
    own = back.get(name, 0.0)
    needs = manifest.resources[name].needs
    return max([own, *(min(_down(manifest, o, back) for o in need.one_of) for need in needs)])


def _timed(work: Any) -> tuple[float, float]:
    """Give wall seconds and this process's own: on a shared machine the second says more."""
    start, own = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - own


def rows() -> list[dict[str, Any]]:
    """Time each question once, after the manifest has been built and its indices warmed."""
    manifest = made_up()
    one = [Withdrawal("asset-3", "asset/x", "frozen", START)]
    many = [Withdrawal(f"asset-{5 * i % 100}", f"asset/{i}", "frozen", START) for i in range(PADS)]
    many += [Withdrawal(f"asset-{200 + i}", f"asset/f{i}", "frozen", START) for i in range(80)]
    consequence(manifest, one, START, 10)
    peer = by_hand(manifest, [each.resource for each in many], DRAWS, 100)
    found = []
    for what, held, draws, goal, beside in (
        ("one thing withdrawn, 1,000 draws", one, 1_000, 1.0, None),
        ("a hundred withdrawn at every pad, 1,000 draws", many, 1_000, 1.0, peer / 10),
        ("a hundred withdrawn at every pad, 10,000 draws", many, DRAWS, 10.0, peer),
    ):
        took = _timed(lambda held=held, draws=draws: consequence(manifest, held, START, draws))
        found.append(_row(f"{LAUNCHES:,} launches, {ASSETS:,} assets: {what}", took, goal, beside))
    found.append(
        _row("ranking every single point of failure", _timed(lambda: single_points(manifest)), 1.0, None)
    )
    took = _timed(lambda: alternatives(manifest.launches))
    found.append(_row("who could take over, every launch", took, 1.0, None))
    took = _timed(lambda: dependency_graph(manifest, ("asset-3",)))
    found.append(_row("the dependency graph as data", took, None, None))
    return found


def _row(what: str, took: tuple[float, float], goal: float | None, peer: float | None) -> dict[str, Any]:
    return {
        "what": what,
        "ours": took[0],
        "cpu_s": took[1],
        "peer": peer,
        "peer_name": "the graph walked launch by launch and draw by draw, scaled" if peer else "",
        "why": "" if peer else "no other program answers this",
        "unit": "s",
        "ratio": peer / took[0] if peer else None,
        "goal": goal,
    }


def main() -> None:
    """Print the table, or the rows as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    found = rows()
    if options.json:
        print(json.dumps({"rows": found}))
        return
    for row in found:
        beside = f"{row['peer']:10.0f} s" if row["peer"] else " " * 12
        took = f"{row['ours']:7.2f} s ({row['cpu_s']:.2f} of CPU)"
        print(f"{row['what']:80} {took}  peer {beside}  goal {row['goal'] or ''}")


if __name__ == "__main__":
    main()
