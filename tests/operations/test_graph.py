from __future__ import annotations

from datetime import date

from downrange.operations.graph import by_kind, dependency_graph
from downrange.operations.library import library_manifest

MANIFEST = library_manifest(date(2023, 3, 1), date(2024, 3, 1))
GRAPH = dependency_graph(MANIFEST, {"pad-31-service-cabin"}, date(2023, 3, 1))


def test_what_is_withdrawn_takes_its_pad_and_its_launches_along() -> None:
    states = {node.name: node.state for node in GRAPH.nodes}
    assert states["pad-31-service-cabin"] == "withdrawn"
    assert states["pad-31-6"] == "fails"
    assert states["pad-200-39"] == "stands"
    groups = [node for node in GRAPH.nodes if node.column == 2]
    assert sum(node.launches_number for node in groups) == len(
        [launch for launch in MANIFEST.launches if launch.planned[1] > date(2023, 3, 1)]
    )
    assert all((node.state == "fails") == ("31/6" in node.title) for node in groups)


def test_every_edge_leads_from_a_node_to_a_node_and_unused_things_are_left_out() -> None:
    names = {node.name for node in GRAPH.nodes}
    assert all(edge.start in names and edge.end in names for edge in GRAPH.edges)
    assert "operator-bank-money" not in names
    tracking = next(edge for edge in GRAPH.edges if edge.end == "tracking-mobile" and edge.phase == "launch")
    assert tracking.options_number == 2


def test_by_kind_no_single_thing_has_a_name_and_the_counts_stay() -> None:
    public = by_kind(GRAPH)
    private = {node.name for node in GRAPH.nodes if node.column < 2}
    assert not private & {node.name for node in public.nodes}
    assert not any(GRAPH.nodes[0].title in node.title for node in public.nodes)
    assert sum(node.points_number for node in public.nodes) == sum(n.points_number for n in GRAPH.nodes)
    assert all(node.launches_number == 0 for node in public.nodes if node.column < 2)
    names = {node.name for node in public.nodes}
    assert all(edge.start in names and edge.end in names for edge in public.edges)
    pads = {node.state: node for node in public.nodes if node.kind == "pad"}
    assert {"fails", "stands"} <= set(pads)  # a pad that stands is not drawn as if it failed


def test_the_graph_is_data() -> None:
    body = GRAPH.as_json()
    assert {"name", "title", "kind", "column", "state", "points_number"} <= set(body["nodes"][0])
    assert {"start", "end", "phase", "options_number"} == set(body["edges"][0])
