"""Measures to compel payment in running text: which, on whom, how far they reach, lifted or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from downrange.evidence.intake.actors import Actor
from downrange.evidence.intake.ended import FALSE_REPORT, NO_MEASURE, RELEASE, UNKNOWN
from downrange.evidence.intake.items import Item, Sentence, Text, without_overlaps
from downrange.evidence.intake.leaving import HEAD, find_leaving
from downrange.evidence.intake.measure_words import ASSET, FAMILIES, MEASURES
from downrange.evidence.intake.roles import named_debtors
from downrange.evidence.intake.speech import DENIES, clause_around, is_hedged, is_negated

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


def _office(subject: str) -> dict[str, str]:
    return {"office": "head"} if _HEAD.search(subject) else {}


def _on(words: str, target: Actor | None) -> str | None:
    if _BASE.search(words):
        return "base"
    return (target.slug or target.name) if target else None


_ASSET_FIRST = re.compile(rf"(?:the\s)?{ASSET}\b", re.IGNORECASE)
_HEAD = re.compile(rf"\b{HEAD}", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """Words that may name a measure, and from where the words reach that tell on whom."""

    kind: str
    start: int
    end: int
    reach: int
    subject: str
    confidence: float


def _candidates(text: Text) -> Iterator[Candidate]:
    for kind, pattern, confidence in MEASURES:
        for match in re.finditer(pattern, text.text, re.IGNORECASE):
            yield Candidate(kind, match.start(), match.end(), match.start(), match[0], confidence)
    for one in find_leaving(text):
        yield Candidate(one.kind, one.start, one.end, one.subject_start, one.subject, one.confidence)


def _is_measure_noise(text: Text, start: int, end: int) -> bool:
    sentence = text.sentence_at(start)
    around = text.text[max(start - 5, 0) : end + 25]
    asks = sentence.text.rstrip('"”»’) ').endswith("?")
    return (
        sentence.end < end
        or asks
        or NO_MEASURE.search(around) is not None
        or any(
            one.start() <= start - sentence.start < one.end() + 60 for one in UNKNOWN.finditer(sentence.text)
        )
    )


def _target(text: Text, one: Candidate, found: Sequence[Actor]) -> Actor | None:
    """Give whom a measure binds: the nearest body or person of the sentence, no outlet and no court."""
    sentence = text.sentence_at(one.start)
    inside = [
        actor
        for actor in found
        if sentence.start <= actor.start < sentence.end and actor.kind not in ("press", "court")
    ]
    within = [
        actor for actor in inside
        if min(one.reach, one.start) <= actor.start < one.end and not _is_place(text, actor)
    ]  # fmt: skip
    after = [
        actor for actor in inside if one.end <= actor.start <= one.end + 45 and _belongs(text, one.end, actor)
    ]
    before = [
        actor for actor in inside
        if actor.end <= one.start and not _ABOVE.search(text.before(actor.start, 60))
    ]  # fmt: skip
    if one.reach < one.start and not within and not after:
        return None  # "its head": whose is told by what stands before
    if any(_PARENT.match(text.after(actor.end, 40)) for actor in (*within, *after)):
        return None  # of "property of a Roscosmos unit" the unit, named elsewhere
    if within and _ABOVE.search(text.before(within[0].start, 60)):
        return None  # of "barred the company, a subsidiary of Roscosmos," the company
    others = [actor for actor in (*within, *after, *reversed(before)) if actor.kind != "state"]
    if within:
        return next((actor for actor in within if actor.kind != "state"), within[0])
    return others[0] if others else None


def _is_place(text: Text, actor: Actor) -> bool:
    """Tell whether a State is only where something may not leave or is held."""
    return actor.kind == "state" and _WHERE.search(text.before(actor.start, 25)) is not None


_WHERE = re.compile(
    r"\b(?:from|leave|leaving|quit|out of|outside|into|in|of the Republic of|из|в|за пределы|покидать|"
    r"покинуть)\s"
    r"(?:the\s(?:Republic\sof\s)?)?$",
    re.IGNORECASE,
)


def _belongs(text: Text, end: int, actor: Actor) -> bool:
    between = text.text[end : actor.start]
    return re.fullmatch(
        r"\s?(?:of|belonging to|owned by|registered to|held by|owed to|against|on)\s(?:the\s|"
        r"a\s)?(?:[\w’'-]+\s){0,5}|(?:[\w’'-]*\s){1,6}(?:belonging to|owned by|registered to)\s(?:the\s)?|"
        r"(?:(?:,|,?\sand)\s(?:[\w’'-]+\s?){1,3}){1,5}(?:\s|(?<=\s))(?:of|"
        r"belonging to)\s(?:the\s)?(?:[\w-]+\s){0,2}",
        between,
    ) is not None or (
        re.fullmatch(r"\s(?:[а-яё]+\s){0,3}[«]?", between) is not None and actor.slug is not None
    )


def find_measures(text: Text, found: Sequence[Actor]) -> list[Item]:
    """Find measures to compel payment: their kind, on whom, under what scope, lifted or denied.

    Returns
    -------
    list of Item
        ``value`` is ``{kind, on}``, of an exit ban with ``office`` where it binds the head of a body;
        ``role`` "ordered" or "lifted"; historical seizures of power, arrests of persons, what is only asked
        about and the like are left out.
    """
    releases = list(RELEASE.finditer(text.text))
    items = [
        _measure(text, one, found, releases)
        for one in _candidates(text)
        if not _is_measure_noise(text, one.start, one.end)
    ]
    kept = _told_once(text, _one_for_each(text, _longest_of_family(items)))
    ordered = sorted([*kept, *_releases(text, kept, found)], key=lambda item: item.start)
    return _with_antecedents(text, ordered, found)


def _measure(text: Text, one: Candidate, found: Sequence[Actor], releases: Sequence[re.Match[str]]) -> Item:
    start, end = one.start, one.end
    words = text.text[start:end]
    leaves = one.kind == "exit-ban"
    bodies = found if leaves else [actor for actor in found if actor.kind not in ("person", "office")]
    target = None if _BASE.search(words) and not leaves else _target(text, one, bodies)
    undone = [other for other in releases if other.start() <= start < other.end()]
    lifted = _LIFTS.match(words) is not None or (
        not _ASSET_FIRST.match(words)
        and bool(undone or any(start <= other.start() < end for other in releases))
    )
    lifted = lifted and re.match(r"(?:refus|declin|fail)", words, re.IGNORECASE) is None
    stays = lifted and (
        any(_NOT_LIFTED.search(other[0]) for other in undone) or _in_vain(text.sentence_at(start), start)
    )
    on = (target.slug or target.name) if leaves and target else None if leaves else _on(words, target)
    office = _office(one.subject + text.after(end, 60) + text.before(start, 60)) if leaves else {}
    return Item(
        "measure", words, start, end, {"kind": one.kind, "on": on, **office},
        role="lifted" if lifted else "ordered", scope=_scope_near(text, start),
        negated=_denied(text, one.kind, start, end) or stays,
        hedged=is_hedged(text, start, end) or _only_wanted(text, start), confidence=one.confidence,
    )  # fmt: skip


_ANAPHOR = re.compile(
    r"\b(?:its|their|it|they|the (?:\w+\s)?(?:company|firm|operator|debtor|enterprise|agency|cent(?:er|re)|"
    r"contractor|(?:\w+\s)?(?:subsidiary|unit|arm)|outfit|organi[sz]ation)|е[её]|его|их|предприяти\w*|"
    r"компани\w*|должник\w*)\b",
    re.IGNORECASE,
)
"""Words by which a text takes up a body named before."""

_FAR = 600
"""Characters back in which what a measure's "its" means is looked for."""


