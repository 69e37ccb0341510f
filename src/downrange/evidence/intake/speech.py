"""Who speaks and who prints: quotations, reported speech, outlets; what is denied and what is hedged."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from downrange.evidence.intake.gazetteer import find_known
from downrange.evidence.intake.items import Item, Sentence, Text

__all__ = ["Actor", "actors", "find_speech", "is_hedged", "is_negated"]

_NAME = r"[A-Z][a-zé’'-]+(?:\s(?:[A-Z]\.\s)?[A-Z][a-zé’'-]+){1,2}"
_TITLE = (
    r"(?:(?:prime|first deputy prime|deputy prime|vice|former|acting|deputy|senior|first)[ -])*"
    r"(?:minister|president|premier|senator|governor|spokesman|spokeswoman|spokesperson|"
    r"director|chief|head|"
    r"ambassador|lawmaker|judge|bailiff|vice-minister|chairman|chairwoman|commissioner|"
    r"official|officials|analyst|"
    r"executive|secretary)"
)
_PERSON_BEFORE = re.compile(
    rf"(?P<name>{_NAME}),\s(?P<what>(?:[\w’'.-]+"
    rf"\s){{0,7}}?(?i:{_TITLE})\b[^,.;]{{0,80}})(?=,|\.|;|\ssaid|\stold)"
)
_PERSON_SAID = re.compile(
    rf"(?:\b(?:said|says|added|told|according to|by)\s(?P<after>{_NAME}))(?![\w])|"
    rf"(?P<before>{_NAME})\s(?:said|says|told|added|denied|announced|noted|argued)\b"
)
_NO_NAMES = (
    "The A An In On At For But And Soyuz Proton Baikonur Space Agency Court Centre Center Ministry "
    "Russian Kazakh Kazakhstan Russia Federal United States New Astana International Supreme January "
    "February March April May June July August September October November December Monday Tuesday "
    "Wednesday Thursday Friday Saturday Sunday Air News Business Radio Media Cosmodrome Long Cape "
    "South North East West Central European American Soviet Prime Minister President Joint National "
    "Permanent Moscow Its His Her Their They It He She This That Both One Law Order Article "
    "Convention Treaty Capital Bank Fund Company Corporation Group Island Region Oblast Roscosmos "
    "Reuters Interfax Superior High District Senate Parliament Government Development Digital "
    "Affairs Foreign Finance Industry Emergency Situations Environment Aerospace Innovation "
    "Innovations Justice Energy Defence Defense Economy Ecology Protection Deputy Vice Chief Head "
    "Director"
)
_NOT_A_NAME = frozenset(_NO_NAMES.split(" "))
_SAYS = (
    r"said|says|told|stated|added|announced|confirmed|denied|declared|explained|noted|"
    r"argued|argues|insisted|insists|rejected|rejects|denies|spoke|"
    r"claim(?:s|ed)?(?!\s(?:(?:about|some|over|nearly|almost|more than|up to)\s)?"
    r"(?:[$€£\d]|[A-Z]{1,3}\$|for\b|from\b|of\b|damages\b|compensation\b))|"
    r"puts?(?=\s(?:the|its|their)\s[\w ]{2,30}\sat\b)|"
    r"wrote|writes|reported|reports|stressed|acknowledged|warned|estimated|complained|"
    r"maintained|replied|conceded|"
    r"сообщил\w*|заявил\w*|рассказал\w*|отметил\w*|пишет|передает|передаёт|подтвердил\w*|опроверг\w*"
)
_BODY_SPEAKS = re.compile(
    rf"(?<![\w-])(?P<who>(?:[Tt]he|[Aa]n?)\s(?:[a-z-]+\s){{0,2}}?(?:website|ministry|tribunal|court|company|fund|"
    rf"government|regulator|operator|insurers?|bailiff|firm|embassy|commission|agency|parliament|spokesman|"
    rf"spokeswoman)|(?:(?:[A-Z][a-z]+(?:n|sh|ese|kh)|US)\s)?[Oo]fficials|[Ee]xperts|[Aa]nalysts|[Ll]awyers|[Pp]rosecutors|[Cc]ritics|"
    rf"[Rr]esidents)(?=(?:\s(?:in|from|of)\s[A-Z][\w-]+)?\s(?:{_SAYS})\b)"
)
_TOLD_OUTLET = re.compile(r"\btold\s(?P<who>[A-Z][\w.-]*[\w](?:\s[A-Z][\w.-]*\w){0,2})")
_OUTLET_LIKE = re.compile(
    r"(?:(?<=, )|(?<=^)|(?<=\. )|(?<=\n))(?P<who>(?:[A-Z][\w-]*\.?[\w-]*)(?:\s[A-Z][\w.-]+){0,2})"
    r"\s(?:reported|reports)\b"
)
_SPEECH_VERB = re.compile(rf"\b(?:{_SAYS})\b", re.IGNORECASE)
_ACCORDING = re.compile(
    r"\b(?:according to|as reported by|(?:was |were |first |been )reported by|as told by|"
    r"по данным|по словам|как сообщает)\s",
    re.IGNORECASE,
)
_DENIES = re.compile(
    r"\b(?:den(?:y|ies|ied)|rejected|refuted|dismissed|опроверг\w*|отверг\w*)\b", re.IGNORECASE
)
_QUOTED = re.compile(r"“([^”]{3,600})”|\"([^\"]{3,600})\"|«([^»]{3,600})»|(?<!\w)‘([^’]{12,600})’(?!\w)")

_HEDGE = re.compile(
    r"\b(notional|notionally|reportedly|allegedly|alleged|apparently|supposedly|"
    r"purportedly|possibly|perhaps|probably|"
    r"could|may(?! \d)|might|would appear|appears? to|seems?|is said to|are said to|"
    r"was said to|were said to|"
    r"is believed to|unconfirmed|rumou?r(?:s|ed)?|якобы|возможно|предположительно|вероятно|может)\b",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(not|no|never|none|nobody|nothing|neither|nor|without|cannot|can't|didn't|doesn't|don't|isn't|"
    r"aren't|wasn't|weren't|"
    r"haven't|hasn't|won't|den(?:y|ies|ied)|refus(?:es|ed)|declin(?:es|ed)|fail(?:s|ed)|не|нет|ни|никогда|без)\b|\w+n[’']t\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:—–]|,\s(?:but|and|while|although|though|which|who|а|но)\s|\bbut\b|\bwhile\b|\balthough\b"
)


@dataclass(frozen=True)
class Actor:
    """Somebody who can speak or be bound: a person, an office, a body."""

    name: str
    slug: str | None
    kind: str
    start: int
    end: int
    title: str | None = None


def clause_around(sentence: Sentence, start: int, end: int) -> tuple[str, str]:
    """Give the words of the same clause before and after a place."""
    before = sentence.text[: max(start - sentence.start, 0)]
    after = sentence.text[max(end - sentence.start, 0) :]
    cuts = [match.end() for match in _CLAUSE.finditer(before)]
    cut = _CLAUSE.search(after)
    return before[cuts[-1] :] if cuts else before, after[: cut.start()] if cut else after


def is_hedged(text: Text, start: int, end: int) -> bool:
    """Tell whether the clause around a place says so only as possible, alleged or rumoured."""
    before, after = clause_around(text.sentence_at(start), start, end)
    return _HEDGE.search(before) is not None or _HEDGE.search(after[:40]) is not None


def is_negated(text: Text, start: int, end: int) -> bool:
    """Tell whether the words just before a place in its clause deny it."""
    before, _ = clause_around(text.sentence_at(start), start, end)
    near = " ".join(before.split()[-6:])
    if re.search(r"\bnot only\b|\bno longer (?:than|before)\b|не только", near, re.IGNORECASE):
        return False
    return _NEGATION.search(near) is not None or _DENIES.search(before) is not None


def _plausible(name: str) -> bool:
    words = name.replace("’", "'").split()
    return 2 <= len(words) <= 4 and not any(
        word.strip("'").removesuffix("'s") in _NOT_A_NAME for word in words
    )


def actors(text: Text) -> list[Actor]:
    """Find persons, offices, bodies and outlets, each mention, in the order of the text."""
    found: list[Actor] = []
    for section in ("parties", "outlets"):
        for known in find_known(text.text, section):
            kind = "press" if section == "outlets" else known.kind
            if known.slug in _TWO_MEANINGS and not _prints(text, known.start, known.end):
                continue
            found.append(Actor(known.text, known.slug, kind, known.start, known.end))
    found += [*_persons(text.text), *_bodies(text.text)]
    known_ends = {actor.end for actor in found if actor.slug or actor.kind == "person"}
    found = [actor for actor in found if actor.slug or actor.kind != "office" or actor.end not in known_ends]
    kept: list[Actor] = []
    for actor in sorted(found, key=lambda one: (one.start, -(one.end - one.start), one.kind != "press")):
        same = [one for one in kept[-3:] if actor.start < one.end]
        if not same or all((one.kind == "office") != (actor.kind == "office") for one in same):
            kept.append(actor)  # an office and the body in its name are two
    return kept


_TWO_MEANINGS = frozenset({"sputnik", "forbes", "gazeta", "progress", "tribune-nassau", "diplomat"})


def _prints(text: Text, start: int, end: int) -> bool:
    """Tell whether a name that is also something else is used as an outlet or body here."""
    if re.match(r"The\s", text.text[start:end]):
        return True
    before, after = text.before(start, 25), text.after(end, 30)
    spoken = rf"^(?:,\s)?(?:\w+\s){{0,2}}(?:{_SAYS})\b|^['’]s (?:report|story|website)"
    return (
        re.search(r"(?:told|to|by|in|cited by|citing|quoted by|subsidiary|maker)\s(?:the\s)?$", before)
        is not None
        and not re.match(r"\s(?:in\s)?(?:19|20)\d\d", after)
    ) or re.search(spoken, after.strip(), re.IGNORECASE) is not None


def _persons(text: str) -> Iterator[Actor]:
    for match in _PERSON_BEFORE.finditer(text):
        if _plausible(match["name"]):
            yield Actor(
                match["name"], None, "person", match.start("name"), match.end("name"), match["what"].strip()
            )
    for match in re.finditer(rf"\b(?P<title>(?i:{_TITLE}))\s(?P<name>{_NAME})", text):
        if _plausible(match["name"]):
            yield Actor(match["name"], None, "person", match.start("name"), match.end("name"), match["title"])
    for match in _PERSON_SAID.finditer(text):
        name, start = _own_name(match)
        if _plausible(name):
            yield Actor(name, None, "person", start, start + len(name))


def _own_name(match: re.Match[str]) -> tuple[str, int]:
    """Give a speaker's name without the words of the office before it, and where it begins."""
    group = "after" if match["after"] else "before"
    name, start = match[group], match.start(group)
    while len(name.split()) > 2 and name.split()[0] in _NOT_A_NAME:
        start += len(name.split()[0]) + 1
        name = name.split(maxsplit=1)[1]
    return name, start


