"""Too many failed logins lock a name and an address out for a while; a name that does not exist as well."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from downrange.web.models import LoginAttempt

__all__ = ["LOCK_MINUTES", "MOST_OF_ADDRESS", "MOST_OF_NAME", "failed", "locked", "succeeded"]

LOCK_MINUTES = 15
MOST_OF_NAME = 5
MOST_OF_ADDRESS = 50


def locked(name: str, address: str, at: datetime | None = None) -> bool:
    """Say whether a login is refused unseen: so many failures of the name or the address lately."""
    since = (at or datetime.now(UTC)) - timedelta(minutes=LOCK_MINUTES)
    lately = LoginAttempt.objects.filter(at__gt=since)
    if lately.filter(name=_kept(name)).count() >= MOST_OF_NAME:
        return True
    return lately.filter(address=address).count() >= MOST_OF_ADDRESS


def failed(name: str, address: str, at: datetime | None = None) -> None:
    """Count a failure; those of yesterday and before are dropped."""
    now = at or datetime.now(UTC)
    LoginAttempt.objects.create(name=_kept(name), address=address[:64], at=now)
    LoginAttempt.objects.filter(at__lt=now - timedelta(days=1)).delete()


def succeeded(name: str) -> None:
    """Forget the failures of a name."""
    LoginAttempt.objects.filter(name=_kept(name)).delete()


def _kept(name: str) -> str:
    return name.strip().casefold()[:150]
