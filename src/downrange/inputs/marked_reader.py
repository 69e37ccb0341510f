"""Reading a small YAML file key by key: every wrong thing becomes a problem with its place."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

from downrange.base.canonical import digest
from downrange.base.marked import Marked, parse
from downrange.errors import InputError, Problem, Where

__all__ = ["Path", "Reader", "open_reader"]

Path = tuple[str | int, ...]


@dataclass
class Reader:
    """Reads a parsed file and collects what is wrong with it; the caller raises when it is done."""

    marked: Marked
    problems: list[Problem] = field(default_factory=list)

    def problem(self, path: Path, message: str, value: Any = None, expected: str | None = None) -> None:
        """Note one problem at a path."""
        shown = None if value is None else str(value)
        self.problems.append(Problem(self.marked.where(path), message, value=shown, expected=expected))

    def mapping(self, path: Path, required: Iterable[str], optional: Iterable[str] = ()) -> Mapping[str, Any]:
        """Give the mapping at a path, or an empty one; missing and unknown keys are problems."""
        node: Any = self.marked.data
        for part in path:
            node = node[part] if isinstance(node, dict) and part in node else None
        required, optional = tuple(required), tuple(optional)
        known = (*required, *optional)
        if not isinstance(node, dict):
            self.problem(path, "expected keys with values", node, ", ".join(known))
            return {}
        for key in node:
            if key not in known:
                self.problem((*path, str(key)), "unknown key", key, f"one of {', '.join(known)}")
        for key in required:
            if key not in node:
                self.problem((*path, key), "this key is missing", None, key)
        return node

    def number(
        self,
        path: Path,
        value: Any,
        low: float = -math.inf,
        high: float = math.inf,
        *,
        above: bool = False,
        default: float = math.nan,
    ) -> float:
        """Read a finite number between ``low`` and ``high`` (``above``: low itself is refused)."""
        bounds = _bounds(low, high, above)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            self.problem(path, "not a number", value, bounds)
            return default
        if value < low or value > high or (above and value == low):
            self.problem(path, "out of range", value, bounds)
            return default
        return float(value)


def open_reader(place: FilePath) -> tuple[Reader, str]:
    """Open a YAML file for reading key by key; give the reader and the file's SHA-256.

    Raises
    ------
    InputError
        If the file cannot be read, is no UTF-8 or no YAML.
    """
    try:
        content = place.read_bytes()
        text = content.decode("utf-8")
    except OSError as error:
        raise InputError(Problem(Where(str(place)), f"cannot be read: {error.strerror or error}")) from error
    except UnicodeDecodeError as error:
        raise InputError(Problem(Where(str(place)), "not text in UTF-8")) from error
    return Reader(parse(text, str(place))), digest(content)


def _bounds(low: float, high: float, above: bool) -> str:
    if math.isinf(low) and math.isinf(high):
        return "a number"
    if math.isinf(high):
        return f"a number above {low:g}" if above else f"a number of at least {low:g}"
    return f"a number {'above' if above else 'from'} {low:g} to {high:g}"
