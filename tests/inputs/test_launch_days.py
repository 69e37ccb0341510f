"""Days of logs, exact and vague, as GCAT and Launch Library 2 write them."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.inputs.launch_days import gcat_days, library_days, partial_days


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1957 Oct  4 1928:34", "1957-10-04", "1957-10-04"),
        ("2024 Mar 12?", "2024-03-12", "2024-03-12"),
        ("2024 Mar 12 0830?", "2024-03-12", "2024-03-12"),
        ("2024 Mar 12.5", "2024-03-12", "2024-03-12"),
        ("2024 Mar 12 08h", "2024-03-12", "2024-03-12"),
        ("2024 Feb", "2024-02-01", "2024-02-29"),
        ("2026 Apr?", "2026-04-01", "2026-04-30"),
        ("2025 Q3", "2025-07-01", "2025-09-30"),
        ("2025 Q4?", "2025-10-01", "2025-12-31"),
        ("2025 H1", "2025-01-01", "2025-06-30"),
        ("2025", "2025-01-01", "2025-12-31"),
        ("2025?", "2025-01-01", "2025-12-31"),
        ("2020s", "2020-01-01", "2029-12-31"),
        ("21C?", "2001-01-01", "2100-12-31"),
        ("9999 Dec", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_day_of_gcat_is_as_wide_as_it_is_vague(text: str, first: str, last: str) -> None:
    assert gcat_days(text) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "text",
    ["", "-", "soon", "27.11.2025", "2025 Foo 1", "2025 Feb 30", "2025 Q5", "0000", "2025 Nov 27 x", "00C"],
)
def test_what_is_no_day_of_gcat(text: str) -> None:
    assert gcat_days(text) is None


@pytest.mark.parametrize(
    ("net", "precision", "first", "last"),
    [
        ("2025-12-21T23:30:00Z", "", "2025-12-21", "2025-12-21"),
        ("2025-12-22T01:00:00+05:00", "Minute", "2025-12-21", "2025-12-21"),
        ("2025-12-21T20:00:00-08:00", "Hour", "2025-12-22", "2025-12-22"),
        ("2025-12-21", "", "2025-12-21", "2025-12-21"),
        ("2025-12-24T00:00:00Z", "Week", "2025-12-22", "2025-12-28"),
        ("2026-04-30T00:00:00Z", "Month", "2026-04-01", "2026-04-30"),
        ("2026-09-30T00:00:00Z", "Quarter 3", "2026-07-01", "2026-09-30"),
        ("2026-12-31T00:00:00Z", "Second Half", "2026-07-01", "2026-12-31"),
        ("2026-12-31T00:00:00Z", "Fiscal Year", "2026-01-01", "2026-12-31"),
        ("2029-12-31T00:00:00Z", "Decade", "2020-01-01", "2029-12-31"),
    ],
)
def test_an_hour_of_launch_library_two(net: str, precision: str, first: str, last: str) -> None:
    assert library_days(net, precision) == (date.fromisoformat(first), date.fromisoformat(last))


@pytest.mark.parametrize(
    "net", ["", "soon", "2025-13-01T00:00:00Z", "2025-02-30", "0001-01-01T00:00:00+05:00"]
)
def test_what_is_no_hour(net: str) -> None:
    assert library_days(net) is None


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(2999, 12, 30), timezones=st.just(UTC)),
    st.integers(-14, 14),
)
def test_the_zone_never_changes_the_day(moment: datetime, hours: int) -> None:
    there = moment.astimezone(timezone(timedelta(hours=hours)))
    assert library_days(there.isoformat()) == (moment.date(), moment.date())


def test_partial_days() -> None:
    assert partial_days("2025-02") == (date(2025, 2, 1), date(2025, 2, 28))
    assert partial_days("2025") == (date(2025, 1, 1), date(2025, 12, 31))
    assert partial_days("2025-02-30") is None
    assert partial_days("2025-2-3") is None
    assert partial_days("2025-13") is None
