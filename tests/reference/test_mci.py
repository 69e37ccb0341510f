"""The calculation index by date and purpose."""

from __future__ import annotations

import csv
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from downrange.errors import SourceError
from downrange.reference.library import citation, table
from downrange.reference.mci import MCI_FILE, Purpose, monthly_calculation_index


@pytest.mark.parametrize(
    ("on", "value"),
    [
        ("2009-12-31", 1296),
        ("2013-07-02", 1731),
        ("2016-05-05", 2121),
        ("2023-01-01", 3450),
        ("2026-11-23", 4325),
    ],
)
def test_published_values(on: str, value: int) -> None:
    index = monthly_calculation_index(date.fromisoformat(on), "penalties")
    assert (index.value_kzt, index.certainty) == (value, "verified")


def test_two_values_side_by_side_in_2022() -> None:
    on = date(2022, 6, 1)
    assert monthly_calculation_index(on, "benefits").value_kzt == 3180
    assert monthly_calculation_index(on, "penalties").value_kzt == 3063
    assert monthly_calculation_index(on, "taxes").value_kzt == 3063


def test_a_calculator_is_secondary() -> None:
    assert monthly_calculation_index(date(2018, 1, 1), "taxes").certainty == "secondary"


@pytest.mark.parametrize(
    ("on", "purpose"), [("2007-09-06", "penalties"), ("2020-05-01", "taxes"), ("1990-01-01", "taxes")]
)
def test_what_was_not_read_is_refused_and_named(on: str, purpose: Purpose) -> None:
    with pytest.raises(SourceError) as refusal:
        monthly_calculation_index(date.fromisoformat(on), purpose)
    assert on in refusal.value.missing[0]


def test_each_purpose_has_one_value_a_day_without_gaps() -> None:
    for purpose in ("benefits", "penalties", "taxes"):
        spans = sorted(
            (date.fromisoformat(row["from"]), date.fromisoformat(row["to"]))
            for row in table(MCI_FILE)
            if purpose in row["purpose"]
        )
        for (_, last), (first, _) in pairwise(spans):
            assert first == last + timedelta(days=1)


def test_every_row_is_cited() -> None:
    assert all(citation(row["source"]) for row in table(MCI_FILE))


def test_it_holds_the_compiled_table(measured_data: Path) -> None:
    lines = (measured_data / "mci_min_wage_kz.csv").read_text("utf-8").splitlines()
    rows = {row["from"]: row["value_kzt"] for row in table(MCI_FILE) if "benefits" in row["purpose"]}
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        if row["valid_from"] != "2008-07-01":  # the wage rose, the index did not
            assert rows[row["valid_from"]] == int(row["mci_kzt"])
