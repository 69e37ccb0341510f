"""The measured sets by name, in their order, and how each is scored.

Long-range tracer experiments need the meteorology of their days (ERA5) and their samples, which the user
brings: without them they answer what to bring, and are never counted as met.
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


def _long_range(name: str) -> Callable[..., dict[str, Any]]:
    def answer(data: str | None = None, weather: str | None = None) -> dict[str, Any]:
        from downrange.validation.long_range import report

        return report(name, data, weather)

    return answer


SETS: dict[str, Callable[..., dict[str, Any]]] = {
    "prairie-grass": _prairie_grass,
    "limits": _limits,
    "events": _events,
    "ascent": _ascent,
    "zones": _zones,
    "captex": _long_range("captex"),
    "etex1": _long_range("etex1"),
}
"""By name: a function that scores the set, with the keys of ``validate --json``."""

_LONG_RANGE = ("captex", "etex1")


def validate(
    names: Sequence[str] = (),
    say: Say = lambda message: None,
    data: str | None = None,
    weather: str | None = None,
) -> dict[str, Any]:
    """Score measured sets against the model.

    Parameters
    ----------
    names : sequence of str
        Which; none means all.
    say : callable
        Told the name of each set before it runs.
    data, weather : str, optional
        Folders of the long-range sets: samples, meteorology (else DOWNRANGE_DATA, DOWNRANGE_WEATHER).

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
        folders = {"data": data, "weather": weather} if name in _LONG_RANGE else {}
        found.append(SETS[name](**folders))
    return {"sets": found}
