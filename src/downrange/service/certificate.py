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

__all__ = ["certificate", "continued", "faults"]


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
    from downrange.service.log import daily_checkpoint, prove_entry

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
        "measures": [_measure(case, name, things) for name, things in body["released"].items()],
        "posting": body["posting"],
        "release": fact.id,
        "fact": _content(fact),
        "log": {**proof.as_json(), "recorded_at": fact.recorded_at.isoformat(timespec="microseconds")},
        "checkpoint": {"note": head.note, "public_key": head.public_key.hex()} if head and signed else None,
        "checkpoint_reason": None if signed else "the next signed head of the log will cover it",
    }


def _fact(case: str, claim: str, release: str | None) -> Fact:
    from downrange.registry import facts

    about = f"{case}/{claim}/release"
    found = [one for one in facts.as_of(about, "release") if release in (None, one.id)]
    if not found:
        raise RecordError(
            f"no release of {case}/{claim} is on record" + (f" as {release}" if release else "")
        )
    return max(found, key=lambda one: one.sequence)


def _measure(case: str, name: str, things: list[str]) -> dict[str, Any]:
    from downrange.service.lives import life_of

    life = life_of(case, name)
    assert life is not None, "it was released"
    orders = [step.document for step in life.steps if step.name == "put-in-force"]
    reported = life.template.order if isinstance(life.template.order, str) else None
    order = orders[0] if orders else reported
    return {"measure": name, "kind": life.template.kind, "order": order, "things": things}


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
    from downrange.service.log import prove_consistency

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
    same = (
        shown == body["released"]
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
