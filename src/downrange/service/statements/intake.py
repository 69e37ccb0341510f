"""Use case: an article becomes a draft case that a person decides on, item by item.

A draft is a plain document (what ``draft.json`` holds). The functions on it are pure: they take a draft and
give a new one, keep no state and touch no disk, so that a page or another program can store drafts as it
likes. Those with a folder read and write the same document.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.base.marked import Marked
    from downrange.evidence.intake.draft import Draft

__all__ = [
    "VERDICTS",
    "accept",
    "accept_item",
    "case_of_draft",
    "correct",
    "correct_item",
    "decide_by_file",
    "decide_in",
    "decide_item",
    "decided_from",
    "draft_report",
    "draft_text",
    "intake_of",
    "read_draft",
    "recognised",
    "reject",
    "reject_item",
    "statements_of_draft",
]

VERDICTS = ("accepted", "corrected", "rejected")

Document = dict[str, Any]


def _published(text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        where = Where("command line", "--published")
        raise InputError(Problem(where, "is no date", value=text, expected="2023-03-14")) from error


def draft_text(
    text: str,
    name: str = "article",
    published: str | None = None,
    sha256: str | None = None,
    names: bool = False,
) -> Document:
    """Read the text of an article into a draft nobody has looked at yet.

    Parameters
    ----------
    text : str
        The article.
    name : str
        What the draft is called.
    published : str or None
        Its day of publication, ISO 8601, for dates said relative to it.
    sha256 : str or None
        The hash of the file it came from; None hashes the text in UTF-8.
    names : bool
        Also propose names and relations with the small English model of the ``nlp`` extra.

    Returns
    -------
    dict
        ``name``, ``sha256``, ``published``, ``items`` (each with its ``id`` and ``decision``), ``decisions``.

    Raises
    ------
    InputError
        If the date is none, or the model is asked for and not installed.
    """
    from downrange.base.canonical import digest
    from downrange.evidence.intake.draft import draft_of

    items = _items(text, _published(published), names)
    return draft_of(name, sha256 or digest(text.encode("utf-8")), published, items).as_json()


def _items(text: str, day: date | None, names: bool) -> Any:
    from downrange.evidence.intake.extract import extract

    items = extract(text, day)
    if not names:
        return items
    from downrange.evidence.intake.names_model import ModelMissing, with_names

    try:
        return with_names(text, items)
    except ModelMissing as error:
        problem = Problem(Where("command line", "--names"), str(error), expected="the extra 'nlp'")
        raise InputError(problem) from error


def _draft(draft: Mapping[str, Any], place: str = "draft") -> Draft:
    from downrange.evidence.intake.draft import Draft

    try:
        return Draft.from_json(dict(draft))
    except (ValueError, KeyError, TypeError) as error:
        problem = Problem(Where(place), f"cannot be read: {error}", expected="a draft of intake")
        raise InputError(problem) from error


def decide_item(
    draft: Mapping[str, Any], item: str, verdict: str, by: str, on: str, value: Any = None, because: str = ""
) -> Document:
    """Decide on one item of a draft and give the draft with the decision; the given one is not changed.

    Parameters
    ----------
    draft : mapping
        As :func:`draft_text` gives it.
    item : str
        The item's ``id``.
    verdict : str
        ``accepted``, ``corrected`` (needs ``value``) or ``rejected``.
    by, on : str
        Who decides and on which day (ISO 8601).
    value : any
        The right value of a correction, in the shape of the item's own.
    because : str
        Why; it becomes the note of the statement.

    Raises
    ------
    InputError
        If the document is no draft, has no such item, the verdict or day is none, or a correction brings no
        value or one that cannot be a statement's.
    """
    from downrange.evidence.intake.draft import Decided, decide

    whole = _draft(draft)
    if verdict not in VERDICTS:
        problem = Problem(Where("draft", item), "is no verdict", value=verdict, expected=", ".join(VERDICTS))
        raise InputError(problem)
    try:
        date.fromisoformat(on)
    except ValueError as error:
        raise InputError(
            Problem(Where("draft", item), "is no date", value=on, expected="2026-11-23")
        ) from error
    try:
        whole = decide(whole, Decided(item, _verdict(verdict), by, on, value, because))
    except ValueError as error:
        raise InputError(Problem(Where("draft"), str(error), value=item)) from error
    _checked(whole)
    return whole.as_json()


def _verdict(word: str) -> Any:
    return word


def _checked(draft: Draft) -> None:
    """Refuse a correction whose value cannot be a statement's."""
    from pydantic import ValidationError

    from downrange.evidence.intake.draft import statements_from

    try:
        statements_from(draft, "article")
    except (ValidationError, KeyError, ValueError, TypeError) as error:
        last = draft.decisions[-1]
        problem = Problem(
            Where("draft", last.item), "the corrected value cannot be read", value=str(last.value)[:80],
            expected="the shape of the item's own value",
        )  # fmt: skip
        raise InputError(problem) from error


