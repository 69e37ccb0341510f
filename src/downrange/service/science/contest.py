"""Use case: the same case with the other side's inputs, side by side; which change moved what by how much."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import floor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.base.money import Money, from_float
from downrange.case.override import Change, Override
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment
from downrange.errors import InputError, Problem, Where
from downrange.service.science.counter import CounterAssessment, counter_of, write_counter
from downrange.service.science.sides import (
    currencies_of,
    decimal_text,
    intervals,
    launched,
    medians,
    side_of,
    stated_sums,
)

if TYPE_CHECKING:
    from downrange.damage.draws.crew import Crew

__all__ = [
    "Runs",
    "applied",
    "contest",
    "contest_values",
    "override_of",
    "read_contested",
    "save_counter",
]

Say = Callable[[str], None]
Progress = Callable[[int, int], None]
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


@dataclass
class Runs:
    """The assessments of one contest: each version of the case is computed once."""

    samples: int
    seed: int
    say: Say
    progress: Progress | None
    crew: Crew | None = None
    expected: int = 1
    _known: dict[str, Assessment] = field(default_factory=dict)

    def of(self, case: Case) -> Assessment:
        """Compute a version's figures, or take what is known of them; empty without a launch."""
        from downrange.base.canonical import digest
        from downrange.damage.ensemble import figures, manifest_of

        key = digest(case)
        if not launched(case):
            manifest = manifest_of(case, self.samples, self.seed)
            return Assessment(case.case, self.samples, self.seed, manifest, {}, (), (), (), ())
        if key not in self._known:
            self.say(f"{case.case}: {self.samples:,} draws")
            walked = len(self._known) * self.samples
            total = max(self.expected, len(self._known) + 1) * self.samples

            def told(done: int, _: int) -> None:
                if self.progress:
                    self.progress(walked + done, total)

            self._known[key] = figures(case, self.samples, self.seed, self.crew, told)
        return self._known[key]


def _held(case: Case, versions: Sequence[_Version], runs: Runs) -> dict[str, Any]:
    """Compute every side, share out the differences, and say what stays common ground."""
    runs.expected = _expected(versions)
    sides = [side_of(_AS_IT_STANDS, runs.of(case), case)]
    changes: list[dict[str, Any]] = []
    by_kind: list[dict[str, Any]] = []
    cited: dict[str, Any] = {}
    for number, version in enumerate(versions, 1):
        sides.append(side_of(version.override.by, runs.of(version.case), version.case))
        rows, kinds = _moved(case, version, runs)
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


def _expected(versions: Sequence[_Version]) -> int:
    """Say how many computations a contest takes at most: one for every set of each side's changes."""
    from downrange.damage.attribution import EXACT_LIMIT

    sizes = (min(len(version.changes), EXACT_LIMIT) for version in versions)
    return 1 + sum((1 << size) - 1 for size in sizes)


def _crew(versions: Sequence[_Version], samples: int, workers: int | None, dask: str | None) -> Crew:
    """Choose who walks the draws of all computations."""
    from downrange.damage.draws.crew import crew_for

    return crew_for(workers, _expected(versions) * samples, dask)


def _cited(case: Case, key: str, by: str) -> dict[str, Any]:
    """Give the citation that a change rests on: the case's own, the library's, or the party's bare word."""
    from downrange.reference.library import sources

    source = case.sources.get(key) or sources().get(key)
    if source is None:
        return {"publisher": by, "title": key, "standing": "second-hand", "note": "named by the party only"}
    return source.model_dump(mode="json", exclude_none=True)


def _moved(case: Case, version: _Version, runs: Runs) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Attribute the difference of every median to the version's changes, whatever their order.

    Sums are shared out in whole minor units, so that the parts make up the difference of the printed sums.
    """
    from downrange.case.override import apply
    from downrange.damage.attribution import attribute

    override = version.override

    def figures(chosen: frozenset[str]) -> Mapping[str, float]:
        part = override.model_copy(update={"set": {p: s for p, s in override.set.items() if p in chosen}})
        other = apply(case, part)[0]
        return medians(runs.of(other), other)

    paths = [change.path for change in version.changes]
    found = attribute(paths, figures, seed=runs.seed)
    currencies = currencies_of(runs.of(case), case)
    other_currencies = currencies_of(runs.of(version.case), version.case)
    currencies = {**other_currencies, **currencies}
    moves: dict[str, list[dict[str, Any]]] = {path: [] for path in paths}
    kinds: list[dict[str, Any]] = []
    same = {figure for figure, one in currencies.items() if other_currencies.get(figure, one) == one}
    for figure in sorted(found.moves, key=lambda name: (not name.startswith("damages"), name)):
        currency = currencies.get(figure)
        if currency is not None and figure not in same:
            continue  # sums in two currencies have no difference
        effects = [found.moves[figure][path] for path in paths]
        if currency is None:
            amounts: list[Any] = effects
        else:
            before, after = (from_float(end, currency) for end in found.ends[figure])
            parts = _shared_out([from_float(e, currency) for e in effects], effects, (after - before).minor)
            amounts = [Money(part, currency).as_json()["amount"] for part in parts]
            if any(effects):
                kinds.append(_kinds(figure, currency, version.changes, parts))
        for path, effect, amount in zip(paths, effects, amounts, strict=True):
            if effect != 0.0:
                error = found.standard_errors[figure][path]
                more = {"standard_error": error} if error else {}
                moves[path].append({"figure": figure, "amount": amount, **more})
    unread = runs.of(version.case).unread
    rows = [
        {
            "by": override.by,
            "path": change.path,
            "from": change.before,
            "to": change.after,
            "kind": change.kind,
            "source": change.source,
            "moves": moves[change.path],
            **({"unread": True} if change.path.removeprefix("scenario.inputs.") in unread else {}),
        }
        for change in version.changes
    ]
    return rows, kinds


def _shared_out(rounded: Sequence[Money], effects: Sequence[float], whole: int) -> list[int]:
    """Bring rounded parts to the whole in minor units, by the largest remainders (Hamilton's method)."""
    from downrange.base.money import EXPONENTS

    exact = [effect * 10 ** EXPONENTS[one.currency] for effect, one in zip(effects, rounded, strict=True)]
    parts = [floor(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: parts[i] - exact[i])
    changed = [i for i in order if effects[i] != 0.0] or order
    left = whole - sum(parts)
    for step in range(abs(left)):
        place = changed[step % len(changed)] if left > 0 else changed[-1 - step % len(changed)]
        parts[place] += 1 if left > 0 else -1
    return parts


def _kinds(figure: str, currency: str, changes: Sequence[Change], parts: Sequence[int]) -> dict[str, Any]:
    """Add up what changes of fact, of method and of law moved, and the whole."""
    by_kind = dict.fromkeys(("fact", "method", "law"), 0)
    for change, part in zip(changes, parts, strict=True):
        by_kind[change.kind] += part
    told = {kind: Money(part, currency).as_json()["amount"] for kind, part in by_kind.items()}
    whole = Money(sum(parts), currency).as_json()["amount"]
    return {"figure": figure, "currency": currency, **told, "whole": whole}


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
