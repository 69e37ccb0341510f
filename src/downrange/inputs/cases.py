"""Reader of case folders: ``case.yaml`` to a checked :class:`Case`, every problem with its place.

A case is called by its name in the casebook (``tsenki-2023``; the fictional ones by name too) or by its
folder. One run reports every problem found: first those of shape, then those of meaning (references, sources,
identifiers), because the second kind needs the first to be in order.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from downrange.base.canonical import digest
from downrange.base.marked import Marked, dotted, parse
from downrange.case.links import check_links
from downrange.case.schema import Case
from downrange.case.sounding import Sounding
from downrange.errors import InputError, Problem, Where
from downrange.inputs.rules import read_rule_files
from downrange.inputs.sums import sum_problem
from downrange.reference import library
from downrange.reference.sites import site

__all__ = [
    "CaseFile",
    "case_json_schema",
    "case_names",
    "casebook",
    "list_cases",
    "problems_of",
    "read_case",
    "validated",
]

DataPath = tuple[str | int, ...]


@dataclass(frozen=True)
class CaseFile:
    """A case as read: the value, where it lies, what its files hash to, and what is odd about it."""

    case: Case
    folder: Path
    marked: Marked = field(repr=False)
    sha256: Mapping[str, str]
    warnings: tuple[Problem, ...] = ()

    @property
    def path(self) -> Path:
        """The ``case.yaml`` itself."""
        return self.folder / "case.yaml"


def casebook() -> Path:
    """Give the folder of the casebook: inside the package when installed, beside ``src`` in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "casebook"
    return inside if inside.is_dir() else package.parents[1] / "casebook"


@lru_cache(maxsize=8)
def _folders(book: Path) -> Mapping[str, Path]:
    found: dict[str, Path] = {}
    for place in (book, book / "fictional"):
        if place.is_dir():
            for folder in sorted(place.iterdir()):
                if (folder / "case.yaml").is_file():
                    found[folder.name] = folder
    return found


def case_names() -> tuple[str, ...]:
    """List the names of the casebook, sorted; the fictional and hypothetical ones among them."""
    return tuple(sorted(_folders(casebook())))


def list_cases() -> list[dict[str, Any]]:
    """Give one row for each case of the casebook, with the keys of ``cases --json``.

    Returns
    -------
    list of dict
        ``name``, ``title``, ``from``, ``to``, ``parts``, ``fictional`` and ``hypothetical``.
    """
    rows = []
    for name in case_names():
        case = read_case(name).case
        rows.append(
            {
                "name": name,
                "title": case.title,
                "from": case.from_,
                "to": case.to,
                "parts": list(case.parts),
                "fictional": case.fictional,
                "hypothetical": case.hypothetical,
            }
        )
    return rows


def _folder_of(name_or_folder: str | Path) -> Path:
    given = Path(name_or_folder)
    if given.is_file() and given.name == "case.yaml":
        return given.parent
    if (given / "case.yaml").is_file():
        return given
    known = _folders(casebook())
    if str(name_or_folder) in known:
        return known[str(name_or_folder)]
    raise InputError(
        Problem(
            Where("command line"),
            "no such case",
            value=str(name_or_folder),
            expected=f"a folder holding case.yaml, or one of: {', '.join(sorted(known))}",
        )
    )


def read_case(name_or_folder: str | Path, *, strict: bool = False) -> CaseFile:
    """Read a case by its name in the casebook or from a folder.

    Parameters
    ----------
    name_or_folder : str or Path
        A name (``tsenki-2023``), a folder holding ``case.yaml``, or that file.
    strict : bool
        Treat warnings (a source that nobody uses) as problems, as the tests do for shipped cases.

    Raises
    ------
    InputError
        With every problem of the file: file, key, line, value, expected.
    """
    folder = _folder_of(name_or_folder)
    path = folder / "case.yaml"
    shown = _shown(path)
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(Problem(Where(shown), f"cannot be read: {error}", expected="UTF-8 text")) from error
    marked = parse(text, shown)
    case = validated(marked)
    problems = check_links(case, marked, library_source=_library_source, library_name=_library_name)
    errors = [problem for problem in problems if strict or problem.severity == "error"]
    if errors:
        raise InputError(errors)
    hashes = {
        item.relative_to(folder).as_posix(): digest(item.read_bytes())
        for item in sorted(folder.rglob("*"))
        if item.is_file() and not item.name.startswith(".")
    }
    case = _with_weather(_with_rules(case, folder), folder, marked)
    return CaseFile(case, folder, marked, hashes, tuple(problems))


