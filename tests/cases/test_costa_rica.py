"""The first environmental sum fixed by the International Court of Justice: two rival methods, a third result."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from downrange.base.money import Money
from downrange.case.schema import Amount, Case
from downrange.errors import InputError
from downrange.inputs.cases import read_case
from downrange.report.contest import contest_page
from downrange.report.text_contest import contest as contest_text
from downrange.service.science.contest import contest, contest_values
from downrange.service.science.sides import stated_sums

NAME = "costa-rica-v-nicaragua-2018"


@pytest.fixture(scope="module")
def matter() -> Case:
    return read_case(NAME).case


def test_the_courts_sum_by_class(matter: Case) -> None:
    """Judgment of 2 February 2018: 120,000 + 2,708.39 + 236,032.16 + 20,150.04 = 378,890.59 USD."""
    parts = {
        s.property: str(s.value.amount.amount)
        for s in matter.statements
        if s.property.startswith("part-") and isinstance(s.value, Amount) and s.value.amount is not None
    }
    assert {name: Decimal(amount) for name, amount in parts.items()} == {
        "part-goods-and-services": Decimal(120_000),
        "part-restoration": Decimal("2708.39"),
        "part-costs-and-expenses": Decimal("236032.16"),
        "part-interest": Decimal("20150.04"),
    }
    assert sum(Decimal(amount) for amount in parts.values()) == Decimal("378890.59")
    assert stated_sums(matter)["claims.compensation.awarded"] == Money.parse("378890.59 USD")


def test_each_side_had_its_method_and_the_court_took_neither(matter: Case) -> None:
    methods = {s.said_by: s for s in matter.statements if s.property == "method"}
    assert set(methods) == {"party/costa-rica", "party/nicaragua", "party/icj"}
    assert methods["party/nicaragua"].stance == "denies"
    told = {who: getattr(s.value, "text", "") for who, s in methods.items()}
    assert told["party/costa-rica"] == "ecosystem services"
    assert told["party/nicaragua"] == "replacement costs"
    assert "neither" in told["party/icj"]


def test_a_case_without_a_launch_is_contested_by_its_sums(tmp_path: Path) -> None:
    path = tmp_path / "other.yaml"
    path.write_text(
        "by: party/nicaragua\nbecause: costs are not damage\nset:\n"
        "  claims.compensation.awarded:\n"
        "    {value: {amount: '142858.43', currency: USD}, source: own reading of the judgment}\n"
    )
    found = contest(NAME, [path], 8, 1)
    (row,) = found["by_kind"]
    assert row == {
        "side": 1, "figure": "claims.compensation.awarded", "currency": "USD", "fact": "0.00",
        "method": "0.00", "law": "-236032.16", "whole": "-236032.16",
    }  # fmt: skip
    assert found["sides"][1]["claims"]["claims.compensation.awarded"]["amount"] == "142858.43"
    assert "claims.compensation.asserted" in found["common"]
    assert "claims.compensation.awarded" not in found["common"]
    assert any("-236" in line for line in contest_text(found))
    assert "own reading of the judgment" in contest_page(found)


def test_sums_in_two_currencies_have_no_difference() -> None:
    values = {"claims.compensation.awarded": {"value": {"amount": "1", "currency": "EUR"}, "source": "x"}}
    found = contest_values(NAME, values, "party/nicaragua", 8)
    assert found["by_kind"] == []


def test_a_case_with_nothing_to_contest_says_so(tmp_path: Path) -> None:
    (tmp_path / "case.yaml").write_text(
        "case: empty\ntitle: Nothing\nquestion: Nothing?\nfrom: 2020-01-01\nto: 2020-01-02\n"
        "state_of_knowledge: 2020-01-03\n"
    )
    with pytest.raises(InputError, match="no launch and no sum"):
        contest_values(str(tmp_path), {"title": {"value": "x", "source": "y"}}, "party/a")
