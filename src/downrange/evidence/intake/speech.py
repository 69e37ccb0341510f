"""Who speaks and who prints: quotations, reported speech, outlets; what is denied and what is hedged."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from downrange.evidence.intake.actors import SAYS, TITLE, Actor
from downrange.evidence.intake.attribution import attributed, blanked, is_somebody, unsaid
from downrange.evidence.intake.items import Item, Sentence, Text
from downrange.evidence.intake.russian import attributed_in_russian

__all__ = ["DENIES", "clause_around", "find_speech", "is_hedged", "is_negated"]

_SPEECH_VERB = re.compile(rf"\b(?:{SAYS})\b", re.IGNORECASE)
_ACCORDING = re.compile(
    r"\b(?:according to|in the words of|as reported by|(?:was |were |first |been )reported by|as told by|"
    r"по данным|по словам|как сообщает)\s",
    re.IGNORECASE,
)
DENIES = re.compile(
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
    r"haven't|hasn't|won't|den(?:y|ies|ied)|refus(?:es|ed)|declin(?:es|ed)|fail(?:s|ed)|не|нет|ни|никогда|"
    r"без)\b|\w+n[’']t\b",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"[;:—–]|,\s(?:but|and|while|although|though|which|who|а|но)\s|\bbut\b|\bwhile\b|\balthough\b"
)


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
    near = re.sub(r"\b(?:fail\w*|refus\w*|declin\w*|not) to pay\b|\bnot paid\b", "", near)
    if re.search(r"\bnot only\b|\bno longer (?:than|before)\b|не только", near, re.IGNORECASE):
        return False
    return _NEGATION.search(near) is not None or DENIES.search(before) is not None


@dataclass(frozen=True)
class Said:
    """Who speaks in a sentence: the main speaker, the outlet, and others with a verb of their own."""

    speaker: Actor | None = None
    outlet: Actor | None = None
    others: tuple[Actor, ...] = ()


def _speakers_of(sentence: Sentence, found: list[Actor]) -> Said:
    inside = [actor for actor in found if sentence.start <= actor.start < sentence.end]
    quoted = [(match.start(), match.end()) for match in _QUOTED.finditer(sentence.text)]
    speakers: list[Actor] = [one for one in inside if _is_cued(sentence, one)][:1]
    told: Actor | None = None
    russian = re.search(r"[а-яё]{3}", sentence.text) is not None
    phrase = _ACCORDING.search(sentence.text)
    if phrase is not None and not russian:
        speakers += [one for one in inside if 0 <= one.start - sentence.start - phrase.end() <= 40][:1]
    for verb in _SPEECH_VERB.finditer(sentence.text):
        if russian or unsaid(sentence.text, verb.start(), verb.end()):
            continue
        if any(start < verb.start() < end for start, end in quoted):
            continue
        who, addressed = _of_verb(sentence, verb, inside)
        told = told or addressed
        if who is not None and who not in speakers:
            speakers.append(who)
    for one in (*attributed(sentence, inside), *attributed_in_russian(sentence, inside)):
        shorter = [
            other for other in speakers
            if other.kind == "office" and one.start <= other.start and other.end <= one.end
            and len(other.name) < len(one.name)
        ]  # fmt: skip
        speakers = [other for other in speakers if other not in shorter]
        if not any(one.start < other.end and other.start < one.end for other in speakers):
            speakers.append(one)
    speakers += [one for one in inside if one not in speakers and _prints_it(sentence, one)]
    speakers = list(dict.fromkeys(_whose_body(sentence, one, inside) for one in speakers))
    speakers = [one for one in speakers if not _held_by(sentence, one, speakers)]
    speakers += [one for one in inside if one not in speakers and _joined(sentence, one, speakers)]
    if not speakers:
        return Said(None, told)
    own = [one for one in speakers if one.kind != "press"]
    speaker = own[0] if own else speakers[0]
    press = [one for one in (told, *speakers, *inside) if one is not None and one.kind == "press"]
    outlet = next((one for one in press if one is not speaker), speaker if speaker.kind == "press" else None)
    return Said(speaker, outlet, tuple(one for one in own if one is not speaker))


def _whose_body(sentence: Sentence, body: Actor, inside: Sequence[Actor]) -> Actor:
    """Give of "NAME of the institute" the person, of a bare body the body."""
    if body.kind in ("person", "press"):
        return body
    persons = [
        one for one in inside
        if one.kind == "person" and one.end < body.start
        and _PERSON_OF.fullmatch(text_between(sentence, one.end, body.start))
    ]  # fmt: skip
    return persons[-1] if persons else body


_PERSON_OF = re.compile(
    r",?\s(?:[a-z-]+\s){0,2}(?:of|from|at|with)\s(?:the\s)?(?:[A-Z][\w-]+\s(?:for\s|of\s)?){0,2}"
)


def _joined(sentence: Sentence, one: Actor, speakers: Sequence[Actor]) -> bool:
    """Tell whether somebody begins the sentence and speaks with who comes after an "and"."""
    lead = text_between(sentence, sentence.start, one.start)
    return (
        one.kind != "press"
        and _DETERMINED.fullmatch(lead) is not None
        and any(
            one.end < other.start and _AND.fullmatch(text_between(sentence, one.end, other.start))
            for other in speakers
            if other.kind != "press"
        )
    )


_DETERMINED = re.compile(r"(?:(?:[Tt]he|[Aa]n?|[Ii]ts|[Bb]oth)\s)*(?:[a-z-]+\s)?")
_AND = re.compile(r",?\sand\s(?:(?:the|an?|its)\s)?(?:[a-z-]+\s){0,2}")


_PRINTER = re.compile(
    r"(?:^|[.;:]\s|,\s(?:and|but|while)\s|\b(?:while|but|and|[Ii]t was|as)\s|[”\"»]\s)"
    r"(?:[Tt]he\s(?:[\w’'-]+\s){0,3}?)?(?:(?:[Aa]n?|[Tt]he)\s(?:report|story|article|piece)\s(?:in|by|on|"
    r"of)\s(?:the\s)?)?$"
)
_WRITES = re.compile(
    r"(?:\s(?:website|newspaper|daily|agency|paper|portal))?(?:,\s[^,]{3,90},|\s\([^)]{2,40}\))?\s(?:that\s)?"
    r"(?:(?:has|had|then|also|later|first|now|itself|meanwhile|earlier)\s){0,2}"
    r"(?!(?:is|was|its|has|as|does|this|plays|lives|owns|belongs)\b)(?:[a-z]{3,}(?:ed|s)|wrote|made|ran|"
    r"broke|put|"
    r"told|said|quoted|says|cites)\b"
)


def _prints_it(sentence: Sentence, one: Actor) -> bool:
    """Tell whether an outlet is the subject of a sentence, whatever its verb."""
    if one.kind != "press":
        return False
    before = text_between(sentence, sentence.start, one.start)
    after = text_between(sentence, one.end, sentence.end)
    return _PRINTER.search(before) is not None and _WRITES.match(after) is not None


def _held_by(sentence: Sentence, office: Actor, speakers: Sequence[Actor]) -> bool:
    """Tell whether a speaker is only the office or firm of a person who speaks: "a head, NAME, put"."""
    return (
        office.kind != "person"
        and any(
            (office.end <= one.start and _HOLDS.fullmatch(text_between(sentence, office.end, one.start)))
            or (one.end <= office.start and _OF_BODY.fullmatch(text_between(sentence, one.end, office.start)))
            for one in speakers
            if one.kind == "person"
        )
    ) or any(
        one.kind == "press" and _IN_PRESS.fullmatch(text_between(sentence, office.end, one.start))
        for one in speakers
        if office.name.endswith(("report", "story", "article", "piece"))
    )


_IN_PRESS = re.compile(r"\s(?:in|by|on|of|from)\s(?:the\s(?:[\w-]+\s){0,2})?")
_OF_BODY = re.compile(
    r"(?:,\s[^,.;]{2,60}?)?\s(?:of|from|at|with|"
    r"for)\s(?:the\s)?(?:[\w-]+\s){0,2}",
    re.IGNORECASE,
)


_HOLDS = re.compile(
    rf"(?:\s(?:of|for|at|in)\s[^,]{{1,60}})?,\s|(?:['’]s)?\s(?:[a-z-]+\s){{0,3}}{TITLE},?\s|\s", re.IGNORECASE
)
"""Between an office or a firm and the name of the person who speaks for it."""


def _is_cued(sentence: Sentence, actor: Actor) -> bool:
    """Tell whether the sentence is a name, a colon and what the named one says."""
    before = text_between(sentence, sentence.start, actor.start)
    after = text_between(sentence, actor.end, sentence.end)
    return re.match(r"(?:\s(?:is|was|remains|has)\s[\w’'\s-]{2,40})?:\s[\"“«]", after) is not None and (
        re.fullmatch(r"[\d:.\s–-]*(?:[\w’'-]+\s){0,4}", before) is not None
    )


def _of_verb(
    sentence: Sentence, verb: re.Match[str], inside: list[Actor]
) -> tuple[Actor | None, Actor | None]:
    """Give who speaks by a verb, and the outlet spoken to."""
    at, end = sentence.start + verb.start(), sentence.start + verb.end()
    before = [one for one in inside if one.end <= at and at - one.end <= 90]
    after = [one for one in inside if one.start >= end and one.start - end <= 25]
    told = verb[0].casefold() == "told"
    addressed = next((one for one in after if told and one.kind == "press"), None)
    by = re.match(r"\sby\s(?:the\s)?(?:[\w’'-]+\s){0,3}", text_between(sentence, end, end + 60))
    if by is not None:
        agent = [one for one in inside if end < one.start <= end + by.end()]
        return (agent[0] if agent else None), addressed
    near = [one for one in before if _links(sentence, one, at)]
    if near:
        who = max(near, key=lambda one: (one.end, one.end - one.start))
        owner = [
            one for one in before
            if _PART_OF.fullmatch(text_between(sentence, one.end, who.start)) and one.kind != "press"
        ]  # fmt: skip
        who = owner[-1] if owner and (who.kind == "state" or owner[-1].kind == "person") else who
        if who.kind != "person" and _hangs_on_somebody(sentence, who):
            return None, addressed  # of "data from the ministry" the data; the structure tells
        return _holder(sentence, who, before), addressed
    if not after or told or not _inverted(sentence, verb):
        return None, addressed
    return _own_person(sentence, after[0], inside), addressed


_PART_OF = re.compile(r"\s(?:of|in|at)\s(?:the\s)?(?:Republic\sof\s)?")


def _hangs_on_somebody(sentence: Sentence, who: Actor) -> bool:
    before = text_between(sentence, sentence.start, who.start)
    held = re.search(
        r"\b(?P<noun>[\w-]+)(?:\s(?:close|familiar|involved|loyal|hired|paid|appointed|sent))?\s(?:of|from|for|at|in|near|with|by|to)\s"
        r"(?:the\s(?:Republic\sof\s)?)?$",
        before,
    )
    return held is not None and is_somebody(held["noun"])


def _own_person(sentence: Sentence, body: Actor, inside: list[Actor]) -> Actor:
    """Give of "said BODY spokesman NAME" the person, of a bare body the body."""
    for one in inside:
        between = text_between(sentence, body.end, one.start)
        title = r"(?:['’]s)?\s(?:[a-z-]+\s){1,4}"
        if one.kind == "person" and one.start > body.end and re.fullmatch(title, between):
            return one
    return body


def _holder(sentence: Sentence, who: Actor, before: list[Actor]) -> Actor:
    """Give the office that a body only qualifies: of "lawyers for the investors" the lawyers."""
    for one in before:
        if one.kind != "office" or one.end > who.start or one is who or who.kind == "person":
            continue
        between = text_between(sentence, one.end, who.start)
        if re.fullmatch(r"\s(?:of|for|in|at|from|with)\s(?:the\s)?(?:[\w’'-]+\s){0,2}", between):
            return one
    return who


def text_between(sentence: Sentence, start: int, end: int) -> str:
    """Give the words of a sentence between two positions of the article."""
    return sentence.text[start - sentence.start : end - sentence.start]


def _links(sentence: Sentence, actor: Actor, at: int) -> bool:
    """Tell whether the words between a name and a verb of speech still leave the name its subject."""
    between = re.sub(r"^[»”\"’]", "", text_between(sentence, actor.end, at))
    plain = between.strip()
    if plain in (",", ", who") and text_between(sentence, sentence.start, actor.start).rstrip().endswith(","):
        return True  # a name in apposition
    if plain == ", which":
        return actor.kind in ("company", "authority", "court", "press")  # "TsENKI, which said"
    if not plain or re.fullmatch(r"(?:in|from|of)\s[A-Z][\w-]+", plain):
        return True
    if re.fullmatch(
        r"(?:['’]s)?\s?(?:,(?!\s(?:has|have|had|is|are|was|were|will)\b)[^,.;]{1,80},|\([^)]{1,40}\)|has|"
        r"had|have|also|later|then|earlier|previously|"
        r"first|"
        r"on \w+|who|still|repeatedly|immediately|promptly|since|already|yesterday|"
        r"of (?:the )?[\w’'-]+(?: [A-Z][\w’'-]+){0,5}|"
        r"(?:for|in|from|at|with) (?:the )?[\w’'-]+(?: [\w’'-]+){0,2}|\d\d|\s)*",
        between,
    ):
        return True
    return (
        re.fullmatch(
            rf"(?:['’]s)?\s?(?:[\w-]+\s){{0,3}}{TITLE}(?:\s[A-Z][\w’'-]+){{0,3}}\s*", between, re.IGNORECASE
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
    starts = [one.start for one in found]
    for index, sentence in enumerate(text.sentences):
        low, high = bisect.bisect_left(starts, sentence.start), bisect.bisect_left(starts, sentence.end)
        said = _speakers_of(sentence, found[low:high])
        if said.speaker is None and printed is not None and _outlet_speaks(sentence):
            said = Said(printed, printed)
        if said.speaker is None and last is not None and _pronoun_speaks(sentence):
            earlier = text.sentences[index - 1] if index else sentence
            said = Said(_meant(earlier, sentence, found, last), said.outlet)
        if said.speaker is None and index and _THEY.search(blanked(sentence.text)):
            said = Said(_plural_subject(text.sentences[index - 1]), said.outlet)
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
        index = text.index_at(match.start())
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


_THEY = re.compile(rf"\bthey\s(?:(?:also|later|have|had)\s)?(?:{SAYS})\b", re.IGNORECASE)
_SEVERAL = re.compile(
    r"(?P<who>(?:(?:The|Some|Many|Other|Several|Most|Local|[A-Z][a-z]+)\s)?(?P<noun>[A-Za-z]+s|[Pp]eople))\s"
)


def _plural_subject(sentence: Sentence) -> Actor | None:
    """Give the people a sentence begins with, whom the next one calls "they"."""
    found = _SEVERAL.match(sentence.text)
    if found is None or not is_somebody(found["noun"]):
        return None
    return Actor(found["who"], None, "office", sentence.start, sentence.start + found.end("who"))


def _statements(sentence: Sentence, said: Said) -> Iterator[Item]:
    denies = DENIES.search(sentence.text) is not None
    for speaker in (said.speaker, *said.others):
        if speaker is not None:
            yield Item(
                "statement", sentence.text, sentence.start, sentence.end, speaker.slug or speaker.name,
                role="denies" if denies else "asserts", speaker=speaker.name,
                outlet=said.outlet.name if said.outlet else None, negated=denies,
                hedged=_HEDGE.search(sentence.text) is not None, confidence=0.85,
            )  # fmt: skip


_BODY = re.compile(
    r"(?:department|ministry|agency|company|firm|court|tribunal|government|office|service|papers|filings|"
    r"documents|records|notice|report|statement)$",
    re.IGNORECASE,
)
_HE = re.compile(r"\b(?:he|she)\s(?:(?:also|later|has|had)\s)?(?:\w+)", re.IGNORECASE)


def _meant(earlier: Sentence, sentence: Sentence, found: Sequence[Actor], last: Actor) -> Actor:
    """Give whom a pronoun means: the last speaker; of "he" the last person named, if that was nobody."""
    human = last.kind == "person" or (last.kind == "office" and not _BODY.search(last.name))
    if not _HE.search(blanked(sentence.text)) or (human and last.end >= earlier.start):
        return last
    people = [one for one in found if one.kind == "person" and last.start < one.start < sentence.end]
    if human:
        people = [one for one in people if one.start >= earlier.start]
    return people[-1] if people else last


def _pronoun_speaks(sentence: Sentence) -> bool:
    bare = blanked(sentence.text)
    found = re.search(
        rf"\b(?:he|she|they|it)\s(?:(?:also|later|has|had)\s)?(?:{SAYS})\b|\baccording to (?:him|her|them)\b|"
        rf"\bпо (?:его|е[её]|их) словам\b",
        bare,
        re.IGNORECASE,
    )
    return found is not None


def _outlet_speaks(sentence: Sentence) -> bool:
    bare = blanked(sentence.text)
    pattern = (
        rf"\bthe (?:outlet|newspaper|paper|news agency|website|site|broadcaster|"
        rf"report)\s(?:{SAYS})\b"
    )
    found = re.search(pattern, bare, re.IGNORECASE)
    return found is not None


def _starts_with_speech(sentence: Sentence) -> bool:
    return re.match(rf"\W*(?:\w+\s){{0,3}}(?:{SAYS})\b", sentence.text, re.IGNORECASE) is not None
