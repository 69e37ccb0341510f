"""The certificate of a release: what was let go and why, and the proof that the log holds it.

Whoever gets one checks it with nothing but the certificate and the public key of the log: the digest of the
fact, its entry, the way from the entry to the root (RFC 6962), and the signature under the root. It can be
held against any later signed head: the consistency of the two shows that the log still has what it certified.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from downrange.base.canonical import digest
from downrange.errors import RecordError

if TYPE_CHECKING:
    from downrange.registry.facts import Fact

__all__ = ["certificate", "checked", "continued", "drawn_up", "faults"]


def certificate(
    case: str, claim: str, release: str | None = None, key_file: Path | None = None
) -> dict[str, Any]:
    """Draw up the certificate of a release (default: the latest of the claim).

    Parameters
    ----------
    release : str, optional
        The id of the release on record.
    key_file : Path, optional
        The key of the log; with it a head that covers the release is signed where none does yet.

    Returns
    -------
    dict
        Plain values; ``base.canonical.canonical`` gives its one spelling. ``checkpoint`` is None, with the
        reason, until a signed head covers the release.

    Raises
    ------
    RecordError
        If no such release is on record.
    """
    from downrange.registry import heads
    from downrange.service.record.log import daily_checkpoint, prove_entry

    fact = _fact(case, claim, release)
    if key_file is not None:
        daily_checkpoint(key_file, covering=fact.sequence)
    head = heads.latest()
    signed = head is not None and head.size > fact.sequence
    proof = prove_entry(fact.sequence, head.size if head is not None and signed else None)
    body = fact.body
    return {
        "certificate": "release",
        "case": case,
        "claim": claim,
        "released_on": fact.effective_on.isoformat(),
        "by": fact.by,
        "ground": body["ground"],
        "article": body["article"],
        "measures": [_measure(case, fact, name, things) for name, things in body["released"].items()],
        "posting": body["posting"],
        "release": fact.id,
        "fact": _content(fact),
        "log": {**proof.as_json(), "recorded_at": fact.recorded_at.isoformat(timespec="microseconds")},
        "checkpoint": {"note": head.note, "public_key": head.public_key.hex()} if head and signed else None,
        "checkpoint_reason": None if signed else "the next signed head of the log will cover it",
    }


def drawn_up(case: str, claim: str, database: str | None, key_file: Path | None = None) -> dict[str, Any]:
    """Draw up the certificate of the latest release of a claim of a registry: ``downrange certificate``.

    Raises
    ------
    InputError
        If the database cannot be used, or nothing was released.
    RecordError
        If the key is none, or not the one that signed so far.
    """
    from downrange.errors import InputError, Problem, Where
    from downrange.service.border.gate import open_database

    open_database(database)
    try:
        _fact(case, claim, None)
    except RecordError as error:
        raise InputError(
            Problem(Where("command line", "CASE"), str(error), value=f"{case}/{claim}")
        ) from error
    return certificate(case, claim, key_file=key_file)


def checked(path: Path, public_key: str = "", later: Path | None = None) -> dict[str, Any]:
    """Check a certificate in a file without any database: ``downrange certificate --check``.

    Parameters
    ----------
    public_key : str
        The log's key in hexadecimal, as known from elsewhere.
    later : Path, optional
        A file with a later head and its proof, as :func:`continued` gives it.

    Returns
    -------
    dict
        ``ok``, ``faults``, and of the certificate ``case``, ``claim``, ``released_on``, ``release``,
        ``size``.

    Raises
    ------
    InputError
        If a file or the key is none.
    """
    from downrange.errors import InputError, Problem, Where

    paper, further = _json(path), None if later is None else _json(later)
    try:
        key = bytes.fromhex(public_key) or None
    except ValueError as error:
        where = Where("command line", "--public-key")
        raise InputError(
            Problem(where, "no key", value=public_key, expected="64 hexadecimal digits")
        ) from error
    try:
        found = faults(paper, key, further)
        told = {name: paper[name] for name in ("case", "claim", "released_on", "release")}
        return {"ok": not found, "faults": found, **told, "size": paper["log"]["size"]}
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        where = Where(str(path if further is None or "log" not in paper else later))
        raise InputError(Problem(where, f"this is no certificate of ours: {error!r}")) from error


def _json(path: Path) -> dict[str, Any]:
    import json

    from downrange.errors import InputError, Problem, Where

    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise InputError(Problem(Where(str(path)), f"cannot be read: {error}", expected="JSON")) from error
    if not isinstance(found, dict):
        raise InputError(Problem(Where(str(path)), "is no JSON object", expected="a certificate"))
    return found


def _fact(case: str, claim: str, release: str | None) -> Fact:
    from downrange.registry import facts

    about = f"{case}/{claim}/release"
    found = [one for one in facts.as_of(about, "release") if release in (None, one.id)]
    if not found:
        raise RecordError(
            f"no release of {case}/{claim} is on record" + (f" as {release}" if release else "")
        )
    return max(found, key=lambda one: one.sequence)


def _measure(case: str, fact: Fact, name: str, things: list[str]) -> dict[str, Any]:
    """Show a measure by the words of the release itself; one of before they were in it by the record."""
    from downrange.service.holding.lives import life_of, order_of

    told = fact.body.get("orders", {}).get(name)
    if told is None:
        life = life_of(case, name)
        assert life is not None, "it was released"
        told = {"kind": life.template.kind, "order": order_of(life)}
    return {"measure": name, **told, "things": things}


def _content(fact: Fact) -> dict[str, Any]:
    return {
        "about": fact.about,
        "body": fact.body,
        "by": fact.by,
        "document_page": fact.document_page,
        "document_sha256": fact.document_sha256,
        "effective_on": fact.effective_on.isoformat(),
        "kind": fact.kind,
        "supersedes": fact.supersedes,
    }


def continued(paper: dict[str, Any]) -> dict[str, Any]:
    """Give the latest signed head of the log with the proof that it continues the one on a certificate.

    Returns
    -------
    dict
        ``checkpoint`` (``note``, ``public_key``), ``size``, ``root_hash``, ``from_size`` and ``consistency``
        (hashes): what :func:`faults` takes as ``later``.

    Raises
    ------
    RecordError
        If no head was signed since, or the certificate is of another log.
    """
    from downrange.registry import heads
    from downrange.service.record.log import prove_consistency

    first, head = int(paper["log"]["size"]), heads.latest()
    if head is None or head.size < first:
        raise RecordError("no head of the log was signed since the certificate")
    return {
        "checkpoint": {"note": head.note, "public_key": head.public_key.hex()},
        "size": head.size,
        "root_hash": head.root_hash.hex(),
        "from_size": first,
        "consistency": [step.hex() for step in prove_consistency(first, head.size)],
    }


def faults(
    paper: dict[str, Any], public_key: bytes | None = None, later: dict[str, Any] | None = None
) -> list[str]:
    """Check a certificate without any database; give what is wrong with it, nothing where it holds.

    Parameters
    ----------
    public_key : bytes, optional
        The 32 bytes of the log's key as known from elsewhere; without it the key on the certificate is taken
        at its word.
    later : dict, optional
        A later head of the log with its proof, as :func:`continued` gives it: the log that signed it must
        still hold what was certified.
    """
    from downrange.registry import merkle
    from downrange.registry.log import entry

    found = []
    fact, log = paper["fact"], paper["log"]
    if digest(fact) != paper["release"]:
        found.append("the fact is not the one that was recorded")
    leaf = merkle.leaf_hash(entry("fact", paper["release"], datetime.fromisoformat(log["recorded_at"])))
    proof = [bytes.fromhex(step) for step in log["proof"]]
    if leaf.hex() != log["leaf_hash"] or not merkle.verify_inclusion(
        leaf, log["sequence"], log["size"], proof, bytes.fromhex(log["root_hash"])
    ):
        found.append("the log's root does not hold the entry")
    body = fact["body"]
    shown = {one["measure"]: one["things"] for one in paper["measures"]}
    orders = {one["measure"]: {"kind": one["kind"], "order": one["order"]} for one in paper["measures"]}
    same = (
        shown == body["released"]
        and orders == body.get("orders", orders)
        and all(paper[name] == body[name] for name in ("posting", "ground", "article"))
        and (paper["released_on"], paper["by"]) == (fact["effective_on"], fact["by"])
        and fact["about"] == f"{paper['case']}/{paper['claim']}/release"
    )
    if not same:
        found.append("what is shown is not what the fact says")
    found += _checkpoint_faults(paper, public_key)
    return found if later is None else found + _later_faults(paper, later, public_key)


def _later_faults(paper: dict[str, Any], later: dict[str, Any], public_key: bytes | None) -> list[str]:
    from downrange.registry import merkle
    from downrange.registry.checkpoint import read_note

    signed = paper["checkpoint"] or later["checkpoint"]
    try:
        head = read_note(later["checkpoint"]["note"], public_key or bytes.fromhex(signed["public_key"]))
    except RecordError as error:
        return [f"the later head: {error}"]
    log = paper["log"]
    steps = [bytes.fromhex(step) for step in later["consistency"]]
    if not merkle.verify_consistency(
        log["size"], head.size, steps, bytes.fromhex(log["root_hash"]), head.root_hash
    ):
        return ["the later head does not continue the log of the certificate"]
    return []


def _checkpoint_faults(paper: dict[str, Any], public_key: bytes | None) -> list[str]:
    from downrange.registry.checkpoint import read_note

    signed = paper["checkpoint"]
    if signed is None:
        return ["no signed head covers it yet"]
    key = public_key or bytes.fromhex(signed["public_key"])
    try:
        head = read_note(signed["note"], key)
    except RecordError as error:
        return [str(error)]
    if (head.size, head.root_hash.hex()) != (paper["log"]["size"], paper["log"]["root_hash"]):
        return ["the signed head is of another size or root"]
    return []
