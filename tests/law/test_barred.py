"""TsENKI was on no list in hand when attached; from 20 July 2023 a dollar leg is barred, a tenge leg is not."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.law.barred import bar, listings


@pytest.mark.parametrize(
    ("day", "currency", "state"),
    [
        ("2023-01-31", "USD", "not-known"),  # the creditor's name was read, its banks were not: see below
        ("2023-07-20", "USD", "barred"),
        ("2024-07-02", "USD", "barred"),
        ("2023-07-20", "KZT", "free"),
    ],
)
def test_a_payment_with_a_bank_nobody_looked_up(day: str, currency: str, state: str) -> None:
    found = bar(("tsenki", "baiterek", "some-bank"), currency, date.fromisoformat(day))
    assert found.state == state
    assert "EU" in found.unread


def test_free_before_the_listing() -> None:
    assert bar(("tsenki", "baiterek"), "USD", date(2023, 7, 19)).state == "free"
    assert bar(("tsenki", "baiterek"), "USD", date(2023, 7, 20)).state == "barred"


def test_a_standing_after_the_last_file_says_so() -> None:
    found = listings("tsenki", date(2026, 11, 23))
    assert found[0].state == "listed"
    assert "2024-07-02" in found[0].because
    assert bar(("tsenki",), "USD", date(2026, 11, 23)).state == "barred"


def test_absence_needs_a_file_of_the_day() -> None:
    assert listings("roscosmos", date(2022, 1, 1))[0].state == "absent"
    assert listings("roscosmos", date(2025, 1, 1)) == ()
    assert bar(("roscosmos",), "USD", date(2025, 1, 1)).state == "not-known"
