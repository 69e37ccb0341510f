from datetime import date

import pytest

from downrange.errors import InputError
from downrange.service.days import day


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
