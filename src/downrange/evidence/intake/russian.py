"""Russian speakers: persons by the endings of family names, offices and bodies beside a verb of speech.

A name is two capitalised words of which the second ends as Russian, Kazakh, Ukrainian and Caucasian family
names end. In Russian the subject often follows the verb ("сообщил журналистам вице-министр"), a body speaks
as a place ("в агентстве пояснили"), and a source stands after "по словам" or "по мнению".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from downrange.evidence.intake.actor import Actor
from downrange.evidence.intake.items import Sentence

__all__ = ["RUSSIAN_OFFICE", "attributed_in_russian", "people"]

_FAMILY = (
    r"[А-ЯЁ][а-яё]+(?:ов|ев|ёв|ин|ын|ский|цкий|ской|цкой|енко|чук|щук|юк|ук|ич|ян|дзе|швили|улы|баев|"
    r"беков|ый|"
    r"ова|ева|ёва|ина|ына|ская|цкая|ая|шев|кин|бай|бек|хан|ко|ец|аш|уш|ель|ер)(?:а|у|ым|ом|ой|е|ою)?"
)
_FIRST = r"[А-ЯЁ][а-яё]{2,12}"
_PERSON = re.compile(
    rf"(?<![\w-])(?=(?P<name>(?P<first>{_FIRST})\s(?:[А-ЯЁ][а-яё]+(?:ович|евич|овна|"
    rf"евна)\w*\s)?{_FAMILY})(?![\w-]))"
)
_TITLES = (
    "Российская Российский Российские Казахстанский Казахстанская Карагандинская Павлодарская "
    "Алматинская Верховный Государственная Государственный Федеральная Национальный Национальная "
    "Международный Союз Горно Великая Великий Новая Новый Северный Южный Центральный Большой Первый "
    "Глава Министр Министерство Компания Суд Руководитель Директор Юрист Эксперт Эколог Адвокат Аким "
    "Врачи Жители Власти Прокуратура Аналитик Представитель Замглавы Чиновник Депутат Сенатор "
    "Губернатор Инженер"
)
_NO_FIRST = frozenset(_TITLES.split(" "))

_VERBS = (
    r"(?:сообщ|заяв|рассказ|отмет|отмеч|добав|подчеркн|подч[её]ркив|утвержда|напомн|счита|поясн|объясн|уточн|"
    r"подтвер|опроверг|отрица|предупред|предупрежда|заверил|уверя|увер[её]н|полага|настаива|признал|"
    r"призна[её]т|"
    r"переда[её]т|передал|пиш[еу]т|писал|написал|говор|сказал|ответил|отвеча|возра[зж]|парир|отреза|доложил|"
    r"информиру|проинформир|констатир|резюмир|заключ|предполож|предполага|прогнозир|предска|жалу|пожалова|"
    r"критику|раскритик|осуд|призва|призыва|обвин|пообеща|обеща|называ|назвал|оценива|"
    r"оценил|опубликов|узнал|выяснил|цитиру|убежд[её]н|парир|подсчита|насчита|огласил|объявил|анонсир|"
    r"намекну|усомн|сомнева|жд[её]т|свидетельств)"
    r"(?!ени|ани)\w*|да(?:л|ли|ла) понять|выраз\w+ (?:мнение|сомнение|надежду|уверенность)|говорится|в курсе"
)
_VERB = re.compile(rf"(?<![\w-])(?!\w+ть(?:ся)?\b)(?:{_VERBS})(?!\w)", re.IGNORECASE)
RUSSIAN_OFFICE = (
    r"(?:глав|руководител|директор|министр|вице-министр|замминистр|министерств|ведомств|премьер|вице-премьер|"
    r"аким|губернатор|мэр|депутат|сенатор|чиновник|пресс-секретар|пресс-служб|представител|официальн\w+ "
    r"представител|источник|собеседник|эксперт|аналитик|юрист|адвокат|прокурор|прокуратур|следовател|"
    r"следстви|"
    r"эколог|уч[её]н|врач|житель|жител|фермер|чабан|пострадавш|потерпевш|власт|сторон|компани|корпораци|"
    r"предприяти|фирм|агентств|комитет|комисси|суд|судь|исполнител|пристав|телеканал|телеграм-канал|канал|"
    r"газет|"
    r"издани|портал|сайт|редакци|страховщик|кредитор|взыскател|инвестор|акционер|инженер|конструктор|замглав|"
    r"заместител|секретар|дипломат|посол|посольств|правительств|парламент|мажилис|сенат|союз|общественник|"
    r"активист|очевид|специалист|чабан|начальник|председател|спикер|наблюдател|ряд|группа|документ|"
    r"материал|уведомлени|сообщени|заявлени|письм|отч[её]т)"
)
"""The beginnings of words for who speaks by office, and for bodies and documents."""

_PHRASE = re.compile(
    rf"(?<![\w-])(?:(?:[а-яё]+(?:ый|ий|ая|ое|ые|ие|ого|ой|ых|их|ому|ым|ими)|сам|сама|сами|один|"
    rf"одна)\s){{0,2}}"
    rf"(?:зам)?{RUSSIAN_OFFICE}\w*(?:\s(?:[а-яё]{{3,}}(?:-[а-яё]+)?|[А-ЯЁ][а-яё]+|«[^»]{{2,30}}»|"
    rf"из\s[А-ЯЁ][а-яё]+|в\s[а-яё]+)){{0,5}}",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"(?<![\w-])(?:по словам|по мнению|по (?:[а-яё]+ )?(?:данным|оценк\w+|подсч[её]т\w+|сведениям)|"
    r"по информации|"
    r"по версии|согласно|(?:как )?следует из|исходя из|по заявлению|со слов|как (?:стало известно от)|"
    r"в сообщении|в заявлении|в письме)\s",
    re.IGNORECASE,
)
_IN_BODY = re.compile(
    rf"(?<![\w-])[Вв]о?\s(?P<who>[«]?[\w-]+[»]?(?:\s(?!не\b)[\w«»-]+){{0,3}}?)"
    rf"(?P<between>(?:,\s[^,]{{3,40}},)?(?:\s(?!не\b)[\w«»-]+){{0,2}})[,\s]\s?(?P<verb>{_VERBS})(?!\w)",
)
_QUOTES = re.compile(r"«([^»]*\s[^»]*)»")


def people(text: str) -> Iterator[Actor]:
    """Give persons told by a first and a family name in Cyrillic letters, each mention."""
    for match in _PERSON.finditer(text):
        first = match["first"]
        if first not in _NO_FIRST and not first.endswith(("ого", "ому", "ских", "ской", "ским")):
            yield Actor(match["name"], None, "person", match.start("name"), match.end("name"))


_ASIDE = re.compile(r",\sкак\s[^,]{3,40},(?=\s[а-яё]+(?:л|ла|ли|ет|ют|ит|ят)\b)")
"""Between subject and verb: ", как пишет газета," whose own speaker is found before it is left out."""


def _plain(sentence: Sentence, inside: Sequence[Actor]) -> str:
    """Blank quoted speech; the names of firms and outlets in quotation marks stay."""
    names = {(one.start - sentence.start, one.end - sentence.start) for one in inside if one.slug}

    def blank_of(found: re.Match[str]) -> str:
        if (found.start(1), found.end(1)) in names:
            return found[0]
        return "«" + " " * (len(found[0]) - 2) + "»"

    blank = _QUOTES.sub(blank_of, sentence.text)
    return _ASIDE.sub(lambda found: " " * len(found[0]), blank)


def attributed_in_russian(sentence: Sentence, inside: Sequence[Actor]) -> Iterator[Actor]:
    """Give who speaks in a Russian sentence: the subject before a verb of speech, else the one after it.

    Yields
    ------
    Actor
        A known one, or a new one of kind ``office`` with the words as its name.
    """
    plain = _plain(sentence, inside)
    if not re.search(r"[а-яё]", plain):
        return
    for lead in _AFTER.finditer(plain):
        found = _first(
            sentence, plain, lead.end(), min(lead.end() + 80, _clause_end(plain, lead.end())), inside
        )
        if found is not None:
            yield found
    for match in _IN_BODY.finditer(plain):
        found = _body(sentence, match, inside)
        if found is not None:
            yield found
    for verb in _VERB.finditer(plain):
        before = re.search(r"\bне\s$", plain[: verb.start()])
        if re.search(r"\bотказ\w+\s(?:\w+\s)?$", plain[: verb.start()]):
            continue
        if before is not None and re.match(r"(?:пояснили|ответил|сообщ|уточн|комментир)", verb[0]):
            continue  # they say nothing
        start = _clause_start(plain, verb.start())
        found = _last(sentence, plain, start, verb.start(), inside)
        if found is None:
            found = _first(sentence, plain, verb.end(), _clause_end(plain, verb.end()), inside)
        if found is not None:
            yield found


def _clause_start(plain: str, at: int) -> int:
    cuts = [match.end() for match in re.finditer(r"[,;:—–]\s|(?<=\s)»\s|\s(?:и|а|но|что)\s", plain[:at])]
    return cuts[-1] if cuts else 0


def _clause_end(plain: str, at: int) -> int:
    found = re.search(r"[,;:.—–]", plain[at:])
    return at + found.start() if found else len(plain)


def _body(sentence: Sentence, match: re.Match[str], inside: Sequence[Actor]) -> Actor | None:
    """Give the body in which somebody said: "в агентстве пояснили"."""
    if not re.search(r"(?:ли|ют|ят|ут|ат|ся)$", match["verb"]):
        return None
    first, last = sentence.start + match.start("who"), sentence.start + match.end("who")
    office = _OF_ANOTHER.match(match["who"])
    slugged = [one for one in inside if one.slug and one.kind != "press" and not office]
    for one in slugged:
        inner = first + 1 < one.start and one.kind == "state"  # of "the ministry of Kazakhstan" the ministry
        if first <= one.start < last + len(match["between"]) and not inner:
            return one
    if office or re.match(rf"{RUSSIAN_OFFICE}", match["who"], re.IGNORECASE):
        whole = sentence.text[match.start("who") : match.end("between")]
        words = re.match(rf"{_BODY_WORDS}", whole, re.IGNORECASE)
        name = words[0] if words else match["who"]
        return Actor(name, None, "office", first, first + len(name))
    return None


_OF_ANOTHER = re.compile(r"(?:пресс-служб|офис|аппарат|посольств|управлени|представительств)", re.IGNORECASE)
"""Bodies that speak for the one named after them."""
_BODY_WORDS = r"[\w«»-]+(?:\s(?!(?:это|его|ранее|также|уже|тоже|вс[её]|их|е[её]|не)\b)[\w«»-]+)*"
"""A body with what hangs on it, without the words that belong to the verb."""


_OUTLET = re.compile(r"(?:информ)?агентств|газет|издани|портал|телеканал|сайт|канал|журнал", re.IGNORECASE)
"""Words before the name of an outlet, which then is who speaks."""


def _candidates(sentence: Sentence, plain: str, start: int, end: int, inside: Sequence[Actor]) -> list[Actor]:
    first, last = sentence.start + start, sentence.start + end
    found = [one for one in inside if first <= one.start and one.end <= last + 1]
    for match in _PHRASE.finditer(plain[start:end]):
        low, high = first + match.start(), first + match.end()
        words = re.sub(r"\s(?:в|во|на|о|об|что|по|за|для|из)$", "", match[0])
        words = re.sub(
            r"\s(?:[а-яё]+(?:[аиеуяы]л|[аиеуяы]л[аои]|лся|лась|лись)|не|долг|это|также|уже|"
            r"ранее)(?:\s.*)?$",
            "",
            words,
        )
        names = [one for one in inside if one.kind == "person" and low <= one.start <= high + 1]
        if any(one.kind == "press" and low <= one.start < high for one in inside) and _OUTLET.match(words):
            continue
        if names:
            low_name = names[0].start - low
            words = words[:low_name].rstrip() if low_name > 0 else words
        found.append(Actor(words, None, "office", low, low + len(words)))
    return found


_HANGS = re.compile(
    r"(?<![\w-])(?:во?|на|по|для|об?|из|с|со|к)\s(?:[а-яё]+(?:ой|ом|ых|ем)\s)?[«]?$", re.IGNORECASE
)
"""Before a name that is no subject but hangs on a preposition."""


def _last(sentence: Sentence, plain: str, start: int, end: int, inside: Sequence[Actor]) -> Actor | None:
    """Give the subject of a clause before its verb: a person, else an office, else a known name."""
    found = _candidates(sentence, plain, start, end, inside)
    found = [
        one for one in found if one.kind == "person" or not _HANGS.search(plain[: one.start - sentence.start])
    ]
    return _best(found)


def _first(sentence: Sentence, plain: str, start: int, end: int, inside: Sequence[Actor]) -> Actor | None:
    """Give the subject that follows a verb in its clause; an outlet to which it was told is none."""
    found = _candidates(sentence, plain, start, end, inside)
    if not [one for one in found if one.kind != "press"]:
        found = [
            one
            for one in found
            if not re.search(r"\b(?:в|о|об|на)\s[«]?$", plain[: one.start - sentence.start])
        ]
    return _best(found)


def _best(found: Sequence[Actor]) -> Actor | None:
    for kinds in (("person",), ("office",)):
        for one in found:
            if one.kind in kinds:
                return one
    others = [one for one in found if one.slug and one.kind != "state"]
    return others[0] if others else None
