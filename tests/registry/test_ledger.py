from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from downrange.base.money import Money
from downrange.errors import RecordError
from downrange.registry.entries import Draft, Line

AWARD = date(2022, 11, 30)


def kzt(amount: str) -> Money:
    return Money.of(amount, "KZT")


def draft(key: str, amount: str = "100.00", on: date = AWARD, **more: Any) -> Draft:
    lines = (Line("debtor/owes", kzt(amount)), Line("creditor/due", -kzt(amount)))
    return Draft(key, on, "office/clerk", lines, **more)


def append(*drafts: Draft) -> list[Any]:
    from downrange.registry import ledger
    from downrange.service.record.work import writing

    with writing():
        return ledger.append(drafts)


def test_sequence_numbers_are_places_in_the_log(registry: str) -> None:
    from downrange.registry import log

    assert [p.sequence for p in append(draft("a"), draft("b"))] == [0, 1]
    assert [p.sequence for p in append(draft("c"))] == [2]
    assert log.tail()[0] == 3


def test_a_key_counts_once_within_and_across_batches(registry: str) -> None:
    from downrange.registry import ledger

    first = append(draft("a"), draft("a"), draft("b"))
    assert [(p.sequence, p.fresh) for p in first] == [(0, True), (0, False), (1, True)]
    assert [(p.sequence, p.fresh) for p in append(draft("b"), draft("c"))] == [(1, False), (2, True)]
    assert {key: p.sequence for key, p in ledger.find(["a", "b", "c", "d"]).items()} == {
        "a": 0,
        "b": 1,
        "c": 2,
    }


@pytest.mark.parametrize("change", [{"amount": "99.00"}, {"on": date(2022, 12, 1)}, {"memo": "other"}])
def test_a_key_used_for_something_else_is_refused(registry: str, change: dict[str, Any]) -> None:
    from downrange.registry import log

    append(draft("a"))
    with pytest.raises(RecordError, match="used for another posting"):
        append(draft("b"), draft("a", **change))
    assert log.tail()[0] == 1, "none of a refused batch is written"


def test_several_currencies_balance_apart(registry: str) -> None:
    from downrange.service.record.ledger import balance_now

    usd = Money.of("29.70", "USD")
    append(
        Draft(
            "swap",
            AWARD,
            "office/clerk",
            (Line("a", kzt("10")), Line("b", -kzt("10")), Line("a", -usd), Line("b", usd)),
        )
    )
    assert {(b.account, b.settled) for b in balance_now()} == {
        ("a", kzt("10")),
        ("a", -usd),
        ("b", -kzt("10")),
        ("b", usd),
    }


def test_currencies_have_dated_digits(registry: str) -> None:
    from downrange.registry import ledger, views
    from downrange.service.record.work import writing

    append(draft("a"))
    assert [(c.code, c.exponent) for c in views.digits_by_number().values()] == [("KZT", 2)]
    with writing():
        ledger.declare_currency("KZT", 0, date(2030, 1, 1))
    append(draft("b", on=date(2029, 12, 31)))
    with pytest.raises(RecordError, match="had 0 digits on 2030-01-01"):
        append(draft("c", on=date(2030, 1, 1)))
    with pytest.raises(RecordError, match="no digits of KZT are on record for 1899"):
        append(draft("d", on=date(1899, 12, 31)))


def test_old_digits_are_read_exactly_or_not_at_all() -> None:
    from downrange.registry.views import Digits

    assert Digits("KZT", 0).money(7) == kzt("7.00")
    assert Digits("KZT", 3).money(7010) == kzt("7.01")
    with pytest.raises(RecordError, match="no exact sum"):
        Digits("KZT", 3).money(7011)


def test_lines_come_back_and_turn_round(registry: str) -> None:
    from downrange.registry import ledger

    append(draft("a", "12.34"))
    assert ledger.lines_of(0) == draft("a", "12.34").lines
    undo = ledger.reversal_of(0, "undo", AWARD, "office/clerk")
    assert undo.lines == (Line("debtor/owes", kzt("-12.34")), Line("creditor/due", kzt("12.34")))
    assert undo.reverses == 0
    with pytest.raises(RecordError, match="no posting 9"):
        ledger.reversal_of(9, "undo", AWARD, "office/clerk")


def test_a_floor_stands_as_it_was_opened(registry: str) -> None:
    from downrange.service.record.ledger import open_account

    number = open_account("bank/cash", 0)
    assert open_account("bank/cash") == number
    assert open_account("bank/cash", 0) == number
    with pytest.raises(RecordError, match="a floor does not change"):
        open_account("bank/cash", -5)


def test_lapsed_holds_are_found_by_their_day(registry: str) -> None:
    from downrange.registry import ledger

    append(
        draft("early", kind="hold", expires_on=date(2023, 1, 10)),
        draft("late", kind="hold", expires_on=date(2023, 3, 10)),
        draft("open", kind="hold"),
    )
    assert ledger.lapsed_holds(date(2023, 1, 9)) == []
    assert ledger.lapsed_holds(date(2023, 1, 10)) == [(0, date(2023, 1, 10))]
    append(Draft("lapse", date(2023, 1, 10), "office/clerk", kind="expiry", resolves=0))
    assert ledger.lapsed_holds(date(2023, 12, 31)) == [(1, date(2023, 3, 10))]


def test_large_batches_go_in_as_they_came(registry: str) -> None:
    from downrange.service.record.ledger import balance_now, compare_balances

    posted = append(*(draft(f"k{i}", f"{i + 1}.00") for i in range(600)))
    assert [p.sequence for p in posted] == list(range(600))
    assert balance_now(["debtor/owes"])[0].settled == kzt(str(600 * 601 // 2))
    assert compare_balances() == []


def test_postings_under_a_prefix(registry: str) -> None:
    from downrange.registry import ledger

    append(draft("case/a/1"), draft("case/a/2"), draft("case/ab/1"))
    append(ledger.reversal_of(1, "case/a/2/undo", AWARD, "office/clerk"))
    assert [(s.key, s.sequence, s.reversed) for s in ledger.with_prefix("case/a/")] == [
        ("case/a/1", 0, False),
        ("case/a/2", 1, True),
        ("case/a/2/undo", 3, False),
    ]
