"""Words by which English and Russian name measures to compel payment: patterns, kinds, confidence."""

from __future__ import annotations

import re

__all__ = ["ASSET", "FAMILIES", "MEASURES", "NO_MEASURE", "RELEASE"]

_MONEY = (
    r"(?:(?:US|C|A)?[$€£₹]\s?\d[\d.,]*\s?(?:bn|mn|m|b|k|million|billion|crore)?|\d[\d.,]*\s?(?:bn|mn|"
    r"m|million|billion|crore)?\s?(?:tenge|roubles|rubles|euros|dollars))"
)
_VEHICLE = (
    r"(?:ships?|drone ships?|frigate|vessels?|boats?|tankers?|yachts?|aircraft|jets?|planes?|"
    r"airliners?|helicopters?|trains?|wagons|trucks?|lorries|vehicles?)"
)
ASSET = (
    rf"(?:property|properties|assets?|reserves|accounts?|balances?|funds?|money|cash|deposits|shares?|"
    rf"stakes?|stocks?|"
    rf"bonds|{_VEHICLE}|equipment|hardware|machinery|cranes?|gear|cargo|inventory|stock|"
    r"satellites?|rockets?|boosters?|tanks|goods|belongings|possessions|flats?|apartments?|residence|"
    r"villa|houses?|"
    r"mansion|building|buildings|premises|offices|warehouses?|hangars?|land|plots?|real estate|holdings?|"
    r"fees|sums?|monies|wealth|billions|millions|treasury|"
    r"revenues?|proceeds|payments|receivables|royalties|income|infrastructure|facilities|facility|"
    r"cosmodrome|spaceport|launch site|launch ?pads?|"
    r"(?:(?:entire|whole|space|leased|launch|Baikonur)\s)?(?:base|complex)|имуществ\w*|счет\w*|счёт\w*|"
    r"актив\w*|акци[ийях]\w*|средств\w*)"
)
_SEIZE = (
    r"seiz(?:e|es|ed|ing)|impound(?:s|ed|ing)?|attach(?:es|ed|ing)?|arrest(?:s|ed|ing)?|confiscat(?:e|es|"
    r"ed|ing)|"
    r"sequest(?:er|rat)(?:ed|ing|es|e|s)?|levied (?:on|upon)|garnish(?:ed|ing|es)?|distrain(?:ed|"
    r"ts)? (?:on|upon)?|"
    r"(?:laid|lay|lays|laying) hands on|(?:took|take|takes|taking) custody of|(?:took|take|takes) control of|"
    r"commandeer(?:ed|s)|immobili[sz](?:ed|es|ing)|padlock(?:ed|s)|(?:put|placed?) (?:a )?seals? on|"
    r"expropriat(?:ed|es|ing)|took possession of|take possession of|repossess(?:ed|es)|foreclosed on"
)
_SEIZED = (
    r"commandeered|immobili[sz]ed|padlocked|put under seal|placed under seal|taken into custody|"
    r"seized|impounded|attached|confiscated|sequestered|sequestrated|garnished|repossessed|expropriated|"
    r"(?<!people )(?<!officials )arrested|under (?:arrest|attachment|seizure)"
)
_FREEZE = r"tie[sd] up|tying up|froze|freez(?:e|es|ing)|frozen|block(?:s|ed|ing)?|ring-fence[sd]?"
_FROZEN = r"frozen|blocked|held back|tied up|locked up|ring-fenced"
_GAP = r"(?:(?!(?:and|but|while|after|before|when|because|that)\s)[\w$€£%’'&.-]+[\s,]+){0,8}?"
_LONG_GAP = r"(?:(?!(?:and|but|while|after|before|when|because|if)\s)[\w$€£%’'&./()-]+[\s,]+){0,12}?"
_LEAVE = r"(?:leaving|travelling|traveling|exiting|departing|going abroad|crossing the border|quitting)"
_TAKE = (
    r"(?:remov(?:al|ing|e)|mov(?:ing|e|ement)|export(?:ing|s|ation)?|tak(?:ing|e)|transfer(?:ring)?|"
    r"sell(?:ing)?|"
    r"sale|dispos(?:al|ing|e)|alienat(?:ing|ion|e)|withdraw(?:ing|al)?|shipping|dismantling|relocating|"
    r"shift(?:ing)?)"
)
_TAKEN = (
    r"(?:moved|removed|taken|sold|exported|transferred|shipped|withdrawn|disposed of|alienated|dismantled|"
    r"carted off|"
    r"relocated|flown out|driven off|hauled away)"
)
_BAN = (
    r"(?:ban|bans|banned|banning|barr(?:ed|ing)|bars|prohibit(?:s|ed|ing|ion)?|forbid(?:s|den|ding)?|forbade|"
    r"prevent(?:s|ed|ing)?|stop(?:s|ped|ping)|block(?:s|ed|ing)|kept?|keeps|restrain(?:s|ed|ing)|"
    r"enjoin(?:s|ed|ing)?|injunction against)"
)
_CANNOT = (
    r"(?:cannot|can[’']?t|can not|may not|must not|could not|couldn[’']t|mustn[’']t|unable to|"
    r"(?:not|n[’']t|no longer)\s(?:be\s|been\s)?(?:allowed to|permitted to|free to|able to)|forbidden to)"
)
_LAUNCH = r"(?:launch(?:es|ing)?|flights? of|lift-offs?|liftoffs?|landings?)"

