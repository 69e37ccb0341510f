"""The table of docs/security.md is true: every point names a test that is there, or who else must hold it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("tests/web", "tests/web/pages", "tests/web/api", ".")
ELSEWHERE = ("the operator", "ruff `S608`")
"""Who holds a point that no test can."""


def rows() -> list[tuple[str, str, str]]:
    text = (ROOT / "docs/security.md").read_text("utf-8").partition("## What the operator")[0]
    cells = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line[:1] == "|"
    ]
    return [(row[0], row[1], row[3]) for row in cells[2:]]


def found(name: str) -> Path | None:
    return next((ROOT / place / name for place in PLACES if (ROOT / place / name).is_file()), None)


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"{row[0]} {row[1][:30]}")
def test_each_point_names_tests_that_are_there(row: tuple[str, str, str]) -> None:
    held, file, named = row[2], None, 0
    for code in re.findall(r"`([^`]+)`", held):
        name, _, function = code.partition("::")
        if name.endswith(".py"):
            file = found(name)
            assert file is not None, f"no file {name}"
            named += 1
        if function:
            assert file is not None, code
            assert f"\ndef {function}(" in file.read_text("utf-8"), code
    assert named or any(one in held for one in ELSEWHERE), f"nobody holds: {row[1]}"


def test_no_chapter_of_the_checklist_is_left_out() -> None:
    """Of the fourteen chapters only those that ask nothing here may be missing, and the page says so."""
    chapters = {int(number) for points, _, _ in rows() for number in re.findall(r"(\d+)\.", points)}
    assert chapters == set(range(1, 15))


def test_ruff_looks_for_statements_made_of_text() -> None:
    import tomllib

    chosen = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]["lint"]
    assert "S" in chosen["select"]
    assert "S608" not in chosen["ignore"]
