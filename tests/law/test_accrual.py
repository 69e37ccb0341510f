"""Interest on what was owed in each stretch, under every choice, with the reason where there is none."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from downrange.base.money import Money
from downrange.case.schema import InterestTerms
from downrange.law.accrual import accrued, stretches

DEBT = Money.of("13684550338.70", "KZT")


def tenge(amount: int) -> Money:
    return Money.of(amount, "KZT")


def terms(**changed: Any) -> InterestTerms:
    body = {
        "rule": "simple",
        "start_on": "2023-01-01",
        "rate_percent_per_y": "16.75",
        "article": "clause 7",
        "source": "s",
    }
    return InterestTerms.model_validate(body | changed)


def test_a_contract_rate_over_a_year() -> None:
    found, reason = accrued(terms(), DEBT, (), date(2024, 1, 1))
    assert reason is None
    assert found is not None
    assert found.low == found.high == Money.of("2292162181.73", "KZT")


def test_a_payment_stops_its_own_interest() -> None:
    paid = ((date(2023, 7, 2), tenge(500)),)
    found, _ = accrued(terms(rate_percent_per_y="10"), tenge(1000), paid, date(2024, 1, 1))
    assert found is not None
    assert found.low == Money.of("74.93", "KZT")  # 182 days on 1,000 and 183 on 500, rounded once


def test_the_working_is_shown_line_by_line() -> None:
    paid = ((date(2023, 7, 2), tenge(500)),)
    found, _ = accrued(terms(rate_percent_per_y="10"), tenge(1000), paid, date(2024, 1, 1))
    assert found is not None
    first, second = found.choices[0].lines
    assert (first.start, first.end, first.owed) == (date(2023, 1, 1), date(2023, 7, 2), tenge(1000))
    assert (second.start, second.end, second.owed) == (date(2023, 7, 2), date(2024, 1, 1), tenge(500))
    assert [str(line.bore) for line in (first, second)] == ["49.8630", "25.0685"]  # 1000 x 182 / 3650
    assert first.as_json()["days"] == 182
    daily = terms(rule="per-day", rate_percent_per_y=None, penalty_percent_per_d="0.1", cap_percent="10")
    found, _ = accrued(daily, tenge(1000), paid, date(2024, 1, 1))
    assert found is not None
    assert [str(line.bore) for line in found.choices[0].lines] == ["182.0000", "91.5000"]
    assert found.low == tenge(100)  # the cap
    grown = terms(rule="compound", rate_percent_per_y="10", compounding="yearly")
    found, _ = accrued(grown, tenge(1000), (), date(2025, 1, 1))
    assert found is not None
    assert [str(line.bore) for line in found.choices[0].lines] == [f"{found.low.amount}00"]


def test_the_rate_of_each_chosen_day() -> None:
    given_ = terms(rule="kz-353", rate_percent_per_y=None, start_on="2022-10-15",
                   choice_days={"claim": "2022-10-15", "judgment": "2022-12-20"})  # fmt: skip
    found, _ = accrued(given_, DEBT, (), date(2023, 3, 14))
    assert found is not None
    assert [str(choice.rate) for choice in found.choices] == ["14.5", "16.75", "16.75"]
    assert found.low < found.high
    later, _ = accrued(given_, DEBT, (), date(2024, 2, 1))
    assert later is not None
    assert len(later.choices) == 2
    assert "payment" in later.refused[0]


def test_a_start_known_to_the_year_gives_both_ends() -> None:
    found, _ = accrued(terms(start_on="2022"), tenge(1000), (), date(2024, 1, 1))
    assert found is not None
    assert len(found.choices) == 2
    assert found.low < found.high


def test_nothing_runs_before_its_day_and_refusals_are_told() -> None:
    assert accrued(terms(), DEBT, (), date(2023, 1, 1)) == (None, "not yet: it runs from 2023-01-01")
    given_ = terms(rule="kz-353", rate_percent_per_y=None)
    found, reason = accrued(given_, DEBT, (), date(2024, 2, 1))
    assert found is None
    assert "not verified" in str(reason)


def test_per_day_with_a_cap_and_compound() -> None:
    per_day = terms(rule="per-day", rate_percent_per_y=None, penalty_percent_per_d="0.1", cap_percent="5")
    early, _ = accrued(per_day, tenge(1000), (), date(2023, 1, 11))
    late, _ = accrued(per_day, tenge(1000), (), date(2024, 1, 1))
    assert early is not None
    assert late is not None
    assert (early.low, late.low) == (tenge(10), tenge(50))
    compounded, _ = accrued(
        terms(rule="compound", compounding="yearly", rate_percent_per_y="10"),
        tenge(1000),
        (),
        date(2025, 1, 1),
    )
    assert compounded is not None
    assert compounded.low > tenge(210) - tenge(1)


def test_compound_beside_part_payments_is_refused() -> None:
    paid = ((date(2023, 7, 2), tenge(500)),)
    found, reason = accrued(terms(rule="compound", compounding="yearly"), tenge(1000), paid, date(2024, 1, 1))
    assert found is None
    assert "part payments" in str(reason)


@pytest.mark.parametrize(
    "changed",
    [{"rate_percent_per_y": None}, {"rule": "compound"}, {"rule": "per-day"}, {"rate_percent_per_y": 16.75}],
)
def test_terms_that_lack_something_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        terms(**changed)


@given(st.lists(st.tuples(st.integers(0, 500), st.integers(1, 100)), max_size=5), st.integers(1, 600))
def test_stretches_join_and_never_owe_less_than_nothing(rows: list[tuple[int, int]], length: int) -> None:
    start = date(2023, 1, 1)
    end = start + timedelta(days=length)
    found = stretches(
        tenge(1000), [(start + timedelta(days=day), tenge(amount)) for day, amount in rows], start, end
    )
    assert found[0].start == start
    assert found[-1].end == end
    for one, other in pairwise(found):
        assert one.end == other.start
        assert one.owed > other.owed
    assert all(one.owed.minor > 0 for one in found)
