"""The reader of the library: package data only, each value dated or spread, each with its source.

Physical values live in YAML files whose leaves are :class:`~downrange.base.source.Sourced` (``value``,
``spread``, ``source``, ``kind``); the unit is the last part of the key. A leaf's name is its dotted path:
file, then keys (``vehicles.proton-m.stage-1.dry_mass_kg``). Sources stand in ``sources.yaml`` and
``sources/*.yaml``, one key each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from pydantic import TypeAdapter, ValidationError

from downrange.base.canonical import digest
from downrange.base.marked import Marked, parse
from downrange.base.source import Source, Sourced
from downrange.base.units import is_dimensionless, unit_of
from downrange.errors import SourceError

__all__ = ["citation", "fingerprint", "names", "package_files", "sources", "table", "tree", "value", "values"]

_SOURCED: TypeAdapter[Sourced] = TypeAdapter(Sourced)


def _root() -> Traversable:
    return files("downrange.reference")


def package_files(folder: str = "", ending: str = ".yaml") -> tuple[str, ...]:
    """List the library's files under a folder, as paths relative to the library, sorted."""
    found: list[str] = []

    def walk(place: Traversable, prefix: str) -> None:
        for item in place.iterdir():
            path = f"{prefix}{item.name}"
            if item.is_dir():
                walk(item, f"{path}/")
            elif item.name.endswith(ending):
                found.append(path)

    start = _root().joinpath(folder) if folder else _root()
    if start.is_dir():
        walk(start, f"{folder}/" if folder else "")
    return tuple(sorted(found))


@lru_cache(maxsize=256)
def tree(path: str) -> Marked:
    """Parse one YAML file of the library, its lines kept.

    Raises
    ------
    SourceError
        If there is no such file.
    """
    place = _root().joinpath(path)
    if not place.is_file():
        raise SourceError(f"the library has no file {path}", [path])
    return parse(place.read_text("utf-8"), f"reference/{path}")


def table(path: str) -> Any:
    """Give the plain data of one YAML file of the library."""
    return tree(path).data


@lru_cache(maxsize=1)
def sources() -> Mapping[str, Source]:
    """Give every citation of the library by its key."""
    found: dict[str, Source] = {}
    for path in ("sources.yaml", *package_files("sources")):
        for key, body in (table(path) or {}).items():
            assert key not in found, f"source {key} stands twice (again in {path})"
            found[key] = Source.model_validate(body)
    return found


def citation(key: str) -> Source:
    """Give one citation.

    Raises
    ------
    SourceError
        If the key is unknown.
    """
    if key not in sources():
        raise SourceError(f"the library has no source {key!r}", [key])
    return sources()[key]


def _is_leaf(node: Any) -> bool:
    return isinstance(node, dict) and "value" in node and "source" in node


def _leaf(name: str, key: str, node: Mapping[str, Any]) -> Sourced:
    body = dict(node)
    if "unit" not in body:
        unit = unit_of(key)
        if unit is None and not is_dimensionless(key):
            raise SourceError(f"{name}: {key!r} ends in no unit and no pure number", [name])
        body["unit"] = unit or ""
    try:
        sourced = _SOURCED.validate_python(body)
    except ValidationError as error:
        raise SourceError(f"{name}: {error}", [name]) from error
    citation(sourced.source)
    return sourced


@lru_cache(maxsize=256)
def values(path: str) -> Mapping[str, Sourced]:
    """Give every sourced value of one file by its dotted path inside the file.

    Raises
    ------
    SourceError
        If a value lacks its unit, source, kind or spread, with its name.
    """
    found: dict[str, Sourced] = {}

    def walk(node: Any, prefix: str, key: str) -> None:
        if _is_leaf(node):
            found[prefix] = _leaf(f"{path}:{prefix}", key, node)
        elif isinstance(node, dict):
            for name, child in node.items():
                walk(child, f"{prefix}.{name}" if prefix else str(name), str(name))

    walk(table(path), "", "")
    return found


def value(path: str, name: str) -> Sourced:
    """Give one sourced value.

    Raises
    ------
    SourceError
        If the file has no value of that name, or says why it is missing (``missing: reason``).
    """
    found = values(path)
    if name in found:
        return found[name]
    raise SourceError(f"the library has no {name} in {path}", [f"{path}:{name}"])


def names(folder: str) -> tuple[str, ...]:
    """List the names (file stems) under a folder of the library."""
    return tuple(path.rsplit("/", 1)[-1].removesuffix(".yaml") for path in package_files(folder))


def every_value() -> Iterator[tuple[str, str, Sourced]]:
    """Walk through all sourced values: file, dotted path, value. For the tests of the house."""
    for path in package_files():
        for name, sourced in values(path).items():
            yield path, name, sourced


@lru_cache(maxsize=1)
def fingerprint() -> str:
    """SHA-256 over all files of the library: part of every run's manifest."""
    listing = {}
    for path in sorted({*package_files(), *package_files(ending=".csv"), *package_files(ending=".json")}):
        listing[path] = digest(_root().joinpath(path).read_bytes())
    return digest(listing)
