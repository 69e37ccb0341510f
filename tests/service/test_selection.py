from __future__ import annotations

from datetime import date

from downrange.inputs.cases import read_case
from downrange.service.operations import criticality_of, manifest_of
from downrange.service.selection import attach, marked_by_criticality, selection_of

NAME = "tsenki-2023-exercise"
ON = date(2023, 3, 10)


def test_criticality_marks_what_the_law_then_holds_last_or_never() -> None:
    case = read_case("baikonur-2025-pad-31").case
    marked = marked_by_criticality(case, criticality_of(case, date(2025, 1, 1)))
    assert "life-critical" in marked.assets[0].use
    assert marked.assets[0].use.count("launch-critical") == 1
    assert "life-critical" not in case.assets[0].use


def test_every_selection_tells_its_harm_and_its_curve() -> None:
    plan = attach(NAME, "2023-03-10")
    assert plan["targets"]
    for one in plan["targets"]:
        assert one["harm"] == {"launches": [], "lives": False}  # others suffice: no launch is touched
        stopped = [point["launches_stopped"] for point in one["curve"]]
        covered = [float(point["covered"]["amount"]) for point in one["curve"]]
        assert stopped == sorted(set(stopped))
        assert covered == sorted(set(covered))
        assert (stopped[0], one["curve"][0]["added"]) == (0, [])
        assert covered[0] >= float(one["target"]["amount"])
    assert plan["curve"] == max(plan["targets"], key=lambda one: float(one["target"]["amount"]))["curve"]


def test_the_curve_counts_the_launches_that_a_set_really_stops() -> None:
    """The control desk is needed by all twelve launches of the exercise, whatever else is held."""
    curve = attach(NAME, "2023-03-10")["curve"]
    assert curve[-1]["launches_stopped"] == 12
    assert "asset/control-desk" in curve[-1]["added"]
    assert all("asset/control-desk" not in point["added"] for point in curve[:-1])


def test_the_harm_is_that_of_the_cases_own_launches() -> None:
    file = read_case(NAME)
    harms = criticality_of(file.case, ON, manifest_of(file, ON))
    assert harms["asset/control-desk"].harm_score == 1.0
    assert harms["asset/oxygen-plant"].harm_score == 8 / 12
    assert harms["asset/canteen"].harm_score == 0.0


def test_nothing_claimed_gives_no_selection() -> None:
    assert selection_of("baikonur-2025-pad-31") is None
    found = selection_of(NAME, "2023-03-10")
    assert found is not None
    assert found["chosen"]
