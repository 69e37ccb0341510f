from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.service.statements.intake import (
    accept,
    accept_item,
    case_of_draft,
    correct,
    correct_item,
    decide_by_file,
    decide_in,
    decide_item,
    decided_from,
    draft_report,
    draft_text,
    intake_of,
    read_draft,
    recognised,
    reject,
    reject_item,
    statements_of_draft,
)

ARTICLE = """\
Kazakhstan has impounded the property of the Space Infrastructure Center, KZ24 News reported on Monday. The Space Infrastructure Center owes $29.7 million, and its agency had cannot leave Kazakhstan.

A debt of $23.5 million was demanded from the Space Infrastructure Center, Vlast.kz reported.
"""


def write(tmp_path: Path) -> Path:
    path = tmp_path / "march.txt"
    path.write_text(ARTICLE, "utf-8")
    return path


def test_the_items_have_the_agreed_keys(tmp_path: Path) -> None:
    report = intake_of(write(tmp_path), "2023-03-14")
    json.dumps(report)
    keys = {
        "kind",
        "text",
        "start",
        "end",
        "value",
        "role",
        "scope",
        "speaker",
        "outlet",
        "negated",
        "hedged",
        "confidence",
        "id",
        "decision",
    }
    assert all(set(item) == keys for item in report["items"])
    kinds = {item["kind"] for item in report["items"]}
    assert {"money", "date", "party", "measure", "claim", "statement", "ambiguity"} <= kinds


def test_known_parties_and_debts_are_recognised_and_others_are_not(tmp_path: Path) -> None:
    report = intake_of(write(tmp_path), "2023-03-14")
    debts = {(row["item"], row["case"], row["is"]) for row in report["known"] if row["is"] == "claim/debt"}
    assert ("$29.7 million", "tsenki-2023", "claim/debt") in debts
    assert {(row["item"], row["is"]) for row in report["conflicts"] if row["case"] == "tsenki-2023"} == {
        ("$23.5 million", "claim/debt")
    }
    parties = {(row["case"], row["is"]) for row in report["known"]}
    assert ("tsenki-2023", "party/tsenki") in parties


def test_nothing_enters_the_draft_case_before_somebody_says_so(tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    intake_of(write(tmp_path), "2023-03-14", folder)
    assert read_case(folder).case.statements == ()
    body = json.loads((folder / "draft.json").read_text("utf-8"))
    claim = next(row["id"] for row in body["items"] if row["kind"] == "claim")
    measure = next(row["id"] for row in body["items"] if row["kind"] == "measure")
    garbled = next(row["id"] for row in body["items"] if row["kind"] == "ambiguity")
    accept(folder, claim, "party/reader", "2026-11-23")
    accept(folder, garbled, "party/reader", "2026-11-23")
    reject(folder, measure, "party/reader", "2026-11-23", "not what is meant")
    case = read_case(folder).case
    assert {s.id for s in case.statements} == {
        f"statement/{claim.split('/')[1]}",
        f"statement/{garbled.split('/')[1]}",
    }
    for statement in case.statements:
        assert statement.document_sha256 == body["sha256"]
        assert statement.span is not None
    money = next(s for s in case.statements if s.property == "claim-principal")
    assert money.value.model_dump(mode="json")["amount"] == {"amount": "29700000.00", "currency": "USD"}


def test_a_correction_is_kept_beside_what_the_article_said(tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    intake_of(write(tmp_path), "2023-03-14", folder)
    body = json.loads((folder / "draft.json").read_text("utf-8"))
    claim = next(row["id"] for row in body["items"] if row["kind"] == "claim")
    correct(
        folder,
        claim,
        {"amount": "29716076.00", "currency": "USD"},
        "party/reader",
        "2026-11-23",
        "the notice",
    )
    accept(folder, claim, "party/reader", "2026-11-24")
    after = json.loads((folder / "draft.json").read_text("utf-8"))
    assert [one["verdict"] for one in after["decisions"]] == ["corrected", "accepted"]
    row = next(row for row in after["items"] if row["id"] == claim)
    assert row["value"]["amount"] == "29700000.00"


@pytest.mark.parametrize("published", ["14.03.2023", "yesterday"])
def test_a_day_that_is_none(tmp_path: Path, published: str) -> None:
    with pytest.raises(InputError, match="is no date"):
        intake_of(write(tmp_path), published)


def test_drafts_and_items_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        accept(tmp_path, "item/0001-money", "party/x", "2026-11-23")
    intake_of(write(tmp_path), None, tmp_path / "d")
    with pytest.raises(InputError, match="has no item/9999"):
        accept(tmp_path / "d", "item/9999-money", "party/x", "2026-11-23")
    with pytest.raises(InputError, match="needs the right value"):
        correct(tmp_path / "d", "item/0001-party", None, "party/x", "2026-11-23")


READER = ("party/reader", "2026-11-23")


def first(draft: dict[str, Any], kind: str) -> str:
    return next(str(row["id"]) for row in draft["items"] if row["kind"] == kind)


def test_decisions_on_a_stored_draft_are_pure() -> None:
    draft = draft_text(ARTICLE, "march", "2023-03-14")
    stored = json.loads(json.dumps(draft))
    kept = copy.deepcopy(stored)
    after = accept_item(stored, first(stored, "claim"), *READER)
    after = reject_item(after, first(after, "measure"), *READER, "not what is meant")
    assert stored == kept
    assert [row["verdict"] for row in after["decisions"]] == ["accepted", "rejected"]
    (statement,) = statements_of_draft(after)
    assert statement["document_sha256"] == draft["sha256"]
    assert ARTICLE[slice(*statement["span"])] == "$29.7 million"
    assert statements_of_draft(stored) == []


@pytest.mark.parametrize(
    "kind", ["money", "date", "party", "relation", "measure", "claim", "statement", "ambiguity", "basis"]
)
def test_an_accepted_item_of_any_kind_becomes_a_statement_with_its_span(kind: str) -> None:
    text = ARTICLE + "TsENKI, a subsidiary of Roscosmos, was asked for a refund of the money paid in 2022."
    draft = draft_text(text, "march", "2023-03-14")
    name = first(draft, kind)
    after = accept_item(draft, name, *READER)
    (statement,) = statements_of_draft(after)
    row = next(row for row in after["items"] if row["id"] == name)
    assert statement["span"] == [row["start"], row["end"]]
    assert case_of_draft(after)["statements"] == [statement]


def test_what_is_corrected_is_held_against_the_casebook_anew() -> None:
    draft = draft_text(ARTICLE, "march", "2023-03-14")
    wrong = next(row["id"] for row in recognised(draft)["conflicts"] if row["item"] == "$23.5 million")
    after = correct_item(draft, wrong, {"amount": "29700000.00", "currency": "USD"}, *READER)
    assert not [row for row in recognised(after)["conflicts"] if row["item"] == "$23.5 million"]
    assert "$23.5 million" in {row["item"] for row in recognised(after)["known"] if row["is"] == "claim/debt"}
    gone = reject_item(draft, wrong, *READER)
    assert "$23.5 million" not in {row["item"] for row in recognised(gone)["conflicts"]}


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "perhaps"}, "is no verdict"),
        ({"on": "yesterday"}, "is no date"),
        ({"item": "item/9999-claim"}, "has no item/9999"),
        ({"verdict": "corrected"}, "needs the right value"),
        ({"verdict": "corrected", "value": {"currency": "USD"}}, "cannot be read"),
    ],
)
def test_a_decision_that_cannot_be_taken(change: dict[str, Any], message: str) -> None:
    draft = draft_text(ARTICLE, "march", "2023-03-14")
    row = {"item": first(draft, "claim"), "verdict": "accepted", "by": READER[0], "on": READER[1]} | change
    with pytest.raises(InputError, match=message):
        decide_item(draft, **row)


