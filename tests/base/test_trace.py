import pytest

from downrange.base.source import Sourced
from downrange.base.trace import Manifest, Tracer


def _traced() -> Tracer:
    tracer = Tracer()
    tracer.read("mass_kg", Sourced(value=2.0, unit="kg", source="book", kind="measured", locator="p. 3"))
    tracer.read("idle_kg", Sourced(value=9.0, unit="kg", source="book", kind="measured"))
    tracer.leaf("rate", "0.1", "", "law", "code", "art. 7")
    tracer.step("doubled_kg", 4.0, "kg", "twice", ["mass_kg"])
    tracer.step("fee", 0.4, "eur", "times the rate", ["doubled_kg", "rate"], validity="beyond 3 kg")
    return tracer


def test_why_goes_down_to_sourced_leaves_and_leaves_the_rest_out() -> None:
    why = _traced().done().why("fee")
    assert [step.name for step in why.steps] == ["doubled_kg", "fee"]
    assert {leaf.name for leaf in why.leaves} == {"mass_kg", "rate"}
    assert why.leaves[0].locator == "p. 3"
    assert why.steps[-1].validity == "beyond 3 kg"


def test_unknown_figures_are_an_error() -> None:
    with pytest.raises(KeyError):
        _traced().done().why("nothing")


def test_the_drawn_value_is_the_one_recorded() -> None:
    tracer = Tracer()
    sourced = Sourced(value=2.0, unit="kg", source="book", kind="measured")
    assert tracer.read("mass_kg", sourced, 2.5) == 2.5
    assert tracer.done().leaves[0].value == 2.5


def test_a_manifest_is_told_apart_by_what_it_holds() -> None:
    one = Manifest("1", {"case": "a"}, 1, 100).as_json()
    assert one["digest"] != Manifest("1", {"case": "b"}, 1, 100).as_json()["digest"]
    assert one["digest"] == Manifest("1", {"case": "a"}, 1, 100).as_json()["digest"]
