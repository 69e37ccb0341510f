"""How long what is withdrawn stays out: Monte-Carlo over repair, replacement and substitution.

Days are ordinals (``date.toordinal``); one array of draws for each resource reached. A resource is back when
itself and everything it needs is back; of a need's options the first to be back counts, a substitute after
the time it takes to bring it into use.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import numpy as np

from downrange.base.spread import LogUniform, Uniform, uniform_array
from downrange.operations.manifest import Manifest, Need, Resource

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from downrange.base.source import Sourced

    Array = NDArray[np.float64]

__all__ = [
    "Draws",
    "Outage",
    "Withdrawal",
    "combine",
    "joined",
    "meet",
    "nothing_left",
    "outages",
    "partly_out",
]


@dataclass(frozen=True)
class Withdrawal:
    """A resource out of use: ``lost`` (broken) or ``frozen`` (held without permission to use it).

    ``permitted``: held, but its use is allowed, so that nothing stops. ``until`` counts only on days when it
    is past: nobody knows an end beforehand.
    """

    resource: str
    asset: str
    kind: Literal["lost", "frozen"]
    since: date
    until: date | None = None
    permitted: bool = False
    units_number: int | None = None
    """How many units of the resource are withdrawn, the others working on; None: all of it."""


@dataclass(frozen=True)
class Outage:
    """When a resource is back.

    Attributes
    ----------
    back : array, shape (samples,)
        Ordinal day of each draw; infinite where no way out is known.
    dated : bool
        Whether the end is a recorded day, not an estimate.
    substituted : bool
        Whether in half of the draws and more another option comes into use first.
    causes : tuple of str
        The withdrawn resources behind it.
    """

    back: Array
    dated: bool
    substituted: bool
    causes: tuple[str, ...]

    @cached_property
    def last_d(self) -> float:
        """The latest day of all draws."""
        return float(self.back.max())


class Draws:
    """The draws of one run: each sourced time has its own stream by the resource's name."""

    def __init__(self, seed: int, samples: int) -> None:
        assert samples >= 1, "at least one draw"
        self.seed, self.samples = seed, samples
        self._known: dict[str, Array] = {}

    def uniform(self, name: str) -> Array:
        """Give the uniform numbers of a stream, shape (samples,)."""
        numbers: Array = uniform_array(self.seed, f"operations.{name}", self.samples)
        return numbers

    def of(self, name: str, shape: Callable[[Array], Array]) -> Array:
        """Draw once under a name, shape (samples,): ``shape`` makes the draws of uniform numbers."""
        if name not in self._known:
            self._known[name] = shape(self.uniform(name))
        return self._known[name]

    def days(self, name: str, sourced: Sourced | None) -> Array | None:
        """Draw a time in days, shape (samples,); None where there is none to draw."""
        return None if sourced is None else self.of(name, lambda uniform: _quantiles(sourced, uniform))


def _quantiles(sourced: Sourced, uniform: Array) -> Array:
    """Draw at many quantiles at once: the formulas of the two usual shapes, else one by one."""
    spread = sourced.spread
    if isinstance(spread, Uniform):
        return spread.low + uniform * (spread.high - spread.low)
    if isinstance(spread, LogUniform):
        return np.asarray(spread.low * (spread.high / spread.low) ** uniform)
    return np.array([sourced.draw(float(u)) for u in uniform])


def _first(options: Iterable[Array | None], samples: int) -> Array:
    found = [one for one in options if one is not None]
    return np.minimum.reduce(found) if found else np.full(samples, np.inf)


def _own(
    one: Withdrawal, resource: Resource, tools_late: Array | float, draws: Draws, on: date
) -> tuple[Array, bool]:
    """Say when a withdrawn resource itself is back, and whether that day is a recorded one."""
    if one.until is not None and one.until <= on:
        return np.full(draws.samples, float(one.until.toordinal())), True
    start = float(one.since.toordinal())
    lead = draws.days(f"{resource.name}.lead", resource.lead)
    ways = [None if lead is None else start + lead]
    if one.kind == "lost":
        repair = draws.days(f"{resource.name}.repair", resource.repair)
        ways.append(None if repair is None else start + repair + tools_late)
    # what was still out when the question is asked cannot have come back before
    return np.maximum(_first(ways, draws.samples), float(on.toordinal())), False


def _tools_late(resource: Resource, found: Mapping[str, Outage], draws: Draws, on: date) -> Array | float:
    """Give the days by which mending is later because what mends is itself withheld."""
    late: Array | float = 0.0
    for need in resource.needs:
        if need.phase == "repair":
            met = meet(need, found, {}, draws, on)
            if met is not None:
                late = np.maximum(late, met.back - float(on.toordinal()))
    return late