def _bodies(text: str) -> Iterator[Actor]:
    for match in (*_OUTLET_LIKE.finditer(text), *_TOLD_OUTLET.finditer(text)):
        if not set(match["who"].split()) & _NOT_A_NAME:
            yield Actor(match["who"], None, "press", match.start("who"), match.end("who"))
    for match in _BODY_SPEAKS.finditer(text):
        yield Actor(match["who"], None, "office", match.start("who"), match.end("who"))
    pattern = re.compile(
        rf"\b(?:[Tt]he|[Aa]n?|[A-Z][\w’'-]+['’]s|Russian|Kazakh|former)\s(?:[\w’'-]+\s){{0,3}}?(?i:{_TITLE})"
        rf"(?:\s(?:of|for)\s(?:the\s)?[\w’'-]+(?:\s[A-Z][\w’'-]+)*)?(?=\s(?:{_SAYS})\b)"
    )
    for match in pattern.finditer(text):
        yield Actor(match[0], None, "office", match.start(), match.end())
    pattern = re.compile(
        rf"\b(?:said|says|told|according to|added)\s(?P<who>(?:the|an?|"
        rf"[A-Z][\w’'-]+['’]s)\s(?:[a-z-]+\s){{0,3}}?(?i:{_TITLE}))\b"
    )
    for match in pattern.finditer(text):
        yield Actor(match["who"], None, "office", match.start("who"), match.end("who"))