def test_decisions_from_a_file_are_taken_all_or_none(tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    intake_of(write(tmp_path), "2023-03-14", folder)
    draft = read_draft(folder)
    row = {"item": first(draft, "claim"), "verdict": "accepted", "by": READER[0], "on": READER[1]}
    file = tmp_path / "decisions.json"
    file.write_text(json.dumps([row, row | {"item": "item/9999-claim"}]), "utf-8")
    with pytest.raises(InputError, match=r"decisions.json:\d+: \[1\].item: .*has no item/9999"):
        decide_by_file(folder, file)
    assert read_draft(folder) == draft
    file.write_text(json.dumps([row]), "utf-8")
    report = decide_by_file(folder, file)
    assert [one["property"] for one in report["statements"]] == ["claim-principal"]
    assert report["undecided_number"] == len(draft["items"]) - 1
    assert decide_in(folder, [])["statements"] == draft_report(read_draft(folder))["statements"]
    file.write_text("item: x", "utf-8")
    with pytest.raises(InputError, match="no list of decisions"):
        decide_by_file(folder, file)
    with pytest.raises(InputError, match="lacks by, on"):
        decided_from(draft, [{"item": "x", "verdict": "accepted"}])


def test_reading_the_article_again_keeps_every_decision(tmp_path: Path) -> None:
    article, out = write(tmp_path), tmp_path / "draft"
    report = intake_of(article, "2023-03-14", out)
    claim = next(item["id"] for item in report["items"] if item["kind"] == "claim")
    measure = next(item["id"] for item in report["items"] if item["kind"] == "measure")
    accept(out, measure, "party/reader", "2026-11-23")
    correct(out, claim, {"amount": "29716076.00", "currency": "USD"}, "party/reader", "2026-11-23")
    before = read_draft(out)
    again = intake_of(article, "2023-03-14", out)
    assert read_draft(out) == before
    assert len(again["statements"]) == 2
    assert intake_of(out)["statements"] == again["statements"]
    other = tmp_path / "other.txt"
    other.write_text("Kazakhstan demands $5 million from Russia.", "utf-8")
    with pytest.raises(InputError, match="another article"):
        intake_of(other, None, out)
    assert read_draft(out) == before
