"""What ends measures, what only pauses the proceeding, and what the release waits for."""

from __future__ import annotations

from datetime import date

import pytest

from downrange.law.enforcement.release import release, suspension_end

DAY = date(2024, 9, 2)


@pytest.mark.parametrize("ending", ["payment", "settlement", "mediation", "waiver"])
def test_release_waits_for_the_charges(ending: str) -> None:
    held = release(ending, DAY, charges_paid=False)
    assert not held.released
    assert "costs" in str(held.waits_for)
    assert release(ending, DAY, charges_paid=True).released


@pytest.mark.parametrize("ending", ["suspension", "deferral", "instalments"])
def test_a_pause_lifts_nothing(ending: str) -> None:
    found = release(ending, DAY, charges_paid=True)
    assert not found.released
    assert found.article == "ENF 32(5)"


def test_the_gateway_releases_by_itself_and_a_void_title_waits_for_nothing() -> None:
    assert release("payment", DAY, charges_paid=False, through_gateway=True).released
    assert release("title-set-aside", DAY, charges_paid=False).released


def test_a_letter_suspends_ten_days_and_thirty_with_mediation() -> None:
    assert suspension_end(date(2023, 4, 3), mediation=False)[0] == date(2023, 4, 13)
    end, rule = suspension_end(date(2023, 4, 3), mediation=True)
    assert end == date(2023, 5, 3)
    assert rule.article == "ENF 44(8)"
