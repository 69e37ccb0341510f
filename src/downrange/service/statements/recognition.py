"""What the casebook already knows of an article: the same party, the same debt, and what cannot both hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from downrange.case.schema import Case, Claim
    from downrange.evidence.intake.items import Item
    from downrange.evidence.names import Register
    from downrange.evidence.rates import LibraryRates

__all__ = ["conversion_days", "known_cases", "recognise"]

AFTERWARDS = timedelta(days=366)
"""So long after a claim's last dated report an article may still convert it at the rate of its own day."""

ARTICLE_RATE = timedelta(days=62)
"""How old the rate may be that an article converts with."""

_BASIS_WORDS = {
    "refund": "contract",
    "contract": "contract",
    "fee": "fee",
    "fine": "fine",
    "rent": "rent",
    "ecological-damage": "ecological-damage",
    "property-damage": "property-damage",
    "clean-up-cost": "clean-up-cost",
}
"""The bases an article can name and those a case can have; an award is a title to money, no basis."""

_FAMILY = {"soyuz": "soyuz-2.1b", "proton": "proton-m", "soyuz-2": "soyuz-2.1b"}
"""Which vehicle of the library speaks for a family named without its type."""

Row = dict[str, Any]


def recognise(items: Sequence[Item], published: date | None) -> tuple[list[Row], list[Row]]:
    """Hold an article's items against every case of the book.

    Parameters
    ----------
    items : sequence of Item
        Of the draft, corrected values in the place of the article's own.
    published : date or None
        The article's day; without it a sum is only held against rates of the claim's own dates.

    Returns
    -------
    tuple of list
        ``known``: ``{item, start, case, is, how or verdict, also}``, each party and debt once, in the case it
        most likely is of; ``conflicts``: ``{item, start, case, is, verdict, kind, because}``, kind being
        value, party, basis, scope, lease or library.
    """
    from downrange.evidence.rates import LibraryRates

    known: list[Row] = []
    conflicts: list[Row] = []
    sums: list[Row] = []
    rates = LibraryRates()
    for case, register in known_cases():
        met = {
            item.text: match
            for item in items
            if item.kind == "party" and item.role != "outlet"
            for match in register.find(item.text)[:1]
            if match.how != "near-miss" or not _is_another(item, match.party)
        }
        kinds = {party.id: party.kind for party in case.parties}
        named = {match.party for match in met.values()}
        conflicts += _lease(items, case, named)
        if all(kinds[match.party] == "state" for match in met.values()):
            continue  # a State alone names no matter
        known += [
            _row(item, case.case, met[item.text].party, how=met[item.text].how)
            for item in items
            if item.kind == "party" and item.text in met
        ]
        sums += _sums(items, case, named, rates, published)
        conflicts += _scope(items, case)
    same = [row for row in sums if row["verdict"] == "same"]
    settled = {row["item"] for row in same}
    conflicts += [row for row in sums if row["verdict"] == "different" and row["item"] not in settled]
    conflicts += _parties_and_basis(items, same)
    conflicts += _library(items)
    return _once(known, same, published), sorted(_without_claim(conflicts), key=lambda row: row["start"])


def _is_another(item: Item, party: str) -> bool:
    """Tell whether the gazetteer knows a name as somebody else than the party it nearly spells."""
    slug = item.value.get("party") if isinstance(item.value, dict) else None
    return slug is not None and party != f"party/{slug}"


_SURE = ("exact", "normalised", "decided", "near-miss")


def _once(parties: Sequence[Row], sums: Sequence[Row], published: date | None) -> list[Row]:
    """Give each party and each debt once, in the case it most likely is of; its other cases are ``also``.

    A case stands before others if it holds a debt the article tells, then if its days reach the article's,
    then by what it shares with the article and by how much was said in it.
    """
    debts = Counter(row["case"] for row in sums)
    shared = Counter(row["case"] for row in parties)
    cases = {case.case: case for case, _ in known_cases()}

    def rank(row: Row) -> tuple[bool, bool, int, str]:
        case = cases[row["case"]]
        told = shared[case.case] + debts[case.case]
        return (
            not debts[case.case],
            not _near_in_time(case, published),
            -told * 1000 - len(case.statements),
            case.case,
        )

    groups: dict[tuple[Any, ...], list[Row]] = {}
    for row in (*parties, *_without_claim(sums)):
        groups.setdefault((row["item"], row["start"], row["is"]), []).append(row)
    found = []
    for rows in groups.values():
        best = min(rows, key=rank)
        others = sorted(row["case"] for row in rows if row is not best)
        hows = [row["how"] for row in rows if "how" in row]
        how = {"how": min(hows, key=lambda word: _SURE.index(word) if word in _SURE else 9)} if hows else {}
        found.append({**best, **how, "also": others})
    return found


