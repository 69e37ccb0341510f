"""Use cases of the register of assets: a page, a search by any number, one thing with all known of it.

Nothing here reads a whole register: pages and filters come from the gate's rows, bodies only of what is
shown.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.case.schema import Asset
    from downrange.registry.facts import Fact
    from downrange.registry.gate_store import GateStore, Seen

__all__ = ["Found", "Page", "asset_sheet", "find_assets", "register_kinds", "register_page"]

PAGE_NUMBER = 50
"""Rows of a page."""
MOST_INSIDE = 100
"""Of what a thing carries, so much is listed."""


@dataclass(frozen=True)
class Page:
    """A piece of a register: assets with the measures that name each, and where the next page begins."""

    rows: tuple[tuple[Asset, tuple[str, ...]], ...]
    total_number: int
    after: str | None


@dataclass(frozen=True)
class Found:
    """Something on the register that was looked for: how it matched, and how its number is spelt there."""

    asset: Asset
    how: str
    spelt: str
    sequence: int


def register_kinds(case: str) -> list[tuple[str, int]]:
    """List the kinds of assets on a case's register, with how many there are of each."""
    from downrange.registry.rows import ask

    text = (
        'SELECT t.sort, COUNT(*) FROM registry_gate_subject t WHERE t."key" FROM TEXT %s'
        ' AND t."key" BEFORE TEXT %s GROUP BY t.sort ORDER BY t.sort'
    )
    return [(str(sort), int(number)) for sort, number in ask(text, _bounds(case))]


def _bounds(case: str) -> list[str]:
    return [f"{case}/asset/", f"{case}/asset0"]  # the sign after "/" is "0"


def register_page(
    case: str,
    after: str = "",
    kind: str = "",
    owner: str = "",
    *,
    named: bool = False,
    limit: int = PAGE_NUMBER,
    total_number: int | None = None,
) -> Page:
    """Give a page of a case's register, by identifier, as it stands on record.

    Parameters
    ----------
    after : str
        The last identifier of the page before (``asset/crane-07``); none for the first page.
    kind, owner : str
        Only things of this kind; only what this party (``party/x``) owns or owned.
    named : bool
        Only what an order names.
    total_number : int, optional
        How many there are, where that is known: counting a large register reads a row of each thing.
    """
    from downrange.registry.rows import ask

    first, last = _bounds(case)
    where, values = ['t."key" FROM TEXT %s', 't."key" BEFORE TEXT %s'], [first, last]
    if kind:
        where.append("t.sort = %s")
        values.append(kind)
    if owner:
        where.append('t."key" IN (SELECT o.subject FROM registry_gate_title o WHERE o.party = %s)')
        values.append(f"{case}/{owner}")
    if named:
        where.append(
            "t.\"key\" IN (SELECT h.subject FROM registry_gate_hold h WHERE h.role = 'reaches'"
            " AND h.subject FROM TEXT %s AND h.subject BEFORE TEXT %s)"
        )
        values += [first, last]
    of = f"FROM registry_gate_subject t WHERE {' AND '.join(where)}"
    total = ask(f"SELECT COUNT(*) {of}", values)[0][0] if total_number is None else total_number
    if after:
        # Blanks come before every sign of an identifier, so this is the first text behind it.
        values[0] = f"{case}/{after} "
    text = f'SELECT t."key" {of} ORDER BY t."key" IN TEXT ORDER LIMIT %s'
    keys = [str(row[0]) for row in ask(text, [*values, limit + 1])]
    shown = keys[:limit]
    rows = _bodies(case, shown)
    more = shown[-1].removeprefix(f"{case}/") if len(keys) > limit else None
    return Page(tuple(rows), int(total), more)


def _bodies(case: str, keys: Sequence[str]) -> list[tuple[Asset, tuple[str, ...]]]:
    from downrange.case.schema import Asset
    from downrange.registry import facts, gate

    holds = gate.store(case).holds(keys)
    rows = []
    for key in keys:
        standing = [one for one in facts.as_of(key, "asset") if not one.body.get("withdrawn")]
        if standing:
            names = tuple(
                dict.fromkeys(
                    measure.removeprefix(f"{case}/")
                    for role, measure in holds.get(key, ())
                    if role == "reaches"
                )
            )
            latest = max(standing, key=lambda one: one.sequence)
            rows.append((Asset.model_validate(latest.body), names))
    return rows


