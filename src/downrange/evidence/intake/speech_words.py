"""Word lists of reported speech: verbs beyond the common ones, what leads a speaker in, who can speak."""

from __future__ import annotations

import re

__all__ = [
    "BODIES", "BOUNDARY", "CAPITALS", "DETERMINERS", "HUMANS", "LEADS_IN", "MORE_VERBS", "NOBODY",
    "PREPOSITIONS", "SOMEBODY", "WORKS",
]  # fmt: skip

_PLAIN = (
    "complain grumble fume concede lament moan sigh shrug brag jest muse opine remonstrate retort rejoin "
    "criticise criticize condemn denounce defend blast slam hail praise applaud deplore decry "
    "lambast demur protest object believe think conclude caution urge advise propose recommend plead appeal "
    "signal favour favor prefer back contest oppose promise fret "
    "brand label voice express echo agree disagree doubt question query wonder speculate guess "
    "calculate figure ponder quote cite mention outline specify clarify elaborate detail summarise summarize "
    "notify apologise apologize vent thunder bristle snap bark scoff sneer chide rebuke "
    "scold insinuate imply profess proclaim pronounce swear affirm aver avow consider accuse fault "
    "blame welcome "
    "expect regard deem conclude assess reiterate envisage fear worry stipulate"
)


def _forms(verb: str) -> str:
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}(?:ies|ied)"
    if verb.endswith("e"):
        return f"{verb}[sd]"
    if re.search(r"[^aeiou][aeiou][bdglmnprt]$", verb):
        return f"{verb}(?:s|ed|{verb[-1]}ed)"
    return f"{verb}(?:es|s|ed)"


_ALSO_NOUNS = frozenset(
    ["snap", "brand", "label", "voice", "echo", "blast", "slam", "figure", "prefer", "question"]
)
_BARE = "|".join(verb for verb in dict.fromkeys(_PLAIN.split(" ")) if verb not in _ALSO_NOUNS)
"""Verbs as they stand after a plural; those that are nouns as often are left out."""

MORE_VERBS = "|".join(
    [
        rf"(?:(?<=[a-z]s\s)|(?<=people\s)|(?<=police\s))(?:{_BARE})",
        r"demand(?:s|ed)(?= (?:guarantees|assurances|answers|an? (?:explanation|apology|answer)|to know)\b)",
        r"(?:ruled|demand(?:s|ed)|affirm(?:s|ed))(?=[.,;]|\sthat\b)",
        r"say(?!-)|tell|report(?=[.,;]|\s(?:that|on)\b)",
        *(_forms(verb) for verb in dict.fromkeys(_PLAIN.split(" "))),
        r"thinks|thought (?:that|it)|believes|swore|shows?(?= that\b)|shows?(?=[.])",
        r"speaks? of|spoke of|talks? of|talked of",
        r"calls? (?:it|this|that|the|for)|called (?:it|this|that|the)",
        r"holds? that|held(?= that\b|[;.])|(?:found|finds|learn(?:ed|t|s))(?= (?:\w+ly )?that\b)",
        (
            r"takes? (?:the|a|an) (?:\w+ )?(?:view|line|position)|took (?:the|a|an) (?:\w+ )?(?:view|line|"
            r"position)"
        ),
        (
            r"suggests?|suggested|show(?=[.,;])|showed(?= that\b)|shows(?= (?:that|a|an|the)\b)|"
            r"show(?= (?:that|a|the)\b)"
        ),
        r"puts? it|puts? the \w+ at|puts? (?:it|that) (?:down|at)|reads?(?=[:,.]| the\b)",
        r"(?:set|sets)(?= the \w+(?: \w+){0,2} at\b)",
        r"begs? to differ|begged to differ|lets? it be known|let it be known|gave to understand",
        r"(?:made|makes) (?:no secret|plain|much)|made (?:it )?(?:plain|known)|took the view|takes the view",
        r"(?:is|was|are|were) (?:quoted|cited)(?:\s[^,.;]{1,40}?)?\sas saying|is on record as",
        r"(?:is|are|was|were|remains?) (?:adamant|convinced|certain|sure|confident|unconvinced)",
        r"wrote in|had this to say|(?:has|had) (?:pleaded|sworn)|went (?:further|on record)|weighed in",
    ]
)
"""Verbs and turns by which somebody is said to hold or say something, beyond the commonest."""

LEADS_IN = (
    r"according to|in the (?:words|view|opinion|judg(?:e)?ment|eyes|reading|account|telling) of|"
    r"in the assessment of|by the (?:account|reckoning|estimate|admission) of|as told by|as reported by|"
    r"as described by|(?:it was|it is|it's)(?=\s[^,.;]{3,60}\s(?:who|that|which) (?:said|"
    r"confirmed|told|announced|broke|reported|denied|warned|put))|as(?=\s[^,.;]{3,40} (?:put|puts|sees) it)|"
    r"in (?:comments|remarks|testimony|a statement|a letter|a filing) (?:by|from)|per(?= (?:the|an?|its)\b)|"
    r"(?:that|this|such|it) (?:was|is) (?:also )?the (?:verdict|view|opinion|message|assessment|"
    r"conclusion|position|"
    r"contention|argument|judg(?:e)?ment|estimate) (?:of|from)|so (?:said|says|argued|argues)|"
    r"(?:quotes?|quoted|quoting|cited|cites|citing)(?=\s[^.;]{3,80} as (?:saying|stating|telling|arguing|"
    r"claiming))|"
    r"(?:reported|announced|confirmed|denied|disputed|rejected|echoed|estimated|described|cited|"
    r"dismissed|condemned|criticised|criticized|questioned) by"
)
"""What stands before a speaker who is no subject."""

