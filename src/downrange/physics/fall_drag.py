"""Drag of a falling body: none, a constant coefficient, or a curve over the Mach number.

Convention of the tumbling cylinder: the coefficient refers to length times diameter (the broadside area) and
is the mean over all orientations alike. With the cross-flow coefficient c_n and the end-face coefficient c_f
(both functions of the Mach number of the flow component that meets the face) and alpha between the axis and
the wind,

    C(M) = <sin^3 c_n(M sin)> + (pi/4) (D/L) <|cos|^3 c_f(M |cos|)>,   <.> over orientations alike.

In hypersonic flow this gives 0.72 + 0.33 D/L, the form in use for randomly tumbling cylinders since Klett,
Sandia SC-RR-64-2141 (1964).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

__all__ = ["ConstantDrag", "Drag", "MachDrag", "NoDrag", "TumblingCylinder", "drag_table"]

Array = NDArray[np.float64]

MACH_STEP = 0.05
_ROWS = 401


@dataclass(frozen=True)
class NoDrag:
    """No air drag at all: for closed forms and upper bounds."""


@dataclass(frozen=True)
class ConstantDrag:
    """One coefficient at every Mach number, with the area it refers to."""

    coefficient: float
    reference_area_m2: float

    def __post_init__(self) -> None:
        if not (self.coefficient >= 0 and self.reference_area_m2 > 0):
            raise ValueError("a drag coefficient is not negative and its reference area is above zero")


@dataclass(frozen=True)
class MachDrag:
    """A coefficient joined linearly over the Mach number, held beyond both ends."""

    mach_number: tuple[float, ...]
    drag_coefficient: tuple[float, ...]
    reference_area_m2: float

    def __post_init__(self) -> None:
        if len(self.mach_number) != len(self.drag_coefficient) or not self.mach_number:
            raise ValueError("one coefficient for each Mach number")
        if list(self.mach_number) != sorted(set(self.mach_number)) or self.mach_number[0] < 0:
            raise ValueError("Mach numbers must rise from zero or above")
        if not self.reference_area_m2 > 0:
            raise ValueError("the reference area must be above zero")


@dataclass(frozen=True)
class TumblingCylinder:
    """A cylinder turning through all orientations.

    Attributes
    ----------
    length_m, diameter_m : float
        Of the cylinder; its reference area is their product.
    mach_number : tuple of float
        Nodes of the two curves.
    cross_flow_coefficient, face_coefficient : tuple of float
        Of an infinite cylinder across the flow, referred to its broadside; of a flat disc, referred to its
        face. Both come from the library (``reference/drag.yaml``).
    """

    length_m: float
    diameter_m: float
    mach_number: tuple[float, ...]
    cross_flow_coefficient: tuple[float, ...]
    face_coefficient: tuple[float, ...]

    def __post_init__(self) -> None:
        if not (self.length_m > 0 and self.diameter_m > 0):
            raise ValueError("length and diameter must be above zero")

    @property
    def reference_area_m2(self) -> float:
        """Length times diameter."""
        return self.length_m * self.diameter_m


Drag = NoDrag | ConstantDrag | MachDrag | TumblingCylinder


def _tumbling(drag: TumblingCylinder, mach: Array) -> Array:
    nodes, weights = np.polynomial.legendre.leggauss(48)
    cosine = 0.5 * (nodes + 1.0)  # all orientations alike: the cosine is uniform on (0, 1)
    sine = np.sqrt(1.0 - cosine**2)
    across = np.interp(mach[:, None] * sine, drag.mach_number, drag.cross_flow_coefficient) * sine**3
    along = np.interp(mach[:, None] * cosine, drag.mach_number, drag.face_coefficient) * cosine**3
    slender = math.pi / 4.0 * drag.diameter_m / drag.length_m
    table: Array = (across + slender * along) @ (0.5 * weights)
    return table


@lru_cache(maxsize=256)
def drag_table(drag: Drag) -> Array:
    """Lay a drag out as the coefficient every 0.05 of the Mach number up to 20, held beyond.

    Returns
    -------
    ndarray, shape (401,), read-only
    """
    mach: Array = MACH_STEP * np.arange(_ROWS, dtype=np.float64)
    match drag:
        case NoDrag():
            table = np.zeros(_ROWS)
        case ConstantDrag():
            table = np.full(_ROWS, drag.coefficient)
        case MachDrag():
            table = np.interp(mach, drag.mach_number, drag.drag_coefficient)
        case TumblingCylinder():
            table = _tumbling(drag, mach)
    table.setflags(write=False)
    return table
