"""What was accepted of an article goes on record whole or not at all, under the name of who accepted it."""

from __future__ import annotations

from typing import Any

import pytest

from downrange.errors import InputError
from downrange.service.statements import intake
from downrange.service.statements.accepted import record_accepted

CASE = "tsenki-2023"
TEXT = "On 14 March 2023 Kazakhstan attached property of TsENKI over a debt of 13.7 billion tenge, KZ24 reported."
DAY = "2026-11-23"


def decided(verdict: str, text: str = TEXT) -> dict[str, Any]:
    draft = intake.draft_text(text, "an article", "2023-03-14")
    for item in draft["items"]:
        draft = intake.decide_item(draft, item["id"], verdict, "user/reader", DAY)
    return draft


@pytest.fixture
def loaded(registry: str) -> str:
    from downrange.inputs.cases import read_case
    from downrange.service.keeping.casebook import load_case

    load_case(read_case(CASE).case)
    return registry


def test_statements_parties_and_the_source_are_recorded_together(loaded: str) -> None:
    from downrange.service.record.facts import facts_as_of
    from downrange.service.record.on_record import case_on_record

    before = case_on_record(CASE)
    told = record_accepted(
        CASE, decided("accepted"), "user/reader", "KZ24", "Attached", "https://kz24.example"
    )
    after = case_on_record(CASE)
    assert len(after.statements) - len(before.statements) == len(told["statements"]) > 0
    assert after.sources[told["source"]].title == "Attached"
    new = [one for one in after.statements if one.id in told["statements"]]
    assert {one.source for one in new} == {told["source"]}
    assert "claim/debt" in {one.about for one in new}  # recognised
    known = {one.id for one in after.parties}
    assert {one.said_by for one in new} <= known
    assert {one.by for one in facts_as_of(kind="statement") if one.about.endswith(told["statements"][0])} == {
        "user/reader"
    }


def test_the_same_article_twice_is_on_record_once(loaded: str) -> None:
    from downrange.service.record.on_record import case_on_record

    record_accepted(CASE, decided("accepted"), "user/reader", "KZ24", "Attached")
    once = len(case_on_record(CASE).statements)
    record_accepted(CASE, decided("accepted"), "user/reader", "KZ24", "Attached")
    assert len(case_on_record(CASE).statements) == once


@pytest.mark.parametrize(
    ("draft", "publisher", "message"),
    [
        (intake.draft_text(TEXT, "an article"), "KZ24", "not decided"),
        (decided("rejected"), "KZ24", "nothing was accepted"),
        (decided("accepted"), " ", "publisher"),
    ],
)
def test_what_is_not_finished_is_refused(
    loaded: str, draft: dict[str, Any], publisher: str, message: str
) -> None:
    from downrange.service.record.on_record import record_size

    before = record_size()
    with pytest.raises(InputError, match=message):
        record_accepted(CASE, draft, "user/reader", publisher, "Attached")
    assert record_size() == before
