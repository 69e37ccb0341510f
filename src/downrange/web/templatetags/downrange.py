"""Numbers, money and days as the reader's language writes them; figures that lead to their derivation.

Loaded in every template. Formats are those of the Unicode CLDR, by Babel.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from babel import Locale
from babel.dates import format_date, format_datetime, format_skeleton
from babel.numbers import format_compact_decimal, format_currency, format_decimal, format_percent
from django import template
from django.template import Context
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from downrange.base.money import EXPONENTS, Money
from downrange.report.numbers import unit_label
from downrange.web import labels, phrases, pictures

__all__ = [
    "amount", "anchor", "compact", "day", "exact", "figure", "item", "label", "moment", "money", "named",
    "number", "on_day", "percent", "register", "retold", "said", "valued",
]  # fmt: skip

register = template.Library()


_LOCALES = {"en": Locale.parse("en_001"), "ru": Locale.parse("ru"), "kk": Locale.parse("kk")}
"""English as it is written internationally: 5 Feb 2008, US$."""


_ISO_DAY = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")
_SIGNS = {"KZT": "₸"}
"""Signs that CLDR lacks in Russian, where they are in use."""


def _locale() -> Locale:
    return _LOCALES.get((get_language() or "en").split("-")[0], _LOCALES["en"])


def _money(value: Any) -> Money | None:
    if isinstance(value, Money):
        return value
    if isinstance(value, Mapping) and {"amount", "currency"} <= set(value):
        return Money.of(value["amount"], value["currency"])
    return None


@register.filter
def money(value: Any) -> SafeString | str:
    """Write an exact sum in the reader's format; the tooltip has the ISO code. Nothing for what is none."""
    sum_ = _money(value)
    if sum_ is None:
        return ""
    return format_html(
        '<data class="money" value="{}" title="{}">{}</data>', exact(sum_), sum_.currency, amount(sum_)
    )


@register.filter
def amount(value: Any) -> str:
    """Write an exact sum as plain text in the reader's format; cents only where there are any."""
    sum_ = _money(value)
    return "" if sum_ is None else _amount(sum_, get_language())


@lru_cache(maxsize=4096)
def _amount(sum_: Money, language: str | None) -> str:
    """Write a sum once for each language: a page writes the same ones again and again."""
    whole = sum_.amount == sum_.amount.to_integral_value()
    digits = 0 if whole else EXPONENTS[sum_.currency]
    pattern = _locale().currency_formats["standard"].pattern
    shown = pattern.replace("#,##0.00", "#,##0" if digits == 0 else "#,##0." + "0" * digits)
    if _locale().language == "ru":
        shown = shown.replace("¤", _SIGNS.get(sum_.currency, "¤"))
    text = format_currency(sum_.amount, sum_.currency, shown, locale=_locale(), currency_digits=False)
    return text.replace(sum_.currency, f"{sum_.currency}\N{NO-BREAK SPACE}") if text[0].isalpha() else text


@register.filter
def exact(value: Any) -> str:
    """Write a sum for machines: ``13684550338.70 KZT``."""
    sum_ = _money(value)
    return "" if sum_ is None else f"{sum_.amount:f} {sum_.currency}"


@register.filter
def number(value: Any, digits: int = 2) -> str:
    """Write a number with as many significant digits as asked."""
    if value is None or value == "":
        return ""
    decimal = Decimal(str(value))
    if decimal and isinstance(value, float):
        decimal = Decimal(f"{value:.{digits}g}")
    return format_decimal(decimal, locale=_locale(), decimal_quantization=False)


@register.filter
def retold(value: Any) -> str:
    """Write what the report wrote of days, numbers and units in the reader's language."""
    return "" if value is None else pictures.retold(str(value))


@register.filter
def compact(value: Any) -> str:
    """Write a large number in words: ``13.7 billion``."""
    return format_compact_decimal(
        Decimal(str(value)), format_type="long", fraction_digits=1, locale=_locale()
    )


