"""What the law's tables say in whole phrases, in the reader's language: flags, reasons, terms.

The law writes them in English, as its JSON has them; a page looks them up here. Each phrase is one message
for translators; ``%(name)s`` stands for what changes: a day, a number, an article, a thing. A phrase that is
not here is shown in English and marked as English, so that a screen reader speaks it rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from django.utils.translation import get_language
from django.utils.translation import gettext as in_words
from django.utils.translation import gettext_noop as _

from downrange.web.labels import LABELS, label

__all__ = ["PHRASES", "told"]

PHRASES = (
    _("%(article)s was not checked against an edition later than %(day)s"),
    _("wording not verified for this date (%(article)s)"),
    _("whether anything was paid is not known: the sum stands unless something was"),
    _("low: the claim alone, no order on charges is known; high: with the dearer of the charges"),
    _("asserted only: no award and no agreement is known on this day"),
    _("claimed after full performance; a court may defer, cut or waive it"),
    _("due on success only, in proportion to what was recovered; none if paid before presenting"),
    _("the ceiling of %(number)s index multiples applies (%(article)s)"),
    _("charges are known for sums in tenge enforced in Kazakhstan only"),
    _("no enforcement of this claim is known on %(day)s: no sanction and no pay is due"),
    _("nothing in the case gives interest: no contract clause and no first day of delay is known"),
    _("no sum is known on this day"),
    _("no list in hand bars %(currency)s by itself; a bank may refuse all the same"),
    _("counted from %(day)s when it was first seen: the day of the act is not known"),
    _("counted from the award: the day of its legal force is not known"),
    _("limitation of %(number)s years"),
    _("the debtor may plead that the claim is time-barred"),
    _("the limitation of the code of %(year)s was not read"),
    _("presentation broke the term: it runs anew when the writ is returned (%(article)s)"),
    _("suspended time is not counted"),
    _("the longer term runs where sale or search is needed; suspended time is not counted"),
    _("appeal against %(measure)s"),
    _("suit of a third party to free property from %(measure)s"),
    _("the order stands; it works during the appeal too"),
    _("the property stays attached; the term may start later, with knowing of the act"),
    _("end of the proceeding"),
    _("end of the proceeding with valuation, sale or search"),
    _("non-performance becomes a crime"),
    _("criminal liability; heavier above %(number)s index multiples"),
    _("presenting the writ"),
    _("the writ"),
    _("measures are known, so it was presented"),
    _("the day of the title is not known"),
    _("from %(first)s to %(last)s"),
    _("asking money"),
    _("settling by negotiation or mediation"),
    _("the other side"),
    _("suit or arbitration"),
    _("a forum both are bound by"),
    _("interim measures"),
    _("a pending suit; commensurate, no harm to the public"),
    _("substitution decided in %(number)s working days"),
    _("the defendant may deposit the sum instead"),
    _("no award is known on this day"),
    _("opening, with measures at once"),
    _("no time of his own accord is left to the debtor"),
    _("attaching bank money"),
    _("attaching property"),
    _("forbidding movement"),
    _("forbidding bodies to dispose"),
    _("attaching what others owe the debtor"),
    _("register of debtors"),
    _("prosecutor's sanction"),
    _("none, without notice"),
    _("registers, carriers and gates: no customs border"),
    _("none; sent to the bodies and the register"),
    _("the third debtor's address; not a time-barred, insolvent or unreachable one"),
    _("%(number)s working days"),
    _("at once"),
    _("he answers in %(number)s days and is liable for losses"),
    _("money comes first"),
    _("commensurate; all may be held at once"),
    _("a composite, no measure of its own name"),
    _("decisions on disposal of property are forbidden"),
    _("it works from receipt; no legal-assistance treaty, no attachment"),
    _("name, body, sum, bailiff"),
    _("exit ban on the head in office"),
    _("notice of his own, sanction of the court"),
    _("from %(sum)s; a new head ends it"),
    _("blocking licences"),
    _("the term of art. %(article)s over; a court"),
    _("above %(number)s index multiples of a company's debt"),
    _("taking in kind"),
    _("both sides in writing, after valuation"),
    _("no sale is needed"),
    _("valuation"),
    _("an appraiser, or agreement in writing"),
    _("%(number)s working days to appoint"),
    _("a report is good for a year"),
    _("the debtor's own sale"),
    _("not under %(number)s percent of the value"),
    _("a month, once"),
    _("not counted in the term"),
    _("foreclosure on property"),
    _("prosecutor's sanction; immovables: a court's ruling"),
    _("%(number)s working days for the court"),
    _("money, pay and income need none"),
    _("foreclosure on pledged things"),
    _("others do not suffice; a court where the creditor ranks before"),
    _("the pledgee may keep it against payment up to %(number)s percent of the value"),
    _("auction"),
    _("%(days)s days' notice, deposit of %(number)s percent"),
    _("second round after %(days)s working days, down to %(number)s percent, immovables %(other)s"),
    _("two at most; then the thing stays attached"),
    _("taking an unsold thing"),
    _("the first round failed"),
    _("within %(number)s working days, at valuation"),
    _("refused, the writ may go back to the creditor"),
    _("indexing the judgment sum"),
    _("a court, on request"),
    _("at the base rate of the day of performance"),
    _("taking the writ back, to come again"),
    _("the creditor's request; debts to the State apart"),
    _("while its term runs"),
    _("measures fall once the costs are paid or the term ends"),
    _("fine for non-performance"),
    _("a court"),
    _("against officials; the company by its size, disobedience apart (%(article)s)"),
    _("criminal report"),
    _("over %(number)s months of non-performance, or obstruction"),
    _("heavier above %(number)s index multiples; no prison if all is paid before sentence"),
    _("paying"),
    _("asking to substitute a measure"),
    _("appealing an act"),
    _("asking for deferral or instalments"),
    _("negotiating: the creditor's letter"),
    _("settling"),
    _("asking to be let use what is held"),
    _("contesting the valuation"),
    _("agreeing on a value in writing"),
    _("selling the thing himself"),
    _("leave for treatment abroad"),
    _("asking the court to cut or waive the sanction"),
    _("a third party's suit"),
    _("naming a new head"),
    _("any day"),
    _("the old one stays meanwhile"),
    _("the act works meanwhile"),
    _("decided in %(number)s working days"),
    _("measures stay"),
    _("suspends; measures and announced auctions stay"),
    _("approved by the court, or mediated"),
    _("ends it once the charges are in"),
    _("a permission; work goes on"),
    _("before the appraisers' council or a court"),
    _("another report"),
    _("no appraiser is needed"),
    _("once, within a month"),
    _("not under the floor"),
    _("for a named period"),
    _("suspends the exit ban, with the court's sanction"),
    _("less, or nothing, of the state bailiff's ten percent"),
    _("%(number)s working days of the act or of knowing it"),
    _("stops that asset only"),
    _("ends the old exit ban"),
    _("lives depend on it: never chosen"),
    _("carries %(name)s, on which lives depend: never chosen"),
    _("lies in %(name)s, on which lives depend: never chosen"),
    _("cultural goods not for sale"),
    _("a joint venture's, not the debtor's: %(owner)s"),
    _("a third party's, not the debtor's: %(owner)s"),
    _("the State's, not the debtor's: %(owner)s"),
    _("not the debtor's on %(day)s, by the register's chain of owners"),
    _("account of an exempt type: %(kind)s"),
    _("strategic object, needs %(needs)s"),
    _(
        "not valued: an appraiser is appointed within ten working days,"
        " or both sides agree on a value in writing"
    ),
    _("not needed: %(level)s"),
    _("launch-critical: held only if nothing else covers"),
    _("pledged: held only if nothing else suffices (%(article)s)"),
    _("%(level)s: covers what the levels before cannot"),
    _("owner not known (%(why)s): may be attached first, the owner says and proves it"),
    _("the debtor's share of %(share)s alone; the others' shares do not answer for his debt"),
    _("the debtor's own"),
    _("valued in %(currency)s: a rate to %(to)s, a source and a date are needed"),
    _("%(asset)s is not needed once what is to be covered falls to %(sum)s"),
    _("%(asset)s instead of %(other)s: covers %(sum)s"),
    _("if another proves that %(asset)s is his: %(others)s in its place"),
    _("a valuation of %(assets)s: what has no value cannot be chosen"),
    _("the Government's decision on %(assets)s"),
    _("a draft: every decision is a person's"),
    _("no title is known on this day: only interim measures of a court could hold anything (%(article)s)"),
    _("no list of the debtor's assets is known, and none is invented"),
    _("what is known and valued does not cover the target"),
    _("a document"),
    _("another person than %(name)s"),
    _("the measure works meanwhile"),
    _("the debtor, whoever holds the thing, and the registers"),
    _("a thing worth no less; either side may ask, the old measure stays meanwhile"),
    _("in force since %(day)s"),
    _("nothing"),
    # what the law at hand does not say
    _("Must a share of a flow of money be let go because operations are in danger?"),
    _(
        "not said by the law at hand: no rule at hand frees a share; use may be permitted, a thing "
        "put in place, an excess contested"
    ),
    _("Who bears what keeping a held thing costs by the day, and from when?"),
    _(
        "not said by the law at hand: no rule at hand names a keeper's daily charge; only costs of "
        "the proceeding have a place"
    ),
    _("How much does a creditor pay for a measure that was wrong?"),
    _(
        "not said by the law at hand: damages after lost interim measures are named, their sum is "
        "not; for measures after judgment only giving back what was received"
    ),
    _("Do measures come back by themselves when a void title revives?"),
    _(
        "not said by the law at hand: a title may be presented again in its term; that what was let "
        "go is held again is not said"
    ),
    _("What of a thing that left the country before the measure bit?"),
    _(
        "not said by the law at hand: attachment reaches property wherever it is and needs no "
        "notice; how it is reached abroad is not said"
    ),
    _("Does a bond in part free a thing held under a judgment?"),
    _(
        "not said by the law at hand: the whole claim may be deposited in place of interim measures; "
        "after judgment only another thing or payment"
    ),
    _("May an operator keep a customer's goods without any order?"),
    _(
        "not said by the law at hand: no rule at hand speaks of keeping another's goods; without an "
        "order there is no measure to check"
    ),
    _("How is a satellite in orbit sold here?"),
    _(
        "not said by the law at hand: auctions of movables are laid down; title, licence and "
        "register of a space object are not"
    ),
    _("May a State company's things be taken as the State's own?"),
    _(
        "not said by the law at hand: they are separate persons; no rule at hand makes an exception "
        "for a company used as a shield"
    ),
    _("Is a foreign State's company one whose debts a state bailiff collects?"),
    _(
        "not said by the law at hand: the article says the State and does not say whose; both "
        "charges are shown"
    ),
    # the gate, and what the law refuses
    _("since %(day)s"),
    _("no end is recorded"),
    _("it ended %(day)s"),
    _("it ended %(day)s by %(ending)s"),
    _("the hour or day is not known"),
    _("it dates from %(day)s"),
    _("it dates from %(day)s, the day is not known"),
    _("first seen %(day)s"),
    _("first seen %(day)s, the day is not known"),
    _("since when is not known: %(why)s"),
    _("since when is not known: %(why)s, last seen %(day)s"),
    _("its end is not known: %(why)s"),
    _("no lifting was found"),
    _("a container number whose check digit does not fit: %(form)s"),
    _("a rail-wagon number whose check digit does not fit: %(form)s"),
    _("a vin number whose check digit does not fit: %(form)s"),
    _("a bin number whose check digit does not fit: %(form)s"),
    _("an iin number whose check digit does not fit: %(form)s"),
    _("a %(kind)s number with letters of another alphabet (%(signs)s): %(form)s"),
    _("no well-formed %(kind)s number: %(form)s"),
    _("read it again"),
    _("twelve digits, the last a check digit"),
    _("three letters, U, J or Z, six digits and a check digit"),
    _("seventeen signs without I, O and Q"),
    _("from North America with a check digit"),
    _("eight or twelve digits, the last a check digit"),
    _("no measure found as of %(day)s: nothing of that number is known"),
    _("no measure found as of %(day)s that reaches %(subject)s"),
    _("excepted on this day: %(things)s"),
    _("the same number or name is borne by %(things)s"),
    _("%(name)s was matched by name alone: compare the papers"),
    _("%(asked)s is one slip away from %(other)s (%(subject)s), which is held: read it again"),
    _("several things bear %(asked)s"),
    _("owned in part, until a day known in part, or not listed by name: a person decides"),
    _("a permission is on record that the law does not name: a person decides"),
    _("it is on things of %(owner)s: ask for the thing"),
    _(
        "an exit ban is suspended for treatment abroad alone, by an order with the court's sanction "
        "that names the period (ENF 33(3)); no humanitarian ground is named there: what stands "
        "against it a person decides"
    ),
    _("its owner %(owner)s belongs to %(parent)s: another person, whose debts are its own"),
    _("asked after a person or firm without a purpose: the log says so"),
    _("measure/%(slug)s (%(kind)s, order %(order)s): %(why)s"),
    _("measure/%(slug)s (%(kind)s): %(why)s"),
    _("in force from %(day)s"),
    _("use in place, without removal or sale; the attachment stays"),
    _("use in place; the attachment stays (%(article)s)"),
    _("%(step)s is for the %(roles)s (%(article)s)"),
    _("%(step)s is for the %(roles)s, not for the %(role)s (%(article)s)"),
    _("%(step)s needs a document (%(article)s)"),
    _("%(step)s needs a document: what paper bears it (%(article)s)"),
    _("the proceeding ended on %(day)s (%(ending)s; %(article)s)"),
    _("%(cause)s is no cause of suspension; known: %(causes)s (%(article)s)"),
    _("a deferral names its term (%(article)s)"),
    _("it is not suspended on %(day)s (%(article)s)"),
    _("the writ was not returned: there is nothing to present again (%(article)s)"),
    _("the writ went back to the creditor on %(day)s: it may be presented again by %(last)s (%(article)s)"),
    _("the writ could be presented again until %(day)s (%(article)s)"),
    _("%(step)s cannot follow where %(measure)s is %(state)s (%(article)s)"),
    _("the measure"),
    _("%(step)s on %(day)s lies before %(other)s of %(last)s"),
    _("%(step)s on %(day)s lies before the step of %(last)s"),
    _("%(measure)s does not hold %(things)s (%(article)s)"),
    _("only an exit ban waits for a notice; other measures need none (%(article)s)"),
    _("%(kind)s needs no sanction (%(article)s)"),
    _("this sanction is the %(role)s's (%(article)s)"),
    _("no notice about the exit ban is on file (%(article)s)"),
    _("%(number)s working days after the notice of %(day)s end on %(last)s (%(article)s)"),
    _("it waits for the sanction of the %(role)s (%(article)s)"),
    _("the proceeding is suspended to %(day)s (%(article)s)"),
    _("the writ went back to the creditor on %(day)s (%(article)s)"),
    _("an objection of %(day)s is not decided yet (%(article)s)"),
    _("the %(number)s working days from %(day)s ended on %(last)s (%(article)s)"),
    _("no objection waits for a decision (%(article)s)"),
    _("a third party's suit names the thing; it stops that thing only (%(article)s)"),
    _("no suit of a third party about that waits for a decision (%(article)s)"),
    _("one thing comes in the place of one other (%(article)s)"),
    _("%(asset)s is worth less: the claim would be secured less than before (%(article)s)"),
    _(
        "%(asset)s has no value on file in that currency: the claim would be secured less than "
        "before (%(article)s)"
    ),
    _("a permission says what it allows (%(article)s)"),
    _("leave from an exit ban is sanctioned by the court (%(article)s)"),
    _("only treatment abroad, for a period named as FROM/TO (%(article)s)"),
    _("use is permitted by the bailiff (%(article)s)"),
    _("no such permission stands: %(words)s (%(article)s)"),
    _("only an exit ban or a licence block is lifted; others are released (%(article)s)"),
    _("%(word)s is none of the six grounds (%(article)s)"),
    _("the former head is the company's only founder (%(article)s)"),
    _("nothing is on record of this measure"),
    _("%(asset)s: %(why)s; to deviate, record the reason"),
    _("%(thing)s is not on record (%(article)s)"),
    _("%(thing)s is not on record: an order names its things (%(article)s)"),
    _("%(party)s is not on record: an order names whom it is against"),
    _("the threshold is in tenge: a debt in tenge must be on record (%(article)s)"),
    _("%(owed)s is below %(threshold)s: no exit ban (%(article)s)"),
    _("%(owed)s is not above %(number)s index multiples (%(article)s)"),
    _(
        "%(asset)s has %(free)s left of its value, %(wanted)s are asked; held by %(holders)s: stand "
        "in the queue by rank (%(article)s) or take another thing"
    ),
    _("%(number)s working days, then up to %(other)s"),
    _("no exception is shown"),
    _("%(owner)s: it existed on %(day)s"),
    _("%(owner)s: made or bought after %(day)s with the money of %(payer)s"),
    _("%(claim)s: nothing is posted"),
    _("%(party)s: %(list)s, on it since %(day)s; the last file read is of %(read)s: a licence is needed"),
    _("whether the code of %(year)s applied on the leased land is disputed"),
    _("by %(day)s, or %(number)s working days from knowing; that thing only"),
    _("a document; the answer comes within %(number)s working days (%(article)s)"),
    _("first the notice, and %(number)s working days after it"),
    _("treatment abroad, for a named period"),
    _("ends it; measures fall once the charges are in, by the gateway at once"),
)
"""In English, as the law's modules write them; a test walks the pages for those that match nothing."""

