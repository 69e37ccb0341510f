"""May it leave? Each answer of the gate on a small, plainly fictional register."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from downrange.case.schema import Case

CASE: dict[str, Any] = {
    "case": "gate-exercise",
    "title": "A register of a base that does not exist",
    "fictional": True,
    "from": "2023-01-01",
    "to": "2023-12-31",
    "sources": {"s": {"publisher": "nobody", "title": "exercise", "standing": "own"}},
    "parties": [
        {"id": "party/debtor", "name": {"en": "Vymysel Operator", "ru": "Вымысел Оператор"}, "kind": "company"},
        {"id": "party/other", "name": {"en": "Third Hand"}, "kind": "company"},
        {
            "id": "party/head",
            "name": {"en": "Ivan Vymyslov", "ru": "Иван Вымыслов"},
            "kind": "person",
            "identifiers": [{"kind": "passport", "value": "X 0012345"}],
        },
        {"id": "party/bailiff", "name": {"en": "Bailiff of the exercise"}, "kind": "office"},
    ],
    "claims": [
        {
            "id": "claim/debt", "title": "debt", "basis": "contract", "creditor": "party/other",
            "debtor": "party/debtor", "arising_on": "2023-01-01", "asserted": {"unknown": "x"},
            "awarded": {"unknown": "x"}, "agreed": {"unknown": "x"}, "paid": {"unknown": "x"},
        }
    ],
    "assets": [
        {"id": "asset/train", "title": {"en": "train"}, "kind": "train", "owner": "party/other"},
        {"id": "asset/box", "title": {"en": "container"}, "kind": "container", "owner": "party/other",
         "inside": "asset/train", "identifiers": [{"kind": "iso6346", "value": "CSQU3054383"}]},
        {"id": "asset/crane", "title": {"en": "crane"}, "kind": "crane", "owner": "party/debtor",
         "inside": "asset/box", "identifiers": [{"kind": "serial", "value": "SN-10I-777"}]},
        {"id": "asset/pump", "title": {"en": "pump"}, "kind": "pump", "owner": "party/debtor"},
        {"id": "asset/desk", "title": {"en": "desk"}, "kind": "desk", "owner": "party/other"},
    ],
    "measures": [
        {"id": "measure/box", "kind": "attachment", "claim": "claim/debt", "ordered_by": "party/bailiff",
         "against": "party/other", "reaches": ["asset/box"], "since": "2023-01-20", "until": "2023-06-30",
         "order": "A-1", "permits": ["medical"]},
        {"id": "measure/exit", "kind": "exit-ban", "claim": "claim/debt", "ordered_by": "party/bailiff",
         "against": "party/head", "since": "2023-03-07"},
    ],
}  # fmt: skip


def load(**changes: Any) -> None:
    from downrange.service.casebook import load_case

    load_case(Case.model_validate({**CASE, **changes}))


def ask(identifier: str, on: str = "2023-03-10", **more: Any) -> dict[str, Any]:
    from downrange.service.gate import check

    return check(identifier, on=date.fromisoformat(on), **more)


@pytest.mark.parametrize(
    ("identifier", "on", "answer", "matched", "measure"),
    [
        ("CSQU3054383", "2023-03-10", "STOP", "exact", "measure/box"),
        ("csqu 305438-3", "2023-03-10", "STOP", "normalised", "measure/box"),
        ("CSQU3054383", "2023-01-19", "ALLOW", "exact", None),  # before
        (
            "CSQU3054383",
            "2023-06-30",
            "REFER",
            "exact",
            "measure/box",
        ),  # the day it ends: the hour is not known
        ("CSQU3054383", "2023-07-01", "ALLOW", "exact", None),  # after
        ("asset/crane", "2023-03-10", "STOP", "exact", "measure/box"),  # inside the held container
        ("SN-10I-777", "2023-03-10", "STOP", "exact", "measure/box"),
        ("asset/train", "2023-03-10", "ALLOW", "exact", None),  # the train around it is free
        ("asset/pump", "2023-03-10", "ALLOW", "exact", None),
        ("asset/desk", "2023-03-10", "ALLOW", "exact", None),  # the measure lists the box and no more
        ("CSQU3O54383", "2023-03-10", "REFER", "near-miss", None),
        ("СSQU3054383", "2023-03-10", "REFER", "near-miss", None),  # a Cyrillic letter
        ("CSQU305438", "2023-03-10", "REFER", "near-miss", None),
        ("MSCU1234560", "2023-03-10", "REFER", None, None),  # fails its own check digit
        ("MSCU1234566", "2023-03-10", "ALLOW", None, None),
        ("123456789012", "2023-03-10", "REFER", None, None),
        ("unheard of", "2023-03-10", "ALLOW", None, None),
        ("X0012345", "2023-03-10", "STOP", "normalised", "measure/exit"),
        ("party/head", "2023-03-10", "STOP", "exact", "measure/exit"),
        ("party/head", "2023-03-06", "ALLOW", "exact", None),
        ("Ivan Vymyslov", "2023-03-10", "REFER", "name", None),
        ("ВЫМЫСЛОВ Иван", "2023-03-10", "REFER", "name", None),
    ],
)
def test_answers(
    registry: str, identifier: str, on: str, answer: str, matched: str | None, measure: str | None
) -> None:
    load()
    found = ask(identifier, on)
    assert (found["answer"], found["matched"]) == (answer, matched), found["because"]
    if measure is not None:
        assert measure in [one["id"] for one in found["measures"]]
    assert found["as_of"] == on
    assert found["log_sequence"] >= 0


def test_the_order_and_what_it_permits_are_shown(registry: str) -> None:
    load()
    shown = ask("asset/box")["measures"]
    assert [(one["order"], one["permits"], one["since"]) for one in shown] == [
        ("A-1", ["medical"], "2023-01-20")
    ]
    assert ask("unheard of")["because"].startswith("no measure found as of 2023-03-10")


def test_a_measure_against_the_owner_that_lists_nothing_is_a_doubt(registry: str) -> None:
    general = {**CASE["measures"][0], "id": "measure/all", "against": "party/debtor", "reaches": []}
    load(measures=[*CASE["measures"], general])
    found = ask("asset/pump")
    assert found["answer"] == "REFER"
    assert "against the owner, gate-exercise/party/debtor" in found["because"]
    unlisted = {**general, "reaches": ["asset/all-its-property"]}
    load(measures=[*CASE["measures"], unlisted])
    assert ask("asset/pump")["answer"] == "REFER"
    assert ask("asset/desk")["answer"] == "ALLOW"


def test_release_is_seen_at_once_and_so_is_a_new_measure(registry: str) -> None:
    from downrange.registry.rows import ask as query

    load()
    load(measures=CASE["measures"][1:])
    assert ask("CSQU3054383")["answer"] == "ALLOW"
    load()
    assert ask("CSQU3054383")["answer"] == "STOP"
    assert query("SELECT count(*) FROM registry_gate_subject") == [(9,)]


def test_cases_are_kept_apart_on_demand(registry: str) -> None:
    load()
    assert ask("CSQU3054383", case="gate-exercise")["answer"] == "STOP"
    assert ask("CSQU3054383", case="another")["answer"] == "ALLOW"
    assert ask("Ivan Vymyslov", kind="asset")["answer"] == "ALLOW"
    assert ask("Ivan Vymyslov", kind="person")["answer"] == "REFER"


def test_the_real_case_holds_the_head_of_an_office(registry: str) -> None:
    from downrange.inputs.cases import read_case
    from downrange.service.casebook import load_case

    load_case(read_case("tsenki-2023").case)
    assert ask("party/tsenki-head", "2023-03-10")["answer"] == "STOP"
    assert ask("ЦЭНКИ", "2023-03-10")["answer"] == "REFER"
    assert ask("TsENKI", "2023-03-10")["answer"] == "REFER"


def test_one_case_can_be_asked_without_a_database(registry: str) -> None:
    from downrange.errors import InputError
    from downrange.service.gate import check_case, check_database

    load()
    found = check_case("party/tsenki-head", "tsenki-2023", on=date(2023, 3, 10))
    assert (found["answer"], found["subject"]) == ("STOP", "tsenki-2023/party/tsenki-head")
    assert check_case("CSQU3054383", "tsenki-2023", on=date(2023, 3, 10))["answer"] == "ALLOW"
    assert check_database("CSQU3054383", registry, on=date(2023, 3, 10))["answer"] == "STOP"
    with pytest.raises(InputError):
        check_case("x", "no-such-case")
