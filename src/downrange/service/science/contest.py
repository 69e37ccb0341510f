"""Use case: the same case with the other side's inputs, side by side; which change moved what by how much."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.case.override import Change, Override
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment
from downrange.errors import InputError, Problem, Where
from downrange.service.science.counter import CounterAssessment, counter_of, write_counter
from downrange.service.science.moves import Progress, Runs, Say, completed, expected, moved
from downrange.service.science.sides import (
    currencies_of,
    decimal_text,
    intervals,
    launched,
    side_of,
    stated_sums,
)

if TYPE_CHECKING:
    from downrange.damage.draws.crew import Crew

__all__ = [
    "applied",
    "contest",
    "contest_values",
    "override_of",
    "read_contested",
    "save_counter",
]

_AS_IT_STANDS = "the case as it stands"


@dataclass(frozen=True)
class _Version:
    """One side's version of the case: what it sets, and what came of setting it."""

    override: Override
    case: Case
    changes: tuple[Change, ...]
    named: str = ""
    sha256: str = ""


def contest(
    name: str,
    files: Sequence[Path],
    samples: int,
    seed: int,
    out: Path | None = None,
    say: Say = lambda message: None,
    progress: Progress | None = None,
    *,
    save: Path | None = None,
    recorded: bool = False,
    workers: int | None = 1,
    dask: str | None = None,
) -> dict[str, Any]:
    """Hold a case against one or two files of other inputs, with the keys of ``contest --json``.

    Parameters
    ----------
    name : str
        The case.
    files : sequence of Path
        One or two override files (a saved counter-assessment is one); two give the settlement map besides.
    samples, seed : int
        Draws of each of the assessments; all sides use the same streams, so that only the changes differ.
    out : Path, optional
        Where ``contest.json`` is written, in a folder of the case's name.
    say : callable
        Told in a line what is being done.
    progress : callable, optional
        Told (draws walked, draws to walk at most) over all the assessments.
    save : Path, optional
        Where each side's counter-assessment is written, in a folder of the case's name.
    recorded : bool
        Hold the case as it stands on record in the registry in use, not as its file has it.
    workers : int, optional
        Processes that share the draws; None for as many as there are processors and it is worth.
    dask : str, optional
        The address of a cluster instead. The numbers do not depend on who walks.

    Returns
    -------
    dict
        ``case``, ``by``, ``sides``, ``changes`` (each with the number of its side and what it moves by its
        Shapley value, on the medians; sums as decimal strings), ``by_kind``, ``common``, ``sources`` (of the
        changes), and with two files ``settlement``, ``agreed`` and ``differences``.

    Raises
    ------
    InputError
        If the case or a file cannot be used; with file, key, line.
    """
    from downrange.inputs.overrides import apply_file, read_override

    if not 1 <= len(files) <= 2:
        raise InputError(
            Problem(Where("command line", "--with"), "give one file, or two", value=str(len(files)))
        )
    case = read_contested(name, recorded=recorded)
    read = [read_override(path) for path in files]
    versions = []
    for file in read:  # what does not fit is said before any draw
        other, made = apply_file(case, file)
        versions.append(_Version(file.override, other, made, file.path.name, file.sha256))
    with _crew(versions, samples, workers, dask).gathered() as crew:
        runs = Runs(samples, seed, say, progress, crew)
        body = _held(case, versions, runs)
    if save is not None:
        for version in versions:
            counter = counter_of(version.override, version.case, runs.of(version.case))
            say(str(write_counter(counter, save)))
    if out is not None:
        _write(out / case.case / "contest.json", body)
    return body