def meet(
    need: Need, found: Mapping[str, Outage], resources: Mapping[str, Resource], draws: Draws, on: date
) -> Outage | None:
    """Say when a need is met again; None where its usual option never went out."""
    usual = found.get(need.one_of[0])
    if usual is None:
        return None
    if len(need.one_of) == 1:
        return Outage(usual.back, usual.dated, False, usual.causes)
    best, substituted = usual.back, np.zeros(draws.samples, dtype=bool)
    causes = list(usual.causes)
    for name in need.one_of[1:]:
        late = draws.days(f"{name}.substitute", resources[name].substitute) if name in resources else None
        start = found[name].back if name in found else np.full(draws.samples, float(on.toordinal()))
        there = start + (0.0 if late is None else late)
        if name in found:
            causes += found[name].causes
        substituted = substituted | (there < best)
        best = np.minimum(best, there)
    mostly = bool(np.count_nonzero(substituted) >= 0.5 * draws.samples)
    return Outage(best, usual.dated and not mostly, mostly, tuple(dict.fromkeys(causes)))


def combine(parts: Sequence[Outage]) -> Outage | None:
    """Join the outages that all have to end: the last day counts; None where there is none."""
    if not parts:
        return None
    back = np.maximum.reduce([part.back for part in parts])
    causes = tuple(dict.fromkeys(cause for part in parts for cause in part.causes))
    return Outage(back, all(part.dated for part in parts), any(part.substituted for part in parts), causes)


def nothing_left(
    units: Iterable[tuple[str, int | None]], resources: Mapping[str, Resource]
) -> frozenset[str]:
    """Give the resources of which nothing is left, of some units withdrawn of each (None: all of it).

    Where it is not known how many there are, one is the last.
    """
    counted: dict[str, float] = {}
    for name, number in units:
        counted[name] = counted.get(name, 0.0) + (math.inf if number is None else number)
    known = {name: resources[name].capacity for name in counted}
    return frozenset(
        name
        for name, number in counted.items()
        if number >= (1.0 if (capacity := known[name]) is None else capacity.value)
    )


def joined(withdrawals: Sequence[Withdrawal], manifest: Manifest) -> tuple[Withdrawal, ...]:
    """Give the withdrawals, those of some units as of the whole where together they leave nothing of it."""
    barred = [(one.resource, one.units_number) for one in withdrawals if not one.permitted]
    gone = nothing_left(barred, manifest.resources)
    return tuple(
        replace(one, units_number=None)
        if one.resource in gone
        or one.resource in nothing_left([(one.resource, one.units_number)], manifest.resources)
        else one
        for one in withdrawals
    )


def outages(
    manifest: Manifest, withdrawals: Sequence[Withdrawal], on: date, draws: Draws
) -> Mapping[str, Outage]:
    """Give the outage of every resource reached by the withdrawals, what is needed first.

    A withdrawal whose use is permitted reaches nothing, nor does one of some units only (:func:`partly_out`).
    """
    active: dict[str, list[Withdrawal]] = {}
    for one in withdrawals:
        if not one.permitted and one.units_number is None:
            active.setdefault(one.resource, []).append(one)
    found: dict[str, Outage] = {}
    for name in manifest.reached(active):
        resource = manifest.resources[name]
        late = _tools_late(resource, found, draws, on) if name in active else 0.0
        parts = []
        for one in active.get(name, ()):
            back, dated = _own(one, resource, late, draws, on)
            parts.append(Outage(back, dated, False, (name,)))
        for need in resource.needs:
            met = meet(need, found, manifest.resources, draws, on) if need.phase == "launch" else None
            if met is not None:
                parts.append(met)
        joined = combine(parts)
        if joined is not None:
            found[name] = joined
    return found


def partly_out(
    manifest: Manifest, withdrawals: Sequence[Withdrawal], found: Mapping[str, Outage], on: date, draws: Draws
) -> Mapping[str, Sequence[tuple[int, Array]]]:
    """Give how many units of a resource are out and until when, where others of it work on."""
    parts: dict[str, list[tuple[int, Array]]] = {}
    for one in withdrawals:
        if not one.permitted and one.units_number is not None:
            resource = manifest.resources[one.resource]
            back, _ = _own(one, resource, _tools_late(resource, found, draws, on), draws, on)
            parts.setdefault(one.resource, []).append((one.units_number, back))
    return parts