def _with_antecedents(text: Text, items: Sequence[Item], found: Sequence[Actor]) -> list[Item]:
    """Give measures on "its head" or "the company" the body that the article named before.

    That is whom the measure before it binds, else the last company named that is no parent of another.
    """
    done: list[Item] = []
    debtors = named_debtors(text, found)
    for index, item in enumerate(items):
        sentence = text.sentence_at(item.start)
        around = text.text[max(sentence.start, item.start - 60) : min(sentence.end, item.end + 30)]
        taken_up = _ANAPHOR.search(around) is not None or "office" in item.value
        bound = item.value["on"] is not None and not re.search(r"\bdebtor\b|\bдолжник", item.text)
        if not bound and taken_up and item.value["kind"] != "launch-ban":
            called = debtors if re.search(r"\bdebtor|должник", around, re.IGNORECASE) else []
            on = (
                next(iter(called), None)
                or _antecedent(text, item.start, done, found)
                or next(
                    (str(one.value["on"]) for one in items[index + 1 : index + 3] if one.value["on"]), None
                )
            )
            item = item.with_(value={**item.value, "on": on}) if on else item
        done.append(item)
    return done


def _antecedent(text: Text, at: int, earlier: Sequence[Item], found: Sequence[Actor]) -> str | None:
    for item in reversed(earlier):
        if item.value["on"] not in (None, "base") and at - item.start < _FAR:
            return str(item.value["on"])
    named = [
        actor for actor in found
        if actor.kind == "company" and at - _FAR < actor.start < at
        and not _PARENT.match(text.after(actor.end, 40))
        and not _ABOVE.search(text.before(actor.start, 60))
    ]  # fmt: skip
    named = [one for one in named if not _OWED_TO.search(text.before(one.start, 60))] or named
    return (named[-1].slug or named[-1].name) if named else None


