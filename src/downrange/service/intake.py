"""Use case: an article becomes a draft case, with what the casebook already knows beside it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.evidence.intake.draft import Decided, Draft

__all__ = ["accept", "correct", "intake_of", "reject"]


def _published(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        where = Where("command line", "--published")
        raise InputError(Problem(where, "is no date", value=text, expected="2023-03-14")) from error


def intake_of(
    article: str | Path, published: str | None = None, out: str | Path | None = None
) -> dict[str, Any]:
    """Read an article into draft items.

    Parameters
    ----------
    article : str or Path
        A plain text file.
    published : str or None
        Its day of publication, ISO 8601, for dates said relative to it.
    out : str, Path or None
        A folder for the draft: ``case.yaml``, ``draft.json`` and the text; None writes nothing.

    Returns
    -------
    dict
        ``document``, ``items`` with the keys of ``intake --json``, ``known`` (what the casebook already
        has of it) and ``conflicts`` (sums that cannot be a known debt of the same parties).

    Raises
    ------
    InputError
        If the file or the date cannot be read.
    """
    from downrange.evidence.intake.draft import draft_of
    from downrange.evidence.intake.extract import extract
    from downrange.inputs.articles import read_article

    day = _published(published)
    read = read_article(article)
    items = extract(read.text, day)
    draft = draft_of(read.name, read.sha256, published, items)
    known, conflicts = _recognised(items, day)
    report = {
        "document": {"name": read.name, "sha256": read.sha256, "published": published},
        "items": [item.as_json() for item in items],
        "known": known,
        "conflicts": conflicts,
    }
    if out is not None:
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "article.txt").write_text(read.text, "utf-8")
        _write(folder, draft)
    return report


def _recognised(items: Any, day: date | None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    from downrange.evidence.names import register_of
    from downrange.inputs.cases import iterate_cases

    cases = [file.case for file in iterate_cases()]
    known: list[dict[str, Any]] = []
    meant: dict[str, set[str]] = {}
    for case in cases:
        register = register_of(case.parties)
        rows = [
            (item, match)
            for item in items
            if item.kind == "party" and item.role != "outlet"
            for match in register.find(item.text)[:1]
        ]
        if any(item.value["kind"] != "state" for item, _ in rows):  # a State alone names no matter
            meant[case.case] = {match.party for _, match in rows}
            known += [
                {"item": item.text, "case": case.case, "is": match.party, "how": match.how}
                for item, match in rows
            ]
    sums = list(_sums(items, cases, meant, day))
    known += [row for row in sums if row["verdict"] == "same"]
    return known, [row for row in sums if row["verdict"] == "different"]


def _sums(items: Any, cases: Any, meant: dict[str, set[str]], day: date | None) -> Iterator[dict[str, Any]]:
    """Hold each claimed sum against the claims of cases whose debtor the article names."""
    from downrange.base.money import Money
    from downrange.case.schema import Amount, day_range
    from downrange.evidence.rates import LibraryRates
    from downrange.evidence.sums import compare_sums

    rates = LibraryRates()
    for case in cases:
        for claim in case.claims:
            if claim.debtor not in meant.get(case.case, set()) or not isinstance(claim.asserted, Money):
                continue
            exact = Amount(amount=claim.asserted)
            met: set[tuple[str, str]] = set()
            first = day_range(claim.arising_on)[0]
            last = day or day_range(claim.arising_on)[1]
            for item in items:
                if item.kind == "claim" and "amount" in item.value:
                    if (mark := (item.value["amount"], item.value["currency"])) in met:
                        continue
                    met.add(mark)
                    printed = Amount(
                        amount=Money.of(item.value["amount"], item.value["currency"]),
                        approximate=bool(item.value.get("approximate")), over=bool(item.value.get("over")),
                    )  # fmt: skip
                    verdict = compare_sums(exact, printed, rates, first, max(last, first))
                    yield {"item": item.text, "case": case.case, "is": claim.id, "verdict": verdict}


def _write(folder: Path, draft: Draft) -> None:
    """Write the draft's two files: its items with the decisions, and the case of what was accepted."""
    import yaml

    text = json.dumps(draft.as_json(), indent=1, ensure_ascii=False)
    (folder / "draft.json").write_text(text + "\n", "utf-8")
    case = yaml.safe_dump(_case(draft), allow_unicode=True, sort_keys=False, width=110)
    (folder / "case.yaml").write_text(case, "utf-8")


def _case(draft: Draft) -> dict[str, Any]:
    from downrange.evidence.intake.draft import slug_of, statements_from

    statements = [
        statement.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        for statement in statements_from(draft, "article")
    ]
    speakers = {row[key] for row in statements for key in ("said_by", "reported_by") if key in row}
    named = {f"party/{slug_of(item.text)}": item for item in draft.items if item.kind == "party"}
    kinds = {"company", "state", "authority", "court", "press", "person"}
    parties = []
    for name in sorted(speakers | {key for key, item in named.items() if item.role != "outlet"}):
        item = named.get(name)
        kind = item.value["kind"] if item is not None and item.value["kind"] in kinds else "other"
        parties.append({"id": name, "name": {"en": item.text if item else name.split("/")[1]}, "kind": kind})
    day = draft.published or "1900"
    body: dict[str, Any] = {
        "case": slug_of(draft.name), "title": f"Draft from an article: {draft.name}", "from": day, "to": day,
        "parties": parties, "statements": statements, "unknown": ["everything nobody has confirmed yet"],
    }  # fmt: skip
    if statements:
        source = {"publisher": "not yet named", "title": draft.name, "standing": "full"}
        body["sources"] = {"article": source | ({"date": draft.published} if draft.published else {})}
    return body


def _decided(folder: str | Path, decision: Decided) -> dict[str, Any]:
    from downrange.evidence.intake.draft import Draft, decide

    place = Path(folder) / "draft.json"
    try:
        draft = Draft.from_json(json.loads(place.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as error:
        problem = Problem(Where(str(place)), f"cannot be read: {error}", expected="a draft of intake")
        raise InputError(problem) from error
    try:
        draft = decide(draft, decision)
    except ValueError as error:
        raise InputError(Problem(Where(str(place)), str(error), value=decision.item)) from error
    _write(Path(folder), draft)
    return draft.as_json()


def accept(folder: str | Path, item: str, by: str, on: str, because: str = "") -> dict[str, Any]:
    """Accept an item as it stands: it becomes a statement of the draft case.

    Raises
    ------
    InputError
        If the folder holds no draft or the draft no such item.
    """
    from downrange.evidence.intake.draft import Decided

    return _decided(folder, Decided(item, "accepted", by, on, None, because))


def correct(folder: str | Path, item: str, value: Any, by: str, on: str, because: str = "") -> dict[str, Any]:
    """Accept an item with another value; the draft's file keeps both.

    Raises
    ------
    InputError
        If the folder holds no draft, the draft no such item, or no value is given.
    """
    from downrange.evidence.intake.draft import Decided

    return _decided(folder, Decided(item, "corrected", by, on, value, because))


def reject(folder: str | Path, item: str, by: str, on: str, because: str = "") -> dict[str, Any]:
    """Reject an item; it stays in the draft's file with the decision.

    Raises
    ------
    InputError
        If the folder holds no draft or the draft no such item.
    """
    from downrange.evidence.intake.draft import Decided

    return _decided(folder, Decided(item, "rejected", by, on, None, because))
