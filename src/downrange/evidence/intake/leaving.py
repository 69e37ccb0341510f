"""Bans on leaving: who or what may not leave a country, told apart by what the sentence says may not.

"Its assets may not leave, nor may its head" holds two measures in one breath: property that must stay and a
person who must. The turns of phrase are few (a modal with "not", a word of forbidding, a right taken away, a
passport); which measure it is hangs on the noun before or inside them, so that noun is read here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from downrange.evidence.intake.items import Text
from downrange.evidence.intake.measure_words import ASSET, BAN, CANNOT

__all__ = ["HEAD", "Leaving", "find_leaving"]

HEAD = (
    r"(?:heads?|chiefs?|directors?(?:[ -]general)?|leaders?|chief executives?|boss(?:es)?|management|"
    r"managers?|"
    r"executives?|officials?|president|chairman|chairwoman|officers?|founder|owner|ceo|"
    r"руковод\w+|глав\w+|директор\w*|гендиректор\w*|начальник\w*|менеджер\w*)"
)
"""Words for who leads a body and can be kept from leaving for its debt."""

_BORDER = r"cross\s(?:the\s|any\s)?(?:[\w-]+\s)?border"
_LEAVE = (
    rf"(?:leave|exit|depart|quit|go\s(?:abroad|home)|travel(?:\s(?:abroad|outside|out))?|fly\sout|{_BORDER}|"
    r"board\s(?:so\smuch\sas\s)?(?:an?|any|the)\s[\w-]+)"
)
_LEAVING = (
    r"(?:leaving|exiting|departing|quitting|going\sabroad|travel(?:l)?ing|flying\sout|"
    r"crossing\s(?:the\s|any\s)?(?:[\w-]+\s)?border|boarding\s(?:an?|any)\s[\w-]+|exit|departure|"
    r"travel(?=[.,;]|\sabroad|$))"
)
_ALLOWED = r"(?:be\s)?(?:allowed|permitted|able|free|let)\sto"
_MAY = r"(?:may|can|could|must|shall|will|is|are|was|were)"
_WHO = r"(?P<who>(?:[\w’'&.-]+\s){0,8}?)"
_NARROW = r"(?P<who>(?:[\w’'&-]+\s){1,5}?)"

_ENGLISH: tuple[tuple[str, float], ...] = (
    (rf"\b{CANNOT}\s(?:\w+\s(?:or|nor|and)\s)?{_LEAVE}\b", 0.87),
    (
        (rf"\b(?:neither|no|none|nothing|nobody|not\sa\ssingle)\b(?P<who>[^.;:]{{1,90}}?)\s{_MAY}\s"
        rf"(?:{_ALLOWED}\s)?{_LEAVE}\b"), 0.88,
    ),
    (rf"\b{_MAY}\sneither\s\w+\snor\s{_LEAVE}\b", 0.85),
    (rf"\b(?:nor|neither)\s{_MAY}\s{_NARROW}(?:{_ALLOWED}\s)?{_LEAVE}\b", 0.9),
    (rf"\b{BAN}\s{_WHO}(?:from\s)?{_LEAVING}\b", 0.92),
    (rf"\b(?:forb(?:ids|ade|idden)|banned|barred|prohibited)\s{_WHO}to\s{_LEAVE}\b", 0.88),
    (rf"\b(?:order|orders|ordered|told|instructed|warned)\s{_WHO}not\sto\s{_LEAVE}\b", 0.82),
    (
        (rf"(?:\bnot\s(?:to\s)?|n[’']t\s|\brefus\w+\sto\s|\bnever\s)(?:be(?:ing)?\s)?(?:let|allow|permit|"
        rf"allowed|"
        rf"permitted)\s{_WHO}(?:out\sof\s(?:the\s)?[\w-]+|to\s{_LEAVE})\b"), 0.86,
    ),
    (
        (rf"\b(?:stripped\sof|lost|denied|deprived\sof|refused|without)\s{_WHO}(?:right|permission|freedom)\s"
        rf"to\s{_LEAVE}\b"), 0.86,
    ),
    (
        (rf"\b(?:right|permission|freedom)\sto\s{_LEAVE}\s(?:[\w’'-]+\s){{0,5}}?(?:is|was|were|been|be)\s"
        r"(?:\w+ly\s)?(?:suspended|restricted|refused|denied|limited|withdrawn|taken)\b"), 0.88,
    ),
    (
        (r"\b(?:departure|exit|travel|leaving)\s(?:abroad\s)?(?:[\w’'-]+\s){0,6}?(?:is|was|were|been|"
        r"remains)\s"
        r"(?:\w+ly\s)?(?:restricted|banned|prohibited|barred|closed|limited|forbidden|blocked)\b"), 0.86,
    ),
    (r"\b(?:denied|refused)\s(?:permission\sto\sleave|exit)\b|\bnot\slet\sout\sof\b", 0.88),
)  # fmt: skip
"""A turn of phrase and its confidence; ``who`` is what may not leave where it stands inside it."""

_NOUNS: tuple[tuple[str, float], ...] = (
    (
        (r"\b(?:exit|travel|departure|foreign[- ]travel|no-exit|no-fly|border)[ -](?:bans?|restrictions?|"
        r"prohibitions?|bar|stop-?list|list)\b"), 0.93,
    ),
    (
        (r"\b(?:ban(?:s|ned)?|restrictions?|prohibitions?|limits?|block|embargo)\s(?:\w+\s){0,2}?(?:on|to|of|"
        r"against|from)\s(?:(?:the|his|her|their|its|foreign|any)\s){0,2}(?:[\w-]+[’']s\s)?"
        r"(?:departure|exit|travel|leaving)\b"), 0.93,
    ),
    (
        (rf"\b{HEAD}\s(?:[\w’'-]+\s){{0,5}}?(?:must|has\sto|have\sto|is\sto|should|was\stold\sto|"
        rf"were\stold\sto|"
        r"was\sordered\sto|told\sto)\s(?:stay|remain)\s(?:in|put)\b"), 0.84,
    ),
    (rf"\b{HEAD}s?\s(?:stays?|remains?)\s(?:put|in\sthe\scountry)\b", 0.8),
    (
        (r"\b(?:turned\s(?:back|away|around)|stopped|held|halted|detained|"
        r"taken\soff\sa\splane)\sat\s(?:the\s)?"
        r"(?:[\w-]+\s)?(?:border|airport|passport\scontrol)\b"), 0.8,
    ),
    (
        (r"\bpassports?\s(?:was|were|has\sbeen|have\sbeen)\s(?:seized|taken(?:\saway)?|confiscated|withheld|"
        r"impounded|stamped\s[“\"‘']?no[ -]exit)|\bpassports?\sstamped\s[“\"‘']?no[ -]exit|"
        r"\b(?:surrender|hand\s(?:over|in)|give\sup|confiscated|seized|took\saway)\w*\s(?:his|her|their)\s"
        r"passports?\b"), 0.84,
    ),
)  # fmt: skip
"""Of persons whatever stands before them."""

_OUT = r"(?:покинуть|покидать|выехать|выезжать|уехать|выезд\w*)"
_RUSSIAN: tuple[tuple[str, float], ...] = (
    (
        (rf"\b(?:запрет\w*|запрещ\w+|ограничен\w*|ограничи\w+|закры\w+|перекры\w+|"
        rf"лиш\w+)\s(?:[\w-]+\s){{0,4}}?"
        rf"(?:на\s|права\s)?{_OUT}"), 0.93,
    ),
    (rf"\b{_OUT}\s(?:[\w-]+\s){{0,4}}?(?:запрещ\w+|ограничен\w*|закрыт\w*|приостановлен\w*)", 0.93),
    (
        (rf"\b(?:не\s(?:может|могут|вправе|сможет|смогут|имеет\sправа|выпустят|выпускают|выпустили)|нельзя)\s"
        rf"(?:[\w-]+\s){{0,2}}?(?:{_OUT}|из\s(?:страны|Казахстана|республики))"), 0.88,
    ),
    (
        (r"\b(?:покинуть|выехать\sиз)\s(?:[\w-]+\s){1,3}?(?:\w+-\w+\s)?не\s(?:может|могут|вправе|"
        r"смож\w+)"), 0.88,
    ),
    (rf"{HEAD}\s(?:[\w«»-]+\s){{0,3}}?[—–-]\s{_OUT}", 0.86),
    (r"\bневыездн\w+", 0.85),
)  # fmt: skip

_ELSEWHERE = re.compile(
    r"\s(?:their|his|her|its|the|this|that|an?)\s(?!(?:[\w-]+\s)?(?:country|republic|territory|state|nation|ports?|harbou?r|"
    r"cosmodrome|base|jurisdiction|borders?|region)\b)(?:[\w-]+\s)?\w+|\s(?:it|them|orbit|home)\b",
    re.IGNORECASE,
)
"""After "leave": a home, a station or a post, so that no border is meant."""

_MINE = re.compile(rf"\b{ASSET}\b|\bnothing\b|\bowns?\b|\bgoods\b|\bbelongings\b", re.IGNORECASE)
_PERSON = re.compile(
    rf"\b(?:{HEAD}|he|she|nobody|no\sone|staff|employees?|citizens?|residents?)\b", re.IGNORECASE
)
_CUT = re.compile(
    r"[;:—–]|\b(?:that|said|says|say|while|but|because|if|when|after|who|which|whose|but also|а|но|что)\b|"
    r",\s(?:and|а|но)\s",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"(?:(?:of|in|at|belonging\sto|owned\sby)\s(?:[\w’'«»-]+\s){1,4}?)?(?:,\s?)?(?:and|or|nor|и|ни)\s"
    r"(?:its|the|their|his|her|even|[A-Z][\w-]*[’']s)?\s?"
    r"(?:[\w-]+\s){0,2}?",
    re.IGNORECASE,
)
_TOO = re.compile(
    rf"(?:\b(?:nor|neither)\s(?:{_MAY}\s)?|\b(?:same|likewise)\s(?:goes|applies|holds|is\strue)\s(?:for|"
    rf"to|of)\s|"
    rf"\b(?:as|and\sso)\s(?:is|does|must|are)\s)(?P<who>(?:the|its|their|his|"
    rf"her)\s(?:[\w’'-]+\s){{0,3}}?{HEAD})\b",
    re.IGNORECASE,
)
"""After something that may not leave: who may not either."""


@dataclass(frozen=True)
class Leaving:
    """A ban on leaving: which kind, where its words stand, and from where the words of its subject begin."""

    kind: Literal["exit-ban", "movement-ban"]
    start: int
    end: int
    subject_start: int
    subject: str
    confidence: float


def find_leaving(text: Text) -> Iterator[Leaving]:
    """Find bans on leaving in running text, English and Russian.

    Parameters
    ----------
    text : Text
        The article.

    Yields
    ------
    Leaving
        One for each subject: property and its owner's head in one sentence are two.
    """
    found: list[Leaving] = []
    for pattern, confidence in (*_ENGLISH, *_RUSSIAN):
        for match in re.finditer(pattern, text.text, re.IGNORECASE):
            if text.sentence_at(match.start()).end < match.end() or _stays_inside(text, match):
                continue
            found += _of(text, match, confidence)
    for pattern, confidence in _NOUNS:
        for match in re.finditer(pattern, text.text, re.IGNORECASE):
            found.append(_person(text, match, confidence))
    yield from found
    for match in _TOO.finditer(text.text):
        sentence = text.sentence_at(match.start())
        if any(sentence.start <= one.start <= match.start() for one in found):
            start, end = match.span()
            yield Leaving("exit-ban", start, end, start, match["who"], 0.85)


def _stays_inside(text: Text, match: re.Match[str]) -> bool:
    return _ELSEWHERE.match(text.after(match.end(), 40)) is not None


def _person(text: Text, match: re.Match[str], confidence: float) -> Leaving:
    before, at = _before(text, match.start())
    kind: Literal["exit-ban", "movement-ban"] = "exit-ban"
    turned = re.match(r"(?:turned|stopped|held|halted)", match[0], re.IGNORECASE)
    if turned and _MINE.search(before) and not _PERSON.search(before):
        kind = "movement-ban"  # trucks turned back at the border
    return Leaving(kind, match.start(), match.end(), at, before, confidence)


def _before(text: Text, at: int) -> tuple[str, int]:
    """Give the words of the clause before a place, and where they begin."""
    before = text.before(at, 120)
    cuts = [cut.end() for cut in _CUT.finditer(before)]
    cut = cuts[-1] if cuts else 0
    return before[cut:], at - len(before) + cut


def _of(text: Text, match: re.Match[str], confidence: float) -> list[Leaving]:
    inner = match.groupdict().get("who") or ""
    if inner.strip():
        subject, at = inner, match.start("who")
    else:
        subject, at = _before(text, match.start())
        if not subject.strip():
            subject = match[0]
    kinds: list[Literal["exit-ban", "movement-ban"]]
    kinds = ["movement-ban"] if _PORT.match(text.after(match.end(), 20)) else _kinds(subject)
    if re.search(r"\btravel$", match[0], re.IGNORECASE) and "exit-ban" not in kinds:
        return []
    return [Leaving(kind, match.start(), match.end(), at, subject, confidence) for kind in kinds]


_PORT = re.compile(r"\s(?:the\s)?(?:ports?|harbou?r|quay)\b", re.IGNORECASE)
"""After "leaving": what a ship is kept in."""


def _kinds(subject: str) -> list[Literal["exit-ban", "movement-ban"]]:
    """Tell by the subject whether property, a person or both may not leave."""
    things, people = list(_MINE.finditer(subject)), list(_PERSON.finditer(subject))
    if not things:
        return ["exit-ban"]
    if not people:
        return ["movement-ban"]
    thing, person = things[-1], people[-1]
    first, second = sorted((thing, person), key=lambda one: one.start())
    between = subject[first.end() : second.start()]
    if _JOINED.fullmatch(between.lstrip(" ,")):
        return ["movement-ban", "exit-ban"]
    if re.match(r"\s(?:of|owned by|belonging to)\b", between):
        return ["movement-ban"] if first is thing else ["exit-ban"]
    return ["exit-ban"] if second is person else ["movement-ban"]
