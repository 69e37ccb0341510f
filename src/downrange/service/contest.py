"""Use case: the same case with the other side's inputs, side by side; which change moved what by how much."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from downrange.case.override import Change
from downrange.case.schema import Case
from downrange.damage.assessment import Assessment, Range
from downrange.errors import InputError, Problem, Where
from downrange.inputs.overrides import OverrideFile

__all__ = ["contest"]

Say = Callable[[str], None]
Assess = Callable[[Case], Assessment]


def contest(
    name: str,
    files: Sequence[Path],
    samples: int,
    seed: int,
    out: Path | None = None,
    say: Say = lambda message: None,
) -> dict[str, Any]:
    """Hold a case against one or two files of other inputs, with the keys of ``contest --json``.

    Parameters
    ----------
    name : str
        The case.
    files : sequence of Path
        One or two override files; two give the settlement map besides.
    samples, seed : int
        Draws of each of the assessments; all sides use the same streams, so that only the changes differ.
    out : Path, optional
        Where ``contest.json`` is written, in a folder of the case's name.
    say : callable
        Told in a line what is being done.

    Returns
    -------
    dict
        ``case``, ``by``, ``sides``, ``changes`` (each with the number of its side and what it moves by its
        Shapley value, on the medians), ``common``, ``sources`` (of the changes), and with two files
        ``settlement``.

    Raises
    ------
    InputError
        If the case or a file cannot be used; with file, key, line.
    """
    from downrange.damage.ensemble import assess
    from downrange.inputs.cases import read_case
    from downrange.inputs.overrides import apply_file, read_override

    if not 1 <= len(files) <= 2:
        raise InputError(
            Problem(Where("command line", "--with"), "give one file, or two", value=str(len(files)))
        )
    case = read_case(name).case
    if case.scenario is None or case.scenario.kind == "none":
        raise InputError(Problem(Where(name, "scenario"), "this case holds nothing to recompute"))
    read = [read_override(path) for path in files]
    applied = [(file, *apply_file(case, file)) for file in read]  # what does not fit is said before any draw
    known: dict[str, Assessment] = {}

    def assessed(of: Case) -> Assessment:
        from downrange.base.canonical import digest

        key = digest(of)
        if key not in known:
            say(f"{of.case}: {samples:,} draws")
            known[key] = assess(of, samples, seed)
        return known[key]

    sides = [_side("the case as it stands", assessed(case))]
    changes: list[dict[str, Any]] = []
    touched: set[str] = set()
    cited: dict[str, Any] = {}
    for file, other, made in applied:
        sides.append(_side(file.override.by, assessed(other)))
        changes += [{"side": len(sides) - 1, **row} for row in _moved(case, file, made, assessed, seed)]
        cited |= {change.source: _cited(other, change.source, file.override.by) for change in made}
        touched |= {change.path for change in made}
    body: dict[str, Any] = {
        "case": case.case,
        "title": case.title,
        "hypothetical": case.hypothetical,
        "fictional": case.fictional,
        "parties": {party.id: party.name.en for party in case.parties},
        "by": read[0].override.by,
        "because": [file.override.because for file in read],
        "samples": samples,
        "seed": seed,
        "sides": sides,
        "changes": changes,
        "common": _common(case, touched),
        "sources": cited,
        "inputs": {str(file.path.name): file.sha256 for file in read},
    }
    if len(read) == 2:
        body["settlement"] = _settlement(sides[1], sides[2])
    if out is not None:
        _write(out / case.case / "contest.json", body)
    return body


def _cited(case: Case, key: str, by: str) -> dict[str, Any]:
    """Give the citation that a change rests on: the case's own, the library's, or the party's bare word."""
    from downrange.reference.library import sources

    source = case.sources.get(key) or sources().get(key)
    if source is None:
        return {"publisher": by, "title": key, "standing": "second-hand", "note": "named by the party only"}
    return source.model_dump(mode="json", exclude_none=True)


