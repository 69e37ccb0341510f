from pathlib import Path

import pytest

from downrange.base.marked import parse
from downrange.errors import InputError, Problem
from downrange.inputs.cases import read_case
from downrange.inputs.sums import sum_problem

CASE = """\
case: money
title: Money
question: What?
from: 2020-01-01
to: 2020-01-02
state_of_knowledge: 2020-01-03
sources:
  s: {publisher: P, title: T, standing: own}
parties:
  - {id: party/a, name: {en: A}, kind: company}
  - {id: party/b, name: {en: B}, kind: company}
claims:
  - id: claim/debt
    title: Debt
    basis: contract
    creditor: party/a
    debtor: party/b
    arising_on: '2020-01-01'
    asserted: SUM
    awarded: {unknown: not read}
    agreed: {unknown: not read}
    paid: {unknown: not read}
    sources: [s]
"""


def _problems(folder: Path, written: str) -> tuple[Problem, ...]:
    (folder / "case.yaml").write_text(CASE.replace("SUM", written), "utf-8")
    with pytest.raises(InputError) as caught:
        read_case(str(folder))
    return caught.value.problems


@pytest.mark.parametrize(
    ("written", "key", "message", "value", "expected"),
    [
        ("{amount: '12.50', currency: XXX}", "currency", "no such currency", "XXX", "KZT"),
        ("{amount: 12.5, currency: KZT}", "amount", "never a number with a point", "12.5", '"12.5"'),
        ("{amount: '12.505', currency: KZT}", "amount", "", "12.505", "at most 2"),
        ("{amount: 'a lot', currency: KZT}", "amount", "", "a lot", "at most 2"),
        ("{amount: '12.50'}", "", "without its currency", "12.50", "currency: KZT"),
        ("12.5", "", "a number alone", "12.5", "in quotes"),
    ],
)
def test_a_wrong_sum_is_told_once_with_its_place(
    tmp_path: Path, written: str, key: str, message: str, value: str, expected: str
) -> None:
    (problem,) = _problems(tmp_path, written)
    assert problem.where.file.endswith("case.yaml")
    assert problem.where.key == ("claims[0].asserted." + key).rstrip(".")
    assert problem.where.line == 19
    assert message in problem.message
    assert value in str(problem.value)
    assert expected in str(problem.expected)


def test_what_was_not_meant_as_a_sum_is_not_called_one(tmp_path: Path) -> None:
    assert not any("sum" in problem.message for problem in _problems(tmp_path, "{unknow: typed wrongly}"))
    marked = parse("a: {amount: '1', currency: KZT}", "x.yaml")
    assert sum_problem(("a",), marked.data["a"], marked) is None