def _with_rules(case: Case, folder: Path) -> Case:
    """Give the case the tables of its rule files; without a scenario there is nothing they could complete."""
    supplied = read_rule_files(folder)
    if not supplied or case.scenario is None:
        return case
    scenario = case.scenario.model_copy(update={"supplied": dict(supplied)})
    return case.model_copy(update={"scenario": scenario})


def _with_weather(case: Case, folder: Path, marked: Marked) -> Case:
    """Give the case the air of the weather file that its scenario names; it must lie in the case's folder."""
    scenario = case.scenario
    if scenario is None or scenario.weather is None:
        return case
    from downrange.inputs.weather import read_profile

    name, _, when = scenario.weather.partition("#")
    path = folder / name
    if not path.is_file() or not path.resolve().is_relative_to(folder.resolve()):
        raise InputError(
            Problem(
                marked.where(("scenario", "weather")),
                "no such weather file",
                value=scenario.weather,
                expected="a file in the folder of the case, or FILE#2013-07-02T03",
            )
        )
    latitude_deg, longitude_deg = _over(case)
    found = read_profile(path, latitude_deg, longitude_deg, when or (scenario.on or ""))
    sounding = Sounding(
        file=scenario.weather,
        height_m=found.height_m,
        east_m_per_s=found.east_m_per_s,
        north_m_per_s=found.north_m_per_s,
        up_m_per_s=found.up_m_per_s,
        temperature_k=found.temperature_k,
        pressure_pa=found.pressure_pa,
    )
    return case.model_copy(update={"scenario": scenario.model_copy(update={"sounding": sounding})})


def _over(case: Case) -> tuple[float, float]:
    """Where a gridded field is read: where the incident was, else over the site."""
    incident, scenario = case.incident, case.scenario
    if incident is not None and incident.latitude_deg is not None and incident.longitude_deg is not None:
        return incident.latitude_deg, incident.longitude_deg
    if scenario is None or scenario.site is None:
        return 0.0, 0.0
    place = site(scenario.site)
    return place.latitude_deg.value, place.longitude_deg.value


def _shown(path: Path) -> str:
    """Spell a case's file without the machine's own folders where it lies in the casebook."""
    book = casebook()
    return f"casebook/{path.relative_to(book).as_posix()}" if path.is_relative_to(book) else str(path)


def _library_source(key: str) -> bool:
    return key in library.sources()


def _library_name(kind: str, name: str) -> bool:
    """Tell whether the library knows a vehicle or site; it is asked softly while it holds none at all."""
    known = library.names({"vehicle": "vehicles", "site": "sites"}[kind])
    place = name.split("-")[0]
    return not known or any(item in (name, place) or name.startswith(f"{item}-") for item in known)


def validated(marked: Marked) -> Case:
    """Check the shape of parsed data against the schema.

    Raises
    ------
    InputError
        With one problem for each place that is wrong, in the order of the file.
    """
    if not isinstance(marked.data, dict):
        raise InputError(
            Problem(marked.where(()), "a case is a mapping of keys", expected="case:, title:, ...")
        )
    try:
        return Case.model_validate(marked.data)
    except ValidationError as error:
        raise InputError(problems_of(error, marked)) from error


