"""Where a request comes from."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

__all__ = ["address_of"]


def address_of(request: HttpRequest) -> str:
    """Give the address of who asks; behind our proxy the last that the proxy itself has added."""
    direct = str(request.META.get("REMOTE_ADDR", ""))
    if settings.DOWNRANGE_PUBLIC_URL:
        told = request.headers.get("X-Forwarded-For", "").split(",")[-1].strip()
        return told or direct
    return direct
