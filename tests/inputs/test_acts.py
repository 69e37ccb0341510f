"""Files of acts: every wrong thing is told with its key, line, value and what was expected."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.errors import InputError
from downrange.inputs.acts import KEYS, read_acts
from downrange.law.enforcement.course import COURSE_RULES
from downrange.law.enforcement.steps import RULES

BASE = "on: 2023-05-02, by: party/x, role: bailiff"


def acts(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "acts.yaml"
    path.write_text("acts:\n" + "".join(f"  - {line}\n" for line in lines), "utf-8")
    return path


def wrong(path: Path) -> list[tuple[str, int | None, str]]:
    with pytest.raises(InputError) as caught:
        read_acts(path)
    return [(one.where.key, one.where.line, one.message) for one in caught.value.problems]


def test_an_act_is_read_with_its_place(tmp_path: Path) -> None:
    pay = "{step: pay, claim: claim/debt, key: one, amount: {amount: '12.50', currency: KZT}, " + BASE + "}"
    plan = (
        "{step: plan, claim: claim/debt, grace_days: 10, instalments: "
        "[{due_on: 2023-06-15, amount: {amount: '1', currency: KZT}}], " + BASE + "}"
    )
    ask = "{step: ask, on: 2023-05-02, by: office/gate, identifier: asset/a, expect: STOP}"
    first, second, third = read_acts(acts(tmp_path, pay, plan, ask))
    assert first.given["amount"] == Money.of("12.50", "KZT")
    assert (first.on, first.by, first.role, first.where.line) == (date(2023, 5, 2), "party/x", "bailiff", 2)
    assert second.given["instalments"] == ((date(2023, 6, 15), Money.of("1", "KZT")),)
    assert third.given["expect"] == "STOP"


def test_every_step_of_the_law_can_be_written() -> None:
    by_itself = {"release"}  # follows from payments, endings and what is let go
    assert set(RULES) - by_itself <= set(KEYS)
    assert set(COURSE_RULES) <= set(KEYS)


@pytest.mark.parametrize(
    ("line", "key", "message"),
    [
        ("{step: levitate, " + BASE + "}", "acts[0].step", "no such step"),
        ("{step: approve, " + BASE + "}", "acts[0].measure", "the step approve needs it"),
        ("{step: approve, measure: measure/a, colour: red, " + BASE + "}", "acts[0].colour",
         "not a key of the step approve"),
        ("{step: approve, measure: measure/a, by: x, role: bailiff}", "acts[0].on", "the step approve needs it"),
        ("{step: approve, measure: measure/a, on: 2023-02-30, by: x, role: y}", "acts[0].on", "this is no day"),
        ("{step: let-go, claim: claim/a, assets: asset/a, " + BASE + "}", "acts[0].assets",
         "expected a list of texts"),
        ("{step: pay, claim: c, key: k, amount: 12, " + BASE + "}", "acts[0].amount", "expected a sum"),
        ("{step: pay, claim: c, key: k, amount: {amount: '1', currency: ZZZ}, " + BASE + "}",
         "acts[0].amount.currency", "no such currency"),
        ("{step: decide-suit, measure: m, assets: [a], outcome: maybe, " + BASE + "}", "acts[0].outcome",
         "no such word here"),
        ("{step: put-in-force, measure: m, queue: 'yes', " + BASE + "}", "acts[0].queue",
         "expected true or false"),
        ("{step: plan, claim: c, instalments: [{due_on: soon}], " + BASE + "}", "acts[0].instalments[0]",
         "expected a day and a sum"),
        ("17", "acts[0]", "expected keys with values"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_its_place(tmp_path: Path, line: str, key: str, message: str) -> None:
    found = wrong(acts(tmp_path, line))
    assert (key, 2, message) in found or (key, None, message) in [(k, None, m) for k, _, m in found]


def test_other_files_are_refused(tmp_path: Path) -> None:
    for name, content in {"a": b"acts: []\n", "b": b"other: 1\n", "c": b"\xff\xfe", "d": b"- 1\n"}.items():
        path = tmp_path / name
        path.write_bytes(content)
        assert wrong(path)
    assert wrong(tmp_path / "none.yaml")


@given(st.dictionaries(st.sampled_from(["step", "on", "by", "role", "measure", "assets", "amount", "x"]),
                       st.one_of(st.none(), st.integers(), st.text(max_size=8), st.sampled_from(list(KEYS)),
                                 st.lists(st.integers(), max_size=2))))  # fmt: skip
def test_whatever_is_written_is_read_or_told(body: dict[str, object]) -> None:
    import json
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "acts.yaml"
        path.write_text(json.dumps({"acts": [body]}), "utf-8")
        try:
            (found,) = read_acts(path)
        except InputError:
            return
        assert found.step in KEYS
