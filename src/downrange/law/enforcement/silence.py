"""What the law at hand does not say, said as such: the question, why it stays open, what is nearest to it.

Courts elsewhere have answered these questions about frozen assets; none of those judgments binds here, and no
rule at hand answers them. The program then computes nothing and decides nothing: it names the gap and the
articles a person may start from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from downrange.errors import SourceError

__all__ = ["TOPICS", "Said", "said"]

_READ = "ENF, CC1, CC2, CPC in their state of February 2026"


@dataclass(frozen=True)
class Said:
    """Whether the law at hand answers a question; the answer or the reason, and the nearest articles."""

    topic: str
    question: str
    answered: bool
    told: str
    article: str

    def as_json(self) -> dict[str, Any]:
        """Give the answer for pages."""
        return {
            "topic": self.topic,
            "question": self.question,
            "answered": self.answered,
            "told": self.told,
            "article": self.article,
            "read": _READ,
        }


def _no(topic: str, question: str, why: str, nearest: str) -> Said:
    return Said(topic, question, False, f"not said by the law at hand: {why}", nearest)


def _yes(topic: str, question: str, told: str, article: str) -> Said:
    return Said(topic, question, True, told, article)


TOPICS: tuple[Said, ...] = (
    _no("share-of-a-flow", "Must a share of a flow of money be let go because operations are in danger?",
        "no rule at hand frees a share; use may be permitted, a thing put in place, an excess contested",
        "ENF 32(2)(4), 32(4), 62(1)"),
    _no("who-bears-keeping", "Who bears what keeping a held thing costs by the day, and from when?",
        "no rule at hand names a keeper's daily charge; only costs of the proceeding have a place",
        "ENF 108"),
    _no("sum-for-a-wrongful-measure", "How much does a creditor pay for a measure that was wrong?",
        "damages after lost interim measures are named, their sum is not; for measures after judgment only "
        "giving back what was received", "CPC 162, 247-248"),
    _yes("wrongful-interim-measure", "Does a creditor answer for interim measures if he loses?",
         "he pays damages, and may be asked for security first", "CPC 162"),
    _yes("judgment-set-aside", "What of what was collected when the judgment falls?",
         "the creditor gives back all received", "CPC 247-248"),
    _no("measures-of-a-revived-title", "Do measures come back by themselves when a void title revives?",
        "a title may be presented again in its term; that what was let go is held again is not said",
        "ENF 11, 12, 47"),
    _no("thing-gone-abroad", "What of a thing that left the country before the measure bit?",
        "attachment reaches property wherever it is and needs no notice; how it is reached abroad is not "
        "said", "ENF 27(1), 62(3)"),
    _no("security-after-judgment", "Does a bond in part free a thing held under a judgment?",
        "the whole claim may be deposited in place of interim measures; after judgment only another thing or "
        "payment", "CPC 159(4); ENF 32(4)"),
    _no("goods-held-back", "May an operator keep a customer's goods without any order?",
        "no rule at hand speaks of keeping another's goods; without an order there is no measure to check",
        "CC1, retention: not among the rules at hand"),
    _no("space-object-abroad", "How is a satellite in orbit sold here?",
        "auctions of movables are laid down; title, licence and register of a space object are not",
        "ENF 79-85"),
    _no("company-as-shield", "May a State company's things be taken as the State's own?",
        "they are separate persons; no rule at hand makes an exception for a company used as a shield",
        "CC1 44; ENF 62(3)"),
    _no("foreign-state-company", "Is a foreign State's company one whose debts a state bailiff collects?",
        "the article says the State and does not say whose; both charges are shown", "ENF 138(1)"),
    _yes("in-kind", "May a debt be satisfied in kind?",
         "with both sides' consent in writing and after valuation; the surplus is returned",
         "ENF 55(4), 55(5)"),
    _yes("two-creditors", "May two creditors hold one thing?",
         "each what the other leaves of its value; who waits takes what is let go, by rank",
         "ENF 37(4), 110-112"),
)  # fmt: skip
"""Every question that precedents elsewhere put and that was looked for in the law at hand."""


def said(topic: str) -> Said:
    """Give what the law at hand says to a question, or that it does not and why.

    Raises
    ------
    SourceError
        If the question was never looked for.
    """
    for one in TOPICS:
        if one.topic == topic:
            return one
    raise SourceError(f"{topic!r} was never looked for in the law at hand", [topic])
