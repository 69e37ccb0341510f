"""What ends a measure, what denies it, and words that look like a measure and are none."""

from __future__ import annotations

import re

from downrange.evidence.intake.leaving import HEAD
from downrange.evidence.intake.measure_words import ASSET, VEHICLE

__all__ = ["FALSE_REPORT", "NO_MEASURE", "RELEASE", "UNKNOWN"]

RELEASE = re.compile(
    rf"\b(?:lift(?:s|ed|ing)?|releas(?:e|es|ed|ing)|freed|free|quash(?:ed|es)|revok(?:ed|es|ing)|"
    rf"annul(?:led|s)|threw out|thrown out|str(?:uck|ikes?) down|discharg(?:ed|es)|vacat(?:ed|es)|"
    rf"void(?:ed|s)|"
    rf"nullif(?:ied|ies)|revers(?:ed|es)|"
    rf"cancel(?:led|ed|s)?(?=\s(?:the|its|an?|his|this|that|all)\s)|overturn(?:ed|s)|set aside|"
    rf"withdr[ea]w|снял\w*|снят\w*|снима\w+|отмен\w+|"
    rf"освобо\w+)\s"
    rf"(?:(?!(?:statement|report|figures|data|documents?|letter|video|results|detained|and|"
    rf"but)\b)[\w’'«»-]+\s){{0,7}}?"
    rf"(?:арест\w*|запрет\w*|arrest|attachment|ban|freeze|seizure|injunction|measures|lien|moratorium|"
    rf"suspension|restrictions?|{ASSET})\b|"
    rf"\b(?:arrest|attachment|ban|freeze|seizure|measures?|lien|moratorium|"
    rf"suspension)\s(?:[\w’'-]+\s){{0,5}}?(?:was|"
    rf"were|been|be|is)\s(?:\w+\s)?"
    rf"(?:lifted|removed|quashed|cancelled|canceled|overturned|released|revoked|annulled|set aside|"
    rf"discharged|"
    rf"ended|dissolved|relaxed)\b|"
    rf"\b(?:reinstat|restor|return|gave back|renew)\w*\s(?:[\w’'-]+\s){{0,4}}?(?:launch\s|"
    rf"flight\s)licen[cs]e\b|"
    rf"\blicen[cs]e\s(?:[\w’'-]+\s){{0,3}}?(?:was|were|been|is)\s(?:\w+\s)?(?:reinstated|restored|renewed|"
    rf"given back)\b|"
    rf"\blet\s(?:the|its|their|both|all)\s(?:[\w’'-]+\s){{0,2}}?{ASSET}\sgo\b|"
    rf"\b{VEHICLE}\s(?:[\w’'-]+\s){{0,2}}?(?:was|were|been)\s(?:\w+ly\s)?(?:allowed|permitted)\sto\s"
    rf"(?:sail|fly|leave|depart|go)\b|"
    rf"\b{HEAD}\s(?:[\w’'-]+\s){{0,3}}?(?:was|were|has been|have been)\s(?:\w+ly\s|again\s)?(?:allowed|"
    rf"permitted)\sto\s(?:leave|travel|fly out|go abroad)\b|"
    rf"\b(?:threw out|quashed|lifted|struck down|overturned|annulled|dissolved|voided|discharged)\s"
    rf"(?:an?|the)\s(?:earlier|first|previous|second|older|other)\s(?:one|order)\b|"
    rf"\border(?:s|ed)\s(?:[\w’'-]+\s){{1,5}}?(?:to be\s)?"
    rf"(?:let go|released|freed|handed back|given back|returned)\b|"
    rf"\b(?:арест|запрет)\w*\s(?:[\w«»-]+\s){{0,4}}?(?:сня\w+|снима\w+|отмен\w+)|"
    r"\b(?:money|funds?|half|part|rest|ship|vessel|frigate|aircraft|jet|plane|equipment|assets|property|"
    r"which|it|"
    r"roubles|euros|dollars)\s(?:[\w’'-]+\s){0,5}?(?:was|were|been)\s(?:\w+\s)?(?:freed|unfrozen|"
    r"released(?!\s(?:by|in|on|from)\s))\b",
    re.IGNORECASE,
)
"""What ends a measure."""

NO_MEASURE = re.compile(
    r"\b(?:seiz\w+\s(?:on\s|upon\s)?(?:the\s|an?\s|his\s|its\s|her\s)?(?:power|opportunit\w+|control|"
    r"chance|moment|initiative|"
    r"imagination|headlines|territory|drugs|attention)|cardiac arrest|house arrest|arrested on|"
    r"arrest warrant|space race|"
    r"attached to (?:the|a|an|his|its)\s|attached (?:great|much|little|no|some) (?:importance|value|"
    r"weight|blame)|"
    r"stop(?:s|ped)? (?:short|over)|stopped taking|freezing (?:cold|temperature|weather|point)|"
    r"money (?:was|is) tied up in|"
    r"(?:cannot|can not|can[’']t|could not|may not|can never|never)\s(?:[\w-]+\s)?be\s(?:\w+\s(?:or|and)\s)?"
    r"(?:seized|attached|impounded|arrested|confiscated|garnished|sequestered|touched)|"
    r"(?:launch|flight)s?\s(?:was|were)\s(?:halted|stopped|suspended|"
    r"called off)\s(?:[\w.-]+\s){0,4}?(?:seconds|"
    r"minutes|hours)\b|immune (?:from|to) (?:seizure|attachment|arrest|execution))",
    re.IGNORECASE,
)
"""Words that look like a measure and are none."""

FALSE_REPORT = re.compile(
    r"\b(?:reports?|rumou?rs?|claims?|talk|allegations?|information|suggestions?|stories|news|assertions?)\b"
    r"[^.;]*(?:\b(?:is|are|was|were|being)\s(?:\w+ly\s)?(?:false|untrue|wrong|fake|incorrect|baseless|"
    r"unfounded|"
    r"groundless|inaccurate|not true|fabricated|an? (?:fabrication|invention|lie))\b|"
    r"\b(?:do|does|did)(?:\snot|n[’']t)\scorrespond|\bhave no basis\b|\bhas no basis\b)|"
    r"\bno truth (?:in|to)\b|\bnothing to (?:the )?(?:reports?|rumou?rs?|claims?)\b|"
    r"\b(?:сообщени|информаци|слух|новост)\w*\b[^.;]*(?:не соответств\w+|фейк\w*|недостоверн\w+|неправд\w+|"
    r"не подтвер\w+|ложн\w+)|\bречь об?\s[^.;]{3,60}\sне ид[её]т",
    re.IGNORECASE,
)
"""A sentence that calls what it repeats untrue."""

UNKNOWN = re.compile(
    r"\b(?:whether|if)\b[^.;]{0,110}\b(?:not (?:yet )?(?:known|clear|certain)|unknown|unclear|uncertain|"
    r"remains to be seen|open question)\b|"
    r"\b(?:not (?:yet )?(?:known|clear|certain|say|said)|unknown|unclear|"
    r"uncertain)\b[^.;]{0,20}\b(?:whether|if)\b|"
    r"\b(?:yet to|did not|didn[’']t|refus\w+ to|declin\w+ to)\s(?:acknowledge|confirm|admit|"
    r"concede)(?:ed)?\b|"
    r"\bнеизвестно,? (?:ли|заблокир|арест)|\bне (?:подтвердил|признал)\w*",
    re.IGNORECASE,
)
"""A sentence that leaves open whether it is so."""
