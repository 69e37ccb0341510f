"""Failures count for a while, by name and by address."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from downrange.web import lockout
from downrange.web.models import LoginAttempt

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def test_a_name_is_locked_after_five_and_free_after_a_quarter_of_an_hour(pages: str) -> None:
    for number in range(lockout.MOST_OF_NAME):
        assert not lockout.locked("Anna", f"10.0.0.{number}", AT)
        lockout.failed("Anna", f"10.0.0.{number}", AT)
    assert lockout.locked("anna ", "10.9.9.9", AT)
    assert not lockout.locked("other", "10.9.9.9", AT)
    assert not lockout.locked("anna", "10.9.9.9", AT + timedelta(minutes=lockout.LOCK_MINUTES, seconds=1))
    lockout.succeeded("ANNA")
    assert not lockout.locked("anna", "10.9.9.9", AT)


def test_an_address_that_tries_many_names_is_locked(pages: str) -> None:
    for number in range(lockout.MOST_OF_ADDRESS):
        lockout.failed(f"name{number}", "10.0.0.1", AT)
    assert lockout.locked("fresh", "10.0.0.1", AT)
    assert not lockout.locked("fresh", "10.0.0.2", AT)


def test_old_failures_are_dropped(pages: str) -> None:
    lockout.failed("a", "1", AT)
    lockout.failed("b", "1", AT + timedelta(days=2))
    assert [one.name for one in LoginAttempt.objects.all()] == ["b"]
