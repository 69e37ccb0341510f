"""What the gate asks of a registry: folds of the facts about parties, assets and measures.

Facts of a case count whoever recorded them; of several that stand about one thing the latest counts. Since
the folds change in the transaction that changes the facts, nobody is told "may leave" after a measure is on
record.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from downrange.errors import Problem, Where
from downrange.registry import facts
from downrange.registry.gate_fold import COLUMNS, KINDS
from downrange.registry.gate_index import GateIndex
from downrange.registry.gate_store import GateStore
from downrange.registry.gate_write import case_bounds, contents, of_case, put, replace
from downrange.registry.rows import ask, change, insert

__all__ = ["compare", "index_of", "rebuild", "refresh", "store", "update"]

FEW = 200
"""Up to so many changed facts, :func:`update` is the quicker way; above it :func:`refresh`."""


class _Registry:
    """The tables of the registry's database."""

    def ask(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return ask(text, values)

    def change(self, text: str, values: Sequence[Any] = ()) -> None:
        change(text, values)

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        insert(table, columns, rows)


_TABLES = _Registry()


def store(case: str | None = None) -> GateStore:
    """Give the questions of the gate over the registry: of one case, or of all."""
    return GateStore(_TABLES, case)


def _standing(found: Iterable[facts.Fact], case: str) -> dict[str, tuple[str, dict[str, Any]]]:
    """Keep the latest fact about each thing, unless it says that the thing is withdrawn."""
    latest: dict[str, facts.Fact] = {}
    for fact in found:
        if fact.kind in KINDS and (fact.about not in latest or latest[fact.about].sequence < fact.sequence):
            latest[fact.about] = fact
    return {
        about.removeprefix(f"{case}/"): (fact.kind, fact.body)
        for about, fact in latest.items()
        if not fact.body.get("withdrawn")
    }


def refresh(case: str, by: str | None = None) -> int:
    """Fold the facts of a case anew, in the transaction that changed them; give how many subjects there are.

    Parameters
    ----------
    by : str, optional
        Who changed something; the facts of everybody are folded.

    Raises
    ------
    RecordError
        If a fact cannot be folded.
    """
    parts = _standing(facts.standing(f"{case}/"), case)
    for table in COLUMNS:
        change(f"DELETE FROM registry_gate_{table} WHERE {of_case(table)}", case_bounds(case))  # noqa: S608 - our own names
    put(_TABLES, case, parts)
    return sum(kind in ("party", "asset") for kind, _ in parts.values())


def update(case: str, changed: Sequence[facts.Fact]) -> int:
    """Fold only what these facts changed, in the transaction that recorded them.

    Returns
    -------
    int
        Of how many subjects near misses were looked at again; -1 where the whole case was folded anew, since
        much had changed.

    Raises
    ------
    RecordError
        If a fact cannot be folded.
    """
    abouts = {fact.about: fact.kind for fact in changed if fact.kind in KINDS}
    if len(abouts) > FEW:
        refresh(case)
        return -1
    now: dict[str, tuple[str, dict[str, Any] | None]] = {}
    for about, kind in abouts.items():
        slug = about.removeprefix(f"{case}/")
        now[slug] = _standing(facts.as_of(about), case).get(slug, (kind, None))
    return replace(_TABLES, case, now)


def index_of(case: str) -> GateIndex:
    """Fold the facts of a case into memory."""
    index = GateIndex(case=case)
    index.index()
    put(index, case, _standing(facts.standing(f"{case}/"), case))
    return index


def _cases() -> list[str]:
    told = {fact.about.removesuffix("/case") for fact in facts.as_of(kind="case")}
    return sorted(told | set(store().cases()))


def rebuild() -> None:
    """Fold every case on record anew."""
    for case in _cases():
        refresh(case)


def compare() -> list[Problem]:
    """Hold the folds against the facts; give each table of a case that differs."""
    problems = []
    for case in _cases():
        index = index_of(case)
        there, told = contents(_TABLES, case), contents(index, case)
        index.close()
        for table in COLUMNS:
            strange = sorted(map(repr, set(there[table]) ^ set(told[table])))
            if strange:
                where = Where("registry", f"gate.{case}.{table}")
                message = f"the gate's fold is not what the facts say, in {len(strange)} rows"
                problems.append(Problem(where, message, value=strange[0][:200]))
    return problems
