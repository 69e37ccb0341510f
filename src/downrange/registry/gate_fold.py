"""What the gate must know of a case, as rows: made from one fact at a time, so that one fact changes few.

A key is ``CASE/asset/slug``. Each row follows from one part of a case alone, but for two things: which marks
have near misses (those of what is held by any way), and whether a measure that lists things lists registered
ones. Both are settled when the rows are in their tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from downrange.case.schema import Asset, Measure, Party
from downrange.evidence.names import name_key
from downrange.law.enforcement.gate import Title, is_general, on_persons
from downrange.registry import marks

__all__ = [
    "COLUMNS",
    "KINDS",
    "Rows",
    "Subject",
    "case_row",
    "measure_rows",
    "name_mark",
    "near_rows",
    "subject_of_asset",
    "subject_of_party",
    "subject_rows",
]

KINDS = ("case", "party", "asset", "measure")
"""The kinds of facts that the gate folds."""

COLUMNS = {
    "subject": ("key", "short", "sort", "parent", "part_of"),
    "mark": ("form", "mark", "subject", "spelt"),
    "title": ("subject", "place", "party", "since", "until", "share"),
    "hold": ("subject", "role", "measure"),
    "measure": ("key", "body"),
}
"""The tables of the fold and their columns, as the database has them under ``registry_gate_``."""

Rows = Mapping[str, list[tuple[Any, ...]]]
"""Rows by table."""


@dataclass(frozen=True)
class Subject:
    """A thing or party as the gate takes it; ``sort`` is the asset's kind, or the party's."""

    slug: str
    sort: str
    numbers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    parent: str | None = None
    part_of: str | None = None
    titles: tuple[Title, ...] = ()


def subject_of_asset(asset: Asset) -> Subject:
    """Read an asset: its owners with dates and shares from ``details.owners``, else the one it names."""
    listed = asset.details.get("owners") or ()
    titles = tuple(
        Title(one["party"], _text(one, "since"), _text(one, "until"), str(one.get("share", "1")))
        for one in listed
    )
    if not titles and isinstance(asset.owner, str):
        titles = (Title(asset.owner),)
    numbers = tuple(one.value for one in asset.identifiers)
    return Subject(asset.id, asset.kind, numbers, (), asset.inside, None, titles)


def _text(body: Mapping[str, Any], key: str) -> str | None:
    return None if body.get(key) is None else str(body[key])


def subject_of_party(party: Party) -> Subject:
    """Read a party: its numbers, and its names in all languages."""
    names = [party.name.en, party.name.ru, party.name.kk, *party.aliases]
    numbers = tuple(one.value for one in party.identifiers)
    return Subject(party.id, party.kind, numbers, tuple(name for name in names if name), None, party.part_of)


def name_mark(name: str) -> str:
    """Reduce a name to what its spellings share, whatever the script and the order of its words."""
    return " ".join(sorted(name_key(name).split()))


def case_row(case: str, *, fictional: bool) -> tuple[Any, ...]:
    """Give the row that says that a case is on record, and whether it is fiction."""
    return (f"{case}/case", "case", "fictional" if fictional else "case", None, None)


def subject_rows(case: str, subjects: Iterable[Subject]) -> Rows:
    """Give the rows of things and parties, without near misses."""
    found: dict[str, list[tuple[Any, ...]]] = {"subject": [], "mark": [], "title": []}
    prefix = f"{case}/"
    for one in subjects:
        key = prefix + one.slug
        parent = None if one.parent is None else prefix + one.parent
        part_of = None if one.part_of is None else prefix + one.part_of
        found["subject"].append((key, one.slug, one.sort, parent, part_of))
        numbered = {("normal", marks.normal(number), key, number) for number in one.numbers}
        named = {("name", name_mark(name), key, name) for name in one.names}
        found["mark"] += sorted(row for row in numbered | named if row[1])
        found["title"] += [
            (key, place, prefix + title.party, title.since, title.until, title.share)
            for place, title in enumerate(one.titles)
        ]
    return found


def measure_rows(case: str, measure: Measure, *, vague: bool) -> Rows:
    """Give the rows of a measure.

    Parameters
    ----------
    vague : bool
        Whether it lists something that is no single registered thing ("all its property").
    """
    prefix = f"{case}/"
    key = prefix + measure.id
    role = "general" if is_general(measure) else "vague" if vague else "listed"
    if on_persons(measure):
        role = "person"
    body = measure.model_copy(update={"reaches": ()}).model_dump_json()
    reached = [(prefix + thing, "reaches", key) for thing in dict.fromkeys(measure.reaches)]
    return {"hold": [*reached, (prefix + measure.against, role, key)], "measure": [(key, body)]}


def near_rows(key: str, numbers: Iterable[str]) -> list[tuple[Any, ...]]:
    """Give the rows by which one slip in a number of something held is seen."""
    long = (spelt for spelt in numbers if len(marks.normal(spelt)) >= marks.SHORTEST_NEAR)
    return [("near", variant, key, spelt) for spelt in long for variant in sorted(marks.variants(spelt))]
