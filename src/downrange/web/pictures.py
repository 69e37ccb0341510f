"""The report's pictures in the reader's language: the words of a drawing, its numbers, its units.

A job keeps a picture as it was drawn, in English. What is said in it comes from few phrases: those are
translated where the picture is shown. Names of the record and of the library (methods, quantities, places)
stay as they are written there, as they do in the tables beside.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache
from html import escape, unescape

from babel.dates import format_date
from babel.numbers import get_decimal_symbol, get_group_symbol
from django.utils.translation import get_language, gettext_lazy
from markupsafe import Markup

__all__ = ["drawn", "retold", "told"]

_NODE = re.compile(r"(<(text|title|desc|tspan)\b[^>]*>)([^<]+)(</\2>)")
_LABEL = re.compile(r'(aria-label=")([^"]+)(")')
_NUMBER = re.compile(r"(?<![\w-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.-])\d+\.\d+(?![\w.-]*-)")
_UNIT = re.compile(r"(?<=\d) (mg/kg|mg/m³|mg/m²|kg|km²|km|m²|m³|m|t)(?=$|[ ,;)])")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAYS = re.compile(r"(\d[\d,.]*) d\b")

PHRASES = {
    "the claim": gettext_lazy("the claim"),
    "Damage of one event as a share of the sum, by method": gettext_lazy(
        "Damage of one event as a share of the sum, by method"
    ),
    "refused: inputs missing, see the table": gettext_lazy("refused: inputs missing, see the table"),
    "The manifest before and after": gettext_lazy("The manifest before and after"),
    "What needs what": gettext_lazy("What needs what"),
    "Harm against cover": gettext_lazy("Harm against cover"),
    "launches stopped": gettext_lazy("launches stopped"),
    "launches": gettext_lazy("launches"),
    "what launches use": gettext_lazy("what launches use"),
    "5–95 % of the draws": gettext_lazy("5–95 % of the draws"),
    "the sum, every input drawn": gettext_lazy("the sum, every input drawn"),
    "1/million": gettext_lazy("1/million"),
    "1/billion": gettext_lazy("1/billion"),
    "cloud height": gettext_lazy("cloud height"),
    "crater diameter": gettext_lazy("crater diameter"),
    "vegetation harmed": gettext_lazy("vegetation harmed"),
    "distance of the impact from the pad": gettext_lazy("distance of the impact from the pad"),
}
"""What stands in a picture as a whole."""

_PATTERNS = (
    (r"no figure of the sum in (?P<currency>[A-Z]{3})", gettext_lazy("no figure of the sum in %(currency)s")),
    (r"refused: (?P<what>.+)", gettext_lazy("refused: %(what)s")),
    (r"(?P<number>\d+) more analogies", gettext_lazy("%(number)s more analogies")),
    (r"How wide the figures are, (?P<unit>.+)", gettext_lazy("How wide the figures are, %(unit)s")),
    (r"Where the (?P<what>.+) went", gettext_lazy("Where it went: %(what)s")),
    (r"Measured against modelled, (?P<unit>.+)", gettext_lazy("Measured against modelled, %(unit)s")),
    (r"reported (?P<value>.+)", gettext_lazy("reported %(value)s")),
    (r"What moves the sums in (?P<currency>[A-Z]{3})", gettext_lazy("What moves the sums in %(currency)s")),
    (
        r"(?P<share>\d+) % of the spread \((?P<range>.+)\)",
        gettext_lazy("%(share)s %% of the spread (%(range)s)"),
    ),
    (r"moved (?P<number>[\d.,]+)-fold", gettext_lazy("moved %(number)s-fold")),
    (r"over (?P<value>[\d.,]+.*)", gettext_lazy("over %(value)s")),
    (r"asked on (?P<day>\S+)", gettext_lazy("asked on %(day)s")),
    (r"(?P<number>\d+) things: held, use permitted", gettext_lazy("%(number)s things: held, use permitted")),
    (r"(?P<what>.+): held, use permitted", gettext_lazy("%(what)s: held, use permitted")),
    (r"(?P<what>.+): held", gettext_lazy("%(what)s: held")),
    (r"(?P<what>.+): lost", gettext_lazy("%(what)s: lost")),
    (r"to be covered: (?P<sum>.+)", gettext_lazy("to be covered: %(sum)s")),
    (r"covered, (?P<currency>[A-Z]{3})", gettext_lazy("covered, %(currency)s")),
    (r"(?P<number>\d[\d.,]*) bn", gettext_lazy("%(number)s bn")),
    (r"(?P<number>\d[\d.,]*) million", gettext_lazy("%(number)s million")),
)
"""What stands in a picture around a value; the first that fits the whole text counts."""

_UNITS = {
    "mg/kg": "мг/кг", "mg/m³": "мг/м³", "mg/m²": "мг/м²", "kg": "кг", "km²": "км²", "km": "км", "m²": "м²",
    "m³": "м³", "m": "м", "t": "т",
}  # fmt: skip
"""Units in Cyrillic, as Russian and Kazakh write them alike."""


def drawn(svg: str) -> Markup:
    """Give a picture of our own report in the reader's language."""
    return Markup(told(svg, (get_language() or "en")[:2]))  # noqa: S704 - drawn and escaped by our own report


@lru_cache(maxsize=256)
def told(svg: str, language: str) -> str:
    """Put the words of a picture into a language; English stays as it was drawn.

    Parameters
    ----------
    svg : str
        A picture of :mod:`downrange.report`, or several.
    language : str
        ``en``, ``ru`` or ``kk``, in force for this thread.
    """
    if language not in ("ru", "kk"):
        return svg
    whole = _NODE.sub(lambda m: f"{m[1]}{_said(m[3], language)}{m[4]}", svg)
    return _LABEL.sub(lambda m: f"{m[1]}{_said(m[2], language)}{m[3]}", whole)


def retold(text: str) -> str:
    """Give a value that the report wrote (days, numbers, from one to another) in the reader's language.

    >>> retold("210 d (70 to 580)")
    '210 d (70 to 580)'
    """
    language = (get_language() or "en")[:2]
    if language not in ("ru", "kk"):
        return text
    days = _DAYS.sub(lambda m: str(gettext_lazy("%(number)s d")) % {"number": m[1]}, text)
    return _values(days.replace(" to ", " – "), language)


def _values(plain: str, language: str) -> str:
    """Write numbers, days and units of a text as a language does."""
    plain = _NUMBER.sub(lambda m: _number(m[0], language), plain)
    plain = _DAY.sub(lambda m: _day(m[0], language), plain)
    return _UNIT.sub(lambda m: f"\N{NO-BREAK SPACE}{_UNITS[m[1]]}", plain)


def _said(text: str, language: str) -> str:
    plain = unescape(text)
    phrase = PHRASES.get(plain)
    if phrase is not None:
        return escape(str(phrase))
    for pattern, message in _PATTERNS:
        if found := re.fullmatch(pattern, plain):
            plain = str(message) % found.groupdict()
            break
    return escape(_values(plain, language))


def _number(text: str, language: str) -> str:
    """Write a number with the language's own signs and every digit that it had."""
    return text.translate(
        {ord(","): get_group_symbol(locale=language), ord("."): get_decimal_symbol(locale=language)}
    )


def _day(text: str, language: str) -> str:
    try:
        return str(format_date(date.fromisoformat(text), "medium", locale=language))
    except ValueError:
        return text
