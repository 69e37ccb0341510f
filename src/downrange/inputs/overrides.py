"""Reader of override files: the other side's values, each with its place for the problems."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from downrange.base.canonical import digest
from downrange.base.marked import Marked, parse
from downrange.case.override import Change, Override, PathError, apply
from downrange.case.schema import Case
from downrange.errors import InputError, Problem, Where
from downrange.inputs.cases import problems_of

__all__ = ["OverrideFile", "apply_file", "read_override"]


@dataclass(frozen=True)
class OverrideFile:
    """An override as read, with the hash of its file."""

    override: Override
    path: Path
    sha256: str
    marked: Marked = field(repr=False)


def read_override(path: str | Path) -> OverrideFile:
    """Read ``OVERRIDES.yaml``: ``by``, ``because`` and ``set`` (path → value and source).

    Raises
    ------
    InputError
        With every problem of the file.
    """
    place = Path(path)
    try:
        raw = place.read_bytes()
        text = raw.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(Where(str(path)), f"cannot be read: {error}", expected="a YAML file in UTF-8")
        raise InputError(problem) from error
    marked = parse(text, str(path))
    try:
        override = Override.model_validate(marked.data)
    except ValidationError as error:
        raise InputError(problems_of(error, marked, "docs/contest.md")) from error
    return OverrideFile(override, place, digest(raw), marked)


def apply_file(case: Case, file: OverrideFile) -> tuple[Case, tuple[Change, ...]]:
    """Put a file's values into a case.

    Raises
    ------
    InputError
        If a path leads nowhere or a value does not fit, with the line in the override's file.
    """
    try:
        return apply(case, file.override)
    except PathError as error:
        problem = Problem(
            file.marked.where(("set", error.path)),
            str(error),
            value=str(file.override.set[error.path].value) if error.path in file.override.set else error.path,
            expected=error.expected,
        )
        raise InputError(problem) from error
