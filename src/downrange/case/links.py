"""What a schema cannot see: references that lead somewhere, sources that exist and are used."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from downrange.base.marked import Marked
from downrange.case.inputs import unfit, unfit_together
from downrange.case.schema import Amount, Case, Figure, Unknown, day_range
from downrange.errors import Problem

__all__ = ["Dangling", "check_links", "dangling", "references", "source_keys"]

DataPath = tuple[str | int, ...]

_REFERENCE = re.compile(r"^(?P<kind>[a-z-]+)/(?P<name>[a-z0-9][a-z0-9.-]*)$")

OWN_KINDS = frozenset({"party", "statement", "claim", "measure", "asset", "verdict"})
"""Kinds whose names a case itself declares."""

SUBJECT_KINDS = frozenset(
    {
        "incident",
        "launch",
        "lease",
        "project",
        "agreement",
        "vehicle",
        "site",
        "substance",
        "place",
        "case",
        "law",
    }
)
"""Kinds a statement may be about without a declaration of its own."""


def references(case: Case) -> Iterator[tuple[DataPath, str, str]]:
    """Walk through all references of a case: path, kind, name."""
    for path, text in _texts(case.model_dump(mode="json", by_alias=True), ()):
        found = _REFERENCE.match(text)
        if (found and path[-1] != "id" and found["kind"] in OWN_KINDS | SUBJECT_KINDS) or (
            found and path[-1] == "about"
        ):
            yield path, found["kind"], found["name"]


class Dangling(NamedTuple):
    """A reference that leads nowhere: its place, what stands there, what is wrong, what was expected."""

    path: DataPath
    value: str
    message: str
    expected: str


def dangling(case: Case) -> Iterator[Dangling]:
    """Walk through the references of a case that lead nowhere, or to what nobody can speak about."""
    known = {name for name, _ in case.identifiers()}
    for path, kind, name in references(case):
        full = f"{kind}/{name}"
        if kind in OWN_KINDS and full not in known:
            near = ", ".join(sorted(other for other in known if other.startswith(f"{kind}/"))[:12])
            yield Dangling(path, full, f"this {kind} is not in the case", near or f"a {kind}")
        elif kind not in OWN_KINDS | SUBJECT_KINDS:
            kinds = ", ".join(sorted(OWN_KINDS | SUBJECT_KINDS))
            yield Dangling(path, full, "nothing of that kind can be spoken about", kinds)


def source_keys(case: Case) -> Iterator[tuple[DataPath, str]]:
    """Walk through all uses of a source: path, key."""
    data = case.model_dump(mode="json", by_alias=True)
    data.pop("sources", None)
    for path, text in _texts(data, ()):
        if path[-1] == "source" or (len(path) > 1 and path[-2] == "sources"):
            yield path, text


def _texts(node: Any, path: DataPath) -> Iterator[tuple[DataPath, str]]:
    if isinstance(node, dict):
        for key, child in node.items():
            yield from _texts(child, (*path, key))
    elif isinstance(node, list):
        for index, child in enumerate(node):
            yield from _texts(child, (*path, index))
    elif isinstance(node, str):
        yield path, node


def check_links(
    case: Case,
    marked: Marked,
    *,
    library_source: Callable[[str], bool],
    library_name: Callable[[str, str], bool],
) -> list[Problem]:
    """Check everything in a case that points at something else.

    Parameters
    ----------
    case, marked
        The case and the text it was read from, for the places.
    library_source
        Tells whether the library has a source of that key.
    library_name
        Tells whether the library has a ``vehicle`` or ``site`` of that name.

    Returns
    -------
    list of Problem
        In the order of the file; a source that nobody uses and a vehicle that the library lacks are warnings.
    """
    problems = [
        *_names(case, marked),
        *_targets(case, marked, library_name),
        *_sources(case, marked, library_source),
        *_unsourced(case, marked),
        *_order(case, marked),
        *_bare_numbers(case, marked),
        *_unfit_inputs(case, marked),
    ]
    return sorted(problems, key=lambda problem: (problem.where.line or 0, problem.where.key))


def _names(case: Case, marked: Marked) -> Iterator[Problem]:
    counts = Counter(name for name, _ in case.identifiers())
    seen: set[str] = set()
    kinds = {
        "parties": "party", "statements": "statement", "claims": "claim", "measures": "measure",
        "assets": "asset", "verdicts": "verdict",
    }  # fmt: skip
    for part, kind in kinds.items():
        for index, item in enumerate(getattr(case, part)):
            where = marked.where((part, index, "id"))
            if counts[item.id] > 1 and item.id in seen:
                yield Problem(where, "this identifier stands twice", value=item.id, expected="each once")
            seen.add(item.id)
            if not item.id.startswith(f"{kind}/"):
                yield Problem(where, "the kind is wrong", value=item.id, expected=f"{kind}/...")


def _targets(case: Case, marked: Marked, library_name: Callable[[str, str], bool]) -> Iterator[Problem]:
    for lost in dangling(case):
        yield Problem(marked.where(lost.path), lost.message, value=lost.value, expected=lost.expected)
    for part in ("scenario", "incident"):
        for kind in ("vehicle", "site"):
            slug = getattr(getattr(case, part), kind, None)
            if slug is not None and not library_name(kind, slug):
                where = marked.where((part, kind))
                yield Problem(where, f"the library has no such {kind}", "warning", value=slug)


def _sources(case: Case, marked: Marked, library_source: Callable[[str], bool]) -> Iterator[Problem]:
    used: set[str] = set()
    for path, key in source_keys(case):
        used.add(key)
        if key not in case.sources and not library_source(key):
            yield Problem(
                marked.where(path), "this source is nowhere", value=key,
                expected="a key under sources: of the case, or of the library",
            )  # fmt: skip
    for key in case.sources:
        if key not in used:
            yield Problem(marked.where(("sources", key)), "nobody uses this source", "warning", value=key)


def _unsourced(case: Case, marked: Marked) -> Iterator[Problem]:
    for part in ("measures", "timeline", "verdicts"):
        for index, item in enumerate(getattr(case, part)):
            if not item.sources:
                yield _no_source(marked, (part, index))
    for index, claim in enumerate(case.claims):
        sums = (claim.asserted, claim.awarded, claim.agreed, claim.paid)
        if not claim.sources and not all(isinstance(one, Unknown) for one in sums):
            yield _no_source(marked, ("claims", index))
    for index, asset in enumerate(case.assets):
        if not asset.sources and not (asset.fictional or case.fictional):
            yield _no_source(marked, ("assets", index))
    for part in ("incident", "lease"):
        item = getattr(case, part)
        if item is not None and not item.sources:
            yield _no_source(marked, (part,))


def _no_source(marked: Marked, path: DataPath) -> Problem:
    return Problem(marked.where(path), "no source is given", expected="sources: [...]")


def _order(case: Case, marked: Marked) -> Iterator[Problem]:
    if day_range(case.from_)[0] > day_range(case.to)[1]:
        yield Problem(marked.where(("to",)), "ends before it begins", value=case.to, expected=case.from_)
    order = {statement.id: index for index, statement in enumerate(case.statements)}
    for index, statement in enumerate(case.statements):
        said, reported = statement.said_on, statement.reported_on
        if said is not None and reported is not None and day_range(said)[0] > day_range(reported)[1]:
            place = marked.where(("statements", index, "reported_on"))
            yield Problem(place, "reported before it was said", value=reported, expected=f"{said} or later")
        for name in ("copied_from", "supersedes"):
            target = getattr(statement, name)
            if target == statement.id:
                yield Problem(
                    marked.where(("statements", index, name)),
                    "a statement cannot repeat itself",
                    value=target,
                )
            elif target in order and _circular(case, statement.id, name):
                yield Problem(marked.where(("statements", index, name)), "runs in a circle", value=target)


def _bare_numbers(case: Case, marked: Marked) -> Iterator[Problem]:
    """Find a number without a unit where another statement gives the same property with one, or as a sum."""
    measured = {
        (one.about, one.property): "a sum with its currency"
        if isinstance(one.value, Amount)
        else one.value.unit
        for one in case.statements
        if isinstance(one.value, Amount) or (isinstance(one.value, Figure) and one.value.unit)
    }
    for index, one in enumerate(case.statements):
        expected = measured.get((one.about, one.property))
        if expected and isinstance(one.value, Figure) and not one.value.unit:
            place = marked.where(("statements", index, "value"))
            number = str(one.value.number if one.value.number is not None else one.value.low)
            yield Problem(place, "a number without its unit", value=number, expected=expected)


def _unfit_inputs(case: Case, marked: Marked) -> Iterator[Problem]:
    inputs = case.scenario.inputs if case.scenario else {}
    together = unfit_together(inputs)
    for name, sourced in inputs.items():
        if expected := unfit(name, sourced) or together.get(name):
            place = marked.where(("scenario", "inputs", name))
            yield Problem(place, "this cannot be", value=f"{sourced.value:g}", expected=expected)


def _circular(case: Case, start: str, name: str) -> bool:
    following = {statement.id: getattr(statement, name) for statement in case.statements}
    here, seen = following.get(start), {start}
    while here is not None and here not in seen:
        seen.add(here)
        here = following.get(here)
    return here is not None
