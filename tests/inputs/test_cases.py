from __future__ import annotations

import json
from pathlib import Path

import pytest

from downrange.errors import InputError, Problem
from downrange.inputs.cases import (
    case_json_schema,
    case_names,
    casebook,
    iterate_cases,
    list_cases,
    read_case,
)

ROOT = Path(__file__).resolve().parents[2]


def problems_of(tmp_path: Path, text: str) -> list[Problem]:
    (tmp_path / "case.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_case(tmp_path, strict=True)
    return list(caught.value.problems)


BAD = """\
case: Bad Name
title: t
from: 2020-13
to: 2021
colour: red
sources:
  s: {publisher: P}
parties:
  - id: party/x
    name: {en: X}
    kind: planet
claims:
  - id: claim/a
    title: c
    basis: contract
    creditor: X
    debtor: party/x
    arising_on: 2020
    asserted: {amount: 12.5, currency: KZT}
    awarded: {unknwn: nothing}
    agreed: {amount: "1.001", currency: KZT}
    paid: {unknown: nothing}
statements:
  - id: statement/a
    about: party/x
    property: p
    value: {number: many}
    said_by: party/x
"""


def test_one_run_reports_every_problem_with_its_line(tmp_path: Path) -> None:
    found = {(p.where.key, p.where.line) for p in problems_of(tmp_path, BAD)}
    assert {
        ("case", 1),
        ("from", 3),
        ("colour", 5),
        ("sources.s.title", 7),
        ("parties[0].kind", 11),
        ("claims[0].creditor", 16),
        ("claims[0].asserted.amount", 19),
        ("claims[0].awarded.unknwn", 20),
        ("statements[0].value.number", 27),
        ("statements[0].source", 24),
    } <= found
    assert any(key.startswith("claims[0].agreed") and line == 21 for key, line in found)


def test_a_problem_says_what_was_expected(tmp_path: Path) -> None:
    by_key = {p.where.key: p for p in problems_of(tmp_path, BAD)}
    assert by_key["parties[0].kind"].value == "planet"
    assert "'company'" in str(by_key["parties[0].kind"].expected)
    assert by_key["claims[0].creditor"].expected == "kind/name in lower case, such as party/tsenki"
    assert by_key["statements[0].source"].message == "this key is missing"
    assert by_key["statements[0].source"].where.file.endswith("case.yaml")


@pytest.mark.parametrize(
    ("text", "line"), [("case: [", 1), ("a: 1\na: 2\n", 2), ("- 1\n", 1), ("a: 1\n\tb: 2\n", 2)]
)
def test_what_is_no_case_at_all(tmp_path: Path, text: str, line: int) -> None:
    (problem, *_) = problems_of(tmp_path, text)
    assert problem.where.line == line


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="cannot be read"):
        read_case(tmp_path)


def test_an_unknown_name_lists_the_known() -> None:
    with pytest.raises(InputError, match="tsenki-2023"):
        read_case("no-such-case")


def test_warnings_are_kept_unless_strict(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "case: a\ntitle: t\nfrom: 2020\nto: 2021\nsources:\n  s: {publisher: P, title: T}\n", "utf-8"
    )
    file = read_case(tmp_path)
    assert [w.where.line for w in file.warnings] == [6]
    assert file.path == tmp_path / "case.yaml"
    assert list(file.sha256) == ["case.yaml"]
    assert len(file.sha256["case.yaml"]) == 64
    assert read_case(tmp_path / "case.yaml").sha256 == file.sha256


@pytest.mark.parametrize("name", case_names())
def test_every_shipped_case_reads_clean_and_strict(name: str) -> None:
    file = read_case(name, strict=True)
    assert file.case.case == name
    assert not file.warnings
    inside = file.folder.relative_to(casebook()).parts
    assert (inside[0] == "fictional") == (file.case.fictional or (file.case.hypothetical and len(inside) > 1))


def test_the_list_of_cases_has_the_agreed_keys() -> None:
    rows = {row["name"]: row for row in list_cases()}
    assert set(rows) == set(case_names())
    assert rows["tsenki-2023"]["fictional"] is False
    assert {"name", "title", "from", "to", "parts", "fictional"} <= set(rows["tsenki-2023"])
    assert rows["soyuz-worst-case"]["hypothetical"] is True
    assert len(list(iterate_cases())) == len(rows)


def test_the_committed_schema_is_current() -> None:
    committed = json.loads((ROOT / "docs" / "case.schema.json").read_text("utf-8"))
    assert committed == case_json_schema(), "write it anew: see docs/case.md"


def test_no_private_address_of_this_machine_in_the_casebook() -> None:
    for path in casebook().rglob("case.yaml"):
        text = path.read_text("utf-8")
        assert "/work/" not in text
        assert "/home/" not in text
