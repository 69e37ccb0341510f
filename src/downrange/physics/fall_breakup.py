"""A body that comes apart on its way: fragments in classes of ballistic coefficient, each with its ellipse.

The body falls whole to the height of the break-up; there every fragment gets a random velocity of Maxwell's
distribution (14 CFR 417, appendix A: three normal components) and goes on by itself with a constant ballistic
coefficient m / (C_d A). Fragments are gathered in classes of half a decade of it, those below 3 pounds per
square foot (14.6 kg/m2) in one class, as that appendix does; a fragment's coefficient is drawn in its class.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from downrange.base.spread import uniforms
from downrange.errors import ValidityError
from downrange.physics.atmosphere import CALM, WindProfile
from downrange.physics.fall import Body, Impacts, State, ends_many, fall_many
from downrange.physics.fall_drag import ConstantDrag
from downrange.physics.fall_ellipse import Ellipse, Spreads, drawn_starts, ellipse
from downrange.physics.fall_wind import UncertainWind, airs_of, profile_of

__all__ = ["Class", "Fallen", "Fragment", "ballistic_classes", "break_up"]

Array = NDArray[np.float64]

LIGHTEST_KG_PER_M2 = 3.0 * 0.45359237 / 0.3048**2
"""Three pounds per square foot: below it one class."""
_CLASS_DECADES = 0.5


@dataclass(frozen=True)
class Fragment:
    """Fragments of one kind: how many, the mass, ballistic coefficient and largest projected area of one."""

    count_number: float
    mass_kg: float
    ballistic_kg_per_m2: float
    projected_area_m2: float


@dataclass(frozen=True)
class Class:
    """Fragments of about one ballistic coefficient.

    Attributes
    ----------
    low_kg_per_m2, high_kg_per_m2 : float
        Range from which the coefficient of a fall is drawn, evenly in its logarithm.
    """

    low_kg_per_m2: float
    high_kg_per_m2: float
    fragments: tuple[Fragment, ...]

    @property
    def count_number(self) -> float:
        """How many fragments."""
        return math.fsum(piece.count_number for piece in self.fragments)

    @property
    def mass_kg(self) -> float:
        """Of all of them together."""
        return math.fsum(piece.count_number * piece.mass_kg for piece in self.fragments)


@dataclass(frozen=True)
class Fallen:
    """Where the fragments of a class fall."""

    of: Class
    impacts: Impacts
    ellipse: Ellipse


def ballistic_classes(fragments: Sequence[Fragment]) -> tuple[Class, ...]:
    """Gather fragments in classes of half a decade of ballistic coefficient, the lightest first.

    A class reaches over the coefficients of its own fragments; a single one is drawn a quarter of a class
    either way, since no coefficient of a tumbling fragment is known better.
    """
    found: dict[int, list[Fragment]] = {}
    for piece in fragments:
        decades = math.log10(piece.ballistic_kg_per_m2 / LIGHTEST_KG_PER_M2)
        found.setdefault(max(-1, math.floor(decades / _CLASS_DECADES)), []).append(piece)
    wide = 10.0 ** (0.25 * _CLASS_DECADES)
    classes = []
    for _, pieces in sorted(found.items()):
        low = min(piece.ballistic_kg_per_m2 for piece in pieces)
        high = max(piece.ballistic_kg_per_m2 for piece in pieces)
        if high <= low * wide:
            low, high = low / wide, high * wide
        classes.append(Class(low, high, tuple(pieces)))
    return tuple(classes)


def break_up(
    state: State,
    body: Body,
    fragments: Sequence[Fragment],
    spread: Spreads,
    wind: WindProfile | UncertainWind = CALM,
    *,
    altitude_m: float,
    velocity_m_per_s: float = 0.0,
    ground_m: float = 0.0,
    samples: int = 512,
    seed: int = 0,
    probability: float = 0.95,
) -> tuple[Fallen, ...]:
    """Let a body fall to a height, come apart there, and its fragments fall on.

    Parameters
    ----------
    altitude_m : float
        Of the break-up, on the way down; the start itself where it is not below it.
    velocity_m_per_s : float
        Standard deviation of each component of the velocity that a fragment gets.
    samples : int
        Falls of each class; draw k of every class goes on from the same break-up.

    Raises
    ------
    ValueError
        Without fragments.
    ValidityError
        If the break-up lies below the ground, or a body does not come down.
    """
    if not fragments:
        raise ValueError("a break-up needs fragments")
    if altitude_m <= ground_m:
        raise ValidityError("the break-up lies below the ground")
    starts = drawn_starts(state, spread, samples, seed, ground_m)
    whole = starts.first
    if altitude_m < state.altitude_m:
        whole = ends_many(
            starts.first,
            body,
            profile_of(wind),
            airs=airs_of(wind, seed),
            drag_factor=starts.drag_factor,
            wind_east_m_per_s=starts.wind_east_m_per_s,
            wind_north_m_per_s=starts.wind_north_m_per_s,
            ground_m=altitude_m,
        )[:, :6]
    found = []
    for number, kind in enumerate(ballistic_classes(fragments)):
        first = whole.copy()
        for axis in range(3):
            first[:, 3 + axis] += velocity_m_per_s * _normals(seed, f"{number}.velocity.{axis}", samples)
        share = np.array(uniforms(seed, f"fall.fragment.{number}.ballistic", samples))
        coefficient = kind.low_kg_per_m2 * (kind.high_kg_per_m2 / kind.low_kg_per_m2) ** share
        impacts = fall_many(
            first,
            Body(1.0, ConstantDrag(1.0, 1.0)),
            profile_of(wind),
            airs=airs_of(wind, seed),
            drag_factor=1.0 / coefficient,
            wind_east_m_per_s=starts.wind_east_m_per_s,
            wind_north_m_per_s=starts.wind_north_m_per_s,
            ground_m=ground_m,
        )
        found.append(Fallen(kind, impacts, ellipse(impacts.latitude_deg, impacts.longitude_deg, probability)))
    return tuple(found)


def _normals(seed: int, name: str, samples: int) -> Array:
    from scipy.special import ndtri

    return np.asarray(ndtri(np.array(uniforms(seed, f"fall.fragment.{name}", samples))), dtype=float)
