"""What the gate asks: folds of the facts about parties, assets and measures, made for point look-ups.

Every query is an equality on an index, walked upwards step by step: one recursive statement was measured a
hundred times slower at a million things, where SQLite's planner builds a filter over all measures for each
question, and not at ten million. A test asserts the plans.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from downrange.evidence.names import name_key
from downrange.registry import facts, marks
from downrange.registry.rows import after, ask, change, insert

__all__ = [
    "DEEPEST",
    "PLANS",
    "Hold",
    "Reached",
    "find",
    "find_key",
    "holds",
    "name_mark",
    "near",
    "refresh",
    "upwards",
]

DEEPEST = 12
"""How many containers within containers are followed; more is an error in the register."""

_BY_MARK = (
    "SELECT m.subject_id, s.key, m.spelt FROM registry_gate_mark m JOIN registry_gate_subject s"
    " ON s.id = m.subject_id WHERE m.mark = %s AND m.form = %s"
)
_BY_NEAR = (
    "SELECT m.subject_id, s.key, m.spelt FROM registry_gate_mark m JOIN registry_gate_subject s"
    " ON s.id = m.subject_id WHERE m.mark IN LIST AND m.form = 'near'"
)
_BY_KEY = "SELECT id, key, key FROM registry_gate_subject WHERE key = %s"
_BY_SHORT = "SELECT id, key, short FROM registry_gate_subject WHERE short = %s"
_PARENTS = (
    "SELECT l.subject_id, l.role, l.parent_id, s.key FROM registry_gate_link l JOIN registry_gate_subject s"
    " ON s.id = l.parent_id WHERE l.subject_id IN LIST"
)
_HOLDS = "SELECT subject_id, role, measure, body FROM registry_gate_hold WHERE subject_id IN LIST"
PLANS = (_BY_MARK, _BY_NEAR, _BY_KEY, _BY_SHORT, _PARENTS, _HOLDS)
"""The questions of the gate, for the test that no plan of theirs reads a table from end to end."""


@dataclass(frozen=True)
class Reached:
    """A subject that the question reaches, and by which way: itself, inside, or owner."""

    id: int
    key: str
    way: str
    spelt: str = ""


@dataclass(frozen=True)
class Hold:
    """A measure on a subject.

    It ``reaches`` the thing itself; or is ``against`` the party, whose things it does not list one by one; or
    the party is ``named`` only, since it lists registered things and no others.
    """

    subject: int
    role: str
    measure: str
    body: dict[str, Any]


def name_mark(name: str) -> str:
    """Reduce a name to what its spellings share, whatever the script and the order of its words."""
    return " ".join(sorted(name_key(name).split()))


def find(text: str, form: str = "normal", under: str = "") -> list[Reached]:
    """Find what bears a mark: a registered number (``normal``) or a name (``name``)."""
    mark = marks.normal(text) if form == "normal" else name_mark(text)
    rows = ask(_BY_MARK, [mark, form]) if mark else []
    return [Reached(number, key, "itself", spelt) for number, key, spelt in rows if key.startswith(under)]


def find_key(text: str, under: str = "") -> list[Reached]:
    """Find a subject by its key in a case (``CASE/asset/crane-07``) or its slug (``asset/crane-07``)."""
    rows = ask(_BY_KEY, [text]) or ask(_BY_SHORT, [text])
    return [Reached(number, key, "itself", spelt) for number, key, spelt in rows if key.startswith(under)]


def near(text: str, under: str = "") -> list[Reached]:
    """Find what is held under a mark one slip away from this one."""
    if len(marks.normal(text)) < marks.SHORTEST_NEAR:
        return []
    rows = ask(_BY_NEAR, [sorted(marks.variants(text))])
    found = {
        (number, key, spelt)
        for number, key, spelt in rows
        if key.startswith(under) and marks.one_slip_apart(text, spelt)
    }
    return [Reached(number, key, "itself", spelt) for number, key, spelt in sorted(found)]


def upwards(start: Iterable[Reached]) -> list[Reached]:
    """Walk from what was asked for to what it is inside of, then to the owners of each, once each.

    What is reached both ways counts as a container: a measure on it holds what is in it.
    """
    seen = {one.id: one for one in start}
    owners: dict[int, Reached] = {}
    layer = list(seen)
    for _ in range(DEEPEST):
        above = _parents(layer)
        owners.update({one.id: one for one in above if one.way == "owner"})
        layer = [one.id for one in above if one.way == "inside" and one.id not in seen]
        seen.update({one.id: one for one in above if one.id in layer})
        if not layer:
            break
    for _ in range(DEEPEST):
        fresh = {number: one for number, one in owners.items() if number not in seen}
        if not fresh:
            break
        seen.update(fresh)
        owners = {one.id: Reached(one.id, one.key, "owner") for one in _parents(list(fresh))}
    return list(seen.values())


def _parents(children: list[int]) -> list[Reached]:
    if not children:
        return []
    return [Reached(parent, key, role) for _, role, parent, key in ask(_PARENTS, [sorted(children)])]


def holds(subjects: Iterable[Reached]) -> list[Hold]:
    """Give the measures recorded on these subjects, whatever their dates."""
    rows = ask(_HOLDS, [sorted({one.id for one in subjects})])
    return [Hold(subject, role, measure, json.loads(body)) for subject, role, measure, body in rows]


@dataclass
class _Folded:
    """The folds of one case, gathered before they are written."""

    case: str
    subjects: dict[str, int] = field(default_factory=dict)
    marks: set[tuple[str, str, int, str]] = field(default_factory=set)
    links: set[tuple[int, str, int]] = field(default_factory=set)
    holds: dict[tuple[int, str, str], str] = field(default_factory=dict)
    assets: set[str] = field(default_factory=set)

    def subject(self, reference: str) -> int:
        key = f"{self.case}/{reference}"
        return self.subjects.setdefault(key, len(self.subjects))

    def bear(self, reference: str, body: dict[str, Any]) -> None:
        number = self.subject(reference)
        for identifier in body.get("identifiers") or ():
            spelt = identifier["value"]
            self.marks.add((marks.normal(spelt), "normal", number, spelt))

    def party(self, reference: str, body: dict[str, Any]) -> None:
        self.bear(reference, body)
        names = [name for name in (body.get("name") or {}).values() if name]
        for name in [*names, *(body.get("aliases") or ())]:
            if name_mark(name):
                self.marks.add((name_mark(name), "name", self.subject(reference), name))

    def asset(self, reference: str, body: dict[str, Any]) -> None:
        self.bear(reference, body)
        self.assets.add(reference)
        if isinstance(body.get("inside"), str):
            self.links.add((self.subject(reference), "inside", self.subject(body["inside"])))
        if isinstance(body.get("owner"), str):
            self.links.add((self.subject(reference), "owner", self.subject(body["owner"])))

    def measure(self, reference: str, body: dict[str, Any]) -> None:
        text = json.dumps(body, ensure_ascii=False)
        things = body.get("reaches") or ()
        for thing in things:
            self.holds[self.subject(thing), "reaches", reference] = text
        named = bool(things) and all(thing in self.assets for thing in things)
        self.holds[self.subject(body["against"]), "named" if named else "against", reference] = text

    def near_misses(self) -> None:
        """Add the variants of the marks of what is held: only those are worth a warning."""
        held = {number for number, _, _ in self.holds}
        for mark, form, number, spelt in list(self.marks):
            if form == "normal" and number in held and len(mark) >= marks.SHORTEST_NEAR:
                self.marks.update((variant, "near", number, spelt) for variant in marks.variants(mark))


def refresh(case: str, by: str) -> int:
    """Fold the facts of a case anew, in the transaction that changed them; give how many subjects there are.

    Since both commit together, nobody is told "may leave" after a measure is on record.
    """
    folded = _Folded(case)
    standing = [fact for fact in facts.standing(f"{case}/", by) if not fact.body.get("withdrawn")]
    for kind, fold in (("party", folded.party), ("asset", folded.asset), ("measure", folded.measure)):
        for fact in standing:
            if fact.kind == kind:
                fold(fact.about.removeprefix(f"{case}/"), fact.body)
    folded.near_misses()
    _forget(case)
    first = int(ask("SELECT coalesce(max(id), 0) + 1 FROM registry_gate_subject")[0][0])
    rows = [(first + i, key, key.removeprefix(f"{case}/")) for key, i in folded.subjects.items()]
    insert("registry_gate_subject", ("id", "key", "short"), rows)
    insert(
        "registry_gate_mark",
        ("mark", "form", "subject_id", "spelt"),
        [(mark, form, first + number, spelt) for mark, form, number, spelt in sorted(folded.marks)],
    )
    insert(
        "registry_gate_link",
        ("subject_id", "role", "parent_id"),
        [(first + child, role, first + parent) for child, role, parent in sorted(folded.links)],
    )
    insert(
        "registry_gate_hold",
        ("subject_id", "role", "measure", "body"),
        [(first + number, role, measure, body) for (number, role, measure), body in folded.holds.items()],
    )
    return len(rows)


_FORGET = (
    "DELETE FROM TABLE WHERE subject_id IN"
    " (SELECT id FROM registry_gate_subject WHERE key FROM TEXT %s AND key BEFORE TEXT %s)"
)
_FORGET_SUBJECTS = "DELETE FROM registry_gate_subject WHERE key FROM TEXT %s AND key BEFORE TEXT %s"


def _forget(case: str) -> None:
    bounds = [f"{case}/", after(f"{case}/")]
    for table in ("registry_gate_mark", "registry_gate_link", "registry_gate_hold"):
        change(_FORGET.replace("TABLE", table), bounds)
    change(_FORGET_SUBJECTS, bounds)
