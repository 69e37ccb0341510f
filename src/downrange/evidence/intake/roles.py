"""Who owes and to whom, where no single phrase says it: from the measure, from the rest of the article.

An article says "its property was impounded over an unpaid debt of $29.7 million" and names the two parties
elsewhere or never. What is inferred is marked as such by a lower confidence; where the text leaves several
creditors possible, or names none, that is an ambiguity of its own with every candidate, none chosen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from downrange.evidence.intake.actors import Actor
from downrange.evidence.intake.items import Item, Text

__all__ = ["assign_roles", "named_debtors", "owed_between", "rival_bases"]

_OWED = re.compile(
    r"\b(?:debts?|owe[sd]?|owing|bill|unpaid|arrears|dues|liabilit\w+|award|долг\w*|задолженност\w*|"
    r"задолжал\w*|взыскани\w+)\b",
    re.IGNORECASE,
)
_HOLDS = frozenset({"attachment", "account-freeze", "movement-ban", "arrest"})

_CREDITOR_BEFORE = re.compile(
    r"(?:\b(?:in favou?r of|owed to|due to|payable to|debt to|bill from|creditor(?:,| is| was|:)|"
    r"claimant(?:,| is)|в пользу|взыскатель\s?[—–:-]?|кредитор\s?[—–:-]?|долг\w* перед|задолжал\w*)\s?)"
    r"(?:(?:the|a|an|its|joint-stock|российск\w+|казахстанск\w+|совместн\w+|предприяти\w+|АО|СП|JSC|joint|"
    r"venture|company|"
    r"firm|state|is|—)\s){0,5}[«\"“]?$",
    re.IGNORECASE,
)
_CREDITOR_AFTER = re.compile(
    r"^[»\"”]?(?:,[^,.;]{1,60},)?\s(?:says?\s(?:that\s)?it\s)?(?:(?:is|was)\s(?:still\s)?owed\b|"
    r"(?:has\s|had\s)?(?:won|obtained|secured)\s(?:an?|the|its)\s(?:[\w-]+\s){0,2}?(?:arbitration|case|award|"
    r"judg(?:e)?ment|ruling|suit|lawsuit)\b|"
    r"(?:is|was|,)\s(?:the|a)\s(?:judgment\s)?creditor\b|, (?:the )?creditor\b)",
    re.IGNORECASE,
)
_DEBTOR_BEFORE = re.compile(
    r"\b(?:debtor(?:,| is|:)|debts? of|owed by|due from|(?:recovered|collected|recoverable|recover|collect|"
    r"enforced?|levied)\s(?:from|against)|(?:award|judg(?:e)?ment|writ|enforcement proceedings|"
    r"arbitration|case|lawsuit|suit|ruling)\sagainst|"
    r"должник\s?[—–:-]?|взыска\w+\sс|долг\w*)\s"
    r"(?:(?:the|joint-stock|company|JSC|российск\w+|компани\w+|предприяти\w+|АО)\s){0,4}[«\"“]?$",
    re.IGNORECASE,
)
_DEBTOR_AFTER = re.compile(r"^[»\"”]?(?:['’]s\s(?:\w+\s)?debts?\b|,? the debtor\b)", re.IGNORECASE)
_ACTS = re.compile(
    r"^\s(?:has\s|have\s|had\s)?(?:\w+ly\s)?(?:impound|seiz|attach|froze|freez|arrest|confiscat|block|demand|"
    r"claim|asks?|asked|su(?:es|ed)|арестовал|потребовал)\w*",
    re.IGNORECASE,
)
_VENTURE = re.compile(r"\bjoint venture\b|\bСП\b|\bсовместн\w+ предприяти\w+", re.IGNORECASE)


def assign_roles(
    text: Text, claims: Sequence[Item], measures: Sequence[Item], found: Sequence[Actor]
) -> tuple[list[Item], list[Item]]:
    """Give claims their debtor and creditor from the article as a whole.

    Returns
    -------
    tuple of list
        The claims, those completed with ``debtor`` or ``creditor`` in ``value`` (and, where several creditors
        are possible, ``creditor_candidates``) and a lower confidence; and one ambiguity for each debt whose
        creditor stays open.
    """
    creditors = _named(text, found, _CREDITOR_BEFORE, _CREDITOR_AFTER)
    debtors = _named(text, found, _DEBTOR_BEFORE, _DEBTOR_AFTER)
    possible = _possible(text, found)
    done, open_ones = [], []
    seen: set[str | None] = set()
    for claim in claims:
        sentence = text.sentence_at(claim.start)
        value = dict(claim.value)
        owed = _OWED.search(sentence.text) is not None or claim.role == "awarded"
        if value["debtor"] is None and owed:
            value["debtor"] = _held(text, claim, measures) or next(iter(debtors), None)
        if value["creditor"] is None and owed:
            candidates = [name for name in creditors if name != value["debtor"]]
            if not candidates:
                candidates = [name for name in possible if name != value["debtor"]]
                value["creditor_candidates"] = candidates
            elif len(candidates) == 1:
                value["creditor"] = candidates[0]
            else:
                value["creditor_candidates"] = candidates
            if value["creditor"] is None and value["debtor"] not in seen:
                seen.add(value["debtor"])
                open_ones.append(_ambiguity(claim, candidates))
        changed = value != claim.value
        done.append(claim.with_(value=value, confidence=0.75 if changed else claim.confidence))
    return done, open_ones


def owed_between(claims: Sequence[Item], relations: Sequence[Item]) -> list[Item]:
    """Give who owes whom where only the whole article says it: a relation for each pair not yet found."""
    pairs = {
        (one.value["subject"], one.value["object"])
        for one in relations
        if one.value["relation"] in ("owes", "claims-from")
    }
    pairs |= {(creditor, debtor) for debtor, creditor in pairs}
    found = []
    for claim in claims:
        pair = (claim.value["debtor"], claim.value["creditor"])
        if (
            None not in pair
            and pair not in pairs
            and claim.role in ("asserted", "awarded")
            and not claim.negated
        ):
            pairs |= {pair, (pair[1], pair[0])}
            value = {"relation": "owes", "subject": pair[0], "object": pair[1]}
            found.append(Item("relation", claim.text, claim.start, claim.end, value, confidence=0.75))
    return found


def rival_bases(text: Text, claims: Sequence[Item], bases: Sequence[Item]) -> list[Item]:
    """Give the ambiguity of a debt with several causes told, none of them in the sentence of the sum."""
    kinds = list(dict.fromkeys(str(one.value) for one in bases if not one.negated and one.value != "award"))
    sentences = {text.sentence_at(one.start).start for one in bases if not one.negated}
    open_one = next(
        (
            one for one in claims
            if one.role in ("asserted", "awarded") and text.sentence_at(one.start).start not in sentences
        ),
        None,
    )  # fmt: skip
    if len(kinds) < 2 or open_one is None:
        return []
    value = {"why": "the text tells several causes of the debt", "readings": kinds}
    return [
        Item("ambiguity", open_one.text, open_one.start, open_one.end, value, role="basis", confidence=0.75)
    ]


def named_debtors(text: Text, found: Sequence[Actor]) -> list[str]:
    """Give whom a phrase of the article calls debtor ("debtor:", "recovered from", "against"), in order."""
    return list(_named(text, found, _DEBTOR_BEFORE, _DEBTOR_AFTER))


def _ambiguity(claim: Item, candidates: Sequence[str]) -> Item:
    why = (
        "the text does not say to whom the sum is owed" if len(candidates) < 2
        else "the text leaves open which of these the sum is owed to"
    )  # fmt: skip
    return Item(
        "ambiguity", claim.text, claim.start, claim.end, {"why": why, "readings": list(candidates)},
        role="creditor", confidence=0.75,
    )  # fmt: skip


def _held(text: Text, claim: Item, measures: Sequence[Item]) -> str | None:
    """Give whose property is held: in the same sentence, else the only one whose property is held at all."""
    holding = [
        one for one in measures
        if one.value["kind"] in _HOLDS and one.role == "ordered" and not one.negated
        and one.value.get("on") not in (None, "base")
    ]  # fmt: skip
    sentence = text.sentence_at(claim.start)
    near = [one.value["on"] for one in holding if sentence.start <= one.start < sentence.end]
    if near:
        return str(near[0])
    every = {str(one.value["on"]) for one in holding}
    return every.pop() if len(every) == 1 else None


def _named(
    text: Text, found: Sequence[Actor], before: re.Pattern[str], after: re.Pattern[str]
) -> dict[str, None]:
    """Give the parties a phrase of the article names in a role, in order."""
    names: dict[str, None] = {}
    for actor in found:
        if actor.kind in ("press", "office", "court", "person"):
            continue
        if before.search(text.before(actor.start, 90)) or after.search(text.after(actor.end, 90)):
            names[actor.slug or actor.name] = None
    return names


def _possible(text: Text, found: Sequence[Actor]) -> list[str]:
    """Give who may be the creditor where nobody is called so: who takes the measures, and a joint venture."""
    names: dict[str, None] = {}
    for actor in found:
        acts = actor.kind == "state" and _ACTS.search(text.after(actor.end, 60))
        called = text.before(actor.start, 20) + actor.name
        if acts or (actor.kind == "company" and _VENTURE.search(called)):
            names[actor.slug or actor.name] = None
    return list(names)
