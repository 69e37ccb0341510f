"""What is due to be forgotten, and forgetting it: listed after the period of the law, erased by a person."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import downrange.service
from downrange.errors import InputError
from downrange.service.border.gate import check
from downrange.service.record.facts import facts_as_of
from downrange.service.record.retention import KEPT, _years_after, due, erase, period

TODAY = datetime.now(UTC).date()


def test_what_was_asked_is_due_after_three_years_and_not_before(registry: str) -> None:
    check("ABC 12345", by="user/officer", purpose="a parcel")
    years = period(TODAY)
    assert (years.count, years.article) == (3, "CC1 178")
    over = _years_after(TODAY, 3)
    assert due(over.replace(day=1) if over.day > 1 else date(over.year - 1, 12, 1)) == ()
    (one,) = due(over)
    assert (one.kept.kind, one.since) == ("gate-query", over)
    noted = erase(one.fact.sequence, "user/regulator", "its period is over", TODAY)
    assert (noted.kind, noted.body["because"]) == ("erasure", "its period is over")
    assert due(over) == ()
    assert facts_as_of("gate/query", "gate-query")[0].id == one.fact.id  # the fact stays
    for sequence, because in ((one.fact.sequence, "again"), (10**9, "none"), (one.fact.sequence, " ")):
        with pytest.raises(InputError):
            erase(sequence, "user/regulator", because, TODAY)


def test_every_kind_with_a_private_part_has_its_period() -> None:
    """Each draft of the use cases that holds something back is of a kind that the table names."""
    root = Path(downrange.service.__file__).parent
    kinds = set()
    for path in root.rglob("*.py"):
        text = path.read_text("utf-8")
        kinds |= set(re.findall(r'FactDraft\(\s*"([a-z-]+)"[^\n]*private=', text))
    assert kinds == {kept.kind for kept in KEPT}


def test_a_leap_day_runs_to_the_first_of_march() -> None:
    assert _years_after(date(2024, 2, 29), 3) == date(2027, 3, 1)
    assert _years_after(date(2023, 5, 31), 3) == date(2026, 5, 31)
