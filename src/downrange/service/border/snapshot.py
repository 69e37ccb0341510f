"""Use case: a signed, dated extract for a gate without connection, and asking it.

The extract is one JSON file: numbers of things in clear, persons only as keyed hashes (HMAC-SHA-256 with a
key of the device's own), the measures, when it was made and until when it may stop anybody, under a
signature (Ed25519, RFC 8032) over its canonical JSON. The device keeps its hash key and the signer's public
key in a file apart, ``FILE.device``; the signing key stays where the extract is made. Past its day every
STOP is a REFER.
"""

from __future__ import annotations

import json
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.base.canonical import canonical
from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from downrange.registry.gate_index import GateIndex

__all__ = ["check_snapshot", "for_device", "snapshot"]

FORMAT = "downrange-gate-2"
_NAMES = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
DAYS = 7
_NO_DEVICE = (
    "the device's file is not at hand: persons cannot be looked for, nor is it known whose signature this is"
)


def snapshot(
    out: Path,
    case: str | None = None,
    database: str | None = None,
    *,
    days: int = DAYS,
    signing_key: Path | None = None,
    device: str | None = None,
) -> dict[str, Any]:
    """Write a signed extract of what the gate must know, for one device.

    Parameters
    ----------
    out : Path
        Where the extract goes; ``OUT.device`` (the device's key, and whose signature to trust) and
        ``OUT.signing-key`` are made beside it where no others are named.
    case, database : str, optional
        What to extract: a case, or what a database has on record (of that case, if several).
    days : int
        For how many days it may stop anybody.
    signing_key : Path, optional
        Where the signing key is, or is made.
    device : str, optional
        The name of the device that it is for: its hash key is kept in ``NAME.device`` beside the extract, for
        this extract and later ones; no other device's key opens it.

    Raises
    ------
    InputError
        If there is nothing to extract, or a file cannot be written.
    RecordError
        If the key file holds no key.
    """
    from downrange.registry.checkpoint import load_key, make_key, public_bytes

    if device is not None and not re.fullmatch(_NAMES, device):
        where = Where("command line", "--device")
        raise InputError(
            Problem(where, "no name for a device", value=device, expected="letters, digits, . _ -")
        )
    name, fictional, index, log_size = _index(case, database)
    # a device trusts one signer through all extracts made for it
    key_file = signing_key or (
        Path(f"{out}.signing-key") if device is None else out.parent / "gate.signing-key"
    )
    device_file = _device_file(out, device)
    try:
        key = load_key(key_file) if key_file.exists() else make_key(key_file)
        public = public_bytes(key).hex()
        kept = _device(device_file, public, device)
        whole = _signed(key, (name, fictional, log_size), index, kept, days)
        body = whole["body"]
        out.write_text(json.dumps(whole, ensure_ascii=False))
    except OSError as error:
        raise InputError(Problem(Where(str(out)), f"cannot be written: {error}")) from error
    finally:
        index.close()
    told = {
        key: body[key] for key in ("case", "fictional", "made_at", "expires_on", "log_sequence", "device")
    }
    sorts = [row[2] for row in body["rows"]["subject"] if row[1] != "case"]
    persons = sorts.count("person")
    numbers = {"things_number": len(sorts) - persons, "persons_number": persons}
    return {
        "file": str(out),
        "device_file": str(device_file),
        "signing_key": str(key_file),
        **told,
        **numbers,
    }


def _signed(
    key: Ed25519PrivateKey,
    what: tuple[str, bool, int | None],
    index: GateIndex,
    device: dict[str, str],
    days: int,
) -> dict[str, Any]:
    """Make and sign the extract of a case; ``what`` is its name, if it is fiction, the size of the log."""
    from downrange.registry.gate_extract import extract

    name, fictional, log_size = what
    made = datetime.now(UTC)
    body: dict[str, Any] = {
        "format": FORMAT,
        "case": name,
        "fictional": fictional,
        "made_at": made.isoformat(timespec="seconds"),
        "expires_on": (made.date() + timedelta(days=days)).isoformat(),
        "log_sequence": log_size,
        "device": device["device"],
        "rows": extract(index, name, bytes.fromhex(device["hash_key"])),
    }
    return {"body": body, "public_key": device["public_key"], "signature": key.sign(canonical(body)).hex()}


def for_device(
    signing_key: Path, cases: tuple[str, ...] | None, by: str, *, days: int = DAYS
) -> dict[str, Any]:
    """Make extracts of cases on record for a browser, with a key of its own, and note on record who asked.

    Parameters
    ----------
    signing_key : Path
        Where the signing key is, or is made: a browser trusts one signer.
    cases : tuple of str, optional
        The cases; None for all on record.
    by : str
        Who asks for it.
    days : int
        For how many days it may stop anybody.

    Returns
    -------
    dict
        ``device`` (its name, hash key and the signer's public key: the device's secret) and ``snapshots``.
    """
    from downrange.registry import log
    from downrange.registry.checkpoint import load_key, make_key, public_bytes
    from downrange.registry.facts import FactDraft
    from downrange.registry.gate import index_of, store
    from downrange.service.record.facts import record_fact

    signing_key.parent.mkdir(parents=True, exist_ok=True)
    key = load_key(signing_key) if signing_key.exists() else make_key(signing_key)
    device = {
        "device": f"browser-{secrets.token_hex(4)}",
        "hash_key": secrets.token_hex(32),
        "public_key": public_bytes(key).hex(),
    }
    found = []
    for name, fictional in sorted(store().cases().items()):
        if cases is None or name in cases:
            log_size, index = log.tail()[0], index_of(name)
            try:
                found.append(_signed(key, (name, fictional, log_size), index, device, days))
            finally:
                index.close()
    today = datetime.now(UTC).date()
    told = {"device": device["device"], "cases": [one["body"]["case"] for one in found], "days": days}
    record_fact(FactDraft("gate-extract", "gate/extract", told, by, today))
    return {"device": device, "snapshots": found}


