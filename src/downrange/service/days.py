"""A day as people give it on the command line and in forms."""

from __future__ import annotations

from datetime import date

from downrange.errors import InputError, Problem, Where

__all__ = ["day", "first_day"]


def day(text: str | None, otherwise: str | None = None, option: str = "--on") -> date:
    """Read a day as people give it; the last day that a partial date may mean.

    Parameters
    ----------
    option : str
        Under which it was given, for the message.

    Raises
    ------
    InputError
        If the text is no date.
    """
    given = text or otherwise
    if given is None:
        raise InputError(Problem(Where("command line", option), "no day is given and the case names none"))
    return _span(given, option)[1]


def first_day(text: str, option: str) -> date:
    """Read the day from which something is asked; the first day that a partial date may mean.

    Raises
    ------
    InputError
        If the text is no date.
    """
    return _span(text, option)[0]


def _span(given: str, option: str) -> tuple[date, date]:
    from downrange.case.schema import day_range

    try:
        return day_range(given)
    except ValueError as error:
        problem = Problem(Where("command line", option), "not a date", value=given, expected="2023-03-14")
        raise InputError(problem) from error
