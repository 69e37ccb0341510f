"""Use case: put a case on record, again and again: the new goes in, the changed is superseded or reversed.

Every party, statement, claim, measure, asset, event and verdict becomes a fact; every entry of the account a
posting in double entry::

    CASE/CLAIM/HEAD            what is owed under a head (+), paid or written off (-)
    CASE/DEBTOR/owes/CLAIM     the other side; its balance is minus what is outstanding

An entry whose day is known in part only is posted on the last day it may mean, and its memo says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from downrange.base.canonical import digest, plain
from downrange.service.record.work import writing

if TYPE_CHECKING:
    from downrange.case.schema import Case, Entry
    from downrange.registry.entries import Draft
    from downrange.registry.facts import FactDraft

__all__ = ["Recorded", "load_case"]


@dataclass(frozen=True)
class Recorded:
    """What putting a case on record did."""

    case: str
    facts_number: int
    fresh_facts_number: int
    postings_number: int
    fresh_postings_number: int
    reversed_number: int

    def as_json(self) -> dict[str, Any]:
        """Give the counts as plain values."""
        return {
            "case": self.case,
            "facts_number": self.facts_number,
            "fresh_facts_number": self.fresh_facts_number,
            "postings_number": self.postings_number,
            "fresh_postings_number": self.fresh_postings_number,
            "reversed_number": self.reversed_number,
        }


def load_case(case: Case, by: str = "casebook", document_sha256: str = "") -> Recorded:
    """Put a case on record, all or nothing; the same case twice changes nothing.

    A part that changed supersedes its earlier fact, one that is gone is superseded by its withdrawal; an
    entry that is gone is reversed on its own value date. Nothing is deleted, so the record shows both.

    Raises
    ------
    RecordError
        If the registry refuses a part; then nothing was written.
    """
    from downrange.registry import facts, gate, ledger
    from downrange.service.holding import cover

    with writing():
        standing = facts.standing(f"{case.case}/")
        drafts = _not_acted_on(list(_facts(case, by, document_sha256)), standing, by)
        changed = _changes(drafts, [fact for fact in standing if fact.by == by and fact.kind in _KINDS])
        recorded = facts.record(changed)
        wanted = _postings(case, by, document_sha256)
        fresh, undone = _reconcile(wanted, ledger.with_prefix(f"case/{case.case}/"), by)
        ledger.append([*undone, *fresh])
        if changed:
            gate.update(case.case, recorded)
            cover.keep_up(case.case, by, _valued_anew(case, recorded))
    return Recorded(case.case, len(drafts), len(changed), len(wanted), len(fresh), len(undone))


def _valued_anew(case: Case, recorded: list[Any]) -> set[str]:
    """Give the things whose book of holds may have changed: they, or a measure that names them, are new."""
    about = {fact.about.removeprefix(f"{case.case}/") for fact in recorded}
    named = {asset for one in case.measures if one.id in about for asset in one.reaches}
    return named | {asset.id for asset in case.assets if asset.id in about}


def _facts(case: Case, by: str, sha256: str) -> Iterator[FactDraft]:
    from downrange.case.schema import day_range
    from downrange.registry.facts import FactDraft

    begins, known = day_range(case.from_)[0], day_range(case.state_of_knowledge or case.to)[1]

    def fact(kind: str, about: str, item: Any, day: Any) -> FactDraft:
        on = day if isinstance(day, date) else day_range(day)[1] if isinstance(day, str) else known
        return FactDraft(kind, f"{case.case}/{about}", plain(item), by, on, sha256)

    head = {"title": case.title, "from": case.from_, "to": case.to, "fictional": case.fictional}
    yield fact("case", "case", {**head, "hypothetical": case.hypothetical, "unknown": case.unknown}, begins)
    for party in case.parties:
        yield fact("party", party.id, party, begins)
    for statement in case.statements:
        yield fact("statement", statement.id, statement, statement.reported_on or statement.said_on)
    for claim in case.claims:
        yield fact("claim", claim.id, claim, claim.arising_on)
    for measure in case.measures:
        yield fact("measure", measure.id, measure, measure.since)
    for asset in case.assets:
        yield fact("asset", asset.id, asset, asset.value_on or begins)
    for verdict in case.verdicts:
        yield fact("verdict", verdict.id, verdict, known)
    for event in case.timeline:
        yield fact("event", f"event/{digest([event.on, event.title])[:16]}", event, event.on)
    if case.incident is not None:
        yield fact("incident", "incident", case.incident, case.incident.on)
    if case.lease is not None:
        yield fact("lease", "lease", case.lease, case.lease.signed_on)


_KINDS = ("case", "party", "statement", "claim", "measure", "asset", "verdict", "event", "incident", "lease")
"""What a case puts on record; acts of persons are of other kinds and stay as they are."""


def _not_acted_on(drafts: list[FactDraft], standing: list[Any], by: str) -> list[FactDraft]:
    """Leave out the measures that persons have changed since: what they did, loading does not undo."""
    acted = {fact.about for fact in standing if fact.kind == "measure" and fact.by != by and fact.supersedes}
    return [draft for draft in drafts if draft.kind != "measure" or draft.about not in acted]


def _changes(drafts: list[FactDraft], standing: list[Any]) -> list[FactDraft]:
    """Keep what is new; let what changed, or is gone, supersede what stands."""
    from downrange.registry.facts import FactDraft, content

    before = {(fact.kind, fact.about): fact for fact in standing}
    changed: list[FactDraft] = []
    for draft in drafts:
        old = before.pop((draft.kind, draft.about), None)
        if old is None:
            changed.append(draft)
        elif digest(content(replace(draft, supersedes=old.supersedes))) != old.id:
            changed.append(replace(draft, supersedes=old.id))
    for old in before.values():
        if not old.body.get("withdrawn"):
            gone = {"withdrawn": True}
            changed.append(FactDraft(old.kind, old.about, gone, old.by, old.effective_on, supersedes=old.id))
    return changed


def _postings(case: Case, by: str, sha256: str) -> dict[str, Draft]:
    """Give the postings that the entries of a case ask for, by the key without its generation."""
    claims = {claim.id: claim for claim in case.claims}
    wanted: dict[str, Draft] = {}
    for entry in case.entries:
        debtor = claims[entry.claim].debtor
        draft = _posting(case.case, debtor, entry, by, sha256)
        same = 0
        while f"{draft.key}.{same}" in wanted:  # two entries alike are two entries
            same += 1
        wanted[f"{draft.key}.{same}"] = draft
    return wanted


def _posting(case: str, debtor: str, entry: Entry, by: str, sha256: str) -> Draft:
    from downrange.case.schema import day_range
    from downrange.registry.entries import Draft, Line

    first, last = day_range(entry.on)
    sum_owed = -entry.amount if entry.head in ("payment", "write-off") else entry.amount
    lines = (
        Line(f"{case}/{entry.claim}/{entry.head}", sum_owed),
        Line(f"{case}/{debtor}/owes/{entry.claim}", -sum_owed),
    )
    memo = entry.document if first == last else f"{entry.document} (day known as {entry.on} only)"
    key = f"case/{case}/{entry.claim}/{last}/{entry.head}/{digest(entry)[:16]}"
    return Draft(key, last, by, lines, memo=memo, document_sha256=sha256, document_page=entry.source)


def _reconcile(wanted: dict[str, Draft], recorded: list[Any], by: str) -> tuple[list[Draft], list[Draft]]:
    """Compare what is wanted with what stands: (to post, to reverse)."""
    from downrange.registry import ledger

    standing: dict[str, Any] = {}
    generations: dict[str, int] = {}
    for found in recorded:
        base, _, generation = found.key.rpartition("#")
        if not base:
            continue  # a reversal
        generations[base] = max(generations.get(base, 0), int(generation) + 1)
        if not found.reversed:
            standing[base] = found
    fresh = [
        replace(draft, key=f"{base}#{generations.get(base, 0)}")
        for base, draft in wanted.items()
        if base not in standing
    ]
    undone = [
        ledger.reversal_of(found.sequence, f"{found.key.replace('#', '/')}/undo", found.effective_on, by)
        for base, found in standing.items()
        if base not in wanted
    ]
    return fresh, undone