MEASURES: tuple[tuple[str, str, float], ...] = (
    ("exit-ban",
        (r"\b(?:exit ban|travel ban|travel restrictions?|ban(?:s|ned)?\s(?:on|from)\s(?:\w+\s){0,4}?leaving|"
         r"(?:запрет\w*|запрещ\w+|ограничен\w*)\s(?:\w+\s){0,2}?(?:на\s)?(?:выезд\w*|выезжать|покидать)|"
         r"(?:выезд|покинуть стран\w+)\s(?:\w+\s){0,3}?(?:запрещ\w+|ограничен\w*))\b"), 0.95),
    ("movement-ban", (r"\b(?:removal|export|sale|transfer|movement|"
                     r"disposal)\sof\s(?:[\w’'-]+\s){1,8}?(?:was|were|is|"
                     r"been)\s(?:\w+\s)?(?:prohibited|banned|forbidden|blocked)\b"), 0.9),
    ("attachment", r"\b(?:was|were|been|being|be) (?:seized|impounded|confiscated|sequestered)\b", 0.85),
    ("exit-ban", (r"\b(?:закры\w+|огранич\w+|запре\w+)\s(?:\w+\s){0,2}?выезд\w*|"
                 r"\bвыезд\w*\s(?:\w+\s){0,3}?закрыт\w*"), 0.9),
    ("movement-ban", rf"\b(?:may|can|could) be \w+(?:,| but) not (?:be )?{_TAKEN}\b", 0.88),
    ("exit-ban", rf"\b{_BAN}\s(?:[\w’'-]+\s){{0,6}}?(?:from\s)?{_LEAVE}\b", 0.93),
    ("exit-ban", (rf"\b{_CANNOT}\s(?:\w+\sor\s)?(?:leave|exit|depart|quit|travel abroad|go abroad|fly out|"
                 rf"cross the (?:state )?border|"
                 rf"go home)\b"
        r"(?!\s(?:it|that|them)\b)"), 0.85),
    ("movement-ban", (r"\b(?:assets?|property|equipment|goods|cargo|machinery|rockets?|vehicles?|"
                     r"satellites?)\s"
                     rf"(?:[\w’'-]+\s){{0,3}}?{_CANNOT}\sleave\b"), 0.9),
    ("exit-ban", r"\b(?:forb(?:ids|ade|idden)|order(?:s|ed))\s(?:[\w’'-]+\s){1,6}?(?:not\s)?to leave\b", 0.8),
    ("exit-ban", r"\b(?:denied|refused) (?:permission to leave|exit)\b|\bnot (?:allowed|let) out of\b", 0.88),
    ("exit-ban",
        (r"\b(?:head|chief|director|boss|chief executive|executives?|manager)\s(?:[\w’'-]+\s){0,5}?"
         r"(?:must|has to|is to|was told to)\s(?:stay|remain)\sin\b"), 0.85),
    ("movement-ban",
        (rf"\b(?:no|none of|not a single|nothing)\s?(?:[\w’'-]+\s){{0,5}}?(?:may|can|could|must|is to|"
         rf"is allowed to|"
         rf"are allowed to|will)\s(?:be\s(?:allowed to be\s)?{_TAKEN}|leave)\b"), 0.9),
    ("movement-ban",
        (r"\b(?:blocked|stopped|prevented|barred)\sfrom\s"
         r"(?:export|remov|mov|sell|tak|transferr|fly|sail|shipp)ing\b|"
         r"\b(?:nobody|no one|none)\smay\s(?:take|remove|move|sell|export)\b|\bnot to (?:leave|sell|"
         r"remove|move)\b"),
        0.88),
    ("movement-ban",
        (rf"\b{_BAN}\s(?:[\w’'-]+\s){{0,6}}?(?:(?:on|from|to|of|the)\s)*(?:\w+ing\s(?:or|and)\s)?{_TAKE}\b"
        r"(?!\s(?:part|place|off|legal|action|steps?))"), 0.9),
    ("movement-ban",
        (rf"\b{_CANNOT}\s(?:\w+\s(?:or|and)\s)?(?:sell|move|remove|export|take|transfer|withdraw|ship|"
         rf"relocate|"
         r"dismantle|dispose of)\s(?:(?:or|and)\s\w+\s)?(?:any|its|the|anything|their|assets|equipment|"
         r"property|it out)\b"
         r"(?!\s(?:\w+\s){0,2}(?:herds?|cattle|sheep|animals|children|houses?|time|view|decisions?|"
         r"chances?|risks?|"
         r"blame|credit|obligations?|responsibility)\b)"), 0.9),
    ("movement-ban", (rf"\b{_CANNOT}\sbe\s(?:\w+\s(?:or|and|,)\s)?{_TAKEN}\b(?!\s(?:for granted|seriously|"
                     rf"as|into))"), 0.92),
    ("movement-ban", (r"\b(?:orders?|ordered|demands?|rules?|ruled|provides?)\sthat\s"
                     r"(?:neither|no|none|nothing)\s(?:[\w’'-]+\s){1,8}?"
                     r"(?:leave|be (?:moved|removed|sold|exported|taken))\b"), 0.85),
    ("exit-ban", (r"\b(?:head|chief|director|boss|manager|executive)s?\s(?:must\s|has to\s|should\s|is to\s)?"
                 r"(?:stay|remain|stays)\s(?:put|in the country)\b"), 0.82),
    ("attachment", r"\bseals?\s(?:went up|(?:was|were) (?:put|placed|affixed))\son\b", 0.85),
    ("exit-ban", (r"\b(?:stopped|turned back|turned away|held|halted) at (?:the |passport )?"
                 r"(?:border|airport|passport control)\b|\bpassports?\s(?:was|were|has been|have been)\s"
                 r"(?:seized|taken|confiscated|withheld)\b"), 0.8),
    ("exit-ban", (r"\b(?:не (?:может|могут|вправе|смогут|выпускают)|нельзя)\s(?:\w+\s){0,2}?"
                 r"(?:покинуть|покидать|выехать|выезжать|из страны)|"
                 r"\b(?:покинуть|выехать из)\s(?:[\w-]+\s){1,3}?(?:\w+-\w+\s)?"
                 r"не (?:может|могут|вправе|смож\w+)"), 0.88),
    ("movement-ban",
        (rf"\b(?:refus(?:es|ed|ing)|declin(?:es|ed|ing)|fail(?:s|ed|ing))\sto\s(?:let|release|return|give up|"
         rf"hand (?:over|back)|surrender|send back)\s(?:[\w’'-]+\s){{0,5}}?{ASSET}\b"), 0.8),
    ("movement-ban",
        (r"\b(?:property|assets?|equipment|goods|hardware|machinery|everything|nothing)\s(?:[\w’'-]+\s){0,3}?"
         r"(?:must|has to|have to)\s(?:stay|remain)\b"), 0.85),
    ("movement-ban",
        (r"\b(?:запрет\w*|запрещ\w+)\s(?:\w+\s){0,2}?(?:на\s)?(?:вывоз\w*|вывез\w+|продаж\w+|отчужден\w+)|"
         r"\b(?:вывоз\w*|отчуждени\w+)\s(?:\w+\s){0,3}?запрещ\w+|\bнельзя\s(?:\w+\s)?вывоз\w+"), 0.92),
    ("account-freeze",
        (rf"\b(?:{_FREEZE})\s(?:{_GAP}(?:accounts?|funds?|money|cash|assets?|deposits|balances|reserves|"
         rf"payments)\b|"
         rf"(?:\w+\s){{0,3}}?{_MONEY})|"
         rf"(?<!\w)(?:accounts?|funds?|money|cash|assets?|deposits|reserves|balances|fees|payments|sums?|"
         rf"{_MONEY})[\s,]+{_LONG_GAP}"
         rf"(?<!to be )(?<!not )(?:{_FROZEN})\b|"
         r"\b(?:asset|account)\sfreezes?\b|\bfreez(?:e|ing)\s(?:of|on|order)\b|"
         r"\bзамор\w+\s(?:\w+\s){0,3}?(?:счет|актив|средств)\w*|\b(?:счет|счёт|актив|"
         r"средств)\w*\s(?:\w+\s){0,5}?(?:замор\w+|(?:за)?блокир\w+)|"
         r"\b(?:за)?блокир\w+\s(?:\w+\s){0,3}?(?:счет|актив|средств)\w*"), 0.9),
    ("account-freeze",
        (rf"\b(?:put|puts|placed?|places|slapped)\s(?:a|an|the)\s(?:temporary\s)?(?:hold|block|freeze|stop)\s(?:on|over)\s"
         rf"{_GAP}(?:{ASSET}|{_MONEY})|\block(?:s|ed|ing)\s(?:up|away|down)\s{_GAP}(?:{ASSET}|{_MONEY})|"
         rf"\bfreezing (?:orders?|injunctions?)\b|\bMareva\b"), 0.88),
    ("attachment",
        (r"\b(?:garnishment|garnishee|attachment|seizure|sequestration|distraint|charging|forfeiture|"
         r"confiscation|impounding)\s(?:orders?|writs?|warrants?|notices?)\b|"
         r"\bwrits? of (?:attachment|seizure|fieri facias)\b"),
        0.88),
    ("attachment",
        (r"\b(?:obtain|secur|win|won|grant|impos|issu|order)\w*\s(?:an?|the)\s(?:[\w-]+\s){0,2}?"
         r"(?:attachment|garnishment|sequestration)\b|\b(?:no|any)\s(?:lien|attachment|arrest|seizure|charge)\s"
         r"(?:was|has been|had been|were)\b"), 0.85),
    ("account-freeze", (r"\b(?:un-?fr(?:oze|eez\w+|ozen)|unblock(?:ed|s|ing)?|разблокир\w+|"
                       r"размороз\w+)\b"), 0.9),
    ("attachment", rf"\b(?:{_SEIZE})\s{_GAP}{ASSET}\b", 0.93),
    ("attachment",
        (r"\b(?:seiz(?:ed|es|ing)|impound(?:s|ed|ing)|confiscat(?:ed|es|ing)|attach(?:ed|"
         r"es))\s(?:[\w’'-]+\s){0,8}?"
         r"(?:belonging to|owned by)\b"), 0.9),
    ("attachment",
        (rf"\b(?:plac|put|hold|held)\w*\s{_GAP}{ASSET}\sunder\s(?:arrest|attachment|seizure|lock)\b|"
        rf"\b(?:slapp|plac|put|impos|obtain|record)\w*\s(?:an?|the)\s(?:attachment|arrest|seizure order|"
        rf"lien|charge|"
        rf"charging order)\s(?:on|over|upon)\s{_GAP}{ASSET}\b"), 0.9),
    ("attachment",
        (r"\b(?:froze|freezes|freezing|frozen)\s(?:an?|the|two|\d+)\s(?:[\w’'-]+\s){0,2}?(?:flat|apartment|"
        r"property|shares|house|building)\b"), 0.9),
    ("attachment", rf"\b{ASSET}[\s,]+{_LONG_GAP}(?:{_SEIZED})\b", 0.9),
    ("attachment",
        (rf"\b(?:seizures?|impoundment|impounding|attachment|arrest|confiscation|garnishment|sequestration|"
        rf"mortgage|distraint|lien)\s(?:of|on|over|against)\s{_GAP}{ASSET}\b"), 0.93),
    ("attachment",
        (rf"\b(?:арест\w*|налож\w*\sарест)\s(?:на\s)?(?:\w+\s){{0,3}}?{ASSET}|\bарест\w*\s(?:с|"
         rf"со)\s(?:\w+\s){{0,2}}?{ASSET}|"
         rf"\b{ASSET}\s(?:[\w«»-]+\s){{0,6}}?(?:арест\w*|конфискова\w+|изъят\w*)|\b(?:конфиск\w+|"
         rf"изъя\w+)\s(?:\w+\s){{0,3}}?{ASSET}"),
        0.92),
    ("attachment",
        (rf"\b{ASSET}\s(?:[\w«»-]+\s){{0,6}}?под арест\w+|\bпод арест\w+\s(?:\w+\s){{0,4}}?{ASSET}"), 0.9),
    ("arrest",
        (rf"\b{_VEHICLE}(?:,)?\s(?:which|that)\s(?:[\w-]+\s){{1,3}}?(?:had\s|have\s|has\s)?(?:detained|impounded|"
         rf"arrested|held)\b"), 0.85),
    ("arrest",
        (rf"\b(?:detain(?:s|ed|ing)?|held|holds|arrested|impounded|detention of|"
         rf"arrest of)\s(?:[\w’'-]+\s){{0,5}}?(?:sailing\s)?"
         rf"{_VEHICLE}\b|\b(?:{_VEHICLE}|satellites?)[\s,]+(?:[\w’'-]+[\s,]+){{0,6}}?(?:was|were|been|is|"
         rf"are)\s"
         r"(?:detained|impounded|grounded|held(?! by (?:the|its) owner|\s(?:up|for|at bay)))\b"), 0.85),
    ("launch-ban",
        (rf"\b(?:ban(?:s|ned|ning)?(?: on| of)?|suspen(?:d(?:s|ed|ing)?|sion of)|halt(?:ed|s|"
         rf"ing)?(?: to)?|stop(?:ped|s)?|"
         rf"prohibit(?:s|ed|ing)?|forb(?:ade|ids|idden)|moratorium on)\s(?:[\w’'.-]+\s){{0,4}}?{_LAUNCH}\b|"
         rf"\b{_LAUNCH}\s(?:[\w’'.-]+\s){{0,4}}?(?:were|are|been|be|is|was|remain|remains|stay|stays)\s(?:\w+\s)?"
         r"(?:suspended|halted|stopped|banned|prohibited|forbidden|grounded)\b|"
         r"\bground(?:ed|s|ing)\s(?:[\w’'-]+\s){0,3}?(?:rocket|rockets|launcher|fleet|Starship|Falcon 9|"
         r"Proton|Soyuz|Dnepr)\b|"
         r"\b(?:запре\w+|приостан\w+)\s(?:\w+\s){0,3}?(?:пуск|запуск)\w*|\b(?:пуск|"
         r"запуск)и?\s(?:[\w«»-]+\s){0,4}?(?:запрещ\w+|приостан\w+|остановл\w+|прекращ\w+)"),
        0.85),
)  # fmt: skip
"""Kind, pattern, confidence; the order does not matter."""

