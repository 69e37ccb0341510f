"""What is left: entries that break a sum down, come on top of it, write it off, or overpay it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.law.cases import case, claim

from downrange.base.money import Money
from downrange.case.schema import Entry
from downrange.inputs.cases import read_case
from downrange.law.account import statement_of_account
from downrange.law.tally import paid_of, reductions, tally, total


def usd(amount: str | int) -> Money:
    return Money.of(amount, "USD")


def line(head: str, amount: str | int, on: str = "2020-01-01", currency: str = "USD") -> Entry:
    body: dict[str, Any] = {
        "on": on, "claim": "claim/debt", "head": head, "document": "d", "source": "s",
        "amount": {"amount": str(amount), "currency": currency},
    }  # fmt: skip
    return Entry.model_validate(body)


def test_entries_that_break_an_award_down_are_not_added_to_it() -> None:
    """The International Court's sum of 2018: 122,708.39 and costs and interest make 378,890.59."""
    parts = (line("principal", "122708.39"), line("costs", "236032.16"), line("interest", "20150.04"))
    found = tally(usd("378890.59"), settled=False, known={"paid": usd(0)}, entries=parts)
    assert found.left == usd("378890.59")
    assert not found.flags


def test_costs_without_a_posted_principal_come_on_top() -> None:
    assert tally(usd(100), settled=False, known={"paid": usd(0)}, entries=(line("costs", 5),)).left == usd(
        105
    )


def test_a_settlement_takes_its_write_off_once() -> None:
    entries = (line("principal", 100), line("payment", 40), line("write-off", 60))
    found = tally(usd(40), settled=True, known={"asserted": usd(100), "agreed": usd(40)}, entries=entries)
    assert (found.left, found.written_off) == (usd(0), usd(60))


def test_a_write_off_without_settlement_reduces() -> None:
    found = tally(usd(100), settled=False, known={"paid": usd(0)}, entries=(line("write-off", 60),))
    assert (found.left, found.written_off) == (usd(40), usd(60))


def test_more_paid_than_owed_is_nought_and_said() -> None:
    found = tally(usd(320), settled=False, known={"paid": usd("373.5")}, entries=())
    assert found.left == usd(0)
    assert "exceed" in found.flags[0]


def test_a_payment_nobody_knows_of_is_said() -> None:
    assert "not known" in tally(usd(1), settled=False, known={}, entries=()).flags[0]


def test_another_currency_is_named() -> None:
    found = tally(usd(100), settled=False, known={}, entries=(line("payment", 1, currency="EUR"),))
    assert found.other_currencies == ("EUR",)


def test_paid_is_what_is_known_or_what_is_posted_where_that_is_more() -> None:
    posted = (line("payment", 30), line("payment", 20))
    assert paid_of(None, ()) is None
    assert paid_of(None, posted) == usd(50)
    assert paid_of(usd(40), posted) == usd(50)
    assert paid_of(usd(60), posted) == usd(60)
    assert paid_of(usd(60), (*posted, line("payment", 5, currency="EUR"))) == usd(60)
    assert paid_of(None, (*posted, line("payment", 5, currency="EUR"))) is None


def test_reductions_by_their_last_possible_day() -> None:
    one = case(claims=[claim(paid={"amount": "10", "currency": "USD"}, paid_on="2020-06")]).claims[0]
    assert reductions(one, usd(100), {"paid": usd(10)}, ()) == ((date(2020, 6, 30), usd(10)),)
    posted = (line("payment", 7, "2020-02"), line("costs", 1))
    assert reductions(one, usd(100), {"paid": usd(10)}, posted) == ((date(2020, 2, 29), usd(7)),)


@pytest.mark.parametrize(
    ("name", "left", "written_off"),
    [
        ("cosmos-954", "0.00 CAD", "3041174.70 CAD"),
        ("costa-rica-v-nicaragua-2018", "378890.59 USD", None),
        ("boeing-v-energia", "0.00 USD", None),
        ("proton-2007", "0.00 KZT", None),
        ("proton-2013", "13690747305.00 KZT", None),
    ],
)
def test_the_real_accounts(name: str, left: str, written_off: str | None) -> None:
    account = statement_of_account(read_case(name).case, date(2026, 11, 23))
    assert isinstance(account.outstanding, Money)
    assert f"{account.outstanding.amount} {account.outstanding.currency}" == left
    if written_off:
        assert account.written_off is not None
        assert f"{account.written_off.amount} {account.written_off.currency}" == written_off


@given(st.integers(0, 10**12), st.lists(st.integers(0, 10**11), max_size=5))
def test_left_and_paid_make_the_sum_or_an_excess(minor: int, sums: list[int]) -> None:
    entries = tuple(line("payment", f"{cents / 100:.2f}") for cents in sums)
    paid = total(entries, ("payment",), "USD").minor
    found = tally(Money(minor, "USD"), settled=False, known={}, entries=entries)
    assert found.left.minor == max(0, minor - paid)
    assert any("exceed" in flag for flag in found.flags) is (paid > minor)
