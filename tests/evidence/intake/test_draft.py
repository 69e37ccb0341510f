from __future__ import annotations

import pytest

from downrange.evidence.intake.draft import (
    Decided,
    Draft,
    carried_over,
    decide,
    draft_of,
    slug_of,
    statements_from,
)
from downrange.evidence.intake.items import Item

CLAIM = Item(
    "claim",
    "$5 m",
    10,
    14,
    {"amount": "5000000.00", "currency": "USD", "over": True},
    speaker="TsENKI",
    outlet="Interfax",
)
DATE = Item("date", "2023", 0, 4, "2023")
TERM = Item("lease-term", "50 years", 20, 28, {"years": 50}, hedged=True)
DRAFT = draft_of("an-article", "0" * 64, "2023-03-14", [DATE, CLAIM, TERM])


def accepted(item: str) -> Decided:
    return Decided(item, "accepted", "party/reader", "2026-11-23")


def test_nothing_is_a_statement_before_a_decision() -> None:
    assert statements_from(DRAFT, "article") == ()


def test_an_accepted_claim_keeps_its_place_in_the_document() -> None:
    (statement,) = statements_from(decide(DRAFT, accepted("item/0002-claim")), "article")
    assert statement.span == (10, 14)
    assert statement.document_sha256 == "0" * 64
    assert (statement.said_by, statement.reported_by, statement.reported_on) == (
        "party/cenki",
        "party/interfaks",
        "2023-03-14",
    )
    assert statement.value.model_dump(mode="json")["over"] is True


def test_what_is_hedged_estimates_and_a_date_is_a_statement_too() -> None:
    draft = decide(decide(DRAFT, accepted("item/0001-date")), accepted("item/0003-lease-term"))
    date, statement = statements_from(draft, "article")
    assert date.property == "date"
    assert date.span == (DRAFT.items[0].start, DRAFT.items[0].end)
    assert statement.stance == "estimates"
    assert statement.value.model_dump(mode="json", exclude_none=True) == {"number": 50.0, "unit": "y"}


def test_the_last_decision_stands_and_all_are_kept() -> None:
    draft = decide(DRAFT, accepted("item/0002-claim"))
    draft = decide(draft, Decided("item/0002-claim", "rejected", "party/other", "2026-11-24"))
    assert statements_from(draft, "article") == ()
    assert len(draft.decisions) == 2
    assert DRAFT.decisions == ()


def test_a_draft_reads_back_from_its_file() -> None:
    draft = decide(DRAFT, accepted("item/0002-claim"))
    assert Draft.from_json(draft.as_json()) == draft


def test_decisions_that_make_no_sense() -> None:
    with pytest.raises(ValueError, match="has no"):
        decide(DRAFT, accepted("item/0009-claim"))
    with pytest.raises(ValueError, match="needs the right value"):
        decide(DRAFT, Decided("item/0002-claim", "corrected", "party/reader", "2026-11-23"))


def test_slugs_of_any_script() -> None:
    assert slug_of("ЦЭНКИ") == slug_of("TsENKI")
    assert slug_of("«»") == "unnamed"


def test_what_is_said_are_the_words_and_not_the_speaker() -> None:
    said = Item("statement", "Talks go on, TsENKI said.", 0, 25, "tsenki", speaker="TsENKI")
    draft = draft_of("an-article", "0" * 64, "2023-03-14", [said])
    (statement,) = statements_from(decide(draft, accepted("item/0001-statement")), "article")
    assert statement.value.model_dump(mode="json")["text"] == "Talks go on, TsENKI said."


def test_a_decided_item_that_is_no_longer_found_stays_and_the_others_get_their_new_numbers() -> None:
    earlier = decide(decide(DRAFT, accepted("item/0002-claim")), accepted("item/0003-lease-term"))
    more = Item("party", "ESA", 5, 8, {"party": "esa", "kind": "authority"})
    fresh = draft_of("an-article", "0" * 64, "2023-03-14", [DATE, more, CLAIM])
    whole = carried_over(earlier, fresh)
    assert [item.kind for item in whole.items] == ["date", "party", "claim", "lease-term"]
    assert [decision.item for decision in whole.decisions] == ["item/0003-claim", "item/0004-lease-term"]
    assert [one.about for one in statements_from(whole, "article")] == ["case/an-article"] * 2
