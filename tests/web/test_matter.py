"""The first page of a case as values."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.base.money import Money
from downrange.web import cases, matter

pytestmark = pytest.mark.usefixtures("pages")

ON = date(2023, 3, 14)
CASE = "tsenki-2023"


def test_headline_gives_the_sums_of_the_account(pages: str) -> None:
    (claim,) = matter.headline(CASE, ON)
    sums = {one["name"]: one for one in claim["sums"]}
    assert list(sums) == ["asserted", "awarded", "agreed", "paid", "outstanding"]
    assert sums["asserted"]["money"] == Money.of("13684550338.70", "KZT")
    assert sums["paid"]["money"] is None
    assert sums["paid"]["why"]
    assert sums["outstanding"]["high"] > sums["outstanding"]["money"]
    assert claim["debtor"]["en"] == "TsENKI"


def test_a_conversion_bears_its_rate_day_and_source(pages: str) -> None:
    (official,) = (
        row
        for row in matter.conversions(Money.of("46051", "KZT"), date(2023, 2, 1))
        if row["currency"] == "USD"
    )
    told = official["converted"]
    assert (told["rate"], told["pair"], told["on"]) == ("460.51", "USD/KZT", "2023-02-01")
    assert told["amount"] == {"amount": "100.00", "currency": "USD"}
    assert told["source"]


def test_no_rate_is_said_and_not_guessed(pages: str) -> None:
    (row,) = matter.conversions(Money.of("1", "KZT"), date(1950, 1, 1))
    assert row["missing"]


def test_what_is_held_is_what_the_law_room_says(pages: str) -> None:
    from downrange.law.enforcement.measures import states

    found = matter.held(CASE, ON)
    assert [one["state"] for one in found] == [one.state for one in states(cases.the_case(CASE), ON)]
    assert all(one["against"]["en"] for one in found)


def test_every_contradiction_shows_all_sides(pages: str) -> None:
    conflicts = cases.statements(CASE, None)["conflicts"]
    shown = matter.disputed(CASE)
    assert len(shown) == len(conflicts)
    for one, conflict in zip(shown, conflicts, strict=True):
        said = [len(side["said"]) + len(side["library"]) for side in one["sides"]]
        assert said == [len(side) for side in conflict["sides"]]


def test_terms_run_before_they_pass(pages: str) -> None:
    early, late = matter.next_steps(CASE, date(2023, 2, 1)), matter.next_steps(CASE, date(2026, 11, 23))
    assert early["running"]
    assert not late["running"]
    days = [one["by"] for one in early["running"]]
    assert days == sorted(days)


def test_the_course_is_in_order_and_every_fact_is_there(pages: str) -> None:
    found = matter.timeline(CASE)
    assert len(found) == len(cases.the_case(CASE).timeline)
    assert found[0]["on"] == "2004-12-22"


def test_every_leaf_of_a_derivation_has_its_source(pages: str) -> None:
    for figure in ("claim.asserted", "claim.outstanding"):
        found = matter.explained(CASE, figure, ON)
        assert found is not None
        assert found["leaves"]
        assert {leaf["source"] for leaf in found["leaves"]} <= set(found["sources"])
    assert matter.explained(CASE, "claim.nonsense", ON) is None


def test_a_party_that_is_unknown_is_said(pages: str) -> None:
    from downrange.case.schema import Unknown

    case = cases.the_case(CASE)
    assert matter.party(case, Unknown(unknown="not reported"))["en"] == "not reported"
    assert matter.party(case, None)["en"] == ""
    assert matter.party(case, "party/nobody-there")["en"] == "party/nobody-there"


def test_every_source_that_the_page_names_is_cited(pages: str) -> None:
    claims = matter.headline(CASE, ON)
    known = matter.cited(CASE, matter.rate_sources(claims))
    case = cases.the_case(CASE)
    assert set(case.sources) <= set(known)
    assert set(matter.rate_sources(claims)) <= set(known)
    assert {key for event in matter.timeline(CASE) for key in event["sources"]} <= set(known)
    assert {key for one in matter.held(CASE, ON) for key in one["sources"]} <= set(known)
