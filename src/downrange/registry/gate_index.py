"""An index for the gate in one file or in memory: identifiers, parents, owners and persons by point look-ups.

A derived thing: it can be thrown away and built anew from a case or from facts. Every question is an equality
on a primary key or an index, and the walks (up to parents, down to what a box carries) are made step by step:
one recursive statement was measured a hundred times slower at a million things, where SQLite's planner builds
a filter over all measures for each question. A test asserts the plans.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from downrange.case.schema import Asset, Case, Measure, Party
from downrange.evidence.names import LIKELY, name_key, similarity
from downrange.law.enforcement.gate import Hit, Reach, Title, by_title, is_general, on_person
from downrange.registry import marks

__all__ = ["GateIndex", "Subject", "case_index", "subject_of_asset", "subject_of_party"]

DEEPEST = 12
MOST_CARRIED = 10_000
"""How many things inside a box or train are looked through for one that is held."""
SCANNED_NAMES = 5_000
"""Up to so many names, spellings that are only alike are looked for too, by comparing with each."""

_TABLES = """
CREATE TABLE subject (slug TEXT PRIMARY KEY, sort TEXT NOT NULL, parent TEXT, part_of TEXT) WITHOUT ROWID;
CREATE TABLE mark (mark TEXT, slug TEXT, spelt TEXT, PRIMARY KEY (mark, slug, spelt)) WITHOUT ROWID;
CREATE TABLE name (key TEXT, slug TEXT, spelt TEXT, PRIMARY KEY (key, slug, spelt)) WITHOUT ROWID;
CREATE TABLE near (variant TEXT, slug TEXT, spelt TEXT, PRIMARY KEY (variant, slug, spelt)) WITHOUT ROWID;
CREATE TABLE title (slug TEXT, place INTEGER, party TEXT, since TEXT, until TEXT, share TEXT,
    PRIMARY KEY (slug, place)) WITHOUT ROWID;
