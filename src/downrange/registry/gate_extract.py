"""The gate's rows for a device without connection: things in clear, persons only as keyed hashes.

HMAC-SHA-256 (RFC 2104) under the device's own key: without the key nobody can look a person up by trying all
numbers, and extracts of two devices have no hash in common.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from downrange.registry.gate_fold import COLUMNS, name_mark
from downrange.registry.gate_index import GateIndex
from downrange.registry.gate_write import contents
from downrange.registry.marks import SHORTEST_NEAR, normal, skeleton, slips_asked, slips_kept

__all__ = ["extract", "opened"]

_SHORTEST_NAME = 6
"""From this length of a name's mark on, one slip in it still means the same name."""


def _hash(key: bytes, form: str, text: str) -> str:
    return hmac.new(key, f"{form}|{text}".encode(), hashlib.sha256).hexdigest()


def _asked(form: str, text: str) -> Iterable[str]:
    """Give what is asked for of a person's number or name, before it is hashed."""
    mark, name = normal(text), name_mark(text)
    if form == "exact":
        return [text]
    if form == "normal":
        return [mark] if mark else []
    if form == "near":
        return slips_asked(skeleton(text)) if len(mark) >= SHORTEST_NEAR else []
    if form == "name":
        return [name] if name else []
    return slips_asked(name) if len(name) >= _SHORTEST_NAME else []


def _kept(
    case: str, slug: str, numbers: Sequence[str], names: Sequence[str], *, held: bool
) -> Iterator[tuple[str, str]]:
    """Give what is kept of a person, form and text, before it is hashed."""
    yield from (("exact", text) for text in (slug, f"{case}/{slug}", *numbers))
    yield from (("normal", normal(number)) for number in numbers if normal(number))
    long = [number for number in numbers if held and len(normal(number)) >= SHORTEST_NEAR]
    yield from (("near", slip) for number in long for slip in slips_kept(skeleton(number)))
    marks = {name_mark(name) for name in names} - {""}
    yield from (("name", mark) for mark in marks)
    yield from (("alike", slip) for mark in marks if len(mark) >= _SHORTEST_NAME for slip in slips_kept(mark))


def extract(index: GateIndex, case: str, key: bytes) -> dict[str, list[list[Any]]]:
    """Give the rows of a case with every person's slug, names and numbers hidden."""
    rows = contents(index, case)
    people = sorted(row[0] for row in rows["subject"] if row[2] == "person")
    hidden = {person: f"{case}/party/person-{place}" for place, person in enumerate(people)}

    def named(one: str | None) -> str | None:
        return None if one is None else hidden.get(one, one)

    found: dict[str, list[list[Any]]] = {table: [] for table in COLUMNS}
    for one, short, sort, parent, part_of in rows["subject"]:
        alias = hidden.get(one)
        shown = [one, short, sort, named(parent), named(part_of)]
        found["subject"].append(
            shown if alias is None else [alias, alias.removeprefix(f"{case}/"), sort, None, None]
        )
    found["mark"] = [list(row) for row in rows["mark"] if row[2] not in hidden]
    for person in people:
        mine = [row for row in rows["mark"] if row[2] == person]
        numbers = [spelt for form, _, _, spelt in mine if form == "normal"]
        names = [spelt for form, _, _, spelt in mine if form == "name"]
        held = any(form == "near" for form, *_ in mine)
        kept = _kept(case, person.removeprefix(f"{case}/"), numbers, names, held=held)
        marks = sorted({(f"{form}#", _hash(key, form, text)) for form, text in kept})
        found["mark"] += [[form, mark, hidden[person], ""] for form, mark in marks]
    found["title"] = [[row[0], row[1], named(row[2]), *row[3:]] for row in rows["title"]]
    found["hold"] = [[named(subject), role, measure] for subject, role, measure in rows["hold"]]
    slugs = {one.removeprefix(f"{case}/"): new.removeprefix(f"{case}/") for one, new in hidden.items()}
    found["measure"] = [[one, _measure(body, slugs)] for one, body in rows["measure"]]
    return found


def _measure(text: str, slugs: Mapping[str, str]) -> str:
    """Leave out of a measure what may name a person."""
    body = json.loads(text)
    for name in ("against", "ordered_by"):
        if isinstance(body[name], str):
            body[name] = slugs.get(body[name], body[name])
    body |= {"scope": None, "sources": []}
    return json.dumps(body, ensure_ascii=False)


def opened(case: str, rows: Mapping[str, Sequence[Sequence[Any]]], key: bytes | None) -> GateIndex:
    """Make an extract answer; without the device's key persons cannot be found in it."""

    def cloak(form: str, text: str) -> dict[str, list[str]]:
        assert key is not None
        return {form: sorted(_hash(key, form, one) for one in _asked(form, text))}

    index = GateIndex(case=case, cloak=None if key is None else cloak)
    for table, columns in COLUMNS.items():
        index.insert(f"registry_gate_{table}", columns, rows[table])
    index.index()
    return index
