"""Who waits for whom: launches that share a pad, a fuelling train, a filling station or a crew.

A resource with least days between two launches (``turnaround``) serves as many at once as it has units
(``capacity``, one where none is stated). Launches that share no such resource, not even through others, do
not hear of each other: each such set is drawn by itself (:func:`downrange.operations.serving.serve`).
"""

from __future__ import annotations

import math
import os
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from downrange.operations.manifest import Launch, Manifest
from downrange.operations.outage import Draws, Outage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

__all__ = ["HALF_A_DAY", "ON_TIME", "DelayD", "Slip", "slips"]

HALF_A_DAY = 0.5
"""Less is no delay: launches are told by the day."""

NEVER_PROBABILITY = 0.05
"""Where more draws than this never end, no delay is given: its upper quantile does not exist."""

_WORTH_THREADS_NUMBER = 500_000
"""Launches times draws from which threads are worth starting."""

Stop = tuple[str, ...]


@dataclass(frozen=True)
class DelayD:
    """A delay in days: quantiles of the draws."""

    p05: float
    p50: float
    p95: float

    def as_json(self) -> dict[str, float]:
        """Give the quantiles."""
        return {"p05": self.p05, "p50": self.p50, "p95": self.p95}


@dataclass(frozen=True)
class Slip:
    """By how much a launch is late, over the draws.

    Attributes
    ----------
    late_most_d : float
        The most of all draws; infinite where in one of them it never flies.
    delay : DelayD or None
        None where in more than one draw of twenty it never flies.
    still_out_probability : float
        Share of the draws in which what it needs is not back in time for its day.
    waits_for : str
        What it waits for in most of the draws behind other launches, or "".
    harm_probability : float or None
        Share of the draws in which it flies after its day of harm; None where it has no such day.
    """

    late_most_d: float
    delay: DelayD | None
    still_out_probability: float = 0.0
    waits_for: str = ""
    harm_probability: float | None = None


ON_TIME = Slip(0.0, DelayD(0.0, 0.0, 0.0))


class _Table:
    """The columns of what was drawn: each array once."""

    def __init__(self, samples: int) -> None:
        self.columns: list[Array] = [np.full(samples, -np.inf)]
        self._known: dict[int, int] = {id(self.columns[0]): 0}

    def add(self, drawn: Array | None) -> int:
        """Give the column of an array; 0 for none."""
        if drawn is None:
            return 0
        if id(drawn) not in self._known:
            self._known[id(drawn)] = len(self.columns)
            self.columns.append(drawn)
        return self._known[id(drawn)]

    def rows(self) -> Array:
        """Give the table, one row for each draw."""
        return np.ascontiguousarray(np.stack(self.columns).T)


def slips(
    manifest: Manifest,
    launches: Sequence[Launch],
    out: Mapping[str, Outage],
    found: Mapping[str, Outage],
    partly: Mapping[str, Sequence[tuple[int, Array]]],
    draws: Draws,
    on: date,
) -> Mapping[str, Slip]:
    """Give by how much launches are late; those that nothing withdrawn can reach are left out.

    Parameters
    ----------
    launches : sequence of Launch
        Those still to fly, in the order of the plan.
    out : mapping of launch to Outage
        Until when each launch lacks something it needs; those that lack nothing are left out.
    found : mapping of resource to Outage
        Until when each resource is out.
    partly : mapping of resource to (units, day of return)
        Units of a resource that are out while others of it work.
    on : date
        The day of the question; a launch flown by then flew on its day.
    """
    sets = list(_apart(manifest, launches, set(out), set(partly)))
    alone = len(sets) == 1

    def drawn(own: tuple[list[Launch], list[tuple[Stop, ...]]]) -> dict[str, Slip]:
        return _drawn(manifest, *own, out, found, partly, draws, on, alone=alone)

    late: dict[str, Slip] = {}
    if alone or draws.samples * len(launches) < _WORTH_THREADS_NUMBER:
        parts: Iterable[dict[str, Slip]] = map(drawn, sets)
    else:
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            parts = list(pool.map(drawn, sets))
    for part in parts:
        late.update(part)
    return late


