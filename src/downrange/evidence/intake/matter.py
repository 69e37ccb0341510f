"""What the matter is about: claims and their basis, lease terms, relations of parties, garbled words."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from typing import Any

from downrange.evidence.intake.actors import Actor
from downrange.evidence.intake.items import Item, Sentence, Text, without_overlaps
from downrange.evidence.intake.speech import clause_around, is_hedged, is_negated

__all__ = ["find_ambiguities", "find_claims", "find_lease", "find_relations"]

_BASES: tuple[tuple[str, str], ...] = (
    ("refund",
        (r"\b(?:refund(?:s|ed)?|return|repay(?:ment)?|"
        r"reimburse(?:ment)?)\s(?:of\s)?(?:[\w’'-]+\s){0,4}?(?:money|payment|sum|funds|"
        r"advance)\b(?:[^.;]|[.](?=\d)){0,60}")),
    ("contract",
        (r"\b(?:work|contract|contracts|services|agreement)\s(?:to|for|on|about|"
        r"of)\s(?:[\w’'-]+\s){0,3}?(?:assess\w*|stud\w+|evaluat\w+)(?:[^.;,]|[.,](?=\d)){0,70}")),
    ("contract",
        (r"\b(?:assessment|evaluation|study|assessing|"
        r"studying)\sof\s(?:the\s)?(?:[\w’'-]+\s){0,3}?(?:impact|damage|harm|"
        r"effects?)\b(?:[^.;,]|[.,](?=\d)){0,60}")),
    ("contract",
        (r"\b(?:environmental|ecological)\s(?:impact\s)?(?:assessment|review|study|survey|evaluation|audit|"
        r"expertise|monitoring)\b(?:[^.;,(]|[.,](?=\d)){0,50}|\bимпакт-оценк\w+|"
        r"\bоценк\w+\s(?:\w+\s){0,2}?(?:воздействи\w+|влияни\w+)(?:[^.;,(]|[.,](?=\d)){0,50}")),
    ("ecological-damage",
        (r"\b(?:environmental|ecological)\s(?:damage|harm|cost)s?\b(?:[^.;,]|[.,](?=\d)){0,50}|"
        r"\b(?:damage|harm|injury)\s(?:to|done to|caused to)\s(?:the|its)\s(?:natural\s)?"
        r"(?:environment|ecology|nature|soil|land|steppe)\b|экологическ\w+\sущерб\w*|"
        r"ущерб\w*\sокружающ\w+\sсред\w+")),
    ("property-damage",
        (r"\bdamage\s(?:to|done to|caused to)\s(?:[\w’'-]+\s){0,4}?(?:house|houses|home|homes|"
        r"roof|pad|property|cars)\b")),
    ("clean-up-cost",
        (r"\b(?:clean-?up|decontamination|remediation|removal of debris)\b(?:[^.;,]|"
        r"[.,](?=\d)){0,40}")),
    ("fine", r"\b(?:fines?|fined|penalt(?:y|ies))\b(?:[^.;,]|[.,](?=\d)){0,40}|штраф\w*"),
    ("rent", r"\b(?:rent arrears|arrears of rent|unpaid rent|back rent|rent owed)\b"),
    ("award", r"\b(?:arbitra(?:l|tion)\s(?:award|decision|ruling))\b"),
    ("fee", r"\bemission fees?\b|\bcompensation payments? for (?:the )?use\b"),
)  # fmt: skip
_STAGES: tuple[tuple[str, str], ...] = (
    ("paid",
        (r"(?<!nothing )(?<!not )(?<!never )\b(?:paid|pays|has paid|have paid|transferred|handed over|"
        r"выплатил\w*|заплатил\w*)\b")),
    ("agreed", r"\b(?:agreed to pay|settled|settlement|settle|agreed on|in full and final)\b"),
    ("awarded",
        (r"\b(?:awarded|ordered|ruled|judg(?:ed|ment)|court decided|decided that|взыскал\w*|взыска\w+|"
        r"award|(?:be|been|was|were|is)\s(?:recovered|collected) from|"
        r"w[io]n\s(?:an?|the|its|their)\s(?:[\w-]+\s){0,2}?(?:arbitration|case|lawsuit|suit|ruling|"
        r"judg(?:e)?ment))\b")),
    ("asserted",
        (r"\b(?:demand\w*|claim\w*|sought|seek\w*|su(?:ed|es|ing)|ask\w*|owes?|owed|owing|debt|"
        r"put the damage|estimated the damage|bill|"
                 r"compensation|fines?|fined|требу\w*|долг\w*|задолженност\w*|иск\w*)\b")),
)  # fmt: skip


def find_claims(text: Text, money: Sequence[Item], found: Sequence[Actor]) -> list[Item]:
    """Find claims: a sum with what stage it stands at, and separately the basis it is said to have."""
    items: list[Item] = []
    for kind, pattern in _BASES:
        for match in re.finditer(pattern, text.text, re.IGNORECASE):
            words = match[0].rstrip(" ,")
            items.append(
                Item(
                    "basis", words, match.start(), match.start() + len(words), kind,
                    negated=is_negated(text, match.start(), match.end()),
                    hedged=is_hedged(text, match.start(), match.end()), confidence=0.8,
                )
            )  # fmt: skip
    bases = [
        item
        for kind, _ in dict(_BASES).items()
        for item in without_overlaps([i for i in items if i.value == kind])
    ]
    bases.sort(key=lambda item: item.start)
    claims = []
    for item in money:
        sentence = text.sentence_at(item.start)
        if item.role == "per-year" or re.search(r"\b(?:rent|lease|аренд\w*)\b", sentence.text, re.IGNORECASE):
            continue
        stage = _stage(sentence, item) or _stage_before(text, sentence)
        if stage is None:
            continue
        basis, sure = _basis(text, sentence, bases)
        debtor, creditor = _debtor_creditor(sentence, found)
        claims.append(
            item.with_(
                kind="claim", role=stage, confidence=0.85 if sure else 0.75,
                negated=is_negated(text, item.start, item.end),
                hedged=is_hedged(text, item.start, item.end),
                value={
                    **item.value, "stage": stage, "basis": basis,
                    "debtor": debtor, "creditor": creditor,
                },
            )
        )  # fmt: skip
    return [*bases, *claims]


def _stage(sentence: Sentence, item: Item) -> str | None:
    before, after = clause_around(sentence, item.start, item.end)
    for words in (before[-90:], after[:60], sentence.text):
        for stage, pattern in _STAGES:
            if re.search(pattern, words, re.IGNORECASE):
                return stage
    return None


_TAKES_UP = re.compile(
    r"\W*(?:(?:and|but|in all|in total|altogether)\s)?(?:the|this|that|its)\s(?:[\w-]+\s){0,2}?"
    r"(?:sum|amount|bill|debt|figure|claim|award|total|tab)\b|\W*(?:сумма|размер|долг|речь идет)\b",
    re.IGNORECASE,
)
"""A sentence that goes on about a sum that the ones before it spoke of without a figure."""
_BACK = 2
"""Sentences back in which a sum that is only taken up was first called a debt or a claim."""


def _stage_before(text: Text, sentence: Sentence) -> str | None:
    """Give the stage of a claim told before its figure: "TsENKI lost in court. The sum is 13.7 bn tenge"."""
    if not _TAKES_UP.match(sentence.text):
        return None
    index = text.index_at(sentence.start)
    for earlier in reversed(text.sentences[max(index - _BACK, 0) : index]):
        for stage, pattern in _STAGES:
            if re.search(pattern, earlier.text, re.IGNORECASE):
                return stage
    return None


_LINKS = re.compile(
    r"\b(?:debt|claim|bill|sum|money|award|dispute|row|arrears|amount|payment|it|this|case|quarrel|"
    r"contract|долг\w*|"
    r"сумм\w*|спор\w*|речь|деньги)\b[^.;]{0,60}\b(?:stems?|stemmed|relates?|related|concerns?|concerned|"
    r"arises?|arose|"
    r"comes? from|came from|is for|was for|are for|due for|is about|was about|tied to|linked to|covers?|"
    r"connected with|goes back to|over|связан\w*|ид[её]т о|возник\w*|за)\b|"
    r"\bwhat (?:is|was) (?:it|the money|the debt|the sum) for\b|\bfor (?:work|services)\b|\bowed for\b|"
    r"\bfail\w+ to pay\b",
    re.IGNORECASE,
)
"""Words that tie what a debt is for to a debt told in another sentence."""


def _basis(text: Text, sentence: Sentence, bases: Sequence[Item]) -> tuple[str | None, bool]:
    """Give what a claim is for: told in its sentence, tied to it nearby, or the only cause of the article.

    Returns
    -------
    tuple
        The kind of basis or None, and whether its own sentence says so.
    """
    told = [one for one in bases if not one.negated]
    near = [one for one in told if sentence.start <= one.start < sentence.end]
    if near:
        return str(near[0].value), True
    index = text.index_at(sentence.start)
    around = [*text.sentences[index + 1 : index + 3], *reversed(text.sentences[max(index - 2, 0) : index])]
    for other in around:
        tied = [one for one in told if other.start <= one.start < other.end and one.value != "award"]
        if tied and _LINKS.search(other.text):
            return (str(tied[0].value) if len({one.value for one in tied}) == 1 else None), False
    if _of_a_crash(text, sentence):
        return None, True  # what the article tells of another debt is not what this one is for
    every = {str(one.value) for one in told} - {"award"}
    return (every.pop(), False) if len(every) == 1 else (None, True)


_CRASH = re.compile(
    r"\b(?:crash\w*|explo\w+|blew up|fell|fallen|debris|accident|failed launch|broke up|авари\w*|упал\w*|"
    r"взорвал\w*|падени\w*)\b",
    re.IGNORECASE,
)


def _of_a_crash(text: Text, sentence: Sentence) -> bool:
    """Tell whether a claim is told of a fall: in its own sentence or the one before in its paragraph."""
    index = text.index_at(sentence.start)
    earlier = text.sentences[index - 1] if index else sentence
    if "\n\n" in text.text[earlier.start : sentence.start]:
        earlier = sentence
    return any(_CRASH.search(one.text) for one in (earlier, sentence))


def _names_in(sentence: Sentence, found: Sequence[Actor]) -> list[Actor]:
    return [
        a
        for a in found
        if sentence.start <= a.start < sentence.end and a.kind not in ("press", "person", "office", "court")
    ]


def _debtor_creditor(sentence: Sentence, found: Sequence[Actor]) -> tuple[str | None, str | None]:
    debtor = creditor = None
    for actor in _names_in(sentence, found):
        before = sentence.text[: actor.start - sentence.start]
        after = sentence.text[actor.end - sentence.start :]
        name = actor.slug or actor.name
        if re.match(r"(?:['’]s)?\s(?:[\w-]+\s)?(?:subsidiary|unit|arm|affiliate|enterprise)\b", after):
            name = f"subsidiary of {name}"
        owing = re.match(
            r"([^.;]{0,40}?)\b(?:owes?|owed|must pay|to pay|agreed to pay|paid|has to pay)\b", after
        )
        if owing is not None and debtor is None and not _only_says(sentence, actor, owing[1], found):
            debtor = name
        elif re.match(r"['’]s\s(?:\w+\s)?debt", after) or re.search(
            r"\b(?:from|debt of|sued|fined|against|billed)\s(?:the\s)?$", before
        ):
            debtor = debtor or name
        elif (
            re.search(
                r"\b(?:owes?|owed to|(?<!belonging\s)(?<!belongs\s)(?<!according\s)"
                r"(?<!leases\s)(?<!leased\s)(?<!rented\s)(?<!rents\s)to|in favou?r of|for|paid|pay)"
                r"\s(?:the\s)?$",
                before,
            )
            and debtor != name
        ) or re.match(
            r"(?:[^.;]{0,30}?)\b(?:demand\w*|claim\w*|sought|seeks|sued|asked|billed|fined)\b", after
        ):
            creditor = creditor or name
    return debtor, creditor


_SAYS = re.compile(
    r"\b(?:sa(?:ys?|id)|told|reports?|reported|announce[sd]|claim(?:s|ed)?|insist(?:s|ed)|confirm(?:s|ed)|"
    r"states?|stated|argue[sd]|believe[sd]?|wrote|adde?(?:s|d)|maintain(?:s|ed)|estimate[sd])\b"
)


def _only_says(sentence: Sentence, actor: Actor, between: str, found: Sequence[Actor]) -> bool:
    """Tell whether a body only says that another, named before the verb of owing, owes."""
    says = _SAYS.search(between)
    end = actor.end + len(between)
    return says is not None and any(
        actor.end + says.end() <= one.start and one.end <= end for one in _names_in(sentence, found)
    )


_LEASE = re.compile(r"\b(?:leas\w+|rent\w*|tenan\w+|аренд\w*)\b", re.IGNORECASE)
_TERM = re.compile(
    r"\b(?:for|of|term of|lasts?|run for)\s(?P<for>\d{1,3})\syears\b|\b(?P<adj>\d{1,3})[- ]year\b|"
    r"\b(?:until|till|to|through|up to|(?:expir\w+|ends?|runs? out) in)\s(?P<until>20\d\d)\b|"
    r"\bна\s(?P<ru>\d{1,3})\sлет\b|"
    r"\bдо\s(?P<ru_until>20\d\d)\b", re.IGNORECASE)  # fmt: skip


_GOES_ON = re.compile(
    r"\b(?:a|per) year\b|\bin a year\b|\bannually\b|в год\b|"
    r"\b(?:agreement|deal|contract|treaty|it)\s(?:runs|lasts|expires|is valid)\b|"
    r"\b(?:договор|соглашение|контракт)\s(?:\w+\s)?(?:действует|истека\w+|рассчитан)",
    re.IGNORECASE,
)
"""A sentence after one about a lease that goes on about its price or its term."""


def find_lease(text: Text, money: Sequence[Item]) -> list[Item]:
    """Find lease terms: the rent a year, the number of years, the last year."""
    items = []
    before = ""
    for sentence in text.sentences:
        earlier, before = before, sentence.text
        if not _LEASE.search(sentence.text) and not (
            _LEASE.search(earlier) and _GOES_ON.search(sentence.text)
        ):
            continue
        for item in money:
            inside = sentence.start <= item.start < sentence.end
            if inside and (
                item.role == "per-year" or re.search(r"\brent\b|аренд", sentence.text, re.IGNORECASE)
            ):
                items.append(
                    item.with_(
                        kind="lease-term",
                        role="rent-per-year" if item.role else "rent",
                        confidence=0.88,
                        hedged=is_hedged(text, item.start, item.end),
                    )
                )
        for match in _TERM.finditer(sentence.text):
            years, until = match["for"] or match["adj"] or match["ru"], match["until"] or match["ru_until"]
            start = sentence.start + match.start()
            value: dict[str, Any] = {"years": int(years)} if years else {"until": until}
            items.append(
                Item(
                    "lease-term",
                    match[0],
                    start,
                    start + len(match[0]),
                    value,
                    role="years" if years else "until",
                    confidence=0.85,
                )
            )
    return items


_SUBSIDIARY = re.compile(r"\b(?:subsidiary|unit|enterprise|arm|daughter company|дочерн\w+)\b", re.IGNORECASE)


def find_relations(text: Text, found: Sequence[Actor]) -> list[Item]:
    """Find who is part of whom, who owes whom, who leases from whom."""
    items = [item for sentence in text.sentences for item in _relations_in(text, sentence, found)]
    items = sorted([*items, *_taken_up(text, found)], key=lambda item: item.start)
    seen: set[tuple[str, str, str]] = set()
    kept = []
    for item in items:
        key = (item.value["relation"], item.value["subject"], item.value["object"])
        if key not in seen:
            seen.add(key)
            kept.append(item)
    return kept


_BETWEEN: tuple[tuple[str, str, bool], ...] = (
    ("subsidiary-of",
        (r"['’]?\)?,?\s(?:which is\s|is\s)?(?:an?|the)?\s?(?:[\w-]+\s){0,2}(?:subsidiary|unit|"
        r"enterprise|arm|part)\sof\s(?:the\s)?(?:[\w-]+\s){0,3}"), False),
    ("subsidiary-of",
        (r"(?:['’]s)?\s(?:[\w-]+\s){0,2}(?:subsidiary|unit|enterprise|arm),?\s(?:the\s|"
        r"called\s|known as\s)?"), True),
    ("subsidiary-of", r"[»\"]?,?\s(?:[—–]\s)?«?доч(?:ерн\w+|к\w+)»?\s(?:[\w-]+\s){0,2}[«\"]?", False),
    ("owes",
        (r"[»\"]?(?:[^.;]{0,60}?[:,]\s(?:он|она|оно|компания|предприятие))?\s(?:по-прежнему\s)?"
        r"задолжал\w*\s(?:[\w-]+\s){0,3}?[«\"]?"), False),
    ("owes", r"[^.;]{0,60}?[:,]\sit\s(?:still\s)?owes\s(?:the\s)?(?:[\w-]+\s){0,2}?", False),
    ("owned-by", r"\s(?:belongs|belonging) to\s(?:the\s)?", False),
    ("owned-by", r",?\s(?:which is\s)?(?:wholly |fully |part-)?owned by\s(?:the\s)?", False),
    ("owes",
        (r"\)?\s(?:still\s|reportedly\s|allegedly\s)?(?:owes?|owed|must pay|agreed to pay|"
        r"has to pay|was ordered to pay|"
        r"paid)\s(?:the\s)?(?:[\w$€.,-]+\s){0,8}?(?:to\s)?(?:the\s)?"), False),
    ("claims-from",
        (r"\s(?:[\w-]+\s){0,4}?(?:demand\w*|claim\w*|sought|seeks|sued|asked|billed|"
        r"fined)\s(?:[\w$€.,’'-]+\s){0,10}?(?:from\s)?(?:the\s)?"), False),
    ("leases-from",
        (r"\s(?:has\s|have\s)?(?:leases?|leased|rents?|rented|"
        r"been leasing)\s(?:[\w’'-]+\s){0,6}?from\s(?:the\s)?"), False),
    ("leased-to", r"\s(?:has\s)?(?:leases?|leased|rented)\s(?:[\w’'-]+\s){0,6}?to\s(?:the\s)?", False),
    ("owned-by", r"\s(?:is\s|was\s)?owned by\s(?:the\s)?", False),
)  # fmt: skip


def _relations_in(text: Text, sentence: Sentence, found: Sequence[Actor]) -> Iterator[Item]:
    names = [
        a
        for a in found
        if sentence.start <= a.start < sentence.end and a.kind in ("company", "state", "authority")
    ]
    for one, other in itertools.pairwise(names):
        between = text.text[one.end : other.start]
        after = text.text[other.end : other.end + 30]
        if re.fullmatch(r",\s(?:the|an?)\s(?:[\w-]+\s)?", between) and _DAUGHTER.match(after):
            yield _subsidiary(text, one, other)
            continue
        for relation, pattern, turned in _BETWEEN:
            if re.fullmatch(pattern, between, re.IGNORECASE) and one.slug != other.slug:
                subject, target = (other, one) if turned else (one, other)
                yield Item(
                    "relation", text.text[one.start : other.end], one.start, other.end,
                    {"relation": relation, "subject": subject.slug, "object": target.slug},
                    negated=relation != "subsidiary-of" and is_negated(text, other.start, other.end),
                    hedged=is_hedged(text, one.end, other.start), confidence=0.85,
                )  # fmt: skip
                break


_DAUGHTER = re.compile(r"(?:['’]s)?\s(?:[\w-]+\s)?(?:subsidiary|unit|arm|affiliate|enterprise|offshoot)\b")
"""After "TsENKI, the Roscosmos": what makes the first a part of the second."""


def _subsidiary(text: Text, one: Actor, other: Actor, start: int | None = None) -> Item:
    first = one.start if start is None else start
    value = {"relation": "subsidiary-of", "subject": one.slug, "object": other.slug}
    return Item("relation", text.text[first : other.end], first, other.end, value, confidence=0.85)


_UNIT_OF = re.compile(
    r"\b(?:the\s(?:company|firm|operator|enterprise|cent(?:er|re)|debtor|contractor|agency)|it|which),?\s"
    r"(?:(?:which\s)?(?:is|was)\s)?(?:itself\s)?(?:an?|the)\s(?:[\w-]+\s){0,2}(?:subsidiary|unit|arm|affiliate|"
    r"offshoot|part)\sof\s(?P<above>(?:[\w’'-]+\s){0,5})",
    re.IGNORECASE,
)
"""A body named before that is told to be part of another: "the company, a subsidiary of"."""


def _taken_up(text: Text, found: Sequence[Actor]) -> Iterator[Item]:
    """Give the parent of a body that the sentence only takes up: the last company named before is meant."""
    for match in _UNIT_OF.finditer(text.text):
        above = [
            one for one in found
            if match.start("above") <= one.start <= match.end() and one.slug and one.kind in _BODIES_OF
        ]  # fmt: skip
        below = [one for one in found if one.end <= match.start() and one.slug and one.kind == "company"]
        if above and below and below[-1].slug != above[-1].slug:
            yield _subsidiary(text, below[-1], above[-1], match.start())


_BODIES_OF = frozenset({"company", "authority"})

_GARBLED = (
    (
        re.compile(
            r"\b(?:had|has|have|is|was|were|are)\s(?:cannot|can|could|may|must|will|would)\b", re.IGNORECASE
        ),
        "two verbs where one stands: a word is missing or misspelt",
    ),
    (
        re.compile(r"\b(?P<twice>the|a|an|of|to|in|and|that|is|was)\s(?P=twice)\b", re.IGNORECASE),
        "a word stands twice",
    ),
    (re.compile(r"\bnotional(?:ly)?\b", re.IGNORECASE), "notional: may mean nominal, national or not real"),
)


def find_ambiguities(text: Text) -> list[Item]:
    """Find what can be read in two ways: garbled words keep every reading, none is chosen."""
    items = []
    for pattern, why in _GARBLED:
        for match in pattern.finditer(text.text):
            before = text.before(match.start(), 25).split()
            start = match.start() - len(before[-1]) - 1 if before and why.startswith("two") else match.start()
            items.append(
                Item(
                    "ambiguity",
                    text.text[start : match.end()],
                    start,
                    match.end(),
                    {"why": why, "readings": _readings(text.text[start : match.end()])},
                    confidence=0.8,
                )
            )
    return items


def _readings(words: str) -> list[str]:
    """Give readings of a garbled verb: the noun it may have been, and the sentence without it."""
    found = re.match(r"(?P<owner>\w+)\s(?P<verb>had|has)\s(?P<rest>.*)", words, re.IGNORECASE)
    if not found:
        return []
    return [f"{found['owner']} head {found['rest']}", f"{found['owner']} {found['rest']}"]
