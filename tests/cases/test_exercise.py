"""The fictional register: every kind of thing, sensible choices, held in January 2023, nothing of it elsewhere."""

from __future__ import annotations

import pytest

from downrange.base.money import Money
from downrange.case.schema import Asset, Case, Unknown
from downrange.inputs.cases import case_names, read_case
from downrange.law.identifiers import fault
from downrange.service.consequences.selection import attach

NAME = "tsenki-2023-exercise"


@pytest.fixture(scope="module")
def exercise() -> Case:
    return read_case(NAME, strict=True).case


@pytest.fixture(scope="module")
def assets(exercise: Case) -> dict[str, Asset]:
    return {asset.id: asset for asset in exercise.assets}


@pytest.fixture(scope="module")
def chosen() -> set[str]:
    targets = attach(NAME, "2023-03-10")["targets"]
    return {one["asset"] for target in targets for one in target["chosen"]}


def test_it_is_fiction_and_says_so(exercise: Case) -> None:
    assert exercise.fictional
    assert all(party.fictional for party in exercise.parties)
    assert "invented" in exercise.title


def test_no_other_case_borrows_from_it(exercise: Case) -> None:
    own = {party.id for party in exercise.parties} | {asset.id for asset in exercise.assets}
    for name in case_names():
        if name != NAME:
            other = read_case(name).case
            others = {party.id for party in other.parties} | {asset.id for asset in other.assets}
            assert not own & others


def test_the_register_has_things_of_every_kind(exercise: Case) -> None:
    assert len(exercise.assets) >= 60
    kinds = {asset.kind for asset in exercise.assets}
    assert kinds >= {
        "account",
        "vehicle",
        "container",
        "rail-wagon",
        "train",
        "equipment",
        "building",
        "land",
    }
    uses = {use for asset in exercise.assets for use in asset.use}
    assert uses >= {
        "production",
        "launch-critical",
        "life-critical",
        "military",
        "strategic-object",
        "heritage",
    }
    assert any(asset.details.get("pledged_to") for asset in exercise.assets)
    assert any(isinstance(asset.owner, Unknown) for asset in exercise.assets)
    assert all(asset.details["valuations"] for asset in exercise.assets if isinstance(asset.value, Money))


def test_every_number_is_well_formed(exercise: Case) -> None:
    borne = [one for asset in exercise.assets for one in asset.identifiers]
    borne += [one for party in exercise.parties for one in party.identifiers]
    assert len(borne) > 80
    for one in borne:
        assert fault(one.kind, one.value) is None, one


def test_an_item_lies_in_a_box_on_a_wagon_in_a_train(assets: dict[str, Asset]) -> None:
    here, way = "asset/telemetry-rack-3", []
    while (above := assets[here].inside) is not None:
        here = above
        way.append(here)
    assert way == ["asset/box-01", "asset/wagon-01", "asset/train-5"]


def test_the_choice_is_sensible(assets: dict[str, Asset], chosen: set[str]) -> None:
    spared = {"life-critical", "launch-critical", "heritage", "strategic-object", "military", "production"}
    for name in chosen:
        assert not spared & set(assets[name].use), name
        assert assets[name].owner == "party/tsenki-exercise" or isinstance(assets[name].owner, Unknown)
        assert not assets[name].details.get("pledged_to")
    assert "asset/crane-07" in chosen
    assert "asset/first-pad" not in chosen


def test_what_is_chosen_is_held_by_orders_of_january(exercise: Case, chosen: set[str]) -> None:
    held = {
        thing
        for one in exercise.measures
        if isinstance(one.since, str) and one.since.startswith("2023-01")
        for thing in one.reaches
    }
    assert chosen <= held
    assert held - chosen == {"asset/sold-forklift"}