_OWED_TO = re.compile(
    r"\b(?:owe[sd]?|owed to|in favou?r of|payable to|due to)\s(?:the\s)?(?:[\w-]+\s){0,3}$", re.IGNORECASE
)
"""Before a creditor, whose property nobody holds for the debt."""


_ABOVE = re.compile(r"\b(?:subsidiary|unit|arm|part) of (?:the )?(?:[\w-]+\s){0,3}$")
_PARENT = re.compile(r"(?:['’]s)?\s(?:[\w-]+\s)?(?:subsidiary|unit|arm|affiliate|enterprise|offshoot)\b")


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
        bans = [other for other in earlier if other.endswith("-ban")]
        if kind == "other" and bans and re.search(r"\bban\b", words):
            kind = bans[-1]  # "halted flights … before it lifted the ban"
        one = Candidate(kind, match.start(), match.end(), match.start(), match[0], 0.85)
        value = {"kind": kind, "on": _on(match[0], _target(text, one, found))}
        yield Item(
            "measure", match[0], match.start(), match.end(), value,
            role="lifted",
            negated=is_negated(text, match.start(), match.end()) or _NOT_LIFTED.search(match[0]) is not None,
            hedged=is_hedged(text, match.start(), match.end()), confidence=0.85,
        )  # fmt: skip


def _in_vain(sentence: Sentence, at: int) -> bool:
    """Tell whether somebody only asked for the end of a measure and did not get it."""
    at -= sentence.start
    return (
        _ASKED.search(sentence.text[:at]) is not None and _TURNED_DOWN.search(sentence.text[at:]) is not None
    )


_ASKED = re.compile(
    r"\b(?:application|request|bid|motion|appeal|attempt|petition|plea)s?\b[^.;]{0,60}$", re.IGNORECASE
)
_TURNED_DOWN = re.compile(
    r"\b(?:dismissed|rejected|refused|turned down|denied|failed|thrown out|unsuccessful)\b", re.IGNORECASE
)
_NOT_LIFTED = re.compile(r"\bnot\b|n[’']t\b|\bnever\b|\bне\b", re.IGNORECASE)
_RELEASED = (
    ("account-freeze", r"freeze|accounts?|funds?|money|fees|roubles|euros|dollars"),
    ("exit-ban", r"travel|exit|to leave|abroad|выезд"),
    ("launch-ban", r"launch|licen[cs]e|пуск"),
    ("arrest", r"\b(?:ship|frigate|vessel|aircraft|jets?|planes?)\b"),
    ("other", r"\bban\b|injunction|measures?"),
)


_BANS = frozenset({"exit-ban", "movement-ban"})
_UNDONE = re.compile(
    r"(?:\b(?:not|never|no longer|no|nobody|no one|none|никто|не)\s|n[’']t\s)(?:\w+\s){0,2}$", re.IGNORECASE
)
"""Before a ban: that there is none."""


