"""Use case: what everybody may see of the record, with a proof that an entry stands unchanged in the log.

No personal data: a measure against a person shows its kind and dates, not whom it is against; of the things a
measure reaches only their number. What is shown of an entry is what its digest commits to, so that a stranger
can recompute it; of an entry that is not public only its digest is shown, which tells nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from datetime import datetime

    from downrange.case.schema import Case
    from downrange.registry.facts import Fact

__all__ = ["PublicEntry", "log_head", "proof_of", "recent", "register_of", "root_over", "verified"]

_PERSONAL_KINDS = ("exit-ban",)
_PUBLIC_FACTS = ("case", "claim", "measure", "verdict", "lease", "incident")
"""Kinds of facts that everybody may see; statements, things and look-ups stay with who may see the case."""


_KEPT = (
    "title", "from", "to", "on", "fictional", "hypothetical", "in_force_on", "rent_per_year", "object",
)  # fmt: skip
"""Of a case, an incident and a lease: never a note or a name written into one."""


@dataclass(frozen=True)
class PublicEntry:
    """A line of the public register: what it is about, its words, and where it stands in the log."""

    kind: str
    about: str
    sequence: int
    recorded_at: datetime
    effective_on: str
    shown: dict[str, Any]
    withheld: str


def register_of(case: Case) -> list[PublicEntry]:
    """Give what everybody may see of a case, in the order of the log; nothing if it is not on record."""
    from downrange.registry import facts

    found = [
        _entry(case, fact)
        for kind in _PUBLIC_FACTS
        for fact in facts.under(f"{case.case}/", kind)
        if not fact.body.get("withdrawn")
    ]
    return sorted(found, key=lambda one: one.sequence)


def recent(cases: Mapping[str, Case], limit: int = 50) -> list[PublicEntry]:
    """Give the latest public entries of some cases, newest first."""
    from downrange.registry import facts

    found = [
        _entry(cases[name], fact)
        for kind in _PUBLIC_FACTS
        for fact in facts.latest(kind, limit)
        if (name := fact.about.partition("/")[0]) in cases and not fact.body.get("withdrawn")
    ]
    return sorted(found, key=lambda one: one.sequence, reverse=True)[:limit]


def _entry(case: Case, fact: Fact) -> PublicEntry:
    shown, withheld = _shown(case, fact)
    about = fact.about.partition("/")[2]
    return PublicEntry(
        fact.kind, about, fact.sequence, fact.recorded_at, fact.effective_on.isoformat(), shown, withheld
    )


def _shown(case: Case, fact: Fact) -> tuple[dict[str, Any], str]:
    """Choose what of a fact everybody may see, and say what is held back."""
    body = fact.body
    if fact.kind == "claim":
        kept = ("title", "basis", "asserted", "awarded", "agreed", "paid", "arising_on")
        parties = {key: _party(case, body.get(key)) for key in ("creditor", "debtor")}
        return {**{key: body[key] for key in kept if body.get(key)}, **parties}, ""
    if fact.kind == "measure":
        dated = ("kind", "claim", "since", "until", "seen_from", "seen_until", "ended_by")
        shown = {key: body[key] for key in dated if body.get(key)}
        if body["kind"] in _PERSONAL_KINDS or _is_person(case, body["against"]):
            return shown, "person"
        things = {"reaches_number": len(body.get("reaches") or ()), "against": _party(case, body["against"])}
        return {**shown, **things}, "things" if body.get("reaches") else ""
    if fact.kind == "verdict":
        return {key: body[key] for key in ("claim", "verdict", "because")}, ""
    return {key: body[key] for key in _KEPT if body.get(key)}, ""


def _is_person(case: Case, reference: str) -> bool:
    return any(one.id == reference and one.kind in ("person", "office") for one in case.parties)


def _party(case: Case, reference: Any) -> dict[str, str]:
    """Give a party's names; of a person nothing."""
    found = next((one for one in case.parties if one.id == reference), None)
    if found is None or found.kind == "person":
        return {"en": ""}
    names: dict[str, str] = found.name.model_dump(exclude_none=True)
    return names


def log_head() -> dict[str, Any]:
    """Give the size and root of the log now, and the latest signed checkpoint."""
    from downrange.registry import heads, log

    head, signed = log.head(), heads.latest()
    return {
        "size": head.size,
        "root_hash": head.root_hash.hex(),
        "checkpoint": None
        if signed is None
        else {
            "size": signed.size,
            "root_hash": signed.root_hash.hex(),
            "signed_at": signed.signed_at.isoformat(),
            "public_key": signed.public_key.hex(),
            "note": signed.note,
        },
    }


def root_over(size: int) -> str:
    """Give the root over the first ``size`` entries, in hexadecimal."""
    from downrange.registry import log

    return log.root_at(size).hex()


def proof_of(sequence: int, size: int | None = None) -> dict[str, Any]:
    """Give what a stranger needs to see that an entry stands in the log: its leaf, the path, the root.

    Raises
    ------
    RecordError
        If there is no such entry, or the log was never of that size.
    """
    from downrange.registry import log
    from downrange.service.record.log import prove_entry

    proof = prove_entry(sequence, size).as_json()
    return {"leaf": log.leaf(sequence), **proof}


def verified(document: Mapping[str, Any]) -> dict[str, Any]:
    """Check a proof that somebody brings, against itself and against the log as it stands.

    Returns
    -------
    dict
        ``path``: the leaf and the path lead to the root; ``root``: this log had that root at that size;
        ``leaf``: this log holds that leaf at that place. All three must hold.

    Raises
    ------
    InputError
        If the document is no proof.
    """
    from downrange.registry import log, merkle

    try:
        sequence, size = int(document["sequence"]), int(document["size"])
        leaf, root = bytes.fromhex(document["leaf_hash"]), bytes.fromhex(document["root_hash"])
        steps = [bytes.fromhex(step) for step in document["proof"]]
    except (KeyError, TypeError, ValueError) as error:
        where = Where("proof", str(error))
        raise InputError(
            Problem(where, "this is no proof", expected="sequence, size, leaf_hash, root_hash, proof")
        ) from error
    there, _ = log.tail()
    known = 0 <= sequence < size <= there
    return {
        "path": merkle.verify_inclusion(leaf, sequence, size, steps, root),
        "root": known and log.root_at(size) == root,
        "leaf": known and log.fetch(0, sequence, 1)[0] == leaf,
    }
