from __future__ import annotations

import json
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import iterate_cases
from downrange.service.statements.names import decide_names, name_groups, names_of, names_with, reviewed

WHO = ("party/reader", "2026-11-23", "read both registers")


@pytest.mark.parametrize(
    ("name", "party"),
    [
        ("ЦЭНКИ", "party/tsenki"),
        ("Tzenki", "party/tsenki"),
        ("Space Infrastructure Center", "party/tsenki"),
        ("Center for Operation of Space Ground-based Infrastructure", "party/tsenki"),
        ("Бәйтерек", "party/baiterek-jv"),
        ("Roskosmos", "party/roscosmos"),
    ],
)
def test_a_name_in_any_script_or_spelling(name: str, party: str) -> None:
    best = names_of(name)["matches"][0]
    assert best["party"] == party
    assert best["cases"]


def test_merging_and_un_merging_lose_nothing() -> None:
    parties = ["party/a", "party/b", "party/c"]
    merged = decide_names([], "same", "party/a", "party/b", *WHO)
    assert name_groups(parties, merged) == [["party/a", "party/b"], ["party/c"]]
    apart = decide_names(merged, "distinct", "party/b", "party/a", *WHO)
    assert name_groups(parties, apart) == [["party/a"], ["party/b"], ["party/c"]]
    assert merged == apart[:1]
    again = decide_names(apart, "same", "party/a", "party/b", *WHO)
    assert name_groups(parties, again) == name_groups(parties, merged)
    assert json.loads(json.dumps(again)) == again


def test_the_shipped_list_keeps_parent_and_enterprise_apart() -> None:
    parties = ["party/tsenki", "party/roscosmos"]
    own = names_of("TsENKI")
    assert any({row["left"], row["right"]} == set(parties) for row in own["decisions"])
    assert ["party/tsenki"] in own["groups"]
    merged = decide_names([], "same", parties[0], parties[1], *WHO)
    assert name_groups(parties, merged) == [parties]  # a later decision takes the place of the shipped one
    assert all(row["because"] for row in reviewed())


def test_every_shipped_decision_speaks_of_parties_of_the_book() -> None:
    known = {party.id for file in iterate_cases() for party in file.case.parties}
    named = {row[side] for row in reviewed() for side in ("left", "right")}
    assert named - known <= {"party/kazcosmos", "party/glavkosmos"}  # named in articles, in no case yet


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"kind": "alike"}, "is no decision"),
        ({"right": "party/a"}, "is one party"),
        ({"on": "today"}, "is no date"),
        ({"because": ""}, "lacks because"),
    ],
)
def test_a_decision_that_is_none(change: dict[str, str], message: str) -> None:
    row = dict(
        zip(
            ("kind", "left", "right", "by", "on", "because"),
            ("same", "party/a", "party/b", *WHO),
            strict=True,
        )
    )
    with pytest.raises(InputError, match=message):
        decide_names([], **(row | change))


def test_decisions_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "names.yaml"
    file.write_text(
        "- {kind: same, left: party/tsenki, right: party/other, by: me, on: 2026-11-23, because: register}\n",
        "utf-8",
    )
    assert ["party/tsenki", "party/other"] in names_with("TsENKI", str(file))["groups"]
    assert names_with("TsENKI") == names_of("TsENKI")
    file.write_text("kind: same\n", "utf-8")
    with pytest.raises(InputError, match="no list of decisions"):
        names_with("TsENKI", str(file))


def test_a_name_no_case_holds_is_merged_and_un_merged_without_loss() -> None:
    name, party = "Steppe Launch Works", "party/tsenki"
    before = names_of(name)
    assert before["matches"] == []
    merged = decide_names([], "same", name, party, *WHO)
    found = names_of(name, merged)
    assert [(row["party"], row["how"]) for row in found["matches"]] == [(party, "decided")]
    assert [name, party] in found["groups"]
    assert names_of(name.upper(), merged)["matches"][0]["party"] == party
    assert names_of("ЦЭНКИ", merged)["matches"][0]["party"] == party
    apart = decide_names(merged, "distinct", party, name, *WHO)
    again = names_of(name, apart)
    assert again["matches"] == []
    assert [row["kind"] for row in again["decisions"]] == ["same", "distinct"]
    assert names_of(name, apart[:1]) == found


def test_a_near_miss_held_distinct_is_none() -> None:
    name = "Bayterec"
    near = [row["party"] for row in names_of(name)["matches"] if row["how"] == "near-miss"]
    assert near
    apart = decide_names([], "distinct", name, near[0], *WHO)
    assert near[0] not in [row["party"] for row in names_of(name, apart)["matches"]]