CREATE TABLE reach (slug TEXT, measure TEXT, PRIMARY KEY (slug, measure)) WITHOUT ROWID;
CREATE TABLE against (party TEXT, measure TEXT, PRIMARY KEY (party, measure)) WITHOUT ROWID;
CREATE TABLE general (party TEXT, measure TEXT, PRIMARY KEY (party, measure)) WITHOUT ROWID;
CREATE TABLE measure (id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
"""
_LATER = """
CREATE INDEX subject_parent ON subject (parent, slug) WHERE parent IS NOT NULL;
CREATE INDEX title_party ON title (party);
CREATE INDEX mark_slug ON mark (slug);
"""
QUESTIONS = {
    "subject": "SELECT sort, parent, part_of FROM subject WHERE slug = ?",
    "children": "SELECT slug FROM subject WHERE parent = ? LIMIT ?",
    "mark": "SELECT slug, spelt FROM mark WHERE mark = ?",
    "name": "SELECT slug, spelt FROM name WHERE key = ?",
    "near": "SELECT slug, spelt FROM near WHERE variant = ?",
    "titles": "SELECT party, since, until, share FROM title WHERE slug = ? ORDER BY place",
    "reaching": "SELECT m.body FROM reach r CROSS JOIN measure m ON m.id = r.measure WHERE r.slug = ?",
    "against": "SELECT m.body FROM against a CROSS JOIN measure m ON m.id = a.measure WHERE a.party = ?",
    "general": "SELECT m.body FROM general g CROSS JOIN measure m ON m.id = g.measure WHERE g.party = ?",
    "spelt": "SELECT spelt FROM mark WHERE slug = ?",
    "owned": "SELECT slug FROM title WHERE party = ?",
}


@dataclass(frozen=True)
class Subject:
    """A thing or party as the index takes it; ``sort`` is the asset's kind, or the party's."""

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


def _text(body: dict[str, Any], key: str) -> str | None:
    return None if body.get(key) is None else str(body[key])


def subject_of_party(party: Party) -> Subject:
    """Read a party: its numbers, and its names in all languages."""
    names = [party.name.en, party.name.ru, party.name.kk, *party.aliases]
    numbers = tuple(one.value for one in party.identifiers)
    return Subject(party.id, party.kind, numbers, tuple(name for name in names if name), None, party.part_of)


class GateIndex:
    """The index; one connection, which closes with it."""

    def __init__(self, path: str = ":memory:") -> None:
        self.connection = sqlite3.connect(path, isolation_level=None, cached_statements=64)
        self.connection.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536;"
        )
        if not self.connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'subject'").fetchone():
            self.connection.executescript(_TABLES)

    def close(self) -> None:
        """Let the file go."""
        self.connection.close()

    def _ask(self, question: str, *values: Any) -> list[tuple[Any, ...]]:
        return self.connection.execute(QUESTIONS[question], values).fetchall()

    def add(self, subjects: Iterable[Subject], measures: Iterable[Measure] = ()) -> None:
        """Take in things, parties and measures; call :meth:`seal` when all are in."""
        run = self.connection.executemany
        self.connection.execute("BEGIN")
        for piece in _pieces(subjects):
            run(
                "INSERT INTO subject VALUES (?, ?, ?, ?)",
                [(s.slug, s.sort, s.parent, s.part_of) for s in piece],
            )
            numbers = [(marks.normal(number), s.slug, number) for s in piece for number in s.numbers]
            run("INSERT OR IGNORE INTO mark VALUES (?, ?, ?)", numbers)
            named = [(name_key(name), s.slug, name) for s in piece for name in s.names]
            run("INSERT OR IGNORE INTO name VALUES (?, ?, ?)", [row for row in named if row[0]])
            titles = [
                (s.slug, place, t.party, t.since, t.until, t.share)
                for s in piece
                for place, t in enumerate(s.titles)
            ]
            run("INSERT INTO title VALUES (?, ?, ?, ?, ?, ?)", titles)
        for one in measures:
            run("INSERT INTO measure VALUES (?, ?)", [(one.id, one.model_dump_json())])
            run("INSERT OR IGNORE INTO reach VALUES (?, ?)", [(thing, one.id) for thing in one.reaches])
            run("INSERT INTO against VALUES (?, ?)", [(one.against, one.id)])
            if is_general(one):
                run("INSERT INTO general VALUES (?, ?)", [(one.against, one.id)])
        self.connection.execute("COMMIT")

    def seal(self) -> None:
        """Build what needs everything to be in: indexes, and the near misses of what is held."""
        self.connection.executescript(_LATER)
        self.connection.execute("BEGIN")
        for slug in self._held():
            for (spelt,) in self._ask("spelt", slug):
                if len(marks.normal(spelt)) >= marks.SHORTEST_NEAR:
                    rows = [(variant, slug, spelt) for variant in marks.variants(spelt)]
                    self.connection.executemany("INSERT OR IGNORE INTO near VALUES (?, ?, ?)", rows)
        self.connection.execute("COMMIT")
        self.connection.execute("ANALYZE")

    def _held(self) -> set[str]:
        """Gather all that a measure reaches by any way, whatever its dates."""
        run = self.connection.execute
        held = {row[0] for row in run("SELECT DISTINCT slug FROM reach")}
        for (party,) in run("SELECT DISTINCT party FROM against").fetchall():
            held.add(party)
            if self._ask("general", party):
                held.update(row[0] for row in self._ask("owned", party))
        for slug in sorted(held):
            held.update(one for one, *_ in self._upwards(slug))
            held.update(self._carried(slug))
        return held

    def find(self, text: str, *, names: bool = True) -> list[tuple[str, str, str]]:
        """Give what a number, slug or name may mean: (slug, how, spelling), all of the best kind found."""
        text = text.strip()
        if self._ask("subject", text):
            return [(text, "exact", text)]
        mark = marks.normal(text)
        if mark and (rows := self._ask("mark", mark)):
            exact = [row for row in rows if row[1] == text]
            return [(slug, "exact" if exact else "normalised", spelt) for slug, spelt in exact or rows]
        if found := self._near(text):
            return [(slug, "near-miss", spelt) for slug, spelt in found]
        return [(slug, "name", spelt) for slug, spelt in self._named(text)] if names else []

    def _near(self, text: str) -> list[tuple[str, str]]:
        if len(marks.normal(text)) < marks.SHORTEST_NEAR:
            return []
        found = {row for variant in sorted(marks.variants(text)) for row in self._ask("near", variant)}
        return sorted((slug, spelt) for slug, spelt in found if marks.one_slip_apart(text, spelt))

    def _named(self, text: str) -> list[tuple[str, str]]:
        key = name_key(text)
        found = dict(self._ask("name", key)) if key else {}
        if not found and len(key) >= 4:
            few = self.connection.execute(
                "SELECT slug, spelt FROM name LIMIT ?", (SCANNED_NAMES + 1,)
            ).fetchall()
            if len(few) <= SCANNED_NAMES:
                found = {slug: spelt for slug, spelt in few if similarity(spelt, text) >= LIKELY}
        return sorted(found.items())

    def _upwards(self, slug: str) -> Iterator[tuple[str, str, str | None]]:
        """Walk from a subject to what it is inside of: (slug, sort, part of)."""
        here: str | None = slug
        for _ in range(DEEPEST):
            rows = self._ask("subject", here) if here is not None else []
            if not rows:
                return
            assert here is not None
            yield here, rows[0][0], rows[0][2]
            here = rows[0][1]

    def _carried(self, slug: str) -> Iterator[str]:
        """Walk down to what a box or train carries."""
        layer, left = [slug], MOST_CARRIED
        for _ in range(DEEPEST):
            layer = [row[0] for one in layer for row in self._ask("children", one, left)][:left]
            left -= len(layer)
            yield from layer
            if not layer or left <= 0:
                return

    def _bodies(self, question: str, slug: str) -> list[Measure]:
        return [_measure(body) for (body,) in self._ask(question, slug)]

    def _named_on(self, slug: str) -> list[Measure]:
        return self._bodies("reaching", slug)

    def _owned(self, slug: str, on: date) -> tuple[list[Reach], list[str]]:
        """Give what reaches a thing through its owners, and what is worth knowing of them."""
        titles = [Title(*row) for row in self._ask("titles", slug)]
        found, notes = [], []
        for party in dict.fromkeys(title.party for title in titles):
            for measure in self._bodies("general", party):
                reach = by_title(measure, titles, on)
                if reach is not None:
                    found.append(reach)
            rows = self._ask("subject", party)
            above = rows[0][2] if rows else None
            if above is not None and self._ask("general", above):
                notes.append(f"its owner {party} belongs to {above}: another person, whose debts are its own")
        return found, notes

    def hit(self, slug: str, how: Any, spelt: str, on: date) -> Hit:
        """Gather what reaches a subject: on itself, what it is inside of, what it carries, by its owners."""
        reaches: list[Reach] = []
        notes: list[str] = []
        for place, (here, _, _) in enumerate(self._upwards(slug)):
            way: Any = "itself" if place == 0 else "inside"
            reaches += [Reach(one, way, here) for one in self._named_on(here)]
            by_owner, told = self._owned(here, on)
            reaches += (
                by_owner if place == 0 else [Reach(one.measure, way, here, one.sure) for one in by_owner]
            )
            notes += told
        for inside in self._carried(slug):
            reaches += [Reach(one, "carries", inside) for one in self._named_on(inside)]
            reaches += [Reach(one.measure, "carries", inside, one.sure) for one in self._owned(inside, on)[0]]
        if slug.startswith("party/"):
            reaches += [on_person(one, slug) for one in self._bodies("against", slug)]
        return Hit(slug, how, spelt, tuple(reaches), tuple(dict.fromkeys(notes)))

    def hits(self, text: str, on: date, *, names: bool = True) -> list[Hit]:
        """Find what is asked for and gather what reaches each."""
        return [self.hit(slug, how, spelt, on) for slug, how, spelt in self.find(text, names=names)]

    def marked(self) -> Iterator[tuple[str, str]]:
        """Give every number with what bears it, for an extract."""
        yield from self.connection.execute("SELECT spelt, slug FROM mark ORDER BY slug, spelt")

    def named(self) -> Iterator[tuple[str, str]]:
        """Give every name with who bears it, for an extract."""
        yield from self.connection.execute("SELECT spelt, slug FROM name ORDER BY slug, spelt")

    def slugs(self) -> list[str]:
        """Give all subjects."""
        return [row[0] for row in self.connection.execute("SELECT slug FROM subject ORDER BY slug")]

    def is_person(self, slug: str) -> bool:
        """Say whether a subject is a natural person."""
        rows = self._ask("subject", slug)
        return bool(rows) and rows[0][0] == "person"

    def plans(self) -> dict[str, list[str]]:
        """Give the plan of every question, for the test that none reads a table from end to end."""
        found = {}
        for name, text in QUESTIONS.items():
            values = ["x"] * text.count("?")
            rows = self.connection.execute(f"EXPLAIN QUERY PLAN {text}", values).fetchall()
            found[name] = [row[3] for row in rows]
        return found


@lru_cache(maxsize=10_000)
def _measure(body: str) -> Measure:
    return Measure.model_validate_json(body)


def _pieces(subjects: Iterable[Subject], size: int = 50_000) -> Iterator[Sequence[Subject]]:
    piece: list[Subject] = []
    for one in subjects:
        piece.append(one)
        if len(piece) == size:
            yield piece
            piece = []
    if piece:
        yield piece


def case_index(case: Case) -> GateIndex:
    """Build the index of a case in memory."""
    index = GateIndex()
    index.add((subject_of_asset(asset) for asset in case.assets), case.measures)
    index.add(subject_of_party(party) for party in case.parties)
    index.seal()
    return index
