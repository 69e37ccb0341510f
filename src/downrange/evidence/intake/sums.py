"""Sums of money in running text, English and Russian: figures, scale words, currencies, ranges, "about"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from downrange.base.money import EXPONENTS
from downrange.evidence.intake.items import Item, Text, without_overlaps

__all__ = ["find_money"]

_SYMBOLS = {
    "US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "$": "USD", "€": "EUR",
    "₸": "KZT", "₽": "RUB", "NZ$": "NZD", "£": "GBP", "₹": "INR", "RS.": "INR", "RS": "INR", "TK.": "BDT",
    "TK": "BDT", "¥": "JPY", "₴": "UAH",
}  # fmt: skip
_WORDS = {
    r"tenges?|тенге|теңге": "KZT",
    r"(?:russian )?(?:roubles?|rubles?)|рубл(?:ей|я|ь|ями|ях)|руб\.?": "RUB",
    r"(?:us |u\.s\. |american )?dollars?|(?:американских )?доллар(?:ов|а|ами)?(?: сша)?|долл\.?": "USD",
    r"canadian dollars?": "CAD",
    r"australian dollars?": "AUD",
    r"euros?|евро": "EUR",
    r"(?:swiss )?francs?": "CHF",
    r"yuan|юан(?:ей|я)": "CNY",
    r"pounds sterling|british pounds?": "GBP",
    r"(?:indian )?rupees?": "INR",
    r"taka": "BDT",
    r"(?:japanese )?yen": "JPY",
    r"hryvnias?|гривен|гривны": "UAH",
    r"(?:swedish )?kron(?:or|a)": "SEK",
    r"new zealand dollars?": "NZD",
}
_SCALES = {
    r"lakhs?": 5,
    r"crores?": 7,
    r"thousand|тыс(?:\.|яч[аи]?)?|k": 3,
    r"million|millions|mln\.?|mn|m|млн\.?|миллион(?:а|ов)?": 6,
    r"billion|billions|bln\.?|bn|b|млрд\.?|миллиард(?:а|ов)?": 9,
    r"trillion|tn|трлн\.?|триллион(?:а|ов)?": 12,
}
_NUMBER_WORDS = {
    "a": "1", "an": "1", "one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6",
    "seven": "7", "eight": "8", "nine": "9", "ten": "10", "eleven": "11", "twelve": "12", "fifteen": "15",
    "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50", "sixty": "60", "seventy": "70",
    "eighty": "80", "ninety": "90", "a hundred": "100", "half a": "0.5", "a quarter of a": "0.25",
    "thirteen": "13", "fourteen": "14", "sixteen": "16", "seventeen": "17", "eighteen": "18",
    "nineteen": "19",
}  # fmt: skip

_FIGURE = (
    r"\d{1,3}(?:\.\d{3}){2,}(?:,\d{1,2})?|\d{1,2}(?:,\d\d)+,\d{3}|"
    r"\d{1,3}(?:[ \u00a0\u202f,]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,]\d+)?"
)
_SCALE = "|".join(f"(?:{words})" for words in _SCALES)
_UNIT = "|".join(sorted((f"(?:{words})" for words in _WORDS), key=len, reverse=True))
_SYMBOL = "|".join(re.escape(sign) for sign in sorted(_SYMBOLS, key=len, reverse=True))
_CODE = "|".join(sorted(EXPONENTS))
_WORD = "|".join(sorted(map(re.escape, _NUMBER_WORDS), key=len, reverse=True))
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_SPELLED = rf"(?:(?:{_TENS})-(?:{_ONES})|{_WORD})(?:\sand\sa\shalf)?"
_DASH = r"\s?[-–—]\s?| to | and | до | и "

_PREFIXED = re.compile(
    rf"(?P<sign>{_SYMBOL}|\b(?:{_CODE})\b)\s?(?P<low>{_FIGURE})(?:\s?-?(?P<low_scale>{_SCALE})(?!\w))?"
    rf"(?:(?:{_DASH})(?:{_SYMBOL})?(?P<high>{_FIGURE})\s?(?P<scale>{_SCALE})(?!\w))?",
    re.IGNORECASE,
)
_SUFFIXED = re.compile(
    rf"(?<![\w.,])(?:(?P<low>{_FIGURE})(?:\s?(?P<low_scale>{_SCALE})(?!\w))?(?:{_DASH}))?"
    rf"(?P<high>{_FIGURE})\s?-?(?:(?P<scale>{_SCALE})(?!\w)\s?)?-?\s?(?P<unit>{_UNIT}|\b(?:{_CODE}))(?!\w)",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"\b(?P<high>{_SPELLED})[ -](?P<scale>{_SCALE})\s(?:of )?(?P<unit>{_UNIT}|\b(?:{_CODE}))(?!\w)",
    re.IGNORECASE,
)

_ABOUT = re.compile(
    r"(about|around|some|nearly|almost|approximately|roughly|close to|circa|an estimated|estimated at|"
    r"около|примерно|почти|порядка)\s*(?:a\s)?$",
    re.IGNORECASE,
)
_OVER = re.compile(
    r"(over|more than|at least|upwards of|in excess of|свыше|более|больше)\s*(?:чем\s)?$", re.IGNORECASE
)
_CAUSE = re.compile(
    r"\s(?:unpaid\s|overdue\s|disputed\s)?(?:bill|debt|fine|claim|dispute|award|penalty|loan|row)\b",
    re.IGNORECASE,
)
"""After "over" and a sum: what it was about, so that "over" means because of, not more than."""

_UP_TO = re.compile(
    r"(up to|at most|no more than|less than|under|below|до|не более|менее)\s*$", re.IGNORECASE
)
_YEARLY = re.compile(
    r"^\s?(?:a|per|every|each|/)\s?(?:year|annum)\b|^\s?annually|^\s?в год|^-a-year", re.IGNORECASE
)
_YEARLY_BEFORE = re.compile(r"\b(?:annual|yearly)\b[^.;]{0,30}$", re.IGNORECASE)


_PRICE_YEAR = re.compile(r"\bin (?:constant )?(?:19|20)\d\d [\w.]*\s?dollars$", re.IGNORECASE)


def _power(scale: str | None) -> int:
    if not scale:
        return 0
    for words, power in _SCALES.items():
        if re.fullmatch(words, scale, re.IGNORECASE):
            return power
    raise AssertionError(scale)


def _currency(unit: str) -> str:
    if unit.upper() in _SYMBOLS:
        return _SYMBOLS[unit.upper()]
    if unit.upper() in EXPONENTS:
        return unit.upper()
    for words, code in _WORDS.items():
        if re.fullmatch(words, unit, re.IGNORECASE):
            return code
    raise AssertionError(unit)


def _number(figure: str, scale: str | None = None) -> Decimal:
    if figure.casefold() in _NUMBER_WORDS:
        return Decimal(_NUMBER_WORDS[figure.casefold()])
    if figure[0].isalpha():
        words = re.split(r"[\s-]+", figure.casefold().replace(" and a half", ""))
        whole = sum((Decimal(_NUMBER_WORDS[word]) for word in words), Decimal(0))
        return whole + (Decimal("0.5") if figure.casefold().endswith("half") else 0)
    plain = re.sub(r"[ \u00a0\u202f]", "", figure)
    if scale and re.search(r"[а-я]", scale, re.IGNORECASE) and re.fullmatch(r"\d+,\d+", plain):
        return Decimal(plain.replace(",", "."))  # in Russian the comma is the decimal sign: 7,327 млрд
    if re.fullmatch(r"\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?", plain):  # as printed on the Continent
        return Decimal(plain.replace(".", "").replace(",", "."))
    if re.fullmatch(r"\d{1,3}(?:,\d{2,3})*,\d{3}(?:\.\d+)?", plain):
        return Decimal(plain.replace(",", ""))
    return Decimal(plain.replace(",", "."))


def _printed(amount: Decimal, currency: str) -> str:
    """Give an amount with the digits of its currency, as everywhere in the answers."""
    digits = EXPONENTS[currency]
    return f"{amount.quantize(Decimal(1).scaleb(-digits)):f}"


def find_money(text: Text) -> list[Item]:
    """Find every sum with its currency.

    Returns
    -------
    list of Item
        ``value``: ``{amount, currency}`` or ``{low, high, currency}``, with ``approximate``, ``over`` or
        ``up_to`` where the text says so; ``role`` "per-year" for a yearly sum.
    """
    found = [
        item
        for pattern in (_PREFIXED, _SUFFIXED, _IN_WORDS)
        for match in pattern.finditer(text.text)
        for item in (_two_sums(text, match) or [_item(text, match)])
        if item is not None
    ]
    return without_overlaps(found)


def _two_sums(text: Text, match: re.Match[str]) -> list[Item | None]:
    """Give the two sums of "from $22 billion to $530 million", which is a change and no range."""
    groups = match.groupdict()
    ends = list(_ends(groups))
    if not (groups.get("low") and groups.get("high") and groups.get("sign")):
        return []
    falls = len(ends) == 1
    changed = re.search(r"\bfrom\s$", text.before(match.start(), 8)) is not None and groups.get("low_scale")
    if not falls and not changed:
        return []
    cut = match.start("high")
    cut -= len(groups["sign"]) if text.text[match.start() : cut].rstrip().endswith(groups["sign"]) else 0
    parts = (text.text[match.start() : cut], text.text[cut : match.end()])
    if not parts[1].startswith(groups["sign"]):
        return []
    found: list[Item | None] = []
    for part, start in zip(parts, (match.start(), cut), strict=True):
        one = _PREFIXED.match(
            text.text,
            start,
            start
            + len(
                re.split(
                    r"\s(?:to|and|до|и)\s*$|"
                    r"\s?[-–—]\s*$",
                    part,
                )[0]
            ),
        )
        found += [_item(text, one)] if one is not None else []
    return found


def _item(text: Text, match: re.Match[str]) -> Item | None:
    groups = match.groupdict()
    currency = _currency(groups.get("sign") or groups["unit"])
    start, end = match.start(), match.end()
    ends = list(_ends(groups))
    if not ends:
        return None
    before = text.before(start, 30)
    if re.search(r"[\w]$", before) and (groups.get("sign") or "") in _SYMBOLS:
        return None
    if not any(groups.get(name) for name in ("scale", "low_scale")) and _PRICE_YEAR.search(before + match[0]):
        return None  # "in 2023 dollars" names a price year
    value: dict[str, Any] = {"currency": currency}
    if len(ends) == 2:
        value |= {"low": _printed(ends[0], currency), "high": _printed(ends[1], currency)}
    else:
        value["amount"] = _printed(ends[0], currency)
    for name, pattern in (("approximate", _ABOUT), ("over", _OVER), ("up_to", _UP_TO)):
        if pattern.search(before):
            value[name] = True
    if value.get("over") and before.lower().rstrip().endswith("over") and _CAUSE.match(text.after(end, 24)):
        del value["over"]
    tail = text.after(end, 12)
    yearly = _YEARLY.search(tail) or _YEARLY_BEFORE.search(before)
    words = text.text[start:end].rstrip(" .")
    return Item(
        "money", words, start, start + len(words), value, role="per-year" if yearly else None, confidence=0.97
    )


def _ends(groups: dict[str, str | None]) -> Iterator[Decimal]:
    low, high = groups.get("low"), groups.get("high")
    scale = _power(groups.get("scale"))
    if low and high:
        low_scale = groups.get("low_scale")
        first = _number(low, low_scale or groups.get("scale")).scaleb(
            _power(low_scale) if low_scale else scale
        )
        second = _number(high, groups.get("scale")).scaleb(scale)
        if first < second:
            yield first
        yield second
    elif low:
        yield _number(low, groups.get("low_scale")).scaleb(_power(groups.get("low_scale")))
    elif high:
        yield _number(high, groups.get("scale")).scaleb(scale)
