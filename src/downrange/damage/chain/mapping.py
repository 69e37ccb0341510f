"""What the draws look like on a map: places, ellipses and gridded fields.

A cloud is laid about the middle of all falls of the run (the pad, for a launch), whatever draw it was
computed in: an outline or a field says how far from the impact, the ellipse beside it where that may be.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from downrange.damage.assessment import FieldGrid, Place
from downrange.damage.chain.member import Member
from downrange.damage.chain.plan import Plan
from downrange.damage.chain.soaking import deposit_level_kg_per_m2
from downrange.damage.chain.winds import fall_place
from downrange.damage.places import as_places, built_up

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from downrange.physics.puff import Grid

__all__ = ["MAPPED_DRAWS", "Falls", "centre_of", "fields_of", "grid_for", "places_of"]

MAPPED_DRAWS = 64
"""Draws whose fields are kept for the map: enough for a median and a 95 % quantile of a picture."""

_HALF_WIDTH_M = 80e3
_CELLS = 80
_PIECES = 3
"""At least so many falls make an ellipse."""


def grid_for(plan: Plan) -> Grid | None:
    """Give the map grid of the air's fields; none for a nominal launch, whose pad cloud is small."""
    if plan.scenario.kind == "nominal-launch":
        return None
    from downrange.physics.puff import Grid as MetricGrid

    return MetricGrid.square(_HALF_WIDTH_M, _CELLS)


@dataclass(frozen=True)
class Falls:
    """Where one thing came down, draw by draw: arrays of shape (draws,); ``count`` alike pieces."""

    body: str
    count: int
    latitude_deg: NDArray[np.float64]
    longitude_deg: NDArray[np.float64]
    range_from_pad_km: NDArray[np.float64]


def places_of(plan: Plan, falls: Sequence[Falls], members: Sequence[Member]) -> tuple[Place, ...]:
    """Give the pad, where things came down (with the ellipse of the draws), the cloud and settlements.

    ``members`` are the mapped draws, for the outline of the cloud.
    """
    found = [Place(plan.site.name, "pad", *plan.pad, properties={"site": plan.site.slug})]
    for down in falls:
        if _bearing_unknown(plan):
            found.append(_ring(plan, down))
        else:
            found += _impacts(down)
    found += _clouds(members, centre_of(plan, falls))
    return (*found, *as_places(built_up(plan.settlements, {})))


def centre_of(plan: Plan, falls: Sequence[Falls]) -> tuple[float, float]:
    """Give the place about which clouds are drawn: the median of all falls, or the case's own central one."""
    import numpy as np

    if plan.scenario.kind == "nominal-launch":
        return plan.pad
    if not falls or _bearing_unknown(plan):
        return fall_place(plan)
    return float(np.median(falls[0].latitude_deg)), float(np.median(falls[0].longitude_deg))


def _bearing_unknown(plan: Plan) -> bool:
    """Say whether the case leaves the bearing from the pad open: then a ring is all that can be drawn."""
    azimuth = plan.own.get("impact_azimuth_deg")
    if azimuth is None:
        return False
    low, high = azimuth.low_high()
    return high - low > 180.0


def _ring(plan: Plan, down: Falls) -> Place:
    import numpy as np

    from downrange.physics.earth import destination

    distance_km = float(np.median(down.range_from_pad_km))
    azimuths = np.linspace(0.0, 360.0, 73)
    lat, lon = destination(*plan.pad, azimuths, np.full(73, distance_km * 1000.0))
    ring = tuple((float(x), float(y)) for x, y in zip(lon, lat, strict=True))
    properties = {"body": down.body, "range_from_pad_km": round(distance_km, 2), "bearing": "not known"}
    return Place(f"{down.body}: impact, bearing from the pad not known", "zone", *plan.pad, ring, properties)


def _impacts(down: Falls) -> list[Place]:
    import numpy as np

    from downrange.physics.fall_ellipse import ellipse, ellipse_outline

    body, lat, lon = down.body, down.latitude_deg, down.longitude_deg
    properties = {
        "body": body,
        "count": down.count,
        "range_from_pad_km": round(float(np.median(down.range_from_pad_km)), 1),
    }
    centre = float(np.median(lat)), float(np.median(lon))
    found = [Place(body, "impact", *centre, properties=properties)]
    if len(lat) >= _PIECES and np.ptp(lat) > 0 and np.ptp(lon) > 0:
        for probability in (0.68, 0.95, 0.997):
            shape = ellipse(lat, lon, probability)
            axes = {"major_km": round(shape.major_km, 2), "minor_km": round(shape.minor_km, 2)}
            found.append(
                Place(
                    f"{body}: {probability:.1%} of falls", "ellipse", shape.latitude_deg, shape.longitude_deg,
                    tuple((lon, lat) for lat, lon in ellipse_outline(shape)),
                    {"body": body, "probability": probability, **axes},
                )
            )  # fmt: skip
    return found


