"""The cloud at moments: concentration over the ground hour by hour, in the draw whose reach is the median.

A median over draws would show no cloud at all where the wind is drawn, since no two clouds are in one place
at one time: so one whole draw is shown, and said to be one (docs/decisions/0202).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from downrange.damage.assessment import CloudMoments
from downrange.damage.chain.member import Member

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from downrange.physics.puff import SubstanceField

__all__ = ["MOMENTS_S", "moments_of"]

MOMENTS_S = (300, 600, 900, 1800, 2700, 3600, 5400, 7200, 10_800, 14_400, 21_600, 28_800, 43_200)
"""Times after the release that are shown, as long as the cloud is over the lowest level."""
LOWEST_OF_LEVEL = 0.01
"""A cloud that is nowhere over this share of its exposure level is shown no more."""
_CELLS = 96
_SIGMAS = 4.0


def moments_of(members: Sequence[Member], centre: tuple[float, float]) -> tuple[CloudMoments, ...]:
    """Give the cloud of each substance at moments, laid about a place as the other fields are.

    Parameters
    ----------
    members : sequence of Member
        The mapped draws.
    centre : tuple of float
        Latitude and longitude of the source on the map.
    """
    carried = [one for one in members if one.aloft.clouds]
    found = []
    for name in carried[0].aloft.levels_kg_per_m3 if carried else ():
        key = f"distance_over_aegl2_60min_m_{name}"
        ranked = sorted(carried, key=lambda one: one.quantities.get(key, 0.0))
        aloft = ranked[len(ranked) // 2].aloft
        level = aloft.levels_kg_per_m3[name]
        parts = [air.substances[name] for air in aloft.clouds if name in air.substances]
        times = _shown(parts, LOWEST_OF_LEVEL * level)
        if times:
            found.append(_moments(name, parts, times, level, centre))
    return tuple(found)


def _shown(parts: Sequence[SubstanceField], lowest_kg_per_m3: float) -> list[float]:
    """List the moments, from the first on, at which the cloud is somewhere over a level."""
    from downrange.physics.puff_moments import centre_m, concentration_at

    kept: list[float] = []
    for time in MOMENTS_S:
        heads = [centre_m(one, time) for one in parts]
        over = [concentration_at(one, time, *head) >= lowest_kg_per_m3 for one in parts for head in heads]
        if any(bool(one) for one in over):
            kept.append(float(time))
    return kept


def _moments(
    name: str, parts: Sequence[SubstanceField], times: list[float], level: float, centre: tuple[float, float]
) -> CloudMoments:
    import numpy as np

    from downrange.physics.puff_moments import concentration_at

    east, north = _window(parts, times)
    x, y = np.meshgrid(east, north)
    values = np.stack([sum(concentration_at(one, time, x, y) for one in parts) for time in times])
    lat, lon = _axes(centre, east, north)
    words = f"{name.upper()}: concentration at 1.5 m at a moment, in the draw of the median reach"
    return CloudMoments(
        f"{name}_moment", words, "mg m-3", tuple(times), lat, lon, 1e6 * values, 1e6 * level, centre
    )


def _window(
    parts: Sequence[SubstanceField], times: Sequence[float]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Give cell centres, m east and north, that hold the cloud at every moment; square cells."""
    import numpy as np

    from downrange.physics.puff_moments import centre_m, spread_m

    spots = [(*centre_m(one, time), _SIGMAS * spread_m(one, time)) for one in parts for time in times]
    west, south = (min(spot[i] - spot[2] for spot in spots) for i in (0, 1))
    right, top = (max(spot[i] + spot[2] for spot in spots) for i in (0, 1))
    cell = max(right - west, top - south) / _CELLS
    columns, rows = (max(round((b - a) / cell), 2) for a, b in ((west, right), (south, top)))
    east = west + cell * (np.arange(columns, dtype=np.float64) + 0.5)
    north = south + cell * (np.arange(rows, dtype=np.float64) + 0.5)
    return np.asarray(east, np.float64), np.asarray(north, np.float64)


def _axes(centre: tuple[float, float], east: Any, north: Any) -> tuple[Any, Any]:
    """Latitudes of rows and longitudes of columns: local tangent axes, good to a cell over the map."""
    import numpy as np

    from downrange.physics.earth import destination

    lat = np.array([float(destination(*centre, 0.0 if y >= 0 else 180.0, abs(float(y)))[0]) for y in north])
    lon = np.array([float(destination(*centre, 90.0 if x >= 0 else 270.0, abs(float(x)))[1]) for x in east])
    return lat, lon
