"""One event held against a sum in question, method by method, in each method's own currency.

Nothing is converted: a method speaks only against the sum as somebody reported it in that method's currency.
A single method is never made the answer; the range over methods is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from downrange.base.figures import share_text, significant
from downrange.base.money import Money
from downrange.case.schema import Amount, Case
from downrange.damage.assessment import Assessment, Damage, Range

__all__ = [
    "Event",
    "Reported",
    "Share",
    "answers",
    "count_text",
    "event_of",
    "method_title",
    "range_sentence",
    "reported",
    "shares",
]

_TITLES = {
    "kz-emission-fee-576": "emission fee, Tax Code art. 576",
    "kz-535": "Resolution 535 (Kazakhstan)",
    "eu-ce-delft-2024": "CE Delft prices, EU",
    "us-sc-ghg-2023": "US social cost of greenhouse gases",
    "us-boscem": "US BOSCEM, oil spill",
    "cleanup-cost": "clean-up cost (USD)",
    "cleanup-cost-uk": "clean-up cost (GBP)",
    "ru-soil-238": "Order 238, soil (Russia)",
    "ru-water-87": "Order 87, water (Russia)",
    "us-vsl": "US value of a statistical life",
}
_ASSERTED = ("asserted", "amount", "sum", "debt", "claimed")


@dataclass(frozen=True)
class Reported:
    """The sum as somebody reported it in one currency."""

    money: Money
    source: str | None
    approximate: bool = False


@dataclass(frozen=True)
class Event:
    """One event held against the sum. ``noun`` is its plural: launches, crashes.

    ``own`` marks the event that the sum was claimed for; then a number of events would mean nothing.
    """

    case: Case
    assessment: Assessment
    noun: str
    own: bool = False


@dataclass(frozen=True)
class Share:
    """A method's result as a share of the sum in the same currency; none where refused or not comparable."""

    damage: Damage
    share: Range | None


def method_title(damage: Damage) -> str:
    """Give a method's name as people read it."""
    return _TITLES.get(damage.method) or damage.title or damage.method


def event_noun(case: Case) -> str:
    """Give the plural noun for a case's event."""
    kind = case.scenario.kind if case.scenario else "none"
    return {"nominal-launch": "launches", "none": "events"}.get(kind, "crashes")


def event_of(case: Case, assessment: Assessment, *, own: bool = False) -> Event | None:
    """Make the event of a case that has a scenario; None where it has none."""
    if case.scenario is None or case.scenario.kind == "none":
        return None
    return Event(case, assessment, event_noun(case), own)


def reported(case: Case) -> Mapping[str, Reported]:
    """Give the sum in question by currency, as reported in it; nothing is converted.

    With a comparison the case names the statements; otherwise the asserted sum of the first claim that has
    one counts, with statements of that sum in other currencies.
    """
    found: dict[str, Reported] = {}
    by_id = {statement.id: statement for statement in case.statements}
    claims = [claim for claim in case.claims if isinstance(claim.asserted, Money)]
    if case.comparison is not None:
        chosen = [by_id[name] for name in case.comparison.amounts if name in by_id]
        claims = [claim for claim in claims if claim.id == case.comparison.claim]
    else:
        about = {claims[0].id} if claims else set()
        chosen = [s for s in case.statements if s.about in about and s.property in _ASSERTED]
    for claim in claims[:1]:
        assert isinstance(claim.asserted, Money)
        found[claim.asserted.currency] = Reported(claim.asserted, next(iter(claim.sources), None))
    for statement in chosen:
        value = statement.value
        if isinstance(value, Amount) and value.amount is not None and value.amount.minor > 0:
            new = Reported(value.amount, statement.source, value.approximate)
            found.setdefault(value.amount.currency, new)
    return found


def shares(damages: Sequence[Damage], sums: Mapping[str, Reported]) -> tuple[Share, ...]:
    """Hold each method's amount against the sum in the same currency."""
    return tuple(Share(damage, _share(damage, sums)) for damage in damages)


def _share(damage: Damage, sums: Mapping[str, Reported]) -> Range | None:
    if damage.amount is None or damage.currency is None or damage.currency not in sums:
        return None
    whole = float(sums[damage.currency].money.amount)
    return Range(damage.amount.p05 / whole, damage.amount.p50 / whole, damage.amount.p95 / whole)


def count_text(share: Range, noun: str) -> str:
    """Say how many such events make up the sum: debt over amount, median and 5–95 %.

    The greatest amount needs the fewest events, so the ends of the interval change places.
    """
    if share.p50 <= 0:
        return "the method gives 0: no number of events would reach it"
    few = significant(1.0 / share.p95)
    many = significant(1.0 / share.p05) if share.p05 > 0 else "without limit"
    middle = significant(1.0 / share.p50)
    inner = few if few == many else f"{few}–{many}"
    return f"about {middle} {noun}" if inner == middle else f"about {middle} {noun} ({inner})"


def range_sentence(event: Event, sums: Mapping[str, Reported]) -> str:
    """Say in one sentence what the methods span for an event; a single method is never made the headline."""
    usable = [s.share for s in shares(event.assessment.damages, sums) if s.share is not None]
    name, whole = event.case.title, "claim" if event.own else "sum"
    if not usable:
        return f"{name}: no method asked could be held against the {whole}."
    if len(usable) == 1:
        return (
            f"{name}: only one method could be held against the {whole}; one is no answer, it stands below."
        )
    low, high = min(s.p05 for s in usable), max(s.p95 for s in usable)
    bottom = share_text(low) if low > 0 else "nothing"
    span = f"{name}: between {bottom} and {share_text(high)} of the {whole}"
    text = f"{span}, depending on which of {len(usable)} methods is asked"
    if event.own:
        return f"{text}; none of them is the answer alone."
    if high >= 1:
        return f"{text}; the highest of them reaches it."
    few = significant(1 / high)
    if low <= 0:
        return f"{text}; it would take at least {few} such {event.noun} to reach it."
    return f"{text}; it would take {few} to {significant(1 / low)} such {event.noun} to reach it."


def answers(case: Case, events: Sequence[Event]) -> list[dict[str, Any]]:
    """Answer the comparison's question for each event: the key ``answers`` of ``assess --json``.

    Each answer names its figures: method, currency, the sum as reported, the share of it and how many events
    would make it up (5, 50 and 95 %).
    """
    sums = reported(case)
    found = []
    for event in events:
        figures = []
        for share in shares(event.assessment.damages, sums):
            if share.share is None or share.damage.currency is None:
                continue
            figures.append(
                {
                    "method": share.damage.method,
                    "applicability": share.damage.applicability,
                    "sum": sums[share.damage.currency].money.as_json(),
                    "share": _quantiles(share.share),
                    "events_number": _quantiles(_events(share.share)),
                }
            )
        found.append(
            {
                "question": f"How many {event.noun} would make up the sum: {event.case.title}?",
                "answer": range_sentence(event, sums),
                "event": event.case.case,
                "figures": figures,
            }
        )
    return found


def _events(share: Range) -> Range:
    low, middle, high = (1 / s if s > 0 else float("inf") for s in (share.p95, share.p50, share.p05))
    return Range(low, middle, high)


def _quantiles(interval: Range) -> dict[str, float | None]:
    return {
        name: None if value == float("inf") else value
        for name, value in (("p05", interval.p05), ("p50", interval.p50), ("p95", interval.p95))
    }
