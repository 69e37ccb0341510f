from __future__ import annotations

from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.inputs.overrides import apply_file, read_override

GOOD = """\
by: party/roscosmos
because: "own weather service"
set:
  scenario.inputs.wind_speed_m_per_s:
    value: 2.5
    source: "Own station, 2 July 2013"
"""


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "OVERRIDES.yaml"
    path.write_text(text, "utf-8")
    return path


def test_the_other_sides_wind(tmp_path: Path) -> None:
    file = read_override(write(tmp_path, GOOD))
    assert len(file.sha256) == 64
    other, (change,) = apply_file(read_case("proton-2013").case, file)
    assert other.scenario is not None
    assert other.scenario.inputs["wind_speed_m_per_s"].value == 2.5
    assert change.before == 4.0
    assert change.path == "scenario.inputs.wind_speed_m_per_s"


def test_the_other_side_computes_with_another_statement(tmp_path: Path) -> None:
    text = "by: party/x\nbecause: b\nset:\n  choices.soil-limit.statement: {value: statement/limit-0-3, source: s}\n"
    other, (change,) = apply_file(read_case("proton-2013").case, read_override(write(tmp_path, text)))
    assert change.before == "statement/limit-0-1"
    assert [one.statement for one in other.choices] == ["statement/limit-0-3"]


def test_a_wrong_path_is_reported_at_its_line(tmp_path: Path) -> None:
    file = read_override(
        write(tmp_path, GOOD.replace("scenario.inputs.wind_speed_m_per_s", "scenario.wetter.wind"))
    )
    with pytest.raises(InputError) as caught:
        apply_file(read_case("proton-2013").case, file)
    (problem,) = caught.value.problems
    assert problem.where.line == 4
    assert problem.value == "2.5"


def test_a_statement_that_the_case_does_not_hold_cannot_be_chosen(tmp_path: Path) -> None:
    text = (
        "by: party/x\nbecause: b\nset:\n  choices.soil-limit.statement: {value: statement/none, source: s}\n"
    )
    with pytest.raises(InputError) as caught:
        apply_file(read_case("proton-2013").case, read_override(write(tmp_path, text)))
    (problem,) = caught.value.problems
    assert (problem.where.line, problem.value) == (4, "statement/none")
    assert problem.message == "this statement is not in the case"
    assert "statement/" in (problem.expected or "")


def test_an_unknown_key_leads_to_the_page_of_such_files(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_override(write(tmp_path, GOOD + "author: me\n"))
    assert [problem.expected for problem in caught.value.problems] == ["a key of docs/contest.md"]


def test_what_a_file_lacks_is_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        read_override(write(tmp_path, "by: Roscosmos\nset:\n  a: {value: 1}\n"))
    assert {(p.where.key, p.where.line) for p in caught.value.problems} == {
        ("by", 1),
        ("because", 1),
        ("set.a.source", 3),
    }


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_override(tmp_path / "none.yaml")
