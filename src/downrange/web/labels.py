"""The words of the record's own vocabulary, to be translated: sums, states, roles, kinds of measures.

A word that is not here is shown as it is written in the record, hyphens as blanks.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

__all__ = ["LABELS", "label"]

LABELS: Mapping[str, str | Promise] = {
    # the sums of a claim
    "asserted": _("Asserted"),
    "awarded": _("Awarded"),
    "agreed": _("Agreed"),
    "paid": _("Paid"),
    "outstanding": _("Outstanding"),
    "principal": _("Principal"),
    "interest": _("Interest"),
    "penalty": _("Penalty"),
    "sanction": _("Enforcement sanction"),
    "bailiff-pay": _("Bailiff's pay"),
    "costs": _("Costs"),
    "payment": _("Payment"),
    "write-off": _("Write-off"),
    # what a claim rests on
    "contract": _("contract"),
    "fine": _("fine"),
    "fee": _("fee"),
    "clean-up-cost": _("cost of clean-up"),
    "property-damage": _("damage to property"),
    "ecological-damage": _("ecological damage"),
    "state-costs": _("costs of a state"),
    "treaty": _("treaty"),
    "rent": _("rent"),
    "loan": _("loan"),
    "other": _("other"),
    # measures and their states
    "attachment": _("attachment"),
    "movement-ban": _("ban on moving things"),
    "exit-ban": _("ban on leaving the country"),
    "licence-block": _("block on licences"),
    "body-ban": _("ban on a body's acts"),
    "account-freeze": _("freeze of accounts"),
    "arrest": _("arrest"),
    "not-yet": _("not yet in force"),
    "possibly": _("possibly in force"),
    "in-force": _("in force"),
    "ended": _("ended"),
    "unknown": _("not known"),
    # terms
    "running": _("running"),
    "passed": _("passed"),
    "ends about now": _("ends about now"),
    # who must act, as the terms of the law name them
    "bailiff": _("bailiff"),
    "creditor": _("creditor"),
    "debtor": _("debtor"),
    "any party": _("any party"),
    "court": _("court"),
    # roles
    "regulator": _("regulator"),
    "approver": _("approver"),
    "customs": _("customs officer"),
    "rule_editor": _("rule editor"),
    "auditor": _("auditor"),
    "public": _("public"),
    # standings of a rate and of a source
    "official": _("official rate"),
    "unchecked": _("official rate, convention unchecked"),
    "weak": _("cross or mean rate, not official"),
    "supplied": _("rate supplied by a user"),
    "full": _("read in full"),
    "excerpt": _("read in part"),
    "second-hand": _("second-hand"),
    "own": _("own derivation"),
    # kinds of values and verdicts
    "stated": _("stated"),
    "measured": _("measured"),
    "published": _("published"),
    "assumed": _("assumed"),
    "verified": _("wording verified"),
    "secondary": _("known from a secondary source"),
    "confirmed": _("confirmed"),
    "disputed": _("disputed"),
    "wrong": _("wrong"),
    "ambiguous": _("ambiguous"),
    "out-of-scope": _("out of scope"),
    # orders of allocation, and heads that only they have
    "private-bailiff": _("private bailiff"),
    "state-bailiff": _("state bailiff"),
    "kz": _("Civil Code of Kazakhstan"),
    "ru": _("Civil Code of Russia"),
    "remuneration": _("remuneration"),
    # a plan of instalments
    "kept": _("kept"),
    "overdue": _("overdue"),
    "willing-but-barred": _("willing, but barred by a list"),
    "default": _("default"),
    "performed": _("performed"),
    # what may be paid
    "free": _("free"),
    "barred": _("barred"),
    # stances
    "asserts": _("asserts"),
    "estimates": _("estimates"),
    "denies": _("denies"),
    "corrects": _("corrects"),
    "confirms": _("confirms"),
    "force-not-known": _("force not known"),
    # kinds of facts
    "case": _("case"),
    "claim": _("claim"),
    "measure": _("measure"),
    "verdict": _("verdict"),
    "lease": _("lease"),
    "incident": _("incident"),
    # jobs
    "queued": _("waiting"),
    "done": _("done"),
    "failed": _("failed"),
    "cancelled": _("cancelled"),
    # what a hold does to a launch
    "stopped": _("stopped"),
    "delayed": _("delayed"),
    "unaffected": _("not touched"),
    # how a method of valuation stands
    "law": _("law"),
    "persuasive": _("persuasive"),
    "analogy": _("analogy"),
    "computed": _("computed"),
    "refused": _("refused"),
    "method": _("method"),
    "fact": _("fact"),
}


def label(key: str) -> str:
    """Give the word for a key in the reader's language."""
    found = LABELS.get(key)
    return str(found) if found is not None else key.replace("-", " ").replace("_", " ")
