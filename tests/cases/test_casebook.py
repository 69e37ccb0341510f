"""The casebook as a whole: every precedent is there, and each says what it does not know."""

from __future__ import annotations

import re

import pytest

from downrange.base.money import Money
from downrange.case.schema import Amount, Case, Unknown
from downrange.evidence.conflict import conflicts
from downrange.evidence.rates import LibraryRates
from downrange.inputs.cases import case_names, casebook, read_case
from downrange.service.statements.evidence import vehicle_components

PRECEDENTS = [
    "tsenki-2023",
    "baikonur-lease",
    "proton-1999-07",
    "proton-1999-10",
    "dnepr-2006",
    "proton-2007",
    "proton-2013",
    "soyuz-ms10-2018",
    "cosmos-954",
    "titan-34d9-1986",
    "apstar2-1995",
    "intelsat708-1996",
    "delta2-1997",
    "antares-2014",
    "starship-2023",
    "starship-2025-03",
    "costa-rica-v-nicaragua-2018",
    "devas-v-antrix",
    "stati-v-kazakhstan",
    "noga-v-russia",
    "yukos-roscosmos-arianespace",
    "boeing-v-energia",
    "oneweb-baikonur",
    "ara-libertad",
    "buran-title",
    "altai-2008",
    "china-2013",
    "wallops-2014",
    "amos6-2016",
    "skylab-1979",
    "soyuz-nominal",
    "proton-nominal-stage-1",
    "soyuz-worst-case",
]

REAL = [
    name for name in case_names() if not (read_case(name).case.hypothetical or read_case(name).case.fictional)
]


def case(name: str) -> Case:
    return read_case(name, strict=True).case


def test_every_precedent_is_in_the_book() -> None:
    assert set(PRECEDENTS) <= set(case_names())


@pytest.mark.parametrize("name", REAL)
def test_a_real_case_has_sources_statements_and_names_what_is_unknown(name: str) -> None:
    matter = case(name)
    assert matter.sources
    assert matter.statements
    assert matter.unknown
    lost = any("lost_on" in asset.details for asset in matter.assets)
    assert matter.claims or lost or name == "kenya-ring-2024"


@pytest.mark.parametrize("name", case_names())
def test_conflicts_of_every_case_can_be_found(name: str) -> None:
    matter = case(name)
    for one in conflicts(matter, matter.statements, LibraryRates(), vehicle_components):
        assert len(one.sides) >= 2
        assert all(one.sides)


@pytest.mark.parametrize("name", case_names())
def test_unknown_is_never_an_empty_word(name: str) -> None:
    for claim in case(name).claims:
        for one in (claim.asserted, claim.awarded, claim.agreed, claim.paid):
            assert isinstance(one, Money) or (isinstance(one, Unknown) and len(one.unknown) > 5)


@pytest.mark.parametrize("name", case_names())
def test_speakers_are_offices_and_persons_are_unnamed(name: str) -> None:
    matter = case(name)
    speakers = {s.said_by for s in matter.statements} | {s.reported_by for s in matter.statements}
    for party in matter.parties:
        if party.kind == "person":
            assert re.match(r"^(A|An|First|Second|Owners|Victims)\b", party.name.en), party.name.en
        if party.kind == "office" and party.id in speakers:
            assert re.search(r"\(.*\d{4}\)$", party.name.en), party.name.en


def test_a_forged_claim_is_a_statement_and_no_claim() -> None:
    matter = case("kenya-ring-2024")
    assert matter.claims == ()
    letter = next(s for s in matter.statements if s.id == "statement/letter")
    assert isinstance(letter.value, Amount)
    assert letter.value.amount == Money.parse("100 bn USD")
    assert any(s.stance == "denies" for s in matter.statements)


def test_the_four_parts_of_the_courts_sum() -> None:
    matter = case("costa-rica-v-nicaragua-2018")
    parts = [
        s.value.amount
        for s in matter.statements
        if s.property.startswith("part-") and isinstance(s.value, Amount) and s.value.amount
    ]
    (claim,) = matter.claims
    assert claim.awarded == Money.parse("378890.59 USD")
    assert sum(part.minor for part in parts) == claim.awarded.minor


def test_cosmos_954_is_written_off_to_the_cent() -> None:
    matter = case("cosmos-954")
    by_head = {entry.head: entry.amount.minor for entry in matter.entries}
    assert by_head["principal"] - by_head["payment"] - by_head["write-off"] == 0
    assert by_head["write-off"] == 304_117_470


def test_three_payers_of_one_bill() -> None:
    matter = case("wallops-2014")
    paid = [entry for entry in matter.entries if entry.head == "payment"]
    assert len({entry.payer for entry in paid}) == 3
    assert sum(entry.amount.minor for entry in paid) == 1_500_000_000


def test_fictional_and_hypothetical_cases_lie_apart() -> None:
    for path in (casebook() / "fictional").glob("*/case.yaml"):
        matter = case(path.parent.name)
        assert matter.fictional or matter.hypothetical