def _near_in_time(case: Case, published: date | None) -> bool:
    """Tell whether an article's day lies in a case's days or within a year after them."""
    from downrange.case.schema import day_range

    if published is None:
        return True
    return day_range(case.from_)[0] <= published <= day_range(case.to)[1] + AFTERWARDS


def known_cases() -> tuple[tuple[Case, Register], ...]:
    """Give the casebook's cases that are no fiction, each with its names; read again where a file changed."""
    from downrange.inputs.cases import casebook

    return _book(_stamp(casebook()))


def _stamp(book: Path) -> tuple[tuple[str, int], ...]:
    """Give the files of the casebook with their times of change, so that a changed one is read again."""
    return tuple((str(path), path.stat().st_mtime_ns) for path in sorted(book.rglob("case.yaml")))


@lru_cache(maxsize=2)
def _book(stamp: tuple[tuple[str, int], ...]) -> tuple[tuple[Case, Register], ...]:
    """Read the cases that are no fiction, each with the spellings of its parties."""
    from downrange.evidence.names import register_of
    from downrange.inputs.cases import iterate_cases

    cases = (file.case for file in iterate_cases())
    return tuple((case, register_of(case.parties)) for case in cases if not case.fictional)


def _row(item: Item, case: str, what: str, **more: Any) -> Row:
    return {"item": item.text, "start": item.start, "case": case, "is": what, **more}


_BECAUSE = {
    "same": "the two are one as printed, by rounding, or at a rate of those days",
    "open": "no official rate of some of those days is in hand",
    "different": "no rate or rounding of those days makes the two one",
}
"""What a verdict on two sums rests on."""


def _without_claim(rows: Sequence[Row]) -> list[Row]:
    """Drop what rows carry only for this module, and repeated rows."""
    plain = [{key: value for key, value in row.items() if not key.startswith("_")} for row in rows]
    found: dict[tuple[Any, ...], Row] = {}
    for row in plain:
        found.setdefault((row["item"], row["case"], row["is"], row.get("kind"), row.get("because")), row)
    return list(found.values())


def conversion_days(case: Case, claim: Claim, published: date | None) -> list[tuple[date, date]]:
    """Give the spans of days at whose rates a sum about a claim may have been converted.

    From the claim's own steps to its last dated report; and the two months before the article, if the matter
    was still being reported then or had been within a year. No debt of 2013 is converted at a rate of 2023.
    """
    from downrange.case.schema import day_range
    from downrange.evidence.conflict import window

    steps = [claim.arising_on, claim.asserted_on, claim.awarded_on, claim.agreed_on, claim.paid_on]
    steps += [entry.on for entry in case.entries if entry.claim == claim.id]
    days = [day_range(step) for step in steps if step]
    about = {claim.id, *claim.statements}
    said = [one for one in case.statements if one.about == claim.id or one.id in about]
    first, last = min(span[0] for span in days), max(span[1] for span in days)
    reported = window(case, claim.id, said)[1] if said else last
    last = max(last, reported) if reported < date.max else last
    if published is None:
        return [(first, last)]
    spans = [(first, min(last, published))] if first <= published else []
    if first <= published <= last + AFTERWARDS:
        spans.append((max(first, published - ARTICLE_RATE), published))
    return spans


def _sums(
    items: Sequence[Item], case: Case, named: set[str], rates: LibraryRates, published: date | None
) -> Iterator[Row]:
    """Hold each claimed sum against the claims of a case whose debtor the article names."""
    from downrange.base.money import Money
    from downrange.case.schema import Amount

    for claim in case.claims:
        if claim.debtor not in named:
            continue
        amounts = [
            Amount(amount=one)
            for one in (claim.asserted, claim.awarded, claim.agreed, claim.paid)
            if isinstance(one, Money) and one.minor
        ]
        spans = conversion_days(case, claim, published)
        for item in items:
            if item.kind != "claim" or "amount" not in item.value or not amounts or not spans:
                continue
            printed = Amount(
                amount=Money.of(item.value["amount"], item.value["currency"]),
                approximate=bool(item.value.get("approximate")), over=bool(item.value.get("over")),
            )  # fmt: skip
            verdicts = {_compared(one, printed, rates, spans) for one in amounts}
            verdict = next(word for word in ("same", "open", "different") if word in verdicts)
            if verdict == "different" and not _may_mean(item, claim, case):
                continue
            yield _row(
                item, case.case, claim.id, verdict=verdict, _item=item, _claim=claim, _case=case,
                kind="value", because=_BECAUSE[verdict],
            )  # fmt: skip


