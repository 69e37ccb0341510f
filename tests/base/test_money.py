from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from downrange.base.money import EXPONENTS, Money, Rounding, from_float, round_fraction

ROUNDINGS: list[Rounding] = ["half-up", "half-even", "down", "up"]


def test_the_debt_to_the_tiyn() -> None:
    debt = Money.of("13684550338.70", "KZT")
    assert debt.minor == 1_368_455_033_870
    assert debt.as_json() == {"amount": "13684550338.70", "currency": "KZT"}
    assert str(debt) == "13,684,550,338.70 KZT"


def test_more_digits_than_the_currency_has_are_refused() -> None:
    with pytest.raises(ValueError, match="more digits"):
        Money.of("1.234", "KZT")
    with pytest.raises(ValueError, match="unknown currency"):
        Money.of("1", "XXX")
    with pytest.raises(ValueError, match="more digits"):
        Money.of("0.5", "JPY")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("29.7 M USD", "29700000.00"),
        ("13.5 bn KZT", "13500000000.00"),
        ("13 684 550 338.70 KZT", "13684550338.70"),
        ("2 billion RUB", "2000000000.00"),
        ("25 M EUR", "25000000.00"),
    ],
)
def test_money_as_people_print_it(text: str, amount: str) -> None:
    assert Money.parse(text).as_json()["amount"] == amount


def test_what_is_not_money_is_refused() -> None:
    for wrong in ("29.7", "USD", "1 zillion USD", "12 XYZ", "1.234 KZT"):
        with pytest.raises(ValueError, match=r"unknown|cannot read|more digits"):
            Money.parse(wrong)


def test_currencies_do_not_mix() -> None:
    with pytest.raises(ValueError, match="need a rate"):
        Money.of(1, "KZT") + Money.of(1, "USD")
    with pytest.raises(ValueError, match="need a rate"):
        _ = Money.of(1, "KZT") < Money.of(2, "USD")


@given(st.integers(-(10**15), 10**15), st.integers(-(10**15), 10**15))
def test_sums_are_exact(a: int, b: int) -> None:
    assert (Money(a, "KZT") + Money(b, "KZT")).minor == a + b
    assert (Money(a, "KZT") - Money(b, "KZT")) == -(Money(b, "KZT") - Money(a, "KZT"))


@given(st.fractions(), st.sampled_from(ROUNDINGS))
def test_rounding_by_name(exact: Fraction, rounding: Rounding) -> None:
    rounded = round_fraction(exact, rounding)
    assert abs(rounded - exact) < 1 if rounding in ("down", "up") else abs(rounded - exact) <= Fraction(1, 2)
    if rounding == "down":
        assert abs(rounded) <= abs(exact)
    if rounding == "up":
        assert abs(rounded) >= abs(exact)
    assert round_fraction(-exact, rounding) == -rounded


def test_halves() -> None:
    half = Fraction(5, 2)
    assert [round_fraction(half, r) for r in ROUNDINGS] == [3, 2, 2, 3]


def test_the_golden_budget_line_truncates_the_half_thousand() -> None:
    # Republic's budget of 2022 as amended: 28.75 M USD at 433.69 and 86.25 M USD at 460.00, in thousand tenge.
    exact = Fraction("28750") * Fraction("433.69") + Fraction("86250") * Fraction("460.00")
    assert round_fraction(exact, "down") == 52_143_587


def test_conversion_rounds_once() -> None:
    assert (
        Money.of("13684550338.70", "KZT")
        .converted(Decimal(1) / Decimal("460.51"), "USD", "half-up")
        .as_json()["amount"]
        == "29716076.39"
    )
    assert Money.of("115000000", "USD").converted(Decimal("470.00"), "KZT", "down").amount == Decimal(
        "54050000000.00"
    )


def test_the_border_where_floats_end() -> None:
    assert from_float(12600.004999, "EUR").minor == 1_260_000
    assert from_float(0.125, "EUR", "half-even").minor == 12


def test_schema_reads_strings_never_floats() -> None:
    adapter: TypeAdapter[Money] = TypeAdapter(Money)
    assert adapter.validate_python({"amount": "12.50", "currency": "KZT"}).minor == 1250
    assert adapter.validate_python({"amount": 12, "currency": "KZT"}).minor == 1200
    assert adapter.dump_python(Money(1250, "KZT"), mode="json") == {"amount": "12.50", "currency": "KZT"}
    for wrong in (
        {"amount": 12.5, "currency": "KZT"},
        {"amount": "12.505", "currency": "KZT"},
        {"amount": "1", "currency": "ZZZ"},
        {"amount": "1"},
    ):
        with pytest.raises(ValidationError):
            adapter.validate_python(wrong)


@given(st.sampled_from(sorted(EXPONENTS)), st.integers(-(10**12), 10**12))
def test_printed_and_read_back(currency: str, minor: int) -> None:
    money = Money(minor, currency)
    body = money.as_json()
    assert Money.of(body["amount"], body["currency"]) == money


def test_dividing_by_a_rate_rounds_once() -> None:
    assert Money.of("460.51", "KZT").divided(Decimal("460.51"), "USD", "half-up") == Money.of(1, "USD")
    with pytest.raises(ValueError, match="rate"):
        Money.of(1, "KZT").divided(Decimal(0), "USD", "half-up")
