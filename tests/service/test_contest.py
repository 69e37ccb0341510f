import json
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.service.contest import contest

ONE = """\
by: party/roscosmos
because: "the tanks were emptier and the wind stronger"
set:
  scenario.inputs.udmh_on_board_kg: {value: 100000, source: "statement of the operator"}
  scenario.inputs.wind_speed_m_per_s: {value: 6, source: "airfield log"}
"""
TWO = """\
by: party/kazakhstan
because: "full tanks"
set:
  scenario.inputs.udmh_on_board_kg: {value: 172000, source: "loading sheet"}
"""


def _file(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def test_the_parts_add_up_to_the_whole_difference(tmp_path: Path) -> None:
    found = contest("proton-2013", [_file(tmp_path, "one.yaml", ONE)], 16, 1, tmp_path)
    assert found["by"] == "party/roscosmos"
    mine, theirs = found["sides"]
    whole = theirs["quantities"]["udmh_to_soil_kg"]["p50"] - mine["quantities"]["udmh_to_soil_kg"]["p50"]
    parts = sum(
        move["amount"]
        for change in found["changes"]
        for move in change["moves"]
        if move["figure"] == "quantities.udmh_to_soil_kg"
    )
    assert parts == pytest.approx(whole, rel=1e-9)
    assert whole < 0
    assert {change["kind"] for change in found["changes"]} == {"fact"}
    assert "scenario.inputs.wind_from_deg" in found["common"]
    assert "scenario.inputs.udmh_on_board_kg" not in found["common"]
    assert json.loads((tmp_path / "proton-2013" / "contest.json").read_text("utf-8"))["case"] == "proton-2013"


def test_a_change_of_the_wind_alone_leaves_the_soil_share_alone(tmp_path: Path) -> None:
    text = ONE.replace(
        '  scenario.inputs.udmh_on_board_kg: {value: 100000, source: "statement of the operator"}\n', ""
    )
    found = contest("proton-2013", [_file(tmp_path, "wind.yaml", text)], 8, 1)
    assert (
        found["sides"][0]["quantities"]["udmh_to_soil_kg"]
        == found["sides"][1]["quantities"]["udmh_to_soil_kg"]
    )


def test_two_sides_give_the_range_that_both_support(tmp_path: Path) -> None:
    files = [_file(tmp_path, "one.yaml", ONE), _file(tmp_path, "two.yaml", TWO)]
    found = contest("proton-2013", files, 16, 1)
    rows = {row["figure"]: row for row in found["settlement"]}
    row = rows["damages.eu-ce-delft-2024"]
    assert row["low"] <= row["high"]
    assert [side["by"] for side in found["sides"]] == [
        "the case as it stands",
        "party/roscosmos",
        "party/kazakhstan",
    ]


def test_what_does_not_fit_has_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        contest(
            "proton-2013",
            [_file(tmp_path, "bad.yaml", ONE.replace("udmh_on_board_kg", "udmh_on_board"))],
            4,
            1,
        )
    assert caught.value.problems[0].where.line == 4
    with pytest.raises(InputError):
        contest("tsenki-2023", [_file(tmp_path, "one.yaml", ONE)], 4, 1)
    with pytest.raises(InputError):
        contest("proton-2013", [], 4, 1)
