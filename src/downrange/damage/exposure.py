"""Who is there: persons under a field given on a metric grid about an origin.

The field is bilinear between its nodes and nothing outside them; a settlement counts with the share of its
disc that lies above the level. Villages under 500 people and people on the range are not counted
(:data:`downrange.reference.settlements.NOTE`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from downrange.damage.places import BuiltUp, disc_offsets_m, local_m

if TYPE_CHECKING:
    import numpy as np

__all__ = ["MetricGrid", "exposure_of", "exposure_persons", "persons_above"]


@dataclass(frozen=True)
class MetricGrid:
    """A field about an origin.

    Attributes
    ----------
    origin_latitude_deg, origin_longitude_deg : float
        Where x = y = 0 lies (WGS 84).
    x_m, y_m : array
        Nodes east and north of the origin, ascending, shapes (nx,) and (ny,).
    values : array
        The field, shape (ny, nx), in a unit of its own (the level has the same).
    """

    origin_latitude_deg: float
    origin_longitude_deg: float
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


def _field_over(grid: MetricGrid, place: BuiltUp, points: int) -> Any:
    """Field at the sample points of a settlement; None where the disc does not touch the grid."""
    x_m, y_m = local_m(
        grid.origin_latitude_deg, grid.origin_longitude_deg, place.latitude_deg, place.longitude_deg
    )
    reach_m = place.radius_m
    if not (
        grid.x_m[0] - reach_m <= x_m <= grid.x_m[-1] + reach_m
        and grid.y_m[0] - reach_m <= y_m <= grid.y_m[-1] + reach_m
    ):
        return None
    offsets = disc_offsets_m(place.radius_m, points)
    return grid.at(x_m + offsets[:, 0], y_m + offsets[:, 1])


def exposure_of(grid: MetricGrid, level: float, place: BuiltUp, points: int = 1000) -> tuple[float, float]:
    """Give the persons of one settlement above a level, and the sum of persons times the field.

    Parameters
    ----------
    grid : MetricGrid
        The field.
    level : float
        In the field's unit; above means greater than it.
    place : BuiltUp
        The settlement of this draw.
    points : int
        Sample points on its disc: the share above the level is known to about one in ``points``.
    """
    field = _field_over(grid, place, points)
    if field is None:
        return 0.0, 0.0
    share = float((field > level).mean())
    return share * place.population_persons, float(field.mean()) * place.population_persons


def persons_above(grid: MetricGrid, level: float, settled: Iterable[BuiltUp]) -> float:
    """Count the persons where the field exceeds a level (``level`` in the field's unit)."""
    return sum(exposure_of(grid, level, place)[0] for place in settled)


def exposure_persons(grid: MetricGrid, settled: Iterable[BuiltUp]) -> float:
    """Sum persons times the field over all settlements: persons x the field's unit."""
    return sum(exposure_of(grid, 0.0, place)[1] for place in settled)
