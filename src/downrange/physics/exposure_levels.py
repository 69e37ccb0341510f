"""Published exposure levels for a concentration that lasted: each only inside its own range of durations.

Emergency planning levels for one exposure: reported, never turned into money. NO2 and N2O4 are held
together against the NO2 levels, once. UDMH's levels follow concentration times time between ten minutes and
eight hours; levels in steps (NO2, HCl, CO, NH3) are taken of the next longer duration; nitric acid and
hydrazine are known at one hour only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from downrange.reference.library import values

__all__ = ["ExposureLevel", "levels_for"]

_FILE = "thresholds.yaml"
_KEY = re.compile(r"^(aegl[123])_(\d+)min_ppm$")
_CONSTANT_LOAD = ("udmh", "mmh")
_TOLERANCE = 0.05


@dataclass(frozen=True)
class ExposureLevel:
    """One level at the exposure's duration; ``rule`` says how it was taken from the published ones."""

    name: str
    level_ppm: float
    rule: str


@lru_cache(maxsize=32)
def _published(substance: str) -> dict[str, dict[float, float]]:
    found: dict[str, dict[float, float]] = {}
    for key, value in values(_FILE).items():
        slug, _, name = key.rpartition(".")
        match = _KEY.match(name)
        if slug == substance and match:
            found.setdefault(match.group(1), {})[60.0 * float(match.group(2))] = value.value
    return found


def levels_for(substance: str, duration_s: float) -> tuple[tuple[ExposureLevel, ...], str]:
    """Give the levels that hold for an exposure of a duration, and, where none does, why.

    Parameters
    ----------
    substance : str
        Slug of the threshold table; N2O4 is asked as ``no2``.
    duration_s : float
        Of the exposure.
    """
    found = _published("no2" if substance == "n2o4" else substance)
    if not found:
        return (), f"no published exposure level for {substance} is in the library"
    levels = []
    shortest = min(min(at) for at in found.values())
    longest = max(max(at) for at in found.values())
    for name, at in sorted(found.items()):
        times = sorted(at)
        if not times[0] * (1.0 - _TOLERANCE) <= duration_s <= times[-1] * (1.0 + _TOLERANCE):
            continue
        if substance in _CONSTANT_LOAD and len(times) > 1:
            level = at[3600.0] * 3600.0 / duration_s
            levels.append(ExposureLevel(name, level, "concentration times time of the one-hour level"))
            continue
        next_longer = min(t for t in times if t >= duration_s * (1.0 - _TOLERANCE))
        levels.append(ExposureLevel(name, at[next_longer], f"published for {next_longer / 60.0:g} min"))
    if levels:
        return tuple(levels), ""
    span = f"{shortest / 60:g} min" if shortest == longest else f"{shortest / 60:g} to {longest / 60:g} min"
    return (), f"levels for {substance} are known for {span} only: concentration alone is reported"