@register.filter
def percent(value: Any) -> str:
    """Write a fraction as percent."""
    return format_percent(Decimal(str(value)), locale=_locale(), decimal_quantization=False)


@register.filter
def day(value: Any) -> str:
    """Write a day as far as it is known: ``2022-11`` is ``November 2022``."""
    if isinstance(value, datetime):
        value = value.date()
    if not isinstance(value, date | str) or not value:
        return ""
    return _day(value, get_language())


@lru_cache(maxsize=4096)
def _day(value: date | str, language: str | None) -> str:
    if isinstance(value, date):
        return format_date(value, "medium", locale=_locale())
    parts = value.split("-")
    if len(parts) == 3:
        return format_date(date.fromisoformat(value), "medium", locale=_locale())
    if len(parts) == 2:
        return format_skeleton("yMMMM", date(int(parts[0]), int(parts[1]), 1), locale=_locale())
    return value


@register.filter
def moment(value: datetime | None) -> str:
    """Write a time of recording, in UTC."""
    if value is None:
        return ""
    return f"{format_datetime(value, 'medium', locale=_locale())} UTC"


@register.filter
def item(value: Mapping[str, Any], key: str) -> Any:
    """Give what a mapping holds under a key."""
    return value.get(key)


@register.filter
def anchor(reference: str) -> str:
    """Write a reference (``statement/rent-115``) as the anchor of its row on a page."""
    return reference.replace("/", "-")


@register.filter
def label(key: Any) -> str:
    """Give the word for a key of the record's vocabulary."""
    return labels.label(str(key)) if key else ""


@register.filter
def said(text: Any) -> SafeString | str:
    """Write what the law's tables say in the reader's language; what has no translation in marked English."""
    if text is None or text == "":
        return ""
    if _locale().language == "en":
        return str(text)
    pieces = phrases.told(str(text))
    if all(words is None for _, words in pieces):
        return format_html('<span lang="en">{}</span>', str(text))
    shown = [(format_html('<span lang="en">{}</span>', english) if words is None else _with_days(words),)
             for english, words in pieces]  # fmt: skip
    return format_html_join("; ", "{}", shown)


def _with_days(words: str) -> str:
    """Write the days that a phrase names as the reader's language writes them."""
    return _ISO_DAY.sub(lambda found: _day(found[0], get_language()), words)


@register.filter
def named(names: Mapping[str, str]) -> SafeString | str:
    """Write a name in the reader's language, else in English and marked as such."""
    language = _locale().language
    if language in names:
        return names[language]
    text = names.get("en", "")
    return text if language == "en" else format_html('<span lang="en">{}</span>', text)


@register.filter
def valued(value: Any, unit: str = "") -> str:
    """Write a value of a derivation: money in the reader's format, bands as pairs, the rest as it is."""
    if unit in EXPONENTS and isinstance(value, str | int):
        try:
            return amount(Money.of(value, unit))
        except ValueError:
            return f"{value} {unit}"
    if isinstance(value, list | tuple):
        parts = [": ".join(map(str, one)) if isinstance(one, list | tuple) else str(one) for one in value]
        return "; ".join(parts)
    shown = number(value, 4) if isinstance(value, int | float) and not isinstance(value, bool) else str(value)
    return f"{shown} {unit_label(unit)}".strip() if unit else shown


@register.simple_tag(takes_context=True)
def on_day(context: Context) -> str:
    """Keep the day asked for in a link within the page: ``?on=2023-03-14``, or nothing."""
    request = context.get("request")
    asked = request.GET.get("on", "") if request is not None else ""
    return f"?{urlencode({'on': asked})}" if asked else ""


@register.simple_tag(takes_context=True)
def figure(context: Context, case: str, name: str, shown: Any) -> SafeString:
    """Write a figure as a link to its derivation, as of the day that the page shows."""
    address = reverse("explain", kwargs={"case": case, "figure": name}) + on_day(context)
    return format_html('<a class="figure-link" href="{}">{}</a>', address, shown)
