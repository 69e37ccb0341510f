from __future__ import annotations

from pathlib import Path

import pytest

from downrange.base.canonical import digest
from downrange.errors import InputError
from downrange.inputs.articles import LIMIT, read_article


def test_an_article_is_its_text_and_hash(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("﻿Ärger\r\nam Start".encode())
    read = read_article(path)
    assert (read.name, read.text) == ("a", "Ärger\nam Start")
    assert read.sha256 == digest(path.read_bytes())


@pytest.mark.parametrize(
    ("raw", "says", "line"),
    [
        (b"", "is empty", None),
        (b"one\ntwo \xff", "no UTF-8", 2),
        (b"x" * (LIMIT + 1), "too long", None),
        (b"one\ntwo\n\x00\x01", "no plain text", 3),
        (b"<!DOCTYPE html><html><body><p>Text</p></body></html>", "web page", 1),
    ],
)
def test_what_is_no_article(tmp_path: Path, raw: bytes, says: str, line: int | None) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(raw)
    with pytest.raises(InputError, match=says) as caught:
        read_article(path)
    assert caught.value.problems[0].where.line == line


def test_no_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_article(tmp_path / "none.txt")
