"""Keeping the gate's rows true to the facts: all of a case anew, or only what a few facts changed.

Both ways end in the same rows; a property test holds them against each other.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from pydantic import ValidationError

from downrange.case.schema import Asset, Measure, Party
from downrange.errors import RecordError
from downrange.registry.gate_fold import (
    COLUMNS,
    Rows,
    case_row,
    measure_rows,
    near_rows,
    subject_of_asset,
    subject_of_party,
    subject_rows,
)
from downrange.registry.gate_store import QUESTIONS, GateStore, Tables

__all__ = ["add_measures", "case_bounds", "contents", "near_misses", "of_case", "put", "replace"]

Parts = Mapping[str, tuple[str, Mapping[str, Any]]]
"""What stands of a case: slug to kind and body."""

_AT_ONCE = 20_000
"""Of how many subjects near misses are sorted together: rows in order go in several times faster."""


def _insert(tables: Tables, rows: Rows) -> None:
    for table, found in rows.items():
        tables.insert(f"registry_gate_{table}", COLUMNS[table], found)


def _folded(case: str, slug: str, kind: str, body: Mapping[str, Any]) -> Rows:
    """Give the rows of a case, party or asset; measures need the others to be in."""
    if kind == "case":
        return {"subject": [case_row(case, fictional=bool(body.get("fictional")))]}
    try:
        if kind == "party":
            subject = subject_of_party(Party.model_validate(body))
        else:
            subject = subject_of_asset(Asset.model_validate(body))
    except ValidationError as error:
        raise _unfit(f"{case}/{slug}", error) from error
    return subject_rows(case, [subject])


def _unfit(key: str, error: ValidationError) -> RecordError:
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return RecordError(f"{key} cannot be asked for at the gate: {place}: {first['msg']}")


def put(tables: Tables, case: str, parts: Parts) -> None:
    """Put a case into tables that hold nothing of it.

    Raises
    ------
    RecordError
        If a part has no such body as its kind asks for.
    """
    for slug, (kind, body) in parts.items():
        if kind != "measure":
            _insert(tables, _folded(case, slug, kind, body))
    add_measures(tables, case, (_measure(case, slug, body) for slug, (kind, body) in parts.items()
                                if kind == "measure"))  # fmt: skip
    near_misses(tables, case)


def _measure(case: str, slug: str, body: Mapping[str, Any]) -> Measure:
    try:
        return Measure.model_validate(body)
    except ValidationError as error:
        raise _unfit(f"{case}/{slug}", error) from error


def add_measures(tables: Tables, case: str, measures: Iterable[Measure]) -> None:
    """Put measures in; what they list should be in already."""
    store = GateStore(tables, case)
    for one in measures:
        _insert(tables, measure_rows(case, one, vague=_is_vague(store, case, one.reaches)))


def _is_vague(store: GateStore, case: str, reaches: Sequence[str]) -> bool:
    """Say whether a list holds what is no single registered thing."""
    known = store.subjects([f"{case}/{thing}" for thing in reaches])
    return any(
        f"{case}/{thing}" not in known or known[f"{case}/{thing}"].sort == "collective" for thing in reaches
    )


def near_misses(tables: Tables, case: str) -> None:
    """Put in the near misses of all that a measure of a case reaches; there must be none yet."""
    store = GateStore(tables, case)
    text = f"SELECT subject, role FROM registry_gate_hold WHERE {of_case('hold')}"  # noqa: S608 - our own names
    held = store.touched(tables.ask(text, case_bounds(case)))
    _add_near(tables, store, held)


def _add_near(tables: Tables, store: GateStore, keys: Collection[str]) -> None:
    ordered = sorted(keys)
    for start in range(0, len(ordered), _AT_ONCE):
        spelt: dict[str, list[str]] = {}
        for key, number in store.spelt(ordered[start : start + _AT_ONCE]):
            spelt.setdefault(key, []).append(number)
        rows = {row for key, numbers in spelt.items() for row in near_rows(key, numbers)}
        _insert(tables, {"mark": sorted(rows)})


def replace(tables: Tables, case: str, changed: Mapping[str, tuple[str, Mapping[str, Any] | None]]) -> int:
    """Change only what these parts of a case changed; None for a part that is gone.

    Returns
    -------
    int
        Of how many subjects the near misses were looked at again.

    Raises
    ------
    RecordError
        If a part has no such body as its kind asks for.
    """
    store = GateStore(tables, case)
    things = {slug: part for slug, part in changed.items() if part[0] != "measure"}
    orders = {slug: body for slug, (kind, body) in changed.items() if kind == "measure"}
    touched = _replace_things(store, case, things) | _replace_measures(store, case, orders)
    _forget(tables, "mark", touched, " AND form = 'near'")
    _add_near(tables, store, store.held(touched))
    return len(touched)


def _replace_things(
    store: GateStore, case: str, things: Mapping[str, tuple[str, Mapping[str, Any] | None]]
) -> set[str]:
    tables, keys = store.tables, {f"{case}/{slug}" for slug in things}
    touched = store.around(keys)
    before = store.subjects(keys)
    for table, column in (("subject", '"key"'), ("mark", "subject"), ("title", "subject")):
        _forget(tables, table, keys, column=column)
    for slug, (kind, body) in things.items():
        if body is not None:
            _insert(tables, _folded(case, slug, kind, body))
    after = store.subjects(keys)
    shifted = {key for key in keys if _single(before.get(key)) != _single(after.get(key))}
    return touched | store.around(keys) | _change_roles(store, case, shifted)


def _single(seen: Any) -> bool:
    return seen is not None and seen.sort != "collective"


def _change_roles(store: GateStore, case: str, things: Collection[str]) -> set[str]:
    """Say anew of the measures that list these things whether their lists are vague."""
    measures = {
        measure for rows in store.holds(things).values() for role, measure in rows if role == "reaches"
    }
    touched: set[str] = set()
    for measure in sorted(measures):
        rows = store.tables.ask(_OF_MEASURE, [[measure]])
        listed = [subject.removeprefix(f"{case}/") for subject, role in rows if role == "reaches"]
        against = {(subject, role) for subject, role in rows if role in ("vague", "listed")}
        role = "vague" if _is_vague(store, case, listed) else "listed"
        for subject, old in against:
            if old != role:
                touched |= store.touched([(subject, "vague")])
                store.tables.change(_ROLE, [role, subject, measure, old])
    return touched


_OF_MEASURE = QUESTIONS["of_measure"]
_ROLE = "UPDATE registry_gate_hold SET role = %s WHERE subject = %s AND measure = %s AND role = %s"


def _replace_measures(
    store: GateStore, case: str, orders: Mapping[str, Mapping[str, Any] | None]
) -> set[str]:
    tables, keys = store.tables, [f"{case}/{slug}" for slug in orders]
    if not keys:
        return set()
    measures = [_measure(case, slug, body) for slug, body in orders.items() if body is not None]
    before = set(tables.ask(_OF_MEASURE, [keys]))
    gone_first = store.touched(before)
    _forget(tables, "hold", keys, column="measure")
    _forget(tables, "measure", keys, column='"key"')
    add_measures(tables, case, measures)
    after = set(tables.ask(_OF_MEASURE, [keys]))
    if before == after:  # a date, an order, a release: what is reached stays, and so do its near misses
        return set()
    return gone_first | store.touched(after)


def _forget(
    tables: Tables, table: str, keys: Collection[str], also: str = "", column: str = "subject"
) -> None:
    if keys:
        text = f"DELETE FROM registry_gate_{table} WHERE {column} IN LIST{also}"  # noqa: S608 - our own names
        tables.change(text, [sorted(keys)])


def of_case(table: str) -> str:
    """Spell the condition that a row of a table belongs to a case; its values are :func:`case_bounds`."""
    first = "subject" if "subject" in COLUMNS[table] else '"key"'
    return f"{first} FROM TEXT %s AND {first} BEFORE TEXT %s"


def case_bounds(case: str) -> list[str]:
    """Give the first key of a case and the first behind it."""
    return [f"{case}/", f"{case}0"]  # the sign after "/" is "0"


def contents(tables: Tables, case: str) -> dict[str, list[tuple[Any, ...]]]:
    """Give all rows of a case in one order, to hold one fold against another."""
    found = {}
    for table, columns in COLUMNS.items():
        names = ", ".join(f'"{name}"' for name in columns)
        text = f"SELECT {names} FROM registry_gate_{table} WHERE {of_case(table)}"  # noqa: S608 - our own names
        rows = tables.ask(text, case_bounds(case))
        found[table] = sorted(map(tuple, rows), key=repr)
    return found
