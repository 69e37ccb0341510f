"""Use case: which party a name may mean, and what people decided about two names, with nothing lost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.evidence.names import Decision, Match, Register

__all__ = ["decide_names", "name_groups", "names_of", "names_with", "reviewed"]

Document = dict[str, Any]
_KEYS = ("kind", "left", "right", "by", "on", "because")


def reviewed() -> list[Document]:
    """Give the decisions the program ships, in their order."""
    from downrange.reference.library import table

    return [dict(row) for row in table("names_reviewed.yaml")["decisions"]]


def decide_names(
    decisions: Sequence[Mapping[str, Any]],
    kind: str,
    left: str,
    right: str,
    by: str,
    on: str,
    because: str,
) -> list[Document]:
    """Add a decision on two parties to a list of them and give the new list; the given one is not changed.

    Parameters
    ----------
    decisions : sequence of mapping
        Those taken before; empty at first.
    kind : str
        ``same`` merges the two, ``distinct`` holds them apart or undoes a merge.
    left, right : str
        Ids of parties, or names as somebody wrote them that no case holds yet.
    by, on, because : str
        Who decides, on which day (ISO 8601), and why.

    Raises
    ------
    InputError
        If the kind or the day is none, the two are one id, or no reason is given.
    """
    row = {"kind": kind, "left": left, "right": right, "by": by, "on": on, "because": because}
    _decision(row)
    return [*(dict(one) for one in decisions), row]


def _decision(row: Mapping[str, Any]) -> Decision:
    from downrange.evidence.names import Decision

    where = Where("names", f"{row.get('left')} and {row.get('right')}")
    missing = [key for key in _KEYS if not row.get(key)]
    if missing:
        raise InputError(Problem(where, f"lacks {', '.join(missing)}", expected=", ".join(_KEYS)))
    kind = str(row["kind"])
    if kind not in ("same", "distinct"):
        raise InputError(Problem(where, "is no decision", value=kind, expected="same or distinct"))
    if row["left"] == row["right"]:
        raise InputError(Problem(where, "is one party", expected="two"))
    try:
        date.fromisoformat(str(row["on"]))
    except ValueError as error:
        raise InputError(Problem(where, "is no date", value=str(row["on"]))) from error
    left, right, by, on, because = (str(row[key]) for key in _KEYS[1:])
    return Decision("same" if kind == "same" else "distinct", left, right, by, on, because)


def name_groups(
    parties: Iterable[str], decisions: Sequence[Mapping[str, Any]], shipped: bool = True
) -> list[list[str]]:
    """Group parties by the decisions that hold: the program's own first, then those given.

    Un-merging is one more decision of kind ``distinct``; what was grouped before stands again.
    """
    from downrange.evidence.names import clusters

    rows = [*(reviewed() if shipped else []), *decisions]
    return [list(group) for group in clusters(parties, [_decision(row) for row in rows])]


def names_of(name: str, decisions: Sequence[Mapping[str, Any]] = ()) -> Document:
    """Say which parties of the casebook a name may mean, in any script or spelling.

    Returns
    -------
    dict
        ``name``, ``key`` (what rival spellings share), ``matches`` (``{party, name, score, how, cases}``,
        best first; ``how`` exact, normalised, decided or near-miss), ``decisions`` about those parties
        or the name, and ``groups`` of the parties matched.
    """
    from downrange.evidence.names import name_key, register_of
    from downrange.service.statements.recognition import known_cases

    cases = [case for case, _ in known_cases()]
    every_decision = [*reviewed(), *(dict(row) for row in decisions)]
    known = register_of(party for case in cases for party in case.parties)
    found = _as_decided(name, known, [_decision(row) for row in every_decision])
    ids = [match.party for match in found]
    rows = [row for row in every_decision if _speaks_of(row, name, ids)]
    every = dict.fromkeys([*ids, *(row[side] for row in rows for side in ("left", "right"))])
    return {
        "name": name,
        "key": name_key(name),
        "matches": [
            {
                "party": match.party,
                "name": match.name,
                "score": round(match.score, 3),
                "how": match.how,
                "cases": [case.case for case in cases if any(p.id == match.party for p in case.parties)],
            }
            for match in found
        ],
        "decisions": [dict(row) for row in rows],
        "groups": name_groups(every, decisions),
    }


def _speaks_of(row: Mapping[str, Any], name: str, ids: Sequence[str]) -> bool:
    """Tell whether a decision is about one of the parties or about the name asked for."""
    from downrange.evidence.names import name_key

    sides = [str(row["left"]), str(row["right"])]
    return bool(set(sides) & set(ids)) or any(name_key(side) == name_key(name) for side in sides)


def _as_decided(name: str, known: Register, decisions: Sequence[Decision]) -> list[Match]:
    """Give the parties a name may mean after what people decided about it.

    A decision's side may be a party's id or a name that no case holds. A name merged with a party means it,
    whatever it spells; one held distinct from a party is no near miss of it. Un-merging brings back what
    the spellings alone give.
    """
    from downrange.evidence.names import Match, clusters, name_key

    key = name_key(name)
    sides = [side for one in decisions for side in (one.left, one.right)]
    own = {side for side in sides if side == name or (key and name_key(side) == key)}
    parties = set(known.spellings.values())
    plain = known.find(name)
    own |= {match.party for match in plain if match.how != "near-miss"}
    merged = {
        party
        for group in clusters([*own, *sides, *parties], decisions)
        if own & set(group)
        for party in group
        if party in parties
    }
    latest = {one.pair: one.kind for one in decisions}  # a later decision on a pair takes the earlier's place
    apart = {party for party in parties for side in own if latest.get(frozenset((side, party))) == "distinct"}
    spelled = {match.party for match in plain if match.how != "near-miss"}
    named = {party: spelling for spelling, party in reversed(list(known.spellings.items()))}
    decided = [
        Match(party, named[party], 1.0, "decided") for party in sorted(merged - spelled)
    ]  # fmt: skip
    near = [
        match for match in plain
        if match.how == "near-miss" and match.party not in apart and match.party not in merged
    ]  # fmt: skip
    return [*(match for match in plain if match.how != "near-miss"), *decided, *near]


def names_with(name: str, file: str | None = None) -> Document:
    """Do :func:`names_of` with the decisions of a YAML or JSON file.

    Raises
    ------
    InputError
        If the file cannot be read or is no list of decisions.
    """
    if file is None:
        return names_of(name)
    from downrange.base.marked import parse
    from downrange.inputs.articles import read_article

    rows = parse(read_article(file).text, file).data
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        expected = "- {kind, left, right, by, on, because}"
        raise InputError(Problem(Where(file), "is no list of decisions", expected=expected))
    return names_of(name, rows)
