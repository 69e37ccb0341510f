import json
from decimal import Decimal
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.service.science.contest import contest, contest_values, override_of

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
        float(move["amount"])
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
    assert Decimal(row["low"]) <= Decimal(row["high"])
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


VALUES = {
    "scenario.inputs.udmh_on_board_kg": {"value": 100000, "source": "statement of the operator"},
    "scenario.inputs.ce_delft_price_scenario_number": {"value": 1, "source": "handbook"},
}


def test_values_give_what_a_file_gives_and_sums_are_decimal_strings(tmp_path: Path) -> None:
    text = (
        "by: party/roscosmos\nbecause: emptier\nset:\n"
        '  scenario.inputs.udmh_on_board_kg: {value: 100000, source: "statement of the operator"}\n'
        "  scenario.inputs.ce_delft_price_scenario_number: {value: 1, source: handbook}\n"
    )
    told: list[tuple[int, int]] = []
    by_file = contest("proton-2013", [_file(tmp_path, "one.yaml", text)], 8, 1)
    by_values = contest_values(
        "proton-2013", VALUES, "party/roscosmos", 8, 1, lambda d, n: told.append((d, n)), because="emptier"
    )
    for key in ("sides", "changes", "by_kind", "common", "sources", "because"):
        assert by_values[key] == by_file[key]
    assert all(0 <= done <= total == 32 for done, total in told)  # two changes: four sets of eight draws
    row = next(r for r in by_values["by_kind"] if r["figure"] == "damages.eu-ce-delft-2024")
    before, after = (
        Decimal(d["amount"]["p50"])
        for side in by_values["sides"]
        for d in side["damages"]
        if d["method"] == "eu-ce-delft-2024"
    )
    assert Decimal(row["whole"]) == after - before
    assert Decimal(row["fact"]) + Decimal(row["method"]) + Decimal(row["law"]) == after - before
    moves = [
        Decimal(move["amount"])
        for change in by_values["changes"]
        for move in change["moves"]
        if move["figure"] == "damages.eu-ce-delft-2024"
    ]
    assert sum(moves) == after - before  # to the cent
    assert {c["kind"] for c in by_values["changes"]} == {"fact", "method"}


def test_two_sides_agree_on_one_value_and_differ_on_another() -> None:
    other = override_of(
        {
            "scenario.inputs.udmh_on_board_kg": {"value": 150000, "source": "loading sheet"},
            "scenario.inputs.ce_delft_price_scenario_number": {"value": 1, "source": "handbook"},
        },
        "party/kazakhstan",
    )
    found = contest_values("proton-2013", VALUES, "party/roscosmos", 4, 1, against=other)
    assert found["agreed"] == ["scenario.inputs.ce_delft_price_scenario_number"]
    assert found["differences"] == [
        {"path": "scenario.inputs.udmh_on_board_kg", "kind": "fact", "values": [100000, 150000]}
    ]
    assert all(
        isinstance(row["low"], str) for row in found["settlement"] if row["figure"].startswith("damages.")
    )


def test_values_that_do_not_fit_have_their_path() -> None:
    with pytest.raises(InputError) as caught:
        contest_values("proton-2013", {"scenario.inputs.nothing": {"value": 1, "source": "x"}}, "party/a", 4)
    assert caught.value.problems[0].where.key == "scenario.inputs.nothing"
    with pytest.raises(InputError) as caught:
        override_of({"scenario.inputs.wind_speed_m_per_s": {"value": 1}}, "party/a")
    assert caught.value.problems[0].where.key == "set.scenario.inputs.wind_speed_m_per_s.source"


def test_an_input_that_nothing_reads_is_said_and_one_that_cannot_be_is_refused() -> None:
    unknown = {"scenario.inputs.not_an_input_kg": {"value": 1.7, "source": "x"}}
    (change,) = contest_values("proton-2013", unknown, "party/roscosmos", 4)["changes"]
    assert change["unread"] is True
    assert change["moves"] == []
    for name, value in (("udmh_on_board_kg", -5), ("burnt_fuel_share", 1.7), ("wind_speed_m_per_s", 1e9)):
        wrong = {f"scenario.inputs.{name}": {"value": value, "source": "x"}}
        with pytest.raises(InputError, match=r"cannot be .*; expected") as caught:
            contest_values("proton-2013", wrong, "party/roscosmos", 4)
        assert caught.value.problems[0].where.key == f"scenario.inputs.{name}"
