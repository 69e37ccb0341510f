"""One-time passwords by time: RFC 6238 on RFC 4226, SHA-1, 30 s, six digits, as every authenticator reads."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
import struct
from urllib.parse import quote, urlencode

__all__ = ["STEP_S", "code_at", "matching_step", "new_secret", "provisioning_uri"]

STEP_S = 30
_DIGITS_NUMBER = 6
_WINDOW_NUMBER = 1  # a clock may be one step off, RFC 6238 section 5.2


def new_secret() -> str:
    """Make a secret of 160 bits, in base 32 (RFC 4226 section 4, R6)."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int, digits: int = _DIGITS_NUMBER) -> str:
    """Give the code of one step: dynamic truncation of HMAC-SHA-1 (RFC 4226 section 5.3).

    >>> code_at(base64.b32encode(b"12345678901234567890").decode(), 59 // 30, 8)
    '94287082'
    """
    key = base64.b32decode(secret)
    mac = hmac.new(key, struct.pack(">Q", step), hashlib.sha1).digest()
    offset = mac[-1] & 0x0F
    (value,) = struct.unpack(">I", mac[offset : offset + 4])
    return f"{(value & 0x7FFFFFFF) % 10**digits:0{digits}d}"


def matching_step(secret: str, code: str, at_s: float, after: int = 0) -> int | None:
    """Give the step whose code this is, one before or after the time allowed; None where it is none.

    Parameters
    ----------
    secret : str
        Base 32.
    code : str
        What was typed; blanks do not count.
    at_s : float
        Time since 1970, seconds.
    after : int
        The last step used: a code counts once (RFC 6238 section 5.2).
    """
    typed = "".join(code.split())
    now = int(at_s // STEP_S)
    for step in range(now - _WINDOW_NUMBER, now + _WINDOW_NUMBER + 1):
        if step > after and hmac.compare_digest(code_at(secret, step).encode(), typed.encode()):
            return step
    return None


def provisioning_uri(secret: str, name: str) -> str:
    """Write the address that authenticators read."""
    query = urlencode({"secret": secret, "issuer": "Downrange", "period": STEP_S, "digits": _DIGITS_NUMBER})
    return f"otpauth://totp/{quote(f'Downrange:{name}')}?{query}"
