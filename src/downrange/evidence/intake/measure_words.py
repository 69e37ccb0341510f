"""Words by which English and Russian name measures to compel payment: patterns, kinds, confidence.

Grouped by what is held: property, money on accounts, ships and aircraft, what may not be moved, launches. Who
or what may not leave a country is read in :mod:`downrange.evidence.intake.leaving`, what ends a measure in
:mod:`downrange.evidence.intake.ended`.
"""

from __future__ import annotations

__all__ = ["ASSET", "BAN", "CANNOT", "FAMILIES", "LAUNCH", "MEASURES", "VEHICLE"]

_MONEY = (
    r"(?:(?:US|C|A)?[$€£₹]\s?\d[\d.,]{0,24}\s?(?:bn|mn|m|b|k|million|billion|crore)?|"
    r"(?<![\d.,])\d[\d.,]{0,24}\s?(?:bn|mn|m|million|billion|crore)?\s?(?:tenge|roubles|rubles|euros|dollars))"
)
VEHICLE = (
    r"(?:(?:cargo |tall |training |sailing |drone )?ships?|frigate|vessels?|freighters?|boats?|tankers?|"
    r"yachts?|aircraft|jets?|planes?|airliners?|helicopters?|trains?|wagons|locomotives?|trucks?|lorries|"
    r"vehicles?|Antonovs?)"
)
ASSET = (
    rf"(?:property|properties|assets?|reserves|accounts?|balances?|funds?|money|cash|deposits|shares?|"
    rf"stakes?|stocks?|"
    rf"bonds|{VEHICLE}|equipment|hardware|machinery|cranes?|gear|cargo|inventory|stock|"
    r"satellites?|rockets?|boosters?|tanks|goods|belongings|possessions|flats?|apartments?|residence|"
    r"villa|houses?|paintings?|artworks?|pictures?|containers?|modules?|spacecraft|orbiters?|units|"
    r"mansion|building|buildings|premises|offices|warehouses?|hangars?|land|plots?|real estate|holdings?|"
    r"fees|sums?|monies|wealth|billions|millions|treasury|"
    r"revenues?|proceeds|payments|receivables|royalties|income|infrastructure|facilities|facility|"
    r"cosmodrome|spaceport|launch site|launch ?pads?|"
    r"(?:(?:entire|whole|space|leased|launch|Baikonur)\s)?(?:base|complex)|имуществ\w*|сч[её]т(?:а|у|ом|е|"
    r"ов|ам|ами|ах)?|"
    r"актив\w*|акци[ийях]\w*|средств\w*|оборудовани\w*|техник[аиуой]\w*|склад\w*|кран(?:ы|ов|а)?|"
    r"тепловоз\w*|судн\w+|суда\b|вагон\w*|самол[её]т\w*|ценност\w*|здани\w+)"
)
_SEIZE = (
    r"seiz(?:e|es|ed|ing)|impound(?:s|ed|ing)?|attach(?:es|ed|ing)?|arrest(?:s|ed|ing)?|confiscat(?:e|es|"
    r"ed|ing)|"
    r"sequest(?:er|rat)(?:ed|ing|es|e|s)?|levied (?:on|upon)|garnish(?:ed|ing|es)?|distrain(?:ed|"
    r"ts)? (?:on|upon)?|"
    r"(?:laid|lay|lays|laying) hands on|(?:took|take|takes|taking) custody of|(?:took|take|takes) control of|"
    r"commandeer(?:ed|s)|immobili[sz](?:ed|es|ing)|padlock(?:ed|s)|(?:put|placed?) (?:a )?seals? on|"
    r"expropriat(?:ed|es|ing)|(?:took|take|takes|taking) possession of|repossess(?:ed|es)|foreclosed on|"
    r"levied execution on|(?:held|hold|holds|holding) up|nationali[sz](?:ed|es|ing)|clamp(?:ed|s)"
)
_SEIZED = (
    r"commandeered|immobili[sz]ed|padlocked|put under seal|placed under seal|taken into custody|"
    r"seized|impounded|attached|confiscated|sequestered|sequestrated|garnished|repossessed|expropriated|"
    r"(?<!people )(?<!officials )arrested|(?:under|beneath) (?:arrest|attachment|seizure|lock and key)|"
    r"in the hands of (?:the )?(?:bailiffs?|sheriffs?)|placed in the custody of the bailiff"
)
_FREEZE = r"tie[sd] up|tying up|froze|freez(?:e|es|ing)|frozen|block(?:s|ed|ing)?|ring-fence[sd]?"
_FROZEN = r"frozen|blocked|held back|tied up|locked up|ring-fenced"
_GAP = r"(?:(?!(?:and|but|while|after|before|when|because|that)\s)[\w$€£%’'&.-]+[\s,]+){0,8}?"
_LONG_GAP = r"(?:(?!(?:and|but|while|after|before|when|because|if)\s)[\w$€£%’'&./()-]+[\s,]+){0,12}?"
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
BAN = (
    r"(?:ban|bans|banned|banning|barr(?:ed|ing)|bars|prohibit(?:s|ed|ing|ion)?|forbid(?:s|den|ding)?|forbade|"
    r"prevent(?:s|ed|ing)?|stop(?:s|ped|ping)|block(?:s|ed|ing)|kept?|keeps|restrain(?:s|ed|ing)|"
    r"enjoin(?:s|ed|ing)?|injunction against)"
)
CANNOT = (
    r"(?:cannot|can[’']?t|can not|may not|must not|could not|couldn[’']t|mustn[’']t|unable to|"
    r"(?:not|n[’']t|no longer)\s(?:be\s|been\s)?(?:allowed to|permitted to|free to|able to)|forbidden to)"
)
LAUNCH = (
    r"(?:launch(?:es|ing)?|missions|flights(?: of)?|flights? of|lift-offs?|liftoffs?|"
    r"landings?)"
)
"""What a ban on launches stops."""

