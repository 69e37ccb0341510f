"""What an article yields: items with their place in the text; each is a draft until a person confirms it."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal

__all__ = ["LONGEST", "Item", "Kind", "Sentence", "Text", "without_overlaps"]

Kind = Literal[
    "money", "date", "party", "relation", "measure", "claim", "lease-term", "place", "vehicle", "propellant",
    "quotation", "statement", "scope", "basis", "ambiguity",
]  # fmt: skip

_ABBREVIATIONS = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "no",
        "art",
        "u.s",
        "u.k",
        "e.g",
        "i.e",
        "jan",
        "feb",
        "mar",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "inc",
        "ltd",
        "co",
        "corp",
        "vs",
        "approx",
        "г",
        "гг",
        "млн",
        "млрд",
        "тыс",
        "руб",
        "долл",
        "см",
        "ст",
        "т.е",
    ]
)
_END = re.compile(r"[.!?…][\"”»’')\]]*(?=\s+[\"“«‘(\[]?[A-ZА-ЯЁ0-9ӘҒҚҢӨҰҮҺІ$€£])|;(?=\s)|\n+")


@dataclass(frozen=True)
class Item:
    """One thing found: its kind, its words and where they stand, and what they mean.

    ``start`` and ``end`` are character positions (the end one after the last); ``confidence`` is between 0
    and 1 and says how often a rule of this sort is right, as measured on the project's own articles.
    """

    kind: Kind
    text: str
    start: int
    end: int
    value: Any = None
    role: str | None = None
    scope: str | None = None
    speaker: str | None = None
    outlet: str | None = None
    negated: bool = False
    hedged: bool = False
    confidence: float = 0.9

    def as_json(self) -> dict[str, Any]:
        """Give the item with the keys of ``intake --json``."""
        return {
            "kind": self.kind, "text": self.text, "start": self.start, "end": self.end, "value": self.value,
            "role": self.role, "scope": self.scope, "speaker": self.speaker, "outlet": self.outlet,
            "negated": self.negated, "hedged": self.hedged, "confidence": self.confidence,
        }  # fmt: skip

    def with_(self, **changes: Any) -> Item:
        """Give the item with some fields changed."""
        return replace(self, **changes)


@dataclass(frozen=True)
class Sentence:
    """A sentence and where it stands."""

    text: str
    start: int

    @property
    def end(self) -> int:
        """One after the last character."""
        return self.start + len(self.text)


class Text:
    """An article cut into sentences, positions kept."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentences = tuple(piece for whole in _sentences(text) for piece in _pieces(whole))
        self._starts = [sentence.start for sentence in self.sentences]

    def index_at(self, position: int) -> int:
        """Give the number of the sentence a position lies in."""
        return max(bisect.bisect_right(self._starts, position) - 1, 0)

    def sentence_at(self, position: int) -> Sentence:
        """Give the sentence a position lies in."""
        return self.sentences[self.index_at(position)] if self.sentences else Sentence("", 0)

    def before(self, position: int, length: int) -> str:
        """Give what stands before a position in its own sentence, at most so many characters."""
        start = max(self.sentence_at(position).start, position - length)
        return self.text[start:position]

    def after(self, position: int, length: int) -> str:
        """Give what follows a position in its own sentence, at most so many characters."""
        end = min(self.sentence_at(max(position - 1, 0)).end, position + length)
        return self.text[position:end]


LONGEST = 1500
"""Characters of a sentence; what is longer is no sentence but a list or a mistaken file, and is cut."""


def _pieces(whole: Sentence) -> Iterator[Sentence]:
    """Cut a sentence that is far too long, so that nothing is read in the square of its length."""
    start = 0
    while len(whole.text) - start > LONGEST:
        cut = whole.text.rfind(" ", start + 1, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        piece = whole.text[start:cut]
        yield Sentence(piece.strip(), whole.start + start + len(piece) - len(piece.lstrip()))
        start = cut
    last = whole.text[start:]
    yield Sentence(last.strip(), whole.start + start + len(last) - len(last.lstrip()))


_FULL = re.compile(r"[.!?:;…][\"”»’')\]]*\s*$")
_SHORT = 45
"""Characters of a line below which a break after it is meant: a headline, an entry of a list."""


def _wrapped(text: str) -> frozenset[int]:
    """Give the single line breaks that only wrap a paragraph and so end no sentence.

    Where most lines before a single break are long and run on, the text is wrapped; then every such break
    counts as a blank. Elsewhere only a break before a small letter does.
    """
    breaks = [match.start() for match in re.finditer(r"(?<!\n)\n(?!\s*\n)(?=[^\n])", text)]
    before = {at: text[text.rfind("\n", 0, at) + 1 : at] for at in breaks}
    open_ones = [at for at in breaks if not _FULL.search(before[at])]
    runs_on = [at for at in open_ones if text[at + 1 :].lstrip()[:1].islower()]
    long_ones = [at for at in open_ones if len(before[at].rstrip()) >= _SHORT]
    if runs_on and 2 * len(long_ones) > len(breaks):
        return frozenset(at for at in breaks if len(before[at].rstrip()) >= _SHORT)
    return frozenset(runs_on)


def _sentences(text: str) -> Iterator[Sentence]:
    start = 0
    wrapped = _wrapped(text)
    for found in _END.finditer(text):
        if found[0].startswith("\n") and found.start() in wrapped and found.end() - found.start() == 1:
            continue
        word = re.search(r"([\w.]+)$", text[max(start, found.start() - 40) : found.start()])
        last = word[1].casefold() if word else ""
        number_follows = text[found.end() : found.end() + 20].lstrip()[:1].isdigit()
        if last == "no" and not number_follows:
            last = ""
        if found[0].startswith(".") and (last in _ABBREVIATIONS or re.fullmatch(r"[a-zа-я]", last)):
            continue
        piece = text[start : found.end()]
        if piece.strip():
            lead = len(piece) - len(piece.lstrip())
            yield Sentence(piece.strip(), start + lead)
        start = found.end()
    piece = text[start:]
    if piece.strip():
        yield Sentence(piece.strip(), start + len(piece) - len(piece.lstrip()))


def without_overlaps(items: list[Item]) -> list[Item]:
    """Keep of overlapping items of one kind the longest, the first where they are equally long."""
    kept: list[Item] = []
    for item in sorted(items, key=lambda one: (-(one.end - one.start), one.start)):
        if not any(
            item.kind == other.kind and item.start < other.end and other.start < item.end for other in kept
        ):
            kept.append(item)
    return sorted(kept, key=lambda one: (one.start, one.end))
