"""Use case: a signed, dated extract for a gate without connection, and asking it.

The extract is one JSON file: numbers of things in clear, persons only as keyed hashes (HMAC-SHA-256 with a
key of the device's own), the measures, when it was made and until when it may stop anybody, under a
signature (Ed25519, RFC 8032) over its canonical JSON. The device keeps its hash key and the signer's public
key in a file apart, ``FILE.device``; the signing key stays where the extract is made. Past its day every
STOP is a REFER.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.base.canonical import canonical
from downrange.errors import InputError, Problem, Where

if TYPE_CHECKING:
    from downrange.law.enforcement.gate import Hit, How
    from downrange.registry.gate_index import GateIndex

__all__ = ["check_snapshot", "snapshot"]

FORMAT = "downrange-gate-1"
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
    device: Path | None = None,
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

    Raises
    ------
    InputError
        If there is nothing to extract, or a file cannot be written.
    RecordError
        If the key file holds no key.
    """
    from downrange.registry.checkpoint import load_key, make_key, public_bytes

    name, fictional, index, log_size = _index(case, database)
    key_file = signing_key or Path(f"{out}.signing-key")
    device_file = device or Path(f"{out}.device")
    try:
        key = load_key(key_file) if key_file.exists() else make_key(key_file)
        public = public_bytes(key).hex()
        kept = _device(device_file, public)
        made = datetime.now(UTC)
        body = {
            "format": FORMAT,
            "case": name,
            "fictional": fictional,
            "made_at": made.isoformat(timespec="seconds"),
            "expires_on": (made.date() + timedelta(days=days)).isoformat(),
            "log_sequence": log_size,
            "device": kept["device"],
            **_contents(index, bytes.fromhex(kept["hash_key"]), made.date()),
        }
        signature = key.sign(canonical(body)).hex()
        out.write_text(
            json.dumps({"body": body, "public_key": public, "signature": signature}, ensure_ascii=False)
        )
    except OSError as error:
        raise InputError(Problem(Where(str(out)), f"cannot be written: {error}")) from error
    finally:
        index.close()
    told = {
        key: body[key] for key in ("case", "fictional", "made_at", "expires_on", "log_sequence", "device")
    }
    numbers = {"things_number": len(body["things"]), "persons_number": len(body["persons"])}
    return {
        "file": str(out),
        "device_file": str(device_file),
        "signing_key": str(key_file),
        **told,
        **numbers,
    }


def _index(case: str | None, database: str | None) -> tuple[str, bool, GateIndex, int | None]:
    if database is None and case is not None:
        from downrange.inputs.cases import read_case
        from downrange.registry.gate_index import case_index

        read = read_case(case).case
        return read.case, read.fictional, case_index(read), None
    from downrange.service.checking import open_database, recorded_index

    open_database(database)
    return recorded_index(case)


def _device(path: Path, public: str) -> dict[str, str]:
    """Read a device's file, or make one that its owner alone may read."""
    if not path.exists():
        body = {"device": secrets.token_hex(4), "hash_key": secrets.token_hex(32), "public_key": public}
        path.touch(mode=0o600)
        path.write_text(json.dumps(body))
        return body
    body = _read_device(path)
    if body["public_key"] != public:
        raise InputError(Problem(Where(str(path)), "this device trusts another signing key"))
    return body


def _read_device(path: Path) -> dict[str, str]:
    try:
        body = json.loads(path.read_text())
        bytes.fromhex(body["hash_key"])
        return {name: str(body[name]) for name in ("device", "hash_key", "public_key")}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError(Problem(Where(str(path)), f"this is no device's file: {error}")) from error


def _hash(key: bytes, what: str, text: str) -> str:
    return hmac.new(key, f"{what}|{text}".encode(), hashlib.sha256).hexdigest()


