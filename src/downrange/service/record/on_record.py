"""Use case: a case as the registry has it, not as its file said it when it was first put on record.

What the science needs (incident, scenario, lease, sources) comes from the case's file; parties, claims,
measures, statements, supplied rules and the account come from the facts and postings that stand, whoever
recorded them: a payment, an order, a release or an accepted statement shows wherever the case does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from downrange.case.schema import Case, Entry
    from downrange.inputs.cases import CaseFile

__all__ = ["case_file", "case_on_record", "cases_touched", "last_entry", "record_size"]


def record_size() -> int:
    """Give the number of entries in the log: what is kept in memory is stale once it has grown."""
    from downrange.registry import log

    return log.tail()[0]


def last_entry(size: int) -> str:
    """Give the hash of the last of so many entries of the log: what was, when; in no other log the same."""
    from downrange.registry import log

    return log.fetch(0, size - 1, 1)[0].hex()


MOST_LOOKED_AT = 5000
"""Past so many entries since the last look, every case counts as touched: reading them would cost more."""


def cases_touched(since: int) -> tuple[int, frozenset[str] | None]:
    """Give the size of the log, and the cases about which something was recorded from place ``since`` on.

    None in the place of the cases stands for all of them.
    """
    from downrange.registry.rows import ask

    size = record_size()
    if size == since:
        return size, frozenset()
    if size < since or size - since > MOST_LOOKED_AT:
        return size, None
    about = ask("SELECT about FROM registry_fact WHERE sequence >= %s AND sequence < %s", [since, size])
    accounts = ask(
        'SELECT DISTINCT a."key" FROM registry_leg l JOIN registry_account a ON a.id = l.account_id'
        " WHERE l.sequence >= %s AND l.sequence < %s",
        [since, size],
    )
    touched = frozenset(str(row[0]).partition("/")[0] for row in (*about, *accounts))
    return size, None if "rules" in touched else touched  # a rule supplied for every case touches all


MOST_ASSETS_NUMBER = 2000
"""Of a larger register a page or a question reads only what the case names, holds or is asked about."""


def case_file(name: str, *, recorded: bool, also: Sequence[str] = (), whole: bool = True) -> CaseFile:
    """Read a case's file; with ``recorded`` the case in it is the one that stands on record.

    Parameters
    ----------
    name : str
        A case of the casebook or a folder.
    recorded : bool
        Whether what was recorded since counts.
    also, whole
        Of a register larger than ``MOST_ASSETS_NUMBER`` only what the case names or holds is read, and
        ``also``, unless the ``whole`` is asked for.

    Raises
    ------
    InputError
        If the case's file cannot be read.
    """
    file = _file_of(name)
    if not recorded:
        return file
    most = None if whole else MOST_ASSETS_NUMBER
    return replace(file, case=case_on_record(name, most_assets_number=most, also=also))


def case_on_record(
    name: str,
    on: date | None = None,
    *,
    most_assets_number: int | None = None,
    also: Sequence[str] = (),
) -> Case:
    """Give a case with all that stands on record about it.

    Parameters
    ----------
    name : str
        A case of the casebook or a folder; one that was never put on record is given as its file has it.
    on : date, optional
        Facts as they hold at the end of this day; by default whatever its effective date.
    most_assets_number : int, optional
        Of a register that is larger only the things that the file names or a measure reaches are read:
        a page shows the rest piece by piece.
    also : sequence of str
        Further things to be read of such a register.

    Raises
    ------
    InputError
        If the case's file cannot be read.
    """
    from downrange.case.schema import Claim, Measure, Party, Statement
    from downrange.registry import facts
    from downrange.service.record.rules import supplied_values

    case = _file_of(name).case
    if not facts.as_of(f"{case.case}/case", "case"):
        return case
    parts: dict[str, Any] = {
        "parties": tuple(Party.model_validate(body) for body in _bodies(case.case, "party", on)),
        "claims": _in_order(case.claims, [Claim.model_validate(b) for b in _bodies(case.case, "claim", on)]),
        "measures": _in_order(
            case.measures, [Measure.model_validate(b) for b in _bodies(case.case, "measure", on)]
        ),
        "statements": _in_order(
            case.statements, [Statement.model_validate(b) for b in _bodies(case.case, "statement", on)]
        ),
        "entries": (*case.entries, *_posted_since(case)),
        "supplied": {**case.supplied, **supplied_values(case.case, on)},
    }
    parts["sources"] = {**case.sources, **_sources(case.case, on)}
    parts["parties"] = _in_order(case.parties, parts["parties"])
    named = {asset.id for asset in case.assets} | {one for m in parts["measures"] for one in m.reaches}
    named |= set(also)
    parts["assets"] = _in_order(case.assets, _assets(case.case, on, named, most_assets_number))
    return case.model_copy(update=parts)


def _file_of(name: str) -> CaseFile:
    """Read a case's file; those that the package brings, which no running program changes, once."""
    from downrange.inputs.cases import case_names, read_case

    return _shipped(name) if name in case_names() else read_case(name)


@lru_cache(maxsize=256)
def _shipped(name: str) -> CaseFile:
    from downrange.inputs.cases import read_case

    return read_case(name)


def _sources(case: str, on: date | None) -> dict[str, Any]:
    """Give the citations that persons have put on record beside those of the file, by key."""
    from downrange.base.source import Source
    from downrange.registry import facts

    found = facts.under(f"{case}/source/", "source", on)
    return {one.about.rpartition("/")[2]: Source.model_validate(one.body) for one in found}


def _assets(case: str, on: date | None, named: set[str], most: int | None) -> list[Any]:
    from downrange.case.schema import Asset
    from downrange.registry import facts

    if most is None or not facts.more_than(f"{case}/", "asset", most):
        return [Asset.model_validate(body) for body in _bodies(case, "asset", on)]
    found = [fact for one in sorted(named) for fact in facts.as_of(f"{case}/{one}", "asset", on)]
    return [Asset.model_validate(fact.body) for fact in found if not fact.body.get("withdrawn")]


def _bodies(case: str, kind: str, on: date | None) -> list[dict[str, Any]]:
    from downrange.registry import facts

    return [
        fact.body
        for fact in facts.under(f"{case}/", kind, on)
        if not fact.body.get("withdrawn") and "id" in fact.body
    ]


def _in_order(before: tuple[Any, ...], found: Any) -> tuple[Any, ...]:
    """Keep the order of the file (the first claim is the case's own); what is new comes after, by id."""
    places = {one.id: number for number, one in enumerate(before)}
    return tuple(sorted(found, key=lambda one: (places.get(one.id, len(places)), one.id)))


_HEADS = ("principal", "interest", "penalty", "sanction", "bailiff-pay", "costs", "payment", "write-off")


def _posted_since(case: Case) -> list[Entry]:
    """Give what was posted besides the entries of the file."""
    from downrange.case.schema import Entry
    from downrange.registry.postings import settled_legs

    found = []
    for leg in settled_legs(f"{case.case}/claim/"):
        claim, _, head = leg.account.removeprefix(f"{case.case}/").rpartition("/")
        if leg.key.startswith(f"case/{case.case}/") or head not in _HEADS:
            continue
        amount = -leg.amount if head in ("payment", "write-off") else leg.amount
        body = {
            "on": leg.on.isoformat(),
            "claim": claim,
            "head": head,
            "amount": amount,
            "document": leg.memo or leg.key,
            "document_sha256": leg.document_sha256 or None,
            "source": f"entry {leg.sequence} of the registry's log{', ' + leg.page if leg.page else ''}",
        }
        found.append(Entry.model_validate(body))
    return found
