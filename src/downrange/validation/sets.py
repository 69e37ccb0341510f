"""The measured sets by name, in their order, and how each is scored.

Long-range tracer experiments need the meteorology of their days (ERA5), which nobody may ship and this
version does not read yet: they answer that they were not run, and are never counted as met.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from downrange.errors import InputError, Problem, Where

__all__ = ["SETS", "validate"]

Say = Callable[[str], None]


def _prairie_grass() -> dict[str, Any]:
    from downrange.validation.prairie_grass import report

    return report()


def _limits() -> dict[str, Any]:
    from downrange.validation.limits import report

    return report()


def _events() -> dict[str, Any]:
    from downrange.validation.event_draws import Settings
    from downrange.validation.event_table import as_set, score_events

    return as_set(score_events(Settings()))


def _ascent() -> dict[str, Any]:
    from downrange.validation.ascent import report

    return report()


def _zones() -> dict[str, Any]:
    from downrange.validation.zones import report

    return report()


def _not_run(name: str) -> Callable[[], dict[str, Any]]:
    def answer() -> dict[str, Any]:
        return {
            "set": name,
            "rows": [],
            "scores": {},
            "baseline": {},
            "met": None,
            "why": "not run: a long-range run needs the meteorology of those days, and its reader is not "
            "part of this version; no score is claimed",
        }

    return answer


SETS: dict[str, Callable[[], dict[str, Any]]] = {
    "prairie-grass": _prairie_grass,
    "limits": _limits,
    "events": _events,
    "ascent": _ascent,
    "zones": _zones,
    "captex": _not_run("captex"),
    "etex1": _not_run("etex1"),
}
"""By name: a function that scores the set, with the keys of ``validate --json``."""


def validate(names: Sequence[str] = (), say: Say = lambda message: None) -> dict[str, Any]:
    """Score measured sets against the model.

    Parameters
    ----------
    names : sequence of str
        Which; none means all.
    say : callable
        Told the name of each set before it runs.

    Returns
    -------
    dict
        ``{"sets": [{"set", "rows", "scores", "baseline", "met"}]}``.

    Raises
    ------
    InputError
        For a name that is no set.
    """
    unknown = [name for name in names if name not in SETS]
    if unknown:
        raise InputError(
            [
                Problem(Where("command line"), "no such set", value=n, expected=", ".join(SETS))
                for n in unknown
            ]
        )
    found = []
    for name in names or SETS:
        say(f"{name} ...")
        found.append(SETS[name]())
    return {"sets": found}
