"""The lease on a day: what the text does not show is None with the reason; positions are words, not terms."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from tests.law.cases import case

from downrange.base.money import Money
from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.law.lease import LeaseStatement, breach_claim, lease_statement


def real(day: str) -> LeaseStatement:
    return lease_statement(read_case("baikonur-lease").case, date.fromisoformat(day))


def test_keys_and_nulls_with_reasons() -> None:
    body = real("2023-03-14").as_json()
    for key in ("rent_per_year", "due", "paid", "arrears", "schedule", "obligations", "positions"):
        assert key in body
    assert body["rent_per_year"] == {"amount": "115000000.00", "currency": "USD"}
    for key in ("due", "paid", "arrears"):
        assert body[key] is None
        assert body[f"{key}_reason"]
    assert set(body["schedule"][0]) == {"period_start", "period_end", "due_on", "amount"}
    assert {"name", "state", "evidence"} <= set(body["obligations"][0])
    assert {"party", "date", "about", "says"} <= set(body["positions"][0])
    json.dumps(body)


def test_quarters_to_2050() -> None:
    found = real("2023-03-14")
    assert len(found.schedule) == 57 * 4
    assert found.schedule[-1].end == date(2050, 12, 31)
    assert {one.amount for one in found.schedule} == {Money.of(28750000, "USD")}
    assert found.in_term
    assert not real("2051-01-01").in_term


def test_a_day_knows_nothing_later() -> None:
    early = real("1998-12-31")
    assert [one.version for one in early.netting] == ["agreement of 1998-10-08"]
    assert early.budget == ()
    assert not any(one.date and one.date > "1998-12-31" for one in early.positions)
    assert len(real("2000-03-18").netting) == 2
    assert real("1998-10-07").netting == ()


def test_every_budget_line_of_the_case_agrees() -> None:
    found = real("2026-11-23")
    assert len(found.budget) == 10
    assert all(one.agrees for one in found.budget)
    assert [one.year for one in found.budget if one.kind == "evidence"] == [2022]


def test_positions_have_sides_and_our_own_arithmetic_is_none() -> None:
    found = real("2026-11-23").positions
    assert {"lessor", "tenant", "other"} >= {one.side for one in found} >= {"lessor", "tenant"}
    assert not any(one.party == "party/downrange" for one in found)
    told = {one.statement: one.says for one in found}
    assert told["statement/rent-115"].startswith("115")
    assert "150" in told["statement/rent-150"]


def test_a_breach_becomes_an_asserted_claim_of_the_other_side() -> None:
    whole = read_case("baikonur-lease").case
    name = "current and capital repair; return fit for use, wear allowed"
    claim = breach_claim(whole, name, date(2023, 3, 14), Money.of(1, "USD"), "a made-up breach")
    assert (claim.creditor, claim.debtor) == ("party/kazakhstan", "party/russia")
    assert claim.asserted == Money.of(1, "USD")
    assert not isinstance(claim.paid, Money)
    with pytest.raises(InputError, match="no such obligation"):
        breach_claim(whole, "nothing", date(2023, 3, 14), None, "x")


def lease(**changed: Any) -> dict[str, Any]:
    body: dict[str, Any] = {
        "title": "A lease", "lessor": "party/state", "tenant": "party/debtor", "object": "land",
        "signed_on": "2020", "in_force_on": {"unknown": "x"}, "until": "2030",
        "rent_per_year": {"amount": 100, "currency": "USD"}, "payable": "in money",
    }  # fmt: skip
    return body | changed


def test_bad_details_are_reported_with_every_key() -> None:
    details = {"payments": [{"on": "2021"}], "budget_lines": [{"year": "x"}]}
    with pytest.raises(InputError) as caught:
        lease_statement(case(lease=lease(details=details)), date(2023, 1, 1))
    keys = {problem.where.key for problem in caught.value.problems}
    assert "lease.details.payments.0.amount" in keys
    assert "lease.details.budget_lines.0.year" in keys


def test_a_case_without_a_lease_is_refused_and_an_unknown_rent_stays_unknown() -> None:
    with pytest.raises(InputError, match="lease"):
        lease_statement(case(), date(2023, 1, 1))
    with pytest.raises(InputError, match="lease"):
        breach_claim(case(), "x", date(2023, 1, 1), None, "x")
    found = lease_statement(case(lease=lease(rent_per_year={"unknown": "not read"})), date(2023, 1, 1))
    assert found.as_json()["rent_per_year_reason"] == "not read"
    assert found.schedule == ()
