"""Who acts in an article: persons, offices, bodies and outlets, each mention with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from downrange.evidence.intake.actor import Actor
from downrange.evidence.intake.gazetteer import find_known
from downrange.evidence.intake.items import Text
from downrange.evidence.intake.russian import RUSSIAN_OFFICE, people
from downrange.evidence.intake.speech_words import HUMANS, LEADS_IN, MORE_VERBS

__all__ = ["SAYS", "TITLE", "Actor", "actors"]

TITLE = (
    r"(?:(?:prime|first deputy prime|deputy prime|vice|former|acting|deputy|senior|first)[ -])*"
    r"(?:minister|president|premier|senator|governor|spokesman|spokeswoman|spokesperson|"
    r"director|chief|head|boss|mayor|"
    r"ambassador|diplomat|lawmaker|deputy|judge|bailiff|vice-minister|chairman|chairwoman|chair|commissioner|"
    r"officials?|analyst|economist|researcher|expert|lawyer|solicitor|attorney|prosecutor|adviser|advisor|"
    r"executive|secretary|administrator|manager|engineer|scientist|ecologist|professor|representative|"
    r"lead|founder|owner|inspector|officer|general|resident|fisherman|farmer|herder|source)"
)
"""The words of an office or trade, with what may stand before them."""

_SPEECH = (
    "say told tell add announce confirm deny declare explain argue insist reject state note stress "
    "acknowledge "
    "warn estimate complain maintain concede report remark underline underscore assure inform emphasise "
    "emphasize "
    "tweet comment vow promise pledge contend allege assert reveal disclose suggest hint observe admit "
    "testify predict counter boast joke accuse describe recount dispute reckon refute dismiss caution"
)


def _forms(verb: str) -> str:
    if verb.endswith("y") and verb != "say":
        return f"{verb[:-1]}(?:y|ies|ied)"
    if verb.endswith("e"):
        return f"{verb}[sd]?"
    if verb in ("admit", "hint"):
        return f"{verb}(?:s|ted|ed)?"
    return f"{verb}(?:e?s|ed)?"


SAYS = (
    r"said|says|stated|told|tells|spoke|replied|replies|recalled|recalls|wrote|writes|quipped|"
    r"(?:made|makes) (?:it )?clear|pointed out|points? out|"
    + "|".join(_forms(verb) for verb in _SPEECH.split(" ") if verb not in ("say", "told", "tell", "report"))
    + r"|claim(?:s|ed)?(?!\s(?:(?:about|some|over|nearly|almost|more than|up to)\s)?"
    r"(?:[$€£\d]|[A-Z]{1,3}\$|manager\b|court\b|for\b|from\b|of\b|damages\b|compensation\b))|"
    r"puts?(?=\s(?:the|its|their)\s[\w ]{2,30}\sat\b)|"
    r"reported|reports|"
    r"сообщ\w+|заяв\w+|рассказ\w+|отме(?:ча|ти)\w+|пишет|писал\w*|переда[её]т|подтвер\w+|опроверг\w*|"
    r"уточн\w+|добав\w+|подчеркн\w+|утвержда\w+|напомни\w+|считает|пояснил\w*"
)
"""Verbs by which somebody says something, English and Russian."""

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
    "Director Emergencies Spokesman Spokeswoman Under Whether While When After Before Local Regional"
)
_NOT_A_NAME = frozenset(_NO_NAMES.split(" "))
_UPPER = "".join(letter for letter in map(chr, range(0x41, 0x180)) if letter.isupper())
_LOWER = "".join(letter for letter in map(chr, range(0x61, 0x180)) if letter.islower())
_NAME_WORD = (
    rf"(?!(?:{'|'.join(sorted(_NOT_A_NAME))})\b)[{_UPPER}][{_LOWER}’'-]+(?:(?<=-)[{_UPPER}][{_LOWER}]+)?"
)
_NAME = rf"{_NAME_WORD}(?:\s(?:[A-Z]\.\s|(?:al|bin|de|van|von)[\s-])?{_NAME_WORD}){{1,2}}"
_NO_PRESS_NAMES = (
    "Parliament Congress Senate Senators Members MPs Lawmakers Ministers President Court He She They "
    "It We His Her Their Its This That Both One What Who But And Then January February March April "
    "May June July August September October November December Monday Tuesday Wednesday Thursday "
    "Friday Saturday Sunday Moscow Astana Washington Russia Kazakhstan Mr Mrs Ms Russian Kazakh "
    "Officials Experts Residents Lawyers Critics Analysts Minister Prime Deputy Roscosmos Soyuz "
    "Proton Baikonur"
)
_NO_PRESS = frozenset(_NO_PRESS_NAMES.split(" "))

_PAPER = r"(?:The\s)?[A-Z][\w-]*\.?[\w-]*\w(?:\s(?:(?:and|of|&)\s)?[A-Z][\w.-]*\w){0,3}"
_TOLD_OUTLET = re.compile(
    rf"\b(?:(?:told|tells)(?: the)?|in an interview (?:with|to)|quoted by|cited by|citing|as reported by|"
    rf"(?:report|story|article) (?:in|by|on)|"
    rf"(?:e-?mail|statement|letter|message|reply|call|comments|remarks|interview) (?:to|with)|"
    rf"(?:daily|newspaper|weekly|magazine|broadcaster|tabloid|website|outlet|portal|channel|news agency)|"
    rf"(?:explained|complained|replied|confided|insisted|pointed out|shown|leaked) to(?: the)?|"
    rf"reported by|in comments to|confirmed to|speaking to|wrote in|according to a report (?:in|by))\s"
    rf"(?P<who>{_PAPER})(?!['’]s\s\w+\s(?:minister|ministry|court))"
)
_OUTLET_LIKE = re.compile(
    rf"(?:(?<=, )|(?<=^)|(?<=\. )|(?<=\n)|(?<=[”\"»] )|(?<=, as ))(?P<who>{_PAPER})\s"
    r"(?:reported|reports|(?:has|had) reported)\b"
)
_BODY = (
    r"website|ministry|tribunal|court|company|fund|government|regulator|operator|insurers?|bailiffs?|firm|"
    r"embassy|"
    r"commission|agency|parliament|side|press service|sources?|creditors?|shareholders|investors|claimants?|"
    r"defendants?|plaintiffs?|party|parties|union|council|committee|corporation|group|airline|mayor's office|"
    r"authorities|authority|police|residents|villagers|campaigners|activists|lawyers|ministers|subsidiary|"
    r"owner|"
    r"owners|launcher|manufacturer|consortium|joint venture|bank|institute|association|notice|"
    r"inspectorate|office|papers|documents|filings?|letter"
)
_PLURALS = (
    r"officials|experts|analysts|lawyers|prosecutors|critics|residents|villagers|campaigners|activists|"
    r"ministers|"
    r"investors|creditors|insurers|engineers|scientists|ecologists|authorities|sources|bailiffs|diplomats|"
    r"environmentalists|farmers|herders|shareholders|economists|observers|underwriters|inspectors|"
    r"groups|opponents|supporters|traders|owners"
)
_OF = r"(?:\s(?:in|from|of|for|at)\s(?:the\s)?(?:[\w’'-]+\s?){1,4}?)?"
_BEFORE_VERB = (
    rf"(?={_OF}(?:,\s[^,.;]{{1,60}},)?\s?(?:(?:has|had|have|also|later|then|earlier|previously|"
    rf"immediately|promptly|yesterday|still|repeatedly)\s){{0,2}}\b(?:{SAYS})\b)"
)
_INNER = (
    r"(?:(?!(?:as|that|which|who|whom|and|but|or|of|in|to|by|on|said|saying|told|ordered|has|had|have|was|"
    r"were|is|"
    r"are)\s)[\w’'-]+\s)"
)
"""A word inside a noun phrase before its head."""
_BODY_SPEAKS = re.compile(
    rf"(?<![\w-])(?P<who>(?:[Tt]he|[Aa]n?|[Ii]ts|"
    rf"[Oo]ne|[Hh]is|[Hh]er|[Tt]heir|"
    rf"[A-Z][\w’'-]+['’]s)\s{_INNER}{{0,3}}?(?:{_BODY})(?:\sof\sthe\s[a-z]+)?|"
    rf"(?:(?:(?<!\bIn\s)(?<!\bin\s)(?<!\bAt\s)[A-Z][a-z]+|US|local|two|three|several|some|"
    rf"many)\s)?(?:{_PLURALS}|{_PLURALS.title()}))"
    rf"{_BEFORE_VERB}"
)
_DETERMINER = (
    r"(?:[Tt]he|[Aa]n?|[Oo]ne|[Aa]nother|[Ii]ts|[Tt]heir|[A-Z][\w’'-]+['’]s?|Russian|Kazakh|[Ff]ormer|Senior)"
)
_OFFICE_SPEAKS = re.compile(
    rf"(?<![\w-]){_DETERMINER}\s{_INNER}{{0,4}}?(?i:{TITLE})\b"
    rf"(?:\s(?:of|for|in|at|from|with)\s(?:the\s)?[\w’'-]+(?:\s[A-Z][\w’'-]+)*)?{_BEFORE_VERB}"
)
_OFFICE_AFTER = re.compile(
    rf"\b(?:said|says|told|tells|according to|added|adds|explained|noted|insisted|warned|"
    rf"argued)\s(?P<who>(?:the|an?|"
    rf"one|its|[A-Z][\w’'-]+['’]s|Russian|Kazakh)\s(?:[\w’'-]+\s){{0,3}}?(?:(?i:{TITLE})|{_BODY}))\b"
)
_TRADE = rf"(?:{TITLE}|[a-z]+(?:man|woman)|{'|'.join(sorted(HUMANS, key=len, reverse=True))})"
_PERSON_BEFORE = re.compile(
    rf"(?P<name>{_NAME}),\s(?P<what>(?:[\w’'.-]+"
    rf"\s){{0,7}}?(?i:{_TRADE})\b[^,.;]{{0,80}})(?=,|\.|;|\s(?:{SAYS})\b)"
)
_PERSON_AFTER = re.compile(
    rf"\b(?P<what>(?i:{_TRADE}|one of (?:them|the [\w ]{{3,20}})))\b(?:\s(?:of|for|at|in|with|"
    rf"to)\s[^,.;]{{1,50}})?,\s(?P<name>{_NAME})(?=[,.;]|\s(?:{SAYS})\b)"
)
_PERSON_TITLED = re.compile(
    rf"\b(?P<title>(?i:{_TRADE})(?:\s(?:of|"
    rf"for)\s(?:the\s)?[\w’'-]+(?:\s[A-Z][\w’'-]+){{0,1}}?)?)\s(?P<name>{_NAME})"
)
_PERSON_SAID = re.compile(
    rf"(?:(?:\b(?:{SAYS}|{LEADS_IN}|by)|,\s(?:{SAYS})(?:\s(?!that\b|the\b|"
    rf"to\b)[\w’'-]+){{1,4}}?)\s(?P<after>{_NAME}))(?![\w])|"
    rf"(?P<before>{_NAME})(?:\s\([^)]{{1,40}}\)|,\s(?:who|of|from|at|whose)\s[^,.;]{{1,60}},|\s(?:of|from|"
    rf"at)\s(?:the\s)?[\w-]+[^,.;]{{1,50}}?(?:,\s[^,.;]{{1,40}},)?|,\s\d\d,)?"
    rf"\s(?:(?:has|had|also|later|still|meanwhile)\s)?(?:{SAYS}|{MORE_VERBS})\b"
)
_QUOTE_VERB = r"(?:[a-z]+(?:ed|s)|said|wrote|put)"
_PERSON_AFTER_QUOTE = re.compile(
    rf"[\"”»],?\s(?:(?:has|had)\s)?{_QUOTE_VERB}\s"
    rf"(?:(?!(?:that|to|in|on|of|from|for|at|by|with|as)\s)[\w’'-]+\s){{0,5}}?(?P<name>{_NAME})"
    rf"|[\"”»],?\s(?:[a-z-]+\s){{0,4}}(?P<other>{_NAME})\s(?:(?:has|had)\s)?{_QUOTE_VERB}\b"
)
"""After a quotation any verb may bring the speaker: "…," sighs space fan NAME."""
_PERSON_QUOTED = re.compile(rf"(?:^|\n|[.!?]\s)(?P<name>{_NAME}):\s[\"“]")
_ORGANISATION = re.compile(
    r"(?<![\w.-])(?:[A-Z][\w&-]*\s){1,4}(?:Ltd|Limited|Inc|LLC|LLP|GmbH|PLC|plc|Corp|Corporation|"
    r"Company|Bank|"
    r"Holdings?|Directorate|Authority|Association|Federation|Foundation|"
    r"Court\sof\s[A-Z]\w+|Insurance|Airlines|Airways|Aerospace|Industries|Technologies)\b\.?"
)


_OF_A_BODY = frozenset({"Studies", "Sciences", "Research", "Relations", "Policy", "Institute", "University"})
"""Words that end the name of a body, never a person's."""


