import re
from importlib.resources import files

import pytest

from downrange.errors import SourceError
from downrange.reference import library
from downrange.reference.launches import CREDIT, complete_to, launch_rows, rows, tables


def test_the_log_of_the_two_sites_counts_as_the_catalogue_does() -> None:
    log = rows("launches_baikonur_vostochny")
    assert len(log) == 185
    by_year = {
        year: sum(row["on"][:4] == str(year) and row["site_code"] == "GIK-5" for row in log)
        for year in range(2013, 2027)
    }
    assert list(by_year.values()) == [23, 21, 18, 11, 13, 9, 13, 7, 14, 7, 9, 8, 6, 5]


def test_every_attempt_of_the_world() -> None:
    assert (len(rows("launches_2023")), len(rows("launches_2024")), len(rows("launches_2025"))) == (
        223,
        264,
        329,
    )
    assert sum(row["outcome"] != "success" for row in rows("launches_2023")) == 12


def test_no_launch_stands_twice() -> None:
    found = launch_rows()
    keys = [
        (row["on"], row["time_utc"][:5], row["site_code"], row["pad"]) for row in found if row["time_utc"]
    ]
    assert len(keys) == len(set(keys))
    in_2023 = [row for row in found if row["on"][:4] == "2023"]
    assert len(in_2023) == 223


@pytest.mark.parametrize("name", sorted(tables()))
def test_each_table_is_dated_sourced_and_credited(name: str) -> None:
    assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", complete_to(name))
    library.citation(tables()[name]["source"])
    assert {row["source"] for row in rows(name)} <= set(library.sources())
    text = files("downrange.reference").joinpath("operations", f"{name}.csv").read_text("utf-8")
    assert "CC BY 4.0" in text.splitlines()[0]
    assert "McDowell" in CREDIT


def test_a_table_that_is_not_there_is_refused() -> None:
    with pytest.raises(SourceError, match="launches_1999"):
        rows("launches_1999")
