from __future__ import annotations

from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from downrange.registry.checkpoint import sign_head

AT = datetime(2023, 3, 7, 12, tzinfo=UTC)


def test_signed_heads_are_kept(registry: str) -> None:
    from downrange.registry import heads

    key = Ed25519PrivateKey.generate()
    assert heads.latest() is None
    first = heads.store(sign_head(key, 3, b"a" * 32, AT))
    second = heads.store(sign_head(key, 5, b"b" * 32, AT + timedelta(days=1)))
    assert heads.latest() == second
    assert heads.at_size(3) == first
    assert heads.at_size(4) is None
    assert heads.store(sign_head(key, 3, b"c" * 32, AT)) == first, "a signed head is not replaced"
