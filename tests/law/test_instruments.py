"""Treaties by date of force; ownership by who paid."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.errors import SourceError
from downrange.law.instruments import instrument_state, instruments, launch_plans, owner_under_lease


@pytest.mark.parametrize(
    ("slug", "day", "state"),
    [
        ("ecology-2005", "2013-07-02", "signed"),
        ("ecology-1997", "2013-07-02", "force-not-known"),
        ("ecology-2005", "2016-02-27", "in-force"),
        ("ecology-1997", "2016-02-27", "ended"),
        ("accident-1999", "2006-06-22", "signed"),
        ("accident-1999", "2006-07-26", "in-force"),
        ("prolongation-2004", "2010-06-06", "signed"),
        ("prolongation-2004", "2010-06-07", "in-force"),
        ("principles-1994", "1994-10-18", "signed"),
        ("drop-area-2019", "2019-06-19", "not-signed"),
        ("accident-protocol-2015", "2016-04-04", "in-force"),
    ],
)
def test_state_by_date_of_force(slug: str, day: str, state: str) -> None:
    found, why = instrument_state(slug, date.fromisoformat(day))
    assert found == state
    assert why


def test_an_unknown_day_of_force_says_why() -> None:
    for one in instruments():
        assert one.in_force_on is not None or one.in_force_unknown, one.slug
        assert one.in_force_on is None or one.in_force_on >= one.signed_on
    with pytest.raises(SourceError):
        instrument_state("no-such", date(2023, 1, 1))


def test_approvals_of_launch_plans() -> None:
    assert [plan["year"] for plan in launch_plans()] == [2006, 2013, 2025]


def test_ownership_follows_the_money() -> None:
    day = date(2023, 3, 14)
    assert owner_under_lease(day, True, ("party/russia",)).owner == "party/kazakhstan"
    assert owner_under_lease(day, False, ("party/russia",)).owner == "party/russia"
    assert owner_under_lease(day, False, ("party/russia", "party/kazakhstan")).owner == "separate-agreement"
    assert owner_under_lease(day, False, ()).owner == "unknown"
    found = owner_under_lease(day, None, ("party/russia",))
    assert found.owner == "unknown"
    assert found.rule.article == "lease 6.1"
