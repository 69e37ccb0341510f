"""Terms with their articles; events known to the month give ranges."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.law.cases import case, claim, measure

from downrange.law.deadlines import Deadline, deadlines


def terms(**changed: Any) -> dict[str, Deadline]:
    whole = case(**changed)
    return {one.what: one for one in deadlines(whole, whole.claims[0])}


def test_terms_of_an_attachment() -> None:
    found = terms(measures=[measure(since="2023-01-31")])
    suit = found["suit of a third party to free property from measure/attachment"]
    assert suit.article == "CPC 251"
    assert suit.by == suit.earliest == date(2023, 2, 14)
    assert found["end of the proceeding"].by == date(2023, 3, 31)
    assert found["end of the proceeding with valuation, sale or search"].by == date(2023, 5, 31)
    assert "anew" in found["presenting the writ"].otherwise


def test_an_event_known_to_the_month_gives_a_range() -> None:
    found = terms(measures=[measure(since={"unknown": "not public"}, seen_from="2023-01")])
    end = found["end of the proceeding"]
    assert (end.earliest, end.by) == (date(2023, 3, 1), date(2023, 3, 31))
    assert any("first seen" in flag for flag in end.flags)
    assert end.as_json(date(2023, 3, 14))["state"] == "ends about now"
    assert end.as_json(date(2023, 4, 14))["state"] == "passed"
    assert end.as_json(date(2023, 2, 14))["state"] == "running"


def test_a_measure_nobody_dated_gives_no_term() -> None:
    found = terms(measures=[measure(since={"unknown": "not public"})])
    assert set(found) == {"presenting the writ"}


def test_an_award_runs_three_years_and_an_assertion_the_limitation() -> None:
    assert terms()["presenting the writ"].by == date(2025, 10, 15)
    none = {"unknown": "none"}
    found = terms(claims=[claim(awarded=none, awarded_on=None, arising_on="2013-07-02")])
    assert found["limitation of 3 years"].by == date(2016, 7, 2)


def test_remediation_clocks_of_the_new_code() -> None:
    none = {"unknown": "none"}
    body = claim(
        basis="state-costs", creditor="party/state", arising_on="2023-04-03", awarded=none, awarded_on=None
    )
    found = terms(claims=[body])
    assert found["measures against the damage start"].by == date(2023, 4, 4)
    assert found["remediation programme handed in"].by == date(2023, 5, 3)


def test_a_treaty_claim_has_one_year() -> None:
    none = {"unknown": "none"}
    body = claim(basis="treaty", arising_on="1978-01-24", awarded=none, awarded_on=None,
                 asserted={"amount": "6041174.70", "currency": "CAD"})  # fmt: skip
    found = terms(claims=[body])
    assert found["presenting the claim through diplomatic channels"].by == date(1979, 1, 24)
    assert "limitation of 3 years" not in found
