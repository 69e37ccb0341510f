"""Rent to the last tenge: the budget of 2022, the regression lines, the netting, the drop-area fee."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from downrange.base.money import Money
from downrange.errors import SourceError
from downrange.law.rent import (
    BudgetLine,
    Netting,
    check_budget_line,
    drop_area_fee,
    netted,
    paid_in_tenge,
    schedule,
    truncated,
)
from downrange.reference.exchange import official, supplied_quote

RENT = Money.of(115000000, "USD")


def line(year: int, rent: str, rate: str | None, grounds: str | None = None, **more: object) -> BudgetLine:
    body: dict[str, object] = {
        "year": year,
        "rent": {"amount": rent, "currency": "KZT"},
        "rate": rate,
        "source": "s",
    }
    if grounds:
        body["proving_grounds"] = {"amount": grounds, "currency": "KZT"}
    return BudgetLine.model_validate(body | more)


def test_the_budget_of_2022_is_one_quarter_at_the_day_and_three_planned() -> None:
    """28.75 M at 433.69, the official rate of 14 January 2022, and 86.25 M at 460.00, truncated."""
    assert official("USD", "KZT", date(2022, 1, 14)).rate == Decimal("433.69")
    shares = [
        {"usd": "28750000", "rate": "433.69", "on": "2022-01-14"},
        {"usd": "86250000", "rate": "460.00"},
    ]
    check = check_budget_line(line(2022, "52143587000", None, "9217940000", quarters=shares), RENT)
    assert check.exact == Fraction(52143587500)
    assert check.computed == Money.of(52143587000, "KZT")
    assert check.agrees
    assert check.kind == "evidence"
    assert check.proving_grounds_usd == Money.of(20039000, "USD")
    rounded = Money.of(round(Decimal("52143587500") / 1000) * 1000, "KZT")
    assert check.printed < rounded  # rounding half up would print 52,143,588: it is truncated


@pytest.mark.parametrize(
    ("year", "rent", "rate", "grounds", "dollars"),
    [
        (2002, "17779000000", "154.60", "4251500000", 27500000),
        (2005, "14950000000", "130.00", "3575000000", 27500000),
        (2006, "14605000000", "127.00", "3492500000", 27500000),
        (2013, "17480000000", "152.00", "3767472000", 24786000),
        (2019, "42550000000", "370.00", "7414430000", 20039000),
        (2020, "43700000000", "380.00", "7614820000", 20039000),
        (2023, "54050000000", "470.00", "9418330000", 20039000),
        (2024, "52900000000", "460.00", "9217940000", 20039000),
        (2025, "54050000000", "470.00", "9418330000", 20039000),
    ],
)
def test_the_other_lines_reproduce_at_planning_rates(
    year: int, rent: str, rate: str, grounds: str, dollars: int
) -> None:
    check = check_budget_line(line(year, rent, rate, grounds), RENT)
    assert check.agrees
    assert check.proving_grounds_agree
    assert check.kind == "implied"
    assert check.proving_grounds_usd == Money.of(dollars, "USD")


def test_the_misprint_of_2020_does_not_agree() -> None:
    assert not check_budget_line(line(2020, "43770000000", "380.00"), RENT).agrees


def test_dollars_that_miss_the_rent_are_noted() -> None:
    shares = [{"usd": "28750000", "rate": "400"}]
    assert "add up" in check_budget_line(line(2022, "11500000000", None, quarters=shares), RENT).note


def test_the_table_of_the_measured_data(measured_data: Path) -> None:
    with (measured_data / "baikonur_rent_budget.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(each for each in file if not each.startswith("#")))
    read = [row for row in rows if row["baikonur_rent_thousand_kzt"] and row["year"] != "2022"]
    assert len(read) == 8
    for row in read:
        rent, rate = f"{row['baikonur_rent_thousand_kzt']}000", row["implied_kzt_per_usd_at_115m"]
        assert check_budget_line(line(int(row["year"]), rent, rate), RENT).agrees


def test_the_schedule_of_a_year() -> None:
    periods = schedule(RENT, 2022, 2023, 4)
    assert len(periods) == 8
    assert {str(one.amount.amount) for one in periods} == {"28750000.00"}
    assert [(one.start, one.end) for one in periods[:2]] == [
        (date(2022, 1, 1), date(2022, 3, 31)),
        (date(2022, 4, 1), date(2022, 6, 30)),
    ]
    assert all(one.due_on is None for one in periods)
    assert sum(one.amount.minor for one in schedule(RENT, 1994, 2016, 4)) == Money.of(2645000000, "USD").minor
    with pytest.raises(ValueError, match="cut"):
        schedule(RENT, 2022, 2022, 5)


def test_a_quarter_at_the_rate_of_its_day() -> None:
    quarter = schedule(RENT, 2022, 2022, 4)[0]
    found = paid_in_tenge(quarter, date(2022, 1, 14))
    assert found.amount == Money.of("12468587500", "KZT")
    assert found.at.series == "official-printed"
    with pytest.raises(SourceError):
        paid_in_tenge(quarter, date(2022, 1, 10))
    given = supplied_quote("USD", "KZT", "434", date(2022, 1, 10), "the bank's advice")
    assert paid_in_tenge(quarter, date(2022, 1, 10), given).amount == Money.of("12477500000", "KZT")


def test_truncation_cuts_and_never_rounds_up() -> None:
    assert truncated(Fraction(1999999, 1000), "KZT", 1000) == Money.of(1000, "KZT")


NETTING = Netting.model_validate(
    {
        "russia_owed": {
            "rent_1994_1998": "575.0",
            "losses_1992_1993": "1318.0",
            "proving_grounds_1997_1998": "55.0",
        },
        "kazakhstan_owed": {"state_credits": "1441.1", "kazkontrakt": "136.3", "kazakhstanenergo": "114.3"},
        "settled": {"unknown": "no source says so"},
        "source": "s",
    }
)


def test_the_netting_of_1998_in_both_versions() -> None:
    first, second = netted(NETTING)
    assert first.russia_total == second.russia_total == Money.of("1948000000", "USD")
    assert (first.kazakhstan_total, first.balance) == (
        Money.of(1441100000, "USD"),
        Money.of(506900000, "USD"),
    )
    assert (second.kazakhstan_total, second.balance) == (
        Money.of(1691700000, "USD"),
        Money.of(256300000, "USD"),
    )
    assert first.owed_by == second.owed_by == "party/russia"
    assert first.paid == "no source says so"
    assert dict(first.russia)["rent_1994_1998"] == RENT + RENT + RENT + RENT + RENT
    assert first.as_json()["balance"]["amount"] == "506900000.00"


@pytest.mark.parametrize(
    ("launches", "dollars"), [(0, 460000), (3, 460000), (4, 510000), (6, 610000), (12, 910000)]
)
def test_the_drop_area_fee_by_launches(launches: int, dollars: int) -> None:
    assert drop_area_fee(launches, date(2022, 6, 1)).amount == Money.of(dollars, "USD")


def test_no_fee_before_the_agreement_and_no_negative_launches() -> None:
    with pytest.raises(SourceError):
        drop_area_fee(3, date(2019, 1, 1))
    with pytest.raises(ValueError, match="negative"):
        drop_area_fee(-1, date(2022, 6, 1))