def _index(case: str | None, database: str | None) -> tuple[str, bool, GateIndex, int | None]:
    """Fold a case, of the casebook or on record: its name, if it is fiction, the rows, the log's size."""
    if database is None and case is not None:
        from downrange.inputs.cases import read_case
        from downrange.registry.gate_index import case_index

        read = read_case(case).case
        return read.case, read.fictional, case_index(read), None
    from downrange.service.border.gate import open_database

    open_database(database)
    from downrange.registry import log
    from downrange.registry.gate import index_of, store

    known = store().cases()
    chosen = case or (next(iter(known)) if len(known) == 1 else None)
    if chosen is None or chosen not in known:
        where = Where("command line", "--case")
        expected = ", ".join(sorted(known)) or "one"
        raise InputError(Problem(where, "name a case that is on record", value=case, expected=expected))
    return chosen, known[chosen], index_of(chosen), log.tail()[0]


def _device(path: Path, public: str, name: str | None) -> dict[str, str]:
    """Read a device's file, or make one that its owner alone may read."""
    if not path.exists():
        called = name or secrets.token_hex(4)
        body = {"device": called, "hash_key": secrets.token_hex(32), "public_key": public}
        path.touch(mode=0o600)
        path.write_text(json.dumps(body))
        return body
    body = _read_device(path)
    if body["public_key"] != public:
        raise InputError(Problem(Where(str(path)), "this device trusts another signing key"))
    if name is not None and body["device"] != name:
        raise InputError(
            Problem(Where(str(path)), "the key of another device", value=body["device"], expected=name)
        )
    return body


def _device_file(out: Path, name: str | None) -> Path:
    return Path(f"{out}.device") if name is None else out.parent / f"{name}.device"


def _its_device(path: Path, name: str) -> dict[str, str] | None:
    """Read the device's file beside an extract: ``FILE.device``, else that of the device it names."""
    beside = [Path(f"{path}.device")]
    if re.fullmatch(_NAMES, name):
        beside.append(path.parent / f"{name}.device")
    return next((_read_device(one) for one in beside if one.exists()), None)


def _read_device(path: Path) -> dict[str, str]:
    try:
        body = json.loads(path.read_text())
        bytes.fromhex(body["hash_key"])
        return {name: str(body[name]) for name in ("device", "hash_key", "public_key")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(Problem(Where(str(path)), f"this is no device's file: {error}")) from error


@dataclass(frozen=True)
class _Extract:
    """A snapshot whose signature fits; ``key`` is the device's, None where its file is not at hand."""

    body: dict[str, Any]
    key: bytes | None


def _read(path: Path) -> _Extract:
    """Read an extract and check its signature, against the device's own trust where its file is at hand."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    where = Where(str(path))
    try:
        whole = json.loads(path.read_text())
        body, public, signature = whole["body"], whole["public_key"], bytes.fromhex(whole["signature"])
        trusted = Ed25519PublicKey.from_public_bytes(bytes.fromhex(public))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(Problem(where, f"this is no snapshot: {error}")) from error
    device = _its_device(path, str(body.get("device")))
    if device is not None and device["public_key"] != public:
        raise InputError(Problem(where, "signed with a key that this device does not trust"))
    try:
        trusted.verify(signature, canonical(body))
    except InvalidSignature as error:
        raise InputError(Problem(where, "the signature does not fit: the file was changed")) from error
    if body.get("format") != FORMAT:
        raise InputError(
            Problem(where, "a snapshot of another version", value=str(body.get("format")), expected=FORMAT)
        )
    if device is not None and device["device"] != body["device"]:
        raise InputError(
            Problem(where, "made for another device", value=body["device"], expected=device["device"])
        )
    return _Extract(body, bytes.fromhex(device["hash_key"]) if device else None)


def check_snapshot(
    identifier: str, path: Path, kind: str | None = None, on: str | None = None
) -> dict[str, Any]:
    """Ask a snapshot, with the keys of ``check --json``; past its day every STOP is a REFER.

    Raises
    ------
    InputError
        If the file is no snapshot, was changed, or was signed with a key that the device does not trust.
    """
    from downrange.law.enforcement.gate import decide, only_refer
    from downrange.registry.gate_extract import opened
    from downrange.registry.marks import digit_fault
    from downrange.service.days import day

    read = _read(path)
    today = datetime.now(UTC).date()
    asked_on = day(on) if on else today
    text, names = identifier.strip(), kind in (None, "person")
    index = opened(read.body["case"], read.body["rows"], read.key)
    try:
        found = decide(text, index.store.hits(text, asked_on, names=names), asked_on, digit_fault(text, kind))
    finally:
        index.close()
    expires = date.fromisoformat(read.body["expires_on"])
    if max(asked_on, today) > expires:
        found = only_refer(found, f"the snapshot expired on {expires}: ask the registry")
    answer = found.as_json()
    if read.key is None:
        answer["notes"] += [_NO_DEVICE]
        if answer["answer"] == "ALLOW":  # anybody may have signed it
            answer |= {"answer": "REFER", "because": _NO_DEVICE}
    told = {name: read.body[name] for name in ("case", "fictional", "made_at", "expires_on")}
    return {**answer, "as_of": asked_on.isoformat(), "log_sequence": read.body["log_sequence"], **told}