def _contents(index: GateIndex, key: bytes, on: date) -> dict[str, Any]:
    """Gather things, persons and measures; a person's slug, names and numbers appear nowhere in clear."""
    from downrange.evidence.names import name_key
    from downrange.registry.marks import SHORTEST_NEAR, normal, variants

    numbers, names = _grouped(index.marked()), _grouped(index.named())
    persons = {
        slug: f"party/person-{place}" for place, slug in enumerate(index.slugs()) if index.is_person(slug)
    }
    things, people, measures = [], [], {}
    for slug in index.slugs():
        hit = index.hit(slug, "exact", slug, on)
        for reach in hit.reaches:
            body = reach.measure.model_dump(mode="json")
            body |= {"against": persons.get(reach.measure.against, reach.measure.against)}
            body |= {
                "scope": None,
                "sources": [],
                "reaches": [persons.get(one, one) for one in body["reaches"]],
            }
            measures[reach.measure.id] = body
        reaches = [[one.measure.id, one.way, persons.get(one.via, one.via), one.sure] for one in hit.reaches]
        borne, called = numbers.get(slug, []), names.get(slug, [])
        if slug not in persons:
            things.append({"slug": slug, "numbers": borne, "names": called, "reaches": reaches})
            continue
        marks = [normal(one) for one in borne]
        near = {way for mark in marks if reaches and len(mark) >= SHORTEST_NEAR for way in variants(mark)}
        people.append(
            {
                "slug": persons[slug],
                "numbers": sorted(_hash(key, "number", mark) for mark in [*marks, normal(slug)]),
                "near": sorted(_hash(key, "near", way) for way in near),
                "names": sorted({_hash(key, "name", name_key(one)) for one in called if name_key(one)}),
                "reaches": reaches,
            }
        )
    return {"things": things, "persons": people, "measures": measures}


def _grouped(rows: Any) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for text, slug in rows:
        found.setdefault(slug, []).append(text)
    return found


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
    device_file = Path(f"{path}.device")
    device = _read_device(device_file) if device_file.exists() else None
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
    from downrange.service.account import day
    from downrange.service.checking import fault_of

    extract = _read(path)
    today = datetime.now(UTC).date()
    asked_on = day(on) if on else today
    text = identifier.strip().removeprefix(f"{extract.body['case']}/")
    found = decide(text, _hits(extract, text, names=kind in (None, "person")), asked_on, fault_of(text, kind))
    expires = date.fromisoformat(extract.body["expires_on"])
    if max(asked_on, today) > expires:
        found = only_refer(found, f"the snapshot expired on {expires}: ask the registry")
    answer = found.as_json()
    if extract.key is None:
        answer["notes"] += [_NO_DEVICE]
        if answer["answer"] == "ALLOW" and answer["subject"] is None and kind in (None, "person"):
            answer |= {"answer": "REFER", "because": _NO_DEVICE}
    told = {name: extract.body[name] for name in ("case", "fictional", "made_at", "expires_on")}
    return {**answer, "as_of": asked_on.isoformat(), "log_sequence": extract.body["log_sequence"], **told}


def _hits(extract: _Extract, text: str, *, names: bool) -> list[Hit]:
    """Find what is asked for in an extract: the best kind of match only, as the register does."""
    from downrange.evidence.names import name_key
    from downrange.registry.marks import SHORTEST_NEAR, normal, one_slip_apart, variants

    things, persons, key = extract.body["things"], extract.body["persons"], extract.key
    mark, spelling = normal(text), name_key(text)

    def both(how: How, in_clear: Any, hashed: set[str], where: str) -> list[Hit]:
        found = [_hit(extract, one, how, spelt) for one in things if (spelt := in_clear(one)) is not None]
        return found + [_hit(extract, one, how, text) for one in persons if hashed & set(one[where])]

    def exactly(one: dict[str, Any]) -> str | None:
        return text if text == one["slug"] or text in one["numbers"] else None

    def normally(one: dict[str, Any]) -> str | None:
        return next((number for number in one["numbers"] if mark and normal(number) == mark), None)

    def nearly(one: dict[str, Any]) -> str | None:
        if not one["reaches"] or len(mark) < SHORTEST_NEAR:
            return None
        fit = (n for n in one["numbers"] if len(normal(n)) >= SHORTEST_NEAR and one_slip_apart(text, n))
        return next(fit, None)

    def named(one: dict[str, Any]) -> str | None:
        return next((name for name in one["names"] if spelling and name_key(name) == spelling), None)

    number = {_hash(key, "number", mark)} if key and mark else set()
    near = (
        {_hash(key, "near", way) for way in variants(text)} if key and len(mark) >= SHORTEST_NEAR else set()
    )
    name = {_hash(key, "name", spelling)} if key and spelling else set()
    return (
        both("exact", exactly, number, "numbers")
        or both("normalised", normally, set(), "numbers")
        or both("near-miss", nearly, near, "near")
        or (both("name", named, name, "names") if names else [])
    )


def _hit(extract: _Extract, one: dict[str, Any], how: How, spelt: str) -> Hit:
    from downrange.case.schema import Measure
    from downrange.law.enforcement.gate import Hit, Reach

    measures = extract.body["measures"]
    reaches = (
        Reach(Measure.model_validate(measures[name]), way, via, sure)
        for name, way, via, sure in one["reaches"]
    )
    return Hit(one["slug"], how, spelt, tuple(reaches))
