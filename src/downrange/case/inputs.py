"""What an input of a case may be: a share lies between nought and one, a mass is not below nought.

Only what no matter of fact can be is refused; whether a value is likely is for the evidence to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite

from downrange.base.source import Sourced
from downrange.base.units import unit_of

__all__ = ["unfit", "unfit_together"]

_SHARES = ("share", "fraction", "probability")
_NEVER_BELOW = (
    "kg", "t", "g", "mg", "ug", "m2", "m3", "km2", "ha", "ft2", "gal", "usd", "eur", "gbp", "kzt", "rub",
    "pa", "k", "mm",
)  # fmt: skip
"""First parts of units whose figures begin at nought."""
_IN_ORDER = (("treatment_day_d", "treatment_checked_day_d"),)
"""Days of which the second comes after the first."""
_PAIRS = (("treatment_day_d", "treatment_peroxide_kg"),)
"""Inputs of which one says nothing without the other."""
_LARGEST_KG = 10_000_000.0
"""Twice the heaviest rocket that ever stood on a pad."""
_RANGES: tuple[tuple[str, float, float, str], ...] = (
    ("latitude_deg", -90.0, 90.0, "degrees between -90 and 90"),
    ("inclination_deg", 0.0, 180.0, "degrees between 0 and 180"),
    ("flight_path_angle_deg", -90.0, 90.0, "degrees between -90 and 90"),
    ("_deg", -360.0, 360.0, "degrees between -360 and 360"),
    ("wind_speed_m_per_s", 0.0, 150.0, "a speed between 0 and 150 m/s"),
    ("speed_m_per_s", 0.0, 20_000.0, "a speed between 0 and 20,000 m/s"),
    ("air_temperature_c", -90.0, 60.0, "degrees Celsius between -90 and 60"),
    ("soil_temperature_c", -90.0, 90.0, "degrees Celsius between -90 and 90"),
    ("rain_mm_per_h", 0.0, 500.0, "rain between 0 and 500 mm an hour"),
    ("local_solar_time_h", 0.0, 24.0, "an hour of the day between 0 and 24"),
    ("samples_number", 1.0, 1e6, "a count between 1 and 1,000,000"),
    ("_day_d", 0.0, 36_525.0, "days between 0 and 36,525, a century"),
    ("_time_s", 0.0, 1e6, "seconds between 0 and 1,000,000"),
    ("altitude_m", -500.0, 1e6, "metres between -500 and 1,000,000"),
    ("distance_m", 0.0, 20_100_000.0, "metres between 0 and 20,100,000, half way round the Earth"),
    ("downrange_m", 0.0, 20_100_000.0, "metres between 0 and 20,100,000, half way round the Earth"),
    ("fallen_length_m", 0.01, 200.0, "metres between 0.01 and 200"),
    ("fallen_diameter_m", 0.01, 200.0, "metres between 0.01 and 200"),
    ("dynamic_pressure_pa", 0.0, 1e7, "pascals between 0 and 10,000,000"),
    ("on_board_kg", 0.0, _LARGEST_KG, "kilograms, nought or more and at most 10,000,000"),
    ("dry_mass_kg", 0.0, _LARGEST_KG, "kilograms, nought or more and at most 10,000,000"),
)
"""Endings of names, what such a figure can be at all, and how that is said; the first that fits holds.

The edges are wider than anything measured on the Earth or ever launched (what falls back is bound to the
Earth and slower than 11.2 km/s): they refuse slips of sign, unit and
decimal point, and leave what is merely improbable to the reader.
"""


def unfit(name: str, sourced: Sourced) -> str | None:
    """Say what an input cannot be, with what was expected; None where it may be.

    Parameters
    ----------
    name : str
        With its unit as the last part, or one of the dimensionless endings.
    sourced : Sourced
        Its value; a spread is looked at between its 0.1 and 99.9 % quantiles.
    """
    values = [sourced.value]
    if sourced.spread is not None:
        values += [sourced.draw(0.001), sourced.draw(0.999)]
    if not all(isfinite(value) for value in values):
        return "a finite number"
    low, high = min(values), max(values)
    if name.endswith(_SHARES):
        return None if low >= 0.0 and high <= 1.0 else "a share between 0 and 1"
    for ending, least, most, words in _RANGES:
        if name.endswith(ending):
            return None if least <= low <= high <= most else words
    unit = unit_of(name) or ""
    if unit.partition("_per_")[0].partition("_")[0] in _NEVER_BELOW and low < 0.0:
        return "nought or more"
    return None


def unfit_together(inputs: Mapping[str, Sourced]) -> dict[str, str]:
    """Say which inputs cannot be beside the others, with what was expected of each.

    Parameters
    ----------
    inputs : mapping of name to Sourced
        All of a case's own.
    """
    found: dict[str, str] = {}
    for first, second in _IN_ORDER:
        if first in inputs and second in inputs and inputs[second].value <= inputs[first].value:
            found[second] = f"more than {first}, {inputs[first].value:g}"
    for one, other in _PAIRS:
        if one in inputs and other not in inputs:
            found[one] = f"{other} beside it"
        elif other in inputs and one not in inputs:
            found[other] = f"{one} beside it"
    return found