_NOBODY = re.compile(
    r"\b(?:(?:none|neither)(?:\sof\s(?:the\s|its\s)?[\w-]+)?|nobody|no\sone|no\s[\w-]+)"
    r"(?:\s(?:has|have|had|is|are|was|were|ever|been|yet)){0,4}\s?$",
    re.IGNORECASE,
)
"""Before a ban: it binds none of those named."""


def _denied(text: Text, kind: str, start: int, end: int) -> bool:
    """Tell whether a measure is denied; in a ban the "not" is the ban itself."""
    words, sentence = text.text[start:end], text.sentence_at(start)
    before, after = clause_around(sentence, start, end)
    if FALSE_REPORT.search(sentence.text) is not None:
        return True
    below = re.match(r"(?:\s\w+){0,2}\s(?:did not|was not|were not|has not|never|не\s\w+)\b", after)
    if re.search(r"\bnot\sto\s(?:fly|launch)$", words):
        return below is not None
    if kind in _BANS:
        if re.match(r"(?i)cannot|can|may|must|not|n't|could|nobody|no|nor|neither|не|нельзя", words):
            return False
        none = _NOBODY.search(before) is not None
        return none or below is not None or bool(_UNDONE.search(before) or DENIES.search(before))
    inside = re.search(r"\bnot\b|n[’']t\b|\bnever\b|\bне\b|^no\b", words)
    again = re.search(r"\bотказал\w*\s\w+\s$", text.before(start, 40))
    return bool(inside or below or again) or is_negated(text, start, end)


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
        same = next((one for one in kept if _one_telling(text, one, item)), None)
        if same is None:
            kept.append(item)
        elif same.value["on"] is None and item.value["on"] is not None:
            kept[kept.index(same)] = item
    return kept


def _one_telling(text: Text, one: Item, other: Item) -> bool:
    """Tell whether two items of a sentence say the same measure twice."""
    ons = {one.value["on"], other.value["on"]} - {None}
    return (
        one.value["kind"] == other.value["kind"]
        and len(ons) < 2
        and (one.role, one.negated) == (other.role, other.negated)
        and other.start - one.end < 40
        and text.sentence_at(one.start) == text.sentence_at(other.start)
    )


_HE_ONLY = re.compile(r"\W*(?:he|she|they|он|она|они)\s(?:\w+\s){0,3}$", re.IGNORECASE)


def _told_once(text: Text, items: list[Item]) -> list[Item]:
    """Leave out an exit ban that the next sentence tells again of "he"."""
    kept: list[Item] = []
    for item in items:
        same = [
            one for one in items
            if one.value["kind"] == item.value["kind"]
            and (one.role, one.negated) == (item.role, item.negated)
        ]  # fmt: skip
        before = text.before(item.start, 60)
        again = any(0 < text.sentence_at(item.start).start - one.end < 120 for one in same)
        if item.value["kind"] == "exit-ban" and again and _HE_ONLY.fullmatch(before):
            continue
        kept.append(item)
    return kept


def _scope_near(text: Text, start: int) -> str | None:
    sentence = text.sentence_at(start)
    for match in _SCOPE.finditer(sentence.text):
        return _whole(match, match[0]).strip()
    return None


def _whole(match: re.Match[str], words: str) -> str:
    """Give the words without the piece of a word at which a pattern of limited length stopped."""
    cut = match.string[match.end() : match.end() + 1]
    return re.sub(r"\s[\w’'-]+$", "", words) if cut and re.match(r"[\w’'-]", cut) else words


def find_scope(text: Text) -> list[Item]:
    """Find what a measure is said to reach and not to reach."""
    items = []
    for match in _SCOPE.finditer(text.text):
        group = next(name for name, value in match.groupdict().items() if value is not None)
        words, what = _whole(match, match[0]).rstrip(), _whole(match, match[group]).strip()
        items.append(
            Item(
                "scope", words, match.start(), match.start() + len(words),
                {"reaches" if group in ("only", "limit", "ru") else "spares": what},
                negated=group in ("not", "out"), hedged=is_hedged(text, match.start(), match.end()),
                confidence=0.85,
            )
        )  # fmt: skip
    return without_overlaps(items)