def _compared(one: Any, printed: Any, rates: LibraryRates, spans: Sequence[tuple[date, date]]) -> str:
    from downrange.evidence.sums import compare_sums

    found = {compare_sums(one, printed, rates, first, last) for first, last in spans}
    return next(word for word in ("same", "different", "open") if word in found)


def _may_mean(item: Item, claim: Claim, case: Case) -> bool:
    """Tell whether a sum that does not fit is said of this claim's debtor and not of another or of nobody."""
    debtor = _party(item.value.get("debtor"), case)
    return debtor == claim.debtor or (debtor is None and _kind(claim.debtor, case) != "state")


def _kind(party: str, case: Case) -> str:
    return next((one.kind for one in case.parties if one.id == party), "other")


def _party(name: str | None, case: Case) -> str | None:
    """Give the case's party for a slug or name of the article; None where it has none."""
    from downrange.evidence.names import register_of

    if not name:
        return None
    ids: Mapping[str, str] = {party.id.split("/")[1]: party.id for party in case.parties}
    if name in ids:
        return ids[name]
    found = register_of(case.parties).find(name)
    return found[0].party if found and found[0].how != "near-miss" else None


def _parties_and_basis(items: Sequence[Item], same: Sequence[Row]) -> Iterator[Row]:
    """Show where the article gives a recognised debt another debtor, creditor or basis than the case."""
    for row in same:
        item, claim, case = row["_item"], row["_claim"], row["_case"]
        for role, own in (("debtor", claim.debtor), ("creditor", claim.creditor)):
            given = _party(item.value.get(role), case)
            if given is not None and given != own:
                because = f"the article's {role} is {given}, the case's {own}"
                yield _row(item, case.case, claim.id, verdict="different", kind="party", because=because)
        basis = item.value.get("basis")
        if basis and _BASIS_WORDS.get(basis, claim.basis) != claim.basis:
            because = f"the article's basis is {basis}, the case's {claim.basis}"
            yield _row(item, case.case, claim.id, verdict="different", kind="basis", because=because)


def _scope(items: Sequence[Item], case: Case) -> Iterator[Row]:
    """Show a measure said to hold the leased base where the case holds only the debtor's own property."""
    own = [one for one in case.measures if one.scope and "not the leased" in one.scope]
    for item in items:
        if own and item.kind == "measure" and item.value.get("on") == "base" and not item.negated:
            because = f"the case: {own[0].scope}"
            yield _row(item, case.case, own[0].id, verdict="different", kind="scope", because=because)


def _lease(items: Sequence[Item], case: Case, named: set[str]) -> Iterator[Row]:
    """Show a rent or an end of a lease other than the case's, where the article names a party to it."""
    from downrange.base.money import Money
    from downrange.case.schema import Unknown

    lease = case.lease
    if lease is None or not named & {lease.lessor, lease.tenant}:
        return
    for item in items:
        if item.kind != "lease-term" or item.negated:
            continue
        if item.role == "rent-per-year" and "amount" in item.value and isinstance(lease.rent_per_year, Money):
            given = Money.of(item.value["amount"], item.value["currency"])
            if given.currency == lease.rent_per_year.currency and given != lease.rent_per_year:
                because = f"the lease: {lease.rent_per_year} a year"
                yield _row(item, case.case, "lease", verdict="different", kind="lease", because=because)
        until = None if isinstance(lease.until, Unknown) else str(lease.until)
        if item.role == "until" and until and str(item.value["until"])[:4] != until[:4]:
            because = f"the lease runs to {until}"
            yield _row(item, case.case, "lease", verdict="different", kind="lease", because=because)


def _library(items: Sequence[Item]) -> Iterator[Row]:
    """Show a toxic propellant said of a vehicle whose stages burn none."""
    from downrange.service.statements.evidence import vehicle_components

    toxic = {"toxic-fuel", "udmh", "n2o4", "hydrazine"}
    vehicles = [item for item in items if item.kind == "vehicle"]
    for item in items:
        if item.kind != "propellant" or item.value not in toxic or item.negated:
            continue
        before = [one for one in vehicles if 0 <= item.start - one.end <= NEAR_CHARACTERS]
        if not before:
            continue
        vehicle = _FAMILY.get(before[-1].value, str(before[-1].value))
        components = vehicle_components(vehicle)
        if components is not None and not components & toxic:
            because = f"the library's stages of {vehicle} burn {' and '.join(sorted(components))}"
            what = f"vehicle/{vehicle}"
            yield _row(item, "library", what, verdict="different", kind="library", because=because)


NEAR_CHARACTERS = 80
"""A propellant is said of a vehicle named at most so far before it."""
