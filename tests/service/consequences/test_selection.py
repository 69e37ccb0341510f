from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.service.consequences.selection import attach, marked_by_criticality, selection_of
from downrange.service.consequences.site import (
    contents_of,
    criticality_of,
    holdings_of,
    manifest_of,
    resources_of,
    units_of,
)

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


TWINS = """
case: twin-trains
title: "Two trains that serve in each other's place"
question: "Are crews ever stopped by a selection?"
fictional: true
from: 2022-09-01
to: 2024-06-30
state_of_knowledge: 2023-12-31
sources:
  own: {publisher: "Test", title: "Papers", date: "2026-11", standing: own, note: "fiction"}
parties:
  - {id: party/debtor, name: {en: "Debtor of the test"}, kind: company, roles: [debtor], fictional: true}
  - {id: party/creditor, name: {en: "Creditor of the test"}, kind: company, roles: [creditor], fictional: true}
claims:
  - id: claim/debt
    title: "Debt"
    basis: contract
    creditor: party/creditor
    debtor: party/debtor
    arising_on: 2022-03-01
    forum: "Court"
    asserted: {amount: "1500.00", currency: KZT}
    asserted_on: 2022-03-10
    awarded: {amount: "1500.00", currency: KZT}
    awarded_on: 2022-10-14
    agreed: {unknown: "none"}
    paid: {unknown: "none"}
    interest: {unknown: "none"}
    sources: [own]
assets:
"""
HEAD = "on,vehicle,site_code,pad,payloads,needs\n"


def vehicle(name: str, amount: int, details: str = "{}") -> str:
    return (
        f"  - {{id: asset/{name}, title: {{en: {name}}}, kind: vehicle, owner: party/debtor, place: base, "
        f"value: {{amount: '{amount}.00', currency: KZT}}, value_on: 2022-12-15, details: {details}}}\n"
    )


def folder(path: Path, assets: str, launches: str) -> str:
    (path / "case.yaml").write_text(TWINS + assets, "utf-8")
    (path / "launches.csv").write_text(HEAD + launches, "utf-8")
    return str(path)


def test_two_that_stand_in_for_each_other_are_never_both_chosen_where_crews_need_one(tmp_path: Path) -> None:
    """Neither alone stops anything; together they stop a cargo ship of the station."""
    launches = (
        "2023-05-24,Soyuz-2-1A,GIK-5,LC31,Progress MS-23,train-1|train-2\n"
        "2023-07-24,Proton-M/DM-3,GIK-5,LC81/24,Luch 5Kh No. 10,crane\n"
    )
    things = vehicle("train-1", 1000) + vehicle("train-2", 1000) + vehicle("crane", 400)
    name = folder(tmp_path, things, launches)
    (one,) = attach(name, "2023-03-10")["targets"]
    assert [row["asset"] for row in one["chosen"]] == ["asset/train-1", "asset/crane"]
    assert one["harm"]["launches"] == ["launch/luch-5kh-no-10"]
    assert not one["harm"]["lives"]
    both = {"asset/train-1", "asset/train-2"}
    assert not any(both <= set(point["assets"]) for point in one["curve"])
    with pytest.raises(InputError, match="lives depend on it"):
        attach(name, "2023-03-10", include=sorted(both), because="a test")


def test_one_unit_of_two_stops_nothing_both_do(tmp_path: Path) -> None:
    """The filling station has two places: one withheld lengthens, both stop whoever is filled there."""
    launches = "2023-07-24,Proton-M/DM-3,GIK-5,LC81/24,Luch 5Kh No. 10,\n"
    unit = "{resource: proton-fuelling-trains, units: 1}"
    file = folder(tmp_path, vehicle("wagons", 1000, unit), launches)
    harms = criticality_of(read_case(file).case, ON, manifest_of(read_case(file), ON))
    assert harms["asset/wagons"].launches == ("launch/luch-5kh-no-10",)  # one set is all that is known of
    place = "{resource: spacecraft-filling-station, units: 1}"
    file = folder(tmp_path, vehicle("place-1", 1000, place) + vehicle("place-2", 1000, place), launches)
    case = read_case(file).case
    harms = criticality_of(case, ON, manifest_of(read_case(file), ON))
    assert harms["asset/place-1"].launches == ()
    assert harms["asset/place-1"].lives  # crews' ships are filled there
    resources = resources_of(case)
    holdings = holdings_of(case, resources)
    assert contents_of(holdings, ["asset/place-1"], resources) == frozenset()
    assert contents_of(holdings, ["asset/place-1", "asset/place-2"], resources) == {
        "spacecraft-filling-station"
    }


@pytest.mark.parametrize("units", ["0", "-1", "1.5", "true", "two"])
def test_units_that_are_none_end_in_their_place(tmp_path: Path, units: str) -> None:
    given = f"{{resource: spacecraft-filling-station, units: {units}}}"
    case = read_case(
        folder(tmp_path, vehicle("place", 10, given), "2023-07-24,Proton-M,GIK-5,LC81/24,X,\n")
    ).case
    with pytest.raises(InputError, match=r"assets\.asset/place\.details\.units"):
        units_of(case.assets[0])