def accept_item(draft: Mapping[str, Any], item: str, by: str, on: str, because: str = "") -> Document:
    """Accept an item of a draft as it stands; see :func:`decide_item`."""
    return decide_item(draft, item, "accepted", by, on, None, because)


def correct_item(
    draft: Mapping[str, Any], item: str, value: Any, by: str, on: str, because: str = ""
) -> Document:
    """Accept an item of a draft with another value; the draft keeps both; see :func:`decide_item`."""
    return decide_item(draft, item, "corrected", by, on, value, because)


def reject_item(draft: Mapping[str, Any], item: str, by: str, on: str, because: str = "") -> Document:
    """Reject an item of a draft; it stays with the decision; see :func:`decide_item`."""
    return decide_item(draft, item, "rejected", by, on, None, because)


def decided_from(draft: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> Document:
    """Take a list of decisions in their order: ``{item, verdict, by, on, value, because}`` each.

    Raises
    ------
    InputError
        If a row lacks a key or :func:`decide_item` refuses it; nothing is taken then.
    """
    document = dict(draft)
    for index, row in enumerate(rows):
        missing = [key for key in ("item", "verdict", "by", "on") if key not in row]
        if missing:
            where = Where("decisions", f"[{index}]")
            raise InputError(Problem(where, f"lacks {', '.join(missing)}", expected="item, verdict, by, on"))
        document = decide_item(
            document, str(row["item"]), str(row["verdict"]), str(row["by"]), str(row["on"]),
            row.get("value"), str(row.get("because", "")),
        )  # fmt: skip
    return document


def statements_of_draft(draft: Mapping[str, Any], source: str = "article") -> list[Document]:
    """Give the accepted and corrected items as statements, with the document's hash and the span of each."""
    from downrange.evidence.intake.draft import statements_from

    return [
        statement.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        for statement in statements_from(_draft(draft), source)
    ]


def recognised(draft: Mapping[str, Any]) -> dict[str, list[Document]]:
    """Say what the casebook already has of a draft and what does not fit it, corrections taken into account.

    Returns
    -------
    dict
        ``known`` and ``conflicts``: see :func:`downrange.service.statements.recognition.recognise`; every row
        has the ``id`` of its item. Rejected items are left out.
    """
    from downrange.service.statements.recognition import recognise

    whole = _draft(draft)
    standing = whole.standing()
    items = []
    names: dict[tuple[str, int, str], str] = {}
    for name, item in zip(whole.ids(), whole.items, strict=True):
        decision = standing.get(name)
        if decision is not None and decision.verdict == "rejected":
            continue
        if decision is not None and decision.verdict == "corrected":
            item = replace(item, value=_corrected(item.value, decision.value))
        items.append(item)
        names.setdefault((item.text, item.start, item.kind), name)
    known, conflicts = recognise(items, _published(whole.published))
    by_place = {(text, start): name for (text, start, kind), name in names.items() if kind != "money"}
    for row in (*known, *conflicts):
        row["id"] = by_place.get((row["item"], row["start"]))
    return {"known": known, "conflicts": conflicts}


def _corrected(old: Any, new: Any) -> Any:
    """Give a corrected value, with what it does not say of its own (who owes whom, on what basis)."""
    return {**old, **new} if isinstance(old, dict) and isinstance(new, dict) else new


def draft_report(draft: Mapping[str, Any]) -> Document:
    """Give a draft as a page or the command line shows it.

    Returns
    -------
    dict
        ``document``, ``items`` (with ``id`` and ``decision``), ``known``, ``conflicts``, ``statements`` (of
        what was accepted), ``undecided_number``.
    """
    body = _draft(draft).as_json()
    return {
        "document": {"name": body["name"], "sha256": body["sha256"], "published": body["published"]},
        "items": body["items"],
        **recognised(draft),
        "statements": statements_of_draft(draft),
        "undecided_number": sum(row["decision"] is None for row in body["items"]),
    }


def intake_of(
    article: str | Path, published: str | None = None, out: str | Path | None = None, names: bool = False
) -> Document:
    """Read an article's file into draft items.

    Parameters
    ----------
    article : str or Path
        A plain text file, or the folder of a draft, which is then only shown.
    published : str or None
        Its day of publication, ISO 8601, for dates said relative to it.
    out : str, Path or None
        A folder for the draft: ``case.yaml``, ``draft.json`` and the text; None writes nothing. Decisions on
        a draft of the same article that lies there are kept.
    names : bool
        Also propose names with the ``nlp`` extra.

    Returns
    -------
    dict
        As :func:`draft_report`.

    Raises
    ------
    InputError
        If the file or the date cannot be read, or the folder holds decisions on another article.
    """
    from downrange.inputs.articles import read_article

    if Path(article).is_dir():
        return draft_report(read_draft(article))
    read = read_article(article)
    draft = draft_text(read.text, read.name, published, read.sha256, names)
    if out is not None:
        folder = Path(out)
        folder.mkdir(parents=True, exist_ok=True)
        draft = _carried_over(folder, draft)
        (folder / "article.txt").write_text(read.text, "utf-8")
        _write(folder, draft)
    return draft_report(draft)


def _carried_over(folder: Path, draft: Document) -> Document:
    """Give a draft the decisions a folder holds on the same article; never write over another's."""
    from downrange.evidence.intake.draft import carried_over

    if not (folder / "draft.json").exists():
        return draft
    earlier, fresh = _draft(read_draft(folder)), _draft(draft)
    if not earlier.decisions:
        return draft
    if earlier.sha256 != fresh.sha256:
        problem = Problem(
            Where(str(folder / "draft.json"), "sha256"), "holds decisions on another article",
            value=earlier.name, expected="another folder for --out",
        )  # fmt: skip
        raise InputError(problem)
    return carried_over(earlier, fresh).as_json()


def _write(folder: Path, draft: Document) -> None:
    """Write the draft's two files: its items with the decisions, and the case of what was accepted."""
    import yaml

    text = json.dumps(draft, indent=1, ensure_ascii=False)
    (folder / "draft.json").write_text(text + "\n", "utf-8")
    case = yaml.safe_dump(case_of_draft(draft), allow_unicode=True, sort_keys=False, width=110)
    (folder / "case.yaml").write_text(case, "utf-8")


def case_of_draft(draft: Mapping[str, Any]) -> Document:
    """Give the draft's case: its parties, the statements of what was accepted, the decisions taken."""
    from downrange.evidence.intake.draft import party_of, slug_of

    whole = _draft(draft)
    statements = statements_of_draft(draft)
    speakers = {row[key] for row in statements for key in ("said_by", "reported_by") if key in row}
    standing = whole.standing()
    named = {
        party_of(item): item
        for name, item in zip(whole.ids(), whole.items, strict=True)
        if item.kind == "party" and (name not in standing or standing[name].verdict != "rejected")
    }
    kinds = {"company", "state", "authority", "court", "press", "person"}
    parties = []
    for name in sorted(speakers | {key for key, item in named.items() if item.role != "outlet"}):
        item = named.get(name)
        kind = item.value["kind"] if item is not None and item.value["kind"] in kinds else "other"
        parties.append({"id": name, "name": {"en": item.text if item else name.split("/")[1]}, "kind": kind})
    day = whole.published or "1900"
    body: Document = {
        "case": slug_of(whole.name), "title": f"Draft from an article: {whole.name}", "from": day, "to": day,
        "parties": parties, "statements": statements, "unknown": ["everything nobody has confirmed yet"],
    }  # fmt: skip
    if statements:
        source = {"publisher": "not yet named", "title": whole.name, "standing": "full"}
        body["sources"] = {"article": source | ({"date": whole.published} if whole.published else {})}
    return body


def read_draft(folder: str | Path) -> Document:
    """Read the draft of a folder.

    Raises
    ------
    InputError
        If the folder holds none.
    """
    place = Path(folder) / "draft.json"
    try:
        body = json.loads(place.read_text("utf-8"))
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        problem = Problem(Where(str(place)), f"cannot be read: {why}", expected="a draft of intake")
        raise InputError(problem) from error
    return _draft(body, str(place)).as_json()


def decide_in(folder: str | Path, rows: Sequence[Mapping[str, Any]]) -> Document:
    """Take decisions into the draft of a folder, write it and its case, and give :func:`draft_report`."""
    draft = decided_from(read_draft(folder), rows)
    _write(Path(folder), draft)
    return draft_report(draft)


def decide_by_file(folder: str | Path, file: str | Path) -> Document:
    """Take the decisions of a YAML or JSON file into the draft of a folder.

    Raises
    ------
    InputError
        If the file is no list of decisions, or one of them is refused; the draft is then as it was.
    """
    from downrange.base.marked import parse
    from downrange.inputs.articles import read_article

    read = read_article(file)
    marked = parse(read.text, str(file))
    rows = marked.data
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        problem = Problem(Where(str(file)), "is no list of decisions", expected="- {item, verdict, by, on}")
        raise InputError(problem)
    draft = read_draft(folder)
    for index, row in enumerate(rows):
        try:
            draft = decided_from(draft, [row])
        except InputError as error:
            raise InputError(_placed(one, marked, index, row) for one in error.problems) from error
    _write(Path(folder), draft)
    return draft_report(draft)


def _placed(problem: Problem, marked: Marked, index: int, row: Mapping[str, Any]) -> Problem:
    """Give a problem of a decision its place in the file the decision was read from."""
    key = next((key for key, given in row.items() if str(given) == str(problem.value)), None)
    return replace(problem, where=marked.where((index,) if key is None else (index, key)))


def _decided(folder: str | Path, **row: Any) -> Document:
    draft = decided_from(read_draft(folder), [row])
    _write(Path(folder), draft)
    return draft


def accept(folder: str | Path, item: str, by: str, on: str, because: str = "") -> Document:
    """Accept an item as it stands: it becomes a statement of the draft case.

    Raises
    ------
    InputError
        If the folder holds no draft or the draft no such item.
    """
    return _decided(folder, item=item, verdict="accepted", by=by, on=on, because=because)


def correct(folder: str | Path, item: str, value: Any, by: str, on: str, because: str = "") -> Document:
    """Accept an item with another value; the draft's file keeps both.

    Raises
    ------
    InputError
        If the folder holds no draft, the draft no such item, or no value is given.
    """
    return _decided(folder, item=item, verdict="corrected", value=value, by=by, on=on, because=because)


def reject(folder: str | Path, item: str, by: str, on: str, because: str = "") -> Document:
    """Reject an item; it stays in the draft's file with the decision.

    Raises
    ------
    InputError
        If the folder holds no draft or the draft no such item.
    """
    return _decided(folder, item=item, verdict="rejected", by=by, on=on, because=because)
