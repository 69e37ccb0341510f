"""What the law's tables say in whole phrases, in the reader's language: flags, reasons, terms.

The law writes them in English, as its JSON has them; a page looks them up here. Each phrase is one message
for translators; ``%(name)s`` stands for what changes: a day, a number, an article, a thing. A phrase that is
not here is shown in English and marked as English, so that a screen reader speaks it rightly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

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
        return re.compile("".join(f"(?P<{one}>.+?)" if place % 2 else re.escape(one)
                                  for place, one in enumerate(parts)))  # fmt: skip

    gapped = sorted((one for one in PHRASES if _GAP.search(one)), key=lambda one: -len(_GAP.sub("", one)))
    return tuple((pattern(one), one) for one in gapped)


_WHOLE = frozenset(one for one in PHRASES if not _GAP.search(one))


def told(text: str) -> list[tuple[str, str | None]]:
    """Give the pieces of what the law said, each with its words in the reader's language, or None.

    The whole is looked up first, then what semicolons divide; gaps are given as they are, but words of the
    record's own vocabulary in the reader's language.
    """
    whole = _phrase(text)
    if whole is not None:
        return [(text, whole)]
    return list(_pieces(text))


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
            return in_words(phrase) % {name: _gap(value) for name, value in found.groupdict().items()}
    return None


def _gap(value: str) -> str:
    return ", ".join(str(label(one)) if one in LABELS else one for one in value.split(", "))
