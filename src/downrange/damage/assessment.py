"""What an assessment is: quantities, damages, drivers, and why; frozen values, no behaviour.

The shapes follow the keys that others rely on (docs/cli.md): quantities are floats with their unit in the
name; damages are decimal strings in the method's own currency, because nothing is converted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from downrange.base.trace import Manifest, Trace
from downrange.errors import Problem

__all__ = [
    "Amount", "Assessment", "CloudMoments", "Damage", "Driver", "FieldGrid", "Histogram", "Place",
    "QuantileError", "Range", "Reached", "Swing",
]  # fmt: skip

Applicability = Literal["law", "persuasive", "analogy"]


@dataclass(frozen=True)
class Range:
    """The 5, 50 and 95 % quantiles of a quantity over the draws; unit in the quantity's name."""

    p05: float
    p50: float
    p95: float


@dataclass(frozen=True)
class Amount:
    """One draw's sum by one method, in the method's own currency and price year."""

    method: str
    amount: float
    currency: str
    parts: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class Damage:
    """What a method makes of it: computed with a range, or refused with what is missing."""

    method: str
    status: Literal["computed", "refused"]
    applicability: Applicability
    why: str
    article: str
    currency: str | None = None
    price_year: int | None = None
    amount: Range | None = None
    missing: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    unpriced: tuple[str, ...] = ()
    title: str = ""
    parts: Mapping[str, Range] = field(default_factory=dict)
    """The same sum by damage class (soil, water, air, climate, health, clean-up, ...)."""


@dataclass(frozen=True)
class QuantileError:
    """One standard error of each quantile, in the figure's own unit; infinite where the draws cannot tell.

    ``by`` says how it was found: ``replicates``, ``order-statistics``, ``binomial`` or ``normal-theory``.
    """

    p05: float
    p50: float
    p95: float
    by: str


@dataclass(frozen=True)
class Swing:
    """A figure's median where one thing is laid wholly one way or the other, the rest as drawn.

    ``ratio`` is that of the sums of the thing itself, whatever else the figure holds.
    """

    figure: str
    what: str
    low: float
    high: float
    ratio: float


@dataclass(frozen=True)
class Reached:
    """What a run until an error was asked for came to: shares of the figure's own 95 % quantile."""

    figure: str
    wanted_share: float
    reached_share: float
    met: bool


@dataclass(frozen=True)
class Histogram:
    """How a figure's draws lie (damage/histograms.py), in the figure's own unit.

    Attributes
    ----------
    low, high : float
        Where the bins begin and end.
    logarithmic : bool
        Whether the bins are of equal factor, not of equal width.
    shares : tuple of float
        Share of all draws in each bin; the outermost hold what lies beyond them.
    nought_share : float
        Share of all draws at nought, which are in no bin.
    """

    low: float
    high: float
    logarithmic: bool
    shares: tuple[float, ...]
    nought_share: float

    def edges(self) -> tuple[float, ...]:
        """Give the ends of the bins, one more than there are bins."""
        number = len(self.shares)
        if self.logarithmic:
            inner = (self.low * (self.high / self.low) ** (i / number) for i in range(1, number))
        else:
            inner = (self.low + (self.high - self.low) * i / number for i in range(1, number))
        return (self.low, *inner, self.high)


@dataclass(frozen=True)
class Driver:
    """How much of a figure's spread one input explains; ``low``/``high`` are the figure under that input.

    ``low_share`` and ``high_share`` are the 95 % interval of ``share``.
    """

    figure: str
    input: str
    share: float
    low: float
    high: float
    resolved: bool = True
    low_share: float = 0.0
    high_share: float = 1.0


@dataclass(frozen=True)
class Place:
    """Something with a position for the map: a pad, an impact, an ellipse, a settlement, a zone.

    ``outline`` is a closed ring of (longitude_deg, latitude_deg); empty for a point.
    """

    name: str
    kind: Literal["pad", "impact", "ellipse", "settlement", "zone", "cloud", "lease", "splash"]
    latitude_deg: float
    longitude_deg: float
    outline: tuple[tuple[float, float], ...] = ()
    properties: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldGrid:
    """A gridded field of the central draws: quantity by latitude and longitude, with its unit.

    ``values`` has shape (latitude, longitude): the median over the draws; ``upper`` their 95 % quantile.
    Of the same shape, where known: ``mean`` over the draws, and ``over``, the share of the draws in which the
    cell lies over the level that ``level`` names in words.
    """

    name: str
    long_name: str
    unit: str
    latitude_deg: Any
    longitude_deg: Any
    values: Any
    upper: Any
    mean: Any = None
    over: Any = None
    level: str = ""


@dataclass(frozen=True, eq=False)
class CloudMoments:
    """A cloud at moments after its release, in one draw: quantity by time, latitude and longitude.

    ``values`` has shape (time, latitude, longitude); ``level_number`` is the exposure level in ``unit``, to
    which the map's levels are drawn; ``source_deg`` latitude and longitude of the release on the map.
    """

    name: str
    long_name: str
    unit: str
    times_s: tuple[float, ...]
    latitude_deg: Any
    longitude_deg: Any
    values: Any
    level_number: float
    source_deg: tuple[float, float]


@dataclass(frozen=True)
class Assessment:
    """N draws of one case: what others read, and what the reports print."""

    case: str
    samples: int
    seed: int
    manifest: Manifest
    quantities: Mapping[str, Range]
    damages: tuple[Damage, ...]
    drivers: tuple[Driver, ...]
    assumed: tuple[str, ...]
    problems: tuple[Problem, ...]
    places: tuple[Place, ...] = ()
    fields: tuple[FieldGrid, ...] = ()
    moments: tuple[CloudMoments, ...] = ()
    """The cloud at moments, of the draw whose reach is the median."""
    central: Trace = field(default_factory=Trace)
    notes: tuple[str, ...] = ()
    remediation: Any = None
    """The plan to restore the ground (damage/remediation.py), None where none lies over a limit."""
    errors: Mapping[str, QuantileError] = field(default_factory=dict)
    """How well so many draws know each quantile, by figure (``quantities.NAME``, ``damages.METHOD``)."""
    unread: tuple[str, ...] = ()
    """Inputs that the case gives and no draw read: they move nothing here."""
    histograms: Mapping[str, Histogram] = field(default_factory=dict)
    """How the draws of each sum and headline lie, by figure."""
    swings: tuple[Swing, ...] = ()
    narrowing: tuple[str, ...] = ()
    """What would narrow each sum most, in words."""
    until: Reached | None = None
