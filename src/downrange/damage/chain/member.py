"""What one draw leaves behind, link by link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from downrange.base.trace import Trace
from downrange.damage.harm import Emission
from downrange.damage.valuation.method import Outcome
from downrange.physics.release import ImpactRelease, Load
from downrange.physics.release_stage import SpentStageRelease

if TYPE_CHECKING:
    from downrange.physics.droplets import BreakupRelease
    from downrange.physics.puff import AirField

__all__ = ["Aloft", "Down", "Grounded", "LetGo", "Member"]


@dataclass(frozen=True)
class Down:
    """One thing that came down: where, how fast, with what in its tanks; ``count`` alike pieces.

    Attributes
    ----------
    load : Load
        What reached the ground in its tanks, or was in them where they opened.
    aloft_kg : mapping
        What left it on the way down, by component; not part of the load.
    arrives : bool or None
        Whether this draw's tanks outlive the fall; None where nobody asks.
    opened_m : float or None
        Height above the ellipsoid at which they opened; None where they struck whole.
    opened_at : pair of float or None
        Latitude and longitude where they opened, degrees, where the fall says so.
    """

    body: str
    latitude_deg: float
    longitude_deg: float
    range_from_pad_km: float
    speed_m_per_s: float
    load: Load
    dry_mass_kg: float = 0.0
    count: int = 1
    aloft_kg: Mapping[str, float] = field(default_factory=dict)
    arrives: bool | None = None
    opened_m: float | None = None
    opened_at: tuple[float, float] | None = None


@dataclass(frozen=True)
class LetGo:
    """What got out: at each thing that came down, as drops from tanks that opened aloft, by the exhaust.

    ``to_air_kg`` is what the near-ground cloud carries; what was let go aloft stands in ``emissions``.
    """

    impacts: tuple[tuple[Down, ImpactRelease], ...] = ()
    stages: tuple[tuple[Down, SpentStageRelease], ...] = ()
    rained: Mapping[str, BreakupRelease] = field(default_factory=dict)
    emissions: tuple[Emission, ...] = ()
    to_air_kg: Mapping[str, float] = field(default_factory=dict)
    heat_j: float = 0.0
    cloud_radius_m: float = 0.0


@dataclass(frozen=True)
class Aloft:
    """Where the wind carried it: the puffs, and the point they started from.

    ``clouds`` are the risen cloud and, after a crash, the stem that stayed near the ground; the same weather.
    """

    latitude_deg: float
    longitude_deg: float
    clouds: tuple[AirField, ...] = ()
    levels_kg_per_m3: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Grounded:
    """What stays in the ground: quantities by name."""

    quantities: Mapping[str, float]


@dataclass(frozen=True)
class Member:
    """One draw through the spine: what was drawn, what came of it, and why."""

    draw: int
    inputs: Mapping[str, float]
    assumed: frozenset[str]
    quantities: Mapping[str, float]
    outcomes: tuple[Outcome, ...]
    trace: Trace
    down: tuple[Down, ...]
    aloft: Aloft
