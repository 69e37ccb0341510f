"""In force on a date: no extrapolation, the flag for a later wording, purposes side by side, values supplied."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.errors import InputError, SourceError
from downrange.reference.dated import Supplied, history, in_force, parameters, supplied_from

INDEX = "kz-index.mci_kzt"


@pytest.mark.parametrize(
    ("day", "index"),
    [
        ("2013-07-02", 1731),
        ("2023-03-14", 3450),
        ("2024-01-01", 3692),
        ("2025-12-31", 3932),
        ("2026-01-01", 4325),
    ],
)
def test_index_of_a_day(day: str, index: int) -> None:
    assert in_force(INDEX, date.fromisoformat(day)).number == index


def test_two_indices_run_side_by_side_in_2022() -> None:
    day = date(2022, 5, 1)
    assert in_force(INDEX, day, "benefits").count == 3180
    assert in_force(INDEX, day, "penalties").count == 3063
    assert in_force(INDEX, day, "taxes").count == 3063
    with pytest.raises(SourceError, match="name the purpose"):
        in_force(INDEX, day)
    assert in_force(INDEX, date(2022, 3, 31)).count == 3063


def test_the_index_of_2020_for_taxes_is_not_verified() -> None:
    assert in_force(INDEX, date(2020, 6, 1), "penalties").count == 2778
    with pytest.raises(SourceError, match="not verified"):
        in_force(INDEX, date(2020, 6, 1), "taxes")


@pytest.mark.parametrize("day", [date(1997, 12, 31), date(2027, 1, 1)])
def test_outside_the_known_range_is_refused(day: date) -> None:
    with pytest.raises(SourceError, match="outside the known range") as caught:
        in_force(INDEX, day)
    assert caught.value.missing == (f"{INDEX} on {day}",)


def test_a_remembered_value_is_refused_and_not_shipped() -> None:
    with pytest.raises(SourceError, match="not verified"):
        in_force(INDEX, date(2005, 1, 1))
    for name, _, _ in parameters():
        assert all(version.value is None for version in history(name) if version.certainty == "unverified"), (
            name
        )


def test_a_later_wording_computes_with_the_flag() -> None:
    before = in_force("kz-enforcement.private_pay_bands_percent", date(2023, 3, 14))
    assert any("wording not verified for this date" in flag for flag in before.flags)
    after = in_force("kz-enforcement.private_pay_bands_percent", date(2023, 6, 27))
    assert not after.flags
    with pytest.raises(SourceError):
        in_force("kz-enforcement.private_pay_bands_percent", date(2010, 4, 1))


def test_a_law_read_in_early_2026_says_so_later() -> None:
    found = in_force("kz-enforcement.state_sanction_percent", date(2026, 11, 23))
    assert any("not checked" in flag for flag in found.flags)


def test_the_base_rate_is_not_the_refinancing_rate_before_april_2017() -> None:
    day = date(2017, 3, 31)
    assert in_force("kz-rates.refinancing_percent_per_y", day).number == Decimal("5.5")
    assert in_force("kz-rates.base_percent_per_y", day).number == 11
    with pytest.raises(SourceError):
        in_force("kz-rates.refinancing_percent_per_y", date(2017, 4, 1))


def test_steps_known_from_memory_only_are_gaps() -> None:
    with pytest.raises(SourceError, match="not verified"):
        in_force("kz-rates.base_percent_per_y", date(2024, 2, 1))
    assert in_force("kz-rates.base_percent_per_y", date(2024, 2, 26)).number == Decimal("14.75")
    with pytest.raises(SourceError, match="outside the known range"):
        in_force("kz-rates.base_percent_per_y", date(2026, 3, 6))


def test_the_aifc_rate_must_be_supplied() -> None:
    name = "others.aifc_judgment_interest_percent"
    with pytest.raises(SourceError):
        in_force(name, date(2023, 3, 14))
    given_ = {name: Supplied(name, "9", "an order of the court, clause 4")}
    found = in_force(name, date(2023, 3, 14), supplied=given_)
    assert found.number == 9
    assert "supplied by the user" in found.flags
    assert "clause 4" in found.why


def test_a_supplied_value_covers_its_dates_only() -> None:
    name = "kz-index.mci_kzt"
    given_ = {name: Supplied(name, 1030, "law of 2006", "budget law", date(2006, 1, 1), date(2006, 12, 31))}
    assert in_force(name, date(2006, 7, 26), supplied=given_).count == 1030
    with pytest.raises(SourceError, match="does not cover"):
        in_force(name, date(2007, 1, 1), supplied=given_)


def test_supplied_values_are_read_with_every_problem() -> None:
    good = supplied_from(
        {INDEX: {"value": 1030, "source": "budget law of 2006", "from": "2006-01-01"}}, "v.yaml"
    )
    assert good[INDEX].valid_from == date(2006, 1, 1)
    with pytest.raises(InputError) as caught:
        supplied_from(
            {"no.such": {"value": 1, "source": "abc"}, INDEX: {"value": 10.5, "source": "x y z"}}, "v.yaml"
        )
    assert [problem.where.key for problem in caught.value.problems] == ["no.such", INDEX]


def test_every_rule_of_the_table_is_in_the_library() -> None:
    assert {rule for _, rule, _ in parameters() if rule} == {f"R{number:02d}" for number in range(1, 47)}
    with pytest.raises(SourceError):
        in_force("kz-enforcement.no_such_rule", date(2023, 1, 1))


@given(st.sampled_from([name for name, _, _ in parameters()]), st.dates(date(1998, 1, 1), date(2026, 12, 31)))
def test_versions_of_one_purpose_never_overlap(name: str, day: date) -> None:
    for purpose in ("penalties", "benefits", "taxes"):
        covering = [v for v in history(name) if v.covers(day) and (not v.purpose or purpose in v.purpose)]
        specific = [v for v in covering if v.purpose]
        assert len(specific) <= 1
        assert len([v for v in covering if not v.purpose]) <= 1
        if covering and covering[0].valid_to:
            assert covering[0].valid_to + timedelta(days=1) > covering[0].valid_from


def test_found_says_what_it_is() -> None:
    found = in_force("kz-enforcement.company_sale_order", date(2023, 1, 1))
    assert found.items[0] == "movables-not-in-production"
    assert found.as_json()["article"] == "ENF 72(2)"
    assert in_force("baikonur.ownership_cutoff", date(2023, 1, 1)).text == "1991-08-31"


def _table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def test_every_seen_index_was_typed_right(measured_data: Path) -> None:
    seen = 0
    for row in _table(measured_data, "mci_min_wage_kz.csv"):
        purpose = "benefits" if row["valid_from"] in ("2020-04-01", "2022-04-01") else "penalties"
        if row["mci_certainty"] == "S":
            assert in_force(INDEX, date.fromisoformat(row["valid_from"]), purpose).count == int(
                row["mci_kzt"]
            ), row
            seen += 1
        else:
            with pytest.raises(SourceError):
                in_force(INDEX, date.fromisoformat(row["valid_from"]), purpose)
    assert seen == 24


@pytest.mark.parametrize(("name", "stem"), [("rates_kz.csv", "kz-rates"), ("rates_ru.csv", "ru-rates")])
def test_every_rate_with_a_seen_day_was_typed_right(measured_data: Path, name: str, stem: str) -> None:
    vague = {
        ("base", "2018-10-16"),
        ("base", "2019-09-10"),
        ("base", "2020-07-21"),
        ("refinancing", "2009-02-05"),
    }
    seen = 0
    for row in _table(measured_data, name):
        if not row["rate_pct"] or (row["kind"], row["valid_from"]) in vague:
            continue
        parameter = f"{stem}.{row['kind']}_percent_per_y"
        day = date.fromisoformat(row["valid_from"])
        if row["certainty"] == "S":
            assert in_force(parameter, day).number == Decimal(row["rate_pct"]), row
            seen += 1
        else:
            with pytest.raises(SourceError):
                in_force(parameter, day)
    assert seen > 30
