"""Why this number: steps down to sourced leaves; and what produced this run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from downrange.base.source import Sourced
from downrange.base.spread import Spread

__all__ = ["Leaf", "Manifest", "Step", "Trace", "Tracer"]


@dataclass(frozen=True)
class Leaf:
    """A value nothing was computed for: it was read, and here is where; drawn from ``spread`` if any."""

    name: str
    value: float | str
    unit: str
    kind: str
    source: str
    locator: str | None = None
    spread: Spread | None = None


@dataclass(frozen=True)
class Step:
    """One step of a computation: its name is the figure it made; ``inputs`` are names of leaves or steps.

    ``validity`` says where the model left its stated range, or "" where it stayed inside.
    """

    name: str
    inputs: tuple[str, ...]
    method: str
    output: float | str
    unit: str
    validity: str = ""


@dataclass(frozen=True)
class Trace:
    """The steps of one computation in order, and the leaves under them."""

    steps: tuple[Step, ...] = ()
    leaves: tuple[Leaf, ...] = ()

    def why(self, figure: str) -> Trace:
        """Keep only what the figure rests on: its step, the steps under it, and their leaves.

        Raises
        ------
        KeyError
            If no step and no leaf has that name.
        """
        steps = {step.name: step for step in self.steps}
        leaves = {leaf.name: leaf for leaf in self.leaves}
        if figure not in steps and figure not in leaves:
            raise KeyError(figure)
        wanted: set[str] = set()
        waiting = [figure]
        while waiting:
            name = waiting.pop()
            if name in wanted:
                continue
            wanted.add(name)
            if name in steps:
                waiting.extend(steps[name].inputs)
        return Trace(
            tuple(step for step in self.steps if step.name in wanted),
            tuple(leaf for leaf in self.leaves if leaf.name in wanted),
        )


@dataclass
class Tracer:
    """Collects a trace while a spine runs; ``done`` freezes it."""

    steps: dict[str, Step] = field(default_factory=dict)
    leaves: dict[str, Leaf] = field(default_factory=dict)

    def read(self, name: str, sourced: Sourced, value: float | None = None) -> float:
        """Record a sourced value as a leaf and give the number used (the drawn one where given)."""
        used = sourced.value if value is None else value
        self.leaves[name] = Leaf(
            name,
            used,
            sourced.unit,
            sourced.kind,
            sourced.source,
            sourced.locator or sourced.rationale,
            sourced.spread,
        )
        return used

    def leaf(
        self, name: str, value: float | str, unit: str, kind: str, source: str, locator: str | None = None
    ) -> None:
        """Record a leaf that is not a physical value: a date, an article, a tariff."""
        self.leaves[name] = Leaf(name, value, unit, kind, source, locator)

    def step(
        self,
        name: str,
        output: float | str,
        unit: str,
        method: str,
        inputs: Iterable[str],
        validity: str = "",
    ) -> None:
        """Record one step; a later step of the same name replaces the earlier."""
        self.steps[name] = Step(name, tuple(inputs), method, output, unit, validity)

    def done(self) -> Trace:
        """Freeze what was collected."""
        return Trace(tuple(self.steps.values()), tuple(self.leaves.values()))


@dataclass(frozen=True)
class Manifest:
    """What produced a run: the same manifest gives the same numbers, whatever the number of workers."""

    code_version: str
    inputs: Mapping[str, str]
    seed: int
    samples: int

    def as_json(self) -> dict[str, Any]:
        """Give the manifest with the keys of the command line's JSON, and its own digest."""
        from downrange.base.canonical import digest

        body = {
            "code_version": self.code_version,
            "inputs": dict(sorted(self.inputs.items())),
            "seed": self.seed,
            "samples": self.samples,
        }
        return {**body, "digest": digest(body)}
