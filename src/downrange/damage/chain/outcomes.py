"""Rival outcomes of a high failure: what is a sum over all draws, what is given one outcome.

Tanks arrive or open aloft. Masses and persons are of the draw's own outcome, so their spread holds both. A
concentration, an area, a crater, a distance is reported given the outcome that the scenario names, and given
the rival under a name of its own: a zero is never averaged into a maximum (docs/decisions/0037).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from downrange.damage.chain.member import Member
from downrange.damage.chain.plan import Plan

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["GIVEN_ARRIVAL", "GIVEN_BREAK_UP", "PROBABILITY", "reported"]

GIVEN_ARRIVAL, GIVEN_BREAK_UP = "_given_arrival", "_given_break_up"
PROBABILITY = "probability_of_arrival"
_OF_EVERY_FALL = ("impact_range_from_pad_km", "highest_dynamic_pressure_pa", PROBABILITY)


def reported(
    plan: Plan, kept: Sequence[Member], columns: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Give the values to take quantiles of, by the name of the quantity.

    Parameters
    ----------
    kept : sequence of Member
        The draws.
    columns : mapping of str to ndarray, shape (draws,)
        Every quantity over all draws, zero where a draw is without it.

    Returns
    -------
    mapping of str to ndarray
        ``columns``, with the probability as one figure; for a break-up aloft with the conditional names.
    """
    import numpy as np

    arrived = np.array([bool(member.down[0].arrives) for member in kept])
    if any(member.down[0].arrives is None for member in kept):
        return dict(columns)
    found: dict[str, Any] = dict(columns)
    found[PROBABILITY] = np.full(len(kept), arrived.mean())
    if plan.scenario.kind != "breakup-aloft":
        return found
    for name, values in columns.items():
        if name in _OF_EVERY_FALL:
            continue
        has = np.array([name in member.quantities for member in kept])
        for outcome, suffix in ((arrived, GIVEN_ARRIVAL), (~arrived, GIVEN_BREAK_UP)):
            if (has & outcome).any():
                found[f"{name}{suffix}"] = values[outcome]
        if not _adds_up(name):
            del found[name]
            if (has & ~arrived).any():
                found[name] = values[~arrived]
    return found


def _adds_up(name: str) -> bool:
    """Say whether a quantity is a sum whose zero means nothing there: masses, persons."""
    if name.endswith("_kg"):
        return not name.endswith("mg_per_kg")
    return name.startswith("population_") or name == "casualty_expectation"
