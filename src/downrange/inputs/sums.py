"""What is wrong with a sum in a user's file, said once and at its own key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from downrange.base.money import EXPONENTS, Money
from downrange.errors import Problem

if TYPE_CHECKING:
    from downrange.base.marked import Marked

__all__ = ["sum_problem"]

_SHAPE = '{amount: "12.50", currency: KZT}, the amount in quotes'


def sum_problem(path: tuple[str | int, ...], value: Any, marked: Marked) -> Problem | None:
    """Say why a value is no sum of money; None where it was not meant as one.

    Parameters
    ----------
    path : tuple
        Keys and numbers that lead to the value.
    value : object
        What stands there.
    marked : Marked
        The file, for the line.
    """
    if not isinstance(value, Mapping):
        told = "a number alone is no sum of money" if isinstance(value, int | float) else "not a sum of money"
        return Problem(marked.where(path), told, value=str(value), expected=_SHAPE)
    if not {"amount", "currency"} & set(value):
        return None
    for key in ("amount", "currency"):
        if key not in value:
            return Problem(
                marked.where(path), f"a sum without its {key}", value=str(dict(value)), expected=_SHAPE
            )
    amount, currency = value["amount"], value["currency"]
    if currency not in EXPONENTS:
        return Problem(
            marked.where((*path, "currency")), "this program knows no such currency", value=str(currency),
            expected=f"one of {', '.join(sorted(EXPONENTS))}",
        )  # fmt: skip
    if isinstance(amount, bool) or not isinstance(amount, str | int):
        told = "a sum is never a number with a point: its last digit could not be relied on"
        expected = f'text in quotes, such as "{amount}"' if isinstance(amount, float) else _SHAPE
        return Problem(marked.where((*path, "amount")), told, value=str(amount), expected=expected)
    try:
        Money.of(amount, currency)
    except ValueError as error:
        expected = f"digits with at most {EXPONENTS[currency]} after the point"
        return Problem(marked.where((*path, "amount")), str(error), value=str(amount), expected=expected)
    return None
