"""The library's figures that every ascent shares: drag, kick, staging pause, heating limit, orbit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from downrange.base.source import Sourced
from downrange.reference.library import table, values

__all__ = ["AscentDefaults", "ascent_defaults"]

_FILE = "ascent.yaml"


@dataclass(frozen=True)
class AscentDefaults:
    """Drag over the Mach number referred to the cross-section, and the assumed figures by name."""

    mach_number: tuple[float, ...]
    drag_coefficient: tuple[float, ...]
    figures: Mapping[str, Sourced]

    def value(self, name: str) -> float:
        """Give the central value of a figure (``kick_speed_m_per_s``, ``orbit_altitude_m``, ...)."""
        return self.figures[name].value


def ascent_defaults() -> AscentDefaults:
    """Read the figures; every one of them is an assumption with its range and argument."""
    drag = table(_FILE)["drag"]
    return AscentDefaults(
        tuple(float(v) for v in drag["mach_number"]),
        tuple(float(v) for v in drag["drag_coefficient"]),
        values(_FILE),
    )
