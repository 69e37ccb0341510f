"""Measures to compel payment in running text: which, on whom, how far they reach, lifted or denied."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from downrange.evidence.intake.items import Item, Text, without_overlaps
from downrange.evidence.intake.speech import Actor, is_hedged, is_negated

__all__ = ["find_measures", "find_scope"]

_ASSET = (
    r"(?:property|assets?|reserves|accounts?|funds?|money|shares?|ship|frigate|vessel|aircraft|"
    r"jets?|planes?|equipment|"
    r"satellites?|goods|belongings|flat|apartment|holdings?|fees|revenues?|cosmodrome|"
    r"spaceport|launch site|"
    r"(?:(?:entire|whole|space|leased|Baikonur)\s)?(?:base|complex)|имуществ\w*|счет\w*|актив\w*)"
)
_GAP = r"(?:[\w$€’'.-]+[\s,]+){0,6}?"
_MEASURES: tuple[tuple[str, str, float], ...] = (
    ("exit-ban",
        (r"\b(?:exit ban|travel ban|ban(?:s|ned)?\s(?:on|from)\s(?:\w+\s){0,4}?leaving|"
        r"запрет\w*\s(?:на\s)?выезд\w*)\b"), 0.95),
    ("exit-ban",
        (r"\b(?:barred|prohibited|banned|forbidden|stopped|prevented)\sfrom\s(?:leaving|"
        r"travelling|traveling|exiting|departing)\b"), 0.95),
    ("exit-ban",
        (r"\b(?:cannot|can't|may not|must not|(?:not|n't) (?:allowed|permitted) to|unable to|"
        r"could not|forbidden to)\s(?:leave|exit|depart|quit)\b(?!\s(?:it|that|them)\b)"), 0.85),
    ("movement-ban",
        (r"\bno\s(?:[\w’'-]+\s){0,3}?(?:assets?|property|equipment|goods|items)\s(?:may|can|could|must)\sbe\s"
        r"(?:moved|removed|taken|sold|exported|transferred|shipped)\b"), 0.9),
    ("movement-ban",
        (r"\b(?:blocked|stopped|prevented|barred)\sfrom\s(?:export|remov|mov|sell|tak|transferr|fly|sail|shipp)ing\b|"
        r"\b(?:nobody|no one|none)\smay\s(?:take|remove|move|sell|export)\b|\bnot to leave\b"), 0.88),
    ("exit-ban",
        (r"\btravel restrictions?\b|\b(?:denied|refused) permission to leave\b|"
        r"\bnot (?:allowed|let) out of\b"), 0.88),
    ("movement-ban",
        (r"\b(?:ban|bans|banned|barred|prohibited|prohibiting|prohibition|forbidden|forbade|"
        r"forbids)\s(?:\w+\s){0,6}?(?:remov(?:al|ing|e)|mov(?:ing|e|ement)|export(?:ing|s)?|"
        r"tak(?:ing|e)|transfer(?:ring)?|sell(?:ing)?|sale|dispos(?:al|ing))\b"), 0.92),
    ("movement-ban",
        (r"\b(?:cannot|can't|may not|must not)\s(?:\w+\s(?:or|and)\s)?(?:sell|move|remove|export|take|"
        r"transfer|withdraw)\s(?:(?:or|and)\s\w+\s)?(?:any|its|the|anything|their)\b|"
        r"\b(?:cannot|can't|may not|must not|could not)\sbe\s(?:moved|removed|taken|sold|"
        r"exported|transferred|shipped|withdrawn)\b"), 0.92),
    ("movement-ban",
        (r"\b(?:not|n't)\s(?:allowed|permitted)\sto\s(?:move|remove|take|sell|export|transfer|"
        r"withdraw)\b"
        r"(?!\s(?:\w+\s){0,2}"
        r"(?:herds?|cattle|sheep|animals|children|houses?))|\bзапрет\w*\s(?:на\s)?вывоз\w*"), 0.92),
    ("account-freeze",
        (rf"\b(?:froze|freez(?:e|es|ing)|frozen|unfroze|blocked)\s{_GAP}(?:accounts?|funds?|"
        rf"money|assets?)\b|\b(?:accounts?|funds?|money|assets?|"
        rf"fees)\s(?:\w+\s){{0,5}}?(?:frozen|blocked)\b|\b(?:asset|account)\sfreeze\b"), 0.92),
    ("attachment",
        (rf"\b(?:seiz(?:e|es|ed|ing)|impound(?:s|ed|ing)?|attach(?:es|ed|ing)?|arrest(?:s|ed|"
        rf"ing)?|confiscat(?:e|es|ed|ing)|sequest(?:er|rat)(?:ed|ing|es)?|levied on|garnish(?:ed|"
        rf"ing)?)\s{_GAP}{_ASSET}\b"), 0.93),
    ("attachment", rf"\b(?:plac|put)\w*\s{_GAP}{_ASSET}\sunder\s(?:arrest|attachment|seizure|lock)\b", 0.9),
    ("attachment",
        (r"\b(?:froze|freezes|freezing|frozen)\s(?:an?|the|two|\d+)\s(?:[\w’'-]+\s){0,2}?(?:flat|apartment|"
        r"property|shares|house|building)\b"), 0.9),
    ("attachment",
        (rf"\b{_ASSET}\s(?:[\w$€.’'-]+[\s,]+){{0,12}}?(?:seized|impounded|attached|arrested|"
        rf"confiscated|sequestered|sequestrated|garnished|under arrest|арестован\w*)\b"), 0.9),
    ("attachment",
        (rf"\b(?:seizure|impoundment|impounding|attachment|arrest|confiscation|garnishment|"
        rf"mortgage)\s(?:of|on|over)\s{_GAP}{_ASSET}\b"), 0.93),
    ("attachment", rf"\b(?:арест\w*|наложил\w*\sарест)\s(?:на\s)?(?:\w+\s){{0,3}}?{_ASSET}", 0.92),
    ("arrest",
        (r"\b(?:detained|held|arrested|impounded|detention of|"
        r"arrest of)\s(?:[\w’'-]+\s){0,5}?(?:ship|frigate|vessel|sailing ship|aircraft|jet|"
        r"plane)\b|\b(?:ship|frigate|vessel|aircraft|jets?|planes?|satellites?)[\s,]+(?:[\w’'-]+[\s,]+){0,6}?(?:was|"
        r"were|been|is|are)\s(?:detained|impounded|grounded|held(?! by (?:the|its) owner))\b"), 0.85),
    ("launch-ban",
        (r"\b(?:ban on|suspend(?:s|ed)?|halted|stopped|"
        r"moratorium on)\s(?:[\w’'-]+\s){0,4}?launch(?:es|ing)?\b|"
        r"\blaunches\s(?:[\w’'-]+\s){0,4}?(?:were|are|have been)\s"
        r"(?:suspended|halted|stopped|banned)\b"), 0.85),
)  # fmt: skip
_RELEASE = re.compile(
    rf"\b(?:lift(?:s|ed|ing)?|releas(?:e|es|ed|ing)|unfroze|freed|quash(?:ed|es)|"
    rf"cancel(?:led|ed)?|overturned|снял\w*|снят\w*)\s"
    rf"(?:[\w’'-]+\s){{0,7}}?(?:arrest|attachment|ban|freeze|seizure|measures?|injunction|{_ASSET})\b|"
    rf"\b(?:arrest|attachment|ban|freeze|seizure|measures?)\s(?:[\w’'-]+\s){{0,5}}?(?:was|"
    rf"were|been|be|is)\s(?:\w+\s)?"
    rf"(?:lifted|removed|quashed|cancelled|overturned|released)\b",
    re.IGNORECASE,
)
_NO_MEASURE = re.compile(
    r"\b(?:seiz\w+\s(?:on\s)?(?:the\s)?(?:power|opportunit\w+|control|chance|moment|"
    r"territory)|cardiac arrest|arrested on|"
    r"arrest warrant|space race|attached to (?:the|a|an)\s(?:report|letter|rocket|"
    r"launcher|module|station))",
    re.IGNORECASE,
)
_SCOPE = re.compile(
    r"\b(?:only|solely|exclusively|just)\s(?P<only>(?:[\w’'-]+\s){0,5}?(?:property|"
    r"assets?|accounts?|equipment|own|agency[’']s|company[’']s)(?:[^.;,]|"
    r"[.,](?=\d)){0,60})"
    r"|\bnot\s(?:the\s)?(?P<not>(?:entire|whole|complete|leased|full)?\s?(?:base|"
    r"cosmodrome|complex|spaceport|space port|launch site|site|State|parent)\b(?:[^.;,]|"
    r"[.,](?=\d)){0,30})"
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


_ASSET_FIRST = re.compile(rf"(?:the\s)?{_ASSET}\b", re.IGNORECASE)

_HEAD = re.compile(
    r"\b(?:head|chief|director|leader|chief executive|boss|management|руковод\w+|"
    r"глав\w+)\b",
    re.IGNORECASE,
)


def _is_measure_noise(text: Text, start: int, end: int) -> bool:
    around = text.text[max(start - 25, 0) : end + 25]
    return _NO_MEASURE.search(around) is not None


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
    releases = list(_RELEASE.finditer(text.text))
    for kind, pattern, confidence in _MEASURES:
        for match in re.finditer(pattern, text.text, re.IGNORECASE):
            start, end = match.start(), match.end()
            if text.sentence_at(start).end < end or _is_measure_noise(text, start, end):
                continue
            bodies = (
                found
                if kind == "exit-ban"
                else [one for one in found if one.kind not in ("person", "office")]
            )
            target = None if _BASE.search(match[0]) else _target(text, match, bodies)
            lifted = not _ASSET_FIRST.match(match[0]) and any(
                other.start() <= start < other.end() or start <= other.start() < end for other in releases
            )
            negated = _denied(text, kind, match)
            items.append(
                Item(
                    "measure", match[0], start, end,
                    {
                        "kind": kind, "on": _on(match[0], target), **_office(kind, text.before(start, 200)),
                    },
                    role="lifted" if lifted else "ordered",
                    scope=_scope_near(text, start), negated=negated,
                    hedged=is_hedged(text, start, end), confidence=confidence,
                )
            )  # fmt: skip
    kept = _one_for_each(without_overlaps(items))
    return sorted([*kept, *_releases(text, kept, found)], key=lambda item: item.start)


def _releases(text: Text, kept: Sequence[Item], found: Sequence[Actor]) -> Iterator[Item]:
    """Give what was lifted or freed where no measure was named with it; its kind is told by its object."""
    for match in _RELEASE.finditer(text.text):
        if any(
            item.role == "lifted" and item.start < match.end() and match.start() < item.end for item in kept
        ):
            continue
        words = match[0].casefold()
        kind = next((kind for kind, sign in _RELEASED if re.search(sign, words)), "attachment")
        value = {"kind": kind, "on": _on(match[0], _target(text, match, found))}
        yield Item(
            "measure", match[0], match.start(), match.end(), value,
            role="lifted", negated=is_negated(text, match.start(), match.end()),
            hedged=is_hedged(text, match.start(), match.end()), confidence=0.85,
        )  # fmt: skip


_RELEASED = (
    ("account-freeze", r"freeze|accounts?|funds?|money|fees"),
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
    inside = kind in ("attachment", "account-freeze", "arrest") and re.search(
        r"\bnot\b|n[’']t\b|\bnever\b", match[0]
    )
    return bool(inside) or is_negated(text, match.start(), match.end())


def _one_for_each(items: list[Item]) -> list[Item]:
    """Keep of one kind within one sentence's words only what adds something (another target or place)."""
    kept: list[Item] = []
    for item in items:
        same = [
            other for other in kept
            if other.value == item.value and other.role == item.role and item.start - other.end < 40
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
