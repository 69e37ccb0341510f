"""Who is there: persons under a field about an origin, given as a formula or on a metric grid.

A settlement counts with the share of its disc that lies above the level. A gridded field is bilinear between
its nodes and nothing outside them. Villages under 500 people and people on the range are not counted
(:data:`downrange.reference.settlements.NOTE`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from downrange.damage.places import BuiltUp, disc_offsets_m, local_m

if TYPE_CHECKING:
    import numpy as np

__all__ = ["POINTS", "Field", "MetricGrid", "exposure_of", "persons_above"]

POINTS = 400
"""Sample points on a settlement's disc: the share of its people is known to a quarter of a percent."""

Field = Callable[[Any, Any], Any]
"""Metres east and north of an origin, arrays of one shape -> a field of that shape."""


@dataclass(frozen=True)
class MetricGrid:
    """A field on nodes about an origin; :meth:`at` makes it a :data:`Field`.

    Attributes
    ----------
    x_m, y_m : array
        Nodes east and north of the origin, ascending, shapes (nx,) and (ny,).
    values : array
        The field, shape (ny, nx), in a unit of its own (the level has the same).
    """

    x_m: Any
    y_m: Any
    values: Any

    def at(self, x_m: Any, y_m: Any) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """Interpolate the field linearly in both directions; zero outside the nodes."""
        import numpy as np

        east, north = np.asarray(self.x_m, dtype=float), np.asarray(self.y_m, dtype=float)
        field = np.asarray(self.values, dtype=float)
        x, y = np.atleast_1d(np.asarray(x_m, dtype=float)), np.atleast_1d(np.asarray(y_m, dtype=float))
        inside = (x >= east[0]) & (x <= east[-1]) & (y >= north[0]) & (y <= north[-1])
        i = np.clip(np.searchsorted(east, x, side="right") - 1, 0, east.size - 2)
        j = np.clip(np.searchsorted(north, y, side="right") - 1, 0, north.size - 2)
        u = (x - east[i]) / (east[i + 1] - east[i])
        v = (y - north[j]) / (north[j + 1] - north[j])
        found = (1 - v) * ((1 - u) * field[j, i] + u * field[j, i + 1])
        found += v * ((1 - u) * field[j + 1, i] + u * field[j + 1, i + 1])
        return np.where(inside, found, 0.0)


def exposure_of(
    field: Field, origin: tuple[float, float], place: BuiltUp, level: float, points: int = POINTS
) -> tuple[float, float]:
    """Give the persons of one settlement above a level, and the sum of persons times the field.

    Parameters
    ----------
    field : callable
        Metres east and north of the origin -> field, shapes (n,); :meth:`MetricGrid.at` or a plume's formula.
    origin : (float, float)
        Latitude and longitude of the origin, degrees.
    place : BuiltUp
        The settlement of this draw.
    level : float
        In the field's unit; above means greater than it.
    points : int
        Sample points on its disc: the share above the level is known to about one in ``points``.
    """
    x_m, y_m = local_m(*origin, place.latitude_deg, place.longitude_deg)
    offsets = disc_offsets_m(place.radius_m, points)
    found = field(x_m + offsets[:, 0], y_m + offsets[:, 1])
    return (
        place.population_persons * float((found > level).mean()),
        place.population_persons * float(found.mean()),
    )


def persons_above(
    field: Field,
    origin: tuple[float, float],
    level: float,
    settled: Iterable[BuiltUp],
    *,
    reach_m: float = math.inf,
    points: int = POINTS,
) -> float:
    """Count the persons where a field exceeds a level (``level`` in the field's unit).

    Parameters
    ----------
    field, origin, level, points
        As :func:`exposure_of`.
    settled : iterable of BuiltUp
        The settlements of this draw (:func:`downrange.damage.places.built_up`).
    reach_m : float
        Distance from the origin beyond which the field is known to stay below the level.
    """
    total = 0.0
    for place in settled:
        distance_m = math.hypot(*local_m(*origin, place.latitude_deg, place.longitude_deg))
        if distance_m - place.radius_m <= reach_m:
            total += exposure_of(field, origin, place, level, points)[0]
    return total
