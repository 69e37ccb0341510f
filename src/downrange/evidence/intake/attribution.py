"""Speakers told by structure: the noun before or after a word of speech, whatever the verb or the office.

:mod:`downrange.evidence.intake.actors` knows names, outlets and common offices. Here the words of a sentence
are cut into noun phrases around the place where somebody is said to speak: "an appraiser put the pair at",
"in the view of the ministry", an unknown verb after a quotation. A phrase is taken for a speaker only if its
head is somebody, an office or a document, told by a list and by the endings of English.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from downrange.evidence.intake.actors import SAYS, Actor
from downrange.evidence.intake.items import Sentence
from downrange.evidence.intake.speech_words import (
    BODIES,
    BOUNDARY,
    CAPITALS,
    DETERMINERS,
    HUMANS,
    LEADS_IN,
    MORE_VERBS,
    NOBODY,
    PREPOSITIONS,
    SOMEBODY,
    WORKS,
)

__all__ = ["attributed", "blanked", "is_somebody", "unsaid"]

_QUOTED = re.compile(r"“[^”]*”|\"[^\"]*\"|«[^»]*»|(?<!\w)‘[^’]{12,}’(?!\w)")
_TOKEN = re.compile(r"[\w’'-]+|[^\w\s]")
_VERB = re.compile(rf"\b(?:{SAYS}|{MORE_VERBS})\b", re.IGNORECASE)
_AFTER = re.compile(rf"\b(?:{LEADS_IN})\s", re.IGNORECASE)
_COLON = re.compile(r"[^:]{3,160}?:\s(?=[\"“«])")
_SAYING = re.compile(
    r",\s(?:saying|adding|arguing|noting|insisting|warning|claiming|calling|stressing|explaining|stating)\b"
)
_ADVERB = re.compile(
    r"(?:has|have|had|also|later|then|earlier|previously|first|still|repeatedly|immediately|promptly|"
    r"since|already|yesterday|today|again|meanwhile|even|once|now|instead|too|publicly|reportedly|"
    r"therefore|however|(?!daily|weekly|monthly|family|ally|assembly)[a-z]+ly|would|will|who|that|himself|"
    r"herself|itself|there|here)",
    re.IGNORECASE,
)


def blanked(sentence: str) -> str:
    """Give a sentence with what stands in quotation marks replaced by blanks of the same length."""
    return _QUOTED.sub(lambda found: found[0][0] + " " * (len(found[0]) - 2) + found[0][-1], sentence)


def attributed(sentence: Sentence, inside: Sequence[Actor]) -> Iterator[Actor]:
    """Give who speaks in a sentence by its structure, in the order of the words that say so.

    Parameters
    ----------
    sentence : Sentence
        With its place.
    inside : sequence of Actor
        Those found in it by name or office; a phrase that is one of them is given as that actor.

    Yields
    ------
    Actor
        A known one, or a new one of kind ``office`` with the phrase as its name.
    """
    plain = blanked(sentence.text)
    seen: list[tuple[int, int]] = []
    for phrase in _phrases(plain):
        if any(first < phrase.end and phrase.start < last for first, last in seen):
            continue
        actor = _actor(sentence, phrase, inside)
        if actor is not None:
            seen.append((phrase.start, phrase.end))
            yield actor


@dataclass(frozen=True)
class Phrase:
    """Where a noun phrase begins and ends, and how far the words reach that may give its person's name.

    ``sure`` where the words around it leave no doubt that it speaks, whatever its noun.
    """

    start: int
    end: int
    reach: int
    sure: bool = False


_IDLE = re.compile(
    r"\b(?:reply|answer|response|silence|time|way|day|week|year|month|hour|"
    r"end)$",
    re.IGNORECASE,
)
"""What may follow a quotation and its verb without being who speaks: "came the reply"."""


def _phrases(plain: str) -> Iterator[Phrase]:
    found = [
        *_beside_verbs(plain),
        *(_led_in(plain, lead) for lead in _AFTER.finditer(plain)),
        *_after_quotations(plain),
    ]
    if _COLON.match(plain) is not None or _SAYING.search(plain) is not None:
        found.append(_following(plain, len(plain) - len(plain.lstrip())))
    label = _LABEL.match(plain)
    pronoun = r"(?:We|I|They|He|She|It|This|That|These|Those)\b"
    if label is not None and not re.match(pronoun, label["who"]) and is_somebody(label["who"].split()[-1]):
        found.append(Phrase(label.start("who"), label.end("who"), label.end("who")))
    yield from (phrase for phrase in found if phrase is not None)


_LABEL = re.compile(r"\W*(?P<who>(?:The\s)?[A-Z][\w’'-]*(?:\s[\w’'-]+){0,3}):\s(?=\w)")
"""A sentence that begins with who speaks and a colon."""
_NO_SPEAKER = re.compile(
    r"\b(?:plan|plans|schedule|law|laws|rules?|season|size|need|custom|tradition|taste|merit|weight|age)$",
    re.IGNORECASE,
)
"""What something can accord to without anybody having said it."""


def _led_in(plain: str, lead: re.Match[str]) -> Phrase | None:
    """Give the phrase after "according to" and the like; after an article any noun will do."""
    found = _following(plain, lead.end())
    if found is None or not re.match(r"(?:according to|in the words|per\b)", lead[0], re.IGNORECASE):
        return found
    words = plain[found.start : found.end]
    sure = re.match(
        r"(?:the|an?|its|their|one|"
        r"another)\s\w",
        words,
    ) is not None and not _NO_SPEAKER.search(words)
    return replace(found, sure=sure)


def _beside_verbs(plain: str) -> Iterator[Phrase | None]:
    """Give the phrases before verbs of speech, and after those that are turned round."""
    for verb in _VERB.finditer(plain):
        told = re.match(r"told\s(?:not\s)?to\b", plain[verb.start() :], re.IGNORECASE)
        if told or unsaid(plain, verb.start(), verb.end()):
            continue  # they are told, or say nothing
        found = _before(plain, verb.start())
        if found is None and _inverted(plain, verb.start()):
            found = _following(plain, verb.end())
        yield found


_NOT_SAID = re.compile(
    r"\b(?:to|not|never|cannot|neither|nor)\s$|\bneither\s\w+\s$|n[’']t\s$|"
    r"\b(?:order|demand|ask|requir|request|insist|recommend|rul|urg)\w*\sthat\s[^,.;]{1,40}$",
    re.IGNORECASE,
)
_BARE_FORM = re.compile(r"\w+(?<!s)(?<!ed)(?<!id)(?<!ld)(?<!ote)(?<!oke)", re.IGNORECASE)


_FINITE = re.compile(
    r"(?:ed|id|ld|ote|oke|says|tells|insists|adds|argues|explains|told|"
    r"said)$",
    re.IGNORECASE,
)
_NOUN_HERE = re.compile(
    r"\b(?:an?|the|this|any|no|its|their|his|her|in|of|under|over|legal|court|bitter|without|new|false)\s$",
    re.IGNORECASE,
)
"""Before "dispute", "report" or "claim": that it is a noun here."""


_ORDERED = re.compile(r"\s(?:[\w’'-]+\s){1,4}?not\sto\s[a-z]")
"""After "told": whom, and what he is not to do."""
_ASKS = re.compile(r"\W*(?:Q\W{1,2})?(?:what|how|why|does|did|do)\s(?:(?:does|did|do)\s)?", re.IGNORECASE)


def unsaid(plain: str, start: int, end: int) -> bool:
    """Tell whether a verb of speech reports no speech: denied, only ordered, or with nothing said."""
    if plain[start:end].casefold() == "told" and _ORDERED.match(plain[end:]):
        return True
    if _ASKS.match(plain) and plain.rstrip().endswith("?"):
        return True
    if not _FINITE.search(plain[start:end]) and (
        not plain[:start].strip() or _NOUN_HERE.search(plain[:start])
    ):
        return True
    found = _NOT_SAID.search(plain[:start])
    if found is not None:
        return "that" not in found[0] or _BARE_FORM.fullmatch(plain[start:end]) is not None
    nothing = r"\s(?:nothing|little|no more|no word)(?=[.,;]|$|\s(?:about|on|of|more|else)\b)"
    return re.match(nothing, plain[end:], re.IGNORECASE) is not None


def _after_quotations(plain: str) -> Iterator[Phrase | None]:
    """Give the phrases after a quotation, whatever the verb: "…", an official fumed; "…", shrugged a man."""
    for quote in re.finditer(r"[\"”»’],?\s(?=[a-zA-Z])", plain):
        found = _following(plain, quote.end(), until_verb=True)
        if found is not None and re.match(r"\s(?:there\s|here\s)?[a-z]+(?:ed|s)\b", plain[found.end :]):
            yield found
    for quote in re.finditer(
        r"[\"”»’],?\s(?:[a-z]+(?:ed|s)|said|told|wrote)\s(?=(?:an?|the|one|its|another|his|her)\s)", plain
    ):
        found = _following(plain, quote.end())
        if found is not None and not _IDLE.search(plain[found.start : found.end]):
            yield replace(found, sure=True)


def _inverted(plain: str, at: int) -> bool:
    before = plain[:at].rstrip()
    return not before or before.endswith((",", "”", '"', "»", "’", "—", "–"))


def _tokens(words: str) -> list[re.Match[str]]:
    return list(_TOKEN.finditer(words))


def _before(plain: str, at: int) -> Phrase | None:
    """Give the noun phrase that is the subject of a verb beginning at a place."""
    tokens = _subject_side(plain[:at])
    end = tokens[-1].end() if tokens else 0
    start, heads = end, 0
    while tokens and re.match(r"[\w’'-]", tokens[-1][0]):
        word = tokens[-1][0].casefold()
        if word == "by":
            earlier = _before_participle(tokens)
            if not earlier:
                return None
            tokens, end, heads = earlier, earlier[-1].end(), 0  # "records seen by the paper show"
            continue
        if word in PREPOSITIONS:
            outer = _holder(tokens) if heads else None
            if outer is None:
                start = _after_name(plain, start, end)
                break
            tokens, end, heads = outer, outer[-1].end(), 0
            continue
        if word in BOUNDARY:
            break
        start, heads = tokens.pop().start(), heads + 1
        if heads > LONGEST or (word in DETERMINERS and not (tokens and _goes_on(tokens))):
            break
    if not heads or re.search(r"(?:['’]s|s['’])$", plain[start:end]):
        return None
    if not is_somebody(plain[start:end].split()[-1]):
        clause = _RELATIVE.search(plain[:at])
        if clause is not None:
            return _before(plain, clause.start())
    return Phrase(start, end, at)


def _before_participle(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """Give the words before "seen by", "obtained by"; none where another word stands before "by"."""
    if len(tokens) < 3 or not re.fullmatch(r"(?i:seen|\w+ed|shown|cited|written|given)", tokens[-2][0]):
        return []
    return tokens[:-2]


_RELATIVE = re.compile(
    r"(?:\swho|(?<=people)\swith|(?<=people)\sclose|(?<=sources)\swith|(?<=person)\swith)\s[^,.;:]{3,60}$"
)
"""What may stand between somebody and his verb: who he is, what he has knowledge of."""

LONGEST = 5
"""Words of a noun phrase before its head, the article counted."""


def _subject_side(before: str) -> list[re.Match[str]]:
    """Give the words before a verb without its adverbs, what stands between commas, and ", who"."""
    tokens, relative = _tokens(before), False
    while tokens and _ADVERB.fullmatch(tokens[-1][0]):
        relative = tokens.pop()[0].casefold() == "who"
    if relative and tokens and tokens[-1][0] == ",":
        tokens.pop()  # ", economist NAME, who reckons"
    return _without_aside(tokens)


def _goes_on(tokens: list[re.Match[str]]) -> bool:
    """Tell whether a noun phrase only hangs on what stands before it, by a preposition or "seen by"."""
    return _holder(tokens) is not None or (
        tokens[-1][0].casefold() == "by" and bool(_before_participle([*tokens]))
    )


def _holder(tokens: list[re.Match[str]]) -> list[re.Match[str]] | None:
    """Give the words up to the noun that a preposition at the end hangs on, if it is somebody."""
    if len(tokens) < 2:
        return None
    knowing = tokens[-2][0].casefold() in _KNOWING
    if tokens[-1][0].casefold() not in _OF and not knowing:
        return None
    outer = tokens[:-2] if knowing else tokens[:-1]
    return outer if outer and is_somebody(outer[-1][0]) else None


_KNOWING = frozenset(
    {"familiar", "close", "acquainted", "involved", "present", "based", "briefed", "informed"}
)
"""Between somebody and what he knows: "sources familiar with the case"."""


def _after_name(plain: str, start: int, end: int) -> int:
    """Leave out the place of "In Astana officials said" from the phrase."""
    name = re.match(r"(?:[A-Z][\w’'-]*\s)+(?=[a-z])", plain[start:end])
    return start + name.end() if name else start


_OF = frozenset({"of", "for", "at", "in", "from", "with", "to", "near", "on"})
"""What ties a place or a body to a noun, so that the noun before it is still the subject."""


def _without_aside(tokens: list[re.Match[str]]) -> list[re.Match[str]]:
    """Leave out ", a man of few words," between a subject and its verb."""
    if not tokens or tokens[-1][0] != ",":
        return tokens
    for index in range(len(tokens) - 2, max(len(tokens) - 16, -1), -1):
        if tokens[index][0] == ",":
            opens = tokens[index + 1][0].casefold()
            return tokens[:index] if opens not in BOUNDARY or opens in ("who", "whose", "which") else []
        if tokens[index][0] in (".", ";", ":"):
            break
    return []


def _following(plain: str, at: int, until_verb: bool = False) -> Phrase | None:
    """Give the noun phrase that begins at a place, without what hangs on it."""
    start, end, count = at, at, 0
    for token in _tokens(plain[at : at + 120]):
        word = token[0].casefold()
        if not re.match(r"[\w’'-]", word) or word in PREPOSITIONS or (word in BOUNDARY and count):
            break
        if word in BOUNDARY:
            return None
        if count and word in DETERMINERS:
            break
        if count and _VERB.fullmatch(token[0]):
            break
        verbal = count and re.fullmatch(
            r"[a-z]+(?:ed|s)"
            if until_verb
            else r"[a-z]+ed|seen|shown|given|"
            r"sent|written|made",
            token[0],
        )
        if verbal and is_somebody(plain[start:end].split()[-1]):
            break
        if word in ("there", "here"):
            break
        start = at + token.start() if not count else start
        end, count = at + token.end(), count + 1
        if count > 7:
            return None
    return Phrase(start, end, end + 70 if plain[end : end + 2] == ", " else end) if count else None


def is_somebody(word: str) -> bool:
    """Tell whether a noun names a person, an office, a body or a document that can speak."""
    plain = word.casefold().removesuffix("'s").removesuffix("’s")
    if plain in NOBODY or plain.endswith("ly"):
        return False
    return plain in SOMEBODY or plain in HUMANS or plain in WORKS or _ENDING.fullmatch(plain) is not None


_ENDING = re.compile(
    r"[a-z-]{2,}(?:(?:[^aeiou]|lu|cu)ers?|ists?|i[ac]ians?|ians?|men|man|women|woman|persons?|eers?|ees|ee|[a-z]ants?|"
    r"(?:id|li|pond|dent|gend|pon)ents?|tors?|sors?|tives?|taries|tary)"
)


def _actor(sentence: Sentence, phrase: Phrase, inside: Sequence[Actor]) -> Actor | None:
    """Give the actor a phrase means: the person in it, the known name it is, else the office it names."""
    start, end = phrase.start, phrase.end
    first, last = sentence.start + start, sentence.start + end
    words = sentence.text[start:end]
    within = [one for one in inside if first <= one.start and one.end <= last]
    person = _person(sentence, phrase, inside) or _named_before(sentence, start, inside)
    if person is not None or _OUTLET_AGAIN.fullmatch(words):
        return person
    for one in within:
        around = words[: one.start - first] + words[one.end - first :]
        if one.slug and re.fullmatch(r"(?:[Tt]he\s|[Aa]n?\s|[\w-]+['’]s\s)?", around):
            return one
    named = _body_beside(sentence, phrase, inside)
    if named is not None:
        return named
    press = next((one for one in within if one.kind == "press"), None)
    if press is not None:
        return press
    head = words.split()[-1]
    if words in CAPITALS:
        return Actor(words, None, "office", first, last)
    if phrase.sure and (" " in words or words in ("one", "another")):
        return Actor(words, None, "office", first, last)
    if not is_somebody(head) or _is_a_name(words):
        return None
    return Actor(words, None, "office", first, last)


def _is_a_name(words: str) -> bool:
    """Tell whether a single word with a capital is rather a name than somebody at the head of a sentence."""
    several = words.casefold() in BODIES | WORKS | {"people", "counsel", "management"}
    return " " not in words and words[0].isupper() and not words.endswith("s") and not several


_OUTLET_AGAIN = re.compile(
    r"(?:the|this)\s(?:newspaper|paper|daily|site|website|outlet|news agency|broadcaster|channel)",
    re.IGNORECASE,
)
"""An outlet named before; who it is, is for the reader of several sentences to say."""


def _named_before(sentence: Sentence, start: int, inside: Sequence[Actor]) -> Actor | None:
    """Give the name that a phrase only explains: of "Noga, a trader that says" Noga."""
    if re.match(r"(?:an?|the|its|one)\s", sentence.text[start:]) is None:
        return None
    for one in inside:
        between = sentence.text[one.end - sentence.start : start]
        if (one.slug or one.kind == "person") and one.kind != "press" and between == ", ":
            return one
    return None


def _body_beside(sentence: Sentence, phrase: Phrase, inside: Sequence[Actor]) -> Actor | None:
    """Give the body that stands between commas after what it is: of "the operator, Kosmotras, expects" it."""
    for one in inside:
        between = sentence.text[phrase.end : max(one.start - sentence.start, phrase.end)]
        after = sentence.text[one.end - sentence.start :]
        if one.slug and one.kind == "company" and between == ", " and after.startswith(","):
            return one
    return None


_BESIDE = re.compile(
    r"(?:\s(?:of|for|at|in|from|with)\s[^,]{1,60})?,\s(?:the\s|(?:Mr|Ms|Mrs|Dr)\.?\s|Professor\s)?"
)
"""What may stand between an office and the name of who holds it."""


def _person(sentence: Sentence, phrase: Phrase, inside: Sequence[Actor]) -> Actor | None:
    """Give the person whom a phrase names, or whose name stands beside it between commas."""
    start, end, reach = phrase.start, phrase.end, phrase.reach
    first, last = sentence.start + start, sentence.start + end
    for one in inside:
        if one.kind != "person":
            continue
        beside = last <= one.start < sentence.start + reach
        if first <= one.start < last or (
            beside and _BESIDE.fullmatch(sentence.text[end : one.start - sentence.start])
        ):
            return one
    return None
