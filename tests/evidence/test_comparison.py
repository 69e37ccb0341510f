from __future__ import annotations

import pytest

from downrange.base.money import Money
from downrange.evidence.comparison import ComparedClaim, compare_claims
from downrange.inputs.cases import iterate_cases

LINES = {(line.case, line.claim): line for line in compare_claims(file.case for file in iterate_cases())}


def line(case: str, claim: str) -> ComparedClaim:
    return LINES[case, f"claim/{claim}"]


def test_golden_ratios_of_the_facts() -> None:
    assert line("proton-2007", "ecological-damage").paid_to_asserted_ratio == pytest.approx(0.0398, abs=5e-5)
    assert line("cosmos-954", "convention").paid_to_asserted_ratio == pytest.approx(0.4966, abs=5e-5)
    assert line("proton-2013", "ecological-damage").paid_to_asserted_ratio == 0
    assert line("altai-2008", "fragment").paid_to_asserted_ratio == pytest.approx(0.1)
    assert line("skylab-1979", "fine").paid_to_asserted_ratio == 1


def test_a_ratio_is_formed_within_one_currency_and_none_of_the_unknown() -> None:
    dnepr = line("dnepr-2006", "ecological-damage")
    assert dnepr.asserted == Money.parse("40.7 bn KZT")
    assert dnepr.paid == Money.parse("1.1 M USD")
    assert dnepr.paid_to_asserted_ratio == pytest.approx(1.1 / 333)  # also asserted as $333 m
    fragment = line("proton-1999-10", "damage")
    assert fragment.paid_to_asserted_ratio is None
    debt = line("tsenki-2023", "debt")
    assert debt.paid is None
    assert "no payment" in debt.reasons["paid"]
    assert debt.propellant_t is None


def test_per_tonne_and_hectare_in_exact_money() -> None:
    proton = line("proton-2007", "ecological-damage")
    assert proton.propellant_t == 218.978
    assert proton.asserted_per_t == Money.of("33459982.28", "KZT")
    assert proton.paid_per_ha == Money.of("9118.75", "KZT")


def test_years_are_a_range_where_a_day_is_a_year() -> None:
    cosmos = line("cosmos-954", "convention")
    assert cosmos.settled_after_low_y == pytest.approx(2.94, abs=0.01)
    assert cosmos.settled_after_high_y == pytest.approx(3.94, abs=0.01)
    assert line("tsenki-2023", "debt").settled_after_low_y == 0
    assert line("apstar2-1995", "harm").settled_after_low_y is None


def test_the_order_is_that_of_the_days() -> None:
    days = [one.arising_on for one in LINES.values()]
    assert days[0] == "1978-01-24"
    assert len(LINES) > 35
