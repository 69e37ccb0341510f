"""Where a request comes from: a proxy is believed only where one stands in front."""

from __future__ import annotations

from django.test import RequestFactory, override_settings

from downrange.web.client import address_of


def test_a_forwarded_address_counts_behind_a_proxy_only() -> None:
    request = RequestFactory().get(
        "/", headers={"X-Forwarded-For": "6.6.6.6, 9.9.9.9"}, REMOTE_ADDR="127.0.0.1"
    )
    assert address_of(request) == "127.0.0.1"
    with override_settings(DOWNRANGE_PUBLIC_URL="https://registry.example"):
        assert address_of(request) == "9.9.9.9"  # the last is the proxy's own word; the first is anybody's
        assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.1")) == "10.0.0.1"
