"""Parts of a case as the gate's rows."""

from __future__ import annotations

from tests.registry.test_gate_store import GENERAL

from downrange.inputs.cases import read_case
from downrange.law.enforcement.gate import Title
from downrange.registry.gate_fold import (
    COLUMNS,
    Subject,
    case_row,
    measure_rows,
    name_mark,
    near_rows,
    subject_of_asset,
    subject_of_party,
    subject_rows,
)


def test_reading_assets_and_parties() -> None:
    case = read_case("tsenki-2023-exercise").case
    assets = {asset.id: asset for asset in case.assets}
    forklift = subject_of_asset(assets["asset/sold-forklift"])
    assert [title.party for title in forklift.titles] == ["party/tsenki-exercise", "party/exercise-lessor"]
    assert forklift.titles[0].until == "2023-02-19"
    debtor = subject_of_party(next(one for one in case.parties if one.id == "party/tsenki-exercise"))
    assert "ЦЭНКИ" in debtor.names


def test_rows_fit_their_tables_and_bear_the_case() -> None:
    one = Subject("asset/a", "crane", ("sn-1", "!"), ("Name",), "asset/box", None, (Title("party/x"),))
    rows = subject_rows("c", [one])
    for table, found in rows.items():
        assert all(len(row) == len(COLUMNS[table]) for row in found)
    assert rows["subject"] == [("c/asset/a", "asset/a", "crane", "c/asset/box", None)]
    assert rows["title"] == [("c/asset/a", 0, "c/party/x", None, None, "1")]
    assert ("normal", "SN1", "c/asset/a", "sn-1") in rows["mark"]
    assert len(rows["mark"]) == 2  # "!" leaves no mark
    assert case_row("c", fictional=False) == ("c/case", "case", "case", None, None)


def test_the_role_of_a_measure_says_what_it_reaches() -> None:
    def role(**changed: object) -> str:
        rows = measure_rows("c", GENERAL.model_copy(update=changed), vague="vague" in changed)
        return str(rows["hold"][-1][1])

    assert role() == "general"
    assert role(kind="exit-ban") == "person"
    assert role(reaches=("asset/a",)) == "listed"
    assert role(reaches=("asset/a",), vague=True) == "vague"
    listed = measure_rows("c", GENERAL.model_copy(update={"reaches": ("asset/a",)}), vague=False)
    assert listed["hold"][0] == ("c/asset/a", "reaches", "c/measure/all")
    assert "asset/a" not in listed["measure"][0][1]  # a list of thousands is not read at every question


def test_near_misses_and_names() -> None:
    rows = near_rows("k", ["SN-1000A", "K1"])
    assert {row[3] for row in rows} == {"SN-1000A"}  # too short a number has no neighbours
    assert len(rows) == len({row[1] for row in rows})
    assert name_mark("ВЫМЫСЛОВ Иван") == name_mark("Ivan Vymyslov")