def _plausible(name: str) -> bool:
    words = name.replace("’", "'").split()
    return (
        2 <= len(words) <= 4
        and words[-1] not in _OF_A_BODY
        and not any(word.strip("'").removesuffix("'s") in _NOT_A_NAME for word in words)
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
    slugged = [(actor.start, actor.end) for actor in found]
    found += [
        actor
        for actor in (*_persons(text.text), *_bodies(text.text))
        if actor.kind != "press" or not any(start < actor.end and actor.start < end for start, end in slugged)
    ]
    named = [actor for actor in found if actor.slug or actor.kind == "person"]
    found = [
        actor for actor in found if actor.slug or actor.kind != "office" or not _only_names(actor, named)
    ]
    return _without_parts([*found, *_again(text.text, found)])


def _only_names(office: Actor, named: list[Actor]) -> bool:
    """Tell whether an office is only a known name with an article, or the website of an outlet."""
    return any(
        one.kind == "press"
        and office.start <= one.start
        and one.end < office.end
        and re.fullmatch(
            r"\s(?:website|newspaper|daily|site|portal|agency|channel|"
            r"outlet)",
            office.name[one.end - office.start :],
        )
        for one in named
    ) or any(
        one.end == office.end
        and (
            one.kind == "person"
            or not re.search(
                rf"(?i:{TITLE})|{RUSSIAN_OFFICE}", office.name[: max(one.start - office.start, 0)]
            )
        )
        for one in named
    )


def _again(text: str, found: list[Actor]) -> Iterator[Actor]:
    """Give later mentions: of an outlet by its name, of a person by the family name alone."""
    first: dict[str, Actor] = {}
    for actor in sorted(found, key=lambda one: one.start):
        if actor.slug is None and actor.kind in ("press", "person"):
            first.setdefault(actor.name, actor)
    for actor in first.values():
        called = actor.name if actor.kind == "press" else actor.name.split()[-1]
        for match in re.finditer(rf"(?<![\w-]){re.escape(called)}(?![\w-])", text[actor.end :]):
            start = actor.end + match.start()
            yield Actor(actor.name, None, actor.kind, start, start + len(called), actor.title)


def _without_parts(found: list[Actor]) -> list[Actor]:
    """Leave out a name inside a longer one; an office and the body in its name are two."""
    kept: list[Actor] = []
    for actor in sorted(
        found, key=lambda one: (one.start, -(one.end - one.start), one.slug is None, one.kind != "press")
    ):
        same = [one for one in kept[-4:] if actor.start < one.end]
        if not same or all((one.kind == "office") != (actor.kind == "office") for one in same):
            kept.append(actor)
    return kept


_TWO_MEANINGS = frozenset({"sputnik", "forbes", "gazeta", "progress", "tribune-nassau", "diplomat"})


def _prints(text: Text, start: int, end: int) -> bool:
    """Tell whether a name that is also something else is used as an outlet or body here."""
    if re.match(r"The\s", text.text[start:end]):
        return True
    before, after = text.before(start, 25), text.after(end, 30)
    spoken = rf"^(?:,\s)?(?:\w+\s){{0,2}}(?:{SAYS})\b|^['’]s (?:report|story|website)"
    return (
        re.search(r"(?:told|to|by|in|cited by|citing|quoted by|subsidiary|maker)\s(?:the\s)?$", before)
        is not None
        and not re.match(r"\s(?:in\s)?(?:19|20)\d\d", after)
    ) or re.search(spoken, after.strip(), re.IGNORECASE) is not None


def _persons(text: str) -> Iterator[Actor]:
    for one in _named_persons(text):
        name, start = _without_trade(one.name, one.start)
        yield replace(one, name=name, start=start)


def _named_persons(text: str) -> Iterator[Actor]:
    for match in (*_PERSON_BEFORE.finditer(text), *_PERSON_AFTER.finditer(text)):
        if _plausible(match["name"]):
            yield Actor(
                match["name"], None, "person", match.start("name"), match.end("name"), match["what"].strip()
            )
    for match in _PERSON_TITLED.finditer(text):
        if _plausible(match["name"]):
            yield Actor(match["name"], None, "person", match.start("name"), match.end("name"), match["title"])
    for match in _PERSON_QUOTED.finditer(text):
        if _plausible(match["name"]):
            yield Actor(match["name"], None, "person", match.start("name"), match.end("name"))
    for match in _PERSON_AFTER_QUOTE.finditer(text):
        group = "name" if match["name"] else "other"
        if _plausible(match[group]):
            yield Actor(match[group], None, "person", match.start(group), match.end(group))
    yield from people(text)
    yield from _by_family_name(text)
    for match in _PERSON_SAID.finditer(text):
        name, start = _own_name(match)
        if _plausible(name):
            yield Actor(name, None, "person", start, start + len(name))


_ALONE = re.compile(
    rf"(?:(?:[,.!?][”\"»’]|[.]\s|^|\n)\s?(?P<before>{_NAME_WORD})\s(?:{SAYS})\b)|"
    rf"(?:[,.!?][”\"»’]\s(?:said|says|added|recalled|asked)\s(?P<after>{_NAME_WORD}))(?=[.,;:\s])"
)


def _by_family_name(text: str) -> Iterator[Actor]:
    """Give the full name of somebody who speaks by the family name alone: "Carol Denton's… Denton said"."""
    for match in _ALONE.finditer(text):
        family = match["before"] or match["after"]
        full = re.search(rf"\b(?P<name>{_NAME_WORD}\s{re.escape(family)})(?![\w-])", text[: match.start()])
        if full is not None and _plausible(full["name"]):
            yield Actor(full["name"], None, "person", full.start("name"), full.end("name"))


_TRADE_ALONE = re.compile(rf"(?:{_TRADE}|[a-z]{{4,}}(?:ist|ologist|ician|ier|eer|maker))", re.IGNORECASE)


def _own_name(match: re.Match[str]) -> tuple[str, int]:
    """Give a speaker's name without the words of the office before it, and where it begins."""
    group = "after" if match["after"] else "before"
    return _without_trade(match[group], match.start(group))


def _without_trade(name: str, start: int) -> tuple[str, int]:
    """Leave out a word of office or trade that begins a sentence and so looks like a first name."""
    while len(name.split()) > 2 and (
        name.split()[0] in _NOT_A_NAME or _TRADE_ALONE.fullmatch(name.split()[0].casefold())
    ):
        start += len(name.split()[0]) + 1
        name = name.split(maxsplit=1)[1]
    return name, start


def _bodies(text: str) -> Iterator[Actor]:
    for match in (*_OUTLET_LIKE.finditer(text), *_TOLD_OUTLET.finditer(text)):
        words = [word for word in match["who"].split() if word not in ("The", "A")]
        if words and words[0] not in _NO_PRESS and not (len(words) == 1 and words[0] in _NOT_A_NAME):
            yield Actor(match["who"], None, "press", match.start("who"), match.end("who"))
    for match in _ORGANISATION.finditer(text):
        start = match.start() + (4 if match[0].startswith("The ") else 0)
        if len(text[start : match.end()].split()) > 1:
            name = text[start : match.end()].rstrip(".")
            yield Actor(name, None, "company", start, start + len(name))
    for match in (*_BODY_SPEAKS.finditer(text), *_OFFICE_AFTER.finditer(text)):
        yield Actor(match["who"], None, "office", match.start("who"), match.end("who"))
    for match in _OFFICE_SPEAKS.finditer(text):
        yield Actor(match[0], None, "office", match.start(), match.end())
