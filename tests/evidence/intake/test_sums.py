from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.evidence.intake.items import Text
from downrange.evidence.intake.sums import find_money


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("fines worth $29.7 million", "29700000.00", "USD"),
        ("a debt of 13,684,550,338.70 tenge", "13684550338.70", "KZT"),
        ("KZT 13.5 bn", "13500000000.00", "KZT"),
        ("€25m", "25000000.00", "EUR"),
        ("C$6,041,174.70 asked", "6041174.70", "CAD"),
        ("two billion roubles", "2000000000.00", "RUB"),
        ("half a billion tenge", "500000000.00", "KZT"),
        ("400 Australian dollars", "400.00", "AUD"),
        ("13 684 550 338,7 тенге", "13684550338.70", "KZT"),
        ("более 2 млрд рублей", "2000000000.00", "RUB"),
        ("$29,7 млн", "29700000.00", "USD"),
        ("26 млн долларов", "26000000.00", "USD"),
        ("$741 thousand", "741000.00", "USD"),
        ("10,800 yuan", "10800.00", "CNY"),
    ],
)
def test_one_sum(text: str, amount: str, currency: str) -> None:
    (item,) = find_money(Text(text))
    assert item.value["amount"] == amount
    assert item.value["currency"] == currency
    assert text[item.start : item.end] == item.text


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("1-2 bn tenge", "1000000000.00", "2000000000.00"),
        ("between $1 and $2 billion", "1000000000.00", "2000000000.00"),
        ("from 1.04 billion to 7.327 billion tenge", "1040000000.00", "7327000000.00"),
    ],
)
def test_a_range(text: str, low: str, high: str) -> None:
    (item,) = find_money(Text(text))
    assert (item.value["low"], item.value["high"]) == (low, high)


@pytest.mark.parametrize(
    ("text", "mark"),
    [("about $29 million", "approximate"), ("more than 2 billion roubles", "over"), ("up to $5 m", "up_to")],
)
def test_how_sure_the_text_is(text: str, mark: str) -> None:
    (item,) = find_money(Text(text))
    assert item.value[mark] is True


@pytest.mark.parametrize(
    "text",
    ["1.5 million people", "in 2023 dollars", "172 tonnes of heptyl", "Proton-M", "$", "the tenge fell"],
)
def test_what_is_no_money(text: str) -> None:
    assert find_money(Text(text)) == []


@pytest.mark.parametrize("text", ["$115 million a year", "$150 million-a-year lease", "annual rent of $115m"])
def test_a_yearly_sum(text: str) -> None:
    (item,) = find_money(Text(text))
    assert item.role == "per-year"


@given(
    st.integers(1, 999),
    st.sampled_from(["million", "bn", "thousand"]),
    st.sampled_from(["tenge", "roubles", "euros"]),
)
def test_any_round_sum_is_read(number: int, scale: str, unit: str) -> None:
    (item,) = find_money(Text(f"They owe {number} {scale} {unit}."))
    power = {"million": 6, "bn": 9, "thousand": 3}[scale]
    assert item.value["amount"] == f"{number * 10**power}.00"


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("Rs 10,400 crore", "104000000000.00", "INR"),
        ("Tk 25 crore", "250000000.00", "BDT"),
        ("thirteen and a half billion tenge", "13500000000.00", "KZT"),
        ("twenty-nine million dollars", "29000000.00", "USD"),
        ("€13.684.550,50", "13684550.50", "EUR"),
    ],
)
def test_sums_in_other_styles(text: str, amount: str, currency: str) -> None:
    (item,) = find_money(Text(text))
    assert (item.value["amount"], item.value["currency"]) == (amount, currency)


def test_in_russian_the_comma_is_the_decimal_sign() -> None:
    (item,) = find_money(Text("Речь о 7,327 млрд тенге."))
    assert item.value["amount"] == "7327000000.00"
    (item,) = find_money(Text("It is 7,327 million tenge."))
    assert item.value["amount"] == "7327000000.00"


def test_from_one_sum_to_another_is_a_change_and_no_range() -> None:
    found = find_money(
        Text("It was cut from $22 billion to $530 million; between $330 million and $340 million.")
    )
    assert [item.value.get("amount") for item in found] == ["22000000000.00", "530000000.00", None]
    assert (found[2].value["low"], found[2].value["high"]) == ("330000000.00", "340000000.00")
