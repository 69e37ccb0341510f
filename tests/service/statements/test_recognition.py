from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from downrange.evidence.intake.extract import extract
from downrange.inputs.cases import read_case
from downrange.service.statements.recognition import conversion_days, recognise

DAY = date(2023, 3, 14)


def read(text: str, day: date = DAY) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    return recognise(extract(text, day), day)


def test_a_debt_of_2023_is_not_recognised_as_the_one_of_2013() -> None:
    text = (
        "TsENKI, a subsidiary of Roscosmos, owes $29.7M, Kazakhstan says. In 2013 Kazakhstan claimed "
        "$89.5 million from Russia."
    )
    known, conflicts = read(text)
    debts = {(row["item"], row["case"]) for row in known if row["is"].startswith("claim/")}
    assert {("$29.7M", "tsenki-2023"), ("$89.5 million", "proton-2013")} <= debts
    assert ("$29.7M", "proton-2013") not in debts
    assert not [case for sum_, case in debts if sum_ == "$89.5 million" and case != "proton-2013"]
    assert conflicts == []


def test_the_days_of_a_rate_end_with_the_claim_and_begin_anew_before_the_article() -> None:
    case = read_case("proton-2013").case
    (claim,) = case.claims
    ((first, last),) = conversion_days(case, claim, DAY)
    assert first == date(2013, 7, 2)
    assert last.year == 2016
    case = read_case("tsenki-2023").case
    spans = conversion_days(case, case.claims[0], DAY)
    assert any(start <= date(2023, 2, 1) <= end for start, end in spans)
    assert all(end <= DAY for _, end in spans)
    assert conversion_days(case, case.claims[0], date(2013, 1, 1)) == []


@pytest.mark.parametrize(
    ("text", "kind", "word"),
    [
        ("TsENKI owes $23.5 million, Vlast.kz reported.", "value", "no rate"),
        ("TsENKI owes Kazakhstan $29.7 million.", "party", "party/kazakhstan"),
        ("TsENKI was fined $29.7 million as a penalty.", "basis", "fine"),
        ("Kazakhstan seized the entire Baikonur base from TsENKI over a debt.", "scope", "not the leased"),
        ("Russia leases Baikonur under TsENKI rules for $150 million a year.", "lease", "115,000,000.00 USD"),
        ("TsENKI launches Soyuz rockets, which use a highly toxic fuel.", "library", "kerosene"),
    ],
)
def test_what_does_not_fit_is_shown_with_its_kind_and_reason(text: str, kind: str, word: str) -> None:
    _, conflicts = read(text)
    rows = [row for row in conflicts if row["kind"] == kind]
    assert rows, conflicts
    assert word in rows[0]["because"]


def test_the_agreed_figures_are_no_conflict() -> None:
    known, conflicts = read(
        "TsENKI owes Baiterek 13,684,550,338.70 tenge. Russia leases Baikonur for $115 million a year until 2050. "
        "Proton burns heptyl."
    )
    assert conflicts == []
    assert "claim/debt" in {row["is"] for row in known}


def test_a_state_alone_names_no_matter() -> None:
    assert read("Russia owes Kazakhstan $89.5 million.") == ([], [])


def test_each_party_and_debt_is_known_once_in_the_case_it_is_of() -> None:
    text = "TsENKI, a subsidiary of Roscosmos, owes Baiterek $29.7 million, Kazakhstan's ministry says."
    known, _ = read(text)
    assert len({(row["item"], row["start"]) for row in known}) == len(known)
    assert {row["case"] for row in known} == {"tsenki-2023"}
    assert {row["is"] for row in known} >= {
        "party/tsenki",
        "party/roscosmos",
        "party/baiterek-jv",
        "claim/debt",
    }
    tsenki = next(row for row in known if row["is"] == "party/tsenki")
    assert "baikonur-2023-attachment" in tsenki["also"]


def test_a_sum_that_agrees_says_what_it_agrees_by() -> None:
    known, conflicts = read("TsENKI owes Baiterek 13,684,550,338.70 tenge.")
    sums = [row for row in (*known, *conflicts) if row.get("kind") == "value"]
    assert sums, known
    for row in sums:
        assert ("no rate or rounding" in row["because"]) == (row["verdict"] == "different")
