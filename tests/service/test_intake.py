from __future__ import annotations

import json
from pathlib import Path

import pytest

from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.service.intake import accept, correct, intake_of, reject

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