def find_assets(case: str, text: str, by: str, purpose: str = "") -> tuple[list[Found], str | None]:
    """Look for a thing of a case by any of its numbers or its identifier, and log that somebody looked.

    What was typed may be the number of somebody's account: the log holds a commitment to it and to the
    purpose, as it does for questions at the gate.

    Returns
    -------
    tuple
        What was found (``how``: ``exact``, ``normalised`` or ``near-miss``, one slip away from what is held),
        and what is wrong with the number's check digit, if it bears one.
    """
    from downrange.case.schema import Asset
    from downrange.registry import facts, gate
    from downrange.registry.marks import digit_fault

    now = datetime.now(UTC)
    wanted = f"asset/{text.strip().lower()}"
    with writing():
        store = gate.store(case)
        seen = store.find(text, names=False) or [
            (one, "exact", text) for one in store.subjects([f"{case}/{wanted}"]).values()
        ]
        things = [row for row in seen if row[0].short.startswith("asset/")]
        told = {"answer": "shown", "matched": things[0][1] if things else None, "kind": "asset"}
        told |= {"on": now.date().isoformat(), "at": now.isoformat()}
        private = {"asked": text, "subjects": [one.key for one, _, _ in things], "purpose": purpose}
        facts.record(
            [facts.FactDraft("register-query", "register/query", told, by, now.date(), private=private)]
        )
    found = []
    for one, how, spelt in things:
        standing = facts.as_of(one.key, "asset")
        if standing:
            latest = max(standing, key=lambda fact: fact.sequence)
            found.append(Found(Asset.model_validate(latest.body), how, spelt, latest.sequence))
    return found, digit_fault(text)


def asset_sheet(case: str, asset: str, on: date) -> dict[str, Any] | None:
    """Give all that is on record about one thing as it stands on a day; None if it is not on record.

    Returns
    -------
    dict
        ``asset``, ``fact`` (the one that says so), ``owners``, ``valuations``, ``encumbrances`` (the newest
        last), ``above`` (what it is inside of, the nearest first), ``inside`` (what it carries) and
        ``more_inside``, ``reaches`` (measures that reach it, by which way, and the state of each on the day),
        ``history`` (every fact about it).
    """
    from downrange.case.schema import Asset
    from downrange.registry import facts, gate

    key = f"{case}/{asset}"
    history = facts.history(key, "asset")
    standing = facts.as_of(key, "asset", on) or history[:1]
    if not standing or standing[-1].body.get("withdrawn"):
        return None
    found = Asset.model_validate(standing[-1].body)
    store = gate.store(case)
    seen = store.subjects([key]).get(key)
    carried = store.carried([key], most=MOST_INSIDE + 1)
    details = found.details
    return {
        "asset": found,
        "fact": standing[-1],
        "before_record": standing[-1].effective_on > on,
        "owners": list(details.get("owners") or ()),
        "valuations": sorted(details.get("valuations") or (), key=lambda one: str(one["on"])),
        "encumbrances": list(details.get("encumbrances") or ()),
        "above": _named(store, case, [] if seen is None else [one.key for one in store.upwards(seen)[1:]]),
        "inside": _named(store, case, carried[:MOST_INSIDE]),
        "more_inside": len(carried) > MOST_INSIDE,
        "reaches": [] if seen is None else _reaches(store, case, seen, on),
        "history": history,
    }


def _named(store: GateStore, case: str, keys: Sequence[str]) -> list[dict[str, Any]]:
    from downrange.registry import facts

    rows = []
    for key in keys:
        standing: list[Fact] = facts.as_of(key, "asset")
        title: Mapping[str, str] = standing[-1].body.get("title", {}) if standing else {}
        rows.append({"id": key.removeprefix(f"{case}/"), "title": title})
    return rows


def _reaches(store: GateStore, case: str, seen: Seen, on: date) -> list[dict[str, Any]]:
    """Say which measures reach a thing by any way, and where each stands on a day."""
    from downrange.service.holding.lives import life_of

    rows = []
    for reach in store.hit(seen, "exact", seen.short, on).reaches:
        life = life_of(case, reach.measure.id, on)
        rows.append(
            {
                "measure": reach.measure.id,
                "kind": reach.measure.kind,
                "state": "not-yet" if life is None else life.state,
                "way": reach.way,
                "via": reach.via,
                "sure": reach.sure,
                "order": reach.measure.order if isinstance(reach.measure.order, str) else None,
            }
        )
    return rows
