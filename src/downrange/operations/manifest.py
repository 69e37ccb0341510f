"""The manifest: launches, resources, and what needs what, as a graph of needs with alternatives.

A node (a launch or a resource) has needs; a need is met by any *one of* its options, the first being the
usual one. So a node stands if for every need one option stands: an and-or graph without circles.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from graphlib import CycleError, TopologicalSorter
from typing import Literal

from downrange.base.source import Sourced
from downrange.errors import InputError, Problem, Where

__all__ = ["Launch", "Manifest", "Need", "Phase", "Resource", "slug"]

Phase = Literal["launch", "repair"]


def slug(text: str) -> str:
    """Spell a printed name as an identifier: ``Progress MS-33`` to ``progress-ms-33``.

    >>> slug("Elektro-L No. 5")
    'elektro-l-no-5'
    """
    kept = re.sub(r"(?<!\d)\.|\.(?!\d)|[^a-z0-9.]+", "-", text.lower())
    return "-".join(part for part in kept.split("-") if part) or "unnamed"


@dataclass(frozen=True)
class Need:
    """What a node needs: any one of these; ``repair`` means only to mend, not on the day."""

    kind: str
    one_of: tuple[str, ...]
    phase: Phase = "launch"


@dataclass(frozen=True)
class Resource:
    """Something launches need, directly or through another resource.

    Attributes
    ----------
    repair, lead, substitute : Sourced or None
        Days to mend it, to replace it by a new one, and to bring it into use in place of another. None: no
        source and no arguable range, so no such way out is computed.
    turnaround : Sourced or None
        Least days between two launches that one unit of it serves: a pad between flights, a fuelling train
        or a filling station from one ship to the next. None: it serves any number at once.
    capacity : Sourced or None
        How many units there are, each serving one launch at a time, whatever the pad; None: one.
    campaign : Sourced or None
        Of a pad: days from acceptance after repair to the first flight.
    lives : bool
        Whether lives depend on it (crews, their supply): never part of a proposed freeze.
    """

    name: str
    title: str
    kind: str
    place: str = ""
    operator: str = ""
    needs: tuple[Need, ...] = ()
    repair: Sourced | None = None
    lead: Sourced | None = None
    substitute: Sourced | None = None
    turnaround: Sourced | None = None
    capacity: Sourced | None = None
    campaign: Sourced | None = None
    lives: bool = False
    note: str = ""


@dataclass(frozen=True)
class Launch:
    """A launch as planned (first and last day it was planned for) and, where known, as it flew."""

    name: str
    title: str
    planned: tuple[date, date]
    vehicle: str
    family: str
    site: str
    pad: str
    payload_class: str
    dependent: str
    needs: tuple[Need, ...]
    flew_on: date | None = None
    inclination_deg: float | None = None
    harm_on: date | None = None
    """First day on which irreversible harm was said to follow if it has not flown (propellant, supplies)."""
    drop_area: str = ""
    """Drop area whose fee the launch would bring, where a source says so."""
    source: str = ""

    @property
    def lives(self) -> bool:
        """Whether lives depend on the launch: crews and what supplies them."""
        return self.payload_class in ("crew", "cargo")


@dataclass(frozen=True)
class Manifest:
    """Launches and resources, checked: every need leads somewhere and nothing needs itself.

    Raises
    ------
    InputError
        With every name that leads nowhere, doubled launches, and the first circle found.
    """

    resources: Mapping[str, Resource]
    launches: tuple[Launch, ...]
    complete_to: date | None = None
    credit: str = ""
    notes: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        problems = [
            Problem(Where("manifest", node), "no such resource", value=option)
            for node, needs in self._nodes()
            for need in needs
            for option in need.one_of
            if option not in self.resources
        ]
        problems += [
            Problem(Where("manifest", node), "a need without an option", value=need.kind)
            for node, needs in self._nodes()
            for need in needs
            if not need.one_of
        ]
        seen: set[str] = set()
        for launch in self.launches:
            if launch.name in seen:
                problems.append(Problem(Where("manifest", launch.name), "this launch stands twice"))
            seen.add(launch.name)
        if not problems:
            try:
                self.order  # noqa: B018 - computed once, here, so that a circle is found on building
            except CycleError as error:
                text = " -> ".join(error.args[1])
                problems.append(Problem(Where("manifest"), "needs go in a circle", value=text))
        if problems:
            raise InputError(problems)

    def _nodes(self) -> Iterable[tuple[str, tuple[Need, ...]]]:
        for name, resource in self.resources.items():
            yield name, resource.needs
        for launch in self.launches:
            yield launch.name, launch.needs

    @cached_property
    def order(self) -> Mapping[str, int]:
        """Rank of each resource: what is needed comes before what needs it."""
        graph = {
            name: {option for need in resource.needs for option in need.one_of}
            for name, resource in self.resources.items()
        }
        return {name: rank for rank, name in enumerate(TopologicalSorter(graph).static_order())}

    @cached_property
    def users(self) -> Mapping[str, tuple[str, ...]]:
        """Resources that need a resource, in either phase."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, resource in self.resources.items():
            for option in dict.fromkeys(o for need in resource.needs for o in need.one_of):
                found[option].append(name)
        return {name: tuple(users) for name, users in found.items()}

    @cached_property
    def launches_by_need(self) -> Mapping[str, tuple[int, ...]]:
        """Places in ``launches`` of the launches that name a resource among the options of a need."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, launch in enumerate(self.launches):
            for option in dict.fromkeys(o for need in launch.needs for o in need.one_of):
                found[option].append(index)
        return {name: tuple(indices) for name, indices in found.items()}

    @cached_property
    def usual_users(self) -> Mapping[str, tuple[str, ...]]:
        """Resources that go out with a resource: it is the usual option of a need they have on the day."""
        found: dict[str, list[str]] = defaultdict(list)
        for name, resource in self.resources.items():
            for option in dict.fromkeys(n.one_of[0] for n in resource.needs if n.phase == "launch"):
                found[option].append(name)
        return {name: tuple(users) for name, users in found.items()}

    @cached_property
    def launches_by_usual(self) -> Mapping[str, tuple[int, ...]]:
        """Places in ``launches`` of the launches whose usual option for some need a resource is."""
        found: dict[str, list[int]] = defaultdict(list)
        for index, launch in enumerate(self.launches):
            for option in dict.fromkeys(need.one_of[0] for need in launch.needs):
                found[option].append(index)
        return {name: tuple(indices) for name, indices in found.items()}

    @cached_property
    def stops(self) -> Mapping[str, tuple[tuple[str, ...], ...]]:
        """Of each launch the needs that serve few at a time: its own, and those of its usual options.

        Each is given by its options; it serves few at a time where one of them has least days between two.
        """
        known: dict[tuple[str, ...], tuple[tuple[str, ...], ...]] = {}

        def of(one_of: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
            if one_of not in known:
                found = [one_of] if any(self.resources[name].turnaround for name in one_of) else []
                for need in self.resources[one_of[0]].needs:
                    found += of(need.one_of) if need.phase == "launch" else ()
                known[one_of] = tuple(dict.fromkeys(found))
            return known[one_of]

        return {
            launch.name: tuple(
                dict.fromkeys(
                    stop for need in launch.needs if need.phase == "launch" for stop in of(need.one_of)
                )
            )
            for launch in self.launches
        }

    def touched(self, names: Iterable[str]) -> set[int]:
        """Give the places of the launches that lose their usual option of some need with ``names``."""
        gone = set(names)
        waiting = list(gone)
        while waiting:
            fresh = [user for user in self.usual_users.get(waiting.pop(), ()) if user not in gone]
            gone.update(fresh)
            waiting += fresh
        return {index for name in gone for index in self.launches_by_usual.get(name, ())}

    def reached(self, names: Iterable[str]) -> tuple[str, ...]:
        """Give the resources that a withdrawal of ``names`` could reach, what is needed first."""
        found = set(names)
        waiting = list(found)
        while waiting:
            for user in self.users.get(waiting.pop(), ()):
                if user not in found:
                    found.add(user)
                    waiting.append(user)
        return tuple(sorted(found, key=self.order.__getitem__))
