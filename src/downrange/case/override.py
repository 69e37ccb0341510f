"""The other side's version of a case: single values replaced, each with who, why and by which source.

A path is dotted as in ``case.yaml``; an entry of a list is addressed by its ``id`` (with or without the
kind), by the property it chooses or the quantity it measures where it has no ``id``, or by its number:
``scenario.inputs.wind_speed_m_per_s``, ``claims.debt.asserted``, ``choices.principal.statement``,
``measured[0].number``. An input that the case does not have yet takes the place of the library's value of
the same name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, ValidationError

from downrange.base.source import Source
from downrange.base.spread import Spread
from downrange.base.units import is_dimensionless, unit_of
from downrange.case.inputs import unfit
from downrange.case.links import dangling
from downrange.case.schema import Case
from downrange.case.sums import sum_fault
from downrange.case.values import Model, Reference

__all__ = ["Change", "Override", "PathError", "Setting", "apply"]

_INPUT = re.compile(r"^scenario\.inputs\.(?P<name>[a-z0-9_]+)(?:\.value)?$")

_LAW_PATHS = ("scenario.jurisdiction", "scenario.leased_land", "lease", "claims")
_METHOD_INPUTS = ("method", "model", "rule")
_METHOD_PREFIXES = (
    "black_carbon_", "boscem_", "ce_delft_", "cleanup_", "hea_", "rea_", "ru_soil_", "scghg_", "vsl_", "wa_",
)  # fmt: skip
"""What valuation methods ask for (which price, modifier or convention) is a question of method."""


class Setting(Model):
    """One replaced value; an input of the scenario may bring its own spread, kind and argument."""

    value: Any
    source: str
    locator: str | None = None
    spread: Spread | None = None
    kind: Literal["measured", "published", "assumed"] = "published"
    rationale: str | None = None


class Override(Model):
    """A file of replaced values: by whom, why, what.

    ``case`` and ``results`` stand in a counter-assessment that was saved: which case it answers, and what a
    run of it came to. They are carried and never read back into a computation.
    """

    by: Reference
    because: str
    set: dict[str, Setting]
    sources: dict[str, Source] = Field(default_factory=dict)
    case: str | None = None
    results: dict[str, Any] | None = None


@dataclass(frozen=True)
class Change:
    """One value before and after, and whether it is a question of fact, of method or of law."""

    path: str
    before: Any
    after: Any
    kind: Literal["fact", "method", "law"]
    source: str


class PathError(ValueError):
    """A path of an override leads nowhere, or what stands there cannot take the value.

    ``path`` names it, ``expected`` says what would do.
    """

    def __init__(self, path: str, message: str, expected: str = "a path of case.yaml") -> None:
        self.path = path
        self.expected = expected
        super().__init__(message)


def apply(case: Case, override: Override) -> tuple[Case, tuple[Change, ...]]:
    """Put an override's values into a case.

    Returns
    -------
    Case, tuple of Change
        The other side's case, and every change in the order of its file.

    Raises
    ------
    PathError
        For the first path that leads nowhere or whose value does not fit.
    """
    data = case.model_dump(mode="json", by_alias=True, exclude_unset=True)
    data.setdefault("sources", {}).update(
        {key: source.model_dump(mode="json", exclude_none=True) for key, source in override.sources.items()}
    )
    changes = []
    for path, setting in override.set.items():
        if path == "scenario.weather":
            raise PathError(
                path,
                "a weather file is read from a case's folder; set the values of scenario.sounding",
                "a path below scenario.sounding",
            )
        key = _cited(data["sources"], override, setting)
        before, after = _set(data, path, setting, key)
        changes.append(Change(path, before, after, _kind(path), key))
    try:
        other = Case.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        raise _unfitting(override, first["loc"], first["msg"]) from error
    before_them = {(lost.path, lost.value) for lost in dangling(case)}
    for lost in dangling(other):
        if lost.path[0] != "sources" and (lost.path, lost.value) not in before_them:
            raise PathError(_nearest(override, lost.path), lost.message, lost.expected)
    own = other.scenario.inputs if other.scenario else {}
    for path in override.set:
        name = path.removeprefix("scenario.inputs.").removesuffix(".value")
        if name in own and (expected := unfit(name, own[name])):
            raise PathError(path, "this cannot be", expected)
    return other, tuple(changes)


def _unfitting(override: Override, loc: tuple[str | int, ...], said: str) -> PathError:
    """Name the value that the schema refused, and what it would take."""
    path = _nearest(override, loc)
    whole = not path.endswith((".amount", ".currency"))
    if whole and any("Money" in str(part) for part in loc) and (fault := sum_fault(override.set[path].value)):
        return PathError(path, fault.message, fault.expected)
    place = ".".join(str(part) for part in loc if "[" not in str(part))
    if said.startswith("Input should be "):
        return PathError(path, f"this value does not fit (at {place})", said.removeprefix("Input should be "))
    if said.startswith("Extra inputs"):
        return PathError(path, f"there is no {loc[-1]!r} here")
    told = said.removeprefix("Value error, ")
    return PathError(path, f"{told} (at {place})", "a value as docs/case.md has it")


def _nearest(override: Override, loc: tuple[str | int, ...]) -> str:
    """Give the path of the override that lies nearest to a place of the case."""
    place = ".".join(str(part) for part in loc)
    return max(override.set, key=lambda path: _overlap(path, place))


def _overlap(path: str, place: str) -> int:
    parts = set(re.split(r"[.\[\]]+", path))
    return sum(part in parts for part in place.split("."))


def _cited(sources: dict[str, Any], override: Override, setting: Setting) -> str:
    """Give the source's key; a source given in words becomes a citation of the party's own."""
    if re.fullmatch(r"[a-z0-9][a-z0-9.-]*", setting.source):
        return setting.source
    key = "cited-by-" + override.by.split("/")[1]
    number = 1
    while sources.get(f"{key}-{number}", {}).get("title", setting.source) != setting.source:
        number += 1
    sources[f"{key}-{number}"] = {
        "publisher": override.by, "title": setting.source, "standing": "second-hand",
        "note": "as cited by the party; not read by this program",
    }  # fmt: skip
    return f"{key}-{number}"


def _kind(path: str) -> Literal["fact", "method", "law"]:
    if path.startswith(_LAW_PATHS):
        return "law"
    name = path.removeprefix("scenario.inputs.")
    if path.startswith("scenario.supplied") or name.startswith(_METHOD_PREFIXES):
        return "method"
    words = re.split(r"[._]", path)
    return "method" if any(word in _METHOD_INPUTS for word in words) else "fact"


def _set(data: dict[str, Any], path: str, setting: Setting, source: str) -> tuple[Any, Any]:
    found = _INPUT.match(path)
    if found:
        return _set_input(data, path, found["name"], setting, source)
    parent, last = _descend(data, path)
    before = parent[last] if isinstance(parent, list) else parent.get(last)
    parent[last] = setting.value
    if isinstance(parent, dict):
        if "source" in parent:
            parent["source"] = source
        elif isinstance(parent.get("sources"), list):
            parent["sources"] = [*parent["sources"], source]
    return before, setting.value


def _set_input(data: dict[str, Any], path: str, name: str, setting: Setting, source: str) -> tuple[Any, Any]:
    if not isinstance(data.get("scenario"), dict):
        raise PathError(path, "this case has no scenario")
    unit = unit_of(name)
    if unit is None and not is_dimensionless(name):
        raise PathError(
            path, f"{name!r} ends in no unit and no pure number", "a name such as wind_speed_m_per_s"
        )
    inputs = data["scenario"].setdefault("inputs", {})
    before = inputs.get(name, {}).get("value")
    inputs[name] = {
        "value": setting.value, "unit": unit or "", "source": source, "kind": setting.kind,
        **{
            key: value
            for key, value in setting.model_dump(mode="json", exclude_none=True).items()
            if key in ("spread", "locator", "rationale")
        },
    }  # fmt: skip
    return before, setting.value


def _descend(data: dict[str, Any], path: str) -> tuple[Any, Any]:
    """Walk to the parent of a path's last part."""
    rest = [part for part in re.split(r"\.|(?=\[)", path) if part]
    here: Any = data
    while rest:
        step: int | str
        if isinstance(here, list):
            step, taken = _entry(here, rest, path)
        elif isinstance(here, Mapping):
            step, taken = _key(here, rest, path)
        else:
            raise PathError(path, f"nothing lies below {'.'.join(rest)!r}")
        rest = rest[taken:]
        if not rest:
            return here, step
        here = here[step]
    raise PathError(path, "an empty path")


