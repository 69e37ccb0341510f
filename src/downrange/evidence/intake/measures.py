"""Measures to compel payment in running text: which, on whom, how far they reach, lifted or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from downrange.evidence.intake.actors import Actor
from downrange.evidence.intake.items import Item, Text, without_overlaps
from downrange.evidence.intake.measure_words import ASSET, FAMILIES, MEASURES, NO_MEASURE, RELEASE
from downrange.evidence.intake.speech import clause_around, is_hedged, is_negated

__all__ = ["find_measures", "find_scope"]

_SCOPE = re.compile(
    r"\b(?:only|solely|exclusively|just)\s(?P<only>(?:[\w’'-]+\s){0,5}?(?:property|"
    r"assets?|accounts?|equipment|own|agency[’']s|company[’']s)(?:[^.;,]|"
    r"[.,](?=\d)){0,60})"
    r"|\bnot\s(?:the\s)?(?P<not>(?:entire|whole|complete|leased|full)?\s?(?:base|"
    r"cosmodrome|complex|spaceport|space port|launch site|site|State|parent)\b(?:[^.;,]|"
    r"[.,](?=\d)){0,30})"
    r"|(?P<safe>\bthe (?:rest|remainder) of [^.;,]{3,40}?|\bthe (?:base|cosmodrome|spaceport|launch site|"
    r"complex)"
    r"(?: itself)?)\s(?:is|are|was|remains?)\s(?:un|not )(?:affected|touched|involved)"
    r"|\b(?:does|do|did)\snot\s(?:affect|apply to|extend to|concern|cover|reach|touch|"
    r"include)\s(?P<out>[^.;,]{3,60})"
    r"|\b(?:limited to|confined to)\s(?P<limit>[^.;,]{3,60})"
    r"|(?:только|лишь)\s(?P<ru>(?:[^.;,]|[.,](?=\d)){0,20}?(?:имуществ|счет)\w*(?:[^.;,]|"
    r"[.,](?=\d)){0,40})",
    re.IGNORECASE,
)
_BASE = re.compile(r"\b(?:cosmodrome|spaceport|launch site|base|complex)\b", re.IGNORECASE)


def _office(kind: str, before: str) -> dict[str, str]:
    return {"office": "head"} if kind == "exit-ban" and _HEAD.search(before) else {}


def _on(words: str, target: Actor | None) -> str | None:
    if _BASE.search(words):
        return "base"
    return (target.slug or target.name) if target else None


_ASSET_FIRST = re.compile(rf"(?:the\s)?{ASSET}\b", re.IGNORECASE)

_HEAD = re.compile(
    r"\b(?:head|chief|director|leader|chief executive|boss|management|руковод\w+|"
    r"глав\w+)\b",
    re.IGNORECASE,
)


def _is_measure_noise(text: Text, start: int, end: int) -> bool:
    sentence = text.sentence_at(start)
    around = text.text[max(start - 5, 0) : end + 25]
    asks = sentence.text.rstrip('"”»’) ').endswith("?")
    return sentence.end < end or asks or NO_MEASURE.search(around) is not None


def _target(text: Text, match: re.Match[str], found: Sequence[Actor]) -> Actor | None:
    """Give whom a measure binds: the nearest body or person of the sentence, no outlet and no court."""
    sentence = text.sentence_at(match.start())
    inside = [
        actor
        for actor in found
        if sentence.start <= actor.start < sentence.end and actor.kind not in ("press", "court")
    ]
    within = [actor for actor in inside if match.start() <= actor.start < match.end()]
    after = [
        actor
        for actor in inside
        if match.end() <= actor.start <= match.end() + 45 and _belongs(text, match.end(), actor)
    ]
    before = [actor for actor in inside if actor.end <= match.start()]
    companies = [actor for actor in (*within, *after, *reversed(before)) if actor.kind not in ("state",)]
    if within:
        return next((actor for actor in within if actor.kind != "state"), within[0])
    return companies[0] if companies else None


def _belongs(text: Text, end: int, actor: Actor) -> bool:
    return (
        re.fullmatch(
            r"\s?(?:of|belonging to|owned by|held by|owed to|against|on)\s(?:the\s|"
            r"a\s)?(?:[\w’'-]+\s){0,5}",
            text.text[end : actor.start],
        )
        is not None
    )


def find_measures(text: Text, found: Sequence[Actor]) -> list[Item]:
    """Find measures to compel payment: their kind, on whom, under what scope, lifted or denied.

    Returns
    -------
    list of Item
        ``value`` is ``{kind, on}``, ``role`` "ordered" or "lifted"; historical seizures of power, arrests of
        persons and the like are left out.
    """
    items = []
    releases = list(RELEASE.finditer(text.text))
    for kind, pattern, confidence in MEASURES:
        for match in re.finditer(pattern, text.text, re.IGNORECASE):
            start, end = match.start(), match.end()
            if _is_measure_noise(text, start, end):
                continue
            bodies = (
                found
                if kind == "exit-ban"
                else [one for one in found if one.kind not in ("person", "office")]
            )
            target = None if _BASE.search(match[0]) else _target(text, match, bodies)
            lifted = _LIFTS.match(match[0]) is not None or (
                not _ASSET_FIRST.match(match[0])
                and any(
                    other.start() <= start < other.end() or start <= other.start() < end for other in releases
                )
            )
            undone = (other for other in releases if other.start() <= start < other.end())
            stays = lifted and any(_NOT_LIFTED.search(other[0]) for other in undone)
            negated = _denied(text, kind, match) or stays
            items.append(
                Item(
                    "measure", match[0], start, end,
                    {
                        "kind": kind, "on": _on(match[0], target), **_office(kind, text.before(start, 200)),
                    },
                    role="lifted" if lifted else "ordered",
                    scope=_scope_near(text, start), negated=negated,
                    hedged=is_hedged(text, start, end) or _only_wanted(text, start), confidence=confidence,
                )
            )  # fmt: skip
    kept = _one_for_each(text, _longest_of_family(items))
    return sorted([*kept, *_releases(text, kept, found)], key=lambda item: item.start)


def _releases(text: Text, kept: Sequence[Item], found: Sequence[Actor]) -> Iterator[Item]:
    """Give what was lifted or freed where no measure was named with it; its kind is told by its object."""
    for match in RELEASE.finditer(text.text):
        if any(
            item.role == "lifted" and item.start < match.end() and match.start() < item.end for item in kept
        ):
            continue
        words = match[0].casefold()
        earlier = [item.value["kind"] for item in kept if match.start() - 300 < item.start < match.start()]
        kind = next(
            (kind for kind, sign in _RELEASED if re.search(sign, words)),
            earlier[-1] if earlier else "attachment",
        )
        value = {"kind": kind, "on": _on(match[0], _target(text, match, found))}
        yield Item(
            "measure", match[0], match.start(), match.end(), value,
            role="lifted",
            negated=is_negated(text, match.start(), match.end()) or _NOT_LIFTED.search(match[0]) is not None,
            hedged=is_hedged(text, match.start(), match.end()), confidence=0.85,
        )  # fmt: skip


_NOT_LIFTED = re.compile(r"\bnot\b|n[’']t\b|\bnever\b|\bне\b", re.IGNORECASE)
_RELEASED = (
    ("account-freeze", r"freeze|accounts?|funds?|money|fees|roubles|euros|dollars"),
    ("exit-ban", r"travel|exit"),
    ("launch-ban", r"launch"),
    ("arrest", r"\b(?:ship|frigate|vessel|aircraft|jets?|planes?)\b"),
    ("other", r"\bban\b|injunction|measures?"),
)


def _denied(text: Text, kind: str, match: re.Match[str]) -> bool:
    """Tell whether a measure is denied; in a ban the "not" is the ban itself."""
    if kind in ("exit-ban", "movement-ban") and re.match(
        r"(?i)cannot|can|may|must|not|n't|could|nobody|no", match[0]
    ):
        return False
    inside = kind in ("attachment", "account-freeze", "arrest", "launch-ban") and re.search(
        r"\bnot\b|n[’']t\b|\bnever\b|\bне\b|^no\b", match[0]
    )
    sentence = text.sentence_at(match.start())
    _, after = clause_around(sentence, match.start(), match.end())
    below = re.match(r"(?:\s\w+){0,2}\s(?:did not|was not|were not|has not|never|не\s\w+)\b", after)
    again = re.search(r"\bотказал\w*\s\w+\s$", text.before(match.start(), 40))
    return bool(inside or below or again) or is_negated(text, match.start(), match.end())


_WANTED = re.compile(
    r"\b(?:threaten\w*|want(?:s|ed)? to|tr(?:y|ies|ied) to|s(?:eek|eeks|ought)(?: to)?|ask(?:s|ed)?|"
    r"plan(?:s|ned)? to|"
    r"fear(?:s|ed)?|risk(?:s|ed)?|would|unless|if|claim on|rumou?rs?|not confirmed|"
    r"unconfirmed)\b[^.;]{0,60}$",
    re.IGNORECASE,
)
_LIFTS = re.compile(r"un-?fr|unblock|разблок|размор", re.IGNORECASE)


def _only_wanted(text: Text, start: int) -> bool:
    """Tell whether a measure is so far only sought, feared or rumoured."""
    return _WANTED.search(text.before(start, 90)) is not None


def _longest_of_family(items: list[Item]) -> list[Item]:
    """Keep of overlapping measures that exclude each other the longest; others may share words."""
    families: dict[str, list[Item]] = {}
    for item in items:
        kind = item.value["kind"]
        families.setdefault(FAMILIES.get(kind, kind), []).append(item)
    kept = [item for family in families.values() for item in without_overlaps(family)]
    return sorted(kept, key=lambda item: (item.start, item.end))


def _one_for_each(text: Text, items: list[Item]) -> list[Item]:
    """Keep of one kind within one sentence's words only what adds something (another target or place)."""
    kept: list[Item] = []
    for item in items:
        same = [
            other for other in kept
            if other.value == item.value
            and (other.role, other.negated) == (item.role, item.negated)
            and item.start - other.end < 40
            and text.sentence_at(other.start) == text.sentence_at(item.start)
        ]  # fmt: skip
        if not same:
            kept.append(item)
    return kept


def _scope_near(text: Text, start: int) -> str | None:
    sentence = text.sentence_at(start)
    for match in _SCOPE.finditer(sentence.text):
        return match[0].strip()
    return None


def find_scope(text: Text) -> list[Item]:
    """Find what a measure is said to reach and not to reach."""
    items = []
    for match in _SCOPE.finditer(text.text):
        group = next(name for name, value in match.groupdict().items() if value is not None)
        words = match[0].rstrip()
        items.append(
            Item(
                "scope", words, match.start(), match.start() + len(words),
                {"reaches" if group in ("only", "limit", "ru") else "spares": match[group].strip()},
                negated=group in ("not", "out"), hedged=is_hedged(text, match.start(), match.end()),
                confidence=0.85,
            )
        )  # fmt: skip
    return without_overlaps(items)