def _apart(
    manifest: Manifest, launches: Sequence[Launch], out: set[str], partly: set[str]
) -> Iterable[tuple[list[Launch], list[tuple[Stop, ...]]]]:
    """Part the launches into sets that share nothing, each in the order of the plan; only what is touched."""
    stops = [manifest.stops[launch.name] for launch in launches]
    root: dict[str, str] = {}

    def top(name: str) -> str:
        while root.setdefault(name, name) != name:
            root[name] = root[root[name]]
            name = root[name]
        return name

    for own in dict.fromkeys(stops):
        names = [name for stop in own for name in stop]
        for name in names[1:]:
            root[top(name)] = top(names[0])
    touched = {top(name) for name in partly}
    sets: dict[str, list[int]] = defaultdict(list)
    for index, (launch, own) in enumerate(zip(launches, stops, strict=True)):
        if own:
            sets[top(own[0][0])].append(index)
            if launch.name in out:
                touched.add(top(own[0][0]))
        elif launch.name in out:
            sets[""].append(index)
            touched.add("")
    for name in sets:
        if name in touched:
            yield [launches[index] for index in sets[name]], [stops[index] for index in sets[name]]


def _drawn(
    manifest: Manifest,
    launches: list[Launch],
    stops: list[tuple[Stop, ...]],
    out: Mapping[str, Outage],
    found: Mapping[str, Outage],
    partly: Mapping[str, Sequence[tuple[int, Array]]],
    draws: Draws,
    on: date,
    *,
    alone: bool,
) -> dict[str, Slip]:
    table = _Table(draws.samples)
    shop = _Shop(manifest, found, partly, draws, on, table)
    rows: list[tuple[int, int, int, int, int]] = []
    ranges: list[tuple[int, int]] = []
    for launch, own in zip(launches, stops, strict=True):
        outage, flew = out.get(launch.name), launch.flew_on
        rows.append(
            (
                0 if launch.planned[0] == launch.planned[1] else table.add(window(launch, draws)),
                0 if outage is None else table.add(outage.back),
                0 if outage is None else table.add(campaign_of(manifest, launch, draws)),
                flew.toordinal() if flew is not None and flew <= on else 0,
                len(ranges),
            )
        )
        ranges += [shop.stop(stop) for stop in own]
    rows.append((0, 0, 0, 0, len(ranges)))
    late, waits, held = _served(
        table.rows(),
        np.array([float(launch.planned[0].toordinal()) for launch in launches]),
        np.array(rows, np.int64),
        np.array(ranges, np.int64).reshape(-1, 2),
        np.array(shop.choices, np.int64).reshape(-1, 4),
        threads=(os.cpu_count() or 1)
        if alone and draws.samples * len(launches) >= _WORTH_THREADS_NUMBER
        else 1,
    )
    begun, counts = [row[4] for row in rows], waits.tolist()
    waited = [
        _longest(own, counts[low:high], draws.samples)
        for own, (low, high) in zip(stops, pairwise(begun), strict=True)
    ]
    return _told(launches, late, waited, held / draws.samples, draws)


def _longest(names: Sequence[Stop], waits: Sequence[int], samples: int) -> str:
    """Name what a launch waits for in most draws, where it does in one of twenty and more."""
    if not names or max(waits) < NEVER_PROBABILITY * samples:
        return ""
    return names[waits.index(max(waits))][0]


def campaign_of(manifest: Manifest, launch: Launch, draws: Draws) -> Array | None:
    """Draw the days from the return of what a launch lacked to its flight; None where nothing is known."""
    pad = manifest.resources.get(launch.pad)
    return None if pad is None else draws.days(f"{pad.name}.campaign", pad.campaign)


def window(launch: Launch, draws: Draws) -> Array | None:
    """Draw the day for which a launch is planned; None where it is one day."""
    first, last = (float(day.toordinal()) for day in launch.planned)
    if first == last:
        return None
    return draws.of(
        f"planned.{launch.name}", lambda u: np.minimum(np.floor(first + u * (last - first + 1.0)), last)
    )