def _clouds(members: Sequence[Member], centre: tuple[float, float]) -> list[Place]:
    """Outline of the level of the draw whose reach is the median, for each substance."""
    import numpy as np

    from downrange.physics.puff import outline_over

    found = []
    carried = [m for m in members[:MAPPED_DRAWS] if m.aloft.clouds]  # tanks that opened aloft leave none
    for name in carried[0].aloft.levels_kg_per_m3 if carried else ():
        key = f"distance_over_aegl2_60min_m_{name}"
        ranked = sorted(carried, key=lambda m: m.quantities.get(key, 0.0))
        chosen = ranked[len(ranked) // 2]
        level = chosen.aloft.levels_kg_per_m3[name]
        rings = [outline_over(air.substances[name], level) for air in chosen.aloft.clouds]
        ring = max(rings, key=len, default=np.empty((0, 2)))
        if len(ring) == 0:
            continue
        lon, lat = _geographic(centre, np.asarray(ring))
        found.append(
            Place(
                f"{name} above AEGL-2, 60 min (median draw)", "cloud", *centre,
                tuple(zip(lon, lat, strict=True)),
                {"substance": name, "distance_m": round(chosen.quantities[key])},
            )
        )  # fmt: skip
    return found


def _geographic(centre: tuple[float, float], east_north_m: Any) -> tuple[list[float], list[float]]:
    import numpy as np

    from downrange.physics.earth import destination

    distance = np.hypot(east_north_m[:, 0], east_north_m[:, 1])
    azimuth = np.degrees(np.arctan2(east_north_m[:, 0], east_north_m[:, 1])) % 360.0
    lat, lon = destination(*centre, azimuth, distance)
    return [float(v) for v in np.atleast_1d(lon)], [float(v) for v in np.atleast_1d(lat)]


def fields_of(
    plan: Plan, falls: Sequence[Falls], members: Sequence[Member], grid: Grid | None
) -> tuple[FieldGrid, ...]:
    """Give median, mean, 95 % quantile and share over a level of each mapped field over the mapped draws.

    The fields of the draws are laid over each other at their own impacts, and the whole about the middle of
    all falls: they do not hold the spread of the impact, which is the ellipse. Where the bearing of the wind
    is wide no cell is reached in half of the draws, and the median is nought everywhere: then the mean and
    the share say where it may be.
    """
    import numpy as np

    if grid is None:
        return ()
    mapped = [m for m in members[:MAPPED_DRAWS] if m.aloft.clouds and m.aloft.clouds[0].grid is not None]
    if not mapped:
        return ()
    lat, lon = _axes(*centre_of(plan, falls), grid)
    found = []
    for name in mapped[0].aloft.levels_kg_per_m3:
        for which, factor, unit, words in (
            ("average_kg_per_m3", 1e6, "mg m-3", "greatest 60-minute mean concentration at 1.5 m"),
            ("deposit_kg_per_m2", 1e6, "mg m-2", "deposited on the ground within 24 h"),
        ):
            stack = np.stack([_passing(m, name, which) for m in mapped])
            airborne = which.startswith("average")
            level, levels = _levels(mapped, name, airborne=airborne)
            over = np.mean(stack > levels[:, None, None], axis=0)
            stack *= factor
            found.append(
                FieldGrid(
                    f"{name}_{'average' if airborne else 'deposit'}",
                    f"{name.upper()}: {words}", unit, lat, lon,
                    np.median(stack, axis=0), np.quantile(stack, 0.95, axis=0), np.mean(stack, axis=0),
                    over, level,
                )
            )  # fmt: skip
    return tuple(found)


_PLAIN_DEPOSIT_KG_PER_M2 = 1e-6
"""What a deposit without a limit in the library is held against, so that a map can be drawn: 1 mg/m2."""


def _levels(mapped: Sequence[Member], name: str, *, airborne: bool) -> tuple[str, NDArray[np.float64]]:
    """Name the level a field is held against, and give each draw's own value of it, kg/m3 or kg/m2."""
    import numpy as np

    if airborne:
        return "AEGL-2, 60 min", np.array([m.aloft.levels_kg_per_m3[name] for m in mapped])
    if name == "udmh":
        return "the soil limit of 0.1 mg/kg on the sampling day", np.array([_soil_level(m) for m in mapped])
    return "1 mg m-2, for want of a limit", np.full(len(mapped), _PLAIN_DEPOSIT_KG_PER_M2)


def _soil_level(member: Member) -> float:
    drawn = member.inputs
    return deposit_level_kg_per_m2(
        drawn["udmh_soil_limit_mg_per_kg"], drawn.get("sampling_day_d", 1.0),
        drawn["bulk_density_kg_per_m3"], drawn["deposit_mixing_depth_m"],
        drawn["bound_share"], drawn["fast_half_life_d"],
    )  # fmt: skip


def _passing(member: Member, name: str, which: str) -> Any:
    """Add the clouds up: a sum of 60-minute means is an upper bound of the mean of the sum."""
    maps = [air.substances[name].map for air in member.aloft.clouds]
    return sum(getattr(one, which) for one in maps if one is not None)


def _axes(latitude_deg: float, longitude_deg: float, grid: Grid) -> tuple[Any, Any]:
    """Latitudes and longitudes of rows and columns: local tangent axes, good to a cell over the map."""
    import numpy as np

    from downrange.physics.earth import destination

    lat = np.array([float(destination(latitude_deg, longitude_deg, 0.0, float(y))[0]) for y in grid.north_m])
    lon = np.array([float(destination(latitude_deg, longitude_deg, 90.0, float(x))[1]) for x in grid.east_m])
    return lat, lon