@dataclass(frozen=True)
class Said:
    """Who speaks in a sentence: the main speaker, the outlet, and others with a verb of their own."""

    speaker: Actor | None = None
    outlet: Actor | None = None
    others: tuple[Actor, ...] = ()


def _speakers_of(sentence: Sentence, found: list[Actor]) -> Said:
    inside = [actor for actor in found if sentence.start <= actor.start < sentence.end]
    quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(sentence.text)]
    speakers: list[Actor] = []
    told: Actor | None = None
    phrase = _ACCORDING.search(sentence.text)
    if phrase is not None:
        speakers += [one for one in inside if 0 <= one.start - sentence.start - phrase.end() <= 40][:1]
    for verb in _SPEECH_VERB.finditer(sentence.text):
        if any(start < verb.start() < end for start, end in quoted):
            continue
        who, addressed = _of_verb(sentence, verb, inside)
        told = told or addressed
        if who is not None and who not in speakers:
            speakers.append(who)
    if not speakers:
        return Said(None, told)
    own = [one for one in speakers if one.kind != "press"]
    speaker = own[0] if own else speakers[0]
    press = [one for one in (told, *speakers, *inside) if one is not None and one.kind == "press"]
    outlet = next((one for one in press if one is not speaker), speaker if speaker.kind == "press" else None)
    return Said(speaker, outlet, tuple(one for one in own if one is not speaker))


def _of_verb(
    sentence: Sentence, verb: re.Match[str], inside: list[Actor]
) -> tuple[Actor | None, Actor | None]:
    """Give who speaks by a verb, and the outlet spoken to."""
    at, end = sentence.start + verb.start(), sentence.start + verb.end()
    before = [one for one in inside if one.end <= at and at - one.end <= 90]
    after = [one for one in inside if one.start >= end and one.start - end <= 25]
    told = verb[0].casefold() == "told"
    addressed = next((one for one in after if told and one.kind == "press"), None)
    near = [one for one in before if _links(text_between(sentence, one.end, at))]
    if near:
        return max(near, key=lambda one: (one.end, one.end - one.start)), addressed
    return (after[0] if after and not told and _inverted(sentence, verb) else None), addressed