def contest_values(
    case: str,
    overrides: Mapping[str, Mapping[str, Any]],
    by: str,
    samples: int = 200,
    seed: int = 1,
    progress: Progress | None = None,
    *,
    because: str = "",
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    against: Override | None = None,
) -> dict[str, Any]:
    """Hold a case against values instead of files; the answer is that of :func:`contest`.

    Parameters
    ----------
    case : str
        A case of the casebook, or a folder.
    overrides : mapping of path to setting
        As under ``set`` in a file: ``{"scenario.inputs.wind_speed_m_per_s": {"value": 6, "source": "log"}}``.
    by, because : str
        Who computes so (``party/...``), and why.
    samples, seed, progress
        As :func:`contest`.
    sources : mapping, optional
        Citations of the party's own, by key.
    against : Override, optional
        The other side's, such as that of a stored counter-assessment: gives the settlement map besides.

    Raises
    ------
    InputError
        If a value cannot be used; ``key`` is its path.
    """
    held = read_contested(case)
    given = [override_of(overrides, by, because=because, sources=sources)]
    given += [against] if against is not None else []
    versions = [_Version(one, *applied(held, one), one.by) for one in given]
    return _held(held, versions, Runs(samples, seed, lambda message: None, progress))


def override_of(
    overrides: Mapping[str, Mapping[str, Any]],
    by: str,
    *,
    because: str = "",
    sources: Mapping[str, Mapping[str, Any]] | None = None,
) -> Override:
    """Make an override of values, checked as a file is.

    Raises
    ------
    InputError
        For every value that does not fit, with its path.
    """
    from pydantic import ValidationError

    given = {"by": by, "because": because, "set": dict(overrides), "sources": dict(sources or {})}
    try:
        return Override.model_validate(given)
    except ValidationError as error:
        raise InputError(
            Problem(
                Where("values", ".".join(str(part) for part in one["loc"])),
                one["msg"],
                value=str(one["input"]),
            )
            for one in error.errors()
        ) from error


def read_contested(name: str, *, recorded: bool = False) -> Case:
    """Read a case that has something to contest: a launch or failure, sums of claims, or chosen statements.

    With ``recorded`` it is the case as the registry in use has it.

    Raises
    ------
    InputError
        If it has none of them, or cannot be read.
    """
    from downrange.service.record.on_record import case_file

    case = case_file(name, recorded=recorded, whole=False).case
    if not launched(case) and not stated_sums(case):
        raise InputError(Problem(Where(name, "scenario"), "this case holds no launch and no sum to contest"))
    return case


def applied(case: Case, override: Override) -> tuple[Case, tuple[Change, ...]]:
    """Put an override's values into a case.

    Raises
    ------
    InputError
        For the first path that leads nowhere or whose value does not fit; ``key`` is the path.
    """
    from downrange.case.override import PathError, apply

    try:
        return apply(case, override)
    except PathError as error:
        place = Where("values", error.path)
        value = str(override.set[error.path].value) if error.path in override.set else None
        raise InputError(Problem(place, str(error), value=value, expected=error.expected)) from error


def _held(case: Case, versions: Sequence[_Version], runs: Runs) -> dict[str, Any]:
    """Compute every side, share out the differences, and say what stays common ground."""
    runs.expected = expected([len(one.changes) for one in versions])
    sides = [side_of(_AS_IT_STANDS, runs.of(case), case)]
    sides += [side_of(one.override.by, runs.of(one.case), one.case) for one in versions]
    weighed = [len(_weighed(case, one, runs)) for one in versions]
    runs.expected = max(expected(weighed), 1 + len(versions))
    changes: list[dict[str, Any]] = []
    by_kind: list[dict[str, Any]] = []
    cited: dict[str, Any] = {}
    for number, version in enumerate(versions, 1):
        rows, kinds = moved(case, version.override, version.case, version.changes, runs)
        changes += [{"side": number, **row} for row in rows]
        by_kind += [{"side": number, **row} for row in kinds]
        cited |= {c.source: _cited(version.case, c.source, version.override.by) for c in version.changes}
    touched = {change.path for version in versions for change in version.changes}
    body: dict[str, Any] = {
        "case": case.case,
        "title": case.title,
        "hypothetical": case.hypothetical,
        "fictional": case.fictional,
        "parties": {party.id: party.name.en for party in case.parties},
        "by": versions[0].override.by,
        "because": [version.override.because for version in versions],
        "samples": runs.samples,
        "seed": runs.seed,
        "sides": sides,
        "changes": changes,
        "by_kind": by_kind,
        "common": _common(case, touched),
        "sources": cited,
        "inputs": {version.named: version.sha256 for version in versions},
    }
    if len(versions) == 2:
        one, two = versions
        body["settlement"] = _settlement(*((runs.of(version.case), version.case) for version in versions))
        body |= _between(one, two)
    return body


