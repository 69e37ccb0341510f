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


_SOURCE = 'sources: {o: {publisher: "G", title: "T"}}\n'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("rules: ru-soil-238\nsources: 5\nvalues: text\n", "rules/x.yaml:2: sources: of another kind"),
        ("rules: [a]\n" + _SOURCE + "values: {}\n", "rules/x.yaml:1: rules: of another kind"),
        ("rules: kz-999\n" + _SOURCE + "values: {}\n", "rules/x.yaml:1: rules: there is no method 'kz-999'"),
        ("rules: us-vsl\n" + _SOURCE + "values: {}\n", "rules/x.yaml:1: rules: there is no method 'us-vsl'"),
        (
            "rules: ru-soil-238\n" + _SOURCE + "values:\n  degre_coefficient: {value: 6, source: o}\n",
            "has no use for this value (got degre_coefficient); expected degree_coefficient",
        ),
        (
            "rules: us-florida\n"
            + _SOURCE
            + "values:\n  habitat: {coralx: {area_ft2: {value: 6, source: o}}}\n",
            "rules/x.yaml:4: values.habitat.coralx.area_ft2: us-florida has no use",
        ),
        (
            "rules: ru-soil-238\n" + _SOURCE + "values:\n  depth_coefficient: {value: -1, source: o}\n",
            "rules/x.yaml:4: values.depth_coefficient: below nought (got -1)",
        ),
        (
            "rules: ru-soil-238\n" + _SOURCE + "values:\n  depth_coefficient: {value: 1e999, source: o}\n",
            "not a finite number",
        ),
        (
            "rules: ru-soil-238\n" + _SOURCE + "values:\n  depth_coefficient: {value: 1, source: [o]}\n",
            "rules/x.yaml:4: values.depth_coefficient: no source of that key",
        ),
        (
            "rules: ru-soil-238\n"
            + _SOURCE
            + "values:\n  depth_coefficient: {value: 1, source: o, spread: {kind: uniform, low: 1, high: 2}}\n",
            "a tariff's value has no spread",
        ),
        ("- 1\n", "rules/x.yaml:1: rules: missing"),
        ("", "rules/x.yaml: rules: missing"),
    ],
)
def test_a_file_that_does_not_fit_ends_in_its_place(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "x.yaml").write_text(text, "utf-8")
    with pytest.raises(InputError) as caught:
        read_rule_files(tmp_path)
    assert place in "\n".join(str(problem) for problem in caught.value.problems)


@pytest.mark.parametrize(
    ("slip", "line", "expected"),
    [
        (("    udmh:", "    heptyl:"), 11, "soil."),
        (("    udmh:", "    soil:"), 11, "soil."),
        (("multiplier_mci_per_t", "multiplier_usd_per_t"), 7, "soil.multiplier_mci_per_t"),
    ],
)
def test_a_slip_in_a_name_is_no_value_of_its_own(
    tmp_path: Path, slip: tuple[str, str], line: int, expected: str
) -> None:
    with pytest.raises(InputError) as caught:
        read_case(_case(tmp_path, GOOD.replace(*slip)))
    first = caught.value.problems[0]
    assert first.where.file == "rules/kz-535.yaml"
    assert first.where.line == line
    assert (first.expected or "").startswith(expected)
