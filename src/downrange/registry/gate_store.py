"""The gate's one way to look things up: the same questions of a case, a registry's database and an extract.

Every question is an equality on a key or an index: from a list of keys to the rows of each, in that order
(as ``IN (...)``, SQLite read small tables whole once it had statistics). The walks (up to what a thing is
inside of, down to what it carries, to the owners of each) are made layer by layer: one recursive statement
was measured a hundred times slower at a million things, where SQLite's planner builds a filter over all
measures for each question. A test asserts the plans on both databases.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Protocol

from downrange.case.schema import Measure
from downrange.evidence.names import LIKELY, similarity
from downrange.law.enforcement.gate import Hit, How, Reach, Title, Way, by_title, on_person
from downrange.registry import marks
from downrange.registry.gate_fold import name_mark

__all__ = ["OF_ONE", "QUESTIONS", "GateStore", "Seen", "Tables"]

DEEPEST = 12
"""How many containers within containers are followed; more is an error in the register."""
MOST_CARRIED = 10_000
"""How many things inside a box or train are looked through for one that is held."""
SCANNED_NAMES = 5_000
"""Up to so many names, spellings that are only alike are looked for too, by comparing with each."""

_SLUG = re.compile(r"(?:(?:asset|party)/)?[a-z0-9][a-z0-9.-]*")
_SUBJECT = 'SELECT t."key", t.short, t.sort, t.parent, t.part_of '
QUESTIONS = {
    "keys": _SUBJECT + 'FROM EACH registry_gate_subject t ON t."key" = l.value',
    "short": _SUBJECT + "FROM registry_gate_subject t WHERE t.short = %s",
    "shorts": _SUBJECT + "FROM EACH registry_gate_subject t ON t.short = l.value",
    "children": 'SELECT t."key" FROM EACH registry_gate_subject t ON t.parent = l.value LIMIT %s',
    "mark": "SELECT t.mark, t.subject, t.spelt FROM EACH registry_gate_mark t"
    " ON t.mark = l.value WHERE t.form = %s",
    "spelt": "SELECT t.subject, t.spelt FROM EACH registry_gate_mark t"
    " ON t.subject = l.value WHERE t.form = 'normal'",
    "names": "SELECT t.subject, t.spelt FROM registry_gate_mark t WHERE t.form = 'name' LIMIT %s",
    "titles": "SELECT t.subject, t.place, t.party, t.since, t.until, t.share"
    " FROM EACH registry_gate_title t ON t.subject = l.value",
    "owned": "SELECT t.subject FROM EACH registry_gate_title t ON t.party = l.value",
    "holds": "SELECT t.subject, t.role, t.measure FROM EACH registry_gate_hold t ON t.subject = l.value",
    "over": "SELECT t.subject, t.role, t.measure FROM EACH registry_gate_hold t"
    " ON t.subject = l.value WHERE t.role IN ('general', 'vague')",
    "of_measure": "SELECT t.subject, t.role FROM EACH registry_gate_hold t ON t.measure = l.value",
    "bodies": 'SELECT t."key", t.body FROM EACH registry_gate_measure t ON t."key" = l.value',
}
"""All that is asked; the test of the plans runs over them."""


def _of_one(text: str) -> str:
    """Say a question for a single key, which is most of them: no list has to be taken apart."""
    found = re.fullmatch(r"(.*) FROM EACH (.*) ON (.*) = l\.value(?: WHERE (.*?))?( LIMIT %s)?", text)
    if found is None:
        return text
    what, table, column, where, limit = found.groups()
    return f"{what} FROM {table} WHERE {column} = %s{f' AND {where}' if where else ''}{limit or ''}"


OF_ONE = {name: _of_one(text) for name, text in QUESTIONS.items()}
"""The same questions for one key."""


class Tables(Protocol):
    """Where the rows lie; statements are spelt as in :mod:`downrange.registry.rows`."""

    def ask(self, text: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run a query and give its rows."""

    def change(self, text: str, values: Sequence[Any] = ()) -> None:
        """Run a statement that gives nothing back."""

    def insert(self, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Put rows into a table."""


@dataclass(frozen=True)
class Seen:
    """A subject of the register; one that only a measure names has no sort."""

    key: str
    short: str
    sort: str = ""
    parent: str | None = None
    part_of: str | None = None

    @property
    def case(self) -> str:
        """Name the case it belongs to."""
        return self.key.removesuffix(f"/{self.short}")


Cloak = Callable[[str, str], dict[str, list[str]]]
"""For an extract: how persons' numbers and names are asked for, ``(form, text)`` to hashes by form."""


class GateStore:
    """The questions and walks of the gate over some tables, of one case or of all."""

    def __init__(self, tables: Tables, case: str | None = None, cloak: Cloak | None = None) -> None:
        self.tables = tables
        self.case = case
        self.cloak = cloak

    def _ask(self, question: str, keys: Collection[str], *more: Any) -> list[tuple[Any, ...]]:
        """Ask of each of some keys."""
        if len(keys) > 1:
            return self.tables.ask(QUESTIONS[question], [sorted(keys), *more])
        return self.tables.ask(OF_ONE[question], [*keys, *more]) if keys else []

    def _mine(self, key: str) -> bool:
        return self.case is None or key.startswith(f"{self.case}/")

    def subjects(self, keys: Collection[str]) -> dict[str, Seen]:
        """Give what is on record under these keys."""
        return {row[0]: Seen(*row) for row in self._ask("keys", keys)}

    def cases(self) -> dict[str, bool]:
        """Name the cases on record, and say of each whether it is fiction."""
        rows = [Seen(*row) for row in self._ask("short", ["case"])]
        return {one.case: one.sort == "fictional" for one in rows if self._mine(one.key)}

    def _of_slug(self, text: str) -> list[Seen]:
        """Find by a key or slug; what only a measure names counts too, or it would be free to leave."""
        if "/" not in text:
            return []
        found = self.subjects([text]) or {row[0]: Seen(*row) for row in self._ask("short", [text])}
        # The same slug may be registered in one case and only named by a measure in another.
        keys = {text, *(f"{case}/{text}" for case in self.cases())} - set(found)
        named = {row[0] for row in self._ask("holds", sorted(keys))}
        found |= {key: Seen(key, "/".join(key.split("/")[-2:])) for key in named}
        return [found[key] for key in sorted(found) if self._mine(key)]

    def _marked(self, form: str, text: str, clear: Collection[str]) -> list[tuple[str, str]]:
        """Give (subject, spelling) of what bears one of the marks; a hash of an extract has no spelling."""
        wanted: dict[str, Collection[str]] = {form: clear}
        if self.cloak is not None:
            wanted |= {f"{form}#": self.cloak(form, text).get(form, [])}
        rows = [row for kind, values in wanted.items() for row in self._ask("mark", values, kind)]
        return sorted({(subject, spelt) for _, subject, spelt in rows if self._mine(subject)})

    def find(self, text: str, *, names: bool = True) -> list[tuple[Seen, How, str]]:
        """Give what a number, slug or name may mean: (subject, how, spelling), all of the best kind found."""
        text = text.strip()
        if found := self._of_slug(text):
            return [(one, "exact", text) for one in found]
        if hidden := self._marked("exact", text, ()):
            return self._seen(hidden, "exact", text)
        mark = marks.normal(text)
        if mark and (rows := self._marked("normal", text, [mark])):
            exact = [row for row in rows if row[1] == text]
            return self._seen(exact or rows, "exact" if exact else "normalised", text)
        if slugs := self._slug_typed(text):
            return slugs
        if close := self.near(text):
            return close
        return self._seen(self._named(text), "name", text) if names else []

    def _slug_typed(self, text: str) -> list[tuple[Seen, How, str]]:
        """Find a slug typed in other capitals or alphabets, or without its kind; else what is held beside it.

        Only a held thing is a near miss: what nothing holds may have neighbours.
        """
        if not _SLUG.fullmatch(slug := marks.slug_of(text)):
            return []
        slug = slug if "/" in slug else f"asset/{slug}"
        if slug != text and (found := self._of_slug(slug)):
            return [(one, "normalised", slug) for one in found]
        if slug != text and (hidden := self._marked("exact", slug, ())):
            return self._seen(hidden, "normalised", slug)
        if "/" not in text:
            return []
        rows = self._ask("shorts", marks.slug_slips(slug))
        close = {row[0]: Seen(*row) for row in rows if self._mine(row[0])}
        return [(close[key], "near-miss", close[key].short) for key in sorted(self.held(close))]

    def near(self, text: str) -> list[tuple[Seen, How, str]]:
        """Give what is held under a number one slip away from this one."""
        if len(marks.normal(text)) < marks.SHORTEST_NEAR:
            return []
        rows = self._marked("near", text, marks.variants(text))
        close = [row for row in rows if not row[1] or marks.one_slip_apart(text, row[1])]
        return self._seen(close, "near-miss", text)

    def _seen(self, rows: Iterable[tuple[str, str]], how: How, text: str) -> list[tuple[Seen, How, str]]:
        spelt = dict(rows)
        known = self.subjects(spelt)
        return [(known[key], how, spelt[key] or text) for key in sorted(spelt)]

    def _named(self, text: str) -> list[tuple[str, str]]:
        key = name_mark(text)
        found = self._marked("name", text, [key]) if key else []
        if not found and len(key) >= 4:
            few = self.tables.ask(QUESTIONS["names"], [SCANNED_NAMES + 1])
            if len(few) <= SCANNED_NAMES:
                found = [row for row in few if self._mine(row[0]) and similarity(row[1], text) >= LIKELY]
            found += self._marked("alike", text, ())
        return sorted(set(found))

    def upwards(self, start: Seen) -> list[Seen]:
        """Walk from a subject to what it is inside of, itself first, each once."""
        found, here = {start.key: start}, start
        while here.parent is not None and len(found) < DEEPEST:
            above = self.subjects([here.parent]).get(here.parent)
            above = above or Seen(here.parent, "/".join(here.parent.split("/")[-2:]))
            if above.key in found:
                break
            here = found[above.key] = above
        return list(found.values())

    def carried(self, keys: Collection[str], most: int = MOST_CARRIED) -> list[str]:
        """Walk down to what boxes and trains carry, layer by layer, up to so many things."""
        found: dict[str, None] = {}
        layer = sorted(keys)
        for _ in range(DEEPEST):
            if not layer or len(found) >= most:
                break
            rows = self._ask("children", layer, most - len(found))
            layer = sorted({row[0] for row in rows if row[0] not in found and row[0] not in keys})
            found.update(dict.fromkeys(layer))
        return list(found)

    def titles(self, keys: Collection[str]) -> dict[str, list[Title]]:
        """Give the owners of things, in the order of the register; a party is named by its key."""
        found: dict[str, list[Title]] = {}
        for subject, _, *title in sorted(self._ask("titles", keys), key=lambda row: row[:2]):
            found.setdefault(subject, []).append(Title(*title))
        return found

    def holds(self, keys: Collection[str]) -> dict[str, list[tuple[str, str]]]:
        """Give (role, measure) by subject, whatever the dates of the measures."""
        found: dict[str, list[tuple[str, str]]] = {}
        for subject, role, measure in sorted(self._ask("holds", keys)):
            found.setdefault(subject, []).append((role, measure))
        return found

    def over(self, parties: Collection[str]) -> dict[str, list[tuple[str, str]]]:
        """Give (role, measure) by party of what may reach all that it owns."""
        found: dict[str, list[tuple[str, str]]] = {}
        for subject, role, measure in sorted(self._ask("over", parties)):
            found.setdefault(subject, []).append((role, measure))
        return found

    def _measures(self, keys: Collection[str]) -> dict[str, Measure]:
        return {key: _measure(body) for key, body in self._ask("bodies", keys)}

    def hit(self, one: Seen, how: How, spelt: str, on: date) -> Hit:
        """Gather what reaches a subject: on itself, what it is inside of, what it carries, by its owners."""
        ways: dict[str, Way] = {}
        for above in self.upwards(one):
            ways[above.key] = "inside" if ways else "itself"
        for below in self.carried([one.key]):
            ways.setdefault(below, "carries")
        titles = self.titles(ways)
        owners = list(dict.fromkeys(title.party for owned in titles.values() for title in owned))
        holds, over = self.holds(ways), self.over(owners)
        measures = self._measures({name for rows in (*holds.values(), *over.values()) for _, name in rows})
        reaches: list[Reach] = []
        case = one.case
        for key, way in ways.items():
            slug = key.removeprefix(f"{case}/")
            for role, name in holds.get(key, ()):
                if role == "reaches":
                    reaches.append(Reach(measures[name], way, slug))
                elif key == one.key:
                    reaches.append(on_person(measures[name], one.short))
            for party in dict.fromkeys(title.party for title in titles.get(key, ())):
                for role, name in over.get(party, ()):
                    reach = _by_owner(measures[name], role, titles[key], case, on)
                    if reach is not None:
                        reaches.append(
                            reach if way == "itself" else Reach(reach.measure, way, slug, reach.sure)
                        )
        return Hit(one.short, how, spelt, tuple(reaches), self._notes(owners, case), case)

    def _notes(self, owners: Sequence[str], case: str) -> tuple[str, ...]:
        """Say whose daughter an owner is, where the mother is under a general measure."""
        parents = {one.key: one.part_of for one in self.subjects(owners).values() if one.part_of}
        above = self.over({key for key in parents.values() if key})
        notes = []
        for owner in owners:
            mother = parents.get(owner)
            if mother is not None and any(role == "general" for role, _ in above.get(mother, ())):
                who, whose = owner.removeprefix(f"{case}/"), mother.removeprefix(f"{case}/")
                notes.append(f"its owner {who} belongs to {whose}: another person, whose debts are its own")
        return tuple(notes)

    def hits(self, text: str, on: date, *, names: bool = True) -> list[Hit]:
        """Find what is asked for and gather what reaches each."""
        return [self.hit(one, how, spelt, on) for one, how, spelt in self.find(text, names=names)]

    def spelt(self, keys: Collection[str]) -> Iterator[tuple[str, str]]:
        """Give every number of these subjects, as it is spelt."""
        yield from self._ask("spelt", keys)

    def touched(self, holds: Iterable[tuple[str, str]]) -> set[str]:
        """Gather what holds of (subject, role) reach by any way: themselves, the owned, up and down."""
        holds = set(holds)
        found = {subject for subject, _ in holds}
        general = sorted({subject for subject, role in holds if role in ("general", "vague")})
        if general:
            found.update(row[0] for row in self._ask("owned", general))
        return self.around(found)

    def around(self, keys: Collection[str]) -> set[str]:
        """Add what these are inside of, and what they carry."""
        found, layer = set(keys), set(keys)
        for _ in range(DEEPEST):
            known = self.subjects(layer)
            layer = {one.parent for one in known.values() if one.parent is not None} - found
            found |= layer
            if not layer:
                break
        return found | set(self.carried(keys, most=1 << 40))

    def held(self, keys: Collection[str]) -> set[str]:
        """Say which of these a measure reaches by any way, whatever its dates."""
        return {key for key in keys if self._is_held(key)}

    def _is_held(self, key: str) -> bool:
        if self.holds([key]):
            return True
        near = self.around([key])
        if any(role == "reaches" for rows in self.holds(near).values() for role, _ in rows):
            return True
        return bool(self.over({title.party for owned in self.titles(near).values() for title in owned}))


def _by_owner(measure: Measure, role: str, titles: Sequence[Title], case: str, on: date) -> Reach | None:
    """Say whether a measure against an owner reaches his thing; one that lists vague things may."""
    named = [Title(one.party.removeprefix(f"{case}/"), one.since, one.until, one.share) for one in titles]
    reach = by_title(measure, named, on)
    if reach is None or role == "general":
        return reach
    return Reach(reach.measure, reach.way, reach.via, sure=False)


@lru_cache(maxsize=10_000)
def _measure(body: str) -> Measure:
    return Measure.model_validate_json(body)
