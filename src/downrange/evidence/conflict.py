"""Contradictions, found by rule: values are compared, not strings.

Two statements contradict each other if they give one property of one thing values that cannot both hold. For
sums that depends on how far each was rounded and on the rates of the days concerned; for measured multiples
on the limit each was divided by. Further rules hold a statement against the library, against arithmetic and
against the calendar. A conflict names its kind, the statements on each side, what would settle it and which
figures it moves; it never chooses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from downrange.case.schema import Amount, Case, Figure, Statement, When, Who, Words, day_range
from downrange.case.values import Value
from downrange.evidence import rules
from downrange.evidence.finding import Conflict, conflict
from downrange.evidence.statements import first_known, independent_number, standing
from downrange.evidence.sums import (
    Rates,
    compare_sums,
    implied_rate,
    printed_range,
    rounded_like,
)

__all__ = ["Components", "Conflict", "conflicts", "window"]

Components = Callable[[str], frozenset[str] | None]
"""Gives what a vehicle's own stages burn, by its slug; None where the library lacks it."""

LOOK_BACK_D = 150
"""Days before the first report within which a debt may have been converted, where the case names no day."""

MANY = frozenset({"state", "method", "remark"})
"""Properties of which several values may hold at once."""

NEAR = 0.05
"""Sums of one currency within this share of each other are taken as failed roundings of one figure."""


def window(case: Case, about: str, statements: Sequence[Statement]) -> tuple[date, date]:
    """Give the days at whose rates the sums about one claim may have been converted.

    From the first dated step of the claim (writ, assertion, award with its day or month) to the last report;
    without such a step from five months before the first report.
    """
    dated = [days for days in map(first_known, statements) if days is not None]
    last = max((days[1] for days in dated), default=date.max)
    first = min((days[0] for days in dated), default=date.min)
    steps = [entry.on for entry in case.entries if entry.claim == about]
    for claim in case.claims:
        if claim.id == about:
            steps += [on for on in (claim.asserted_on, claim.awarded_on, claim.agreed_on) if on]
    known = [day_range(step)[0] for step in steps if len(step) > 4 and day_range(step)[0] <= first]
    back = first - timedelta(days=LOOK_BACK_D) if first > date.min + timedelta(days=LOOK_BACK_D) else first
    return max(known, default=back), last


def conflicts(
    case: Case, statements: Sequence[Statement], rates: Rates, components: Components
) -> tuple[Conflict, ...]:
    """Find every contradiction among the statements given.

    Parameters
    ----------
    case : Case
        The matter: its claims date the conversions, its choices say which statement is the pivot.
    statements : sequence of Statement
        Those to compare, for example :func:`downrange.evidence.statements.known_on` a day.
    rates : Rates
        Exchange rates between days.
    components : callable
        What a vehicle's stages burn, from the library.

    Returns
    -------
    tuple of Conflict
        In the order in which the case speaks of the things.
    """
    live = standing(statements)
    found = [
        *rules.library(live, components),
        *rules.arithmetic(live),
        *rules.anachronism(live),
        *rules.garbled(live),
        *rules.limits(live),
    ]
    explained = {(one.about, one.property) for one in found if one.kind in ("library", "limit")}
    groups: dict[tuple[str, str], list[Statement]] = {}
    for statement in live:
        groups.setdefault((statement.about, statement.property), []).append(statement)
    for (about, name), group in groups.items():
        if name not in MANY and (about, name) not in explained:
            found += _sums(case, about, group, rates)
            found += _plain(group)
    order = {statement.id: index for index, statement in enumerate(case.statements)}
    return tuple(
        sorted(found, key=lambda one: min(order.get(name, 0) for side in one.sides for name in side))
    )


# sums

Item = tuple[Statement, Amount]


def _sums(case: Case, about: str, group: Sequence[Statement], rates: Rates) -> Iterator[Conflict]:
    given = [(statement, statement.value) for statement in group if isinstance(statement.value, Amount)]
    if len(given) < 2:
        return
    pivot = _pivot(case, given)
    first, last = window(case, about, [statement for statement, _ in given])
    agree: list[Item] = [pivot]
    against: list[Item] = []
    for item in given:
        verdict = compare_sums(pivot[1], item[1], rates, first, last) if item is not pivot else "open"
        if verdict != "open":  # without a rate in hand nothing is said
            (agree if verdict == "same" else against).append(item)
    own = tuple(statement.id for statement, _ in agree)
    for kind, because, side in _sorted_out(pivot[1], agree, against, rates, (first, last)):
        yield conflict(kind, against[0][0], (own, side), because)


def _pivot(case: Case, given: Sequence[Item]) -> Item:
    """Pick what the others are held against: the chosen one, else the least rounded, else the most said."""
    chosen = {choice.statement for choice in case.choices}
    for item in given:
        if item[0].id in chosen:
            return item

    def rank(item: Item) -> tuple[float, int]:
        said = [other for other, value in given if value == item[1]]
        return float(printed_range(item[1]).place), -independent_number(said)

    return min(given, key=rank)


