"""A day as people give it on the command line and in forms."""

from __future__ import annotations

from datetime import date

from downrange.errors import InputError, Problem, Where

__all__ = ["day"]


def day(text: str | None, otherwise: str | None = None) -> date:
    """Read a day as people give it; the last day that a partial date may mean.

    Raises
    ------
    InputError
        If the text is no date.
    """
    from downrange.case.schema import day_range

    given = text or otherwise
    if given is None:
        raise InputError(Problem(Where("command line", "--on"), "no day is given and the case names none"))
    try:
        return day_range(given)[1]
    except ValueError as error:
        problem = Problem(Where("command line", "--on"), "not a date", value=given, expected="2023-03-14")
        raise InputError(problem) from error
