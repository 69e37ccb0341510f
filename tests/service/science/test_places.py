"""Where things are: known sites and pads get a position, everything else none; nothing is guessed."""

from __future__ import annotations

import pytest

from downrange.inputs.cases import read_case
from downrange.service.science.places import asset_places, known_places, position_of


def test_a_pad_lies_where_the_library_says() -> None:
    found = position_of("Baikonur, pad 31/6")
    assert found is not None
    assert found["site"] == "baikonur-31-6"
    assert found["latitude_deg"] == pytest.approx(45.996, abs=0.02)
    assert found["longitude_deg"] == pytest.approx(63.564, abs=0.02)


@pytest.mark.parametrize("place", [None, "", "exercise base", "Tema", "../sources", "aliases"])
def test_a_place_that_is_not_known_has_no_position(place: str | None) -> None:
    assert position_of(place) is None


def test_every_asset_is_listed_with_or_without_a_position() -> None:
    case = read_case("baikonur-2025-pad-31").case
    rows = asset_places(case)
    assert [row["asset"] for row in rows] == [asset.id for asset in case.assets]
    assert rows[0]["position"] is not None


def test_before_anything_is_computed_pad_and_settlements_are_known() -> None:
    rows = [one["properties"] for one in known_places(read_case("proton-2013").case)]
    assert rows[0] == {"name": "baikonur-81-24", "kind": "pad"}
    towns = [row for row in rows if row["kind"] == "settlement"]
    assert all(row["population_persons"] >= 0 for row in towns)
    assert {"Baikonur", "Baykonyr"} & {row["name"] for row in towns} or len(towns) > 3
    lease = known_places(read_case("baikonur-lease").case)
    assert sum(one["properties"]["kind"] == "pad" for one in lease) > 1