def _sorted_out(
    pivot: Amount, agree: list[Item], against: list[Item], rates: Rates, days: tuple[date, date]
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Say of each sum why it cannot be the pivot's; equal sums with one explanation stand on one side."""
    sides: dict[tuple[str, str, str], list[str]] = {}
    for item in against:
        kind, because = _why(pivot, item, agree, against, rates, days)
        sides.setdefault((kind, because, str(item[1].amount)), []).append(item[0].id)
    for (kind, because, _), side in sides.items():
        yield kind, because, tuple(side)


def _why(
    pivot: Amount, item: Item, agree: list[Item], against: list[Item], rates: Rates, days: tuple[date, date]
) -> tuple[str, str]:
    ours, theirs = printed_range(pivot), printed_range(item[1])
    if ours.currency != theirs.currency:
        return _why_rate(pivot, item, agree, rates, days)
    gap = abs(ours.low + ours.high - theirs.low - theirs.high) / max(
        abs(ours.low + ours.high), Fraction(1, 100)
    )
    if gap <= NEAR and _one_digit_apart(pivot, item[1]):
        return "misprint", f"one digit differs: {item[1].printed} for {pivot.printed}"
    if gap <= NEAR and theirs.place > ours.place:
        right = rounded_like(pivot, item[1])
        return "rounding", f"printed {item[1].printed}; the exact sum rounds to {right:,f} {ours.currency}"
    for other in (*agree, *against):
        span = printed_range(other[1])
        if span.currency != theirs.currency and theirs.low <= span.high and span.low <= theirs.high:
            return "unit", (
                f"given in {theirs.currency}; the same number in {span.currency} is {other[0].id}: "
                "probably a slip of the unit"
            )
    return "value", f"{_printed(item[1])} against {_printed(pivot)}: no rounding makes them one"


def _printed(value: Amount) -> str:
    return value.printed or (str(value.amount) if value.amount else f"{value.low} to {value.high}")


def _why_rate(
    pivot: Amount, item: Item, agree: list[Item], rates: Rates, days: tuple[date, date]
) -> tuple[str, str]:
    ours, theirs = printed_range(pivot), printed_range(item[1])
    low, high = implied_rate(pivot, item[1])
    span = rates.span(theirs.currency, ours.currency, *days)
    assert span is not None, "without a rate the comparison stays open"
    pair = f"{ours.currency}/{theirs.currency}"
    ran = f"{span.series} ran {float(span.low):.2f} to {float(span.high):.2f}"
    because = f"needs {float(low):.2f} to {float(high):.2f} {pair}; {ran}"
    for other in agree:
        other_range = printed_range(other[1])
        if other_range.currency in (ours.currency, theirs.currency):
            continue
        if other_range.place and compare_sums(other[1], item[1], rates, *days) == "same":
            return "rate", (
                f"{because}. It is {other[0].id} converted: an echo of that rounded figure, "
                "not an independent one"
            )
    return "rate", f"{because}. No figure of the case converts to it at a rate in hand"


def _one_digit_apart(one: Amount, other: Amount) -> bool:
    if one.printed is None or other.printed is None or len(one.printed) != len(other.printed):
        return False
    if printed_range(one).place != printed_range(other).place:
        return False
    return sum(a != b for a, b in zip(one.printed, other.printed, strict=True)) == 1


# other values


def _plain(group: Sequence[Statement]) -> Iterator[Conflict]:
    for kind, name in _NAMES.items():
        same = [
            one for one in group if isinstance(one.value, kind) and not getattr(one.value, "readings", ())
        ]
        denied = [statement for statement in same if statement.stance == "denies"]
        if len(denied) == len(same):
            continue  # nobody asserts it
        sides = [[one for one in same if one not in denied], denied] if denied else _sides(same)
        if len(sides) > 1:
            names = tuple(tuple(statement.id for statement in side) for side in sides)
            yield conflict("denied" if denied else name, same[0], names, _said(sides))


_NAMES: dict[type, str] = {Figure: "value", When: "date", Who: "party", Words: "account"}


def _sides(statements: Sequence[Statement]) -> list[list[Statement]]:
    sides: list[list[Statement]] = []
    for statement in statements:
        for side in sides:
            if all(_agree(statement.value, other.value) for other in side):
                side.append(statement)
                break
        else:
            sides.append([statement])
    return sides


def _agree(one: Value, other: Value) -> bool:
    if isinstance(one, Figure) and isinstance(other, Figure):
        if one.unit != other.unit:
            return True  # another unit is another question; the limits' rule joins them
        (a, b), (c, d) = figure_range(one), figure_range(other)
        return a <= d and c <= b
    if isinstance(one, When) and isinstance(other, When):
        (first, last), (begin, end) = day_range(one.date), day_range(other.date)
        return first <= end and begin <= last
    if isinstance(one, Who) and isinstance(other, Who):
        return one.party == other.party
    if isinstance(one, Words) and isinstance(other, Words):
        return rules.tokens(one.text) == rules.tokens(other.text)
    return True


def figure_range(value: Figure) -> tuple[float, float]:
    """Give what a printed number stands for: half of its last digit either way, or its own range."""
    if value.number is None:
        low = value.low if value.low is not None else float("-inf")
        high = value.high if value.high is not None else float("inf")
        return low, high
    text = repr(value.number).removesuffix(".0")
    place = 10.0 ** -len(text.partition(".")[2]) if "e" not in text else 0.0
    return value.number - place / 2, value.number + place / 2


def _said(sides: Sequence[Sequence[Statement]]) -> str:
    return " / ".join(f"{_spoken(side[0].value)} ({len(side)})" for side in sides)


def _spoken(value: Value) -> str:
    if isinstance(value, Figure):
        number = value.number if value.number is not None else f"{value.low} to {value.high}"
        return f"{number} {value.unit}".strip()
    if isinstance(value, When):
        return value.date
    if isinstance(value, Who):
        return value.party
    assert isinstance(value, Words), value
    return value.text
