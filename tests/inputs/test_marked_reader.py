import math
from pathlib import Path

import pytest

from downrange.base.marked import parse
from downrange.errors import InputError
from downrange.inputs.marked_reader import Reader, open_reader


def test_missing_and_unknown_keys() -> None:
    reader = Reader(parse("a:\n  b: 1\n  x: 2\n", "f.yaml"))
    assert reader.mapping(("a",), ("b", "c"))["b"] == 1
    assert [(p.where.key, p.where.line) for p in reader.problems] == [("a.x", 3), ("a.c", 1)]


def test_a_list_where_keys_are_wanted() -> None:
    reader = Reader(parse("a: [1]\n", "f.yaml"))
    assert reader.mapping(("a",), ("b",)) == {}
    assert "expected keys" in reader.problems[0].message


@pytest.mark.parametrize(
    ("value", "good"), [(1, True), (0, False), (2.0, True), (2.1, False), ("1", False), (True, False)]
)
def test_numbers(value: object, good: bool) -> None:
    reader = Reader(parse("a: 1\n", "f.yaml"))
    found = reader.number(("a",), value, 0.0, 2.0, above=True)
    assert math.isnan(found) != good
    assert len(reader.problems) == (not good)


def test_a_file_opens_with_its_hash_or_says_why_not(tmp_path: Path) -> None:
    file = tmp_path / "f.yaml"
    file.write_text("a: 1\n", "utf-8")
    reader, sha256 = open_reader(file)
    assert reader.marked.data == {"a": 1}
    assert len(sha256) == 64
    file.write_bytes(b"a: \xff\n")
    with pytest.raises(InputError, match="UTF-8"):
        open_reader(file)
    with pytest.raises(InputError, match="cannot be read"):
        open_reader(tmp_path / "absent.yaml")