_UNDER = r"(?:arrest|attachment|seizure|lock and key|lock|seal)"
_OWNED = r"(?:belonging to|owned by|registered to|of)"
_FEW = (
    r"(?:an?|the|its|his|her|their|several|some|two|three|four|five|six|ten|dozens of|\d+|[A-Z][\w-]*[’']s)"
)
_ANYTHING = (
    r"(?!(?:\w+\s)?(?:power|opportunit\w+|control|chance|moment|initiative|imagination|headlines?|territory|"
    r"drugs?|attention|day|crown|lead|throne|town|city|village|airport|island|weapons?|men|people|suspects?|"
    r"documents?|licen[cs]es?|passports?|meaning|importance|label|price|value)\b)"
)
_PROPERTY: tuple[tuple[str, str, float], ...] = (
    ("attachment", (r"\b(?:was|were|been|being|be) (?:seized|impounded|confiscated|sequestered|"
                   r"nationali[sz]ed)\b"),
        0.85),
    ("attachment", rf"\b(?:{_SEIZE})\s{_GAP}{ASSET}\b", 0.93),
    ("attachment", (rf"\b(?:impound|sequest(?:er|rat)|confiscat|garnish|"
                   rf"repossess)\w*\s(?i:{_FEW})\s{_ANYTHING}\w+"),
        0.88),
    ("attachment",
        (r"\b(?:seiz(?:ed|es|ing)|impound(?:s|ed|ing)|confiscat(?:ed|es|ing)|attach(?:ed|es)|"
         r"held up)\s(?:[\w’'-]+\s){0,8}?(?:belonging to|owned by)\b"), 0.9),
    ("attachment",
        (rf"\bseal(?:s|ed)?(?:\soff)?\s(?:[\w’'-]+\s){{0,4}}?(?:warehouses?|offices?|premises|hangars?|"
         rf"buildings?|"
         rf"property|vehicles|equipment|cranes)\b|"
         rf"\b(?:warehouses?|offices?|premises|hangars?|buildings?|property|vehicles|equipment|cranes)[\s,]"
         rf"{_LONG_GAP}(?:has been|have been|had been|was|were|is|are)\ssealed\b"), 0.88),
    ("attachment", (r"\bseals?\s(?:went up|(?:was|were|have been|had been)\s(?:put|placed|"
                   r"affixed))\son\b"), 0.85),
    ("attachment",
        (rf"\b(?:plac|put|hold|held)\w*\s{_GAP}{ASSET}\sunder\s{_UNDER}\b|"
         rf"\b(?:slapp|plac|put|impos|obtain|record|clamp|secur|grant|regist)\w*\s(?:an?|the)\s(?:[\w-]+\s)?"
         rf"(?:attachment|arrest|seizure order|attachment order|lien|charge|charging order)\s(?:on|over|"
         rf"upon)\s"
         rf"{_GAP}{ASSET}\b"), 0.9),
    ("attachment",
        (r"\b(?:froze|freezes|freezing|frozen)\s(?:an?|the|two|its|his|her|their|\d+)\s(?:[\w’'-]+\s){0,2}?"
         r"(?:flat|apartment|property|shares|stakes?|house|building)\b|"
         r"\b(?:flat|apartment|house|villa|building)s?\s(?:[\w’'-]+\s){0,8}?(?:is|was|were|been)\s"
         r"frozen\b"), 0.9),
    ("attachment", rf"\b{ASSET}[\s,]+{_LONG_GAP}(?:{_SEIZED})\b", 0.9),
    (
        "attachment",
        (r"\b(?:the|an?|this|that)\s(?:[\w-]+\s)?(?:attachment|arrest|seizure|impoundment|"
         r"garnishment)\s(?:was|were|"
         r"has been|had been|is)\s(?:\w+\s)?(?:ordered|imposed|granted|made|authori[sz]ed|issued|obtained|"
         r"registered|recorded|upheld|confirmed|affirmed)\b"),
        0.88,
    ),
    ("attachment", rf"\beverything\s(?:[\w’'-]+\s){{0,7}}?(?:{_SEIZED})\b", 0.85),
    ("attachment",
        (rf"\b(?:seizures?|impoundment|impounding|attachment|arrest|confiscation|garnishment|sequestration|"
         rf"mortgage|distraint|lien)\s(?:of|on|over|against)\s{_GAP}{ASSET}\b"), 0.93),
    ("attachment",
        (r"\b(?:garnishment|garnishee|attachment|seizure|sequestration|distraint|charging|forfeiture|"
         r"confiscation|impounding)\s(?:orders?|writs?|warrants?|notices?)\b|"
         r"\bwrits? of (?:attachment|seizure|fieri facias)\b"), 0.88),
    ("attachment",
        (r"\b(?:obtain|secur|win|won|grant|impos|issu|order)\w*\s(?:[\w-]+\s){0,2}?(?:an?|"
         r"the)\s(?:[\w-]+\s){0,2}?"
         r"(?:attachment|garnishment|sequestration)\b|\b(?:no|any)\s(?:lien|attachment|arrest|seizure|"
         r"charge)\s"
         r"(?:was|has been|had been|were)\b"), 0.85),
    ("attachment",
        (rf"\b(?:арест\w*|налож\w*\sарест)\s(?:на\s)?(?:\w+\s){{0,3}}?{ASSET}|\bарест\w*\s(?:с|"
         rf"со)\s(?:\w+\s){{0,2}}?{ASSET}|\bарест\w*\s(?:самого\s|всего\s)?(?:космодром|комплекс)\w*|"
         rf"\b{ASSET}\s(?:[\w«»-]+\s){{0,6}}?(?:арест\w*|конфискова\w+|изъят\w*|опечата\w+)|"
         rf"\b(?:конфиск\w+|изъя\w+|опечат\w+)\s(?:\w+\s){{0,3}}?{ASSET}"), 0.92),
    ("attachment",
        (rf"\b{ASSET}\s(?:[\w«»-]+\s){{0,6}}?под арест\w+|\bпод арест\w+\s(?:\w+\s){{0,4}}?{ASSET}"), 0.9),
)  # fmt: skip
_ACCOUNTS: tuple[tuple[str, str, float], ...] = (
    ("account-freeze",
        (rf"\b(?:{_FREEZE})\s(?:{_GAP}(?:accounts?|funds?|money|cash|assets?|deposits|balances|reserves|"
         rf"payments)\b|(?:\w+\s){{0,3}}?{_MONEY})|"
         rf"(?<!\w)(?:accounts?|funds?|money|cash|assets?|deposits|reserves|balances|fees|payments|sums?|"
         rf"{_MONEY})[\s,]+{_LONG_GAP}(?<!to be )(?<!not )(?:{_FROZEN})\b|"
         r"\b(?:asset|account)\sfreezes?\b|\bfreez(?:e|ing)\s(?:of|on|order)\b|"
         r"\bзамор\w+\s(?:\w+\s){0,3}?(?:счет|актив|средств)\w*|\b(?:счет|счёт|актив|"
         r"средств)\w*\s(?:\w+\s){0,5}?(?:замор\w+|(?:за)?блокир\w+)|"
         r"\b(?:за)?блокир\w+\s(?:\w+\s){0,3}?(?:счет|актив|средств)\w*"), 0.9),
    ("account-freeze",
        (rf"\b(?:put|puts|placed?|places|slapped)\s(?:a|an|the)\s(?:temporary\s)?(?:hold|block|freeze|stop)\s"
         rf"(?:on|over)\s{_GAP}(?:{ASSET}|{_MONEY})|\block(?:s|ed|ing)\s(?:up|away|down)\s{_GAP}(?:{ASSET}|"
         rf"{_MONEY})|\bfreezing (?:orders?|injunctions?)\b|\b(?:an?|the)\s(?:\w+\s)?freeze\s(?:at|of|by|"
         rf"over)\s|\bMareva\b"), 0.88),
    ("account-freeze", (r"\b(?:un-?fr(?:oze|eez\w+|ozen)|unblock(?:ed|s|ing)?|разблокир\w+|"
                       r"размороз\w+)\b"), 0.9),
)  # fmt: skip
_SHIPS: tuple[tuple[str, str, float], ...] = (
    ("arrest",
        (rf"\b{VEHICLE}(?:,)?\s(?:which|that)\s(?:[\w-]+\s){{1,3}}?(?:had\s|have\s|has\s)?(?:detained|"
         rf"impounded|"
         rf"arrested|held)\b"), 0.85),
    ("arrest",
        (rf"\b(?:detain(?:s|ed|ing)?|held|holds|arrested|impounded|detention of|arrest of|"
         rf"had arrested,)\s(?:[\w’'-]+\s){{0,5}}?{VEHICLE}\b|"
         rf"\b(?:{VEHICLE}|satellites?)[\s,]+(?:[\w’'-]+[\s,]+){{0,6}}?(?:was|were|been|is|are)\s"
         r"(?:detained|impounded|grounded|held(?! by (?:the|its) owner|\s(?:up|for|at bay)))\b"), 0.85),
    ("arrest",
        (rf"\bchain(?:s|ed|ing)?\s(?:[\w’'-]+\s){{0,4}}?{VEHICLE}\s(?:[\w’'-]+\s){{0,3}}?to\b|"
         rf"\b{VEHICLE}\s(?:[\w’'-]+\s){{0,4}}?chained to (?:the|a)\s(?:quay|pier|dock|jetty|"
         rf"wharf)\b"), 0.85),
)  # fmt: skip
_MOVE = (
    r"(?:sell|move|remove|export|take|transfer|withdraw|ship|relocate|dismantle|pledge|dispose of|alienate)"
)
_MOVEMENT: tuple[tuple[str, str, float], ...] = (
    (
        "movement-ban",
        (r"\b(?:will not|won[’']t|would not|refus\w+ to|declin\w+ to)\s(?:return\s(?:them|it)\b|"
         r"(?:hand|give|send|let)\s(?:them|it|"
         r"the "
         r"[\w-]+)\s(?:back|over|go)\b)"),
        0.82,
    ),
    ("movement-ban", (r"\b(?:removal|export|sale|transfer|movement|"
                      r"disposal)\sof\s(?:[\w’'-]+\s){1,12}?(?:was|"
                     r"were|is|are|been|remains)\s(?:\w+\s)?(?:prohibited|banned|forbidden|blocked|"
                     r"barred)\b"), 0.9),
    ("movement-ban", rf"\b(?:may|can|could) be \w+(?:,| but) not (?:be )?{_TAKEN}\b", 0.88),
    ("movement-ban",
        (rf"\b(?:no|none of|not a single|nothing)\s?(?:[\w’'-]+\s){{0,5}}?(?:may|can|could|must|is to|"
         rf"is allowed to|are allowed to|will)\s(?:be\s(?:allowed to be\s)?{_TAKEN})\b"), 0.9),
    ("movement-ban",
        (r"\b(?:blocked|stopped|prevented|barred)\sfrom\s"
         r"(?:export|remov|mov|sell|tak|transferr|fly|sail|shipp)ing\b|"
         r"\b(?:nobody|no one|none)\smay\s(?:take|remove|move|sell|export)\b|\bnot to (?:sell|remove|"
         r"move)\b"),
        0.88),
    ("movement-ban",
        (rf"\b{BAN}\s(?:[\w’'-]+\s){{0,6}}?(?:(?:on|from|to|of|the|its|their|any)\s)*(?:\w+ing\s(?:or|"
         rf"and)\s)?"
         rf"{_TAKE}\b(?!\s(?:part|place|off|legal|action|steps?))"), 0.9),
    ("movement-ban",  # who is barred may be told more closely between commas
        (rf"\b{BAN}\s(?:[\w’'-]+\s){{0,5}}?[\w’'-]+,\s(?:[\w’'-]+\s){{1,12}}?[\w’'-]+,\s(?:from|to)\s"
         rf"(?:\w+ing\s(?:or|and)\s)?{_TAKE}\b(?!\s(?:part|place|off|legal|action|steps?))"), 0.88),
    ("movement-ban",
        (rf"\b(?:{CANNOT}|may neither|can neither|must neither)\s(?:{_MOVE}(?:,\s|\s)){{0,3}}(?:(?:or|nor|"
         rf"and)\s)?"
         rf"{_MOVE}\s(?:(?:or|and)\s\w+\s)?"
         r"(?:any|its|the|anything|their|assets|equipment|property|it out)\b"
         r"(?!\s(?:\w+\s){0,2}(?:herds?|cattle|sheep|animals|children|houses?|time|view|decisions?|"
         r"chances?|risks?|blame|credit|obligations?|responsibility)\b)"), 0.9),
    ("movement-ban",
        (rf"\b{CANNOT}\sbe\s(?:\w+\s(?:or|and|,)\s)?(?:{_TAKEN}|returned to)\b(?!\s(?:for granted|seriously|"
         rf"as|into))"), 0.92),
    ("movement-ban", (r"\b(?:orders?|ordered|demands?|rules?|ruled|provides?)\sthat\s"
                     r"(?:neither|no|none|nothing)\s(?:[\w’'-]+\s){1,8}?"
                     r"(?:leave|be (?:moved|removed|sold|exported|taken))\b"), 0.85),
    ("movement-ban",
        (rf"\b(?:refus(?:es|ed|ing)|declin(?:es|ed|ing)|fail(?:s|ed|ing))\sto\s(?:let|release|return|give up|"
         rf"hand (?:over|back)|surrender|send back)\s(?:[\w’'-]+\s){{0,5}}?{ASSET}\b"), 0.8),
    ("movement-ban",
        (r"\b(?:property|assets?|equipment|goods|hardware|machinery|everything|nothing)\s(?:[\w’'-]+\s){0,3}?"
         r"(?:must|has to|have to)\s(?:stay|remain)\b"), 0.85),
    ("movement-ban",
        (rf"\b(?:lost|stripped of|deprived of|denied|without)\s(?:the|its|their|any)\s(?:right|power|"
         rf"freedom)\sto\s"
         rf"{_MOVE}\b"), 0.85),
    ("movement-ban",
        (r"\b(?:запрет\w*|запрещ\w+)\s(?:[\w-]+\s){0,4}?(?:на\s)?(?:вывоз\w*|вывез\w+|продаж\w+|продава\w+|"
         r"отчужден\w+|отчужда\w+)|"
         r"\b(?:вывоз\w*|отчуждени\w+)\s(?:\w+\s){0,3}?запрещ\w+|\bнельзя\s(?:\w+\s)?выв[оe]з\w+|"
            r"\b(?:вывозить|вывезти|продавать|продать)\s(?:[\w«»-]+\s){1,8}?(?:нельзя|запрещ\w+)|"
         r"\bне\s(?:может|могут|вправе|сможет|имеет\sправа)\s(?:\w+\s)?(?:вывоз\w+|вывезти|продать|"
         r"продавать)|"
         r"\b(?:вывезти|вывозить|продать)\s(?:[\w«»-]+\s){1,6}?не\s(?:может|могут|вправе|сможет)"), 0.92),
)  # fmt: skip
_ROCKET = r"(?:rockets?|launcher|fleet|vehicle|Starship|Falcon 9|Proton|Soyuz|Dnepr|Antares|Electron)"
_STOPPED = r"(?:suspended|halted|stopped|banned|prohibited|forbidden|grounded|paused|frozen)"
_LAUNCHES: tuple[tuple[str, str, float], ...] = (
    (
        "launch-ban",
        (r"\b(?:told|ordered|instructed|directed)\s(?:[\w’'-]+\s){1,4}?not\sto\s(?:fly|launch)\b|"
         rf"\b(?:puts?|placed?|placing|putting)\s(?:[\w’'.-]+\s){{0,5}}?{LAUNCH}\s"
         r"(?:[\w’'.-]+\s){0,5}?on\s(?:hold|ice)\b"),
        0.85,
    ),
    (
        "launch-ban",
        (r"\b(?:no|not one|not a single|none of)\s(?:[\w’'-]+\s){0,4}?(?:rockets?|Protons?|launchers?|"
         r"boosters?)\s"
         r"(?:will|may|can|shall|is to|are to)\s(?:fly|launch|lift off|leave the ground|take off)\b"),
        0.82,
    ),
    ("launch-ban",
        (rf"\b(?:ban(?:s|ned|ning)?(?: on| of)?|suspen(?:d(?:s|ed|ing)?|sion of)|halt(?:ed|s|ing)?(?: to)?|"
         rf"stop(?:ped|s)?|paus(?:ed|es|ing)|prohibit(?:s|ed|ing)?|forb(?:ade|ids|idden)|moratorium on)\s"
         rf"(?:[\w’'.-]+\s){{0,4}}?{LAUNCH}\b(?!\s(?:pads?|sites?|director|control))|"
         rf"\b{LAUNCH}\s(?:[\w’'.-]+\s){{0,4}}?(?:were|are|been|be|is|was|remain|remains|stay|"
         rf"stays)\s(?:\w+\s)?"
         rf"(?:{_STOPPED}|(?:put\s|placed\s)?on hold)\b|"
         rf"\bground(?:ed|s|ing)\s(?:[\w’'-]+\s){{0,3}}?{_ROCKET}\b|"
         rf"\b{_ROCKET}\s(?:[\w’'-]+\s){{0,3}}?(?:is|are|was|were|been|be|stays?|remains?|stay)\s"
         r"(?:temporarily\s)?grounded\b"), 0.85),
    ("launch-ban",
        (r"\b(?:suspend|revok|withdr[ae]w|pull|froze|freez)\w*\s(?:[\w’'-]+\s){0,4}?(?:launch|flight|"
         r"operating|"
         r"operator[’']s)\s(?:licen[cs]es?|permits?|authori[sz]ations?|approvals?)\b|"
         r"\b(?:launch|flight|operating|operator[’']s)?\s?(?:licen[cs]e|permit|"
         r"authori[sz]ation)\s(?:[\w’'-]+\s)"
         r"{0,3}?(?:was|were|been|is|stands|remains)\s(?:\w+\s)?(?:suspended|revoked|withdrawn|"
         r"frozen)\b"), 0.82),
    ("launch-ban",
        (r"\b(?:запре\w+|приостан\w+|мораторий на|останов\w+)\s(?:\w+\s){0,3}?(?:пуск|запуск)\w*|"
         r"\b(?:пуск|запуск)и?\s(?:[\w«»-]+\s){0,4}?(?:запрещ\w+|приостан\w+|остановл\w+|прекращ\w+)|"
         r"\bлиценз\w+\s(?:[\w«»-]+\s){0,3}?(?:отозва\w+|приостан\w+)|\b(?:отозва\w+|"
         r"приостан\w+)\s(?:\w+\s){0,2}?"
         r"лиценз\w+"), 0.85),
)  # fmt: skip

MEASURES = (*_PROPERTY, *_ACCOUNTS, *_SHIPS, *_MOVEMENT, *_LAUNCHES)
"""Kind, pattern, confidence; the order does not matter."""

FAMILIES = {"arrest": "attachment", "account-freeze": "attachment"}
"""Kinds that exclude each other over the same words."""
