"""A rule set whose tables the library does not hold: it refuses until the user's file brings them.

The file is YAML::

    rules: kz-535                     # the method it completes
    sources:
      official: {publisher: ..., title: ..., date: ...}
    values:
      air:
        multiplier_mci_per_t: {value: 1.5, source: official, locator: "annex 2, table 1"}

Every value carries its source; the unit is the last part of its name. A value without a source is a problem
with its line, and nothing of the file is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

from pydantic import ValidationError

from downrange.base.marked import Marked, Path
from downrange.base.source import Source, Sourced
from downrange.base.units import is_dimensionless, unit_of
from downrange.errors import InputError, Problem

__all__ = ["RuleTable", "read_rules"]


@dataclass(frozen=True)
class RuleTable:
    """The tables of one rule set as a user's file gave them: dotted name to sourced value."""

    rules: str
    file: str
    values: Mapping[str, Sourced] = field(default_factory=dict)
    sources: Mapping[str, Source] = field(default_factory=dict)

    def missing(self, names: Iterable[str]) -> tuple[str, ...]:
        """Give those of ``names`` that the file does not hold, in their order."""
        return tuple(name for name in names if name not in self.values)


def read_rules(marked: Marked) -> RuleTable:
    """Read a user's rule file.

    Parameters
    ----------
    marked : Marked
        The parsed file with its lines (:func:`downrange.base.marked.parse`).

    Raises
    ------
    InputError
        With every problem found: file, key, line, value, what was expected.
    """
    data = marked.data if isinstance(marked.data, dict) else {}
    problems = _shape(marked, data)
    if problems:
        raise InputError(problems)
    sources: dict[str, Source] = {}
    for name, body in data["sources"].items():
        try:
            sources[str(name)] = Source.model_validate(body)
        except ValidationError as error:
            problems.append(_problem(marked, ("sources", name), error, "publisher, title, date"))
    values: dict[str, Sourced] = {}
    _walk(marked, data["values"], ("values",), sources, values, problems)
    if problems:
        raise InputError(problems)
    return RuleTable(data["rules"], marked.file, values, sources)


_KEYS = {"rules": str, "sources": dict, "values": dict}


def _shape(marked: Marked, data: Mapping[str, Any]) -> list[Problem]:
    """Find what is missing, of another kind or unknown at the top of the file."""
    told = "rules (a method's name), sources and values"
    found = [
        Problem(marked.where((str(key),)), "no such key here", value=str(key), expected=told)
        for key in data
        if key not in _KEYS
    ]
    for key, kind in _KEYS.items():
        if key not in data:
            found.append(Problem(marked.where((key,)), "missing", expected=told))
        elif not isinstance(data[key], kind):
            found.append(
                Problem(marked.where((key,)), "of another kind", value=str(data[key])[:80], expected=told)
            )
    return found


def _problem(marked: Marked, path: Path, error: ValidationError, expected: str) -> Problem:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"])
    value = None if first["type"] == "missing" else str(first.get("input"))[:80]
    return Problem(
        marked.where(path), f"{where}: {first['msg']}".lstrip(": "), value=value, expected=expected
    )


def _walk(
    marked: Marked,
    node: Any,
    path: Path,
    sources: Mapping[str, Source],
    values: dict[str, Sourced],
    problems: list[Problem],
) -> None:
    if not isinstance(node, dict):
        problems.append(
            Problem(
                marked.where(path),
                "a number without a source is not data",
                value=str(node),
                expected="{value: ..., source: ...}",
            )
        )
        return
    if "value" not in node:
        for key, child in node.items():
            _walk(marked, child, (*path, str(key)), sources, values, problems)
        return
    key = str(path[-1])
    unit = unit_of(key)
    if unit is None and not is_dimensionless(key):
        problems.append(
            Problem(marked.where(path), "the name ends in no unit", value=key, expected="for example mass_kg")
        )
    if not isinstance(node.get("source"), str) or node["source"] not in sources:
        problems.append(
            Problem(
                marked.where(path),
                "no source of that key under sources",
                value=str(node.get("source")),
                expected=", ".join(sources) or "a key under sources",
            )
        )
        return
    try:
        body = {"kind": "published", **node, "unit": unit or ""}
        made = Sourced.model_validate(body)
    except ValidationError as error:
        problems.append(_problem(marked, path, error, "value, source, locator"))
        return
    if fault := _unfit(made):
        problems.append(Problem(marked.where(path), fault, value=str(node["value"]), expected=_ONE_NUMBER))
        return
    values[".".join(str(part) for part in path[1:])] = made


_ONE_NUMBER = "one number, nought or more"


def _unfit(made: Sourced) -> str | None:
    """Say why a value cannot stand in a tariff: it is one number, and no tariff pays the polluter."""
    if not isfinite(made.value):
        return "not a finite number"
    if made.value < 0:
        return "below nought"
    return "a tariff's value has no spread" if made.spread is not None else None
