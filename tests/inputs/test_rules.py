"""Rule files beside a case."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from downrange.damage.harm import Harm
from downrange.damage.valuation.method import Refused, Valued, context_of
from downrange.damage.valuation.methods import method
from downrange.errors import InputError
from downrange.inputs.cases import casebook, read_case
from downrange.inputs.rules import read_rule_files

GOOD = """
rules: kz-535
sources:
  typed: {publisher: The user, title: "Tables typed in from the official text"}
values:
  soil:
    multiplier_mci_per_t: {value: 4.5, source: typed}
    danger_level_coefficient: {value: 1, source: typed}
    risk_level_coefficient: {value: 1, source: typed}
    udmh:
      relative_danger_coefficient: {value: 10, source: typed}
      norm_t: {value: 0, source: typed}
"""


def _case(folder: Path, text: str | None, name: str = "kz-535.yaml") -> Path:
    target = folder / "proton-2013"
    shutil.copytree(casebook() / "proton-2013", target)
    if text is not None:
        (target / "rules").mkdir()
        (target / "rules" / name).write_text(text, encoding="utf-8")
    return target


def test_a_file_beside_the_case_completes_the_method_that_was_law(tmp_path: Path) -> None:
    harm = Harm(to_soil_kg={"udmh": 1000.0})
    without = context_of(read_case("proton-2013").case)
    assert isinstance(method("kz-535").value(harm, without, {}), Refused)
    read = read_case(_case(tmp_path, GOOD))
    valued = method("kz-535").value(harm, context_of(read.case), {})
    assert isinstance(valued, Valued)
    assert valued.amount == pytest.approx(10 * 4.5 * 1731)
    assert any("rules/kz-535.yaml" in flag for flag in valued.flags)
    assert "rules/kz-535.yaml" in read.sha256


def test_without_a_folder_there_are_none(tmp_path: Path) -> None:
    assert read_rule_files(tmp_path) == {}


def test_every_problem_of_every_file_is_reported_with_its_place(tmp_path: Path) -> None:
    folder = _case(tmp_path, GOOD.replace("kz-535", "kz-999"), "a.yaml")
    (folder / "rules" / "b.yaml").write_text(GOOD.replace("value: 4.5, source: typed", "value: 4.5"), "utf-8")
    (folder / "rules" / "c.yaml").write_text(GOOD, "utf-8")
    (folder / "rules" / "d.yaml").write_text(GOOD, "utf-8")
    (folder / "rules" / "e.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError) as refusal:
        read_case(folder)
    found = {(p.where.file, p.where.line) for p in refusal.value.problems}
    assert ("rules/b.yaml", 7) in found
    messages = {p.where.file: p.message for p in refusal.value.problems}
    assert "kz-999" in messages["rules/a.yaml"]
    assert "twice" in messages["rules/d.yaml"]
    assert "cannot be read" in messages["rules/e.yaml"]
    assert "rules/c.yaml" not in messages
