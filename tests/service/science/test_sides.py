import pytest

from downrange.base.money import Money
from downrange.damage.ensemble import assess
from downrange.inputs.cases import read_case
from downrange.service.science.sides import (
    currencies_of,
    decimal_text,
    intervals,
    launched,
    medians,
    side_of,
    stated_sums,
)


def test_stated_sums_are_those_of_the_claims_and_of_chosen_statements() -> None:
    debt = stated_sums(read_case("tsenki-2023").case)
    assert Money.parse("13684550338.70 KZT") in debt.values()
    assert all(name.startswith(("claims.", "choices.")) for name in debt)
    assert not launched(read_case("tsenki-2023").case)


def test_a_side_holds_computed_and_stated_sums_as_decimal_strings() -> None:
    case = read_case("proton-2013").case
    assert launched(case)
    found = assess(case, 4, 1)
    side = side_of("party/x", found, case)
    assert all(isinstance(d["amount"]["p50"], str) for d in side["damages"] if d["amount"])
    assert side["claims"] == {name: money.as_json() for name, money in stated_sums(case).items()}
    middle, wide, units = medians(found, case), intervals(found, case), currencies_of(found, case)
    assert set(middle) == set(wide)
    assert {name for name in middle if not name.startswith("quantities.")} <= set(units)
    for name in stated_sums(case):
        assert wide[name].p05 == wide[name].p95 == middle[name]
    assert decimal_text(1.005, "EUR") == "1.00"  # the float lies below the half
    assert decimal_text(2.5, "KZT") == "2.50"
    with pytest.raises(KeyError):
        decimal_text(1.0, "XXX")
