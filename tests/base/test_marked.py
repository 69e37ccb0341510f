from itertools import pairwise

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.base import marked
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
    found = parse(TEXT, "case.yaml")
    assert found.where(("parties", 1, "id")).line == 8
    assert str(found.where(("parties", 0, "name", "en"))) == "case.yaml:7: parties[0].name.en"
    assert found.where(("parties", 0, "absent")).line == 6  # the nearest parent that is there


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


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: \x00", 2, "#x0000"),
        ("a: 1\nb:\n  c: \ud800", 3, "#xd800"),
        ("a: &a\n  b: *a\n", 1, "nested deeper"),
        ("a: " + "[" * 500 + "]" * 500, None, "nested deeper"),
        ("a: " + "[" * 50_000 + "]" * 50_000, None, "nested deeper"),
        ("a: 1\n\tb: 2", 2, "cannot start any token"),
        ("a: @b", 1, "'@'"),
        ("a: *b", 1, "'b'"),
    ],
)
def test_hostile_text_has_a_place_and_no_traceback(text: str, line: int | None, words: str) -> None:
    with pytest.raises(InputError, match=words) as caught:
        parse(text, "x.yaml")
    found = caught.value.problems[0].where
    assert found.file == "x.yaml"
    assert line is None or found.line == line


def test_few_bytes_that_name_many_values_are_refused() -> None:
    names = "abcdefghij"
    rows = ["a: &a [1,1,1,1,1,1,1,1,1]"]
    rows += [f"{b}: &{b} [{','.join([f'*{a}'] * 9)}]" for a, b in pairwise(names)]
    with pytest.raises(InputError, match="its aliases make it too long"):
        parse("\n".join(rows), "x.yaml")


@settings(max_examples=150)
@given(st.text(alphabet="ab: -[]{}\n#&*'\"|>,1é\t", max_size=40))
def test_the_quick_reader_says_what_the_slow_one_says(text: str) -> None:
    """libyaml takes some texts that PyYAML refuses and the other way round; what both take is the same."""
    found = []
    for kind in (marked._QUICK, marked._Loader):
        try:
            found.append(marked._parsed(text, "x", kind))
        except (yaml.YAMLError, InputError):
            return
    assert found[0].data == found[1].data
    assert found[0].lines == found[1].lines


@pytest.mark.parametrize(
    ("file", "kind"), [("launches.json", "JSON"), ("LAUNCHES.JSON", "JSON"), ("case.yaml", "YAML")]
)
def test_a_broken_file_is_called_what_it_is_meant_to_be(file: str, kind: str) -> None:
    with pytest.raises(InputError) as caught:
        parse('{"launches": [1, 2}', file)
    assert str(caught.value.problems[0]).startswith(f"{file}:1: not {kind}: ")
