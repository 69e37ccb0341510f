"""Names known to the program, found in running text: parties, outlets, vehicles, propellants, places."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from downrange.evidence.intake.items import Item, Text
from downrange.reference.library import table

__all__ = ["Known", "find_known", "known_names"]

_CASELESS = frozenset({"propellants"})


@dataclass(frozen=True)
class Known:
    """A name of the gazetteer met in a text."""

    slug: str
    kind: str
    text: str
    start: int
    end: int


@lru_cache(maxsize=8)
def known_names(section: str) -> dict[str, tuple[str, str]]:
    """Give every spelling of a section of the gazetteer with its slug and kind."""
    found: dict[str, tuple[str, str]] = {}
    for slug, body in table("gazetteer.yaml")[section].items():
        names = body["names"] if isinstance(body, dict) else body
        kind = body.get("kind", section) if isinstance(body, dict) else section
        for name in names:
            for form in _forms(name):
                found.setdefault(form, (slug, kind))
    return found


_ENDINGS = ("", "а", "у", "ом", "ем", "е", "ы", "и", "ой", "ю", "ей", "я", "ью", "ов", "ам", "ами", "ах")


def _forms(name: str) -> list[str]:
    """Give the spellings of a name: in capitals, a single word's plural, a Russian word with its endings."""
    forms = [name]
    if len(name) > 4 and " " not in name and not name.isupper() and name.isascii():
        forms.append(name.upper())
    if name[0].islower():
        forms.append(name[0].upper() + name[1:])  # where it begins a sentence
    if re.fullmatch(r"[A-Z][a-z]{3,}[a-rt-y]", name):
        forms.append(f"{name}s")  # several rockets of a kind
    if re.fullmatch(r"[А-ЯЁ][А-ЯЁа-яё-]*[а-яё]|[А-ЯЁ][а-яё]+-\d", name):
        stem = re.sub(r"[аяыйьио]$", "", name)
        forms += [stem + ending for ending in _ENDINGS[1:]]
    return forms


@lru_cache(maxsize=8)
def _told_with(section: str) -> dict[str, tuple[str, ...]]:
    """Give what tells, in an article of other countries, whose "environment ministry" is meant."""
    entries = table("gazetteer.yaml")[section].items()
    return {
        slug: tuple(body["told_with"])
        for slug, body in entries
        if isinstance(body, dict) and "told_with" in body
    }


@lru_cache(maxsize=8)
def _pattern(section: str) -> re.Pattern[str]:
    names = sorted(known_names(section), key=len, reverse=True)
    spelled = "|".join(re.escape(name).replace(r"\ ", r"\s+").replace("'", "['’]") for name in names)
    before = r"(?<![\w-])" if section == "vehicles" else r"(?<!\w)"  # Volga-Dnepr flies no Dnepr
    return re.compile(rf"{before}(?:{spelled})(?![\w])", re.IGNORECASE if section in _CASELESS else 0)


def find_known(text: str, section: str) -> list[Known]:
    """Find every name of a section, the longest where names lie inside each other.

    Parameters
    ----------
    text : str
        The article.
    section : str
        ``parties``, ``outlets``, ``vehicles``, ``propellants`` or ``places``.
    """
    names: dict[str, Any] = known_names(section)
    if section in _CASELESS:
        names = {name.casefold(): value for name, value in names.items()}
    needs = _told_with(section)
    absent = {slug for slug, words in needs.items() if not any(word in text for word in words)}
    found = []
    for match in _pattern(section).finditer(text):
        plain = re.sub(r"\s+", " ", match[0]).replace("’", "'")
        slug, kind = names.get(plain.casefold() if section in _CASELESS else plain) or names[match[0]]
        found.append(Known(slug, kind, match[0], match.start(), match.end()))
    if absent and any(one.kind == "state" for one in found):
        return [one for one in found if one.slug not in absent]  # another country's, or nobody's we know
    return found


def things(text: Text, section: str, kind: Any) -> list[Item]:
    """Give the first mention of each vehicle, propellant or place as an item; its slug is the value."""
    seen: dict[str, Item] = {}
    for known in find_known(text.text, section):
        if known.slug not in seen and not _of_another(text.text, known):
            seen[known.slug] = Item(kind, known.text, known.start, known.end, known.slug, confidence=0.95)
    return list(seen.values())


_OTHER = {
    "proton": re.compile(r"^\s(?:therapy|beam|pump)"),
    "soyuz": re.compile(r"^\s(?:bank|seats?)\b"),
    "antares-130": re.compile(r"^\s(?:star)\b"),
}


def _of_another(text: str, known: Known) -> bool:
    pattern = _OTHER.get(known.slug)
    return pattern is not None and pattern.search(text[known.end : known.end + 15]) is not None
