"""What needs what, as data for a drawing: equipment, what launches use, groups of launches.

With names for those whose task needs them; by kind for everybody else (``by_kind``), so that the public sees
how a site hangs together without a list of its weak points.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any, Literal

from downrange.operations.criticality import SinglePoint, failing, single_points
from downrange.operations.manifest import Launch, Manifest, Need, Resource

__all__ = ["Edge", "Graph", "Node", "by_kind", "dependency_graph"]

State = Literal["withdrawn", "fails", "stands"]
_WORST: tuple[State, ...] = ("withdrawn", "fails", "stands")


@dataclass(frozen=True)
class Node:
    """A resource (column 0 or 1) or a group of launches with the same needs (column 2).

    Attributes
    ----------
    launches_number : int
        Launches in the group, or launches that stop when this resource alone is lost.
    points_number : int
        How many single points of failure the node stands for: 0 or 1 with names, more by kind.
    """

    name: str
    title: str
    kind: str
    column: int
    state: State
    launches_number: int
    points_number: int
    lives: bool


@dataclass(frozen=True)
class Edge:
    """``start`` needs ``end``; ``options_number`` counts the alternatives of the need, itself among them."""

    start: str
    end: str
    phase: str
    options_number: int


@dataclass(frozen=True)
class Graph:
    """Nodes by column and name, edges from what needs to what is needed."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    def as_json(self) -> dict[str, Any]:
        """Give the graph as data."""
        return {
            "nodes": [asdict(node) for node in self.nodes],
            "edges": [asdict(edge) for edge in self.edges],
        }


def dependency_graph(
    manifest: Manifest,
    withdrawn: Collection[str] = (),
    after: date | None = None,
    ranked: Sequence[SinglePoint] | None = None,
) -> Graph:
    """Lay out what the launches planned after a day need, and what fails when some resources are withdrawn.

    Launches with the same needs, vehicle family and class are one node; resources that none of them needs are
    left out. ``ranked``: the single points, where they are known already.
    """
    groups: dict[tuple[tuple[Need, ...], str, str, str], list[Launch]] = defaultdict(list)
    for launch in manifest.launches:
        if after is None or launch.planned[1] > after:
            groups[(launch.needs, launch.pad, launch.family, launch.payload_class)].append(launch)
    direct = {option for needs, *_ in groups for need in needs for option in need.one_of}
    used, waiting = set(direct), list(direct)
    while waiting:
        for need in manifest.resources[waiting.pop()].needs:
            fresh = [option for option in need.one_of if option not in used]
            used.update(fresh)
            waiting += fresh
    gone = failing(manifest, withdrawn)
    points = {one.resource: one for one in (single_points(manifest, after) if ranked is None else ranked)}
    nodes, edges = [], []
    for name in sorted(used):
        resource = manifest.resources[name]
        state: State = "withdrawn" if name in withdrawn else "fails" if name in gone else "stands"
        stopped = len(points[name].launches) if name in points else 0
        lives = resource.lives or (name in points and points[name].lives)
        column = 1 if name in direct else 0
        nodes.append(
            Node(name, resource.title, resource.kind, column, state, stopped, int(name in points), lives)
        )
        edges += _edges(name, resource.needs)
    for index, ((needs, pad, _, kind), launches) in enumerate(groups.items()):
        node = _group(f"launches-{index + 1}", manifest.resources.get(pad), pad, kind, launches)
        stops = any(need.phase == "launch" and all(o in gone for o in need.one_of) for need in needs)
        nodes.append(replace(node, state="fails" if stops else "stands"))
        edges += _edges(node.name, needs)
    return Graph(tuple(sorted(nodes, key=lambda node: (node.column, node.name))), tuple(edges))


def _edges(name: str, needs: tuple[Need, ...]) -> list[Edge]:
    return [Edge(name, option, need.phase, len(need.one_of)) for need in needs for option in need.one_of]


def _group(name: str, pad: Resource | None, pad_name: str, kind: str, launches: list[Launch]) -> Node:
    vehicle = (
        launches[0].vehicle.split("/")[0] if launches[0].family == "" else launches[0].family.capitalize()
    )
    where = (pad.title if pad is not None else pad_name).split(",")[0].removeprefix("Proton ")
    place = where if where[:2].isupper() else where[:1].lower() + where[1:]
    title = f"{vehicle}, {kind}, {place}"
    return Node(name, title, "launches", 2, "stands", len(launches), 0, any(one.lives for one in launches))


def by_kind(graph: Graph) -> Graph:
    """Merge the resources of one kind in one column: no name of a single thing is left, only counts.

    Whether something is withdrawn stays: the case tells it. What a kind would stop is not told.
    """
    merged: dict[str, Node] = {}
    place: dict[str, str] = {}
    members: dict[str, int] = defaultdict(int)
    for node in graph.nodes:
        if node.column == 2:
            merged[node.name] = node
            place[node.name] = node.name
            continue
        key = f"{node.column}-{node.kind}-{node.state}"  # what the case withdraws stands apart
        place[node.name] = key
        members[key] += 1
        before = merged.get(key)
        first = replace(node, name=key, launches_number=0)
        merged[key] = first if before is None else _both(before, first)
    nodes = tuple(
        node if node.column == 2 else replace(node, title=f"{node.kind.replace('-', ' ')} ({members[name]})")
        for name, node in merged.items()
    )
    edges = dict.fromkeys(
        Edge(place[edge.start], place[edge.end], edge.phase, edge.options_number) for edge in graph.edges
    )
    return Graph(nodes, tuple(edge for edge in edges if edge.start != edge.end))


def _both(one: Node, other: Node) -> Node:
    state = min(one.state, other.state, key=_WORST.index)
    points = one.points_number + other.points_number
    return replace(one, state=state, points_number=points, lives=one.lives or other.lives)
