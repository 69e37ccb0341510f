from __future__ import annotations

import base64
import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from downrange.errors import RecordError
from downrange.registry.checkpoint import ORIGIN, load_key, make_key, public_bytes, read_note, sign_head

AT = datetime(2023, 3, 7, 12, tzinfo=UTC)
ROOT = hashlib.sha256(b"root").digest()


def test_a_signed_head_reads_back() -> None:
    key = Ed25519PrivateKey.generate()
    signed = sign_head(key, 1234, ROOT, AT)
    assert read_note(signed.note, public_bytes(key)) == signed
    assert (signed.size, signed.root_hash, signed.signed_at) == (1234, ROOT, AT)


def test_the_note_has_the_form_that_logs_share() -> None:
    key = Ed25519PrivateKey.generate()
    public = public_bytes(key)
    text, _, under = sign_head(key, 7, ROOT, AT).note.partition("\n\n")
    assert text.split("\n") == [ORIGIN, "7", base64.b64encode(ROOT).decode(), "2023-03-07T12:00:00+00:00"]
    packed = base64.b64decode(under.removeprefix(f"— {ORIGIN} "))
    assert packed[:4] == hashlib.sha256(ORIGIN.encode() + b"\n" + b"\x01" + public).digest()[:4]
    Ed25519PublicKey.from_public_bytes(public).verify(packed[4:], (text + "\n").encode())


@pytest.mark.parametrize(
    ("old", "new"),
    [("1234", "1235"), ("2023-03-07T12", "2023-03-08T12"), (f"— {ORIGIN}", "— another.log"), ("\n\n", "\n")],
)
def test_a_changed_note_is_refused(old: str, new: str) -> None:
    key = Ed25519PrivateKey.generate()
    note = sign_head(key, 1234, ROOT, AT).note
    assert old in note
    with pytest.raises(RecordError):
        read_note(note.replace(old, new, 1), public_bytes(key))


def test_another_key_is_refused() -> None:
    note = sign_head(Ed25519PrivateKey.generate(), 1, ROOT, AT).note
    with pytest.raises(RecordError, match="another key"):
        read_note(note, public_bytes(Ed25519PrivateKey.generate()))


def test_keys_live_in_files_of_their_owner(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    key = make_key(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert public_bytes(load_key(path)) == public_bytes(key)
    with pytest.raises(RecordError, match="holds a key already"):
        make_key(path)


def test_other_files_hold_no_key(tmp_path: Path) -> None:
    with pytest.raises(RecordError, match="holds no signing key"):
        load_key(tmp_path / "none")
    other = tmp_path / "other.pem"
    other.write_bytes(
        generate_private_key(SECP256R1()).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    with pytest.raises(RecordError, match="no Ed25519 key"):
        load_key(other)
