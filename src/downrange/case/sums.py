"""What is wrong with a sum that somebody wrote, said once and at its own key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from downrange.base.money import EXPONENTS, Money

__all__ = ["SumFault", "sum_fault"]

_SHAPE = '{amount: "12.50", currency: KZT}, the amount in quotes'


class SumFault(NamedTuple):
    """Where below the sum something is wrong (a key, or nothing), what, the value, what was expected."""

    below: tuple[str, ...]
    message: str
    value: str
    expected: str


def sum_fault(value: Any) -> SumFault | None:
    """Say why a value is no sum of money; None where it is one, or was not meant as one."""
    if not isinstance(value, Mapping):
        told = "a number alone is no sum of money" if isinstance(value, int | float) else "not a sum of money"
        return SumFault((), told, str(value), _SHAPE)
    if not {"amount", "currency"} & set(value):
        return None
    for key in ("amount", "currency"):
        if key not in value:
            return SumFault((), f"a sum without its {key}", str(dict(value)), _SHAPE)
    amount, currency = value["amount"], value["currency"]
    if currency not in EXPONENTS:
        known = f"one of {', '.join(sorted(EXPONENTS))}"
        return SumFault(("currency",), "this program knows no such currency", str(currency), known)
    if isinstance(amount, bool) or not isinstance(amount, str | int):
        told = "a sum is never a number with a point: its last digit could not be relied on"
        expected = f'text in quotes, such as "{amount}"' if isinstance(amount, float) else _SHAPE
        return SumFault(("amount",), told, str(amount), expected)
    try:
        Money.of(amount, currency)
    except ValueError as error:
        expected = f"digits with at most {EXPONENTS[currency]} after the point"
        return SumFault(("amount",), str(error), str(amount), expected)
    return None
