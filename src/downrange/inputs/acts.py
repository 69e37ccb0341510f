"""Reader of a file of acts: what persons did about measures and payments, in the order of the days.

::

    acts:
      - {step: draft, kind: attachment, claim: claim/debt, against: party/x, reaches: [asset/a],
         measure: measure/one, on: 2023-01-24, by: party/bailiff, role: bailiff}
      - {step: approve, measure: measure/one, on: 2023-01-24, by: party/second, role: supervisor}

Each step takes the keys that :data:`KEYS` names beside ``step``, ``on``, ``by``, ``role`` and ``document``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from downrange.base.money import EXPONENTS, Money
from downrange.errors import InputError, Where
from downrange.inputs.marked_reader import Reader, open_reader

__all__ = ["KEYS", "ActLine", "read_acts"]

KEYS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "draft": (("kind", "claim", "against"), ("measure", "reaches", "permits", "covers", "because")),
    "notify": (("measure",), ()),
    "approve": (("measure",), ()),
    "reject": (("measure", "because"), ()),
    "sanction": (("measure",), ()),
    "refuse-sanction": (("measure", "because"), ()),
    "put-in-force": (("measure",), ("queue",)),
    "serve": (("measure", "whom"), ()),
    "object": (("measure", "because"), ("known_on",)),
    "decide-objection": (("measure", "outcome"), ()),
    "third-party-suit": (("measure", "assets"), ("known_on",)),
    "decide-suit": (("measure", "assets", "outcome"), ()),
    "substitute": (("measure", "old", "new"), ("asked_by",)),
    "permit": (("measure", "permission"), ()),
    "withdraw-permit": (("measure", "permission"), ()),
    "lift": (("measure", "ground"), ("only_founder",)),
    "change-of-head": (("company", "old", "new"), ("only_founder",)),
    "suspend": (("claim", "cause"), ("until",)),
    "resume": (("claim",), ()),
    "return": (("claim", "because"), ()),
    "present-again": (("claim",), ()),
    "lapse": ((), ()),
    "plan": (("claim", "instalments"), ("missed_number", "grace_days", "grace_unit", "accelerates")),
    "offer-barred": (("claim", "amount", "because"), ()),
    "pay": (("claim", "amount", "key"), ("assets", "licence")),
    "charge": (("claim", "head", "amount"), ()),
    "no-charges": (("claim",), ()),
    "let-go": (("claim", "assets"), ()),
    "end": (("claim", "ending"), ()),
    "ask": (("identifier",), ("kind", "purpose", "expect")),
}
"""What each step asks for, and what it may say besides."""

_COMMON = ("on", "by", "role")
_LISTS = ("reaches", "permits", "assets")
_FLAGS = ("queue", "only_founder", "accelerates")
_NUMBERS = ("missed_number", "grace_days")
_CHOICES: Mapping[str, tuple[str, ...]] = {
    "outcome": ("stands", "cancelled", "freed", "dismissed"),
    "grace_unit": ("calendar", "working"),
    "expect": ("ALLOW", "STOP", "REFER"),
}
_At = tuple[str | int, ...]


@dataclass(frozen=True)
class ActLine:
    """One act of a file: the step, who, when, on which paper, what it says, and where it stands."""

    step: str
    on: date
    by: str
    role: str
    document: str
    given: Mapping[str, Any]
    where: Where


def read_acts(path: Path) -> tuple[ActLine, ...]:
    """Read a file of acts; give them in its order.

    Raises
    ------
    InputError
        With every problem of the file: key, line, value and what was expected.
    """
    reader, _ = open_reader(path)
    listed = reader.mapping((), ("acts",)).get("acts")
    acts: list[ActLine] = []
    if not isinstance(listed, list) or not listed:
        if not reader.problems:
            reader.problem(("acts",), "expected a list of acts", listed, "- {step: ..., on: ..., ...}")
    else:
        acts = [one for number, node in enumerate(listed) if (one := _act(reader, number, node)) is not None]
    if reader.problems:
        raise InputError(reader.problems)
    return tuple(acts)


def _act(reader: Reader, number: int, node: Any) -> ActLine | None:
    at = ("acts", number)
    if not isinstance(node, dict):
        reader.problem(at, "expected keys with values", node, "{step: ..., on: ..., by: ..., role: ...}")
        return None
    step = node.get("step")
    if not isinstance(step, str) or step not in KEYS:
        reader.problem((*at, "step"), "no such step", step, ", ".join(KEYS))
        return None
    needed, may = KEYS[step]
    common = (*_COMMON[:2],) if step == "ask" else _COMMON
    known = ("step", *common, "document", *needed, *may)
    for key in node:
        if key not in known:
            reader.problem((*at, str(key)), f"not a key of the step {step}", key, ", ".join(known))
    for key in (*common, *needed):
        if node.get(key) in (None, "", []):
            reader.problem((*at, key), f"the step {step} needs it", node.get(key), key)
    for key in ("by", "role", "document"):
        if not isinstance(node.get(key, ""), str | int):
            reader.problem((*at, key), "expected a text", node[key], "a text")
    before = len(reader.problems)
    given = {key: _value(reader, (*at, key), key, node[key]) for key in (*needed, *may) if key in node}
    on = _day(reader, (*at, "on"), node["on"]) if "on" in node else None
    if on is None or len(reader.problems) > before:
        return None
    texts = {key: str(node.get(key, "")) for key in ("by", "role", "document")}
    return ActLine(step, on, given=given, where=reader.marked.where(at), **texts)


def _value(reader: Reader, at: _At, key: str, value: Any) -> Any:
    """Read one value by its key; what is wrong becomes a problem."""
    special = _SPECIAL.get(key)
    if special is not None:
        return special(reader, at, value)
    if key in _LISTS:
        if isinstance(value, list) and all(isinstance(one, str) for one in value):
            return tuple(value)
        reader.problem(at, "expected a list of texts", value, "[asset/a, asset/b]")
    elif key in _FLAGS:
        if not isinstance(value, bool):
            reader.problem(at, "expected true or false", value, "true or false")
    elif key in _NUMBERS:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            reader.problem(at, "expected a whole number", value, "0, 1, 2, ...")
    elif not isinstance(value, str):
        reader.problem(at, "expected a text", value, "a text")
    elif key in _CHOICES and value not in _CHOICES[key]:
        reader.problem(at, "no such word here", value, ", ".join(_CHOICES[key]))
    return value


def _day(reader: Reader, at: _At, value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        reader.problem(at, "this is no day", value, "YYYY-MM-DD")
        return None


def _money(reader: Reader, at: _At, value: Any) -> Money | None:
    expected = '{amount: "12500000.00", currency: KZT}'
    if not isinstance(value, dict) or set(value) != {"amount", "currency"}:
        reader.problem(at, "expected a sum", value, expected)
        return None
    if str(value["currency"]) not in EXPONENTS:
        reader.problem((*at, "currency"), "no such currency", value["currency"], "an ISO 4217 code")
        return None
    try:
        return Money.of(str(value["amount"]), str(value["currency"]))
    except (ValueError, ArithmeticError) as error:
        reader.problem((*at, "amount"), str(error), value["amount"], expected)
        return None


def _covers(reader: Reader, at: _At, value: Any) -> dict[str, Money | None]:
    if not isinstance(value, dict):
        reader.problem(at, "expected sums by thing", value, "asset/a: {amount: ..., currency: ...}")
        return {}
    return {str(asset): _money(reader, (*at, asset), sum_) for asset, sum_ in value.items()}


def _instalments(reader: Reader, at: _At, value: Any) -> tuple[tuple[date | None, Money | None], ...]:
    if not isinstance(value, list) or not value:
        reader.problem(at, "expected a list", value, "- {due_on: ..., amount: {amount: ..., currency: ...}}")
        return ()
    found = []
    for number, one in enumerate(value):
        if not isinstance(one, dict) or set(one) != {"due_on", "amount"}:
            reader.problem((*at, number), "expected a day and a sum", one, "{due_on: ..., amount: ...}")
            continue
        due = _day(reader, (*at, number, "due_on"), one["due_on"])
        found.append((due, _money(reader, (*at, number, "amount"), one["amount"])))
    return tuple(found)


_SPECIAL: Mapping[str, Callable[[Reader, _At, Any], Any]] = {
    "known_on": _day,
    "until": _day,
    "amount": _money,
    "covers": _covers,
    "instalments": _instalments,
}
"""Keys whose values are read in a way of their own."""
