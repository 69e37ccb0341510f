"""Whether loaded tanks arrive after a high failure: an assumption with its own page (docs/decisions/0035).

The highest dynamic pressure of the fall against an assumed strength. Where a case says how the flight ended
(blown up, ordered destruction, seen to strike whole), that fact stands and nothing is drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["ArrivalParameters", "arrival_probability", "arrives"]


@dataclass(frozen=True)
class ArrivalParameters:
    """One draw; the name is a leaf of ``reference/models/release.yaml``."""

    tank_strength_pa: float


def arrives(highest_dynamic_pressure_pa: float, parameters: ArrivalParameters) -> bool:
    """Say whether the tanks of one draw reach the ground with their load.

    Parameters
    ----------
    highest_dynamic_pressure_pa : float
        The largest rho v^2 / 2 on the way down, Pa.
    parameters : ArrivalParameters
        One draw.
    """
    return highest_dynamic_pressure_pa < parameters.tank_strength_pa


def arrival_probability(
    highest_dynamic_pressures_pa: Sequence[float], strengths: Sequence[ArrivalParameters]
) -> float:
    """Give the share of the draws in which the tanks arrive: ``probability_of_arrival``.

    Parameters
    ----------
    highest_dynamic_pressures_pa, strengths : sequence
        One of each per draw.

    Raises
    ------
    ValueError
        If there are none, or not as many of the one as of the other.
    """
    draws = list(zip(highest_dynamic_pressures_pa, strengths, strict=True))
    if not draws:
        raise ValueError("no draws: a probability needs some")
    return sum(arrives(pressure, strength) for pressure, strength in draws) / len(draws)
