from datetime import date

import pytest

from downrange.errors import InputError
from downrange.service.days import day, first_day
from downrange.service.statements.evidence import rate_days_of


def test_a_partial_date_means_its_last_day() -> None:
    assert day("2023-02") == date(2023, 2, 28)
    assert day("2024-02") == date(2024, 2, 29)
    assert day(None, "2023") == date(2023, 12, 31)
    assert day("2023-03-14", "2020") == date(2023, 3, 14)


def test_no_day_and_no_date_are_told_apart() -> None:
    with pytest.raises(InputError, match="no day is given"):
        day(None)
    with pytest.raises(InputError, match="not a date"):
        day("yesterday")


def test_a_span_begins_with_the_first_day_of_a_partial_date() -> None:
    assert first_day("2013", "--from") == date(2013, 1, 1)
    assert first_day("2024-02", "--from") == date(2024, 2, 1)
    with pytest.raises(InputError, match="--from: not a date"):
        first_day("2023-02-31", "--from")
    with pytest.raises(InputError, match="--to: not a date"):
        day("2023-02-31", option="--to")


def test_the_days_of_a_year_are_all_looked_at() -> None:
    whole = rate_days_of("13690747305 KZT", "89.5 M USD", "2013", "2013")
    assert len(whole["days"]) == 6
    assert whole == rate_days_of("13690747305 KZT", "89.5 M USD", "2013-01-01", "2013-12-31")