_GAP = re.compile(r"%\((\w+)\)s")


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Make of each phrase with gaps what recognises it; those of more fixed words are tried first."""

    def pattern(phrase: str) -> re.Pattern[str]:
        parts = _GAP.split(phrase)
        return re.compile("".join(f"(?P<{one}>(?:(?!; ).)+?)" if place % 2 else re.escape(one)
                                  for place, one in enumerate(parts)))  # fmt: skip

    gapped = sorted((one for one in PHRASES if _GAP.search(one)), key=lambda one: -len(_GAP.sub("", one)))
    return tuple((pattern(one), one) for one in gapped)


_WHOLE = frozenset(one for one in PHRASES if not _GAP.search(one))


def told(text: str) -> tuple[tuple[str, str | None], ...]:
    """Give the pieces of what the law said, each with its words in the reader's language, or None.

    The whole is looked up first, then what semicolons divide; gaps are given as they are, but words of the
    record's own vocabulary in the reader's language.
    """
    return _told(text, get_language())


@lru_cache(maxsize=4096)
def _told(text: str, language: str | None) -> tuple[tuple[str, str | None], ...]:
    """Look a text up once for each language: a long table says the same of many things."""
    del language
    whole = _phrase(text)
    return tuple(_pieces(text)) if whole is None else ((text, whole),)


def _pieces(text: str) -> Iterator[tuple[str, str | None]]:
    rest = text.split("; ")
    while rest:
        for number in range(len(rest), 0, -1):  # a phrase may hold a semicolon of its own
            piece = "; ".join(rest[:number])
            found = _phrase(piece)
            if found is not None or number == 1:
                yield piece, found
                rest = rest[number:]
                break


def _phrase(text: str) -> str | None:
    if text in _WHOLE:
        return in_words(text)
    for pattern, phrase in _patterns():
        if found := pattern.fullmatch(text):
            return in_words(phrase) % {name: _gap(name, value) for name, value in found.groupdict().items()}
    subject, _colon, rest = text.partition(": ")  # a number or a thing, then what is said of it
    about = _phrase(rest) if rest and subject.count(" ") <= 1 else None
    return None if about is None else f"{subject}: {about}"


_IN_WORDS = frozenset(
    {
        "cause", "causes", "ending", "fault", "form", "kind", "level", "measure", "needs", "other", "role",
        "roles", "state", "step", "why",
    }
)  # fmt: skip
"""Gaps that hold words of the record or a phrase; the others hold names, numbers and days as they are."""


def _gap(name: str, value: str) -> str:
    if name not in _IN_WORDS:
        return value
    return _phrase(value) or ", ".join(_word(one) for one in value.split(", "))


def _word(word: str) -> str:
    key = word.strip("'")
    return str(label(key)) if key in LABELS else _phrase(word) or word
