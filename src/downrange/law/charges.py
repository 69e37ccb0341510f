"""What enforcement adds: the state bailiff's sanction or the private bailiff's pay, never both.

Which of the two took the real case is not known, so both outcomes are shown. Law on enforcement proceedings
of Kazakhstan, articles 118, 124, 138.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from downrange.base.money import Money
from downrange.law.rule import NO_BOOK, Rulebook, flags_of
from downrange.reference.dated import Found

__all__ = ["Bailiff", "Charge", "charges", "private_pay", "state_sanction"]

Bailiff = Literal["state", "private", "unknown"]
Bands = Literal["flat", "marginal"]

_HUNDRED = Decimal(100)


@dataclass(frozen=True)
class Charge:
    """One head that enforcement adds, under one assumption about who enforces."""

    assumption: str
    head: str
    amount: Money
    article: str
    when: str
    rules: tuple[Found, ...] = ()
    flags: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the charge with the keys of the command line."""
        return {
            "assumption": self.assumption,
            "head": self.head,
            "amount": self.amount.as_json(),
            "article": self.article,
            "when": self.when,
            "flags": list(self.flags),
        }


def state_sanction(
    recovered: Money, on: date, book: Rulebook = NO_BOOK, *, debtor_is_state: bool = False
) -> Charge:
    """Give the state bailiff's sanction: ten percent, none below one index or where the debtor is the State.

    Raises
    ------
    ValueError
        If the sum is not in tenge: a conversion needs a named rate, source and date.
    SourceError
        If a rule or the index of that day is not verified.
    """
    _tenge(recovered)
    percent = book.find("kz-enforcement.state_sanction_percent", on)
    least_rule = book.find("kz-enforcement.state_sanction_least_mci", on)
    least, index = book.index(least_rule.count, on)
    rules = (percent, least_rule, index)
    none = debtor_is_state or recovered < least
    amount = Money(0, "KZT") if none else recovered.times(percent.number / _HUNDRED, "half-up")
    return Charge(
        "state-bailiff", "sanction", amount, "ENF 124",
        "claimed after full performance; a court may defer, cut or waive it", rules, flags_of(rules),
    )  # fmt: skip


def private_pay(recovered: Money, on: date, book: Rulebook = NO_BOOK, bands: Bands = "flat") -> Charge:
    """Give the private bailiff's pay: bands of 3 to 25 percent under a ceiling, due on success only.

    As printed the bands are flat: one percentage for the whole sum, so that pay falls at each edge.
    ``marginal`` applies each percentage to its own slice. A sum just above an edge is warned of.

    Raises
    ------
    ValueError
        If the sum is not in tenge.
    SourceError
        If a rule or the index of that day is not verified.
    """
    _tenge(recovered)
    rule = book.find("kz-enforcement.private_pay_bands_percent", on)
    cap_rule = book.find("kz-enforcement.private_pay_ceiling_mci", on)
    ceiling, index = book.index(cap_rule.count, on)
    rows = [(Money.of(index.number * edge, "KZT"), Decimal(percent)) for edge, percent in rule.items]
    exact = _flat(recovered, rows) if bands == "flat" else _marginal(recovered, rows)
    amount = min(Money(round_up_half(exact), "KZT"), ceiling)
    flags = [*flags_of((rule, cap_rule, index))]
    if amount == ceiling:
        flags.append(f"the ceiling of {cap_rule.value} index multiples applies ({cap_rule.article})")
    if bands == "flat":
        flags.extend(_jumps(recovered, exact, rows))
    return Charge(
        "private-bailiff", "bailiff-pay", amount, "ENF 118",
        "due on success only, in proportion to what was recovered; none if paid before presenting",
        (rule, cap_rule, index), tuple(flags),
    )  # fmt: skip


def round_up_half(exact: Fraction) -> int:
    """Round a sum of minor units half up, the rule for every charge here."""
    return int(exact + Fraction(1, 2))


def _tenge(sum_: Money) -> None:
    if sum_.currency != "KZT":
        raise ValueError(f"the charges are laid down in tenge; {sum_} needs a rate, a source and a date")


def _flat(sum_: Money, rows: list[tuple[Money, Decimal]]) -> Fraction:
    for edge, percent in rows:
        if edge.minor == 0 or sum_ <= edge:
            return Fraction(sum_.minor) * Fraction(percent) / 100
    raise AssertionError("the last band has no upper edge")


def _marginal(sum_: Money, rows: list[tuple[Money, Decimal]]) -> Fraction:
    pay, below = Fraction(0), 0
    for edge, percent in rows:
        top = sum_.minor if edge.minor == 0 else min(edge.minor, sum_.minor)
        pay += Fraction(max(0, top - below)) * Fraction(percent) / 100
        below = max(below, top)
    return pay


def _jumps(sum_: Money, exact: Fraction, rows: list[tuple[Money, Decimal]]) -> list[str]:
    warned = []
    for edge, percent in rows:
        at_edge = Fraction(edge.minor) * Fraction(percent) / 100
        if edge.minor and sum_ > edge and at_edge > exact:
            dearer = Money(round_up_half(at_edge), "KZT")
            warned.append(
                f"the bands jump: the smaller sum of {edge} would cost {dearer}, more than this one"
            )
    return warned


def charges(
    recovered: Money,
    on: date,
    bailiff: Bailiff = "unknown",
    book: Rulebook = NO_BOOK,
    *,
    debtor_is_state: bool = False,
) -> tuple[Charge, ...]:
    """Give the charge of the bailiff at work, or both outcomes where it is not known who enforces."""
    found = []
    if bailiff in ("state", "unknown"):
        found.append(state_sanction(recovered, on, book, debtor_is_state=debtor_is_state))
    if bailiff in ("private", "unknown"):
        found.append(private_pay(recovered, on, book))
    return tuple(found)