def text_between(sentence: Sentence, start: int, end: int) -> str:
    """Give the words of a sentence between two positions of the article."""
    return sentence.text[start - sentence.start : end - sentence.start]


def _links(between: str) -> bool:
    """Tell whether the words between a name and a verb of speech still leave the name its subject."""
    plain = between.strip()
    if not plain or re.fullmatch(r"(?:in|from|of)\s[A-Z][\w-]+", plain):
        return True
    if re.fullmatch(
        r"(?:['’]s)?\s?(?:,[^,.;]{1,80},|\([^)]{1,40}\)|has|had|have|also|later|then|earlier|previously|first|"
        r"on \w+|who|\s)*",
        between,
    ):
        return True
    return (
        re.fullmatch(
            rf"(?:['’]s)?\s?(?:[\w-]+\s){{0,3}}{_TITLE}(?:\s[A-Z][\w’'-]+){{0,3}}\s*", between, re.IGNORECASE
        )
        is not None
    )


def _inverted(sentence: Sentence, verb: re.Match[str]) -> bool:
    before = sentence.text[: verb.start()].rstrip()
    return before.endswith((",", "”", '"', "»", "’", ",”", "—", "–")) or not before


def find_speech(text: Text, found: list[Actor]) -> list[Item]:
    """Find quotations and reported speech, each with its speaker and outlet.

    Returns
    -------
    list of Item
        ``quotation`` for words in quotation marks, ``statement`` for a sentence that reports what somebody
        said; ``role`` "denies" where the verb denies.
    """
    items: list[Item] = []
    speakers: dict[int, Said] = {}
    last: Actor | None = None
    printed: Actor | None = None
    for index, sentence in enumerate(text.sentences):
        said = _speakers_of(sentence, found)
        if said.speaker is None and printed is not None and _outlet_speaks(sentence):
            said = Said(printed, printed)
        if said.speaker is None and last is not None and _pronoun_speaks(sentence):
            said = Said(last, said.outlet)
        for actor in (said.speaker, said.outlet):
            printed = actor if actor is not None and actor.kind == "press" else printed
        if said.speaker is not None and said.speaker.kind != "press":
            last = said.speaker
        speakers[index] = said
        items += _statements(sentence, said)
    for match in _QUOTED.finditer(text.text):
        words = next(group for group in match.groups() if group)
        if len(words.split()) < 3:
            continue
        where = text.sentence_at(match.start())
        index = text.sentences.index(where)
        said = speakers[index]
        following = text.sentences[index + 1] if index + 1 < len(text.sentences) else None
        if said.speaker is None and following is not None and _starts_with_speech(following):
            said = speakers[index + 1]
        speaker, outlet = said.speaker, said.outlet
        start = match.start() + 1
        items.append(
            Item(
                "quotation", words, start, start + len(words), None,
                speaker=speaker.name if speaker else None, outlet=outlet.name if outlet else None,
                confidence=0.9 if speaker else 0.7,
            )
        )  # fmt: skip
    return items


def _statements(sentence: Sentence, said: Said) -> Iterator[Item]:
    denies = _DENIES.search(sentence.text) is not None
    for speaker in (said.speaker, *said.others):
        if speaker is not None:
            yield Item(
                "statement", sentence.text, sentence.start, sentence.end, speaker.slug or speaker.name,
                role="denies" if denies else "asserts", speaker=speaker.name,
                outlet=said.outlet.name if said.outlet else None, negated=denies,
                hedged=_HEDGE.search(sentence.text) is not None, confidence=0.85,
            )  # fmt: skip


def _pronoun_speaks(sentence: Sentence) -> bool:
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), sentence.text)
    found = re.search(
        rf"\b(?:he|she|they|it)\s(?:(?:also|later|has|had)\s)?(?:{_SAYS})\b", bare, re.IGNORECASE
    )
    return found is not None


def _outlet_speaks(sentence: Sentence) -> bool:
    bare = _QUOTED.sub(lambda match: " " * len(match[0]), sentence.text)
    pattern = (
        rf"\bthe (?:outlet|newspaper|paper|news agency|website|site|broadcaster|"
        rf"report)\s(?:{_SAYS})\b"
    )
    found = re.search(pattern, bare, re.IGNORECASE)
    return found is not None


def _starts_with_speech(sentence: Sentence) -> bool:
    return re.match(rf"\W*(?:\w+\s){{0,3}}(?:{_SAYS})\b", sentence.text, re.IGNORECASE) is not None