def _weighed(case: Case, version: _Version, runs: Runs) -> list[Change]:
    """Give the changes whose shares are to be found: not those that only complete a refused method."""
    idle = completed(runs.of(case), runs.of(version.case), version.changes)
    return [change for change in version.changes if change.path not in idle]


def _crew(versions: Sequence[_Version], samples: int, workers: int | None, dask: str | None) -> Crew:
    """Choose who walks the draws of all computations."""
    from downrange.damage.draws.crew import crew_for

    return crew_for(workers, expected([len(one.changes) for one in versions]) * samples, dask)


def _cited(case: Case, key: str, by: str) -> dict[str, Any]:
    """Give the citation that a change rests on: the case's own, the library's, or the party's bare word."""
    from downrange.reference.library import sources

    source = case.sources.get(key) or sources().get(key)
    if source is None:
        return {"publisher": by, "title": key, "standing": "second-hand", "note": "named by the party only"}
    return source.model_dump(mode="json", exclude_none=True)


def _common(case: Case, touched: set[str]) -> list[str]:
    """Name what no side has touched: the inputs both compute with."""
    paths = [name.removesuffix(".statement") for name in stated_sums(case)]
    if launched(case):
        assert case.scenario is not None
        paths += [f"scenario.inputs.{name}" for name in case.scenario.inputs]
        paths += ["scenario.vehicle", "scenario.site", "scenario.jurisdiction"]
    return sorted(path for path in paths if not any(changed.startswith(path) for changed in touched))


def _between(one: _Version, two: _Version) -> dict[str, Any]:
    """Say where two files agree against the case, and on which values they still differ, and of what kind."""
    first, second = ({change.path: change for change in version.changes} for version in (one, two))
    agreed, differences = [], []
    for path in dict.fromkeys([*first, *second]):
        mine, theirs = first.get(path), second.get(path)
        known = mine or theirs
        assert known is not None
        values = [change.after if change else known.before for change in (mine, theirs)]
        if mine and theirs and values[0] == values[1]:
            agreed.append(path)
        else:
            differences.append({"path": path, "kind": known.kind, "values": values})
    return {"agreed": agreed, "differences": differences}


def _settlement(mine: tuple[Assessment, Case], theirs: tuple[Assessment, Case]) -> list[dict[str, Any]]:
    """Give the range that both sides' own inputs support, figure by figure.

    Where the two 5-95 % intervals overlap it is what they share; where they do not, it is the gap between
    them, and ``overlap`` says so.
    """
    currencies, other_currencies = currencies_of(*mine), currencies_of(*theirs)
    other = intervals(*theirs)
    rows = []
    for figure, first in intervals(*mine).items():
        if figure not in other or currencies.get(figure) != other_currencies.get(figure):
            continue
        second = other[figure]
        low, high = max(first.p05, second.p05), min(first.p95, second.p95)
        ends: list[Any] = [min(low, high), max(low, high)]
        if figure in currencies:
            ends = [decimal_text(end, currencies[figure]) for end in ends]
        rows.append({"figure": figure, "low": ends[0], "high": ends[1], "overlap": low <= high})
    return rows


def _write(path: Path, body: Mapping[str, Any]) -> None:
    """Write the document whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", "utf-8")
    half.replace(path)


def save_counter(
    case: str,
    overrides: Mapping[str, Mapping[str, Any]],
    by: str,
    *,
    because: str = "",
    sources: Mapping[str, Mapping[str, Any]] | None = None,
    samples: int = 200,
    seed: int = 1,
    progress: Progress | None = None,
) -> CounterAssessment:
    """Compute a case with one side's values and give the counter-assessment as a value; nothing is stored.

    Parameters are those of :func:`contest_values`.

    Raises
    ------
    InputError
        If the case or a value cannot be used.
    """
    held = read_contested(case)
    override = override_of(overrides, by, because=because, sources=sources)
    other, _ = applied(held, override)
    runs = Runs(samples, seed, lambda message: None, progress)
    return counter_of(override, other, runs.of(other))
