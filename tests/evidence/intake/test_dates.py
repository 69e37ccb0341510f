from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.evidence.intake.dates import find_dates
from downrange.evidence.intake.items import Text

PUBLISHED = date(2023, 3, 14)


def dates(text: str, published: date | None = PUBLISHED) -> list[str | None]:
    return [item.value for item in find_dates(Text(text), published)]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("on March 7, 2023", "2023-03-07"),
        ("on 7 March 2023", "2023-03-07"),
        ("the 7th of March", "2023-03-07"),
        ("2023-03-07", "2023-03-07"),
        ("07.03.2023", "2023-03-07"),
        ("at the end of November 2022", "2022-11"),
        ("in late November", "2022-11"),
        ("in January", "2023-01"),
        ("since 1991", "1991"),
        ("until 2050", "2050"),
        ("yesterday", "2023-03-13"),
        ("on Monday", "2023-03-13"),
        ("last year", "2022"),
        ("last month", "2023-02"),
        ("two years ago", "2021"),
        ("three days ago", "2023-03-11"),
        ("expected by May", "2023-05"),
        ("7 марта 2023 года", "2023-03-07"),
        ("в конце ноября 2022 года", "2022-11"),
        ("в 2005 году", "2005"),
        ("вчера", "2023-03-13"),
    ],
)
def test_one_date(text: str, value: str) -> None:
    assert dates(text) == [value]


def test_a_span_of_years_gives_both_ends() -> None:
    assert dates("from 2004-2050") == ["2004", "2050"]


@pytest.mark.parametrize(
    "text",
    [
        "2,013 people",
        "2000 tonnes of propellant",
        "Order 2011",
        "MS-10",
        "It may rise.",
        "$2013",
        "1999 samples",
        "they march on",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert dates(text) == []


def test_a_day_that_no_month_has_leaves_the_year() -> None:
    assert dates("31 February 2023") == ["2023"]


def test_without_a_day_of_publication_a_relative_date_has_no_value() -> None:
    assert dates("on Monday and yesterday, last year, on 7 March", None) == [None, None, None, None]
    assert dates("on 7 March 2023", None) == ["2023-03-07"]


def test_only_a_part_of_a_month_is_said() -> None:
    (item,) = find_dates(Text("at the end of November 2022"), PUBLISHED)
    assert (item.role, item.scope) == ("part", "the end of")


@given(st.dates(date(1945, 1, 1), date(2099, 12, 31)))
def test_any_written_day_reads_back(day: date) -> None:
    spelled = f"{day.day} {day.strftime('%B')} {day.year}"
    assert dates(f"It happened on {spelled} there.") == [day.isoformat()]
    assert dates(f"It happened on {day.isoformat()}.") == [day.isoformat()]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("in the 1990s", "1990s"),
        ("he said Monday", "2023-03-13"),
        ("the court will rule on Friday", "2023-03-17"),
        ("in January last year", "2022-01"),
        ("on 14/03/2022", "2022-03-14"),
        ("boats were kept out until January 20", "2023-01-20"),
    ],
)
def test_dates_in_other_styles(text: str, value: str) -> None:
    assert dates(text) == [value]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("Flights were banned on 6 September 2007 and allowed again in November.", ["2007-09-06", "2007-11"]),
        ("It fell in December 2006. The ban ended in March of the same year.", ["2006-12", "2006-03"]),
        ("It failed in November 2006 and the type was grounded until April.", ["2006-11", "2007-04"]),
        ("The second accident of 1999 was worse. A stage came down in July.", ["1999", "1999-07"]),
        ("The lease was signed in 2004. In January the parties met.", ["2004", "2004-01"]),
        ("The lease was signed in 2004.\n\nIn January the parties met.", ["2004", "2018-01"]),
        ("It cost 2004 tenge and was paid in January.", ["2018-01"]),
        ("The hearing is set for 14 December.", ["2018-12-14"]),
        ("Today the plan is to wait.", []),
        ("Today the ministry said so.", ["2018-11-12"]),
    ],
)
def test_a_month_without_its_year_takes_the_one_told_before_it(words: str, values: list[str]) -> None:
    assert [item.value for item in find_dates(Text(words), date(2018, 11, 12))] == values