class _Shop:
    """Rows of stops and of the places that may serve at them, each made once."""

    def __init__(
        self,
        manifest: Manifest,
        found: Mapping[str, Outage],
        partly: Mapping[str, Sequence[tuple[int, Array]]],
        draws: Draws,
        on: date,
        table: _Table,
    ) -> None:
        self.manifest, self.found, self.partly = manifest, found, partly
        self.draws, self.on, self.table = draws, on, table
        self.choices: list[tuple[int, int, int, int]] = []
        self._first: dict[str, int] = {}
        self._places_number = 0
        self._units: dict[str, list[int]] = {}
        self._stops: dict[Stop, tuple[int, int]] = {}

    def stop(self, stop: Stop) -> tuple[int, int]:
        """Give the rows of ``choices`` of a stop."""
        if stop not in self._stops:
            begin = len(self.choices)
            for name in stop:
                open_from = self._open_from(stop, name)
                if open_from is not None:
                    self.choices += self._places(name, open_from)
            self._stops[stop] = (begin, len(self.choices))
        return self._stops[stop]

    def _open_from(self, stop: Stop, name: str) -> int | None:
        """Give the column of the day from which an option may be used; None where nobody would bring it."""
        outage = self.found.get(name)
        back = None if outage is None else outage.back
        if name == stop[0]:
            return self.table.add(back)
        late = self.draws.days(f"{name}.substitute", self.manifest.resources[name].substitute)
        if stop[0] not in self.found:
            return self.table.add(back) if late is None else None
        start = np.full(self.draws.samples, float(self.on.toordinal())) if back is None else back
        return self.table.add(start if late is None else start + late)

    def _places(self, name: str, open_from: int) -> list[tuple[int, int, int, int]]:
        """Give a row for each unit of an option; one that serves any number at once has one without place."""
        least = self.manifest.resources[name].turnaround
        if least is None:
            return [(-1, 0, open_from, 0)]
        if name not in self._units:
            self._units[name] = self._works_from(name)
            self._first[name] = self._places_number
            self._places_number += len(self._units[name])
        between = self.table.add(self.draws.days(f"{name}.turnaround", least))
        return [
            (self._first[name] + unit, between, open_from, column)
            for unit, column in enumerate(self._units[name])
        ]

    def _works_from(self, name: str) -> list[int]:
        """Give for each unit of a resource the column of the day from which it works."""
        capacity = self.draws.days(f"{name}.capacity", self.manifest.resources[name].capacity)
        units = np.ones(self.draws.samples) if capacity is None else np.maximum(np.floor(capacity), 1.0)
        gone = self.partly.get(name, ())
        if not gone and units.min() == units.max():
            return [0] * int(units[0])
        columns = []
        for place in range(int(units.max())):
            open_from = np.where(place < units, -np.inf, np.inf)
            taken = 0
            for number, back in gone:  # the last units of each draw are those that are out
                out = (place < units - taken) & (place >= units - taken - number)
                open_from = np.where(out, back, open_from)
                taken += number
            columns.append(self.table.add(open_from))
        return columns


def _served(
    times: Array,
    plan: Array,
    launches: NDArray[np.int64],
    stops: NDArray[np.int64],
    choices: NDArray[np.int64],
    *,
    threads: int,
) -> tuple[NDArray[np.float32], NDArray[np.int64], NDArray[np.int64]]:
    from downrange.operations.serving import serve

    samples = len(times)
    late = np.empty((len(plan), samples), np.float32)
    bounds = [samples * part // threads for part in range(threads + 1)]
    waits, held = np.zeros((threads, len(stops)), np.int64), np.zeros((threads, len(plan)), np.int64)

    def part(number: int) -> None:
        low, high = bounds[number], bounds[number + 1]
        serve(times[low:high], plan, launches, stops, choices, late[:, low:high], waits[number], held[number])

    if threads == 1:
        part(0)
    else:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(part, range(threads)))
    return late, waits.sum(axis=0), held.sum(axis=0)


def _told(
    launches: Sequence[Launch],
    late: NDArray[np.float32],
    waited: Sequence[str],
    still: Array,
    draws: Draws,
) -> dict[str, Slip]:
    """Put the draws of each launch into quantiles."""
    harmed = {
        launch.name: _harm_probability(launch, late[index], draws)
        for index, launch in enumerate(launches)
        if launch.harm_on is not None
    }
    late.sort(axis=1)
    samples = draws.samples
    places = [round(share * (samples - 1)) for share in (0.05, 0.5, 0.95)]
    never = samples - int(NEVER_PROBABILITY * samples) - 1  # infinite there: more than one in twenty
    told = {}
    quantiles = late[:, [*places, never, samples - 1]].tolist()
    for launch, row, name, share in zip(launches, quantiles, waited, still.tolist(), strict=True):
        p05, p50, p95, late_never, most = row
        delay = None if late_never == math.inf else DelayD(p05, p50, p95)
        told[launch.name] = Slip(most, delay, share, name, harmed.get(launch.name))
    return told


def _harm_probability(launch: Launch, late: NDArray[np.float32], draws: Draws) -> float:
    assert launch.harm_on is not None, "asked only of launches with such a day"
    drawn = window(launch, draws)
    planned = float(launch.planned[0].toordinal()) if drawn is None else drawn
    return float((planned + late > launch.harm_on.toordinal()).mean())
