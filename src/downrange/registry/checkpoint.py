"""Checkpoints: a tree head signed with Ed25519 (RFC 8032), in the text form that transparency logs share.

::

    downrange.registry            the log's name
    1234                          how many entries
    qg0P...=                      the root, base64
    2026-11-23T10:00:00+00:00     when it was signed
                                  (an empty line ends what is signed)
    — downrange.registry 3q2+7w...=     name, then base64 of key hash (4 bytes) and signature (64 bytes)

The form is that of C2SP's tlog-checkpoint and signed-note; the key hash is the start of
SHA-256(name || 0x0A || 0x01 || public key). Whoever keeps a checkpoint needs no trust in the database: a
consistency proof from it to any later one shows that nothing before was touched.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from downrange.errors import RecordError

__all__ = ["ORIGIN", "SignedHead", "load_key", "make_key", "public_bytes", "read_note", "sign_head"]

ORIGIN = "downrange.registry"


@dataclass(frozen=True)
class SignedHead:
    """A tree head as somebody signed it, and the note that carries the signature."""

    size: int
    root_hash: bytes
    signed_at: datetime
    public_key: bytes
    note: str


def make_key(path: Path) -> Ed25519PrivateKey:
    """Make a signing key in a new file that its owner alone may read.

    Raises
    ------
    RecordError
        If the file is there: a key is never overwritten.
    """
    key = Ed25519PrivateKey.generate()
    body = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        path.touch(mode=0o600, exist_ok=False)
    except FileExistsError as error:
        raise RecordError(f"{path} holds a key already") from error
    path.write_bytes(body)
    return key


def load_key(path: Path) -> Ed25519PrivateKey:
    """Read the signing key.

    Raises
    ------
    RecordError
        If the file holds no Ed25519 key.
    """
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except (OSError, ValueError) as error:
        raise RecordError(f"{path} holds no signing key: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise RecordError(f"{path} holds no Ed25519 key")
    return key


def public_bytes(key: Ed25519PrivateKey) -> bytes:
    """Give the 32 bytes of the public key."""
    return key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _key_hash(public_key: bytes) -> bytes:
    return hashlib.sha256(ORIGIN.encode() + b"\n\x01" + public_key).digest()[:4]


def sign_head(key: Ed25519PrivateKey, size: int, root_hash: bytes, signed_at: datetime) -> SignedHead:
    """Sign a tree head."""
    at = signed_at.astimezone(UTC)
    text = f"{ORIGIN}\n{size}\n{base64.b64encode(root_hash).decode()}\n{at.isoformat()}\n"
    public = public_bytes(key)
    signature = base64.b64encode(_key_hash(public) + key.sign(text.encode())).decode()
    return SignedHead(size, root_hash, at, public, f"{text}\n— {ORIGIN} {signature}\n")


def read_note(note: str, public_key: bytes) -> SignedHead:
    """Check the signature under a note and read the tree head in it.

    Raises
    ------
    RecordError
        If the note has another form, another name or another key, or the signature does not fit.
    """
    try:
        text, _, under = note.partition("\n\n")
        name, size, root, at = text.split("\n")
        mark, signer, packed = under.strip().split(" ")
        signed = base64.b64decode(packed, validate=True)
        head = SignedHead(
            int(size), base64.b64decode(root, validate=True), datetime.fromisoformat(at), public_key, note
        )
    except ValueError as error:
        raise RecordError(f"this is no checkpoint: {error}") from error
    if (mark, signer, name) != ("—", ORIGIN, ORIGIN) or signed[:4] != _key_hash(public_key):
        raise RecordError("the checkpoint bears another name or another key")
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signed[4:], f"{text}\n".encode())
    except InvalidSignature as error:
        raise RecordError("the signature under the checkpoint does not fit") from error
    return head
