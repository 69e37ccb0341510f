import pytest

from downrange.base.marked import parse
from downrange.errors import InputError

TEXT = """\
case: a
on: 2013-07-02
time: 02:38
answer: no
parties:
  - id: party/x
    name: {en: X}
  - id: party/y
"""


def test_lines_of_every_path() -> None:
    marked = parse(TEXT, "case.yaml")
    assert marked.where(("parties", 1, "id")).line == 8
    assert str(marked.where(("parties", 0, "name", "en"))) == "case.yaml:7: parties[0].name.en"
    assert marked.where(("parties", 0, "absent")).line == 6  # the nearest parent that is there


def test_scalars_are_those_of_yaml_1_2() -> None:
    data = parse(TEXT, "case.yaml").data
    assert data["on"] == "2013-07-02"
    assert data["time"] == "02:38"
    assert data["answer"] == "no"
    assert parse("a: 010\nb: 1e3\nc: true\nd: ~\ne: 1_000", "x").data == {
        "a": 10,
        "b": 1000.0,
        "c": True,
        "d": None,
        "e": "1_000",
    }


def test_a_key_that_stands_twice_is_a_problem_with_its_line() -> None:
    with pytest.raises(InputError) as caught:
        parse("a: 1\nb: 2\na: 3\n", "x.yaml")
    problem = caught.value.problems[0]
    assert problem.where.line == 3
    assert problem.where.key == "a"


def test_text_that_is_not_yaml_has_a_place() -> None:
    with pytest.raises(InputError) as caught:
        parse("a: [1, 2\nb: 3\n", "x.yaml")
    assert caught.value.problems[0].where.line is not None


def test_an_empty_document_is_nothing() -> None:
    assert parse("", "x").data is None