FAMILIES = {"arrest": "attachment", "account-freeze": "attachment"}
"""Kinds that exclude each other over the same words."""

RELEASE = re.compile(
    rf"\b(?:lift(?:s|ed|ing)?|releas(?:e|es|ed|ing)|freed|free|quash(?:ed|es)|revok(?:ed|es|ing)|"
    rf"annul(?:led|s)|threw out|thrown out|str(?:uck|ikes?) down|discharg(?:ed|es)|vacat(?:ed|es)|"
    rf"void(?:ed|s)|"
    rf"nullif(?:ied|ies)|revers(?:ed|es)|"
    rf"cancel(?:led|ed|s)?|overturn(?:ed|s)|set aside|withdr[ea]w|снял\w*|снят\w*|снима\w+|отмен\w+|"
    rf"освобо\w+)\s"
    rf"(?:(?!(?:statement|report|figures|data|documents?|letter|video|results|detained|and|"
    rf"but)\b)[\w’'«»-]+\s){{0,7}}?"
    rf"(?:арест\w*|запрет\w*|arrest|attachment|ban|freeze|seizure|injunction|measures|lien|moratorium|"
    rf"suspension|{ASSET})\b|"
    rf"\b(?:arrest|attachment|ban|freeze|seizure|measures?|lien|moratorium|"
    rf"suspension)\s(?:[\w’'-]+\s){{0,5}}?(?:was|"
    rf"were|been|be|is)\s(?:\w+\s)?"
    rf"(?:lifted|removed|quashed|cancelled|canceled|overturned|released|revoked|annulled|set aside)\b|"
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
    r"money (?:was|is) tied up in)",
    re.IGNORECASE,
)
"""Words that look like a measure and are none."""
