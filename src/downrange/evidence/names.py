"""Party names across scripts and spellings, and merging them without losing anything.

A name is reduced to a key: Cyrillic to Latin letters (Russian and Kazakh, after the BGN/PCGN romanisations of
1947 and 1979, then folded so that rival romanisations meet), no legal form, no punctuation. Equal keys match;
unequal ones are scored by Jaro-Winkler similarity (Winkler, "String comparator metrics", ASA 1990) and only
proposed. What people decide about two parties (one and the same, or not) is kept as a list of decisions:
merging and un-merging add to the list, and the parties themselves are never rewritten.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from downrange.case.schema import Party

__all__ = [
    "Decision",
    "Match",
    "Register",
    "clusters",
    "name_key",
    "of_other_countries",
    "register_of",
    "similarity",
    "transliterate",
]

_CYRILLIC = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяәғқңөұүһі"
_LATIN = "a b v g d e yo zh z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya a gh q ng o u u h i"
_LETTERS = dict(zip(_CYRILLIC, _LATIN.split(" "), strict=True))
"""Letter by letter; the hard and the soft sign (here an underscore) are dropped."""

_FORMS = (
    "jsc ojsc cjsc pjsc ao oao zao pao ooo llp llc too ltd inc corp sa ag gmbh fgup gup rgp shzhs aq co "
    "company limited corporation enterprise"
)
_LEGAL_FORMS = frozenset(_FORMS.split(" "))
_FOLDS = (
    ("shch", "sh"), ("kh", "h"), ("gh", "g"), ("ng", "n"), ("zh", "j"), ("ts", "c"), ("tz", "c"), ("yo", "e"),
    ("q", "k"), ("w", "v"), ("x", "ks"), ("iy", "y"), ("ii", "y"), ("ay", "ai"), ("ey", "ei"), ("oy", "oi"),
    ("ye", "e"), ("yu", "iu"), ("ya", "ia"), ("ph", "f"), ("tre", "ter"),
)  # fmt: skip

LIKELY = 0.92
"""From this similarity on a name is proposed as the same; below it is another. Held by the reviewed pairs of
the tests: Roscosmos and Kazcosmos stay apart, Bayterek and Baiterek meet."""


def transliterate(text: str) -> str:
    """Write Cyrillic (Russian and Kazakh) in Latin letters; other letters stay.

    >>> transliterate("ЦЭНКИ"), transliterate("Бәйтерек")
    ('tsenki', 'bayterek')
    """
    return "".join(_LETTERS.get(letter, letter) for letter in text.casefold()).replace("_", "")


def name_key(name: str) -> str:
    """Reduce a name to what rival spellings share.

    >>> name_key("АО «Байтерек»") == name_key("JSC Bayterek")
    True
    """
    plain = unicodedata.normalize("NFKD", transliterate(unicodedata.normalize("NFC", name)))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    words = [word for word in re.findall(r"[a-z0-9]+", plain.replace("'", "")) if word not in _LEGAL_FORMS]
    return " ".join(_folded(word) for word in words)


def _folded(word: str) -> str:
    for old, new in _FOLDS:
        word = word.replace(old, new)
    return re.sub(r"(.)\1+", r"\1", word)


def similarity(one: str, other: str) -> float:
    """Give the Jaro-Winkler similarity of two names' keys, words in the order that fits best, in 0..1."""
    a, b = name_key(one), name_key(other)
    if not a or not b:
        return 0.0
    straight = _jaro_winkler(a, b)
    return max(straight, _jaro_winkler(" ".join(sorted(a.split())), " ".join(sorted(b.split()))))


_STATES = tuple(
    tuple(stems.split(" "))
    for stems in (
        "russia russian rossi", "soviet sovet", "kazakh qazaq", "kenya", "india", "china chines kita",
        "america usa", "ukrain", "canad", "japan yapon", "german", "franc french frants", "brit", "argentin",
        "ghana", "israel izrail", "turk", "iran", "austral avstral", "brazil", "mexic", "poland polish",
        "swed shved", "belgi", "bangladesh", "uzbek", "kyrgyz kirgiz", "korea", "ital", "spain spanish",
        "europe evrop", "norw", "finland finnish", "egypt", "nigeria", "pakistan", "netherland dutch",
    )
)  # fmt: skip
"""How the names of countries and what is theirs begin, in Latin letters."""


def _countries(name: str) -> frozenset[str]:
    """Give the countries that a name's words speak of, each by the first of its beginnings."""
    words = re.findall(r"[a-z]+", transliterate(name))
    return frozenset(
        stems[0] for stems in _STATES if any(word.startswith(stem) for stem in stems for word in words)
    )


