"""The sum in question, and what each event is against it, method by method, in the method's own currency."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from downrange.base.figures import share_text
from downrange.base.money import Money
from downrange.case.schema import Case, Claim, Refused, Unknown
from downrange.damage.assessment import Damage, Range
from downrange.damage.comparison import Event, Reported, Share, count_text, method_title, shares
from downrange.law.claim import admissibility
from downrange.report.charts import Group, Row
from downrange.report.numbers import missing_title
from downrange.report.words import word

__all__ = ["ClaimSums", "LawBox", "Sum", "claim_sums", "exact", "groups", "idle", "law_box", "law_notes"]


@dataclass(frozen=True)
class Sum:
    """One of the four amounts of a claim; ``money`` is None where unknown, and ``why`` says so."""

    name: str
    money: Money | None
    on: str | None
    why: str


@dataclass(frozen=True)
class ClaimSums:
    """A claim with its four amounts, which are never mixed."""

    claim: Claim
    sums: tuple[Sum, ...]


@dataclass(frozen=True)
class LawBox:
    """What law allows, said before any number."""

    head: str
    lines: tuple[str, ...] = field(default_factory=tuple)


def claim_sums(case: Case) -> tuple[ClaimSums, ...]:
    """Give each claim with its four amounts."""
    return tuple(
        ClaimSums(
            claim,
            (
                _sum("asserted", claim.asserted, claim.asserted_on),
                _sum("awarded", claim.awarded, claim.awarded_on),
                _sum("agreed", claim.agreed, claim.agreed_on),
                _sum("paid", claim.paid, claim.paid_on),
            ),
        )
        for claim in case.claims
    )


def _sum(name: str, value: Money | Unknown, on: str | None) -> Sum:
    if isinstance(value, Money):
        return Sum(name, value, on, "")
    return Sum(name, None, on, value.unknown or word("nothing_known"))


def groups(events: Sequence[Event], sums: Mapping[str, Reported], refused: Sequence[Refused]) -> list[Group]:
    """Lay the one picture out: a group for each event, a row for each method, refusals with rows too."""
    laid: list[Group] = []
    for event in events:
        rows = _rows(shares(event.assessment.damages, sums), None if event.own else event.noun)
        laid.append(Group(_event_title(event), rows))
    for item in refused:
        note = _refusal(item.missing, "")
        laid.append(Group(item.asked, (Row("every method", "refused", None, note),)))
    return laid


def _rows(held: Sequence[Share], noun: str | None) -> tuple[Row, ...]:
    """Give each method its row; analogies that were refused share one, since the table lists them."""
    asked = [share for share in held if not idle(share.damage)]
    rows = [_row(share, noun) for share in asked]
    left = len(held) - len(asked)
    if left:
        note = f"{word('refused')}: inputs missing, see the table"
        rows.append(Row(f"{left} more analogies" if left > 1 else "one more analogy", "refused", None, note))
    return tuple(rows)


def idle(damage: Damage) -> bool:
    """Say whether a refusal may share a row: analogies may, a rule of the place itself never."""
    return damage.status == "refused" and damage.applicability == "analogy" and damage.method[:3] != "kz-"


def _event_title(event: Event) -> str:
    title = event.case.title
    marked = word("hypothetical").lower()
    return f"{title} ({marked})" if event.case.hypothetical and marked not in title.lower() else title


def _row(share: Share, noun: str | None) -> Row:
    damage = share.damage
    title = method_title(damage)
    if damage.status == "refused":
        return Row(title, "refused", None, _refusal(damage.missing, damage.why))
    if share.share is None:
        return Row(title, "absent", None, f"no figure of the sum in {damage.currency}")
    return Row(title, damage.applicability, share.share, _note(share.share, noun))


def _note(share: Range, noun: str | None) -> str:
    if noun is not None:
        return count_text(share, noun)
    return f"{share_text(share.p50)} ({share_text(share.p05)} – {share_text(share.p95)})"


def _refusal(missing: Sequence[str], why: str) -> str:
    """Name what is missing in a few words: the first thing, and how many more."""
    first = missing_title(missing[0]) if missing else why
    more = f" (+{len(missing) - 1})" if len(missing) > 1 else ""
    most = 36 - len(more)
    short = first if len(first) <= most else first[: most - 1].rstrip(" ,;") + "…"
    return f"{word('refused')}: {short}{more}"


def law_notes(case: Case, events: Sequence[Event]) -> list[str]:
    """Say whether ecological damage of these events could be asked in money at all, with the article.

    Asked of the claim's day as if the claim were one for ecological damage: the question of a debt that some
    reports call damage.
    """
    if not case.claims or not events:
        return []
    asked = case.claims[0].model_copy(update={"basis": "ecological-damage"})
    answer = admissibility(case, asked)
    if answer.allowed:
        return [f"Money for ecological damage of that day: {answer.reason}."] if events[0].own else []
    return [f"And were it a claim for ecological damage: {answer.reason} ({answer.article})."]


def _few(missing: Sequence[str]) -> str:
    """Name the first two things missing and count the rest; the section on refusals lists them all."""
    named = ", ".join(missing_title(name) for name in missing[:2])
    return f"{named} and {len(missing) - 2} more are missing" if len(missing) > 2 else named


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def law_box(damages: Sequence[Damage]) -> LawBox:
    """Say which method is law here; where none is computed as law that is the first thing said."""
    if not damages:
        return LawBox("")
    computed = [damage for damage in damages if damage.status == "computed"]
    laws = _unique([damage for damage in computed if damage.applicability == "law"])
    if laws:
        names = ", ".join(method_title(damage) for damage in laws)
        return LawBox(f"Law for this place and date: {names}.", tuple(damage.why for damage in laws))
    lines = [
        f"{_capital(method_title(damage))} was the law, and is refused: {_few(damage.missing) or damage.why}."
        for damage in _unique([d for d in damages if d.status == "refused" and d.applicability == "law"])
    ]
    by_reason: dict[str, list[str]] = {}
    for damage in _unique([d for d in computed if d.applicability == "persuasive"]):
        by_reason.setdefault(damage.why.rstrip("."), []).append(method_title(damage))
    lines += [
        f"{_capital(' and '.join(titles))}: persuasive only; {why}." for why, titles in by_reason.items()
    ]
    lines.append("The range over methods is shown; no single one is the answer.")
    return LawBox("No method computed here is law for this place and date.", tuple(lines))


def _unique(damages: Sequence[Damage]) -> list[Damage]:
    return list({damage.method: damage for damage in damages}.values())


def exact(money: Money) -> str:
    """Write an exact sum with its digits grouped; the currency stands apart."""
    text = f"{money.amount:,f}"
    return text if money.amount != money.amount.to_integral_value() else f"{Decimal(int(money.amount)):,}"
