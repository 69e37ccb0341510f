"""Casualty expectation of falling pieces.

Ec = sum over pieces of P(impact) x casualty area x persons per area. The figure counts every piece above the
energy that 14 CFR 417 appendix A counts from (11 foot-pounds, 14.9 J); the casualty area of an inert piece is
seven times its largest projected area in that rule.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from downrange.physics.earth import distance_azimuth
from downrange.physics.fall_ellipse import Ellipse

__all__ = ["Piece", "casualty_expectation", "density_at", "mean_density"]

Array = NDArray[np.float64]

COUNTED_FROM_J = 11.0 * 0.3048 * 4.4482216152605
AREA_FACTOR = 7.0


@dataclass(frozen=True)
class Piece:
    """Pieces of one kind: how many, and what each does where it lands.

    Attributes
    ----------
    count_number : float
        How many.
    projected_area_m2 : float
        Largest projected area of one.
    energy_j : float
        Kinetic energy of one at impact.
    arrival_probability : float
        That it comes down in the region at all.
    """

    count_number: float
    projected_area_m2: float
    energy_j: float
    arrival_probability: float = 1.0

    @property
    def casualty_area_m2(self) -> float:
        """Area within which a person in the open is counted; zero below the energy that counts."""
        return AREA_FACTOR * self.projected_area_m2 if self.energy_j >= COUNTED_FROM_J else 0.0


def casualty_expectation(pieces: Iterable[Piece], persons_per_km2: float) -> float:
    """Add up the expected casualties of pieces over people spread evenly.

    Parameters
    ----------
    persons_per_km2 : float
        Mean density weighted with the distribution of impacts, see :func:`mean_density`; people in the open.

    Raises
    ------
    ValueError
        For a negative density.
    """
    if persons_per_km2 < 0:
        raise ValueError("a population density is not negative")
    area = sum(p.count_number * p.arrival_probability * p.casualty_area_m2 for p in pieces)
    return area * persons_per_km2 / 1e6


def density_at(shape: Ellipse, latitude_deg: Array, longitude_deg: Array) -> Array:
    """Give the density of impacts per km2 of the normal behind an ellipse, at places; shape of the places."""
    quantile = -2.0 * math.log1p(-shape.probability)
    major, minor = (axis / 2.0 / math.sqrt(quantile) for axis in (shape.major_km, shape.minor_km))
    distance, azimuth = distance_azimuth(shape.latitude_deg, shape.longitude_deg, latitude_deg, longitude_deg)
    turn = np.radians(azimuth - shape.azimuth_deg)
    along, across = distance / 1e3 * np.cos(turn) / major, distance / 1e3 * np.sin(turn) / minor
    found: Array = np.exp(-0.5 * (along**2 + across**2)) / (2.0 * math.pi * major * minor)
    return found


def mean_density(shape: Ellipse, latitude_deg: Array, longitude_deg: Array, persons: Array) -> float:
    """Weight persons at places with the density of impacts there.

    Returns
    -------
    float
        Persons per km2 as a random impact sees them: sum of persons times impacts per km2.
    """
    return float(np.sum(persons * density_at(shape, latitude_deg, longitude_deg)))