def _side(by: str, found: Assessment) -> dict[str, Any]:
    from downrange.damage.comparison import method_title

    return {
        "by": by,
        "quantities": {name: _quantiles(value) for name, value in found.quantities.items()},
        "damages": [
            {
                "method": damage.method,
                "title": method_title(damage),
                "status": damage.status,
                "applicability": damage.applicability,
                "currency": damage.currency,
                "missing": list(damage.missing),
                "amount": None if damage.amount is None else _quantiles(damage.amount),
            }
            for damage in found.damages
        ],
    }


def _quantiles(value: Range) -> dict[str, float]:
    return {"p05": value.p05, "p50": value.p50, "p95": value.p95}


def _medians(found: Assessment) -> dict[str, float]:
    medians = {f"quantities.{name}": value.p50 for name, value in found.quantities.items()}
    for damage in found.damages:
        if damage.amount is not None:
            medians[f"damages.{damage.method}"] = damage.amount.p50
    return medians


def _moved(
    case: Case, file: OverrideFile, made: Sequence[Change], assessed: Assess, seed: int
) -> list[dict[str, Any]]:
    """Attribute the difference of every median to the file's changes, whatever their order."""
    from downrange.case.override import apply
    from downrange.damage.attribution import attribute

    override = file.override

    def figures(chosen: frozenset[str]) -> Mapping[str, float]:
        part = override.model_copy(update={"set": {p: s for p, s in override.set.items() if p in chosen}})
        return _medians(assessed(apply(case, part)[0]))

    found = attribute([change.path for change in made], figures, seed=seed)
    rows = []
    for change in made:
        moves = [
            {"figure": figure, "amount": shares[change.path]}
            for figure, shares in found.moves.items()
            if shares[change.path] != 0.0
        ]
        rows.append(
            {
                "by": override.by,
                "path": change.path,
                "from": change.before,
                "to": change.after,
                "kind": change.kind,
                "source": change.source,
                "moves": sorted(
                    moves, key=lambda m: (not str(m["figure"]).startswith("damages"), m["figure"])
                ),
            }
        )
    return rows


def _common(case: Case, touched: set[str]) -> list[str]:
    """Name what no side has touched: the inputs both compute with."""
    assert case.scenario is not None
    paths = [f"scenario.inputs.{name}" for name in case.scenario.inputs]
    paths += ["scenario.vehicle", "scenario.site", "scenario.jurisdiction"]
    return sorted(path for path in paths if not any(changed.startswith(path) for changed in touched))


def _settlement(one: Mapping[str, Any], two: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give the range that both sides' own inputs support, figure by figure.

    Where the two 5-95 % intervals overlap it is what they share; where they do not, it is the gap between
    them, and ``overlap`` says so.
    """
    rows = []
    for figure, (first, second) in _pairs(one, two).items():
        low, high = max(first["p05"], second["p05"]), min(first["p95"], second["p95"])
        overlap = low <= high
        rows.append({"figure": figure, "low": min(low, high), "high": max(low, high), "overlap": overlap})
    return rows


def _pairs(one: Mapping[str, Any], two: Mapping[str, Any]) -> dict[str, tuple[Any, Any]]:
    found = {
        f"quantities.{name}": (value, two["quantities"][name])
        for name, value in one["quantities"].items()
        if name in two["quantities"]
    }
    others = {damage["method"]: damage["amount"] for damage in two["damages"]}
    for damage in one["damages"]:
        if damage["amount"] and others.get(damage["method"]):
            found[f"damages.{damage['method']}"] = (damage["amount"], others[damage["method"]])
    return found


def _write(path: Path, body: Mapping[str, Any]) -> None:
    """Write the counter-assessment whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_suffix(".part")
    half.write_text(json.dumps(body, ensure_ascii=False, indent=2) + "\n", "utf-8")
    half.replace(path)
