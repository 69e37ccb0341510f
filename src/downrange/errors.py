"""What can go wrong, as one tree.

::

    DownrangeError
    ├── InputError        what the user gave: file, key, line, value, what was expected
    ├── SourceError       the library: an unsourced, unknown, undated or unverified value
    ├── ValidityError     a model asked beyond its stated range, when strictness is demanded
    ├── RecordError       the registry would break an invariant
    └── AccessError       not permitted, and why

Bad input is a value with a place (:class:`Problem`), so that one run reports everything that is wrong;
``InputError`` carries the problems to whoever asked. Programmer mistakes are assertions, not errors of this
tree. HTTP codes live in ``web`` only.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "AccessError",
    "DownrangeError",
    "InputError",
    "Problem",
    "RecordError",
    "SourceError",
    "ValidityError",
    "Where",
]


@dataclass(frozen=True)
class Where:
    """A place in something a user gave: a file, the dotted key in it and the line (1-based)."""

    file: str
    key: str = ""
    line: int | None = None

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.key}" if self.key else place


@dataclass(frozen=True)
class Problem:
    """One thing wrong with what the user gave, with its place, the value and what was expected."""

    where: Where
    message: str
    severity: Literal["error", "warning"] = "error"
    value: str | None = None
    expected: str | None = None

    def __str__(self) -> str:
        text = f"{self.where}: {self.message}"
        if self.value is not None:
            text += f" (got {self.value})"
        if self.expected is not None:
            text += f"; expected {self.expected}"
        return text

    def as_json(self) -> dict[str, object]:
        """Give the problem with the keys of the command line's JSON: file, key, line, value, expected."""
        return {
            "file": self.where.file,
            "key": self.where.key,
            "line": self.where.line,
            "message": self.message,
            "severity": self.severity,
            "value": self.value,
            "expected": self.expected,
        }


class DownrangeError(Exception):
    """Anything this package raises on purpose."""


class InputError(DownrangeError):
    """What the user gave cannot be used; ``problems`` holds every reason found, each with its place."""

    def __init__(self, problems: Iterable[Problem] | Problem | str) -> None:
        if isinstance(problems, str):
            problems = Problem(Where("command line"), problems)
        self.problems: tuple[Problem, ...] = (problems,) if isinstance(problems, Problem) else tuple(problems)
        assert self.problems, "an InputError without a problem tells nobody anything"
        super().__init__("\n".join(str(problem) for problem in self.problems))


class SourceError(DownrangeError):
    """The library lacks what was asked: unsourced, unknown, undated or unverified. ``missing`` names it."""

    def __init__(self, message: str, missing: Iterable[str] = ()) -> None:
        self.missing: tuple[str, ...] = tuple(missing)
        super().__init__(message)


class ValidityError(DownrangeError):
    """A model was asked beyond its stated range while strictness was demanded."""


class RecordError(DownrangeError):
    """The registry would break an invariant; nothing was written."""


class AccessError(DownrangeError):
    """Not permitted; the message says why."""
