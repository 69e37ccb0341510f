"""What no air on Earth has: figures beyond every record, heights that do not belong to their pressure.

A range is wide enough for every analysis ever archived and narrow enough for a unit mistaken for another
(degrees Celsius for kelvin, knots of a jet times a thousand, a geopotential upside down). It refuses; it
never corrects.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from downrange.errors import Problem, Where

__all__ = ["LEVEL", "RANGES", "beyond", "misplaced", "out_of_range"]

Array = NDArray[np.float64]

RANGES: dict[str, tuple[float, float]] = {
    "east": (-250.0, 250.0),
    "north": (-250.0, 250.0),
    "temperature": (100.0, 400.0),
    "omega": (-100.0, 100.0),
    "ground": (-1000.0, 9000.0),
    "wind_east": (-120.0, 120.0),
    "wind_north": (-120.0, 120.0),
    "warm": (150.0, 350.0),
    "mixing": (0.0, 20_000.0),
    "heat": (-3000.0, 3000.0),
    "friction": (0.0, 10.0),
    "stress_east": (-100.0, 100.0),
    "stress_north": (-100.0, 100.0),
    "pressure": (30_000.0, 115_000.0),
    "rain": (-1.0, 1000.0),
    "roughness": (0.0, 100.0),
}
"""Least and greatest by quantity: m/s, K, Pa/s, m, W/m2, Pa and, for rain, mm/h (packing leaves it a little
under nought)."""

_FASTEST_M_PER_S = 250.0
LEVEL: dict[str, tuple[float, float]] = {
    "height_m": (-500.0, 1.2e5),
    "wind_speed_m_per_s": (0.0, _FASTEST_M_PER_S),
    "east_m_per_s": (-_FASTEST_M_PER_S, _FASTEST_M_PER_S),
    "north_m_per_s": (-_FASTEST_M_PER_S, _FASTEST_M_PER_S),
    "wind_from_deg": (0.0, 360.0),
    "temperature_k": (100.0, 400.0),
    "pressure_pa": (1e-3, 1.2e5),
}
"""Least and greatest of a level's figures, in a table and in a sounding."""


def beyond(level: Mapping[str, float], file: str, line: int | None) -> list[Problem]:
    """Give a problem for each figure of a level that no air on Earth has, or that is no number."""
    return [
        Problem(
            Where(file, name, line), "out of range", value=f"{number:g}",
            expected=f"{LEVEL[name][0]:g} to {LEVEL[name][1]:g}",
        )
        for name, number in level.items()
        if not LEVEL[name][0] <= number <= LEVEL[name][1]
    ]  # fmt: skip


_ROUNDING = 1e-6


def out_of_range(what: str, values: Array, where: Where) -> Problem | None:
    """Give the problem of the first value beyond the range of a quantity, None where all are inside.

    Parameters
    ----------
    what : str
        A key of `RANGES`; any other has no range.
    values : array
        In the unit of the range; gaps (NaN) are not judged here.
    """
    if what not in RANGES:
        return None
    low, high = RANGES[what]
    slack = _ROUNDING * (high - low)
    wrong = values[(values < low - slack) | (values > high + slack)]
    if not wrong.size:
        return None
    return Problem(where, "out of range", value=f"{wrong.flat[0]:g}", expected=f"{low:g} to {high:g}")


def misplaced(pressure_pa: Array, height_m: Array) -> NDArray[np.bool_]:
    """Say which levels lie where no air has their pressure.

    A level may stand 1,000 m and 12 % of its height off the US Standard Atmosphere 1976 (its troposphere, and
    the isothermal layer above continued); polar winter and tropics lie well inside that.

    Returns
    -------
    array of bool, the shape of the two together
    """
    inside = np.maximum(pressure_pa, 1e-3)
    below_m = 44330.8 * (1.0 - (inside / 101325.0) ** 0.190263)
    standard_m = np.where(inside < 22632.0, 11000.0 + 6341.6 * np.log(22632.0 / inside), below_m)
    return np.asarray(np.abs(height_m - standard_m) > 1000.0 + 0.12 * np.abs(standard_m))