def _entry(here: list[Any], rest: list[str], path: str) -> tuple[int, int]:
    numbered = re.fullmatch(r"\[?(\d+)\]?", rest[0])
    if numbered and int(numbered[1]) < len(here):
        return int(numbered[1]), 1
    for taken in range(len(rest), 0, -1):  # an identifier may hold dots: soyuz-2.1b
        name = ".".join(rest[:taken])
        for index, item in enumerate(here):
            own = str(item.get("id", "")) if isinstance(item, dict) else ""
            if own and name in (own, own.split("/")[-1]):
                return index, taken
    named = [
        index
        for index, item in enumerate(here)
        if isinstance(item, dict) and rest[0] in (item.get("property"), item.get("quantity"))
    ]
    if len(named) == 1 and "id" not in here[named[0]]:
        return named[0], 1
    names = [
        str(item.get("id") or item.get("property") or item.get("quantity") or "")
        for item in here
        if isinstance(item, dict)
    ]
    known = ", ".join(name.split("/")[-1] for name in names if name)
    raise PathError(path, f"no entry is called {rest[0]!r}", known or "a path of case.yaml")


def _key(here: Mapping[str, Any], rest: list[str], path: str) -> tuple[str, int]:
    for taken in range(len(rest), 0, -1):
        name = ".".join(rest[:taken])
        if name in here:
            return name, taken
    if len(rest) == 1:
        return rest[0], 1  # a key the file left out: the schema says whether it may stand here
    raise PathError(path, f"there is no {rest[0]!r} here", ", ".join(here) or "a path of case.yaml")
