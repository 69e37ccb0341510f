"""Rival outcomes of a high failure: what is a sum over all draws, what is given one outcome.

Tanks arrive or open aloft. Masses and persons are of the draw's own outcome, so their spread holds both. A
concentration, an area, a crater, a distance is reported given the outcome that the scenario names, and given
the rival under a name of its own: a zero is never averaged into a maximum (docs/decisions/0037).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["GIVEN_ARRIVAL", "GIVEN_BREAK_UP", "OF_DROPPED", "PROBABILITY", "reported"]

GIVEN_ARRIVAL, GIVEN_BREAK_UP = "_given_arrival", "_given_break_up"
OF_DROPPED = "_of_dropped_stages"
"""Ending of what stages that had left before the failure spilled, beside the failure's own."""
PROBABILITY = "probability_of_arrival"
_STAGES = ("booster_range", "stage-")
_OF_EVERY_FALL = ("impact_range_from_pad_km", "highest_dynamic_pressure_pa", PROBABILITY)


def reported(
    kind: str, arrived: NDArray[np.float64] | None, columns: Mapping[str, NDArray[np.float64]]
) -> dict[str, NDArray[np.float64]]:
    """Give the values to take quantiles of, by the name of the quantity.

    Parameters
    ----------
    kind : str
        Of the scenario.
    arrived : ndarray, shape (draws,), optional
        1 where the tanks outlived the fall, 0 where they opened aloft; none where nobody asks.
    columns : mapping of str to ndarray, shape (draws,)
        Every quantity over all draws, not a number where a draw is without it.

    Returns
    -------
    mapping of str to ndarray
        ``columns``, a draw without the phenomenon counting as zero of it, with the probability as one figure;
        for a break-up aloft with the conditional names.
    """
    import numpy as np

    found = {name: np.nan_to_num(values, nan=0.0) for name, values in columns.items()}
    if arrived is None:
        return found
    found[PROBABILITY] = np.full(len(arrived), arrived.mean())
    if kind != "breakup-aloft":
        return found
    whole = arrived > 0.5
    for name, values in columns.items():
        if name in _OF_EVERY_FALL or name.endswith(OF_DROPPED) or name.startswith(_STAGES):
            continue
        has = ~np.isnan(values)
        for outcome, suffix in ((whole, GIVEN_ARRIVAL), (~whole, GIVEN_BREAK_UP)):
            if (has & outcome).any():
                found[f"{name}{suffix}"] = found[name][outcome]
        if not _adds_up(name):
            given_break_up = found.pop(name)[~whole]
            if (has & ~whole).any():
                found[name] = given_break_up
    return found


def _adds_up(name: str) -> bool:
    """Say whether a quantity is a sum whose zero means nothing there: masses, persons."""
    if name.endswith("_kg"):
        return not name.endswith("mg_per_kg")
    return name.startswith("population_") or name.endswith(("casualty_expectation", "_persons_ug_per_m3"))
