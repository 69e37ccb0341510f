"""Days and sums as a language writes them, for papers: formats of the Unicode CLDR, by Babel.

A sum keeps the code of its currency: a paper goes to people who may not know each other's signs.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from downrange.base.money import EXPONENTS, Money

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["day_text", "moment_text", "money_text"]


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    from babel import Locale

    return Locale.parse(language if language in ("ru", "kk") else "en_001")


def day_text(text: Any, language: str) -> str:
    """Write a day, as far as it is known; what is no day stays as it is.

    >>> day_text("2023-05-04", "en"), day_text("2022-11", "en"), day_text("a while ago", "en")
    ('4 May 2023', 'November 2022', 'a while ago')
    """
    from babel.dates import format_date, format_skeleton

    if not isinstance(text, str):
        return ""
    try:
        if text.count("-") == 2:
            return str(format_date(date.fromisoformat(text), "long", locale=_locale(language)))
        if text.count("-") == 1:
            year, month = text.split("-")
            first = date(int(year), int(month), 1)
            return str(format_skeleton("yMMMM", first, locale=_locale(language)))
    except ValueError:
        return text
    return text


def moment_text(text: str, language: str) -> str:
    """Write a time of recording, in UTC; what is no time stays as it is."""
    from babel.dates import format_datetime

    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return f"{format_datetime(moment, 'long', tzinfo=moment.tzinfo, locale=_locale(language))}"


def money_text(body: Any, language: str) -> str:
    """Write an exact sum with the code of its currency; nothing for what is none.

    >>> money_text({"amount": "12500.00", "currency": "KZT"}, "en")
    '12,500.00 KZT'
    """
    from babel.numbers import format_decimal

    if not (isinstance(body, Mapping) and {"amount", "currency"} <= set(body)):
        return ""
    sum_ = Money.of(body["amount"], body["currency"])
    digits = EXPONENTS[sum_.currency]
    pattern = "#,##0." + "0" * digits if digits else "#,##0"
    return f"{format_decimal(sum_.amount, pattern, locale=_locale(language))} {sum_.currency}"
