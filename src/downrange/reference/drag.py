"""The library's drag curves of a cylinder: read from ``drag.yaml``, each with its source and its spread."""

from __future__ import annotations

from dataclasses import dataclass

from downrange.base.source import Sourced
from downrange.reference.library import table, value

__all__ = ["CylinderCurves", "cylinder_curves"]

_FILE = "drag.yaml"


@dataclass(frozen=True)
class CylinderCurves:
    """Cross-flow and end-face coefficients over the Mach number; ``scale_factor`` multiplies both."""

    mach_number: tuple[float, ...]
    cross_flow_coefficient: tuple[float, ...]
    face_coefficient: tuple[float, ...]
    scale_factor: Sourced

    @property
    def drag_fraction(self) -> float:
        """Standard deviation of the scale over its mean, from the quantiles of its spread."""
        low, high = self.scale_factor.draw(0.1587), self.scale_factor.draw(0.8413)
        return (high - low) / (2.0 * self.scale_factor.value)


def cylinder_curves() -> CylinderCurves:
    """Give the curves of the library, for :class:`downrange.physics.fall_drag.TumblingCylinder`."""
    body = table(_FILE)
    return CylinderCurves(
        tuple(float(v) for v in body["mach_number"]),
        tuple(float(v) for v in body["cross_flow_coefficient"]),
        tuple(float(v) for v in body["face_coefficient"]),
        value(_FILE, "scale_factor"),
    )
