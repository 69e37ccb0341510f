"""The exit ban hangs on the office: threshold, notice, lifting."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.base.money import Money
from downrange.law.enforcement.exit_ban import exit_ban, lifting


@pytest.mark.parametrize(
    ("year", "threshold"), [(2023, 138000), (2024, 147680), (2025, 157280), (2026, 173000)]
)
def test_forty_index_multiples_equal_counts(year: int, threshold: int) -> None:
    day = date(year, 2, 2)
    found = exit_ban(Money.of(threshold, "KZT"), day, None)
    assert (found.required, found.threshold) == (True, Money.of(threshold, "KZT"))
    assert not exit_ban(Money(threshold * 100 - 1, "KZT"), day, None).required


def test_periodic_payments_over_three_months() -> None:
    small = Money.of(1, "KZT")
    assert exit_ban(small, date(2023, 2, 1), None, 4).required
    assert not exit_ban(small, date(2023, 2, 1), None, 3).required


def test_five_working_days_after_the_notice_and_up_to_three_for_the_court() -> None:
    found = exit_ban(Money.of(13684550338, "KZT"), date(2023, 1, 31), date(2023, 1, 31))
    assert (found.earliest_order, found.court_decides_by) == (date(2023, 2, 7), date(2023, 2, 10))
    assert found.article == "ENF 33(1)"
    late = exit_ban(Money.of(13684550338, "KZT"), date(2026, 5, 20), date(2026, 5, 20))
    assert any("Kurban" in flag for flag in late.flags)


def test_no_threshold_in_dollars() -> None:
    with pytest.raises(ValueError, match="rate"):
        exit_ban(Money.of(1, "USD"), date(2023, 1, 31), None)


def test_a_new_head_ends_the_old_ban() -> None:
    found = lifting("change-of-head", date(2023, 3, 17))
    assert found.lifts
    assert found.by == date(2023, 3, 20)
    assert "office" in found.because
    assert not lifting("change-of-head", date(2023, 3, 17), only_founder=True).lifts
    assert not lifting("part-payment", date(2023, 3, 17)).lifts