_DETERMINERS = (
    "a an another both each every four her his its many most my no one our several some that the their "
    "these this those three two"
)
DETERMINERS = frozenset(_DETERMINERS.split(" "))

_PREPOSITIONS = "against among at by for from in inside near of on over to under with within"
PREPOSITIONS = frozenset(_PREPOSITIONS.split(" "))

_BOUNDARY = (
    "after although and are as be because been before being but can could despite did do does during "
    "ever had has have he him how i if is it may might must neither nor not only or said says she "
    "should since "
    "so than that them then there they though told unless until us was we were what when where whereas "
    "which while who whom whose why will would yet you"
)
BOUNDARY = frozenset(_BOUNDARY.split(" "))

_SOMEBODY = (
    "academic academics accountant activist activists adviser advisers advisor advisors agencies agency "
    "aide aides airline allies ally ambassador analyst analysts appraiser arbitrator arbitrators archive "
    "army association astronaut attorney attorneys auditor auditors authorities authority bailiff "
    "bailiffs bank banks barrister bench blog blogger bloggers board boss broadcaster broker brokers "
    "cabinet campaigner campaigners carrier chair chairman chairwoman chamber channel channels charity "
    "chief chiefs claimant claimants club colleague colleagues colonel commission commissioner committee "
    "companies company congress consortium consulate consultant consultants correspondent cosmonaut "
    "council counsel court courts creditor creditors crew crews critic critics customs daily dealer "
    "dealers debtor debtors defence defense delegation department deputy diplomat diplomats director "
    "directors doctor doctors ecologist economist embassy employee employees engineer engineers envoy "
    "envoys executive executives expert experts families family farmer farmers federation firm firms "
    "fisherman fishermen founder fund funds general government governments governor group groups guard "
    "guards head heads herder herders historian inspectorate institute insurer insurers investor "
    "investors journalist journalists judge judges kin king landlord lawyer lawyers locals magazine "
    "manager managers mayor mediator medic medics minister ministers ministries ministry mission museum "
    "navy negotiator negotiators neighbors neighbours newspaper ngo nurse office officer officers "
    "official officials operator opponent opponents outlet owner owners panel paper parent parliament "
    "parties partner partners party passenger people pilot plaintiff plaintiffs police premier president "
    "prince professor prosecution prosecutor prosecutors regulator relatives reporter reporters "
    "researcher researchers resident residents rival rivals scholar scientist scientists secretary "
    "senate senator service shareholder shareholders side site solicitor solicitors source sources "
    "spokesman spokespeople spokesperson spokeswoman staff student students subsidiary teacher "
    "technician tenant trader traders tribunal underwriter underwriters union university valuer venture "
    "veteran villager villagers watchdog website weekly witness witnesses worker workers akimat insider "
    "insiders fan agent agents "
    "shepherd neighbor neighbour prefect prosecutor-general ombudsman regulators supplier suppliers"
)
SOMEBODY = frozenset(_SOMEBODY.split(" "))

_WORKS = (
    "advisory audit brief complaint contract data figures treaty document documents filing filings "
    "judgement judgment letter letters "
    "memo memorandum minutes note notice order papers post records release report reports ruling "
    "statement studies study submission survey transcript tweet verdict"
)
WORKS = frozenset(_WORKS.split(" "))
"""Documents: what they say is said by them where nobody else is named."""

_NOBODY = (
    "agree disagree three degree free fee see tree guarantee coffee knee accident agreement alternative "
    "answer booster border boundary center centre chance chapter computer "
    "container copper corner cost cover crater damage debt december directive disaster door error event "
    "exterior factor february fever filter floor former freighter friday gather hangar hectare "
    "helicopter incident indicator initiative interior january kilometer kilometre latter launcher layer "
    "letters library matter member-state merchant-ship meter metre military moment monday monitor motor "
    "november number objective october offer order other percent perspective place plan plant power "
    "price quarter reactor remainder restaurant river rocket rubber salary saturday sector september "
    "shelter sum summary summer sunday tanker tender theatre thursday timber tower tractor trailer "
    "tuesday vector voluntary water weather wednesday winter"
)
NOBODY = frozenset(_NOBODY.split(" "))
"""Words that end like somebody and are nobody."""

_BODIES = (
    "staff police ministry ministries government governments court courts tribunal bench panel "
    "commission committee council board agency agencies authority regulator company companies firm "
    "firms operator prosecution defence defense bank banks fund funds consortium venture subsidiary "
    "parent parliament senate congress cabinet embassy consulate mission delegation party parties side "
    "union chamber department office service inspectorate watchdog ngo charity group groups club "
    "association federation institute university museum archive outlet newspaper paper daily weekly "
    "magazine broadcaster website site channel channels blog customs navy army airline carrier"
)
BODIES = frozenset(_BODIES.split(" "))
"""Of those who can speak, those that are no persons."""

HUMANS = (SOMEBODY - BODIES) | {"chemist", "curator", "liaison", "person", "persons", "driver", "drivers"}
"""Words after or before which a name is a person's."""

_CAPITALS = (
    "Moscow Astana Washington Kyiv Kiev Beijing Ottawa Canberra Berne Bern Paris London Berlin "
    "Brussels Vienna Tehran Ankara Accra Managua Tokyo Tashkent Bishkek Minsk Warsaw Nairobi Delhi "
    "Islamabad Wellington Rome Madrid Stockholm Oslo Helsinki Bucharest Nur-Sultan Jakarta Nassau"
)
CAPITALS = frozenset(
    {
        *_CAPITALS.split(" "),
        "New Delhi",
        "San José",
        "Buenos Aires",
        "the Kremlin",
        "The Kremlin",
        "The Republic",
    }
)
"""Capitals that stand for their governments where they say something."""
