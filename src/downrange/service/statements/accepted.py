"""Use case: what a person accepted of an article goes on record for a case, under that person's name.

The article itself is not kept on record: its hash is, and of each statement the span it was read from.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from downrange.base.canonical import plain
from downrange.errors import InputError, Problem, Where

__all__ = ["record_accepted"]


def record_accepted(
    case: str,
    draft: Mapping[str, Any],
    by: str,
    publisher: str,
    title: str,
    address: str = "",
    on: date | None = None,
) -> dict[str, Any]:
    """Put the accepted and corrected statements of a draft on record for a case, all or none.

    Speakers that the case does not know become parties of it; what a statement is about is the claim that was
    recognised, else the case as a whole.

    Parameters
    ----------
    case : str
        A case on record.
    draft : mapping
        As :func:`downrange.service.statements.intake.draft_text` gives it, with its decisions.
    by : str
        Who puts it on record.
    publisher, title, address : str
        Of the article: its citation.
    on : date, optional
        From which day it holds; by default today (UTC).

    Returns
    -------
    dict
        ``case``, ``source`` (its key), ``statements`` and ``parties`` (what was recorded), ``log_sequence``.

    Raises
    ------
    InputError
        If an item is undecided, nothing was accepted, or the article is not named.
    RecordError
        If the registry refuses a part; then nothing was written.
    """
    from downrange.registry.facts import FactDraft
    from downrange.service.record.facts import record_facts
    from downrange.service.record.on_record import case_on_record
    from downrange.service.statements.intake import draft_report

    report = draft_report(draft)
    problems = []
    if report["undecided_number"]:
        number = str(report["undecided_number"])
        problems.append(Problem(Where("draft", "items"), "items are not decided yet", value=number))
    elif not report["statements"]:
        problems.append(Problem(Where("draft", "items"), "nothing was accepted"))
    if not publisher.strip() or not title.strip():
        problems.append(Problem(Where("draft", "publisher"), "name the publisher and the title"))
    if problems:
        raise InputError(problems)
    day, sha256 = on or datetime.now(UTC).date(), report["document"]["sha256"]
    whole = case_on_record(case, most_assets_number=0)
    bodies, parties = _statements(whole, draft, report)
    source = _source(report["document"], publisher, title, address, day)
    drafts = [
        FactDraft("source", f"{case}/source/{_key(sha256)}", source, by, day, sha256),
        *(FactDraft("party", f"{case}/{one['id']}", one, by, day, sha256) for one in parties),
        *(FactDraft("statement", f"{case}/{one['id']}", one, by, day, sha256) for one in bodies),
    ]
    recorded = record_facts(drafts)
    return {
        "case": case,
        "source": _key(sha256),
        "statements": [one["id"] for one in bodies],
        "parties": [one["id"] for one in parties],
        "log_sequence": recorded[-1].sequence,
    }


def _key(sha256: str) -> str:
    return f"article-{sha256[:12]}"


def _source(
    document: Mapping[str, Any], publisher: str, title: str, address: str, day: date
) -> dict[str, Any]:
    from downrange.base.source import Source

    body: dict[str, Any] = {"publisher": publisher.strip(), "title": title.strip(), "standing": "full"}
    body |= {"address": address.strip()} if address.strip() else {}
    body |= {"date": document["published"]} if document["published"] else {}
    found = Source.model_validate({**body, "note": f"read by a person into the registry on {day}"})
    return found.model_dump(mode="json", exclude_none=True)


def _statements(
    case: Any, draft: Mapping[str, Any], report: Mapping[str, Any]
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Give the bodies of the statements and of the parties that the case does not know yet."""
    from downrange.case.schema import Party, Statement
    from downrange.service.statements.intake import case_of_draft, statements_of_draft

    sha256 = report["document"]["sha256"]
    here = [row for row in report["known"] if row["case"] == case.case]
    same = {row["id"]: row["is"] for row in here if row["id"] is not None}
    proposed = {one["id"]: one for one in case_of_draft(draft)["parties"]}
    named = {
        f"party/{one['value']['party']}": same[one["id"]]
        for one in report["items"]
        if one["kind"] == "party" and one["id"] in same and isinstance(one["value"], dict)
    }
    known = {one.id for one in case.parties}
    bodies, parties = [], {}
    for said in statements_of_draft(draft, _key(sha256)):
        item = f"item/{said['id'].partition('/')[2]}"
        about = same.get(item, "")
        body = {**said, "id": f"statement/{sha256[:8]}-{said['id'].partition('/')[2]}"}
        body["about"] = about if about.startswith("claim/") else f"case/{case.case}"
        for role in ("said_by", "reported_by"):
            who = body.get(role)
            if who is None:
                continue
            body[role] = named.get(who, who)
            if body[role] not in known and body[role] in proposed:
                parties[body[role]] = plain(Party.model_validate(proposed[body[role]]))
        bodies.append(plain(Statement.model_validate(body)))
    return bodies, list(parties.values())