def problems_of(error: ValidationError, marked: Marked, page: str = "docs/case.md") -> list[Problem]:
    """Turn a schema's errors into problems, one for each place, in the order of the file.

    ``page`` is where the keys of such a file are told.
    """
    grouped: dict[DataPath, list[Mapping[str, Any]]] = {}
    for one in error.errors():
        grouped.setdefault(_data_path(one["loc"], marked.data), []).append(dict(one))
    sums = [path for path, items in grouped.items() if _asks_for_money(items)]
    told = [
        wrong for path in sums if (wrong := sum_problem(path, _at(marked.data, path), marked)) is not None
    ]
    for path in sums:  # one word on a sum, not one for each thing it might have been
        if sum_problem(path, _at(marked.data, path), marked) is not None:
            grouped = {p: items for p, items in grouped.items() if p[: len(path)] != path}
    found = told + [_problem(path, items, marked, page) for path, items in grouped.items()]
    return sorted(found, key=lambda problem: (problem.where.line or 0, problem.where.key))


def _asks_for_money(items: list[Mapping[str, Any]]) -> bool:
    return any(
        item["type"] == "is_instance_of" and (item.get("ctx") or {}).get("class") == "Money" for item in items
    )


def _at(data: Any, path: DataPath) -> Any:
    for part in path:
        data = _child(data, part)
    return data


def _data_path(loc: tuple[int | str, ...], data: Any) -> DataPath:
    """Follow an error's location through the data; names of union members on the way are left out."""
    path: list[str | int] = []
    here = data
    for position, part in enumerate(loc):
        child = _child(here, part)
        last = position == len(loc) - 1
        if child is not _NOTHING:
            here = child
        elif not (last and isinstance(here, dict) and not _is_member(part)):
            continue
        path.append(part)
    return tuple(path)


_NOTHING = object()


def _child(here: Any, part: int | str) -> Any:
    if isinstance(here, dict):
        return here.get(part, _NOTHING)
    if isinstance(here, list) and isinstance(part, int) and part < len(here):
        return here[part]
    return _NOTHING


def _is_member(part: int | str) -> bool:
    text = str(part)
    return text[:1].isupper() or any(sign in text for sign in "[(-")


def _problem(path: DataPath, items: list[Mapping[str, Any]], marked: Marked, page: str) -> Problem:
    first = items[0]
    expected = " or ".join(dict.fromkeys(text for text in map(_expected, items) if text)) or None
    if first["type"] == "extra_forbidden":
        expected = f"a key of {page}"
    value = None if first["type"] == "missing" else _short(first.get("input"))
    return Problem(marked.where(path), _message(first, path), value=value, expected=expected)


def _message(item: Mapping[str, Any], path: DataPath) -> str:
    messages = {
        "missing": "this key is missing",
        "extra_forbidden": "no such key here",
        "literal_error": "not one of the words allowed here",
        "string_pattern_mismatch": "not spelled as a name of this kind",
    }
    return messages.get(item["type"]) or f"{item['msg'].removeprefix('Value error, ')}" or dotted(path)


def _expected(item: Mapping[str, Any]) -> str | None:
    context = item.get("ctx") or {}
    kind = item["type"]
    if kind == "literal_error" or kind.startswith("union_tag"):
        return str(context.get("expected") or context.get("expected_tags"))
    if kind == "string_pattern_mismatch":
        pattern = str(context["pattern"])
        return "kind/name in lower case, such as party/tsenki" if "/" in pattern else "a name in lower case"
    if kind == "missing":
        return "a value, or {unknown: why} where that is allowed"
    return {"string_type": "text", "model_type": "a mapping of keys", "tuple_type": "a list"}.get(kind)


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def case_json_schema() -> dict[str, Any]:
    """Generate the JSON Schema of ``case.yaml`` for editors (committed as docs/case.schema.json)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Downrange case.yaml",
        **Case.model_json_schema(by_alias=True),
    }


def iterate_cases(*, strict: bool = False) -> Iterator[CaseFile]:
    """Read every case of the casebook, in the order of its names."""
    for name in case_names():
        yield read_case(name, strict=strict)
