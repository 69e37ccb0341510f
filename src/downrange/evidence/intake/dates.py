"""Dates in running text, English and Russian: absolute, partial, and relative to the day of publication.

A date is given as far as it is known (``2022``, ``2022-11``, ``2023-03-07``). Without the day of publication
a relative date keeps its words and has no value. A bare month or weekday means the last one before the
publication, unless the words around it look ahead.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from downrange.evidence.intake.items import Item, Text, without_overlaps

__all__ = ["find_dates"]

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan января январе январь", "february feb февраля феврале февраль",
            "march mar марта марте март", "april apr апреля апреле апрель", "may мая мае май",
            "june jun июня июне июнь", "july jul июля июле июль", "august aug августа августе август",
            "september sept sep сентября сентябре сентябрь", "october oct октября октябре октябрь",
            "november nov ноября ноябре ноябрь", "december dec декабря декабре декабрь",
        ),
        start=1,
    )
    for name in names.split(" ")
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday понедельник понедельника", "tuesday вторник вторника", "wednesday среду среда среды",
            "thursday четверг четверга", "friday пятницу пятница пятницы", "saturday субботу суббота",
            "sunday воскресенье воскресенья",
        )
    )
    for name in names.split(" ")
}  # fmt: skip
_COUNTS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "ten": 10,
}

_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY_NAMES = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_ENGLISH_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_WEEKDAY = "|".join(sorted(_WEEKDAYS, key=len, reverse=True))
_YEAR = r"(?:19[4-9]\d|20\d\d)"
_PART = (
    r"(?:early|mid|late|the beginning of|the middle of|the end of|end of|начале|середине|"
    r"конце|начала|конца)"
)

_FUTURE = re.compile(
    r"\b(will|would|may|could|next|by|until|till|planned|expected|scheduled|due|до|к|назначен\w*|намечен\w*|"
    r"будет)\b",
    re.IGNORECASE,
)

_AS_YEAR_AFTER = re.compile(
    r"^\s?(?:km|kg|tonnes?|tons?|t\b|m\b|mm|cm|metres?|meters?|people|persons|residents|"
    r"percent|per cent|%|tenge|"
    r"roubles?|rubles?|dollars?|euros?|million|billion|thousand|times|hectares?|ha\b|"
    r"acres?|feet|miles?|fragments|"
    r"samples|employees|jobs|млн|млрд|тыс|тенге|руб|человек|км|тонн|:\d|[.,]\d)",
    re.IGNORECASE,
)
_AS_YEAR_BEFORE = re.compile(
    r"(?:[.,](?=$)|[\d$€£₸#№]|\b(?:no\.?|nr\.?|order|resolution|decree|law|act|article|art\.?|"
    r"site|pad|kosmos|cosmos|"
    r"building|number|about|some|nearly|over|than|least|almost|room))\s?[-–—]?$",
    re.IGNORECASE,
)


def _iso(year: int, month: int | None = None, day: int | None = None) -> str | None:
    try:
        date(year, month or 1, day or 1)
    except ValueError:
        return None
    text = f"{year:04d}"
    if month:
        text += f"-{month:02d}"
    return f"{text}-{day:02d}" if month and day else text


def find_dates(text: Text, published: date | None = None) -> list[Item]:
    """Find every date.

    Parameters
    ----------
    text : Text
        The article.
    published : date or None
        Its day of publication, for what is said relative to it.

    Returns
    -------
    list of Item
        ``value`` is the date as far as known, or None where it hangs on an unknown day of publication;
        ``role`` is "part" with ``scope`` naming it ("end of") where only a part of a month or year is meant.
    """
    found: list[Item] = []
    for pattern, reader in _READERS:
        for match in re.finditer(pattern, text.text, re.IGNORECASE):
            item = _item(text, match, reader, published)
            if item is not None:
                found.append(item)
    return without_overlaps(found)


Reader = Callable[[Text, re.Match[str], date | None], tuple[str | None, float] | None]


def _item(text: Text, match: re.Match[str], reader: Reader, published: date | None) -> Item | None:
    read = reader(text, match, published)
    if read is None:
        return None
    value, confidence = read
    part = match.groupdict().get("part")
    return Item(
        "date", match[0], match.start(), match.end(), value,
        role="part" if part else None, scope=part, confidence=confidence,
    )  # fmt: skip


def _full(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    day, month = match["day"], match["month"]
    number = _MONTHS[month.casefold()] if not month.isdigit() else int(month)
    if text.before(match.start(), 5) == "Long ":
        return None  # a rocket: Long March 3B
    if match["year"]:
        value = _iso(int(match["year"]), number, int(day))
        return (value, 0.98) if value else None
    if month.casefold() == "may" and not month[0].isupper():
        return None
    return _nearest(text, match, number, int(day), published)


def _month(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    month = match["month"]
    number = _MONTHS[month.casefold()]
    if re.search(r"\d(?:st|nd|rd|th)?\s$", text.before(match.start(), 6)):
        return None  # a day that this month does not have
    if match["year"]:
        return _iso(int(match["year"]), number), 0.97
    if month[0].islower() and month.isascii():
        return None
    return _nearest(text, match, number, None, published)


def _nearest(
    text: Text, match: re.Match[str], month: int, day: int | None, published: date | None
) -> tuple[str | None, float] | None:
    """Give the month (and day) without a year the year that puts it last before the publication."""
    if published is None:
        return None, 0.6
    year = published.year
    if _iso(year, month, day) is None:
        return None
    told = _told_year(text, match, month, published)
    if told is not None:
        return _iso(told, month, day), 0.8
    past = re.search(r"\b(?:was|were|had|did)\b", text.before(match.start(), 90)) is not None
    ahead = _SET_FOR.search(text.before(match.start(), 90)) is not None or (
        not past and _FUTURE.search(text.before(match.start(), 25)) is not None
    )
    later = (month, day or 1) > (published.month, published.day)
    if ahead and (month, day or 31) < (published.month, published.day):
        year += 1
    elif not ahead and later:
        year -= 1
    return _iso(year, month, day), 0.85


_SET_FOR = re.compile(
    r"\b(?:is|are|(?:was|were)(?=\s(?:due|scheduled|expected)))\s(?:now\s)?(?:set|due|scheduled|planned|"
    r"expected|to\s[a-z]+)\b[^.;,]{0,60}$",
    re.IGNORECASE,
)
"""Before a date: that it is still to come, whatever the sentence before told."""
_SAME_YEAR = re.compile(r"\s(?:of|in|that)?\s?(?:the same|that|the said) year\b", re.IGNORECASE)
_TOLD = re.compile(rf"(?:\b(?P<month>{_ENGLISH_MONTHS})\s)?\b(?P<year>{_YEAR})(?!\d)", re.IGNORECASE)


def _told_year(text: Text, match: re.Match[str], month: int, published: date) -> int | None:
    """Give the year that the text told before a month without one, where it means that one.

    "Banned on 6 September 2007 and allowed again in November" means 2007; a year alone, or one of the
    sentence before in the same paragraph, is taken only if it lies two years or more back.
    """
    sentence = text.sentence_at(match.start())
    if _SAME_YEAR.match(text.after(match.end(), 20)):
        told = _years_told(text.text[: match.start()], published)
        return int(told[-1]["year"]) if told else None
    here = _years_told(text.text[sentence.start : match.start()], published)
    index = text.index_at(sentence.start)
    earlier = text.sentences[index - 1] if index else sentence
    joined = index and "\n\n" not in text.text[earlier.start : sentence.start]
    told = here or (_years_told(earlier.text, published) if joined else [])
    if not told:
        return None
    year, named = int(told[-1]["year"]), told[-1]["month"]
    if not (here and named) and year > published.year - 2:
        return None
    if here and named and month < _MONTHS[named.casefold()]:
        year += 1
    return year if (year, month) <= (published.year, published.month) else None


def _years_told(words: str, published: date) -> list[re.Match[str]]:
    return [
        one for one in _TOLD.finditer(words)
        if int(one["year"]) <= published.year and not _AS_YEAR_AFTER.search(words[one.end() :][:14])
        and not _AS_YEAR_BEFORE.search(words[: one.start("year")][-20:])
    ]  # fmt: skip


def _year(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    before, after = text.text[: match.start()][-20:], text.text[match.end() :][:14]
    if re.search(rf"(?<!\d){_YEAR}\s?[-–—]\s?$", before):
        return match["year"], 0.9  # the end of a span of years
    if not match.groupdict().get("part") and (_AS_YEAR_BEFORE.search(before) or _AS_YEAR_AFTER.search(after)):
        return None
    if re.search(r"[\w.]-?$", before[-1:]) and not re.search(r"\s$", before):
        return None
    if (
        re.match(r"-\w", after)
        and not re.match(rf"[-–—]{_YEAR}", after)
        and not re.match(r"-(?:х|го|м)", after)
    ):
        return None
    return match["year"], 0.93


def _weekday(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    if published is None:
        return None, 0.6
    wanted = _WEEKDAYS[match["weekday"].casefold()]
    back = (published.weekday() - wanted) % 7
    looks_ahead = re.match(r"by|until", match[0], re.IGNORECASE) or re.search(
        r"\b(?:will|is due|are due|is to|are to|is set to|expected to|scheduled)\b[^.;,]{0,60}$",
        text.before(match.start(), 90),
    )
    if re.search(r"\bnext\b|следующ", match[0], re.IGNORECASE) or looks_ahead:
        ahead = (wanted - published.weekday()) % 7
        named_next = re.search(r"\bnext\b|следующ", match[0], re.IGNORECASE) is not None
        return (published + timedelta(days=ahead or 7 * named_next)).isoformat(), 0.8
    if re.search(r"\blast\b|прошл", match[0], re.IGNORECASE) and back == 0:
        back = 7
    return (published - timedelta(days=back)).isoformat(), 0.85


_NEAR_DAYS = {
    "today": 0,
    "yesterday": -1,
    "tomorrow": 1,
    "сегодня": 0,
    "вчера": -1,
    "накануне": -1,
    "завтра": 1,
    "позавчера": -2,
    "this morning": 0,
    "this afternoon": 0,
    "this evening": 0,
    "tonight": 0,
    "overnight": 0,
    "last night": -1,
}


def _near(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    if published is None:
        return None, 0.6
    if match[0] == "Today" and _NOWADAYS.match(text.after(match.end(), 60)):
        return None
    return (published + timedelta(days=_NEAR_DAYS[match[0].casefold()])).isoformat(), 0.9


_NOWADAYS = re.compile(r",?\s(?:the\s|its\s|their\s)?[a-z-]+\s(?:is|are|stands?|remains?|has|have)\s")
"""After "Today" at the head of a sentence: that it means these times, not the day of publication."""


def _decade(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    return (f"{match['year']}s", 0.9) if match["year"].endswith("0") else None


def _month_of(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    if published is None:
        return None, 0.6
    shift = {"last": -1, "this": 0, "next": 1}[match["which"].casefold()]
    return _iso(published.year + shift, _MONTHS[match["month"].casefold()]), 0.9


def _slashed(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    """Read a date in strokes where only one order of day and month is possible."""
    one, two = int(match["one"]), int(match["two"])
    if one <= 12 and two <= 12 and one != two:
        return None, 0.5
    day, month = (one, two) if one > 12 else (two, one)
    value = _iso(int(match["year"]), month, day)
    return (value, 0.9) if value else None


def _relative(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    """Read last/this/next month or year (a week gives the day of seven days off only as a month)."""
    if published is None:
        return None, 0.6
    which = (match["which"] or "this").casefold()
    shift = (
        -1 if re.match(r"last|previous|прошл", which) else 1 if re.match(r"next|следующ|будущ", which) else 0
    )
    unit = match["unit"].casefold()
    if unit in ("year", "году", "года", "год"):
        return _iso(published.year + shift), 0.88
    if unit in ("month", "месяце", "месяца", "месяц"):
        index = published.year * 12 + published.month - 1 + shift
        return _iso(index // 12, index % 12 + 1), 0.85
    if shift == 0:
        return _iso(published.year, published.month), 0.6
    there = published + timedelta(days=7 * shift)
    return _iso(there.year, there.month), 0.6


def _ago(text: Text, match: re.Match[str], published: date | None) -> tuple[str | None, float] | None:
    if published is None:
        return None, 0.6
    spelled = match["count"].casefold()
    count = int(spelled) if spelled.isdigit() else _COUNTS[spelled]
    unit = match["unit"].casefold().rstrip("s")
    if unit == "year":
        return _iso(published.year - count), 0.85
    if unit == "month":
        index = published.year * 12 + published.month - 1 - count
        return _iso(index // 12, index % 12 + 1), 0.8
    days = count * (7 if unit == "week" else 1)
    return (published - timedelta(days=days)).isoformat(), 0.75


_ORDINAL = r"(?:st|nd|rd|th)?"
_OF_YEAR = rf",?\s+(?P<year>{_YEAR})(?:\s?(?:года|году|г\.))?"
_READERS: tuple[tuple[str, Reader], ...] = (
    (rf"(?<![\d.-])(?P<year>{_YEAR})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)", _full),
    (rf"(?<![\d.])(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>{_YEAR})(?!\d)", _full),
    (rf"(?<![\d.,])(?P<day>\d\d?){_ORDINAL}(?:\s+of)?\s+(?P<month>{_MONTH})\b\.?(?:{_OF_YEAR})?", _full),
    (
        (rf"\b(?P<month>{_MONTH})\b\.?\s+(?P<day>\d\d?){_ORDINAL}(?!\d|[.,]\d\d\d|\s?(?:million|"
        rf"billion))(?:,?\s+(?P<year>{_YEAR})\b)?"), _full),
    (
        (rf"(?:(?P<part>{_PART})[- ])?\b(?P<month>{_MONTH})\b\.?(?:\s+of)?(?:,?"
        rf"\s+(?P<year>{_YEAR})\b(?:\s?(?:года|году|г\.))?)"), _month),
    (
        (rf"(?:\b(?P<part>{_PART})[- ]|(?<=\bin )|(?<=\bsince )|(?<=\buntil )|(?<=\bof )|"
        rf"(?<=\bby )|(?<=\bthis )|(?<=\blast )|(?<=\bfrom )|"
        rf"(?<=\bв ))(?P<month>{_MONTH})\b(?!\s+\d)(?P<year>)"), _month),
    (rf"(?:\b(?P<part>{_PART})[- ])?(?<!\d)(?P<year>{_YEAR})(?!\d|s\b)(?:\s?(?:года|году|г\.))?", _year),
    ((rf"\b(?:(?:on|last|this|next|by|until|в|во|прошлый|прошлую|"
     rf"следующий)\s+)(?P<weekday>{_WEEKDAY})\b"), _weekday),
    ((rf"(?<!Black )(?<!Good )(?-i:\b(?P<weekday>{_DAY_NAMES}))\b(?!\s(?:Times|Telegraph|Mail|"
     rf"Herald))"), _weekday),
    (rf"(?<!\d)(?P<year>{_YEAR})(?:s\b|['’]s\b(?=\s(?:and|were|saw))|-[ехы]+\b)", _decade),
    (rf"\b(?-i:(?P<month>{_ENGLISH_MONTHS}))\s+(?:of\s+)?(?P<which>last|this|next)\s+year\b", _month_of),
    (rf"(?<![\d/.])(?P<one>\d\d?)/(?P<two>\d\d?)/(?P<year>{_YEAR})(?!\d)", _slashed),
    (r"\b(?:this (?:morning|afternoon|evening)|tonight|overnight|last night)\b", _near),
    (r"\b(?:today|yesterday|tomorrow|сегодня|вчера|накануне|позавчера|завтра)\b", _near),
    (
        (r"\b(?P<which>last|previous|next|this|earlier this|later this|прошлом|прошлого|"
        r"следующем|этом)\s+(?P<unit>week|month|year|году|года|месяце|месяца)\b"), _relative),
    (
        (rf"\b(?P<part>{_PART})\s+(?P<which>this|the|этого)?\s*(?P<unit>month|year|года|месяца)\b(?!\s+of\b)"),
        _relative,
    ),
    (
        (rf"\b(?P<count>\d+|{'|'.join(_COUNTS)})\s+(?P<unit>days?|weeks?|months?|"
        rf"years?)\s+ago\b"), _ago),
)  # fmt: skip