def of_other_countries(one: str, other: str) -> bool:
    """Tell whether two names speak of different countries, so that no likeness makes them one.

    >>> of_other_countries("Russian space agency", "Kenya Space Agency")
    True
    """
    first, second = _countries(one), _countries(other)
    return bool(first and second and first != second)


def _jaro_winkler(a: str, b: str) -> float:
    if a == b:
        return 1.0
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    taken = [False] * len(b)
    common = []
    for index, letter in enumerate(a):
        for place in range(max(0, index - reach), min(len(b), index + reach + 1)):
            if not taken[place] and b[place] == letter:
                taken[place] = True
                common.append(letter)
                break
    if not common:
        return 0.0
    other = [letter for place, letter in enumerate(b) if taken[place]]
    swapped = sum(x != y for x, y in zip(common, other, strict=True)) / 2
    count = len(common)
    jaro = (count / len(a) + count / len(b) + (count - swapped) / count) / 3
    prefix = 0
    for x, y in zip(a[:4], b[:4], strict=False):
        if x != y:
            break
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


@dataclass(frozen=True)
class Decision:
    """What somebody decided about two parties, and why; the last decision on a pair holds."""

    kind: Literal["same", "distinct"]
    left: str
    right: str
    by: str
    on: str
    because: str

    @property
    def pair(self) -> frozenset[str]:
        """The two, in no order."""
        return frozenset((self.left, self.right))


def clusters(parties: Iterable[str], decisions: Sequence[Decision]) -> tuple[tuple[str, ...], ...]:
    """Group parties by the decisions that hold; taking a decision back splits again, nothing is lost.

    A later "distinct" undoes an earlier "same" of that pair. Two parties held distinct never share a group:
    of the "same" decisions the earlier ones hold, and one that would join the two is left out.
    """
    names = list(dict.fromkeys(parties))
    holding: dict[frozenset[str], Decision] = {}
    for decision in decisions:
        holding.pop(decision.pair, None)
        holding[decision.pair] = decision
    apart = {pair for pair, decision in holding.items() if decision.kind == "distinct"}
    groups: dict[str, tuple[str, ...]] = {name: (name,) for name in names}
    for pair, decision in holding.items():
        if decision.kind != "same" or not pair <= set(groups):
            continue
        left, right = groups[decision.left], groups[decision.right]
        if left == right or any(frozenset((a, b)) in apart for a in left for b in right):
            continue
        joined = (*left, *right)
        groups.update(dict.fromkeys(joined, joined))
    found = dict.fromkeys(groups[name] for name in names)
    return tuple(found)


@dataclass(frozen=True)
class Match:
    """A party that a name may mean, and how that was seen."""

    party: str
    name: str
    score: float
    how: Literal["exact", "normalised", "decided", "near-miss"]


@dataclass(frozen=True)
class Register:
    """All known spellings of all parties, and the decisions about which are one."""

    spellings: Mapping[str, str]
    decisions: tuple[Decision, ...] = ()

    def find(self, name: str) -> tuple[Match, ...]:
        """Give the parties a name may mean, best first; exact and normalised ones before near misses."""
        key = name_key(name)
        best: dict[str, Match] = {}
        for spelling, party in self.spellings.items():
            if spelling == name:
                match = Match(party, spelling, 1.0, "exact")
            elif key and name_key(spelling) == key:
                match = Match(party, spelling, 1.0, "normalised")
            else:
                score = similarity(spelling, name)
                short = min(len(key), len(name_key(spelling))) < 4
                if score < LIKELY or short or of_other_countries(spelling, name):
                    continue
                match = Match(party, spelling, score, "near-miss")
            kept = best.get(party)
            if kept is None or (match.score, match.how == "exact") > (kept.score, kept.how == "exact"):
                best[party] = match
        order = {"exact": 0, "normalised": 1, "near-miss": 2}
        return tuple(sorted(best.values(), key=lambda one: (order[one.how], -one.score, one.party)))

    def decide(self, decision: Decision) -> Register:
        """Add a decision; the old ones stay on the list."""
        return Register(self.spellings, (*self.decisions, decision))

    def groups(self) -> tuple[tuple[str, ...], ...]:
        """Give the parties as grouped by the decisions that hold."""
        return clusters(self.spellings.values(), self.decisions)


def register_of(parties: Iterable[Party]) -> Register:
    """Gather every spelling that cases give their parties: names in all languages, aliases, the slug."""
    spellings: dict[str, str] = {}
    for party in parties:
        own = [party.name.en, party.name.ru, party.name.kk, *party.aliases, party.id.split("/")[1]]
        for spelling in own:
            if spelling:
                spellings.setdefault(spelling, party.id)
    return Register(spellings)
