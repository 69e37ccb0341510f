"""What payments paid: by the bailiff's order inside enforcement, by the civil code's outside."""

from __future__ import annotations

from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from downrange.base.money import Money
from downrange.case.schema import Case, Entry
from downrange.inputs.cases import read_case
from downrange.law.spread import spreads_of

NAME = "tsenki-2023-exercise"
ON = date(2023, 9, 1)


def tenge(amount: int | str) -> Money:
    return Money.of(amount, "KZT")


def entry(head: str, amount: int, on: str) -> Entry:
    body: dict[str, Any] = {
        "on": on, "claim": "claim/debt", "head": head, "document": "paper", "source": "s",
        "amount": {"amount": str(amount), "currency": "KZT"},
    }  # fmt: skip
    return Entry.model_validate(body)


def with_entries(*more: Entry, held: bool = True) -> Case:
    case = read_case(NAME).case
    measures = case.measures if held else ()
    return case.model_copy(update={"entries": (*case.entries, *more), "measures": measures})


def test_nothing_paid_is_nothing_spread() -> None:
    assert spreads_of(with_entries(), ON, "claim/debt") == ()


def test_the_bailiff_takes_costs_before_the_creditor_and_both_kinds_are_shown() -> None:
    case = with_entries(entry("costs", 300, "2023-03-01"), entry("payment", 1000, "2023-04-01"))
    found = {spread.order: spread for spread in spreads_of(case, ON, "claim/debt")}
    assert set(found) == {"private-bailiff", "state-bailiff"}
    ((_, private),) = found["private-bailiff"].allocations
    heads = {part.head: part.amount for part in private.parts}
    assert heads == {"costs": tenge(300), "principal": tenge(700)}
    for spread in found.values():
        assert spread.article
        assert spread.as_json()["payments"][0]["on"] == "2023-04-01"


def test_outside_enforcement_the_civil_code_credits_principal_first() -> None:
    case = with_entries(entry("penalty", 300, "2023-03-01"), entry("payment", 1000, "2023-04-01"), held=False)
    (spread,) = spreads_of(case, ON, "claim/debt")
    assert spread.order == "kz"
    assert [part.head for part in spread.allocations[0][1].parts] == ["principal"]


@settings(max_examples=12)
@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=5))
def test_parts_and_what_is_left_make_the_payments(sums: list[int]) -> None:
    paid = [entry("payment", sum_, f"2023-04-{number:02d}") for number, sum_ in enumerate(sums, start=1)]
    for spread in spreads_of(with_entries(*paid), ON, "claim/debt"):
        spent = sum(part.amount.minor for _, one in spread.allocations for part in one.parts)
        over = sum(one.left.minor for _, one in spread.allocations)
        assert spent + over == sum(sum_ * 100 for sum_ in sums)
