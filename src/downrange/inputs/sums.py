"""What is wrong with a sum in a user's file, at its own key and line."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from downrange.case.sums import sum_fault
from downrange.errors import Problem

if TYPE_CHECKING:
    from downrange.base.marked import Marked

__all__ = ["sum_problem"]


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
    fault = sum_fault(value)
    if fault is None:
        return None
    return Problem(
        marked.where((*path, *fault.below)), fault.message, value=fault.value, expected=fault.expected
    )
