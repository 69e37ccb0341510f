"""Use case: put a register of assets on record, from CSV with a mapping; append-only, with its warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.case.schema import Asset
    from downrange.registry.facts import Fact, FactDraft

__all__ = ["import_assets", "import_file"]


def import_file(case: str, path: Path, mapping: Path, by: str, database: str | None = None) -> dict[str, Any]:
    """Read a register and its mapping from files and put it on record in a database.

    Raises
    ------
    InputError
        With everything that is wrong in the files; or if the case is not on record.
    """
    from downrange.base.canonical import digest
    from downrange.inputs.assets import read_assets, read_mapping
    from downrange.service.border.gate import open_database

    found = read_assets(path, read_mapping(mapping))
    sha256 = digest(path.read_bytes())
    open_database(database)
    done = import_assets(case, found.assets, by, document_sha256=sha256)
    return {**done, "warnings": [_told(one) for one in found.warnings] + done["warnings"]}


def import_assets(
    case: str, assets: Sequence[Asset], by: str, on: date | None = None, document_sha256: str = ""
) -> dict[str, Any]:
    """Put assets of a case on record, all or none; what stands about one is superseded if it differs.

    Parameters
    ----------
    by : str
        Who puts them on record.
    on : date, optional
        From which day it holds; by default today (UTC).

    Returns
    -------
    dict
        ``case``, ``recorded_number``, ``superseded_number``, ``unchanged_number``, ``log_sequence`` and
        ``warnings``: numbers that are, or look like, those of other things on record.

    Raises
    ------
    InputError
        If the case is not on record.
    RecordError
        If the registry refuses one; then none is recorded.
    """
    from downrange.base.canonical import plain
    from downrange.registry import facts, gate, log
    from downrange.registry.database import now
    from downrange.registry.facts import FactDraft
    from downrange.service.holding import cover

    with writing():
        known = gate.store().cases()
        if case not in known:
            where = Where("command line", "CASE")
            expected = ", ".join(sorted(known)) or "a case on record"
            raise InputError(Problem(where, "no such case is on record", value=case, expected=expected))
        warnings = [_told(one) for one in _alike_on_record(case, assets)]
        standing = _latest(facts.standing(f"{case}/asset/"))
        drafts: list[FactDraft] = []
        for asset in assets:
            about, body = f"{case}/{asset.id}", plain(asset)
            old = standing.get(about)
            if old is None or old.body != body:
                day = on or now().date()
                supersedes = None if old is None else old.id
                drafts.append(
                    FactDraft("asset", about, body, by, day, document_sha256, supersedes=supersedes)
                )
        recorded = facts.record(drafts)
        gate.update(case, recorded)
        cover.keep_up(case, by, {fact.body["id"] for fact in recorded})
        place = log.tail()[0]
    superseded = sum(one.supersedes is not None for one in recorded)
    return {
        "case": case,
        "recorded_number": len(recorded) - superseded,
        "superseded_number": superseded,
        "unchanged_number": len(assets) - len(recorded),
        "log_sequence": place,
        "warnings": warnings,
    }


def _latest(found: Sequence[Fact]) -> Mapping[str, Fact]:
    latest: dict[str, Fact] = {}
    for fact in found:
        if fact.kind == "asset" and (fact.about not in latest or latest[fact.about].sequence < fact.sequence):
            latest[fact.about] = fact
    return latest


def _alike_on_record(case: str, assets: Sequence[Asset]) -> Iterator[Problem]:
    """Warn of numbers that another thing or party on record bears, or that are one slip from a held one's."""
    from downrange.registry.gate import store

    known = store()
    for asset in assets:
        for one in asset.identifiers:
            told: dict[str, str] = {}
            for seen, how, spelt in [*known.find(one.value, names=False), *known.near(one.value)]:
                said = "one slip away from" if how == "near-miss" else "the same as"
                told.setdefault(seen.key, f"{said} {spelt} of {seen.key}")
            told.pop(f"{case}/{asset.id}", None)
            where = Where("register", f"{asset.id}: {one.kind}")
            yield from (Problem(where, message, "warning", one.value) for message in told.values())


def _told(problem: Problem) -> dict[str, Any]:
    where = problem.where
    return {
        "file": where.file, "key": where.key, "line": where.line, "message": problem.message,
        "value": problem.value,
    }  # fmt: skip
