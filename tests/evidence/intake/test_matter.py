from __future__ import annotations

import pytest

from downrange.evidence.intake.actors import actors
from downrange.evidence.intake.extract import extract
from downrange.evidence.intake.items import Item, Text
from downrange.evidence.intake.matter import (
    find_ambiguities,
    find_claims,
    find_lease,
    find_relations,
)
from downrange.evidence.intake.sums import find_money


def claims(text: str) -> list[Item]:
    cut = Text(text)
    return find_claims(cut, find_money(cut), actors(cut))


def test_a_claim_with_stage_parties_and_basis() -> None:
    found = claims("TsENKI owes Baiterek $29.7 million for an assessment of environmental damage.")
    (claim,) = [item for item in found if item.kind == "claim"]
    assert (claim.role, claim.value["debtor"], claim.value["creditor"]) == (
        "asserted",
        "tsenki",
        "baiterek-jv",
    )
    assert {item.value for item in found if item.kind == "basis"} == {"contract", "ecological-damage"}


@pytest.mark.parametrize(
    ("text", "stage"),
    [
        ("Russia paid 291.8 million tenge.", "paid"),
        ("Russia agreed to pay $1.1 million.", "agreed"),
        ("The court awarded $378,890.59 to Costa Rica.", "awarded"),
        ("Kazakhstan demanded 40.7 billion tenge.", "asserted"),
    ],
)
def test_the_four_stages_are_kept_apart(text: str, stage: str) -> None:
    (claim,) = [item for item in claims(text) if item.kind == "claim"]
    assert claim.role == stage


def test_rent_is_a_lease_term_and_no_claim() -> None:
    text = Text("The rent is $115 million a year; the lease was signed for 50 years and runs until 2050.")
    terms = find_lease(text, find_money(text))
    assert [(item.role, item.value) for item in terms][1:] == [
        ("years", {"years": 50}),
        ("until", {"until": "2050"}),
    ]
    assert terms[0].role == "rent-per-year"
    assert [item for item in claims(text.text) if item.kind == "claim"] == []


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("TsENKI, a subsidiary of Roscosmos", ("subsidiary-of", "tsenki", "roscosmos")),
        ("Roscosmos subsidiary TsENKI", ("subsidiary-of", "tsenki", "roscosmos")),
        ("TsENKI owes Baiterek money", ("owes", "tsenki", "baiterek-jv")),
        ("Russia leases the base from Kazakhstan", ("leases-from", "russia", "kazakhstan")),
        ("Kazakhstan demanded a sum from Russia", ("claims-from", "kazakhstan", "russia")),
    ],
)
def test_relations(text: str, relation: tuple[str, str, str]) -> None:
    cut = Text(text + ".")
    (item,) = find_relations(cut, actors(cut))
    assert (item.value["relation"], item.value["subject"], item.value["object"]) == relation


def test_a_bystander_is_no_debtor() -> None:
    cut = Text("Russia owes a debt. Ukraine watches and Kazakhstan waits.")
    assert find_relations(cut, actors(cut)) == []


def test_garbled_words_keep_their_readings() -> None:
    (item,) = find_ambiguities(Text("TsENKI may not sell, and its agency had cannot leave Kazakhstan."))
    assert item.text == "agency had cannot"
    assert item.value["readings"] == ["agency head cannot", "agency cannot"]


def test_a_tenant_is_no_creditor_and_nothing_paid_is_no_payment() -> None:
    """From words that nobody here wrote: the base is leased to one state, a sum was claimed and never paid."""
    found = claims(
        "TsENKI runs the spaceport that Kazakhstan leases to Russia, over an unpaid debt of 13.7 billion tenge. "
        "After the crash 13,690,747,305 tenge were claimed, nothing paid."
    )
    debt, crash = [item for item in found if item.kind == "claim"]
    assert debt.value["creditor"] is None
    assert (debt.role, crash.role) == ("asserted", "asserted")


def test_a_claim_told_over_several_sentences_has_its_parties_and_its_cause() -> None:
    text = (
        "Baiterek won an arbitration against TsENKI last year. The sum is 13,684,550,338.70 tenge. "
        "It stems from an unpaid environmental assessment of the Soyuz-5 rocket."
    )
    items = extract(text, None)
    (claim,) = (item.value for item in items if item.kind == "claim")
    assert (claim["stage"], claim["basis"]) == ("awarded", "contract")
    assert (claim["debtor"], claim["creditor"]) == ("tsenki", "baiterek-jv")
    assert [item.value["relation"] for item in items if item.kind == "relation"] == ["owes"]


def test_rival_causes_of_one_debt_are_an_ambiguity() -> None:
    text = (
        "TsENKI owes $29.7 million. Officials say the money is due for an environmental assessment. "
        "Others speak of damage to the environment."
    )
    (open_one,) = (item for item in extract(text, None) if item.role == "basis")
    assert open_one.kind == "ambiguity"
    assert open_one.value["readings"] == ["contract", "ecological-damage"]


def test_a_claim_for_a_crash_takes_no_cause_from_another_debt() -> None:
    text = (
        "TsENKI owes Baiterek $29.7 million for an environmental impact assessment.\n\n"
        "In 2013 a rocket crashed. Kazakhstan claimed 13.69 billion tenge from Russia."
    )
    one, two = [item.value["basis"] for item in claims(text) if item.kind == "claim"]
    assert (one, two) == ("contract", None)
    (harm,) = [
        item.value["basis"] for item in claims(text + " It sought $9 million for harm to the environment.")
        if item.kind == "claim" and item.value["amount"] == "9000000.00"
    ]  # fmt: skip
    assert harm == "ecological-damage"


def test_the_company_a_subsidiary_of_takes_up_the_body_named_before() -> None:
    cut = Text(
        "Bailiffs impounded goods of TsENKI. They barred the company, a subsidiary of Roscosmos, from leaving."
    )
    values = [item.value for item in find_relations(cut, actors(cut))]
    assert {"relation": "subsidiary-of", "subject": "tsenki", "object": "roscosmos"} in values


def test_who_says_that_another_owes_is_no_debtor() -> None:
    items = extract(
        "The digital ministry of Kazakhstan said that TsENKI owes the joint venture Baiterek 13.5 billion tenge. "
        "Bailiffs attached the company's property.",
        None,
    )
    (claim,) = [one for one in items if one.kind == "claim"]
    assert (claim.value["debtor"], claim.value["creditor"]) == ("tsenki", "baiterek-jv")
    assert [one.value["subject"] for one in items if one.kind == "relation"] == ["tsenki"]
    (held,) = [one for one in items if one.kind == "measure"]
    assert held.value["on"] == "tsenki"


def test_who_says_that_it_owes_is_the_debtor() -> None:
    items = extract("TsENKI said it owed the joint venture Baiterek 13.5 billion tenge.", None)
    (claim,) = [one for one in items if one.kind == "claim"]
    assert claim.value["debtor"] == "tsenki"
