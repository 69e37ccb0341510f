"""One-time codes against the vectors of RFC 4226 (appendix D) and RFC 6238 (appendix B)."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from downrange.web.totp import STEP_S, code_at, matching_step, new_secret, provisioning_uri

SECRET = base64.b32encode(b"12345678901234567890").decode()


@pytest.mark.parametrize(
    ("counter", "code"),
    [
        (0, "755224"), (1, "287082"), (2, "359152"), (3, "969429"), (4, "338314"),
        (5, "254676"), (6, "287922"), (7, "162583"), (8, "399871"), (9, "520489"),
    ],
)  # fmt: skip
def test_rfc_4226(counter: int, code: str) -> None:
    assert code_at(SECRET, counter) == code


@pytest.mark.parametrize(
    ("at_s", "code"),
    [
        (59, "94287082"),
        (1111111109, "07081804"),
        (1111111111, "14050471"),
        (1234567890, "89005924"),
        (2000000000, "69279037"),
        (20000000000, "65353130"),
    ],
)
def test_rfc_6238(at_s: int, code: str) -> None:
    assert code_at(SECRET, at_s // STEP_S, 8) == code


@given(st.integers(10**6, 10**10))
def test_a_code_holds_a_step_before_and_after_and_once(at_s: int) -> None:
    step = at_s // STEP_S
    code = code_at(SECRET, step)
    for late in (-STEP_S, 0, STEP_S):
        found = matching_step(SECRET, f"{code[:3]} {code[3:]}", at_s + late)
        assert found is not None
        assert code_at(SECRET, found) == code
    assert matching_step(SECRET, code, at_s, after=step + 1) is None


def test_nonsense_is_no_code() -> None:
    for typed in ("", "abc", "00000", "١٢٣٤٥٦"):
        assert matching_step(SECRET, typed, 59.0) is None


def test_secrets_differ_and_the_address_is_read_by_authenticators() -> None:
    assert len({new_secret() for _ in range(20)}) == 20
    uri = provisioning_uri(SECRET, "a b")
    assert uri.startswith("otpauth://totp/Downrange%3Aa%20b?secret=")
    assert "period=30" in uri
